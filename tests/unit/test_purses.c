/* Units that pay from budgets of their own, decided on as if these were fewer: what is proven and what each of
 * them pays. */
#include "offer_case.h"

#include <stdlib.h>

enum { UNITS = 24 };

/* Units with the same needs and budgets of 60 to 290; a course in groups, one to follow on it, and a dearer seat
 * that is always to be had. */
static void write_units(FILE *file, const char *budget_more)
{
  fputs("year: 2027\nunits:\n- {id: top}\n", file);
  for (int u = 0; u < UNITS; u++)
    fprintf(file, "- {id: u%02d, parent: top}\n", u);
  fputs("competencies: [{id: c}, {id: e}]\nofferings:\n"
        "- {id: a, min_group: 5, max_group: 10, cost_per_session: 40, cost_per_seat: 10, minutes_contact: 60, offering_competencies: [{competency: c, from_level: 1, to_level: 2, effectiveness: 0.9}]}\n"
        "- {id: b, min_group: 4, max_group: 10, cost_per_session: 40, cost_per_seat: 15, minutes_contact: 60, offering_competencies: [{competency: c, from_level: 2, to_level: 3, effectiveness: 0.8}]}\n"
        "- {id: d, sourcing: buy_open, cost_per_seat: 25, minutes_contact: 60, offering_competencies: [{competency: c, from_level: 1, to_level: 2, effectiveness: 1}]}\n"
        "- {id: f, sourcing: buy_open, cost_per_seat: 20, minutes_contact: 60, offering_competencies: [{competency: e, from_level: 1, to_level: 2, effectiveness: 0.7}]}\n"
        "needs:\n", file);
  for (int u = 0; u < UNITS; u++)
    fprintf(file,
            "- {id: n%02d, unit: u%02d, heads: %d, lane: team, priority: 1, need_competencies: [{competency: c, from_level: 1, to_level: 3}]}\n"
            "- {id: m%02d, unit: u%02d, heads: %d, lane: core, priority: 0.8, need_competencies: [{competency: e, from_level: 1, to_level: 2}]}\n",
            u, u, 4 + u % 5, u, u, 3 + u % 3);
  fprintf(file, "budgets:\n- {id: all, owner: central, setup: 1200}\n%s", budget_more);
  for (int u = 0; u < UNITS; u++)
    fprintf(file, "- {id: b%02d, owner: unit, unit: u%02d, setup: %d}\n", u, u, 60 + 10 * ((u * 7) % UNITS));
}

static void solve(made *it, const char *budget_more, double gap, int64_t joint_from)
{
  lde_error err = {0};
  char *text = NULL;
  size_t size = 0;
  FILE *file = open_memstream(&text, &size);

  assert_non_null(file);
  write_units(file, budget_more);
  fclose(file);
  make_from_text(it, "test_purses_case.yaml", text);
  free(text);
  it->spec.gap = gap;
  it->draft = lde_offer_draft_new(it->loaded.dataset, &it->spec);
  it->draft->together_from = 0;
  it->draft->joint_from = joint_from;
  if (lde_offer_solve(&it->result, it->draft, NULL, &err) != LDE_OK)
    fail_msg("%s", err.message);
}

static void test_purses__each_pays_its_own(void **state)
{
  made it, apart;
  (void)state;
  solve(&it, "", 0.3, 0);
  solve(&apart, "", 0, INT64_MAX);
  assert_non_null(it.draft->pots->joint);
  assert_null(apart.draft->pots->joint);
  assert_true(it.result.build.cells.len < apart.result.build.cells.len);
  assert_int_equal(it.result.offer->budgets.len, UNITS + 1);
  for (size_t i = 0; i < it.result.offer->budgets.len; i++)
    assert_true(it.result.offer->budgets.data[i].left >= 0);
  assert_true(it.result.offer->value > 0);
  assert_true(it.result.offer->gap <= 0.3);
  /* What is proven holds for the best plan of all. */
  assert_true(!lde_solve_has_exact() || apart.result.offer->gap < 1e-9);
  assert_true(it.result.offer->bound >= apart.result.offer->value - 1e-9);
  assert_true(it.result.offer->value <= apart.result.offer->bound + 1e-9);
  drop(&it);
  drop(&apart);
}

static void test_purses__seats_and_plan_agree(void **state)
{
  made it;
  int64_t seats = 0, planned = 0;
  (void)state;
  solve(&it, "", 0.3, 0);
  const lde_problem *problem = &it.result.build.problem;
  assert_int_equal(lde_problem_check(problem, &it.result.plan.point).breaches, 0);
  for (size_t i = 0; i < it.result.seats.list.len; i++)
    seats += it.result.seats.list.data[i].seats;
  for (size_t c = 0; c < problem->columns.len; c++)
    planned += it.result.plan.point.seats[c];
  assert_int_equal(seats, planned);
  for (int32_t part = 0; part < (int32_t)it.draft->parts.len; part++) {
    int64_t heads = it.draft->parts.data[part].heads;
    assert_true(taken(&it, part, "a", 3) + taken(&it, part, "d", 3) <= heads);
    for (int t = 0; t < it.draft->periods; t++)
      assert_true(taken(&it, part, "b", t) <=
                  (t ? taken(&it, part, "a", t - 1) + taken(&it, part, "d", t - 1) : 0));
  }
  drop(&it);
}

static void test_purses__a_small_gap_or_a_pot_below_keeps_them_apart(void **state)
{
  made it;
  (void)state;
  solve(&it, "", 0.01, 0);
  assert_null(it.draft->pots->joint);
  drop(&it);
  solve(&it, "- {id: x, owner: unit, unit: u00, lane: core, setup: 10}\n", 0.5, 0);
  if (it.draft->pots->joint) /* the unit with two budgets stands by itself */
    for (size_t p = 0; p < it.draft->pots->pots.len; p++)
      for (size_t q = 0; q < it.draft->pots->pots.len; q++)
        assert_true(p == q || it.draft->pots->pots.data[p].unit != it.draft->pots->pots.data[q].unit ||
                    it.draft->pots->joint[p] != it.draft->pots->joint[q]);
  drop(&it);
}

/* Who stays without a seat for want of money is told whose money it is. */
static void test_purses__the_reason_names_the_own_budget(void **state)
{
  made it;
  int named = 0;
  (void)state;
  solve(&it, "", 0.3, 0);
  for (size_t i = 0; i < it.result.offer->left_out.len; i++) {
    const lde_offer_left_out *left = &it.result.offer->left_out.data[i];
    if (left->reason != LDE_OUT_BUDGET || !strcmp(left->detail.budget, "all"))
      continue;
    assert_string_equal(left->detail.budget + 1, left->need + 1); /* b07 pays for n07 and m07 */
    assert_true(left->enters_if.by > 0);
    named++;
  }
  assert_true(named > 0);
  drop(&it);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_purses__each_pays_its_own),
      cmocka_unit_test(test_purses__seats_and_plan_agree),
      cmocka_unit_test(test_purses__a_small_gap_or_a_pot_below_keeps_them_apart),
      cmocka_unit_test(test_purses__the_reason_names_the_own_budget),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
