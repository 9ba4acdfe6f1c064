/* People whom nothing tells apart: who is taken together, who is not, and that the plan is the same. */
#include <math.h>
#include <string.h>

#include "offer_case.h"

static void load(made *it, const char *text)
{
  make_from_text(it, "test_alike_case.yaml", text);
}

static void draft(made *it, int64_t together_from)
{
  it->draft = lde_offer_draft_new(it->loaded.dataset, &it->spec);
  it->draft->together_from = together_from;
}

/* Three teams with the same need of three levels, each of which has a course of its own. */
#define TEAMS                                                                                      \
  "year: 2027\nunits: [{id: top}, {id: north, parent: top}, {id: south, parent: top}, {id: west, parent: south}]\n" \
  "competencies: [{id: c}]\n"                                                                      \
  "offerings:\n"                                                                                   \
  "- {id: a, sourcing: buy_open, cost_per_seat: 10, minutes_contact: 60, offering_competencies: [{competency: c, from_level: 1, to_level: 2, effectiveness: 1}]}\n" \
  "- {id: b, max_group: 4, cost_per_session: 40, minutes_contact: 60, offering_competencies: [{competency: c, from_level: 2, to_level: 3, effectiveness: 1}]}\n" \
  "- {id: d, sourcing: buy_open, cost_per_seat: 10, minutes_contact: 60, offering_competencies: [{competency: c, from_level: 3, to_level: 4, effectiveness: 1}]}\n" \
  "needs:\n"                                                                                       \
  "- {id: n1, unit: north, heads: 4, lane: team, priority: 1, need_competencies: [{competency: c, from_level: 1, to_level: 4}]}\n" \
  "- {id: n2, unit: south, heads: 3, lane: team, priority: 1, need_competencies: [{competency: c, from_level: 1, to_level: 4}]}\n" \
  "- {id: n3, unit: west, heads: 2, lane: team, priority: 1, need_competencies: [{competency: c, from_level: 1, to_level: 4}]}\n"
#define MONEY "budgets: [{id: all, owner: central, setup: 200}]\n"

/* Parts that stand for themselves or for others. */
static int leaders(made *it)
{
  lde_alike alike;
  int count = 0;

  draft(it, 0);
  lde_alike_init(&alike, it->draft, false);
  for (int32_t p = 0; p < (int32_t)it->draft->parts.len; p++)
    count += lde_alike_leader(&alike, p) == p;
  lde_alike_deinit(&alike);
  return count;
}

static int leaders_of(const char *text)
{
  made it;
  int count;
  load(&it, text);
  count = leaders(&it);
  drop(&it);
  return count;
}

static void test_alike__who_is_taken_together(void **state)
{
  (void)state;
  assert_int_equal(leaders_of(TEAMS MONEY), 1);
  assert_int_equal(leaders_of("year: 2027\nunits: [{id: u}, {id: v}]\nofferings: [{id: a, sourcing: buy_open, cost_per_seat: 1}]\n"
                              "needs: [{id: n, unit: u, heads: 1, priority: 1, offerings: [a]}, {id: m, unit: v, heads: 1, lane: core, priority: 1, offerings: [a]}]\n"),
                   2);
  assert_int_equal(leaders_of("year: 2027\nunits: [{id: u}, {id: v}]\nofferings: [{id: a, sourcing: buy_open, cost_per_seat: 1}]\n"
                              "needs: [{id: n, unit: u, heads: 1, priority: 1, offerings: [a]}, {id: m, unit: v, heads: 1, priority: 1, offerings: [a], deadline: 2027-06-30}]\n"),
                   2);
}

static void test_alike__what_pays_tells_apart(void **state)
{
  made it;
  (void)state;
  load(&it, TEAMS "budgets: [{id: all, owner: central, setup: 200}, {id: s, owner: unit, unit: south, setup: 50}]\n");
  assert_int_equal(leaders(&it), 2); /* west is paid by south */
  lde_offer_draft_free(it.draft);
  it.spec.cost_bearing = "central";
  assert_int_equal(leaders(&it), 1);
  drop(&it);
}

static void test_alike__limits_tell_apart(void **state)
{
  made it;
  lde_offer_constraint share = {.name = "s", .per = LDE_PER_UNIT, .factor = 1, .measure = {.kind = LDE_MEASURE_SEATS}};
  (void)state;
  for (int which = 0; which < 6; which++) {
    load(&it, TEAMS MONEY);
    share.per = which == 0 ? LDE_PER_UNIT : which == 1 ? LDE_PER_NEED : LDE_PER_LANE;
    if (which < 3)
      lde_vec_push(&it.spec.constraints, share);
    else if (which == 3)
      it.spec.hours_max = 8;
    else if (which == 4)
      it.spec.fairness = 0.5;
    else
      lde_vec_push(&it.spec.tiers, ((lde_tier){0.5, 2}));
    assert_int_equal(leaders(&it), which == 2 ? 1 : 3);
    drop(&it);
  }
  load(&it, TEAMS MONEY);
  draft(&it, 1000); /* few ways to seat anybody */
  assert_true(lde_build_make(&it.result.build, it.draft, NULL) == LDE_OK);
  assert_null(it.result.build.alike.leader);
  drop(&it);
}

static void solve(made *it, const char *text, int64_t together_from)
{
  lde_error err = {0};
  load(it, text);
  draft(it, together_from);
  if (lde_offer_solve(&it->result, it->draft, NULL, &err) != LDE_OK)
    fail_msg("%s", err.message);
  assert_true((it->result.build.alike.leader != NULL) == (together_from == 0));
}

static void test_alike__nobody_skips_a_step(void **state)
{
  made it;
  (void)state;
  solve(&it, TEAMS "budgets: [{id: all, owner: central, setup: 300}]\n", 0);
  assert_int_equal(it.result.build.cells.len, 3); /* one for all, and two of steps */
  assert_true(taken(&it, 0, "d", 3) + taken(&it, 1, "d", 3) + taken(&it, 2, "d", 3) > 4); /* more than one team */
  for (int32_t part = 0; part < 3; part++) {
    assert_true(taken(&it, part, "a", 3) <= it.draft->parts.data[part].heads);
    for (int t = 0; t < it.draft->periods; t++) {
      assert_true(taken(&it, part, "b", t) <= (t ? taken(&it, part, "a", t - 1) : 0));
      assert_true(taken(&it, part, "d", t) <= (t ? taken(&it, part, "b", t - 1) : 0));
    }
  }
  drop(&it);
}

static void test_alike__the_plan_is_the_same(void **state)
{
  made one, each;
  (void)state;
  solve(&one, TEAMS MONEY, 0);
  solve(&each, TEAMS MONEY, 1000);
  assert_true(fabs(one.result.offer->value - each.result.offer->value) < 1e-9);
  assert_int_equal(one.result.offer->cost, each.result.offer->cost);
  assert_int_equal(one.result.offer->needs.len, 3);
  int64_t covered = 0, covered_apart = 0;
  for (size_t n = 0; n < 3; n++) {
    const lde_offer_need *need = &one.result.offer->needs.data[n];
    assert_true(need->covered <= need->heads);
    covered += need->covered;
    covered_apart += each.result.offer->needs.data[n].covered;
  }
  assert_int_equal(covered, covered_apart);
  for (size_t l = 0; l < one.result.offer->lines.len; l++) {
    const lde_offer_line *line = &one.result.offer->lines.data[l];
    int64_t seats = 0;
    for (size_t s = 0; s < line->served.len; s++)
      seats += line->served.data[s].seats;
    for (size_t s = 0; s < line->steps.len; s++)
      seats += line->steps.data[s].seats;
    assert_int_equal(seats, line->seats);
  }
  drop(&one);
  drop(&each);
}

/* Money for four of nine: everybody but the first four has a reason, whichever way they were decided on. */
static void test_alike__reasons_are_of_the_need(void **state)
{
  static const char text[] =
      "year: 2027\nunits: [{id: u}, {id: v}]\nofferings: [{id: a, sourcing: buy_open, cost_per_seat: 10}, {id: b, sourcing: buy_open, cost_per_seat: 30}]\n"
      "needs: [{id: n, unit: u, heads: 5, lane: team, priority: 1, offerings: [a, b]}, {id: m, unit: v, heads: 4, lane: team, priority: 1, offerings: [a, b]}]\n"
      "budgets: [{id: all, owner: central, setup: 40}]\n";
  made one, each;
  (void)state;
  solve(&one, text, 0);
  solve(&each, text, 1000);
  assert_int_equal(one.result.build.cells.len, 1);
  assert_int_equal(one.result.offer->left_out.len, each.result.offer->left_out.len);
  for (size_t i = 0; i < one.result.offer->left_out.len; i++) {
    const lde_offer_left_out *left = &one.result.offer->left_out.data[i], *right = &each.result.offer->left_out.data[i];
    assert_int_equal(left->offering, right->offering);
    assert_string_equal(left->need, right->need);
    assert_int_equal(left->reason, right->reason);
  }
  assert_int_equal(one.result.offer->unmet.len, 1);
  assert_string_equal(one.result.offer->unmet.data[0].need, each.result.offer->unmet.data[0].need);
  assert_int_equal(one.result.offer->unmet.data[0].heads, 5);
  assert_int_equal(one.result.offer->unmet.data[0].reason, each.result.offer->unmet.data[0].reason);
  drop(&one);
  drop(&each);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_alike__who_is_taken_together), cmocka_unit_test(test_alike__what_pays_tells_apart),
      cmocka_unit_test(test_alike__limits_tell_apart),     cmocka_unit_test(test_alike__nobody_skips_a_step),
      cmocka_unit_test(test_alike__the_plan_is_the_same),  cmocka_unit_test(test_alike__reasons_are_of_the_need),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
