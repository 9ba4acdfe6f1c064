/* dataset.h: one organisation's data as columnar tables.
 *
 * A table is one array per field; texts and choices are codes, references row numbers, money minor
 * units. An array takes no memory until something is put in it, and then as few bytes a row as its
 * values need (packed.h). Rows keep the order of the sources.
 * Loaders add rows and put values; lde_dataset_resolve (resolve.h) then turns the texts of references
 * into rows and builds the indexes, and from there on a dataset does not change. Everything that is
 * returned is borrowed from the dataset. A value is always passed as one int64: see lde_type. */
#ifndef LDE_MODEL_DATASET_H
#define LDE_MODEL_DATASET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/codes.h"
#include "base/memory.h"
#include "base/packed.h"
#include "base/strings.h"
#include "model/schema.h"

#define LDE_NO_ROW (-1)

/* Where something was written. Line and column count from 1; column 0 = the line as a whole; for
 * a spreadsheet the line is the row and the column the column of the sheet. */
typedef struct lde_place {
  int32_t source; /* index into dataset->sources, -1 = nowhere (made by the engine) */
  uint32_t line, column;
} lde_place;

typedef enum lde_lenient { LDE_STRICT, LDE_LENIENT_EMPTY, LDE_LENIENT_DROP } lde_lenient;

typedef enum lde_source_kind { LDE_SOURCE_YAML, LDE_SOURCE_CSV, LDE_SOURCE_XLSX, LDE_SOURCE_OTHER } lde_source_kind;

/* One source of the manifest; a file that feeds several entities is several sources. */
typedef struct lde_source {
  const char *name; /* as in the manifest: shown to people */
  const char *path; /* to open it */
  lde_source_kind kind;
  const char *sheet;       /* of a workbook */
  bool imported;           /* no source of the manifest: it is being taken over into the project */
  char delimiter;          /* of a CSV file, to find the column of a cell again */
  int32_t entity;          /* of a mapped source, else -1 */
  int32_t *header_of;      /* CSV: by field index, number of the column from 0, -1 = none */
  lde_lenient *lenient;    /* by field index; NULL = strict everywhere */
  const lde_field **by;    /* by field index: the target's field a reference is given by; NULL = ids */
  int64_t rows_in, rows_ok, rows_merged, rows_left_out, rows_rejected;
  const char *hash, *dialect;
  struct lde_line_index *lines; /* of place.c, made when the first cell is looked for */
} lde_source;

/* Places of many rows. */
typedef struct lde_places {
  lde_packed source; /* + 1 */
  lde_packed line;   /* how far it is from the row's number: in an export always as far; 0 = no line */
  lde_packed column;
} lde_places;

typedef struct lde_column {
  lde_packed values; /* of a list: start << 32 | count into items */
  uint64_t *present; /* a bit a row; NULL = no row has a value */
  uint64_t *derived; /* a bit a row: filled in by the engine, not written; NULL = none */
  size_t capacity;   /* rows that have these bits */
  lde_places *places; /* NULL = only the row's place is known; line 0 = that of the row too */
  LDE_VEC(int32_t) items;
  const struct lde_column *through; /* not NULL: the values are those of this column, at the rows `at` */
  const lde_packed *at;
} lde_column;

/* For whom the rows of a derived table stand: each is written where a row of another table is. */
typedef struct lde_original {
  const struct lde_table *table; /* NULL = the rows have places of their own */
  int field;                     /* whose place it is; -1 = that of the row */
  lde_packed rows;
} lde_original;

typedef struct lde_table {
  const lde_entity *entity;
  lde_column *columns; /* by field index */
  int32_t count;       /* rows */
  lde_original original;
  lde_places places;   /* by row */
  lde_codes by_id;     /* text code of a written id → row; complete after resolve */
  bool id_index_complete; /* generated ids are in by_id too */
} lde_table;

/* Rows of one table that refer to each row of another, in row order. */
typedef struct lde_inverse {
  int32_t *start; /* rows of the target + 1 */
  int32_t *rows;
} lde_inverse;

typedef struct lde_rows {
  const int32_t *rows;
  size_t count;
} lde_rows;

/* Which current level several assessments make; see contract.md, `gaps.current`. */
typedef enum lde_merge { LDE_MERGE_LATEST, LDE_MERGE_HIGHEST, LDE_MERGE_MANAGER_FIRST, LDE_MERGE_CALLBACK } lde_merge;

typedef struct lde_dataset {
  lde_arena arena;
  lde_strings strings;
  lde_schema *schema; /* owned */
  lde_table *tables;  /* by entity index */
  LDE_VEC(lde_source) sources;
  LDE_VEC(struct lde_inverse_slot { const lde_field *field; int32_t target; lde_inverse inverse; }) inverses;

  lde_packed first_level; /* by employee, and one more: where their rows of `levels` begin */

  /* of the manifest */
  lde_language language; /* of the run */
  char currency[4];
  int currency_decimals;
  const char *year; /* plan year as written: "2027", "FY2027" */
  int32_t year_first, year_last, today;
  lde_merge merge;
  int32_t (*merge_callback)(void *ctx, struct lde_dataset *ds, const int32_t *rows, size_t count); /* level or -1 */
  void *merge_ctx;
  bool unknown_is_zero; /* gaps.unknown: zero */
  int64_t lambda; /* share of strategy push in a derived priority, ten-thousandths */
  bool resolved;
} lde_dataset;

/* Takes over the finished schema. */
lde_dataset *lde_dataset_new(lde_schema *schema);
void lde_dataset_free(lde_dataset *dataset);

static inline lde_table *lde_dataset_table(const lde_dataset *dataset, int entity)
{
  return &dataset->tables[entity];
}
static inline int32_t lde_table_count(const lde_table *table)
{
  return table->count;
}

/* Filling. A new row is empty. */
int32_t lde_table_add(lde_table *table, lde_place place);
/* A derived table: forgets all its rows. Those that are added by lde_table_add_of each stand for a row
 * of `original`, and have the place of that field there. */
void lde_table_restart(lde_table *table, const lde_table *original, int field);
int32_t lde_table_add_of(lde_table *table, int32_t row);
/* A field that repeats what another table says, at the rows in `at`, takes no memory of its own. Neither
 * that table nor `at` goes away before this one. */
void lde_table_repeat(lde_table *table, int field, const lde_table *other, int other_field, const lde_packed *at);
void lde_table_put(lde_table *table, int field, int32_t row, int64_t value);
/* As put, and marks the value as filled in by the engine. */
void lde_table_derive(lde_table *table, int field, int32_t row, int64_t value);
/* Appends to the list of the row. */
void lde_table_append(lde_table *table, int field, int32_t row, int32_t item);
void lde_table_clear(lde_table *table, int field, int32_t row);
/* Where the row was written. */
void lde_table_move(lde_table *table, int32_t row, lde_place place);
/* The place of one value, where it differs from the row's. */
void lde_table_put_place(lde_table *table, int field, int32_t row, lde_place place);
/* Gives back the room for rows that will not come, and the bytes that no value needs any more. */
void lde_table_trim(lde_table *table);
/* Keeps the rows whose byte in `keep` is not 0; called before resolve only. */
void lde_table_compact(lde_table *table, const unsigned char *keep);

/* Reading. */
static inline bool lde_column_has(const lde_column *column, int32_t row)
{
  return column->present && (size_t)row < column->capacity &&
         (column->present[row >> 6] >> (row & 63) & 1);
}
/* The column that has the values, and the row in it. */
static inline const lde_column *lde_table_column(const lde_table *table, int field, int32_t *row)
{
  const lde_column *column = &table->columns[field];
  if (!column->through)
    return column;
  *row = (int32_t)lde_packed_get(column->at, (size_t)*row);
  return column->through;
}
static inline bool lde_table_has(const lde_table *table, int field, int32_t row)
{
  const lde_column *column = lde_table_column(table, field, &row);
  return lde_column_has(column, row);
}
/* The value; 0 when there is none: ask lde_table_has first where that matters. */
static inline int64_t lde_table_get(const lde_table *table, int field, int32_t row)
{
  const lde_column *column = lde_table_column(table, field, &row);
  return lde_column_has(column, row) ? lde_packed_get(&column->values, (size_t)row) : 0;
}
/* The row that a reference points to, or LDE_NO_ROW. */
static inline int32_t lde_table_row(const lde_table *table, int field, int32_t row)
{
  const lde_column *column = lde_table_column(table, field, &row);
  return lde_column_has(column, row) ? (int32_t)lde_packed_get(&column->values, (size_t)row) : LDE_NO_ROW;
}
/* The items of a list (rows of references, text codes, days, or the triples of a map). */
lde_rows lde_table_list(const lde_table *table, int field, int32_t row);
static inline bool lde_table_is_derived(const lde_table *table, int field, int32_t row)
{
  const lde_column *column = &table->columns[field];
  return column->derived && (column->derived[row >> 6] >> (row & 63) & 1);
}

/* A short way to known fields: lde_get(ds, goal, weight, row). */
#define lde_has(ds, entity, field, row)                                                            \
  lde_table_has(&(ds)->tables[LDE_E(entity)], LDE_F(entity, field), (row))
#define lde_get(ds, entity, field, row)                                                            \
  lde_table_get(&(ds)->tables[LDE_E(entity)], LDE_F(entity, field), (row))
#define lde_get_row(ds, entity, field, row)                                                        \
  lde_table_row(&(ds)->tables[LDE_E(entity)], LDE_F(entity, field), (row))
#define lde_get_list(ds, entity, field, row)                                                       \
  lde_table_list(&(ds)->tables[LDE_E(entity)], LDE_F(entity, field), (row))
#define lde_put(ds, entity, field, row, value)                                                     \
  lde_table_put(&(ds)->tables[LDE_E(entity)], LDE_F(entity, field), (row), (value))
#define lde_derive(ds, entity, field, row, value)                                                  \
  lde_table_derive(&(ds)->tables[LDE_E(entity)], LDE_F(entity, field), (row), (value))
#define lde_count(ds, entity) lde_table_count(&(ds)->tables[LDE_E(entity)])
/* The text of a text field, "" when empty. */
#define lde_text_of(ds, entity, field, row)                                                        \
  lde_strings_get(&(ds)->strings, (int32_t)lde_get(ds, entity, field, row))

/* The id as people see it: the written one, else the one made from the natural key. Appends. */
void lde_row_id(const lde_dataset *dataset, const lde_table *table, int32_t row, lde_buffer *out);
/* The row with that id, written or made from the natural key; LDE_NO_ROW when there is none. */
int32_t lde_row_find(lde_dataset *dataset, lde_table *table, const char *id, size_t len);
/* The label in the language, else in the other one, else the id. Appends. */
void lde_row_label(const lde_dataset *dataset, const lde_table *table, int32_t row,
                   lde_language lang, lde_buffer *out);

/* Which rows refer to `row` of the target through `field`; the index is built at the first call. */
lde_rows lde_dataset_inverse(lde_dataset *dataset, const lde_field *field, int32_t target_entity,
                             int32_t row);

/* Rows were added to a table of the engine's own after resolving: indexes on it are built again when
 * they are next asked for. What was handed out stays valid. */
void lde_dataset_forget_inverses(lde_dataset *dataset, int entity);

/* One of several entities, in one value. */
static inline int64_t lde_ref_pack(int32_t entity, int32_t row)
{
  return (int64_t)entity << 32 | (uint32_t)row;
}
static inline int32_t lde_ref_entity(int64_t ref)
{
  return (int32_t)(ref >> 32);
}
static inline int32_t lde_ref_row(int64_t ref)
{
  return (int32_t)(ref & 0xFFFFFFFF);
}

/* Kinds of map values; a map is a list of triples key code, kind, payload. */
enum lde_map_kind { LDE_MAP_TEXT, LDE_MAP_NUMBER, LDE_MAP_BOOL }; /* payload: code, code of digits, 0/1 */

/* The source of a row that was read, -1 = none. */
static inline int32_t lde_table_source(const lde_table *table, int32_t row)
{
  return (int32_t)lde_packed_get(&table->places.source, (size_t)row) - 1;
}
/* Where the row was written: no column for that of an export. */
lde_place lde_table_place(const lde_table *table, int32_t row);
/* The place that was put for the value, else that of the row (field -1: always the row's). */
lde_place lde_table_place_written(const lde_table *table, int field, int32_t row);
/* Where a value was written: its own place, or for an export the cell in the row's line, or the row.
 * The column of a CSV cell is found by reading the line again, in model/place.c. */
lde_place lde_place_of(const lde_dataset *dataset, const lde_table *table, int field, int32_t row);
void lde_line_index_free(struct lde_line_index *index);
/* Name of the source for people, "" for -1. */
const char *lde_source_name(const lde_dataset *dataset, int32_t source);

/* First and last day of a period: written or one that exists by itself. False when unknown. */
bool lde_period_bounds(lde_dataset *dataset, const char *text, int32_t *first, int32_t *last);

/* SHA-256 over all written values in canonical form, independent of where they were written. */
void lde_dataset_digest(const lde_dataset *dataset, char *text);

#endif
