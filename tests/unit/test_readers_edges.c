/* The edges of the readers of YAML and CSV: what a library refuses, places at the very end, every message in
 * Dutch, halves of characters, and dialects written half. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "load/csv.h"
#include "load/dialect.h"
#include "load/encoding.h"
#include "load/yaml.h"
#include "load/yaml_problem.h"

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

/* ---- YAML ---- */

typedef struct read {
  lde_arena arena;
  lde_diagnostics found;
  const lde_node *root;
  bool ok;
} read_result;

static read_result parse_in(lde_language lang, const char *bytes, size_t len, uint64_t most)
{
  read_result r = {.found = {.language = lang}};
  lde_complaints to = {&r.found, "t.yaml", NULL};

  r.ok = lde_yaml_read(&r.arena, bytes, len, most, &to, &r.root);
  return r;
}

static void done(read_result *r)
{
  lde_diagnostics_free(&r->found);
  lde_arena_free(&r->arena);
}

/* The first complaint about a text in Dutch has this code, message and help. */
static void expect_dutch(const char *bytes, size_t len, uint64_t most, const char *code, const char *message,
                         const char *help)
{
  read_result r = parse_in(LDE_DUTCH, bytes, len, most);
  const lde_diagnostic *first;

  assert_false(r.ok);
  assert_true(r.found.items.len >= 1);
  first = &r.found.items.data[0];
  assert_string_equal(first->code, code);
  assert_string_equal(first->message, message);
  assert_string_equal(first->help ? first->help : "", help);
  done(&r);
}

static char *repeated(const char *part, size_t times, size_t *len)
{
  size_t one = strlen(part);
  char *text = malloc(one * times + 1);

  for (size_t i = 0; i < times; i++)
    memcpy(text + i * one, part, one);
  text[one * times] = '\0';
  *len = one * times;
  return text;
}

static void test_readers_edges__yaml_speaks_dutch(void **state)
{
  static const struct {
    const char *text, *code, *message, *help;
  } cases[] = {
      {"a: &x 1\n", "load/syntax", "ankers en verwijzingen (& en *) zijn niet toegestaan",
       "schrijf de waarde uit waar hij nodig is"},
      {"a: !x 1\n", "load/syntax", "deze tag is niet toegestaan", "laat de tag weg"},
      {"a: !!int x\n", "load/type", "de waarde is niet wat de tag zegt", "laat de tag weg"},
      {"a: !!bool nee\n", "load/type", "de waarde is niet wat de tag zegt", "laat de tag weg"},
      {"[1]: 1\n", "load/syntax", "een lijst of reeks sleutels kan geen sleutel zijn",
       "zet tekst die met [ of { begint tussen aanhalingstekens"},
      {"a: 1\na: 2\n", "load/duplicate", "sleutel 'a' komt twee keer voor, het eerst in regel 1",
       "laat er één staan"},
      {"<<: 1\n", "load/syntax", "samenvoegsleutels (<<) zijn niet toegestaan",
       "schrijf de sleutels uit waar ze nodig zijn"},
      {"a: \"x\\0y\"\n", "load/encoding", "een tekst bevat een NUL-teken", "haal de \\0 weg"},
      {"a: 1\n---\nb: 2\n", "load/syntax", "het bestand bevat meer dan één document",
       "zet elk document in een eigen bestand"},
      {"a: \xff\n", "load/encoding", "de byte 0xFF is geen geldige UTF-8", "sla het bestand op als UTF-8"},
      {"\xfe\xff\n", "load/encoding", "het bestand is UTF-16 en geen UTF-8", "sla het bestand op als UTF-8"},
      {"a: \x01\n", "load/encoding", "het stuurteken U+0001 is niet toegestaan",
       "haal het weg, of schrijf het tussen dubbele aanhalingstekens als \\x en twee cijfers"},
      {"%YAML 1.1\n%YAML 1.1\n---\na: 1\n", "load/syntax", "de regel met %YAML komt twee keer voor",
       "laat de regel met %YAML weg"},
  };
  size_t len;
  char *text;

  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    expect_dutch(cases[i].text, strlen(cases[i].text), 0, cases[i].code, cases[i].message, cases[i].help);
  expect_dutch("a: \0", 4, 0, "load/encoding", "de tekst bevat een NUL-teken", "haal het weg");
  expect_dutch("a: 1\n", 5, 4, "load/limit", "het bestand is groter dan 4 bytes",
               "splits het bestand, of verhoog limits.input in het manifest");
  text = repeated("[", 65, &len);
  expect_dutch(text, len, 0, "load/limit", "meer dan 64 niveaus in elkaar", "");
  free(text);
  text = repeated("x", 1000001, &len);
  expect_dutch(text, len, 0, "load/limit", "een tekst is langer dan 1 MB", "");
  free(text);
  text = repeated("- 1\n", 1000000, &len);
  expect_dutch(text, len, 0, "load/limit", "het bestand bevat te veel waarden",
               "splits het bestand, of verhoog limits.input in het manifest");
  free(text);
}

static void test_readers_edges__yaml_tags_that_fit(void **state)
{
  static const char text[] = "a: !!bool true\nb: !!bool false\nc: !!null ~\nd: !!float 1.5\n";
  read_result r = parse_in(LDE_ENGLISH, text, strlen(text), 0);

  (void)state;
  assert_true(r.ok);
  assert_int_equal(r.root->count, 4);
  done(&r);
}

static void test_readers_edges__yaml_file_that_is_not_there(void **state)
{
  lde_arena arena = {0};
  lde_diagnostics found = {.language = LDE_DUTCH};
  lde_complaints to = {&found, "t.yaml", "/nonexistent/t.yaml"};
  const lde_node *root = NULL;
  char hash[LDE_DIGEST_TEXT_SIZE] = "";

  (void)state;
  assert_false(lde_yaml_read_file(&arena, 0, &to, &root, hash));
  assert_null(root);
  assert_int_equal(found.items.len, 1);
  assert_string_equal(found.items.data[0].code, "load/syntax");
  assert_string_equal(hash, "");
  lde_diagnostics_free(&found);
  lde_arena_free(&arena);
}

static void test_readers_edges__positions_in_a_text(void **state)
{
  static const struct {
    const char *text;
    size_t offset;
    uint32_t line, column;
  } cases[] = {
      {"", 0, 1, 1},         {"abc", 2, 1, 3},       {"abc", 99, 1, 4},     {"a\nb", 2, 2, 1},
      {"a\r\nb", 3, 2, 1},   {"a\rb", 2, 2, 1},      {"a\r", 2, 2, 1},      {"\xc3\xa9x", 2, 1, 2},
  };

  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint32_t line, column;
    lde_text_position(cases[i].text, strlen(cases[i].text), cases[i].offset, &line, &column);
    if (line != cases[i].line || column != cases[i].column)
      fail_msg("case %zu: %u:%u", i, line, column);
  }
}

/* Words that another version of libyaml may find are shown as they are. */
static void test_readers_edges__problems_of_libyaml_without_words(void **state)
{
  yaml_parser_t parser = {.error = YAML_SCANNER_ERROR};
  lde_diagnostics found = {0};
  lde_complaints to = {&found, "t.yaml", NULL};

  (void)state;
  lde_yaml_problem(&to, &parser, "a", 1);
  parser.problem = "found something new";
  lde_yaml_problem(&to, &parser, "a", 1);
  parser.error = YAML_READER_ERROR;
  parser.problem_value = -1;
  lde_yaml_problem(&to, &parser, "a", 1);
  assert_int_equal(found.items.len, 3);
  assert_string_equal(found.items.data[0].message, "this is not valid YAML (?)");
  assert_string_equal(found.items.data[1].message, "this is not valid YAML (found something new)");
  assert_string_equal(found.items.data[2].message, "the control character U+0000 is not allowed");
  lde_diagnostics_free(&found);
}

static void tell_exhausted(size_t wanted)
{
  (void)wanted;
  _exit(42);
}

static uint64_t addresses_in_use(void)
{
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");

  if (!file || fscanf(file, "%lu", &pages) != 1)
    _exit(1);
  fclose(file);
  return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* Reads a long text with so many bytes to be had; how the process ended. */
static int read_with(size_t room)
{
  size_t len;
  char *text = repeated("x", 900000, &len);
  int status;
  pid_t child = fork();

  if (child == 0) {
    struct rlimit most = {.rlim_cur = addresses_in_use() + room, .rlim_max = RLIM_INFINITY};
    read_result r;
    void *volatile taken;
    setrlimit(RLIMIT_AS, &most);
    for (size_t size = 65536; size >= 16 && !room; size /= 2)
      while ((taken = malloc(size)) != NULL)
        ;
    lde_out_of_memory_handler(tell_exhausted);
    r = parse_in(LDE_ENGLISH, text, len, 0);
    _exit(r.ok ? 0 : 3);
  }
  free(text);
  assert_int_equal(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_readers_edges__yaml_without_memory(void **state)
{
  (void)state;
  if (SANITIZED) /* it reserves its memory before */
    return;
  assert_int_equal(read_with((size_t)64 << 20), 0);
  assert_int_equal(read_with(600000), 42); /* in the middle of the text */
  assert_int_equal(read_with(0), 42);      /* before the first byte */
}

/* ---- CSV ---- */

static void test_readers_edges__csv_places_at_the_end(void **state)
{
  static const char text[] = "a,\"b\r\nc\rd\"\r";
  lde_csv csv;
  uint32_t line, column;

  (void)state;
  lde_csv_init(&csv, text, strlen(text), ',');
  assert_int_equal(lde_csv_next(&csv), LDE_CSV_RECORD);
  lde_csv_place(&csv, text + 6, &line, &column); /* c */
  assert_true(line == 2 && column == 1);
  lde_csv_place(&csv, text + 8, &line, &column); /* d */
  assert_true(line == 3 && column == 1);
  lde_csv_place(&csv, csv.end, &line, &column);
  assert_true(line == 3 && column == 4);
  lde_csv_deinit(&csv);
}

static void test_readers_edges__csv_cells_that_end_the_file(void **state)
{
  static const struct {
    const char *text;
    size_t cells;
    lde_csv_result result;
  } cases[] = {
      {"\"a\"", 1, LDE_CSV_RECORD},  {"\"a\",", 2, LDE_CSV_RECORD},  {"\"a\"\r", 1, LDE_CSV_RECORD},
      {"\"a\"\n", 1, LDE_CSV_RECORD}, {"\"a\"b", 0, LDE_CSV_MISTAKE}, {"\"a\"\"\"", 1, LDE_CSV_RECORD},
      {"\"a\"\"", 0, LDE_CSV_MISTAKE}, {"a", 1, LDE_CSV_RECORD},      {"", 0, LDE_CSV_END},
  };

  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    lde_csv csv;
    lde_csv_init(&csv, cases[i].text, strlen(cases[i].text), ',');
    assert_int_equal(lde_csv_next(&csv), cases[i].result);
    assert_int_equal(csv.cells.len, cases[i].cells);
    assert_int_equal(lde_csv_next(&csv), LDE_CSV_END);
    lde_csv_deinit(&csv);
  }
}

/* ---- encodings ---- */

static void expect_decoded(const char *bytes, size_t len, lde_encoding named, lde_encoding_mistake mistake,
                           const char *text)
{
  lde_decoded decoded;
  bool ok = lde_decode(&decoded, bytes, len, named);

  assert_int_equal(decoded.mistake, mistake);
  assert_int_equal(ok, mistake == LDE_ENCODING_FITS);
  if (ok && text) {
    assert_int_equal(decoded.len, strlen(text));
    assert_memory_equal(decoded.text, text, decoded.len);
  }
  lde_buffer_free(&decoded.converted);
}

static void test_readers_edges__halves_of_utf_16(void **state)
{
  (void)state;
  /* The first half of a pair alone, before a letter, before a unit above all halves; then a whole pair. */
  expect_decoded("\xFF\xFE\x3D\xD8", 4, LDE_ENCODING_AUTO, LDE_ENCODING_BROKEN_UTF_16, NULL);
  expect_decoded("\xFF\xFE\x3D\xD8i\0", 6, LDE_ENCODING_AUTO, LDE_ENCODING_BROKEN_UTF_16, NULL);
  expect_decoded("\xFF\xFE\x3D\xD8\x00\xE0", 6, LDE_ENCODING_AUTO, LDE_ENCODING_BROKEN_UTF_16, NULL);
  expect_decoded("\xFF\xFE\x00\xDC", 4, LDE_ENCODING_AUTO, LDE_ENCODING_BROKEN_UTF_16, NULL);
  expect_decoded("\xFF\xFE\x00\xE0\x3D\xD8\x00\xDE", 8, LDE_ENCODING_AUTO, LDE_ENCODING_FITS,
                 "\xEE\x80\x80\xF0\x9F\x98\x80");
}

static void test_readers_edges__marks_against_what_the_manifest_names(void **state)
{
  (void)state;
  expect_decoded("\xFF\xFEi\0", 4, LDE_ENCODING_UTF_16, LDE_ENCODING_FITS, "i");
  expect_decoded("\xFF\xFEi\0", 4, LDE_ENCODING_UTF_8, LDE_ENCODING_FITS, "i");
  expect_decoded("\xFF\xFEi", 3, LDE_ENCODING_LATIN_1, LDE_ENCODING_FITS, "\xC3\xBF\xC3\xBEi");
  expect_decoded("\xFF\xFEi", 3, LDE_ENCODING_WINDOWS_1252, LDE_ENCODING_FITS, "\xC3\xBF\xC3\xBEi");
  expect_decoded("\xEF\xBB\xBFi", 4, LDE_ENCODING_LATIN_1, LDE_ENCODING_FITS, "i");
  expect_decoded("\0i\0d", 4, LDE_ENCODING_UTF_16, LDE_ENCODING_FITS, "id");
  /* NUL bytes on both sides are no sign of UTF-16: the reader of cells tells of them. */
  expect_decoded("\0\0\0\0ab", 6, LDE_ENCODING_AUTO, LDE_ENCODING_FITS, NULL);
}

/* ---- dialects ---- */

static void test_readers_edges__presets_fill_in_only_what_is_missing(void **state)
{
  const lde_dialect_spec written = {.preset = LDE_PRESET_NL, .delimiter = '|', .decimal = '.', .thousands = ' ',
                                    .date = LDE_DATE_FORM_DD_MM_DOT},
                         none = {.preset = LDE_PRESET_NL, .thousands_written = true};
  lde_dialect_spec full = lde_dialect_expand(&written);

  (void)state;
  assert_int_equal(full.delimiter, '|');
  assert_int_equal(full.decimal, '.');
  assert_int_equal(full.thousands, ' ');
  assert_int_equal(full.date, LDE_DATE_FORM_DD_MM_DOT);
  full = lde_dialect_expand(&none);
  assert_int_equal(full.thousands, 0);
  assert_int_equal(full.decimal, ',');
}

static void test_readers_edges__sep_lines_of_every_length(void **state)
{
  static const struct {
    const char *text;
    char delimiter;
    size_t used;
  } cases[] = {
      {"sep=;", ';', 5},  {"sep=;\n", ';', 6}, {"sep=;\r", ';', 6}, {"sep=;\r\nx", ';', 7}, {"sep=;x", 0, 0},
      {"sep=\r", 0, 0},   {"sep=\nx", 0, 0},   {"sep", 0, 0},       {"six=;", 0, 0},        {"set=;", 0, 0},
      {"xep=;", 0, 0},    {"sep:;", 0, 0},
  };

  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t used = 0;
    assert_int_equal(lde_dialect_sep_line(cases[i].text, strlen(cases[i].text), &used), cases[i].delimiter);
    assert_int_equal(used, cases[i].used);
  }
}

static lde_number_style style(const char *text, bool small)
{
  return lde_number_style_of(text, strlen(text), small);
}

static void test_readers_edges__numbers_of_every_shape(void **state)
{
  (void)state;
  assert_int_equal(style("1 234,50", false), LDE_NUMBER_COMMA);
  assert_int_equal(style("1'234.50", false), LDE_NUMBER_POINT);
  assert_int_equal(style("1/2,5", false), LDE_NUMBER_ANY);
  assert_int_equal(style("1,234.5", false), LDE_NUMBER_POINT);
  assert_int_equal(style("1.234,5", false), LDE_NUMBER_COMMA);
  assert_int_equal(style("1,2,3.4.5", false), LDE_NUMBER_ANY);
  assert_int_equal(style("1.234.567", false), LDE_NUMBER_COMMA);
  assert_int_equal(style("1,234,567", false), LDE_NUMBER_POINT);
  assert_int_equal(style("1,2,3", false), LDE_NUMBER_ANY);
  assert_int_equal(style("1,234", false), LDE_NUMBER_AMBIGUOUS);
  assert_int_equal(style("1,234", true), LDE_NUMBER_COMMA);
  assert_int_equal(style("0,234", false), LDE_NUMBER_COMMA);
  assert_int_equal(style("1234,567", false), LDE_NUMBER_COMMA);
  assert_int_equal(style("1234.5", false), LDE_NUMBER_POINT);
  assert_int_equal(style(",", false), LDE_NUMBER_ANY);
  assert_int_equal(style("", false), LDE_NUMBER_ANY);
}

static lde_date_form form(const char *text)
{
  return lde_date_form_of(text, strlen(text));
}

static void test_readers_edges__dates_of_every_shape(void **state)
{
  (void)state;
  assert_int_equal(form("20260131"), LDE_DATE_FORM_YYYYMMDD);
  assert_int_equal(form("20260131 12:00"), LDE_DATE_FORM_YYYYMMDD);
  assert_int_equal(form("20260131T1200"), LDE_DATE_FORM_YYYYMMDD);
  assert_int_equal(form("20260131x"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("2026-01-31"), LDE_DATE_FORM_YYYY_MM_DD);
  assert_int_equal(form("2026-01-3"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("2026/01/31"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("31-01-2026"), LDE_DATE_FORM_D_M_DASH);
  assert_int_equal(form("31/01/2026"), LDE_DATE_FORM_DD_MM_SLASH);
  assert_int_equal(form("31.01.2026"), LDE_DATE_FORM_DD_MM_DOT);
  assert_int_equal(form("31x01x2026"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("31-01-26"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("31-01/2026"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("31-001-2026"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("31--2026"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("31-01"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("31"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form("x"), LDE_DATE_FORM_AUTO);
  assert_int_equal(form(""), LDE_DATE_FORM_AUTO);
}

/* Long files are sampled: the hundred-and-first record may be as odd as it likes. */
static void test_readers_edges__delimiters_are_found_in_a_sample(void **state)
{
  lde_buffer text = {0};

  (void)state;
  lde_buffer_puts(&text, "a;b,c\n");
  for (int i = 1; i < 100; i++)
    lde_buffer_puts(&text, "a;b\n");
  for (int i = 0; i < 200; i++)
    lde_buffer_puts(&text, "a,b\n");
  assert_int_equal(lde_dialect_delimiter(text.data, text.len), ';');
  lde_buffer_free(&text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_readers_edges__yaml_speaks_dutch),
      cmocka_unit_test(test_readers_edges__yaml_tags_that_fit),
      cmocka_unit_test(test_readers_edges__yaml_file_that_is_not_there),
      cmocka_unit_test(test_readers_edges__positions_in_a_text),
      cmocka_unit_test(test_readers_edges__problems_of_libyaml_without_words),
      cmocka_unit_test(test_readers_edges__yaml_without_memory),
      cmocka_unit_test(test_readers_edges__csv_places_at_the_end),
      cmocka_unit_test(test_readers_edges__csv_cells_that_end_the_file),
      cmocka_unit_test(test_readers_edges__halves_of_utf_16),
      cmocka_unit_test(test_readers_edges__marks_against_what_the_manifest_names),
      cmocka_unit_test(test_readers_edges__presets_fill_in_only_what_is_missing),
      cmocka_unit_test(test_readers_edges__sep_lines_of_every_length),
      cmocka_unit_test(test_readers_edges__numbers_of_every_shape),
      cmocka_unit_test(test_readers_edges__dates_of_every_shape),
      cmocka_unit_test(test_readers_edges__delimiters_are_found_in_a_sample),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
