/* The worker's side of a batch: one project, read behind one lock and judged behind another. This file
 * runs in a process that is nothing else. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/held.h"
#include "engine/batch/batch.h"
#include "worker/locks.h"

enum { FOLDERS_DEPTH = 8 };

/* The process knows itself: callbacks of memory and rules have no other way to it. */
static struct {
  int fd;
  bool unsafe;
  unsigned held;
  lde_locks_options locks;
  char last_words[64];
  size_t last_words_len;
} self;

static void send_bytes(const char *bytes, size_t len)
{
  while (len) {
    ssize_t put = write(self.fd, bytes, len);
    if (put < 0 && errno == EINTR)
      continue;
    if (put < 0)
      _exit(1); /* nobody listens any more */
    bytes += put;
    len -= (size_t)put;
  }
}

static void send_buffer(lde_buffer *buffer)
{
  send_bytes(buffer->data, buffer->len);
  lde_buffer_free(buffer);
}

static void out_of_memory(size_t wanted)
{
  (void)wanted;
  send_bytes(self.last_words, self.last_words_len);
  _exit(4);
}

/* When there is no memory left, there is none to say so with: the record is made beforehand. */
static void prepare_last_words(void)
{
  lde_buffer out = {0};

  lde_answer_refuse(&out, LDE_REFUSAL_MEMORY);
  self.last_words_len = out.len < sizeof self.last_words ? out.len : 0;
  memcpy(self.last_words, out.data, self.last_words_len);
  lde_buffer_free(&out);
  lde_out_of_memory_handler(out_of_memory);
}

/* ---- locks ---- */

static void need_locks(void)
{
  lde_buffer out = {0};

  if ((self.held & LDE_LOCKS_NEEDED) == LDE_LOCKS_NEEDED || self.unsafe)
    return;
  lde_answer_refuse(&out, LDE_REFUSAL_LOCKS);
  send_buffer(&out);
  _exit(4);
}

static void lock_to_read(const lde_batch_options *options, size_t number)
{
  const char **folders = lde_alloc(2 + options->readable_count, sizeof *folders);
  lde_arena arena = {0};

  folders[0] = options->folders[number];
  folders[1] = lde_rules_folder(&arena, options->project.rules_folder);
  for (size_t i = 0; i < options->readable_count; i++)
    folders[2 + i] = options->readable[i];
  self.locks.folders = folders;
  self.locks.folder_count = 2 + options->readable_count;
  lde_held_fence(folders, self.locks.folder_count); /* before /proc and links are out of sight */
  self.held |= lde_locks_read(&self.locks);
  need_locks();
  lde_arena_free(&arena);
  lde_free(folders);
}

/* ---- what rules may still ask for ---- */

static void hold_modules(const char *folder, int depth)
{
  DIR *list = depth < FOLDERS_DEPTH ? opendir(folder) : NULL;
  lde_buffer path = {0};

  for (struct dirent *entry; list && (entry = readdir(list));) {
    size_t len = strlen(entry->d_name);
    if (*entry->d_name == '.')
      continue;
    lde_buffer_truncate(&path, 0);
    lde_buffer_printf(&path, "%s/%s", folder, entry->d_name);
    if (len > 4 && strcmp(entry->d_name + len - 4, ".lua") == 0)
      lde_held_add(path.data);
    else if (entry->d_type == DT_DIR)
      hold_modules(path.data, depth + 1);
  }
  if (list)
    closedir(list);
  lde_buffer_free(&path);
}

static void hold_files(const lde_project *project)
{
  const lde_dataset *dataset = project->loaded.dataset;
  lde_buffer folder = {0};

  for (size_t i = 0; i < dataset->sources.len; i++)
    if (dataset->sources.data[i].path)
      lde_held_add(dataset->sources.data[i].path);
  lde_buffer_printf(&folder, "%s/rules/lib", project->loaded.manifest.folder);
  hold_modules(folder.data, 0);
  hold_modules(project->rules_folder, 0);
  lde_buffer_free(&folder);
}

static void seal(lde_project *project)
{
  /* a lock of both steps holds when both were put on */
  const unsigned once = LDE_LOCK_BIT(LDE_LOCK_PRIVILEGES) | LDE_LOCK_BIT(LDE_LOCK_PARENT);
  lde_buffer out = {0};

  hold_files(project);
  lde_held_close_door();
  self.held &= lde_locks_judge(&self.locks) | once;
  need_locks();
  lde_answer_locked(&out, self.held, lde_project_limits(project, 1).seconds);
  send_buffer(&out);
}

static void begins(lde_project *project, const char *rule, const char *file)
{
  lde_buffer out = {0};

  (void)project;
  lde_answer_rule(&out, rule, file);
  send_buffer(&out);
}

/* ---- the answer ---- */

static void describe(lde_answer *answer, lde_dataset *dataset)
{
  lde_buffer id = {0};

  if (!dataset)
    return;
  answer->year = dataset->year ? dataset->year : "";
  if (lde_count(dataset, organisation) == 0)
    return;
  lde_row_id(dataset, lde_dataset_table(dataset, LDE_E(organisation)), 0, &id);
  answer->organisation = lde_arena_strdup(&answer->arena, lde_buffer_text(&id));
  lde_buffer_free(&id);
  if (lde_has(dataset, organisation, name, 0))
    answer->name = lde_arena_strdup(&answer->arena, lde_text_of(dataset, organisation, name, 0));
}

static void send_answer(const lde_result *result)
{
  lde_answer answer = {.organisation = "",
                       .name = "",
                       .year = "",
                       .language = result->language,
                       .locks = self.held,
                       .judged = result->has_findings};
  lde_buffer out = {0};

  describe(&answer, result->project ? result->project->loaded.dataset : NULL);
  answer.findings = result->findings; /* borrowed, as the others */
  answer.diagnostics = result->diagnostics;
  answer.log.data = result->log.data;
  answer.log.len = result->log.len;
  lde_answer_write(&out, &answer);
  send_buffer(&out);
}

static lde_result *judge(const lde_batch_options *options, const lde_batch *batch,
                         const char *folder, const char *without)
{
  lde_project_options own = options->project;
  lde_check_options check = options->check;
  lde_project *project = NULL;
  lde_result *result;
  lde_error err = {0};

  own.folder = folder;
  own.search = false;
  own.required = true;
  own.files = NULL;
  own.file_count = 0;
  own.interrupted = NULL; /* who interrupts ends this process */
  own.progress = NULL;
  if (lde_project_open(&project, &own, &err) == LDE_OK) {
    project->seal = seal;
    project->begins = begins;
    project->without = without;
    project->baseline_count = batch->baseline_count;
    project->baseline =
        lde_baseline_of(batch->baseline, &project->baseline_count, folder, &project->arena);
    check.baseline = NULL; /* it lies outside the fence, and was read before */
    return lde_check(project, &check);
  }
  result = lde_result_new("check", NULL, LDE_ENGLISH);
  lde_result_add(result, "usage/arguments", NULL, "%s", err.message);
  return result;
}

int lde_isolate(const lde_batch_options *options, const lde_batch *batch, size_t number,
                const char *without, int fd, unsigned held)
{
  lde_buffer begin = {0};

  self.fd = fd;
  self.held = held;
  self.unsafe = options->unsafe_no_isolation;
  prepare_last_words();
  lde_answer_begin(&begin);
  send_buffer(&begin);
  lock_to_read(options, number);
  send_answer(judge(options, batch, options->folders[number], without));
  return 0; /* the process ends: nothing is freed */
}
