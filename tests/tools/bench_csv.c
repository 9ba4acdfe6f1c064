/* bench_csv: how long a mapped export takes, beside a bare loader of the same file.
 *
 *   bench_csv [ROWS]
 *
 * Writes a file of assessments (employee;competency;level;date;method;weight) to a temporary place.
 * The bare loader knows the shape of the file beforehand: it splits at semicolons, interns the two
 * codes, reads digits and fills plain arrays, without quotes, checks, places or equal rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/io.h"
#include "load/csv_source.h"

static double now(void)
{
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void write_file(const char *path, long rows)
{
  static const char *const methods[] = {"leidinggevende", "zelf", "collega"};
  FILE *file = fopen(path, "w");

  fputs("Medewerker;Element;Niveau;Datum;Bron;Betrouwbaarheid\r\n", file);
  for (long i = 0; i < rows; i++)
    fprintf(file, "M%06ld;2.%c.%ld;%ld;%02ld-%02ld-%ld;%s;0,%ld\r\n", i * 7919 % 100003,
            (int)('A' + i % 7), i / 100003 % 40, i % 5, 1 + i % 28, 1 + i / 28 % 12, 2020 + i % 6,
            methods[i % 3], 5 + i % 5);
  fclose(file);
}

typedef struct bare {
  int32_t *employee, *competency, *level, *date, *method, *weight;
  long rows;
} bare;

static const char *cell(const char *at, const char **text, size_t *len)
{
  *text = at;
  while (*at != ';' && *at != '\r')
    at++;
  *len = (size_t)(at - *text);
  return at + (*at == '\r' ? 2 : 1);
}

static double load_bare(const char *path, long rows)
{
  double start = now();
  lde_buffer bytes = {0};
  lde_strings strings;
  lde_error err;
  bare bare = {0};
  int32_t **columns[] = {&bare.employee, &bare.competency, &bare.level,
                         &bare.date,     &bare.method,     &bare.weight};
  const char *at, *end;

  lde_strings_init(&strings);
  for (size_t i = 0; i < 6; i++)
    *columns[i] = malloc((size_t)rows * sizeof(int32_t));
  lde_file_read(path, 0, &bytes, LDE_ENGLISH, &err);
  at = strchr(bytes.data, '\n') + 1;
  end = bytes.data + bytes.len;
  for (; at < end; bare.rows++) {
    const char *text;
    size_t len;
    at = cell(at, &text, &len);
    bare.employee[bare.rows] = lde_strings_intern(&strings, text, len);
    at = cell(at, &text, &len);
    bare.competency[bare.rows] = lde_strings_intern(&strings, text, len);
    at = cell(at, &text, &len);
    bare.level[bare.rows] = *text - '0';
    at = cell(at, &text, &len);
    bare.date[bare.rows] = lde_date_from_civil(
        (text[6] - '0') * 1000 + (text[7] - '0') * 100 + (text[8] - '0') * 10 + text[9] - '0',
        (text[3] - '0') * 10 + text[4] - '0', (text[0] - '0') * 10 + text[1] - '0');
    at = cell(at, &text, &len);
    bare.method[bare.rows] = *text == 'l' ? 1 : *text == 'z' ? 0 : 2;
    at = cell(at, &text, &len);
    bare.weight[bare.rows] = (text[2] - '0') * 1000;
  }
  for (size_t i = 0; i < 6; i++)
    free(*columns[i]);
  lde_buffer_free(&bytes);
  lde_strings_deinit(&strings);
  return now() - start;
}

static lde_written words(const char *text)
{
  return (lde_written){text, strlen(text), 0, 0};
}

static double load_mapped(const char *path, long rows)
{
  static const char *const fields[] = {"employee", "competency", "level",
                                       "date",     "method",     "reliability"};
  static const char *const headers[] = {"Medewerker", "Element", "Niveau",
                                        "Datum",      "Bron",    "Betrouwbaarheid"};
  static const char *const values[][2] = {
      {"leidinggevende", "manager"}, {"zelf", "self"}, {"collega", "peer"}};
  lde_schema *schema = lde_schema_new();
  lde_source_spec spec = {
      .file = "bench.csv", .path = path, .kind = LDE_SOURCE_CSV, .has_columns = true};
  lde_written written[6];
  lde_diagnostics found = {0};
  lde_dataset *dataset;
  double start, took;

  lde_schema_finish(schema);
  dataset = lde_dataset_new(schema);
  spec.entity = lde_schema_find(schema, "assessments");
  for (size_t i = 0; i < 6; i++) {
    written[i] = words(headers[i]);
    lde_vec_push(&spec.columns, ((lde_column_spec){lde_entity_field(spec.entity, fields[i]),
                                                   &written[i], 1, false, 0, 0}));
  }
  for (size_t i = 0; i < 3; i++)
    lde_vec_push(&spec.values, ((lde_translation_spec){lde_entity_field(spec.entity, "method"),
                                                       words(values[i][0]), words(values[i][1])}));
  start = now();
  if (lde_csv_load(dataset, &spec, NULL, &found) != LDE_OK)
    fprintf(stderr, "%s\n", found.items.data[0].message);
  took = now() - start;
  if (dataset->sources.data[0].rows_ok + dataset->sources.data[0].rows_merged != rows)
    fprintf(stderr, "rows are missing\n");
  lde_vec_free(&spec.columns);
  lde_vec_free(&spec.values);
  lde_diagnostics_free(&found);
  lde_dataset_free(dataset);
  return took;
}

int main(int argc, char **argv)
{
  long rows = argc > 1 ? atol(argv[1]) : 1000000;
  char path[] = "/tmp/lde_bench_XXXXXX";
  double bare_best = 1e9, mapped_best = 1e9;
  int fd = mkstemp(path);

  if (fd < 0 || rows < 1)
    return 2;
  close(fd);
  write_file(path, rows);
  for (int run = 0; run < 5; run++) {
    double bare_time = load_bare(path, rows), mapped_time = load_mapped(path, rows);
    if (bare_time < bare_best)
      bare_best = bare_time;
    if (mapped_time < mapped_best)
      mapped_best = mapped_time;
  }
  unlink(path);
  printf("%ld rows: bare %.3f s, mapped %.3f s, ratio %.2f\n", rows, bare_best, mapped_best,
         mapped_best / bare_best);
  return 0;
}
