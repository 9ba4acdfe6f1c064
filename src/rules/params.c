/* Parameters of a rule: declared with a type and a default; P has the rule's own setting, else the
 * shared one, else the default. Dated values give the one in force on the first day of the plan
 * year. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "rules/internal.h"
#include "script/order.h"

#define TR(rule, english, dutch) LDE_TR((rule)->file->rules->lang, english, dutch)

static const char *const type_names[] = {"share", "money", "integer", "number",
                                         "days",  "text",  "bool",    "choice"};
static const char *const keys[] = {"type", "default", "min", "max", "unit", "doc", "choices", NULL};

/* ---- values ---- */

/* Replaces a table with dates as keys at the top of the stack by the value in force; false: not
 * one. */
static void take_dated(lua_State *L, lde_rules *rules)
{
  int table = lua_gettop(L);
  int32_t date, best_date = INT32_MIN;

  if (!lua_istable(L, table))
    return;
  lua_pushnil(L); /* the best */
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
    if (lua_type(L, -2) != LUA_TSTRING ||
        !lde_date_parse(lua_tostring(L, -2), lua_rawlen(L, -2), &date, NULL)) {
      lua_settop(L, table);
      return;
    } else if (date <= rules->dataset->year_first && date >= best_date) {
      best_date = date;
      lua_pushvalue(L, -1);
      lua_replace(L, table + 1);
    }
  lua_replace(L, table);
}

static bool has_type(lua_State *L, const lde_rule_param *param)
{
  switch (param->type) {
  case LDE_PARAM_TEXT:
    return lua_type(L, -1) == LUA_TSTRING;
  case LDE_PARAM_CHOICE:
    for (size_t i = 0; lua_type(L, -1) == LUA_TSTRING && i < param->choice_count; i++)
      if (strcmp(param->choices[i], lua_tostring(L, -1)) == 0)
        return true;
    return false;
  case LDE_PARAM_BOOL:
    return lua_isboolean(L, -1);
  case LDE_PARAM_SHARE:
  case LDE_PARAM_NUMBER:
    return lua_type(L, -1) == LUA_TNUMBER && isfinite(lua_tonumber(L, -1));
  default:
    return lua_isinteger(L, -1);
  }
}

static void complain_default(lde_rule *rule, const char *param, const char *fact)
{
  lde_rule_complain(
      rule->file, rule, param, NULL,
      TR(rule, "the default of parameter %s: %s", "de standaardwaarde van parameter %s: %s"), param,
      fact);
}

/* The value on top against the declaration; `is_setting`: it is the organisation's, else the rule's
 * own default. */
static void check_value(lua_State *L, lde_rule *rule, const lde_rule_param *param, bool is_setting)
{
  void (*complain)(lde_rule *, const char *, const char *) =
      is_setting ? lde_rule_complain_setting : complain_default;
  const char *type = type_names[param->type];
  int top = lua_gettop(L);

  if (lua_isnil(L, -1))
    return;
  if (!has_type(L, param))
    complain(rule, param->name,
             param->type == LDE_PARAM_CHOICE
                 ? TR(rule, "it is none of its choices", "het is geen van de keuzes")
                 : lua_pushfstring(L, TR(rule, "it is not of type %s", "het is niet van type %s"),
                                   type));
  else if ((param->has_min && lua_tonumber(L, -1) < param->min) ||
           (param->has_max && lua_tonumber(L, -1) > param->max))
    complain(rule, param->name,
             TR(rule, "it lies outside its range", "het ligt buiten het bereik"));
  lua_settop(L, top);
}

/* Pushes params[name][param], raw; nil when either is empty. */
static void push_setting(lua_State *L, int params, const char *rule, const char *param)
{
  lua_getfield(L, params, rule);
  if (lua_istable(L, -1))
    lua_getfield(L, -1, param);
  else
    lua_pushnil(L);
  lua_remove(L, -2);
}

static void push_value(lua_State *L, lde_rule *rule, const lde_rule_param *param, int defaults_at,
                       bool defaults)
{
  int params;

  lua_pushnil(L);
  if (!defaults) {
    lua_pop(L, 1);
    lde_script_push_params(L);
    params = lua_gettop(L);
    push_setting(L, params, rule->id ? rule->id : "", param->name);
    if (lua_isnil(L, -1) && *rule->code) {
      lua_pop(L, 1);
      push_setting(L, params, rule->code, param->name);
    }
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      lua_getfield(L, params, param->name);
    }
    lua_remove(L, params);
    /* money is written in major units: 12.50 */
    if (param->type == LDE_PARAM_MONEY && lua_type(L, -1) == LUA_TNUMBER) {
      double one = pow(10, rule->file->rules->dataset->currency_decimals),
             minor = lua_tonumber(L, -1) * one;
      if (fabs(minor - round(minor)) < 1e-6 && fabs(minor) < 9e15) {
        lua_pushinteger(L, (lua_Integer)llround(minor));
        lua_replace(L, -2);
      }
    }
  }
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_getfield(L, defaults_at, param->name);
  }
  take_dated(L, rule->file->rules);
}

/* Upvalue 1: the values. */
static int l_unknown(lua_State *L)
{
  lde_suggestion suggestion = {.wanted = lde_sandbox_tostring(L, 2, NULL)};

  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) /* declared, without a value */
    return lua_pushnil(L), 1;
  for (lua_pushnil(L); lua_next(L, lua_upvalueindex(1)); lua_pop(L, 1))
    if (lua_type(L, -2) == LUA_TSTRING)
      lde_suggestion_offer(&suggestion, lua_tostring(L, -2));
  return lde_script_raise_unknown(L, &suggestion,
                                  LDE_TR(lde_sandbox_language(L),
                                         "the rule has no parameter '%.60s'",
                                         "de regel heeft geen parameter '%.60s'"),
                                  suggestion.wanted);
}

static int l_read_only(lua_State *L)
{
  return luaL_error(L, "%s",
                    LDE_TR(lde_sandbox_language(L), "parameters are read-only",
                           "parameters zijn alleen te lezen"));
}

void lde_rule_push_params(lua_State *L, lde_rule *rule, bool defaults)
{
  int top = lua_gettop(L), at, values, declared;

  luaL_checkstack(L, 16, "params");
  lua_rawgeti(L, LUA_REGISTRYINDEX, rule->file->params);
  lua_rawgeti(L, -1, rule->number);
  if (lua_isnil(L, -1)) {
    lua_newtable(L);
    lua_replace(L, -2);
  }
  at = lua_gettop(L);
  lua_newtable(L);
  values = lua_gettop(L);
  lua_newtable(L);
  declared = lua_gettop(L);
  for (int i = 0; i < rule->param_count; i++) {
    push_value(L, rule, &rule->params[i], at, defaults);
    check_value(L, rule, &rule->params[i], !defaults);
    lua_setfield(L, values, rule->params[i].name);
    lua_pushboolean(L, 1);
    lua_setfield(L, declared, rule->params[i].name);
  }
  lua_createtable(L, 0, 1); /* of the values */
  lua_pushvalue(L, declared);
  lua_pushcclosure(L, l_unknown, 1);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, values);
  lua_newtable(L); /* what the author sees reads from the values */
  lua_createtable(L, 0, 3);
  lua_pushvalue(L, values);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, l_read_only);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_replace(L, top + 1);
  lua_settop(L, top + 1);
}

/* ---- declarations ---- */

static void read_choices(lua_State *L, lde_rule *rule, lde_rule_param *param)
{
  lua_getfield(L, -1, "choices");
  if (lua_istable(L, -1)) {
    size_t count = (size_t)lua_rawlen(L, -1);
    param->choices = lde_arena_array(&rule->file->arena, count + 1, const char *);
    for (size_t i = 1; i <= count; i++) {
      lua_rawgeti(L, -1, (lua_Integer)i);
      if (lua_type(L, -1) == LUA_TSTRING)
        param->choices[param->choice_count++] =
            lde_arena_strdup(&rule->file->arena, lua_tostring(L, -1));
      lua_pop(L, 1);
    }
  }
  lua_pop(L, 1);
  if (param->type == LDE_PARAM_CHOICE && param->choice_count == 0)
    lde_rule_complain(rule->file, rule, param->name, NULL,
                      TR(rule, "parameter %s needs choices = {\"a\", \"b\"}",
                         "parameter %s heeft choices = {\"a\", \"b\"} nodig"),
                      param->name);
}

static bool read_bound(lua_State *L, lde_rule *rule, const char *name, const char *key,
                       double *bound)
{
  bool set;

  lua_getfield(L, -1, key);
  set = lua_type(L, -1) == LUA_TNUMBER;
  if (!set && !lua_isnil(L, -1))
    lde_rule_complain(
        rule->file, rule, name, NULL,
        TR(rule, "%s of parameter %s must be a number", "%s van parameter %s moet een getal zijn"),
        key, name);
  *bound = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return set;
}

static void check_keys(lua_State *L, lde_rule *rule, const char *name)
{
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    lde_suggestion suggestion = {.wanted =
                                     lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?"};
    for (const char *const *key = keys; *key; key++)
      lde_suggestion_offer(&suggestion, *key);
    if (suggestion.count == 0 || suggestion.distance[0] != 0)
      lde_rule_complain(
          rule->file, rule, name, lde_rule_suggest(rule->file, &suggestion),
          TR(rule, "parameter %s has no key '%.60s'", "parameter %s heeft geen sleutel '%.60s'"),
          name, suggestion.wanted);
  }
}

/* The declaration is on top of the stack. */
static void read_param(lua_State *L, lde_rule *rule, lde_rule_param *param, int defaults)
{
  lde_suggestion suggestion = {0};
  size_t type = 0;

  check_keys(L, rule, param->name);
  lua_getfield(L, -1, "type");
  suggestion.wanted = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "?";
  while (type < 8 && strcmp(type_names[type], suggestion.wanted) != 0)
    lde_suggestion_offer(&suggestion, type_names[type++]);
  if (type == 8)
    lde_rule_complain(
        rule->file, rule, param->name, lde_rule_suggest(rule->file, &suggestion),
        TR(rule,
           "parameter %s has no type share, money, integer, number, days, text, bool or choice",
           "parameter %s heeft geen type share, money, integer, number, days, text, bool of "
           "choice"),
        param->name);
  lua_pop(L, 1);
  param->type = type < 8 ? (lde_param_type)type : LDE_PARAM_TEXT;
  param->has_min = read_bound(L, rule, param->name, "min", &param->min);
  param->has_max = read_bound(L, rule, param->name, "max", &param->max);
  read_choices(L, rule, param);
  lua_getfield(L, -1, "default");
  lua_pushvalue(L, -1);
  take_dated(L, rule->file->rules);
  if (type < 8)
    check_value(L, rule, param, false);
  lua_pop(L, 1);
  lua_setfield(L, defaults, param->name);
}

void lde_rule_read_params(lua_State *L, lde_rule *rule, int index)
{
  int names, defaults;
  lua_Integer count;

  if (!lua_istable(L, index)) {
    lde_rule_complain(rule->file, rule, "params", NULL,
                      TR(rule, "params is a table", "params is een tabel"));
    return;
  }
  lua_newtable(L);
  defaults = lua_gettop(L);
  count = lde_keys_push(L, index);
  names = lua_gettop(L);
  if (lua_isnil(L, names) ? count > 0 : count > LDE_RULE_NAMES_MAX)
    lde_rule_complain(rule->file, rule, "params", NULL,
                      TR(rule, "params holds at most %d named parameters",
                         "params bevat hoogstens %d parameters met een naam"),
                      LDE_RULE_NAMES_MAX);
  for (lua_Integer i = 1; !lua_isnil(L, names) && i <= count && i <= LDE_RULE_NAMES_MAX; i++) {
    lde_rule_param *param = &rule->params[rule->param_count];
    lua_rawgeti(L, names, i);
    lua_pushvalue(L, -1);
    lua_rawget(L, index);
    if (lua_type(L, -2) != LUA_TSTRING || !lua_istable(L, -1)) {
      lde_rule_complain(rule->file, rule, "params", NULL,
                        TR(rule, "a parameter is name = {type = …, default = …}",
                           "een parameter is naam = {type = …, default = …}"));
    } else {
      param->name = lde_arena_strdup(&rule->file->arena, lua_tostring(L, -2));
      rule->param_count++;
      read_param(L, rule, param, defaults);
    }
    lua_settop(L, names);
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, rule->file->params);
  lua_pushvalue(L, defaults);
  lua_rawseti(L, -2, rule->number);
  lua_settop(L, index);
}

/* ---- use ---- */

static bool is_word(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

typedef struct usage {
  lde_rule *rule;
  bool used[LDE_RULE_NAMES_MAX];
  bool whole; /* P itself goes somewhere: nothing can be said */
} usage;

/* Notes each P.name of the text; what is not declared is told under `key` (NULL: not told). */
static void scan_text(usage *u, const char *text, size_t len, const char *key)
{
  lde_rule *rule = u->rule;

  for (size_t at = 0; at + 1 < len; at++) {
    size_t start = at + 2, end;
    lde_suggestion suggestion = {0};
    int found = -1;
    if (text[at] != 'P' || (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '.')) ||
        is_word(text[at + 1]))
      continue;
    if (text[at + 1] != '.') {
      u->whole = u->whole || (text[at + 1] != ')' && text[at + 1] != ',') ||
                 (at > 0 && text[at - 1] == '=');
      continue;
    }
    for (end = start; end < len && is_word(text[end]); end++)
      ;
    suggestion.wanted = lde_arena_strndup(&rule->file->arena, text + start, end - start);
    for (int i = 0; i < rule->param_count; i++) {
      if (strcmp(rule->params[i].name, suggestion.wanted) == 0)
        u->used[found = i] = true;
      lde_suggestion_offer(&suggestion, rule->params[i].name);
    }
    if (found < 0 && key)
      lde_rule_complain(rule->file, rule, key, lde_rule_suggest(rule->file, &suggestion),
                        TR(rule, "%s: the rule has no parameter '%.60s'",
                           "%s: de regel heeft geen parameter '%.60s'"),
                        key, suggestion.wanted);
  }
}

/* The texts of the rule's table, also in tables inside it; examples and titles are left out. */
static void scan_table(lua_State *L, usage *u, int table, const char *key, int depth)
{
  luaL_checkstack(L, 8, "rule");
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    const char *name = key ? key : lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
    size_t len;
    if (!key &&
        (strcmp(name, "fires") == 0 || strcmp(name, "clean") == 0 || strcmp(name, "title") == 0 ||
         strcmp(name, "why") == 0 || strcmp(name, "params") == 0))
      continue;
    if (lua_type(L, -1) == LUA_TSTRING) {
      const char *text = lua_tolstring(L, -1, &len);
      scan_text(u, text, len, name);
    } else if (lua_istable(L, -1) && depth < 4) {
      scan_table(L, u, lua_gettop(L), name, depth + 1);
    }
  }
}

void lde_rule_check_params_used(lua_State *L, lde_rule *rule, int table)
{
  usage u = {.rule = rule};

  scan_table(L, &u, table, NULL, 0);
  if (rule->has_check || rule->has_once) /* what functions use is only to be seen in the source */
    scan_text(&u, rule->file->bytes, rule->file->len, NULL);
  for (int i = 0; i < rule->param_count && !u.whole; i++)
    if (!u.used[i])
      lde_rule_complain(
          rule->file, rule, rule->params[i].name, NULL,
          TR(rule, "parameter %s is never used", "parameter %s wordt nergens gebruikt"),
          rule->params[i].name);
}
