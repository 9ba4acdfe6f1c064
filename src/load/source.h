/* source.h: one entry of the manifest's `sources:` that maps an export, as the manifest reader found
 * it: names are already fields, choices already checked. The reader of the file (csv_source.h) walks
 * it; what depends on the file (headers, detection of the dialect) is decided there. Everything lives
 * in the arena of the manifest. A field `label` is already the label of the organisation's language. */
#ifndef LDE_LOAD_SOURCE_H
#define LDE_LOAD_SOURCE_H

#include "base/memory.h"
#include "model/dataset.h"
#include "model/diagnostic.h"

/* A text of the manifest with its place there. */
typedef struct lde_written {
  const char *text;
  size_t len;
  uint32_t line, column;
} lde_written;

/* What `dialect:` fixes; 0 or false means auto. */
typedef enum lde_date_form {
  LDE_DATE_FORM_AUTO,
  LDE_DATE_FORM_YYYY_MM_DD,  /* yyyy-mm-dd */
  LDE_DATE_FORM_YYYYMMDD,    /* yyyymmdd */
  LDE_DATE_FORM_DD_MM_DASH,  /* dd-mm-yyyy */
  LDE_DATE_FORM_D_M_DASH,    /* d-m-yyyy */
  LDE_DATE_FORM_DD_MM_SLASH, /* dd/mm/yyyy */
  LDE_DATE_FORM_DD_MM_DOT,   /* dd.mm.yyyy */
  LDE_DATE_FORM_MM_DD_SLASH  /* mm/dd/yyyy: only when written */
} lde_date_form;

typedef enum lde_encoding {
  LDE_ENCODING_AUTO,
  LDE_ENCODING_UTF_8,
  LDE_ENCODING_WINDOWS_1252,
  LDE_ENCODING_LATIN_1,
  LDE_ENCODING_UTF_16
} lde_encoding;

typedef struct lde_dialect_spec {
  enum { LDE_PRESET_AUTO, LDE_PRESET_NL, LDE_PRESET_RFC } preset; /* the keys below win from it */
  char delimiter;      /* 0 = auto */
  char decimal;        /* 0 = auto */
  char thousands;      /* 0 = auto, unless thousands_written: then none */
  bool thousands_written;
  lde_encoding encoding;
  lde_date_form date;
} lde_dialect_spec;

typedef struct lde_column_spec { /* columns: {field: [header, …]} */
  const lde_field *field;
  lde_written *headers; /* alternatives, in the order written */
  size_t count;
  bool composed;        /* the only header has {Header} in it: a value made of several cells */
  uint32_t line, column; /* of the key */
} lde_column_spec;

typedef struct lde_translation_spec { /* values: {field: {from: to}} */
  const lde_field *field;
  lde_written from, to; /* to.text NULL = empty (null) */
} lde_translation_spec;

typedef struct lde_where_spec { /* where: {Header: [text, …]} */
  lde_written header;
  lde_written *texts;
  size_t count;
} lde_where_spec;

typedef struct lde_by_spec { /* by: {field: field of the target} */
  const lde_field *field, *target_field;
} lde_by_spec;

typedef struct lde_set_spec { /* set: {field: value}; a list gives its items one by one */
  const lde_field *field;
  lde_written value;
} lde_set_spec;

typedef struct lde_pad_spec { /* pad: {field: width} */
  const lde_field *field;
  size_t width;
} lde_pad_spec;

typedef struct lde_unit_spec { /* units: {field: hours} */
  const lde_field *field;
  int64_t per_unit; /* hours of a minutes field: 60 */
} lde_unit_spec;

typedef struct lde_lenient_spec { /* lenient: {field: empty or drop} */
  const lde_field *field;
  lde_lenient action;
} lde_lenient_spec;

typedef struct lde_source_spec {
  const char *file; /* as in the manifest */
  const char *path; /* to open it */
  const char *manifest, *manifest_path; /* as shown and to open: for complaints about the mapping */
  uint32_t line, column; /* of `file` in the manifest */
  lde_source_kind kind;  /* CSV or XLSX; native YAML needs no spec */
  lde_entity *entity;
  lde_language language; /* of the organisation: what a transform's `label` fills */
  lde_dialect_spec dialect;
  bool has_columns;      /* false: headers are matched to the names and labels of fields */
  LDE_VEC(lde_column_spec) columns;
  LDE_VEC(lde_translation_spec) values;
  LDE_VEC(lde_where_spec) where;
  LDE_VEC(lde_by_spec) by;
  LDE_VEC(lde_set_spec) set;
  LDE_VEC(lde_pad_spec) pad;
  LDE_VEC(lde_unit_spec) units;
  LDE_VEC(lde_written) ignore;
  LDE_VEC(lde_lenient_spec) lenient;
  const char *sheet;     /* NULL = the first */
  uint32_t header_row;   /* from 1 */
  lde_written transform; /* text NULL = none; as written: lde_load_scripts.open gets it like this */
} lde_source_spec;

/* Frees the lists; texts belong to the arena. */
void lde_source_spec_deinit(lde_source_spec *spec);

/* The field that `name` fills when people write to it: an alias is followed, and `label` becomes the
 * label of `language`. NULL when the entity has no such field. */
const lde_field *lde_field_written(const lde_entity *entity, const char *name,
                                   lde_language language);

#endif
