/* Arrays that take few bytes, indexes from codes, equal rows, and tables that repeat others. */
#include "dataset_builder.h"

#include <stdlib.h>

#include "base/codes.h"
#include "base/packed.h"
#include "model/equal.h"

static void test_packed__widens_and_narrows(void **state)
{
  static const struct {
    int64_t value;
    unsigned width;
  } steps[] = {{0, 0}, {1, 1}, {255, 1}, {256, 2}, {65535, 2}, {65536, 4}, {-1, 4}, {INT32_MIN, 4},
               {INT64_C(1) << 31, 8}, {INT64_MIN, 8}};
  lde_packed packed = {0};
  size_t count = sizeof steps / sizeof *steps;
  int32_t narrow[3];
  int64_t wide[12];

  (void)state;
  for (size_t i = 0; i < count; i++) {
    lde_packed_put(&packed, i, steps[i].value);
    assert_int_equal(packed.width, steps[i].width);
    for (size_t before = 0; before <= i; before++)
      assert_int_equal(lde_packed_get(&packed, before), steps[before].value);
  }
  lde_packed_read_64(&packed, 1, 12, wide);
  assert_int_equal(wide[0], 1);
  assert_int_equal(wide[8], INT64_MIN);
  assert_int_equal(wide[11], 0);
  for (size_t cut = count; cut-- > 0;) {
    lde_packed_fit(&packed, cut);
    assert_int_equal(packed.width, cut ? steps[cut - 1].width : 0);
    assert_int_equal(lde_packed_get(&packed, cut), 0);
    for (size_t i = 0; i < cut; i++)
      assert_int_equal(lde_packed_get(&packed, i), steps[i].value);
    lde_packed_read_32(&packed, 1, 3, narrow);
    assert_int_equal(narrow[0], cut > 1 ? 1 : 0);
    assert_int_equal(narrow[1], cut > 2 ? 255 : 0);
  }
  assert_null(packed.data);
}

/* Where nothing was put there is 0, also when room is used again after it was given back. */
static void test_packed__holes_are_zero(void **state)
{
  lde_packed packed = {0};

  (void)state;
  for (size_t at = 0; at < 100; at++)
    lde_packed_put(&packed, at, 9);
  lde_packed_fit(&packed, 3);
  lde_packed_put(&packed, 50, 7);
  for (size_t at = 0; at < 60; at++)
    assert_int_equal(lde_packed_get(&packed, at), at < 3 ? 9 : at == 50 ? 7 : 0);
  lde_packed_put(&packed, 1, 0);
  assert_int_equal(lde_packed_get(&packed, 1), 0);
  lde_packed_free(&packed);
}

static void test_codes__near_and_far(void **state)
{
  static const int32_t codes[] = {500, 501, 400, 900, 1000000, 502, 0};
  lde_codes index = {0};

  (void)state;
  assert_int_equal(lde_codes_find(&index, 0), LDE_MAP_NONE);
  for (int32_t i = 0; i < 7; i++)
    assert_int_equal(lde_codes_add(&index, codes[i], i), i);
  for (int32_t i = 0; i < 7; i++) {
    assert_int_equal(lde_codes_find(&index, codes[i]), i);
    assert_int_equal(lde_codes_add(&index, codes[i], 99), i);
  }
  assert_int_equal(lde_codes_find(&index, 503), LDE_MAP_NONE);
  assert_int_equal(lde_codes_find(&index, 2000000), LDE_MAP_NONE);
  assert_true(index.far.count == 3 && index.count == 4);
  lde_codes_free(&index);
}

enum { MANY = 20000 };
typedef struct texts {
  int values[MANY];
  unsigned char equal[MANY];
  size_t compared, most;
} texts;

static bool same(void *ctx, size_t earlier, size_t later)
{
  texts *all = ctx;
  assert_true(earlier < later);
  all->compared++;
  return all->values[earlier] == all->values[later];
}

static bool found(void *ctx, size_t row)
{
  texts *all = ctx;
  all->equal[row] = 1;
  return --all->most > 0;
}

static void test_equal__finds_all_and_may_stop(void **state)
{
  static texts all;
  static uint32_t hashes[MANY];
  lde_equal equal = {hashes, MANY, same, found, &all};
  size_t count = 0;

  (void)state;
  for (int i = 0; i < MANY; i++) { /* 3 to 17 are repeated; different values share some hashes */
    all.values[i] = i % 1000 == 999 ? i % 15 + 3 : i;
    hashes[i] = (uint32_t)(all.values[i] / 2) * 2654435761u | 1;
  }
  hashes[1999] = 0; /* equal to none */
  all.most = MANY;
  lde_equal_find(&equal);
  for (int i = 0; i < MANY; i++) {
    assert_int_equal(all.equal[i], i % 1000 == 999 && i != 1999);
    count += all.equal[i];
  }
  assert_int_equal(count, 19);
  memset(all.equal, 0, sizeof all.equal);
  all.most = 1;
  lde_equal_find(&equal);
  count = 0;
  for (int i = 0; i < MANY; i++)
    count += all.equal[i];
  assert_int_equal(count, 1);
}

static void test_table__repeats_another(void **state)
{
  lde_dataset *ds = build_dataset();
  lde_table *employees = lde_dataset_table(ds, LDE_E(employee)), *gaps = lde_dataset_table(ds, LDE_E(gap));

  (void)state;
  build_row(ds, "units", "id=u0");
  build_row(ds, "units", "id=u1");
  build_row(ds, "employees", "id=e0; unit=u1");
  build_row(ds, "employees", "id=e1");
  build_row(ds, "employees", "id=e2; unit=u0");
  build_resolve(ds);
  lde_table_put_place(employees, LDE_F(employee, unit), 2, (lde_place){0, 77, 5});
  lde_table_restart(gaps, employees, LDE_F(employee, unit));
  lde_table_repeat(gaps, LDE_F(gap, unit), employees, LDE_F(employee, unit), &gaps->original.rows);
  for (int32_t row = 2; row >= 0; row--)
    lde_put(ds, gap, gap, lde_table_add_of(gaps, row), row);
  assert_int_equal(lde_get_row(ds, gap, unit, 0), 0);
  assert_false(lde_has(ds, gap, unit, 1));
  assert_int_equal(lde_get_row(ds, gap, unit, 1), LDE_NO_ROW);
  assert_int_equal(lde_get(ds, gap, unit, 2), 1);
  assert_int_equal(lde_table_place(gaps, 0).line, 77); /* the place of the value */
  assert_int_equal(lde_table_place(gaps, 2).line, 1);  /* or of the row */
  lde_table_trim(gaps);
  assert_int_equal(lde_get(ds, gap, gap, 0), 2);
  lde_table_restart(gaps, NULL, -1);
  assert_int_equal(lde_table_count(gaps), 0);
  lde_put(ds, gap, unit, lde_table_add(gaps, (lde_place){0, 3, 1}), 1);
  assert_int_equal(lde_get_row(ds, gap, unit, 0), 1);
  assert_int_equal(lde_table_place(gaps, 0).line, 3);
  lde_dataset_free(ds);
}

/* Lines are kept by their distance from the row: before it, on it, behind it, none, and the largest. */
static void test_table__lines_of_rows(void **state)
{
  static const uint32_t lines[] = {0, 1, 1, 2, 5, 0, UINT32_MAX, 8, 1};
  lde_dataset *ds = build_dataset();
  lde_table *units = lde_dataset_table(ds, LDE_E(unit));

  (void)state;
  for (int32_t row = 0; row < 9; row++)
    lde_table_add(units, (lde_place){row % 3 - 1, lines[row], (uint32_t)row});
  for (int32_t row = 0; row < 9; row++) {
    lde_place place = lde_table_place(units, row);
    assert_int_equal(place.source, row % 3 - 1);
    assert_int_equal(lde_table_source(units, row), row % 3 - 1);
    assert_int_equal(place.line, lines[row]);
    assert_int_equal(place.column, row);
  }
  lde_dataset_free(ds);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_packed__widens_and_narrows),
      cmocka_unit_test(test_packed__holes_are_zero),
      cmocka_unit_test(test_codes__near_and_far),
      cmocka_unit_test(test_equal__finds_all_and_may_stop),
      cmocka_unit_test(test_table__repeats_another),
      cmocka_unit_test(test_table__lines_of_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
