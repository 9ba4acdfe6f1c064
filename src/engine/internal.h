/* internal.h: what a project and a result are made of. Inside engine only. */
#ifndef LDE_ENGINE_INTERNAL_H
#define LDE_ENGINE_INTERNAL_H

#include "ldengine/ldengine.h"
#include "load/load.h"
#include "model/test_result.h"
#include "model/why.h"
#include "report/report.h"
#include "rules/rules.h"
#include "script/script.h"

struct lde_project {
  lde_arena arena;
  lde_project_options options; /* texts copied into the arena */
  lde_language language;
  const lde_load_text *texts; /* read besides the files; borrowed */
  size_t text_count;
  lde_loaded loaded;
  lde_diagnostics found;       /* while loading */
  bool valid;
  const char *rules_folder;    /* of the shipped rules */
  /* Of a worker (isolate.c); NULL elsewhere. All input of the rules has been read and none of their
   * code has run yet; then, which rule is about to run. */
  void (*seal)(lde_project *project);
  void (*begins)(lde_project *project, const char *rule, const char *file);
  const char *const *baseline; /* fingerprints that were read for it */
  size_t baseline_count;
  const char *without; /* ids of rules that took an earlier worker down, one a line; NULL = none */
};

typedef enum lde_payload {
  LDE_PAYLOAD_NONE,
  LDE_PAYLOAD_CHECK,
  LDE_PAYLOAD_OFFER,
  LDE_PAYLOAD_DATA,
  LDE_PAYLOAD_ROWS,
  LDE_PAYLOAD_DOCUMENT,
  LDE_PAYLOAD_SUMMARY,
  LDE_PAYLOAD_TESTS,
  LDE_PAYLOAD_WHY_RECORD,
  LDE_PAYLOAD_WHY_RULE,
  LDE_PAYLOAD_REPORT,
  LDE_PAYLOAD_BATCH,
  LDE_PAYLOAD_WHATIF
} lde_payload;

struct lde_result {
  lde_arena arena;
  const char *command;
  lde_language language;
  lde_payload payload;
  lde_diagnostics diagnostics;
  lde_project *project;      /* borrowed; NULL for a usage error */
  lde_offer *offer;
  lde_findings findings;
  bool has_findings;
  lde_test_results tests;
  lde_why_record why_record; /* also names the record of why_rule */
  lde_why_rule why_rule;
  lde_provenance provenance;
  const lde_data *data;
  lde_query_result *rows;
  lde_buffer document;
  struct lde_batch *batch;   /* of a check over several projects */
  struct lde_whatif *whatif; /* of whatif.h */
  lde_project *judged;       /* of run --check: the project with the offer as its plan */
  bool unfit;                /* doctor found something to repair */
  struct lde_document *report; /* of report/page */
  LDE_VEC(const char *) log; /* what the script printed */
  bool interrupted, infeasible, internal;
};

/* An empty answer of a verb; has the project's diagnostics of loading already. */
lde_result *lde_result_new(const char *command, lde_project *project, lde_language language);
/* Adds a diagnostic without a place. */
void lde_result_add(lde_result *result, const char *code, const char *help, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds what made a script stop, at its line. */
void lde_result_add_failure(lde_result *result, const lde_project *project,
                            const lde_failure *failure);

/* Engine and digest of the data, for provenance. */
void lde_result_describe_origin(lde_result *result);

/* formats.c: findings and tests in the formats of other programs; false when the result has no such
 * format. */
bool lde_result_print_format(const lde_result *result, const lde_output *output, lde_buffer *out);
/* Whether the diagnostics stand in it then. */
bool lde_result_format_carries(const lde_result *result, const char *format);

/* project.c: the same project once more, with further what-ifs and records. */
lde_project *lde_project_again(const lde_project *project, const lde_assignment *more, size_t count,
                               const lde_load_text *texts, size_t text_count);

/* sources.c: where scripts and modules are found. */
const char *lde_rules_folder(lde_arena *arena, const char *option);
/* The file that a script's name means: in the project, from the current folder, among the shipped
 * rules. False when there is none. */
bool lde_script_find(const lde_project *project, const char *name, lde_buffer *path);
/* The source of require("name"), for a sandbox host whose ctx is the project. */
bool lde_module_read(const lde_project *project, const char *name, lde_buffer *out, char *file,
                     size_t file_size, lde_error *err);

/* scripts.c: Lua for the loader (transforms and merge rules), and limits. */
lde_load_scripts lde_project_scripts(lde_project *project);
lde_limits lde_project_limits(const lde_project *project, unsigned times);
/* What the caller allows a manifest at most; false, said in `err`, when one of them is no limit. */
bool lde_project_limits_most(const lde_project_options *options, lde_language lang,
                             lde_limit_settings *most, lde_error *err);
/* `--set params.…` as scripts take it. */
const lde_script_setting *lde_project_params_set(lde_project *project, size_t *count);

/* packs.c: the packs that the manifest enables, or the standard ten. */
typedef struct lde_pack {
  const char *id, *folder, *shown; /* "rules/packs/budget", as opened and as people see it */
  const char *title[2];            /* by lde_language */
} lde_pack;
typedef struct lde_packs {
  LDE_VEC(lde_pack) items;
  lde_data *params; /* object: values of their parameters; of a dated one a map of dates */
} lde_packs;
/* Mistakes in a pack.yaml, and packs that do not exist, go to `found`. */
void lde_packs_read(lde_project *project, lde_arena *arena, lde_packs *packs,
                    lde_diagnostics *found);
void lde_packs_free(lde_packs *packs);
/* Id of the standard pack number `index`, NULL behind the last. */
const char *lde_packs_standard(size_t index);

/* rule_set.c: all rules of a project, loaded; mistakes in them are diagnostics of the result, what
 * they print goes to its log. The set borrows the result. */
lde_rules *lde_project_rules(lde_project *project, lde_result *result,
                             const char *const *baseline, size_t baseline_count);
/* The same for single files, with the parameters of the project. */
lde_rules *lde_files_rules(lde_project *project, lde_result *result, const char *const *files,
                           size_t count);
/* Runs them into the findings of the result. */
void lde_project_judge(lde_project *project, lde_result *result, const lde_check_options *options);

/* baseline.c: the fingerprints of an earlier run's findings. */
bool lde_baseline_read(lde_result *result, const char *path, const char *const **out,
                       size_t *count);
/* The same with the project of each, because equal records of two projects have equal fingerprints. */
typedef struct lde_baseline_entry {
  const char *folder, *fingerprint; /* folder NULL: of an output of one project */
} lde_baseline_entry;
bool lde_baseline_read_entries(lde_result *result, const char *path, const lde_baseline_entry **out,
                               size_t *count);
/* Those that hold for the folder (NULL: all); `count` is lowered to their number. */
const char *const *lde_baseline_of(const lde_baseline_entry *entries, size_t *count,
                                   const char *folder, lde_arena *arena);

/* params.c: the parameters as they were set, as plain data: the manifest's, then --set. */
const lde_data *lde_project_params(lde_project *project, lde_arena *arena);
/* Warns of names that are nearly those of the standard offer. */
void lde_project_check_params(lde_result *result, const lde_data *params);

/* sql.c: path of the plan database: as given, else .ldengine/plan.db in the project's folder. */
const char *lde_database_path(lde_project *project, const char *database);

/* report.c: the report in that format. */
lde_status lde_result_print_report(const lde_result *result, const char *format, lde_buffer *out,
                                   lde_error *err);

/* judge.c: exit code 5 and its words: limits that clash, mandatory learners left uncovered. */
void lde_offer_judge(lde_result *result);

#endif
