#include "rules/lint.h"

#include <stdlib.h>
#include <string.h>

#include "expr/advice.h"
#include "rules/internal.h"
#include "script/expression_scan.h"

typedef struct linting {
  lde_findings *out;
  lde_rule *rule;
  lde_language lang;
  const char *key; /* of the part that is looked at */
  const char *text;
  size_t len;
} linting;

/* ---- telling ---- */

static void tell(linting *l, lde_severity severity, const char *kind, uint32_t line,
                 uint32_t column, const char *help, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
/* The same place with the same words: an expression that was put together may say a thing twice. */
static bool is_told(const lde_findings *list, const lde_finding *finding)
{
  for (size_t i = 0; i < list->items.len; i++) {
    const lde_finding *other = &list->items.data[i];
    if (other->place.line == finding->place.line && other->place.column == finding->place.column &&
        strcmp(other->place.file, finding->place.file) == 0 &&
        strcmp(other->message, finding->message) == 0)
      return true;
  }
  return false;
}

static void tell(linting *l, lde_severity severity, const char *kind, uint32_t line,
                 uint32_t column, const char *help, const char *format, ...)
{
  const lde_rule_file *file = l->rule->file;
  lde_arena *arena = &l->out->arena;
  lde_buffer message = {0};
  va_list args;
  lde_finding finding = {.rule = lde_arena_printf(arena, "lint/%s", kind),
                         .code = "",
                         .rule_file = "",
                         .severity = severity,
                         .entity = "rules",
                         .id = lde_arena_strdup(arena, l->rule->id),
                         .entity_index = -1,
                         .row = LDE_NO_ROW,
                         .help = lde_arena_strdup(arena, help)};

  va_start(args, format);
  lde_buffer_printf(&message, "%s: ", l->rule->id);
  lde_buffer_vprintf(&message, format, args);
  va_end(args);
  finding.message = lde_arena_strdup(arena, lde_buffer_text(&message));
  finding.place =
      (lde_finding_place){.file = lde_arena_strdup(arena, file->name),
                          .open = file->path ? lde_arena_strdup(arena, file->path) : NULL,
                          .line = line,
                          .column = column};
  lde_rule_fingerprint(&finding, lde_buffer_text(&message), NULL);
  if (!is_told(l->out, &finding))
    lde_findings_add(l->out, &finding);
  lde_buffer_free(&message);
}

static void tell_rule(linting *l, lde_severity severity, const char *kind, const char *key,
                      const char *help, const char *message)
{
  uint32_t line, column;

  lde_rule_find_key(l->rule->file, l->rule, key, &line, &column);
  tell(l, severity, kind, line, column, help, "%s", message);
}

/* Where byte `at` of the text of this part stands; its key when the text is not written as it is. */
static void place_of(const linting *l, uint32_t at, uint32_t *line, uint32_t *column)
{
  const lde_rule_file *file = l->rule->file;
  const char *found, *start = file->bytes, *end = file->bytes + file->len;
  uint32_t now = 1;

  lde_rule_find_key(file, l->rule, l->key, line, column);
  for (const char *c = file->bytes; c < end && now < *line; c++)
    if (*c == '\n') {
      now++;
      start = c + 1;
    }
  found = l->len ? memmem(start, (size_t)(end - start), l->text, l->len) : NULL;
  if (!found)
    return;
  found += at;
  *line = now;
  for (const char *c = start; c < found; c++)
    if (*c == '\n') {
      (*line)++;
      start = c + 1;
    }
  *column = (uint32_t)lde_utf8_count(start, (size_t)(found - start)) + 1;
}

/* ---- expressions ---- */

static void tell_doubt(void *ctx, lde_expr_doubt doubt, uint32_t at, uint32_t len,
                       const lde_field *field)
{
  linting *l = ctx;
  lde_language lang = l->lang;
  uint32_t line, column;

  (void)len;
  place_of(l, at, &line, &column);
  if (doubt == LDE_DOUBT_NOT_EQUAL)
    tell(l, LDE_WARNING, "empty-not-equal", line, column,
         LDE_TR(
             lang,
             "write what you mean for an empty field: field and field ~= …, or (field or '…') ~= …",
             "schrijf wat u met een leeg veld bedoelt: veld and veld ~= …, of (veld or '…') ~= …"),
         LDE_TR(lang, "%s: ~= is also true where %s is empty", "%s: ~= is ook waar als %s leeg is"),
         l->key, field->name);
  else
    tell(
        l, LDE_WARNING, "negated-unknown", line, column,
        LDE_TR(lang, "turn the comparison round (>= for not <), or ask for the empty field too",
               "keer de vergelijking om (>= in plaats van not <), of vraag ook naar het lege veld"),
        LDE_TR(lang, "%s: not over this comparison is also true where %s is empty",
               "%s: not voor deze vergelijking is ook waar als %s leeg is"),
        l->key, field->name);
}

static const lde_data *defaults_of(const lde_rule *rule, lde_arena *arena)
{
  return lde_rule_defaults(lde_sandbox_state(lde_script_sandbox(rule->file->script)), rule, arena);
}

static void lint_expression(linting *l, const char *key, const lde_rule_text *text)
{
  lde_rule *rule = l->rule;
  lde_arena arena = {0};
  lde_expr_options options = {
      .language = l->lang, .params = defaults_of(rule, &arena), .allow_mistyped = true};
  lde_expr_problem problem;
  lde_expr *expr = NULL;
  lde_expr_status status = lde_expr_compile(&expr, rule->file->rules->dataset->schema, text->entity,
                                            text->text, text->len, &options, &problem);
  uint32_t line, column;
  size_t count;

  l->key = key;
  l->text = text->text;
  l->len = text->len;
  if (status == LDE_EXPR_FALLBACK) {
    place_of(l, problem.at, &line, &column);
    tell(l, LDE_NOTE, "slow-layer", line, column,
         LDE_TR(l->lang, "it means the same, and runs row by row in Lua",
                "het betekent hetzelfde, en loopt rij voor rij in Lua"),
         LDE_TR(l->lang, "%s does not run over columns: %s", "%s loopt niet over kolommen: %s"),
         key, problem.message);
  }
  if (status == LDE_EXPR_OK) {
    const lde_expr_problem *warnings = lde_expr_warnings(expr, &count);
    for (size_t i = 0; i < count; i++) {
      place_of(l, warnings[i].at, &line, &column);
      tell(l, LDE_WARNING, "never-so", line, column, "", "%s: %s", key, warnings[i].message);
    }
    lde_expr_each_doubt(expr, tell_doubt, l);
    lde_expr_free(expr);
  }
  lde_arena_free(&arena);
}

static void lint_part(linting *l, const char *key, int number)
{
  const lde_rule_text *text = number ? &l->rule->file->texts.data[number - 1] : NULL;

  if (text && text->entity && !text->has_extras)
    lint_expression(l, key, text);
}

static void lint_expressions(linting *l)
{
  const lde_rule *rule = l->rule;

  lint_part(l, "where", rule->where);
  lint_part(l, "fails", rule->fails);
  for (int level = 0; level < 3 && rule->severity_is_table; level++)
    lint_part(l, "severity", rule->severity_by[level]);
  for (int i = 0; i < rule->join.count; i++)
    lint_part(l, rule->join.fires_on_match ? "when" : "unless",
              rule->join.terms[i].right_expression);
  if (rule->group.of) {
    lint_part(l, "sum", rule->group.sum);
    for (int i = 0; i < rule->group.count; i++)
      lint_part(l, "by", rule->group.keys[i]);
  }
}

/* ---- functions ---- */

/* The text between this rule and the next one of the file. */
static void own_text(const lde_rule *rule, const char **from, const char **to)
{
  const lde_rule_file *file = rule->file;
  int now = 1, next = INT32_MAX;

  for (size_t i = 0; i < file->lines.len; i++)
    if (file->lines.data[i] > rule->line && file->lines.data[i] < next)
      next = file->lines.data[i];
  *from = file->bytes;
  *to = file->bytes + file->len;
  for (const char *c = file->bytes; c < file->bytes + file->len; c++) {
    if (*c != '\n')
      continue;
    now++;
    if (now == rule->line)
      *from = c + 1;
    if (now == next) {
      *to = c;
      return;
    }
  }
}

static uint32_t line_at(const lde_rule_file *file, const char *at)
{
  uint32_t line = 1;

  for (const char *c = file->bytes; c < at; c++)
    line += *c == '\n';
  return line;
}

/* Behind `check = function(…)`, or an empty scanner. */
static lde_scanner body_of_check(const lde_rule *rule)
{
  const char *from, *to;
  lde_scanner scanner;
  lde_token last[3] = {{0}};

  own_text(rule, &from, &to);
  scanner = (lde_scanner){from, to};
  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner)) {
    if (lde_token_is(&token, "function") && last[0].text && lde_token_is(&last[0], "=") &&
        last[1].text && lde_token_is(&last[1], "check"))
      break;
    last[2] = last[1];
    last[1] = last[0];
    last[0] = token;
  }
  for (lde_token token = lde_scanner_next(&scanner);
       token.kind != LDE_TOKEN_END && *token.text != ')';)
    token = lde_scanner_next(&scanner);
  return scanner;
}

/* `return E end` and `if E then return … end end`: the text of E, NULL when the function does more. */
static const char *only_condition(lde_scanner scanner, size_t *len)
{
  lde_token token = lde_scanner_next(&scanner);
  bool is_if = lde_token_is(&token, "if");
  const char *start, *stop = NULL;
  int returned = 0;

  if (!is_if && !lde_token_is(&token, "return"))
    return NULL;
  start = lde_scanner_peek(&scanner).text;
  for (token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner)) {
    if (lde_token_is(&token, "function") || lde_token_is(&token, "{"))
      return NULL;
    if (lde_token_is(&token, is_if ? "then" : "end")) {
      stop = token.text;
      break;
    }
  }
  *len = stop ? (size_t)(stop - start) : 0;
  if (!stop || !is_if)
    return stop ? start : NULL;
  token = lde_scanner_next(&scanner); /* return, one constant, end, end */
  if (!lde_token_is(&token, "return"))
    return NULL;
  for (token = lde_scanner_next(&scanner);
       token.kind == LDE_TOKEN_STRING || lde_token_is(&token, "true");
       token = lde_scanner_next(&scanner))
    returned++;
  if (returned != 1 || !lde_token_is(&token, "end"))
    return NULL;
  token = lde_scanner_next(&scanner);
  return lde_token_is(&token, "end") ? start : NULL;
}

static void lint_check(linting *l)
{
  lde_rule *rule = l->rule;
  lde_scanner scanner;
  lde_expr *expr = NULL;
  lde_expr_options options = LDE_EXPR_OPTIONS_INIT;
  lde_arena arena = {0};
  lde_token first;
  const char *text;
  size_t len;
  bool is_if;

  if (!rule->has_check)
    return;
  scanner = body_of_check(rule);
  first = lde_scanner_peek(&scanner);
  is_if = lde_token_is(&first, "if");
  text = only_condition(scanner, &len);
  if (!text)
    return;
  lde_text_trim(&text, &len);
  options.params = defaults_of(rule, &arena);
  options.allow_mistyped = true;
  if (lde_expr_compile(&expr, rule->file->rules->dataset->schema, rule->each, text, len, &options,
                       NULL) == LDE_EXPR_OK) {
    if (is_if || !(lde_expr_types(expr, NULL) & ~(unsigned)(LDE_EXPR_IS_BOOL | LDE_EXPR_IS_NIL)))
      tell(l, LDE_NOTE, "could-be-expression", line_at(rule->file, text), 0,
           lde_arena_printf(&arena, "fails = \"%.*s\"", (int)len, text),
           "%s", LDE_TR(l->lang, "this check can be an expression, which runs over columns",
                        "deze check kan een expressie zijn, die over kolommen loopt"));
    lde_expr_free(expr);
  }
  lde_arena_free(&arena);
}

/* A list with nil in it, of which the length is asked: # has no fixed answer then. */
static void lint_holes(linting *l)
{
  const char *from, *to;
  lde_scanner scanner;
  lde_token last = {0};
  const char *hole = NULL;
  bool asks_length = false;

  if (!l->rule->has_check && !l->rule->has_once)
    return;
  own_text(l->rule, &from, &to);
  scanner = (lde_scanner){from, to};
  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner)) {
    lde_token next = lde_scanner_peek(&scanner);
    bool listed = last.text && (lde_token_is(&last, "{") || lde_token_is(&last, ",")) &&
                  (lde_token_is(&next, ",") || lde_token_is(&next, "}"));
    if (lde_token_is(&token, "nil") && listed && !hole)
      hole = token.text;
    if (lde_token_is(&token, "]") && lde_token_is(&next, "=") && !hole) {
      lde_scanner ahead = scanner;
      lde_scanner_next(&ahead);
      next = lde_scanner_next(&ahead);
      if (lde_token_is(&next, "nil"))
        hole = token.text;
    }
    asks_length = asks_length || lde_token_is(&token, "#");
    last = token;
  }
  if (hole && asks_length)
    tell(l, LDE_WARNING, "length-of-holes", line_at(l->rule->file, hole), 0,
         LDE_TR(l->lang, "use table.remove, or count while you fill it",
                "gebruik table.remove, of tel tijdens het vullen"),
         "%s",
         LDE_TR(l->lang, "a list gets a hole here, and # of a list with holes is not fixed",
                "een lijst krijgt hier een gat, en # van een lijst met gaten ligt niet vast"));
}

/* ---- texts and examples ---- */

static void lint_text(lua_State *L, linting *l, const char *key)
{
  static const char *const names[] = {"en", "nl"};
  const char *const languages[] = {LDE_TR(l->lang, "English", "Engels"),
                                   LDE_TR(l->lang, "Dutch", "Nederlands")};
  const char *help =
      LDE_TR(l->lang, "write {en = \"…\", nl = \"…\"}", "schrijf {en = \"…\", nl = \"…\"}");

  lde_rule_push_member(L, l->rule, key);
  if (lua_type(L, -1) == LUA_TSTRING)
    tell_rule(l, LDE_WARNING, "one-language", key, help,
              lde_arena_printf(&l->out->arena,
                               LDE_TR(l->lang, "%s is one text for both languages",
                                      "%s is één tekst voor beide talen"),
                               key));
  for (int i = 0; i < 2 && lua_istable(L, -1); i++) {
    if (lua_getfield(L, -1, names[i]) != LUA_TSTRING)
      tell_rule(
          l, LDE_WARNING, "one-language", key, help,
          lde_arena_printf(&l->out->arena,
                           LDE_TR(l->lang, "%s has no text in %s", "%s heeft geen tekst in het %s"),
                           key, languages[i]));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

static void lint_params(lua_State *L, linting *l)
{
  lde_rule_push_member(L, l->rule, "params");
  for (int i = 0; i < l->rule->param_count && lua_istable(L, -1); i++) {
    const char *name = l->rule->params[i].name;
    bool told[2] = {false, false};
    lua_getfield(L, -1, name);
    if (lua_istable(L, -1)) {
      lua_getfield(L, -1, "doc");
      for (int lang = 0; lang < 2; lang++) {
        told[lang] = lua_type(L, -1) == LUA_TSTRING;
        if (lua_istable(L, -1)) {
          told[lang] = lua_getfield(L, -1, lang ? "nl" : "en") == LUA_TSTRING;
          lua_pop(L, 1);
        }
      }
      lua_pop(L, 1);
    }
    if (!told[0] || !told[1])
      tell_rule(l, LDE_WARNING, "param-without-doc", name,
                LDE_TR(l->lang, "add doc = {en = \"…\", nl = \"…\"}",
                       "voeg doc = {en = \"…\", nl = \"…\"} toe"),
                lde_arena_printf(&l->out->arena,
                                 LDE_TR(l->lang, "parameter %s is not explained in both languages",
                                        "parameter %s wordt niet in beide talen uitgelegd"),
                                 name));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

static int l_lint_table(lua_State *L)
{
  linting *l = lua_touserdata(L, 1);

  luaL_checkstack(L, 20, "lint");
  lint_text(L, l, "title");
  lint_text(L, l, "message");
  lint_text(L, l, "help");
  lint_text(L, l, "why");
  lint_params(L, l);
  return 0;
}

static void lint_examples(linting *l)
{
  const lde_rule *rule = l->rule;
  const char *help = LDE_TR(l->lang, "give it a small model that fires and one that does not",
                            "geef een klein model waarop hij aanslaat en een waarop niet");

  if (rule->examples[0] && rule->examples[1])
    return;
  tell_rule(l, LDE_WARNING, "no-examples", "id", help,
            rule->examples[0] ? LDE_TR(l->lang, "the rule has no clean example",
                                       "de regel heeft geen voorbeeld clean")
            : rule->examples[1]
                ? LDE_TR(l->lang, "the rule has no example that fires",
                         "de regel heeft geen voorbeeld fires")
                : LDE_TR(l->lang, "the rule has no examples", "de regel heeft geen voorbeelden"));
}

void lde_rules_lint(lde_rules *rules, lde_findings *out)
{
  for (size_t i = 0; i < rules->all.len; i++) {
    linting l = {.out = out, .rule = rules->all.data[i], .lang = rules->lang};
    if (l.rule->replaced)
      continue;
    out->rules++;
    lint_expressions(&l);
    lint_check(&l);
    lint_holes(&l);
    lint_examples(&l);
    lde_sandbox_run(lde_script_sandbox(l.rule->file->script), l_lint_table, &l, NULL);
  }
  lde_findings_sort(out);
}

/* ---- fields that no rule reads ---- */

typedef struct reading {
  lde_strings names; /* read somewhere in a function */
  bool **fields;     /* by entity and field: read by an expression */
} reading;

/* Names in code, and in the texts in it. */
static void read_names(reading *r, const char *text, size_t len, int depth)
{
  lde_scanner scanner = {text, text + len};

  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner)) {
    if (token.kind == LDE_TOKEN_NAME)
      lde_strings_intern(&r->names, token.text, token.len);
    else if (token.kind == LDE_TOKEN_STRING && token.len > 2 && depth < 3)
      read_names(r, token.text + 1, token.len - 2, depth + 1);
  }
}

static void read_expression(reading *r, const lde_rules *rules, const lde_rule_text *text)
{
  lde_expr_options options = {.allow_mistyped = true};
  const lde_expr_column *columns;
  lde_expr *expr = NULL;
  size_t count;

  if (text->has_extras || !text->entity ||
      lde_expr_compile(&expr, rules->dataset->schema, text->entity, text->text, text->len, &options,
                       NULL) != LDE_EXPR_OK) {
    read_names(r, text->text, text->len, 0);
    return;
  }
  columns = lde_expr_columns(expr, &count);
  for (size_t i = 0; i < count; i++)
    if (columns[i].field >= 0)
      r->fields[columns[i].entity][columns[i].field] = true;
  lde_expr_free(expr);
}

static void read_rule(reading *r, const lde_rule *rule)
{
  const char *from, *to;

  if (rule->each && rule->at >= 0)
    r->fields[rule->each->index][rule->at] = true;
  for (int i = 0; i < rule->check_count; i++)
    if (lde_name_kind_of(rule->check_names[i]) == LDE_NAME_FIELD)
      r->fields[rule->each->index][lde_name_index(rule->check_names[i])] = true;
  if (!rule->has_check && !rule->has_once)
    return;
  own_text(rule, &from, &to);
  read_names(r, from, (size_t)(to - from), 0);
}

static size_t filled(const lde_table *table, int field)
{
  size_t count = 0;

  for (int32_t row = 0; row < lde_table_count(table); row++)
    count += lde_table_has(table, field, row) && !lde_table_is_derived(table, field, row);
  return count;
}

static void tell_unused(const lde_rules *rules, const reading *r, const lde_entity *entity,
                        lde_findings *out)
{
  const lde_table *table = lde_dataset_table(rules->dataset, entity->index);
  lde_buffer list = {0};
  lde_finding finding = {.rule = "lint/unused-fields",
                         .code = "",
                         .rule_file = "",
                         .severity = LDE_NOTE,
                         .entity_index = -1,
                         .row = LDE_NO_ROW,
                         .place = {.file = ""},
                         .id = "",
                         .help = ""};

  for (int f = 0; f < entity->field_count; f++) {
    const lde_field *field = &entity->fields[f];
    if (field->flags & (LDE_COMMON | LDE_DERIVED | LDE_VIRTUAL) || r->fields[entity->index][f] ||
        lde_strings_find(&r->names, field->name, strlen(field->name)) >= 0 || !filled(table, f))
      continue;
    lde_buffer_printf(&list, "%s%s", list.len ? ", " : "", field->name);
  }
  if (list.len) {
    finding.entity = lde_arena_strdup(&out->arena, entity->plural);
    finding.message = lde_arena_printf(
        &out->arena, LDE_TR(rules->lang, "%s: no rule reads %s", "%s: geen regel leest %s"),
        entity->plural, lde_buffer_text(&list));
    lde_rule_fingerprint(&finding, entity->plural, NULL);
    lde_findings_add(out, &finding);
  }
  lde_buffer_free(&list);
}

void lde_rules_unused_fields(lde_rules *rules, const char *const *modules, size_t count,
                             lde_findings *out)
{
  const lde_schema *schema = rules->dataset->schema;
  reading r = {.fields = lde_alloc(schema->entities.len + 1, sizeof *r.fields)};

  lde_strings_init(&r.names);
  for (size_t e = 0; e < schema->entities.len; e++)
    r.fields[e] = lde_alloc((size_t)schema->entities.data[e]->field_count + 1, sizeof **r.fields);
  for (size_t i = 0; i < count; i++)
    read_names(&r, modules[i], strlen(modules[i]), 0);
  for (size_t i = 0; i < rules->files.len; i++)
    for (size_t t = 0; t < rules->files.data[i]->texts.len; t++)
      read_expression(&r, rules, &rules->files.data[i]->texts.data[t]);
  for (size_t i = 0; i < rules->all.len; i++)
    if (!rules->all.data[i]->replaced)
      read_rule(&r, rules->all.data[i]);
  for (size_t e = 0; e < schema->entities.len; e++) {
    if (schema->entities.data[e]->origin == LDE_ORIGIN_WRITTEN)
      tell_unused(rules, &r, schema->entities.data[e], out);
    lde_free(r.fields[e]);
  }
  lde_free(r.fields);
  lde_strings_deinit(&r.names);
}
