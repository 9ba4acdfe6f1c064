/* mapping.h: one mapped source at work: what the manifest says of it (source.h), applied to the
 * headers of the file, and the row at hand. The reader of the file gives headers and records;
 * mapping.c works out which cell feeds which field, cells.c makes values of cells, rows.c makes
 * rows of values. A reader other than CSV needs the two callbacks and nothing else. Inside load
 * only. */
#ifndef LDE_LOAD_MAPPING_H
#define LDE_LOAD_MAPPING_H

#include "load/csv.h"
#include "load/dialect.h"
#include "load/load.h"
#include "load/source.h"

enum { LDE_CACHE_SLOTS = 512, LDE_CACHE_TEXT_MAX = 22 };

/* The value that a text had before: most columns repeat few texts. */
typedef struct lde_cell_cache {
  int64_t value;
  char text[LDE_CACHE_TEXT_MAX];
  unsigned char len; /* 0 = free */
  bool empty;
} lde_cell_cache;

/* A literal, or the cell of a header: the pieces of "{Kostenplaats}-{Jaar}". */
typedef struct lde_piece {
  const char *text;
  size_t len;
  int32_t header; /* -1 = literal */
} lde_piece;

/* How one field of the entity is filled. */
typedef struct lde_target {
  const lde_field *field;
  int32_t header; /* number of the column from 0, -1 = none or composed */
  lde_piece *pieces;
  size_t piece_count;
  size_t pad;
  lde_lenient lenient;
  lde_dialect dialect, exact; /* of texts; of numbers and dates that a workbook keeps as such */
  bool numbers_known, dates_known, ambiguous;
  bool is_number, is_small, is_date, is_currency;
  const lde_translation_spec **translations;
  size_t translation_count;
  lde_cell_cache *cache; /* NULL = none */
  uint32_t cache_asked, cache_met;
} lde_target;

typedef enum lde_cell_state {
  LDE_CELL_EMPTY,
  LDE_CELL_VALUE,
  LDE_CELL_WRONG,
  LDE_CELL_DROPS
} lde_cell_state;

/* What the row at hand has for a field. */
typedef struct lde_taken {
  lde_cell_state state;
  int64_t value; /* of a list: the first of its items */
  size_t count;  /* of a list */
} lde_taken;

typedef struct lde_mapping {
  lde_dataset *dataset;
  const lde_source_spec *spec;
  lde_diagnostics *found;
  lde_table *table;
  int32_t source;           /* index into dataset->sources */
  lde_dialect_spec dialect; /* expanded */
  lde_arena arena;
  const char **headers; /* trimmed, end in NUL */
  const char **folded;
  bool *header_used;
  size_t header_count;
  uint32_t header_line;
  lde_target *targets;    /* by field index */
  LDE_VEC(int) fed;       /* fields with a cell, in field order */
  LDE_VEC(int32_t) where; /* by clause: its header */
  lde_taken *set;         /* by field index, or NULL; items in set_items */
  LDE_VEC(int32_t) set_items;
  LDE_VEC(int) set_fields;
  lde_parse parse;
  lde_number_style seen; /* style of numbers of the file so far; AMBIGUOUS = both */

  /* the reader */
  void *reader;
  void (*place)(void *reader, const lde_csv_cell *cell, uint32_t *line, uint32_t *column);
  /* Shows the records behind the one at hand to lde_mapping_observe until that says enough. */
  void (*look_ahead)(void *reader, struct lde_mapping *mapping, lde_target *target);

  /* the row at hand */
  const lde_csv_cell *cells;
  uint32_t line;
  lde_taken *taken; /* by field index */
  bool *touched;    /* by field index: some row had it */
  LDE_VEC(int32_t) items;
  bool row_wrong;
  lde_buffer scratch, text;

  /* equal rows of this source */
  int32_t first_row;        /* of the table */
  LDE_VEC(uint32_t) hashes; /* by row from there; 0 = never equal to another */
  uint32_t first_merged, first_time;
  lde_number_style ahead[2]; /* found by looking ahead: own column, other columns */
} lde_mapping;

/* mapping.c */
void lde_mapping_init(lde_mapping *mapping, lde_dataset *dataset, const lde_source_spec *spec,
                      lde_diagnostics *found);
void lde_mapping_deinit(lde_mapping *mapping);
/* Takes the header row. False when headers or mapping are wrong (reported). */
bool lde_mapping_headers(lde_mapping *mapping, const lde_csv_cell *cells, size_t count,
                         uint32_t line);
/* What cannot be said before the last row: notes for people. */
void lde_mapping_finish(lde_mapping *mapping);

/* cells.c: takes a text for a field of the row at hand; list items are separated by '|'. `cell` is
 * where it comes from, for complaints; `plain` when nothing but the text says what its value is. */
lde_cell_state lde_cell_take(lde_mapping *mapping, lde_target *target, const char *text, size_t len,
                             const lde_csv_cell *cell, bool plain);
/* Parses a text that the manifest or a script wrote, in the spelling of YAML. */
lde_cell_state lde_cell_take_written(lde_mapping *mapping, lde_target *target, const char *text,
                                     size_t len, const lde_csv_cell *cell);
/* One record for lde_mapping.look_ahead; true when enough was seen. */
bool lde_mapping_observe(lde_mapping *mapping, lde_target *target, const lde_csv_cell *cells);

/* rows.c: a record with as many cells as there are headers. */
void lde_mapping_row(lde_mapping *mapping, const lde_csv_cell *cells, uint32_t line);
/* As above through the transform; false when the script failed. */
bool lde_mapping_transform(lde_mapping *mapping, const lde_load_scripts *scripts, void *script,
                           const lde_csv_cell *cells, uint32_t line);
/* After the last row: equal ones become one. */
void lde_mapping_merge(lde_mapping *mapping);

/* Complaints about a cell of the row at hand (NULL: the row), a line, or the mapping in the
 * manifest. */
void lde_mapping_complain(lde_mapping *mapping, const lde_csv_cell *cell, const char *code,
                          const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void lde_mapping_say(lde_mapping *mapping, lde_severity severity, const char *code, uint32_t line,
                     uint32_t column, const char *help, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
void lde_mapping_blame(lde_mapping *mapping, lde_severity severity, const char *code, uint32_t line,
                       uint32_t column, const char *help, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

#endif
