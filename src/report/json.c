#include "report/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Whatever stands before a value: a comma, a line break, the indent. */
static void begin(lde_json *json)
{
  if (json->after_key) {
    json->after_key = false;
    return;
  }
  if (json->comma)
    lde_buffer_putc(json->out, ',');
  if (json->indented && json->depth) {
    lde_buffer_putc(json->out, '\n');
    lde_buffer_fill(json->out, ' ', 2 * (size_t)json->depth);
  }
}

void lde_json_open(lde_json *json, char bracket)
{
  begin(json);
  lde_buffer_putc(json->out, bracket);
  json->depth++;
  json->comma = false;
}

void lde_json_close(lde_json *json, char bracket)
{
  json->depth--;
  if (json->indented && json->comma) {
    lde_buffer_putc(json->out, '\n');
    lde_buffer_fill(json->out, ' ', 2 * (size_t)json->depth);
  }
  lde_buffer_putc(json->out, bracket);
  json->comma = true;
}

static void escape(lde_buffer *out, const char *text, size_t len)
{
  lde_buffer_putc(out, '"');
  for (size_t at = 0; at < len;) {
    int code_point;
    size_t used = lde_utf8_decode(text + at, len - at, &code_point);
    if (used == 0) {
      lde_buffer_puts(out, "\xEF\xBF\xBD");
      at++;
      continue;
    }
    if (code_point == '"' || code_point == '\\')
      lde_buffer_printf(out, "\\%c", (char)code_point);
    else if (code_point == '\n')
      lde_buffer_puts(out, "\\n");
    else if (code_point == '\r')
      lde_buffer_puts(out, "\\r");
    else if (code_point == '\t')
      lde_buffer_puts(out, "\\t");
    else if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) ||
             (code_point >= 0x2028 && code_point <= 0x202E) ||
             (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0x200E ||
             code_point == 0x200F || code_point == 0x061C)
      lde_buffer_printf(out, "\\u%04x", (unsigned)code_point);
    else
      lde_buffer_append(out, text + at, used);
    at += used;
  }
  lde_buffer_putc(out, '"');
}

void lde_json_key(lde_json *json, const char *key)
{
  begin(json);
  escape(json->out, key, strlen(key));
  lde_buffer_puts(json->out, json->indented ? ": " : ":");
  json->after_key = true;
  json->comma = false;
}

void lde_json_bytes(lde_json *json, const char *text, size_t len)
{
  begin(json);
  escape(json->out, text, len);
  json->comma = true;
}

void lde_json_text(lde_json *json, const char *text)
{
  if (text)
    lde_json_bytes(json, text, strlen(text));
  else
    lde_json_null(json);
}

void lde_json_integer(lde_json *json, int64_t value)
{
  begin(json);
  lde_buffer_printf(json->out, "%" PRId64, value);
  json->comma = true;
}

void lde_number_print(lde_buffer *out, double value)
{
  char text[40];
  bool plain = true;

  if (value == 0)
    value = 0; /* no minus sign before nothing */
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (strtod(text, NULL) == value)
      break;
  }
  for (char *c = text; *c; c++) {
    if (*c == 'e')
      plain = false;
    else if (!(*c >= '0' && *c <= '9') && *c != '-' && *c != '+') {
      *c = '.'; /* the host program may have set a locale */
      plain = false;
    }
  }
  lde_buffer_puts(out, text);
  if (plain)
    lde_buffer_puts(out, ".0");
}

void lde_json_number(lde_json *json, double value)
{
  if (!isfinite(value)) {
    lde_json_null(json);
    return;
  }
  begin(json);
  lde_number_print(json->out, value);
  json->comma = true;
}

void lde_json_bool(lde_json *json, bool value)
{
  begin(json);
  lde_buffer_puts(json->out, value ? "true" : "false");
  json->comma = true;
}

void lde_json_null(lde_json *json)
{
  begin(json);
  lde_buffer_puts(json->out, "null");
  json->comma = true;
}

/* Data is at most LDE_DATA_DEPTH_MAX deep. */
void lde_json_data(lde_json *json, const lde_data *data)
{
  bool object = data && data->kind == LDE_DATA_OBJECT;

  switch (data ? data->kind : LDE_DATA_NULL) {
  case LDE_DATA_NULL:
    lde_json_null(json);
    break;
  case LDE_DATA_BOOL:
    lde_json_bool(json, data->as.truth);
    break;
  case LDE_DATA_INTEGER:
    lde_json_integer(json, data->as.integer);
    break;
  case LDE_DATA_NUMBER:
    lde_json_number(json, data->as.number);
    break;
  case LDE_DATA_TEXT:
    lde_json_bytes(json, data->as.text.bytes, data->as.text.len);
    break;
  case LDE_DATA_LIST:
  case LDE_DATA_OBJECT:
    lde_json_open(json, object ? '{' : '[');
    for (const lde_data *item = data->as.items.first; item; item = item->next) {
      if (object)
        lde_json_key(json, item->key);
      lde_json_data(json, item);
    }
    lde_json_close(json, object ? '}' : ']');
    break;
  }
}

void lde_json_put_text(lde_json *json, const char *key, const char *text)
{
  lde_json_key(json, key);
  lde_json_text(json, text);
}

void lde_json_put_integer(lde_json *json, const char *key, int64_t value)
{
  lde_json_key(json, key);
  lde_json_integer(json, value);
}

void lde_json_put_number(lde_json *json, const char *key, double value)
{
  lde_json_key(json, key);
  lde_json_number(json, value);
}

void lde_json_put_bool(lde_json *json, const char *key, bool value)
{
  lde_json_key(json, key);
  lde_json_bool(json, value);
}

void lde_json_key_open(lde_json *json, const char *key, char bracket)
{
  lde_json_key(json, key);
  lde_json_open(json, bracket);
}
