/* Joins: for each record, is there one of another entity for which all conditions hold? The other
 * side is read once, into an array of plain values with an index on the conditions of equality. A
 * value that is empty matches nothing. */
#include <math.h>
#include <string.h>

#include "model/value.h"
#include "rules/internal.h"

static const char *const operators[] = {"==", "~=", "<", "<=", ">", ">="};
/* Comparisons spent on looking for the nearest record, for one rule; beyond it findings have none.
 */
enum { NEAREST_WORK_MAX = 50000000 };

/* ---- values ---- */

lde_join_value lde_rule_value(lua_State *L, lde_rule_run *run, int index)
{
  lde_join_value value = {.kind = LDE_JOIN_NIL};
  const lde_record *record = lde_record_test(L, index);
  size_t len;

  if (record) {
    value.kind = LDE_JOIN_RECORD;
    value.as.integer = lde_ref_pack(record->entity, record->row);
    return value;
  }
  switch (lua_type(L, index)) {
  case LUA_TNIL:
    return value;
  case LUA_TBOOLEAN:
    value.kind = LDE_JOIN_BOOL;
    value.as.integer = lua_toboolean(L, index);
    return value;
  case LUA_TSTRING: {
    const char *text = lua_tolstring(L, index, &len);
    value.kind = LDE_JOIN_TEXT;
    value.as.integer = lde_strings_intern(&run->texts, text, len);
    return value;
  }
  case LUA_TNUMBER: {
    int whole;
    value.as.integer = lua_tointegerx(L, index, &whole); /* 2.0 is 2, as keys of tables are */
    value.kind = whole ? LDE_JOIN_INTEGER : LDE_JOIN_FLOAT;
    if (!whole)
      value.as.number = lua_tonumber(L, index);
    return value;
  }
  default:
    luaL_error(L,
               LDE_TR(run->rules->lang, "a %s cannot be compared", "een %s is niet te vergelijken"),
               luaL_typename(L, index));
    return value;
  }
}

static bool is_equal(const lde_join_value *a, const lde_join_value *b)
{
  if (a->kind != b->kind)
    return false;
  return a->kind == LDE_JOIN_FLOAT ? a->as.number == b->as.number : a->as.integer == b->as.integer;
}

static double number_of(const lde_join_value *value)
{
  return value->kind == LDE_JOIN_FLOAT ? value->as.number : (double)value->as.integer;
}

static bool is_number(const lde_join_value *value)
{
  return value->kind == LDE_JOIN_INTEGER || value->kind == LDE_JOIN_FLOAT;
}

/* Less than, equal, greater; raises for what has no order. */
static int compare(lua_State *L, lde_rule_run *run, const lde_join_value *a,
                   const lde_join_value *b)
{
  if (a->kind == LDE_JOIN_INTEGER && b->kind == LDE_JOIN_INTEGER)
    return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
  if (is_number(a) && is_number(b))
    return (number_of(a) > number_of(b)) - (number_of(a) < number_of(b));
  if (a->kind == LDE_JOIN_TEXT && b->kind == LDE_JOIN_TEXT)
    return strcmp(lde_strings_get(&run->texts, (int32_t)a->as.integer),
                  lde_strings_get(&run->texts, (int32_t)b->as.integer));
  return luaL_error(L, "%s",
                    LDE_TR(run->rules->lang, "ld.exists compares values that have no order",
                           "ld.exists vergelijkt waarden zonder volgorde"));
}

static bool holds(lua_State *L, lde_rule_run *run, lde_join_op op, const lde_join_value *left,
                  const lde_join_value *right)
{
  int order;

  if (left->kind == LDE_JOIN_NIL || right->kind == LDE_JOIN_NIL)
    return false;
  if (op == LDE_JOIN_EQ || op == LDE_JOIN_NE)
    return is_equal(left, right) == (op == LDE_JOIN_EQ);
  order = compare(L, run, left, right);
  return op == LDE_JOIN_LT   ? order < 0
         : op == LDE_JOIN_LE ? order <= 0
         : op == LDE_JOIN_GT ? order > 0
                             : order >= 0;
}

/* ---- the index ---- */

static uint64_t hash_values(const lde_join *join, const lde_join_value *values)
{
  uint64_t hash = 1469598103934665603u;

  for (int i = 0; i < join->count; i++)
    if (join->terms[i].op == LDE_JOIN_EQ) {
      hash ^= (uint64_t)values[i].as.integer + ((uint64_t)values[i].kind << 60);
      hash *= 1099511628211u;
      hash ^= hash >> 29;
    }
  return hash;
}

void lde_join_open(lua_State *L, lde_rule_run *run)
{
  const lde_join *join = &run->rule->join;
  int32_t rows = lde_table_count(lde_dataset_table(run->rules->dataset, join->entity->index));

  run->slot_count = 16;
  while (run->slot_count < (size_t)rows * 2)
    run->slot_count *= 2;
  run->left = lde_alloc((size_t)rows * (size_t)join->count + 1, sizeof *run->left);
  run->next = lde_alloc((size_t)rows + 1, sizeof *run->next);
  run->slots = lde_alloc(run->slot_count, sizeof *run->slots);
  memset(run->slots, 0xFF, run->slot_count * sizeof *run->slots);
  for (int i = 0; i < join->count; i++)
    lde_rule_fill(L, run, join->terms[i].left_expression, 0, rows, NULL, run->left + i,
                  join->count);
  lde_sandbox_charge(L, (uint64_t)rows / 8);
  for (int32_t row = rows - 1; row >= 0; row--) { /* backwards, so that chains are in row order */
    size_t slot =
        hash_values(join, run->left + (size_t)row * (size_t)join->count) & (run->slot_count - 1);
    run->next[row] = run->slots[slot];
    run->slots[slot] = row;
  }
}

static void read_right(lde_evaluation *evaluation, lde_rule_run *run, int32_t row,
                       lde_join_value *right)
{
  const lde_join *join = &run->rule->join;

  for (int i = 0; i < join->count; i++) {
    lde_rule_push(evaluation, run, join->terms[i].right_expression, row, 0);
    right[i] = lde_rule_value(evaluation->L, run, -1);
    lua_pop(evaluation->L, 1);
  }
}

int32_t lde_join_find(lua_State *L, lde_rule_run *run, const lde_join_value *right)
{
  const lde_join *join = &run->rule->join;
  int32_t at;

  at = run->slots[hash_values(join, right) & (run->slot_count - 1)];
  for (; at >= 0; at = run->next[at]) {
    const lde_join_value *left = run->left + (size_t)at * (size_t)join->count;
    int held = 0;
    lde_sandbox_charge(L, 1);
    while (held < join->count && holds(L, run, join->terms[held].op, &left[held], &right[held]))
      held++;
    if (held == join->count)
      return at;
  }
  return LDE_NO_ROW;
}

/* ---- the nearest miss ---- */

/* How near: the conditions that hold, equality first, then constants (what is not active is not
 * near), then the other comparisons; among equals how far off those are that do not hold. */
static bool rate(lua_State *L, lde_rule_run *run, const lde_join_value *left,
                 const lde_join_value *right, int *score, double *off)
{
  const lde_join *join = &run->rule->join;
  bool related = false;

  *score = 0;
  *off = 0;
  for (int i = 0; i < join->count; i++) {
    if (holds(L, run, join->terms[i].op, &left[i], &right[i])) {
      *score += join->terms[i].constant ? 4 : join->terms[i].op == LDE_JOIN_EQ ? 5 : 3;
      related = related || (!join->terms[i].constant && join->terms[i].op == LDE_JOIN_EQ);
    } else if (is_number(&left[i]) && is_number(&right[i])) {
      *off += fabs(number_of(&left[i]) - number_of(&right[i]));
    } else {
      *off += 1000;
    }
  }
  return related;
}

static const char *print_value(lde_rule_run *run, const lde_join_value *value)
{
  lde_buffer text = {0};
  const char *copy;

  if (value->kind == LDE_JOIN_RECORD)
    lde_row_id(run->rules->dataset,
               lde_dataset_table(run->rules->dataset, lde_ref_entity(value->as.integer)),
               lde_ref_row(value->as.integer), &text);
  else if (value->kind == LDE_JOIN_TEXT)
    lde_buffer_puts(&text, lde_strings_get(&run->texts, (int32_t)value->as.integer));
  else if (value->kind == LDE_JOIN_FLOAT)
    lde_buffer_printf(&text, "%.14g", value->as.number);
  else if (value->kind == LDE_JOIN_INTEGER)
    lde_buffer_printf(&text, "%lld", (long long)value->as.integer);
  else if (value->kind == LDE_JOIN_BOOL)
    lde_buffer_puts(&text, value->as.integer ? "true" : "false");
  copy = lde_arena_strdup(run->arena, lde_buffer_text(&text));
  lde_buffer_free(&text);
  return copy;
}

void lde_join_explain(lde_evaluation *evaluation, lde_rule_run *run, int32_t row,
                      lde_finding *finding)
{
  const lde_join *join = &run->rule->join;
  lua_State *L = evaluation->L;
  int32_t rows = lde_table_count(lde_dataset_table(run->rules->dataset, join->entity->index)),
          best = LDE_NO_ROW;
  lde_join_value right[LDE_RULE_NAMES_MAX];
  int score, best_score = 0;
  double off, best_off = 0;
  lde_finding_evidence *nearest;

  run->nearest_work += (uint64_t)rows * (uint64_t)join->count;
  if (run->nearest_work > NEAREST_WORK_MAX)
    return;
  read_right(evaluation, run, row, right);
  for (int32_t at = 0; at < rows; at++)
    if (rate(L, run, run->left + (size_t)at * (size_t)join->count, right, &score, &off) &&
        (best < 0 || score > best_score || (score == best_score && off < best_off))) {
      best = at;
      best_score = score;
      best_off = off;
    }
  if (best < 0)
    return;
  nearest = lde_arena_new(run->arena, lde_finding_evidence);
  *nearest = lde_rule_evidence_of(run->rules, run->arena, join->entity->index, best);
  finding->nearest = nearest;
  finding->misses = lde_arena_array(run->arena, join->count, lde_finding_miss);
  for (int i = 0; i < join->count; i++) {
    const lde_join_value *left = run->left + (size_t)best * (size_t)join->count + i;
    if (holds(L, run, join->terms[i].op, left, &right[i]))
      continue;
    finding->misses[finding->miss_count++] = (lde_finding_miss){
        lde_arena_strdup(run->arena, join->terms[i].left), operators[join->terms[i].op],
        print_value(run, left), print_value(run, &right[i])};
  }
}
