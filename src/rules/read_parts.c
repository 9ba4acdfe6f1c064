/* The parts of a rule that have a form of their own: joins, group sums, functions, evidence. */
#include <stdio.h>
#include <string.h>

#include "rules/internal.h"
#include "script/order.h"

#define TR(rule, english, dutch) LDE_TR((rule)->file->rules->lang, english, dutch)

/* Names and dots: a way through references. */
static bool is_path(const char *text)
{
  return *text &&
         strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") ==
             strlen(text);
}

/* ---- joins ---- */

static const lde_entity *find_joined(lde_rule *rule, const char *key, const char *name)
{
  const lde_schema *schema = rule->file->rules->dataset->schema;
  const lde_entity *entity = lde_schema_find(schema, name);
  lde_suggestion suggestion = {.wanted = name};

  for (size_t e = 0; !entity && e < schema->entities.len; e++)
    lde_suggestion_offer(&suggestion, schema->entities.data[e]->plural);
  if (!entity)
    lde_rule_complain(rule->file, rule, key, lde_rule_suggest(rule->file, &suggestion),
                      TR(rule, "%s: there is no entity '%.60s'", "%s: er is geen entiteit '%.60s'"),
                      key, name);
  return entity;
}

/* The right side on top of the stack as the text of an expression. */
static const char *right_text(lua_State *L, size_t *len)
{
  if (lua_type(L, -1) == LUA_TNUMBER || lua_type(L, -1) == LUA_TBOOLEAN) {
    lua_pushstring(L, lua_isboolean(L, -1) ? (lua_toboolean(L, -1) ? "true" : "false")
                                           : lua_tostring(L, -1));
    lua_replace(L, -2);
  }
  return lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, len) : NULL;
}

static bool is_constant(const lde_expression *expression)
{
  for (int i = 0; expression && i < expression->count; i++)
    if (lde_name_kind_of(expression->names[i]) <= LDE_NAME_SOURCE)
      return false;
  return true;
}

/* A constant that the field never has: no record can match. */
static void check_match(lde_rule *rule, const char *key, const lde_entity *entity,
                        const lde_join_term *term, const char *right)
{
  static const char *const operators[] = {"==", "~=", "<", "<=", ">", ">="};
  const char *text = lde_arena_printf(&rule->file->arena, "%s %s (%s)", term->left,
                                      operators[term->op], right);

  if (!lde_rule_can_match(rule, entity, text))
    lde_rule_complain(rule->file, rule, key, NULL,
                      TR(rule, "%s: no record can match: %s is never so",
                         "%s: geen enkel gegeven kan passen: %s is nooit zo"),
                      key, text);
}

/* One condition: its key and value are on top of the stack. */
static void read_term(lua_State *L, lde_rule *rule, const char *key, lde_join *join)
{
  lde_join_term *term = &join->terms[join->count];
  const char *right;
  size_t len;

  if (lua_type(L, -2) != LUA_TSTRING || !is_path(lua_tostring(L, -2))) {
    lde_rule_complain(
        rule->file, rule, key, NULL,
        TR(rule, "%s: the left side is a field of %s", "%s: links staat een veld van %s"), key,
        join->entity->plural);
    return;
  }
  term->left = lde_arena_strdup(&rule->file->arena, lua_tostring(L, -2));
  term->op = lde_rule_join_side(L, -1);
  right = right_text(L, &len);
  term->left_expression =
      lde_rule_compile(L, rule, key, join->entity, NULL, term->left, strlen(term->left));
  if (right)
    term->right_expression = lde_rule_compile(L, rule, key, rule->each, NULL, right, len);
  else
    lde_rule_complain(rule->file, rule, key, NULL,
                      TR(rule, "%s: the right side of %s is an expression in quotes",
                         "%s: rechts van %s staat een expressie tussen aanhalingstekens"),
                      key, term->left);
  term->constant = is_constant(
      term->right_expression ? lde_rule_expression(L, rule->file, term->right_expression) : NULL);
  if (right && term->constant && term->left_expression && !memchr(right, 'P', len))
    check_match(rule, key, join->entity, term, right);
  lua_pop(L, 1);
  join->count++;
}

void lde_rule_read_join(lua_State *L, lde_rule *rule, const char *key, int index)
{
  lde_join *join = &rule->join;
  lua_Integer count;
  int conditions, names;

  if (!lde_rule_is_join(L, index)) {
    lde_rule_complain(rule->file, rule, key, NULL,
                      TR(rule, "%s is an ld.exists(…)", "%s is een ld.exists(…)"), key);
    return;
  }
  lua_rawgeti(L, index, 1);
  join->entity = find_joined(rule, key, lua_tostring(L, -1));
  join->fires_on_match = strcmp(key, "when") == 0;
  lua_rawgeti(L, index, 2);
  conditions = lua_gettop(L);
  count = lde_keys_push(L, conditions); /* a fixed order */
  names = lua_gettop(L);
  if (lua_isnil(L, names) || count > LDE_RULE_NAMES_MAX) {
    lde_rule_complain(rule->file, rule, key, NULL,
                      TR(rule, "%s: write between 1 and %d conditions as field = expression",
                         "%s: schrijf 1 tot %d voorwaarden als veld = expressie"),
                      key, LDE_RULE_NAMES_MAX);
    return;
  }
  for (lua_Integer i = 1; join->entity && i <= count; i++) {
    lua_rawgeti(L, names, i);
    lua_pushvalue(L, -1);
    lua_rawget(L, conditions);
    read_term(L, rule, key, join);
    lua_settop(L, names);
  }
}

/* ---- group sums ---- */

static void read_group_key(lua_State *L, lde_rule *rule)
{
  lde_group_by *group = &rule->group;
  const char *path, *name;

  if (lua_type(L, -1) != LUA_TSTRING || !is_path(lua_tostring(L, -1))) {
    lde_rule_complain(
        rule->file, rule, "by", NULL,
        TR(rule, "by holds names of fields of %s", "by bevat namen van velden van %s"),
        group->of->plural);
    return;
  }
  path = lde_arena_strdup(&rule->file->arena, lua_tostring(L, -1));
  name = strrchr(path, '.') ? strrchr(path, '.') + 1 : path;
  for (int i = 0; i <= group->count; i++)
    if (strcmp(group->names[i], name) == 0)
      lde_rule_complain(rule->file, rule, "by", NULL,
                        TR(rule, "by has the name '%s' twice", "by heeft de naam '%s' twee keer"),
                        name);
  group->keys[group->count] = lde_rule_compile(L, rule, "by", group->of, NULL, path, strlen(path));
  group->names[++group->count] = name;
}

void lde_rule_read_group(lua_State *L, lde_rule *rule, int table)
{
  lde_group_by *group = &rule->group;
  const char *sum = NULL;
  int top = lua_gettop(L);

  lua_getfield(L, table, "sum");
  lua_getfield(L, table, "by");
  if (!group->of) {
    if (!lua_isnil(L, -1) || !lua_isnil(L, -2))
      lde_rule_complain(
          rule->file, rule, lua_isnil(L, -2) ? "by" : "sum", NULL,
          TR(rule, "a sum needs of = \"plan_lines\", say, which records it adds up",
             "een som heeft of nodig: welke gegevens hij optelt, zoals of = \"plan_lines\""));
    lua_settop(L, top);
    return;
  }
  if (rule->each)
    lde_rule_complain(rule->file, rule, "each", NULL,
                      TR(rule, "a rule with of has groups; leave each out",
                         "een regel met of heeft groepen; laat each weg"));
  group->names[0] = "sum";
  if (lua_type(L, -2) == LUA_TSTRING && (sum = lua_tostring(L, -2)) != NULL)
    group->sum = lde_rule_compile(L, rule, "sum", group->of, NULL, sum, strlen(sum));
  else
    lde_rule_complain(
        rule->file, rule, "of", NULL,
        TR(rule, "of needs sum = what is added up", "of heeft sum nodig: wat er wordt opgeteld"));
  if (group->sum)
    group->sum_is_money = lde_rule_is_money(L, rule, group->sum, sum);
  if (lua_type(L, -1) == LUA_TSTRING) {
    read_group_key(L, rule);
  } else if (lua_type(L, -1) == LUA_TTABLE && lua_rawlen(L, -1) <= LDE_RULE_NAMES_MAX) {
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
      lua_rawgeti(L, -1, i);
      read_group_key(L, rule);
      lua_pop(L, 1);
    }
  } else {
    lde_rule_complain(rule->file, rule, "sum", NULL,
                      TR(rule, "a sum needs by = {\"unit\"}: its groups",
                         "een som heeft by = {\"unit\"} nodig: de groepen"));
  }
  group->names[group->count + 1] = "rows";
  lua_settop(L, top);
}

/* ---- functions ---- */

static bool is_function(lua_State *L, lde_rule *rule, const char *key, int index)
{
  if (lua_isfunction(L, index) && !lua_iscfunction(L, index))
    return true;
  lde_rule_complain(rule->file, rule, key, NULL,
                    TR(rule, "%s must be a function", "%s moet een functie zijn"), key);
  return false;
}

/* The name of parameter n of the function at the index, or NULL. */
static const char *parameter(lua_State *L, int index, int n)
{
  lua_pushvalue(L, index);
  return lua_getlocal(L, NULL, n); /* pops the function */
}

void lde_rule_read_check(lua_State *L, lde_rule *rule, int index)
{
  const char *name;

  rule->has_check = true;
  if (!is_function(L, rule, "check", index) || !rule->each)
    return;
  for (int n = 1; (name = parameter(L, index, n)) != NULL; n++) {
    lde_name_code code = lde_name_find_text(rule->each, name);
    lde_suggestion suggestion = {.wanted = name};
    if (n > LDE_RULE_NAMES_MAX) {
      lde_rule_complain(
          rule->file, rule, "check", NULL,
          TR(rule, "check has too many parameters", "check heeft te veel parameters"));
      return;
    }
    if (strcmp(name, "P") == 0)
      code = lde_name_make(LDE_NAME_P, 0);
    else if (strcmp(name, "row") == 0 && code < 0)
      code = lde_name_make(LDE_NAME_EACH, 0);
    if (code < 0) {
      lde_name_suggest(rule->each, &suggestion);
      lde_suggestion_offer(&suggestion, "row");
      lde_rule_complain(
          rule->file, rule, "check", lde_rule_suggest(rule->file, &suggestion),
          TR(rule, "check: %s have no field '%.60s'", "check: %s hebben geen veld '%.60s'"),
          rule->each->plural, name);
    }
    rule->check_names[rule->check_count++] = code;
  }
}

void lde_rule_read_once(lua_State *L, lde_rule *rule, int index)
{
  const char *name;

  rule->has_once = true;
  if (!is_function(L, rule, "once", index))
    return;
  for (int n = 1; (name = parameter(L, index, n)) != NULL && n <= 3; n++) {
    char letter = strcmp(name, "org") == 0      ? 'o'
                  : strcmp(name, "P") == 0      ? 'P'
                  : strcmp(name, "report") == 0 ? 'r'
                                                : 0;
    if (!letter)
      lde_rule_complain(rule->file, rule, "once", NULL,
                        TR(rule, "once has the parameters org, P and report, not '%.60s'",
                           "once heeft de parameters org, P en report, niet '%.60s'"),
                        name);
    rule->once_names[rule->once_count++] = letter;
  }
}

/* ---- evidence ---- */

/* from, sort and first become one expression: lines:sort("cost", "desc"):first(5). */
void lde_rule_read_evidence(lua_State *L, lde_rule *rule, int index)
{
  const lde_entity *entity = rule->group.of ? NULL : rule->each;
  const char *from, *sort, *text;
  lua_Integer first;

  if (lua_type(L, index) == LUA_TSTRING) {
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, index);
    lua_setfield(L, -2, "from");
    lua_replace(L, index);
  }
  if (lua_type(L, index) != LUA_TTABLE) {
    lde_rule_complain(rule->file, rule, "evidence", NULL,
                      TR(rule, "evidence is a table with from, sort and first",
                         "evidence is een tabel met from, sort en first"));
    return;
  }
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    lde_suggestion suggestion = {.wanted =
                                     lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?"};
    lde_suggestion_offer(&suggestion, "from");
    lde_suggestion_offer(&suggestion, "sort");
    lde_suggestion_offer(&suggestion, "first");
    if (suggestion.count == 0 || suggestion.distance[0] != 0)
      lde_rule_complain(
          rule->file, rule, "evidence", lde_rule_suggest(rule->file, &suggestion),
          TR(rule, "evidence has no key '%.60s'", "evidence heeft geen sleutel '%.60s'"),
          suggestion.wanted);
  }
  lua_getfield(L, index, "from");
  lua_getfield(L, index, "sort");
  lua_getfield(L, index, "first");
  from = lua_type(L, -3) == LUA_TSTRING ? lua_tostring(L, -3) : rule->group.of ? "rows" : NULL;
  sort = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
  first = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 5;
  if (!from || first < 1 || first > 100 || (!lua_isnil(L, -2) && !sort) ||
      (sort && strpbrk(sort, "\"\\"))) {
    lde_rule_complain(
        rule->file, rule, "evidence", NULL,
        TR(rule, "evidence: from and sort are expressions, first is a number up to 100",
           "evidence: from en sort zijn expressies, first is een getal tot en met 100"));
  } else {
    if (sort && rule->group.of && strcmp(from, "rows") == 0)
      lde_rule_compile(L, rule, "evidence", rule->group.of, NULL, sort, strlen(sort));
    text = lua_pushfstring(L, sort ? "%s:sort(\"%s\", \"desc\"):first(%d)" : "%s%s:first(%d)", from,
                           sort ? sort : "", (int)first);
    rule->evidence = lde_rule_compile(
        L, rule, "evidence", entity, rule->group.of ? rule->group.names : NULL, text, strlen(text));
  }
  lua_settop(L, index);
}
