/* internal.h: what the files of the layer share: a rule as read from its table, the file that it
 * came from, and the state of a run.
 *
 * Compiled expressions are Lua values in a table of their file (`compiled`); a rule knows them by
 * their number there, 0 = none. Everything else of a rule lives in the arena of its file,
 * everything of a run in the run, so an error or an abandoned state loses nothing. Columns.c is the
 * only one that evaluates an expression over many rows. */
#ifndef LDE_RULES_INTERNAL_H
#define LDE_RULES_INTERNAL_H

#include <lauxlib.h>

#include "base/error.h"
#include "expr/expr.h"
#include "rules/rules.h"
#include "script/collection.h"
#include "script/expression.h"
#include "script/record.h"
#include "script/values.h"

#define LDE_RULES_DESK "rules"
enum { LDE_RULE_NAMES_MAX = 24 }; /* conditions of a join, keys of a group, parameters */

typedef enum lde_template_format {
  LDE_FORMAT_PLAIN,
  LDE_FORMAT_MONEY,
  LDE_FORMAT_DATE,
  LDE_FORMAT_SHARE,
  LDE_FORMAT_HOURS,
  LDE_FORMAT_NUMBER,
  LDE_FORMAT_LABEL,
  LDE_FORMAT_COUNT
} lde_template_format;

typedef struct lde_template_part {
  const char *text; /* literal; NULL: an expression */
  int expression;
  lde_template_format format;
} lde_template_part;

typedef struct lde_template {
  LDE_VEC(lde_template_part) parts;
  bool set;
} lde_template;

typedef enum lde_join_op {
  LDE_JOIN_EQ,
  LDE_JOIN_NE,
  LDE_JOIN_LT,
  LDE_JOIN_LE,
  LDE_JOIN_GT,
  LDE_JOIN_GE
} lde_join_op;

typedef struct lde_join_term {
  const char *left;
  lde_join_op op;
  int left_expression, right_expression;
  bool constant; /* the right side reads no field */
} lde_join_term;

typedef struct lde_join {
  const lde_entity *entity; /* NULL = the rule has no join */
  bool fires_on_match;      /* when; else unless */
  lde_join_term terms[LDE_RULE_NAMES_MAX];
  int count;
} lde_join;

typedef struct lde_group_by {
  const lde_entity *of;                      /* NULL = the rule has no groups */
  int sum;                                   /* expression */
  const char *names[LDE_RULE_NAMES_MAX + 3]; /* sum, those of by, rows; end in NULL */
  int keys[LDE_RULE_NAMES_MAX], count;
  bool sum_is_money;
} lde_group_by;

typedef enum lde_param_type {
  LDE_PARAM_SHARE,
  LDE_PARAM_MONEY,
  LDE_PARAM_INTEGER,
  LDE_PARAM_NUMBER,
  LDE_PARAM_DAYS,
  LDE_PARAM_TEXT,
  LDE_PARAM_BOOL,
  LDE_PARAM_CHOICE
} lde_param_type;

typedef struct lde_rule_param {
  const char *name;
  lde_param_type type;
  bool has_min, has_max;
  double min, max;
  const char **choices;
  size_t choice_count;
} lde_rule_param;

typedef struct lde_rule {
  struct lde_rule_file *file;
  int number; /* in its file, from 1: its table and its parameters there */
  const char *id, *code, *title[2], *why[2];
  int line, step;
  const lde_entity *each;
  int where, fails, size, evidence;
  bool size_is_money;
  lde_severity severity;
  int severity_by[3]; /* by lde_severity; expressions, when severity is a table */
  bool severity_is_table;
  int at;                           /* field of each, -1 = the record */
  lde_template message[2], help[2]; /* by language */
  lde_join join;
  lde_group_by group;
  bool has_check, has_once;
  lde_name_code check_names[LDE_RULE_NAMES_MAX]; /* of the parameters of check; -1 = row */
  int check_count;
  char once_names[4]; /* o org, P, r report */
  int once_count;
  lde_rule_param params[LDE_RULE_NAMES_MAX];
  int param_count;
  lde_data *examples[2]; /* fires, clean: a model or a list of models; NULL = none */
  /* settings */
  bool last;         /* runs after the others, whose findings it sees */
  int32_t row;       /* in the table rules, or LDE_NO_ROW */
  bool replaced, left_out; /* by one of the same id; by lde_rules_keep */
  const lde_rule_severity *setting; /* NULL = as the rule says */
} lde_rule;

/* A compiled expression as it was written. */
typedef struct lde_rule_text {
  const char *text;
  size_t len;
  const lde_entity *entity;
  bool has_extras;
} lde_rule_text;

typedef struct lde_rule_file {
  lde_rules *rules;
  lde_arena arena;
  const char *pack, *name, *path, *bytes;
  size_t len;
  lde_script *script;
  int compiled, tables, params; /* references into the Lua registry */
  int compiled_count;
  LDE_VEC(lde_rule_text) texts; /* of the compiled expressions, by number - 1 */
  LDE_VEC(lde_rule *) items;
  LDE_VEC(int) lines;     /* by rule: where ld.rule was called */
  lde_diagnostics *found; /* while loading */
  struct lde_rule_run *run;
  bool failed;
} lde_rule_file;

struct lde_rules {
  lde_dataset *dataset;
  lde_rules_options options;
  LDE_VEC(lde_rule_file *) files;
  LDE_VEC(lde_rule *) all; /* in the order loaded */
  struct lde_thread_map *thread; /* made when the first finding asks for it */
  struct lde_cover *cover;       /* what tests reach is noted there; NULL = nobody asks */
  lde_language lang;
  void (*timed)(void *ctx, const lde_rule_timing *timing); /* NULL = nobody wants to know */
  void *timed_ctx;
};

/* A finding before it is written out: what it is about, in the state of the rule. */
typedef struct lde_hit {
  const lde_entity *entity; /* NULL = the plan as a whole */
  int32_t row;              /* LDE_NO_ROW: a group */
  int32_t first;            /* of a group: its first row, whose place it has */
  int extras;               /* stack index of the list of extra values, 0 = none */
  int text;                 /* stack index of the message that a function gave, 0 = none */
  int report;               /* stack index of the table given to report, 0 = none */
  const char *keys; /* of a group, or of a report that tells its findings apart; NULL = none */
} lde_hit;

typedef struct lde_join_value {
  enum {
    LDE_JOIN_NIL,
    LDE_JOIN_INTEGER,
    LDE_JOIN_FLOAT,
    LDE_JOIN_TEXT,
    LDE_JOIN_BOOL,
    LDE_JOIN_RECORD
  } kind;
  union {
    int64_t integer; /* also the code of TEXT, BOOL, and the packed RECORD */
    double number;
  } as;
} lde_join_value;

typedef struct lde_rule_run {
  lde_rules *rules;
  lde_rule *rule;
  LDE_VEC(lde_finding) found; /* of this rule; a message of NULL: only counted */
  lde_arena *arena;           /* of the findings' texts */
  bool defaults;              /* parameters as declared, whatever is set */
  int compiled;               /* stack index of the table of compiled expressions */
  lde_arena scratch; /* of this run alone */
  lde_data *params;  /* P */
  struct lde_rule_column {
    lde_expr *expr;
    lde_expr_run *run; /* NULL: Lua has to */
    bool tried;
  } * columns; /* by expression, number - 1 */
  size_t column_count;
  lde_expr_failures failures;
  int scan[2];            /* expressions that the shared scan applies; 0 = none */
  int failed;             /* the one of them that met a row it cannot judge */
  struct lde_rule_cover *cover; /* of a test: notes what is reached, so all goes row by row; or NULL */
  int **leaves;           /* numbers of its clauses, by part; for coverage.c */
  int64_t nanoseconds;    /* spent so far, when somebody wants to know */
  /* scratch, freed after each rule */
  uint64_t *bits;
  int32_t *next, *slots;
  lde_join_value *left, *right; /* of a join: by row, then by condition */
  size_t slot_count;
  uint64_t nearest_work;
  lde_strings texts;
  lde_buffer text;
  struct lde_group {
    int32_t first, last, count; /* rows, linked by `next` */
    bool is_float;
    int64_t integer;
    double number;
  } * groups;
  lde_join_value *keys; /* of groups: by group, then by key */
} lde_rule_run;

/* compile.c */
/* The `key =` nearest behind the line of the call; the call itself when there is none. */
void lde_rule_find_key(const lde_rule_file *file, const lde_rule *rule, const char *key,
                       uint32_t *line, uint32_t *column);
/* Reports a mistake at the line of the key in the rule's table; `help` may be NULL. */
void lde_rule_complain(lde_rule_file *file, const lde_rule *rule, const char *key, const char *help,
                       const char *format, ...) __attribute__((format(printf, 5, 6)));
/* "did you mean …?" in the run's language, "" when nothing is near; lives in the arena of the file.
 */
const char *lde_rule_suggest(lde_rule_file *file, const lde_suggestion *suggestion);
/* Compiles; returns its number or 0 after a complaint. */
int lde_rule_compile(lua_State *L, lde_rule *rule, const char *key, const lde_entity *entity,
                     const char *const *extras, const char *text, size_t len);
/* Defaults of the rule's parameters as plain data, so that their types are known; without dated ones. */
const lde_data *lde_rule_defaults(lua_State *L, const lde_rule *rule, lde_arena *arena);
/* Whether some row that the schema allows makes the condition true. */
bool lde_rule_can_match(const lde_rule *rule, const lde_entity *entity, const char *text);
/* Borrowed, valid as long as the file's state. */
const lde_expression *lde_rule_expression(lua_State *L, lde_rule_file *file, int number);
/* Whether the expression only reads money, and does not divide. */
bool lde_rule_is_money(lua_State *L, lde_rule *rule, int number, const char *text);
/* Pushes the value of a compiled expression; between open and close of the evaluation. */
void lde_rule_push(lde_evaluation *evaluation, lde_rule_run *run, int number, int32_t row,
                   int extras);
bool lde_rule_is_true(lde_evaluation *evaluation, lde_rule_run *run, int number, int32_t row,
                      int extras);

/* template.c */
void lde_template_read(lua_State *L, lde_rule *rule, const char *key, const lde_entity *entity,
                       const char *const *extras, const char *text, size_t len, lde_template *out);
void lde_template_render(lde_evaluation *evaluation, lde_rule_run *run,
                         const lde_template *template, int32_t row, int extras, lde_buffer *out);
/* Appends the Lua value at the index for people. */
void lde_rule_format(lua_State *L, int index, const lde_field *field, lde_template_format format,
                     lde_buffer *out);

/* rule_lua.c */
int lde_rules_open(lua_State *L);
/* The table at the index is what ld.exists made. */
bool lde_rule_is_join(lua_State *L, int index);
/* The operator and, pushed, the right side of what ld.le … made; EQ and the value itself otherwise.
 */
lde_join_op lde_rule_join_side(lua_State *L, int index);

/* read.c: argument 1 a lde_rule_file; reads all tables that ld.rule took. */
int lde_rules_read(lua_State *L);
/* read_parts.c: the value stands at `index`. */
void lde_rule_read_join(lua_State *L, lde_rule *rule, const char *key, int index);
void lde_rule_read_group(lua_State *L, lde_rule *rule, int table);
void lde_rule_read_check(lua_State *L, lde_rule *rule, int index);
void lde_rule_read_once(lua_State *L, lde_rule *rule, int index);
void lde_rule_read_evidence(lua_State *L, lde_rule *rule, int index);

/* params.c */
void lde_rule_read_params(lua_State *L, lde_rule *rule, int index);
/* Pushes P of the rule: its settings, or only the defaults. */
void lde_rule_push_params(lua_State *L, lde_rule *rule, bool defaults);
/* Reports names behind "P." that are not declared, and declared ones that no text uses. */
void lde_rule_check_params_used(lua_State *L, lde_rule *rule, int table);

/* columns.c */
/* The expression bound to columns, or NULL when it is for Lua. P stands at index 3. */
lde_expr_run *lde_rule_column(lua_State *L, lde_rule_run *run, int number);
/* Clears the bits of rows for which it is not true; false when it is for Lua. */
bool lde_rule_filter(lua_State *L, lde_rule_run *run, int number, int32_t rows);
/* One block of that, outside Lua: trouble is kept in the run. Rows from `first`, at most `rows`. */
enum { LDE_RULE_BLOCK = 4096 };
void lde_rule_filter_block(lde_rule_run *run, lde_expr_run *column, int32_t first, int32_t rows);
/* Raises what that found. */
void lde_rule_check_failures(lua_State *L, lde_rule_run *run, int number);
/* The values of rows `first` to `last` - 1 into out[0], out[stride] …; those whose bit is not set
 * (bits NULL = all) may be left. */
void lde_rule_fill(lua_State *L, lde_rule_run *run, int number, int32_t first, int32_t last,
                   const uint64_t *bits, lde_join_value *out, int stride);
void lde_rule_columns_deinit(lde_rule_run *run);

/* scan.c: the rules of one entity in one pass over its columns */
int lde_rule_prepare(lua_State *L);
void lde_rules_scan(lde_rule_run *runs, size_t count);

/* profile.c */
/* Nanoseconds, while somebody wants to know; else 0. */
int64_t lde_rule_clock(const lde_rules *rules);
void lde_rule_tell_time(lde_rule_run *run, bool failed);

/* select.c, join.c, groups.c, once.c: the ways to find; argument 1 a lde_rule_run */
int lde_rule_run_rows(lua_State *L);
int lde_rule_run_groups(lua_State *L);
int lde_rule_run_once(lua_State *L);
/* Makes run->bits: the rows that `where` and `fails` leave. */
void lde_rule_select(lua_State *L, lde_rule_run *run);
lde_join_value lde_rule_value(lua_State *L, lde_rule_run *run, int index);
void lde_join_open(lua_State *L, lde_rule_run *run);
/* The first row of the other entity that fits; `right`: the values of the right sides for one row. */
int32_t lde_join_find(lua_State *L, lde_rule_run *run, const lde_join_value *right);
void lde_join_explain(lde_evaluation *evaluation, lde_rule_run *run, int32_t row,
                      lde_finding *finding);
int lde_rule_report(lua_State *L);

/* describe.c */
/* Makes a finding of it, unless its severity says that it is none. */
void lde_rule_hit(lua_State *L, lde_rule_run *run, const lde_hit *hit);
/* The start of each way to run: the compiled expressions at stack index 2, P at 3. */
void lde_rule_begin(lua_State *L, lde_rule_run *run);
/* Pushes the member of the rule's own table. */
void lde_rule_push_member(lua_State *L, const lde_rule *rule, const char *key);
/* The id of the record as it is for fingerprints; "entity:id" goes to the path. */
void lde_rule_identity(lde_dataset *dataset, int entity, int32_t row, lde_buffer *out);
void lde_rule_fingerprint(lde_finding *finding, const char *identity, const char *keys);
lde_finding_evidence lde_rule_evidence_of(lde_rules *rules, lde_arena *arena, int entity,
                                          int32_t row);
/* As the organisation has set it; false: it is no finding. */
bool lde_rule_adjust(const lde_rule *rule, lde_finding *finding);

/* exceptions.c */
typedef struct lde_exception_state {
  lde_exception *all;
  unsigned char *seen; /* a finding, expired, over its limit */
  size_t count;
  lde_arena arena;
  lde_strings baseline; /* fingerprints */
} lde_exception_state;
void lde_exceptions_start(lde_rules *rules, lde_exception_state *state);
void lde_exceptions_apply(lde_rules *rules, lde_exception_state *state, const lde_rule *rule,
                          lde_findings *out, lde_finding *finding);
void lde_exceptions_finish(lde_rules *rules, lde_exception_state *state, const char *const *unknown,
                           size_t unknown_count, lde_findings *out);

/* settings.c: a mistake in what the organisation set for a parameter */
void lde_rule_complain_setting(lde_rule *rule, const char *param, const char *fact);

/* record.c: rows of rules, rule_tests, rule_runs and findings */
void lde_rules_record(lde_rules *rules);
void lde_rules_record_failure(const lde_rule *rule, const char *message);
void lde_rules_record_findings(lde_rules *rules, const lde_findings *findings,
                               const lde_findings *others);

/* examples.c: of one rule */
void lde_rule_test(const lde_rule *rule, lde_rule_examples *out);
/* A small model, built; `problem` says what is wrong with it, "" = nothing. */
typedef struct lde_example_model {
  lde_dataset *dataset;
  lde_buffer problem;
} lde_example_model;
/* `written`: texts stand as in a file, so that 12.50 is money in major units. */
void lde_example_build(lde_example_model *model, const lde_rules *rules, const char *name,
                       uint32_t line, const lde_data *data, bool written);
void lde_example_free(lde_example_model *model);
/* One rule over such a model. */
typedef struct lde_trial {
  const lde_rule *rule;
  const char *bytes;      /* of its file, when that was changed; else NULL */
  size_t len;
  const lde_data *params; /* settings of its parameters, NULL = as declared */
  uint64_t steps;         /* at most; 0 = the limits of the rules */
} lde_trial;
typedef struct lde_verdict {
  lde_arena arena; /* of the findings */
  LDE_VEC(lde_finding) found;
  lde_buffer problem; /* why nothing can be said; "" = it can */
  bool refused;       /* the file does not load */
  uint64_t steps;
} lde_verdict;
void lde_trial_run(const lde_trial *trial, lde_dataset *dataset, lde_verdict *out);
void lde_verdict_free(lde_verdict *verdict);

/* coverage.c */
void lde_cover_free(struct lde_cover *cover);
/* Where the trial of a rule notes what it reaches, or NULL. */
struct lde_rule_cover *lde_cover_of(const lde_rule *rule);
/* Lines of functions are noted from here on. */
void lde_cover_trace(struct lde_rule_cover *cover, lde_sandbox *sandbox);
/* lde_rule_is_true, clause by clause. */
bool lde_cover_is_true(lde_evaluation *evaluation, lde_rule_run *run, int number, int32_t row,
                       int extras);
void lde_cover_join(struct lde_rule_cover *cover, bool match);

/* A condition as its clauses: what stands between and, or and not. */
typedef struct lde_clause {
  enum { LDE_CLAUSE_LEAF, LDE_CLAUSE_AND, LDE_CLAUSE_OR, LDE_CLAUSE_NOT } kind;
  const char *text; /* in the condition */
  size_t len;
  int number; /* of a leaf, from 0 */
  struct lde_clause *a, *b;
} lde_clause;
/* `count` counts the leaves on. */
lde_clause *lde_clause_split(lde_arena *arena, const char *text, size_t len, int *count);

/* rules.c */
/* Neither replaced, left out nor off. */
bool lde_rule_is_asked(const lde_rule *rule);
lde_rule_file *lde_rule_file_load(lde_rules *rules, const char *pack, const char *name,
                                  const char *path, const char *bytes, size_t len,
                                  lde_diagnostics *found);
void lde_rule_file_free(lde_rule_file *file);
lde_rule *lde_rules_find(const lde_rules *rules, const char *name);
const lde_rule_severity *lde_rules_setting(const lde_rules *rules, const char *id,
                                           const char *code);
/* The entity over whose rows it goes, or NULL. */
const lde_entity *lde_rule_rows_of(const lde_rule *rule);
/* Runs one rule into run->found; `run` was started by lde_rule_run_init. */
void lde_rule_run_init(lde_rule_run *run, lde_rule *rule);
/* Calls the function in the state of the rule with `argument` as light userdata. */
lde_outcome lde_rule_call(lde_rule_run *run, lua_CFunction function, void *argument,
                          lde_failure *failure);
lde_outcome lde_rule_execute(lde_rule_run *run, lde_failure *failure);
void lde_rule_run_deinit(lde_rule_run *run);

#endif
