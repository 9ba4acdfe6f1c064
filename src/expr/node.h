/* node.h: the tree of an expression, between parse.c, names.c, infer.c and the evaluators. Inside
 * expr only.
 *
 * parse.c makes nodes of what is written, names.c says what the names are, infer.c what each node
 * can give and whether kernels can run it. All nodes live in the arena of the expression; a run
 * works on a copy, because facts of the dataset (ld.year) become constants there. */
#ifndef LDE_EXPR_NODE_H
#define LDE_EXPR_NODE_H

#include "base/text.h"
#include "expr/expr.h"

typedef enum lde_expr_kind_ {
  LDE_N_CONSTANT,
  /* as written, until names.c has replaced them */
  LDE_N_NAME,   /* text */
  LDE_N_MEMBER, /* a.text */
  LDE_N_CALL,   /* a(args) */
  LDE_N_METHOD, /* a:text(args) */
  /* what names stand for */
  LDE_N_FIELD,      /* of record a, or of the row itself */
  LDE_N_COLLECTION, /* inverse relation or list `field` of record a, or of the row itself */
  LDE_N_EACH,
  LDE_N_EXTRA,  /* number in `op` */
  LDE_N_FACT,   /* op: lde_expr_fact */
  LDE_N_PURE,   /* op: lde_expr_pure, args */
  LDE_N_TEXT,   /* op: lde_expr_text_method of a, args */
  LDE_N_FILTER, /* a:where(inner) */
  LDE_N_REDUCE, /* op: lde_expr_reduce of collection a by inner (may be NULL) */
  /* operators */
  LDE_N_AND,
  LDE_N_OR,
  LDE_N_NOT,
  LDE_N_UNARY, /* op */
  LDE_N_BINARY /* op */
} lde_expr_kind;

typedef enum lde_expr_op {
  LDE_OP_ADD,
  LDE_OP_SUB,
  LDE_OP_MUL,
  LDE_OP_MOD,
  LDE_OP_POW,
  LDE_OP_DIV,
  LDE_OP_IDIV,
  LDE_OP_BAND,
  LDE_OP_BOR,
  LDE_OP_BXOR,
  LDE_OP_SHL,
  LDE_OP_SHR,
  LDE_OP_CONCAT,
  LDE_OP_EQ,
  LDE_OP_NE,
  LDE_OP_LT,
  LDE_OP_LE,
  LDE_OP_GT,
  LDE_OP_GE,
  LDE_OP_AND,
  LDE_OP_OR,
  LDE_OP_NONE,
  /* unary */
  LDE_OP_NEG,
  LDE_OP_NOT,
  LDE_OP_BNOT,
  LDE_OP_LEN
} lde_expr_op;

typedef enum lde_expr_fact { LDE_FACT_YEAR, LDE_FACT_TODAY, LDE_FACT_ORG } lde_expr_fact;

typedef enum lde_expr_pure {
  LDE_PURE_MIN,
  LDE_PURE_MAX,
  LDE_PURE_ABS,
  LDE_PURE_FLOOR,
  LDE_PURE_CEIL,
  LDE_PURE_DATE,
  LDE_PURE_DAYS,
  LDE_PURE_ADD_DAYS,
  LDE_PURE_ADD_MONTHS,
  LDE_PURE_QUARTER,
  LDE_PURE_LEVEL
} lde_expr_pure;

typedef enum lde_expr_text_method {
  LDE_TEXT_LOWER,
  LDE_TEXT_UPPER,
  LDE_TEXT_SUB
} lde_expr_text_method;

typedef enum lde_expr_reduce {
  LDE_REDUCE_COUNT,
  LDE_REDUCE_SUM,
  LDE_REDUCE_MIN,
  LDE_REDUCE_MAX,
  LDE_REDUCE_AVG,
  LDE_REDUCE_ANY,
  LDE_REDUCE_ALL,
  LDE_REDUCE_FIRST
} lde_expr_reduce;

/* How a block of values lies in memory; NONE: only row by row. */
typedef enum lde_expr_layout {
  LDE_LAYOUT_NONE,
  LDE_LAYOUT_BYTE,   /* booleans */
  LDE_LAYOUT_NARROW, /* int32: small integers, days, codes of texts and choices, rows */
  LDE_LAYOUT_WIDE,   /* int64 */
  LDE_LAYOUT_DOUBLE
} lde_expr_layout;

typedef struct lde_expr_node {
  lde_expr_kind kind;
  int op;
  uint32_t at, len; /* in the whole text, also of inner expressions */
  struct lde_expr_node *a, *b, *inner;
  struct lde_expr_node **args;
  int arg_count;
  bool in_brackets;
  lde_expr_value value;   /* of CONSTANT */
  const char *text;       /* of NAME, MEMBER, METHOD */
  const lde_field *field; /* of FIELD and COLLECTION */
  /* inferred */
  unsigned types;           /* lde_expr_type */
  const lde_entity *entity; /* of a record or collection */
  lde_expr_layout layout;
  bool safe;    /* cannot fail in any row */
  bool decided; /* its truth can be computed by kernels, without failing */
  int32_t code; /* of a text constant that is compared with codes */
} lde_expr_node;

struct lde_expr {
  lde_arena arena;
  const lde_schema *schema;
  const lde_entity *entity;
  lde_expr_options options;
  lde_expr_node *root;
  LDE_VEC(lde_expr_column) columns;
  LDE_VEC(lde_expr_problem) warnings;
};

/* State of one compilation; shared by the steps. */
typedef struct lde_expr_compiler {
  lde_expr *expr;
  lde_language lang;
  const lde_entity *entity, *outer; /* outer: what `each` is */
  const char *text;
  size_t len;
  uint32_t base; /* where the text stands in the whole one, for an inner expression */
  const char *whole;
  size_t whole_len;
  lde_expr_status status; /* OK until something is wrong */
  lde_expr_problem *problem;
  int depth;
} lde_expr_compiler;

enum {
  LDE_EXPR_DEPTH_MAX = 100,
  LDE_EXPR_FILTERS_MAX = 16 /* where(…):where(…) in kernels */
};

/* Sets status and problem at the first call; returns NULL, so that a step can end with it. */
void *lde_expr_refuse(lde_expr_compiler *c, lde_expr_status status, uint32_t at, uint32_t len,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));
void lde_expr_warn(lde_expr_compiler *c, const lde_expr_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void lde_expr_clean(char *message, size_t size);
/* Appends "; did you mean 'x'?". */
void lde_expr_suggest(char *message, size_t size, lde_language lang,
                      const lde_suggestion *suggestion);

lde_expr_node *lde_expr_node_new(lde_expr_compiler *c, lde_expr_kind kind, uint32_t at,
                                 uint32_t len);

/* parse.c: the tree of c->text, or NULL. */
lde_expr_node *lde_expr_parse(lde_expr_compiler *c);
/* names.c: replaces names, calls and methods; NULL when something is refused. */
lde_expr_node *lde_expr_resolve(lde_expr_compiler *c, lde_expr_node *node);
/* infer.c: fills what is inferred, bottom up. `c` NULL: for a run, nothing is refused. */
bool lde_expr_infer(lde_expr_compiler *c, lde_expr_node *node, const lde_strings *strings);

/* A number of the field's own units: 10 000 for a share; 1 where the column holds the value itself.
 */
int64_t lde_expr_units(const lde_field *field);
bool lde_expr_is_number_field(const lde_field *field);

static inline bool lde_expr_is_compare(int op)
{
  return op >= LDE_OP_EQ && op <= LDE_OP_GE;
}

#endif
