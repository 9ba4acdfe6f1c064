/* A plan database from elsewhere: opened for reading and read whole, opened for writing and saved to. */
#include <fcntl.h>

#include "fuzz.h"
#include "store/plan_db.h"

static char path[64];

static void clear(void)
{
  static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
  char name[80];

  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    snprintf(name, sizeof name, "%s%s", path, ends[i]);
    unlink(name);
  }
}

static void put(const uint8_t *bytes, size_t len)
{
  int fd;

  snprintf(path, sizeof path, "/dev/shm/ldengine-fuzz-%ld.db", (long)getpid());
  clear();
  fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  REQUIRE(fd >= 0 && write(fd, bytes, len) == (ssize_t)len);
  close(fd);
}

static void read_all(void)
{
  lde_arena arena = {0};
  lde_run_record *runs = NULL, run = {0};
  lde_plan_db *db = NULL;
  lde_error err = {0};
  size_t count = 0;

  if (lde_plan_db_open(&db, path, LDE_PLAN_DB_READ, LDE_DUTCH, &err) != LDE_OK) {
    REQUIRE(err.message[0]);
    return;
  }
  if (lde_plan_db_list(db, &arena, &runs, &count, &err) == LDE_OK)
    for (size_t i = 0; i < count && i < 8; i++) {
      REQUIRE(runs[i].id && runs[i].started && runs[i].command);
      (void)lde_plan_db_load(db, runs[i].id, &arena, &run, &err);
    }
  lde_plan_db_close(db);
  lde_arena_free(&arena);
}

static void save_one(void)
{
  static const lde_run_line line = {.id = "o1@2027-Q1", .decision = "in", .reason = "IN_VALUE"};
  const lde_run_record record = {.started = "2027-01-02T03:04:05", .command = "run", .engine = "1",
                                 .data_hash = "h", .lines = &line, .line_count = 1};
  lde_plan_db *db = NULL;
  lde_error err = {0};

  if (lde_plan_db_open(&db, path, LDE_PLAN_DB_WRITE, LDE_ENGLISH, &err) != LDE_OK)
    return;
  (void)lde_plan_db_save(db, &record, NULL, &err);
  lde_plan_db_close(db);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  put(bytes, len);
  read_all();
  save_one();
  clear();
  return 0;
}
