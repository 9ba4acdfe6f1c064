/* ld.model{}: a linear decision of the author's own: named variables, one objective, named rows. */
#include <math.h>
#include <string.h>

#include "offer/lua_internal.h"
#include "offer/program.h"

typedef struct lde_lua_model {
  lde_program *program;
  LDE_VEC(int32_t) row_of; /* by subject_to */
  bool has_objective;
} lde_lua_model;

typedef struct linear_term {
  int32_t variable;
  double factor;
} linear_term;

/* Terms by ascending variable. Its user value is the model. */
typedef struct linear {
  double constant;
  int count;
  linear_term terms[];
} linear;

typedef struct bound {
  double lower, upper;
} bound; /* user value: the linear sum */

typedef struct lde_lua_solution {
  lde_solution *solution;
  size_t variables, rows; /* of the model when it was solved: it may have grown since */
} lde_lua_solution; /* user value: the model */

static lde_lua_model *check_model(lua_State *L, int index)
{
  return lde_check_userdata(L, index, "model");
}

/* ---- linear sums ---- */

static linear *push_linear(lua_State *L, int count)
{
  linear *sum;

  lde_sandbox_charge(L, 5 + (uint64_t)count);
  sum = lua_newuserdatauv(L, sizeof *sum + (size_t)count * sizeof *sum->terms, 1);
  sum->constant = 0;
  sum->count = count;
  luaL_setmetatable(L, LDE_METATABLE("sum"));
  return sum;
}

static const linear *test_linear(lua_State *L, int index)
{
  return luaL_testudata(L, index, LDE_METATABLE("sum"));
}

/* The sum at the index; a number there is replaced by one. */
static const linear *check_linear(lua_State *L, int index)
{
  const linear *sum = test_linear(L, index);
  linear *made;

  if (sum)
    return sum;
  luaL_checknumber(L, index);
  made = push_linear(L, 0);
  made->constant = lua_tonumber(L, index);
  lua_replace(L, index);
  return made;
}

static void take_model(lua_State *L, int from, int to)
{
  if (lua_getiuservalue(L, from, 1) != LUA_TNIL)
    lua_setiuservalue(L, to, 1);
  else
    lua_pop(L, 1);
}

/* Pushes a + times * b. */
static int add_sums(lua_State *L, int a_index, int b_index, double times)
{
  const linear *a = check_linear(L, a_index), *b = check_linear(L, b_index);
  linear *sum = push_linear(L, a->count + b->count);
  int i = 0, k = 0, n = 0, top = lua_gettop(L);

  sum->constant = a->constant + times * b->constant;
  while (i < a->count || k < b->count) {
    if (k == b->count || (i < a->count && a->terms[i].variable < b->terms[k].variable)) {
      sum->terms[n++] = a->terms[i++];
    } else if (i == a->count || b->terms[k].variable < a->terms[i].variable) {
      sum->terms[n] = b->terms[k++];
      sum->terms[n++].factor *= times;
    } else {
      sum->terms[n] = a->terms[i++];
      sum->terms[n++].factor += times * b->terms[k++].factor;
    }
  }
  sum->count = n;
  if (lua_getiuservalue(L, a_index, 1) != LUA_TNIL && lua_getiuservalue(L, b_index, 1) != LUA_TNIL &&
      !lua_rawequal(L, -1, -2))
    return luaL_error(L, "variables of two models cannot be added");
  lua_settop(L, top);
  take_model(L, b_index, top);
  take_model(L, a_index, top);
  return 1;
}

static int l_add(lua_State *L)
{
  return add_sums(L, 1, 2, 1);
}
static int l_sub(lua_State *L)
{
  return add_sums(L, 1, 2, -1);
}

static int scale(lua_State *L, int index, double times)
{
  const linear *from = test_linear(L, index);
  linear *sum = push_linear(L, from->count);

  sum->constant = from->constant * times;
  for (int i = 0; i < from->count; i++)
    sum->terms[i] = (linear_term){from->terms[i].variable, from->terms[i].factor * times};
  take_model(L, index, lua_gettop(L));
  return 1;
}

static int l_mul(lua_State *L)
{
  if (test_linear(L, 1) && test_linear(L, 2))
    return luaL_error(L, "a product of two decisions is not linear");
  return test_linear(L, 1) ? scale(L, 1, luaL_checknumber(L, 2)) : scale(L, 2, luaL_checknumber(L, 1));
}

static int l_div(lua_State *L)
{
  if (test_linear(L, 2) || luaL_checknumber(L, 2) == 0)
    return luaL_error(L, "a decision is only divided by a number other than 0");
  return scale(L, 1, 1 / lua_tonumber(L, 2));
}

static int l_neg(lua_State *L)
{
  return scale(L, 1, -1);
}

static int l_compare(lua_State *L)
{
  return luaL_error(L, "sums cannot be compared by an operator; use :at_most, :at_least or :equal");
}

static int make_bound(lua_State *L, bool lower, bool upper)
{
  const linear *sum = lde_check_userdata(L, 1, "sum");
  double limit = luaL_checknumber(L, 2) - sum->constant;
  bound *made = lua_newuserdatauv(L, sizeof *made, 1);

  made->lower = lower ? limit : -LDE_MIP_FREE;
  made->upper = upper ? limit : LDE_MIP_FREE;
  luaL_setmetatable(L, LDE_METATABLE("limit"));
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  return 1;
}

static int l_at_most(lua_State *L)
{
  return make_bound(L, false, true);
}
static int l_at_least(lua_State *L)
{
  return make_bound(L, true, false);
}
static int l_equal(lua_State *L)
{
  return make_bound(L, true, true);
}

/* ---- the model ---- */

static int l_model(lua_State *L)
{
  lde_lua_model *model = lua_newuserdatauv(L, sizeof *model, 0);

  memset(model, 0, sizeof *model);
  luaL_setmetatable(L, LDE_METATABLE("model"));
  model->program = lde_alloc(1, sizeof *model->program);
  return 1;
}

static int l_model_gc(lua_State *L)
{
  lde_lua_model *model = lua_touserdata(L, 1);

  if (model->program)
    lde_program_deinit(model->program);
  lde_free(model->program);
  lde_vec_free(&model->row_of);
  memset(model, 0, sizeof *model);
  return 0;
}

static int find_name(const char *const *names, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++)
    if (!strcmp(names[i], name))
      return (int)i;
  return -1;
}

static int add_variable(lua_State *L, double lower, double upper, bool integer)
{
  lde_lua_model *model = check_model(L, 1);
  const char *name = luaL_checkstring(L, 2);
  linear *sum;

  if (find_name(model->program->variable_name.data, model->program->variable_name.len, name) >= 0)
    return luaL_error(L, "there is a variable '%s' already", name);
  if (!(lower <= upper))
    return luaL_error(L, "the lowest value of '%s' is above its highest", name);
  lde_sandbox_charge(L, 5 + model->program->variable_name.len / 8);
  sum = push_linear(L, 1);
  sum->terms[0] = (linear_term){lde_program_variable(model->program, name, lower, upper, integer), 1};
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  return 1;
}

static int l_integer(lua_State *L)
{
  return add_variable(L, luaL_optnumber(L, 3, 0), luaL_optnumber(L, 4, LDE_MIP_FREE), true);
}
static int l_number(lua_State *L)
{
  return add_variable(L, luaL_optnumber(L, 3, 0), luaL_optnumber(L, 4, LDE_MIP_FREE), false);
}
static int l_binary(lua_State *L)
{
  return add_variable(L, 0, 1, true);
}

static int l_sum(lua_State *L)
{
  check_model(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  push_linear(L, 0);
  for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 2); i++) {
    lua_rawgeti(L, 2, i);
    add_sums(L, 3, 4, 1);
    lua_replace(L, 3);
    lua_settop(L, 3);
  }
  return 1;
}

/* A term of the objective; further ones add up. */
static int objective(lua_State *L, bool maximise)
{
  lde_lua_model *model = check_model(L, 1);
  const linear *sum;

  luaL_checkstring(L, 2);
  sum = check_linear(L, 3);
  if (model->has_objective && model->program->maximise != maximise)
    return luaL_error(L, "a model either maximises or minimises");
  model->has_objective = true;
  lde_program_objective(model->program, maximise, model->program->constant + sum->constant);
  for (int i = 0; i < sum->count; i++)
    lde_program_cost(model->program, sum->terms[i].variable, sum->terms[i].factor);
  lua_settop(L, 1);
  return 1;
}

static int l_maximise(lua_State *L)
{
  return objective(L, true);
}
static int l_minimise(lua_State *L)
{
  return objective(L, false);
}

static int l_subject_to(lua_State *L)
{
  lde_lua_model *model = check_model(L, 1);
  const char *name = luaL_checkstring(L, 2);
  const bound *limit = lde_check_userdata(L, 3, "limit");
  const linear *sum;

  if (find_name(model->program->row_name.data, model->program->row_name.len, name) >= 0)
    return luaL_error(L, "there is a limit '%s' already", name);
  lua_getiuservalue(L, 3, 1);
  sum = test_linear(L, -1);
  lde_program_row(model->program, name, limit->lower, limit->upper);
  for (int i = 0; i < sum->count; i++)
    if (sum->terms[i].factor != 0)
      lde_program_entry(model->program, sum->terms[i].variable, sum->terms[i].factor);
  lua_settop(L, 1);
  return 1;
}

static bool was_interrupted(void *ctx)
{
  const lde_offer_desk *desk = ctx;
  return desk->interrupted && desk->interrupted(desk->ctx);
}

static int l_solve(lua_State *L)
{
  lde_lua_model *model = check_model(L, 1);
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  lde_lua_solution *solution;

  lua_settop(L, 2);
  if (lua_istable(L, 2)) {
    if (lua_getfield(L, 2, "gap") != LUA_TNIL)
      options.gap = luaL_checknumber(L, -1);
    if (lua_getfield(L, 2, "work") != LUA_TNIL)
      options.work = luaL_checkinteger(L, -1);
    if (lua_getfield(L, 2, "seed") != LUA_TNIL)
      options.seed = (uint64_t)luaL_checkinteger(L, -1);
    lua_settop(L, 2);
  }
  options.interrupted = was_interrupted;
  options.context = lde_offer_desk_of(L);
  solution = lua_newuserdatauv(L, sizeof *solution, 1);
  solution->solution = NULL;
  luaL_setmetatable(L, LDE_METATABLE("model result"));
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  solution->solution = lde_alloc(1, sizeof *solution->solution);
  solution->variables = model->program->variable_name.len;
  solution->rows = model->program->row_name.len;
  lde_sandbox_pause(L);
  lde_program_solve(model->program, &options, solution->solution);
  lde_sandbox_resume(L);
  lde_sandbox_charge(L, 1000);
  if (solution->solution->status == LDE_PROGRAM_UNAVAILABLE)
    return luaL_error(L, "this build of ldengine has no exact solver, which ld.model needs");
  return 1;
}

/* ---- its result ---- */

static const char *status_name(lde_program_status status)
{
  static const char *const names[] = {"optimal",   "within_gap", "feasible",   "infeasible",
                                      "unbounded", "infeasible", "infeasible"};
  return status == LDE_PROGRAM_NONE ? "unknown" : names[status];
}

/* What is whole is an integer to Lua too. */
static void push_value(lua_State *L, double value)
{
  if (value == floor(value) && fabs(value) < 1e15)
    lua_pushinteger(L, (lua_Integer)value);
  else
    lua_pushnumber(L, value);
}

static int l_get(lua_State *L)
{
  lde_lua_solution *result = lde_check_userdata(L, 1, "model result");
  const char *name = luaL_checkstring(L, 2);
  const lde_lua_model *model;
  lde_suggestion near = {.wanted = name};
  int index;

  lua_getiuservalue(L, 1, 1);
  model = check_model(L, -1);
  index = find_name(model->program->variable_name.data, result->variables, name);
  if (index < 0) {
    for (size_t i = 0; i < result->variables; i++)
      lde_suggestion_offer(&near, model->program->variable_name.data[i]);
    return lde_script_raise_unknown(L, &near, "the model has no variable '%s'", name);
  }
  if (!result->solution->values) {
    lua_pushnil(L);
    return 1;
  }
  push_value(L, result->solution->values[index]);
  return 1;
}

static int l_price(lua_State *L)
{
  lde_lua_solution *result = lde_check_userdata(L, 1, "model result");
  const char *name = luaL_checkstring(L, 2);
  const lde_lua_model *model;
  lde_suggestion near = {.wanted = name};
  int index;

  lua_getiuservalue(L, 1, 1);
  model = check_model(L, -1);
  index = find_name(model->program->row_name.data, result->rows, name);
  if (index < 0) {
    for (size_t i = 0; i < result->rows; i++)
      lde_suggestion_offer(&near, model->program->row_name.data[i]);
    return lde_script_raise_unknown(L, &near, "the model has no limit '%s'", name);
  }
  if (!result->solution->row_price) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushnumber(L, result->solution->row_price[index]);
  return 1;
}

static int l_result_index(lua_State *L)
{
  static const char *const names[] = {"status", "value", "bound", "gap", "get", "price"};
  lde_lua_solution *result = lde_check_userdata(L, 1, "model result");
  const char *key = luaL_checkstring(L, 2);
  lde_suggestion near = {.wanted = key};
  const lde_solution *solution = result->solution;

  if (!strcmp(key, "status"))
    lua_pushstring(L, status_name(solution->status));
  else if (!strcmp(key, "value") && solution->values)
    push_value(L, solution->value);
  else if (!strcmp(key, "bound") && solution->values)
    push_value(L, solution->bound);
  else if (!strcmp(key, "gap") && solution->values)
    lua_pushnumber(L, lde_solution_gap(solution));
  else if (!strcmp(key, "get"))
    lua_pushcfunction(L, l_get);
  else if (!strcmp(key, "price"))
    lua_pushcfunction(L, l_price);
  else if (!strcmp(key, "value") || !strcmp(key, "bound") || !strcmp(key, "gap"))
    lua_pushnil(L);
  else {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
      lde_suggestion_offer(&near, names[i]);
    return lde_script_raise_unknown(L, &near, "a solved model has no field '%s'", key);
  }
  return 1;
}

static int l_result_gc(lua_State *L)
{
  lde_lua_solution *result = lua_touserdata(L, 1);

  if (result->solution)
    lde_solution_deinit(result->solution);
  lde_free(result->solution);
  result->solution = NULL;
  return 0;
}

/* The solved model as plain data: status, value and every variable. */
static int l_result_data(lua_State *L)
{
  lde_lua_solution *result = lde_check_userdata(L, 1, "model result");
  const lde_lua_model *model;

  lua_settop(L, 1);
  lua_getiuservalue(L, 1, 1);
  model = check_model(L, 2);
  lua_newtable(L);
  lua_pushstring(L, status_name(result->solution->status));
  lua_setfield(L, -2, "status");
  if (result->solution->values) {
    push_value(L, result->solution->value);
    lua_setfield(L, -2, "value");
    lua_newtable(L);
    for (size_t i = 0; i < result->variables; i++) {
      push_value(L, result->solution->values[i]);
      lua_setfield(L, -2, model->program->variable_name.data[i]);
    }
    lua_setfield(L, -2, "variables");
  }
  return 1;
}

static void set_methods(lua_State *L, const luaL_Reg *methods)
{
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
}

void lde_model_lua_open(lua_State *L)
{
  static const luaL_Reg model[] = {{"integer", l_integer},       {"number", l_number},     {"binary", l_binary},
                                   {"sum", l_sum},               {"maximise", l_maximise}, {"minimise", l_minimise},
                                   {"subject_to", l_subject_to}, {"solve", l_solve},       {NULL, NULL}};
  static const luaL_Reg methods[] = {
      {"at_most", l_at_most}, {"at_least", l_at_least}, {"equal", l_equal}, {NULL, NULL}};
  static const luaL_Reg operators[] = {{"__add", l_add},     {"__sub", l_sub},    {"__mul", l_mul},
                                       {"__div", l_div},     {"__unm", l_neg},    {"__lt", l_compare},
                                       {"__le", l_compare},  {NULL, NULL}};
  static const luaL_Reg result[] = {
      {"__index", l_result_index}, {"__gc", l_result_gc}, {"__data", l_result_data}, {NULL, NULL}};

  lua_pushcfunction(L, l_model);
  lua_setfield(L, -2, "model");
  if (lde_sandbox_metatable(L, "model")) {
    lua_pushcfunction(L, l_model_gc);
    lua_setfield(L, -2, "__gc");
    set_methods(L, model);
  }
  if (lde_sandbox_metatable(L, "sum")) {
    luaL_setfuncs(L, operators, 0);
    set_methods(L, methods);
  }
  lde_sandbox_metatable(L, "limit");
  if (lde_sandbox_metatable(L, "model result"))
    luaL_setfuncs(L, result, 0);
  lua_pop(L, 4);
}
