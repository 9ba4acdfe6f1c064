#include "model/dataset.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/io.h"

lde_dataset *lde_dataset_new(lde_schema *schema)
{
  lde_dataset *dataset = lde_alloc(1, sizeof *dataset);

  dataset->schema = schema;
  lde_strings_init(&dataset->strings);
  dataset->tables = lde_alloc(schema->entities.len, sizeof *dataset->tables);
  for (size_t e = 0; e < schema->entities.len; e++) {
    lde_table *table = &dataset->tables[e];
    table->entity = schema->entities.data[e];
    table->columns = lde_alloc((size_t)table->entity->field_count, sizeof *table->columns);
  }
  memcpy(dataset->currency, "EUR", 4);
  dataset->currency_decimals = 2;
  dataset->year = "";
  dataset->lambda = 5000;
  return dataset;
}

static void free_places(lde_places *places)
{
  lde_packed_free(&places->source);
  lde_packed_free(&places->line);
  lde_packed_free(&places->column);
}

static void free_column(lde_column *column)
{
  lde_packed_free(&column->values);
  lde_free(column->present);
  lde_free(column->derived);
  if (column->places)
    free_places(column->places);
  lde_free(column->places);
  lde_vec_free(&column->items);
}

static void free_rows(lde_table *table)
{
  for (int f = 0; f < table->entity->field_count; f++)
    free_column(&table->columns[f]);
  free_places(&table->places);
  lde_packed_free(&table->original.rows);
}

void lde_dataset_free(lde_dataset *dataset)
{
  if (!dataset)
    return;
  for (size_t e = 0; e < dataset->schema->entities.len; e++) {
    lde_table *table = &dataset->tables[e];
    free_rows(table);
    lde_free(table->columns);
    lde_codes_free(&table->by_id);
  }
  for (size_t i = 0; i < dataset->inverses.len; i++) {
    lde_free(dataset->inverses.data[i].inverse.start);
    lde_free(dataset->inverses.data[i].inverse.rows);
  }
  lde_packed_free(&dataset->first_level);
  lde_free(dataset->tables);
  for (size_t i = 0; i < dataset->sources.len; i++)
    lde_line_index_free(dataset->sources.data[i].lines);
  lde_vec_free(&dataset->sources);
  lde_vec_free(&dataset->inverses);
  lde_strings_deinit(&dataset->strings);
  lde_schema_free(dataset->schema);
  lde_arena_free(&dataset->arena);
  lde_free(dataset);
}

static int64_t distance_of(uint32_t line, int32_t row)
{
  int64_t distance = (int64_t)line - row;
  return line ? distance + (distance >= 0) : 0;
}

static uint32_t line_at(int64_t distance, int32_t row)
{
  return distance ? (uint32_t)(row + distance - (distance > 0)) : 0;
}

static void put_place(lde_places *places, int32_t row, lde_place place)
{
  lde_packed_put(&places->source, (size_t)row, (int64_t)place.source + 1);
  lde_packed_put(&places->line, (size_t)row, distance_of(place.line, row));
  lde_packed_put(&places->column, (size_t)row, place.column);
}

static lde_place get_place(const lde_places *places, int32_t row)
{
  return (lde_place){(int32_t)lde_packed_get(&places->source, (size_t)row) - 1,
                     line_at(lde_packed_get(&places->line, (size_t)row), row),
                     (uint32_t)lde_packed_get(&places->column, (size_t)row)};
}

static void fit_places(lde_places *places, size_t count)
{
  lde_packed_fit(&places->source, count);
  lde_packed_fit(&places->line, count);
  lde_packed_fit(&places->column, count);
}

int32_t lde_table_add(lde_table *table, lde_place place)
{
  put_place(&table->places, table->count, place);
  return table->count++;
}

void lde_table_restart(lde_table *table, const lde_table *original, int field)
{
  free_rows(table);
  memset(table->columns, 0, (size_t)table->entity->field_count * sizeof *table->columns);
  lde_codes_free(&table->by_id);
  table->id_index_complete = false;
  table->count = 0;
  table->original = (lde_original){.table = original, .field = field};
}

int32_t lde_table_add_of(lde_table *table, int32_t row)
{
  assert(table->original.table);
  lde_packed_put(&table->original.rows, (size_t)table->count, row);
  return table->count++;
}

void lde_table_repeat(lde_table *table, int field, const lde_table *other, int other_field, const lde_packed *at)
{
  lde_column *column = &table->columns[field];

  assert(!column->present && !other->columns[other_field].through);
  column->through = &other->columns[other_field];
  column->at = at;
}

lde_place lde_table_place(const lde_table *table, int32_t row)
{
  if (table->original.table)
    return lde_table_place_written(table->original.table, table->original.field,
                                   (int32_t)lde_packed_get(&table->original.rows, (size_t)row));
  return get_place(&table->places, row);
}

lde_place lde_table_place_written(const lde_table *table, int field, int32_t row)
{
  const lde_places *places = field >= 0 ? table->columns[field].places : NULL;

  return places && lde_packed_get(&places->line, (size_t)row) ? get_place(places, row)
                                                              : lde_table_place(table, row);
}

void lde_table_move(lde_table *table, int32_t row, lde_place place)
{
  put_place(&table->places, row, place);
}

/* Bits for at least so many rows, the new ones 0. */
static void grow_bits(lde_column *column, size_t rows)
{
  size_t before = column->capacity / 64, words = lde_capacity(before, (rows + 63) / 64);

  column->present = lde_realloc(column->present, words, sizeof *column->present);
  memset(column->present + before, 0, (words - before) * sizeof *column->present);
  if (column->derived) {
    column->derived = lde_realloc(column->derived, words, sizeof *column->derived);
    memset(column->derived + before, 0, (words - before) * sizeof *column->derived);
  }
  column->capacity = words * 64;
}

static lde_column *writable(lde_table *table, int field, int32_t row)
{
  lde_column *column = &table->columns[field];

  assert(row >= 0 && row < table->count && !column->through);
  if ((size_t)row >= column->capacity)
    grow_bits(column, (size_t)row + 1);
  return column;
}

static void set_bit(uint64_t *bits, int32_t row)
{
  bits[row >> 6] |= UINT64_C(1) << (row & 63);
}

static void clear_bit(uint64_t *bits, int32_t row)
{
  bits[row >> 6] &= ~(UINT64_C(1) << (row & 63));
}

static bool has_bit(const uint64_t *bits, int32_t row)
{
  return bits[row >> 6] >> (row & 63) & 1;
}

void lde_table_put(lde_table *table, int field, int32_t row, int64_t value)
{
  lde_column *column = writable(table, field, row);
  lde_packed_put(&column->values, (size_t)row, value);
  set_bit(column->present, row);
}

void lde_table_derive(lde_table *table, int field, int32_t row, int64_t value)
{
  lde_column *column = writable(table, field, row);
  if (!column->derived)
    column->derived = lde_alloc(column->capacity / 64, sizeof *column->derived);
  lde_table_put(table, field, row, value);
  set_bit(column->derived, row);
}

void lde_table_append(lde_table *table, int field, int32_t row, int32_t item)
{
  lde_column *column = writable(table, field, row);
  bool has = has_bit(column->present, row);
  int64_t packed = has ? lde_packed_get(&column->values, (size_t)row) : 0;
  size_t start = has ? (size_t)(packed >> 32) : column->items.len;
  size_t count = (size_t)(packed & 0xFFFFFFFF);

  if (start + count != column->items.len) { /* another row came between: move to the end */
    size_t to = column->items.len;
    for (size_t i = 0; i < count; i++)
      lde_vec_push(&column->items, column->items.data[start + i]);
    start = to;
  }
  lde_vec_push(&column->items, item);
  lde_table_put(table, field, row, (int64_t)start << 32 | (int64_t)(count + 1));
}

void lde_table_clear(lde_table *table, int field, int32_t row)
{
  lde_column *column = &table->columns[field];
  if (!column->present || (size_t)row >= column->capacity)
    return;
  clear_bit(column->present, row);
  if (column->derived)
    clear_bit(column->derived, row);
}

void lde_table_put_place(lde_table *table, int field, int32_t row, lde_place place)
{
  lde_column *column = writable(table, field, row);
  if (!column->places)
    column->places = lde_alloc(1, sizeof *column->places);
  put_place(column->places, row, place);
}

static void move_value(lde_table *table, int field, int32_t from, int32_t to)
{
  lde_column *column = &table->columns[field];
  bool derived = lde_table_is_derived(table, field, from);

  if (column->places)
    put_place(column->places, to, get_place(column->places, from));
  if (!lde_table_has(table, field, from)) {
    lde_table_clear(table, field, to);
    return;
  }
  lde_table_put(table, field, to, lde_packed_get(&column->values, (size_t)from));
  if (column->derived && derived)
    set_bit(column->derived, to);
  else if (column->derived)
    clear_bit(column->derived, to);
}

void lde_table_compact(lde_table *table, const unsigned char *keep)
{
  int32_t count = table->count, to = 0;

  for (int32_t row = 0; row < count; row++) {
    if (!keep[row])
      continue;
    if (to != row) {
      put_place(&table->places, to, get_place(&table->places, row));
      for (int f = 0; f < table->entity->field_count; f++)
        if (table->columns[f].present)
          move_value(table, f, row, to);
    }
    to++;
  }
  for (int32_t row = to; row < count; row++)
    for (int f = 0; f < table->entity->field_count; f++)
      lde_table_clear(table, f, row);
  table->count = to;
}

static void fit_bits(lde_column *column, size_t rows)
{
  size_t words = (rows + 63) / 64;

  if (column->capacity <= words * 64)
    return;
  column->present = lde_realloc(column->present, words, sizeof *column->present);
  if (column->derived)
    column->derived = lde_realloc(column->derived, words, sizeof *column->derived);
  column->capacity = words * 64;
}

void lde_table_trim(lde_table *table)
{
  size_t rows = (size_t)table->count;

  if (!rows)
    return;
  fit_places(&table->places, rows);
  lde_packed_fit(&table->original.rows, rows);
  for (int field = 0; field < table->entity->field_count; field++) {
    lde_column *column = &table->columns[field];
    lde_packed_fit(&column->values, rows);
    fit_bits(column, rows);
    if (column->places)
      fit_places(column->places, rows);
  }
}

lde_rows lde_table_list(const lde_table *table, int field, int32_t row)
{
  const lde_column *column = &table->columns[field];
  int64_t packed = lde_table_get(table, field, row);
  if (!packed)
    return (lde_rows){NULL, 0};
  return (lde_rows){column->items.data + (packed >> 32), (size_t)(packed & 0xFFFFFFFF)};
}

/* The references of one field to rows of one entity, in row order; the two passes of an index. */
typedef struct referring {
  int32_t *start; /* first how many, then where they begin */
  int32_t *fill;  /* second pass: where the next goes */
  int32_t *rows;  /* NULL in the first pass */
} referring;

static void take(referring *to, int32_t target, int32_t row)
{
  if (to->rows)
    to->rows[to->fill[target]++] = row;
  else
    to->start[target + 1]++;
}

/* budget.plan_lines: also the lines that a budget pays in part, through their fundings. */
static void take_fundings(const lde_dataset *dataset, referring *to)
{
  for (int32_t row = 0; row < lde_count(dataset, funding); row++) {
    int32_t budget = lde_get_row(dataset, funding, budget, row);
    int32_t line = lde_get_row(dataset, funding, plan_line, row);
    if (budget >= 0 && line >= 0 && lde_get_row(dataset, plan_line, budget, line) != budget)
      take(to, budget, line);
  }
}

static bool has_fundings(const lde_field *field)
{
  return field->entity->index == LDE_E(plan_line) && field->index == LDE_F(plan_line, budget);
}

static void take_all(const lde_dataset *dataset, const lde_field *field, int32_t target, referring *to)
{
  const lde_table *table = &dataset->tables[field->entity->index];

  for (int32_t row = 0; row < lde_table_count(table); row++) {
    int32_t one = LDE_NO_ROW;
    lde_rows rows = {&one, 1};
    if (!lde_table_has(table, field->index, row))
      continue;
    if (field->flags & LDE_LIST) {
      rows = lde_table_list(table, field->index, row);
    } else if (field->type == LDE_TYPE_REF) {
      int64_t ref = lde_table_get(table, field->index, row);
      if (lde_ref_entity(ref) == target)
        one = lde_ref_row(ref);
    } else {
      one = lde_table_row(table, field->index, row);
    }
    for (size_t i = 0; i < rows.count; i++)
      if (rows.rows[i] >= 0)
        take(to, rows.rows[i], row);
  }
  if (has_fundings(field))
    take_fundings(dataset, to);
}

static int compare_rows(const void *a, const void *b)
{
  const int32_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static void build_inverse(const lde_dataset *dataset, const lde_field *field, int32_t target,
                          lde_inverse *inverse)
{
  int32_t targets = lde_table_count(&dataset->tables[target]);
  referring to = {.start = lde_alloc((size_t)targets + 1, sizeof *to.start)};

  take_all(dataset, field, target, &to);
  to.fill = lde_alloc((size_t)targets + 1, sizeof *to.fill);
  for (int32_t i = 0; i < targets; i++)
    to.fill[i + 1] = to.start[i + 1] += to.start[i];
  to.rows = lde_alloc((size_t)to.start[targets], sizeof *to.rows);
  take_all(dataset, field, target, &to);
  for (int32_t i = 0; has_fundings(field) && i < targets; i++)
    if (to.start[i + 1] > to.start[i])
      qsort(to.rows + to.start[i], (size_t)(to.start[i + 1] - to.start[i]), sizeof *to.rows, compare_rows);
  lde_free(to.fill);
  inverse->start = to.start;
  inverse->rows = to.rows;
}

lde_rows lde_dataset_inverse(lde_dataset *dataset, const lde_field *field, int32_t target_entity,
                             int32_t row)
{
  const lde_inverse *inverse = NULL;

  for (size_t i = 0; i < dataset->inverses.len && !inverse; i++)
    if (dataset->inverses.data[i].field == field &&
        dataset->inverses.data[i].target == target_entity)
      inverse = &dataset->inverses.data[i].inverse;
  if (!inverse) {
    struct lde_inverse_slot slot = {field, target_entity, {0}};
    build_inverse(dataset, field, target_entity, &slot.inverse);
    lde_vec_push(&dataset->inverses, slot);
    inverse = &dataset->inverses.data[dataset->inverses.len - 1].inverse;
  }
  return (lde_rows){inverse->rows + inverse->start[row],
                    (size_t)(inverse->start[row + 1] - inverse->start[row])};
}

void lde_dataset_forget_inverses(lde_dataset *dataset, int entity)
{
  for (size_t i = 0; i < dataset->inverses.len; i++)
    if (dataset->inverses.data[i].field && (dataset->inverses.data[i].field->entity->index == entity ||
                                            dataset->inverses.data[i].target == entity))
      dataset->inverses.data[i].field = NULL; /* its rows stay: somebody may hold them */
}

bool lde_period_bounds(lde_dataset *dataset, const char *text, int32_t *first, int32_t *last)
{
  lde_table *periods = lde_dataset_table(dataset, LDE_E(period));
  size_t len = strlen(text);
  int32_t row;

  if (lde_period_parse(text, len, first, last))
    return true;
  row = lde_row_find(dataset, periods, text, len);
  if (row != LDE_NO_ROW) {
    *first = (int32_t)lde_get(dataset, period, starts_on, row);
    *last = (int32_t)lde_get(dataset, period, ends_on, row);
    return true;
  }
  if (len > 3 && text[len - 3] == '-' && text[len - 2] == 'Q' && text[len - 1] >= '1' &&
      text[len - 1] <= '4') { /* FY2027-Q1: the first three months of a written year */
    row = lde_row_find(dataset, periods, text, len - 3);
    if (row == LDE_NO_ROW)
      return false;
    *first = lde_date_add_months((int32_t)lde_get(dataset, period, starts_on, row),
                                 (text[len - 1] - '1') * 3);
    *last = text[len - 1] == '4' ? (int32_t)lde_get(dataset, period, ends_on, row)
                                 : lde_date_add_months(*first, 3) - 1;
    return true;
  }
  return false;
}

const char *lde_source_name(const lde_dataset *dataset, int32_t source)
{
  return source < 0 ? "" : dataset->sources.data[source].name;
}
