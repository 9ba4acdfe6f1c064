/* Opening the plan database: a new file, an older one, one left by a process that was killed, or
 * one that is not ours. */
#include "store/plan_db.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/io.h"
#include "base/memory.h"
#include "store/connection.h"
#include "store/plan_internal.h"
#include "store/plan_schema.h"

#define SIZE_MAX_BYTES  ((int64_t)8 << 30)
#define BUSY_TIMEOUT_MS 5000
enum { HEADER_SIZE = 100 };

/* After lstat: nothing is there, as opposed to something that cannot be looked at. */
static bool is_absent(void)
{
  return errno == ENOENT || errno == ENOTDIR;
}

bool lde_plan_db_exists(const char *path)
{
  struct stat info;
  return lstat(path, &info) == 0 || !is_absent();
}

/* SQLite opens no path with a symbolic link in it (NOFOLLOW). Folders may well be links, so they
 * are resolved first; the file itself may not be one. */
static lde_status resolve_path(const char *path, bool make, char **out, lde_language lang,
                               lde_error *err)
{
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  lde_buffer folder = {0};
  char *real;
  lde_status status = LDE_OK;

  if (slash)
    lde_buffer_append(&folder, path, slash == path ? 1 : (size_t)(slash - path));
  else
    lde_buffer_putc(&folder, '.');
  if (make)
    status = lde_folder_make(folder.data, lang, err);
  real = status == LDE_OK ? realpath(folder.data, NULL) : NULL;
  if (real) {
    lde_buffer_truncate(&folder, 0);
    lde_buffer_printf(&folder, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
    *out = lde_strdup(folder.data);
  } else if (status == LDE_OK) {
    status = lde_fail(err, LDE_ERROR_INPUT,
                      LDE_TR(lang, "cannot open the plan database %s: %s",
                             "kan de plandatabase %s niet openen: %s"),
                      path, strerror(errno));
  }
  free(real);
  lde_buffer_free(&folder);
  return status;
}

static lde_status refuse(const char *path, const char *why, lde_language lang, lde_error *err)
{
  return lde_fail(err, LDE_ERROR_INPUT,
                  LDE_TR(lang, "cannot use %s as plan database: %s",
                         "kan %s niet gebruiken als plandatabase: %s"),
                  path, why);
}

static lde_status refuse_foreign(const char *path, lde_language lang, lde_error *err)
{
  return refuse(path,
                LDE_TR(lang, "the file was not made by ldengine; name another one with --db",
                       "het bestand is niet door ldengine gemaakt; kies een ander met --db"),
                lang, err);
}

static lde_status refuse_newer(const char *path, int version, lde_language lang, lde_error *err)
{
  return lde_fail(
      err, LDE_ERROR_INPUT,
      LDE_TR(lang,
             "cannot use %s as plan database: it has version %d and this ldengine knows "
             "versions up to %d; use a newer ldengine",
             "kan %s niet gebruiken als plandatabase: het heeft versie %d en deze ldengine "
             "kent versies tot en met %d; gebruik een nieuwere ldengine"),
      path, version, LDE_PLAN_VERSION);
}

static uint32_t read_big_endian(const unsigned char *bytes)
{
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* A journal that is not empty: a writer was killed, and SQLite will take back what it had begun. */
static bool has_journal(const char *path)
{
  lde_buffer name = {0};
  struct stat info;
  bool found;

  lde_buffer_printf(&name, "%s-journal", path);
  found = lstat(name.data, &info) == 0 ? info.st_size > 0 : !is_absent();
  lde_buffer_free(&name);
  return found;
}

/* What can be seen without SQLite. `*is_new`: there is nothing in it yet. */
static lde_status check_file(const char *path, bool *is_new, lde_language lang, lde_error *err)
{
  unsigned char header[HEADER_SIZE];
  struct stat info;
  uint32_t page_size;
  FILE *file;
  size_t got;

  *is_new = lstat(path, &info) != 0;
  if (*is_new)
    return is_absent() ? LDE_OK : refuse(path, strerror(errno), lang, err);
  if (!S_ISREG(info.st_mode))
    return refuse(path, LDE_TR(lang, "it is not an ordinary file", "het is geen gewoon bestand"),
                  lang, err);
  *is_new = info.st_size == 0;
  if (*is_new || has_journal(path))
    return LDE_OK; /* SQLite restores it first; check_contents judges then */
  if (info.st_size > SIZE_MAX_BYTES)
    return refuse(path, LDE_TR(lang, "it is too large", "het is te groot"), lang, err);
  file = fopen(path, "rb");
  if (!file)
    return refuse(path, strerror(errno), lang, err);
  got = fread(header, 1, sizeof header, file);
  fclose(file);
  if (got < sizeof header || memcmp(header, "SQLite format 3", 16) != 0 ||
      read_big_endian(header + 68) != LDE_PLAN_APPLICATION_ID)
    return refuse_foreign(path, lang, err);
  page_size = (uint32_t)header[16] << 8 | header[17];
  page_size = page_size == 1 ? 65536 : page_size;
  if (page_size < 512 || page_size & (page_size - 1) || info.st_size % (off_t)page_size != 0)
    return refuse(path, LDE_TR(lang, "the file is damaged", "het bestand is beschadigd"), lang,
                  err);
  if (header[18] != 1 || header[19] != 1) /* a log beside it: reading alone would leave files behind */
    return refuse(path,
                  LDE_TR(lang, "it is in WAL mode, which ldengine does not use; PRAGMA journal_mode=DELETE changes that",
                         "het staat in WAL-modus, die ldengine niet gebruikt; PRAGMA journal_mode=DELETE verandert dat"),
                  lang, err);
  if (read_big_endian(header + 60) > LDE_PLAN_VERSION)
    return refuse_newer(path, (int)read_big_endian(header + 60), lang, err);
  return LDE_OK;
}

static int pragma_number(sqlite3 *db, const char *sql, int *value)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

  if (code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
    *value = sqlite3_column_int(statement, 0);
  return sqlite3_finalize(statement);
}

static bool is_sound(sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  const char *verdict = NULL;
  bool sound;

  if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW)
    verdict = (const char *)sqlite3_column_text(statement, 0);
  sound = verdict && strcmp(verdict, "ok") == 0;
  return sqlite3_finalize(statement) == SQLITE_OK && sound;
}

/* What SQLite finds in it. A version of 0 is a file without anything. */
static lde_status check_contents(lde_plan_db *db, lde_error *err)
{
  int application = 0, tables = 0;
  lde_language lang = db->language;
  int code = pragma_number(db->sqlite, "SELECT count(*) FROM sqlite_schema", &tables);

  if (code == SQLITE_OK)
    code = pragma_number(db->sqlite, "PRAGMA application_id", &application);
  if (code == SQLITE_OK)
    code = pragma_number(db->sqlite, "PRAGMA user_version", &db->version);
  if (code == SQLITE_NOTADB)
    return refuse_foreign(db->path, lang, err);
  if (code != SQLITE_OK)
    return refuse(db->path, sqlite3_errmsg(db->sqlite), lang, err);
  if (tables == 0 && application == 0 && db->version == 0)
    return LDE_OK;
  if (application != LDE_PLAN_APPLICATION_ID || db->version < 1)
    return refuse_foreign(db->path, lang, err);
  if (db->version > LDE_PLAN_VERSION)
    return refuse_newer(db->path, db->version, lang, err);
  if (!is_sound(db->sqlite))
    return refuse(db->path, LDE_TR(lang, "the file is damaged", "het bestand is beschadigd"), lang,
                  err);
  return LDE_OK;
}

static int connect_file(lde_plan_db *db, int flags)
{
  int code = sqlite3_open_v2(db->path, &db->sqlite,
                             flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE, NULL);
  if (code == SQLITE_OK)
    code = lde_sqlite_harden(db->sqlite);
  if (code == SQLITE_OK) {
    lde_sqlite_limit(db->sqlite);
    code = sqlite3_busy_timeout(db->sqlite, BUSY_TIMEOUT_MS);
  }
  return code;
}

/* A reader may not take back what a killed writer had begun, so a writer does it first. When that
 * is not allowed, reading fails with the reason. */
static void restore(const char *path)
{
  lde_plan_db writer = {.path = (char *)path};
  int version;

  if (connect_file(&writer, SQLITE_OPEN_READWRITE) == SQLITE_OK)
    pragma_number(writer.sqlite, "SELECT count(*) FROM sqlite_schema", &version);
  sqlite3_close(writer.sqlite);
}

/* Two processes may find an old file at the same time: the version is read again inside. */
static int upgrade(lde_plan_db *db)
{
  int code = sqlite3_exec(db->sqlite, "BEGIN IMMEDIATE", NULL, NULL, NULL);

  if (code == SQLITE_OK)
    code = pragma_number(db->sqlite, "PRAGMA user_version", &db->version);
  if (code == SQLITE_OK && db->version < LDE_PLAN_VERSION)
    code = lde_plan_schema_upgrade(db->sqlite, db->version, LDE_PLAN_VERSION);
  if (code == SQLITE_OK)
    code = sqlite3_exec(db->sqlite, "COMMIT", NULL, NULL, NULL);
  if (code == SQLITE_OK && db->version < LDE_PLAN_VERSION)
    db->version = LDE_PLAN_VERSION;
  return code;
}

static lde_status prepare_for_writing(lde_plan_db *db, lde_error *err)
{
  lde_language lang = db->language;

  if (sqlite3_exec(db->sqlite, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL", NULL, NULL,
                   NULL) != SQLITE_OK)
    return refuse(db->path, sqlite3_errmsg(db->sqlite), lang, err);
  if (db->version < LDE_PLAN_VERSION && upgrade(db) != SQLITE_OK)
    return refuse(db->path, sqlite3_errmsg(db->sqlite), lang, err);
  return LDE_OK;
}

static lde_status open_checked(lde_plan_db *db, lde_plan_db_mode mode, lde_error *err)
{
  bool writing = mode == LDE_PLAN_DB_WRITE, is_new;
  lde_language lang = db->language;
  lde_status status = check_file(db->path, &is_new, lang, err);

  if (status != LDE_OK)
    return status;
  if (is_new && !writing)
    return refuse(db->path,
                  LDE_TR(lang, "there is none yet; save a run with --save",
                         "die is er nog niet; bewaar een run met --save"),
                  lang, err);
  if (!writing && has_journal(db->path))
    restore(db->path);
  if (connect_file(db, writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                               : SQLITE_OPEN_READONLY) != SQLITE_OK)
    return refuse(db->path, sqlite3_errmsg(db->sqlite), lang, err);
  status = check_contents(db, err);
  if (status == LDE_OK && !writing && db->version == 0)
    return refuse_foreign(db->path, lang, err);
  return status == LDE_OK && writing ? prepare_for_writing(db, err) : status;
}

lde_status lde_plan_db_open(lde_plan_db **out, const char *path, lde_plan_db_mode mode,
                            lde_language lang, lde_error *err)
{
  lde_plan_db *db = lde_alloc(1, sizeof *db);
  lde_status status;

  db->language = lang;
  status = resolve_path(path, mode == LDE_PLAN_DB_WRITE, &db->path, lang, err);
  if (status == LDE_OK)
    status = open_checked(db, mode, err);
  if (status == LDE_OK)
    *out = db;
  else
    lde_plan_db_close(db);
  return status;
}

void lde_plan_db_close(lde_plan_db *db)
{
  if (!db)
    return;
  sqlite3_close(db->sqlite);
  lde_free(db->path);
  lde_free(db);
}

int lde_plan_db_version(const lde_plan_db *db)
{
  return db->version;
}

const char *lde_plan_db_path(const lde_plan_db *db)
{
  return db->path;
}
