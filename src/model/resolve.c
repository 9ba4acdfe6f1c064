#include "model/resolve.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/connect.h"
#include "model/value.h"

/* As many errors as the user asked for: the rest is counted, not shown. */
static bool is_full(const lde_diagnostics *found)
{
  return found->most && found->errors >= found->most;
}

/* Reports about one field of one row (field NULL = the row as a whole). */
void lde_report_row(lde_resolve *resolve, const lde_table *table, const lde_field *field,
                    int32_t row, const char *code, const char *help, const char *format, ...)
{
  lde_diagnostics *found = resolve->found;
  lde_place place;
  lde_buffer message = {0};
  lde_diagnostic diagnostic;
  const lde_source *source;
  va_list args;

  if (field)
    lde_map_put(&resolve->reported, lde_reported_key(field, row), 1);
  if (is_full(found)) { /* no place needed */
    found->errors++;
    return;
  }
  place = lde_place_of(resolve->dataset, table, field ? field->index : -1, row);
  source = place.source >= 0 ? &resolve->dataset->sources.data[place.source] : NULL;
  va_start(args, format);
  lde_buffer_vprintf(&message, format, args);
  va_end(args);
  diagnostic = (lde_diagnostic){.code = code,
                                .severity = LDE_ERROR,
                                .file = source ? source->name : "",
                                .path = source ? source->path : NULL,
                                .sheet = source ? source->sheet : NULL,
                                .line = place.line,
                                .column = place.column,
                                .help = help,
                                .message = lde_buffer_text(&message)};
  lde_diagnostics_add(found, &diagnostic);
  lde_buffer_free(&message);
}

static lde_lenient lenience(const lde_dataset *dataset, const lde_table *table, int field, int32_t row)
{
  int32_t number = lde_table_source(table, row);
  const lde_source *source = number < 0 ? NULL : &dataset->sources.data[number];

  if (!source || !source->lenient || source->entity != table->entity->index)
    return LDE_STRICT;
  return source->lenient[field];
}

void lde_reject_add(lde_dataset *dataset, lde_place place, const lde_field *field, const char *value,
                    size_t len, const char *reason, lde_lenient action)
{
  lde_table *table = lde_dataset_table(dataset, LDE_E(import_reject));
  int32_t row = lde_table_add(table, place);
  lde_strings *strings = &dataset->strings;

  lde_put(dataset, import_reject, source, row,
          lde_strings_put(strings, lde_source_name(dataset, place.source)));
  lde_put(dataset, import_reject, line, row, place.line);
  if (field)
    lde_put(dataset, import_reject, field, row, lde_strings_put(strings, field->name));
  lde_put(dataset, import_reject, value, row, lde_strings_intern(strings, value, len));
  lde_put(dataset, import_reject, reason, row, lde_strings_put(strings, reason));
  lde_put(dataset, import_reject, action, row,
          action == LDE_LENIENT_EMPTY ? LDE_CHOICE_OF(reject_action, empty)
                                      : LDE_CHOICE_OF(reject_action, drop));
  if (action == LDE_LENIENT_DROP && place.source >= 0)
    dataset->sources.data[place.source].rows_rejected++;
}

/* Empties the field or drops the row, as the source declared. */
static void let_through(lde_resolve *resolve, lde_table *table, const lde_field *field, int32_t row,
                        int32_t code, const char *reason, lde_lenient action)
{
  lde_dataset *dataset = resolve->dataset;
  lde_reject_add(dataset, lde_table_place(table, row), field, lde_strings_get(&dataset->strings, code),
                 lde_strings_length(&dataset->strings, code), reason, action);
  if (action == LDE_LENIENT_DROP) {
    resolve->alive[table->entity->index][row] = 0;
    resolve->dropped[table->entity->index] = true;
    resolve->changed = true;
  } else {
    lde_table_clear(table, field->index, row);
  }
}

/* Ids: every written one once, every record that needs one has one. */

static bool id_is_valid(const char *id, size_t len)
{
  const char *inner = id;
  size_t inner_len = len;
  int code_point;

  lde_text_trim(&inner, &inner_len);
  if (len == 0 || inner_len != len || lde_utf8_count(id, len) > 200)
    return false;
  for (size_t at = 0, used; at < len; at += used) {
    used = lde_utf8_decode(id + at, len - at, &code_point);
    if (used == 0 || code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0))
      return false;
  }
  return true;
}

static void index_ids(lde_resolve *resolve, lde_table *table, bool report)
{
  lde_dataset *dataset = resolve->dataset;
  lde_language lang = dataset->language;

  lde_codes_free(&table->by_id);
  for (int32_t row = 0; row < lde_table_count(table); row++) {
    int32_t code, first;
    const char *id;
    if (!lde_table_has(table, LDE_F_ID, row)) {
      if (report && table->entity->id_kind == LDE_ID_OWN_ID && table->entity->origin == LDE_ORIGIN_WRITTEN)
        lde_report_row(resolve, table, NULL, row, "load/required",
                       LDE_TR(lang, "give every record its own id", "geef elk gegeven een eigen id"),
                       LDE_TR(lang, "this %s has no id", "%s: de id ontbreekt"),
                       table->entity->label[lang]);
      continue;
    }
    code = (int32_t)lde_table_get(table, LDE_F_ID, row);
    id = lde_strings_get(&dataset->strings, code);
    if (report && !id_is_valid(id, lde_strings_length(&dataset->strings, code)))
      lde_report_row(resolve, table, &table->entity->fields[LDE_F_ID], row, "load/type",
                     LDE_TR(lang, "use 1 to 200 printable characters without blanks at the ends",
                            "gebruik 1 tot 200 zichtbare tekens, zonder spaties aan de uiteinden"),
                     LDE_TR(lang, "'%s' cannot be an id", "'%s' kan geen id zijn"), id);
    first = lde_codes_add(&table->by_id, code, row);
    if (report && first != row) {
      lde_place place = lde_table_place(table, first);
      const char *sheet = place.source < 0 ? NULL : dataset->sources.data[place.source].sheet;
      lde_report_row(resolve, table, &table->entity->fields[LDE_F_ID], row, "load/duplicate",
                     LDE_TR(lang, "give one of the two another id, or remove it",
                            "geef een van beide een andere id, of haal die weg"),
                     LDE_TR(lang, "the id '%s' occurs twice in %s (first at %s:%s%s%u)",
                            "de id '%s' komt twee keer voor in %s (eerst op %s:%s%s%u)"),
                     id, table->entity->plural, lde_source_name(dataset, place.source),
                     sheet ? sheet : "", sheet ? "!" : "", place.line);
    }
  }
}

/* References, while they are still texts: which rows live on. */

/* The map from the texts of another unique field to rows, for `by:` of a source. */
static const lde_map *map_by(lde_resolve *resolve, const lde_field *field)
{
  lde_table *table = lde_dataset_table(resolve->dataset, field->entity->index);
  lde_resolve_by by = {field, {0}};

  for (size_t i = 0; i < resolve->by.len; i++)
    if (resolve->by.data[i].field == field)
      return &resolve->by.data[i].rows;
  for (int32_t row = 0; row < lde_table_count(table); row++) {
    int64_t text = lde_table_get(table, field->index, row);
    if (lde_table_has(table, field->index, row) && resolve->alive[table->entity->index][row] &&
        lde_map_add(&by.rows, text, row) != row)
      lde_map_put(&by.rows, text, LDE_AMBIGUOUS);
  }
  lde_vec_push(&resolve->by, by);
  return &resolve->by.data[resolve->by.len - 1].rows;
}

static const lde_field *by_field(const lde_dataset *dataset, const lde_table *table,
                                 const lde_field *field, int32_t row)
{
  int32_t number = lde_table_source(table, row);
  const lde_source *source = number < 0 ? NULL : &dataset->sources.data[number];
  return source && source->by && source->entity == table->entity->index ? source->by[field->index]
                                                                         : NULL;
}

/* The living row that a text refers to, or LDE_NO_ROW. */
static int32_t look_up(lde_resolve *resolve, const lde_table *table, const lde_field *field,
                       int32_t row, int32_t code)
{
  const lde_field *by = by_field(resolve->dataset, table, field, row);
  int target = field->target->index;
  int32_t found = by ? lde_map_find(map_by(resolve, by), code)
                     : lde_codes_find(&resolve->dataset->tables[target].by_id, code);
  return found >= 0 && resolve->alive[target][found] ? found : LDE_NO_ROW;
}

/* The entity and the id in a text like goals:g1; false when there is no such entity. */
static bool split_ref(const lde_dataset *dataset, int32_t code, lde_entity **entity, const char **id)
{
  const char *text = lde_strings_get(&dataset->strings, code), *colon = strchr(text, ':');
  char plural[64];

  if (!colon || (size_t)(colon - text) >= sizeof plural)
    return false;
  memcpy(plural, text, (size_t)(colon - text));
  plural[colon - text] = '\0';
  *entity = lde_schema_find(dataset->schema, plural);
  *id = colon + 1;
  return *entity != NULL;
}

/* -1 when there is none; LDE_REF_PENDING when the record may get its id only later. */
static int64_t look_up_ref(lde_resolve *resolve, int32_t code)
{
  lde_dataset *dataset = resolve->dataset;
  lde_entity *entity;
  const char *id;
  int32_t id_code, row = LDE_MAP_NONE;

  if (!split_ref(dataset, code, &entity, &id))
    return -1;
  id_code = lde_strings_find(&dataset->strings, id, strlen(id));
  if (id_code >= 0)
    row = lde_codes_find(&dataset->tables[entity->index].by_id, id_code);
  if (row != LDE_MAP_NONE && resolve->alive[entity->index][row])
    return lde_ref_pack(entity->index, row);
  return entity->id_kind == LDE_ID_OWN_ID ? -1 : LDE_REF_PENDING(code);
}

/* Names like the one that was written, or where to add it. */
static void suggest(lde_resolve *resolve, const lde_table *target, int key, const char *text,
                    lde_buffer *help)
{
  lde_dataset *dataset = resolve->dataset;
  lde_language lang = dataset->language;
  lde_suggestion near = {.wanted = text};

  if (is_full(resolve->found)) /* nobody will read it, and a flood of these is slow */
    return;
  for (int32_t to = 0; to < lde_table_count(target) && to < 20000; to++)
    if (lde_table_has(target, key, to))
      lde_suggestion_offer(&near, lde_strings_get(&dataset->strings,
                                                  (int32_t)lde_table_get(target, key, to)));
  lde_suggestion_print(help, &near, lang);
  if (!help->len)
    lde_buffer_printf(help, LDE_TR(lang, "add it to %s, or correct the reference",
                                   "voeg toe aan %s, of verbeter de verwijzing"),
                      target->entity->plural);
}

static void report_dangling(lde_resolve *resolve, const lde_table *table, const lde_field *field,
                            int32_t row, int32_t code)
{
  lde_dataset *dataset = resolve->dataset;
  lde_language lang = dataset->language;
  const char *text = lde_strings_get(&dataset->strings, code);
  const lde_field *by = field->target ? by_field(dataset, table, field, row) : NULL;
  lde_buffer help = {0};

  if (by && lde_map_find(map_by(resolve, by), code) == LDE_AMBIGUOUS) {
    lde_report_row(resolve, table, field, row, "load/reference",
                   LDE_TR(lang, "refer by a field whose values are all different, such as the id",
                          "verwijs met een veld waarvan elke waarde één keer voorkomt, zoals de id"),
                   LDE_TR(lang, "'%s' is the %s of several %s", "'%s' is de %s van meerdere %s"), text,
                   by->name, field->target->plural);
  } else if (field->target) {
    suggest(resolve, &dataset->tables[field->target->index], by ? by->index : LDE_F_ID, text, &help);
    lde_report_row(resolve, table, field, row, "load/reference", lde_buffer_text(&help),
                   LDE_TR(lang, "%s '%s' does not exist", "%s '%s' bestaat niet"),
                   field->target->label[lang], text);
  } else {
    lde_report_row(resolve, table, field, row, "load/reference",
                   LDE_TR(lang, "write the kind in the plural and an existing id, as in goals:g1",
                          "schrijf de soort in het meervoud en een bestaande id, zoals goals:g1"),
                   LDE_TR(lang, "'%s' does not exist", "'%s' bestaat niet"), text);
  }
  lde_buffer_free(&help);
}

static bool is_early(const lde_field *field)
{
  return field->type == LDE_TYPE_REF ||
         (field->type == LDE_TYPE_REFERENCE && field->target->id_kind == LDE_ID_OWN_ID);
}

/* One pass over a reference column; `report` in the last one. */
static void check_references(lde_resolve *resolve, lde_table *table, const lde_field *field,
                             bool report)
{
  lde_dataset *dataset = resolve->dataset;
  unsigned char *alive = resolve->alive[table->entity->index];
  const char *reason = LDE_TR(dataset->language, "does not exist", "bestaat niet");

  for (int32_t row = 0; row < lde_table_count(table); row++) {
    int32_t one;
    lde_rows codes = {&one, 1};
    if (!alive[row] || !lde_table_has(table, field->index, row))
      continue;
    if (field->flags & LDE_LIST)
      codes = lde_table_list(table, field->index, row);
    else
      one = (int32_t)lde_table_get(table, field->index, row);
    for (size_t i = 0; i < codes.count; i++) {
      bool exists = field->type == LDE_TYPE_REF
                        ? look_up_ref(resolve, codes.rows[i]) != -1
                        : look_up(resolve, table, field, row, codes.rows[i]) != LDE_NO_ROW;
      lde_lenient action;
      if (exists)
        continue;
      action = lenience(dataset, table, field->index, row);
      if (action != LDE_STRICT) {
        let_through(resolve, table, field, row, codes.rows[i], reason, action);
        break;
      }
      if (report)
        report_dangling(resolve, table, field, row, codes.rows[i]);
    }
  }
}

/* Texts become rows. */
static void set_or_clear(lde_table *table, const lde_field *field, int32_t row, int64_t value)
{
  if (value == -1)
    lde_table_clear(table, field->index, row);
  else
    lde_table_put(table, field->index, row, value);
}

static void connect(lde_resolve *resolve, lde_table *table, const lde_field *field)
{
  lde_column *column = &table->columns[field->index];

  for (int32_t row = 0; row < lde_table_count(table); row++) {
    int32_t code = (int32_t)lde_table_get(table, field->index, row);
    if (!lde_table_has(table, field->index, row))
      continue;
    if (field->flags & LDE_LIST) {
      lde_rows codes = lde_table_list(table, field->index, row);
      int32_t *items = column->items.data + (codes.rows - column->items.data);
      for (size_t i = 0; i < codes.count; i++)
        items[i] = look_up(resolve, table, field, row, items[i]);
    } else if (field->type == LDE_TYPE_REF) {
      set_or_clear(table, field, row, look_up_ref(resolve, code));
    } else {
      set_or_clear(table, field, row, look_up(resolve, table, field, row, code));
    }
  }
}

/* References to records without an own id, when those have their generated ids. A row cannot be
 * dropped any more for such a reference, only emptied: `drop` is then as strict as nothing. */

static int32_t find_late(lde_resolve *resolve, lde_table *table, const lde_field *field, int32_t row,
                         int32_t entity, int32_t code, const char *id)
{
  lde_dataset *dataset = resolve->dataset;
  lde_lenient action = lenience(dataset, table, field->index, row);
  int32_t found = lde_row_find(dataset, lde_dataset_table(dataset, entity), id, strlen(id));

  if (found == LDE_NO_ROW && action == LDE_LENIENT_EMPTY)
    let_through(resolve, table, field, row, code,
                LDE_TR(dataset->language, "does not exist", "bestaat niet"), action);
  else if (found == LDE_NO_ROW)
    report_dangling(resolve, table, field, row, code);
  return found;
}

static int32_t find_late_code(lde_resolve *resolve, lde_table *table, const lde_field *field, int32_t row,
                              int32_t code)
{
  return find_late(resolve, table, field, row, field->target->index, code,
                   lde_strings_get(&resolve->dataset->strings, code));
}

static void connect_late(lde_resolve *resolve, lde_table *table, const lde_field *field)
{
  lde_column *column = &table->columns[field->index];

  for (int32_t row = 0; row < lde_table_count(table); row++) {
    lde_rows list;
    int32_t *items, code = (int32_t)lde_table_get(table, field->index, row);
    if (!lde_table_has(table, field->index, row))
      continue;
    if (!(field->flags & LDE_LIST)) {
      set_or_clear(table, field, row, find_late_code(resolve, table, field, row, code));
      continue;
    }
    list = lde_table_list(table, field->index, row);
    items = column->items.data + (list.rows - column->items.data);
    for (size_t i = 0; i < list.count; i++)
      items[i] = find_late_code(resolve, table, field, row, items[i]);
  }
}

static void connect_late_ref(lde_resolve *resolve, lde_table *table, const lde_field *field)
{
  for (int32_t row = 0; row < lde_table_count(table); row++) {
    lde_entity *entity = NULL;
    const char *id = "";
    int32_t code, found;
    if (!lde_table_has(table, field->index, row) || lde_table_get(table, field->index, row) >= 0)
      continue;
    code = LDE_REF_PENDING_CODE(lde_table_get(table, field->index, row));
    split_ref(resolve->dataset, code, &entity, &id);
    found = find_late(resolve, table, field, row, entity->index, code, id);
    set_or_clear(table, field, row,
                 found == LDE_NO_ROW ? LDE_NO_ROW : lde_ref_pack(entity->index, found));
  }
}

/* Levels: labels become ordinals, and both must lie on the competency's scale. */

static int32_t scale_of(lde_resolve *resolve, const lde_table *table, int32_t row)
{
  lde_dataset *dataset = resolve->dataset;
  const lde_field *competency = lde_entity_field(table->entity, "competency");
  const lde_table *competencies = lde_dataset_table(dataset, LDE_E(competency));
  const lde_field *scale = &competencies->entity->fields[LDE_F(competency, scale)];
  int32_t found;

  if (!competency || !lde_table_has(table, competency->index, row))
    return LDE_NO_ROW;
  found = look_up(resolve, table, competency, row,
                  (int32_t)lde_table_get(table, competency->index, row));
  if (found == LDE_NO_ROW || !lde_table_has(competencies, scale->index, found))
    return LDE_NO_ROW;
  return look_up(resolve, competencies, scale, found,
                 (int32_t)lde_table_get(competencies, scale->index, found));
}

static void check_levels(lde_resolve *resolve, lde_table *table, const lde_field *field, bool report)
{
  lde_dataset *dataset = resolve->dataset;
  lde_language lang = dataset->language;
  unsigned char *alive = resolve->alive[table->entity->index];

  for (int32_t row = 0; row < lde_table_count(table); row++) {
    int64_t value;
    int32_t scale, top = 100, bottom = 0, code;
    lde_lenient action;
    if (!alive[row] || !lde_table_has(table, field->index, row))
      continue;
    value = lde_table_get(table, field->index, row);
    scale = scale_of(resolve, table, row);
    if (scale != LDE_NO_ROW)
      lde_scale_bounds(resolve, scale, &bottom, &top);
    if (LDE_LEVEL_IS_PENDING(value)) {
      int32_t level = lde_scale_find(resolve, scale, LDE_LEVEL_PENDING_CODE(value));
      if (level >= 0) {
        lde_table_put(table, field->index, row, level);
        continue;
      }
      code = LDE_LEVEL_PENDING_CODE(value);
    } else if (value == 0 || (value >= bottom && value <= top)) {
      continue;
    } else {
      char digits[24];
      code = lde_strings_intern(&dataset->strings, digits,
                                (size_t)snprintf(digits, sizeof digits, "%lld", (long long)value));
    }
    action = lenience(dataset, table, field->index, row);
    if (action != LDE_STRICT) {
      let_through(resolve, table, field, row, code,
                  LDE_TR(lang, "not on the scale", "niet op de schaal"), action);
    } else if (report) {
      lde_buffer help = {0};
      if (!is_full(resolve->found))
        lde_scale_describe(resolve, scale, &help);
      lde_report_row(resolve, table, field, row,
                     LDE_LEVEL_IS_PENDING(value) ? "load/type" : "load/range",
                     lde_buffer_text(&help),
                     LDE_TR(lang, "'%s' is not a level of this competency's scale",
                            "'%s' is geen niveau van de schaal van deze competentie"),
                     lde_strings_get(&dataset->strings, code));
      lde_buffer_free(&help);
    }
  }
}

static void each_column(lde_resolve *resolve, void (*visit)(lde_resolve *, lde_table *, const lde_field *))
{
  for (size_t e = 0; e < resolve->dataset->schema->entities.len; e++) {
    lde_table *table = &resolve->dataset->tables[e];
    for (int f = 0; f < table->entity->field_count; f++)
      if (table->columns[f].present)
        visit(resolve, table, &table->entity->fields[f]);
  }
}

static void check_column(lde_resolve *resolve, lde_table *table, const lde_field *field, bool report)
{
  if (is_early(field))
    check_references(resolve, table, field, report);
  else if (field->type == LDE_TYPE_LEVEL)
    check_levels(resolve, table, field, report);
}

static void settle_column(lde_resolve *resolve, lde_table *table, const lde_field *field)
{
  check_column(resolve, table, field, false);
}

static void report_column(lde_resolve *resolve, lde_table *table, const lde_field *field)
{
  check_column(resolve, table, field, true);
}

static void connect_column(lde_resolve *resolve, lde_table *table, const lde_field *field)
{
  if (is_early(field))
    connect(resolve, table, field);
}

static void connect_late_column(lde_resolve *resolve, lde_table *table, const lde_field *field)
{
  if (field->type == LDE_TYPE_REF)
    connect_late_ref(resolve, table, field);
  else if (field->type == LDE_TYPE_REFERENCE && !is_early(field))
    connect_late(resolve, table, field);
}

/* Drops rows that were let through, until nothing more falls. */
static void settle(lde_resolve *resolve)
{
  size_t entities = resolve->dataset->schema->entities.len;
  bool any = false;

  do {
    resolve->changed = false;
    each_column(resolve, settle_column);
    any = any || resolve->changed;
  } while (resolve->changed);
  for (size_t e = 0; any && e < entities; e++) {
    if (!resolve->dropped[e])
      continue;
    lde_table_compact(&resolve->dataset->tables[e], resolve->alive[e]);
    memset(resolve->alive[e], 1, (size_t)lde_table_count(&resolve->dataset->tables[e]));
    index_ids(resolve, &resolve->dataset->tables[e], false);
  }
  for (size_t i = 0; any && i < resolve->by.len; i++) /* rows moved: build them again on demand */
    lde_map_free(&resolve->by.data[i].rows);
  if (any)
    resolve->by.len = 0;
  each_column(resolve, report_column); /* last: what was reported is remembered by row */
}

void lde_dataset_resolve(lde_dataset *dataset, lde_diagnostics *found)
{
  size_t entities = dataset->schema->entities.len;
  lde_resolve resolve = {.dataset = dataset, .found = found};

  resolve.alive = lde_alloc(entities, sizeof *resolve.alive);
  resolve.dropped = lde_alloc(entities, sizeof *resolve.dropped);
  for (size_t e = 0; e < entities; e++) {
    lde_table *table = &dataset->tables[e];
    /* import_rejects grows while rows are let through; nothing refers to it */
    size_t rows = (size_t)lde_table_count(table);
    resolve.alive[e] = lde_alloc(rows, 1);
    memset(resolve.alive[e], 1, rows);
    index_ids(&resolve, table, true);
  }
  lde_scales_index(&resolve);
  settle(&resolve);
  each_column(&resolve, connect_column);
  dataset->resolved = true;
  lde_number_duplicates(dataset);
  each_column(&resolve, connect_late_column);
  lde_check_records(&resolve);
  lde_check_cycles(&resolve);
  lde_check_intervals(&resolve);
  lde_fill_defaults(&resolve);
  if (!found->errors)
    lde_dataset_derive(dataset);

  for (size_t e = 0; e < entities; e++)
    lde_free(resolve.alive[e]);
  lde_free(resolve.alive);
  lde_free(resolve.dropped);
  for (size_t i = 0; i < resolve.by.len; i++)
    lde_map_free(&resolve.by.data[i].rows);
  lde_vec_free(&resolve.by);
  lde_map_free(&resolve.labels);
  lde_map_free(&resolve.reported);
  lde_vec_free(&resolve.scale_levels);
}
