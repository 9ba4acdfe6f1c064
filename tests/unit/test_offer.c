/* The offer modelled from data: the acceptance case, its properties, and what the rules of modelling
 * promise. Every plan is checked again here from the data alone. */
#include "offer/result.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "load/load.h"

#define FIXTURE LDE_SOURCE_DIR "/tests/data/offer-fixture"

typedef struct made {
  lde_loaded loaded;
  lde_offer_spec spec;
  lde_draft *draft;
  lde_offer_result result;
} made;

static void make_from(made *it, const char *folder, const lde_setting *settings, size_t count)
{
  lde_load_options options = {.folder = folder, .language = -1, .settings = settings, .setting_count = count};
  lde_diagnostics found = {0};
  lde_error err = {0};

  memset(it, 0, sizeof *it);
  if (lde_load(&it->loaded, &options, &found, &err) != LDE_OK)
    fail_msg("%s %s", err.message, found.items.len ? found.items.data[0].message : "");
  lde_diagnostics_free(&found);
  lde_offer_spec_init(&it->spec);
  it->spec.period = LDE_PERIOD_YEAR;
  it->spec.gap = 0;
}

static void solve(made *it)
{
  lde_error err = {0};
  it->draft = lde_offer_draft_new(it->loaded.dataset, &it->spec);
  if (lde_offer_solve(&it->result, it->draft, NULL, &err) != LDE_OK)
    fail_msg("%s", err.message);
}

static void drop(made *it)
{
  lde_offer_result_deinit(&it->result);
  lde_offer_draft_free(it->draft);
  lde_offer_spec_deinit(&it->spec);
  lde_loaded_free(&it->loaded);
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

static void test_offer__limits_that_clash_are_named(void **state)
{
  made it;
  (void)state;
  make_fixture(&it, "7000");
  lde_vec_push(&it.spec.locks, ((lde_offer_lock){.offering = "O4", .seats = -1, .sessions = 2}));
  lde_vec_push(&it.spec.locks, ((lde_offer_lock){.offering = "O3", .seats = -1, .sessions = 2}));
  solve(&it);
  assert_int_equal(it.result.offer->status, LDE_OFFER_INFEASIBLE);
  assert_true(it.result.offer->clash.len >= 2);
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
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
