#include "offer/proof.h"

#include <math.h>
#include <string.h>

#include "offer/lagrange.h"
#include "offer/result.h"

/* Columns times passes: a bound on a large problem takes fewer passes, which only makes it weaker. */
#define EFFORT INT64_C(150000000)

/* ---- the same problem but for amounts ---- */

static void mix(uint64_t *shape, int64_t number)
{
  *shape = (*shape ^ (uint64_t)number) * UINT64_C(0x100000001b3);
  *shape ^= *shape >> 29;
}

static bool has_amount(const lde_build *build, size_t row)
{
  lde_build_row_kind kind = build->rows.data[row].kind;
  return kind == LDE_ROW_BUDGET || kind == LDE_ROW_CONSTRAINT;
}

static void mix_options(uint64_t *shape, const lde_problem *problem)
{
  for (size_t o = 0; o < problem->options.len; o++) {
    const lde_option *each = &problem->options.data[o];
    const int64_t numbers[] = {each->group_min, each->group_max, each->seats_max, each->year_sessions_max, each->opens,
                               each->open_min,  each->open_max,  each->variant,   each->requires};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
      mix(shape, numbers[i]);
    for (int t = 0; t < problem->periods; t++) {
      mix(shape, each->sessions_min[t]);
      mix(shape, each->sessions_max[t]);
    }
  }
}

static void mix_columns(uint64_t *shape, const lde_problem *problem)
{
  for (size_t c = 0; c < problem->columns.len; c++) {
    const lde_seat_column *each = &problem->columns.data[c];
    const int64_t numbers[] = {each->cell, each->option, each->first, each->last, each->lower, each->upper, each->value};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
      mix(shape, numbers[i]);
  }
  for (size_t i = 0; i < problem->auxes.len; i++) {
    mix(shape, problem->auxes.data[i].lower);
    mix(shape, problem->auxes.data[i].upper);
    mix(shape, problem->auxes.data[i].value);
  }
}

static void mix_rows(uint64_t *shape, const lde_build *build)
{
  const lde_problem *problem = &build->problem;

  for (size_t r = 0; r < problem->rows.len; r++) {
    const lde_row *row = &problem->rows.data[r];
    bool amount = has_amount(build, r);
    mix(shape, (int64_t)build->rows.data[r].kind);
    mix(shape, row->penalty);
    mix(shape, amount ? row->lower > -LDE_ROW_FREE : row->lower);
    mix(shape, amount ? row->upper < LDE_ROW_FREE : row->upper);
    for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
      mix(shape, problem->entries.data[e].var);
      mix(shape, problem->entries.data[e].factor);
    }
    mix(shape, -1);
  }
}

static uint64_t shape_of(const lde_build *build)
{
  const lde_problem *problem = &build->problem;
  uint64_t shape = UINT64_C(0xcbf29ce484222325);

  mix(&shape, problem->window);
  mix(&shape, problem->periods);
  for (size_t c = 0; c < problem->cells.len; c++) {
    mix(&shape, problem->cells.data[c].heads);
    mix(&shape, problem->cells.data[c].deadline);
    mix(&shape, problem->cells.data[c].severity);
  }
  mix_options(&shape, problem);
  mix_columns(&shape, problem);
  mix_rows(&shape, build);
  return shape;
}

/* ---- prices ---- */

lde_offer_proof *lde_proof_make(lde_arena *arena, const lde_offer_result *result, const lde_solve_options *options)
{
  const lde_build *build = &result->build;
  const lde_problem *problem = &build->problem;
  lde_offer_proof *proof = lde_arena_array(arena, 1, lde_offer_proof);
  lde_dual_options own = {.stage = LDE_STAGE_VALUE,
                          .shortage = result->plan.score.shortage,
                          .target = result->plan.score.value,
                          .has_target = true,
                          .gap = options->gap / 10,
                          .passes = options->work,
                          .interrupted = options->interrupted,
                          .context = options->context};
  lde_dual dual = {0};
  int64_t most = EFFORT / ((int64_t)problem->columns.len + 1);

  own.passes = own.passes > most ? most : own.passes;
  own.passes = own.passes < 20 ? 20 : own.passes;
  lde_dual_run(&dual, problem, &own);
  proof->shape = shape_of(build);
  proof->bound = (double)(dual.bound + 1) / (double)LDE_VALUE_UNIT; /* it was rounded down to what a plan can have */
  proof->shortage = proof->reached = result->plan.score.shortage;
  proof->limits = lde_arena_array(arena, problem->rows.len + 1, lde_proof_limit);
  proof->count = 0;
  for (size_t r = 0; r < problem->rows.len; r++)
    if (has_amount(build, r))
      proof->limits[proof->count++] =
          (lde_proof_limit){problem->rows.data[r].lower, problem->rows.data[r].upper,
                            (double)dual.row_price[r] / (double)LDE_PRICE_UNIT / (double)LDE_VALUE_UNIT};
  lde_dual_deinit(&dual);
  return proof;
}

lde_offer_proof *lde_proof_copy(lde_arena *arena, const lde_offer_proof *proof)
{
  lde_offer_proof *copy = lde_arena_array(arena, 1, lde_offer_proof);

  *copy = *proof;
  copy->limits = lde_arena_array(arena, proof->count + 1, lde_proof_limit);
  if (proof->count)
    memcpy(copy->limits, proof->limits, proof->count * sizeof *copy->limits);
  return copy;
}

bool lde_proof_change(const lde_offer_proof *from, const lde_offer_proof *at, double *change)
{
  double sum = 0;

  if (from->shape != at->shape || from->count != at->count || at->reached > from->shortage)
    return false;
  for (size_t i = 0; i < from->count; i++) {
    const lde_proof_limit *a = &from->limits[i], *b = &at->limits[i];
    if (a->price > 0)
      sum += a->price * (double)(b->upper - a->upper);
    else if (a->price < 0)
      sum += a->price * (double)(b->lower - a->lower);
  }
  *change = sum;
  return true;
}

bool lde_proof_at(const lde_offer_proof *from, const lde_offer_proof *at, double *bound)
{
  double change;

  if (!lde_proof_change(from, at, &change))
    return false;
  *bound = from->bound + change + 1e-12 * (fabs(from->bound) + fabs(change));
  return true;
}
