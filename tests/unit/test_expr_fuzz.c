/* The same expression, run over columns and run by Lua, gives the same values and the same errors:
 * random expressions over random rows. `test_expr_fuzz EXPRESSIONS SEED` runs more of them. */
#include "dataset_builder.h"

#include <stdlib.h>

#include "expression_sides.h"

enum { LINES = 150, TEXT_ROOM = 8192 };

static uint64_t state = 88172645463325252u;
static long expressions = 4000;

static uint32_t next(uint32_t below)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)(state >> 33) % below;
}

static const char *one_of(const char *const *texts)
{
  uint32_t count = 0;

  while (texts[count])
    count++;
  return texts[next(count)];
}

/* ---- rows ---- */

static const struct {
  const char *plural;
  int rows;
} tables[] = {{"plan_lines", LINES}, {"budgets", 9}, {"units", 5},        {"employees", 7},
              {"roles", 3},          {"gaps", 40},   {"competencies", 3}, {"offerings", 4},
              {"assessments", 30},   {"needs", 6},   {"organisation", 1}};

static int64_t random_text(lde_dataset *ds)
{
  static const struct {
    const char *bytes;
    size_t len;
  } texts[] = {{"", 0},          {"a", 1},           {"b", 1},      {"Ab\0c", 4},
               {"Ab\0d", 4},     {"10", 2},          {" 0x10 ", 6}, {"2027-03-01", 10},
               {"1e2", 3},       {"caf\xC3\xA9", 5}, {"in", 2},     {"2027-Q1", 7},
               {"mandatory", 9}, {"-3.5", 4},        {"nan", 3},    {"9223372036854775808", 19}};
  uint32_t i = next(sizeof texts / sizeof *texts);

  return lde_strings_intern(&ds->strings, texts[i].bytes, texts[i].len);
}

static int64_t random_value(lde_dataset *ds, const lde_field *field)
{
  switch (field->type) {
  case LDE_TYPE_TEXT:
  case LDE_TYPE_PERIOD:
    return random_text(ds);
  case LDE_TYPE_CHOICE:
    return next((uint32_t)field->choices->count);
  case LDE_TYPE_BOOL:
    return next(2);
  case LDE_TYPE_DATE:
    return ds->today + (int64_t)next(500) - 250;
  case LDE_TYPE_TIMESTAMP:
    return ((int64_t)ds->today + next(300)) * 1440 + next(1440);
  case LDE_TYPE_REFERENCE: {
    int32_t count =
        field->target ? lde_table_count(lde_dataset_table(ds, field->target->index)) : 0;
    return count ? (int64_t)next((uint32_t)count) : -1;
  }
  case LDE_TYPE_MONEY:
    return next(20) == 0 ? INT64_MAX - (int64_t)next(3) : (int64_t)next(9) * 50 - 100;
  case LDE_TYPE_SHARE:
    return next(3) ? (int64_t)next(5) * 2500 : (int64_t)next(10000);
  default:
    return next(12) == 0 ? (int64_t)next(2000000) : (int64_t)next(6);
  }
}

static lde_dataset *make_rows(void)
{
  lde_dataset *ds = build_dataset();

  for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
    for (int i = 0; i < tables[t].rows; i++)
      lde_table_add(lde_dataset_table(ds, lde_schema_find(ds->schema, tables[t].plural)->index),
                    (lde_place){0, (uint32_t)i + 1, 1});
  for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
    lde_table *table = lde_dataset_table(ds, lde_schema_find(ds->schema, tables[t].plural)->index);
    for (int f = 0; f < table->entity->field_count; f++) {
      const lde_field *field = &table->entity->fields[f];
      uint32_t filled = next(4); /* some columns are full, some empty */
      for (int32_t row = 0; row < tables[t].rows; row++) {
        int64_t value = random_value(ds, field);
        if (field->type == LDE_TYPE_MAP || field->type == LDE_TYPE_REF ||
            field->flags & LDE_VIRTUAL || (field->type == LDE_TYPE_REFERENCE && value < 0) ||
            f == LDE_F_ID)
          continue;
        if (field->flags & LDE_LIST) {
          if (field->type == LDE_TYPE_REFERENCE && next(2))
            lde_table_append(table, f, row, (int32_t)value);
        } else if (filled == 3 || (filled > 0 && next(3))) {
          lde_table_put(table, f, row, value);
        }
      }
    }
    for (int32_t row = 0; row < tables[t].rows && table->entity->id_kind == LDE_ID_OWN_ID; row++) {
      char id[20];
      int32_t code;
      snprintf(id, sizeof id, "r%d", row);
      code = lde_strings_put(&ds->strings, id);
      lde_table_put(table, LDE_F_ID, row, code);
      lde_codes_add(&table->by_id, code, row);
    }
  }
  ds->resolved = true;
  return ds;
}

/* ---- expressions ---- */

typedef enum kind { NUMBER, TEXT, BOOL, DAY, RECORD, KINDS } kind;

static void write_expr(lde_buffer *out, const lde_entity *entity, const lde_entity *outer, kind k,
                       int depth);

static kind kind_of(const lde_field *field)
{
  switch (field->type) {
  case LDE_TYPE_TEXT:
  case LDE_TYPE_PERIOD:
  case LDE_TYPE_CHOICE:
  case LDE_TYPE_TIMESTAMP:
    return TEXT;
  case LDE_TYPE_DATE:
    return DAY;
  case LDE_TYPE_BOOL:
    return BOOL;
  case LDE_TYPE_REFERENCE:
    return RECORD;
  default:
    return NUMBER;
  }
}

static bool is_plain(const lde_field *field)
{
  return !(field->flags & LDE_LIST) && field->type != LDE_TYPE_MAP && field->type != LDE_TYPE_REF &&
         (field->type != LDE_TYPE_REFERENCE || field->target);
}

/* A reference of the entity at random, or NULL. */
static const lde_field *random_field(const lde_entity *entity, kind k)
{
  for (int tries = 0; tries < 200; tries++) {
    const lde_field *field = &entity->fields[next((uint32_t)entity->field_count)];
    if (is_plain(field) && kind_of(field) == k)
      return field;
  }
  return NULL;
}

static void write_constant(lde_buffer *out, kind k)
{
  static const char *const numbers[] = {
      "0", "1",   "2",      "3",    "0.5", "1e3", "0x10", "-1", "3.0", "100", "9223372036854775807",
      "7", "0.1", "1 // 1", "2^53", NULL};
  static const char *const texts[] = {"'a'",         "'10'",     "\"Ab\\0c\"", "[[in]]",
                                      "'mandatory'", "''",       "'2027-Q1'",  "'\\u{e9}'",
                                      "'proposed'",  "' 0x10 '", NULL};
  static const char *const days[] = {"'2027-03-01'",
                                     "ld.today",
                                     "'2027-13-01'",
                                     "'2026-12-31'",
                                     "'2027'",
                                     "ld.add_days('2027-01-31', 30)",
                                     "ld.add_months('2027-01-31', 1)",
                                     NULL};
  static const char *const booleans[] = {"true", "false", "nil", NULL};
  static const char *const parameters[] = {"P.cap",   "P.rate",  "P.nothing",
                                           "P.map.x", "ld.year", NULL};

  switch (next(6) == 0 && k == NUMBER ? KINDS : k) {
  case NUMBER:
    lde_buffer_puts(out, one_of(numbers));
    return;
  case TEXT:
    lde_buffer_puts(out, next(8) ? one_of(texts) : "P.word");
    return;
  case DAY:
    lde_buffer_puts(out, one_of(days));
    return;
  case BOOL:
    lde_buffer_puts(out, one_of(booleans));
    return;
  case RECORD:
    lde_buffer_puts(out, next(4) ? "nil" : "ld.org");
    return;
  default:
    lde_buffer_puts(out, one_of(parameters));
  }
}

/* Leaves in `at` the entity that the written path leads to. */
static bool write_path(lde_buffer *out, const lde_entity **at, const lde_entity *outer)
{
  const lde_entity *entity = *at;
  bool any = false;

  if (outer && next(4) == 0) {
    lde_buffer_puts(out, "each");
    entity = outer;
    any = true;
  }
  while (next(3) == 0) {
    const lde_field *field = random_field(entity, RECORD);
    if (!field)
      break;
    lde_buffer_printf(out, "%s%s", any ? "." : "", field->name);
    entity = field->target;
    any = true;
  }
  *at = entity;
  return any;
}

static void write_field(lde_buffer *out, const lde_entity *entity, const lde_entity *outer, kind k)
{
  size_t start = out->len;
  const lde_entity *at = entity;
  bool any = write_path(out, &at, outer);
  const lde_field *field = random_field(at, k);

  if (!field) {
    lde_buffer_truncate(out, start);
    write_constant(out, k);
    return;
  }
  lde_buffer_printf(out, "%s%s", any ? "." : "", field->name);
}

static bool write_collection(lde_buffer *out, const lde_entity **at, const lde_entity *outer)
{
  const lde_entity *entity = *at;
  size_t start = out->len;
  bool any = write_path(out, &entity, outer);

  for (int tries = 0; tries < 100; tries++) {
    if (entity->relations.len > 0 && next(2)) {
      const lde_relation *relation = &entity->relations.data[next((uint32_t)entity->relations.len)];
      lde_buffer_printf(out, "%s%s", any ? "." : "", relation->name);
      *at = relation->field->entity;
      return true;
    } else {
      const lde_field *field = &entity->fields[next((uint32_t)entity->field_count)];
      if (!(field->flags & LDE_LIST) || field->type != LDE_TYPE_REFERENCE || !field->target)
        continue;
      lde_buffer_printf(out, "%s%s", any ? "." : "", field->name);
      *at = field->target;
      return true;
    }
  }
  lde_buffer_truncate(out, start);
  return false;
}

/* Inner expressions stand in long brackets, so that they may hold any text. */
static void write_inner(lde_buffer *out, const lde_entity *entity, const lde_entity *outer, kind k,
                        int depth)
{
  lde_buffer inner = {0};
  bool plain;

  write_expr(&inner, entity, outer, k, depth);
  plain = !strpbrk(lde_buffer_text(&inner), "[]'\"\\");
  lde_buffer_printf(out, plain ? "'%s'" : "[===[ %s]===]", lde_buffer_text(&inner));
  if (strstr(lde_buffer_text(&inner), "[===["))
    lde_buffer_truncate(out, 0); /* nested too deep for one kind of bracket: give up this one */
  lde_buffer_free(&inner);
}

static void write_reduction(lde_buffer *out, const lde_entity *entity, const lde_entity *outer,
                            kind k, int depth)
{
  static const char *const methods[] = {"sum", "min", "max", "avg", NULL};
  const lde_entity *at = entity;

  if (!write_collection(out, &at, outer)) {
    write_constant(out, k);
    return;
  }
  if (next(4) == 0) {
    lde_buffer_puts(out, ":where(");
    write_inner(out, at, entity, BOOL, depth - 2);
    lde_buffer_puts(out, ")");
  }
  if (out->len == 0)
    return;
  if (k == BOOL) {
    lde_buffer_printf(out, ":%s(", next(2) ? "any" : "all");
    write_inner(out, at, entity, BOOL, depth - 2);
    lde_buffer_puts(out, ")");
  } else if (k == RECORD) {
    lde_buffer_puts(out, ":first()");
  } else if (k == NUMBER && next(3) == 0) {
    lde_buffer_puts(out, ":count(");
    if (next(2))
      write_inner(out, at, entity, BOOL, depth - 2);
    lde_buffer_puts(out, ")");
  } else {
    lde_buffer_printf(out, ":%s(", k == NUMBER ? one_of(methods) : next(2) ? "min" : "max");
    write_inner(out, at, entity, k, next(2) ? 0 : depth - 2);
    lde_buffer_puts(out, ")");
  }
}

static void write_binary(lde_buffer *out, const lde_entity *entity, const lde_entity *outer,
                         kind left, const char *op, kind right, int depth)
{
  bool brackets = next(3) > 0;

  lde_buffer_puts(out, brackets ? "(" : "");
  write_expr(out, entity, outer, left, depth - 1);
  lde_buffer_printf(out, " %s ", op);
  write_expr(out, entity, outer, right, depth - 1);
  lde_buffer_puts(out, brackets ? ")" : "");
}

static void write_number(lde_buffer *out, const lde_entity *entity, const lde_entity *outer,
                         int depth)
{
  static const char *const arithmetic[] = {"+", "-", "*", "/", "//", "%", "+", "-", "*", "^", NULL};
  static const char *const bits[] = {"&", "|", "~", "<<", ">>", NULL};
  static const char *const functions[] = {"math.min(", "math.max(", NULL};
  static const char *const single[] = {"math.abs(", "math.floor(", "math.ceil(", NULL};

  switch (next(12)) {
  case 0:
    write_binary(out, entity, outer, NUMBER, one_of(bits), NUMBER, depth);
    return;
  case 1:
    lde_buffer_puts(out, one_of(functions));
    write_expr(out, entity, outer, NUMBER, depth - 1);
    lde_buffer_puts(out, ", ");
    write_expr(out, entity, outer, NUMBER, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  case 2:
    lde_buffer_puts(out, one_of(single));
    write_expr(out, entity, outer, NUMBER, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  case 3:
    lde_buffer_puts(out, next(2) ? "-(" : next(2) ? "~(" : "- (");
    write_expr(out, entity, outer, NUMBER, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  case 4:
    lde_buffer_puts(out, "#(");
    write_expr(out, entity, outer, TEXT, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  case 5:
    lde_buffer_puts(out, "ld.days(");
    write_expr(out, entity, outer, DAY, depth - 1);
    lde_buffer_puts(out, ", ");
    write_expr(out, entity, outer, DAY, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  case 6:
    write_reduction(out, entity, outer, NUMBER, depth);
    return;
  case 7:
    lde_buffer_puts(out, next(2) ? "ld.quarter(" : "#(");
    write_expr(out, entity, outer, DAY, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  case 8:
    lde_buffer_puts(out, "(");
    write_expr(out, entity, outer, BOOL, depth - 1);
    lde_buffer_puts(out, " and ");
    write_expr(out, entity, outer, NUMBER, depth - 1);
    lde_buffer_puts(out, " or ");
    write_expr(out, entity, outer, NUMBER, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  default:
    write_binary(out, entity, outer, NUMBER, one_of(arithmetic), NUMBER, depth);
  }
}

static void write_text(lde_buffer *out, const lde_entity *entity, const lde_entity *outer,
                       int depth)
{
  switch (next(4)) {
  case 0:
    write_binary(out, entity, outer, TEXT, "..", next(2) ? NUMBER : TEXT, depth);
    return;
  case 1:
    lde_buffer_puts(out, "(");
    write_expr(out, entity, outer, TEXT, depth - 1);
    lde_buffer_puts(out, next(2) ? "):lower()" : "):upper()");
    return;
  case 2:
    lde_buffer_puts(out, "(");
    write_expr(out, entity, outer, next(4) ? TEXT : DAY, depth - 1);
    lde_buffer_puts(out, "):sub(");
    write_expr(out, entity, outer, NUMBER, next(2) ? 0 : depth - 1);
    lde_buffer_puts(out, next(2) ? ", -2)" : ")");
    return;
  default:
    write_binary(out, entity, outer, TEXT, next(2) ? "or" : "and", TEXT, depth);
  }
}

static void write_bool(lde_buffer *out, const lde_entity *entity, const lde_entity *outer,
                       int depth)
{
  static const char *const comparisons[] = {"<", "<=", ">", ">=", "==", "~=", NULL};
  static const char *const equalities[] = {"==", "~=", NULL};
  static const kind compared[] = {NUMBER, NUMBER, TEXT, DAY};
  kind k = compared[next(4)];

  switch (next(9)) {
  case 0:
  case 1:
    write_binary(out, entity, outer, BOOL, "and", BOOL, depth);
    return;
  case 2:
    write_binary(out, entity, outer, BOOL, "or", BOOL, depth);
    return;
  case 3:
    lde_buffer_puts(out, "not (");
    write_expr(out, entity, outer, next(3) ? BOOL : (kind)next(KINDS), depth - 1);
    lde_buffer_puts(out, ")");
    return;
  case 4:
    k = (kind)next(KINDS);
    write_binary(out, entity, outer, k, one_of(equalities), k, depth);
    return;
  case 5:
    write_reduction(out, entity, outer, BOOL, depth);
    return;
  case 6:
    write_binary(out, entity, outer, (kind)next(KINDS), one_of(equalities), BOOL, 1);
    return;
  default:
    write_binary(out, entity, outer, k, one_of(comparisons), k, depth);
  }
}

static void write_expr(lde_buffer *out, const lde_entity *entity, const lde_entity *outer, kind k,
                       int depth)
{
  if (next(30) == 0)
    k = (kind)next(KINDS); /* mistyped */
  if (depth <= 0) {
    if (next(3))
      write_field(out, entity, outer, k);
    else
      write_constant(out, k);
    return;
  }
  switch (k) {
  case NUMBER:
    write_number(out, entity, outer, depth);
    return;
  case TEXT:
    write_text(out, entity, outer, depth);
    return;
  case BOOL:
    write_bool(out, entity, outer, depth);
    return;
  case DAY:
    if (next(2)) {
      write_field(out, entity, outer, DAY);
      return;
    }
    lde_buffer_printf(out, "ld.%s(", next(2) ? "add_days" : "add_months");
    write_expr(out, entity, outer, DAY, depth - 1);
    lde_buffer_puts(out, ", ");
    write_expr(out, entity, outer, NUMBER, 0);
    lde_buffer_puts(out, ")");
    return;
  default:
    if (next(3) == 0)
      write_reduction(out, entity, outer, RECORD, depth);
    else
      write_field(out, entity, outer, RECORD);
  }
}

/* Now and then something that is no expression. */
static void spoil(lde_buffer *out)
{
  static const char pieces[] = "()'\"+-*/<>=~.,:#[]x0 e";

  if (out->len == 0 || next(12) > 0)
    return;
  out->data[next((uint32_t)out->len)] = pieces[next(sizeof pieces - 1)];
}

/* ---- Lua's side ---- */

typedef struct side {
  expression_side lua;
  long cases, fallbacks, refused, columnar, differences, failures;
} side;

static const char *show(const lde_expr_value *value, bool failed)
{
  static char text[200];

  if (failed)
    return "an error";
  snprintf(text, sizeof text, "tag %d, %lld, %.17g, '%.*s'", (int)value->tag,
           (long long)value->integer, value->number,
           value->tag == LDE_EXPR_TEXT ? (int)value->len : 0,
           value->tag == LDE_EXPR_TEXT ? value->text : "");
  return text;
}

static void differ(lua_State *L, side *s, int32_t row, const char *how, const char *ours)
{
  if (s->differences++ < 8)
    print_error("%s\n  row %d, %s: columns %s, Lua %s\n", s->lua.text, row, how, ours,
                luaL_tolstring(L, -1, NULL));
  else
    lua_pushnil(L);
  lua_pop(L, 1);
}

static void compare_rows(lua_State *L, side *s, lde_expr_run *run)
{
  int32_t rows = lde_table_count(lde_dataset_table(s->lua.dataset, s->lua.entity->index));
  int32_t first = next(2) ? 0 : (int32_t)next((uint32_t)rows);
  lde_expr_value *values = lde_alloc((size_t)rows + 1, sizeof *values), single;
  uint64_t bits[LINES / 64 + 2];
  lde_expr_failures filled = {0}, filtered = {0};
  lde_arena texts = {0};

  memset(bits, 0xFF, sizeof bits);
  lde_expr_fill(run, first, rows, values, &texts, &filled);
  lde_expr_filter(run, first, rows, bits, &filtered);
  for (int32_t row = first; row < rows; row++) {
    int32_t at = row - first;
    bool truth = bits[at >> 6] >> (at & 63) & 1, failed = expression_failed(&filled, row), good, wanted;
    lua_pushcfunction(L, l_expression_evaluate);
    lua_pushvalue(L, -2);
    lua_pushinteger(L, row);
    good = lde_sandbox_pcall(L, 2, 1) == LUA_OK;
    wanted = good && lua_toboolean(L, -1);
    s->cases++;
    s->failures += !good;
    if (failed == good || (good && !expression_same(L, -1, &values[at])))
      differ(L, s, row, "fill", show(&values[at], failed));
    if (expression_failed(&filtered, row) == good || truth != wanted)
      differ(L, s, row, "filter",
             expression_failed(&filtered, row) ? "an error"
             : truth                    ? "true"
                                        : "false");
    if (next(4) == 0) {
      bool got = lde_expr_get(run, row, NULL, &single, &texts, NULL);
      if (got != good || (good && !expression_same(L, -1, &single)))
        differ(L, s, row, "get", show(&single, !got));
    }
    lua_pop(L, 1);
  }
  lde_free(values);
  lde_arena_free(&texts);
  lde_expr_failures_free(&filled);
  lde_expr_failures_free(&filtered);
}

static lde_data *make_params(lde_arena *arena)
{
  lde_data *params = lde_data_new(arena, LDE_DATA_OBJECT),
           *map = lde_data_new(arena, LDE_DATA_OBJECT);

  lde_data_put(arena, params, "cap", 3, lde_data_integer(arena, 3));
  lde_data_put(arena, params, "rate", 4, lde_data_number(arena, 0.25));
  lde_data_put(arena, params, "word", 4, lde_data_text(arena, "mandatory", 9));
  lde_data_put(arena, map, "x", 1, lde_data_integer(arena, 7));
  lde_data_put(arena, params, "map", 3, map);
  return params;
}

static void run_one(lua_State *L, side *s, const lde_data *params)
{
  lde_expr_options options = {.params = params, .allow_mistyped = true};
  lde_expr_problem problem;
  lde_expr *expr = NULL;
  int top = lua_gettop(L);
  lde_expr_status status =
      lde_expr_compile(&expr, s->lua.dataset->schema, s->lua.entity, s->lua.text, s->lua.len, &options, &problem);
  bool compiled;

  lua_pushcfunction(L, l_expression_compile);
  lua_pushlightuserdata(L, &s->lua);
  compiled = lde_sandbox_pcall(L, 1, 1) == LUA_OK;
  s->fallbacks += status == LDE_EXPR_FALLBACK;
  s->refused += status == LDE_EXPR_ERROR;
  if (status == LDE_EXPR_OK && !compiled)
    differ(L, s, -1, "compile", "ok");
  /* What is wrong in the text of a method is said at once by ours, and by Lua when it is reached.
   */
  if (status == LDE_EXPR_ERROR && compiled && !strchr(s->lua.text, ':'))
    differ(L, s, -1, "compile", problem.message);
  if (status == LDE_EXPR_OK && compiled) {
    lde_expr_run *run = lde_expr_bind(expr, s->lua.dataset);
    s->columnar += lde_expr_is_columnar(run);
    compare_rows(L, s, run);
    lde_expr_run_free(run);
  }
  lde_expr_free(expr);
  lua_settop(L, top);
}

static side totals;

static int l_fuzz(lua_State *L)
{
  side *s = lua_touserdata(L, 1);
  static const char *const entities[] = {"plan_lines", "budgets", "gaps", "employees", NULL};
  lde_arena arena = {0};
  lde_data *params = make_params(&arena);
  lde_buffer text = {0};

  for (long i = 0; i < expressions && s->differences < 8; i++) {
    s->lua.entity = lde_schema_find(s->lua.dataset->schema, one_of(entities));
    lde_buffer_truncate(&text, 0);
    write_expr(&text, s->lua.entity, NULL, next(3) ? BOOL : (kind)next(KINDS), 1 + (int)next(4));
    spoil(&text);
    if (text.len == 0 || text.len > TEXT_ROOM)
      continue;
    s->lua.text = lde_buffer_text(&text);
    s->lua.len = text.len;
    run_one(L, s, params);
    if (i % 200 == 0)
      lua_gc(L, LUA_GCCOLLECT, 0);
  }
  lde_buffer_free(&text);
  lde_arena_free(&arena);
  return 0;
}

static void test_expr_fuzz__columns_agree_with_lua(void **unused)
{
  lde_arena arena = {0};
  lde_script_options options = LDE_SCRIPT_OPTIONS_INIT;
  lde_script *script;
  lde_failure failure = {0};

  (void)unused;
  totals.lua.dataset = make_rows();
  options.limits.steps = UINT64_MAX / 2;
  options.limits.seconds = 1e9;
  options.limits.memory = (size_t)1 << 30;
  options.defaults = make_params(&arena);
  script = lde_script_new(totals.lua.dataset, &options);
  if (lde_sandbox_run(lde_script_sandbox(script), l_fuzz, &totals, &failure) != LDE_OUTCOME_OK)
    fail_msg("%s", failure.message);
  print_message("%ld cases (%ld failed rows), %ld fallbacks, %ld refused, %ld columnar\n",
                totals.cases, totals.failures, totals.fallbacks, totals.refused, totals.columnar);
  lde_script_free(script);
  lde_dataset_free(totals.lua.dataset);
  lde_arena_free(&arena);
  assert_int_equal(totals.differences, 0);
  assert_true(totals.cases > expressions * 20);
}

int main(int argc, char **argv)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_expr_fuzz__columns_agree_with_lua)};

  if (argc > 1)
    expressions = strtol(argv[1], NULL, 10);
  if (argc > 2)
    state += strtoull(argv[2], NULL, 10) * 7919;
  return cmocka_run_group_tests(tests, NULL, NULL);
}
