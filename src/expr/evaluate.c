/* Rows in blocks: bits in and out, values, failures. */
#include <string.h>

#include "expr/run.h"

/* ---- failures ---- */

void lde_expr_failures_free(lde_expr_failures *failures)
{
  lde_vec_free(&failures->items);
  lde_arena_free(&failures->arena);
}

void lde_expr_take_failures(lde_expr_run *run, const lde_expr_block *block,
                            lde_expr_failures *failures)
{
  if (!run->any_failed)
    return;
  for (int i = 0; i < block->count; i++)
    if (run->row_failed[i] && failures) {
      lde_expr_failure failure = {lde_expr_block_row(block, i), run->row_failed_at[i],
                                  lde_arena_strdup(&failures->arena, run->row_message[i])};
      lde_vec_push(&failures->items, failure);
    }
  memset(run->row_failed, 0, sizeof run->row_failed);
  run->any_failed = false;
  lde_arena_free(&run->messages);
}

static void end_block(lde_expr_run *run, lde_expr_mark mark)
{
  lde_expr_scratch_reset(run, mark);
  if (run->texts.chunks)
    lde_arena_free(&run->texts);
}

int lde_expr_block_size(int32_t at, int32_t last)
{
  int size = LDE_EXPR_BLOCK - at % 64;

  return last - at < size ? (int)(last - at) : size;
}

/* ---- bits ---- */

static bool bit_at(const uint64_t *bits, size_t at)
{
  return bits[at >> 6] >> (at & 63) & 1;
}

/* Bytes of 0 and 1 for the bits; false when none is set. `all` when all are. */
static bool read_bits(const uint64_t *bits, size_t at, int count, uint8_t *bytes, bool *all)
{
  uint64_t every = UINT64_MAX, any = 0;
  int i = 0;

  if (at % 64 == 0)
    for (; i + 64 <= count; i += 64) {
      every &= bits[(at + (size_t)i) >> 6];
      any |= bits[(at + (size_t)i) >> 6];
    }
  for (; i < count; i++) {
    every &= bit_at(bits, at + (size_t)i) ? UINT64_MAX : 0;
    any |= bit_at(bits, at + (size_t)i);
  }
  *all = every == UINT64_MAX;
  if (*all || !any)
    return any != 0;
  for (i = 0; i < count; i++)
    bytes[i] = bit_at(bits, at + (size_t)i);
  return true;
}

/* Eight bytes of 0 or 1 to eight bits. */
static inline uint64_t gather(const uint8_t *bytes)
{
  uint64_t eight;

  memcpy(&eight, bytes, 8);
  return eight * UINT64_C(0x0102040810204080) >> 56;
}

static void write_bits(uint64_t *bits, size_t at, int count, const uint8_t *bytes)
{
  int i = 0;

  if (at % 64 == 0)
    for (; i + 64 <= count; i += 64) {
      uint64_t word = 0;
      for (int k = 0; k < 64; k += 8)
        word |= gather(bytes + i + k) << k;
      bits[(at + (size_t)i) >> 6] = word;
    }
  for (; i < count; i++) {
    size_t place = at + (size_t)i;
    uint64_t bit = UINT64_C(1) << (place & 63);
    bits[place >> 6] = bytes[i] ? bits[place >> 6] | bit : bits[place >> 6] & ~bit;
  }
}

void lde_expr_filter(lde_expr_run *run, int32_t first, int32_t last, uint64_t *bits,
                     lde_expr_failures *failures)
{
  uint8_t active[LDE_EXPR_BLOCK], truth[LDE_EXPR_BLOCK];

  for (int32_t at = first; at < last;) {
    lde_expr_block block = {.count = lde_expr_block_size(at, last), .first = at};
    lde_expr_mark mark = lde_expr_scratch_mark(run);
    size_t place = (size_t)(at - first);
    bool all;

    at += block.count;
    if (!read_bits(bits, place, block.count, active, &all))
      continue;
    lde_expr_truths(run, run->root, &block, all ? NULL : active, truth);
    if (!all)
      for (int i = 0; i < block.count; i++)
        truth[i] &= active[i];
    if (run->any_failed)
      for (int i = 0; i < block.count; i++)
        truth[i] &= (uint8_t)!run->row_failed[i];
    write_bits(bits, place, block.count, truth);
    lde_expr_take_failures(run, &block, failures);
    end_block(run, mark);
  }
}

/* ---- values ---- */

/* A text that was made while evaluating goes to the caller's arena. */
static void keep_text(lde_expr_run *run, lde_expr_value *value, lde_arena *texts)
{
  if (value->tag == LDE_EXPR_DAY)
    lde_expr_print_day(value, texts);
  else if (value->tag == LDE_EXPR_TEXT && run->texts.chunks)
    value->text = lde_arena_strndup(texts, value->text, value->len);
}

static void fill_by_row(lde_expr_run *run, const lde_expr_block *block, lde_expr_value *values,
                        lde_arena *texts)
{
  for (int i = 0; i < block->count; i++) {
    lde_expr_frame frame = {.row = lde_expr_block_row(block, i)};
    if (lde_expr_eval(run, run->root, &frame, &values[i])) {
      keep_text(run, &values[i], texts);
    } else {
      values[i] = (lde_expr_value){.tag = LDE_EXPR_NIL};
      lde_expr_fail_row(run, block, i);
    }
  }
}

static void fill_from(const lde_expr_run *run, const lde_expr_block *block,
                      const lde_expr_vector *vector, lde_expr_value *values, lde_arena *texts)
{
  unsigned types = run->root->types;
  lde_expr_tag tag = types & LDE_EXPR_IS_BOOL      ? LDE_EXPR_BOOL
                     : types & LDE_EXPR_IS_DAY     ? LDE_EXPR_DAY
                     : types & LDE_EXPR_IS_RECORD  ? LDE_EXPR_RECORD
                     : types & LDE_EXPR_IS_INTEGER ? LDE_EXPR_INTEGER
                                                   : LDE_EXPR_FLOAT;

  for (int i = 0; i < block->count; i++) {
    lde_expr_value *value = &values[i];
    value->tag = tag;
    value->entity = tag == LDE_EXPR_RECORD ? run->root->entity->index : 0;
    if (vector->has && !vector->has[i])
      *value = (lde_expr_value){.tag = LDE_EXPR_NIL};
    else if (vector->layout == LDE_LAYOUT_BYTE)
      value->integer = vector->bytes[i];
    else if (vector->layout == LDE_LAYOUT_NARROW)
      value->integer = vector->narrow[i];
    else if (vector->layout == LDE_LAYOUT_WIDE)
      value->integer = vector->wide[i];
    else
      value->number = vector->doubles[i];
    lde_expr_print_day(value, texts);
    if (run->any_failed && run->row_failed[i])
      *value = (lde_expr_value){.tag = LDE_EXPR_NIL};
  }
}

void lde_expr_fill(lde_expr_run *run, int32_t first, int32_t last, lde_expr_value *values,
                   lde_arena *texts, lde_expr_failures *failures)
{
  /* A column of codes is read by row: its texts are borrowed from the dataset. */
  bool kernels = run->root->layout != LDE_LAYOUT_NONE && !(run->root->types & LDE_EXPR_IS_TEXT);

  for (int32_t at = first; at < last;) {
    lde_expr_block block = {.count = lde_expr_block_size(at, last), .first = at};
    lde_expr_mark mark = lde_expr_scratch_mark(run);

    if (kernels) {
      lde_expr_vector vector = lde_expr_compute(run, run->root, &block, NULL);
      fill_from(run, &block, &vector, values + (at - first), texts);
    } else {
      fill_by_row(run, &block, values + (at - first), texts);
    }
    lde_expr_take_failures(run, &block, failures);
    end_block(run, mark);
    at += block.count;
  }
}

bool lde_expr_get(lde_expr_run *run, int32_t row, const lde_expr_value *extras,
                  lde_expr_value *value, lde_arena *texts, lde_expr_failure *failure)
{
  lde_expr_frame frame = {.row = row, .extras = extras};
  lde_expr_mark mark = lde_expr_scratch_mark(run);
  bool good;

  lde_arena_free(&run->texts);
  good = lde_expr_eval(run, run->root, &frame, value);
  if (good)
    keep_text(run, value, texts);
  else
    *value = (lde_expr_value){.tag = LDE_EXPR_NIL};
  if (!good && failure)
    *failure = (lde_expr_failure){row, run->failed_at, run->message};
  run->failed = false;
  end_block(run, mark);
  return good;
}
