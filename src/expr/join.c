#include "expr/join.h"

#include <string.h>

#include "expr/keys.h"

struct lde_expr_join {
  lde_expr_pair pairs[LDE_JOIN_PAIRS_MAX]; /* the `=` first */
  int place[LDE_JOIN_PAIRS_MAX];           /* of the pair among those given */
  int count, equal;                        /* equal: how many are `=` */
  int32_t rows;
  lde_expr_coder coders[LDE_JOIN_PAIRS_MAX + 1]; /* of each `=` pair, then of the chains */
  /* Rows of the other table by code of their key, in row order. */
  int32_t *start, *members, codes;
  lde_expr_value *rest; /* by place in members: the left values of the other pairs */
  lde_arena texts;
  lde_expr_value *values[LDE_JOIN_PAIRS_MAX]; /* a block of right values */
};

/* ---- one pair ---- */

static bool holds(lde_expr_comparator comparator, const lde_expr_value *left,
                  const lde_expr_value *right)
{
  bool less = false;
  lde_expr_run *none = NULL;
  bool numbers = (left->tag == LDE_EXPR_INTEGER || left->tag == LDE_EXPR_FLOAT) &&
                 (right->tag == LDE_EXPR_INTEGER || right->tag == LDE_EXPR_FLOAT);
  bool texts = (left->tag == LDE_EXPR_TEXT || left->tag == LDE_EXPR_DAY) &&
               (right->tag == LDE_EXPR_TEXT || right->tag == LDE_EXPR_DAY);

  if (comparator == LDE_JOIN_EQ)
    return left->tag != LDE_EXPR_NIL && lde_expr_equal(left, right);
  if (comparator == LDE_JOIN_NE)
    return !lde_expr_equal(left, right);
  if (!numbers && !texts)
    return false;
  if (comparator == LDE_JOIN_LT || comparator == LDE_JOIN_LE)
    lde_expr_less(none, NULL, comparator == LDE_JOIN_LE, left, right, &less);
  else
    lde_expr_less(none, NULL, comparator == LDE_JOIN_GE, right, left, &less);
  return less;
}

static lde_expr_value keep(lde_expr_join *join, lde_expr_value value)
{
  if (value.tag == LDE_EXPR_TEXT)
    value.text = lde_arena_strndup(&join->texts, value.text, value.len);
  return value;
}

/* ---- the index ---- */

/* The code of the key at place `i` of the columns; NO_CODE for one that nothing can equal. */
static int32_t key_of(lde_expr_join *join, lde_expr_value *const *columns, int i, bool add)
{
  int32_t code = 0;

  for (int p = 0; p < join->equal; p++) {
    const lde_expr_value *value = &columns[p][i];
    int32_t own =
        value->tag == LDE_EXPR_NIL ? LDE_EXPR_NO_CODE : lde_expr_code(&join->coders[p], value, add);
    if (own == LDE_EXPR_NO_CODE)
      return LDE_EXPR_NO_CODE;
    code = p == 0 ? own : lde_expr_chain(&join->coders[join->equal], code, own, add);
    if (code == LDE_EXPR_NO_CODE)
      return LDE_EXPR_NO_CODE;
  }
  return code;
}

static void place_members(lde_expr_join *join, const int32_t *codes, const lde_expr_value *rest)
{
  int others = join->count - join->equal;
  int32_t *fill;

  for (int32_t row = 0; row < join->rows; row++)
    if (codes[row] >= join->codes)
      join->codes = codes[row] + 1;
  join->start = lde_alloc((size_t)join->codes + 2, sizeof *join->start);
  fill = lde_alloc((size_t)join->codes + 2, sizeof *fill);
  for (int32_t row = 0; row < join->rows; row++)
    if (codes[row] >= 0)
      join->start[codes[row] + 1]++;
  for (int32_t code = 0; code < join->codes; code++)
    fill[code + 1] = join->start[code + 1] += join->start[code];
  join->members = lde_alloc((size_t)join->rows + 1, sizeof *join->members);
  join->rest = lde_alloc((size_t)join->rows * (size_t)others + 1, sizeof *join->rest);
  for (int32_t row = 0; row < join->rows; row++)
    if (codes[row] >= 0) {
      int32_t at = fill[codes[row]]++;
      join->members[at] = row;
      if (others)
        memcpy(join->rest + (size_t)at * (size_t)others, rest + (size_t)row * (size_t)others,
               (size_t)others * sizeof *rest);
    }
  lde_free(fill);
}

static void build_index(lde_expr_join *join, lde_expr_failures *failures)
{
  int others = join->count - join->equal;
  int32_t *codes = lde_alloc((size_t)join->rows + 1, sizeof *codes);
  lde_expr_value *rest = lde_alloc((size_t)join->rows * (size_t)others + 1, sizeof *rest);

  for (int32_t at = 0; at < join->rows;) {
    lde_expr_block block = {.count = lde_expr_block_size(at, join->rows), .first = at};
    size_t before = failures->items.len;
    for (int p = 0; p < join->count; p++)
      lde_expr_read_block(join->pairs[p].left, &block, NULL, join->values[p], failures);
    for (int i = 0; i < block.count; i++) {
      codes[at + i] = key_of(join, join->values, i, true);
      for (int p = 0; p < others; p++)
        rest[(size_t)(at + i) * (size_t)others + (size_t)p] =
            keep(join, join->values[join->equal + p][i]);
    }
    for (size_t f = before; f < failures->items.len; f++)
      codes[failures->items.data[f].row] = LDE_EXPR_NO_CODE;
    at += block.count;
  }
  place_members(join, codes, rest);
  lde_free(codes);
  lde_free(rest);
}

lde_expr_join *lde_expr_join_new(const lde_expr_pair *pairs, int count, int32_t rows,
                                 lde_expr_failures *failures)
{
  lde_expr_failures unused = {0};
  lde_expr_join *join = lde_alloc(1, sizeof *join);

  for (int equal = 1; equal >= 0; equal--)
    for (int p = 0; p < count; p++)
      if ((pairs[p].comparator == LDE_JOIN_EQ) == equal) {
        join->place[join->count] = p;
        join->pairs[join->count++] = pairs[p];
        join->equal += equal;
      }
  join->rows = rows;
  for (int p = 0; p < count; p++)
    join->values[p] = lde_alloc(LDE_EXPR_BLOCK, sizeof *join->values[p]);
  build_index(join, failures ? failures : &unused);
  lde_expr_failures_free(&unused);
  return join;
}

void lde_expr_join_free(lde_expr_join *join)
{
  if (!join)
    return;
  for (int p = 0; p < join->count; p++)
    lde_free(join->values[p]);
  for (int p = 0; p <= join->equal; p++)
    lde_expr_coder_free(&join->coders[p]);
  lde_free(join->start);
  lde_free(join->members);
  lde_free(join->rest);
  lde_arena_free(&join->texts);
  lde_free(join);
}

/* ---- matching ---- */

static int32_t match_row(lde_expr_join *join, int i)
{
  int others = join->count - join->equal;
  int32_t code = key_of(join, join->values, i, false);

  if (code < 0 || code >= join->codes)
    return LDE_NO_ROW;
  for (int32_t at = join->start[code]; at < join->start[code + 1]; at++) {
    const lde_expr_value *left = join->rest + (size_t)at * (size_t)others;
    int p = 0;
    while (p < others && holds(join->pairs[join->equal + p].comparator, &left[p],
                               &join->values[join->equal + p][i]))
      p++;
    if (p == others)
      return join->members[at];
  }
  return LDE_NO_ROW;
}

void lde_expr_join_match(lde_expr_join *join, int32_t first, int32_t last, const uint64_t *bits,
                         int32_t *match, lde_expr_failures *failures)
{
  lde_expr_failures unused = {0}, *all = failures ? failures : &unused;
  uint8_t active[LDE_EXPR_BLOCK];

  for (int32_t at = first; at < last;) {
    lde_expr_block block = {.count = lde_expr_block_size(at, last), .first = at};
    size_t before = all->items.len;
    for (int i = 0; i < block.count; i++) {
      int32_t place = at - first + i;
      active[i] = !bits || (bits[place >> 6] >> (place & 63) & 1);
    }
    for (int p = 0; p < join->count; p++) {
      lde_expr_read_block(join->pairs[p].right, &block, active, join->values[p], all);
      for (size_t f = before; f < all->items.len; f++)
        active[all->items.data[f].row - at] = 0;
    }
    for (int i = 0; i < block.count; i++)
      match[at - first + i] = active[i] ? match_row(join, i) : LDE_NO_ROW;
    at += block.count;
  }
  lde_expr_failures_free(&unused);
}

int32_t lde_expr_join_nearest(lde_expr_join *join, int32_t row, unsigned *held)
{
  lde_expr_value right[LDE_JOIN_PAIRS_MAX];
  lde_expr_block one = {.count = 1, .first = row};
  int32_t nearest = LDE_NO_ROW;
  int most = 0;
  lde_arena texts = {0};

  for (int p = 0; p < join->count; p++) {
    lde_expr_read_block(join->pairs[p].right, &one, NULL, &right[p], NULL);
    if (right[p].tag == LDE_EXPR_TEXT)
      right[p].text = lde_arena_strndup(&texts, right[p].text, right[p].len);
  }
  *held = 0;
  for (int32_t at = 0; at < join->rows;) {
    lde_expr_block block = {.count = lde_expr_block_size(at, join->rows), .first = at};
    for (int p = 0; p < join->count; p++)
      lde_expr_read_block(join->pairs[p].left, &block, NULL, join->values[p], NULL);
    for (int i = 0; i < block.count; i++) {
      unsigned bits = 0;
      for (int p = 0; p < join->count; p++)
        bits |= (unsigned)holds(join->pairs[p].comparator, &join->values[p][i], &right[p])
                << join->place[p];
      if (__builtin_popcount(bits) > most) {
        most = __builtin_popcount(bits);
        *held = bits;
        nearest = at + i;
      }
    }
    at += block.count;
  }
  lde_arena_free(&texts);
  return nearest;
}
