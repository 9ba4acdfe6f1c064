/* ld.model as scripts use it: sums, limits, results, mistakes, and a model that grows after it was solved. */
#include "offer_session.h"

#define MODEL "local m = ld.model{} local x, y = m:number('x', 0, 10), m:integer('y', 0, 10) "

static void test_offer_model__sums_of_every_kind(void **state)
{
  expect(state,
         MODEL "m:minimise('cost', x + 2 * y - x / 2 + (-y) + 1 - (3 - x) * 1) "
               "m:subject_to('most', (x - 1 + y):at_most(9)) m:subject_to('least', (y + x):at_least(4)) "
               "m:subject_to('same', (2 + x):equal(4)) local r = m:solve{gap = 0, seed = 7, work = 1000} "
               "return r.status .. ' ' .. r.value .. ' ' .. r:get('x') .. ' ' .. r:get('y') .. ' ' .. r.gap .. ' ' .. r.bound",
         "optimal 3 2 2 0.0 3");
  expect(state, MODEL "m:maximise('a', x + 1) m:maximise('b', y + 2) m:subject_to('s', m:sum{x, y, 1, 2 * x}:at_most(13)) "
                      "return m:solve{gap = 0}.value",
         "13.666666666667");
  expect(state, "local m = ld.model{} m:maximise('none', 5) return m:solve().value", "5");
}

static void test_offer_model__models_without_an_answer(void **state)
{
  expect(state, MODEL "m:maximise('v', x) m:subject_to('a', x:at_least(11)) local r = m:solve() "
                      "return r.status .. tostring(r.value) .. tostring(r.bound) .. tostring(r.gap) .. tostring(r:get('x'))",
         "infeasiblenilnilnilnil");
  expect(state, "local m = ld.model{} local z = m:number('z') m:maximise('v', z) return m:solve().status", "unbounded");
}

static void test_offer_model__prices_of_limits(void **state)
{
  expect(state,
         "local m = ld.model{} local x = m:number('x', 0, 10) m:maximise('v', 3 * x) m:subject_to('a', x:at_most(4)) "
         "local p = m:solve{gap = 0}:price('a') return p == nil or p == 3",
         "true");
}

static void test_offer_model__mistakes(void **state)
{
  static const struct {
    const char *script, *message;
  } cases[] = {
      {"return x * y", "a product of two decisions is not linear"},
      {"return x / y", "a decision is only divided by a number other than 0"},
      {"return x / 0", "a decision is only divided by a number other than 0"},
      {"return x < y", "sums cannot be compared by an operator; use :at_most, :at_least or :equal"},
      {"return x <= 1", "sums cannot be compared by an operator"},
      {"return x + 'a'", "number expected"},
      {"return x + ld.model{}:number('z')", "variables of two models cannot be added"},
      {"m:number('x')", "there is a variable 'x' already"},
      {"m:number('z', 2, 1)", "the lowest value of 'z' is above its highest"},
      {"m:number('z', 0/0)", "the lowest value of 'z' is above its highest"},
      {"m:maximise('v', x) m:minimise('w', y)", "a model either maximises or minimises"},
      {"m:subject_to('a', x:at_most(1)) m:subject_to('a', x:at_most(2))", "there is a limit 'a' already"},
      {"m:subject_to('a', x)", "limit expected"},
      {"m:sum(5)", "table expected"},
      {"m:sum{{}}", "number expected"},
      {"return m:solve{}:get('z')", "the model has no variable 'z'"},
      {"m:subject_to('most', x:at_most(1)) return m:solve{}:price('mots')", "the model has no limit 'mots'"},
      {"return m:solve{}.valeu", "a solved model has no field 'valeu'"},
      {"m.solve({})", "model expected"},
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[512];
    snprintf(text, sizeof text, MODEL "%s", cases[i].script);
    expect_error(state, text, cases[i].message);
  }
}

/* A result knows what was there when it was made, and reads nothing behind it. */
static void test_offer_model__a_model_that_grew_after_it_was_solved(void **state)
{
  static const char grown[] =
      "local m = ld.model{} local x = m:number('x', 0, 2.5) m:maximise('v', x) m:subject_to('a', x:at_most(2)) "
      "local r = m:solve{gap = 0} for i = 1, 100 do m:number('late' .. i) m:subject_to('row' .. i, x:at_most(i)) end ";
  char text[512];

  snprintf(text, sizeof text, "%s return r:get('late7')", grown);
  expect_error(state, text, "the model has no variable 'late7'");
  snprintf(text, sizeof text, "%s return r:price('row7')", grown);
  expect_error(state, text, "the model has no limit 'row7'");
  snprintf(text, sizeof text, "%s return r:get('x')", grown);
  expect(state, text, "2");
  snprintf(text, sizeof text, "%s return m:solve{gap = 0}:get('x')", grown);
  expect(state, text, "1");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_offer_model__sums_of_every_kind),
      cmocka_unit_test(test_offer_model__models_without_an_answer),
      cmocka_unit_test(test_offer_model__prices_of_limits),
      cmocka_unit_test(test_offer_model__mistakes),
      cmocka_unit_test(test_offer_model__a_model_that_grew_after_it_was_solved),
  };

  return cmocka_run_group_tests(tests, open_session, close_session);
}
