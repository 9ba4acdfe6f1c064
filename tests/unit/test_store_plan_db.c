/* The plan database: saving and reading back, versions, files that are not ours, and a writer that
 * is killed at any write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/plan_db.h"
#include "store/plan_schema.h"

static char folder[64], path[96];
static lde_error error;

static int make_folder(void **state)
{
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/ldengine-plan-XXXXXX");
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/.ldengine/plan.db", folder);
  error = (lde_error){0};
  return 0;
}

static int remove_folder(void **state)
{
  char command[96];
  (void)state;
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static const lde_run_rule rules[] = {{"rules/offer.lua", "ab12"}, {"rules/\"x\".lua", "cd34"}};
static const lde_run_line lines[] = {
    {.id = "o1@2027-Q1",
     .decision = "in",
     .offering = "o1",
     .period = "2027-Q1",
     .lane = "core",
     .sessions = 2,
     .seats = 17,
     .cost_minor = 123456,
     .reason = "IN_VALUE",
     .served = "[{\"need\":\"n1\"}]"},
    {.id = "o2/n1", .decision = "out", .need = "n1", .reason = "OUT_BUDGET", .detail = "{}"},
};
static const lde_run_budget budgets[] = {{"IT-2027", NULL, 500000, 123456, 376544, -1},
                                         {"HR", "2027-Q2", 1, 2, -1, 2500000}};
static const lde_run_unmet unmet[] = {{"n1", 12, "OUT_BUDGET"}, {"n2", 3, NULL}};
static const lde_run_goal goals[] = {{"g1", 123456, 17, 250000}};
static const lde_run_finding findings[] = {
    {.fingerprint = "f1",
     .rule = "needs/unaligned",
     .severity = "warning",
     .message = "één",
     .code = "N03",
     .file = "needs.yaml",
     .line = 12,
     .column = 3,
     .path = "[\"needs:n1\"]"},
    {.fingerprint = "f2", .rule = "budget/over", .severity = "error", .message = "over"},
};

static lde_run_record sample(void)
{
  return (lde_run_record){
      .started = "2026-11-02T09:30:00",
      .command = "run rules/offer.lua",
      .engine = "0.1.0",
      .data_hash = "ffee",
      .year = "2027",
      .run_date = "2026-11-02",
      .status = "within_gap",
      .value_micro = 123456789,
      .bound_micro = 125000001,
      .gap_micro = 12500,
      .cost_minor = 123456,
      .currency = "EUR",
      .exit_code = 1,
      .parameters = "{\"lambda\":0.5}",
      .rules = rules,
      .lines = lines,
      .budgets = budgets,
      .unmet = unmet,
      .goals = goals,
      .findings = findings,
      .rule_count = 2,
      .line_count = 2,
      .budget_count = 2,
      .unmet_count = 2,
      .goal_count = 1,
      .finding_count = 2,
  };
}

static lde_plan_db *open_for(lde_plan_db_mode mode)
{
  lde_plan_db *db = NULL;
  if (lde_plan_db_open(&db, path, mode, LDE_ENGLISH, &error) != LDE_OK)
    fail_msg("%s", error.message);
  return db;
}

static void assert_refused(lde_plan_db_mode mode, const char *part)
{
  lde_plan_db *db = NULL;
  assert_int_equal(lde_plan_db_open(&db, path, mode, LDE_ENGLISH, &error), LDE_ERROR_INPUT);
  assert_null(db);
  if (!strstr(error.message, part))
    fail_msg("'%s' does not say '%s'", error.message, part);
}

/* Runs SQL on the file as another program would. */
static void tamper(const char *sql)
{
  sqlite3 *db = NULL;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
    fail_msg("%s", sqlite3_errmsg(db));
  sqlite3_close(db);
}

static void write_file(const void *bytes, size_t len)
{
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, len, file), len);
  fclose(file);
}

static void save_sample(const char *id)
{
  lde_plan_db *db = open_for(LDE_PLAN_DB_WRITE);
  lde_run_record run = sample();
  run.id = id;
  assert_int_equal(lde_plan_db_save(db, &run, NULL, &error), LDE_OK);
  lde_plan_db_close(db);
}

static void assert_same_text(const char *got, const char *expected)
{
  if (expected)
    assert_string_equal(got, expected);
  else
    assert_null(got);
}

static void assert_is_sample(const lde_run_record *run)
{
  lde_run_record expected = sample();

  assert_string_equal(run->started, expected.started);
  assert_string_equal(run->command, expected.command);
  assert_string_equal(run->data_hash, expected.data_hash);
  assert_string_equal(run->run_date, expected.run_date);
  assert_string_equal(run->status, expected.status);
  assert_true(run->value_micro == expected.value_micro);
  assert_true(run->bound_micro == expected.bound_micro);
  assert_true(run->gap_micro == expected.gap_micro && run->cost_minor == expected.cost_minor);
  assert_int_equal(run->exit_code, 1);
  assert_string_equal(run->parameters, expected.parameters);
  assert_int_equal(run->rule_count, 2);
  assert_string_equal(run->rules[1].file, rules[1].file);
  assert_string_equal(run->rules[1].sha256, rules[1].sha256);
  assert_int_equal(run->line_count, 2);
  assert_true(run->knows_shares);
  assert_int_equal(run->unmet_count, 2);
  assert_string_equal(run->unmet[0].need, "n1");
  assert_int_equal(run->unmet[0].heads, 12);
  assert_string_equal(run->unmet[0].reason, "OUT_BUDGET");
  assert_null(run->unmet[1].reason);
  assert_int_equal(run->goal_count, 1);
  assert_string_equal(run->goals[0].goal, "g1");
  assert_true(run->goals[0].cost_minor == 123456 && run->goals[0].seats == 17 && run->goals[0].covered_micro == 250000);
  for (size_t i = 0; i < 2; i++) {
    assert_string_equal(run->lines[i].id, lines[i].id);
    assert_same_text(run->lines[i].offering, lines[i].offering);
    assert_same_text(run->lines[i].need, lines[i].need);
    assert_same_text(run->lines[i].served, lines[i].served);
    assert_same_text(run->lines[i].detail, lines[i].detail);
    assert_true(run->lines[i].seats == lines[i].seats);
    assert_true(run->lines[i].cost_minor == lines[i].cost_minor);
    assert_string_equal(run->budgets[i].budget, budgets[i].budget);
    assert_same_text(run->budgets[i].period, budgets[i].period);
    assert_true(run->budgets[i].left_minor == budgets[i].left_minor);
    assert_true(run->budgets[i].marginal_micro == budgets[i].marginal_micro);
    assert_string_equal(run->findings[i].message, findings[i].message);
    assert_same_text(run->findings[i].path, findings[i].path);
    assert_true(run->findings[i].line == findings[i].line);
    assert_true(run->findings[i].column == findings[i].column);
  }
}

static void test_store_plan_db__a_run_reads_back_as_it_was_saved(void **state)
{
  lde_plan_db *db = open_for(LDE_PLAN_DB_WRITE);
  lde_run_record run = sample(), back;
  lde_buffer id = {0};
  lde_arena arena = {0};

  (void)state;
  assert_int_equal(lde_plan_db_save(db, &run, &id, &error), LDE_OK);
  assert_string_equal(id.data, "2026-11-02T09:30:00");
  lde_plan_db_close(db);
  db = open_for(LDE_PLAN_DB_READ);
  assert_int_equal(lde_plan_db_load(db, id.data, &arena, &back, &error), LDE_OK);
  assert_is_sample(&back);
  assert_int_equal(lde_plan_db_load(db, NULL, &arena, &back, &error), LDE_OK);
  assert_is_sample(&back);
  lde_plan_db_close(db);
  lde_arena_free(&arena);
  lde_buffer_free(&id);
}

static void test_store_plan_db__a_check_has_no_offer(void **state)
{
  lde_plan_db *db = open_for(LDE_PLAN_DB_WRITE);
  lde_run_record run = {.id = "c",
                        .started = "2026-11-02T09:30:00",
                        .command = "check",
                        .engine = "0.1.0",
                        .data_hash = "ff",
                        .value_micro = 5},
                 back;
  lde_arena arena = {0};

  (void)state;
  assert_int_equal(lde_plan_db_save(db, &run, NULL, &error), LDE_OK);
  assert_int_equal(lde_plan_db_load(db, "c", &arena, &back, &error), LDE_OK);
  assert_null(back.status);
  assert_true(back.value_micro == 0 && back.line_count == 0 && back.rule_count == 0);
  lde_plan_db_close(db);
  lde_arena_free(&arena);
}

static void test_store_plan_db__runs_are_listed_latest_first(void **state)
{
  static const char *const started[] = {"2026-01-01T00:00:00", "2026-03-01T00:00:00",
                                        "2026-01-01T00:00:00"};
  lde_plan_db *db = open_for(LDE_PLAN_DB_WRITE);
  lde_run_record *runs = NULL;
  lde_arena arena = {0};
  size_t count = 0;

  (void)state;
  for (size_t i = 0; i < 3; i++) {
    lde_run_record run = sample();
    run.started = started[i];
    assert_int_equal(lde_plan_db_save(db, &run, NULL, &error), LDE_OK);
  }
  assert_int_equal(lde_plan_db_list(db, &arena, &runs, &count, &error), LDE_OK);
  assert_int_equal(count, 3);
  assert_string_equal(runs[0].id, "2026-03-01T00:00:00");
  assert_string_equal(runs[1].id, "2026-01-01T00:00:00#2");
  assert_string_equal(runs[2].id, "2026-01-01T00:00:00");
  lde_plan_db_close(db);
  lde_arena_free(&arena);
}

static void test_store_plan_db__an_id_is_used_once(void **state)
{
  lde_plan_db *db = open_for(LDE_PLAN_DB_WRITE);
  lde_run_record run = sample(), back;
  lde_arena arena = {0};

  (void)state;
  run.id = "baseline";
  assert_int_equal(lde_plan_db_save(db, &run, NULL, &error), LDE_OK);
  assert_int_equal(lde_plan_db_save(db, &run, NULL, &error), LDE_ERROR_INPUT);
  assert_non_null(strstr(error.message, "there is a run 'baseline' already"));
  assert_int_equal(lde_plan_db_load(db, "basline", &arena, &back, &error), LDE_ERROR_USAGE);
  assert_non_null(strstr(error.message, "did you mean 'baseline'?"));
  lde_plan_db_close(db);
  lde_arena_free(&arena);
}

static void test_store_plan_db__a_failed_save_leaves_nothing(void **state)
{
  lde_plan_db *db = open_for(LDE_PLAN_DB_WRITE);
  lde_run_record run = sample(), *runs = NULL;
  lde_run_finding bad = {.fingerprint = "f", .rule = "r", .severity = "error"}; /* no message */
  lde_arena arena = {0};
  size_t count = 9;

  (void)state;
  run.findings = &bad;
  run.finding_count = 1;
  assert_int_equal(lde_plan_db_save(db, &run, NULL, &error), LDE_ERROR_INPUT);
  assert_int_equal(lde_plan_db_list(db, &arena, &runs, &count, &error), LDE_OK);
  assert_int_equal(count, 0);
  run = sample();
  assert_int_equal(lde_plan_db_save(db, &run, NULL, &error), LDE_OK);
  lde_plan_db_close(db);
  lde_arena_free(&arena);
}

/* As the first version of ldengine left it. */
static void make_version_1(void)
{
  sqlite3 *db = NULL;
  lde_plan_db_close(open_for(LDE_PLAN_DB_WRITE)); /* makes the folder */
  unlink(path);
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  assert_int_equal(lde_plan_schema_upgrade(db, 0, 1), SQLITE_OK);
  assert_int_equal(
      sqlite3_exec(db,
                   "INSERT INTO runs(id, started, command, engine, data_hash, exit_code,"
                   " parameters, rules) VALUES('old', '2025-01-01T00:00:00', 'check',"
                   " '0.0.1', 'aa', 0, '{}', '[]')",
                   NULL, NULL, NULL),
      SQLITE_OK);
  assert_int_not_equal(sqlite3_exec(db, "SELECT * FROM run_budgets", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
}

static void test_store_plan_db__an_older_file_is_read_as_it_is(void **state)
{
  lde_plan_db *db;
  lde_run_record back;
  lde_arena arena = {0};

  (void)state;
  make_version_1();
  db = open_for(LDE_PLAN_DB_READ);
  assert_int_equal(lde_plan_db_version(db), 1);
  assert_int_equal(lde_plan_db_load(db, "old", &arena, &back, &error), LDE_OK);
  assert_int_equal(back.budget_count, 0);
  lde_plan_db_close(db);
  lde_arena_free(&arena);
}

static void test_store_plan_db__an_older_file_is_brought_up_to_date(void **state)
{
  lde_plan_db *db;
  lde_run_record back;
  lde_arena arena = {0};

  (void)state;
  make_version_1();
  save_sample("new");
  db = open_for(LDE_PLAN_DB_READ);
  assert_int_equal(lde_plan_db_version(db), LDE_PLAN_VERSION);
  assert_int_equal(lde_plan_db_load(db, "old", &arena, &back, &error), LDE_OK);
  assert_string_equal(back.engine, "0.0.1");
  assert_false(back.knows_shares);
  assert_int_equal(lde_plan_db_load(db, "new", &arena, &back, &error), LDE_OK);
  assert_is_sample(&back);
  lde_plan_db_close(db);
  lde_arena_free(&arena);
}

static void test_store_plan_db__a_newer_file_is_refused(void **state)
{
  (void)state;
  save_sample("a");
  tamper("PRAGMA user_version=4");
  assert_refused(LDE_PLAN_DB_READ, "it has version 4 and this ldengine knows versions up to 3");
  assert_refused(LDE_PLAN_DB_WRITE, "it has version 4");
}

static void test_store_plan_db__a_foreign_file_is_refused(void **state)
{
  unsigned char noise[8192];

  (void)state;
  save_sample("a");
  unlink(path);
  tamper("CREATE TABLE runs(id)");
  assert_refused(LDE_PLAN_DB_READ, "not made by ldengine");
  assert_refused(LDE_PLAN_DB_WRITE, "not made by ldengine");
  write_file("id;name\n", 8);
  assert_refused(LDE_PLAN_DB_WRITE, "not made by ldengine");
  memset(noise, 0x5A, sizeof noise);
  write_file(noise, sizeof noise);
  assert_refused(LDE_PLAN_DB_READ, "not made by ldengine");
  unlink(path);
  assert_int_equal(mkdir(path, 0777), 0);
  assert_refused(LDE_PLAN_DB_READ, "not an ordinary file");
}

static void test_store_plan_db__a_link_is_not_followed(void **state)
{
  char target[128], linked[128];
  lde_plan_db *db = NULL;

  (void)state;
  save_sample("a");
  snprintf(target, sizeof target, "%s/real.db", folder);
  assert_int_equal(rename(path, target), 0);
  assert_int_equal(symlink(target, path), 0);
  assert_refused(LDE_PLAN_DB_READ, "not an ordinary file");
  assert_refused(LDE_PLAN_DB_WRITE, "not an ordinary file");
  snprintf(linked, sizeof linked, "%s/linked", folder); /* a folder may be one */
  assert_int_equal(symlink(folder, linked), 0);
  snprintf(path, sizeof path, "%s/linked/real.db", folder);
  db = open_for(LDE_PLAN_DB_READ);
  assert_string_equal(lde_plan_db_path(db), target);
  lde_plan_db_close(db);
}

static void test_store_plan_db__a_damaged_file_is_refused(void **state)
{
  FILE *file;
  char zeros[4000] = {0};
  struct stat info;

  (void)state;
  save_sample("a");
  assert_int_equal(stat(path, &info), 0);
  file = fopen(path, "r+b");
  assert_non_null(file);
  fseek(file, 4096 * 2, SEEK_SET);
  memset(zeros, 0x7F, sizeof zeros);
  fwrite(zeros, 1, sizeof zeros, file);
  fclose(file);
  assert_refused(LDE_PLAN_DB_READ, "damaged");
  assert_refused(LDE_PLAN_DB_WRITE, "damaged");
  assert_int_equal(truncate(path, info.st_size - 1000), 0);
  assert_refused(LDE_PLAN_DB_READ, "damaged");
}

static void test_store_plan_db__there_must_be_one_to_read(void **state)
{
  (void)state;
  assert_false(lde_plan_db_exists(path));
  assert_refused(LDE_PLAN_DB_READ, "cannot open the plan database");
  snprintf(path, sizeof path, "%s/plan.db", folder);
  assert_refused(LDE_PLAN_DB_READ, "there is none yet");
}

static void test_store_plan_db__triggers_of_the_file_do_not_run(void **state)
{
  lde_plan_db *db;
  lde_run_record *runs = NULL;
  lde_arena arena = {0};
  size_t count = 0;

  (void)state;
  save_sample("a");
  tamper(
      "CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM run_lines; DELETE FROM runs; END");
  save_sample("b");
  db = open_for(LDE_PLAN_DB_READ);
  assert_int_equal(lde_plan_db_list(db, &arena, &runs, &count, &error), LDE_OK);
  assert_int_equal(count, 2);
  lde_plan_db_close(db);
  lde_arena_free(&arena);
}

/* A writer that is killed: in a child, the system call that changes a file ends the process at the
 * n-th time, before it or with half of the bytes written. */

static int calls_left;
static bool writes_half;

static bool is_last_call(void)
{
  return --calls_left < 0;
}

static ssize_t dying_pwrite(int fd, const void *bytes, size_t len, off_t at)
{
  if (is_last_call()) {
    if (writes_half && pwrite(fd, bytes, len / 2, at) < 0)
      _exit(8);
    _exit(9);
  }
  return pwrite(fd, bytes, len, at);
}

static ssize_t dying_write(int fd, const void *bytes, size_t len)
{
  if (is_last_call())
    _exit(9);
  return write(fd, bytes, len);
}

static int dying_ftruncate(int fd, off_t len)
{
  if (is_last_call())
    _exit(9);
  return ftruncate(fd, len);
}

static int dying_unlink(const char *name)
{
  if (is_last_call())
    _exit(9);
  return unlink(name);
}

static void interpose(void)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

  vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)dying_pwrite);
  vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)dying_pwrite);
  vfs->xSetSystemCall(vfs, "write", (sqlite3_syscall_ptr)dying_write);
  vfs->xSetSystemCall(vfs, "ftruncate", (sqlite3_syscall_ptr)dying_ftruncate);
  vfs->xSetSystemCall(vfs, "unlink", (sqlite3_syscall_ptr)dying_unlink);
}

/* Saves in a child that dies at the n-th call; true when it did. */
static bool save_and_die(int calls, bool half)
{
  pid_t child = fork();
  int status = 0;

  assert_true(child >= 0);
  if (child == 0) {
    lde_plan_db *db = NULL;
    lde_run_record run = sample();
    run.id = "second";
    calls_left = calls;
    writes_half = half;
    interpose();
    if (lde_plan_db_open(&db, path, LDE_PLAN_DB_WRITE, LDE_ENGLISH, &error) != LDE_OK ||
        lde_plan_db_save(db, &run, NULL, &error) != LDE_OK)
      _exit(7);
    _exit(0);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 9)
    fail_msg("the child ended with %d after %d calls", WEXITSTATUS(status), calls);
  return WEXITSTATUS(status) == 9;
}

/* Old or new content; `mode` is how the file is opened next. */
static size_t count_whole_runs(lde_plan_db_mode mode)
{
  lde_plan_db *db = open_for(mode);
  lde_run_record *runs = NULL, run;
  lde_arena arena = {0};
  size_t count = 0;

  assert_int_equal(lde_plan_db_list(db, &arena, &runs, &count, &error), LDE_OK);
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(lde_plan_db_load(db, runs[i].id, &arena, &run, &error), LDE_OK);
    assert_is_sample(&run);
  }
  lde_plan_db_close(db);
  lde_arena_free(&arena);
  return count;
}

static void test_store_plan_db__a_killed_writer_leaves_old_or_new(void **state)
{
  char command[256];
  int old = 0, new = 0;

  (void)state;
  for (int half = 0; half < 2; half++)
    for (int mode = 0; mode < 2; mode++)
      for (int calls = 0;; calls++) {
        bool died;
        size_t count;
        snprintf(command, sizeof command, "rm -rf '%s/.ldengine'", folder);
        assert_int_equal(system(command), 0);
        save_sample("first");
        died = save_and_die(calls, half);
        count = count_whole_runs(mode ? LDE_PLAN_DB_WRITE : LDE_PLAN_DB_READ);
        assert_true(count == 2 || (died && count == 1));
        old += count == 1;
        new += count == 2;
        if (!died)
          break;
      }
  assert_true(old > 10 && new >= 4);
}

static void test_store_plan_db__a_killed_first_save_can_be_repeated(void **state)
{
  char command[256];
  bool died = true;

  (void)state;
  for (int half = 0; half < 2; half++, died = true)
    for (int calls = 0; died; calls++) {
      size_t count;
      snprintf(command, sizeof command, "rm -rf '%s/.ldengine'", folder);
      assert_int_equal(system(command), 0);
      died = save_and_die(calls, half);
      count = count_whole_runs(LDE_PLAN_DB_WRITE);
      assert_true(count == 1 || (died && count == 0));
      save_sample("again");
    }
}

int main(void)
{
#define CASE(name)                                                                                 \
  cmocka_unit_test_setup_teardown(test_store_plan_db__##name, make_folder, remove_folder)
  const struct CMUnitTest tests[] = {
      CASE(a_run_reads_back_as_it_was_saved),    CASE(a_check_has_no_offer),
      CASE(runs_are_listed_latest_first),        CASE(an_id_is_used_once),
      CASE(a_failed_save_leaves_nothing),        CASE(an_older_file_is_read_as_it_is),
      CASE(an_older_file_is_brought_up_to_date), CASE(a_newer_file_is_refused),
      CASE(a_foreign_file_is_refused),           CASE(a_link_is_not_followed),
      CASE(a_damaged_file_is_refused),           CASE(there_must_be_one_to_read),
      CASE(triggers_of_the_file_do_not_run),     CASE(a_killed_writer_leaves_old_or_new),
      CASE(a_killed_first_save_can_be_repeated),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
