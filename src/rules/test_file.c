/* Test files of rules: describe, it, before_each, after_each, assert.* and ld.check, which runs a rule
 * over a small model. The words are written in Lua, below; each test has budgets of its own. */
#include "rules/test_file.h"

#include <stdio.h>
#include <string.h>

#include "load/yaml.h"
#include "rules/internal.h"

#define DESK "tests"

typedef struct testing {
  const lde_test_job *job;
  lde_test_results *out;
  lde_script *script;
  lde_arena arena; /* models as data */
  lde_example_model surroundings, model;
  lde_verdict verdict;
  const lde_rule *last; /* that ld.check ran in this test */
  int words;            /* registry reference of what the words below give */
  size_t count;
} testing;

/* In front of it: the words for "expected … got …" and others, in the language of the run. */
static const char words[] =
    "local here = __here\n"
    "__here = nil\n"
    "local tests, context = {}, {before = {}, after = {}}\n"
    "function describe(name, body)\n"
    "  local outer = context\n"
    "  context = {name = outer.name and outer.name .. ' ' .. name or name, outer = outer, before = {}, after = {}}\n"
    "  body()\n"
    "  context = outer\n"
    "end\n"
    "function it(name, body)\n"
    "  tests[#tests + 1] = {name = name, body = body, context = context, line = here()}\n"
    "end\n"
    "function before_each(body) table.insert(context.before, body) end\n"
    "function after_each(body) table.insert(context.after, body) end\n"
    "local function show(value, depth)\n"
    "  if type(value) == 'string' then return '\"' .. value .. '\"' end\n"
    "  if type(value) ~= 'table' then return tostring(value) end\n"
    "  if depth > 3 then return '{…}' end\n"
    "  local parts, at = {}, 0\n"
    "  for key, item in pairs(value) do\n"
    "    at = at + 1\n"
    "    parts[at] = (key == at and '' or tostring(key) .. ' = ') .. show(item, depth + 1)\n"
    "    if at == 20 then parts[21] = '…' break end\n"
    "  end\n"
    "  return '{' .. table.concat(parts, ', ') .. '}'\n"
    "end\n"
    "local function same(a, b)\n"
    "  if type(a) ~= 'table' or type(b) ~= 'table' then return a == b end\n"
    "  for key, item in pairs(a) do if not same(item, b[key]) then return false end end\n"
    "  for key in pairs(b) do if a[key] == nil then return false end end\n"
    "  return true\n"
    "end\n"
    "local function fail(expected, actual, message)\n"
    "  local text = string.format(EXPECTED, expected, show(actual, 1))\n"
    "  error(message and tostring(message) .. ': ' .. text or text, 0)\n"
    "end\n"
    "local check = {}\n"
    "function check.equal(expected, actual, message)\n"
    "  if expected ~= actual then fail(show(expected, 1), actual, message) end\n"
    "end\n"
    "function check.not_equal(expected, actual, message)\n"
    "  if expected == actual then fail(NOT .. show(expected, 1), actual, message) end\n"
    "end\n"
    "function check.same(expected, actual, message)\n"
    "  if not same(expected, actual) then fail(show(expected, 1), actual, message) end\n"
    "end\n"
    "function check.not_same(expected, actual, message)\n"
    "  if same(expected, actual) then fail(NOT .. show(expected, 1), actual, message) end\n"
    "end\n"
    "function check.is_true(actual, message) if actual ~= true then fail('true', actual, message) end end\n"
    "function check.is_false(actual, message) if actual ~= false then fail('false', actual, message) end end\n"
    "function check.is_nil(actual, message) if actual ~= nil then fail('nil', actual, message) end end\n"
    "function check.is_not_nil(actual, message) if actual == nil then fail(NOT .. 'nil', actual, message) end end\n"
    "function check.truthy(actual, message) if not actual then fail('true', actual, message) end end\n"
    "function check.falsy(actual, message) if actual then fail('false', actual, message) end end\n"
    "function check.near(expected, actual, tolerance, message)\n"
    "  if type(actual) ~= 'number' or not (math.abs(expected - actual) <= (tolerance or 0)) then\n"
    "    fail(show(expected, 1) .. ' ± ' .. tostring(tolerance or 0), actual, message)\n"
    "  end\n"
    "end\n"
    "function check.has_error(body, expected)\n"
    "  local ok, message = pcall(body)\n"
    "  if ok then error(NO_ERROR, 0) end\n"
    "  if expected and not string.find(tostring(message), expected, 1, true) then fail(show(expected, 1), message) end\n"
    "end\n"
    "check.equals, check.error, check.is_truthy, check.is_falsy = check.equal, check.has_error, check.truthy, check.falsy\n"
    "check.are, check.is, check.has = check, check, check\n"
    "check.are_not = {equal = check.not_equal, same = check.not_same}\n"
    "check.is_not = {equal = check.not_equal, same = check.not_same}\n"
    "assert = setmetatable(check, {__call = function(_, value, message, ...)\n"
    "  if not value then error(message == nil and FAILED or message, 0) end\n"
    "  return value, message, ...\n"
    "end})\n"
    "local function run(number)\n"
    "  local test, around = tests[number], {}\n"
    "  local level = test.context\n"
    "  while level do table.insert(around, 1, level) level = level.outer end\n"
    "  for _, one in ipairs(around) do for _, body in ipairs(one.before) do body() end end\n"
    "  test.body()\n"
    "  for at = #around, 1, -1 do for _, body in ipairs(around[at].after) do body() end end\n"
    "end\n"
    "return {tests = tests, run = run}\n";

/* ---- ld.check ---- */

static testing *testing_of(lua_State *L)
{
  return lde_script_attached(lde_script_of(L), DESK);
}

static const lde_rule *find_rule(lua_State *L, const testing *t, const char *name)
{
  lde_suggestion suggestion = {.wanted = name};

  for (size_t i = 0; i < t->job->set_count; i++) {
    const lde_rules *rules = t->job->sets[i];
    const lde_rule *rule = lde_rules_find(rules, name);
    if (rule)
      return rule;
    for (size_t r = 0; r < rules->all.len; r++)
      lde_suggestion_offer(&suggestion, rules->all.data[r]->id);
  }
  lde_script_raise_unknown(
      L, &suggestion,
      LDE_TR(lde_sandbox_language(L), "there is no rule '%.60s'", "er is geen regel '%.60s'"),
      name);
  return NULL;
}

/* Scalars stay texts: what they are is decided by the field they are for. */
static lde_data *take_node(lde_arena *arena, const lde_node *node)
{
  lde_data *data;

  if (node->kind == LDE_NODE_SCALAR)
    return lde_node_is_null(node) ? lde_data_new(arena, LDE_DATA_NULL)
                                  : lde_data_text(arena, node->text, node->len);
  data = lde_data_new(arena, node->kind == LDE_NODE_LIST ? LDE_DATA_LIST : LDE_DATA_OBJECT);
  for (const lde_node *item = node->first; item; item = item->next) {
    lde_data *value = item->key && strcmp(item->key, "params") == 0 ? lde_node_to_data(arena, item)
                                                                    : take_node(arena, item);
    if (item->key && value->kind != LDE_DATA_NULL)
      lde_data_put(arena, data, item->key, strlen(item->key), value);
    else if (!item->key)
      lde_data_add(data, value);
  }
  return data;
}

static const lde_data *read_yaml(lua_State *L, testing *t, const char *text, size_t len)
{
  lde_diagnostics found = {.language = lde_sandbox_language(L)};
  lde_complaints to = {&found, t->job->file->name, NULL};
  const lde_node *root = NULL;
  const char *problem = NULL;

  if (!lde_yaml_read(&t->arena, lde_arena_strndup(&t->arena, text, len), len, 0, &to, &root))
    problem = found.items.len
                  ? lde_arena_printf(&t->arena, "YAML:%u: %s", found.items.data[0].line,
                                     found.items.data[0].message)
                  : "YAML";
  lde_diagnostics_free(&found);
  if (problem)
    luaL_error(L, "%s", problem);
  return root ? take_node(&t->arena, root) : lde_data_new(&t->arena, LDE_DATA_OBJECT);
}

static void set_text(lua_State *L, const char *key, const char *text)
{
  if (!text || !*text)
    return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, key);
}

static void push_finding(lua_State *L, const lde_finding *finding)
{
  lua_newtable(L);
  set_text(L, "rule", finding->rule);
  set_text(L, "severity", lde_severity_name(finding->severity));
  set_text(L, "entity", finding->entity);
  set_text(L, "id", finding->id);
  set_text(L, "message", finding->message);
  set_text(L, "help", finding->help);
  if (finding->has_size) {
    lua_pushnumber(L, finding->size);
    lua_setfield(L, -2, "size");
  }
  lua_pushinteger(L, (lua_Integer)finding->evidence_count);
  lua_setfield(L, -2, "evidence");
}

/* The rule over the model, into t->verdict. */
static void try_rule(testing *t, const lde_rule *rule, const lde_data *model,
                     const lde_data *params, bool written)
{
  bool is_changed = t->job->changed && rule->file == t->job->changed;
  lde_trial trial = {.rule = rule,
                     .bytes = is_changed ? t->job->bytes : NULL,
                     .len = is_changed ? t->job->len : 0,
                     .params = params ? params : lde_data_member(model, "params")};

  lde_example_free(&t->model);
  lde_verdict_free(&t->verdict);
  t->model = (lde_example_model){0};
  t->verdict = (lde_verdict){0};
  lde_example_build(&t->model, rule->file->rules, t->job->file->name, 1, model, written);
  if (t->model.problem.len == 0)
    lde_trial_run(&trial, t->model.dataset, &t->verdict);
}

/* ld.check(rule, model[, params]) → list of findings */
static int l_check(lua_State *L)
{
  testing *t = testing_of(L);
  size_t len;
  const char *text;
  const lde_rule *rule = find_rule(L, t, luaL_checkstring(L, 1));
  const lde_data *model, *params = NULL;

  lua_settop(L, 3);
  t->last = rule;
  if (!lua_isnil(L, 3)) {
    luaL_checktype(L, 3, LUA_TTABLE);
    params = lde_value_to_data(L, 3, &t->arena);
  }
  if (lua_type(L, 2) == LUA_TSTRING) {
    text = lua_tolstring(L, 2, &len);
    model = read_yaml(L, t, text, len);
  } else {
    luaL_checktype(L, 2, LUA_TTABLE);
    model = lde_value_to_data(L, 2, &t->arena);
  }
  lde_sandbox_charge(L, 1000);
  try_rule(t, rule, model, params, lua_type(L, 2) == LUA_TSTRING);
  if (t->model.problem.len || t->verdict.problem.len)
    return luaL_error(
        L, "%s: %s", rule->id,
        lde_buffer_text(t->model.problem.len ? &t->model.problem : &t->verdict.problem));
  lua_createtable(L, (int)t->verdict.found.len, 0);
  for (size_t i = 0; i < t->verdict.found.len; i++) {
    push_finding(L, &t->verdict.found.data[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* The line of the test file that is running. */
static int l_here(lua_State *L)
{
  lua_Debug ar;

  for (int level = 1; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.currentline > 0 && *ar.source == '@') {
      lua_pushinteger(L, ar.currentline);
      return 1;
    }
  }
  return 0;
}

static int open_words(lua_State *L)
{
  lua_pushcfunction(L, l_check);
  lua_setfield(L, 1, "check");
  lua_pushglobaltable(L);
  lua_pushcfunction(L, l_here);
  lua_setfield(L, -2, "__here");
  return 0;
}

/* ---- running ---- */

static void add_case(testing *t, const char *group, const char *name, int line,
                     const lde_failure *failure)
{
  lde_arena *arena = &t->out->arena;
  lde_test_case one = {.group = lde_arena_strdup(arena, group),
                       .name = lde_arena_strdup(arena, name),
                       .passed = failure == NULL,
                       .message = "",
                       .file = lde_arena_strdup(arena, t->job->file->name),
                       .line = line};

  if (failure && failure->line && strcmp(failure->file, t->job->file->name) == 0)
    one.line = failure->line;
  if (failure && t->last)
    one.message = lde_arena_printf(
        arena, LDE_TR(t->last->file->rules->lang, "%s (rule %s, %s:%d)", "%s (regel %s, %s:%d)"),
        failure->message, t->last->id, t->last->file->name, t->last->line);
  else if (failure)
    one.message = lde_arena_strdup(arena, failure->message);
  lde_vec_push(&t->out->items, one);
  t->out->failed += failure != NULL;
}

typedef struct describing {
  testing *testing;
  size_t number;
  const char *group, *name;
  int line;
} describing;

/* Keeps what the words gave (on top of the stack), and counts the tests. */
static int l_keep(lua_State *L)
{
  testing *t = lua_touserdata(L, 1);

  lua_settop(L, 2);
  t->words = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

static int l_count(lua_State *L)
{
  testing *t = lua_touserdata(L, 1);

  lua_rawgeti(L, LUA_REGISTRYINDEX, t->words);
  lua_getfield(L, -1, "tests");
  t->count = (size_t)lua_rawlen(L, -1);
  return 0;
}

static int l_describe(lua_State *L)
{
  describing *d = lua_touserdata(L, 1);
  lde_arena *arena = &d->testing->arena;

  lua_rawgeti(L, LUA_REGISTRYINDEX, d->testing->words);
  lua_getfield(L, -1, "tests");
  lua_rawgeti(L, -1, (lua_Integer)d->number);
  lua_getfield(L, -1, "name");
  d->name = lde_arena_strdup(arena, lde_sandbox_tostring(L, -1, NULL));
  lua_pop(L, 2);
  lua_getfield(L, -1, "line");
  d->line = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
  lua_getfield(L, -1, "context");
  lua_getfield(L, -1, "name");
  d->group = lua_isnil(L, -1) ? d->testing->job->file->name
                              : lde_arena_strdup(arena, lde_sandbox_tostring(L, -1, NULL));
  return 0;
}

static int l_run(lua_State *L)
{
  const describing *d = lua_touserdata(L, 1);

  lua_rawgeti(L, LUA_REGISTRYINDEX, d->testing->words);
  lua_getfield(L, -1, "run");
  lua_pushinteger(L, (lua_Integer)d->number);
  lde_sandbox_call_plain(L, 1, 0);
  return 0;
}

static void run_test(testing *t, size_t number)
{
  lde_sandbox *sandbox = lde_script_sandbox(t->script);
  describing d = {.testing = t, .number = number, .group = "", .name = ""};
  lde_failure failure = {0};

  t->last = NULL;
  lde_sandbox_refill(sandbox);
  if (lde_sandbox_run(sandbox, l_describe, &d, &failure) != LDE_OUTCOME_OK ||
      lde_sandbox_run(sandbox, l_run, &d, &failure) != LDE_OUTCOME_OK)
    add_case(t, d.group, d.name, d.line, &failure);
  else
    add_case(t, d.group, d.name, d.line, NULL);
}

/* Loads the words and the file; false when one of them failed. */
static bool open_file(testing *t, lde_failure *failure)
{
  lde_language lang = t->job->sets[0]->lang;
  lde_sandbox *sandbox = lde_script_sandbox(t->script);
  lua_State *L = lde_sandbox_state(sandbox);
  lde_buffer text = {0};
  lde_outcome outcome;

  lde_buffer_printf(&text, "local EXPECTED, NOT, NO_ERROR, FAILED = '%s', '%s', '%s', '%s' ",
                    LDE_TR(lang, "expected %s, got %s", "verwacht %s, gekregen %s"),
                    LDE_TR(lang, "anything but ", "iets anders dan "),
                    LDE_TR(lang, "expected an error, got none", "verwacht een fout, er kwam geen"),
                    LDE_TR(lang, "assertion failed", "de bewering klopt niet"));
  lde_buffer_puts(&text, words);
  outcome = lde_script_extend(t->script, DESK, open_words, failure);
  if (outcome == LDE_OUTCOME_OK)
    outcome = lde_script_run(t->script, "=test", text.data, text.len, failure);
  lde_buffer_free(&text);
  if (outcome != LDE_OUTCOME_OK)
    return false;
  lua_pushcfunction(L, l_keep);
  lua_insert(L, -2);
  lua_pushlightuserdata(L, t);
  lua_insert(L, -2);
  if (lde_sandbox_call(sandbox, 2, 0, failure) != LDE_OUTCOME_OK ||
      lde_script_run(t->script, t->job->file->name, t->job->file->bytes, t->job->file->len,
                     failure) != LDE_OUTCOME_OK)
    return false;
  lua_settop(L, 0);
  return lde_sandbox_run(sandbox, l_count, t, failure) == LDE_OUTCOME_OK;
}

void lde_test_file_run(const lde_test_job *job, lde_test_results *out)
{
  testing t = {.job = job, .out = out};
  lde_script_options options = job->sets[0]->options.script;
  lde_failure failure = {0};
  size_t failed = out->failed;

  options.without_records = true; /* a test has its own small models */
  options.defaults = NULL;
  options.params = NULL;
  options.params_set_count = 0;
  lde_example_build(&t.surroundings, job->sets[0], job->file->name, 1,
                    lde_data_new(&t.arena, LDE_DATA_OBJECT), false);
  t.script = lde_script_new(t.surroundings.dataset, &options);
  lde_script_attach(t.script, DESK, &t);
  if (!open_file(&t, &failure))
    add_case(&t, job->file->name, LDE_TR(job->sets[0]->lang, "is read", "wordt gelezen"),
             failure.line, &failure);
  for (size_t i = 1; i <= t.count && !(job->until_failure && out->failed > failed); i++)
    run_test(&t, i);
  lde_script_free(t.script);
  lde_example_free(&t.model);
  lde_example_free(&t.surroundings);
  lde_verdict_free(&t.verdict);
  lde_arena_free(&t.arena);
}

void lde_rules_test_file(lde_rules *const *sets, size_t count, const lde_rule_test_file *file,
                         lde_test_results *out)
{
  lde_test_job job = {.sets = sets, .set_count = count, .file = file};

  lde_test_file_run(&job, out);
}
