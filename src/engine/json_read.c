#include "engine/json_read.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "engine/internal.h"

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

json_t *lde_json_read_stored(lde_result *result, const char *text)
{
  json_error_t where;
  json_t *root = text ? lde_json_read(text, strlen(text), 0, &where) : NULL;

  if (text && !root)
    lde_result_add(result, "load/database", NULL,
                   LDE_TR(result->language, "a list of the stored run cannot be read: %s",
                          "een lijst van de bewaarde uitvoering is niet te lezen: %s"),
                   where.text);
  return root;
}
