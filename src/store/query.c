#include "store/query.h"

#include <assert.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/explain.h"
#include "store/guard.h"
#include "store/run_views.h"
#include "store/still_clock.h"
#include "store/tables.h"

struct lde_query {
  lde_still_clock clock;
  sqlite3 *sqlite;
  lde_dataset *dataset;
  lde_query_options options;
  lde_guard guard;
  sqlite3_int64 memory_before;
};

void lde_query_result_free(lde_query_result *result)
{
  lde_vec_free(&result->values);
  lde_arena_free(&result->arena);
  *result = (lde_query_result){0};
}

/* An empty database in memory, with the model's tables and no others. */
static int connect_model(lde_query *query)
{
  static const char *keep[] = {"json_each", "json_tree", NULL};
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW |
              SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_URI; /* URI: our own ATTACH says mode=ro */
  int code = lde_still_clock_init(&query->clock, query->dataset->today);

  if (code == SQLITE_OK)
    code = sqlite3_open_v2(":memory:", &query->sqlite, flags, query->clock.name);
  if (code == SQLITE_OK)
    code = lde_sqlite_harden(query->sqlite);
  if (code == SQLITE_OK)
    code = sqlite3_drop_modules(query->sqlite, keep);
  if (code == SQLITE_OK)
    code = lde_tables_create(query->sqlite, query->dataset);
  return code;
}

static lde_status fail_open(const lde_query *query, lde_error *err)
{
  return lde_fail(err, LDE_ERROR_INTERNAL,
                  LDE_TR(query->dataset->language, "cannot offer the data to SQL: %s",
                         "kan de gegevens niet aan SQL aanbieden: %s"),
                  query->sqlite ? sqlite3_errmsg(query->sqlite) : "SQLite");
}

lde_status lde_query_open(lde_query **out, lde_dataset *dataset, const lde_query_options *options,
                          lde_error *err)
{
  static const lde_query_options defaults = LDE_QUERY_OPTIONS_INIT;
  lde_query *query = lde_alloc(1, sizeof *query);
  lde_status status = LDE_OK;

  assert(dataset->resolved);
  query->dataset = dataset;
  query->options = options ? *options : defaults;
  query->memory_before = sqlite3_hard_heap_limit64(query->options.memory_max);
  query->guard.steps_max = query->options.steps_max;
  query->guard.interrupted = query->options.interrupted;
  query->guard.ctx = query->options.ctx;
  if (connect_model(query) != SQLITE_OK)
    status = fail_open(query, err);
  if (status == LDE_OK)
    status = lde_run_views_create(query->sqlite, dataset, query->options.plan_db, err);
  if (status == LDE_OK && lde_guard_install(&query->guard, query->sqlite) != SQLITE_OK)
    status = fail_open(query, err);
  if (status == LDE_OK)
    *out = query;
  else
    lde_query_close(query);
  return status;
}

void lde_query_close(lde_query *query)
{
  if (!query)
    return;
  sqlite3_close(query->sqlite);
  lde_still_clock_deinit(&query->clock);
  sqlite3_hard_heap_limit64(query->memory_before);
  lde_free(query);
}

/* Behind the statement only blanks, comments and semicolons may come. */
static bool is_rest_empty(lde_query *query, const char *rest)
{
  sqlite3_stmt *next = NULL;

  while (*rest) {
    const char *tail = rest;
    int code = sqlite3_prepare_v2(query->sqlite, rest, -1, &next, &tail);
    if (code != SQLITE_OK || next) {
      sqlite3_finalize(next);
      return false;
    }
    if (tail == rest)
      break;
    rest = tail;
  }
  return true;
}

static lde_status prepare(lde_query *query, const char *sql, sqlite3_stmt **statement,
                          lde_error *err)
{
  lde_language lang = query->dataset->language;
  const char *rest = sql;

  do { /* over leading semicolons and comments */
    sql = rest;
    if (sqlite3_prepare_v2(query->sqlite, sql, -1, statement, &rest) != SQLITE_OK)
      return lde_sql_explain(query->sqlite, &query->guard, query->dataset, sql, err);
  } while (!*statement && *rest && rest != sql);
  if (!*statement)
    return lde_fail(err, LDE_ERROR_USAGE, "%s",
                    LDE_TR(lang, "there is no query: write a SELECT",
                           "er staat geen query: schrijf een SELECT"));
  if (!is_rest_empty(query, rest))
    return lde_fail(err, LDE_ERROR_USAGE, "%s",
                    LDE_TR(lang, "one query at a time: there is more behind the first ';'",
                           "een query tegelijk: er staat nog iets achter de eerste ';'"));
  if (!sqlite3_stmt_readonly(*statement) || sqlite3_column_count(*statement) == 0) {
    query->guard.refusal = LDE_REFUSAL_WRITE;
    return lde_sql_explain(query->sqlite, &query->guard, query->dataset, sql, err);
  }
  return LDE_OK;
}

/* Text that is valid UTF-8, whatever a CAST made of a blob. */
static const char *copy_text(lde_arena *arena, const char *text, size_t *len)
{
  lde_buffer valid = {0};
  const char *copy;

  if (lde_utf8_valid_length(text, *len) == *len)
    return lde_arena_strndup(arena, text, *len);
  for (size_t at = 0; at < *len;) {
    size_t good = lde_utf8_valid_length(text + at, *len - at);
    lde_buffer_append(&valid, text + at, good);
    at += good;
    if (at < *len) {
      if (text[at])
        lde_buffer_puts(&valid, "\xEF\xBF\xBD");
      else
        lde_buffer_putc(&valid, '\0'); /* a NUL may stand in an SQL text */
      at++;
    }
  }
  copy = lde_arena_strndup(arena, lde_buffer_text(&valid), valid.len);
  *len = valid.len;
  lde_buffer_free(&valid);
  return copy;
}

/* Appends one value; returns the bytes it takes. */
static size_t take_value(sqlite3_stmt *statement, int column, lde_query_result *result)
{
  lde_query_value value = {LDE_QUERY_NULL, {0}};
  const char *bytes;
  size_t len = 0;

  switch (sqlite3_column_type(statement, column)) {
  case SQLITE_INTEGER:
    value.kind = LDE_QUERY_INTEGER;
    value.integer = sqlite3_column_int64(statement, column);
    break;
  case SQLITE_FLOAT:
    value.kind = LDE_QUERY_REAL;
    value.real = sqlite3_column_double(statement, column);
    break;
  case SQLITE_TEXT:
    value.kind = LDE_QUERY_TEXT;
    bytes = (const char *)sqlite3_column_text(statement, column);
    len = (size_t)sqlite3_column_bytes(statement, column);
    value.text = copy_text(&result->arena, bytes ? bytes : "", &len);
    value.len = len;
    break;
  case SQLITE_BLOB:
    value.kind = LDE_QUERY_BLOB;
    bytes = sqlite3_column_blob(statement, column);
    len = (size_t)sqlite3_column_bytes(statement, column);
    value.text = lde_arena_strndup(&result->arena, bytes ? bytes : "", len);
    value.len = len;
    break;
  default:
    break;
  }
  lde_vec_push(&result->values, value);
  return sizeof value + len;
}

static lde_status take_rows(lde_query *query, sqlite3_stmt *statement, const char *sql,
                            lde_query_result *result, lde_error *err)
{
  size_t bytes = 0;
  int code;

  result->column_count = sqlite3_column_count(statement);
  result->columns = lde_arena_array(&result->arena, result->column_count, const char *);
  for (int i = 0; i < result->column_count; i++) {
    const char *name = sqlite3_column_name(statement, i);
    size_t len = name ? strlen(name) : 0;
    result->columns[i] = copy_text(&result->arena, name ? name : "", &len);
  }
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    for (int i = 0; i < result->column_count; i++)
      bytes += take_value(statement, i, result);
    result->row_count++;
    if (query->options.bytes_max && bytes > query->options.bytes_max)
      return lde_fail(
          err, LDE_ERROR_SCRIPT, "%s",
          LDE_TR(query->dataset->language,
                 "the result is larger than the limit allows; narrow it down or add LIMIT",
                 "het resultaat is groter dan de grens toestaat; vraag minder of gebruik "
                 "LIMIT"));
  }
  if (code != SQLITE_DONE)
    return lde_sql_explain(query->sqlite, &query->guard, query->dataset, sql, err);
  return LDE_OK;
}

lde_status lde_query_run(lde_query *query, const char *sql, lde_query_result *result,
                         lde_error *err)
{
  sqlite3_stmt *statement = NULL;
  lde_query_result taken = {0};
  lde_status status;

  lde_guard_reset(&query->guard);
  status = prepare(query, sql, &statement, err);
  if (status == LDE_OK)
    status = take_rows(query, statement, sql, &taken, err);
  sqlite3_finalize(statement);
  if (status == LDE_OK)
    *result = taken;
  else
    lde_query_result_free(&taken);
  return status;
}
