/* The first link that a goal misses on its way to the work (data-model.md 3.5). */
#include "model/derived.h"
#include "model/thread.h"

#define INVERSE(ds, holder, field, target, row)                                                    \
  lde_dataset_inverse((ds), &lde_schema_entity((ds)->schema, LDE_E(holder))->fields[LDE_F(holder, field)], \
                      LDE_E(target), (row))

static bool is_active(const lde_dataset *ds, int32_t goal)
{
  return lde_get(ds, goal, status, goal) == LDE_CHOICE_OF(goal_status, active) &&
         (!lde_has(ds, goal, horizon_start, goal) ||
          lde_get(ds, goal, horizon_start, goal) <= ds->year_last) &&
         (!lde_has(ds, goal, horizon_end, goal) ||
          lde_get(ds, goal, horizon_end, goal) >= ds->year_first);
}

static bool has_kpi(lde_dataset *ds, int32_t goal)
{
  lde_rows kpis = INVERSE(ds, kpi, goal, goal, goal);

  for (size_t i = 0; i < kpis.count; i++)
    if (lde_has(ds, kpi, baseline_value, kpis.rows[i]) && lde_has(ds, kpi, target_value, kpis.rows[i]))
      return true;
  return false;
}

/* Does the offering lead to the certificate that the need asks, or to the level of one of its
 * competencies? A need that asks neither is reached by any offering. */
static bool reaches(lde_dataset *ds, int32_t offering, int32_t need)
{
  lde_rows asked = INVERSE(ds, need_competency, need, need, need);
  lde_rows given = INVERSE(ds, offering_competency, offering, offering, offering);
  int32_t certificate = lde_get_row(ds, need, credential_type, need);

  if (certificate != LDE_NO_ROW)
    return lde_get_row(ds, offering, credential_type, offering) == certificate;
  for (size_t a = 0; a < asked.count; a++)
    for (size_t g = 0; g < given.count; g++)
      if (lde_get_row(ds, need_competency, competency, asked.rows[a]) ==
              lde_get_row(ds, offering_competency, competency, given.rows[g]) &&
          lde_get(ds, offering_competency, to_level, given.rows[g]) >=
              lde_get(ds, need_competency, to_level, asked.rows[a]))
        return true;
  return asked.count == 0;
}

static bool is_evaluated(lde_dataset *ds, int32_t line, int level)
{
  lde_rows plans = INVERSE(ds, evaluation_plan, plan_line, plan_line, line);

  for (size_t p = 0; p < plans.count; p++) {
    lde_rows levels = INVERSE(ds, evaluation_level, evaluation_plan, evaluation_plan, plans.rows[p]);
    for (size_t i = 0; i < levels.count; i++)
      if (lde_get(ds, evaluation_level, level, levels.rows[i]) >= level)
        return true;
  }
  return false;
}

/* The furthest that one of the lines for the need comes. */
static lde_thread_gap gap_of_need(lde_dataset *ds, int32_t need, int level)
{
  lde_rows listed = INVERSE(ds, plan_line, needs, need, need);
  lde_rows served = INVERSE(ds, plan_line_need, need, need, need);
  lde_thread_gap gap = LDE_THREAD_NO_LINE;

  for (size_t i = 0; i < listed.count + served.count; i++) {
    int32_t line = i < listed.count
                       ? listed.rows[i]
                       : lde_get_row(ds, plan_line_need, plan_line, served.rows[i - listed.count]);
    int32_t offering = lde_get_row(ds, plan_line, offering, line);
    if (!lde_line_is_in(ds, line) || offering == LDE_NO_ROW || !reaches(ds, offering, need))
      continue;
    if (is_evaluated(ds, line, level))
      return LDE_THREAD_COMPLETE;
    gap = LDE_THREAD_NO_EVALUATION;
  }
  return gap;
}

lde_thread_gap lde_goal_thread_gap(lde_dataset *ds, int32_t goal, int level)
{
  lde_rows contributions = INVERSE(ds, goal_contribution, goal, goal, goal);
  lde_thread_gap gap = LDE_THREAD_NO_NEED;

  if (!is_active(ds, goal))
    return LDE_THREAD_NOT_ACTIVE;
  if (!has_kpi(ds, goal))
    return LDE_THREAD_NO_KPI;
  for (size_t i = 0; i < contributions.count && gap != LDE_THREAD_COMPLETE; i++) {
    int32_t need = lde_get_row(ds, goal_contribution, need, contributions.rows[i]);
    lde_thread_gap of_need = need == LDE_NO_ROW ? LDE_THREAD_NO_NEED : gap_of_need(ds, need, level);
    if (of_need == LDE_THREAD_COMPLETE || of_need > gap)
      gap = of_need;
  }
  return gap;
}
