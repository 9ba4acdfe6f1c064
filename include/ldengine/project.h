/* project.h: an organisation's plan, read from its folder, and what can be done with it.
 *
 * A project is opened once and then asked: check it, run a script on it, query it. Each verb gives an
 * lde_result (result.h) that the caller frees and that keeps nothing of the project alive: free results
 * before the project. Mistakes in the files do not make opening fail: every verb then answers with the
 * list of them and exit code 3. Different projects may be used from different threads at the same
 * time; one project by one thread at a time. The library writes nothing by itself except where a
 * function says so, reads no environment variable and keeps no global state. */
#ifndef LDENGINE_PROJECT_H
#define LDENGINE_PROJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "ldengine/result.h"
#include "ldengine/status.h"

typedef struct lde_project lde_project;

/* A what-if: path and value as in `--set budgets:IT-2027.setup=1250.00`. */
typedef struct lde_assignment {
  const char *path, *value;
} lde_assignment;

typedef struct lde_project_options {
  const char *folder;            /* start of the search for ldengine.yaml; NULL = current folder */
  bool search;                   /* also look in the folders above */
  bool required;                 /* it is an error when there is no manifest */
  const char *const *files;      /* native YAML files to read instead of a project */
  size_t file_count;
  const char *today;             /* YYYY-MM-DD, "now" for the clock; NULL = the manifest's */
  const char *language;          /* "en", "nl"; NULL = the manifest's */
  const char *fallback_language; /* when the manifest names none; NULL = "en" */
  const lde_assignment *assignments;
  size_t assignment_count;
  const char *budget;            /* "120k": what the budgets of the plan year hold together; NULL = as written */
  const lde_assignment *limits;  /* "memory" = "32MiB": what the manifest may ask at most */
  size_t limit_count;
  const char *rules_folder;      /* of the shipped rules; NULL = where the library was installed */
  /* Polled while long work goes on; true stops it. May be NULL. Called from the thread that works. */
  bool (*interrupted)(void *ctx);
  /* Told now and then while an offer is being solved: best value and bound so far. May be NULL. */
  void (*progress)(void *ctx, double value, double bound);
  void *ctx;
} lde_project_options;
#define LDE_PROJECT_OPTIONS_INIT                                                                   \
  {                                                                                                \
    .search = true                                                                                 \
  }

/* Reads and connects everything. Fails with LDE_ERROR_USAGE when `required` and there is no manifest.
 * `options` and its texts are copied. */
lde_status lde_project_open(lde_project **out, const lde_project_options *options, lde_error *err);
void lde_project_free(lde_project *project);

/* True when the files hold no mistakes. */
bool lde_project_is_valid(const lde_project *project);
/* The language of the run: the option's, else the manifest's, else the fallback. */
lde_language lde_project_language(const lde_project *project);

typedef struct lde_run_options {
  const char *script; /* path; NULL = the manifest's offer.script */
  const char *near;     /* an earlier offer to stay near: a file, or the id of a stored run; NULL = none */
  bool prices;          /* also keep what the prices of the offer prove of other budgets; for lde_pareto */
  bool scenarios;       /* also solve what-ifs: doing nothing, mandatory only …, and those of the script */
  bool check;           /* also judge the rules over the project with the offer as its plan */
  bool save;            /* keep the run in the plan database */
  const char *database; /* its path; NULL = .ldengine/plan.db in the project's folder */
  long long started;  /* seconds since 1970, stored with the run; the library does not read the clock */
} lde_run_options;
#define LDE_RUN_OPTIONS_INIT {0}

/* Runs a script on the model. Result: an offer, or the script's value. */
lde_result *lde_run(lde_project *project, const lde_run_options *options);
typedef struct lde_check_options {
  const char *baseline; /* file of an earlier run, whose findings are passed; NULL = none */
  const char *const *rules; /* ids or codes of the rules to run; NULL = all that are enabled */
  size_t rule_count;
  bool save;            /* keep the findings in the plan database */
  const char *database; /* its path; NULL = .ldengine/plan.db in the project's folder */
  long long started;    /* seconds since 1970, stored with the run */
} lde_check_options;
#define LDE_CHECK_OPTIONS_INIT {0}

/* Runs the enabled rules on the model. Result: findings. `options` may be NULL. */
lde_result *lde_check(lde_project *project, const lde_check_options *options);

/* A check over the projects of others: each in a process of its own that reads its own folder alone and,
 * once rules run, nothing. See SECURITY.md. */
typedef struct lde_batch_options {
  const char *const *folders; /* of the projects */
  size_t folder_count;
  int jobs;                       /* processes at the same time; 0 = one for each processor */
  bool unsafe_no_isolation;       /* run rules even where a lock that is needed cannot be had */
  const char *const *readable;    /* folders that all of them may read besides their own */
  size_t readable_count;
  lde_project_options project;    /* for each; its folder, search and files are not looked at */
  lde_check_options check;        /* for each */
} lde_batch_options;
#define LDE_BATCH_OPTIONS_INIT {.project = LDE_PROJECT_OPTIONS_INIT}

/* Result: the findings of each, in the order of the folders, whatever the number of jobs. A project that
 * cannot be read, or whose rules take their process down, is told and does not stop the others. Starts
 * processes; the caller should have no threads at work that hold locks. */
lde_result *lde_check_many(const lde_batch_options *options, lde_language language);

typedef struct lde_test_options {
  const char *const *paths; /* rule files and folders of them; none = the rules of the project */
  size_t path_count;
  bool coverage;       /* also tell what the tests reach */
  double min_coverage; /* percent of all that can be reached; below it the result is a failure */
  bool mutate;         /* also change the rules, and name the changes that no test notices */
} lde_test_options;
#define LDE_TEST_OPTIONS_INIT {0}

/* Runs the examples of rules and the *_test.lua files beside them and in the project's folder tests.
 * Result: one row for each. */
lde_result *lde_test(lde_project *project, const lde_test_options *options);

typedef struct lde_lint_options {
  const char *const *paths; /* rule files and folders of them; none = the rules of the project */
  size_t path_count;
  bool unused_fields;       /* also the filled fields that no rule reads */
} lde_lint_options;
#define LDE_LINT_OPTIONS_INIT {0}

/* Looks for what is legal in rules and probably not meant. Result: findings. */
lde_result *lde_lint(lde_project *project, const lde_lint_options *options);

typedef struct lde_profile_options {
  const char *const *rules; /* ids or codes; NULL = all that are enabled */
  size_t rule_count;
} lde_profile_options;
#define LDE_PROFILE_OPTIONS_INIT {0}

/* Runs the enabled rules and tells what each cost: layer ("columns", "mixed", "lua"), rows,
 * milliseconds, nanoseconds for a row, share in percent, findings. Result: rows. */
lde_result *lde_profile(lde_project *project, const lde_profile_options *options);

typedef struct lde_why_options {
  const char *record;   /* "goals:g1", or the first digits of a finding's fingerprint */
  const char *rule;     /* id or code: why it fires on the record or does not; NULL = the record itself */
  bool run;             /* make the offer now, instead of taking the latest stored run */
  const char *database; /* of stored runs; NULL = .ldengine/plan.db in the project's folder */
} lde_why_options;
#define LDE_WHY_OPTIONS_INIT {0}

/* The golden thread of a record with money and hours, what the offer decided about it and what rules
 * found; or one rule on one record, condition by condition. */
lde_result *lde_why(lde_project *project, const lde_why_options *options);

/* A page about a rule (id or code) or a code of diagnostics ("load/reference"), as Markdown. */
lde_result *lde_explain(lde_project *project, const char *name);
/* Writes such a page for every enabled rule into the folder, and an index.md. */
lde_result *lde_docs(lde_project *project, const char *folder);

/* One read-only SQL query over the model, and over the stored runs of `database`, where it exists
 * (NULL = .ldengine/plan.db in the project's folder). */
lde_result *lde_sql(lde_project *project, const char *query, const char *database);

/* What `ldengine doctor` looks at besides what it finds out itself: surroundings that the library does not
 * ask for, and the project, when there is one. */
typedef struct lde_doctor_options {
  lde_project_options project;
  const char *locale; /* of the terminal: "nl_NL.UTF-8" */
  const char *path;   /* folders of programs, separated by ':' */
  const char *fonts;  /* folder of fonts; NULL = /usr/share/fonts */
} lde_doctor_options;
#define LDE_DOCTOR_OPTIONS_INIT {.project = LDE_PROJECT_OPTIONS_INIT}

/* Result: one line for each check, with its remedy; exit code 1 when one is wrong. Changes nothing. */
lde_result *lde_doctor_examine(const lde_doctor_options *options, lde_language language);

/* What `ldengine schema` prints: "json-schema", "sql", "luals" or "dictionary". `project` may be NULL:
 * the model without an organisation's own fields. */
lde_result *lde_schema_document(lde_project *project, const char *kind, lde_language language);

#endif
