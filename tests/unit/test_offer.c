/* The offer modelled from data: the acceptance case, its properties, and what the rules of modelling
 * promise. Every plan is checked again here from the data alone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "offer_case.h"

#define FIXTURE LDE_SOURCE_DIR "/tests/data/offer-fixture"

static void make_from(made *it, const char *folder, const lde_setting *settings, size_t count)
{
  make(it, &(lde_load_options){.folder = folder, .language = -1, .settings = settings, .setting_count = count});
  it->spec.period = LDE_PERIOD_YEAR;
}

static void solve(made *it)
{
  lde_error err = {0};
  it->draft = lde_offer_draft_new(it->loaded.dataset, &it->spec);
  if (lde_offer_solve(&it->result, it->draft, NULL, &err) != LDE_OK)
    fail_msg("%s", err.message);
}

static void make_fixture(made *it, const char *central)
{
  lde_setting set = {"budgets:central.setup", central};
  make_from(it, FIXTURE, &set, 1);
}

static const lde_offer_line *line_of(const made *it, const char *id)
{
  for (size_t i = 0; i < it->result.offer->lines.len; i++)
    if (!strcmp(it->result.offer->lines.data[i].id, id))
      return &it->result.offer->lines.data[i];
  return NULL;
}

static int64_t seats_of(const made *it, const char *line, const char *need)
{
  const lde_offer_line *each = line_of(it, line);
  for (size_t i = 0; each && i < each->served.len; i++)
    if (!strcmp(each->served.data[i].need, need))
      return each->served.data[i].seats;
  return 0;
}

static int64_t sessions_of(const made *it, const char *line)
{
  const lde_offer_line *each = line_of(it, line);
  return each ? each->sessions : 0;
}

static const lde_offer_budget *budget_of(const made *it, const char *id)
{
  for (size_t i = 0; i < it->result.offer->budgets.len; i++)
    if (!strcmp(it->result.offer->budgets.data[i].budget, id))
      return &it->result.offer->budgets.data[i];
  fail_msg("no budget %s", id);
  return NULL;
}

/* What every offer keeps, whatever the case: sums of lines, funding, budgets and covered heads. */
static void check_sums(const made *it)
{
  const lde_offer *offer = it->result.offer;
  int64_t cost = 0;

  for (size_t l = 0; l < offer->lines.len; l++) {
    const lde_offer_line *line = &offer->lines.data[l];
    int64_t funded = 0, seats = 0;
    for (size_t i = 0; i < line->funding.len; i++)
      funded += line->funding.data[i].amount;
    for (size_t i = 0; i < line->served.len; i++)
      seats += line->served.data[i].seats;
    assert_int_equal(funded, line->cost);
    assert_true(seats <= line->seats);
    cost += line->cost;
  }
  assert_int_equal(cost, offer->cost);
  for (size_t n = 0; n < offer->needs.len; n++)
    assert_true(offer->needs.data[n].covered <= offer->needs.data[n].heads);
  for (size_t b = 0; b < offer->budgets.len; b++)
    assert_int_equal(offer->budgets.data[b].left,
                     offer->budgets.data[b].setup - offer->budgets.data[b].planned);
}

typedef struct known {
  const char *central;
  int o1, o3, o4;                     /* sessions */
  int o2n3, o2n4, o3n3, o3n4, o4n5, o5n6, o6n7, o6n8;
  double value;
  int cost, use_c, use_z, use_k; /* whole euros */
} known;

static void test_offer__known_optima(void **state)
{
  static const known rows[] = {
      {"7000", 2, 0, 1, 12, 8, 0, 0, 12, 2, 1, 1, 116.8, 16500, 5000, 5000, 6500},
      {"7900", 2, 1, 1, 10, 0, 2, 8, 12, 4, 1, 2, 128.6, 19800, 7700, 5180, 6920},
      {"8000", 2, 2, 1, 0, 0, 12, 8, 12, 4, 1, 2, 133.6, 17000, 8000, 2080, 6920},
      {"11000", 2, 2, 2, 0, 0, 12, 8, 15, 4, 1, 2, 140.8, 19200, 10200, 2080, 6920},
  };
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const known *row = &rows[i];
    made it;
    make_fixture(&it, row->central);
    solve(&it);
    assert_int_equal(it.result.offer->status, LDE_OFFER_OPTIMAL);
    assert_true(fabs(it.result.offer->value - row->value) < 1e-6);
    assert_int_equal(it.result.offer->cost, row->cost * 100);
    assert_int_equal(sessions_of(&it, "O1@2027"), row->o1);
    assert_int_equal(sessions_of(&it, "O3@2027"), row->o3);
    assert_int_equal(sessions_of(&it, "O4@2027"), row->o4);
    assert_int_equal(seats_of(&it, "O1@2027", "N1"), 10);
    assert_int_equal(seats_of(&it, "O1@2027", "N2"), 4);
    assert_int_equal(seats_of(&it, "O2@2027", "N3"), row->o2n3);
    assert_int_equal(seats_of(&it, "O2@2027", "N4"), row->o2n4);
    assert_int_equal(seats_of(&it, "O3@2027", "N3"), row->o3n3);
    assert_int_equal(seats_of(&it, "O3@2027", "N4"), row->o3n4);
    assert_int_equal(seats_of(&it, "O4@2027", "N5"), row->o4n5);
    assert_int_equal(seats_of(&it, "O5@2027", "N6"), row->o5n6);
    assert_int_equal(seats_of(&it, "O6@2027", "N7"), row->o6n7);
    assert_int_equal(seats_of(&it, "O6@2027", "N8"), row->o6n8);
    assert_int_equal(budget_of(&it, "central")->planned, row->use_c * 100);
    assert_int_equal(budget_of(&it, "Z-2027")->planned, row->use_z * 100);
    assert_int_equal(budget_of(&it, "K-2027")->planned, row->use_k * 100);
    check_sums(&it);
    drop(&it);
  }
}

static void test_offer__every_candidate_has_a_reason(void **state)
{
  made it;
  bool built = false;
  (void)state;
  make_fixture(&it, "7000");
  solve(&it);
  for (size_t i = 0; i < it.result.offer->left_out.len; i++) {
    const lde_offer_left_out *each = &it.result.offer->left_out.data[i];
    assert_true(each->reason >= LDE_OUT_BUDGET);
    if (!strcmp(it.draft->options.data[it.draft->option_of[each->offering]].id, "O3"))
      built = true;
  }
  assert_true(built);
  for (size_t i = 0; i < it.result.offer->unmet.len; i++) {
    const lde_offer_unmet *each = &it.result.offer->unmet.data[i];
    if (!strcmp(each->need, "N6"))
      assert_int_equal(each->reason, LDE_OUT_BUDGET);
  }
  assert_true(it.result.offer->unmet.len >= 3);
  drop(&it);
}

static void test_offer__locking_a_chosen_line_changes_nothing(void **state)
{
  made it;
  (void)state;
  make_fixture(&it, "7900");
  lde_vec_push(&it.spec.locks, ((lde_offer_lock){.offering = "O3", .seats = 10, .sessions = 1}));
  solve(&it);
  assert_true(fabs(it.result.offer->value - 128.6) < 1e-6);
  assert_int_equal(it.result.offer->cost, 1980000);
  assert_int_equal(line_of(&it, "O3@2027")->reason, LDE_IN_LOCK);
  drop(&it);
}

static void test_offer__shortage_of_a_duty_is_reported(void **state)
{
  made it;
  (void)state;
  make_fixture(&it, "1400");
  solve(&it);
  assert_int_equal(it.result.offer->unmet.data[0].mandatory, true);
  assert_int_equal(it.result.offer->unmet.data[0].reason, LDE_OUT_BUDGET);
  assert_string_equal(it.result.offer->unmet.data[0].detail.budget, "central");
  check_sums(&it);
  drop(&it);
}

static void test_offer__periods_do_not_change_a_yearly_budget(void **state)
{
  made it;
  (void)state;
  make_fixture(&it, "8000");
  it.spec.period = LDE_PERIOD_QUARTER;
  solve(&it);
  assert_true(it.result.build.nested);
  assert_true(fabs(it.result.offer->value - 133.6) < 1e-6);
  assert_int_equal(it.result.offer->cost, 1700000);
  check_sums(&it);
  drop(&it);
}

/* Small cases that are written in place: a project of one file. */
static void make_text(made *it, const char *text)
{
  make_from_text(it, "test_offer_case.yaml", text);
}

#define CHAIN                                                                                      \
  "year: 2027\ncompetencies: [{id: c}]\n"                                                          \
  "needs: [{id: n, heads: 4, priority: 1, need_competencies: [{competency: c, from_level: 1, to_level: 3}]}]\n"  \
  "offerings:\n"                                                                                   \
  "- {id: a, sourcing: buy_open, cost_per_seat: 10, offering_competencies: [{competency: c, from_level: 1, to_level: 2, effectiveness: 1}]}\n" \
  "- {id: b, sourcing: buy_open, cost_per_seat: 10, offering_competencies: [{competency: c, from_level: 2, to_level: 3, effectiveness: 1}]}\n"

static void test_offer__levels_are_climbed_in_steps(void **state)
{
  made it;
  (void)state;
  make_text(&it, CHAIN);
  solve(&it);
  assert_true(fabs(it.result.offer->value - 4) < 1e-6); /* both halves for all four */
  assert_int_equal(it.result.offer->cost, 8000);
  assert_int_equal(it.result.offer->unmet.len, 0);
  assert_int_equal(it.result.offer->needs.data[0].covered, 4);
  for (size_t i = 0; i < it.result.offer->lines.len; i++) /* the second step is never in the first quarter */
    assert_string_not_equal(it.result.offer->lines.data[i].id, "b@2027-Q1");
  drop(&it);
}

static void test_offer__a_step_that_leads_nowhere_is_worth_its_reach(void **state)
{
  made it;
  (void)state;
  make_text(&it, CHAIN "budgets: [{id: all, owner: central, setup: 50}]\n");
  solve(&it);
  assert_true(fabs(it.result.offer->value - 2.5) < 1e-6); /* five seats of half a need */
  check_sums(&it);
  drop(&it);
}

static void test_offer__all_or_nothing_leaves_half_steps_out(void **state)
{
  made it;
  (void)state;
  make_text(&it, CHAIN);
  it.spec.all_or_nothing = true;
  solve(&it);
  assert_int_equal(it.result.offer->lines.len, 0);
  drop(&it);
}

#define BUDGETS(list)                                                                              \
  "year: 2027\nunits: [{id: top}, {id: team, parent: top}]\n"                                      \
  "needs: [{id: n, unit: team, heads: 10, lane: team, priority: 1, offerings: [a]}]\n"             \
  "offerings: [{id: a, sourcing: buy_open, cost_per_seat: 100}]\nbudgets:\n" list

static int64_t seats_with(const char *text)
{
  made it;
  int64_t seats = 0;
  make_text(&it, text);
  solve(&it);
  for (size_t i = 0; i < it.result.offer->lines.len; i++)
    seats += it.result.offer->lines.data[i].seats;
  check_sums(&it);
  drop(&it);
  return seats;
}

static void test_offer__who_pays(void **state)
{
  (void)state;
  assert_int_equal(seats_with(BUDGETS("- {id: b, unit: team, setup: 300}\n")), 3);
  assert_int_equal(seats_with(BUDGETS("- {id: b, unit: top, setup: 400}\n- {id: c, owner: central, setup: 900}\n")), 4);
  assert_int_equal(seats_with(BUDGETS("- {id: c, owner: central, setup: 500}\n")), 5);
  assert_int_equal(seats_with(BUDGETS("- {id: b, unit: team, setup: 0}\n- {id: c, owner: central, setup: 900}\n")), 0);
  assert_int_equal(seats_with(BUDGETS("- {id: p, unit: top, setup: 200}\n- {id: b, unit: team, setup: 900, parent: p}\n")), 2);
  assert_int_equal(seats_with(BUDGETS("- {id: b, unit: team, lane: core, setup: 900}\n")), 0);
  assert_int_equal(seats_with(BUDGETS("- {id: b, unit: team, mode: indicative, setup: 100}\n")), 10);
  assert_int_equal(seats_with(BUDGETS("- {id: b, unit: team, period: 2027-Q1, setup: 300}\n- {id: d, unit: team, period: 2027-Q2, setup: 250}\n")), 5);
  assert_int_equal(seats_with(BUDGETS("- {id: b, unit: team, period: 2027-Q1, setup: 350, strict: true}\n- {id: d, unit: team, period: 2027-Q2, setup: 250, strict: true}\n")), 5);
}

static void test_offer__the_order_of_rows_does_not_matter(void **state)
{
  static const char *const one =
      "year: 2027\nunits: [{id: u}, {id: v}]\nneeds:\n"
      "- {id: n1, unit: u, heads: 5, priority: 1, offerings: [a, b]}\n- {id: n2, unit: v, heads: 5, priority: 1, offerings: [a, b]}\n"
      "offerings:\n- {id: a, sourcing: buy_open, cost_per_seat: 100}\n- {id: b, sourcing: buy_open, cost_per_seat: 100}\n"
      "budgets: [{id: c, owner: central, setup: 700}]\n";
  static const char *const two =
      "year: 2027\nbudgets: [{id: c, owner: central, setup: 700}]\n"
      "offerings:\n- {id: b, sourcing: buy_open, cost_per_seat: 100}\n- {id: a, sourcing: buy_open, cost_per_seat: 100}\n"
      "needs:\n- {id: n2, unit: v, heads: 5, priority: 1, offerings: [b, a]}\n- {id: n1, unit: u, heads: 5, priority: 1, offerings: [b, a]}\n"
      "units: [{id: v}, {id: u}]\n";
  made a, b;
  (void)state;
  make_text(&a, one);
  make_text(&b, two);
  solve(&a);
  solve(&b);
  assert_int_equal(a.result.offer->lines.len, b.result.offer->lines.len);
  for (size_t i = 0; i < a.result.offer->lines.len; i++) {
    const lde_offer_line *x = &a.result.offer->lines.data[i], *y = &b.result.offer->lines.data[i];
    assert_string_equal(x->id, y->id);
    assert_int_equal(x->seats, y->seats);
    assert_int_equal(x->served.len, y->served.len);
    for (size_t s = 0; s < x->served.len; s++) {
      assert_string_equal(x->served.data[s].need, y->served.data[s].need);
      assert_int_equal(x->served.data[s].seats, y->served.data[s].seats);
    }
  }
  drop(&a);
  drop(&b);
}

static void test_offer__gaps_become_needs(void **state)
{
  made it;
  (void)state;
  make_text(&it, "year: 2027\ntoday: 2026-11-01\nunits: [{id: u}]\nroles: [{id: r}]\ncompetencies: [{id: c}]\n"
                 "employees: [{id: e1, unit: u, role: r}, {id: e2, unit: u, role: r}, {id: e3, unit: u, role: r}]\n"
                 "role_requirements: [{role: r, competency: c, required_level: 2, mandatory: true, by_date: 2027-06-30}]\n"
                 "assessments: [{employee: e1, competency: c, date: 2026-01-01, level: 1},"
                 " {employee: e2, competency: c, date: 2025-01-01, level: 1},"
                 " {employee: e3, competency: c, date: 2026-01-01, level: 2}]\n"
                 "offerings: [{id: o, sourcing: buy_open, seats_max: 1, offering_competencies: [{competency: c, from_level: 1, to_level: 2}]}]\n");
  solve(&it);
  assert_int_equal(it.result.offer->needs.len, 1);
  assert_string_equal(it.result.offer->needs.data[0].id, "u/c/1-2/m/2027-06-30");
  assert_int_equal(it.result.offer->needs.data[0].heads, 2);
  assert_int_equal(it.result.offer->unmet.data[0].heads, 1);
  assert_true(it.result.offer->unmet.data[0].mandatory);
  /* the one seat is for who was assessed longest ago */
  assert_int_equal(it.result.offer->lines.data[0].served.data[0].employees.count, 1);
  assert_int_equal(it.result.offer->lines.data[0].served.data[0].employees.rows[0], 1);
  drop(&it);
}

static void test_offer__reasons_of_the_impossible(void **state)
{
  made it;
  (void)state;
  make_text(&it, "year: 2027\ntoday: 2026-11-01\nneeds:\n"
                 "- {id: late, heads: 2, lane: mandatory, deadline: 2027-02-01, priority: 1, offerings: [slow]}\n"
                 "- {id: none, heads: 2, priority: 1, need_competencies: [{competency: c, to_level: 1}]}\n"
                 "- {id: other, heads: 2, priority: 1, remedy_is_learning: \"no\", offerings: [slow]}\n"
                 "- {id: few, heads: 2, priority: 1, offerings: [big]}\n"
                 "competencies: [{id: c}]\n"
                 "offerings:\n- {id: slow, sourcing: buy_open, lead_time_days: 150}\n"
                 "- {id: big, min_group: 6, max_group: 12}\n");
  solve(&it);
  for (size_t i = 0; i < it.result.offer->unmet.len; i++) {
    const lde_offer_unmet *each = &it.result.offer->unmet.data[i];
    lde_reason wanted = !strcmp(each->need, "late")    ? LDE_OUT_LEAD_TIME
                        : !strcmp(each->need, "none")  ? LDE_OUT_NO_OFFERING
                        : !strcmp(each->need, "other") ? LDE_OUT_NOT_LEARNABLE
                                                       : LDE_OUT_MIN_GROUP;
    assert_int_equal(each->reason, wanted);
  }
  assert_int_equal(it.result.offer->unmet.len, 4);
  drop(&it);
}

static void test_offer__locked_lines_stay(void **state)
{
  made it;
  const lde_offer_line *line;
  (void)state;
  make_text(&it, "year: 2027\nunits: [{id: u}]\nneeds: [{id: n, unit: u, heads: 10, priority: 1, offerings: [a, b]}]\n"
                 "offerings: [{id: a, min_group: 4, max_group: 8, cost_per_session: 1000}, {id: b, sourcing: buy_open, cost_per_seat: 1}]\n"
                 "budgets: [{id: c, owner: central, setup: 500}]\n"
                 "plan_lines: [{id: p, offering: a, needs: [n], seats_planned: 4, sessions_planned: 1, period: 2027-Q3, decision: locked_in, cost: 900}]\n");
  solve(&it);
  line = line_of(&it, "a@2027-Q3");
  assert_non_null(line);
  assert_int_equal(line->reason, LDE_IN_LOCK);
  assert_int_equal(line->seats, 8); /* four fixed, and the free places of that group */
  assert_int_equal(line->cost, 90000);
  assert_int_equal(it.result.offer->cost, 90000); /* the budget counts as used up */
  check_sums(&it);
  drop(&it);
}

static void test_offer__limits_that_clash_are_named(void **state)
{
  made it;
  (void)state;
  if (!lde_solve_has_exact())
    skip();
  make_fixture(&it, "7000");
  lde_vec_push(&it.spec.locks, ((lde_offer_lock){.offering = "O4", .seats = -1, .sessions = 2}));
  lde_vec_push(&it.spec.locks, ((lde_offer_lock){.offering = "O3", .seats = -1, .sessions = 2}));
  solve(&it);
  assert_int_equal(it.result.offer->status, LDE_OFFER_INFEASIBLE);
  assert_true(it.result.offer->clash.len >= 2);
  drop(&it);
  /* two groups of O4 cost 4,400; that and nothing else is 400 more than the budget */
  make_fixture(&it, "4000");
  lde_vec_push(&it.spec.locks, ((lde_offer_lock){.offering = "O4", .seats = -1, .sessions = 2}));
  solve(&it);
  assert_int_equal(it.result.offer->status, LDE_OFFER_INFEASIBLE);
  assert_int_equal(it.result.offer->clash.len, 2);
  assert_non_null(it.result.offer->repair);
  assert_non_null(strstr(it.result.offer->repair, "budgets:central"));
  assert_non_null(strstr(it.result.offer->repair, "400"));
  assert_non_null(strstr(it.result.offer->repair, "lock O4"));
  drop(&it);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_offer__known_optima),
      cmocka_unit_test(test_offer__every_candidate_has_a_reason),
      cmocka_unit_test(test_offer__locking_a_chosen_line_changes_nothing),
      cmocka_unit_test(test_offer__shortage_of_a_duty_is_reported),
      cmocka_unit_test(test_offer__periods_do_not_change_a_yearly_budget),
      cmocka_unit_test(test_offer__limits_that_clash_are_named),
      cmocka_unit_test(test_offer__levels_are_climbed_in_steps),
      cmocka_unit_test(test_offer__a_step_that_leads_nowhere_is_worth_its_reach),
      cmocka_unit_test(test_offer__all_or_nothing_leaves_half_steps_out),
      cmocka_unit_test(test_offer__who_pays),
      cmocka_unit_test(test_offer__the_order_of_rows_does_not_matter),
      cmocka_unit_test(test_offer__gaps_become_needs),
      cmocka_unit_test(test_offer__reasons_of_the_impossible),
      cmocka_unit_test(test_offer__locked_lines_stay),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
