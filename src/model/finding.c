#include "model/finding.h"

#include <stdlib.h>
#include <string.h>

#include "model/value.h"

static int compare_findings(const void *a, const void *b)
{
  const lde_finding *x = *(const lde_finding *const *)a, *y = *(const lde_finding *const *)b;
  int order = strcmp(x->place.file, y->place.file);

  if (order == 0 && x->place.line != y->place.line)
    order = x->place.line < y->place.line ? -1 : 1;
  if (order == 0 && x->place.column != y->place.column)
    order = x->place.column < y->place.column ? -1 : 1;
  if (order == 0)
    order = strcmp(x->rule, y->rule);
  if (order == 0)
    order = strcmp(x->id, y->id);
  return order ? order : (x > y) - (x < y); /* both stand in one array: the first added first */
}

void lde_findings_sort(lde_findings *list)
{
  size_t count = list->items.len;
  const lde_finding **order = lde_alloc(count + 1, sizeof *order);
  lde_finding *sorted = lde_alloc(count + 1, sizeof *sorted);

  for (size_t i = 0; i < count; i++)
    order[i] = &list->items.data[i];
  qsort(order, count, sizeof *order, compare_findings);
  for (size_t i = 0; i < count; i++)
    sorted[i] = *order[i];
  if (count)
    memcpy(list->items.data, sorted, count * sizeof *sorted);
  lde_free(order);
  lde_free(sorted);
}

void lde_findings_count(lde_findings *list, lde_severity severity)
{
  ++*(severity == LDE_ERROR     ? &list->errors
      : severity == LDE_WARNING ? &list->warnings
                                : &list->notes);
}

void lde_findings_add(lde_findings *list, const lde_finding *finding)
{
  if (finding->exception)
    list->excepted++;
  else if (finding->known)
    list->known++;
  else
    lde_findings_count(list, finding->severity);
  lde_vec_push(&list->items, *finding);
}

void lde_findings_free(lde_findings *list)
{
  lde_vec_free(&list->items);
  lde_vec_free(&list->judged);
  lde_arena_free(&list->arena);
  *list = (lde_findings){0};
}

static void put_text(lde_dataset *ds, lde_table *table, int field, int32_t row, const char *text)
{
  if (text && *text)
    lde_table_put(table, field, row, lde_strings_put(&ds->strings, text));
}

int32_t lde_rule_run_put_row(lde_dataset *ds, const char *id, const char *command, const char *year)
{
  lde_table *table = lde_dataset_table(ds, LDE_E(rule_run));
  int32_t row = lde_table_add(table, (lde_place){-1, 0, 0});

  put_text(ds, table, LDE_F_ID, row, id);
  lde_codes_add(&table->by_id, (int32_t)lde_table_get(table, LDE_F_ID, row), row);
  put_text(ds, table, LDE_F(rule_run, command), row, command);
  put_text(ds, table, LDE_F(rule_run, year), row, year);
  return row;
}

void lde_finding_put_row(lde_dataset *ds, int32_t run, lde_place place, const lde_finding *from)
{
  static const int levels[] = {[LDE_NOTE] = LDE_CHOICE_OF(rule_severity, note),
                               [LDE_WARNING] = LDE_CHOICE_OF(rule_severity, warning),
                               [LDE_ERROR] = LDE_CHOICE_OF(rule_severity, error)};
  lde_table *table = lde_dataset_table(ds, LDE_E(finding));
  int32_t row = lde_table_add(table, place);

  lde_put(ds, finding, rule_run, row, run);
  put_text(ds, table, LDE_F(finding, fingerprint), row, from->fingerprint);
  put_text(ds, table, LDE_F(finding, rule), row, from->rule);
  put_text(ds, table, LDE_F(finding, code), row, from->code);
  lde_put(ds, finding, severity, row, levels[from->severity]);
  put_text(ds, table, LDE_F(finding, entity), row, from->entity);
  put_text(ds, table, LDE_F(finding, record), row, from->id);
  put_text(ds, table, LDE_F(finding, message), row, from->message);
  put_text(ds, table, LDE_F(finding, help), row, from->help);
  put_text(ds, table, LDE_F(finding, file), row, from->place.file);
  if (from->place.line)
    lde_put(ds, finding, line, row, from->place.line);
  if (from->place.column)
    lde_put(ds, finding, column_number, row, from->place.column);
  if (from->exception)
    put_text(ds, table, LDE_F(finding, exception), row, lde_exception_name(from->exception));
}

lde_finding_place lde_finding_place_of(lde_arena *arena, const lde_dataset *dataset,
                                       const lde_table *table, int field, int32_t row)
{
  lde_finding_place result = {.file = ""};
  lde_place place = lde_place_of(dataset, table, field, row);
  const lde_source *source;

  if (place.source < 0)
    return result;
  source = &dataset->sources.data[place.source];
  result.file = lde_arena_strdup(arena, lde_source_name(dataset, place.source));
  result.open = source->path ? lde_arena_strdup(arena, source->path) : NULL;
  result.sheet = source->sheet ? lde_arena_strdup(arena, source->sheet) : NULL;
  result.line = place.line;
  result.column = place.column;
  return result;
}

static const char *copy(lde_arena *arena, const char *text)
{
  return text ? lde_arena_strdup(arena, text) : NULL;
}

lde_exception *lde_exception_copy(lde_arena *arena, const lde_exception *exception)
{
  lde_exception *made = lde_arena_new(arena, lde_exception);
  lde_exception_match *match =
      lde_arena_array(arena, exception->match_count + 1, lde_exception_match);

  *made = *exception;
  made->rule = copy(arena, exception->rule);
  made->record = copy(arena, exception->record);
  made->by = copy(arena, exception->by);
  made->reason = copy(arena, exception->reason);
  made->id = copy(arena, exception->id);
  made->place.file = copy(arena, exception->place.file);
  made->place.open = copy(arena, exception->place.open);
  made->place.sheet = copy(arena, exception->place.sheet);
  for (size_t i = 0; i < exception->match_count; i++) {
    match[i].name = copy(arena, exception->match[i].name);
    match[i].text = copy(arena, exception->match[i].text);
  }
  made->match = match;
  return made;
}

const char *lde_exception_name(const lde_exception *exception)
{
  return exception->id && *exception->id ? exception->id : exception->by;
}

/* A map's items are triples: key, kind, payload. */
static void read_match(lde_dataset *ds, lde_arena *arena, int32_t row, lde_exception *exception)
{
  lde_rows items = lde_get_list(ds, exception, match, row);
  lde_exception_match *match = lde_arena_array(arena, items.count / 3 + 1, lde_exception_match);

  for (size_t i = 0; i + 2 < items.count; i += 3) {
    lde_exception_match *one = &match[exception->match_count++];
    one->name = lde_arena_strdup(arena, lde_strings_get(&ds->strings, items.rows[i]));
    one->text = items.rows[i + 1] == LDE_MAP_BOOL
                    ? (items.rows[i + 2] ? "true" : "false")
                    : lde_arena_strdup(arena, lde_strings_get(&ds->strings, items.rows[i + 2]));
  }
  exception->match = match;
}

lde_exception *lde_exceptions_of(lde_dataset *ds, lde_arena *arena, size_t *count)
{
  const lde_table *table = lde_dataset_table(ds, LDE_E(exception));
  lde_exception *all = lde_arena_array(arena, lde_table_count(table) + 1, lde_exception);
  lde_buffer id = {0};

  *count = (size_t)lde_table_count(table);
  for (int32_t row = 0; row < lde_table_count(table); row++) {
    lde_exception *one = &all[row];
    lde_buffer_truncate(&id, 0);
    lde_row_id(ds, table, row, &id);
    one->id = lde_arena_strdup(arena, lde_buffer_text(&id));
    one->row = row;
    one->rule = lde_arena_strdup(arena, lde_text_of(ds, exception, rule, row));
    if (lde_has(ds, exception, record, row))
      one->record = lde_arena_strdup(arena, lde_text_of(ds, exception, record, row));
    read_match(ds, arena, row, one);
    one->until = (int32_t)lde_get(ds, exception, ends_on, row);
    one->by = lde_arena_strdup(arena, lde_text_of(ds, exception, by_whom, row));
    one->reason = lde_arena_strdup(arena, lde_text_of(ds, exception, reason, row));
    one->has_limit = lde_has(ds, exception, limit_size, row);
    one->limit = (double)lde_get(ds, exception, limit_size, row) / 1e6;
    one->place = lde_finding_place_of(arena, ds, table, -1, row);
  }
  lde_buffer_free(&id);
  return all;
}
