#include "script/ld.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "model/derived.h"
#include "script/collection.h"
#include "script/expression.h"
#include "script/order.h"
#include "script/record.h"

/* ---- dates ---- */

int32_t lde_ld_check_date(lua_State *L, int index)
{
  lde_language lang = lde_sandbox_language(L);
  bool impossible = false;
  const char *text;
  int64_t minutes;
  int32_t date;
  size_t len;

  if (lua_type(L, index) != LUA_TSTRING)
    luaL_typeerror(L, index,
                   LDE_TR(lang, "date (a text such as \"2027-03-01\")",
                          "datum (een tekst zoals \"2027-03-01\")"));
  text = lua_tolstring(L, index, &len);
  if (lde_date_parse(text, len, &date, &impossible))
    return date;
  if (!impossible && lde_timestamp_parse(text, len, &minutes, &impossible))
    return (int32_t)((minutes - (minutes % 1440 + 1440) % 1440) / 1440);
  luaL_error(L,
             impossible ? LDE_TR(lang, "'%s' is not a day of the calendar",
                                 "'%s' is geen dag op de kalender")
                        : LDE_TR(lang, "'%s' is not a date; write it as 2027-03-01",
                                 "'%s' is geen datum; schrijf die als 2027-03-01"),
             lua_pushlstring(L, text, len > 60 ? 60 : len));
  return 0;
}

static int push_date(lua_State *L, int64_t date)
{
  char text[LDE_DATE_TEXT_SIZE];

  if (date < lde_date_from_civil(1, 1, 1) || date > lde_date_from_civil(9999, 12, 31))
    return luaL_error(L, "%s",
                      LDE_TR(lde_sandbox_language(L), "the date is outside the years 1 to 9999",
                             "de datum ligt buiten de jaren 1 tot en met 9999"));
  lua_pushstring(L, lde_date_print((int32_t)date, text));
  return 1;
}

/* The functions on dates and money give nil when something they need is empty. */
static bool is_empty(lua_State *L, int arguments)
{
  lde_sandbox_charge(L, 5);
  for (int i = 1; i <= arguments; i++) {
    luaL_checkany(L, i);
    if (lua_isnil(L, i)) {
      lua_pushnil(L);
      return true;
    }
  }
  return false;
}

static int l_date(lua_State *L)
{
  return is_empty(L, 1) ? 1 : push_date(L, lde_ld_check_date(L, 1));
}

static int l_add_days(lua_State *L)
{
  int32_t date;
  lua_Integer days;

  if (is_empty(L, 2))
    return 1;
  date = lde_ld_check_date(L, 1);
  days = luaL_checkinteger(L, 2);
  return push_date(L, days > -10000000 && days < 10000000 ? date + days : INT64_MAX);
}

static int l_add_months(lua_State *L)
{
  int32_t date;
  lua_Integer months;
  int year, month, day;

  if (is_empty(L, 2))
    return 1;
  date = lde_ld_check_date(L, 1);
  months = luaL_checkinteger(L, 2);
  lde_date_to_civil(date, &year, &month, &day);
  if (months <= -200000 || months >= 200000 || (12 * year + month - 1 + months) / 12 < 1 ||
      (12 * year + month - 1 + months) / 12 > 9999)
    return push_date(L, INT64_MAX);
  return push_date(L, lde_date_add_months(date, (int)months));
}

static int l_days(lua_State *L)
{
  if (is_empty(L, 2))
    return 1;
  lua_pushinteger(L, (lua_Integer)lde_ld_check_date(L, 2) - lde_ld_check_date(L, 1));
  return 1;
}

/* The quarter of the plan year, as plan lines have it; of the calendar for a day in another year.
 */
static int l_quarter(lua_State *L)
{
  const lde_dataset *ds = lde_script_of(L)->dataset;
  int32_t date;
  int quarter = 4;

  if (is_empty(L, 1))
    return 1;
  date = lde_ld_check_date(L, 1);
  if (date < ds->year_first || date > ds->year_last) {
    lua_pushinteger(L, lde_date_quarter(date));
    return 1;
  }
  while (quarter > 1 && date < lde_date_add_months(ds->year_first, (quarter - 1) * 3))
    quarter--;
  lua_pushinteger(L, quarter);
  return 1;
}

/* ---- money, levels, results ---- */

static int l_money(lua_State *L)
{
  lde_script *script = lde_script_of(L);
  lua_Number rounded;
  int64_t minor;

  if (is_empty(L, 1))
    return 1;
  if (lua_isinteger(L, 1)) {
    minor = lua_tointeger(L, 1);
  } else {
    rounded = round(luaL_checknumber(L, 1)); /* half away from zero, as all money is rounded */
    luaL_argcheck(L, rounded > -9e18 && rounded < 9e18, 1,
                  LDE_TR(script->language, "too large", "te groot"));
    minor = (int64_t)rounded;
  }
  lde_money_format(&script->text, minor, script->dataset->currency, script->language);
  lde_script_push_text(L, script);
  return 1;
}

static int l_level(lua_State *L)
{
  lde_script *script = lde_script_of(L);
  int32_t employee, competency, level;

  if (is_empty(L, 2))
    return 1;
  employee = lde_record_check_row(L, 1, LDE_E(employee));
  competency = lde_record_check_row(L, 2, LDE_E(competency));
  lde_sandbox_charge(L, 50);
  level = lde_current_level(script->dataset, employee, competency);
  if (level < 0)
    lua_pushnil(L);
  else
    lua_pushinteger(L, level);
  return 1;
}

/* ld.object{…}: an object in a result, also when it is empty or has keys 1…n. */
static int l_object(lua_State *L)
{
  if (lua_isnone(L, 1))
    lua_newtable(L);
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, lde_script_of(L)->object_metatable);
  lua_setmetatable(L, 1);
  return 1;
}

/* ---- the table itself ---- */

static const lde_entity *find_collection(const lde_script *script, const char *name)
{
  return lde_schema_find(script->dataset->schema, name);
}

bool lde_ld_has_member(lua_State *L, const char *name)
{
  lde_script *script = lde_script_of(L);
  bool found;

  lua_rawgeti(L, LUA_REGISTRYINDEX, script->members);
  lua_pushstring(L, name);
  found = lua_rawget(L, -2) != LUA_TNIL;
  lua_pop(L, 2);
  return found || (!script->options.without_records && find_collection(script, name));
}

static int raise_unknown(lua_State *L, lde_script *script, const char *name)
{
  lde_suggestion suggestion = {.wanted = name};
  const lde_schema *schema = script->dataset->schema;

  lua_rawgeti(L, LUA_REGISTRYINDEX, script->members);
  lua_pushnil(L);
  while (lde_keys_next(L, -2)) { /* in a fixed order: ties stay the same */
    if (lua_type(L, -1) == LUA_TSTRING)
      lde_suggestion_offer(&suggestion, lua_tostring(L, -1));
  }
  for (size_t e = 0; e < schema->entities.len && !script->options.without_records; e++) {
    const lde_entity *entity = schema->entities.data[e];
    if (strcmp(entity->name, name) == 0) { /* ld.goal */
      suggestion.best[0] = entity->plural;
      suggestion.count = 1;
      break;
    }
    lde_suggestion_offer(&suggestion, entity->plural);
  }
  return lde_script_raise_unknown(
      L, &suggestion, LDE_TR(script->language, "ld has no '%.60s'", "ld heeft geen '%.60s'"), name);
}

static int l_index(lua_State *L)
{
  lde_script *script = lde_script_of(L);
  const lde_entity *entity;
  const char *name;

  lua_settop(L, 2);
  lua_rawgeti(L, LUA_REGISTRYINDEX, script->members);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, 3) != LUA_TNIL)
    return 1;
  if (lua_type(L, 2) == LUA_TSTRING) {
    name = lua_tostring(L, 2);
    /* Facts that the manifest does not state are nil, not unknown. */
    if (strcmp(name, "org") == 0 || strcmp(name, "year") == 0)
      return 1;
    entity = find_collection(script, name);
    if (entity && script->options.without_records)
      return luaL_error(
          L,
          LDE_TR(script->language,
                 "ld.%s: records cannot be looked up while loading; joins belong in rules",
                 "ld.%s: tijdens het inlezen zijn er nog geen gegevens op te zoeken; "
                 "koppelingen horen in regels"),
          name);
    if (entity) {
      lde_collection_push_all(L, entity);
      return 1;
    }
  }
  return raise_unknown(L, script, lde_sandbox_tostring(L, 2, NULL));
}

static int l_newindex(lua_State *L)
{
  return luaL_error(L, "%s",
                    LDE_TR(lde_sandbox_language(L), "ld is read-only", "ld is alleen te lezen"));
}

/* The members that are values. */
static void add_facts(lua_State *L, lde_script *script)
{
  const lde_dataset *ds = script->dataset;
  bool digits =
      *ds->year && strlen(ds->year) < 10 && strspn(ds->year, "0123456789") == strlen(ds->year);
  char text[LDE_DATE_TEXT_SIZE];

  if (digits && lua_stringtonumber(L, ds->year))
    lua_setfield(L, -2, "year");
  else if (*ds->year) {
    lua_pushstring(L, ds->year);
    lua_setfield(L, -2, "year");
  }
  lua_pushstring(L, lde_date_print(ds->today, text));
  lua_setfield(L, -2, "today");
  if (!script->options.without_records && lde_count(ds, organisation) > 0) {
    lde_record_push(L, LDE_E(organisation), 0);
    lua_setfield(L, -2, "org");
  }
  lde_script_push_params(L);
  lua_setfield(L, -2, "params");
}

void lde_ld_open(lua_State *L)
{
  static const luaL_Reg functions[] = {{"date", l_date},
                                       {"add_days", l_add_days},
                                       {"add_months", l_add_months},
                                       {"days", l_days},
                                       {"quarter", l_quarter},
                                       {"money", l_money},
                                       {"param", lde_params_param},
                                       {"object", l_object},
                                       {NULL, NULL}};
  lde_script *script = lde_script_of(L);
  int members;

  lde_sandbox_metatable(L, "object"); /* only a mark */
  script->object_metatable = luaL_ref(L, LUA_REGISTRYINDEX);
  lde_params_open(L);
  lua_newtable(L);
  members = lua_gettop(L);
  lua_pushvalue(L, members);
  script->members = luaL_ref(L, LUA_REGISTRYINDEX);
  luaL_setfuncs(L, functions, 0);
  if (!script->options.without_records) {
    lua_pushcfunction(L, l_level);
    lua_setfield(L, members, "level");
  }
  lua_pushglobaltable(L);
  lua_getfield(L, -1, "print"); /* one log, one limit */
  lua_setfield(L, members, "log");
  lua_pop(L, 1);
  add_facts(L, script);
  lua_pushvalue(L, members);
  lde_expression_open(L);

  lua_settop(L, members);
  lua_newtable(L);
  lua_createtable(L, 0, 3);
  lua_pushcfunction(L, l_index);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, l_newindex);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_pushglobaltable(L);
  lua_pushvalue(L, -2);
  lua_setfield(L, -2, "ld");
  lua_pop(L, 1);
  lde_sandbox_module(L, "ld");
}
