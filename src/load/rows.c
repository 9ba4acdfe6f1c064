/* From a record of an export to a row of the table: which records count, their values, fixed
 * values, equal rows, and records that a script makes of a row. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "load/mapping.h"
#include "model/equal.h"
#include "model/resolve.h"

static lde_source *source_of(const lde_mapping *mapping)
{
  return &mapping->dataset->sources.data[mapping->source];
}

static bool is_wanted(const lde_mapping *mapping, const lde_csv_cell *cells)
{
  for (size_t i = 0; i < mapping->where.len; i++) {
    const lde_where_spec *where = &mapping->spec->where.data[i];
    const lde_csv_cell *cell = &cells[mapping->where.data[i]];
    const char *text = cell->text;
    size_t len = cell->len, t = 0;
    lde_text_trim(&text, &len);
    while (t < where->count &&
           !(where->texts[t].len == len && memcmp(where->texts[t].text, text, len) == 0))
      t++;
    if (t == where->count)
      return false;
  }
  return true;
}

/* The text of several cells; empty when all of them are. */
static void compose(lde_mapping *mapping, const lde_target *target, const lde_csv_cell *cells)
{
  bool any = false;

  lde_buffer_truncate(&mapping->scratch, 0);
  for (size_t i = 0; i < target->piece_count; i++) {
    const lde_piece *piece = &target->pieces[i];
    const char *text = piece->header < 0 ? piece->text : cells[piece->header].text;
    size_t len = piece->header < 0 ? piece->len : cells[piece->header].len;
    if (piece->header >= 0) {
      lde_text_trim(&text, &len);
      any = any || len;
    }
    lde_buffer_append(&mapping->scratch, text, len);
  }
  if (!any)
    lde_buffer_truncate(&mapping->scratch, 0);
}

static lde_cell_state take_cell(lde_mapping *mapping, lde_target *target, const lde_csv_cell *cells)
{
  const lde_csv_cell *cell;

  if (target->header >= 0) {
    cell = &cells[target->header];
    return lde_cell_take(mapping, target, cell->text, cell->len, cell, cell->nature == LDE_CSV_WRITTEN);
  }
  compose(mapping, target, cells);
  cell = &cells[source_of(mapping)->header_of[target->field->index]];
  return lde_cell_take(mapping, target, lde_buffer_text(&mapping->scratch), mapping->scratch.len,
                       cell, false);
}

static void take_set(lde_mapping *mapping)
{
  for (size_t i = 0; i < mapping->set_fields.len; i++) {
    int f = mapping->set_fields.data[i];
    lde_taken *taken = &mapping->taken[f];
    *taken = mapping->set[f];
    if (taken->count) {
      taken->value = (int64_t)mapping->items.len;
      for (size_t item = 0; item < taken->count; item++)
        lde_vec_push(&mapping->items,
                     mapping->set_items.data[(size_t)mapping->set[f].value + item]);
    }
  }
}

/* A required field whose text was refused gets a zero, so that it is not reported as missing too.
 * The dataset is not used after an error. */
static bool stands_in(const lde_field *field, lde_cell_state state)
{
  return state == LDE_CELL_WRONG && field->type != LDE_TYPE_REFERENCE &&
         field->type != LDE_TYPE_REF && !(field->flags & LDE_LIST) &&
         field->flags & (LDE_REQUIRED | LDE_ANY_KEY);
}

static void store(lde_mapping *mapping, int32_t row, int f)
{
  const lde_taken *taken = &mapping->taken[f];
  const lde_field *field = &mapping->spec->entity->fields[f];

  if (stands_in(field, taken->state))
    lde_table_put(mapping->table, f, row, 0);
  if (taken->state != LDE_CELL_VALUE)
    return;
  if (field->flags & LDE_LIST || field->type == LDE_TYPE_MAP)
    for (size_t i = 0; i < taken->count; i++)
      lde_table_append(mapping->table, f, row, mapping->items.data[(size_t)taken->value + i]);
  else
    lde_table_put(mapping->table, f, row, taken->value);
}

/* Equal rows */

static uint64_t mix(uint64_t hash, uint64_t value)
{
  hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
  return hash ^ hash >> 29;
}

static uint32_t hash_taken(const lde_mapping *mapping, const int *fields, size_t count)
{
  uint64_t hash = 0x51AF;

  for (size_t i = 0; i < count; i++) {
    const lde_taken *taken = &mapping->taken[fields[i]];
    if (taken->state != LDE_CELL_VALUE)
      continue;
    hash = mix(hash, (uint64_t)fields[i] + 1);
    if (!taken->count)
      hash = mix(hash, (uint64_t)taken->value);
    for (size_t item = 0; item < taken->count; item++)
      hash = mix(hash, (uint64_t)mapping->items.data[(size_t)taken->value + item]);
  }
  hash ^= hash >> 32;
  return (uint32_t)hash ? (uint32_t)hash : 1;
}

static bool list_is_equal(const lde_table *table, int f, int32_t a, int32_t b)
{
  lde_rows x = lde_table_list(table, f, a), y = lde_table_list(table, f, b);
  return x.count == y.count && (!x.count || memcmp(x.rows, y.rows, x.count * sizeof *x.rows) == 0);
}

typedef struct merging {
  lde_mapping *mapping;
  unsigned char *keep; /* by row of the table */
  int64_t merged;
} merging;

static bool rows_are_equal(void *ctx, size_t earlier, size_t later)
{
  const lde_mapping *mapping = ((merging *)ctx)->mapping;
  const lde_table *table = mapping->table;
  int32_t a = mapping->first_row + (int32_t)earlier, b = mapping->first_row + (int32_t)later;

  for (size_t i = 0; i < mapping->fed.len; i++) {
    int f = mapping->fed.data[i];
    if (lde_table_has(table, f, a) != lde_table_has(table, f, b))
      return false;
    if (mapping->spec->entity->fields[f].flags & LDE_LIST ||
                mapping->spec->entity->fields[f].type == LDE_TYPE_MAP
            ? !list_is_equal(table, f, a, b)
            : lde_table_get(table, f, a) != lde_table_get(table, f, b))
      return false;
  }
  return true;
}

static bool drop_equal(void *ctx, size_t row)
{
  merging *merging = ctx;
  merging->keep[(size_t)merging->mapping->first_row + row] = 0;
  merging->merged++;
  return true;
}

void lde_mapping_merge(lde_mapping *mapping)
{
  size_t rows = (size_t)lde_table_count(mapping->table);
  merging merging = {.mapping = mapping, .keep = lde_alloc(rows, 1)};
  lde_equal equal = {mapping->hashes.data, mapping->hashes.len, rows_are_equal, drop_equal, &merging};

  memset(merging.keep, 1, rows);
  lde_equal_find(&equal);
  for (int32_t row = mapping->first_row; merging.merged && row < lde_table_count(mapping->table); row++)
    if (!merging.keep[row] && !mapping->first_merged)
      mapping->first_merged = lde_table_place(mapping->table, row).line;
  if (merging.merged)
    lde_table_compact(mapping->table, merging.keep);
  source_of(mapping)->rows_merged += merging.merged;
  source_of(mapping)->rows_ok -= merging.merged;
  lde_free(merging.keep);
  lde_vec_free(&mapping->hashes);
}

/* Adds the row that was taken. Rows of entities without any key never merge, nor do those with
 * mistakes: their hash is 0. */
static void add_row(lde_mapping *mapping, const int *fields, size_t count)
{
  lde_source *source = source_of(mapping);
  lde_place place = {mapping->source, mapping->line, 0};
  bool merges = mapping->spec->entity->id_kind != LDE_ID_ANY_ROW && !mapping->row_wrong;
  uint32_t hash = merges ? hash_taken(mapping, fields, count) : 0;
  int32_t row = lde_table_add(mapping->table, place);

  lde_vec_push(&mapping->hashes, hash);
  for (size_t i = 0; i < count; i++)
    store(mapping, row, fields[i]);
  for (size_t i = 0; i < mapping->set_fields.len; i++)
    if (!mapping->touched[mapping->set_fields.data[i]])
      store(mapping, row, mapping->set_fields.data[i]);
  source->rows_ok++;
}

static void begin_row(lde_mapping *mapping, const lde_csv_cell *cells, uint32_t line)
{
  mapping->cells = cells;
  mapping->line = line;
  mapping->row_wrong = false;
  mapping->items.len = 0;
}

void lde_mapping_row(lde_mapping *mapping, const lde_csv_cell *cells, uint32_t line)
{
  lde_source *source = source_of(mapping);

  source->rows_in++;
  if (mapping->where.len && !is_wanted(mapping, cells)) {
    source->rows_left_out++;
    return;
  }
  begin_row(mapping, cells, line);
  for (size_t i = 0; i < mapping->fed.len; i++) {
    int f = mapping->fed.data[i];
    if (mapping->set[f].state == LDE_CELL_VALUE) {
      mapping->touched[f] = true;
      continue;
    }
    if (take_cell(mapping, &mapping->targets[f], cells) == LDE_CELL_DROPS)
      return; /* counted as rejected when it was recorded */
  }
  take_set(mapping);
  add_row(mapping, mapping->fed.data, mapping->fed.len);
}

/* Through a script */

/* A number as rules see it, in the spelling of YAML: 125000 of money is 1250.00. */
static bool write_number(lde_mapping *mapping, const lde_field *field,
                         const lde_transform_value *value)
{
  lde_language lang = mapping->dataset->language;
  lde_buffer *out = &mapping->scratch;
  int decimals = field->type == LDE_TYPE_MONEY ? mapping->dataset->currency_decimals : 0;
  bool whole =
      value->is_integer || (value->number == floor(value->number) && fabs(value->number) < 9e15);
  int64_t integer = value->is_integer ? value->integer : whole ? (int64_t)value->number : 0;

  lde_buffer_truncate(out, 0);
  if (whole && decimals)
    lde_decimal_print_fixed(out, integer, decimals);
  else if (whole)
    lde_buffer_printf(out, "%" PRId64, integer);
  else if (field->type != LDE_TYPE_MONEY && fabs(value->number) < 9e12) {
    int scale = lde_type_scale(field->type) ? lde_type_scale(field->type) : 6;
    double one = scale == 3 ? 1e3 : scale == 4 ? 1e4 : 1e6;
    lde_decimal_print(out, (int64_t)llround(value->number * one), scale);
  } else {
    lde_mapping_complain(mapping, NULL, "load/type",
                         LDE_TR(lang, "return a whole number of minor units (cents)",
                                "geef een geheel aantal van de kleinste eenheid (centen)"),
                         LDE_TR(lang, "%s: the transform returned a number that does not fit",
                                "%s: de bewerking gaf een getal dat niet past"),
                         field->name);
    return false;
  }
  return true;
}

static void take_value(lde_mapping *mapping, lde_target *target, const lde_transform_value *value)
{
  lde_taken *taken = &mapping->taken[target->field->index];

  switch (value->kind) {
  case LDE_TRANSFORM_TEXT:
  case LDE_TRANSFORM_LIST:
    lde_cell_take(mapping, target, value->text, value->len, NULL, false);
    break;
  case LDE_TRANSFORM_BOOL:
    lde_cell_take_written(mapping, target, value->integer ? "true" : "false",
                          value->integer ? 4 : 5, NULL);
    break;
  case LDE_TRANSFORM_NUMBER:
    taken->state = LDE_CELL_WRONG;
    mapping->row_wrong = true;
    if (!write_number(mapping, target->field, value))
      break;
    mapping->row_wrong = false;
    if (target->field->flags & LDE_LIST || target->pad || target->translation_count)
      lde_cell_take(mapping, target, lde_buffer_text(&mapping->scratch), mapping->scratch.len, NULL,
                    false);
    else
      lde_cell_take_written(mapping, target, lde_buffer_text(&mapping->scratch),
                            mapping->scratch.len, NULL);
    break;
  }
}

static void tell_unknown_field(lde_mapping *mapping, const char *name)
{
  lde_language lang = mapping->dataset->language;
  const lde_entity *entity = mapping->spec->entity;
  lde_suggestion near = {.wanted = name};
  lde_buffer help = {0};

  for (int f = 0; f < entity->field_count; f++)
    if (!(entity->fields[f].flags & LDE_DERIVED))
      lde_suggestion_offer(&near, entity->fields[f].name);
  lde_suggestion_print(&help, &near, lang);
  lde_mapping_complain(mapping, NULL, "load/unknown-key", lde_buffer_text(&help),
                       LDE_TR(lang, "%s returned a field '%s', which %s do not have",
                              "%s gaf een veld '%s', dat %s niet hebben"),
                       mapping->spec->transform.text, name, entity->plural);
  lde_buffer_free(&help);
}

typedef struct taking {
  lde_mapping *mapping;
  size_t records;
  bool unknown_told;
} taking;

/* The fields that any record of this source had: all of them count when rows are compared. */
static void touch(lde_mapping *mapping, int f)
{
  if (mapping->touched[f])
    return;
  mapping->touched[f] = true;
  lde_vec_push(&mapping->fed, f);
}

static void take_record(void *ctx, const lde_transform_value *values, size_t count)
{
  taking *taking = ctx;
  lde_mapping *mapping = taking->mapping;

  taking->records++;
  begin_row(mapping, mapping->cells, mapping->line);
  for (size_t i = 0; i < mapping->fed.len; i++)
    mapping->taken[mapping->fed.data[i]] = (lde_taken){LDE_CELL_EMPTY, 0, 0};
  for (int f = 0; f < mapping->spec->entity->field_count; f++) /* `columns` beside the transform */
    if (mapping->targets[f].header >= 0 || mapping->targets[f].piece_count) {
      touch(mapping, f);
      if (take_cell(mapping, &mapping->targets[f], mapping->cells) == LDE_CELL_DROPS)
        return;
    }
  for (size_t i = 0; i < count; i++) {
    const lde_field *field =
        lde_field_written(mapping->spec->entity, values[i].field, mapping->spec->language);
    if (!field || field->flags & LDE_DERIVED || field->type == LDE_TYPE_MAP) {
      tell_unknown_field(mapping, values[i].field);
      mapping->row_wrong = true;
      continue;
    }
    touch(mapping, field->index);
    take_value(mapping, &mapping->targets[field->index], &values[i]);
    if (mapping->taken[field->index].state == LDE_CELL_DROPS)
      return;
  }
  take_set(mapping);
  add_row(mapping, mapping->fed.data, mapping->fed.len);
}

bool lde_mapping_transform(lde_mapping *mapping, const lde_load_scripts *scripts, void *script,
                           const lde_csv_cell *cells, uint32_t line)
{
  size_t count = mapping->header_count;
  const char *texts[LDE_CSV_COLUMNS_MAX];
  size_t lengths[LDE_CSV_COLUMNS_MAX];
  taking taking = {.mapping = mapping};
  lde_buffer reason = {0};
  bool ran;

  source_of(mapping)->rows_in++;
  if (mapping->where.len && !is_wanted(mapping, cells)) {
    source_of(mapping)->rows_left_out++;
    return true;
  }
  begin_row(mapping, cells, line);
  for (size_t i = 0; i < count; i++) {
    texts[i] = cells[i].text;
    lengths[i] = cells[i].len;
    lde_text_trim(&texts[i], &lengths[i]);
  }
  ran = scripts->transform(script, mapping->headers, texts, lengths, count, take_record, &taking,
                           &reason, mapping->found);
  if (ran && !taking.records && reason.len)
    lde_reject_add(mapping->dataset, (lde_place){mapping->source, line, 0}, NULL, "", 0,
                   lde_buffer_text(&reason), LDE_LENIENT_DROP);
  else if (ran && !taking.records)
    source_of(mapping)->rows_left_out++;
  lde_buffer_free(&reason);
  return ran;
}
