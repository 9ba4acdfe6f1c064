#include "dataset_builder.h"
#include "model/thread.h"

/* One line of € 1.000 and 10 seats of an hour for two needs: n1 gives goal g1 0.6, n2 gives g2 0.2. */
static lde_dataset *build_thread(void)
{
  lde_dataset *ds = build_dataset();
  build_row(ds, "mission_visions", "id=mv; version=1");
  build_row(ds, "learning_visions", "id=lv; version=2; answers_strategy_version=1");
  build_row(ds, "policies", "id=p; version=3; vision_version=2");
  build_row(ds, "goals", "id=g1; strategy_version=1");
  build_row(ds, "goals", "id=g2; parent=g1");
  build_row(ds, "kpis", "id=k; goal=g1; baseline_value=1; target_value=2");
  build_row(ds, "hrd_plans", "id=h; policy_version=3; starts_on=2026-01-01; ends_on=2029-12-31; goals=g1|g2");
  build_row(ds, "programmes", "id=pr; hrd_plan=h");
  build_row(ds, "needs", "id=n1");
  build_row(ds, "needs", "id=n2");
  build_row(ds, "competencies", "id=c");
  build_row(ds, "need_competencies", "need=n1; competency=c; to_level=2");
  build_row(ds, "goal_contributions", "goal=g1; need=n1; expected_share=0.6");
  build_row(ds, "goal_contributions", "goal=g2; need=n2; expected_share=0.2");
  build_row(ds, "offerings", "id=o; minutes_contact=60");
  build_row(ds, "offering_competencies", "offering=o; competency=c; to_level=2");
  build_row(ds, "plan_lines", "id=l; offering=o; needs=n1|n2; programme=pr; cost=1000; seats_planned=10");
  build_row(ds, "evaluation_plans", "id=e; plan_line=l");
  build_row(ds, "evaluation_levels", "evaluation_plan=e; level=L3");
  return ds;
}

static const lde_thread_edge *edge_of(const lde_dataset *ds, const lde_thread_edges *edges, const char *upper,
                                      const char *lower)
{
  for (size_t i = 0; i < edges->len; i++) {
    lde_buffer text = {0};
    const lde_thread_edge *edge = &edges->data[i];
    bool same;
    lde_row_id(ds, &ds->tables[lde_ref_entity(edge->upper)], lde_ref_row(edge->upper), &text);
    same = strcmp(lde_buffer_text(&text), upper) == 0;
    lde_buffer_truncate(&text, 0);
    lde_row_id(ds, &ds->tables[lde_ref_entity(edge->lower)], lde_ref_row(edge->lower), &text);
    same = same && strcmp(lde_buffer_text(&text), lower) == 0;
    lde_buffer_free(&text);
    if (same)
      return edge;
  }
  fail_msg("no edge %s → %s", upper, lower);
  return NULL;
}

static void expect_edge(const lde_dataset *ds, const lde_thread_edges *edges, const char *upper,
                        const char *lower, int distance, int64_t money, int64_t minutes)
{
  const lde_thread_edge *edge = edge_of(ds, edges, upper, lower);
  if (edge->money != money || edge->minutes != minutes || edge->distance != distance)
    fail_msg("%s → %s: %lld cents, %lld minutes, distance %d", upper, lower, (long long)edge->money,
             (long long)edge->minutes, edge->distance);
}

static void test_thread__up_from_a_line(void **state)
{
  lde_dataset *ds = build_thread();
  lde_thread thread;
  (void)state;
  build_resolve(ds);
  lde_thread_find(&thread, ds, LDE_E(plan_line), 0);
  assert_true(thread.money == 100000 && thread.minutes == 600);
  expect_edge(ds, &thread.up, "n1", "l", 1, 75000, 450);
  expect_edge(ds, &thread.up, "n2", "l", 1, 25000, 150);
  expect_edge(ds, &thread.up, "pr", "l", 1, 100000, 600);
  expect_edge(ds, &thread.up, "g1", "n1", 2, 75000, 450);
  expect_edge(ds, &thread.up, "g2", "n2", 2, 25000, 150);
  expect_edge(ds, &thread.up, "g1", "g2", 3, 25000, 150);
  expect_edge(ds, &thread.up, "h", "pr", 2, 100000, 600);
  expect_edge(ds, &thread.up, "p", "h", 3, 100000, 600);
  expect_edge(ds, &thread.up, "lv", "p", 4, 100000, 600);
  expect_edge(ds, &thread.up, "mv", "g1", 3, 100000, 600);
  expect_edge(ds, &thread.up, "mv", "lv", 5, 100000, 600);
  expect_edge(ds, &thread.up, "g2", "h", 3, 25000, 150);
  expect_edge(ds, &thread.down, "l", "o", 1, 100000, 600);
  expect_edge(ds, &thread.down, "l", "e", 1, 0, 0);
  lde_thread_free(&thread);
  lde_dataset_free(ds);
}

static void test_thread__down_from_a_goal(void **state)
{
  lde_dataset *ds = build_thread();
  lde_thread thread;
  (void)state;
  build_row(ds, "plan_lines", "id=out; offering=o; needs=n2; cost=777; decision=out");
  build_resolve(ds);
  lde_thread_find(&thread, ds, LDE_E(goal), 1);
  assert_true(thread.money == 25000 && thread.minutes == 150);
  expect_edge(ds, &thread.down, "g2", "n2", 1, 25000, 150);
  expect_edge(ds, &thread.down, "n2", "l", 2, 25000, 150);
  expect_edge(ds, &thread.down, "n2", "out", 2, 0, 0);
  expect_edge(ds, &thread.down, "l", "o", 3, 25000, 150);
  expect_edge(ds, &thread.up, "g1", "g2", 1, 25000, 150);
  lde_thread_free(&thread);
  lde_thread_find(&thread, ds, LDE_E(mission_vision), 0);
  assert_true(thread.money == 100000);
  expect_edge(ds, &thread.down, "g1", "k", 2, 0, 0);
  lde_thread_free(&thread);
  lde_thread_find(&thread, ds, LDE_E(plan_line), 1); /* asked for itself: also when out */
  assert_true(thread.money == 77700);
  lde_thread_free(&thread);
  lde_dataset_free(ds);
}

static void test_thread__the_first_missing_link(void **state)
{
  static const struct {
    const char *more;
    lde_thread_gap gap;
  } goals[] = {{"id=x; status=draft", LDE_THREAD_NOT_ACTIVE},
               {"id=x; horizon_end=2026-12-31", LDE_THREAD_NOT_ACTIVE},
               {"id=x", LDE_THREAD_NO_KPI}};
  lde_dataset *ds = build_thread();
  (void)state;
  build_resolve(ds);
  assert_int_equal(lde_goal_thread_gap(ds, 0, (int)LDE_CHOICE_OF(evaluation_level, L3)), LDE_THREAD_COMPLETE);
  assert_int_equal(lde_goal_thread_gap(ds, 0, (int)LDE_CHOICE_OF(evaluation_level, L4)), LDE_THREAD_NO_EVALUATION);
  lde_dataset_free(ds);
  for (size_t i = 0; i < sizeof goals / sizeof *goals; i++) {
    ds = build_thread();
    build_row(ds, "goals", goals[i].more);
    build_resolve(ds);
    assert_int_equal(lde_goal_thread_gap(ds, 2, 0), goals[i].gap);
    lde_dataset_free(ds);
  }
  ds = build_thread();
  build_row(ds, "goals", "id=x");
  build_row(ds, "kpis", "id=kx; goal=x; baseline_value=1; target_value=2");
  build_row(ds, "goals", "id=y");
  build_row(ds, "kpis", "id=ky; goal=y; baseline_value=1; target_value=2");
  build_row(ds, "needs", "id=n3");
  build_row(ds, "need_competencies", "need=n3; competency=c; to_level=3"); /* the line reaches 2 */
  build_row(ds, "plan_lines", "id=l3; offering=o; needs=n3");
  build_row(ds, "goal_contributions", "goal=y; need=n3");
  build_resolve(ds);
  assert_int_equal(lde_goal_thread_gap(ds, 2, 0), LDE_THREAD_NO_NEED);
  assert_int_equal(lde_goal_thread_gap(ds, 3, 0), LDE_THREAD_NO_LINE);
  lde_dataset_free(ds);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_thread__up_from_a_line),
      cmocka_unit_test(test_thread__down_from_a_goal),
      cmocka_unit_test(test_thread__the_first_missing_link),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
