/* From the table that an author gave to ld.rule to a rule: every key is known, of its type, and
 * fits the others. */
#include <ctype.h>
#include <string.h>

#include "rules/internal.h"

static const char *const keys[] = {
    "id",     "code", "title",    "step",   "severity", "each",  "where", "fails",   "check",
    "unless", "when", "sum",      "of",     "by",       "once",  "at",    "message", "help",
    "why",    "size", "evidence", "params", "fires",    "clean", "last",  NULL};
static const char *const severities[] = {"note", "warning", "error"};

#define TR(rule, english, dutch) LDE_TR((rule)->file->rules->lang, english, dutch)

/* ---- one key ---- */

/* Pushes the member; false and nothing pushed when it is empty. */
static bool has(lua_State *L, int table, const char *key)
{
  lua_pushstring(L, key);
  if (lua_rawget(L, table) != LUA_TNIL)
    return true;
  lua_pop(L, 1);
  return false;
}

static void complain_type(lua_State *L, lde_rule *rule, const char *key, const char *wanted)
{
  lde_rule_complain(rule->file, rule, key, NULL,
                    TR(rule, "%s must be %s, not a %s", "%s moet %s zijn, geen %s"), key, wanted,
                    luaL_typename(L, -1));
}

/* A copy of the text, or NULL. */
static const char *read_text(lua_State *L, lde_rule *rule, int table, const char *key,
                             bool required)
{
  const char *text = NULL;
  size_t len;

  if (!has(L, table, key)) {
    if (required)
      lde_rule_complain(rule->file, rule, NULL, NULL,
                        TR(rule, "the rule has no %s", "de regel heeft geen %s"), key);
    return NULL;
  }
  if (lua_type(L, -1) != LUA_TSTRING) {
    complain_type(L, rule, key, TR(rule, "a text", "een tekst"));
  } else {
    text = lua_tolstring(L, -1, &len);
    text = lde_arena_strndup(&rule->file->arena, text, len);
  }
  lua_pop(L, 1);
  return text;
}

static int read_expression(lua_State *L, lde_rule *rule, int table, const char *key,
                           const lde_entity *entity, const char *const *extras)
{
  size_t len;
  const char *text;
  int number = 0;

  if (!has(L, table, key))
    return 0;
  if (lua_type(L, -1) == LUA_TSTRING) {
    text = lua_tolstring(L, -1, &len);
    number = lde_rule_compile(L, rule, key, entity, extras, text, len);
    if (number && strcmp(key, "size") == 0)
      rule->size_is_money = lde_rule_is_money(L, rule, number, text);
  } else {
    complain_type(L, rule, key,
                  TR(rule, "an expression in quotes", "een expressie tussen aanhalingstekens"));
  }
  lua_pop(L, 1);
  return number;
}

/* {en = …, nl = …}, or one text, which then stands for both; calls `take` for each. */
static void read_languages(lua_State *L, lde_rule *rule, int table, const char *key, bool required,
                           void (*take)(lua_State *, lde_rule *, const char *key, int lang,
                                        const char *, size_t))
{
  static const char *const names[] = {"en", "nl"};
  size_t len;
  const char *text;
  int value;

  if (!has(L, table, key)) {
    if (required)
      lde_rule_complain(rule->file, rule, NULL, NULL,
                        TR(rule, "the rule has no %s", "de regel heeft geen %s"), key);
    return;
  }
  value = lua_gettop(L);
  if (lua_type(L, value) != LUA_TSTRING && lua_type(L, value) != LUA_TTABLE)
    complain_type(L, rule, key,
                  TR(rule, "a text or {en = …, nl = …}", "een tekst of {en = …, nl = …}"));
  for (int lang = 0; lang < (lua_type(L, value) == LUA_TTABLE ? 2 : 1); lang++) {
    lua_pushvalue(L, value);
    if (lua_type(L, value) == LUA_TTABLE) {
      lua_pushstring(L, names[lang]);
      lua_rawget(L, value);
    }
    if (lua_type(L, -1) == LUA_TSTRING) {
      text = lua_tolstring(L, -1, &len);
      take(L, rule, key, lang, text, len);
    }
    lua_settop(L, value);
  }
  if (lua_type(L, value) == LUA_TTABLE)
    for (lua_pushnil(L); lua_next(L, value); lua_pop(L, 1))
      if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING ||
          (strcmp(lua_tostring(L, -2), "en") != 0 && strcmp(lua_tostring(L, -2), "nl") != 0))
        lde_rule_complain(
            rule->file, rule, key, NULL,
            TR(rule, "%s has texts under en and nl only", "%s heeft alleen teksten onder en en nl"),
            key);
  lua_settop(L, value - 1);
}

static void take_title(lua_State *L, lde_rule *rule, const char *key, int lang, const char *text,
                       size_t len)
{
  (void)L;
  (void)key;
  rule->title[lang] = lde_arena_strndup(&rule->file->arena, text, len);
  if (!rule->title[!lang])
    rule->title[!lang] = rule->title[lang];
}

static void take_why(lua_State *L, lde_rule *rule, const char *key, int lang, const char *text,
                     size_t len)
{
  (void)L;
  (void)key;
  rule->why[lang] = lde_arena_strndup(&rule->file->arena, text, len);
  if (!rule->why[!lang])
    rule->why[!lang] = rule->why[lang];
}

static void take_template(lua_State *L, lde_rule *rule, const char *key, int lang, const char *text,
                          size_t len)
{
  lde_template_read(L, rule, key, rule->group.of ? NULL : rule->each,
                    rule->group.of ? rule->group.names : NULL, text, len,
                    *key == 'm' ? &rule->message[lang] : &rule->help[lang]);
}

/* ---- what a rule is called ---- */

static bool is_id(const char *id)
{
  int slashes = 0;

  for (const char *at = id; *at; at++) {
    slashes += *at == '/';
    if (!islower((unsigned char)*at) && !isdigit((unsigned char)*at) && !strchr("/-_", *at))
      return false;
  }
  return slashes == 1 && id[0] != '/' && id[strlen(id) - 1] != '/';
}

static void read_names(lua_State *L, lde_rule *rule, int table)
{
  const char *id = read_text(L, rule, table, "id", true);
  const char *code = read_text(L, rule, table, "code", false);

  if (id && !is_id(id))
    lde_rule_complain(rule->file, rule, "id", NULL,
                      TR(rule, "'%s' is no id; write pack/what-is-wrong in small letters",
                         "'%s' is geen id; schrijf pakket/wat-er-mis-is in kleine letters"),
                      id);
  else if (id && strncmp(id, "exception/", 10) == 0)
    lde_rule_complain(rule->file, rule, "id", NULL,
                      TR(rule, "ids that begin with exception/ belong to the engine",
                         "id's die met exception/ beginnen zijn van het programma zelf"));
  rule->id = id;
  rule->code = code ? code : "";
  for (const char *at = rule->code; *at; at++)
    if (!isalnum((unsigned char)*at)) {
      lde_rule_complain(rule->file, rule, "code", NULL,
                        TR(rule, "'%s' is no code; use letters and digits",
                           "'%s' is geen code; gebruik letters en cijfers"),
                        rule->code);
      break;
    }
  read_languages(L, rule, table, "title", true, take_title);
  if (has(L, table, "step")) {
    rule->step = (int)lua_tointeger(L, -1);
    if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1 || lua_tointeger(L, -1) > 9)
      complain_type(L, rule, "step",
                    TR(rule, "a number from 1 to 9", "een getal van 1 tot en met 9"));
    lua_pop(L, 1);
  }
}

static void read_keys(lua_State *L, lde_rule *rule, int table)
{
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    lde_suggestion suggestion = {0};
    bool known = false;
    if (lua_type(L, -2) != LUA_TSTRING) {
      lde_rule_complain(rule->file, rule, NULL, NULL,
                        TR(rule, "a rule has names for its parts; one has none",
                           "de delen van een regel hebben een naam; één niet"));
      continue;
    }
    suggestion.wanted = lua_tostring(L, -2);
    for (const char *const *key = keys; *key; key++) {
      known = known || strcmp(*key, suggestion.wanted) == 0;
      lde_suggestion_offer(&suggestion, *key);
    }
    if (!known)
      lde_rule_complain(
          rule->file, rule, suggestion.wanted, lde_rule_suggest(rule->file, &suggestion),
          TR(rule, "a rule has no key '%.60s'", "een regel heeft geen sleutel '%.60s'"),
          suggestion.wanted);
  }
}

static const lde_entity *read_entity(lua_State *L, lde_rule *rule, int table, const char *key)
{
  const lde_schema *schema = rule->file->rules->dataset->schema;
  lde_suggestion suggestion = {.wanted = read_text(L, rule, table, key, false)};
  const lde_entity *entity = suggestion.wanted ? lde_schema_find(schema, suggestion.wanted) : NULL;

  if (entity || !suggestion.wanted)
    return entity;
  for (size_t e = 0; e < schema->entities.len; e++)
    lde_suggestion_offer(&suggestion, schema->entities.data[e]->plural);
  lde_rule_complain(rule->file, rule, key, lde_rule_suggest(rule->file, &suggestion),
                    TR(rule, "%s: there is no entity '%.60s'", "%s: er is geen entiteit '%.60s'"),
                    key, suggestion.wanted);
  return NULL;
}

/* ---- the parts ---- */

static void read_severity(lua_State *L, lde_rule *rule, int table, const lde_entity *entity,
                          const char *const *extras)
{
  int value, level;

  if (!has(L, table, "severity")) {
    lde_rule_complain(rule->file, rule, NULL, NULL,
                      TR(rule, "the rule has no %s", "de regel heeft geen %s"), "severity");
    return;
  }
  value = lua_gettop(L);
  if (lua_type(L, value) == LUA_TTABLE) {
    rule->severity_is_table = true;
    for (lua_pushnil(L); lua_next(L, value); lua_pop(L, 1))
      if (lua_type(L, -2) != LUA_TSTRING ||
          (strcmp(lua_tostring(L, -2), "error") != 0 &&
           strcmp(lua_tostring(L, -2), "warning") != 0 && strcmp(lua_tostring(L, -2), "note") != 0))
        lde_rule_complain(rule->file, rule, "severity", NULL,
                          TR(rule, "severity has error, warning and note",
                             "severity heeft error, warning en note"));
    for (level = 0; level < 3; level++)
      rule->severity_by[level] = read_expression(L, rule, value, severities[level], entity, extras);
    lua_settop(L, value - 1);
    return;
  }
  for (level = 0; level < 3; level++)
    if (lua_type(L, value) == LUA_TSTRING && strcmp(lua_tostring(L, value), severities[level]) == 0)
      break;
  if (level == 3)
    lde_rule_complain(
        rule->file, rule, "severity", NULL,
        TR(rule, "severity is error, warning or note, or a table of these with expressions",
           "severity is error, warning of note, of een tabel daarvan met expressies"));
  rule->severity = (lde_severity)(level % 3);
  lua_settop(L, value - 1);
}

static void read_at(lua_State *L, lde_rule *rule, int table)
{
  lde_suggestion suggestion = {.wanted = read_text(L, rule, table, "at", false)};
  const lde_field *field;

  rule->at = -1;
  if (!suggestion.wanted)
    return;
  field = rule->each ? lde_entity_field(rule->each, suggestion.wanted) : NULL;
  if (field) {
    rule->at = field->index;
    return;
  }
  if (rule->each)
    lde_name_suggest(rule->each, &suggestion);
  lde_rule_complain(rule->file, rule, "at", lde_rule_suggest(rule->file, &suggestion),
                    TR(rule, "at: %s have no field '%.60s'", "at: %s hebben geen veld '%.60s'"),
                    rule->each ? rule->each->plural : "?", suggestion.wanted);
}

static void read_example(lua_State *L, lde_rule *rule, int table, const char *key, int which)
{
  if (!has(L, table, key))
    return;
  if (lua_type(L, -1) == LUA_TTABLE)
    rule->examples[which] = lde_value_to_data(L, -1, &rule->file->arena);
  else
    complain_type(L, rule, key, TR(rule, "a table of entities", "een tabel van entiteiten"));
  lua_pop(L, 1);
}

/* Which of the ways to find, and that there is just one. */
static void read_way(lua_State *L, lde_rule *rule, int table, const lde_entity *entity,
                     const char *const *extras)
{
  static const char *const ways[] = {"fails", "check", "unless", "when", "once"};
  int count = 0;

  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    if (has(L, table, ways[i])) {
      int value = lua_gettop(L);
      count++;
      if (i == 0)
        rule->fails = read_expression(L, rule, table, "fails", entity, extras);
      else if (i == 1)
        lde_rule_read_check(L, rule, value);
      else if (i == 4)
        lde_rule_read_once(L, rule, value);
      else
        lde_rule_read_join(L, rule, ways[i], value);
      lua_settop(L, value - 1);
    }
  if (count != 1)
    lde_rule_complain(
        rule->file, rule, NULL, NULL,
        TR(rule, "a rule has one of fails, check, unless, when, once; this one has %d",
           "een regel heeft één van fails, check, unless, when, once; deze heeft er %d"),
        count);
  if (!rule->each && !rule->group.of && !rule->has_once)
    lde_rule_complain(
        rule->file, rule, NULL, NULL,
        TR(rule, "the rule does not say which records it looks at; write each = \"goals\"",
           "de regel zegt niet naar welke gegevens hij kijkt; schrijf each = \"goals\""));
}

static void read_rule(lua_State *L, lde_rule *rule, int table)
{
  bool texts_optional;
  const lde_entity *entity, *of;
  const char *const *extras;

  read_names(L, rule, table);
  read_keys(L, rule, table);
  rule->each = read_entity(L, rule, table, "each");
  if (has(L, table, "params")) {
    lde_rule_read_params(L, rule, lua_gettop(L));
    lua_pop(L, 1);
  }
  of = read_entity(L, rule, table, "of");
  rule->group.of = of;
  lde_rule_read_group(L, rule, table);
  entity = rule->group.of ? NULL : rule->each;
  extras = rule->group.of ? rule->group.names : NULL;
  rule->where =
      read_expression(L, rule, table, "where", rule->group.of ? rule->group.of : rule->each, NULL);
  read_way(L, rule, table, entity, extras);
  texts_optional = rule->has_check || rule->has_once;
  read_severity(L, rule, table, entity, extras);
  read_at(L, rule, table);
  rule->size = read_expression(L, rule, table, "size", entity, extras);
  if (has(L, table, "evidence")) {
    lde_rule_read_evidence(L, rule, lua_gettop(L));
    lua_pop(L, 1);
  }
  read_languages(L, rule, table, "message", !texts_optional, take_template);
  read_languages(L, rule, table, "help", false, take_template);
  read_languages(L, rule, table, "why", false, take_why);
  read_example(L, rule, table, "fires", 0);
  read_example(L, rule, table, "clean", 1);
  if (has(L, table, "last")) {
    rule->last = lua_toboolean(L, -1);
    lua_pop(L, 1);
  }
  lde_rule_check_params_used(L, rule, table);
}

int lde_rules_read(lua_State *L)
{
  lde_rule_file *file = lua_touserdata(L, 1);

  lua_settop(L, 1);
  luaL_checkstack(L, 40, "rule");
  lua_rawgeti(L, LUA_REGISTRYINDEX, file->tables);
  for (size_t i = 0; i < file->lines.len; i++) {
    lde_rule *rule = lde_arena_new(&file->arena, lde_rule);
    rule->file = file;
    rule->number = (int)i + 1;
    rule->line = file->lines.data[i];
    rule->at = -1;
    rule->row = LDE_NO_ROW;
    lde_vec_push(&file->items, rule);
    lua_rawgeti(L, 2, rule->number);
    read_rule(L, rule, 3);
    lua_settop(L, 2);
  }
  return 0;
}
