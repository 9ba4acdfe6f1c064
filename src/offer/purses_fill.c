/* When seats were dealt out and some of them found nobody who could pay: what else these people can take, and who
 * else can take those seats. Places in sessions that are held, and open enrolment; sessions stay as they are. */
#include "offer/purses.h"

#include <stdlib.h>

#include "offer/seats.h"
#include "offer/trial.h"

typedef LDE_VEC(int32_t) column_list;

struct fill {
  lde_purses *purses;
  const lde_build *build;
  lde_trial trial;
  int64_t *free_heads; /* by part */
  column_list columns; /* of the leader at hand, most valuable first */
  LDE_VEC(lde_taken) taken;
};

static void count_free(struct fill *fill, const lde_seats *seats)
{
  const lde_draft *draft = fill->build->draft;

  for (size_t p = 0; p < draft->parts.len; p++)
    fill->free_heads[p] = draft->parts.data[p].heads;
  for (size_t i = 0; i < seats->list.len; i++) {
    const lde_taken *each = &seats->list.data[i];
    if (each->part >= 0 && !fill->build->cells.data[lde_column_cell(fill->build, each->column)].step)
      fill->free_heads[each->part] -= each->seats;
  }
}

static bool is_before(const lde_problem *problem, int32_t a, int32_t b)
{
  int64_t x = problem->columns.data[a].value, y = problem->columns.data[b].value;
  return x > y || (x == y && a < b);
}

/* What needs no step before it, in what is open. */
static void list_columns(struct fill *fill, int32_t cell)
{
  const lde_problem *problem = &fill->build->problem;

  fill->columns.len = 0;
  for (int32_t k = problem->cell_start[cell]; k < problem->cell_start[cell + 1]; k++) {
    int32_t column = problem->cell_column[k];
    int32_t option = problem->columns.data[column].option;
    size_t at = fill->columns.len;
    if ((problem->options.data[option].opens && !fill->trial.point.open[option]) ||
        problem->columns.data[column].value <= 0 || fill->trial.step_row[column] >= 0 ||
        lde_trial_seat_room(&fill->trial, column, 1, false) <= 0)
      continue;
    lde_vec_push(&fill->columns, column);
    for (; at > 0 && is_before(problem, column, fill->columns.data[at - 1]); at--)
      fill->columns.data[at] = fill->columns.data[at - 1];
    fill->columns.data[at] = column;
  }
}

static void fill_part(struct fill *fill, int32_t part)
{
  int pot = lde_purses_pot(fill->purses, part);

  for (size_t i = 0; i < fill->columns.len && fill->free_heads[part] > 0; i++) {
    int32_t column = fill->columns.data[i];
    int64_t cost = lde_purses_cost(fill->purses, part, column), want = fill->free_heads[part];
    if (pot >= 0 && cost > 0 && fill->purses->left[pot] < cost * want)
      want = fill->purses->left[pot] > 0 ? fill->purses->left[pot] / cost : 0;
    want = want > 0 ? lde_trial_seat(&fill->trial, column, want, NULL) : 0;
    if (want <= 0)
      continue;
    fill->free_heads[part] -= want;
    if (pot >= 0)
      fill->purses->left[pot] -= cost * want;
    lde_vec_push(&fill->taken, ((lde_taken){part, column, lde_column_last(fill->build, column), (int32_t)want}));
  }
}

void lde_purses_fill(lde_purses *purses, lde_plan *plan, lde_seats *seats)
{
  struct fill fill = {.purses = purses, .build = purses->build};
  const lde_build *build = purses->build;
  const lde_draft *draft = build->draft;

  fill.free_heads = lde_alloc(draft->parts.len + 1, sizeof *fill.free_heads);
  count_free(&fill, seats);
  lde_trial_init(&fill.trial, &build->problem, 1);
  lde_trial_set(&fill.trial, &plan->point);
  for (int32_t c = 0; c < (int32_t)build->cells.len; c++) {
    if (build->cells.data[c].step || build->cells.data[c].part < 0)
      continue;
    list_columns(&fill, c);
    for (int32_t part = build->cells.data[c].part; part >= 0 && fill.columns.len; part = lde_alike_next(&build->alike, part))
      fill_part(&fill, part);
  }
  lde_point_copy(&build->problem, &plan->point, &fill.trial.point);
  lde_seats_add(seats, build, fill.taken.data, fill.taken.len);
  lde_trial_deinit(&fill.trial);
  lde_free(fill.free_heads);
  lde_vec_free(&fill.columns);
  lde_vec_free(&fill.taken);
}
