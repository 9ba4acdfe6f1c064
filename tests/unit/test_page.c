#include "report_fixture.h"

#include "report/page/html.h"
#include "report/page/page.h"

static lde_document *build_page(lde_page_kind kind, lde_language language, lde_dataset *ds, const lde_offer *offer,
                           int64_t group_min)
{
  lde_page_input input = {.kind = kind,
                          .language = language,
                          .dataset = ds,
                          .offer = offer,
                          .person = LDE_NO_ROW,
                          .group_min = group_min};
  return lde_page_build(&input);
}

/* The offer of the fixture, its needs made from nothing in the dataset. */
static lde_offer *make_page_offer(void)
{
  lde_offer *offer = make_offer();

  for (size_t i = 0; i < offer->needs.len; i++)
    offer->needs.data[i].need = offer->needs.data[i].competency = offer->needs.data[i].unit = LDE_NO_ROW;
  return offer;
}

static void test_page__text_cannot_leave_its_place(void **state)
{
  lde_buffer out = {0};

  (void)state;
  lde_html_text(&out, "<b> & \"x\" \033[31m\n€ 1.250 € x");
  assert_string_equal(out.data, "&lt;b&gt; &amp; &quot;x&quot; [31m €\xc2\xa0" "1.250 € x");
  lde_buffer_free(&out);
}

static void test_page__amounts_of_a_table_show_cents_together(void **state)
{
  lde_document *document = lde_document_new(LDE_DUTCH, "EUR");
  lde_buffer out = {0};
  const lde_document_table *table;

  (void)state;
  lde_document_section_add(document, "s", "S");
  table = lde_document_table_add(document, "T", "T");
  lde_document_column(document, LDE_CELL_MONEY, "Bedrag");
  lde_document_row_add(document, LDE_TABLE_BODY);
  lde_document_number(document, LDE_CELL_MONEY, 125000);
  assert_false(lde_document_table_has_cents(document, table));
  lde_document_row_add(document, LDE_TABLE_BODY);
  lde_document_number(document, LDE_CELL_MONEY, 1);
  assert_true(lde_document_table_has_cents(document, table));
  lde_document_markdown(&out, document);
  assert_non_null(strstr(out.data, "| € 1.250,00 |\n| € 0,01 |\n"));
  lde_buffer_free(&out);
  lde_document_free(document);
}

static void test_page__markdown_keeps_markup_as_text(void **state)
{
  lde_document *document = lde_document_new(LDE_ENGLISH, "EUR");
  lde_buffer out = {0};

  (void)state;
  lde_document_section_add(document, "s", "a|b *c* <d>\ne");
  lde_document_markdown(&out, document);
  assert_non_null(strstr(out.data, "## a\\|b \\*c\\* \\<d\\> e\n"));
  lde_buffer_free(&out);
  lde_document_free(document);
}

/* The row of a table whose first cell is that text. */
static const lde_document_row *find_row(const lde_document *document, const char *name, const char *first,
                                        const lde_document_table **found)
{
  for (size_t s = 0; s < document->sections.len; s++)
    for (size_t b = 0; b < document->sections.data[s].blocks.len; b++) {
      const lde_document_table *table = document->sections.data[s].blocks.data[b].table;
      if (!table || strcmp(table->name, name) != 0)
        continue;
      for (size_t r = 0; r < table->rows.len; r++)
        if (strcmp(table->cells.data[table->rows.data[r].first].text, first) == 0) {
          *found = table;
          return &table->rows.data[r];
        }
    }
  fail_msg("no row %s in a table %s", first, name);
  return NULL;
}

static int64_t value_in(const lde_document *document, const char *name, const char *first, size_t column)
{
  const lde_document_table *table;
  const lde_document_row *row = find_row(document, name, first, &table);
  return table->cells.data[row->first + column].value;
}

static void test_page__totals_are_the_sums_to_the_cent(void **state)
{
  lde_dataset *ds = make_dataset();
  lde_offer *offer = make_page_offer();
  lde_document *document;

  (void)state;
  offer->lines.data[1].cost = 700001;
  offer->lines.data[1].funding.data[0].amount = 420001;
  offer->cost = 980001;
  document = build_page(LDE_PAGE_MANAGEMENT, LDE_ENGLISH, ds, offer, 5);
  assert_int_equal(value_in(document, "Offer", "Total", 5), 980001);
  assert_int_equal(value_in(document, "Offer", "Together, mandatory", 5), 280000);
  assert_int_equal(value_in(document, "Goals", "Total", 4), 980001);
  assert_int_equal(value_in(document, "Goals", "Rounding", 4), 1); /* the goals make 980000 */
  assert_int_equal(value_in(document, "Budgets", "Total", 1), 1220000);
  assert_int_equal(value_in(document, "Budgets", "Total", 2), 980001); /* with what no budget pays */
  assert_int_equal(value_in(document, "Budgets", "No budget on record", 2), 280000);
  lde_document_free(document);
  lde_offer_free(offer);
  lde_dataset_free(ds);
}

static void test_page__small_groups_are_hidden_from_management(void **state)
{
  lde_dataset *ds = make_dataset();
  lde_offer *offer = make_page_offer();

  (void)state;
  offer->unmet.len = 0;
  lde_vec_push(&offer->unmet, ((lde_offer_unmet){.need = "N1", .heads = 3, .reason = LDE_OUT_BUDGET}));
  for (int64_t least = 1; least <= 4; least += 3) {
    lde_document *document = build_page(LDE_PAGE_MANAGEMENT, LDE_ENGLISH, ds, offer, least);
    lde_buffer html = {0};
    assert_int_equal(value_in(document, "Open needs", "Bhv Zorg", 1), least == 1 ? 3 : 0);
    lde_document_html(&html, document);
    assert_int_equal(strstr(html.data, "&lt; 4") != NULL, least == 4);
    lde_buffer_free(&html);
    lde_document_free(document);
  }
  lde_offer_free(offer);
  lde_dataset_free(ds);
}

static void test_page__needs_no_findings_goals_or_lines(void **state)
{
  lde_dataset *ds = make_dataset();
  lde_offer *offer = lde_offer_new();

  (void)state;
  for (int kind = LDE_PAGE_MANAGEMENT; kind <= LDE_PAGE_EMPLOYEES; kind++)
    for (int lang = 0; lang < 2; lang++) {
      lde_document *document = build_page((lde_page_kind)kind, (lde_language)lang, ds, offer, 0);
      lde_buffer out = {0};
      lde_document_html(&out, document);
      lde_document_mail(&out, document);
      lde_document_markdown(&out, document);
      assert_null(strstr(out.data, "(null)"));
      assert_null(strstr(out.data, "id=\"findings\""));
      lde_buffer_free(&out);
      lde_document_free(document);
    }
  lde_offer_free(offer);
  lde_dataset_free(ds);
}

/* Findings: those about people are counted, not told; the others stand by rule. */
static void test_page__findings_about_people_are_only_counted(void **state)
{
  lde_dataset *ds = make_dataset();
  lde_offer *offer = make_page_offer();
  lde_findings list = {.errors = 2, .rules = 3};
  lde_page_input input = {.kind = LDE_PAGE_MANAGEMENT,
                          .language = LDE_ENGLISH,
                          .dataset = ds,
                          .offer = offer,
                          .findings = &list,
                          .person = LDE_NO_ROW};
  lde_document *document;
  lde_buffer html = {0};

  (void)state;
  lde_vec_push(&list.items, ((lde_finding){.rule = "x/secret", .code = "X1", .severity = LDE_ERROR, .entity = "employees",
                                           .id = "e007", .message = "e007 lacks a certificate", .help = "Renew it.",
                                           .fingerprint = "0123456789abcdef"}));
  lde_vec_push(&list.items, ((lde_finding){.rule = "x/open", .code = "X2", .severity = LDE_ERROR, .entity = "goals",
                                           .id = "g", .message = "goal g has no <KPI>", .help = "Give it one.",
                                           .place = {.file = "strategy.yaml", .line = 14},
                                           .fingerprint = "fedcba9876543210"}));
  lde_codes_add(&lde_dataset_table(ds, LDE_E(employee))->by_id, (int32_t)text_code(ds, "m-0042"),
                ADD(ds, employee, "m-0042"));
  lde_vec_push(&list.items, ((lde_finding){.rule = "x/named", .code = "X3", .severity = LDE_ERROR, .entity = "plan_lines",
                                           .id = "l1", .message = "line 12: m-0042 follows it twice",
                                           .fingerprint = "aaaaaaaaaaaaaaaa"}));
  document = lde_page_build(&input);
  lde_document_html(&html, document);
  assert_null(strstr(html.data, "e007"));
  assert_null(strstr(html.data, "m-0042"));
  assert_non_null(strstr(html.data, "fewer than 5 about one or a few people"));
  assert_non_null(strstr(html.data, "goal g has no &lt;KPI&gt;"));
  assert_non_null(strstr(html.data, "strategy.yaml:14"));
  assert_non_null(strstr(html.data, "id=\"finding-0123456789"));
  lde_buffer_free(&html);
  lde_document_free(document);
  lde_vec_free(&list.items);
  lde_offer_free(offer);
  lde_dataset_free(ds);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_page__text_cannot_leave_its_place),
      cmocka_unit_test(test_page__amounts_of_a_table_show_cents_together),
      cmocka_unit_test(test_page__markdown_keeps_markup_as_text),
      cmocka_unit_test(test_page__totals_are_the_sums_to_the_cent),
      cmocka_unit_test(test_page__small_groups_are_hidden_from_management),
      cmocka_unit_test(test_page__needs_no_findings_goals_or_lines),
      cmocka_unit_test(test_page__findings_about_people_are_only_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
