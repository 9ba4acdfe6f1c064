/* bench_expr [ROWS]: nanoseconds per row of expressions over columns, beside the same check written
 * by hand as a loop over the columns. Prints CPU time of the best of some rounds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "expr/expr.h"

enum { ROUNDS = 15 };

static double now(void)
{
  struct timespec t;

  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint64_t state = 1234567891234567u;

static uint32_t draw(uint32_t below)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)(state >> 33) % below;
}

static lde_dataset *make_rows(int32_t rows)
{
  lde_schema *schema = lde_schema_new();
  lde_dataset *ds;
  lde_table *gaps, *employees, *offers;

  lde_schema_finish(schema);
  ds = lde_dataset_new(schema);
  ds->today = lde_date_from_civil(2027, 1, 1);
  employees = lde_dataset_table(ds, LDE_E(employee));
  for (int32_t i = 0; i < rows / 10 + 1; i++) {
    int32_t row = lde_table_add(employees, (lde_place){-1, 0, 0});
    lde_table_put(employees, LDE_F(employee, status), row, draw(3));
    lde_table_put(employees, LDE_F(employee, minutes_max), row, draw(3000));
  }
  gaps = lde_dataset_table(ds, LDE_E(gap));
  for (int32_t i = 0; i < rows; i++) {
    int32_t row = lde_table_add(gaps, (lde_place){-1, 0, 0});
    lde_table_put(gaps, LDE_F(gap, employee), row, row / 10);
    lde_table_put(gaps, LDE_F(gap, competency), row, draw(200));
    lde_table_put(gaps, LDE_F(gap, required), row, draw(6));
    if (draw(5))
      lde_table_put(gaps, LDE_F(gap, current), row, draw(6));
    lde_table_put(gaps, LDE_F(gap, mandatory), row, draw(2));
    lde_table_put(gaps, LDE_F(gap, criticality), row, 1 + draw(5));
    lde_table_put(gaps, LDE_F(gap, weight), row, draw(3000000));
  }
  for (int i = 0; i < 200; i++)
    lde_table_add(lde_dataset_table(ds, LDE_E(competency)), (lde_place){-1, 0, 0});
  offers = lde_dataset_table(ds, LDE_E(offering_competency));
  for (int i = 0; i < 1000; i++) {
    int32_t row = lde_table_add(offers, (lde_place){-1, 0, 0});
    lde_table_put(offers, LDE_F(offering_competency, competency), row, draw(200));
    lde_table_put(offers, LDE_F(offering_competency, from_level), row, draw(4));
    lde_table_put(offers, LDE_F(offering_competency, to_level), row, draw(6));
  }
  return ds;
}

static lde_expr_run *make_run(lde_dataset *ds, int entity, const char *text)
{
  lde_expr *expr = NULL;
  lde_expr_problem problem;

  if (lde_expr_compile(&expr, ds->schema, lde_schema_entity(ds->schema, entity), text, strlen(text),
                       NULL, &problem) != LDE_EXPR_OK) {
    fprintf(stderr, "%s: %s\n", text, problem.message);
    exit(2);
  }
  return lde_expr_bind(expr, ds); /* the expressions live as long as the process */
}

static void bench_filter(lde_dataset *ds, int entity, const char *text)
{
  lde_expr_run *run = make_run(ds, entity, text);
  int32_t rows = lde_table_count(lde_dataset_table(ds, entity));
  size_t words = (size_t)rows / 64 + 1, found = 0;
  uint64_t *bits = malloc(words * sizeof *bits);
  double best = 1e300;

  for (int round = 0; round < ROUNDS; round++) {
    double start;
    memset(bits, 0xFF, words * sizeof *bits);
    start = now();
    lde_expr_filter(run, 0, rows, bits, NULL);
    if (now() - start < best)
      best = now() - start;
  }
  for (int32_t row = 0; row < rows; row++)
    found += bits[row >> 6] >> (row & 63) & 1;
  printf("%7.2f ns/row  %s  %s (%zu of %d)\n", best / rows,
         lde_expr_is_columnar(run) ? "columns" : "rows   ", text, found, rows);
  free(bits);
  lde_expr_run_free(run);
}

/* The values of a column in an array of four bytes each, as one would write it by hand. */
static const int32_t *values_of(const lde_table *table, int field)
{
  size_t rows = (size_t)lde_table_count(table);
  int32_t *values = malloc(rows * sizeof *values + 1); /* lives as long as the process */

  lde_packed_read_32(&table->columns[field].values, 0, rows, values);
  return values;
}

/* current < required and not mandatory, by hand */
static void bench_by_hand(const lde_dataset *ds)
{
  const lde_table *gaps = lde_dataset_table(ds, LDE_E(gap));
  const uint64_t *present = gaps->columns[LDE_F(gap, current)].present;
  const int32_t *current = values_of(gaps, LDE_F(gap, current));
  const int32_t *required = values_of(gaps, LDE_F(gap, required));
  const int32_t *mandatory = values_of(gaps, LDE_F(gap, mandatory));
  int32_t rows = lde_table_count(gaps);
  double best = 1e300;
  long found = 0;

  for (int round = 0; round < ROUNDS; round++) {
    double start = now();
    found = 0;
    for (int32_t row = 0; row < rows; row++)
      found += (current[row] < required[row]) & (mandatory[row] == 0) &
               (int)(present[row >> 6] >> (row & 63) & 1);
    if (now() - start < best)
      best = now() - start;
  }
  printf("%7.2f ns/row  by hand  current < required and not mandatory (%ld of %d)\n", best / rows,
         found, rows);
}

int main(int argc, char **argv)
{
  int32_t rows = argc > 1 ? (int32_t)strtol(argv[1], NULL, 10) : 1000000;
  lde_dataset *ds = make_rows(rows);

  bench_by_hand(ds);
  bench_filter(ds, LDE_E(gap), "current < required and not mandatory");
  bench_filter(ds, LDE_E(gap), "required > 3 and criticality >= 4");
  bench_filter(ds, LDE_E(gap), "employee.status ~= 'left' and current < required");
  bench_filter(ds, LDE_E(gap), "employee.minutes_max < 600");
  bench_filter(ds, LDE_E(gap), "weight * (required - current) > 4.5");
  bench_filter(ds, LDE_E(gap), "(current or 0) < required");
  bench_filter(ds, LDE_E(gap), "#employee.id > 3 and current < required");
  bench_filter(ds, LDE_E(employee), "gaps:sum('required') > minutes_max");
  bench_filter(ds, LDE_E(employee), "gaps:any('current < required and mandatory')");
  lde_dataset_free(ds);
  return 0;
}
