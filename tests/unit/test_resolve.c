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
  build_source(ds, LDE_E(assessment), 0, 1);
  build_source(ds, LDE_E(assessment), 1, 1);
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

/* A long interval reaches over a short one into a third. */
static void test_resolve__intervals_inside_a_long_one(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "roles", "id=r");
  build_row(ds, "competencies", "id=c");
  build_row(ds, "role_requirements", "role=r; competency=c; required_level=2; valid_from=2026-01-01");
  build_row(ds, "role_requirements", "role=r; competency=c; required_level=3; valid_from=2026-02-01; valid_to=2026-02-28");
  build_row(ds, "role_requirements", "role=r; competency=c; required_level=4; valid_from=2026-05-01; valid_to=2026-05-31");
  build_expect(ds, "load/duplicate load/duplicate");
  lde_dataset_free(ds);
}

static void test_resolve__a_circle_of_corrections(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "budgets", "id=a; setup=1; supersedes=b");
  build_row(ds, "budgets", "id=b; setup=1; supersedes=a");
  build_expect(ds, "load/cycle");
  lde_dataset_free(ds);
}

/* The id of the second is not that of the first, whoever asks first. */
static void test_resolve__equal_keys_are_numbered_at_once(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_table *table = lde_dataset_table(ds, LDE_E(compliance_requirement));
  lde_buffer id = {0};
  (void)state;
  build_row(ds, "credential_types", "id=bhv");
  build_row(ds, "roles", "id=x");
  build_row(ds, "units", "id=x");
  build_row(ds, "compliance_requirements", "credential_type=bhv; role=x");
  build_row(ds, "compliance_requirements", "credential_type=bhv; unit=x");
  build_resolve(ds);
  lde_row_id(ds, table, 1, &id);
  assert_string_equal(id.data, "bhv/x#2");
  assert_int_equal(lde_row_find(ds, table, "bhv/x", 5), 0);
  assert_int_equal(lde_row_find(ds, table, "bhv/x#2", 7), 1);
  lde_buffer_free(&id);
  lde_dataset_free(ds);
}

static void test_resolve__refs_to_made_ids_and_the_organisation(void **state)
{
  lde_dataset *ds = build_dataset();
  (void)state;
  build_row(ds, "organisation", "id=Gemeente Noord");
  build_row(ds, "units", "id=u 1");
  build_row(ds, "roles", "id=r");
  build_row(ds, "role_demands", "role=r; unit=u 1; period=2027; heads=1");
  build_row(ds, "review_cycles", "id=a; about=organisation:Gemeente Noord");
  build_row(ds, "review_cycles", "id=b; about=role_demands:r/u 1/2027");
  build_row(ds, "review_cycles", "id=c; about=units:u 1");
  build_resolve(ds);
  assert_true(lde_get(ds, review_cycle, about, 0) == lde_ref_pack(LDE_E(organisation), 0));
  assert_true(lde_get(ds, review_cycle, about, 1) == lde_ref_pack(LDE_E(role_demand), 0));
  assert_true(lde_get(ds, review_cycle, about, 2) == lde_ref_pack(LDE_E(unit), 0));
  lde_dataset_free(ds);
  ds = build_dataset();
  build_row(ds, "review_cycles", "id=b; about=role_demands:r/2027");
  build_expect(ds, "load/reference");
  lde_dataset_free(ds);
}

static void test_resolve__ids_without_blanks_at_the_ends(void **state)
{
  lde_dataset *ds = build_dataset();
  int32_t row;
  (void)state;
  build_row(ds, "goals", "id=a b");
  row = build_row(ds, "goals", "weight=1");
  lde_table_put(lde_dataset_table(ds, LDE_E(goal)), LDE_F_ID, row, lde_strings_put(&ds->strings, "\xC2\xA0x"));
  row = build_row(ds, "goals", "weight=1");
  lde_table_put(lde_dataset_table(ds, LDE_E(goal)), LDE_F_ID, row, lde_strings_put(&ds->strings, "x\xC2\x85y"));
  build_expect(ds, "load/type load/type");
  lde_dataset_free(ds);
}

/* Dropped rows move the others: what is missing in these is still told, and only that. */
static void test_resolve__dropped_rows_hide_nothing(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_source source = {.name = "skills.csv", .path = "skills.csv", .entity = LDE_E(assessment)};
  lde_lenient lenient[64] = {0};
  lde_diagnostics found = {0};
  (void)state;
  lenient[LDE_F(assessment, employee)] = LDE_LENIENT_DROP;
  source.lenient = lenient;
  lde_vec_push(&ds->sources, source);
  build_row(ds, "competencies", "id=c");
  build_row(ds, "employees", "id=e");
  build_row(ds, "assessments", "employee=gone; competency=c; date=2026-01-01; level=1");
  build_row(ds, "assessments", "employee=e; competency=x; date=2026-01-01; level=1");
  build_row(ds, "assessments", "employee=e; date=2026-01-02; level=1");
  for (int32_t row = 0; row < 3; row++)
    build_source(ds, LDE_E(assessment), row, 1);
  lde_dataset_resolve(ds, &found);
  assert_int_equal(found.items.len, 2);
  assert_string_equal(found.items.data[0].code, "load/reference");
  assert_int_equal(found.items.data[0].line, 2);
  assert_string_equal(found.items.data[1].code, "load/required");
  assert_int_equal(found.items.data[1].line, 3);
  lde_diagnostics_free(&found);
  lde_dataset_free(ds);
}

static void test_resolve__by_a_value_that_several_have(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_source source = {.name = "e.csv", .path = "e.csv", .entity = LDE_E(employee)};
  const lde_field *by[64] = {0};
  (void)state;
  by[LDE_F(employee, unit)] = lde_entity_field(lde_schema_find(ds->schema, "units"), "cost_centre");
  source.by = by;
  lde_vec_push(&ds->sources, source);
  build_row(ds, "units", "id=a; cost_centre=4711");
  build_row(ds, "units", "id=b; cost_centre=4711");
  build_row(ds, "units", "id=c; cost_centre=4712");
  build_row(ds, "employees", "id=e1; unit=4711");
  build_row(ds, "employees", "id=e2; unit=4712");
  for (int32_t row = 0; row < 2; row++)
    build_source(ds, LDE_E(employee), row, 1);
  build_expect(ds, "load/reference");
  assert_int_equal(lde_get_row(ds, employee, unit, 1), 2);
  lde_dataset_free(ds);
}

/* Suggestions for what nobody will see would take minutes here. */
static void test_resolve__a_flood_of_dangling_references_is_fast(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_diagnostics found = {.most = 10};
  lde_table *table = lde_dataset_table(ds, LDE_E(employee));
  (void)state;
  for (int i = 0; i < 20000; i++) {
    char id[32];
    int32_t row = lde_table_add(table, (lde_place){0, (uint32_t)i + 1, 1});
    snprintf(id, sizeof id, "M%08d", i);
    lde_table_put(table, LDE_F_ID, row, lde_strings_put(&ds->strings, id));
    snprintf(id, sizeof id, "X%08d", i);
    lde_put(ds, employee, manager, row, lde_strings_put(&ds->strings, id));
  }
  lde_dataset_resolve(ds, &found);
  assert_int_equal(found.errors, 20000);
  assert_int_equal(found.items.len, 10);
  lde_diagnostics_free(&found);
  lde_dataset_free(ds);
}

static void expect_place(const char *bytes, size_t len, int32_t cell, uint32_t line, uint32_t found_line,
                         uint32_t found_column)
{
  static const char path[] = "test_resolve_place.csv";
  lde_dataset *ds = build_dataset();
  lde_source source = {.name = path, .path = path, .kind = LDE_SOURCE_CSV, .delimiter = ';',
                       .entity = LDE_E(unit)};
  int32_t header_of[64], row;
  lde_place place;
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, len, file), len);
  fclose(file);
  for (int i = 0; i < 64; i++)
    header_of[i] = cell;
  source.header_of = header_of;
  lde_vec_push(&ds->sources, source);
  row = lde_table_add(lde_dataset_table(ds, LDE_E(unit)), (lde_place){1, line, 0});
  place = lde_place_of(ds, lde_dataset_table(ds, LDE_E(unit)), LDE_F(unit, cost_centre), row);
  if (place.line != found_line || place.column != found_column)
    fail_msg("cell %d of line %u: found at %u:%u", cell, line, place.line, place.column);
  remove(path);
  lde_dataset_free(ds);
}

static void test_resolve__places_of_cells(void **state)
{
  static const char windows[] = "id;naam;kp\nu1;Caf\x80 \xE9\xE9n;47\n";
  static const char lines[] = "id;naam;kp\r\n\"u;\"\"1\";\"twee\r\nregels; hier\";47\r\nu2;5\" scherm;48\r\n";
  static const char utf8[] = "\xEF\xBB\xBFid;\xC3\xA9\xC3\xA9n;kp\n";
  lde_buffer many = {0};
  (void)state;
  expect_place(windows, sizeof windows - 1, 2, 2, 2, 13);
  expect_place(lines, sizeof lines - 1, 1, 2, 2, 9);
  expect_place(lines, sizeof lines - 1, 2, 2, 3, 15);
  expect_place(lines, sizeof lines - 1, 2, 4, 4, 14);
  expect_place(lines, sizeof lines - 1, 3, 4, 4, 0); /* no such cell: the row */
  expect_place(utf8, sizeof utf8 - 1, 2, 1, 1, 8);
  for (int i = 1; i <= 300; i++)
    lde_buffer_printf(&many, "%d;x\n", i);
  for (uint32_t line = 1; line <= 300; line += 13)
    expect_place(many.data, many.len, 1, line, line, line < 10 ? 3 : line < 100 ? 4 : 5);
  expect_place(many.data, many.len, 1, 999, 999, 0);
  lde_buffer_free(&many);
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
      cmocka_unit_test(test_resolve__intervals_inside_a_long_one),
      cmocka_unit_test(test_resolve__a_circle_of_corrections),
      cmocka_unit_test(test_resolve__equal_keys_are_numbered_at_once),
      cmocka_unit_test(test_resolve__refs_to_made_ids_and_the_organisation),
      cmocka_unit_test(test_resolve__ids_without_blanks_at_the_ends),
      cmocka_unit_test(test_resolve__dropped_rows_hide_nothing),
      cmocka_unit_test(test_resolve__by_a_value_that_several_have),
      cmocka_unit_test(test_resolve__a_flood_of_dangling_references_is_fast),
      cmocka_unit_test(test_resolve__places_of_cells),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
