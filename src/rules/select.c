/* Rules over the records of one entity: which are looked at, which fail. */
#include <string.h>

#include "rules/internal.h"

void lde_rule_push_member(lua_State *L, const lde_rule *rule, const char *key)
{
  lua_rawgeti(L, LUA_REGISTRYINDEX, rule->file->tables);
  lua_rawgeti(L, -1, rule->number);
  lua_pushstring(L, key);
  lua_rawget(L, -2);
  lua_replace(L, -3);
  lua_pop(L, 1);
}

void lde_rule_begin(lua_State *L, lde_rule_run *run)
{
  lua_settop(L, 1);
  luaL_checkstack(L, 2 * LDE_EXPRESSION_STACK, "rule");
  lua_rawgeti(L, LUA_REGISTRYINDEX, run->rule->file->compiled);
  run->compiled = 2;
  lde_rule_push_params(L, run->rule, run->defaults);
  lua_pushvalue(L, 3);
  lde_expression_set_params(L);
}

/* Clears the bits of the rows for which the condition is not true. */
static void select_rows(lua_State *L, lde_rule_run *run, int condition, int32_t rows)
{
  lde_evaluation evaluation;

  if (!condition || lde_rule_filter(L, run, condition, rows))
    return;
  lde_evaluation_open(&evaluation, L, true);
  for (int32_t row = 0; row < rows; row++) {
    if (!(run->bits[row >> 6] >> (row & 63) & 1))
      continue;
    lde_sandbox_charge(L, 2);
    if (!lde_rule_is_true(&evaluation, run, condition, row, 0))
      run->bits[row >> 6] &= ~((uint64_t)1 << (row & 63));
  }
  lde_evaluation_close(&evaluation);
}

void lde_rule_select(lua_State *L, lde_rule_run *run)
{
  const lde_rule *rule = run->rule;
  int32_t rows =
      lde_table_count(lde_dataset_table(run->rules->dataset, lde_rule_rows_of(rule)->index));
  int conditions[2] = {rule->where, rule->group.of ? 0 : rule->fails};

  if (!run->bits) {
    run->bits = lde_alloc((size_t)rows / 64 + 1, sizeof *run->bits);
    memset(run->bits, 0xFF, ((size_t)rows / 64 + 1) * sizeof *run->bits);
  }
  for (int i = 0; i < 2; i++)
    if (run->scan[i])
      lde_sandbox_charge(L, (uint64_t)rows / 16); /* the shared scan did it */
    else
      select_rows(L, run, conditions[i], rows);
}

/* ---- check = function(setup, planned, P) ---- */

static void push_argument(lua_State *L, lde_rule *rule, lde_name_code code, int32_t row)
{
  switch (lde_name_kind_of(code)) {
  case LDE_NAME_P:
    lua_pushvalue(L, 3);
    return;
  case LDE_NAME_EACH:
    lde_record_push(L, rule->each->index, row);
    return;
  default:
    lde_name_push(L, lde_script_of(L), rule->each, row, code);
  }
}

/* Calls the function at index 4 and tells what it found. */
static void check_row(lua_State *L, lde_rule_run *run, int32_t row)
{
  lde_rule *rule = run->rule;
  lde_hit hit = {.entity = rule->each, .row = row};
  lde_language lang = run->rules->lang;

  lde_sandbox_charge(L, 5);
  lua_pushvalue(L, 4);
  for (int i = 0; i < rule->check_count; i++)
    push_argument(L, rule, rule->check_names[i], row);
  lde_sandbox_call_plain(L, rule->check_count, 1);
  if (lua_type(L, -1) == LUA_TSTRING)
    hit.text = lua_gettop(L);
  else if (!lua_isnil(L, -1) && !lua_isboolean(L, -1))
    luaL_error(L,
               LDE_TR(lang, "check gives a message, true, false or nil, not a %s",
                      "check geeft een melding, true, false of nil, geen %s"),
               luaL_typename(L, -1));
  else if (lua_toboolean(L, -1) && !rule->message[0].set && !rule->message[1].set)
    luaL_error(L, "%s",
               LDE_TR(lang, "check gives true, and the rule has no message",
                      "check geeft true, en de regel heeft geen melding"));
  if (lua_toboolean(L, -1))
    lde_rule_hit(L, run, &hit);
  lua_settop(L, 4);
}

/* ---- all of them ---- */

static void find_joined(lua_State *L, lde_rule_run *run, int32_t rows)
{
  enum { ROWS = 256 };
  const lde_join *join = &run->rule->join;
  size_t width = (size_t)join->count;

  lde_join_open(L, run);
  run->right = lde_alloc(ROWS * width + 1, sizeof *run->right);
  for (int32_t first = 0; first < rows; first += ROWS) {
    int32_t last = first + ROWS < rows ? first + ROWS : rows;
    uint64_t any = 0;
    for (int32_t row = first; row < last; row += 64)
      any |= run->bits[row >> 6];
    for (size_t i = 0; any && i < width; i++)
      lde_rule_fill(L, run, join->terms[i].right_expression, first, last, run->bits, run->right + i,
                    join->count);
    for (int32_t row = first; any && row < last; row++) {
      lde_hit hit = {.entity = run->rule->each, .row = row};
      bool match;
      if (!(run->bits[row >> 6] >> (row & 63) & 1))
        continue;
      match = lde_join_find(L, run, run->right + (size_t)(row - first) * width) >= 0;
      lde_cover_join(run->cover, match);
      if (match == join->fires_on_match)
        lde_rule_hit(L, run, &hit);
    }
  }
}

int lde_rule_run_rows(lua_State *L)
{
  lde_rule_run *run = lua_touserdata(L, 1);
  lde_rule *rule = run->rule;
  int32_t rows = lde_table_count(lde_dataset_table(run->rules->dataset, rule->each->index));

  lde_rule_begin(L, run);
  lde_rule_check_failures(L, run, run->failed);
  lde_rule_select(L, run);
  if (rule->join.entity) {
    find_joined(L, run, rows);
    return 0;
  }
  lde_rule_push_member(L, rule, "check"); /* index 4; nil when there is none */
  for (int32_t row = 0; row < rows; row++) {
    lde_hit hit = {.entity = rule->each, .row = row};
    if (!(run->bits[row >> 6] >> (row & 63) & 1))
      continue;
    if (rule->has_check)
      check_row(L, run, row);
    else
      lde_rule_hit(L, run, &hit);
  }
  return 0;
}
