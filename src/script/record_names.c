#include "script/record_names.h"

#include <string.h>

#include "base/error.h"
#include "script/collection.h"
#include "script/values.h"

lde_name_code lde_name_find_text(const lde_entity *entity, const char *name)
{
  const lde_field *field = lde_entity_field(entity, name);
  const lde_relation *relation;

  if (field)
    return lde_name_make(LDE_NAME_FIELD, field->index);
  relation = lde_entity_relation(entity, name);
  if (relation)
    return lde_name_make(LDE_NAME_RELATION, (int)(relation - entity->relations.data));
  return strcmp(name, "source") == 0 ? lde_name_make(LDE_NAME_SOURCE, 0) : -1;
}

static void put_name(lua_State *L, const char *name, lde_name_code code)
{
  lua_pushinteger(L, code);
  lua_setfield(L, -2, name);
}

/* Leaves the table of the entity's names on the stack. */
static void make_names(lua_State *L, lde_script *script, const lde_entity *entity)
{
  lua_createtable(L, 0, entity->field_count + (int)entity->relations.len + 1);
  put_name(L, "source", lde_name_make(LDE_NAME_SOURCE, 0));
  for (size_t i = 0; i < entity->relations.len; i++)
    put_name(L, entity->relations.data[i].name, lde_name_make(LDE_NAME_RELATION, (int)i));
  for (int f = 0; f < entity->field_count; f++)
    put_name(L, entity->fields[f].name, lde_name_make(LDE_NAME_FIELD, f));
  lua_pushvalue(L, -1);
  script->names[entity->index] = luaL_ref(L, LUA_REGISTRYINDEX);
}

lde_name_code lde_name_find(lua_State *L, lde_script *script, const lde_entity *entity, int index)
{
  lde_name_code code = -1;

  if (lua_type(L, index) != LUA_TSTRING)
    return -1;
  if (script->names[entity->index] == LUA_NOREF)
    make_names(L, script, entity);
  else
    lua_rawgeti(L, LUA_REGISTRYINDEX, script->names[entity->index]);
  lua_pushvalue(L, index);
  if (lua_rawget(L, -2) == LUA_TNUMBER)
    code = (lde_name_code)lua_tointeger(L, -1);
  else
    code = lde_name_find_text(entity, lua_tostring(L, index)); /* an alias: exceptions' `until` */
  lua_pop(L, 2);
  return code;
}

/* What people write for `label` in either language. */
static bool means_label(const char *name)
{
  static const char *const words[] = {"name", "naam", "title", "titel", "omschrijving"};

  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (lde_text_distance(name, words[i], 0) == 0)
      return true;
  return false;
}

void lde_name_suggest(const lde_entity *entity, lde_suggestion *suggestion)
{
  if (entity->has_label && means_label(suggestion->wanted)) {
    suggestion->best[0] = "label";
    suggestion->distance[0] = 0;
    suggestion->count = 1;
    return;
  }
  for (int f = 0; f < entity->field_count; f++)
    lde_suggestion_offer(suggestion, entity->fields[f].name);
  for (size_t i = 0; i < entity->relations.len; i++)
    lde_suggestion_offer(suggestion, entity->relations.data[i].name);
  lde_suggestion_offer(suggestion, "source");
  for (int f = 0; f < entity->field_count && suggestion->count == 0; f++)
    for (int lang = 0; lang < 2; lang++)
      if (lde_text_distance(suggestion->wanted, entity->fields[f].label[lang], 0) == 0) {
        suggestion->best[suggestion->count++] = entity->fields[f].name;
        break;
      }
}

int lde_name_raise(lua_State *L, const lde_entity *entity, const char *name)
{
  lde_suggestion suggestion = {.wanted = name};

  lde_name_suggest(entity, &suggestion);
  return lde_script_raise_unknown(
      L, &suggestion,
      LDE_TR(lde_script_of(L)->language, "%s have no field '%.60s'", "%s hebben geen veld '%.60s'"),
      entity->plural, name);
}

/* record.source: where the record was written; empty for one that the engine made. */
static void push_source(lua_State *L, lde_script *script, const lde_entity *entity, int32_t row)
{
  const lde_table *table = lde_dataset_table(script->dataset, entity->index);
  lde_place place = lde_place_of(script->dataset, table, -1, row);

  lua_createtable(L, 0, 3);
  if (place.source >= 0) {
    lua_pushstring(L, lde_source_name(script->dataset, place.source));
    lua_setfield(L, -2, "file");
    if (place.line) {
      lua_pushinteger(L, place.line);
      lua_setfield(L, -2, "line");
    }
    if (place.column) {
      lua_pushinteger(L, place.column);
      lua_setfield(L, -2, "column");
    }
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, script->source_metatable);
  lua_setmetatable(L, -2);
}

void lde_name_push(lua_State *L, lde_script *script, const lde_entity *entity, int32_t row,
                   lde_name_code code)
{
  const lde_relation *relation;
  lde_rows rows;

  switch (lde_name_kind_of(code)) {
  case LDE_NAME_FIELD:
    lde_value_push_field(L, script, &entity->fields[lde_name_index(code)], row);
    return;
  case LDE_NAME_RELATION:
    relation = &entity->relations.data[lde_name_index(code)];
    rows = lde_dataset_inverse(script->dataset, relation->field, entity->index, row);
    lde_collection_push_borrowed(L, relation->field->entity, rows);
    return;
  case LDE_NAME_SOURCE:
    push_source(L, script, entity, row);
    return;
  default:
    lua_pushnil(L);
  }
}
