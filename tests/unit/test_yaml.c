#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "load/yaml.h"

typedef struct read {
  lde_arena arena;
  lde_diagnostics found;
  const lde_node *root;
  bool ok;
} read;

static read parse_bytes(const char *bytes, size_t len, uint64_t most)
{
  read r = {0};
  lde_complaints to = {&r.found, "t.yaml", NULL};
  r.ok = lde_yaml_read(&r.arena, bytes, len, most, &to, &r.root);
  return r;
}

static read parse(const char *text)
{
  return parse_bytes(text, strlen(text), 0);
}

static void done(read *r)
{
  lde_diagnostics_free(&r->found);
  lde_arena_free(&r->arena);
}

/* Exactly one error, with this code at this place. */
static void expect_error(read r, const char *code, uint32_t line, uint32_t column)
{
  assert_false(r.ok);
  assert_null(r.root);
  assert_int_equal(r.found.items.len, 1);
  assert_string_equal(r.found.items.data[0].code, code);
  assert_int_equal(r.found.items.data[0].line, line);
  assert_int_equal(r.found.items.data[0].column, column);
  done(&r);
}

static void test_yaml__builds_the_tree_with_places(void **state)
{
  read r = parse("goals:\n  - id: g1\n    weight: 0.5   # half\n  - {id: \"g2\"}\nempty:\n");
  const lde_node *goals, *node;
  (void)state;

  assert_true(r.ok);
  goals = lde_node_member(r.root, "goals");
  assert_int_equal(goals->kind, LDE_NODE_LIST);
  assert_int_equal(goals->count, 2);
  assert_int_equal(goals->key_line, 1);
  node = lde_node_member(goals->first, "weight");
  assert_string_equal(node->text, "0.5");
  assert_true(node->plain);
  assert_int_equal(node->line, 3);
  assert_int_equal(node->column, 13);
  assert_int_equal(node->width, 3);
  assert_int_equal(node->key_column, 5);
  assert_false(lde_node_member(goals->first->next, "id")->plain);
  assert_true(lde_node_is_null(lde_node_member(r.root, "empty")));
  done(&r);
}

static void test_yaml__columns_count_characters(void **state)
{
  read r = parse("naam: {Zoë: budgét, x: 12x}\n");
  (void)state;
  assert_int_equal(lde_node_member(r.root->first, "x")->column, 24);
  done(&r);
}

static void test_yaml__byte_order_mark_is_no_key(void **state)
{
  read r = parse("\xEF\xBB\xBFname: x\n");
  (void)state;
  assert_string_equal(r.root->first->key, "name");
  assert_int_equal(r.root->first->key_column, 1);
  done(&r);
}

static void test_yaml__empty_document_has_no_tree(void **state)
{
  static const char *const texts[] = {"", "# only a comment\n", "---\n", "~\n"};
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    read r = parse(texts[i]);
    assert_true(r.ok);
    assert_null(r.root);
    done(&r);
  }
}

static void test_yaml__refuses_what_a_plan_does_not_need(void **state)
{
  (void)state;
  expect_error(parse("a: &x 1\n"), "load/syntax", 1, 4);
  expect_error(parse("a: *x\n"), "load/syntax", 1, 4);
  expect_error(parse("a:\n  <<: 1\n"), "load/syntax", 2, 3);
  expect_error(parse("a: !secret abc\n"), "load/syntax", 1, 4);
  expect_error(parse("a: !!python/object:x {}\n"), "load/syntax", 1, 4);
  expect_error(parse("a: 1\n---\nb: 2\n"), "load/syntax", 2, 1);
  expect_error(parse("? [a, b]\n: 1\n"), "load/syntax", 1, 3);
  expect_error(parse("a: !!int abc\n"), "load/type", 1, 4);
  expect_error(parse("a: \"x\\0y\"\n"), "load/encoding", 1, 4);
}

static void test_yaml__tags_of_scalars_say_what_they_are(void **state)
{
  read r = parse("a: !!str 12\nb: !!int \"12\"\nc: ! 12\n");
  (void)state;
  assert_true(r.ok);
  assert_false(lde_node_member(r.root, "a")->plain);
  assert_true(lde_node_member(r.root, "b")->plain);
  assert_false(lde_node_member(r.root, "c")->plain);
  done(&r);
}

static void test_yaml__reports_every_duplicate_key(void **state)
{
  read r = parse("a: 1\nb: 2\n\"a\": 3\nc: {x: 1, x: 2, x: 3}\n");
  (void)state;
  assert_false(r.ok);
  assert_int_equal(r.found.errors, 3);
  lde_diagnostics_sort(&r.found);
  for (size_t i = 0; i < r.found.items.len; i++)
    assert_string_equal(r.found.items.data[i].code, "load/duplicate");
  assert_int_equal(r.found.items.data[0].line, 3);
  assert_int_equal(r.found.items.data[1].line, 4);
  assert_int_equal(r.found.items.data[1].column, 11);
  assert_int_equal(r.found.items.data[2].column, 17);
  done(&r);
}

static void test_yaml__nesting_stops_at_64(void **state)
{
  char text[200] = "";
  read r;
  (void)state;
  memset(text, '[', 64);
  memset(text + 64, ']', 64);
  r = parse(text);
  assert_true(r.ok);
  done(&r);
  memset(text, '[', 65);
  memset(text + 65, ']', 65);
  expect_error(parse(text), "load/limit", 1, 65);
}

static void test_yaml__bytes_have_a_line_and_column(void **state)
{
  (void)state;
  expect_error(parse("a: x\nb: \xC3\xAB\xFFz\n"), "load/encoding", 2, 5);
  expect_error(parse_bytes("a: x\nb\0: 1\n", 11, 0), "load/encoding", 2, 2);
  expect_error(parse("a: x\nbc: \x01\n"), "load/encoding", 2, 5);
  expect_error(parse("\xFF\xFE" "a"), "load/encoding", 1, 1);
}

static void test_yaml__tab_is_named(void **state)
{
  read r = parse("a:\n\tb: 1\n");
  (void)state;
  assert_non_null(strstr(r.found.items.data[0].message, "tab"));
  assert_non_null(strstr(r.found.items.data[0].help, "spaces"));
  expect_error(r, "load/syntax", 2, 1);
}

static void test_yaml__texts_and_values_are_limited(void **state)
{
  lde_buffer text = {0};
  read r;

  (void)state;
  lde_buffer_puts(&text, "a: ");
  lde_buffer_fill(&text, 'x', LDE_YAML_SCALAR_MAX + 1);
  expect_error(parse(text.data), "load/limit", 1, 4);
  lde_buffer_truncate(&text, 0);
  lde_buffer_puts(&text, "- [");
  for (int i = 0; i < LDE_YAML_EVENTS_MIN + 100000; i++)
    lde_buffer_puts(&text, "1,");
  lde_buffer_puts(&text, "]");
  r = parse(text.data);
  assert_false(r.ok);
  assert_string_equal(r.found.items.data[0].code, "load/limit");
  done(&r);
  lde_buffer_free(&text);
}

static void test_yaml__numbers_by_tag_are_numbers(void **state)
{
  read r = parse("a: !!float 1.5\n");
  (void)state;
  assert_true(r.ok);
  done(&r);
  expect_error(parse("a: !!float x\n"), "load/type", 1, 4);
}

static void test_yaml__size_is_limited(void **state)
{
  (void)state;
  expect_error(parse_bytes("a: 123456789\n", 13, 10), "load/limit", 0, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_yaml__builds_the_tree_with_places),
      cmocka_unit_test(test_yaml__columns_count_characters),
      cmocka_unit_test(test_yaml__byte_order_mark_is_no_key),
      cmocka_unit_test(test_yaml__empty_document_has_no_tree),
      cmocka_unit_test(test_yaml__refuses_what_a_plan_does_not_need),
      cmocka_unit_test(test_yaml__tags_of_scalars_say_what_they_are),
      cmocka_unit_test(test_yaml__reports_every_duplicate_key),
      cmocka_unit_test(test_yaml__nesting_stops_at_64),
      cmocka_unit_test(test_yaml__bytes_have_a_line_and_column),
      cmocka_unit_test(test_yaml__tab_is_named),
      cmocka_unit_test(test_yaml__texts_and_values_are_limited),
      cmocka_unit_test(test_yaml__numbers_by_tag_are_numbers),
      cmocka_unit_test(test_yaml__size_is_limited),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
