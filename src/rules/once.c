/* once = function(org, P): the author walks whole collections and calls report{at = record, …}. */
#include <string.h>

#include "rules/internal.h"

static const char *const keys[] = {"at",       "field", "message",  "help",   "size",
                                   "severity", "key",   "evidence", "values", NULL};

static void check_keys(lua_State *L, lde_language lang)
{
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    lde_suggestion suggestion = {.wanted =
                                     lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?"};
    for (const char *const *key = keys; *key; key++)
      lde_suggestion_offer(&suggestion, *key);
    if (suggestion.count == 0 || suggestion.distance[0] != 0)
      lde_script_raise_unknown(
          L, &suggestion,
          LDE_TR(lang, "report has no key '%.60s'", "report heeft geen sleutel '%.60s'"),
          suggestion.wanted);
  }
}

/* Pushes the message in the run's language, nil when there is none. */
static void push_message(lua_State *L, lde_language lang)
{
  lua_getfield(L, 1, "message");
  if (lua_istable(L, -1)) {
    lua_getfield(L, -1, lang == LDE_DUTCH ? "nl" : "en");
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      lua_getfield(L, -1, lang == LDE_DUTCH ? "en" : "nl");
    }
    lua_replace(L, -2);
  }
  if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TSTRING)
    luaL_error(
        L, "%s",
        LDE_TR(lang, "report: message must be a text", "report: message moet een tekst zijn"));
}

int lde_rule_report(lua_State *L)
{
  lde_rule_file *file = lde_script_attached(lde_script_of(L), LDE_RULES_DESK);
  lde_language lang = file->rules->lang;
  const lde_record *record;
  lde_hit hit = {.row = LDE_NO_ROW, .first = LDE_NO_ROW, .report = 1};

  if (!file->run || !file->run->rule->has_once)
    return luaL_error(
        L, "%s",
        LDE_TR(lang, "report is for the once of a rule", "report is voor de once van een regel"));
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lde_sandbox_charge(L, 20);
  check_keys(L, lang);
  lua_getfield(L, 1, "at");
  record = lua_isnil(L, 2) ? NULL : lde_record_test(L, 2);
  if (!record && !lua_isnil(L, 2))
    return luaL_error(
        L, "%s", LDE_TR(lang, "report: at must be a record", "report: at moet een gegeven zijn"));
  if (record) {
    hit.entity = lde_schema_entity(file->rules->dataset->schema, record->entity);
    hit.row = record->row;
  }
  lua_getfield(L, 1, "key");
  if (!lua_isnil(L, 3))
    hit.keys = lde_arena_strdup(file->run->arena, lde_sandbox_tostring(L, 3, NULL));
  lua_settop(L, 3);
  push_message(L, lang);
  hit.text = lua_isnil(L, 4) ? 0 : 4;
  luaL_checkstack(L, 2 * LDE_EXPRESSION_STACK, "report");
  lua_rawgeti(L, LUA_REGISTRYINDEX, file->compiled);
  file->run->compiled = 5;
  lde_rule_hit(L, file->run, &hit);
  return 0;
}

int lde_rule_run_once(lua_State *L)
{
  lde_rule_run *run = lua_touserdata(L, 1);
  lde_rule *rule = run->rule;

  lde_rule_begin(L, run);
  lde_rule_push_member(L, rule, "once");
  for (int i = 0; i < rule->once_count; i++)
    if (rule->once_names[i] == 'P') {
      lua_pushvalue(L, 3);
    } else if (rule->once_names[i] == 'r') {
      lua_pushcfunction(L, lde_rule_report);
    } else {
      lua_getglobal(L, "ld");
      lua_getfield(L, -1, "org");
      lua_remove(L, -2);
    }
  lde_sandbox_call_plain(L, rule->once_count, 0);
  return 0;
}
