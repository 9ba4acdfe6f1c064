/* Lanes in an order of policy: the value of the first is made as large as it can be, then that of the next
 * without giving up any of it, and so on; the rest comes last. Each is a solve of its own, with what the
 * lanes before reached as a limit. */
#include <string.h>

#include "offer/lanes.h"

static int lane_of(const lde_build *build, size_t c)
{
  int32_t need = build->cells.data[lde_column_cell(build, c)].need;
  return need < 0 ? -1 : build->draft->needs.data[need].lane;
}

static void keep_lane(lde_build *build, int lane)
{
  int32_t row = -1;

  for (size_t c = 0; c < build->columns.len; c++) {
    int64_t value = build->problem.columns.data[c].value;
    if (lane_of(build, c) != lane || !value)
      continue;
    if (row < 0)
      row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_LANES, .name = "lane_order", .divisor = 1, .key = lane},
                              build->draft->lane_value[lane], LDE_ROW_FREE, LDE_ROW_HARD);
    lde_problem_entry(&build->problem, row, LDE_SEATS((int32_t)c), value);
  }
}

void lde_build_lanes(lde_build *build)
{
  const lde_draft *draft = build->draft;

  for (int lane = 0; lane < 5; lane++)
    if (draft->lane_done[lane])
      keep_lane(build, lane);
  if (draft->lane_now < 0)
    return;
  for (size_t c = 0; c < build->columns.len; c++)
    if (lane_of(build, c) != draft->lane_now)
      build->problem.columns.data[c].value = 0;
  for (size_t i = 0; i < build->problem.auxes.len; i++)
    build->problem.auxes.data[i].value = 0;
}

static int64_t reached(const lde_build *build, const lde_plan *plan, int lane)
{
  int64_t value = 0;

  for (size_t c = 0; c < build->columns.len; c++)
    if (lane_of(build, c) == lane)
      value += build->problem.columns.data[c].value * plan->point.seats[c];
  return value;
}

lde_status lde_lanes_decide(lde_draft *draft, const lde_solve_options *options, lde_error *err)
{
  lde_status st = LDE_OK;

  memset(draft->lane_done, 0, sizeof draft->lane_done);
  for (int i = 0; i < draft->spec->lane_count && st == LDE_OK; i++) {
    lde_build build;
    lde_plan plan = {0};
    int lane = draft->spec->lanes_first[i];
    draft->lane_now = lane;
    st = lde_build_make(&build, draft, err);
    if (st == LDE_OK) {
      st = lde_solve(&build.problem, options, &plan, err);
      draft->lane_done[lane] = st == LDE_OK && (plan.status == LDE_PLAN_OPTIMAL || plan.status == LDE_PLAN_WITHIN_GAP ||
                                                plan.status == LDE_PLAN_FEASIBLE);
      if (draft->lane_done[lane])
        draft->lane_value[lane] = reached(&build, &plan, lane);
      lde_plan_deinit(&plan);
    }
    lde_build_deinit(&build);
  }
  draft->lane_now = -1;
  return st;
}
