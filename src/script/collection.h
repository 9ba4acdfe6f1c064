/* collection.h: rows of one entity as Lua sees them: `ld.goals`, `goal.kpis`, and what where, sort
 * and first make of them. A userdata with a list of rows; all rows of a table need no list, and the
 * rows of a relation are borrowed from the dataset's index. Rows come in the order of the sources,
 * unless sorted.
 *
 * collection.c has the userdata, walking and looking up, collection_query.c what filters and
 * reduces, collection_columns.c what goes over columns, collection_order.c sort, group, values and distinct; a mapper gives the value of an
 * expression or a function for each row. Every method charges a fixed price and the rows it looks
 * at. */
#ifndef LDE_SCRIPT_COLLECTION_H
#define LDE_SCRIPT_COLLECTION_H

#include "script/expression.h"
#include "script/script_internal.h"

typedef struct lde_collection {
  const lde_entity *entity;
  const int32_t *rows; /* NULL = all rows of the table */
  size_t count;
  bool ascending; /* the rows are in the order of the sources, each once */
  lua_Integer serial;
  int32_t own[]; /* what `rows` points to when the collection owns them */
} lde_collection;

static inline int32_t lde_collection_row(const lde_collection *collection, size_t i)
{
  return collection->rows ? collection->rows[i] : (int32_t)i;
}

/* All rows: one collection per state. */
void lde_collection_push_all(lua_State *L, const lde_entity *entity);
/* Copies the rows. */
void lde_collection_push_rows(lua_State *L, const lde_entity *entity, const int32_t *rows,
                              size_t count);
/* The rows stay where they are and must outlive the state; ascending. */
void lde_collection_push_borrowed(lua_State *L, const lde_entity *entity, lde_rows rows);
/* Pushes a collection with room for `count` rows of its own, to be filled; `count` may then be
 * lowered. */
lde_collection *lde_collection_new(lua_State *L, const lde_entity *entity, size_t count);
/* NULL when it is something else; the other raises. */
const lde_collection *lde_collection_test(lua_State *L, int index);
const lde_collection *lde_collection_check(lua_State *L, int index);

/* Makes the metatable; run while a script is made. */
void lde_collection_open(lua_State *L);
/* Offers the names of the methods. */
void lde_collection_suggest(lde_suggestion *suggestion);
/* The method's name, and whether its first argument is an expression over the rows. */
bool lde_collection_has_method(const char *name, bool *takes_expression);

/* ---- for the files of collection ---- */

/* Memory for the time of one call, collected with the Lua state; raises limit/memory before it is
 * taken. */
void *lde_collection_scratch(lua_State *L, size_t count, size_t size);

/* The value of an argument, expression or function, row by row. Between open and close only its
 * push may call the author's code. */
typedef struct lde_mapper {
  lua_State *L;
  lde_script *script;
  const lde_collection *collection;
  const lde_expression *expression; /* NULL: a function */
  const lde_field *field;           /* the expression is just this field; else NULL */
  const char *text; /* of the expression, as written */
  size_t text_len;
  int argument; /* where it stands on the stack */
  lde_evaluation evaluation;
} lde_mapper;

/* Argument `index` of a method whose collection is argument 1; raises when it is neither. */
void lde_mapper_open(lde_mapper *mapper, lua_State *L, int index);
/* Pushes the value for row number `i` of the collection. */
void lde_mapper_push(lde_mapper *mapper, size_t i);
/* Whether that value is true. */
bool lde_mapper_test(lde_mapper *mapper, size_t i);
void lde_mapper_close(lde_mapper *mapper);
/* The same for all rows over columns, where that can be done: tells each row in order until `take`
 * says false. False: nothing was done, go row by row. */
bool lde_mapper_columns(lde_mapper *mapper, bool (*take)(void *ctx, int32_t row, bool truth),
                        void *ctx);

/* The methods, in collection_query.c and collection_order.c. */
int lde_collection_where(lua_State *L);
int lde_collection_count(lua_State *L);
int lde_collection_sum(lua_State *L);
int lde_collection_min(lua_State *L);
int lde_collection_max(lua_State *L);
int lde_collection_avg(lua_State *L);
int lde_collection_any(lua_State *L);
int lde_collection_all(lua_State *L);
int lde_collection_sort(lua_State *L);
int lde_collection_group(lua_State *L);
int lde_collection_values(lua_State *L);
int lde_collection_distinct(lua_State *L);

/* ---- comparing values ---- */

typedef struct lde_sort_key {
  enum { LDE_SORT_NUMBER, LDE_SORT_TEXT, LDE_SORT_BOOL, LDE_SORT_NIL } kind;
  bool is_float;
  union {
    lua_Integer integer; /* also of BOOL */
    lua_Number number;
    const char *text;
  } as;
  size_t len; /* of TEXT */
} lde_sort_key;

/* The value on top as a key; a record is replaced there by the text of its id. Texts are borrowed
 * from the value. Raises for what cannot be compared. */
lde_sort_key lde_sort_key_of(lua_State *L, const char *method);
/* Both of one kind: less than, equal to or greater than 0. Texts bytewise, NaN after all numbers.
 */
int lde_sort_key_compare(const lde_sort_key *a, const lde_sort_key *b);
/* Raises when two keys are of different kinds. */
void lde_sort_key_match(lua_State *L, const lde_sort_key *a, const lde_sort_key *b,
                        const char *method);

#endif
