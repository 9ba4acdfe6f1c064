/* read_csv: shows what the CSV reader makes of a file.
 *
 *   read_csv json FILE [DELIMITER]    records as a JSON list of objects, all values as texts
 *   read_csv load FILE [ENCODING]     loads it as an entity of its own, with the fields id (text),
 * name (text), amount (money) and date (date): diagnostics, one a line as FILE:LINE:COL:
 * severity[code] text, then the rows as id|name|amount|date
 *
 * Exit code 3 when there were errors. Used by tests/hostile. */
#include <libgen.h>
#include <stdio.h>
#include <string.h>

#include "load/csv.h"
#include "load/csv_source.h"
#include "load/encoding.h"
#include "model/value.h"

static void print_json_text(const char *text, size_t len)
{
  putchar('"');
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '"' || c == '\\')
      printf("\\%c", c);
    else if (c < 0x20)
      printf("\\u%04x", c);
    else
      putchar(c);
  }
  putchar('"');
}

static int show_json(const char *path, char delimiter)
{
  lde_buffer bytes = {0};
  lde_decoded decoded = {0};
  lde_error err = {0};
  lde_csv csv = {0};
  const char **names = NULL;
  size_t *lengths = NULL, count = 0;
  int code = 3;

  if (lde_file_read(path, 0, &bytes, LDE_ENGLISH, &err) != LDE_OK ||
      !lde_decode(&decoded, lde_buffer_text(&bytes), bytes.len, LDE_ENCODING_AUTO))
    goto done;
  lde_csv_init(&csv, decoded.text, decoded.len, delimiter);
  putchar('[');
  for (lde_csv_result result; (result = lde_csv_next(&csv)) != LDE_CSV_END;) {
    if (result == LDE_CSV_MISTAKE)
      goto done;
    if (!names) {
      count = csv.cells.len;
      names = lde_alloc(count, sizeof *names);
      lengths = lde_alloc(count, sizeof *lengths);
      for (size_t i = 0; i < count; i++) {
        names[i] = csv.cells.data[i].raw + (csv.cells.data[i].text != csv.cells.data[i].raw);
        lengths[i] = csv.cells.data[i].len;
      }
      continue;
    }
    if (csv.cells.len != count)
      goto done;
    fputs(csv.records == 2 ? "{" : ",\n{", stdout);
    for (size_t i = 0; i < count; i++) {
      if (i)
        putchar(',');
      print_json_text(names[i], lengths[i]);
      putchar(':');
      print_json_text(csv.cells.data[i].text, csv.cells.data[i].len);
    }
    putchar('}');
  }
  puts("]");
  code = 0;
done:
  lde_free(names);
  lde_free(lengths);
  lde_csv_deinit(&csv);
  lde_buffer_free(&decoded.converted);
  lde_buffer_free(&bytes);
  return code;
}

static lde_entity *add_things(lde_schema *schema)
{
  static const struct {
    const char *name;
    lde_type type;
  } fields[] = {{"name", LDE_TYPE_TEXT}, {"amount", LDE_TYPE_MONEY}, {"date", LDE_TYPE_DATE}};
  lde_entity *entity = lde_schema_add_entity(schema, "things", LDE_ID_OWN_ID);

  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    lde_schema_add_field(schema, entity,
                         &(lde_field){.name = fields[i].name, .type = fields[i].type});
  lde_schema_finish(schema);
  return entity;
}

static int show_load(char *path, const char *encoding)
{
  static const char *const fields[] = {"id", "name", "amount", "date"};
  lde_schema *schema = lde_schema_new();
  lde_entity *entity = add_things(schema);
  lde_dataset *dataset = lde_dataset_new(schema);
  lde_diagnostics found = {0};
  lde_source_spec spec = {.file = basename(path),
                          .path = path,
                          .kind = LDE_SOURCE_CSV,
                          .entity = entity,
                          .header_row = 1};
  const lde_table *table = lde_dataset_table(dataset, entity->index);
  lde_status status;

  if (encoding && strcmp(encoding, "windows-1252") == 0)
    spec.dialect.encoding = LDE_ENCODING_WINDOWS_1252;
  if (encoding && strcmp(encoding, "latin1") == 0)
    spec.dialect.encoding = LDE_ENCODING_LATIN_1;
  status = lde_csv_load(dataset, &spec, NULL, &found);
  lde_diagnostics_sort(&found);
  for (size_t i = 0; i < found.items.len; i++) {
    const lde_diagnostic *d = &found.items.data[i];
    printf("%s:%u:%u: %s[%s] %s (%s)\n", d->file, d->line, d->column,
           lde_severity_name(d->severity), d->code, d->message, d->help);
  }
  for (int32_t row = 0; row < lde_table_count(table); row++) {
    lde_buffer out = {0};
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
      if (f)
        lde_buffer_putc(&out, '|');
      lde_field_print(dataset, table, lde_entity_field(entity, fields[f]), row, &out);
    }
    printf("row %.*s\n", (int)(out.len > 500 ? 500 : out.len), out.data);
    lde_buffer_free(&out);
  }
  lde_diagnostics_free(&found);
  lde_dataset_free(dataset);
  return status == LDE_OK ? 0 : 3;
}

int main(int argc, char **argv)
{
  if (argc >= 3 && strcmp(argv[1], "json") == 0)
    return show_json(argv[2], argc > 3 ? argv[3][0] : ',');
  if (argc >= 3 && strcmp(argv[1], "load") == 0)
    return show_load(argv[2], argc > 3 ? argv[3] : NULL);
  fputs("usage: read_csv json|load FILE [DELIMITER|ENCODING]\n", stderr);
  return 2;
}
