/* plan_db.h: the plan database, one SQLite file per project with the runs that were saved: what was
 * run on which data and rules, the offer and the findings that came out.
 *
 * A run is saved whole or not at all, also when the process or the machine stops half-way. The file
 * is made at the first save; older versions are brought up to date when opened for writing, newer
 * ones and files of other programs are refused. A file is checked before it is trusted. No clock is
 * read here: the moment of a run is handed in. Nothing is deleted or changed: this is the audit
 * trail. */
#ifndef LDE_STORE_PLAN_DB_H
#define LDE_STORE_PLAN_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ldengine/status.h"

/* Texts may be NULL (none) unless said otherwise. Amounts are minor units, `_micro` are millionths.
 */
typedef struct lde_run_rule {
  const char *file, *sha256;
} lde_run_rule;

typedef struct lde_run_line {
  const char *id;       /* needed */
  const char *decision; /* needed: in, locked_in, out */
  const char *offering, *need, *period, *lane;
  int64_t sessions, seats, cost_minor;
  const char *reason, *detail, *served, *funding, *goals; /* from detail on: JSON text */
} lde_run_line;

typedef struct lde_run_budget {
  const char *budget; /* needed */
  const char *period;
  int64_t setup_minor, planned_minor, left_minor, marginal_micro;
} lde_run_budget;

/* Heads of a need without a seat. */
typedef struct lde_run_unmet {
  const char *need; /* needed */
  int64_t heads;
  const char *reason;
} lde_run_unmet;

typedef struct lde_run_goal {
  const char *goal; /* needed */
  int64_t cost_minor, seats, covered_micro;
} lde_run_goal;

typedef struct lde_run_finding {
  const char *fingerprint, *rule, *severity, *message; /* needed */
  const char *code, *entity, *record, *help, *file;
  uint32_t line, column; /* 0 = none */
  const char *path;      /* JSON text */
  const char *exception;
} lde_run_finding;

typedef struct lde_run_record {
  const char *id;      /* NULL = made from `started`, with #2, #3 when it is taken */
  const char *started; /* needed: YYYY-MM-DDThh:mm:ss */
  const char *command, *engine, *data_hash; /* needed */
  const char *year, *run_date;
  const char *status; /* of the offer; NULL = no offer, and the five below do not count */
  int64_t value_micro, bound_micro, gap_micro, cost_minor;
  const char *currency;
  int exit_code;
  const char *parameters; /* JSON object; NULL = {} */
  const lde_run_rule *rules;
  const lde_run_line *lines;
  const lde_run_budget *budgets;
  const lde_run_unmet *unmet;
  const lde_run_goal *goals;
  bool knows_shares; /* of a run that was read: `unmet` and `goals` were kept with it */
  const lde_run_finding *findings;
  size_t rule_count, line_count, budget_count, unmet_count, goal_count, finding_count;
} lde_run_record;

typedef struct lde_plan_db lde_plan_db;

typedef enum lde_plan_db_mode {
  LDE_PLAN_DB_READ, /* the file must be there; it is not changed */
  LDE_PLAN_DB_WRITE /* made with its folder, or brought up to date */
} lde_plan_db_mode;

bool lde_plan_db_exists(const char *path);
/* Messages of this and later calls are in `lang`. */
lde_status lde_plan_db_open(lde_plan_db **out, const char *path, lde_plan_db_mode mode,
                            lde_language lang, lde_error *err);
void lde_plan_db_close(lde_plan_db *db);
/* Of the file: may be older than the newest when it was opened for reading. */
int lde_plan_db_version(const lde_plan_db *db);
/* Absolute, without symbolic links. */
const char *lde_plan_db_path(const lde_plan_db *db);

/* Saves one run in one transaction. `id` (may be NULL) receives the run's id. */
lde_status lde_plan_db_save(lde_plan_db *db, const lde_run_record *run, lde_buffer *id,
                            lde_error *err);
/* All runs without their lists, latest first. Texts live in the arena. */
lde_status lde_plan_db_list(lde_plan_db *db, lde_arena *arena, lde_run_record **out, size_t *count,
                            lde_error *err);
/* One run whole; `id` NULL is the latest. An unknown id is an error of usage. */
lde_status lde_plan_db_load(lde_plan_db *db, const char *id, lde_arena *arena, lde_run_record *out,
                            lde_error *err);

#endif
