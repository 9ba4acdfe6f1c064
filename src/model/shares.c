/* How the money and time of plan lines divide over goals (data-model.md 3.5). */
#include <stdlib.h>

#include "base/integer.h"
#include "model/derived.h"

enum { ONE_SHARE = 10000 };

bool lde_line_is_in(const lde_dataset *ds, int32_t line)
{
  int64_t decision = lde_get(ds, plan_line, decision, line);
  return decision == LDE_CHOICE_OF(line_decision, in) ||
         decision == LDE_CHOICE_OF(line_decision, locked_in);
}

int64_t lde_line_minutes(const lde_dataset *ds, int32_t line)
{
  int32_t offering = lde_get_row(ds, plan_line, offering, line);
  int64_t minutes = lde_get(ds, plan_line, minutes_per_seat, line);
  int64_t seats = lde_get(ds, plan_line, seats_planned, line);

  if (!lde_has(ds, plan_line, minutes_per_seat, line) && offering != LDE_NO_ROW)
    minutes = lde_get(ds, offering, minutes_contact, offering) +
              lde_get(ds, offering, minutes_self, offering);
  if (!lde_has(ds, plan_line, seats_planned, line))
    seats = (int64_t)lde_get_list(ds, plan_line, employees, line).count;
  return lde_multiply_capped(seats, minutes);
}

static int compare_rows(const void *a, const void *b)
{
  const int32_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

size_t lde_line_needs(lde_dataset *ds, int32_t line, int32_t **out)
{
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(plan_line_need));
  lde_rows listed = lde_get_list(ds, plan_line, needs, line);
  lde_rows served = lde_dataset_inverse(ds, &entity->fields[LDE_F(plan_line_need, plan_line)],
                                        LDE_E(plan_line), line);
  int32_t *needs = lde_alloc(listed.count + served.count, sizeof *needs);
  size_t all = 0, count = 0;

  for (size_t i = 0; i < listed.count; i++)
    needs[all++] = listed.rows[i];
  for (size_t i = 0; i < served.count; i++)
    needs[all++] = lde_get_row(ds, plan_line_need, need, served.rows[i]);
  qsort(needs, all, sizeof *needs, compare_rows);
  for (size_t i = 0; i < all; i++)
    if (needs[i] != LDE_NO_ROW && (!count || needs[count - 1] != needs[i]))
      needs[count++] = needs[i];
  *out = needs;
  return count;
}

static int compare_goals(const void *a, const void *b)
{
  const lde_goal_share *x = a, *y = b;
  return (x->goal > y->goal) - (x->goal < y->goal);
}

/* What the needs of the line claim, one row a goal with something, and the sum of it all. */
static size_t claims_of(lde_dataset *ds, int32_t line, lde_goal_share **out, int64_t *sum)
{
  LDE_VEC(lde_goal_share) all = {0};
  int32_t *needs;
  size_t need_count = lde_line_needs(ds, line, &needs), count = 0;

  *sum = 0;
  for (size_t n = 0; n < need_count; n++) {
    lde_goal_share *shares;
    size_t goals = lde_need_goals(ds, needs[n], &shares);
    for (size_t g = 0; g < goals; g++)
      if (shares[g].share > 0)
        lde_vec_push(&all, shares[g]);
    lde_free(shares);
  }
  lde_free(needs);
  if (all.len)
    qsort(all.data, all.len, sizeof *all.data, compare_goals);
  for (size_t i = 0; i < all.len; i++) {
    *sum += all.data[i].share;
    if (count && all.data[count - 1].goal == all.data[i].goal)
      all.data[count - 1].share += all.data[i].share;
    else
      all.data[count++] = all.data[i];
  }
  *out = all.data;
  return count;
}

/* Shares are rounded where they end, not one by one, so that they add up to the whole. */
size_t lde_line_goals(lde_dataset *ds, int32_t line, lde_goal_share **out)
{
  int64_t sum, passed = 0, given = 0;
  size_t count = claims_of(ds, line, out, &sum);

  if (!count) {
    lde_free(*out);
    *out = lde_alloc(1, sizeof **out);
    (*out)[0] = (lde_goal_share){LDE_NO_ROW, ONE_SHARE};
    return 1;
  }
  for (size_t i = 0; i < count; i++) {
    int64_t end;
    passed += (*out)[i].share;
    end = lde_ratio(passed, sum, ONE_SHARE);
    (*out)[i].share = end - given;
    given = end;
  }
  return count;
}

static void divide(lde_dataset *ds, int32_t line, lde_goal_sum *sums)
{
  int64_t money = lde_get(ds, plan_line, cost, line), minutes = lde_line_minutes(ds, line);
  int64_t share = 0, money_given = 0, minutes_given = 0;
  lde_goal_share *goals;
  size_t count = lde_line_goals(ds, line, &goals);

  for (size_t i = 0; i < count; i++) {
    lde_goal_sum *sum = &sums[goals[i].goal == LDE_NO_ROW ? lde_count(ds, goal) : goals[i].goal];
    int64_t money_end, minutes_end;
    share += goals[i].share;
    money_end = lde_share_of(money, share, ONE_SHARE);
    minutes_end = lde_share_of(minutes, share, ONE_SHARE);
    sum->money = lde_add_capped(sum->money, money_end - money_given);
    sum->minutes = lde_add_capped(sum->minutes, minutes_end - minutes_given);
    money_given = money_end;
    minutes_given = minutes_end;
  }
  lde_free(goals);
}

lde_goal_sum *lde_goal_sums(lde_dataset *ds)
{
  lde_goal_sum *sums = lde_alloc((size_t)lde_count(ds, goal) + 1, sizeof *sums);

  for (int32_t line = 0; line < lde_count(ds, plan_line); line++)
    if (lde_line_is_in(ds, line))
      divide(ds, line, sums);
  return sums;
}
