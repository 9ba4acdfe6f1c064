#include "dataset_builder.h"
#include "model/do_nothing.h"

static void test_do_nothing__certificates_lapse_by_quarter(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_do_nothing nothing;

  (void)state;
  build_row(ds, "roles", "id=guard");
  build_row(ds, "units", "id=u");
  build_row(ds, "credential_types", "id=boa");
  build_row(ds, "credential_types", "id=free");
  build_row(ds, "compliance_requirements", "credential_type=boa; role=guard");
  build_row(ds, "employees", "id=e1; role=guard; unit=u");
  build_row(ds, "employees", "id=e2; unit=u");
  build_row(ds, "employees", "id=e3; role=guard; unit=u; status=left");
  build_row(ds, "credentials", "employee=e1; credential_type=boa; issued_on=2022-02-01; expires_on=2027-02-01");
  build_row(ds, "credentials", "employee=e2; credential_type=boa; issued_on=2022-05-01; expires_on=2027-05-01");
  build_row(ds, "credentials", "employee=e3; credential_type=boa; issued_on=2022-05-01; expires_on=2027-05-01");
  build_row(ds, "credentials", "employee=e2; credential_type=free; issued_on=2022-05-01; expires_on=2026-05-01");
  build_row(ds, "credentials", "employee=e2; credential_type=free; issued_on=2026-04-01; expires_on=2027-12-31");
  build_row(ds, "credentials", "employee=e1; credential_type=free; issued_on=2026-04-01");
  build_resolve(ds);
  lde_do_nothing_find(&nothing, ds);
  assert_int_equal(nothing.lapsing, 3);
  assert_int_equal(nothing.obliged, 1); /* e2 need not hold it, e3 has left */
  assert_int_equal(nothing.quarters[0].obliged, 1);
  assert_int_equal(nothing.quarters[1].lapsing, 1);
  assert_int_equal(nothing.quarters[1].obliged, 0);
  assert_int_equal(nothing.quarters[3].lapsing, 1); /* the renewed one counts, the old one does not */
  assert_int_equal(nothing.quarters[3].invalid, 1);
  assert_int_equal(nothing.already_invalid, 0);
  assert_int_equal(nothing.lapses.len, 2);
  assert_int_equal(nothing.lapses.data[0].by_quarter[0], 1);
  lde_do_nothing_free(&nothing);
  lde_dataset_free(ds);
}

static void test_do_nothing__goals_needs_and_kpis_are_exposed(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_do_nothing nothing;

  (void)state;
  build_row(ds, "goals", "id=g1; weight=0.5");
  build_row(ds, "goals", "id=g2; weight=0.5");
  build_row(ds, "kpis", "id=k1; goal=g1; direction=up; baseline_value=5; target_value=7; target_date=2027-06-30");
  build_row(ds, "kpis", "id=k2; goal=g1; direction=down; baseline_value=5; target_value=4");
  build_row(ds, "kpi_measurements", "kpi=k1; date=2026-06-30; value=6");
  build_row(ds, "kpi_measurements", "kpi=k2; date=2026-06-30; value=4");
  build_row(ds, "needs", "id=n1; heads=12; deadline=2027-05-01");
  build_row(ds, "needs", "id=n2; heads=3; status=met; deadline=2027-05-01");
  build_row(ds, "goal_contributions", "goal=g1; need=n1");
  build_row(ds, "goal_contributions", "goal=g2; need=n2");
  build_resolve(ds);
  lde_do_nothing_find(&nothing, ds);
  assert_int_equal(nothing.goals.len, 1);
  assert_int_equal(nothing.goals.data[0].people, 12);
  assert_int_equal(nothing.quarters[1].needs_due, 1);
  assert_int_equal(nothing.goals.data[0].needs_due[1], 1);
  assert_int_equal(nothing.quarters[1].people_due, 12);
  assert_int_equal(nothing.kpis.len, 1); /* the other one has its target */
  assert_int_equal(nothing.kpis.data[0].kpi, 0);
  assert_true(nothing.kpis.data[0].has_value && nothing.kpis.data[0].value == 6000000);
  assert_int_equal(nothing.quarters[1].kpis_due, 1);
  lde_do_nothing_free(&nothing);
  lde_dataset_free(ds);
}

static void test_do_nothing__money_stays_to_the_cent(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_do_nothing nothing;

  (void)state;
  build_row(ds, "budgets", "id=year; period=2027; setup=1000.01; carry_in=0.01");
  build_row(ds, "budgets", "id=part; parent=year; period=2027; setup=400");
  build_row(ds, "budgets", "id=second; period=2027-Q2; setup=50");
  build_row(ds, "budgets", "id=other; period=2028; setup=999");
  build_row(ds, "actuals", "budget=part; amount=100; date=2027-01-05");
  build_resolve(ds);
  lde_do_nothing_find(&nothing, ds);
  assert_int_equal(nothing.available, 105002);
  assert_int_equal(nothing.unused, 95002);
  assert_int_equal(nothing.quarters[0].unused, 22500); /* a quarter of 900.02, rounded down */
  assert_int_equal(nothing.quarters[1].unused, 45000 + 5000);
  assert_int_equal(nothing.quarters[3].unused, nothing.unused);
  lde_do_nothing_free(&nothing);
  lde_dataset_free(ds);
}

static void test_do_nothing__gaps_are_counted_by_unit(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_do_nothing nothing;

  (void)state;
  build_row(ds, "units", "id=u");
  build_row(ds, "roles", "id=nurse");
  build_row(ds, "competencies", "id=a");
  build_row(ds, "competencies", "id=b");
  build_row(ds, "role_requirements", "role=nurse; competency=a; required_level=3; by_date=2027-08-01");
  build_row(ds, "role_requirements", "role=nurse; competency=b; required_level=1");
  build_row(ds, "employees", "id=e1; role=nurse; unit=u");
  build_row(ds, "employees", "id=e2; role=nurse; unit=u");
  build_row(ds, "assessments", "employee=e1; competency=a; date=2026-01-01; level=1");
  build_row(ds, "assessments", "employee=e2; competency=a; date=2026-01-01; level=3");
  build_row(ds, "assessments", "employee=e2; competency=b; date=2026-01-01; level=1");
  build_resolve(ds);
  lde_do_nothing_find(&nothing, ds);
  assert_int_equal(nothing.units.len, 1);
  assert_int_equal(nothing.units.data[0].people, 2);
  assert_int_equal(nothing.units.data[0].people_short, 1);
  assert_int_equal(nothing.units.data[0].levels, 2);
  assert_int_equal(nothing.units.data[0].unknown, 1);
  assert_int_equal(nothing.quarters[2].levels_due, 1);
  assert_int_equal(nothing.units.data[0].levels_due[2], 1);
  assert_int_equal(nothing.units.data[0].levels_due[1], 0);
  assert_int_equal(nothing.people_short, 1);
  lde_do_nothing_free(&nothing);
  lde_dataset_free(ds);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_do_nothing__certificates_lapse_by_quarter),
      cmocka_unit_test(test_do_nothing__goals_needs_and_kpis_are_exposed),
      cmocka_unit_test(test_do_nothing__money_stays_to_the_cent),
      cmocka_unit_test(test_do_nothing__gaps_are_counted_by_unit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
