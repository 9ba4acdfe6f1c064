/* The bytes between a worker and its parent: what is written is read, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "worker/answer.h"
#include "worker/answer_kinds.h"
#include "worker/locks.h"

static const char *const digits = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static const char *path[] = {"goals:g1", "strategies:s"};
static lde_finding_evidence evidence[] = {
    {"budgets", "b1", "Budget", {.file = "b.csv", .open = "/o/b.csv", .line = 3, .column = 2}}};
static lde_finding_value values[] = {{"planned", "100", "€ 1,00"}, {"empty", NULL, NULL}};
static lde_finding_miss misses[] = {{"amount", ">", "5", "10"}};
static lde_exception_match match[] = {{"unit", "it"}};

static lde_finding sample_finding(const lde_exception *exception)
{
  lde_finding finding = {.rule = "budget/over", .code = "B01", .rule_file = "rules/a.lua",
                         .rule_line = 4, .step = 5, .severity = LDE_ERROR, .entity = "goals",
                         .id = "g1", .message = "é is te veel", .help = NULL,
                         .place = {.file = "a.yaml", .open = "/o/a.yaml", .sheet = "S", .line = 1, .column = 9},
                         .path = path, .path_count = 2, .evidence = evidence, .evidence_count = 1,
                         .values = values, .value_count = 2, .nearest = evidence, .misses = misses,
                         .miss_count = 1, .has_size = true, .size = 2.5, .exception = exception};
  memcpy(finding.fingerprint, digits, sizeof finding.fingerprint);
  return finding;
}

static void fill(lde_answer *answer, const lde_exception *exception)
{
  lde_finding finding = sample_finding(exception);

  *answer = (lde_answer){.organisation = "org", .name = "De organisatie", .year = "2027",
                         .language = LDE_DUTCH, .locks = LDE_LOCKS_NEEDED, .judged = true};
  lde_findings_add(&answer->findings, &finding);
  finding.exception = NULL;
  finding.severity = LDE_WARNING;
  lde_findings_add(&answer->findings, &finding);
  lde_vec_push(&answer->findings.judged,
               ((lde_finding_rule){.id = "budget/over", .code = "B01", .pack = "budget", .title = "Te veel",
                                   .why = "", .help = "{planned}", .severity = LDE_ERROR, .step = 4,
                                   .failure = "ran out"}));
  answer->findings.has_baseline = true;
  answer->findings.notes = 7; /* not kept */
  answer->findings.rules = 3;
  answer->findings.unknown = 1;
  lde_diagnose(&answer->diagnostics, LDE_ERROR, "script/error", "rules/a.lua", "/o/rules/a.lua", 2, 3,
               "help", "what went wrong");
  answer->diagnostics.errors = 12;
  lde_vec_push(&answer->log, "printed");
}

static lde_buffer sample(void)
{
  lde_exception exception = {.rule = "budget/over", .match = match, .match_count = 1, .until = -3,
                             .by = "fin", .reason = "so", .has_limit = true, .limit = 0.1, .id = "x",
                             .place = {.file = "m.yaml", .line = 8}};
  lde_buffer out = {0};
  lde_answer answer;

  fill(&answer, &exception);
  lde_answer_begin(&out);
  lde_answer_locked(&out, LDE_LOCKS_NEEDED, 10.5);
  lde_answer_rule(&out, "budget/over", "rules/a.lua");
  lde_answer_rule(&out, "budget/under", NULL);
  lde_answer_write(&out, &answer);
  lde_answer_free(&answer);
  return out;
}

static const unsigned char *bytes_of(const lde_buffer *buffer)
{
  return (const unsigned char *)buffer->data;
}

static bool reads(const lde_buffer *bytes, const char **why)
{
  lde_answer answer;
  bool right = lde_answer_read(bytes_of(bytes), bytes->len, &answer, why);

  lde_answer_free(&answer);
  return right;
}

static void test_protocol__what_is_written_is_read(void **state)
{
  lde_buffer bytes = sample(), again = {0};
  lde_answer answer;
  const lde_finding *finding;
  const char *why = NULL;

  (void)state;
  assert_true(lde_answer_read(bytes_of(&bytes), bytes.len, &answer, &why));
  assert_string_equal(answer.name, "De organisatie");
  assert_int_equal(answer.language, LDE_DUTCH);
  assert_int_equal(answer.findings.items.len, 2);
  assert_int_equal(answer.findings.excepted, 1);
  assert_int_equal(answer.findings.warnings, 1);
  assert_int_equal(answer.findings.notes, 7);
  assert_true(answer.findings.has_baseline);
  assert_int_equal(answer.findings.judged.len, 1);
  assert_string_equal(answer.findings.judged.data[0].help, "{planned}");
  assert_string_equal(answer.findings.judged.data[0].failure, "ran out");
  assert_int_equal(answer.diagnostics.errors, 12);
  assert_string_equal(answer.log.data[0], "printed");
  finding = &answer.findings.items.data[0];
  assert_string_equal(finding->values[0].shown, "€ 1,00");
  assert_null(finding->values[1].text);
  assert_null(finding->help);
  assert_int_equal(finding->exception->until, -3);
  assert_string_equal(finding->nearest->place.file, "b.csv");
  assert_string_equal(finding->fingerprint, digits);
  /* and writing what was read gives the same bytes */
  lde_answer_begin(&again);
  lde_answer_locked(&again, LDE_LOCKS_NEEDED, 10.5);
  lde_answer_rule(&again, "budget/over", "rules/a.lua");
  lde_answer_rule(&again, "budget/under", NULL);
  lde_answer_write(&again, &answer);
  assert_int_equal(again.len, bytes.len);
  assert_memory_equal(again.data, bytes.data, bytes.len);
  lde_answer_free(&answer);
  lde_buffer_free(&again);
  lde_buffer_free(&bytes);
}

static void test_protocol__cut_anywhere_it_is_no_answer(void **state)
{
  lde_buffer bytes = sample();
  const char *why;

  (void)state;
  for (size_t len = 0; len < bytes.len; len++) {
    unsigned char *exact = malloc(len ? len : 1); /* so that a byte too far is noticed */
    lde_answer answer;
    lde_answer_trail trail;
    memcpy(exact, bytes.data, len);
    assert_false(lde_answer_read(exact, len, &answer, &why));
    assert_non_null(why);
    assert_int_equal(answer.findings.items.len, 0);
    lde_answer_follow(exact, len, &trail);
    free(exact);
  }
  lde_buffer_free(&bytes);
}

static void test_protocol__one_flipped_bit_is_no_answer(void **state)
{
  lde_buffer bytes = sample();
  const char *why;

  (void)state;
  for (size_t bit = 0; bit < bytes.len * 8; bit++) {
    bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
    assert_false(reads(&bytes, &why));
    bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
  }
  assert_true(reads(&bytes, &why));
  lde_buffer_free(&bytes);
}

/* Finishes every record anew, as somebody who knows the checksum would. */
static void forge(lde_buffer *bytes)
{
  size_t at = 0;

  while (at + LDE_WIRE_HEAD <= bytes->len) {
    unsigned char *head = (unsigned char *)bytes->data + at;
    size_t len = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    lde_buffer record = {0};
    if (len > bytes->len - at - LDE_WIRE_HEAD)
      return;
    lde_buffer_append(&record, head, LDE_WIRE_HEAD + len);
    lde_wire_finish(&record, 0);
    memcpy(head, record.data, record.len);
    lde_buffer_free(&record);
    at += LDE_WIRE_HEAD + len;
  }
}

/* With right checksums the values themselves are what is looked at: whatever comes out is either
 * refused or an answer that can be written again. */
static void test_protocol__forged_bytes_do_no_harm(void **state)
{
  lde_buffer whole = sample();
  size_t accepted = 0;

  (void)state;
  for (size_t at = LDE_WIRE_HEAD; at < whole.len; at++)
    for (int step = 0; step < 4; step++) {
      static const unsigned char masks[] = {0x01, 0x80, 0xff, 0x20};
      lde_buffer bytes = {0}, again = {0};
      lde_answer answer;
      lde_answer_trail trail;
      const char *why;
      lde_buffer_append(&bytes, whole.data, whole.len);
      bytes.data[at] = (char)(bytes.data[at] ^ masks[step]);
      forge(&bytes);
      lde_answer_follow(bytes_of(&bytes), bytes.len, &trail);
      assert_true(strlen(trail.rule) < sizeof trail.rule && strlen(trail.file) < sizeof trail.file);
      if (lde_answer_read(bytes_of(&bytes), bytes.len, &answer, &why)) {
        lde_answer_write(&again, &answer);
        accepted++;
      }
      lde_answer_free(&answer);
      lde_buffer_free(&again);
      lde_buffer_free(&bytes);
    }
  assert_true(accepted > 100); /* letters of a message may be others */
  lde_buffer_free(&whole);
}

static lde_buffer head(void)
{
  lde_buffer out = {0};
  lde_answer_begin(&out);
  return out;
}

static void assert_refused(lde_buffer *bytes, const char *reason)
{
  const char *why = NULL;
  assert_false(reads(bytes, &why));
  assert_string_equal(why, reason);
  lde_buffer_free(bytes);
}

static void test_protocol__records_have_an_order(void **state)
{
  lde_answer none = {.organisation = "", .name = "", .year = ""};
  lde_buffer bytes = {0};
  size_t start;
  const char *why;

  (void)state;
  lde_answer_write(&bytes, &none); /* without a beginning */
  assert_refused(&bytes, "records come in the wrong order");
  bytes = head();
  lde_answer_begin(&bytes);
  assert_refused(&bytes, "records come in the wrong order");
  bytes = head();
  lde_answer_write(&bytes, &none);
  lde_answer_rule(&bytes, "a/b", ""); /* behind the end */
  assert_refused(&bytes, "records come in the wrong order");
  bytes = head();
  lde_answer_write(&bytes, &none);
  start = lde_wire_start(&bytes, KIND_END + 1);
  lde_wire_finish(&bytes, start);
  assert_refused(&bytes, "records come in the wrong order");
  bytes = head();
  start = lde_wire_start(&bytes, KIND_END);
  lde_wire_put_long(&bytes, 0);
  lde_wire_finish(&bytes, start);
  assert_refused(&bytes, "records come in the wrong order");
  bytes = head();
  lde_answer_refuse(&bytes, LDE_REFUSAL_MEMORY);
  assert_refused(&bytes, "a record is of no known kind");
  bytes = head();
  start = lde_wire_start(&bytes, 77);
  lde_wire_finish(&bytes, start);
  assert_refused(&bytes, "records come in the wrong order");
  bytes = head();
  lde_answer_write(&bytes, &none);
  lde_buffer_append(&bytes, "\5\0", 2); /* the beginning of a record behind the end */
  assert_false(reads(&bytes, &why));
  lde_buffer_free(&bytes);
  bytes = head();
  lde_answer_write(&bytes, &none);
  assert_true(reads(&bytes, &why));
  lde_buffer_free(&bytes);
}

static void test_protocol__a_place_without_a_file(void **state)
{
  lde_finding finding = sample_finding(NULL);
  lde_answer answer = {.organisation = "", .name = "", .year = ""}, back;
  lde_buffer bytes = head();
  const char *why = NULL;

  (void)state;
  finding.place = (lde_finding_place){.line = 7};
  lde_findings_add(&answer.findings, &finding);
  lde_answer_write(&bytes, &answer);
  lde_answer_free(&answer);
  assert_true(lde_answer_read(bytes_of(&bytes), bytes.len, &back, &why));
  assert_string_equal(back.findings.items.data[0].place.file, "");
  assert_int_equal(back.findings.items.data[0].place.line, 7);
  lde_answer_free(&back);
  lde_buffer_free(&bytes);
}

static void test_protocol__sizes_are_bounded(void **state)
{
  unsigned char big[LDE_WIRE_HEAD] = {0xff, 0xff, 0xff, 0x7f};
  lde_buffer bytes = {0};
  size_t start;

  (void)state;
  lde_buffer_append(&bytes, big, sizeof big);
  assert_refused(&bytes, "a record is too long");
  bytes = sample(); /* a whole answer with such a beginning behind it */
  lde_buffer_append(&bytes, big, sizeof big);
  assert_refused(&bytes, "a record is too long");
  bytes = (lde_buffer){0};
  start = lde_wire_start(&bytes, KIND_BEGIN); /* a payload with more in it than belongs there */
  lde_wire_put_number(&bytes, ANSWER_MAGIC);
  lde_wire_put_number(&bytes, ANSWER_VERSION);
  lde_wire_put_byte(&bytes, 0);
  lde_wire_finish(&bytes, start);
  assert_refused(&bytes, "a record is too long");
  bytes = (lde_buffer){0};
  start = lde_wire_start(&bytes, KIND_BEGIN);
  lde_wire_put_number(&bytes, ANSWER_MAGIC);
  lde_wire_put_number(&bytes, ANSWER_VERSION + 1);
  lde_wire_finish(&bytes, start);
  assert_refused(&bytes, "it is of another version");
}

/* One finding in which a single thing is wrong. */
static void assert_finding_refused(lde_finding finding, const char *reason)
{
  lde_answer answer = {.organisation = "", .name = "", .year = ""};
  lde_buffer bytes = head();

  lde_findings_add(&answer.findings, &finding);
  lde_answer_write(&bytes, &answer);
  lde_answer_free(&answer);
  assert_refused(&bytes, reason);
}

static void test_protocol__values_have_their_ranges(void **state)
{
  lde_finding finding = sample_finding(NULL);
  lde_finding wrong = finding;

  (void)state;
  wrong.rule = "no spaces";
  assert_finding_refused(wrong, "a name has other signs than letters");
  wrong = finding, wrong.rule = "";
  assert_finding_refused(wrong, "a name has other signs than letters");
  wrong = finding, wrong.severity = (lde_severity)3;
  assert_finding_refused(wrong, "a number is out of range");
  wrong = finding, wrong.step = 101;
  assert_finding_refused(wrong, "a number is out of range");
  wrong = finding, wrong.size = 1e308 * 10;
  assert_finding_refused(wrong, "a number is not finite");
  wrong = finding, wrong.message = NULL;
  assert_finding_refused(wrong, "a text is too long");
  wrong = finding, wrong.fingerprint[3] = 'g';
  assert_finding_refused(wrong, "a fingerprint is none");
  wrong = finding, wrong.fingerprint[0] = '\0';
  assert_finding_refused(wrong, "a fingerprint is none");
}

static void test_protocol__there_is_an_end_to_it(void **state)
{
  lde_answer none = {.organisation = "", .name = "", .year = ""};
  lde_buffer bytes = head();
  lde_answer answer;
  const char *why;

  (void)state;
  assert_false(lde_answer_read(bytes_of(&bytes), (size_t)LDE_ANSWER_MOST + 1, &answer, &why));
  assert_string_equal(why, "it is too long");
  for (size_t i = 0; i <= LDE_ANSWER_ITEMS_MOST; i++)
    lde_answer_rule(&bytes, NULL, NULL);
  lde_answer_write(&bytes, &none);
  assert_refused(&bytes, "there are too many records");
}

/* What the worker got from an export in another encoding is written so that it is read. */
static void test_protocol__other_bytes_are_escaped(void **state)
{
  lde_answer answer = {.organisation = "caf\xe9", .name = "", .year = ""}, read;
  lde_finding finding = sample_finding(NULL);
  lde_buffer bytes = head();
  const char *why;

  (void)state;
  finding.nearest = NULL;
  lde_findings_add(&answer.findings, &finding);
  lde_answer_write(&bytes, &answer);
  assert_true(lde_answer_read(bytes_of(&bytes), bytes.len, &read, &why));
  assert_string_equal(read.organisation, "caf\\xe9");
  assert_null(read.findings.items.data[0].nearest);
  lde_answer_free(&read);
  lde_answer_free(&answer);
  lde_buffer_free(&bytes);
}

static void test_protocol__text_is_utf8(void **state)
{
  lde_buffer bytes = head();
  size_t start = lde_wire_start(&bytes, KIND_ABOUT);

  (void)state;
  lde_wire_put_number(&bytes, 2);
  lde_buffer_append(&bytes, "\xc3\x28", 2);
  lde_wire_finish(&bytes, start);
  assert_refused(&bytes, "a text is not UTF-8");
  bytes = head();
  start = lde_wire_start(&bytes, KIND_ABOUT);
  lde_wire_put_number(&bytes, 3);
  lde_buffer_append(&bytes, "a\0b", 3);
  lde_wire_finish(&bytes, start);
  assert_refused(&bytes, "a text is not UTF-8");
}

static void test_protocol__counts_fit(void **state)
{
  lde_answer answer = {.organisation = "", .name = "", .year = ""};
  lde_finding finding = sample_finding(NULL);
  lde_buffer bytes = head();

  (void)state;
  lde_findings_add(&answer.findings, &finding);
  answer.findings.errors = 0;
  lde_answer_write(&bytes, &answer);
  assert_refused(&bytes, "the counts do not fit the findings");
  answer.findings.errors = 1;
  answer.findings.unknown = 1;
  bytes = head();
  lde_answer_write(&bytes, &answer);
  assert_refused(&bytes, "the counts do not fit each other");
  lde_answer_free(&answer);
}

static void test_protocol__codes_are_ours(void **state)
{
  lde_answer answer = {.organisation = "", .name = "", .year = ""};
  lde_buffer bytes = head();

  (void)state;
  lde_diagnose(&answer.diagnostics, LDE_ERROR, "evil/code", "", NULL, 0, 0, NULL, "x");
  lde_answer_write(&bytes, &answer);
  lde_answer_free(&answer);
  assert_refused(&bytes, "a code is none of ours");
}

static void test_protocol__a_dead_worker_leaves_a_trail(void **state)
{
  lde_buffer bytes = head();
  lde_answer_trail trail;
  char name[1000] = "";

  (void)state;
  lde_answer_follow(NULL, 0, &trail);
  assert_false(trail.began);
  lde_answer_locked(&bytes, 5, 2.5);
  lde_answer_rule(&bytes, "a/first", "rules/a.lua");
  lde_answer_rule(&bytes, "a/second", NULL);
  memset(name, 'x', sizeof name - 1);
  lde_answer_follow(bytes_of(&bytes), bytes.len - 1, &trail); /* the second did not arrive whole */
  assert_true(trail.began && trail.locked && !trail.answering);
  assert_string_equal(trail.rule, "a/first");
  lde_answer_follow(bytes_of(&bytes), bytes.len, &trail);
  assert_string_equal(trail.rule, "a/second");
  assert_string_equal(trail.file, "");
  assert_true(trail.seconds == 2.5);
  assert_null(trail.refused);
  lde_answer_rule(&bytes, "a/third", name); /* longer than what is shown */
  lde_answer_follow(bytes_of(&bytes), bytes.len, &trail);
  assert_int_equal(strlen(trail.file), sizeof trail.file - 1);
  lde_answer_refuse(&bytes, LDE_REFUSAL_MEMORY);
  lde_answer_follow(bytes_of(&bytes), bytes.len, &trail);
  assert_string_equal(trail.refused, "memory");
  lde_buffer_free(&bytes);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_protocol__what_is_written_is_read),
      cmocka_unit_test(test_protocol__cut_anywhere_it_is_no_answer),
      cmocka_unit_test(test_protocol__one_flipped_bit_is_no_answer),
      cmocka_unit_test(test_protocol__forged_bytes_do_no_harm),
      cmocka_unit_test(test_protocol__records_have_an_order),
      cmocka_unit_test(test_protocol__a_place_without_a_file),
      cmocka_unit_test(test_protocol__sizes_are_bounded),
      cmocka_unit_test(test_protocol__values_have_their_ranges),
      cmocka_unit_test(test_protocol__there_is_an_end_to_it),
      cmocka_unit_test(test_protocol__other_bytes_are_escaped),
      cmocka_unit_test(test_protocol__text_is_utf8),
      cmocka_unit_test(test_protocol__counts_fit),
      cmocka_unit_test(test_protocol__codes_are_ours),
      cmocka_unit_test(test_protocol__a_dead_worker_leaves_a_trail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
