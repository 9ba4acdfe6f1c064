#include "engine/json_read.h"

#include "base/memory.h"

json_t *lde_json_read(const char *text, size_t len, size_t flags, json_error_t *where)
{
  json_error_t own;
  json_error_t *told = where ? where : &own;
  json_t *root = json_loadb(text, len, flags, told);

  /* Of a text that is wrong jansson always says what is; without memory it mostly says nothing. */
  if (!root && (!*told->text || json_error_code(told) == json_error_out_of_memory))
    lde_memory_exhausted(len);
  return root;
}
