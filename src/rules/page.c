/* From a loaded rule to its page: what stands in its table, and its examples as they were written. */
#include "rules/page.h"

#include <string.h>

#include "rules/internal.h"

typedef struct describing {
  lde_rule_run run;
  lde_rule_page *page;
} describing;

/* ---- members of the rule's table ---- */

static const char *copy_text(lua_State *L, lde_arena *arena)
{
  const char *text =
      lua_type(L, -1) == LUA_TSTRING ? lde_arena_strdup(arena, lua_tostring(L, -1)) : NULL;
  lua_pop(L, 1);
  return text;
}

/* {en, nl} or one text for both, on top of the stack; popped. */
static void take_languages(lua_State *L, lde_arena *arena, const char *out[2])
{
  static const char *const names[] = {"en", "nl"};

  for (int lang = 0; lang < 2; lang++) {
    lua_pushvalue(L, -1);
    if (lua_istable(L, -1)) {
      lua_pushstring(L, names[lang]);
      lua_rawget(L, -2);
      lua_remove(L, -2);
    }
    out[lang] = copy_text(L, arena);
  }
  for (int lang = 0; lang < 2; lang++)
    if (!out[lang])
      out[lang] = out[!lang];
  lua_pop(L, 1);
}

static void add_part(lde_rule_page *page, const char *key, const char *text)
{
  struct lde_rule_page_part part = {key, text};
  lde_vec_push(&page->parts, part);
}

static void add_joined(const lde_rule *rule, lde_rule_page *page)
{
  static const char *const operators[] = {"==", "~=", "<", "<=", ">", ">="};
  lde_buffer text = {0};

  lde_buffer_printf(&text, "exists in %s:", rule->join.entity->plural);
  for (int i = 0; i < rule->join.count; i++) {
    const lde_join_term *term = &rule->join.terms[i];
    const lde_rule_text *right = &rule->file->texts.data[term->right_expression - 1];
    lde_buffer_printf(&text, "%s %s %s %.*s", i ? " and" : "", term->left, operators[term->op],
                      (int)right->len, right->text);
  }
  add_part(page, rule->join.fires_on_match ? "when" : "unless",
           lde_arena_strdup(&page->arena, text.data));
  lde_buffer_free(&text);
}

static void add_text_of(const lde_rule *rule, lde_rule_page *page, const char *key, int number)
{
  if (number) {
    const lde_rule_text *text = &rule->file->texts.data[number - 1];
    add_part(page, key, lde_arena_strndup(&page->arena, text->text, text->len));
  }
}

static void add_parts(const lde_rule *rule, lde_rule_page *page)
{
  static const char *const levels[] = {"severity note", "severity warning", "severity error"};
  static const char *const names[] = {"note", "warning", "error"};
  lde_buffer by = {0};

  add_text_of(rule, page, "where", rule->where);
  if (rule->group.of) {
    for (int i = 0; i < rule->group.count; i++)
      lde_buffer_printf(&by, "%s%s", i ? ", " : "", rule->group.names[i + 1]);
    add_text_of(rule, page, "sum", rule->group.sum);
    add_part(page, "by", lde_arena_strdup(&page->arena, lde_buffer_text(&by)));
    lde_buffer_free(&by);
  }
  add_text_of(rule, page, "fails", rule->fails);
  if (rule->join.entity)
    add_joined(rule, page);
  if (rule->has_check || rule->has_once)
    add_part(page, rule->has_once ? "once" : "check",
             lde_arena_printf(&page->arena, "a Lua function: %s:%d", rule->file->name, rule->line));
  add_text_of(rule, page, "size", rule->size);
  if (!rule->severity_is_table)
    page->severity = names[rule->severity];
  for (int level = 2; level >= 0 && rule->severity_is_table; level--)
    add_text_of(rule, page, levels[level], rule->severity_by[level]);
}

/* ---- parameters ---- */

static const char *literal(lua_State *L, int index, lde_arena *arena)
{
  switch (lua_type(L, index)) {
  case LUA_TNIL:
    return "–";
  case LUA_TBOOLEAN:
    return lua_toboolean(L, index) ? "true" : "false";
  case LUA_TSTRING:
    return lde_arena_printf(arena, "\"%s\"", lua_tostring(L, index));
  case LUA_TTABLE:
    return "dated";
  default: {
    const char *text = lde_arena_strdup(arena, lde_sandbox_tostring(L, index, NULL));
    lua_pop(L, 1);
    return text;
  }
  }
}

static const char *bound(lua_State *L, int at, const char *key, lde_arena *arena)
{
  const char *text;

  lua_getfield(L, at, key);
  text = lua_isnil(L, -1) ? NULL : literal(L, lua_gettop(L), arena);
  lua_pop(L, 1);
  return text;
}

static void add_param(lua_State *L, describing *d, int declarations, const lde_rule_param *param)
{
  lde_arena *arena = &d->page->arena;
  lde_rule_page_param out = {.name = lde_arena_strdup(arena, param->name), .unit = ""};
  int at;

  lua_getfield(L, declarations, param->name);
  at = lua_gettop(L);
  lua_getfield(L, at, "type");
  out.type = copy_text(L, arena);
  lua_getfield(L, at, "unit");
  out.unit = copy_text(L, arena);
  lua_getfield(L, at, "doc");
  if (lua_isnil(L, -1))
    lua_pop(L, 1);
  else
    take_languages(L, arena, out.doc);
  lua_getfield(L, at, "default");
  out.standard = literal(L, lua_gettop(L), arena);
  lua_settop(L, at);
  lua_getfield(L, 3, param->name); /* P */
  out.value = literal(L, lua_gettop(L), arena);
  lua_settop(L, at);
  out.min = bound(L, at, "min", arena);
  out.max = bound(L, at, "max", arena);
  if (!out.unit)
    out.unit = "";
  if (!out.type)
    out.type = "";
  lua_pop(L, 1);
  lde_vec_push(&d->page->params, out);
}

static int l_describe(lua_State *L)
{
  describing *d = lua_touserdata(L, 1);
  const lde_rule *rule = d->run.rule;
  lde_arena *arena = &d->page->arena;
  static const char *const keys[] = {"why", "message", "help"};
  const char **to[] = {d->page->why, d->page->message, d->page->help};

  lde_rule_begin(L, &d->run);
  for (size_t i = 0; i < 3; i++) {
    lde_rule_push_member(L, rule, keys[i]);
    if (lua_isnil(L, -1))
      lua_pop(L, 1);
    else
      take_languages(L, arena, to[i]);
  }
  lde_rule_push_member(L, rule, "params");
  for (int i = 0; i < rule->param_count; i++)
    add_param(L, d, lua_gettop(L), &rule->params[i]);
  return 0;
}

/* ---- examples as they were written ---- */

/* Behind the bracket that closes the one at `at`; NULL when it does not close. */
static const char *skip_table(const char *at, const char *end)
{
  int depth = 0;

  for (; at < end; at++) {
    if (*at == '\'' || *at == '"') {
      char quote = *at++;
      while (at < end && *at != quote)
        at += *at == '\\' ? 2 : 1;
    } else if (at + 1 < end && at[0] == '-' && at[1] == '-') {
      while (at < end && *at != '\n')
        at++;
    } else if (*at == '{') {
      depth++;
    } else if (*at == '}' && --depth == 0) {
      return at + 1;
    }
  }
  return NULL;
}

static const char *example_text(const lde_rule *rule, const char *key, lde_arena *arena)
{
  const lde_rule_file *file = rule->file;
  const char *at = file->bytes, *end = file->bytes + file->len, *close;
  size_t len = strlen(key);

  for (int line = 1; at < end && line < rule->line; at++)
    line += *at == '\n';
  for (; at + len + 1 < end; at++) {
    const char *behind = at + len;
    if (memcmp(at, key, len) != 0 || (at > file->bytes && (at[-1] == '_' || at[-1] == '.')))
      continue;
    behind += strspn(behind, " ");
    if (*behind != '=' || behind[1] == '=')
      continue;
    behind += 1 + strspn(behind + 1, " \n");
    close = *behind == '{' ? skip_table(behind, end) : NULL;
    if (!close)
      return NULL;
    if (behind[1 + strspn(behind + 1, " \n")] == '{') { /* a list: its first model */
      behind += 1 + strspn(behind + 1, " \n");
      close = skip_table(behind, end);
    }
    return close ? lde_arena_strndup(arena, behind, (size_t)(close - behind)) : NULL;
  }
  return NULL;
}

bool lde_rules_page(lde_rules *rules, const char *name, lde_rule_page *page)
{
  const lde_rule *rule = lde_rules_find(rules, name);
  describing d = {.page = page};
  lde_failure failure = {0};

  if (!rule)
    return false;
  page->id = lde_arena_strdup(&page->arena, rule->id);
  page->code = lde_arena_strdup(&page->arena, rule->code);
  page->pack = rule->file->pack ? lde_arena_strdup(&page->arena, rule->file->pack) : NULL;
  page->file = lde_arena_strdup(&page->arena, rule->file->name);
  page->line = rule->line;
  page->step = rule->step;
  page->each = rule->group.of ? rule->group.of->plural : rule->each ? rule->each->plural : NULL;
  page->off = rule->setting && rule->setting->kind == LDE_RULE_OFF;
  for (int lang = 0; lang < 2; lang++)
    page->title[lang] =
        rule->title[lang] ? lde_arena_strdup(&page->arena, rule->title[lang]) : NULL;
  add_parts(rule, page);
  page->fires = example_text(rule, "fires", &page->arena);
  page->clean = example_text(rule, "clean", &page->arena);
  d.run.arena = &page->arena;
  lde_rule_run_init(&d.run, (lde_rule *)rule);
  lde_rule_call(&d.run, l_describe, &d, &failure); /* on failure what was found so far is shown */
  lde_rule_run_deinit(&d.run);
  return true;
}
