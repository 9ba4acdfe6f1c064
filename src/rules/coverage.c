/* What tests reach: of every condition each clause, true and false; of a join a match and none; of a
 * function each line. A trial that is covered evaluates conditions clause by clause, in the order and
 * with the short cuts of Lua, so what is noted is what really ran. */
#include <stdlib.h>
#include <string.h>

#include "rules/internal.h"
#include "rules/tests.h"
#include "script/expression_scan.h"

enum { PARTS = 6 };
static const char *const part_names[PARTS] = {"where",            "fails",          "severity note",
                                              "severity warning", "severity error", "exists"};

typedef struct cover_clause {
  const char *text;
  bool seen[2]; /* false, true */
} cover_clause;

typedef struct cover_line {
  int line;
  bool seen;
} cover_line;

typedef struct lde_rule_cover {
  const lde_rule *rule;
  lde_arena arena;
  struct {
    int number; /* of the expression in the file; 0 = the rule has no such part */
    lde_clause *tree;
    cover_clause *clauses;
    int count, line;
  } parts[PARTS];
  LDE_VEC(cover_line) lines;
} lde_rule_cover;

struct lde_cover {
  LDE_VEC(lde_rule_cover *) rules;
};

/* ---- clauses ---- */

/* The last `word` outside brackets, NULL when there is none. */
static const char *find_split(const char *text, size_t len, const char *word)
{
  lde_scanner scanner = {text, text + len};
  const char *found = NULL;
  int depth = 0;

  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner)) {
    if (token.kind == LDE_TOKEN_SYMBOL && strchr("([{", *token.text))
      depth++;
    else if (token.kind == LDE_TOKEN_SYMBOL && strchr(")]}", *token.text))
      depth--;
    else if (depth == 0 && token.kind == LDE_TOKEN_KEYWORD && lde_token_is(&token, word))
      found = token.text;
  }
  return found;
}

/* The text is one pair of brackets with all else inside. */
static bool is_bracketed(const char *text, size_t len)
{
  lde_scanner scanner = {text, text + len};
  int depth = 0;

  if (len < 2 || *text != '(')
    return false;
  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner)) {
    if (token.kind != LDE_TOKEN_SYMBOL)
      continue;
    depth += strchr("([{", *token.text) != NULL;
    depth -= strchr(")]}", *token.text) != NULL;
    if (depth == 0)
      return token.text + token.len == text + len;
  }
  return false;
}

lde_clause *lde_clause_split(lde_arena *arena, const char *text, size_t len, int *count)
{
  static const char *const words[] = {"or", "and"};
  lde_clause *clause = lde_arena_new(arena, lde_clause);
  const char *at;

  lde_text_trim(&text, &len);
  clause->text = text;
  clause->len = len;
  for (int i = 0; i < 2; i++)
    if ((at = find_split(text, len, words[i]))) {
      size_t word = strlen(words[i]);
      clause->kind = i ? LDE_CLAUSE_AND : LDE_CLAUSE_OR;
      clause->a = lde_clause_split(arena, text, (size_t)(at - text), count);
      clause->b = lde_clause_split(arena, at + word, (size_t)(text + len - at) - word, count);
      return clause;
    }
  if (is_bracketed(text, len))
    return lde_clause_split(arena, text + 1, len - 2, count);
  if (len > 4 && memcmp(text, "not", 3) == 0 && strchr(" (\n\t", text[3])) {
    const char *rest = text + 3;
    size_t rest_len = len - 3;
    lde_text_trim(&rest, &rest_len);
    if (is_bracketed(rest, rest_len)) {
      clause->kind = LDE_CLAUSE_NOT;
      clause->a = lde_clause_split(arena, rest, rest_len, count);
      return clause;
    }
  }
  clause->kind = LDE_CLAUSE_LEAF;
  clause->number = (*count)++;
  return clause;
}

static void name_leaves(lde_arena *arena, const lde_clause *clause, cover_clause *clauses)
{
  if (clause->kind == LDE_CLAUSE_LEAF) {
    clauses[clause->number].text = lde_arena_strndup(arena, clause->text, clause->len);
    return;
  }
  name_leaves(arena, clause->a, clauses);
  if (clause->b)
    name_leaves(arena, clause->b, clauses);
}

static void open_part(lde_rule_cover *cover, int part, int number, const char *key)
{
  const lde_rule *rule = cover->rule;
  const lde_rule_text *text = number ? &rule->file->texts.data[number - 1] : NULL;
  uint32_t line, column;

  if (!text && part != PARTS - 1)
    return;
  lde_rule_find_key(rule->file, rule, key, &line, &column);
  cover->parts[part].line = (int)line;
  cover->parts[part].number = number;
  if (text)
    cover->parts[part].tree =
        lde_clause_split(&cover->arena, text->text, text->len, &cover->parts[part].count);
  else
    cover->parts[part].count = 1;
  cover->parts[part].clauses =
      lde_arena_array(&cover->arena, (size_t)cover->parts[part].count, cover_clause);
  if (text)
    name_leaves(&cover->arena, cover->parts[part].tree, cover->parts[part].clauses);
  else
    cover->parts[part].clauses[0].text = rule->join.entity->plural;
}

/* ---- lines of functions ---- */

typedef struct measuring {
  const lde_rule_file *file;
  struct lde_cover *cover;
  const char *from, *to; /* the text of one function */
  int line;              /* where it begins */
} measuring;

static const char *line_text(const lde_rule_file *file, int line, size_t *len)
{
  const char *at = file->bytes, *end = at + file->len, *stop;

  for (int now = 1; now < line && at < end; at++)
    now += *at == '\n';
  stop = memchr(at, '\n', (size_t)(end - at));
  *len = (size_t)((stop ? stop : end) - at);
  lde_text_trim(&at, len);
  return at;
}

/* Nothing but the end of a block: whether it runs says nothing. */
static bool is_only_an_end(const lde_rule_file *file, int line)
{
  size_t len;
  const char *text = line_text(file, line, &len);
  lde_scanner scanner = {text, text + len};

  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner))
    if (token.kind != LDE_TOKEN_SYMBOL && !lde_token_is(&token, "end") &&
        !lde_token_is(&token, "else"))
      return false;
  return true;
}

/* The rule that a line belongs to: the last one that begins before it. */
static lde_rule_cover *owner_of(const struct lde_cover *cover, const lde_rule_file *file, int line)
{
  lde_rule_cover *owner = NULL;

  for (size_t i = 0; i < cover->rules.len; i++) {
    lde_rule_cover *one = cover->rules.data[i];
    if (one->rule->file == file && (!owner || one->rule->line <= line))
      owner = one;
  }
  return owner;
}

static void add_line(const measuring *m, int line)
{
  lde_rule_cover *owner = owner_of(m->cover, m->file, line);
  cover_line one = {.line = line};

  if (!owner || is_only_an_end(m->file, line))
    return;
  for (size_t i = 0; i < owner->lines.len; i++)
    if (owner->lines.data[i].line == line)
      return;
  lde_vec_push(&owner->lines, one);
}

/* Compiles the function by itself, to ask which of its lines hold code. */
static int l_measure(lua_State *L)
{
  const measuring *m = lua_touserdata(L, 1);
  luaL_Buffer text;
  lua_Debug ar;

  luaL_buffinit(L, &text);
  for (int i = 1; i < m->line; i++)
    luaL_addchar(&text, '\n');
  luaL_addstring(&text, "return ");
  luaL_addlstring(&text, m->from, (size_t)(m->to - m->from));
  luaL_pushresult(&text);
  if (luaL_loadbufferx(L, lua_tostring(L, -1), lua_rawlen(L, -1), "=function", "t") != LUA_OK)
    return 0;
  lua_call(L, 0, 1);
  if (!lua_isfunction(L, -1))
    return 0;
  lua_getinfo(L, ">L", &ar);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
    add_line(m, (int)lua_tointeger(L, -2));
  return 0;
}

/* The end of the function whose keyword was just read; NULL when there is none. `head` gets where its
 * brackets begin. */
static const char *function_end(lde_scanner scanner, const char **head)
{
  int depth = 1;

  *head = NULL;
  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner)) {
    if (!*head && token.kind == LDE_TOKEN_SYMBOL && *token.text == '(')
      *head = token.text;
    if (token.kind != LDE_TOKEN_KEYWORD)
      continue;
    if (lde_token_is(&token, "function") || lde_token_is(&token, "do") ||
        lde_token_is(&token, "if") || lde_token_is(&token, "repeat"))
      depth++;
    else if ((lde_token_is(&token, "end") || lde_token_is(&token, "until")) && --depth == 0)
      return token.text + token.len;
  }
  return NULL;
}

static void measure_functions(struct lde_cover *cover, const lde_rule_file *file)
{
  lde_scanner scanner = {file->bytes, file->bytes + file->len};
  lde_buffer text = {0};

  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner)) {
    measuring m = {.file = file, .cover = cover, .line = 1};
    const char *head, *end;
    if (token.kind != LDE_TOKEN_KEYWORD || !lde_token_is(&token, "function"))
      continue;
    end = function_end(scanner, &head);
    if (!end || !head || head > end)
      continue;
    for (const char *at = file->bytes; at < head; at++)
      m.line += *at == '\n';
    lde_buffer_truncate(&text, 0); /* without its name */
    lde_buffer_puts(&text, "function ");
    lde_buffer_append(&text, head, (size_t)(end - head));
    m.from = text.data;
    m.to = text.data + text.len;
    lde_sandbox_run(lde_script_sandbox(file->script), l_measure, &m, NULL);
  }
  lde_buffer_free(&text);
}

/* ---- life ---- */

void lde_rules_cover(lde_rules *rules)
{
  struct lde_cover *cover = lde_alloc(1, sizeof *cover);

  rules->cover = cover;
  for (size_t i = 0; i < rules->all.len; i++) {
    const lde_rule *rule = rules->all.data[i];
    lde_rule_cover *one = lde_alloc(1, sizeof *one);
    one->rule = rule;
    open_part(one, 0, rule->where, "where");
    open_part(one, 1, rule->fails, "fails");
    for (int level = 0; level < 3; level++)
      open_part(one, 2 + level, rule->severity_is_table ? rule->severity_by[level] : 0, "severity");
    if (rule->join.entity)
      open_part(one, PARTS - 1, 0, rule->join.fires_on_match ? "when" : "unless");
    lde_vec_push(&cover->rules, one);
  }
  for (size_t i = 0; i < rules->files.len; i++)
    measure_functions(cover, rules->files.data[i]);
}

void lde_cover_free(struct lde_cover *cover)
{
  for (size_t i = 0; cover && i < cover->rules.len; i++) {
    lde_vec_free(&cover->rules.data[i]->lines);
    lde_arena_free(&cover->rules.data[i]->arena);
    lde_free(cover->rules.data[i]);
  }
  if (cover)
    lde_vec_free(&cover->rules);
  lde_free(cover);
}

lde_rule_cover *lde_cover_of(const lde_rule *rule)
{
  const struct lde_cover *cover = rule->file->rules->cover;

  for (size_t i = 0; cover && i < cover->rules.len; i++)
    if (cover->rules.data[i]->rule == rule)
      return cover->rules.data[i];
  return NULL;
}

/* ---- noting ---- */

static void note_line(void *ctx, const char *file, int line)
{
  lde_rule_cover *cover = ctx;
  const struct lde_cover *all = cover->rule->file->rules->cover;

  if (strcmp(file, cover->rule->file->name) != 0)
    return;
  for (size_t r = 0; r < all->rules.len; r++) {
    lde_rule_cover *one = all->rules.data[r];
    for (size_t i = 0; one->rule->file == cover->rule->file && i < one->lines.len; i++)
      if (one->lines.data[i].line == line)
        one->lines.data[i].seen = true;
  }
}

void lde_cover_trace(lde_rule_cover *cover, lde_sandbox *sandbox)
{
  lde_sandbox_trace(sandbox, note_line, cover);
}

void lde_cover_join(lde_rule_cover *cover, bool match)
{
  if (cover)
    cover->parts[PARTS - 1].clauses[0].seen[match] = true;
}

typedef struct covering {
  lde_evaluation *evaluation;
  lde_rule_run *run;
  const lde_rule_text *text; /* of the whole condition */
  cover_clause *clauses;
  int *numbers; /* of the compiled leaves; 0 = not compiled yet */
  int32_t row;
  int extras;
} covering;

/* Where the numbers of a part's leaves are kept, for this reading of the file. */
static int *numbers_of(lde_rule_run *run, int part, int count)
{
  if (!run->leaves)
    run->leaves = lde_arena_array(&run->scratch, PARTS, int *);
  if (!run->leaves[part])
    run->leaves[part] = lde_arena_array(&run->scratch, (size_t)count, int);
  return run->leaves[part];
}

static bool is_leaf_true(const covering *c, const lde_clause *leaf)
{
  lde_rule_run *run = c->run;
  int *number = &c->numbers[leaf->number];
  bool truth;

  if (!*number)
    *number = lde_rule_compile(c->evaluation->L, run->rule, "?", c->text->entity,
                               c->text->has_extras ? run->rule->group.names : NULL, leaf->text,
                               leaf->len);
  if (!*number)
    return luaL_error(c->evaluation->L, "%s",
                      lde_arena_strndup(&run->scratch, leaf->text, leaf->len));
  lde_rule_push(c->evaluation, run, *number, c->row, c->extras);
  truth = lua_toboolean(c->evaluation->L, -1);
  lua_pop(c->evaluation->L, 1);
  c->clauses[leaf->number].seen[truth] = true;
  return truth;
}

static bool is_clause_true(const covering *c, const lde_clause *clause)
{
  switch (clause->kind) {
  case LDE_CLAUSE_AND:
    return is_clause_true(c, clause->a) && is_clause_true(c, clause->b);
  case LDE_CLAUSE_OR:
    return is_clause_true(c, clause->a) || is_clause_true(c, clause->b);
  case LDE_CLAUSE_NOT:
    return !is_clause_true(c, clause->a);
  default:
    return is_leaf_true(c, clause);
  }
}

bool lde_cover_is_true(lde_evaluation *evaluation, lde_rule_run *run, int number, int32_t row,
                       int extras)
{
  lde_rule_cover *cover = run->cover;
  covering c = {evaluation, run, NULL, NULL, NULL, row, extras};
  lde_rule_text text = run->rule->file->texts.data[number - 1]; /* the list grows below */

  for (int part = 0; part < PARTS; part++)
    if (cover->parts[part].number == number && number) {
      c.text = &text;
      c.clauses = cover->parts[part].clauses;
      c.numbers = numbers_of(run, part, cover->parts[part].count);
      return is_clause_true(&c, cover->parts[part].tree);
    }
  return false;
}

/* ---- telling ---- */

static void add_gap(lde_test_results *out, const lde_rule *rule, int line, const char *part,
                    const char *text, size_t len, bool is_line, const bool seen[2])
{
  lde_test_gap gap = {.rule = lde_arena_strdup(&out->arena, rule->id),
                      .file = lde_arena_strdup(&out->arena, rule->file->name),
                      .line = line,
                      .part = part,
                      .text = lde_arena_strndup(&out->arena, text, len),
                      .is_line = is_line,
                      .never_true = !seen[1],
                      .never_false = !is_line && !seen[0]};

  lde_vec_push(&out->gaps, gap);
}

static int by_line(const void *a, const void *b)
{
  return ((const cover_line *)a)->line - ((const cover_line *)b)->line;
}

static void tell_rule(lde_rule_cover *cover, lde_test_results *out)
{
  const lde_rule *rule = cover->rule;
  lde_test_coverage one = {.rule = lde_arena_strdup(&out->arena, rule->id)};

  for (int part = 0; part < PARTS; part++)
    for (int i = 0; i < cover->parts[part].count; i++) {
      const cover_clause *clause = &cover->parts[part].clauses[i];
      /* a constant has one outcome */
      bool fixed = strcmp(clause->text, "true") == 0 || strcmp(clause->text, "false") == 0;
      size_t seen = (size_t)clause->seen[0] + clause->seen[1];
      one.total += fixed ? 1 : 2;
      one.covered += seen;
      if (fixed ? !seen : seen < 2)
        add_gap(out, rule, cover->parts[part].line, part_names[part], clause->text,
                strlen(clause->text), fixed, fixed ? (bool[]){false, false} : clause->seen);
    }
  if (cover->lines.len)
    qsort(cover->lines.data, cover->lines.len, sizeof *cover->lines.data, by_line);
  for (size_t i = 0; i < cover->lines.len; i++) {
    const cover_line *line = &cover->lines.data[i];
    size_t len;
    const char *text = line_text(rule->file, line->line, &len);
    one.total++;
    one.covered += line->seen;
    if (!line->seen)
      add_gap(out, rule, line->line, "line", text, len, true, (bool[]){false, false});
  }
  out->covered += one.covered;
  out->total += one.total;
  lde_vec_push(&out->coverage, one);
}

void lde_rules_coverage(const lde_rules *rules, lde_test_results *out)
{
  out->has_coverage = true;
  for (size_t i = 0; rules->cover && i < rules->cover->rules.len; i++)
    if (!rules->cover->rules.data[i]->rule->replaced)
      tell_rule(rules->cover->rules.data[i], out);
}
