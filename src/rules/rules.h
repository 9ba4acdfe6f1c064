/* rules.h: rules of Lua files over a dataset: load, run, examples.
 *
 * A set borrows the dataset and everything in its options, which must outlive it, and owns one
 * sandboxed state per rule file. Mistakes in rules are diagnostics of loading; what the rules say
 * about the plan are findings; a rule that fails while it runs is a diagnostic and counts as
 * unknown, never as passed. One thread at a time; hostile files go through lde_deep_stack_call
 * (script). */
#ifndef LDE_RULES_RULES_H
#define LDE_RULES_RULES_H

#include "model/finding.h"
#include "script/script.h"

/* The severity that an organisation gives a rule: off, a level, or thresholds on the size that are
 * tried from error to note. */
typedef struct lde_rule_threshold {
  bool set;
  char operator[3]; /* > >= < <= == ~= */
  double number;    /* in major units where the size is money */
} lde_rule_threshold;

typedef struct lde_rule_severity {
  const char *rule; /* id or code */
  enum { LDE_RULE_LEVEL, LDE_RULE_OFF, LDE_RULE_THRESHOLDS } kind;
  lde_severity level;
  lde_rule_threshold by[3]; /* by lde_severity */
  const char *file;         /* where it was written; "" = unknown */
  uint32_t line, column;
} lde_rule_severity;

/* "off", a level, or "> 10" into `threshold`; false when the text is none of these. */
bool lde_rule_severity_parse(const char *text, lde_rule_severity *setting);
bool lde_rule_threshold_parse(const char *text, lde_rule_threshold *threshold);

typedef struct lde_rules_options {
  lde_script_options script; /* limits per rule, language, require, and the parameters: by name, or
                                under a rule's id or code */
  const char *params_file;   /* where script.params stand, for messages; NULL = unknown */
  const lde_rule_severity *severities;
  size_t severity_count;
  const lde_exception *exceptions; /* besides those in the dataset */
  size_t exception_count;
  const char *const *baseline; /* fingerprints of findings that are passed */
  size_t baseline_count;
  size_t most; /* findings kept for one rule; the others are only counted; 0 = all */
  /* Told before an author's code or expressions run: which rule (NULL: the file as a whole) of which
   * file (NULL: work of the engine itself follows). With the ctx of script.host; may be NULL. */
  void (*begins)(void *ctx, const char *rule, const char *file);
} lde_rules_options;

typedef struct lde_rules lde_rules;

lde_rules *lde_rules_new(lde_dataset *dataset, const lde_rules_options *options);
void lde_rules_free(lde_rules *rules);
/* Loads one file. `pack` is NULL for the organisation's own files, whose rules replace those of
 * packs with the same id. `name` is shown, `path` (may be NULL) opened for excerpts. False when an
 * error was reported. */
bool lde_rules_add(lde_rules *rules, const char *pack, const char *name, const char *path,
                   const char *bytes, size_t len, lde_diagnostics *found);
/* Reports settings for rules and parameters that do not exist, once all files are there. */
void lde_rules_check_settings(lde_rules *rules, lde_diagnostics *found);
/* Leaves only the rules that are named by id or code; all when count is 0. False when one of the
 * names is no rule, which is reported. */
bool lde_rules_keep(lde_rules *rules, const char *const *names, size_t count,
                    lde_diagnostics *found);
/* Runs all rules that are not replaced, left out or off. The findings are sorted. */
void lde_rules_run(lde_rules *rules, lde_findings *out, lde_diagnostics *found);

/* What a rule cost in lde_rules_run. */
typedef struct lde_rule_timing {
  const char *rule, *file;
  int line;
  int64_t nanoseconds, rows; /* rows: of the entity it goes over; 0 = whole collections */
  const char *layer;         /* "columns", "mixed", "lua" */
  size_t findings;
  bool failed;
} lde_rule_timing;
/* Tells of every rule that ran, from now on. The texts live as long as the set. */
void lde_rules_time(lde_rules *rules, void (*take)(void *ctx, const lde_rule_timing *timing),
                    void *ctx);

/* What is known of a loaded rule. */
typedef struct lde_rule_info {
  const char *id, *code, *pack, *file;
  const char *title[2], *why[2]; /* by lde_language; why may be NULL */
  int line, step;
  bool replaced, off, has_fires, has_clean;
} lde_rule_info;
size_t lde_rules_count(const lde_rules *rules);
lde_rule_info lde_rules_info(const lde_rules *rules, size_t index);

/* How the examples of a rule went. */
typedef struct lde_rule_example {
  const char *rule;
  bool fires; /* a model that must have a finding; else a clean one */
  int number; /* among the models of its kind, from 1; 0 when there is just one */
  bool passed, broken; /* broken: the example or the rule failed, so that nothing can be said */
  const char *message; /* of the first finding, or why it failed; "" */
  const char *file;
  int line;
} lde_rule_example;
typedef struct lde_rule_examples {
  lde_arena arena;
  LDE_VEC(lde_rule_example) items;
  size_t failed;
} lde_rule_examples;
/* Runs `fires` and `clean` of every rule with its default parameters, in plan year 2027 with the
 * first day as today, unless the example has `year`, `today` or `params` beside its entities. A
 * mistake in an example model (unknown name, wrong type, dangling reference) makes it fail, with the
 * reason. */
void lde_rules_test(lde_rules *rules, lde_rule_examples *out);
void lde_rule_examples_free(lde_rule_examples *examples);

#endif
