#include <jansson.h>
#include <string.h>

#include "base/error.h"
#include "engine/exchange/interchange.h"
#include "engine/json_read.h"
#include "report/json.h"

enum { COLUMNS_MAX = 2000, DEPTH_MAX = 64 };

/* First all records are walked for their columns, then again for their cells. */
typedef struct flattening {
  lde_arena arena;
  LDE_VEC(const char *) columns;
  lde_buffer *cells; /* by column; NULL while columns are collected */
  const char *each;
  lde_buffer *out;
  bool too_many;
} flattening;

static size_t column_of(flattening *self, const char *name)
{
  for (size_t i = 0; i < self->columns.len; i++)
    if (strcmp(self->columns.data[i], name) == 0)
      return i;
  if (self->cells || self->columns.len >= COLUMNS_MAX) {
    self->too_many |= self->cells == NULL;
    return COLUMNS_MAX;
  }
  lde_vec_push(&self->columns, lde_arena_strdup(&self->arena, name));
  return self->columns.len - 1;
}

static void put_scalar(lde_buffer *cell, const json_t *value)
{
  if (json_is_string(value))
    lde_buffer_append(cell, json_string_value(value), json_string_length(value));
  else if (json_is_integer(value))
    lde_buffer_printf(cell, "%lld", (long long)json_integer_value(value));
  else if (json_is_real(value))
    lde_number_print(cell, json_real_value(value));
  else if (json_is_boolean(value))
    lde_buffer_puts(cell, json_is_true(value) ? "true" : "false");
}

/* A value or a list of them into its column, items separated by '|'. */
static void put_cell(flattening *self, const char *name, const json_t *value)
{
  size_t column = column_of(self, name);

  if (!self->cells || column == COLUMNS_MAX)
    return;
  if (self->cells[column].len)
    lde_buffer_putc(&self->cells[column], '|');
  put_scalar(&self->cells[column], value);
}

static void flatten(flattening *self, const char *path, const json_t *value, json_t *chosen,
                    int depth);

static void flatten_list(flattening *self, const char *path, const json_t *list, json_t *chosen,
                         int depth)
{
  size_t i;
  json_t *item;
  bool object_seen = false;

  json_array_foreach((json_t *)list, i, item)
  {
    if (!json_is_object(item) && !json_is_array(item))
      put_cell(self, path, item);
    else if (!object_seen)
      flatten(self, path, item, chosen, depth + 1);
    object_seen |= json_is_object(item);
  }
}

/* `chosen` stands for the list `each` of this row; NULL = there is none. */
static void flatten(flattening *self, const char *path, const json_t *value, json_t *chosen,
                    int depth)
{
  const char *key;
  json_t *member;

  if (depth > DEPTH_MAX)
    return;
  if (chosen && self->each && strcmp(path, self->each) == 0 && value != chosen)
    value = chosen;
  if (json_is_array(value)) {
    flatten_list(self, path, value, chosen, depth);
  } else if (json_is_object(value)) {
    json_object_foreach((json_t *)value, key, member)
        flatten(self, lde_arena_printf(&self->arena, "%s%s%s", path, *path ? "." : "", key), member,
                chosen, depth + 1);
  } else if (!json_is_null(value)) {
    put_cell(self, path, value);
  }
}

static void write_cell(lde_buffer *out, const char *text, size_t len, bool first)
{
  if (!first)
    lde_buffer_putc(out, ',');
  lde_buffer_putc(out, '"');
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '"')
      lde_buffer_putc(out, '"');
    lde_buffer_putc(out, text[i]);
  }
  lde_buffer_putc(out, '"');
}

static void take_row(flattening *self, const json_t *record, json_t *chosen)
{
  flatten(self, "", record, chosen, 0);
  if (!self->cells)
    return;
  for (size_t i = 0; i < self->columns.len; i++) {
    write_cell(self->out, lde_buffer_text(&self->cells[i]), self->cells[i].len, i == 0);
    lde_buffer_truncate(&self->cells[i], 0);
  }
  lde_buffer_puts(self->out, "\n");
}

static void take_record(flattening *self, const json_t *record)
{
  json_t *list = self->each ? json_object_get(record, self->each) : NULL, *item;
  size_t i;

  if (!json_is_array(list) || json_array_size(list) == 0) {
    take_row(self, record, NULL);
    return;
  }
  json_array_foreach(list, i, item) take_row(self, record, item);
}

/* A statement that voids another is applied: both are left out. */
static const char *voids(const json_t *record)
{
  const char *verb = json_string_value(json_object_get(json_object_get(record, "verb"), "id"));

  return verb && strcmp(verb, "http://adlnet.gov/expapi/verbs/voided") == 0
             ? json_string_value(json_object_get(json_object_get(record, "object"), "id"))
             : NULL;
}

static void drop_voided(json_t *records)
{
  json_t *voided = json_object(), *record;
  const char *id;
  size_t i;

  json_array_foreach(records, i, record) if ((id = voids(record)))
      json_object_set_new(voided, id, json_true());
  for (i = json_array_size(records); i-- > 0 && json_object_size(voided);) {
    record = json_array_get(records, i);
    id = json_string_value(json_object_get(record, "id"));
    if (voids(record) || (id && json_object_get(voided, id)))
      json_array_remove(records, i);
  }
  json_decref(voided);
}

static void add_records(json_t *records, json_t *root)
{
  json_t *inner = json_object_get(root, "statements"), *item;
  size_t i;

  if (!json_is_array(inner))
    inner = json_object_get(root, "@graph");
  if (!json_is_array(inner))
    inner = json_is_array(root) ? root : NULL;
  if (!inner) {
    json_array_append(records, root);
    return;
  }
  json_array_foreach(inner, i, item) json_array_append(records, item);
}

/* One document, or several after each other. */
static json_t *read_records(const char *bytes, size_t len, json_error_t *where)
{
  json_t *records = json_array(), *root;
  size_t at = 0, start;

  if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
    at = 3;
  for (;;) {
    while (at < len && strchr(" \t\r\n", bytes[at]))
      at++;
    if (at >= len)
      return records;
    start = at;
    root = lde_json_read(bytes + at, len - at, JSON_DISABLE_EOF_CHECK, where);
    if (!root) {
      for (size_t i = 0; i < start; i++)
        where->line += bytes[i] == '\n';
      json_decref(records);
      return NULL;
    }
    add_records(records, root);
    json_decref(root);
    at += (size_t)where->position;
  }
}

static void write_rows(flattening *self, json_t *records)
{
  size_t i;
  json_t *record;

  json_array_foreach(records, i, record) take_record(self, record);
  if (self->too_many)
    return;
  for (i = 0; i < self->columns.len; i++)
    write_cell(self->out, self->columns.data[i], strlen(self->columns.data[i]), i == 0);
  lde_buffer_puts(self->out, "\n");
  self->cells = lde_arena_array(&self->arena, self->columns.len + 1, lde_buffer);
  json_array_foreach(records, i, record) take_record(self, record);
  for (i = 0; i < self->columns.len; i++)
    lde_buffer_free(&self->cells[i]);
}

bool lde_json_rows(const char *bytes, size_t len, const char *each, lde_language lang,
                   lde_buffer *out, lde_error *err)
{
  flattening self = {.each = each, .out = out};
  json_error_t where;
  json_t *records = read_records(bytes, len, &where);
  bool written;

  if (!records) {
    lde_fail(err, LDE_ERROR_INPUT,
             LDE_TR(lang, "this is not JSON: line %d, column %d: %s",
                    "dit is geen JSON: regel %d, kolom %d: %s"),
             where.line, where.column, where.text);
    return false;
  }
  drop_voided(records);
  write_rows(&self, records);
  written = !self.too_many && self.columns.len;
  if (!written)
    lde_fail(err, LDE_ERROR_INPUT, "%s",
             self.too_many
                 ? LDE_TR(lang, "its records have too many different members",
                          "de gegevens erin hebben te veel verschillende onderdelen")
                 : LDE_TR(lang, "there are no records in it", "er staan geen gegevens in"));
  json_decref(records);
  lde_vec_free(&self.columns);
  lde_arena_free(&self.arena);
  return written;
}
