/* SQL over the model: what the tables show, that lookups use the indexes, that nothing can be
 * written or reached, and that mistakes are explained. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/date.h"
#include "model/diagnostic.h"
#include "model/resolve.h"
#include "model/value.h"
#include "store/plan_db.h"
#include "store/query.h"

static lde_dataset *dataset;
static lde_query *query;
static lde_error error;

static int32_t text(const char *value)
{
  return lde_strings_put(&dataset->strings, value);
}

/* One row, from "field=value" texts; a field given several times is a list. */
static int32_t add(const char *plural, uint32_t line, ...)
{
  static const lde_dialect dialect = LDE_DIALECT_INIT;
  lde_parse parse = {.dataset = dataset, .dialect = &dialect};
  lde_entity *entity = lde_schema_find(dataset->schema, plural);
  lde_table *table = lde_dataset_table(dataset, entity->index);
  int32_t row = lde_table_add(table, (lde_place){0, line, 1});
  va_list pairs;

  va_start(pairs, line);
  for (const char *pair; (pair = va_arg(pairs, const char *));) {
    const char *equals = strchr(pair, '=');
    char name[64];
    const lde_field *field;
    int64_t value;
    snprintf(name, sizeof name, "%.*s", (int)(equals - pair), pair);
    field = lde_entity_field(entity, name);
    assert_non_null(field);
    if (field->type == LDE_TYPE_MAP) {
      lde_table_append(table, field->index, row, text("key"));
      lde_table_append(table, field->index, row, LDE_MAP_TEXT);
      lde_table_append(table, field->index, row, text(equals + 1));
      continue;
    }
    assert_true(lde_value_parse(&parse, field, equals + 1, strlen(equals + 1), &value));
    if (field->flags & LDE_LIST)
      lde_table_append(table, field->index, row, (int32_t)value);
    else
      lde_table_put(table, field->index, row, value);
  }
  va_end(pairs);
  lde_mistake_deinit(&parse.mistake);
  return row;
}

static void fill(void)
{
  lde_source source = {.name = "strategy.yaml", .path = "strategy.yaml", .entity = -1};

  lde_vec_push(&dataset->sources, source);
  add("organisation", 1, "id=org", "name=Zorg", NULL);
  add("units", 2, "id=Z", "label_nl=Zorg", "label_en=Care", "blocked_dates=2027-01-01",
      "blocked_dates=2027-12-24", NULL);
  add("units", 3, "id=K", "parent=Z", NULL);
  add("employees", 4, "id=e1", "unit=Z", "fte=0.8", "languages=nl", "languages=e\"n", NULL);
  add("employees", 5, "id=e2", "unit=K", NULL);
  add("employees", 6, "id=e3", "unit=K", NULL);
  add("goals", 7, "id=g1", "label_nl=Doel", "label_en=Goal", "weight=0.35", NULL);
  add("goals", 8, "id=g2", "parent=g1", "weight=1", NULL);
  add("documents", 9, "id=d1", "kind=policy", "about=goals:g2", NULL);
  add("budgets", 10, "id=IT-2027", "setup=1250.50", NULL);
  add("annual_plans", 11, "id=ap", NULL);
  add("plan_lines", 12, "id=p1", "annual_plan=ap", "employees=e3", "employees=e1", NULL);
  add("plan_lines", 13, "id=p2", "annual_plan=ap", "employees=e1", "detail=x\"y", NULL);
  add("plan_lines", 17, "id=p3", "annual_plan=ap", "employees=e2", "employees=e2", NULL);
  add("competencies", 14, "id=c1", NULL);
  add("assessments", 15, "employee=e1", "competency=c1", "date=2026-01-02", "level=2",
      "method=manager", NULL);
}

static int open_model(void **state)
{
  lde_schema *schema = lde_schema_new();
  lde_entity *own = lde_schema_add_entity(schema, "mentors", LDE_ID_OWN_ID);
  lde_diagnostics found = {0};

  (void)state;
  lde_schema_add_field(schema, own, &(lde_field){.name = "source_line", .type = LDE_TYPE_TEXT});
  lde_schema_add_field(schema, own, &(lde_field){.name = "order", .type = LDE_TYPE_INTEGER});
  lde_schema_add_field(schema, own,
                       &(lde_field){.name = "mentors",
                                    .type = LDE_TYPE_REFERENCE,
                                    .flags = LDE_LIST,
                                    .target_name = "mentor"});
  lde_schema_finish(schema);
  dataset = lde_dataset_new(schema);
  dataset->year = "2027";
  dataset->year_first = lde_date_from_civil(2027, 1, 1);
  dataset->year_last = lde_date_from_civil(2027, 12, 31);
  dataset->today = lde_date_from_civil(2026, 11, 2);
  fill();
  add("mentors", 20, "id=m1", "order=3", "source_line=own", "mentors=m1", NULL);
  lde_dataset_resolve(dataset, &found);
  for (size_t i = 0; i < found.items.len; i++)
    print_message("%s\n", found.items.data[i].message);
  assert_int_equal(found.errors, 0);
  lde_diagnostics_free(&found);
  error = (lde_error){0};
  assert_int_equal(lde_query_open(&query, dataset, NULL, &error), LDE_OK);
  return 0;
}

static int close_model(void **state)
{
  (void)state;
  lde_query_close(query);
  lde_dataset_free(dataset);
  query = NULL;
  return 0;
}

/* All rows as one text: values separated by ',' and rows by ';'. */
static const char *rows_of(const char *sql)
{
  static char shown[4096];
  lde_query_result result = {0};
  lde_buffer out = {0};

  if (lde_query_run(query, sql, &result, &error) != LDE_OK) {
    snprintf(shown, sizeof shown, "error: %s", error.message);
    return shown;
  }
  for (size_t row = 0; row < result.row_count; row++)
    for (int column = 0; column < result.column_count; column++) {
      const lde_query_value *value = lde_query_at(&result, row, column);
      if (column || row)
        lde_buffer_putc(&out, column ? ',' : ';');
      switch (value->kind) {
      case LDE_QUERY_NULL:
        lde_buffer_puts(&out, "NULL");
        break;
      case LDE_QUERY_INTEGER:
        lde_buffer_printf(&out, "%lld", (long long)value->integer);
        break;
      case LDE_QUERY_REAL:
        lde_buffer_printf(&out, "%.15g", value->real);
        break;
      default:
        lde_buffer_append(&out, value->text, value->len);
      }
    }
  snprintf(shown, sizeof shown, "%s", lde_buffer_text(&out));
  lde_buffer_free(&out);
  lde_query_result_free(&result);
  return shown;
}

#define assert_rows(sql, expected) assert_string_equal(rows_of(sql), expected)

static void assert_fails(const char *sql, lde_status status, const char *part)
{
  lde_query_result result = {0};
  lde_status got = lde_query_run(query, sql, &result, &error);

  if (got != status || !strstr(error.message, part))
    fail_msg("%s\n  status %d, message: %s\n  expected status %d and: %s", sql, got, error.message,
             status, part);
  assert_int_equal(result.row_count, 0);
}

static void test_store_query__values_have_the_type_of_the_field(void **state)
{
  (void)state;
  assert_rows("SELECT id, weight, parent, label FROM goals ORDER BY id",
              "g1,0.35,NULL,Goal;g2,1,g1,g2");
  assert_rows("SELECT setup, \"left\", left FROM budgets", "125050,125050,125050");
  assert_rows("SELECT fte, languages FROM employees WHERE id = 'e1'", "0.8,[\"nl\",\"e\\\"n\"]");
  assert_rows("SELECT blocked_dates, path FROM units WHERE id='Z'",
              "[\"2027-01-01\",\"2027-12-24\"],Z");
  assert_rows("SELECT about, kind FROM documents", "goals:g2,policy");
  assert_rows("SELECT detail FROM plan_lines", "NULL;{\"key\":\"x\\\"y\"};NULL");
  assert_rows("SELECT name FROM organisation", "Zorg");
  assert_rows("SELECT typeof(weight), typeof(goals.id), typeof(fte) FROM goals, employees LIMIT 1",
              "real,text,real");
  assert_rows("SELECT date, level, method FROM assessments", "2026-01-02,2,manager");
}

static void test_store_query__label_is_in_the_language_of_the_run(void **state)
{
  (void)state;
  dataset->language = LDE_DUTCH;
  assert_rows("SELECT label FROM goals WHERE id = 'g1'", "Doel");
}

static void test_store_query__natural_keys_make_ids(void **state)
{
  (void)state;
  assert_rows("SELECT id FROM assessments", "e1/c1/2026-01-02/manager");
  assert_rows("SELECT level FROM assessments WHERE id = 'e1/c1/2026-01-02/manager'", "2");
  assert_rows("SELECT employee, competency, level FROM levels", "e1,c1,2");
}

static void test_store_query__every_row_knows_its_place(void **state)
{
  (void)state;
  assert_rows("SELECT source_file, source_line FROM goals WHERE id = 'g2'", "strategy.yaml,8");
}

static void test_store_query__lists_of_references_are_link_tables(void **state)
{
  (void)state;
  assert_rows("SELECT plan_line, employee, position FROM plan_line_employee",
              "p1,e3,1;p1,e1,2;p2,e1,1;p3,e2,1;p3,e2,2");
  assert_rows("SELECT plan_line, position FROM plan_line_employee WHERE employee = 'e1'",
              "p1,2;p2,1");
  assert_rows("SELECT position FROM plan_line_employee WHERE employee = 'e2'", "1;2");
  assert_rows("SELECT employee FROM plan_line_employee WHERE plan_line = 'p2'", "e1");
  assert_rows("SELECT count(*) FROM plan_line_employee WHERE employee = 'nobody'", "0");
  assert_rows(
      "SELECT l.id, e.unit FROM plan_lines l JOIN plan_line_employee k ON k.plan_line = l.id"
      " JOIN employees e ON e.id = k.employee ORDER BY 1, 2",
      "p1,K;p1,Z;p2,Z;p3,K;p3,K");
}

static void test_store_query__own_entities_are_tables(void **state)
{
  (void)state;
  assert_rows("SELECT id, \"order\", source_line FROM mentors", "m1,3,own");
  assert_rows("SELECT mentor, other_mentor, position FROM mentor_mentor", "m1,m1,1");
}

/* A full scan of employees would give a plan with index 0. */
static void test_store_query__lookups_use_the_indexes(void **state)
{
  (void)state;
  assert_non_null(strstr(rows_of("EXPLAIN QUERY PLAN SELECT * FROM employees WHERE id = 'e1'"),
                         "VIRTUAL TABLE INDEX 1:"));
  assert_null(strstr(rows_of("EXPLAIN QUERY PLAN SELECT * FROM employees WHERE unit = 'K'"),
                     "VIRTUAL TABLE INDEX 0:"));
  assert_non_null(strstr(rows_of("EXPLAIN QUERY PLAN SELECT * FROM employees WHERE fte = 1"),
                         "VIRTUAL TABLE INDEX 0:"));
  assert_null(strstr(rows_of("EXPLAIN QUERY PLAN SELECT * FROM documents WHERE about = 'goals:g1'"),
                     "VIRTUAL TABLE INDEX 0:"));
  assert_non_null(
      strstr(rows_of("EXPLAIN QUERY PLAN SELECT * FROM employees WHERE id = 'E1' COLLATE NOCASE"),
             "VIRTUAL TABLE INDEX 0:"));
  assert_null(strstr(rows_of("EXPLAIN QUERY PLAN SELECT count(*) FROM units u JOIN employees e"
                             " ON e.unit = u.id"),
                     "INDEX 0:\nemployees"));
}

static void test_store_query__lookups_find_what_a_scan_finds(void **state)
{
  (void)state;
  assert_rows("SELECT id FROM employees WHERE unit = 'K'", "e2;e3");
  assert_rows("SELECT id FROM employees WHERE unit IN ('K', 'Z', 'nowhere') ORDER BY id",
              "e1;e2;e3");
  assert_rows("SELECT id FROM employees WHERE unit = 'K' OR id = 'e2' ORDER BY id", "e2;e3");
  assert_rows("SELECT id FROM employees WHERE id = 'E1' COLLATE NOCASE", "e1");
  assert_rows("SELECT id FROM employees WHERE unit = NULL", "");
  assert_rows("SELECT id FROM employees WHERE unit = x'4B'", "");
  assert_rows("SELECT id FROM employees WHERE id = 5", "");
  assert_rows("SELECT id FROM goals WHERE parent IS NULL", "g1");
  assert_rows("SELECT id FROM documents WHERE about = 'goals:g2'", "d1");
  assert_rows("SELECT id FROM documents WHERE about = 'goals:g1'", "");
  assert_rows("SELECT id FROM documents WHERE about IN ('nothing', 'goal:g2', ':', '')", "");
  assert_rows("SELECT u.id, count(e.id) FROM units u LEFT JOIN employees e ON e.unit = u.id"
              " GROUP BY u.id ORDER BY u.id",
              "K,2;Z,1");
}

static void test_store_query__tables_can_be_listed(void **state)
{
  (void)state;
  assert_rows("SELECT count(*) FROM sqlite_schema WHERE name IN ('goals', 'plan_line_employee',"
              " 'gaps', 'levels', 'import_rejects', 'import_batches', 'mentors')",
              "7");
  assert_rows("SELECT group_concat(name) FROM pragma_table_info('goal_contributions')"
              " WHERE name IN ('id', 'goal', 'note', 'source_file')",
              "id,goal,note,source_file");
  assert_rows("SELECT value FROM employees, json_each(languages)", "nl;e\"n");
}

static void test_store_query__nothing_can_be_written(void **state)
{
  static const char *const statements[] = {
      "INSERT INTO goals(id) VALUES('x')",
      "UPDATE goals SET id = 'x'",
      "DELETE FROM goals",
      "REPLACE INTO goals(id) VALUES('x')",
      "WITH a AS (SELECT 1) DELETE FROM goals",
      "DROP TABLE goals",
      "CREATE TABLE t(a)",
      "CREATE TEMP TABLE t(a)",
      "CREATE VIRTUAL TABLE t USING fts5(a)",
      "CREATE TRIGGER t AFTER INSERT ON goals BEGIN SELECT 1; END",
      "ALTER TABLE goals RENAME TO x",
      "INSERT INTO sqlite_schema VALUES(1,2,3,4,5)",
      "BEGIN",
      "COMMIT",
      "SAVEPOINT a",
      "VACUUM",
      "VACUUM INTO '/tmp/ldengine-copy.db'",
      "ATTACH '/tmp/ldengine-copy.db' AS a",
      "DETACH plan",
      "REINDEX",
      "ANALYZE",
  };

  (void)state;
  for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
    assert_fails(statements[i], LDE_ERROR_USAGE, "read-only");
  assert_int_not_equal(access("/tmp/ldengine-copy.db", F_OK), 0);
  assert_rows("SELECT count(*) FROM goals", "2");
}

static void test_store_query__nothing_else_can_be_reached(void **state)
{
  (void)state;
  assert_fails("SELECT load_extension('x')", LDE_ERROR_USAGE, "load_extension()");
  assert_fails("SELECT random()", LDE_ERROR_USAGE, "random()");
  assert_fails("SELECT sqlite_version()", LDE_ERROR_USAGE, "sqlite_version()");
  assert_fails("PRAGMA writable_schema=1", LDE_ERROR_USAGE, "writable_schema");
  assert_fails("PRAGMA database_list", LDE_ERROR_USAGE, "database_list");
  assert_fails("SELECT * FROM pragma_function_list", LDE_ERROR_USAGE, "function_list");
  assert_fails("SELECT * FROM dbstat", LDE_ERROR_USAGE, "dbstat");
  assert_fails("SELECT * FROM ldengine", LDE_ERROR_USAGE, "ldengine");
  assert_fails("SELECT readfile('/etc/passwd')", LDE_ERROR_USAGE, "readfile()");
}

static void test_store_query__one_statement_at_a_time(void **state)
{
  (void)state;
  assert_rows(" ; -- first\n SELECT 1 ; ; /* end */ -- more\n", "1");
  assert_fails("SELECT 1; SELECT 2", LDE_ERROR_USAGE, "one query at a time");
  assert_fails("SELECT 1; nonsense", LDE_ERROR_USAGE, "one query at a time");
  assert_fails("", LDE_ERROR_USAGE, "write a SELECT");
  assert_fails(" ;; -- nothing\n", LDE_ERROR_USAGE, "write a SELECT");
}

static void test_store_query__mistakes_are_explained(void **state)
{
  (void)state;
  assert_fails("SELECT * FROM gaols", LDE_ERROR_USAGE, "no table 'gaols'; did you mean 'goals'");
  assert_fails("SELECT * FROM competency", LDE_ERROR_USAGE, "did you mean 'competencies'?");
  assert_fails("SELECT * FROM plan_line_employees", LDE_ERROR_USAGE, "'plan_line_employee'");
  assert_fails("SELECT * FROM run_line", LDE_ERROR_USAGE, "'run_lines'");
  assert_fails("SELECT g.wieght FROM goals g", LDE_ERROR_USAGE,
               "no column 'g.wieght'; did you mean 'weight'?");
  assert_fails("SELECT startd FROM runs", LDE_ERROR_USAGE, "did you mean 'started'?");
  assert_fails("SELECT id FROM goals WHERE id = \"g1\"", LDE_ERROR_USAGE, "single quotes: 'g1'");
  assert_fails("SELECT cuont(id) FROM goals", LDE_ERROR_USAGE, "did you mean 'count'?");
  assert_fails("SELECT id FROM goals, units", LDE_ERROR_USAGE, "write the table before it");
  assert_fails("SELECT id\nFORM goals", LDE_ERROR_USAGE, "near 'goals' (line 2, column 6)");
  assert_fails("SELECT (1", LDE_ERROR_USAGE, "not complete");
  dataset->language = LDE_DUTCH;
  assert_fails("SELECT * FROM gaols", LDE_ERROR_USAGE,
               "er is geen tabel 'gaols'; bedoelt u 'goals'");
}

static void test_store_query__the_clock_stands_on_the_run_date(void **state)
{
  (void)state;
  assert_rows("SELECT date('now'), CURRENT_DATE, strftime('%Y', 'now')",
              "2026-11-02,2026-11-02,2026");
}

static void test_store_query__text_is_always_valid(void **state)
{
  (void)state;
  assert_rows("SELECT CAST(x'61FF62' AS TEXT)", "a\xEF\xBF\xBD"
                                                "b");
}

static void reopen(const lde_query_options *options)
{
  lde_query_close(query);
  query = NULL;
  assert_int_equal(lde_query_open(&query, dataset, options, &error), LDE_OK);
}

static bool is_set(void *ctx)
{
  return *(bool *)ctx;
}

static void test_store_query__work_memory_and_result_are_limited(void **state)
{
  static const char endless[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) ";
  bool stop = true;
  lde_query_options options = LDE_QUERY_OPTIONS_INIT;
  char sql[256];

  (void)state;
  options.steps_max = 100000;
  options.bytes_max = 10000;
  options.memory_max = 16 << 20;
  reopen(&options);
  snprintf(sql, sizeof sql, "%sSELECT count(*) FROM n", endless);
  assert_fails(sql, LDE_ERROR_SCRIPT, "more work");
  snprintf(sql, sizeof sql, "%sSELECT i FROM n", endless);
  assert_fails(sql, LDE_ERROR_SCRIPT, "larger than the limit");
  assert_fails("SELECT length(zeroblob(100000000))", LDE_ERROR_SCRIPT, "longer than the limit");
  assert_fails("SELECT hex(zeroblob(20000000))", LDE_ERROR_SCRIPT, "more memory");
  options.interrupted = is_set;
  options.ctx = &stop;
  reopen(&options);
  snprintf(sql, sizeof sql, "%sSELECT count(*) FROM n", endless);
  assert_fails(sql, LDE_ERROR_INTERRUPTED, "interrupted");
  stop = false;
  assert_rows("SELECT count(*) FROM goals", "2");
  options.interrupted = NULL;
  reopen(&options);
}

static void test_store_query__deep_expressions_are_allowed(void **state)
{
  lde_buffer sql = {0};

  (void)state;
  lde_buffer_puts(&sql, "SELECT 1");
  for (int i = 1; i < 500; i++)
    lde_buffer_puts(&sql, "+1");
  assert_rows(sql.data, "500");
  lde_buffer_truncate(&sql, 0);
  lde_buffer_puts(&sql, "SELECT 0");
  for (int i = 1; i < 1500; i++)
    lde_buffer_printf(&sql, ", %d", i);
  assert_int_equal(strncmp(rows_of(sql.data), "0,1,2", 5), 0);
  lde_buffer_free(&sql);
}

/* Stored runs. */

static void test_store_query__runs_are_empty_without_a_plan_database(void **state)
{
  lde_query_options options = LDE_QUERY_OPTIONS_INIT;

  (void)state;
  options.plan_db = "/tmp/ldengine-there-is-none/plan.db";
  reopen(&options);
  assert_rows("SELECT count(id) FROM runs", "0");
  assert_rows("SELECT count(budget) FROM run_budgets", "0");
  assert_rows("SELECT count(rule) FROM findings", "0");
}

static void test_store_query__stored_runs_are_tables(void **state)
{
  char folder[] = "/tmp/ldengine #%? XXXXXX", path[64], command[96];
  lde_query_options options = LDE_QUERY_OPTIONS_INIT;
  lde_plan_db *plan = NULL;
  lde_run_rule rule = {"rules/a.lua", "00ff"};
  lde_run_line line = {.id = "o1@2027", .decision = "in", .cost_minor = 50};
  lde_run_budget budget = {.budget = "IT-2027", .left_minor = 7, .marginal_micro = 1500000};
  lde_run_finding finding = {.fingerprint = "f1",
                             .rule = "needs/unaligned",
                             .severity = "warning",
                             .message = "need n1 serves no goal",
                             .line = 3};
  lde_run_record run = {.id = "r1",
                        .started = "2026-11-02T09:00:00",
                        .command = "check",
                        .engine = "1",
                        .rules = &rule,
                        .data_hash = "aa",
                        .lines = &line,
                        .budgets = &budget,
                        .findings = &finding,
                        .rule_count = 1,
                        .line_count = 1,
                        .budget_count = 1,
                        .finding_count = 1};

  (void)state;
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/plan.db", folder);
  assert_int_equal(lde_plan_db_open(&plan, path, LDE_PLAN_DB_WRITE, LDE_ENGLISH, &error), LDE_OK);
  assert_int_equal(lde_plan_db_save(plan, &run, NULL, &error), LDE_OK);
  lde_plan_db_close(plan);
  options.plan_db = path;
  reopen(&options);
  assert_rows("SELECT id, command, status FROM runs", "r1,check,NULL");
  assert_rows("SELECT run, id, cost FROM run_lines", "r1,o1@2027,50");
  assert_rows("SELECT budget, left, marginal FROM run_budgets", "IT-2027,7,1.5");
  assert_rows("SELECT rule, line, column_number FROM run_findings", "needs/unaligned,3,NULL");
  assert_rows("SELECT id, rule_run, rule, note FROM findings", "r1/f1,r1,needs/unaligned,NULL");
  assert_rows("SELECT id, rule_hashes FROM rule_runs", "r1,{\"rules/a.lua\":\"00ff\"}");
  assert_fails("DELETE FROM runs", LDE_ERROR_USAGE, "read-only");
  assert_fails("DELETE FROM plan.runs", LDE_ERROR_USAGE, "read-only");
  snprintf(command, sizeof command, "rm -r '%s'", folder);
  assert_int_equal(system(command), 0);
}

int main(void)
{
#define CASE(name)                                                                                 \
  cmocka_unit_test_setup_teardown(test_store_query__##name, open_model, close_model)
  const struct CMUnitTest tests[] = {
      CASE(values_have_the_type_of_the_field),
      CASE(label_is_in_the_language_of_the_run),
      CASE(natural_keys_make_ids),
      CASE(every_row_knows_its_place),
      CASE(lists_of_references_are_link_tables),
      CASE(own_entities_are_tables),
      CASE(lookups_use_the_indexes),
      CASE(lookups_find_what_a_scan_finds),
      CASE(tables_can_be_listed),
      CASE(nothing_can_be_written),
      CASE(nothing_else_can_be_reached),
      CASE(one_statement_at_a_time),
      CASE(mistakes_are_explained),
      CASE(the_clock_stands_on_the_run_date),
      CASE(text_is_always_valid),
      CASE(work_memory_and_result_are_limited),
      CASE(deep_expressions_are_allowed),
      CASE(runs_are_empty_without_a_plan_database),
      CASE(stored_runs_are_tables),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
