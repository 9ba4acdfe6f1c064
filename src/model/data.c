#include "model/data.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

static const char *copy_clean(lde_arena *arena, const char *bytes, size_t len, size_t *out_len)
{
  size_t valid = lde_utf8_valid_length(bytes, len);
  lde_buffer clean = {0};
  char *copy;

  /* NUL ends the valid part but is a character that JSON can write: it is kept. */
  if (valid == len) {
    *out_len = len;
    return lde_arena_strndup(arena, bytes, len);
  }
  for (size_t at = 0; at < len;) {
    valid = lde_utf8_valid_length(bytes + at, len - at);
    lde_buffer_append(&clean, bytes + at, valid);
    at += valid;
    if (at == len)
      break;
    if (bytes[at] == '\0')
      lde_buffer_putc(&clean, '\0');
    else
      lde_buffer_puts(&clean, "\xEF\xBF\xBD");
    at++;
  }
  *out_len = clean.len;
  copy = lde_arena_alloc(arena, clean.len + 1);
  memcpy(copy, lde_buffer_text(&clean), clean.len);
  lde_buffer_free(&clean);
  return copy;
}

lde_data *lde_data_new(lde_arena *arena, lde_data_kind kind)
{
  lde_data *data = lde_arena_new(arena, lde_data);
  data->kind = kind;
  return data;
}

lde_data *lde_data_bool(lde_arena *arena, bool truth)
{
  lde_data *data = lde_data_new(arena, LDE_DATA_BOOL);
  data->as.truth = truth;
  return data;
}

lde_data *lde_data_integer(lde_arena *arena, int64_t value)
{
  lde_data *data = lde_data_new(arena, LDE_DATA_INTEGER);
  data->as.integer = value;
  return data;
}

lde_data *lde_data_number(lde_arena *arena, double value)
{
  lde_data *data = lde_data_new(arena, LDE_DATA_NUMBER);
  data->as.number = value;
  return data;
}

lde_data *lde_data_text(lde_arena *arena, const char *bytes, size_t len)
{
  lde_data *data = lde_data_new(arena, LDE_DATA_TEXT);
  data->as.text.bytes = copy_clean(arena, bytes, len, &data->as.text.len);
  return data;
}

lde_data *lde_data_add(lde_data *list, lde_data *item)
{
  assert(list->kind == LDE_DATA_LIST || list->kind == LDE_DATA_OBJECT);
  if (list->as.items.last)
    list->as.items.last->next = item;
  else
    list->as.items.first = item;
  list->as.items.last = item;
  list->as.items.count++;
  return item;
}

lde_data *lde_data_put(lde_arena *arena, lde_data *object, const char *key, size_t key_len,
                       lde_data *item)
{
  size_t len;

  assert(object->kind == LDE_DATA_OBJECT);
  item->key = copy_clean(arena, key, key_len, &len);
  item->key_len = (uint32_t)len;
  return lde_data_add(object, item);
}

const lde_data *lde_data_member(const lde_data *object, const char *key)
{
  if (!object || object->kind != LDE_DATA_OBJECT)
    return NULL;
  for (const lde_data *item = object->as.items.first; item; item = item->next)
    if (strcmp(item->key, key) == 0)
      return item;
  return NULL;
}
