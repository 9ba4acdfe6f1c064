/* report_fixture.h: a small dataset and offer, made by hand, for the tests of the report layer; and
 * the comparison with a golden file, which LDE_UPDATE=1 writes anew. Included by one test file
 * each. */
#ifndef LDE_TESTS_REPORT_FIXTURE_H
#define LDE_TESTS_REPORT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/io.h"
#include "model/resolve.h"
#include "report/report.h"

static int64_t text_code(lde_dataset *ds, const char *text)
{
  return lde_strings_put(&ds->strings, text);
}

#define ADD(ds, entity, id_) add_row((ds), LDE_E(entity), (id_))
static inline int32_t add_row(lde_dataset *ds, int entity, const char *id)
{
  lde_table *table = lde_dataset_table(ds, entity);
  int32_t row = lde_table_add(table, (lde_place){-1, 0, 0});
  lde_table_put(table, LDE_F_ID, row, text_code(ds, id));
  return row;
}

static inline lde_dataset *make_dataset(void)
{
  lde_schema *schema = lde_schema_new();
  lde_dataset *ds;
  lde_diagnostics found = {0};
  int32_t row;

  lde_schema_finish(schema);
  ds = lde_dataset_new(schema);
  strcpy(ds->currency, "EUR");
  ds->currency_decimals = 2;
  ds->year = "2027";
  ds->year_first = lde_date_from_civil(2027, 1, 1);
  ds->year_last = lde_date_from_civil(2027, 12, 31);
  ds->today = ds->year_first;
  row = ADD(ds, organisation, "noord");
  lde_put(ds, organisation, name, row, text_code(ds, "Gemeente Noord"));
  row = ADD(ds, unit, "Z");
  lde_put(ds, unit, label_nl, row, text_code(ds, "Zorg"));
  lde_put(ds, unit, label_en, row, text_code(ds, "Care"));
  row = ADD(ds, unit, "K");
  lde_put(ds, unit, label_nl, row, text_code(ds, "Kantoor"));
  lde_put(ds, unit, label_en, row, text_code(ds, "Office"));
  row = ADD(ds, goal, "g-veilig");
  lde_put(ds, goal, label_nl, row, text_code(ds, "Veilig werken"));
  lde_put(ds, goal, label_en, row, text_code(ds, "Safe work"));
  row = ADD(ds, goal, "g-digitaal");
  lde_put(ds, goal, label_nl, row,
          text_code(ds, "Digitale dienstverlening voor alle inwoners van Noord"));
  lde_put(ds, goal, label_en, row, text_code(ds, "Digital services for all inhabitants of Noord"));
  row = ADD(ds, offering, "O1");
  lde_put(ds, offering, label_nl, row, text_code(ds, "Bhv-basiscursus op locatie"));
  lde_put(ds, offering, label_en, row, text_code(ds, "First aid at work"));
  row = ADD(ds, offering, "O2");
  lde_put(ds, offering, label_nl, row,
          text_code(ds, "Digitaal vaardig, open inschrijving bij een externe opleider"));
  lde_put(ds, offering, label_en, row,
          text_code(ds, "Digital skills, open enrolment with an outside provider"));
  row = ADD(ds, offering, "O3");
  lde_put(ds, offering, label_nl, row, text_code(ds, "Digitaal vaardig, eigen ontwikkeling"));
  lde_put(ds, offering, label_en, row, text_code(ds, "Digital skills, own build"));
  row = ADD(ds, budget, "B-2027");
  lde_put(ds, budget, setup, row, 700000);
  row = ADD(ds, budget, "B-Z-2027");
  lde_put(ds, budget, setup, row, 520000);
  lde_dataset_resolve(ds, &found);
  assert_int_equal(found.errors, 0);
  lde_diagnostics_free(&found);
  return ds;
}

static inline void add_served(lde_offer_line *line, const char *need, const char *unit,
                              int64_t seats)
{
  lde_offer_served served = {.need = need, .unit = unit, .seats = seats};
  lde_vec_push(&line->served, served);
}

static inline void add_lines(lde_offer *offer)
{
  lde_offer_line mandatory = {.id = "O1@2027-Q1",
                              .offering = 0,
                              .period = "2027-Q1",
                              .lane = "mandatory",
                              .sessions = 2,
                              .seats = 14,
                              .cost = 280000,
                              .minutes_per_seat = 480,
                              .reason = LDE_IN_MANDATORY};
  lde_offer_line core = {.id = "O2@2027-Q2",
                         .offering = 1,
                         .period = "2027-Q2",
                         .lane = "core",
                         .seats = 20,
                         .cost = 700000,
                         .minutes_per_seat = 480,
                         .reason = LDE_IN_VALUE};
  lde_offer_funding central = {.budget = "B-2027", .amount = 280000},
                    unit = {.budget = "B-Z-2027", .amount = 420000}, none = {.amount = 280000};

  add_served(&mandatory, "N1", "Z", 10);
  add_served(&mandatory, "N2", "K", 4);
  lde_vec_push(&mandatory.funding, central);
  lde_vec_push(&mandatory.goals, 0);
  lde_vec_push(&offer->lines, mandatory);
  add_served(&core, "N3", "Z", 12);
  add_served(&core, "N3", "K", 8);
  lde_vec_push(&core.funding, unit);
  lde_vec_push(&core.funding, none);
  lde_vec_push(&core.goals, 1);
  lde_vec_push(&core.goals, 0);
  lde_vec_push(&offer->lines, core);
}

static inline void add_outside(lde_offer *offer)
{
  lde_offer_left_out low = {.offering = 2,
                            .need = "N3",
                            .reason = LDE_OUT_LOW_VALUE,
                            .detail = {.has_value = true, .value = 4.5, .cut_off = 5.25}};
  lde_offer_left_out budget = {.offering = 2,
                               .need = "N3",
                               .reason = LDE_OUT_BUDGET,
                               .detail = {.budget = "B-2027", .period = "2027-Q2"},
                               .enters_if = {"budget", "budgets:B-2027", 100000}};
  lde_offer_left_out none = {.offering = LDE_NO_ROW, .need = "N4", .reason = LDE_OUT_NO_OFFERING};
  lde_offer_unmet short_of = {
      .need = "N1", .heads = 3, .mandatory = true, .reason = LDE_OUT_TIME_CAP};
  lde_offer_unmet open = {.need = "N4", .heads = 1, .reason = LDE_OUT_NO_OFFERING};

  for (int i = 0; i < 8; i++)
    lde_vec_push(&offer->left_out, budget);
  lde_vec_push(&offer->left_out, low);
  lde_vec_push(&offer->left_out, none);
  lde_vec_push(&offer->unmet, short_of);
  lde_vec_push(&offer->unmet, open);
}

static inline lde_offer *make_offer(void)
{
  static const lde_offer_need needs[] = {
      {.id = "N1", .label = "Bhv Zorg"},
      {.id = "N2", .label = "Bhv Kantoor"},
      {.id = "N3", .label = "Digitaal vaardig"},
      {.id = "N4"},
  };
  lde_offer *offer = lde_offer_new();
  lde_offer_budget central = {"B-2027", "2027", 700000, 280000, 420000, 0.0168};
  lde_offer_budget unit = {"B-Z-2027", "2027", 520000, 520000, 0, 0};
  lde_offer_goal safe = {0, 0.4, 300000, 16, 1.0}, digital = {1, 0.6, 680000, 18, 2.0 / 3};

  offer->status = LDE_OFFER_WITHIN_GAP;
  offer->value = 116.8;
  offer->bound = 117.7344;
  offer->gap = 0.008;
  offer->cost = 980000;
  offer->work = 12345;
  offer->stopped_by = "gap";
  add_lines(offer);
  add_outside(offer);
  lde_vec_push(&offer->budgets, central);
  lde_vec_push(&offer->budgets, unit);
  lde_vec_push(&offer->goals, safe);
  lde_vec_push(&offer->goals, digital);
  for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
    lde_vec_push(&offer->needs, needs[i]);
  lde_vec_push(&offer->notes, "a note with a \033[31mcontrol\033[0m character");
  return offer;
}

static inline void make_provenance(lde_provenance *from, lde_arena *arena)
{
  struct lde_provenance_rule rule = {.file = "rules/offer.lua"};
  lde_data *params = lde_data_new(arena, LDE_DATA_OBJECT);

  from->engine = "ldengine 0.1.0";
  memset(from->data, 'a', 64);
  memset(rule.sha256, 'b', 64);
  lde_vec_push(&from->rules, rule);
  lde_data_put(arena, params, "lambda", 6, lde_data_number(arena, 0.5));
  lde_data_put(arena, params, "hours_max", 9, lde_data_integer(arena, 40));
  lde_data_put(arena, params, "own", 3, lde_data_bool(arena, true));
  from->params = params;
}

/* Compares with tests/golden/report/<name>; LDE_UPDATE=1 writes it. */
static inline void assert_golden(const lde_buffer *got, const char *name)
{
  char path[512];
  lde_buffer wanted = {0};

  snprintf(path, sizeof path, "%s/tests/golden/report/%s", LDE_SOURCE_DIR, name);
  if (getenv("LDE_UPDATE"))
    assert_int_equal(lde_file_write(path, lde_buffer_text(got), got->len, LDE_ENGLISH, NULL),
                     LDE_OK);
  assert_int_equal(lde_file_read(path, 0, &wanted, LDE_ENGLISH, NULL), LDE_OK);
  assert_string_equal(lde_buffer_text(got), lde_buffer_text(&wanted));
  lde_buffer_free(&wanted);
}

#endif
