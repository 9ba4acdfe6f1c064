/* The findings of an earlier run that are passed: any JSON output of check, or lines of
 * fingerprints. */
#include <jansson.h>
#include <string.h>

#include "base/error.h"
#include "base/io.h"
#include "engine/internal.h"
#include "engine/json_read.h"

enum { BASELINE_MAX = 256 << 20, FINGERPRINT = LDE_DIGEST_TEXT_SIZE - 1 };

typedef struct reading {
  lde_result *result;
  const char *folder; /* of the project whose findings are being read; NULL = not said */
  LDE_VEC(lde_baseline_entry) found;
} reading;

static bool is_fingerprint(const char *text, size_t len)
{
  return len == FINGERPRINT && strspn(text, "0123456789abcdef") >= FINGERPRINT;
}

static void keep(reading *reading, const char *text)
{
  lde_baseline_entry entry = {reading->folder,
                              lde_arena_strndup(&reading->result->arena, text, FINGERPRINT)};
  lde_vec_push(&reading->found, entry);
}

/* An object of data.organisations says whose findings it holds. */
static const char *folder_of(reading *reading, json_t *object)
{
  json_t *folder = json_object_get(object, "folder");

  if (!json_is_string(folder) || !json_is_array(json_object_get(object, "findings")))
    return reading->folder;
  return lde_arena_strdup(&reading->result->arena, json_string_value(folder));
}

/* Every member "fingerprint" of the tree; jansson has limited its depth. */
static void walk(reading *reading, json_t *node)
{
  const char *key, *outer = reading->folder;
  json_t *child;
  size_t i;

  if (json_is_object(node))
    reading->folder = folder_of(reading, node);
  if (json_is_array(node)) {
    json_array_foreach(node, i, child) walk(reading, child);
  } else if (json_is_object(node)) {
    json_object_foreach(node, key, child) {
      if (strcmp(key, "fingerprint") == 0 && json_is_string(child) &&
          is_fingerprint(json_string_value(child), json_string_length(child)))
        keep(reading, json_string_value(child));
      else
        walk(reading, child);
    }
  }
  reading->folder = outer;
}

/* False: the text is not JSON, `where` says why. Several documents may follow each other, as in jsonl. */
static bool read_json(reading *reading, const lde_buffer *text, json_error_t *where)
{
  size_t at = 0, blank;

  for (;;) {
    blank = strspn(text->data + at, " \t\r\n");
    at += blank;
    if (at >= text->len)
      return true;
    json_t *root = lde_json_read(text->data + at, text->len - at, JSON_DISABLE_EOF_CHECK, where);
    if (!root)
      return false;
    walk(reading, root);
    json_decref(root);
    at += (size_t)where->position;
  }
}

static bool read_lines(reading *reading, const char *text)
{
  while (*text) {
    size_t len = strcspn(text, "\r\n"), word = strcspn(text, " \t\r\n#");
    if (is_fingerprint(text, word))
      keep(reading, text);
    else if (word)
      return false;
    text += len;
    text += strspn(text, "\r\n");
  }
  return true;
}

bool lde_baseline_read(lde_result *result, const char *path, const char *const **out, size_t *count)
{
  const lde_baseline_entry *entries;
  bool read = lde_baseline_read_entries(result, path, &entries, count);

  *out = lde_baseline_of(entries, count, NULL, &result->arena);
  return read;
}

const char *const *lde_baseline_of(const lde_baseline_entry *entries, size_t *count,
                                   const char *folder, lde_arena *arena)
{
  const char **all = lde_arena_array(arena, *count + 1, const char *);
  size_t kept = 0;

  for (size_t i = 0; i < *count; i++)
    if (!folder || !entries[i].folder || strcmp(entries[i].folder, folder) == 0)
      all[kept++] = entries[i].fingerprint;
  *count = kept;
  return all;
}

bool lde_baseline_read_entries(lde_result *result, const char *path, const lde_baseline_entry **out,
                               size_t *count)
{
  lde_language lang = result->language;
  reading reading = {.result = result};
  lde_buffer text = {0};
  lde_error err = {0};
  json_error_t where = {0};
  lde_baseline_entry *all;
  bool read = lde_file_read(path, BASELINE_MAX, &text, lang, &err) == LDE_OK;

  if (!read) {
    lde_result_add(result, "usage/baseline",
                   LDE_TR(lang, "make it with: ldengine check --format json -o FILE",
                          "maak het met: ldengine check --format json -o BESTAND"),
                   "%s", err.message);
  } else if (strlen(lde_buffer_text(&text)) != text.len ||
             (*lde_buffer_text(&text) == '{' ? !read_json(&reading, &text, &where)
                                             : !read_lines(&reading, lde_buffer_text(&text)))) {
    read = false;
    lde_diagnose(&result->diagnostics, LDE_ERROR, "load/syntax", path, NULL,
                 where.line > 0 ? (uint32_t)where.line : 0,
                 where.column > 0 ? (uint32_t)where.column : 0,
                 LDE_TR(lang, "make it with: ldengine check --format json -o FILE",
                        "maak het met: ldengine check --format json -o BESTAND"),
                 "%s",
                 LDE_TR(lang, "this is no output of check, and no list of fingerprints",
                        "dit is geen uitvoer van check en geen lijst met vingerafdrukken"));
  }
  all = lde_arena_array(&result->arena, reading.found.len + 1, lde_baseline_entry);
  if (reading.found.len)
    memcpy(all, reading.found.data, reading.found.len * sizeof *all);
  *out = all;
  *count = reading.found.len;
  lde_vec_free(&reading.found);
  lde_buffer_free(&text);
  return read;
}
