#include "store/plan_schema.h"

#include <stdio.h>

static const char step_1[] =
    "CREATE TABLE runs(\n"
    "  id TEXT PRIMARY KEY NOT NULL,\n"
    "  started TEXT NOT NULL,\n"
    "  command TEXT NOT NULL,\n"
    "  engine TEXT NOT NULL,    -- version that ran\n"
    "  data_hash TEXT NOT NULL, -- SHA-256 of the dataset\n"
    "  year TEXT,\n"
    "  run_date TEXT,           -- the day that counted as today\n"
    "  status TEXT,             -- of the offer; empty when the run made none\n"
    "  value REAL,\n"
    "  bound REAL,\n"
    "  gap REAL,\n"
    "  cost INTEGER,            -- minor units, as all amounts\n"
    "  currency TEXT,\n"
    "  exit_code INTEGER NOT NULL,\n"
    "  parameters TEXT NOT NULL, -- JSON object\n"
    "  rules TEXT NOT NULL       -- JSON list of {file, sha256}\n"
    ") STRICT;\n"
    "CREATE TABLE run_lines(\n"
    "  run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,\n"
    "  number INTEGER NOT NULL,\n"
    "  id TEXT NOT NULL,\n"
    "  decision TEXT NOT NULL,\n"
    "  offering TEXT,\n"
    "  need TEXT,\n"
    "  period TEXT,\n"
    "  lane TEXT,\n"
    "  sessions INTEGER,\n"
    "  seats INTEGER,\n"
    "  cost INTEGER,\n"
    "  reason TEXT,\n"
    "  detail TEXT,  -- JSON\n"
    "  served TEXT,  -- JSON\n"
    "  funding TEXT, -- JSON\n"
    "  goals TEXT,   -- JSON\n"
    "  PRIMARY KEY(run, number)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE run_findings(\n"
    "  run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,\n"
    "  number INTEGER NOT NULL,\n"
    "  fingerprint TEXT NOT NULL,\n"
    "  rule TEXT NOT NULL,\n"
    "  code TEXT,\n"
    "  severity TEXT NOT NULL,\n"
    "  entity TEXT,\n"
    "  record TEXT,\n"
    "  message TEXT NOT NULL,\n"
    "  help TEXT,\n"
    "  file TEXT,\n"
    "  line INTEGER,\n"
    "  column_number INTEGER,\n"
    "  path TEXT, -- JSON list of records\n"
    "  exception TEXT,\n"
    "  PRIMARY KEY(run, number)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX run_findings_fingerprint ON run_findings(fingerprint, run);\n";

static const char step_2[] = "CREATE TABLE run_budgets(\n"
                             "  run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,\n"
                             "  number INTEGER NOT NULL,\n"
                             "  budget TEXT NOT NULL,\n"
                             "  period TEXT,\n"
                             "  setup INTEGER,\n"
                             "  planned INTEGER,\n"
                             "  \"left\" INTEGER,\n"
                             "  marginal REAL, -- value of one more unit of money\n"
                             "  PRIMARY KEY(run, number)\n"
                             ") STRICT, WITHOUT ROWID;\n";

static const char step_3[] = "ALTER TABLE runs ADD COLUMN unmet INTEGER;\n" /* heads in all; empty: not kept */
                             "CREATE TABLE run_unmet(\n"
                             "  run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,\n"
                             "  number INTEGER NOT NULL,\n"
                             "  need TEXT NOT NULL,\n"
                             "  heads INTEGER, -- without a seat\n"
                             "  reason TEXT,\n"
                             "  PRIMARY KEY(run, number)\n"
                             ") STRICT, WITHOUT ROWID;\n"
                             "CREATE TABLE run_goals(\n"
                             "  run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,\n"
                             "  number INTEGER NOT NULL,\n"
                             "  goal TEXT NOT NULL,\n"
                             "  cost INTEGER,\n"
                             "  seats INTEGER,\n"
                             "  covered REAL, -- share of the people asked for\n"
                             "  PRIMARY KEY(run, number)\n"
                             ") STRICT, WITHOUT ROWID;\n";

static const char *const steps[LDE_PLAN_VERSION] = {step_1, step_2, step_3};

int lde_plan_schema_upgrade(sqlite3 *db, int from, int to)
{
  char marks[100];
  int code = SQLITE_OK;

  for (int step = from; step < to && code == SQLITE_OK; step++)
    code = sqlite3_exec(db, steps[step], NULL, NULL, NULL);
  if (code != SQLITE_OK)
    return code;
  snprintf(marks, sizeof marks, "PRAGMA application_id=%d; PRAGMA user_version=%d;",
           LDE_PLAN_APPLICATION_ID, to);
  return sqlite3_exec(db, marks, NULL, NULL, NULL);
}
