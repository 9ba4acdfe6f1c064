#include "report_fixture.h"

#include <jansson.h>
#include <unistd.h>

#include "base/text.h"
#include "report/reasons.h"

/* No line is wider than the terminal. */
static void assert_fits(const lde_buffer *text, size_t width)
{
  for (const char *line = text->data; *line;) {
    size_t len = strcspn(line, "\n");
    if (lde_text_width(line, len) > width)
      fail_msg("wider than %zu: %.*s", width, (int)len, line);
    line += len + (line[len] == '\n');
  }
}

static void test_report__offer_is_golden_in_both_languages_and_all_widths(void **state)
{
  static const int widths[] = {0, 40, 80};
  lde_dataset *ds = make_dataset();
  lde_offer *offer = make_offer();
  lde_provenance from = {0};
  lde_arena arena = {0};

  (void)state;
  make_provenance(&from, &arena);
  for (int lang = 0; lang < 2; lang++)
    for (size_t w = 0; w < 3; w++) {
      lde_style style = {.language = (lde_language)lang, .width = widths[w]};
      lde_buffer out = {0};
      char name[64];
      lde_report_offer(&out, ds, offer, &from, &style);
      if (widths[w])
        assert_fits(&out, (size_t)widths[w]);
      assert_null(strchr(out.data, '\033'));
      snprintf(name, sizeof name, "offer_%s_%d.txt", lang ? "nl" : "en", widths[w]);
      assert_golden(&out, name);
      lde_buffer_free(&out);
    }
  lde_vec_free(&from.rules);
  lde_arena_free(&arena);
  lde_offer_free(offer);
  lde_dataset_free(ds);
}

static void test_report__every_status_says_what_is_proven(void **state)
{
  static const char *const words[][2] = {
      {"Proven optimal", "Aantoonbaar optimaal"},
      {"Proven to be within 0.8%", "Aantoonbaar binnen 0,8%"},
      {"a better offer may exist", "een beter aanbod kan bestaan"},
      {"No offer is possible: these limits cannot hold together: q1, lock O1. The cheapest way "
       "out: "
       "more money in q1.",
       "Er is geen aanbod mogelijk: deze grenzen gaan niet samen: q1, lock O1."}};
  lde_dataset *ds = make_dataset();
  lde_offer *offer = make_offer();

  (void)state;
  lde_vec_push(&offer->clash, "q1");
  lde_vec_push(&offer->clash, "lock O1");
  offer->repair = "more money in q1";
  for (int status = 0; status < 4; status++)
    for (int lang = 0; lang < 2; lang++) {
      lde_style style = {.language = (lde_language)lang, .width = 200};
      lde_buffer out = {0};
      offer->status = (lde_offer_status)status;
      lde_report_offer(&out, ds, offer, NULL, &style);
      if (!strstr(out.data, words[status][lang]))
        fail_msg("no '%s' in:\n%s", words[status][lang], out.data);
      lde_buffer_free(&out);
    }
  lde_offer_free(offer);
  lde_dataset_free(ds);
}

static void test_report__empty_offer_is_printed(void **state)
{
  lde_dataset *ds = make_dataset();
  lde_offer *offer = lde_offer_new();
  lde_style style = {.language = LDE_ENGLISH, .width = 80};
  lde_buffer out = {0};

  (void)state;
  lde_report_offer(&out, ds, offer, NULL, &style);
  assert_non_null(strstr(out.data, "0 activities with 0 seats, cost € 0."));
  lde_buffer_free(&out);
  lde_offer_free(offer);
  lde_dataset_free(ds);
}

static void test_report__every_reason_has_words(void **state)
{
  lde_dataset *ds = make_dataset();
  const lde_reason_detail full = {.budget = "central",
                                  .period = "2027-Q2",
                                  .resource = "zaal",
                                  .rule = "informal",
                                  .offering = "O1",
                                  .has_value = true};

  (void)state;
  for (int reason = 0; reason <= LDE_OUT_LOCK; reason++)
    for (int lang = 0; lang < 2; lang++) {
      lde_buffer bare = {0}, detailed = {0};
      assert_true(*lde_reason_title((lde_reason)reason, (lde_language)lang));
      lde_reason_sentence(&bare, ds, (lde_reason)reason, NULL, (lde_language)lang);
      lde_reason_sentence(&detailed, ds, (lde_reason)reason, &full, (lde_language)lang);
      assert_true(bare.len > 0 && detailed.len > 0);
      assert_null(strstr(detailed.data, "(null)"));
      lde_buffer_free(&bare);
      lde_buffer_free(&detailed);
    }
  lde_dataset_free(ds);
}

static void test_report__enters_if_in_words(void **state)
{
  static const struct {
    lde_enters_if change;
    const char *words[2];
  } rows[] = {
      {{"budget", "budgets:IT", 120000},
       {"comes in with € 1,200 more in budget 'IT'", "komt erin met € 1.200 meer op budget 'IT'"}},
      {{"price", "offerings:O1", 5050},
       {"comes in when the price of 'First aid at work (O1)' drops by € 50.50",
        "komt erin als de prijs van 'Bhv-basiscursus op locatie (O1)' daalt met € 50,50"}},
      {{"seats", NULL, 1}, {"comes in with 1 more participant", "komt erin met 1 deelnemer meer"}},
      {{"date", NULL, 14}, {"comes in with 14 days more", "komt erin met 14 dagen meer"}},
      {{"lock", NULL, 0},
       {"comes in when the decision is lifted", "komt erin als het besluit vervalt"}},
  };
  lde_dataset *ds = make_dataset();

  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    for (int lang = 0; lang < 2; lang++) {
      lde_buffer out = {0};
      lde_enters_if_sentence(&out, ds, &rows[i].change, (lde_language)lang);
      assert_string_equal(out.data, rows[i].words[lang]);
      lde_buffer_free(&out);
    }
  lde_dataset_free(ds);
}

static void test_report__json_of_an_offer_is_golden(void **state)
{
  lde_dataset *ds = make_dataset();
  lde_offer *offer = make_offer();
  lde_provenance from = {0};
  lde_arena arena = {0};
  lde_buffer out = {0};
  lde_envelope envelope = {
      .command = "run", .ok = true, .dataset = ds, .offer = offer, .provenance = &from};
  json_t *parsed;

  (void)state;
  make_provenance(&from, &arena);
  lde_report_json(&out, &envelope);
  parsed = json_loads(out.data, 0, NULL);
  assert_non_null(parsed);
  json_decref(parsed);
  assert_int_equal(out.data[out.len - 1], '\n');
  assert_golden(&out, "offer.json");
  lde_buffer_free(&out);
  lde_vec_free(&from.rules);
  lde_arena_free(&arena);
  lde_offer_free(offer);
  lde_dataset_free(ds);
}

static void test_report__json_of_a_check_has_organisation_and_zeros(void **state)
{
  lde_dataset *ds = make_dataset();
  lde_buffer out = {0};
  lde_findings none = {.items = {0}};
  lde_envelope envelope = {.command = "check", .ok = true, .dataset = ds, .findings = &none};

  (void)state;
  lde_report_json(&out, &envelope);
  assert_string_equal(
      out.data, "{\"format\":\"ldengine/1\",\"command\":\"check\",\"ok\":true,\"diagnostics\":[],"
                "\"data\":{\"organisation\":\"noord\",\"year\":2027,\"findings\":[],"
                "\"summary\":{\"error\":0,\"warning\":0,\"note\":0,\"excepted\":0,\"known\":0,\"rules\":0,"
                "\"unknown\":0}}}\n");
  lde_buffer_free(&out);
  lde_dataset_free(ds);
}

/* A file with the mistakes of all lines of this test. */
static char *write_source(const void *bytes, size_t len)
{
  static char path[64];
  int file;

  strcpy(path, "/tmp/lde_report_XXXXXX.yaml");
  file = mkstemps(path, 5);
  assert_true(file >= 0);
  assert_int_equal(write(file, bytes, len), (ssize_t)len);
  close(file);
  return path;
}

static void diagnose(lde_diagnostics *list, const char *path, uint32_t line, uint32_t column,
                     uint32_t width, const char *message)
{
  lde_diagnostics_add(list, &(lde_diagnostic){.code = "load/type",
                                              .severity = LDE_ERROR,
                                              .message = message,
                                              .file = "strategy.yaml",
                                              .path = path,
                                              .line = line,
                                              .column = column,
                                              .width = width,
                                              .help = "write a number"});
}

static void test_report__diagnostics_are_golden(void **state)
{
  static const char bytes[] =
      "goals:\r\n"
      "  - id: g1\n"
      "\tlabel: x\n"
      "  - label: \xE6\x97\xA5\xE6\x9C\xAC weight: 1\n"
      "  - label: e\xCC\x81t\xC3\xA9 weight: 1\n"
      "  - label: caf\xE9 \x80 weight: 1\n"
      "  - text: \"\033[31m\" weight: 1\n"
      "  - a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa weight: bbbbbbbbbbbbbbbbbbbbbbbbbbbb"
      "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n";
  char *path = write_source(bytes, sizeof bytes - 1);
  const char *last = strstr(bytes, "  - a: ");
  uint32_t long_column = (uint32_t)(strstr(last, "weight") - last) + 1;

  (void)state;
  for (int lang = 0; lang < 2; lang++) {
    lde_diagnostics list = {.language = (lde_language)lang};
    lde_style style = {.language = (lde_language)lang, .width = 80};
    lde_buffer out = {0};
    diagnose(&list, path, 2, 9, 2, "plain, after CR LF");
    diagnose(&list, path, 3, 2, 5, "behind a tab");
    diagnose(&list, path, 4, 15, 6, "behind wide characters");
    diagnose(&list, path, 5, 17, 6, "behind a combining mark");
    diagnose(&list, path, 6, 19, 6, "Windows-1252");
    diagnose(&list, path, 7, 19, 6, "behind a control character");
    diagnose(&list, path, 8, long_column, 6, "in a long line");
    diagnose(&list, path, 99, 1, 0, "a line that is not there");
    lde_diagnostics_add(&list, &(lde_diagnostic){.code = "load/type",
                                                 .severity = LDE_WARNING,
                                                 .message = "in a sheet",
                                                 .file = "plan.xlsx",
                                                 .path = "plan.xlsx",
                                                 .sheet = "Aanbod",
                                                 .line = 12,
                                                 .column = 28});
    lde_diagnostics_add(&list, &(lde_diagnostic){.code = "usage/verb",
                                                 .severity = LDE_ERROR,
                                                 .message = "no place at all"});
    lde_report_diagnostics(&out, &list, &style);
    assert_golden(&out, lang ? "diagnostics_nl.txt" : "diagnostics_en.txt");
    lde_buffer_free(&out);
    lde_diagnostics_free(&list);
  }
  unlink(path);
}

static void test_report__errors_that_are_not_kept_are_counted(void **state)
{
  lde_diagnostics list = {.most = 2};
  lde_style style = {.language = LDE_ENGLISH};
  lde_buffer out = {0};

  (void)state;
  for (uint32_t i = 1; i <= 5; i++)
    diagnose(&list, NULL, i, 0, 0, "wrong");
  lde_report_diagnostics(&out, &list, &style);
  assert_non_null(strstr(out.data, "\n5 errors; 3 of the errors are not shown\n"));
  lde_buffer_free(&out);
  lde_diagnostics_free(&list);
}

static void test_report__colour_only_when_asked(void **state)
{
  lde_diagnostic diagnostic = {
      .code = "load/type", .severity = LDE_ERROR, .message = "wrong", .file = "a.yaml", .help = ""};
  lde_style plain = {.language = LDE_DUTCH}, colour = {.language = LDE_DUTCH, .color = true};
  lde_buffer out = {0};

  (void)state;
  lde_report_diagnostic(&out, &diagnostic, &plain);
  assert_string_equal(out.data, "fout[load/type] a.yaml: wrong\n");
  lde_buffer_truncate(&out, 0);
  lde_report_diagnostic(&out, &diagnostic, &colour);
  assert_non_null(strstr(out.data, "\033[1;31mfout[load/type]\033[0m"));
  lde_buffer_free(&out);
}

static void seal_is(const char *given, bool color, bool data, const char *wanted)
{
  lde_style style = {.color = color};
  lde_buffer text = {0};

  lde_buffer_puts(&text, given);
  lde_report_seal(&text, &style, data);
  assert_string_equal(lde_buffer_text(&text), wanted);
  lde_buffer_free(&text);
}

static void test_report__the_seal_lets_nothing_steer_the_terminal(void **state)
{
  (void)state;
  seal_is("", false, false, "");
  seal_is("é\t€\r\n\n", false, false, "é\t€\r\n\n");
  seal_is("a\rb\r", false, false, "a\\rb\\r");
  seal_is("\033[1mx\033[0m", true, false, "\033[1mx\033[0m");
  seal_is("\033[1mx\033[0m", false, false, "\\u{1b}[1mx\\u{1b}[0m");
  seal_is("\033[2J\033[31m\033", true, false, "\\u{1b}[2J\\u{1b}[31m\\u{1b}");
  seal_is("\xc2\x9b\x7f\b\xe2\x80\xae\xff", false, false, "\\u{9b}\\u{7f}\\u{8}\\u{202e}\\xff");
  /* Values: a mark of direction may belong to a name, and the text need not be UTF-8. */
  seal_is("\xc2\x9b\033\xe2\x80\xae\x80\r\r\n", false, true, "\\u{9b}\\u{1b}\xe2\x80\xae\x80\r\r\n");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_report__offer_is_golden_in_both_languages_and_all_widths),
      cmocka_unit_test(test_report__every_status_says_what_is_proven),
      cmocka_unit_test(test_report__empty_offer_is_printed),
      cmocka_unit_test(test_report__every_reason_has_words),
      cmocka_unit_test(test_report__enters_if_in_words),
      cmocka_unit_test(test_report__json_of_an_offer_is_golden),
      cmocka_unit_test(test_report__json_of_a_check_has_organisation_and_zeros),
      cmocka_unit_test(test_report__diagnostics_are_golden),
      cmocka_unit_test(test_report__errors_that_are_not_kept_are_counted),
      cmocka_unit_test(test_report__the_seal_lets_nothing_steer_the_terminal),
      cmocka_unit_test(test_report__colour_only_when_asked),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
