#include "script/values.h"

#include <string.h>

#include "base/date.h"
#include "script/collection.h"
#include "script/record.h"

int64_t lde_value_units(const lde_field *field)
{
  int64_t units = 1;

  for (int scale = lde_type_scale(field->type); scale > 0; scale--)
    units *= 10;
  return units;
}

bool lde_value_is_number(const lde_field *field)
{
  switch (field->type) {
  case LDE_TYPE_MONEY:
  case LDE_TYPE_SHARE:
  case LDE_TYPE_FTE:
  case LDE_TYPE_NUMBER:
  case LDE_TYPE_INTEGER:
  case LDE_TYPE_MINUTES:
  case LDE_TYPE_LEVEL:
    return !(field->flags & LDE_LIST);
  default:
    return false;
  }
}

static void push_code(lua_State *L, const lde_script *script, int64_t code)
{
  const lde_strings *strings = &script->dataset->strings;

  lua_pushlstring(L, lde_strings_get(strings, (int32_t)code),
                  lde_strings_length(strings, (int32_t)code));
}

/* One value, or one item of a list. */
static void push_value(lua_State *L, lde_script *script, const lde_field *field, int64_t value)
{
  char text[LDE_DATE_TEXT_SIZE];

  switch (field->type) {
  case LDE_TYPE_SHARE:
  case LDE_TYPE_FTE:
  case LDE_TYPE_NUMBER:
    lua_pushnumber(L, (lua_Number)value / (lua_Number)lde_value_units(field));
    return;
  case LDE_TYPE_DATE:
    lua_pushstring(L, lde_date_print((int32_t)value, text));
    return;
  case LDE_TYPE_TIMESTAMP:
    lua_pushstring(L, lde_timestamp_print(value, text));
    return;
  case LDE_TYPE_BOOL:
    lua_pushboolean(L, value != 0);
    return;
  case LDE_TYPE_CHOICE:
    lua_pushstring(L, field->choices->items[value].text);
    return;
  case LDE_TYPE_REFERENCE:
    lde_record_push(L, field->target->index, (int32_t)value);
    return;
  case LDE_TYPE_REF:
    lde_record_push(L, lde_ref_entity(value), lde_ref_row(value));
    return;
  case LDE_TYPE_TEXT:
  case LDE_TYPE_PERIOD:
  case LDE_TYPE_MAP:
    push_code(L, script, value);
    return;
  default:
    lua_pushinteger(L, value);
  }
}

static void push_map(lua_State *L, lde_script *script, lde_rows items)
{
  const lde_strings *strings = &script->dataset->strings;

  lua_createtable(L, 0, (int)(items.count / 3));
  for (size_t i = 0; i + 2 < items.count; i += 3) {
    push_code(L, script, items.rows[i]);
    if (items.rows[i + 1] == LDE_MAP_BOOL)
      lua_pushboolean(L, items.rows[i + 2]);
    else if (items.rows[i + 1] != LDE_MAP_NUMBER ||
             !lua_stringtonumber(L, lde_strings_get(strings, items.rows[i + 2])))
      push_code(L, script, items.rows[i + 2]);
    lua_rawset(L, -3);
  }
}

static void push_list(lua_State *L, lde_script *script, const lde_field *field, lde_rows items)
{
  lde_sandbox_charge(L, items.count);
  if (field->type == LDE_TYPE_REFERENCE) {
    lde_collection_push_rows(L, field->target, items.rows, items.count);
    return;
  }
  lua_createtable(L, (int)items.count, 0);
  for (size_t i = 0; i < items.count; i++) {
    push_value(L, script, field, items.rows[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

void lde_value_push_field(lua_State *L, lde_script *script, const lde_field *field, int32_t row)
{
  const lde_table *table = lde_dataset_table(script->dataset, field->entity->index);
  bool has;

  if (field->flags & LDE_VIRTUAL) {
    lde_row_label(script->dataset, table, row, script->language, &script->text);
    lde_script_push_text(L, script);
    return;
  }
  has = lde_table_has(table, field->index, row);
  if (field->flags & LDE_LIST && (has || field->type == LDE_TYPE_REFERENCE))
    push_list(L, script, field, lde_table_list(table, field->index, row));
  else if (has && field->type == LDE_TYPE_MAP)
    push_map(L, script, lde_table_list(table, field->index, row));
  else if (has)
    push_value(L, script, field, lde_table_get(table, field->index, row));
  else if (field->index == LDE_F_ID)
    lde_record_push_id(L, field->entity->index, row, false);
  else
    lua_pushnil(L);
}

void lde_value_push_data(lua_State *L, const lde_data *data)
{
  lua_Integer at = 0;

  luaL_checkstack(L, 4, "nesting");
  switch (data->kind) {
  case LDE_DATA_NULL:
    lua_pushnil(L);
    return;
  case LDE_DATA_BOOL:
    lua_pushboolean(L, data->as.truth);
    return;
  case LDE_DATA_INTEGER:
    lua_pushinteger(L, data->as.integer);
    return;
  case LDE_DATA_NUMBER:
    lua_pushnumber(L, data->as.number);
    return;
  case LDE_DATA_TEXT:
    lua_pushlstring(L, data->as.text.bytes, data->as.text.len);
    return;
  case LDE_DATA_LIST:
  case LDE_DATA_OBJECT:
    lua_newtable(L);
    for (const lde_data *item = data->as.items.first; item; item = item->next) {
      lde_value_push_data(L, item);
      if (item->key)
        lua_setfield(L, -2, item->key);
      else
        lua_rawseti(L, -2, ++at);
    }
  }
}
