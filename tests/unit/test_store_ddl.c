/* The model as CREATE TABLE statements: SQLite takes them, and they hold what the model asks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/ddl.h"
#include "store/tables.h"

static sqlite3 *db;

static int make_tables(void **state)
{
  lde_schema *schema = lde_schema_new();
  lde_entity *own = lde_schema_add_entity(schema, "mentors", LDE_ID_OWN_ID);
  lde_buffer sql = {0};

  (void)state;
  lde_schema_add_field(schema, own,
                       &(lde_field){.name = "order",
                                    .type = LDE_TYPE_INTEGER,
                                    .doc = {"two\nlines'", "twee\nregels"}});
  lde_schema_finish(schema);
  lde_ddl_write(schema, LDE_ENGLISH, &sql);
  assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  if (sqlite3_exec(db, sql.data, NULL, NULL, NULL) != SQLITE_OK)
    fail_msg("%s", sqlite3_errmsg(db));
  assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys=ON", NULL, NULL, NULL), SQLITE_OK);
  lde_buffer_free(&sql);
  lde_schema_free(schema);
  return 0;
}

static int close_tables(void **state)
{
  (void)state;
  return sqlite3_close(db);
}

static void accepts(const char *sql)
{
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
    fail_msg("%s\n  %s", sql, sqlite3_errmsg(db));
}

static void refuses(const char *sql, const char *part)
{
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
    fail_msg("accepted: %s", sql);
  if (!strstr(sqlite3_errmsg(db), part))
    fail_msg("%s\n  %s", sql, sqlite3_errmsg(db));
}

static void test_store_ddl__connected_records_go_in(void **state)
{
  (void)state;
  accepts("INSERT INTO units(id, label_nl, blocked_dates) VALUES('u', 'Zorg', '[\"2027-01-01\"]')");
  accepts("INSERT INTO employees(id, unit, fte) VALUES('e', 'u', 0.8)");
  accepts("INSERT INTO goals(id, weight) VALUES('g', 0.5)");
  accepts("INSERT INTO needs(id, unit) VALUES('n', 'u')");
  accepts("INSERT INTO annual_plans(id) VALUES('a')");
  accepts("INSERT INTO plan_lines(id, annual_plan, detail) VALUES('p', 'a', '{\"x\":1}')");
  accepts("INSERT INTO plan_line_employee(plan_line, employee, position) VALUES('p', 'e', 1)");
  accepts("INSERT INTO goal_contributions(id, goal, need) VALUES('c', 'g', 'n')");
  accepts("INSERT INTO budgets(id, setup) VALUES('b', 125000)");
  accepts("INSERT INTO mentors(id, \"order\") VALUES('m', 1)");
}

static void test_store_ddl__what_the_model_refuses_is_refused(void **state)
{
  (void)state;
  accepts("INSERT INTO goals(id) VALUES('g'); INSERT INTO needs(id) VALUES('n');"
          "INSERT INTO programmes(id, hrd_plan) SELECT 'p', NULL");
  refuses("INSERT INTO goals(id) VALUES('g')", "UNIQUE");
  refuses("INSERT INTO goals(id) VALUES(NULL)", "NOT NULL");
  refuses("INSERT INTO goals(id, parent) VALUES('x', 'nowhere')", "FOREIGN KEY");
  refuses("INSERT INTO goals(id, status) VALUES('x', 'nonsense')", "CHECK");
  refuses("INSERT INTO employees(id, fte) VALUES('x', -1)", "CHECK");
  refuses("INSERT INTO budgets(id) VALUES('x')", "NOT NULL");
  refuses("INSERT INTO plan_lines(id, detail) VALUES('x', '{')", "CHECK");
  refuses("INSERT INTO goal_contributions(id, goal) VALUES('x', 'g')", "CHECK");
  refuses("INSERT INTO goal_contributions(id, goal, need, programme) VALUES('x', 'g', 'n', 'p')",
          "CHECK");
  refuses("INSERT INTO plan_line_employee(plan_line, employee, position) VALUES('p', 'e', 1)",
          "FOREIGN KEY");
}

static void test_store_ddl__label_reads_in_the_language(void **state)
{
  sqlite3_stmt *statement;

  (void)state;
  accepts(
      "INSERT INTO goals(id, label_nl, label_en) VALUES('g', 'Doel', 'Goal'), ('h', 'Doel', NULL),"
      " ('i', NULL, NULL)");
  sqlite3_prepare_v2(db, "SELECT group_concat(label) FROM (SELECT label FROM goals ORDER BY id)",
                     -1, &statement, NULL);
  assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
  assert_string_equal(sqlite3_column_text(statement, 0), "Goal,Doel,i");
  sqlite3_finalize(statement);
}

static void test_store_ddl__every_entity_and_list_has_its_table(void **state)
{
  lde_schema *schema = lde_schema_new();
  lde_buffer sql = {0}, name = {0};

  (void)state;
  lde_schema_finish(schema);
  for (size_t e = 0; e < schema->entities.len; e++) {
    const lde_entity *entity = schema->entities.data[e];
    for (int f = 0; f < entity->field_count; f++) {
      const lde_field *field = &entity->fields[f];
      lde_buffer_truncate(&sql, 0);
      lde_buffer_truncate(&name, 0);
      if (lde_field_is_link(field)) {
        lde_link_name(field, &name);
        lde_buffer_printf(&sql, "SELECT \"%s\", position", entity->name);
      } else {
        lde_buffer_puts(&name, entity->plural);
        lde_buffer_printf(&sql, "SELECT \"%s\"", field->name);
      }
      lde_buffer_printf(&sql, " FROM \"%s\"", name.data);
      accepts(sql.data);
    }
  }
  lde_buffer_free(&sql);
  lde_buffer_free(&name);
  lde_schema_free(schema);
}

static void test_store_ddl__dutch_documents_are_accepted_too(void **state)
{
  lde_schema *schema = lde_schema_new();
  lde_buffer sql = {0};
  sqlite3 *other;

  (void)state;
  lde_schema_finish(schema);
  lde_ddl_write(schema, LDE_DUTCH, &sql);
  assert_non_null(strstr(sql.data, "-- Strategisch doel"));
  assert_int_equal(sqlite3_open(":memory:", &other), SQLITE_OK);
  assert_int_equal(sqlite3_exec(other, sql.data, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(other);
  lde_buffer_free(&sql);
  lde_schema_free(schema);
}

int main(void)
{
#define CASE(name)                                                                                 \
  cmocka_unit_test_setup_teardown(test_store_ddl__##name, make_tables, close_tables)
  const struct CMUnitTest tests[] = {
      CASE(connected_records_go_in),          CASE(what_the_model_refuses_is_refused),
      CASE(label_reads_in_the_language),      CASE(every_entity_and_list_has_its_table),
      CASE(dutch_documents_are_accepted_too),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
