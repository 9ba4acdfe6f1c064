/* `check` over several projects: starts a worker for each, believes none of them, and puts their answers
 * in order. */
#include "engine/batch/batch.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "engine/batch/batch_trouble.h"
#include "worker/locks.h"

/* Seconds of silence: while files are read, and while the engine works at its own. */
static const double patience_reading = 900, patience_own = 600, seconds_most = 3600;

/* A project whose rules crash one after the other is given up at last. */
enum { RULES_LEFT_OUT = 5 };

typedef struct checking {
  const lde_batch_options *options;
  lde_batch *batch;
  lde_language language;
  double seconds_most; /* of one rule */
  unsigned missing;    /* locks that some worker did not have */
} checking;

/* ---- one worker ---- */

static int work(void *ctx, size_t number, const char *note, int fd, unsigned held)
{
  const checking *checking = ctx;
  return lde_isolate(checking->options, checking->batch, number, note, fd, held);
}

static double patience(void *ctx, size_t number, const unsigned char *bytes, size_t len)
{
  const checking *checking = ctx;
  lde_answer_trail trail;

  (void)number;
  lde_answer_follow(bytes, len, &trail);
  if (!trail.locked)
    return patience_reading;
  if (trail.answering || !*trail.file)
    return patience_own;
  /* the worker's word, within the caller's bound. It stops the author's code itself at that time; as
   * much again is for the engine's own work on the rule, which its clock does not count */
  return 1 + 2 * (trail.seconds > 0 && trail.seconds < checking->seconds_most
                      ? trail.seconds
                      : checking->seconds_most);
}

/* A rule that took its worker down is left out, and the others are judged by another worker. */
static bool leave_out(lde_judged *judged, const lde_pool_end *end, const lde_answer_trail *trail,
                      char *note)
{
  size_t used = strlen(judged->without);

  if (!*trail->rule || end->kind == LDE_POOL_NOT_STARTED ||
      judged->without_count >= RULES_LEFT_OUT ||
      used + strlen(trail->rule) + 2 > sizeof judged->without)
    return false;
  snprintf(judged->without + used, sizeof judged->without - used, "%s%s", used ? "\n" : "",
           trail->rule);
  judged->without_count++;
  snprintf(note, LDE_POOL_NOTE, "%s", judged->without);
  return true;
}

static bool done(void *ctx, size_t number, const lde_pool_end *end, char *note)
{
  checking *checking = ctx;
  lde_judged *judged = &checking->batch->items[number];
  const char *why = "";
  lde_answer_trail trail;
  bool again;

  if (end->kind == LDE_POOL_INTERRUPTED)
    return false;
  lde_answer_follow(end->bytes, end->len, &trail);
  if (trail.locked)
    checking->missing |= LDE_LOCKS_ALL & ~trail.locks;
  if (end->kind == LDE_POOL_EXITED &&
      lde_answer_read(end->bytes, end->len, &judged->answer, &why)) {
    judged->answer.findings.rules += judged->without_count;
    judged->answer.findings.unknown += judged->without_count;
    return false;
  }
  again = leave_out(judged, end, &trail, note);
  judged->trouble.language = checking->language;
  lde_batch_tell(judged, end, &trail, why, again, checking->language);
  return again;
}

/* ---- places ---- */

/* Whether a path really leads into the folder. A worker may name any file of this machine, and the
 * report would show a line of it. */
static bool lies_in(const char *path, const char *folder)
{
  char real_path[PATH_MAX], real_folder[PATH_MAX];
  size_t len;

  if (!realpath(folder, real_folder) || !realpath(path, real_path))
    return false;
  len = strlen(real_folder);
  return strncmp(real_path, real_folder, len) == 0 && (real_path[len] == '/' || len == 1);
}

/* The path when it may be opened, else NULL. */
static const char *allowed(const lde_batch_options *options, const lde_judged *judged,
                           const char *path, const char *rules)
{
  bool may = path && (lies_in(path, judged->folder) || lies_in(path, rules));

  for (size_t i = 0; path && !may && i < options->readable_count; i++)
    may = lies_in(path, options->readable[i]);
  return may ? path : NULL;
}

/* A file of the project is shown with its folder in front, as it is found from here. */
static const char *shown(const char *file, const char *path, const char *folder)
{
  size_t len = strlen(folder), tail = strlen(file), whole = path ? strlen(path) : 0;

  if (!tail || whole < tail || strncmp(path, folder, len) != 0)
    return file;
  return strcmp(path + whole - tail, file) == 0 ? path : file;
}

static void settle_place(const checking *checking, const lde_judged *judged,
                         lde_finding_place *place, const char *rules)
{
  place->file = shown(place->file, place->open, judged->folder); /* also where it may not be opened */
  place->open = allowed(checking->options, judged, place->open, rules);
}

static void settle_findings(const checking *checking, lde_judged *judged, const char *rules)
{
  lde_findings *findings = &judged->answer.findings;

  for (size_t i = 0; i < findings->items.len; i++) {
    lde_finding *finding = &findings->items.data[i];
    settle_place(checking, judged, &finding->place, rules);
    for (size_t e = 0; e < finding->evidence_count; e++)
      settle_place(checking, judged, &finding->evidence[e].place, rules);
  }
  lde_findings_sort(findings);
}

static void take_diagnostics(const checking *checking, const lde_judged *judged,
                             const lde_diagnostics *list, lde_result *result, const char *rules)
{
  size_t errors = result->diagnostics.errors;

  for (size_t i = 0; i < list->items.len; i++) {
    lde_diagnostic one = list->items.data[i];
    one.path = allowed(checking->options, judged, one.path, rules);
    one.file = shown(one.file, one.path, judged->folder);
    if (one.file != one.path) /* its place does not say whose it is */
      one.message = lde_arena_printf(&result->arena, "%s: %s", judged->folder, one.message);
    lde_diagnostics_add(&result->diagnostics, &one);
  }
  result->diagnostics.errors = errors + list->errors; /* also those that were only counted */
}

/* For formats that have one list: all findings, which stay in the answers' memory. */
static void gather(lde_result *result, const lde_findings *from)
{
  lde_findings *to = &result->findings;

  for (size_t i = 0; i < from->items.len; i++)
    lde_vec_push(&to->items, from->items.data[i]);
  to->errors += from->errors;
  to->warnings += from->warnings;
  to->notes += from->notes;
  to->excepted += from->excepted;
  to->known += from->known;
  to->rules += from->rules;
  to->unknown += from->unknown;
}

static void settle(const checking *checking, lde_result *result)
{
  const char *rules = lde_rules_folder(&result->arena, checking->options->project.rules_folder);

  for (size_t i = 0; i < checking->batch->count; i++) {
    lde_judged *judged = &checking->batch->items[i];
    take_diagnostics(checking, judged, &judged->trouble, result, rules);
    take_diagnostics(checking, judged, &judged->answer.diagnostics, result, rules);
    settle_findings(checking, judged, rules);
    gather(result, &judged->answer.findings);
    for (size_t line = 0; line < judged->answer.log.len; line++)
      lde_vec_push(&result->log, lde_arena_printf(&result->arena, "%s: %s", judged->folder,
                                                  judged->answer.log.data[line]));
  }
}

/* ---- the whole ---- */

static lde_batch *new_batch(const lde_batch_options *options)
{
  lde_batch *batch = lde_alloc(1, sizeof *batch);

  batch->count = options->folder_count;
  batch->items = lde_alloc(batch->count, sizeof *batch->items);
  for (size_t i = 0; i < batch->count; i++) {
    batch->items[i].folder = lde_arena_strdup(&batch->arena, options->folders[i]);
    batch->items[i].answer = (lde_answer){.organisation = "", .name = "", .year = ""};
  }
  return batch;
}

void lde_batch_free(lde_batch *batch)
{
  if (!batch)
    return;
  for (size_t i = 0; i < batch->count; i++) {
    lde_answer_free(&batch->items[i].answer);
    lde_diagnostics_free(&batch->items[i].trouble);
  }
  lde_free(batch->items);
  lde_arena_free(&batch->arena);
  lde_free(batch);
}

static int exit_code_of(const lde_judged *judged, lde_fail_on fail_on)
{
  const lde_findings *findings = &judged->answer.findings;

  if (!judged->answer.judged)
    return 6;
  if (judged->answer.diagnostics.errors || judged->trouble.errors || findings->unknown) /* of rules: the files were in order */
    return 4;
  return (fail_on != LDE_FAIL_ON_NEVER && findings->errors) ||
         (fail_on == LDE_FAIL_ON_WARNING && findings->warnings);
}

int lde_batch_exit_code(const lde_batch *batch, lde_fail_on fail_on)
{
  int worst = 0;

  for (size_t i = 0; i < batch->count; i++) {
    int code = exit_code_of(&batch->items[i], fail_on);
    worst = code > worst ? code : worst;
  }
  return worst;
}

static void make_report(lde_batch *batch, unsigned missing)
{
  lde_report_organisation *all =
      lde_arena_array(&batch->arena, batch->count, lde_report_organisation);
  const char **names = lde_arena_array(&batch->arena, LDE_LOCK_COUNT, const char *);
  size_t count = 0;

  for (size_t i = 0; i < batch->count; i++) {
    const lde_answer *answer = &batch->items[i].answer;
    all[i] =
        (lde_report_organisation){batch->items[i].folder,
                                  answer->organisation,
                                  answer->name,
                                  answer->year,
                                  answer->language,
                                  answer->judged ? &answer->findings : NULL,
                                  answer->diagnostics.errors || batch->items[i].trouble.errors};
  }
  for (int lock = 0; lock < LDE_LOCK_COUNT; lock++)
    if (missing & LDE_LOCK_BIT(lock))
      names[count++] = lde_lock_name((lde_lock)lock);
  batch->report =
      (lde_report_batch){all, batch->count, names, count, (missing & LDE_LOCKS_NEEDED) != 0};
}

/* Before anything is read: can the locks be had at all? */
static bool may_start(checking *checking, lde_result *result)
{
  lde_language lang = checking->language;
  int held = lde_locks_probe();
  unsigned missing = LDE_LOCKS_NEEDED & ~(held < 0 ? 0 : (unsigned)held);
  lde_buffer names = {0};

  if (!missing || checking->options->unsafe_no_isolation)
    return true;
  for (int lock = 0; lock < LDE_LOCK_COUNT; lock++)
    if (missing & LDE_LOCK_BIT(lock))
      lde_buffer_printf(&names, "%s%s", names.len ? ", " : "", lde_lock_name((lde_lock)lock));
  lde_result_add(
      result, "script/isolation",
      LDE_TR(lang, "see ldengine doctor; --unsafe-no-isolation runs the rules without these locks",
             "zie ldengine doctor; met --unsafe-no-isolation draaien de regels zonder deze sloten"),
      LDE_TR(
          lang,
          "rules of others are not run here: their processes cannot be locked in (missing: %s)",
          "regels van anderen worden hier niet uitgevoerd: hun processen zijn niet af te schermen (ontbreekt: %s)"),
      names.data);
  lde_buffer_free(&names);
  return false;
}

lde_result *lde_check_many(const lde_batch_options *options, lde_language language)
{
  lde_result *result = lde_result_new("check", NULL, language);
  checking checking = {.options = options, .language = language};
  lde_pool_options pool = {.count = options->folder_count,
                           .jobs = options->jobs,
                           .bytes_most = LDE_ANSWER_MOST,
                           .work = work,
                           .patience = patience,
                           .done = done,
                           .interrupted = options->project.interrupted,
                           .ctx = &checking};
  lde_limit_settings most = {0};
  lde_error err = {0};

  if (!lde_project_limits_most(&options->project, language, &most, &err)) {
    lde_result_add(result, "usage/arguments", NULL, "%s", err.message);
    return result;
  }
  checking.seconds_most = most.time > 0 && most.time < seconds_most ? most.time : seconds_most;
  checking.batch = new_batch(options);
  if (options->check.baseline &&
      !lde_baseline_read_entries(result, options->check.baseline, &checking.batch->baseline,
                                 &checking.batch->baseline_count)) {
    lde_batch_free(checking.batch);
    return result;
  }
  result->payload = LDE_PAYLOAD_BATCH;
  result->batch = checking.batch;
  if (may_start(&checking, result) && lde_pool_run(&pool, language, &err) != LDE_OK)
    lde_result_add(result, "script/isolation", NULL, "%s", err.message);
  result->interrupted =
      options->project.interrupted && options->project.interrupted(options->project.ctx);
  settle(&checking, result);
  make_report(checking.batch, checking.missing);
  return result;
}
