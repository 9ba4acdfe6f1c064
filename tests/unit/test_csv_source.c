/* A mapped export from file to table. The sources are built by hand: what YAML makes of a manifest
 * has tests of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "load/csv_source.h"
#include "model/value.h"

typedef struct world {
  lde_dataset *dataset;
  lde_diagnostics found;
  lde_source_spec spec;
  char path[64];
  lde_status status;
  const lde_load_scripts *scripts;
} world;

static world *open_world(const char *plural)
{
  world *self = calloc(1, sizeof *self);
  lde_schema *schema = lde_schema_new();
  int fd;

  lde_schema_finish(schema);
  self->dataset = lde_dataset_new(schema);
  strcpy(self->path, "/tmp/lde_csv_XXXXXX");
  fd = mkstemp(self->path);
  assert_true(fd >= 0);
  close(fd);
  self->spec = (lde_source_spec){.file = "data/x.csv",
                                 .path = self->path,
                                 .manifest = "ldengine.yaml",
                                 .line = 7,
                                 .kind = LDE_SOURCE_CSV,
                                 .header_row = 1,
                                 .entity = lde_schema_find(schema, plural),
                                 .language = LDE_DUTCH};
  assert_non_null(self->spec.entity);
  return self;
}

static void close_world(world *self)
{
  for (size_t i = 0; i < self->spec.columns.len; i++)
    free(self->spec.columns.data[i].headers);
  lde_source_spec_deinit(&self->spec);
  lde_diagnostics_free(&self->found);
  lde_dataset_free(self->dataset);
  unlink(self->path);
  free(self);
}

static lde_written words(const char *text)
{
  return (lde_written){text, text ? strlen(text) : 0, 9, 3};
}

static const lde_field *field_of(const world *self, const char *name)
{
  const lde_field *field = lde_entity_field(self->spec.entity, name);
  assert_non_null(field);
  return field;
}

static void map(world *self, const char *field, const char *header, const char *other)
{
  lde_column_spec column = {
      .field = field_of(self, field), .count = other ? 2 : 1, .composed = strchr(header, '{')};

  column.headers = calloc(2, sizeof *column.headers);
  column.headers[0] = words(header);
  column.headers[1] = words(other);
  lde_vec_push(&self->spec.columns, column);
  self->spec.has_columns = true;
}

static void load_bytes(world *self, const char *bytes, size_t len)
{
  FILE *file = fopen(self->path, "wb");

  assert_int_equal(fwrite(bytes, 1, len, file), len);
  fclose(file);
  self->status = lde_csv_load(self->dataset, &self->spec, self->scripts, &self->found);
  lde_diagnostics_sort(&self->found);
}

static void load(world *self, const char *text)
{
  load_bytes(self, text, strlen(text));
}

static const lde_source *source(const world *self)
{
  return &self->dataset->sources.data[0];
}

static void expect_rows(const world *self, int32_t rows)
{
  assert_int_equal(lde_table_count(lde_dataset_table(self->dataset, self->spec.entity->index)),
                   rows);
}

static void expect_field(world *self, int32_t row, const char *field, const char *text)
{
  lde_buffer out = {0};
  lde_field_print(self->dataset, lde_dataset_table(self->dataset, self->spec.entity->index),
                  field_of(self, field), row, &out);
  assert_string_equal(lde_buffer_text(&out), text);
  lde_buffer_free(&out);
}

/* A diagnostic "LINE:COLUMN code" whose message or help holds the text. */
static void expect_told(const world *self, const char *place_and_code, const char *part)
{
  char place[64];

  for (size_t i = 0; i < self->found.items.len; i++) {
    const lde_diagnostic *d = &self->found.items.data[i];
    snprintf(place, sizeof place, "%u:%u %s", d->line, d->column, d->code);
    if (strcmp(place, place_and_code) == 0 && (strstr(d->message, part) || strstr(d->help, part)))
      return;
  }
  for (size_t i = 0; i < self->found.items.len; i++)
    print_message("told: %s:%u:%u %s %s (%s)\n", self->found.items.data[i].file,
                  self->found.items.data[i].line, self->found.items.data[i].column,
                  self->found.items.data[i].code, self->found.items.data[i].message,
                  self->found.items.data[i].help);
  fail_msg("nothing told at %s about '%s'", place_and_code, part);
}

static void expect_fine(const world *self)
{
  if (self->found.errors)
    expect_told(self, "no errors", "");
  assert_int_equal(self->status, LDE_OK);
}

static void test_csv_source__dutch_export(void **state)
{
  world *self = open_world("employees");

  (void)state;
  map(self, "id", "Personeelsnummer", "Pers.nr");
  map(self, "unit", "afdeling ", NULL); /* without case and outer blanks */
  map(self, "fte", "Deeltijd", NULL);
  map(self, "contract_from", "In dienst", NULL);
  map(self, "hourly_cost", "Kosten", NULL);
  lde_vec_push(&self->spec.pad, ((lde_pad_spec){field_of(self, "id"), 7}));
  lde_vec_push(&self->spec.ignore, words("Naam"));
  load(self, "\xEF\xBB\xBFPers.nr;Naam;Afdeling;Deeltijd;In dienst;Kosten;Extra\r\n"
             "123; Jan ;IT ;0,80;12-08-2016;€ 1.250,50;x\r\n"
             "9999999;Piet;HR;1,00;;;y\r\n");
  expect_fine(self);
  expect_rows(self, 2);
  expect_field(self, 0, "id", "0000123");
  expect_field(self, 0, "unit", "IT");
  expect_field(self, 0, "fte", "0.8");
  expect_field(self, 0, "contract_from", "2016-08-12");
  expect_field(self, 0, "hourly_cost", "125050");
  expect_field(self, 1, "id", "9999999");
  expect_field(self, 1, "contract_from", "");
  assert_int_equal(self->found.notes, 1);
  expect_told(self, "1:0 load/unmapped", "Extra");
  assert_int_equal(source(self)->delimiter, ';');
  assert_int_equal(source(self)->header_of[field_of(self, "fte")->index], 3);
  assert_int_equal(source(self)->rows_in, 2);
  assert_int_equal(source(self)->rows_ok, 2);
  assert_string_equal(source(self)->dialect,
                      "delimiter ; decimal , date dd-mm-yyyy encoding utf-8");
  close_world(self);
}

static void test_csv_source__place_of_a_cell(void **state)
{
  world *self = open_world("units");
  lde_table *table;
  lde_place place;

  (void)state;
  map(self, "id", "Code", NULL);
  map(self, "cost_centre", "KP", NULL);
  load(self, "Code;Naam;KP\n\"a\";\"x;y\";1\nb;é;2\n");
  expect_fine(self);
  table = lde_dataset_table(self->dataset, self->spec.entity->index);
  place = lde_place_of(self->dataset, table, field_of(self, "cost_centre")->index, 0);
  assert_int_equal(place.line, 2);
  assert_int_equal(place.column, 11);
  place = lde_place_of(self->dataset, table, field_of(self, "cost_centre")->index, 1);
  assert_int_equal(place.line, 3);
  assert_int_equal(place.column, 5);
  close_world(self);
}

/* What was read of a large file is given back while the rest is read: values that repeat much later,
 * and the place of a mistake near the end, do not need it. */
static void test_csv_source__large_export(void **state)
{
  enum { ROWS = 60000, WRONG = 59000 };
  world *self = open_world("units");
  const lde_dataset *ds = self->dataset;
  lde_buffer csv = {0};
  char expected[128];

  (void)state;
  map(self, "id", "Id", NULL);
  map(self, "label_en", "Name", NULL);
  map(self, "cost_centre", "Centre", NULL);
  map(self, "minutes_max", "Minutes", NULL);
  lde_buffer_puts(&csv, "Id,Name,Centre,Minutes\n");
  for (int i = 0; i < ROWS; i++)
    lde_buffer_printf(&csv,
                      "m%06d,\"a long name \"\"%05d\"\" that nobody has, with a comma and more behind it\",%s,%s\n",
                      i, i, i % 1000 ? "4711" : "a centre with a name of its own", i == WRONG ? "lots" : "600");
  assert_true(csv.len > 5000000);
  load(self, csv.data);
  assert_int_equal(lde_count(ds, unit), ROWS);
  assert_int_equal(self->found.errors, 1);
  expect_told(self, "59002:114 load/type", "lots");
  for (int i = 0; i < ROWS; i += 500) {
    snprintf(expected, sizeof expected, "a long name \"%05d\" that nobody has, with a comma and more behind it", i);
    expect_field(self, i, "label_en", expected);
    expect_field(self, i, "cost_centre", i % 1000 ? "4711" : "a centre with a name of its own");
    expect_field(self, i, "minutes_max", i == WRONG ? "" : "600");
  }
  lde_buffer_free(&csv);
  lde_diagnostics_free(&self->found);
  close_world(self);
}

static void test_csv_source__values_where_set(void **state)
{
  world *self = open_world("employees");
  lde_written kinds[] = {words("intern"), words("extern")};

  (void)state;
  map(self, "id", "Nr", NULL);
  map(self, "status", "Status", NULL);
  map(self, "work_pattern", "Rooster", NULL);
  lde_vec_push(&self->spec.values, ((lde_translation_spec){field_of(self, "status"),
                                                           words("in dienst"), words("active")}));
  lde_vec_push(&self->spec.values,
               ((lde_translation_spec){field_of(self, "status"), words("n/a"), words(NULL)}));
  lde_vec_push(&self->spec.where, ((lde_where_spec){words("Soort"), kinds, 2}));
  lde_vec_push(&self->spec.set, ((lde_set_spec){field_of(self, "location"), words("Zwolle")}));
  lde_vec_push(&self->spec.set, ((lde_set_spec){field_of(self, "languages"), words("nl")}));
  lde_vec_push(&self->spec.set, ((lde_set_spec){field_of(self, "languages"), words("en")}));
  load(self, "Nr,Status,Rooster,Soort\n1, In Dienst "
             ",day,intern\n2,left,Night,extern\n3,left,,inhuur\n4,N/A,,intern\n");
  expect_fine(self);
  expect_rows(self, 3);
  expect_field(self, 0, "status", "active");
  expect_field(self, 0, "location", "Zwolle");
  expect_field(self, 0, "languages", "nl|en");
  expect_field(self, 1, "status", "left");
  expect_field(self, 1, "work_pattern", "night");
  expect_field(self, 2, "status", "");
  assert_int_equal(source(self)->rows_in, 4);
  assert_int_equal(source(self)->rows_left_out, 1);
  close_world(self);
}

static void test_csv_source__composed_shared_and_list_cells(void **state)
{
  world *self = open_world("budgets");
  world *lists = open_world("employees");

  (void)state;
  map(self, "id", "{Kostenplaats}-{Jaar}", NULL);
  map(self, "cost_centre", "Kostenplaats", NULL);
  map(self, "period", "Jaar", NULL);
  map(self, "setup", "Bedrag", NULL);
  load(self, "Kostenplaats;Jaar;Bedrag\n9000;2027;5.250,00\n9100;2027;0,00\n");
  expect_fine(self);
  expect_field(self, 0, "id", "9000-2027");
  expect_field(self, 0, "cost_centre", "9000");
  expect_field(self, 0, "period", "2027");
  expect_field(self, 0, "setup", "525000");
  close_world(self);

  map(lists, "id", "Nr", NULL);
  map(lists, "group_tags", "Groepen", NULL);
  load(lists, "Nr;Groepen\n1;a| b |c\n2;\n3;a\n");
  expect_fine(lists);
  expect_field(lists, 0, "group_tags", "a|b|c");
  expect_field(lists, 1, "group_tags", "");
  expect_field(lists, 2, "group_tags", "a");
  close_world(lists);
}

static void test_csv_source__headers_name_the_fields(void **state)
{
  world *self = open_world("roles");

  (void)state;
  load(self, "ID;Naam;critical;Onbekend\nF1;Verpleegkundige;ja;x\n");
  expect_fine(self);
  expect_field(self, 0, "id", "F1");
  expect_field(self, 0, "label_nl", "Verpleegkundige");
  expect_field(self, 0, "critical", "true");
  expect_told(self, "1:0 load/unmapped", "Onbekend");
  close_world(self);
}

static void test_csv_source__unknown_headers(void **state)
{
  world *self = open_world("roles");
  lde_written kinds[] = {words("x")};

  (void)state;
  map(self, "id", "Functiecodes", "Code");
  map(self, "family", "{Groep}-x", NULL);
  lde_vec_push(&self->spec.where, ((lde_where_spec){words("Soort"), kinds, 1}));
  lde_vec_push(&self->spec.ignore, words("Naamm"));
  load(self, "Functiecode;Naam\nF1;x\n");
  assert_int_equal(self->status, LDE_ERROR_INPUT);
  assert_int_equal(self->found.errors, 3);
  assert_int_equal(self->found.warnings, 1);
  expect_told(self, "9:3 load/unknown-key", "did you mean 'Functiecode'?");
  expect_told(self, "9:3 load/unknown-key", "'Groep'");
  expect_told(self, "9:3 load/unknown-key", "'Soort'");
  expect_rows(self, 0);
  close_world(self);
}

static void test_csv_source__one_column_hints_at_the_delimiter(void **state)
{
  world *self = open_world("roles");

  (void)state;
  self->spec.dialect.delimiter = ',';
  map(self, "id", "Code", NULL);
  load(self, "Code;Naam\nF1;x\n");
  expect_told(self, "9:3 load/unknown-key", "delimiter");
  close_world(self);
}

static void test_csv_source__ambiguous_number(void **state)
{
  world *self = open_world("budgets");

  (void)state;
  map(self, "id", "Id", NULL);
  map(self, "setup", "Bedrag", NULL);
  load(self, "Id;Bedrag\na;5\nb;1.234\nc;2.345\n");
  assert_int_equal(self->found.errors, 1);
  expect_told(self, "3:3 load/ambiguous", "'1.234' may be 1234 or 1.234");
  expect_told(self, "3:3 load/ambiguous", "decimal");
  close_world(self);
}

static void test_csv_source__evidence_may_come_later_or_from_another_column(void **state)
{
  world *self = open_world("budgets"), *other = open_world("employees"),
        *given = open_world("budgets");

  (void)state;
  map(self, "id", "Id", NULL);
  map(self, "setup", "Bedrag", NULL);
  load(self, "Id;Bedrag\nb;1.234\nc;2.345,5\n");
  expect_fine(self);
  expect_field(self, 0, "setup", "123400");
  close_world(self);

  map(other, "id", "Id", NULL);
  map(other, "hourly_cost", "Kosten", NULL);
  map(other, "fte", "Fte", NULL);
  load(other, "Id;Kosten;Fte\nb;1.234;1\nc;2;0,8\n");
  expect_fine(other);
  expect_field(other, 0, "hourly_cost", "123400");
  close_world(other);

  given->spec.dialect.decimal = '.';
  given->spec.dialect.thousands_written = true;
  map(given, "id", "Id", NULL);
  map(given, "setup", "Bedrag", NULL);
  load(given, "Id;Bedrag\nb;1.230\n");
  expect_fine(given);
  expect_field(given, 0, "setup", "123");
  close_world(given);
}

static void test_csv_source__never_guessed_per_cell(void **state)
{
  world *self = open_world("budgets");

  (void)state;
  map(self, "id", "Id", NULL);
  map(self, "setup", "Bedrag", NULL);
  load(self, "Id;Bedrag\na;12,5\nb;12.5\n");
  assert_int_equal(self->found.errors, 1);
  expect_told(self, "3:3 load/type", "12.5");
  close_world(self);
}

static void test_csv_source__dates(void **state)
{
  world *self = open_world("employees"), *iso = open_world("employees"),
        *us = open_world("employees");

  (void)state;
  map(self, "id", "Id", NULL);
  map(self, "contract_from", "Van", NULL);
  load(self, "Id;Van\n1;3/4/2026 10:15\n2;12/25/2026\n");
  expect_field(self, 0, "contract_from", "2026-04-03");
  assert_int_equal(self->found.errors, 1);
  expect_told(self, "3:3 load/type", "12/25/2026");
  expect_told(self, "2:0 load/time", "time");
  close_world(self);

  map(iso, "id", "Id", NULL);
  map(iso, "contract_from", "Van", NULL);
  load(iso, "Id;Van\n1;20260403\n2;20261231\n");
  expect_fine(iso);
  expect_field(iso, 1, "contract_from", "2026-12-31");
  close_world(iso);

  us->spec.dialect.date = LDE_DATE_FORM_MM_DD_SLASH;
  map(us, "id", "Id", NULL);
  map(us, "contract_from", "Van", NULL);
  load(us, "Id;Van\n1;12/25/2026\n");
  expect_fine(us);
  expect_field(us, 0, "contract_from", "2026-12-25");
  close_world(us);
}

static void test_csv_source__equal_rows_merge(void **state)
{
  world *self = open_world("competencies");

  (void)state;
  map(self, "id", "Element ID", NULL);
  map(self, "label_nl", "Competentie", NULL);
  lde_vec_push(&self->spec.ignore, words("Functie"));
  load(self, "Functie;Element "
             "ID;Competentie\nF1;a;Luisteren\nF2;a;Luisteren\nF3;b;Spreken\nF4;a;luisteren\nF5;a;"
             "Luisteren\n");
  expect_fine(self);
  expect_rows(self, 3); /* a with another label stays: resolve reports the id */
  assert_int_equal(source(self)->rows_merged, 2);
  expect_told(self, "3:0 load/merged", "2 rows");
  close_world(self);
}

static void test_csv_source__lenient_values(void **state)
{
  world *self = open_world("assessments");

  (void)state;
  map(self, "employee", "M", NULL);
  map(self, "competency", "C", NULL);
  map(self, "level", "N", NULL);
  map(self, "date", "D", NULL);
  map(self, "method", "B", NULL);
  map(self, "reliability", "R", NULL);
  lde_vec_push(&self->spec.lenient,
               ((lde_lenient_spec){field_of(self, "method"), LDE_LENIENT_EMPTY}));
  lde_vec_push(&self->spec.lenient,
               ((lde_lenient_spec){field_of(self, "reliability"), LDE_LENIENT_DROP}));
  load(self, "M;C;N;D;B;R\nm1;c1;3;2026-01-01;gok;0.5\nm2;c1;3;2026-01-02;self;7\nm3;c1;3;2026-13-"
             "01;self;x\n");
  assert_int_equal(self->found.errors, 2); /* a wrong form is not what lenient is about */
  expect_told(self, "4:9 load/type", "2026-13-01");
  expect_told(self, "4:25 load/type", "'x'");
  expect_rows(self, 2);
  expect_field(self, 0, "method", "");
  assert_int_equal(lde_count(self->dataset, import_reject), 2);
  assert_int_equal(lde_get(self->dataset, import_reject, line, 1), 3);
  assert_int_equal(source(self)->rows_rejected, 1);
  assert_int_equal(source(self)->lenient[field_of(self, "method")->index], LDE_LENIENT_EMPTY);
  close_world(self);
}

static void test_csv_source__currency(void **state)
{
  world *self = open_world("offerings");

  (void)state;
  map(self, "id", "Id", NULL);
  map(self, "currency", "Munt", NULL);
  load(self, "Id;Munt\na;EUR\nb;USD\n");
  assert_int_equal(self->found.errors, 1);
  expect_told(self, "3:3 load/type", "USD");
  close_world(self);
}

static void test_csv_source__units_of_time(void **state)
{
  world *self = open_world("offerings");

  (void)state;
  map(self, "id", "Id", NULL);
  map(self, "minutes_contact", "Uren", NULL);
  lde_vec_push(&self->spec.units, ((lde_unit_spec){field_of(self, "minutes_contact"), 60}));
  load(self, "Id;Uren\na;7,5\nb;90\nc;1:30\n");
  expect_fine(self);
  expect_field(self, 0, "minutes_contact", "450");
  expect_field(self, 1, "minutes_contact", "5400");
  expect_field(self, 2, "minutes_contact", "90");
  close_world(self);
}

static void test_csv_source__header_row_and_empty_rows(void **state)
{
  world *self = open_world("roles");

  (void)state;
  self->spec.header_row = 4;
  map(self, "id", "Code", NULL);
  load(self, "Rapport, gemaakt op 1-1-2026\n\n\"x\nCode;Naam\n;;\nF1;a\n ; \nF2;b\n");
  expect_fine(self);
  expect_rows(self, 2);
  expect_told(self, "5:0 load/blank", "2 blank lines");
  close_world(self);
}

static void test_csv_source__missing_file_is_blamed_on_the_manifest(void **state)
{
  world *self = open_world("roles");

  (void)state;
  map(self, "id", "Code", NULL);
  self->spec.path = "/nowhere/x.csv";
  self->status = lde_csv_load(self->dataset, &self->spec, NULL, &self->found);
  assert_int_equal(self->status, LDE_ERROR_INPUT);
  assert_string_equal(self->found.items.data[0].file, "ldengine.yaml");
  assert_int_equal(self->found.items.data[0].line, 7);
  close_world(self);
}

static void test_csv_source__messages_are_short_and_dutch(void **state)
{
  world *self = open_world("roles");
  lde_buffer text = {0};

  (void)state;
  self->dataset->language = LDE_DUTCH;
  map(self, "id", "Code", NULL);
  map(self, "critical", "Kritiek", NULL);
  lde_buffer_puts(&text, "Code;Kritiek\nF1;");
  lde_buffer_fill(&text, 'x', 5000);
  load_bytes(self, text.data, text.len);
  expect_told(self, "2:4 load/type", "critical: 'xxx");
  assert_true(strlen(self->found.items.data[0].message) < 1000);
  lde_buffer_free(&text);
  close_world(self);
}

/* A transform without Lua: the second cell says what to return. */
static void *open_script(void *ctx, const char *path, lde_diagnostics *found)
{
  (void)found;
  assert_string_equal(path, "import.lua");
  return ctx;
}

static bool run_script(void *handle, const char *const *headers, const char *const *cells,
                       const size_t *lengths, size_t count, lde_transform_take *take,
                       void *take_ctx, lde_buffer *reason, lde_diagnostics *found)
{
  lde_transform_value values[] = {
      {.field = "id", .kind = LDE_TRANSFORM_TEXT, .text = cells[0], .len = lengths[0]},
      {.field = "label", .kind = LDE_TRANSFORM_TEXT, .text = " Naam ", .len = 6},
      {.field = "cost_once", .kind = LDE_TRANSFORM_NUMBER, .integer = 125050, .is_integer = true},
      {.field = "languages", .kind = LDE_TRANSFORM_LIST, .text = "nl|en", .len = 5}};

  (void)handle;
  (void)found;
  assert_int_equal(count, 2);
  assert_string_equal(headers[1], "Doe");
  if (lengths[1] == 4 && memcmp(cells[1], "drop", 4) == 0)
    return true;
  if (lengths[1] == 6 && memcmp(cells[1], "reason", 6) == 0) {
    lde_buffer_puts(reason, "vervallen");
    return true;
  }
  if (lengths[1] == 5 && memcmp(cells[1], "crash", 5) == 0) {
    lde_diagnose(found, LDE_ERROR, "script/error", "import.lua", NULL, 3, 0, NULL, "x");
    return false;
  }
  if (lengths[1] == 4 && memcmp(cells[1], "typo", 4) == 0)
    values[1].field = "lable";
  if (lengths[1] == 4 && memcmp(cells[1], "half", 4) == 0) {
    values[2].is_integer = false;
    values[2].number = 0.5;
  }
  take(take_ctx, values, 4);
  if (lengths[1] == 3 && memcmp(cells[1], "two", 3) == 0) {
    values[0].text = "second";
    values[0].len = 6;
    take(take_ctx, values, 1);
  }
  return true;
}

static void close_script(void *handle)
{
  ++*(int *)handle;
}

static void test_csv_source__transform(void **state)
{
  int closed = 0;
  lde_load_scripts scripts = {
      .ctx = &closed, .open = open_script, .transform = run_script, .close = close_script};
  world *self = open_world("offerings");

  (void)state;
  self->spec.transform = words("import.lua");
  self->scripts = &scripts;
  lde_vec_push(&self->spec.set, ((lde_set_spec){field_of(self, "status"), words("active")}));
  load(self, "Id,Doe\na,one\nb,two\nc,drop\nd,reason\na,one\n");
  expect_fine(self);
  expect_rows(self, 3);
  expect_field(self, 0, "label_nl", "Naam");
  expect_field(self, 0, "cost_once", "125050");
  expect_field(self, 0, "languages", "nl|en");
  expect_field(self, 0, "status", "active");
  expect_field(self, 2, "id", "second");
  expect_field(self, 2, "label_nl", "");
  expect_field(self, 2, "status", "active");
  assert_int_equal(source(self)->rows_in, 5);
  assert_int_equal(source(self)->rows_ok, 3);
  assert_int_equal(source(self)->rows_merged, 1);
  assert_int_equal(source(self)->rows_left_out, 1);
  assert_int_equal(source(self)->rows_rejected, 1);
  assert_string_equal(lde_text_of(self->dataset, import_reject, reason, 0), "vervallen");
  assert_int_equal(closed, 1);
  close_world(self);
}

static void test_csv_source__transform_goes_wrong(void **state)
{
  int closed = 0;
  lde_load_scripts scripts = {
      .ctx = &closed, .open = open_script, .transform = run_script, .close = close_script};
  world *self = open_world("offerings");

  (void)state;
  self->spec.transform = words("import.lua");
  load(self, "Id,Doe\na,one\n");
  expect_told(self, "9:3 load/syntax", "transform");
  lde_diagnostics_free(&self->found);
  self->scripts = &scripts;
  load(self, "Id,Doe\na,typo\nb,half\nc,crash\nd,one\n");
  expect_told(self, "2:0 load/unknown-key", "'label'");
  expect_told(self, "3:0 load/type", "minor units");
  expect_told(self, "3:0 script/error", "x");
  expect_rows(self, 2);
  assert_int_equal(closed, 1);
  close_world(self);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_csv_source__dutch_export),
      cmocka_unit_test(test_csv_source__place_of_a_cell),
      cmocka_unit_test(test_csv_source__large_export),
      cmocka_unit_test(test_csv_source__values_where_set),
      cmocka_unit_test(test_csv_source__composed_shared_and_list_cells),
      cmocka_unit_test(test_csv_source__headers_name_the_fields),
      cmocka_unit_test(test_csv_source__unknown_headers),
      cmocka_unit_test(test_csv_source__one_column_hints_at_the_delimiter),
      cmocka_unit_test(test_csv_source__ambiguous_number),
      cmocka_unit_test(test_csv_source__evidence_may_come_later_or_from_another_column),
      cmocka_unit_test(test_csv_source__never_guessed_per_cell),
      cmocka_unit_test(test_csv_source__dates),
      cmocka_unit_test(test_csv_source__equal_rows_merge),
      cmocka_unit_test(test_csv_source__lenient_values),
      cmocka_unit_test(test_csv_source__currency),
      cmocka_unit_test(test_csv_source__units_of_time),
      cmocka_unit_test(test_csv_source__header_row_and_empty_rows),
      cmocka_unit_test(test_csv_source__missing_file_is_blamed_on_the_manifest),
      cmocka_unit_test(test_csv_source__messages_are_short_and_dutch),
      cmocka_unit_test(test_csv_source__transform),
      cmocka_unit_test(test_csv_source__transform_goes_wrong),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
