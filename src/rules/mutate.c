/* Mutation: every constant and comparison of a rule file is changed, one at a time, and the changed text
 * runs the examples and tests of its rules. What nobody notices is named.
 *
 * Changed are the parts that decide: where, fails, unless, when, sum, by, check, once, expressions of
 * severity, defaults of parameters, and functions beside the rules; also the expressions inside their
 * texts. Left alone are texts for people, also what string.format makes, and the examples themselves. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "rules/internal.h"
#include "rules/test_file.h"
#include "rules/tests.h"
#include "script/expression_scan.h"

typedef struct mutant {
  size_t at, len; /* bytes of the file that are replaced */
  const char *to;
} mutant;

typedef struct seeking {
  const lde_rule_file *file;
  lde_arena *arena;
  LDE_VEC(lde_token) tokens;
  LDE_VEC(mutant) found;
} seeking;

/* ---- which changes ---- */

static void add(seeking *s, const char *at, size_t len, const char *to)
{
  mutant one = {(size_t)(at - s->file->bytes), len, lde_arena_strdup(s->arena, to)};

  lde_vec_push(&s->found, one);
}

static void change_number(seeking *s, const lde_token *token)
{
  char digits[64], *end;
  bool whole = true;

  if (token->len >= sizeof digits)
    return;
  memcpy(digits, token->text, token->len);
  digits[token->len] = '\0';
  for (const char *c = digits; *c; c++)
    whole = whole && isdigit((unsigned char)*c);
  if (whole) {
    long long number = strtoll(digits, &end, 10);
    add(s, token->text, token->len, lde_arena_printf(s->arena, "%lld", number + 1));
    add(s, token->text, token->len, lde_arena_printf(s->arena, "(%lld)", number - 1));
  } else {
    double number = strtod(digits, &end);
    if (*end)
      return;
    add(s, token->text, token->len, lde_arena_printf(s->arena, "%.15g", number + 1));
    add(s, token->text, token->len, lde_arena_printf(s->arena, "(%.15g)", number - 1));
  }
}

/* Whether a minus or plus stands between two values. */
static bool is_binary(const lde_token *before)
{
  if (!before)
    return false;
  if (before->kind == LDE_TOKEN_KEYWORD)
    return lde_token_is(before, "end") || lde_token_is(before, "nil") ||
           lde_token_is(before, "true") || lde_token_is(before, "false");
  return before->kind != LDE_TOKEN_SYMBOL || strchr(")]}", *before->text);
}

static const struct {
  const char *from, *to[2];
} operators[] = {
    {"==", {"~="}},       {"~=", {"=="}},        {"<", {"<=", ">="}}, {"<=", {"<", ">"}},
    {">", {">=", "<="}},  {">=", {">", "<"}},    {"and", {"or"}},     {"or", {"and"}},
    {"not", {""}},        {"true", {"false"}},   {"false", {"true"}},
};
static const struct {
  const char *from, *to;
} sides[] = {{"le", "lt"}, {"lt", "le"}, {"ge", "gt"}, {"gt", "ge"}, {"eq", "ne"}, {"ne", "eq"}};

/* What the token can become wherever it decides something; `before` may be NULL. */
static void change_token(seeking *s, const lde_token *token, const lde_token *before)
{
  if (token->kind == LDE_TOKEN_NUMBER) {
    change_number(s, token);
    return;
  }
  if (token->kind == LDE_TOKEN_SYMBOL && (*token->text == '+' || *token->text == '-') &&
      is_binary(before)) {
    add(s, token->text, 1, *token->text == '+' ? "-" : "+");
    return;
  }
  if (token->kind != LDE_TOKEN_SYMBOL && token->kind != LDE_TOKEN_KEYWORD)
    return;
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
    if (lde_token_is(token, operators[i].from))
      for (int k = 0; k < 2 && operators[i].to[k]; k++)
        add(s, token->text, token->len, operators[i].to[k]);
}

static void change_string(seeking *s, const lde_token *token)
{
  if (token->body)
    add(s, token->body, token->body_len,
        lde_arena_printf(s->arena, "%.*s~", (int)token->body_len, token->body));
}

static bool is_compare(const lde_token *token)
{
  return token && token->kind == LDE_TOKEN_SYMBOL &&
         (lde_token_is(token, "==") || lde_token_is(token, "~=") || lde_token_is(token, "<") ||
          lde_token_is(token, "<=") || lde_token_is(token, ">") || lde_token_is(token, ">="));
}

/* A text within the file that is an expression; strings in it that methods take are, too. */
static void change_expression(seeking *s, const char *text, size_t len)
{
  lde_scanner scanner = {text, text + len};
  lde_token last[4] = {{0}}; /* the tokens before, nearest first */

  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner)) {
    bool first = !last[0].text;
    const lde_token *method = last[0].text && *last[0].text == '(' ? &last[1] : &last[0];
    bool of_method = method->kind == LDE_TOKEN_NAME && method[1].text && *method[1].text == ':';
    lde_token after = lde_scanner_peek(&scanner);
    bool compared = (!first && is_compare(&last[0])) || is_compare(&after);
    bool joined = (!first && lde_token_is(&last[0], "..")) ||
                  (after.kind == LDE_TOKEN_SYMBOL && lde_token_is(&after, ".."));
    if (token.kind != LDE_TOKEN_STRING)
      change_token(s, &token, first ? NULL : &last[0]);
    else if (of_method && token.body)
      change_expression(s, token.body, token.body_len);
    else if (compared || (token.body_len && !joined)) /* parts of a key only keep it apart */
      change_string(s, &token);
    memmove(last + 1, last, 3 * sizeof *last);
    last[0] = token;
  }
}

/* The inside of a string token, also of a long one; false when its bytes are not its value. */
static bool inside_of(const lde_token *token, const char **text, size_t *len)
{
  if (token->kind != LDE_TOKEN_STRING)
    return false;
  if (token->body) {
    *text = token->body;
    *len = token->body_len;
  } else if (*token->text == '[' && token->len >= 4 && token->text[1] == '[') {
    *text = token->text + 2;
    *len = token->len - 4;
  } else {
    return false;
  }
  return true;
}

/* ---- where they are sought ---- */

typedef enum region { SKIP, CODE, EXPRESSIONS, RULE, PARAMS, PARAM } region;

static bool is_one_of(const lde_token *token, const char *const *names)
{
  for (; *names; names++)
    if (lde_token_is(token, *names))
      return true;
  return false;
}

static bool is_symbol(const seeking *s, size_t i, const char *text)
{
  return i < s->tokens.len && s->tokens.data[i].kind == LDE_TOKEN_SYMBOL &&
         lde_token_is(&s->tokens.data[i], text);
}

static int nesting(const lde_token *token)
{
  if (token->kind == LDE_TOKEN_SYMBOL && token->len == 1)
    return (strchr("([{", *token->text) != NULL) - (strchr(")]}", *token->text) != NULL);
  if (token->kind != LDE_TOKEN_KEYWORD)
    return 0;
  if (lde_token_is(token, "function") || lde_token_is(token, "do") || lde_token_is(token, "if") ||
      lde_token_is(token, "repeat"))
    return 1;
  return lde_token_is(token, "end") || lde_token_is(token, "until") ? -1 : 0;
}

/* Behind the value that begins at `i` in a table: at its comma or closing brace. */
static size_t value_end(const seeking *s, size_t i)
{
  for (int depth = 0; i < s->tokens.len; i++) {
    const lde_token *token = &s->tokens.data[i];
    if (depth == 0 && token->kind == LDE_TOKEN_SYMBOL && token->len == 1 &&
        strchr(",;}", *token->text))
      return i;
    depth += nesting(token);
  }
  return i;
}

static region region_of(region around, const lde_token *key)
{
  static const char *const deciding[] = {"check", "once", NULL},
                           *const texts[] = {"where", "fails", "unless",   "when",
                                             "sum",   "by",    "severity", NULL},
                           *const for_people[] = {
                               "message", "help",  "title", "why", "doc",      "values", "evidence",
                               "key",     "field", "size",  "en",  "nl",       "fires",  "clean",
                               "id",      "code",  "step",  "at",  "severity", "unit",   NULL};

  if (around == RULE) {
    if (key && lde_token_is(key, "params"))
      return PARAMS;
    return key && is_one_of(key, deciding) ? CODE
           : key && is_one_of(key, texts)  ? EXPRESSIONS
                                           : SKIP;
  }
  if (around == PARAMS)
    return PARAM;
  if (around == PARAM)
    return key && lde_token_is(key, "default") ? PARAM : SKIP;
  if (around == CODE && key && is_one_of(key, for_people) && !lde_token_is(key, "severity"))
    return SKIP;
  return around;
}

static size_t seek_table(seeking *s, size_t i, region around);

/* The table at `i` has the parts of a rule, also where a function of the file hands it on. */
static bool is_rule(const seeking *s, size_t i)
{
  bool has_id = false, has_title = false;

  for (i++; i < s->tokens.len && !is_symbol(s, i, "}"); i = value_end(s, i)) {
    i += is_symbol(s, i, ",") || is_symbol(s, i, ";");
    if (i + 1 >= s->tokens.len || !is_symbol(s, i + 1, "="))
      continue;
    has_id = has_id || lde_token_is(&s->tokens.data[i], "id");
    has_title = has_title || lde_token_is(&s->tokens.data[i], "title");
  }
  return has_id && has_title;
}

/* A call of string.format or text:format begins at its bracket `i`: a text for people. */
static bool is_format(const seeking *s, size_t i)
{
  return i >= 2 && is_symbol(s, i, "(") && lde_token_is(&s->tokens.data[i - 1], "format") &&
         (is_symbol(s, i - 2, ".") || is_symbol(s, i - 2, ":"));
}

static size_t behind_brackets(const seeking *s, size_t i)
{
  int depth = 0;

  for (; i < s->tokens.len; i++) {
    depth += nesting(&s->tokens.data[i]);
    if (depth == 0)
      break;
  }
  return i;
}

/* The tokens from `i` to `end`. */
static void seek(seeking *s, size_t i, size_t end, region in)
{
  for (; i < end; i++) {
    const lde_token *token = &s->tokens.data[i], *before = i ? token - 1 : NULL;
    const char *text;
    size_t len;
    if (token->kind == LDE_TOKEN_SYMBOL && *token->text == '{') {
      i = seek_table(s, i, in == CODE && is_rule(s, i) ? RULE : in);
    } else if (is_format(s, i)) {
      i = behind_brackets(s, i);
    } else if (token->kind == LDE_TOKEN_STRING) {
      const lde_token *method = before && *before->text == '(' && i >= 2 ? before - 1 : before;
      bool of_method = method && method->kind == LDE_TOKEN_NAME && method > s->tokens.data &&
                       *method[-1].text == ':' &&
                       lde_collection_has_method(
                           lde_arena_strndup(s->arena, method->text, method->len), &(bool){false});
      if ((in == EXPRESSIONS || of_method) && inside_of(token, &text, &len))
        change_expression(s, text, len);
      else if ((in == PARAM && token->body_len && before && lde_token_is(before, "=")) ||
               (in == CODE &&
                (is_compare(before) || (i + 1 < s->tokens.len && is_compare(token + 1)))))
        change_string(s, token);
    } else if (token->kind == LDE_TOKEN_NAME && before && *before->text == '.' && i >= 2 &&
               lde_token_is(before - 1, "ld") && in == EXPRESSIONS) {
      for (size_t k = 0; k < sizeof sides / sizeof *sides; k++)
        if (lde_token_is(token, sides[k].from))
          add(s, token->text, token->len, sides[k].to);
    } else {
      change_token(s, token, before);
    }
  }
}

/* A table whose brace stands at `i`; gives its closing brace. */
static size_t seek_table(seeking *s, size_t i, region around)
{
  size_t end;

  for (i++; i < s->tokens.len && !is_symbol(s, i, "}"); i = end + !is_symbol(s, end, "}")) {
    const lde_token *key = NULL;
    region in;
    if (is_symbol(s, i + 1, "=") && s->tokens.data[i].kind == LDE_TOKEN_NAME) {
      key = &s->tokens.data[i];
      i += 2;
    } else if (is_symbol(s, i, "[") && is_symbol(s, i + 2, "]") && is_symbol(s, i + 3, "=")) {
      i += 4;
    }
    end = value_end(s, i);
    in = region_of(around, key);
    if (in != SKIP && !(around == RULE && key && lde_token_is(key, "severity") &&
                        s->tokens.data[i].kind == LDE_TOKEN_STRING))
      seek(s, i, end, in);
    if (end >= s->tokens.len)
      break;
  }
  return i;
}

static void seek_file(seeking *s)
{
  lde_scanner scanner = {s->file->bytes, s->file->bytes + s->file->len};

  for (lde_token token = lde_scanner_next(&scanner); token.kind != LDE_TOKEN_END;
       token = lde_scanner_next(&scanner))
    lde_vec_push(&s->tokens, token);
  seek(s, 0, s->tokens.len, CODE);
}

/* ---- who notices ---- */

/* An example that passes with the rule as it is. */
typedef struct witness {
  const lde_rule *rule;
  bool fires;
  const lde_data *params, *severity;
  lde_example_model model;
  uint64_t steps; /* that it takes */
} witness;

typedef struct proving {
  lde_rules *rules;
  const lde_rule_file *file;
  LDE_VEC(witness) witnesses;
  const lde_rule_test_file *tests;
  size_t test_count;
} proving;

static bool has_severity(const lde_verdict *verdict, const lde_data *wanted)
{
  return !wanted || !verdict->found.len || wanted->kind != LDE_DATA_TEXT ||
         strcmp(wanted->as.text.bytes, lde_severity_name(verdict->found.data[0].severity)) == 0;
}

static void call_witness(proving *p, const lde_rule *rule, bool fires, const lde_data *model)
{
  witness one = {.rule = rule,
                 .fires = fires,
                 .params = lde_data_member(model, "params"),
                 .severity = lde_data_member(model, "severity")};
  lde_trial trial = {.rule = rule, .params = one.params};
  lde_verdict verdict = {0};

  lde_example_build(&one.model, p->rules, rule->file->name, (uint32_t)rule->line, model, false);
  if (one.model.problem.len == 0)
    lde_trial_run(&trial, one.model.dataset, &verdict);
  one.steps = verdict.steps;
  if (one.model.problem.len || verdict.problem.len || (verdict.found.len > 0) != fires ||
      !has_severity(&verdict, one.severity))
    lde_example_free(&one.model);
  else
    lde_vec_push(&p->witnesses, one);
  lde_verdict_free(&verdict);
}

static void call_witnesses(proving *p)
{
  for (size_t i = 0; i < p->file->items.len; i++) {
    const lde_rule *rule = p->file->items.data[i];
    for (int which = 0; which < 2 && !rule->replaced; which++) {
      const lde_data *models = rule->examples[which];
      bool list = models && models->kind == LDE_DATA_LIST && models->as.items.count;
      for (const lde_data *model = list ? models->as.items.first : models; model;
           model = list ? model->next : NULL)
        call_witness(p, rule, which == 0, model);
    }
  }
}

typedef enum fate { SURVIVES, KILLED, REFUSED } fate;

static fate judge(proving *p, const char *bytes, size_t len)
{
  fate fate = SURVIVES;

  for (size_t i = 0; i < p->witnesses.len && fate == SURVIVES; i++) {
    const witness *one = &p->witnesses.data[i];
    lde_trial trial = {one->rule, bytes, len, one->params, 20 * one->steps + 1000000};
    lde_verdict verdict = {0};
    lde_trial_run(&trial, one->model.dataset, &verdict);
    if (verdict.refused)
      fate = REFUSED;
    else if (verdict.problem.len || (verdict.found.len > 0) != one->fires ||
             !has_severity(&verdict, one->severity))
      fate = KILLED;
    lde_verdict_free(&verdict);
  }
  for (size_t i = 0; i < p->test_count && fate == SURVIVES; i++) {
    lde_test_job job = {.sets = &p->rules, .set_count = 1, .file = &p->tests[i],
                        .changed = p->file, .bytes = bytes, .len = len, .until_failure = true};
    lde_test_results results = {0};
    lde_test_file_run(&job, &results);
    fate = results.failed ? KILLED : SURVIVES;
    lde_vec_free(&results.items);
    lde_arena_free(&results.arena);
  }
  return fate;
}

/* ---- a file ---- */

static void name_survivor(const seeking *s, const mutant *one, lde_test_results *out)
{
  const char *at = s->file->bytes + one->at, *start = at, *end = s->file->bytes + s->file->len,
             *stop;
  size_t len;
  lde_test_mutant survivor = {.file = lde_arena_strdup(&out->arena, s->file->name), .line = 1};

  for (const char *c = s->file->bytes; c < at; c++)
    survivor.line += *c == '\n';
  while (start > s->file->bytes && start[-1] != '\n')
    start--;
  stop = memchr(at, '\n', (size_t)(end - at));
  len = (size_t)((stop ? stop : end) - start);
  survivor.column = (int)lde_utf8_count(start, (size_t)(at - start)) + 1;
  lde_text_trim(&start, &len);
  survivor.text = lde_arena_strndup(&out->arena, start, len);
  survivor.from = lde_arena_strndup(&out->arena, at, one->len);
  survivor.to = lde_arena_strdup(&out->arena, one->to);
  lde_vec_push(&out->survivors, survivor);
}

static void try_all(proving *p, const seeking *s, lde_test_results *out)
{
  lde_test_mutation sum = {.file = lde_arena_strdup(&out->arena, p->file->name)};
  lde_buffer text = {0};

  for (size_t i = 0; i < s->found.len; i++) {
    const mutant *one = &s->found.data[i];
    fate fate;
    lde_buffer_truncate(&text, 0);
    lde_buffer_append(&text, p->file->bytes, one->at);
    lde_buffer_puts(&text, one->to);
    lde_buffer_append(&text, p->file->bytes + one->at + one->len,
                      p->file->len - one->at - one->len);
    fate = judge(p, text.data, text.len);
    if (fate == REFUSED) /* no rule any more: there is nothing to notice */
      continue;
    sum.total++;
    sum.killed += fate == KILLED;
    if (fate == SURVIVES)
      name_survivor(s, one, out);
  }
  out->mutants += sum.total;
  out->killed += sum.killed;
  lde_vec_push(&out->mutation, sum);
  lde_buffer_free(&text);
}

static void mutate_file(lde_rules *rules, const lde_rule_file *file,
                        const lde_rule_test_file *tests, size_t test_count, lde_test_results *out)
{
  lde_arena arena = {0};
  seeking s = {.file = file, .arena = &arena};
  proving p = {.rules = rules, .file = file, .tests = tests, .test_count = test_count};

  seek_file(&s);
  call_witnesses(&p);
  try_all(&p, &s, out);
  for (size_t i = 0; i < p.witnesses.len; i++)
    lde_example_free(&p.witnesses.data[i].model);
  lde_vec_free(&p.witnesses);
  lde_vec_free(&s.tokens);
  lde_vec_free(&s.found);
  lde_arena_free(&arena);
}

/* Test files that pass as they are: only these can notice anything. */
static size_t take_passing(lde_rules *rules, const lde_rule_test_file *files, size_t count,
                           lde_rule_test_file *out)
{
  size_t kept = 0;

  for (size_t i = 0; i < count; i++) {
    lde_test_job job = {.sets = &rules, .set_count = 1, .file = &files[i], .until_failure = true};
    lde_test_results results = {0};
    lde_test_file_run(&job, &results);
    if (!results.failed)
      out[kept++] = files[i];
    lde_vec_free(&results.items);
    lde_arena_free(&results.arena);
  }
  return kept;
}

void lde_rules_mutate(lde_rules *rules, const lde_rule_test_file *files, size_t count,
                      lde_test_results *out)
{
  lde_rule_test_file *passing = lde_alloc(count + 1, sizeof *passing);
  size_t kept = take_passing(rules, files, count, passing);

  out->has_mutation = true;
  for (size_t i = 0; i < rules->files.len; i++) {
    bool all_replaced = true;
    for (size_t r = 0; r < rules->files.data[i]->items.len; r++)
      all_replaced = all_replaced && rules->files.data[i]->items.data[r]->replaced;
    if (!all_replaced)
      mutate_file(rules, rules->files.data[i], passing, kept, out);
  }
  lde_free(passing);
}
