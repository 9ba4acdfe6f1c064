/* Expressions of rules: compiled one by one, so that a file's mistakes are all told at once, each
 * at the line of the key it stands under. */
#include <ctype.h>
#include <string.h>

#include "expr/advice.h"
#include "rules/internal.h"

/* ---- where a key stands ---- */

static bool is_word(char c)
{
  return isalnum((unsigned char)c) || c == '_';
}

void lde_rule_find_key(const lde_rule_file *file, const lde_rule *rule, const char *key,
                       uint32_t *line, uint32_t *column)
{
  const char *at = file->bytes, *end = file->bytes + file->len, *start = at;
  size_t len = key ? strlen(key) : 0;
  uint32_t now = 1;

  *line = (uint32_t)rule->line;
  *column = 0;
  for (; key && at < end; at++) {
    const char *behind = at + len;
    if (*at == '\n') {
      now++;
      start = at + 1;
      continue;
    }
    if (now < (uint32_t)rule->line || (size_t)(end - at) <= len || memcmp(at, key, len) != 0 ||
        (at > file->bytes && is_word(at[-1])) || is_word(*behind))
      continue;
    while (behind < end && (*behind == ' ' || *behind == '"' || *behind == ']'))
      behind++;
    if (behind + 1 >= end || *behind != '=' || behind[1] == '=')
      continue;
    *line = now;
    *column = (uint32_t)lde_utf8_count(start, (size_t)(at - start)) + 1;
    return;
  }
}

void lde_rule_complain(lde_rule_file *file, const lde_rule *rule, const char *key, const char *help,
                       const char *format, ...)
{
  lde_buffer message = {0};
  lde_diagnostic diagnostic = {.code = "script/load",
                               .severity = LDE_ERROR,
                               .file = file->name,
                               .path = file->path,
                               .help = help};
  va_list args;

  if (rule) {
    lde_rule_find_key(file, rule, key, &diagnostic.line, &diagnostic.column);
    if (diagnostic.column)
      diagnostic.width = (uint32_t)strlen(key);
  }
  if (rule && rule->id)
    lde_buffer_printf(&message, "%s: ", rule->id);
  va_start(args, format);
  lde_buffer_vprintf(&message, format, args);
  va_end(args);
  diagnostic.message = lde_buffer_text(&message);
  file->failed = true;
  if (file->found)
    lde_diagnostics_add(file->found, &diagnostic);
  lde_buffer_free(&message);
}

const char *lde_rule_suggest(lde_rule_file *file, const lde_suggestion *suggestion)
{
  lde_buffer text = {0};
  const char *copy;

  lde_suggestion_print(&text, suggestion, file->rules->lang);
  copy = lde_arena_strdup(&file->arena, lde_buffer_text(&text));
  lde_buffer_free(&text);
  return copy;
}

/* ---- compiling ---- */

typedef struct compiling {
  const lde_entity *entity;
  const char *const *extras;
  const char *text;
  size_t len;
} compiling;

static int l_compile(lua_State *L)
{
  const compiling *c = lua_touserdata(L, 1);

  lde_expression_compile(L, c->entity, NULL, c->extras, c->text, c->len);
  return 1;
}

const lde_data *lde_rule_defaults(lua_State *L, const lde_rule *rule, lde_arena *arena)
{
  lde_data *params = lde_data_new(arena, LDE_DATA_OBJECT);

  lua_rawgeti(L, LUA_REGISTRYINDEX, rule->file->params);
  lua_rawgeti(L, -1, rule->number);
  for (int i = 0; i < rule->param_count && lua_istable(L, -1); i++) {
    lua_getfield(L, -1, rule->params[i].name);
    if (!lua_isnil(L, -1) && !lua_istable(L, -1))
      lde_data_put(arena, params, rule->params[i].name, strlen(rule->params[i].name),
                   lde_value_to_data(L, lua_gettop(L), arena));
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
  return params;
}

bool lde_rule_can_match(const lde_rule *rule, const lde_entity *entity, const char *text)
{
  lde_expr_options options = {.language = rule->file->rules->lang};
  lde_expr *expr = NULL;
  bool never;

  if (lde_expr_compile(&expr, rule->file->rules->dataset->schema, entity, text, strlen(text),
                       &options, NULL) != LDE_EXPR_OK)
    return true;
  never = lde_expr_is_never_true(expr);
  lde_expr_free(expr);
  return !never;
}

/* Whether the part decides: then it has to be able to be true. */
static bool decides(const char *key)
{
  return strcmp(key, "where") == 0 || strcmp(key, "fails") == 0;
}

/* What only the types of the schema tell: operations that must fail, units that do not fit, and
 * conditions that nothing can meet. */
static bool check_types(lua_State *L, lde_rule *rule, const char *key, const lde_entity *entity,
                        const char *text, size_t len)
{
  lde_language lang = rule->file->rules->lang;
  lde_expr_options options = {.language = lang,
                              .params = lde_rule_defaults(L, rule, &rule->file->arena)};
  lde_expr_problem problem;
  lde_expr *expr = NULL;
  lde_expr_status status = lde_expr_compile(&expr, rule->file->rules->dataset->schema, entity, text,
                                            len, &options, &problem);
  bool good = status != LDE_EXPR_ERROR;
  const char *wrong = NULL;
  size_t warnings;

  if (!good)
    lde_rule_complain(
        rule->file, rule, key, NULL,
        LDE_TR(lang, "%s: %s (column %u of \"%.*s\")", "%s: %s (kolom %u van \"%.*s\")"), key,
        problem.message, problem.column, (int)(len < 80 ? len : 80), text);
  if (status != LDE_EXPR_OK)
    return good;
  if (lde_expr_mixes_units(expr, &problem)) {
    lde_rule_complain(
        rule->file, rule, key, NULL,
        LDE_TR(lang, "%s: the two sides of '%.*s' have different units: %s (\"%.*s\")",
               "%s: de twee kanten van '%.*s' hebben verschillende eenheden: %s (\"%.*s\")"),
        key, (int)problem.len, text + problem.at, problem.message, (int)(len < 80 ? len : 80),
        text);
    good = false;
  } else if (decides(key) && lde_expr_is_never_true(expr)) {
    const lde_expr_problem *found = lde_expr_warnings(expr, &warnings);
    wrong = warnings ? found[0].message : NULL;
    lde_rule_complain(rule->file, rule, key, NULL,
                      LDE_TR(lang, "%s can never be true, so the rule cannot fire%s%s",
                             "%s kan nooit waar zijn, dus de regel kan niet aanslaan%s%s"),
                      key, wrong ? ": " : "", wrong ? wrong : "");
    good = false;
  }
  lde_expr_free(expr);
  return good;
}

int lde_rule_compile(lua_State *L, lde_rule *rule, const char *key, const lde_entity *entity,
                     const char *const *extras, const char *text, size_t len)
{
  compiling c = {entity, extras, text, len};
  lde_rule_file *file = rule->file;
  lde_rule_text kept = {lde_arena_strndup(&file->arena, text, len), len, entity, extras != NULL};

  luaL_checkstack(L, 16, "rule");
  lua_pushcfunction(L, l_compile);
  lua_pushlightuserdata(L, &c);
  if (lde_sandbox_pcall(L, 1, 1) != LUA_OK) {
    const char *message = lua_tostring(L, -1);
    lde_rule_complain(file, rule, key, NULL, "%s: %s", key, message ? message : "?");
    lua_pop(L, 1);
    return 0;
  }
  if (entity && !extras && !file->run && !check_types(L, rule, key, entity, kept.text, len)) {
    lua_pop(L, 1);
    return 0;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, file->compiled);
  lua_insert(L, -2);
  lua_rawseti(L, -2, ++file->compiled_count);
  lua_pop(L, 1);
  lde_vec_push(&file->texts, kept);
  return file->compiled_count;
}

const lde_expression *lde_rule_expression(lua_State *L, lde_rule_file *file, int number)
{
  const lde_expression *expression;

  lua_rawgeti(L, LUA_REGISTRYINDEX, file->compiled);
  lua_rawgeti(L, -1, number);
  expression = lua_touserdata(L, -1);
  lua_pop(L, 2);
  return expression;
}

bool lde_rule_is_money(lua_State *L, lde_rule *rule, int number, const char *text)
{
  const lde_expression *expression = lde_rule_expression(L, rule->file, number);
  bool any = false;

  if (!expression || strpbrk(text, "/#:"))
    return false;
  for (int i = 0; i < expression->count; i++) {
    lde_name_code code = expression->names[i];
    if (lde_name_kind_of(code) == LDE_NAME_EXTRA && lde_name_index(code) == 0 && rule->group.of) {
      any = rule->group.sum_is_money;
    } else if (lde_name_kind_of(code) == LDE_NAME_FIELD) {
      if (expression->entity->fields[lde_name_index(code)].type != LDE_TYPE_MONEY)
        return false;
      any = true;
    }
  }
  return any;
}

/* ---- evaluating ---- */

void lde_rule_push(lde_evaluation *evaluation, lde_rule_run *run, int number, int32_t row,
                   int extras)
{
  lua_State *L = evaluation->L;
  const lde_expression *expression;

  lua_rawgeti(L, run->compiled, number);
  expression = lua_touserdata(L, -1);
  lde_expression_push(evaluation, lua_gettop(L), expression, row, extras);
  lua_remove(L, -2);
}

bool lde_rule_is_true(lde_evaluation *evaluation, lde_rule_run *run, int number, int32_t row,
                      int extras)
{
  bool truth;

  if (run->cover)
    return lde_cover_is_true(evaluation, run, number, row, extras);
  lde_rule_push(evaluation, run, number, row, extras);
  truth = lua_toboolean(evaluation->L, -1);
  lua_pop(evaluation->L, 1);
  return truth;
}
