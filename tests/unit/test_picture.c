#include "dataset_builder.h"

#include "model/finding.h"
#include "report/picture/lines.h"

static const lde_picture_style english = {.language = LDE_ENGLISH};
static const lde_picture_style dutch = {.language = LDE_DUTCH};

/* One goal with a whole thread, one without KPI and offering, a need without a goal, two budgets. */
static lde_dataset *small_plan(void)
{
  lde_dataset *ds = build_dataset();

  strcpy(ds->currency, "EUR");
  ds->currency_decimals = 2;
  build_row(ds, "units", "id=Z; label_en=Care; label_nl=Zorg");
  build_row(ds, "goals", "id=g1; label_en=Safe <work>; label_nl=Veilig werken; weight=0.6; status=active");
  build_row(ds, "goals", "id=g2; label_en=Digital; label_nl=Digitaal; weight=0.4; status=active");
  build_row(ds, "kpis", "id=k1; goal=g1; label_en=Incidents; baseline_value=40; target_value=20; unit_of_measure=%");
  build_row(ds, "kpi_measurements", "kpi=k1; date=2027-03-01; value=35");
  build_row(ds, "needs", "id=n1; label_en=First aid; level=team; unit=Z; heads=12");
  build_row(ds, "needs", "id=n2; label_en=Spreadsheets; level=team; unit=Z; heads=8");
  build_row(ds, "needs", "id=n3; label_en=Loose end; level=team; unit=Z; heads=3; lane=team");
  build_row(ds, "goal_contributions", "goal=g1; need=n1; expected_share=1");
  build_row(ds, "goal_contributions", "goal=g2; need=n2; expected_share=1");
  build_row(ds, "offerings", "id=o1; label_en=First aid at work");
  build_row(ds, "budgets", "id=B; setup=1000.00");
  build_row(ds, "budgets", "id=C; setup=200.00; carry_in=50.00");
  build_row(ds, "plan_lines", "id=l1; offering=o1; needs=n1; lane=team; period=2027-Q2; seats_planned=12; "
                              "sessions_planned=1; cost=1200.55; budget=B");
  build_row(ds, "sessions", "id=s1; offering=o1; starts_on=2027-05-03; status=planned; seats_max=12");
  build_row(ds, "sessions", "id=s2; offering=o1; starts_on=2027-06-03; status=cancelled; seats_max=99");
  return ds;
}

static lde_dataset *resolved_plan(void)
{
  lde_dataset *ds = small_plan();
  build_resolve(ds);
  return ds;
}

static bool holds(const lde_buffer *text, const char *part)
{
  return strstr(lde_buffer_text(text), part) != NULL;
}

static void test_picture__text_is_made_fit_for_xml(void **state)
{
  lde_buffer out = {0};
  (void)state;

  lde_markup_escape(&out, "a<b>&\"c\"\n\x01\xff\xEF\xBF\xBE" "é");
  assert_string_equal(out.data, "a&lt;b&gt;&amp;&quot;c&quot; \xEF\xBF\xBD" "é");
  lde_buffer_free(&out);
}

static void test_picture__long_words_break_with_a_hyphen(void **state)
{
  lde_svg_font font = {12, false, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_svg svg;
  (void)state;

  lde_svg_begin(&svg, &dutch);
  assert_int_equal(lde_svg_text_wrap(&svg, 0, 10, font, 90, 15, 2, "vakbekwaamheid in het werk van alledag"), 2);
  assert_true(holds(&svg.body, "-</text>"));
  assert_true(holds(&svg.body, "…</text>"));
  assert_true(holds(&svg.body, "<title>vakbekwaamheid in het werk van alledag</title>"));
  assert_int_equal(lde_svg_text_wrap(NULL, 0, 0, font, 400, 15, 2, "kort"), 1);
  assert_int_equal(lde_svg_text_wrap(NULL, 0, 0, font, 400, 15, 2, ""), 0);
  lde_buffer_free(&svg.body);
}

static void test_picture__a_cut_text_fits_its_place(void **state)
{
  static const char text[] = "Zoë volgt een opleiding € 1.250 — in “groepen”";
  lde_svg_font font = {13, true, LDE_COLOR_INK, LDE_ANCHOR_START};
  (void)state;

  for (double width = 30; width < 400; width += 7) {
    lde_svg svg;
    char shown[200] = "";
    const char *from, *to;
    lde_svg_begin(&svg, &dutch);
    lde_svg_text_fit(&svg, 0, 0, font, width, text);
    to = strstr(svg.body.data, "</text>");
    for (from = to; from[-1] != '>'; from--)
      ;
    memcpy(shown, from, (size_t)(to - from));
    assert_true(lde_svg_text_width(shown, 13, true) <= width);
    assert_int_equal(lde_utf8_valid_length(shown, strlen(shown)), strlen(shown));
    lde_buffer_free(&svg.body);
  }
}

static void test_picture__steps_are_round(void **state)
{
  (void)state;
  assert_true(lde_picture_step(100, 5) == 20);
  assert_true(lde_picture_step(300000, 6) == 50000);
  assert_true(lde_picture_step(0, 6) == 1);
}

static void test_picture__money_is_rounded_to_whole_units(void **state)
{
  lde_dataset *ds = resolved_plan();
  lde_buffer out = {0};
  (void)state;

  lde_picture_money(&out, ds, 120055, LDE_DUTCH);
  lde_buffer_putc(&out, '|');
  lde_picture_money(&out, ds, 149, LDE_ENGLISH);
  lde_buffer_putc(&out, '|');
  lde_picture_money(&out, ds, -150, LDE_ENGLISH);
  assert_string_equal(out.data, "€ 1.201|€ 1|€ -2");
  lde_buffer_free(&out);
  lde_dataset_free(ds);
}

static void test_picture__the_thread_shows_where_it_breaks(void **state)
{
  lde_dataset *ds = resolved_plan();
  lde_buffer out = {0}, table = {0};
  (void)state;

  lde_picture_thread(&out, ds, NULL, NULL, NULL, &english);
  lde_picture_thread_table(&table, ds, NULL, NULL, NULL, &english);
  assert_true(holds(&out, "role=\"img\""));
  assert_true(holds(&out, "Safe &lt;work&gt;"));
  assert_true(holds(&out, "stroke-dasharray"));
  assert_true(holds(&out, "no KPI with"));
  assert_true(holds(&out, "no offering in the plan"));
  assert_true(holds(&out, "not linked to any goal"));
  assert_true(holds(&table, "broken: no KPI with baseline and target; no offering in the plan"));
  assert_true(holds(&table, "broken: no evaluation planned"));
  assert_true(holds(&table, "€ 1,200.55"));
  lde_buffer_free(&out);
  lde_buffer_free(&table);
  lde_dataset_free(ds);
}

static void test_picture__small_groups_stay_hidden(void **state)
{
  lde_picture_style open = english;
  lde_dataset *ds = resolved_plan();
  lde_buffer out = {0};
  (void)state;

  lde_picture_thread(&out, ds, NULL, NULL, NULL, &english);
  assert_true(holds(&out, "fewer than 5 people"));
  assert_false(holds(&out, "3 people"));
  open.group_min = 1;
  lde_buffer_truncate(&out, 0);
  lde_picture_thread(&out, ds, NULL, NULL, NULL, &open);
  assert_true(holds(&out, "3 people"));
  lde_buffer_free(&out);
  lde_dataset_free(ds);
}

static void test_picture__signs_lead_to_findings(void **state)
{
  lde_findings findings = {0};
  lde_finding finding = {.rule = "x", .severity = LDE_ERROR, .entity_index = LDE_E(goal), .row = 0,
                         .message = "something & more", .fingerprint = "0123456789abcdef"};
  lde_picture_style linked = english;
  lde_picture_focus focus = {LDE_E(goal), 0, 0, 0};
  lde_dataset *ds = resolved_plan();
  lde_buffer out = {0};
  (void)state;

  lde_findings_add(&findings, &finding);
  linked.links = true;
  lde_picture_thread(&out, ds, NULL, &findings, NULL, &linked);
  assert_true(holds(&out, "<a href=\"#finding-0123456789ab\" aria-label=\"something &amp; more\">"));
  lde_buffer_truncate(&out, 0);
  lde_picture_thread(&out, ds, NULL, &findings, &focus, &linked);
  assert_true(holds(&out, "href=\"#finding-0123456789ab\""));
  assert_true(holds(&out, "First aid at work (l1)"));
  assert_false(holds(&out, "Loose end"));
  lde_buffer_truncate(&out, 0);
  focus.down = 1;
  lde_picture_thread(&out, ds, NULL, NULL, &focus, &english);
  assert_true(holds(&out, "First aid<"));
  assert_false(holds(&out, "(l1)"));
  lde_buffer_free(&out);
  lde_findings_free(&findings);
  lde_dataset_free(ds);
}

static void test_picture__parts_of_a_line_add_up(void **state)
{
  lde_dataset *ds = small_plan();
  lde_picture_lines lines;
  int64_t sum = 0;
  (void)state;

  build_row(ds, "goal_contributions", "goal=g2; need=n1; expected_share=0.37");
  build_resolve(ds);
  lde_picture_lines_find(&lines, ds, NULL);
  assert_int_equal(lines.len, 1);
  assert_int_equal(lines.data[0].parts.len, 2);
  for (size_t i = 0; i < lines.data[0].parts.len; i++)
    sum += lines.data[0].parts.data[i].cost;
  assert_int_equal(sum, 120055);
  assert_int_equal(lde_picture_line_goal(&lines.data[0]), 0);
  lde_picture_lines_free(&lines);
  lde_dataset_free(ds);
}

static void test_picture__what_is_too_much_is_said(void **state)
{
  lde_dataset *ds = resolved_plan();
  lde_buffer out = {0}, table = {0};
  (void)state;

  lde_picture_budget_bars(&out, ds, NULL, &dutch);
  lde_picture_budget_bars_table(&table, ds, NULL, &dutch);
  assert_true(holds(&out, "€ 201 te veel op € 1.000"));
  assert_true(holds(&out, "€ 250 over van € 250"));
  assert_true(holds(&out, "hatch-red)"));
  assert_true(holds(&table, "€ -200,55"));
  lde_buffer_free(&out);
  lde_buffer_free(&table);
  lde_dataset_free(ds);
}

static void test_picture__budgets_of_one_person_are_not_shown(void **state)
{
  lde_dataset *ds = small_plan();
  lde_buffer out = {0};
  (void)state;

  build_row(ds, "employees", "id=e1");
  build_row(ds, "budgets", "id=POB-e1; employee=e1; setup=500.00");
  build_row(ds, "budgets", "id=OLD; period=2024; setup=500.00");
  build_resolve(ds);
  lde_picture_budget_bars(&out, ds, NULL, &dutch);
  lde_picture_budget_bars_table(&out, ds, NULL, &dutch);
  assert_false(holds(&out, "POB-e1"));
  assert_false(holds(&out, "OLD"));
  lde_buffer_free(&out);
  lde_dataset_free(ds);
}

/* The sum after the last step. */
static int64_t end_of(const lde_waterfall *w)
{
  int64_t sum = 0;
  for (size_t i = 0; i < w->steps.len; i++)
    if (i == 0 || w->steps.data[i].kind == LDE_WATERFALL_STEP)
      sum += w->steps.data[i].amount;
  return sum;
}

static void test_picture__a_waterfall_ends_at_what_is_left(void **state)
{
  lde_dataset *ds = small_plan();
  lde_waterfall w;
  lde_buffer table = {0};
  (void)state;

  build_row(ds, "plan_lines", "id=l2; offering=o1; needs=n2; lane=core; cost=99.45");
  build_resolve(ds);
  lde_waterfall_of_budget(&w, ds, NULL, LDE_DUTCH);
  assert_int_equal(end_of(&w), 125000 - 120055 - 9945);
  lde_picture_waterfall_table(&table, ds, &w, &dutch);
  assert_true(holds(&table, "Regels die nog geen budget betaalt"));
  assert_true(holds(&table, "− € 99,45"));
  assert_true(holds(&table, "€ 49,45")); /* left in the budgets */
  lde_waterfall_free(&w);
  lde_waterfall_of_spending(&w, ds, LDE_ENGLISH);
  assert_int_equal(w.steps.data[0].amount, 130000);
  assert_int_equal(end_of(&w), 0);
  lde_waterfall_free(&w);
  lde_buffer_free(&table);
  lde_dataset_free(ds);
}

static void test_picture__two_offers_differ_to_the_cent(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_offer *before = lde_offer_new(), *after = lde_offer_new();
  lde_waterfall w;
  char row[64];
  (void)state;

  for (int32_t i = 0; i < 14; i++) {
    lde_offer_line line = {.id = "x", .offering = i, .cost = 10001 + 7 * i, .seats = 1};
    snprintf(row, sizeof row, "id=o%d", (int)i);
    build_row(ds, "offerings", row);
    if (i < 13)
      lde_vec_push(&before->lines, line);
    line.cost += i == 12 ? 0 : 333 - i;
    if (i)
      lde_vec_push(&after->lines, line);
  }
  build_resolve(ds);
  lde_waterfall_of_offers(&w, ds, before, after, LDE_ENGLISH);
  assert_int_equal(w.steps.len, 1 + 10 + 1 + 1); /* the largest, the others together */
  assert_string_equal(w.steps.data[1].label, "added: o13");
  assert_string_equal(w.steps.data[2].label, "dropped: o0");
  assert_string_equal(w.steps.data[3].label, "changed: o1");
  for (size_t i = 0; i < after->lines.len; i++)
    w.steps.data[0].amount -= after->lines.data[i].cost;
  assert_int_equal(end_of(&w), 0);
  lde_waterfall_free(&w);
  lde_offer_free(before);
  lde_offer_free(after);
  lde_dataset_free(ds);
}

/* Six people of one unit, three with the level, one never assessed; of the other competency four. */
static lde_dataset *people(void)
{
  static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
  lde_dataset *ds = build_dataset();
  char row[128];

  build_row(ds, "units", "id=Z; label_en=Care");
  build_row(ds, "competencies", "id=c1; label_en=First aid");
  build_row(ds, "competencies", "id=c2; label_en=Lifting");
  build_row(ds, "roles", "id=r");
  build_row(ds, "roles", "id=q");
  build_row(ds, "role_requirements", "role=r; competency=c1; required_level=2");
  build_row(ds, "role_requirements", "role=q; competency=c2; required_level=2");
  for (int i = 0; i < 6; i++) {
    snprintf(row, sizeof row, "id=%s; unit=Z; role=r; status=active", names[i]);
    build_row(ds, "employees", row);
    snprintf(row, sizeof row, "employee=%s; competency=c1; level=%d; date=2026-05-01", names[i], i < 3 ? 2 : 1);
    if (i < 5)
      build_row(ds, "assessments", row);
  }
  build_row(ds, "employees", "id=g; unit=Z; role=q; status=active");
  build_row(ds, "assessments", "employee=g; competency=c2; level=2; date=2026-05-01");
  build_resolve(ds);
  return ds;
}

static void test_picture__coverage_counts_the_assessed(void **state)
{
  lde_picture_style open = english;
  lde_dataset *ds = people();
  lde_buffer out = {0}, table = {0};
  (void)state;

  lde_picture_coverage(&out, ds, NULL, &english);
  lde_picture_coverage_table(&table, ds, NULL, &english);
  assert_true(holds(&out, ">60%<"));
  assert_true(holds(&out, ">&lt;5<"));
  assert_false(holds(&out, "lp-f-heatink4\">100%")); /* the cell, not the legend */
  assert_true(holds(&table, "60% of 5"));
  assert_true(holds(&table, "&lt;5"));
  assert_false(holds(&table, "100%"));
  open.group_min = 6;
  lde_buffer_truncate(&out, 0);
  lde_picture_coverage(&out, ds, NULL, &open);
  assert_false(holds(&out, ">60%<"));
  lde_buffer_free(&out);
  lde_buffer_free(&table);
  lde_dataset_free(ds);
}

static void test_picture__coverage_shows_what_an_offer_adds(void **state)
{
  lde_dataset *ds = people();
  lde_offer *offer = lde_offer_new();
  lde_offer_need need = {.id = "Z/c1/1-2", .label = "", .need = LDE_NO_ROW, .unit = 0, .competency = 0,
                         .heads = 2, .covered = 1, .lane = "team"};
  lde_buffer out = {0};
  (void)state;

  lde_vec_push(&offer->needs, need);
  lde_picture_coverage(&out, ds, offer, &english);
  assert_true(holds(&out, "→80%"));
  lde_buffer_free(&out);
  lde_offer_free(offer);
  lde_dataset_free(ds);
}

static void test_picture__cancelled_sessions_are_not_drawn(void **state)
{
  lde_dataset *ds = resolved_plan();
  lde_buffer out = {0}, table = {0};
  (void)state;

  lde_picture_calendar(&out, ds, NULL, &english);
  lde_picture_calendar_table(&table, ds, NULL, &english);
  assert_true(holds(&out, "1 group · 12 seats"));
  assert_true(holds(&table, "3 May 2027"));
  assert_false(holds(&table, "3 June 2027"));
  lde_buffer_free(&out);
  lde_buffer_free(&table);
  lde_dataset_free(ds);
}

static void test_picture__pareto_names_the_point_of_enough(void **state)
{
  const lde_pareto_point points[] = {
      {0, 0, 0, 0, 0, 0, false}, {100000, 90000, 95, 96, 0, 97, false}, {200000, 150000, 100, 100, 0, 0, true}};
  lde_dataset *ds = resolved_plan();
  lde_buffer out = {0}, table = {0};
  (void)state;

  lde_picture_pareto(&out, ds, points, 3, &dutch);
  lde_picture_pareto_table(&table, ds, points, 3, &dutch);
  assert_true(holds(&out, "Met € 1.000 haalt het aanbod 95%"));
  assert_true(holds(&table, "€ 1.500,00"));
  lde_buffer_free(&out);
  lde_buffer_free(&table);
  lde_dataset_free(ds);
}

static void test_picture__kpi_tells_the_way_made(void **state)
{
  lde_dataset *ds = small_plan();
  lde_buffer out = {0}, table = {0};
  (void)state;

  build_row(ds, "kpis", "id=k2; goal=g1; label_en=Worse; baseline_value=40; target_value=20");
  build_row(ds, "kpi_measurements", "kpi=k2; date=2027-03-01; value=45");
  build_row(ds, "kpis", "id=k3; goal=g1; label_en=Vague; target_value=20");
  build_resolve(ds);
  lde_picture_kpi(&out, ds, &english);
  lde_picture_kpi_table(&table, ds, &english);
  assert_true(holds(&out, "25% of the way to the target"));
  assert_true(holds(&out, "further from the target than at the start"));
  assert_true(holds(&out, "no baseline and target: cannot be followed"));
  assert_true(holds(&table, "1 March 2027: 35%"));
  lde_buffer_free(&out);
  lde_buffer_free(&table);
  lde_dataset_free(ds);
}

static void test_picture__nothing_is_said_to_be_nothing(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_buffer out = {0};
  const char *at;
  int count = 0;
  (void)state;

  build_resolve(ds);
  lde_picture_thread(&out, ds, NULL, NULL, NULL, &dutch);
  lde_picture_coverage(&out, ds, NULL, &dutch);
  lde_picture_budget_bars(&out, ds, NULL, &dutch);
  lde_picture_calendar(&out, ds, NULL, &dutch);
  lde_picture_pareto(&out, ds, NULL, 0, &dutch);
  lde_picture_kpi(&out, ds, &dutch);
  for (at = out.data; (at = strstr(at, "</svg>")); at++)
    count++;
  assert_int_equal(count, 6);
  assert_true(holds(&out, "Er zijn nog geen doelen, behoeften of opleidingen."));
  assert_true(holds(&out, "Er zijn geen budgetten voor dit jaar."));
  lde_buffer_truncate(&out, 0);
  lde_picture_thread_table(&out, ds, NULL, NULL, NULL, &dutch);
  lde_picture_coverage_table(&out, ds, NULL, &dutch);
  lde_picture_calendar_table(&out, ds, NULL, &dutch);
  assert_true(holds(&out, "</tr></thead>\n</table>"));
  lde_buffer_free(&out);
  lde_dataset_free(ds);
}

static void test_picture__a_picture_alone_carries_its_style(void **state)
{
  lde_picture_style alone = english, part = english;
  lde_dataset *ds = resolved_plan();
  lde_buffer out = {0};
  (void)state;

  alone.alone = true;
  lde_picture_kpi(&out, ds, &alone);
  assert_int_equal(strncmp(out.data, "<?xml", 5), 0);
  assert_true(holds(&out, "prefers-color-scheme"));
  lde_buffer_truncate(&out, 0);
  part.prefix = "kpi";
  lde_picture_kpi(&out, ds, &part);
  assert_int_equal(strncmp(out.data, "<svg", 4), 0);
  assert_false(holds(&out, "<style>"));
  assert_true(holds(&out, "aria-labelledby=\"kpi-title kpi-desc\""));
  lde_buffer_free(&out);
  lde_dataset_free(ds);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_picture__text_is_made_fit_for_xml),
      cmocka_unit_test(test_picture__long_words_break_with_a_hyphen),
      cmocka_unit_test(test_picture__a_cut_text_fits_its_place),
      cmocka_unit_test(test_picture__steps_are_round),
      cmocka_unit_test(test_picture__money_is_rounded_to_whole_units),
      cmocka_unit_test(test_picture__the_thread_shows_where_it_breaks),
      cmocka_unit_test(test_picture__small_groups_stay_hidden),
      cmocka_unit_test(test_picture__signs_lead_to_findings),
      cmocka_unit_test(test_picture__parts_of_a_line_add_up),
      cmocka_unit_test(test_picture__what_is_too_much_is_said),
      cmocka_unit_test(test_picture__budgets_of_one_person_are_not_shown),
      cmocka_unit_test(test_picture__a_waterfall_ends_at_what_is_left),
      cmocka_unit_test(test_picture__two_offers_differ_to_the_cent),
      cmocka_unit_test(test_picture__coverage_counts_the_assessed),
      cmocka_unit_test(test_picture__coverage_shows_what_an_offer_adds),
      cmocka_unit_test(test_picture__cancelled_sessions_are_not_drawn),
      cmocka_unit_test(test_picture__pareto_names_the_point_of_enough),
      cmocka_unit_test(test_picture__kpi_tells_the_way_made),
      cmocka_unit_test(test_picture__nothing_is_said_to_be_nothing),
      cmocka_unit_test(test_picture__a_picture_alone_carries_its_style),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
