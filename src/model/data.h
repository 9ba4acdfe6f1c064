/* data.h: a neutral tree of plain values, as JSON has them, between those who compute a result (a
 * script, an offer) and those who print it. The tree lives in one arena and refers to nothing else.
 *
 * Members of an object keep the order in which they were added; whoever builds the tree adds them
 * in a fixed order, so that the same input prints the same bytes. Texts and keys are valid UTF-8
 * and may hold any control character: printing escapes them. Numbers are finite. */
#ifndef LDE_MODEL_DATA_H
#define LDE_MODEL_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Lists and objects may be nested this deep. */
enum { LDE_DATA_DEPTH_MAX = 64 };

typedef enum lde_data_kind {
  LDE_DATA_NULL,
  LDE_DATA_BOOL,
  LDE_DATA_INTEGER,
  LDE_DATA_NUMBER,
  LDE_DATA_TEXT,
  LDE_DATA_LIST,
  LDE_DATA_OBJECT
} lde_data_kind;

typedef struct lde_data {
  lde_data_kind kind;
  uint32_t key_len;
  const char *key; /* of a member of an object, ends in NUL; else NULL */
  union {
    bool truth;
    int64_t integer;
    double number;
    struct {
      const char *bytes; /* ends in NUL */
      size_t len;
    } text;
    struct {
      struct lde_data *first, *last;
      size_t count;
    } items; /* of a list or object */
  } as;
  struct lde_data *next; /* the next item or member */
} lde_data;

/* A new value, null or an empty list or object. */
lde_data *lde_data_new(lde_arena *arena, lde_data_kind kind);
lde_data *lde_data_bool(lde_arena *arena, bool truth);
lde_data *lde_data_integer(lde_arena *arena, int64_t value);
lde_data *lde_data_number(lde_arena *arena, double value);
/* Copies the bytes; what is no valid UTF-8 becomes U+FFFD. */
lde_data *lde_data_text(lde_arena *arena, const char *bytes, size_t len);
/* Appends `item`, which must be new, to the list, and returns it. */
lde_data *lde_data_add(lde_data *list, lde_data *item);
/* Appends a member; the key is copied, cleaned as a text, and must not be there yet. */
lde_data *lde_data_put(lde_arena *arena, lde_data *object, const char *key, size_t key_len,
                       lde_data *item);
/* The member, or NULL (also for NULL or another kind of value). */
const lde_data *lde_data_member(const lde_data *object, const char *key);

#endif
