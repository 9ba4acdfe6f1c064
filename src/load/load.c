#include "load/load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/io.h"
#include "load/csv_source.h"
#include "load/manifest.h"
#include "load/project.h"
#include "load/records.h"
#include "load/settings.h"
#include "load/xlsx_source.h"
#include "load/yaml.h"
#include "model/resolve.h"

/* A native file that was parsed but whose records wait for the settings. */
typedef struct native {
  const char *name, *path, *hash;
  const lde_node *root; /* NULL: empty, or not readable */
} native;

/* How many rows one source brought to one entity; becomes a row of import_batches. */
typedef struct batch {
  int32_t source, row;
  int entity;
  int64_t rows, rejected_before;
} batch;

typedef struct loader {
  const lde_load_options *options;
  lde_manifest *manifest;
  lde_diagnostics *found;
  lde_complaints to; /* of the manifest */
  lde_schema *schema;
  lde_dataset *dataset;
  lde_head head;
  const lde_complaints *head_from;
  lde_source_specs specs;
  LDE_VEC(native) files; /* of options, in order */
  LDE_VEC(batch) batches;
  int32_t manifest_source;
  bool unread; /* a whole source is missing: references into it would all seem to dangle */
} loader;

/* Language, currency, year, today */

static void choose_language(loader *l)
{
  if (l->options->language >= 0)
    l->found->language = (lde_language)l->options->language;
  else if (l->head.language_written)
    l->found->language = l->head.language;
}

/* The language of the messages is needed before anything else is read. */
static void peek_language(loader *l, const lde_node *root)
{
  const char *text =
      lde_node_text(lde_node_member(lde_node_member(root, "organisation"), "language"));
  if (l->options->language < 0 && text)
    l->found->language = strcmp(text, "nl") == 0 ? LDE_DUTCH : LDE_ENGLISH;
}

static bool date_of(const char *text, int32_t *date)
{
  bool impossible;
  return lde_date_parse(text, strlen(text), date, &impossible);
}

/* The run date that is asked for; false when none is. */
static bool find_today(loader *l, int32_t *today)
{
  const char *asked = l->options->today;
  lde_language lang = l->found->language;

  if (asked && strcmp(asked, "now") == 0) {
    time_t now = time(NULL);
    struct tm parts;
    localtime_r(&now, &parts);
    *today = lde_date_from_civil(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
    return true;
  }
  if (asked && date_of(asked, today))
    return true;
  if (asked)
    lde_diagnose(l->found, LDE_ERROR, "usage/today", "", NULL, 0, 0,
                 LDE_TR(lang, "write YYYY-MM-DD, or now", "schrijf JJJJ-MM-DD, of now"),
                 LDE_TR(lang, "--today: '%s' is not a date", "--today: '%s' is geen datum"), asked);
  return l->head.today && date_of(l->head.today->text, today);
}

/* A period that somebody wrote, before ids have an index. */
static bool find_written_period(const loader *l, const char *text, lde_suggestion *near)
{
  lde_dataset *ds = l->dataset;
  const lde_table *periods = lde_dataset_table(ds, LDE_E(period));

  for (int32_t row = 0; row < lde_table_count(periods); row++) {
    const char *id = lde_strings_get(&ds->strings, (int32_t)lde_table_get(periods, LDE_F_ID, row));
    lde_suggestion_offer(near, id);
    if (strcmp(id, text) == 0) {
      ds->year_first = (int32_t)lde_get(ds, period, starts_on, row);
      ds->year_last = (int32_t)lde_get(ds, period, ends_on, row);
      return true;
    }
  }
  return false;
}

static void complain_year(loader *l, const char *code, const char *help, const char *message)
{
  const lde_node *node = lde_setting_year(l->options) ? NULL : l->head.year;
  const lde_complaints *to = l->head_from ? l->head_from : &l->to;

  if (node)
    lde_complain(to, node, code, help, "%s", message);
  else
    lde_diagnose(l->found, LDE_ERROR, lde_setting_year(l->options) ? "usage/set" : code, to->file,
                 NULL, 0, 0, help, "%s", message);
}

/* Without a year: that of the run date; a file that stands alone without either is read in 2027,
 * because the result must not depend on the clock. */
static const char *choose_year(loader *l, bool has_today, int32_t today)
{
  lde_language lang = l->found->language;
  int year, month, day;

  if (lde_setting_year(l->options))
    return lde_setting_year(l->options);
  if (l->head.year)
    return l->head.year->text;
  if (has_today) {
    lde_date_to_civil(today, &year, &month, &day);
    return lde_arena_printf(&l->dataset->arena, "%04d", year);
  }
  if (l->manifest->root)
    complain_year(l, "load/required",
                  LDE_TR(lang, "add the line 'year: 2027'", "voeg de regel 'year: 2027' toe"),
                  LDE_TR(lang, "the plan year is missing", "het planjaar ontbreekt"));
  else if (l->options->file_count)
    lde_diagnose(l->found, LDE_NOTE, "load/required", l->options->files[0], NULL, 0, 0,
                 LDE_TR(lang, "add the line 'year: 2027'", "voeg de regel 'year: 2027' toe"), "%s",
                 LDE_TR(lang, "no plan year is given; 2027 is taken",
                        "er is geen planjaar opgegeven; 2027 is genomen"));
  return "2027";
}

/* After the records, because the year may be one of them. */
static void set_year(loader *l)
{
  lde_dataset *ds = l->dataset;
  lde_language lang = l->found->language;
  lde_suggestion near = {0};
  bool has_today;

  has_today = find_today(l, &ds->today);
  ds->year = lde_arena_strdup(&ds->arena, choose_year(l, has_today, ds->today));
  near.wanted = ds->year;
  if (!lde_period_parse(ds->year, strlen(ds->year), &ds->year_first, &ds->year_last) &&
      !find_written_period(l, ds->year, &near) && !l->unread) {
    lde_buffer help = {0};
    lde_suggestion_print(&help, &near, lang);
    if (!help.len)
      lde_buffer_puts(&help, LDE_TR(lang, "write a year such as 2027, or the id of a period",
                                    "schrijf een jaar zoals 2027, of de id van een periode"));
    complain_year(l, "load/reference", help.data,
                  LDE_TR(lang, "the plan year is neither a year nor a written period",
                         "het planjaar is geen jaar en geen opgegeven periode"));
    lde_buffer_free(&help);
  }
  if (!has_today)
    ds->today = ds->year_first;
}

/* `lambda` of the parameters: what was set last, else the value in force on the first day. */
static void set_lambda(loader *l)
{
  const lde_node *node = lde_node_member(l->manifest->params, "lambda");
  const char *text = lde_node_text(node);
  int32_t best = INT32_MIN, date;
  int64_t lambda;

  for (const lde_node *dated = text || !node ? NULL : node->first; dated; dated = dated->next)
    if (dated->key && date_of(dated->key, &date) && date <= l->dataset->year_first && date > best) {
      best = date;
      text = lde_node_text(dated);
    }
  for (size_t i = 0; i < l->manifest->params_set.len; i++)
    if (strcmp(l->manifest->params_set.data[i].path, "lambda") == 0)
      text = l->manifest->params_set.data[i].value;
  if (text && lde_decimal_parse(text, strlen(text), '.', 0, 4, &lambda) == LDE_DECIMAL_OK &&
      lambda >= 0 && lambda <= 10000)
    l->dataset->lambda = lambda;
}

static void set_gaps(loader *l)
{
  const lde_node *gaps = lde_node_member(l->manifest->root, "gaps");
  const char *current = lde_node_text(lde_node_member(gaps, "current"));
  const char *unknown = lde_node_text(lde_node_member(gaps, "unknown"));

  if (l->manifest->merge_script)
    l->dataset->merge = LDE_MERGE_CALLBACK;
  else if (current && strcmp(current, "highest") == 0)
    l->dataset->merge = LDE_MERGE_HIGHEST;
  else if (current && strcmp(current, "manager_first") == 0)
    l->dataset->merge = LDE_MERGE_MANAGER_FIRST;
  l->dataset->unknown_is_zero = unknown && strcmp(unknown, "zero") == 0;
}

/* The organisation's own merge rule, while levels are being derived. */
typedef struct merging {
  const lde_load_scripts *scripts;
  void *script;
  lde_diagnostics *found;
} merging;

static int32_t merge_level(void *ctx, lde_dataset *dataset, const int32_t *rows, size_t count)
{
  merging *merging = ctx;
  (void)dataset;
  return merging->script ? merging->scripts->merge(merging->script, rows, count, merging->found) : -1;
}

static void resolve(loader *l)
{
  merging merging = {.scripts = l->options->scripts, .found = l->found};

  if (l->dataset->merge == LDE_MERGE_CALLBACK) {
    if (merging.scripts)
      merging.script =
          merging.scripts->open_merge(merging.scripts->ctx, l->manifest->merge_script, l->found);
    l->dataset->merge_callback = merge_level;
    l->dataset->merge_ctx = &merging;
  }
  lde_dataset_resolve(l->dataset, l->found);
  if (merging.script)
    merging.scripts->close(merging.script);
  l->dataset->merge_ctx = NULL;
}

/* Reading the files of settings */

static void read_manifest(loader *l)
{
  lde_manifest *manifest = l->manifest;
  lde_arena *arena = &manifest->arena;

  manifest->folder = lde_arena_strdup(arena, l->options->folder);
  manifest->path = "ldengine.yaml";
  l->to.file = manifest->path;
  l->to.path = lde_project_path(arena, manifest->folder, manifest->path);
  if (!lde_yaml_read_file(arena, 0, &l->to, &manifest->root, NULL)) {
    l->unread = true;
    return;
  }
  if (!manifest->root) {
    static const lde_node nothing = {.kind = LDE_NODE_MAP, .line = 1, .column = 1};
    manifest->root = &nothing;
  }
  peek_language(l, manifest->root);
  lde_manifest_read(manifest, &l->to, l->schema);
  if (l->options->limits_most)
    lde_limits_tighten(&manifest->limits, l->options->limits_most);
  l->found->most = manifest->max_errors;
  lde_head_read(&l->to, manifest->root, &l->head);
}

static void read_file_head(loader *l, const lde_complaints *to, const lde_node *root)
{
  lde_head head = {.currency = "EUR"};

  if (l->options->folder || !root || root->kind != LDE_NODE_MAP)
    return;
  peek_language(l, root);
  lde_head_read(to, root, &head);
  if (!head.organisation && !head.year && !head.today)
    return;
  if (l->head_from) {
    const lde_node *second = head.organisation ? head.organisation
                             : head.year       ? head.year
                                               : head.today;
    lde_complain_key(to, second, "load/duplicate",
                     LDE_TR(l->found->language, "keep it in one file", "laat het in één bestand staan"),
                     LDE_TR(l->found->language, "'%s' is already given in %s",
                            "'%s' staat al in %s"),
                     second->key, l->head_from->file);
    return;
  }
  l->head = head;
  l->head_from = lde_arena_new(&l->manifest->arena, lde_complaints);
  *(lde_complaints *)l->head_from = *to;
}

static native read_native(loader *l, const char *name, const char *path)
{
  lde_arena *arena = &l->manifest->arena;
  native file = {.name = name, .path = path};
  lde_complaints to = {l->found, name, path};
  char *hash = lde_arena_alloc(arena, LDE_DIGEST_TEXT_SIZE);

  file.hash = hash;
  if (!lde_yaml_read_file(arena, l->manifest->limits.input, &to, &file.root, hash))
    l->unread = true;
  return file;
}

static void read_files(loader *l)
{
  for (size_t i = 0; i < l->options->file_count; i++) {
    const char *name = lde_arena_strdup(&l->manifest->arena, l->options->files[i]);
    native file = read_native(l, name, name);
    lde_complaints to = {l->found, name, name};
    read_file_head(l, &to, file.root);
    lde_vec_push(&l->files, file);
  }
}

/* Reading the data */

static int64_t *counts_of(const lde_dataset *ds)
{
  int64_t *counts = lde_alloc(ds->schema->entities.len, sizeof *counts);
  for (size_t e = 0; e < ds->schema->entities.len; e++)
    counts[e] = lde_table_count(&ds->tables[e]);
  return counts;
}

static int32_t add_source(loader *l, const native *file)
{
  lde_arena *arena = &l->dataset->arena; /* places outlive the manifest's own arena */
  lde_source source = {.name = lde_arena_strdup(arena, file->name),
                       .path = file->path ? lde_arena_strdup(arena, file->path) : NULL,
                       .kind = LDE_SOURCE_YAML,
                       .entity = -1,
                       .hash = file->hash ? lde_arena_strdup(arena, file->hash) : NULL,
                       .dialect = "yaml"};
  lde_vec_push(&l->dataset->sources, source);
  return (int32_t)l->dataset->sources.len - 1;
}

static void add_native(loader *l, const native *file, bool alone)
{
  lde_dataset *ds = l->dataset;
  int32_t number = add_source(l, file);
  lde_complaints to = {l->found, file->name, file->path};
  lde_records records = {ds, &to, number, l->head.language, alone};
  int64_t *before;

  if (!file->root)
    return;
  before = counts_of(ds);
  lde_records_read(&records, file->root);
  for (size_t e = 0; e < ds->schema->entities.len; e++) {
    int64_t rows = lde_table_count(&ds->tables[e]) - before[e];
    batch one = {.source = number, .entity = (int)e, .rows = rows};
    if (rows) {
      lde_vec_push(&l->batches, one);
      ds->sources.data[number].rows_in += rows;
      ds->sources.data[number].rows_ok += rows;
    }
  }
  lde_free(before);
}

static void add_export(loader *l, const lde_source_spec *spec)
{
  lde_dataset *ds = l->dataset;
  size_t first = ds->sources.len;
  lde_status status = spec->kind == LDE_SOURCE_XLSX
                          ? lde_xlsx_load(ds, spec, l->options->scripts, l->found)
                          : lde_csv_load(ds, spec, l->options->scripts, l->found);

  if (status != LDE_OK &&
      (ds->sources.len == first || ds->sources.data[first].rows_in == 0))
    l->unread = true;
  for (size_t s = first; s < ds->sources.len; s++) {
    batch one = {.source = (int32_t)s,
                 .entity = spec->entity->index,
                 .rows = ds->sources.data[s].rows_in,
                 .rejected_before = ds->sources.data[s].rows_rejected};
    lde_vec_push(&l->batches, one);
  }
}

static void read_manifest_records(loader *l)
{
  native file = {.name = l->manifest->path, .path = l->to.path};
  const lde_node *exceptions = lde_node_member(l->manifest->root, "exceptions");
  lde_complaints to = l->head_from ? *l->head_from : l->to;
  lde_records records = {.dataset = l->dataset, .to = &to, .language = l->head.language};

  if (l->head_from) {
    file.name = l->head_from->file;
    file.path = l->head_from->path;
  }
  if (!l->manifest->root && !l->head_from)
    return;
  records.source = l->manifest_source = add_source(l, &file);
  if (l->head.organisation)
    lde_records_read_one(&records, lde_schema_entity(l->schema, LDE_E(organisation)),
                         l->head.organisation);
  if (exceptions)
    lde_records_read_list(&records, lde_schema_entity(l->schema, LDE_E(exception)), exceptions);
}

/* A source that is not there is told of where the manifest names it. */
static bool is_there(loader *l, const lde_source_spec *spec)
{
  lde_language lang = l->found->language;

  if (access(spec->path, R_OK) == 0)
    return true;
  l->unread = true;
  return lde_complain_at(&l->to, spec->line, spec->column, (uint32_t)strlen(spec->file),
                         "load/reference",
                         LDE_TR(lang, "check the name; it counts from the project's folder",
                                "controleer de naam; die telt vanaf de map van het project"),
                         LDE_TR(lang, "cannot open %s: %s", "kan %s niet openen: %s"), spec->file,
                         lde_file_reason(errno, lang));
}

static bool is_replaced(const loader *l, const char *file)
{
  for (size_t i = 0; i < l->options->instead_count; i++)
    if (strcmp(l->options->instead[i], file) == 0)
      return true;
  return false;
}

/* The dialects of an export, as a manifest would describe them. */
static lde_dialect_spec dialect_of(const char *name)
{
  lde_dialect_spec dialect = {0};

  if (name && strcmp(name, "rfc") == 0)
    dialect.preset = LDE_PRESET_RFC;
  if (name && strcmp(name, "excel-1252") == 0)
    dialect.encoding = LDE_ENCODING_WINDOWS_1252;
  return dialect; /* nl has its byte order mark, semicolons and decimal commas to be known by */
}

static void read_imports(loader *l)
{
  for (size_t i = 0; i < l->options->import_count; i++) {
    const lde_load_import *import = &l->options->imports[i];
    lde_source_spec spec = {.file = import->file,
                            .path = import->path,
                            .kind = import->sheet ? LDE_SOURCE_XLSX : LDE_SOURCE_CSV,
                            .entity = lde_schema_find(l->schema, import->entity),
                            .language = l->head.language,
                            .sheet = import->sheet,
                            .dialect = dialect_of(import->dialect),
                            .header_row = 1};
    size_t first = l->dataset->sources.len;
    add_export(l, &spec);
    for (size_t s = first; s < l->dataset->sources.len; s++)
      l->dataset->sources.data[s].imported = true;
  }
}

static void read_data(loader *l)
{
  read_manifest_records(l);
  for (size_t i = 0; i < l->specs.len; i++) {
    const lde_source_spec *spec = &l->specs.data[i];
    if (is_replaced(l, spec->file) || !is_there(l, spec))
      continue;
    if (spec->entity) {
      add_export(l, spec);
    } else {
      native file = read_native(l, spec->file, spec->path);
      add_native(l, &file, false);
    }
  }
  for (size_t i = 0; i < l->files.len; i++)
    add_native(l, &l->files.data[i], !l->options->folder);
  read_imports(l);
}

/* Texts in memory */

/* Clears the mark of each of the first `count` rows whose id, or whose record that they belong to, is among `ids`. */
static void unmark(const lde_table *table, int field, int64_t count, const lde_map *ids,
                   unsigned char *keep)
{
  for (int32_t row = 0; row < count; row++)
    if (lde_table_has(table, field, row) &&
        lde_map_find(ids, lde_table_get(table, field, row)) != LDE_MAP_NONE)
      keep[row] = 0;
}

/* The part of the natural key that says to which record a row belongs: the first field, when that is a
 * reference which every row has. */
static bool belongs_to(const lde_entity *entity, const lde_field *field, int target)
{
  for (int f = 0; f < field->index; f++)
    if (entity->fields[f].flags & LDE_ANY_KEY)
      return false;
  return field->type == LDE_TYPE_REFERENCE && field->flags & LDE_KEY && !(field->flags & LDE_LIST) &&
         field->target && field->target->index == target;
}

static void drop_replaced_of(loader *l, const int64_t *before, int target, const lde_map *ids)
{
  lde_dataset *ds = l->dataset;

  for (size_t e = 0; e < ds->schema->entities.len; e++) {
    lde_table *table = &ds->tables[e];
    const lde_entity *entity = table->entity;
    unsigned char *keep;
    if (!before[e])
      continue;
    keep = lde_alloc((size_t)lde_table_count(table), 1);
    memset(keep, 1, (size_t)lde_table_count(table));
    if ((int)e == target)
      unmark(table, LDE_F_ID, before[e], ids, keep);
    for (int f = 0; f < entity->field_count; f++)
      if (belongs_to(entity, &entity->fields[f], target))
        unmark(table, f, before[e], ids, keep);
    if (memchr(keep, 0, (size_t)lde_table_count(table)))
      lde_table_compact(table, keep);
    lde_free(keep);
  }
}

/* What a text brings takes the place of what was there before it. */
static void drop_replaced(loader *l, const int64_t *before)
{
  lde_dataset *ds = l->dataset;

  for (size_t e = 0; e < ds->schema->entities.len; e++) {
    const lde_table *table = &ds->tables[e];
    lde_map ids = {0};
    if (table->entity->id_kind != LDE_ID_OWN_ID || lde_table_count(table) == before[e])
      continue;
    for (int32_t row = (int32_t)before[e]; row < lde_table_count(table); row++)
      if (lde_table_has(table, LDE_F_ID, row))
        lde_map_add(&ids, lde_table_get(table, LDE_F_ID, row), row);
    drop_replaced_of(l, before, (int)e, &ids);
    lde_map_free(&ids);
  }
}

static void read_texts(loader *l)
{
  for (size_t i = 0; i < l->options->text_count; i++) {
    const lde_load_text *text = &l->options->texts[i];
    native file = {.name = text->name};
    lde_complaints to = {l->found, text->name, NULL};
    int64_t *before = counts_of(l->dataset);
    lde_yaml_read(&l->manifest->arena, text->bytes, text->len, UINT64_MAX, &to, &file.root);
    add_native(l, &file, false);
    drop_replaced(l, before);
    lde_free(before);
  }
}

/* import_batches: rows before resolving, so that they take part in it; figures after. */

static void add_batches(loader *l)
{
  lde_dataset *ds = l->dataset;
  lde_strings *strings = &ds->strings;
  char id[32];

  for (size_t i = 0; i < l->batches.len; i++) {
    batch *one = &l->batches.data[i];
    const lde_source *source = &ds->sources.data[one->source];
    int n = snprintf(id, sizeof id, "import-%zu", i + 1);
    one->row = lde_table_add(lde_dataset_table(ds, LDE_E(import_batch)),
                             (lde_place){one->source, 0, 0});
    lde_put(ds, import_batch, id, one->row, lde_strings_intern(strings, id, (size_t)n));
    lde_put(ds, import_batch, file, one->row, lde_strings_put(strings, source->name));
    lde_put(ds, import_batch, entity, one->row,
            lde_strings_put(strings, lde_schema_entity(l->schema, one->entity)->plural));
    if (source->hash)
      lde_put(ds, import_batch, file_hash, one->row, lde_strings_put(strings, source->hash));
    if (source->dialect)
      lde_put(ds, import_batch, dialect, one->row, lde_strings_put(strings, source->dialect));
    lde_put(ds, import_batch, rows_in, one->row, one->rows);
    lde_put(ds, import_batch, rows_ok, one->row, one->rows);
    lde_put(ds, import_batch, rows_merged, one->row, 0);
    lde_put(ds, import_batch, rows_left_out, one->row, 0);
    lde_put(ds, import_batch, rows_rejected, one->row, 0);
  }
}

static void count_batches(loader *l)
{
  lde_dataset *ds = l->dataset;

  for (size_t i = 0; i < l->batches.len; i++) {
    const batch *one = &l->batches.data[i];
    lde_source *source = &ds->sources.data[one->source];
    if (source->entity < 0) /* native YAML: nothing merges or is left out */
      continue;
    source->rows_ok -= source->rows_rejected - one->rejected_before;
    lde_put(ds, import_batch, rows_ok, one->row, source->rows_ok);
    lde_put(ds, import_batch, rows_merged, one->row, source->rows_merged);
    lde_put(ds, import_batch, rows_left_out, one->row, source->rows_left_out);
    lde_put(ds, import_batch, rows_rejected, one->row, source->rows_rejected);
  }
}

/* What `lenient` let through, here and while resolving: one note for each source. */
static void note_rejects(loader *l)
{
  lde_dataset *ds = l->dataset;
  const lde_table *rejects = lde_dataset_table(ds, LDE_E(import_reject));
  lde_language lang = l->found->language;
  int64_t *counts = lde_alloc(ds->sources.len, sizeof *counts);
  uint32_t *lines = lde_alloc(ds->sources.len, sizeof *lines);

  for (int32_t row = 0; row < lde_table_count(rejects); row++) {
    lde_place place = lde_table_place(rejects, row);
    if (place.source < 0)
      continue;
    if (!counts[place.source]++ || place.line < lines[place.source])
      lines[place.source] = place.line;
  }
  for (size_t s = 0; s < ds->sources.len; s++)
    if (counts[s])
      lde_diagnose(l->found, LDE_NOTE, "load/lenient", ds->sources.data[s].name,
                   ds->sources.data[s].path, lines[s], 0,
                   LDE_TR(lang, "import_rejects lists them", "import_rejects noemt ze"),
                   counts[s] == 1 ? LDE_TR(lang, "%lld value was emptied or its row dropped",
                                           "%lld waarde is leeg gelaten of de rij ervan is weggelaten")
                                  : LDE_TR(lang, "%lld values were emptied or their rows dropped",
                                           "%lld waarden zijn leeg gelaten of de rijen ervan zijn weggelaten"),
                   (long long)counts[s]);
  lde_free(counts);
  lde_free(lines);
}

/* The order of work */

static void read_settings(loader *l)
{
  size_t errors;

  if (l->options->folder)
    read_manifest(l);
  read_files(l);
  choose_language(l);
  lde_schema_finish(l->schema);
  l->dataset = lde_dataset_new(l->schema);
  l->dataset->language = l->found->language;
  memcpy(l->dataset->currency, l->head.currency, 4);
  l->dataset->currency_decimals = lde_currency_decimals(l->dataset->currency);
  errors = l->found->errors;
  if (l->manifest->root)
    lde_manifest_read_sources(l->manifest, &l->to, l->schema, l->head.language, &l->specs);
  if (l->found->errors > errors)
    l->unread = true;
  set_gaps(l);
}

lde_status lde_load(lde_loaded *out, const lde_load_options *options, lde_diagnostics *found,
                    lde_error *err)
{
  loader l = {.options = options,
              .manifest = &out->manifest,
              .found = found,
              .to = {found, "", NULL},
              .head = {.currency = "EUR"},
              .manifest_source = -1};
  size_t errors = found->errors, usage;

  if (err)
    *err = (lde_error){LDE_OK, ""};
  *out = (lde_loaded){0};
  lde_manifest_defaults(&out->manifest);
  if (options->limits_most)
    lde_limits_tighten(&out->manifest.limits, options->limits_most);
  if (options->language >= 0)
    found->language = (lde_language)options->language;
  l.schema = lde_schema_new();
  read_settings(&l);
  out->dataset = l.dataset;
  read_data(&l);
  usage = found->errors;
  if (!l.unread)
    lde_settings_apply(options, &out->manifest, l.dataset, found);
  usage = found->errors - usage;
  read_texts(&l);
  set_year(&l);
  set_lambda(&l);
  add_batches(&l);
  if (!l.unread)
    resolve(&l);
  count_batches(&l);
  note_rejects(&l);
  lde_diagnostics_sort(found);
  lde_source_specs_free(&l.specs);
  lde_vec_free(&l.files);
  lde_vec_free(&l.batches);
  if (found->errors - errors == usage && usage)
    return LDE_ERROR_USAGE;
  return found->errors > errors ? LDE_ERROR_INPUT : LDE_OK;
}

void lde_loaded_free(lde_loaded *loaded)
{
  lde_manifest *manifest = &loaded->manifest;

  lde_dataset_free(loaded->dataset);
  loaded->dataset = NULL;
  lde_vec_free(&manifest->packs);
  lde_vec_free(&manifest->rule_files);
  lde_vec_free(&manifest->params_set);
  lde_arena_free(&manifest->arena);
  manifest->root = NULL;
}
