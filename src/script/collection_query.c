/* Methods that filter and reduce a collection, and the mapper that gives them the values. */
#include <math.h>

#include "base/error.h"
#include "script/collection.h"
#include "script/record.h"
#include "script/values.h"

/* ---- the value of each row ---- */

void lde_mapper_open(lde_mapper *mapper, lua_State *L, int index)
{
  const lde_collection *collection = lde_collection_check(L, 1);

  *mapper =
      (lde_mapper){.L = L, .script = lde_script_of(L), .collection = collection, .argument = index};
  lde_sandbox_charge(L, 20 + 2 * collection->count);
  if (lua_type(L, index) == LUA_TSTRING) {
    mapper->text = lua_tolstring(L, index, &mapper->text_len); /* the table of expressions keeps it */
    mapper->expression = lde_expression_get(L, collection->entity, index);
    mapper->field = lde_expression_field(mapper->expression);
  } else if (lua_type(L, index) != LUA_TFUNCTION) {
    luaL_typeerror(L, index,
                   LDE_TR(mapper->script->language, "expression (a text) or function",
                          "expressie (een tekst) of functie"));
  }
  luaL_checkstack(L, LDE_EXPRESSION_STACK, "expression");
  lde_evaluation_open(&mapper->evaluation, L, mapper->expression != NULL);
}

void lde_mapper_push(lde_mapper *mapper, size_t i)
{
  int32_t row = lde_collection_row(mapper->collection, i);

  if (mapper->expression) {
    lde_expression_push(&mapper->evaluation, mapper->argument, mapper->expression, row, 0);
    return;
  }
  lua_pushvalue(mapper->L, mapper->argument);
  lde_record_push(mapper->L, mapper->collection->entity->index, row);
  lua_call(mapper->L, 1, 1);
}

bool lde_mapper_test(lde_mapper *mapper, size_t i)
{
  bool truth;

  lde_mapper_push(mapper, i);
  truth = lua_toboolean(mapper->L, -1);
  lua_pop(mapper->L, 1);
  return truth;
}

void lde_mapper_close(lde_mapper *mapper)
{
  lde_evaluation_close(&mapper->evaluation);
}

/* ---- true or not ---- */

typedef struct picked {
  int32_t *rows;
  size_t count;
} picked;

static bool pick(void *ctx, int32_t row, bool truth)
{
  picked *picked = ctx;

  if (truth)
    picked->rows[picked->count++] = row;
  return true;
}

int lde_collection_where(lua_State *L)
{
  lde_mapper mapper;
  const lde_collection *from;
  lde_collection *result;
  picked picked = {0};

  lua_settop(L, 2);
  lde_mapper_open(&mapper, L, 2);
  from = mapper.collection;
  picked.rows = lde_collection_scratch(L, from->count, sizeof *picked.rows);
  if (!lde_mapper_columns(&mapper, pick, &picked))
    for (size_t i = 0; i < from->count; i++)
      pick(&picked, lde_collection_row(from, i), lde_mapper_test(&mapper, i));
  lde_mapper_close(&mapper);
  result = lde_collection_new(L, from->entity, picked.count);
  for (size_t i = 0; i < picked.count; i++)
    result->own[i] = picked.rows[i];
  result->ascending = from->ascending;
  return 1;
}

typedef struct counted {
  size_t count;
  bool may_stop, stop_at, stopped;
} counted;

static bool count_one(void *ctx, int32_t row, bool truth)
{
  counted *counted = ctx;

  (void)row;
  counted->count += truth;
  counted->stopped = counted->may_stop && truth == counted->stop_at;
  return !counted->stopped;
}

/* `stopped` not NULL: up to the first row whose truth is `stop_at`. */
static size_t count_true(lua_State *L, bool stop_at, bool *stopped)
{
  lde_mapper mapper;
  counted counted = {.may_stop = stopped != NULL, .stop_at = stop_at};

  lua_settop(L, 2);
  lde_mapper_open(&mapper, L, 2);
  if (!lde_mapper_columns(&mapper, count_one, &counted))
    for (size_t i = 0; i < mapper.collection->count; i++)
      if (!count_one(&counted, 0, lde_mapper_test(&mapper, i)))
        break;
  lde_mapper_close(&mapper);
  if (stopped)
    *stopped = counted.stopped;
  return counted.count;
}

int lde_collection_count(lua_State *L)
{
  const lde_collection *collection = lde_collection_check(L, 1);

  lua_pushinteger(L, lua_isnoneornil(L, 2) ? (lua_Integer)collection->count
                                           : (lua_Integer)count_true(L, false, NULL));
  return 1;
}

int lde_collection_any(lua_State *L)
{
  bool found = false;

  count_true(L, true, &found);
  lua_pushboolean(L, found);
  return 1;
}

int lde_collection_all(lua_State *L)
{
  bool missed = false;

  count_true(L, false, &missed);
  lua_pushboolean(L, !missed);
  return 1;
}

/* ---- sums ---- */

typedef struct total {
  size_t count; /* values that are not nil */
  bool floats;
  lua_Integer whole;    /* of the integers */
  lua_Number sum, lost; /* of the floats: Neumaier's sum, so that order hardly matters */
} total;

static void add_integer(lua_State *L, total *t, lua_Integer value)
{
  if (__builtin_add_overflow(t->whole, value, &t->whole))
    luaL_error(L, "%s",
               LDE_TR(lde_sandbox_language(L), "the sum is too large for an integer",
                      "de som is te groot voor een geheel getal"));
}

static void add_float(total *t, lua_Number value)
{
  lua_Number sum = t->sum + value;

  if (isfinite(sum))
    t->lost += fabs(t->sum) >= fabs(value) ? (t->sum - sum) + value : (value - sum) + t->sum;
  t->sum = sum;
  t->floats = true;
}

/* A column of numbers: its units are integers, so the sum is exact whatever the order. */
static void total_column(lde_mapper *mapper, total *t)
{
  const lde_field *field = mapper->field;
  const lde_table *table = lde_dataset_table(mapper->script->dataset, field->entity->index);
  int64_t units = lde_value_units(field);

  for (size_t i = 0; i < mapper->collection->count; i++) {
    int32_t row = lde_collection_row(mapper->collection, i);
    if (!lde_table_has(table, field->index, row))
      continue;
    t->count++;
    add_integer(mapper->L, t, lde_table_get(table, field->index, row));
  }
  if (units > 1) {
    t->sum = (lua_Number)t->whole / (lua_Number)units;
    t->whole = 0;
    t->floats = t->count > 0;
  }
}

static void total_values(lde_mapper *mapper, total *t, const char *method)
{
  lua_State *L = mapper->L;

  for (size_t i = 0; i < mapper->collection->count; i++) {
    lde_mapper_push(mapper, i);
    if (lua_isinteger(L, -1)) {
      add_integer(L, t, lua_tointeger(L, -1));
      t->count++;
    } else if (lua_type(L, -1) == LUA_TNUMBER) {
      add_float(t, lua_tonumber(L, -1));
      t->count++;
    } else if (!lua_isnil(L, -1)) {
      luaL_error(L,
                 LDE_TR(mapper->script->language, "%s needs numbers, not a %s",
                        "%s rekent met getallen, niet met een waarde van het type %s"),
                 method, luaL_typename(L, -1));
    }
    lua_pop(L, 1);
  }
}

static total get_total(lua_State *L, const char *method)
{
  lde_mapper mapper;
  total t = {0};

  lua_settop(L, 2);
  lde_mapper_open(&mapper, L, 2);
  if (mapper.field && lde_value_is_number(mapper.field))
    total_column(&mapper, &t);
  else
    total_values(&mapper, &t, method);
  lde_mapper_close(&mapper);
  return t;
}

int lde_collection_sum(lua_State *L)
{
  total t = get_total(L, "sum");

  if (t.floats)
    lua_pushnumber(L, (lua_Number)t.whole + (t.sum + t.lost));
  else
    lua_pushinteger(L, t.whole);
  return 1;
}

int lde_collection_avg(lua_State *L)
{
  total t = get_total(L, "avg");

  if (t.count)
    lua_pushnumber(L, ((lua_Number)t.whole + (t.sum + t.lost)) / (lua_Number)t.count);
  else
    lua_pushnil(L);
  return 1;
}

/* ---- smallest and largest ---- */

/* Leaves the value on the stack; of equal ones the first. */
static int extreme(lua_State *L, int sign, const char *method)
{
  lde_mapper mapper;
  lde_sort_key best = {.kind = LDE_SORT_NIL};
  int at;

  lua_settop(L, 2);
  lde_mapper_open(&mapper, L, 2);
  lua_pushnil(L);
  at = lua_gettop(L);
  for (size_t i = 0; i < mapper.collection->count; i++) {
    lde_sort_key key;
    lde_mapper_push(&mapper, i);
    key = lde_sort_key_of(L, method);
    if (key.kind != LDE_SORT_NIL && best.kind != LDE_SORT_NIL)
      lde_sort_key_match(L, &best, &key, method);
    if (key.kind != LDE_SORT_NIL &&
        (best.kind == LDE_SORT_NIL || sign * lde_sort_key_compare(&key, &best) < 0)) {
      best = key;
      lua_replace(L, at);
    } else {
      lua_pop(L, 1);
    }
  }
  lde_mapper_close(&mapper);
  lua_settop(L, at);
  return 1;
}

int lde_collection_min(lua_State *L)
{
  return extreme(L, 1, "min");
}

int lde_collection_max(lua_State *L)
{
  return extreme(L, -1, "max");
}
