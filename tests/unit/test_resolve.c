#include "dataset_builder.h"

static void test_resolve__references_become_rows(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "goals", "id=g2; parent=g1");
  build_row(ds, "goals", "id=g1");
  build_row(ds, "kpis", "id=k1; goal=g2");
  build_row(ds, "documents", "id=d1; kind=policy; about=goals:g2");
  build_resolve(ds);
  assert_int_equal(lde_get_row(ds, goal, parent, 0), 1);
  assert_int_equal(lde_get_row(ds, kpi, goal, 0), 0);
  assert_true(lde_get(ds, document, about, 0) == lde_ref_pack(LDE_E(goal), 0));
  lde_dataset_free(ds);
}

static void test_resolve__all_mistakes_at_once(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "goals", "id=g1; parent=gx");          /* dangling */
  build_row(ds, "goals", "id=g1");                     /* id twice */
  build_row(ds, "goals", "weight=1");                  /* no id */
  build_row(ds, "goal_contributions", "goal=g1");      /* none of need, competency, programme */
  build_row(ds, "budgets", "id=b1; period=2027-Q9");   /* no setup, no such period */
  build_expect(ds, "load/duplicate load/required load/reference load/required load/type load/required");
  lde_dataset_free(ds);
}

static void test_resolve__cycles(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "units", "id=a; parent=b");
  build_row(ds, "units", "id=b; parent=a");
  build_row(ds, "offerings", "id=o1; prerequisites=o2");
  build_row(ds, "offerings", "id=o2; prerequisites=o3");
  build_row(ds, "offerings", "id=o3; prerequisites=o1");
  build_row(ds, "competencies", "id=c1");
  build_row(ds, "competency_relations", "from_competency=c1; type=precedes; to_competency=c1");
  build_expect(ds, "load/cycle load/cycle load/cycle");
  lde_dataset_free(ds);
}

static void test_resolve__levels_by_label_and_range(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "scales", "id=s");
  build_row(ds, "scale_levels", "scale=s; level=1; label_nl=Basis; label_en=Basic");
  build_row(ds, "scale_levels", "scale=s; level=2; label_nl=Gevorderd; label_en=Advanced");
  build_row(ds, "competencies", "id=c; scale=s");
  build_row(ds, "roles", "id=r");
  build_row(ds, "role_requirements", "role=r; competency=c; required_level=gevorderd");
  build_resolve(ds);
  assert_true(lde_get(ds, role_requirement, required_level, 0) == 2);
  lde_dataset_free(ds);

  ds = build_dataset();
  build_row(ds, "scales", "id=s");
  build_row(ds, "scale_levels", "scale=s; level=1; label_nl=Basis");
  build_row(ds, "competencies", "id=c; scale=s");
  build_row(ds, "roles", "id=r");
  build_row(ds, "role_requirements", "role=r; competency=c; required_level=3");
  build_expect(ds, "load/range");
  lde_dataset_free(ds);
}

/* What a source declares as ordinary is let through, counted and listed; the rest stands. */
static void test_resolve__lenient(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_source source = {.name = "skills.csv", .path = "skills.csv", .entity = LDE_E(assessment)};
  lde_lenient lenient[64] = {0};
  lde_table *assessments = lde_dataset_table(ds, LDE_E(assessment));
  (void)state;
  lenient[LDE_F(assessment, employee)] = LDE_LENIENT_DROP;
  lenient[LDE_F(assessment, assessor)] = LDE_LENIENT_EMPTY;
  source.lenient = lenient;
  lde_vec_push(&ds->sources, source);
  build_row(ds, "competencies", "id=c");
  build_row(ds, "employees", "id=e1");
  build_row(ds, "assessments", "employee=gone; competency=c; date=2026-01-01; level=1");
  build_row(ds, "assessments", "employee=e1; competency=c; date=2026-01-01; level=2");
  assessments->places.data[0].source = assessments->places.data[1].source = 1;
  build_resolve(ds);
  assert_int_equal(lde_table_count(assessments), 1);
  assert_int_equal(lde_get_row(ds, assessment, employee, 0), 0);
  assert_int_equal(lde_count(ds, import_reject), 1);
  assert_string_equal(lde_text_of(ds, import_reject, value, 0), "gone");
  assert_string_equal(lde_text_of(ds, import_reject, field, 0), "employee");
  assert_int_equal(ds->sources.data[1].rows_rejected, 1);
  lde_dataset_free(ds);
}

static void test_resolve__natural_keys_give_ids(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_table *table = lde_dataset_table(ds, LDE_E(assessment));
  lde_buffer id = {0};
  (void)state;
  build_row(ds, "competencies", "id=a/b");
  build_row(ds, "employees", "id=M1");
  build_row(ds, "assessments", "employee=M1; competency=a/b; date=2026-02-22; method=manager; level=1");
  build_row(ds, "assessments", "employee=M1; competency=a/b; date=2026-02-22; method=manager; level=2");
  build_resolve(ds);
  lde_row_id(ds, table, 0, &id);
  assert_string_equal(id.data, "M1/a%2Fb/2026-02-22/manager");
  assert_int_equal(lde_row_find(ds, table, id.data, id.len), 0);
  lde_buffer_puts(&id, "#2");
  assert_int_equal(lde_row_find(ds, table, id.data, id.len), 1);
  assert_int_equal(lde_row_find(ds, table, "x", 1), LDE_NO_ROW);
  lde_buffer_free(&id);
  lde_dataset_free(ds);
}

static void test_resolve__overlapping_intervals(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "roles", "id=r");
  build_row(ds, "competencies", "id=c");
  build_row(ds, "role_requirements", "role=r; competency=c; required_level=2; valid_from=2026-01-01; valid_to=2026-06-30");
  build_row(ds, "role_requirements", "role=r; competency=c; required_level=3; valid_from=2026-07-01");
  build_row(ds, "role_requirements", "role=r; competency=c; required_level=4; valid_from=2027-01-01");
  build_expect(ds, "load/duplicate");
  lde_dataset_free(ds);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_resolve__references_become_rows),
      cmocka_unit_test(test_resolve__all_mistakes_at_once),
      cmocka_unit_test(test_resolve__cycles),
      cmocka_unit_test(test_resolve__levels_by_label_and_range),
      cmocka_unit_test(test_resolve__lenient),
      cmocka_unit_test(test_resolve__natural_keys_give_ids),
      cmocka_unit_test(test_resolve__overlapping_intervals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
