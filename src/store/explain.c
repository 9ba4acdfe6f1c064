#include "store/explain.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "model/diagnostic.h"
#include "store/run_views.h"
#include "store/tables.h"

enum { NAME_SIZE = 128 };

static lde_status explain_refusal(const lde_guard *guard, lde_language lang, lde_error *err)
{
  switch (guard->refusal) {
  case LDE_REFUSAL_WRITE:
    return lde_fail(err, LDE_ERROR_USAGE, "%s",
                    LDE_TR(lang,
                           "the data are read-only: SQL can only ask (SELECT); change the files "
                           "they came from instead",
                           "de gegevens zijn alleen-lezen: met SQL kunt u alleen vragen (SELECT); "
                           "wijzig de bestanden waar ze uit komen"));
  case LDE_REFUSAL_FUNCTION:
    return lde_fail(
        err, LDE_ERROR_USAGE,
        LDE_TR(lang,
               "the function %s() is not available here: a query only sees the data, and "
               "gives the same rows each time",
               "de functie %s() is hier niet beschikbaar: een query ziet alleen de "
               "gegevens, en geeft elke keer dezelfde rijen"),
        guard->name);
  case LDE_REFUSAL_PRAGMA:
    return lde_fail(
        err, LDE_ERROR_USAGE,
        LDE_TR(lang, "PRAGMA %s is not available here; table_info(name) and table_list are",
               "PRAGMA %s is hier niet beschikbaar; table_info(naam) en table_list wel"),
        guard->name);
  case LDE_REFUSAL_ATTACH:
    return lde_fail(err, LDE_ERROR_USAGE, "%s",
                    LDE_TR(lang, "the data are read-only: no other database can be attached",
                           "de gegevens zijn alleen-lezen: een andere database koppelen kan niet"));
  case LDE_REFUSAL_WORK:
    return lde_fail(err, LDE_ERROR_SCRIPT, "%s",
                    LDE_TR(lang, "the query took more work than the limit allows; narrow it down",
                           "de query kostte meer werk dan de grens toestaat; maak hem kleiner"));
  case LDE_REFUSAL_STOPPED:
    return lde_fail(err, LDE_ERROR_INTERRUPTED, "%s", LDE_TR(lang, "interrupted", "afgebroken"));
  case LDE_REFUSAL_NONE:
    break;
  }
  return LDE_OK;
}

/* Statements that change something, also where SQLite finds another fault in them first. */
static bool is_write(const char *sql, const char *message)
{
  static const char *const verbs[] = {"insert", "update", "delete", "replace",
                                      "create", "drop",   "alter"};

  if (strstr(message, "may not be modified") || strncmp(message, "cannot modify ", 14) == 0)
    return true;
  sql += strspn(sql, " \t\r\n;");
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
    size_t len = strlen(verbs[i]);
    if (sqlite3_strnicmp(sql, verbs[i], (int)len) == 0 && isspace((unsigned char)sql[len]))
      return true;
  }
  return false;
}

/* SELECT … FROM pragma_name: SQLite makes the table first, which looks like a write. */
static bool find_pragma_table(const char *sql, lde_guard *guard)
{
  const char *at = strstr(sql, "pragma_");

  if (!at)
    return false;
  guard->refusal = LDE_REFUSAL_PRAGMA;
  at += strlen("pragma_");
  snprintf(guard->name, sizeof guard->name, "%.*s", (int)strspn(at, "abcdefghijklmnopqrstuvwxyz_"),
           at);
  return true;
}

/* Does the word stand in the SQL as a name? */
static bool mentions(const char *sql, const char *word)
{
  size_t len = strlen(word);

  for (const char *at = sql; *at; at++)
    if (sqlite3_strnicmp(at, word, (int)len) == 0 && !isalnum((unsigned char)at[len]) &&
        at[len] != '_' && (at == sql || (!isalnum((unsigned char)at[-1]) && at[-1] != '_')))
      return true;
  return false;
}

static void suggest_tables(const lde_schema *schema, lde_suggestion *near, lde_arena *arena)
{
  lde_buffer name = {0};

  for (size_t e = 0; e < schema->entities.len; e++) {
    const lde_entity *entity = schema->entities.data[e];
    lde_suggestion_offer(near, entity->plural);
    for (int f = 0; f < entity->field_count; f++) {
      if (!lde_field_is_link(&entity->fields[f]))
        continue;
      lde_buffer_truncate(&name, 0);
      lde_link_name(&entity->fields[f], &name);
      lde_suggestion_offer(near, lde_arena_strdup(arena, name.data));
    }
  }
  lde_buffer_free(&name);
  lde_run_views_suggest(near);
}

static void offer_column(void *ctx, const char *name, int field)
{
  (void)field;
  lde_suggestion_offer(ctx, name);
}

/* Columns of the tables that the statement names. */
static void suggest_columns(const lde_schema *schema, const char *sql, lde_suggestion *near,
                            lde_arena *arena)
{
  static const char *const stored[] = {"runs", "run_lines", "run_budgets", "run_unmet", "run_goals", "run_findings"};

  for (size_t e = 0; e < schema->entities.len; e++)
    if (mentions(sql, schema->entities.data[e]->plural))
      lde_table_each_column(schema->entities.data[e], offer_column, near);
  for (size_t i = 0; i < sizeof stored / sizeof *stored; i++)
    if (mentions(sql, stored[i]))
      lde_run_views_suggest_columns(stored[i], near, arena);
}

/* "g.titel", "main.goal" → the last part. */
static const char *last_part(const char *name)
{
  const char *dot = strrchr(name, '.');
  return dot ? dot + 1 : name;
}

/* Appends "; did you mean …?" when something is near. */
static void append_suggestion(lde_buffer *out, const lde_suggestion *near, lde_language lang)
{
  if (!near->count)
    return;
  lde_buffer_puts(out, "; ");
  lde_suggestion_print(out, near, lang);
}

static void explain_table(const lde_dataset *dataset, const char *name, lde_buffer *out,
                          lde_arena *arena)
{
  lde_language lang = dataset->language;
  lde_suggestion near = {.wanted = last_part(name)};
  const lde_entity *entity = lde_schema_find_singular(dataset->schema, near.wanted);

  lde_buffer_printf(out, LDE_TR(lang, "there is no table '%s'", "er is geen tabel '%s'"), name);
  if (entity) { /* the singular of a table, however far its plural is */
    near.best[near.count++] = entity->plural;
  } else {
    suggest_tables(dataset->schema, &near, arena);
  }
  append_suggestion(out, &near, lang);
}

static void explain_column(const lde_dataset *dataset, const char *sql, const char *name,
                           lde_buffer *out, lde_arena *arena)
{
  lde_language lang = dataset->language;
  lde_suggestion near = {.wanted = last_part(name)};
  const char *quoted = lde_arena_printf(arena, "\"%s\"", name);

  lde_buffer_printf(out, LDE_TR(lang, "there is no column '%s'", "er is geen kolom '%s'"), name);
  if (strstr(sql, quoted)) {
    lde_buffer_printf(out,
                      LDE_TR(lang, "; a text stands in single quotes: '%s'",
                             "; een tekst staat tussen enkele aanhalingstekens: '%s'"),
                      name);
    return;
  }
  suggest_columns(dataset->schema, sql, &near, arena);
  append_suggestion(out, &near, lang);
}

static void explain_function(const char *name, lde_language lang, lde_buffer *out)
{
  lde_suggestion near = {.wanted = name};

  lde_guard_suggest(&near);
  lde_buffer_printf(out, LDE_TR(lang, "there is no function %s()", "er is geen functie %s()"),
                    name);
  append_suggestion(out, &near, lang);
}

static void append_position(sqlite3 *db, const char *sql, lde_language lang, lde_buffer *out)
{
  int offset = sqlite3_error_offset(db);
  unsigned line = 1, column = 1;

  if (offset < 0 || (size_t)offset > strlen(sql))
    return;
  for (int i = 0; i < offset; i++)
    if (sql[i] == '\n') {
      line++;
      column = 1;
    } else if (((unsigned char)sql[i] & 0xC0) != 0x80) {
      column++;
    }
  lde_buffer_printf(out, LDE_TR(lang, " (line %u, column %u)", " (regel %u, kolom %u)"), line,
                    column);
}

/* The name behind `prefix` in the message; false when it starts otherwise. */
static bool name_after(const char *message, const char *prefix, char *name)
{
  size_t len = strlen(prefix);
  if (strncmp(message, prefix, len) != 0)
    return false;
  snprintf(name, NAME_SIZE, "%s", message + len);
  return true;
}

static void explain_message(sqlite3 *db, const lde_dataset *dataset, const char *sql,
                            const char *message, lde_buffer *out)
{
  lde_language lang = dataset->language;
  lde_arena arena = {0};
  char name[NAME_SIZE];

  if (name_after(message, "no such table: ", name)) {
    explain_table(dataset, name, out, &arena);
  } else if (name_after(message, "no such column: ", name)) {
    explain_column(dataset, sql, name, out, &arena);
  } else if (name_after(message, "no such function: ", name)) {
    explain_function(name, lang, out);
  } else if (name_after(message, "ambiguous column name: ", name)) {
    lde_buffer_printf(out,
                      LDE_TR(lang, "several tables have a column '%s': write the table before it",
                             "meer dan een tabel heeft een kolom '%s': zet de tabel ervoor"),
                      name);
  } else if (name_after(message, "near \"", name) && strstr(name, "\": syntax error")) {
    *strstr(name, "\": syntax error") = '\0';
    lde_buffer_printf(
        out, LDE_TR(lang, "the SQL is not right near '%s'", "de SQL klopt niet bij '%s'"), name);
    append_position(db, sql, lang, out);
  } else if (strcmp(message, "incomplete input") == 0) {
    lde_buffer_puts(out, LDE_TR(lang, "the SQL is not complete", "de SQL is niet af"));
  } else {
    lde_buffer_printf(
        out, LDE_TR(lang, "the SQL cannot be run: %s", "de SQL kan niet worden uitgevoerd: %s"),
        message);
    append_position(db, sql, lang, out);
  }
  lde_arena_free(&arena);
}

lde_status lde_sql_explain(sqlite3 *db, const lde_guard *guard, const lde_dataset *dataset,
                           const char *sql, lde_error *err)
{
  lde_language lang = dataset->language;
  const char *message = sqlite3_errmsg(db);
  int code = sqlite3_errcode(db);
  lde_buffer text = {0}, safe = {0};
  lde_guard other = {.refusal = LDE_REFUSAL_WRITE};

  if (guard->refusal == LDE_REFUSAL_WRITE && find_pragma_table(sql, &other))
    return explain_refusal(&other, lang, err);
  if (guard->refusal != LDE_REFUSAL_NONE)
    return explain_refusal(guard, lang, err);
  if (is_write(sql, message))
    return explain_refusal(&other, lang, err);
  if (code == SQLITE_NOMEM)
    return lde_fail(
        err, LDE_ERROR_SCRIPT, "%s",
        LDE_TR(lang, "the query needs more memory than the limit allows; narrow it down",
               "de query vraagt meer geheugen dan de grens toestaat; maak hem kleiner"));
  if (code == SQLITE_TOOBIG)
    return lde_fail(err, LDE_ERROR_SCRIPT, "%s",
                    LDE_TR(lang, "the query or a value in it is longer than the limit allows",
                           "de query of een waarde erin is langer dan de grens toestaat"));
  explain_message(db, dataset, sql, message, &text);
  lde_text_append_safe(&safe, text.data, text.len);
  lde_fail(err, LDE_ERROR_USAGE, "%s", lde_buffer_text(&safe));
  lde_buffer_free(&text);
  lde_buffer_free(&safe);
  return LDE_ERROR_USAGE;
}
