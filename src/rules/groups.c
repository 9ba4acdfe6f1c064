/* Group sums: the rows of one entity by the values of their keys, what they add up to, and the
 * groups for which that fails. Groups come in the order of their first row. */
#include <string.h>

#include "rules/internal.h"

/* Whole numbers stay whole, up to the largest there is. */
static void add(lua_State *L, lde_rule_run *run, struct lde_group *group,
                const lde_join_value *value)
{
  int64_t sum;

  if (value->kind == LDE_JOIN_NIL)
    return;
  if (value->kind != LDE_JOIN_INTEGER && value->kind != LDE_JOIN_FLOAT)
    luaL_error(L, "%s",
               LDE_TR(run->rules->lang, "sum adds up numbers; it found something else",
                      "sum telt getallen op; er staat iets anders"));
  if (value->kind == LDE_JOIN_INTEGER && !group->is_float &&
      !__builtin_add_overflow(group->integer, value->as.integer, &sum)) {
    group->integer = sum;
    return;
  }
  if (!group->is_float)
    group->number = (double)group->integer;
  group->is_float = true;
  group->number += value->kind == LDE_JOIN_FLOAT ? value->as.number : (double)value->as.integer;
}

static uint64_t hash_keys(const lde_join_value *keys, int count)
{
  uint64_t hash = 88172645463325252u;

  for (int i = 0; i < count; i++) {
    hash ^= (uint64_t)keys[i].as.integer + ((uint64_t)keys[i].kind << 59);
    hash *= 0x9E3779B97F4A7C15u;
    hash ^= hash >> 31;
  }
  return hash;
}

static bool same_keys(const lde_join_value *a, const lde_join_value *b, int count)
{
  for (int i = 0; i < count; i++)
    if (a[i].kind != b[i].kind || a[i].as.integer != b[i].as.integer)
      return false;
  return true;
}

/* The number of the group with those keys, a new one when there is none. The keys were written
 * behind those of the last group. */
static int32_t find_group(lde_rule_run *run, int32_t *count, int width)
{
  const lde_join_value *keys = run->keys + (size_t)*count * (size_t)width;
  size_t at = hash_keys(keys, width) & (run->slot_count - 1);

  for (; run->slots[at] >= 0; at = (at + 1) & (run->slot_count - 1))
    if (same_keys(run->keys + (size_t)run->slots[at] * (size_t)width, keys, width))
      return run->slots[at];
  run->slots[at] = *count;
  run->groups[*count].first = LDE_NO_ROW;
  return (*count)++;
}

static void open_groups(lde_rule_run *run, int32_t rows, int width)
{
  run->slot_count = 16;
  while (run->slot_count < (size_t)rows * 2)
    run->slot_count *= 2;
  run->next = lde_alloc((size_t)rows + 1, sizeof *run->next);
  run->slots = lde_alloc(run->slot_count, sizeof *run->slots);
  memset(run->slots, 0xFF, run->slot_count * sizeof *run->slots);
  run->groups = lde_alloc((size_t)rows + 1, sizeof *run->groups);
  run->keys = lde_alloc(((size_t)rows + 1) * (size_t)width + 1, sizeof *run->keys);
}

/* Puts the row into its group; returns how many groups there are. */
static int32_t add_row(lua_State *L, lde_rule_run *run, int32_t row, const lde_join_value *values,
                       int32_t count)
{
  size_t width = (size_t)run->rule->group.count;
  struct lde_group *group;

  memcpy(run->keys + (size_t)count * width, values, width * sizeof *values);
  group = &run->groups[find_group(run, &count, (int)width)];
  run->next[row] = LDE_NO_ROW;
  if (group->first < 0)
    group->first = row;
  else
    run->next[group->last] = row;
  group->last = row;
  group->count++;
  add(L, run, group, &values[width]);
  return count;
}

static int32_t make_groups(lua_State *L, lde_rule_run *run, int32_t rows)
{
  enum { ROWS = 256 };
  const lde_group_by *by = &run->rule->group;
  size_t width = (size_t)by->count;
  int32_t count = 0;

  run->right = lde_alloc(ROWS * (width + 1), sizeof *run->right); /* the keys, then the value */
  for (int32_t first = 0; first < rows; first += ROWS) {
    int32_t last = first + ROWS < rows ? first + ROWS : rows;
    for (int i = 0; i <= by->count; i++)
      lde_rule_fill(L, run, i < by->count ? by->keys[i] : by->sum, first, last, run->bits,
                    run->right + i, by->count + 1);
    for (int32_t row = first; row < last; row++)
      if (run->bits[row >> 6] >> (row & 63) & 1)
        count = add_row(L, run, row, run->right + (size_t)(row - first) * (width + 1), count);
  }
  return count;
}

/* Pushes the list of sum, the keys and the rows: the values of the group's names. The keys are
 * those of its first row, as Lua values. */
static void push_extras(lua_State *L, lde_rule_run *run, const struct lde_group *group)
{
  const lde_group_by *by = &run->rule->group;
  lde_collection *rows;
  lde_evaluation evaluation;
  int32_t at = group->first;
  int list;

  lua_createtable(L, by->count + 2, 0);
  list = lua_gettop(L);
  if (group->is_float)
    lua_pushnumber(L, group->number);
  else
    lua_pushinteger(L, group->integer);
  lua_rawseti(L, list, 1);
  lde_evaluation_open(&evaluation, L, true);
  for (int i = 0; i < by->count; i++) {
    lde_rule_push(&evaluation, run, by->keys[i], group->first, 0);
    lua_rawseti(L, list, i + 2);
  }
  lde_evaluation_close(&evaluation);
  rows = lde_collection_new(L, by->of, (size_t)group->count);
  for (int32_t i = 0; i < group->count; i++, at = run->next[at])
    rows->own[i] = at;
  lua_rawseti(L, list, by->count + 2);
}

/* "it/2": the keys of the group as the finding's id; in the arena of the findings. */
static const char *group_id(lua_State *L, lde_rule_run *run, int extras)
{
  lde_buffer *text = &run->text;

  lde_buffer_truncate(text, 0);
  for (int i = 0; i < run->rule->group.count; i++) {
    lua_rawgeti(L, extras, i + 2);
    if (i)
      lde_buffer_putc(text, '/');
    if (!lua_isnil(L, -1) && lde_record_test(L, -1)) {
      const lde_record *record = lde_record_test(L, -1);
      lde_row_id(run->rules->dataset, lde_dataset_table(run->rules->dataset, record->entity),
                 record->row, text);
    } else if (!lua_isnil(L, -1)) {
      lde_buffer_puts(text, lde_sandbox_tostring(L, -1, NULL));
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  return lde_arena_strdup(run->arena, lde_buffer_text(text));
}

int lde_rule_run_groups(lua_State *L)
{
  lde_rule_run *run = lua_touserdata(L, 1);
  const lde_group_by *by = &run->rule->group;
  int32_t rows = lde_table_count(lde_dataset_table(run->rules->dataset, by->of->index)), count;
  lde_evaluation evaluation;
  bool fails;

  lde_rule_begin(L, run);
  lde_rule_check_failures(L, run, run->failed);
  lde_rule_select(L, run);
  open_groups(run, rows, by->count);
  count = make_groups(L, run, rows);
  for (int32_t g = 0; g < count; g++) {
    lde_hit hit = {.entity = by->of, .row = LDE_NO_ROW, .first = run->groups[g].first};
    push_extras(L, run, &run->groups[g]);
    hit.extras = lua_gettop(L);
    lde_evaluation_open(&evaluation, L, true);
    fails = lde_rule_is_true(&evaluation, run, run->rule->fails, 0, hit.extras);
    lde_evaluation_close(&evaluation);
    if (fails) {
      hit.keys = group_id(L, run, hit.extras);
      lde_rule_hit(L, run, &hit);
    }
    lua_settop(L, 3);
  }
  return 0;
}
