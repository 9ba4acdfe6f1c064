/* value.h: the value types: how a written text becomes a value and back. Each type is one row of
 * lde_type_class, in type_<name>.c. Parsing knows the dialect of the source; printing always gives
 * the form that YAML, JSON and SQL show. */
#ifndef LDE_MODEL_VALUE_H
#define LDE_MODEL_VALUE_H

#include "model/dataset.h"
#include "model/diagnostic.h"

/* How a source writes numbers and dates. */
typedef enum lde_date_order {
  LDE_DATE_ISO,   /* yyyy-mm-dd */
  LDE_DATE_YMD,   /* yyyymmdd */
  LDE_DATE_DMY    /* day, month, year with one separator; leading zeros optional where `loose` */
} lde_date_order;

typedef struct lde_dialect {
  char decimal, thousands;   /* thousands 0 = no grouping */
  lde_date_order date_order;
  char date_separator;       /* of DMY: - / . */
  bool month_first;          /* mm/dd, only when the manifest writes it */
  bool loose_days;           /* d-m-yyyy is read too */
  bool cells;                /* an export: labels of choices, level labels, blanks around, ja/nee */
  int64_t per_unit;          /* `units:` of the mapping: written hours → 60; 0 or 1 = as is */
} lde_dialect;
#define LDE_DIALECT_INIT {.decimal = '.', .date_separator = '-', .per_unit = 1}

/* Why a text could not become a value; `code` is that of a diagnostic ("load/type"). */
typedef struct lde_mistake {
  const char *code;
  lde_buffer message, help;
} lde_mistake;
void lde_mistake_deinit(lde_mistake *mistake);

typedef struct lde_parse {
  lde_dataset *dataset;
  const lde_dialect *dialect;
  lde_mistake mistake;
  bool time_dropped; /* a time behind a date was left out */
  const char *called; /* what the field is called where it was written, when not by its name: a heading;
                         choices are then named by their labels too */
} lde_parse;

/* One written text (trimmed by cells) to one value of the field's type, list items one by one.
 * References and periods give the code of the text; a level that is no number gives
 * LDE_LEVEL_PENDING(code): resolve finishes both. False fills parse->mistake. */
bool lde_value_parse(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                     int64_t *value);
#define LDE_LEVEL_PENDING(code)      (-2 - (int64_t)(code))
#define LDE_LEVEL_IS_PENDING(value)  ((value) <= -2)
#define LDE_LEVEL_PENDING_CODE(value) ((int32_t)(-2 - (value)))

/* Appends one value as YAML, JSON text and SQL show it. Lists: one item. */
void lde_value_print(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out);
/* Appends the field of a row: lists separated by '|', maps as JSON text, "" when empty. */
void lde_field_print(lde_dataset *dataset, const lde_table *table, const lde_field *field,
                     int32_t row, lde_buffer *out);
/* Appends one value for people: € 1.250,00, 1-3-2027, translated choices. */
void lde_value_format(lde_dataset *dataset, const lde_field *field, int64_t value,
                      lde_language lang, lde_buffer *out);

/* What a type is in other languages. */
typedef enum lde_shape { LDE_SHAPE_TEXT, LDE_SHAPE_INTEGER, LDE_SHAPE_NUMBER, LDE_SHAPE_BOOL } lde_shape;
typedef struct lde_type_class {
  bool (*parse)(lde_parse *parse, const lde_field *field, const char *text, size_t len, int64_t *value);
  void (*print)(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out);
  void (*format)(lde_dataset *dataset, const lde_field *field, int64_t value, lde_language lang, lde_buffer *out); /* NULL: as print */
  lde_shape shape; /* in Lua, JSON and SQL; money is an integer of minor units */
} lde_type_class;
const lde_type_class *lde_type_class_of(lde_type type);

/* Fills the mistake; returns false, so that a parser can end with it. */
bool lde_mistake_set(lde_parse *parse, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void lde_mistake_help(lde_parse *parse, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
