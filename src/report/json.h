/* json.h: writing JSON piece by piece, with the same bytes everywhere. Members stand in the order
 * in which they are written; integers stay integers; a floating-point number gets the fewest digits
 * that read back as the same number, in any locale; text is escaped, invalid UTF-8 becomes U+FFFD.
 * With `indented` every member has its own line. Written here because jansson cannot print shortest
 * numbers. */
#ifndef LDE_REPORT_JSON_H
#define LDE_REPORT_JSON_H

#include "base/buffer.h"
#include "model/data.h"

typedef struct lde_json {
  lde_buffer *out;
  bool indented;
  bool comma, after_key; /* what the next value needs in front of it */
  int depth;
} lde_json;

void lde_json_open(lde_json *json, char bracket);  /* { or [ */
void lde_json_close(lde_json *json, char bracket); /* } or ] */
void lde_json_key(lde_json *json, const char *key);
/* NULL is written as null. */
void lde_json_text(lde_json *json, const char *text);
void lde_json_bytes(lde_json *json, const char *text, size_t len);
void lde_json_integer(lde_json *json, int64_t value);
/* null when it is not finite. */
void lde_json_number(lde_json *json, double value);
void lde_json_bool(lde_json *json, bool value);
void lde_json_null(lde_json *json);
void lde_json_data(lde_json *json, const lde_data *data);

/* The members most written: key and value. */
void lde_json_put_text(lde_json *json, const char *key, const char *text);
void lde_json_put_integer(lde_json *json, const char *key, int64_t value);
void lde_json_put_number(lde_json *json, const char *key, double value);
void lde_json_put_bool(lde_json *json, const char *key, bool value);
void lde_json_key_open(lde_json *json, const char *key, char bracket);

/* Appends the shortest form of a finite number, with a point or exponent: 5.0, 0.1, 1e+20. */
void lde_number_print(lde_buffer *out, double value);

#endif
