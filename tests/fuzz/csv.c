/* CSV: the cells of a text, and an export that is mapped to an entity, in one of two dialects. */
#include "base/text.h"
#include "fuzz.h"
#include "load/csv.h"
#include "load/csv_source.h"
#include "load/dialect.h"
#include "load/encoding.h"

static void read_cells(const uint8_t *bytes, size_t len, lde_encoding encoding)
{
  lde_decoded decoded = {0};
  lde_csv csv = {0};
  lde_csv_result result;
  uint32_t line, column, before = 0;

  if (lde_decode(&decoded, (const char *)bytes, len, encoding)) {
    REQUIRE(lde_utf8_valid_length(decoded.text, decoded.len) == decoded.len || memchr(decoded.text, 0, decoded.len));
    lde_csv_init(&csv, decoded.text, decoded.len, lde_dialect_delimiter(decoded.text, decoded.len));
    while ((result = lde_csv_next(&csv)) != LDE_CSV_END) {
      if (result == LDE_CSV_MISTAKE) {
        REQUIRE(csv.mistake_at >= decoded.text && csv.mistake_at <= decoded.text + decoded.len);
        continue;
      }
      REQUIRE(csv.cells.len > 0 && csv.cells.len <= LDE_CSV_COLUMNS_MAX && csv.record_line > before);
      before = csv.record_line;
      for (size_t i = 0; i < csv.cells.len; i++) {
        const lde_csv_cell *cell = &csv.cells.data[i];
        REQUIRE(cell->raw >= csv.record && cell->raw <= csv.end && cell->len <= LDE_CSV_CELL_MAX);
        REQUIRE(cell->len <= (size_t)(csv.end - cell->raw));
        REQUIRE(!memchr(cell->text, 0, cell->len));
        lde_csv_place(&csv, cell->raw, &line, &column);
        REQUIRE(line >= csv.record_line && column > 0);
      }
    }
    lde_csv_deinit(&csv);
  }
  lde_buffer_free(&decoded.converted);
}

static lde_entity *add_things(lde_schema *schema)
{
  static const struct {
    const char *name;
    lde_type type;
  } fields[] = {{"name", LDE_TYPE_TEXT},   {"amount", LDE_TYPE_MONEY},  {"date", LDE_TYPE_DATE},
                {"part", LDE_TYPE_SHARE},  {"yes", LDE_TYPE_BOOL},      {"many", LDE_TYPE_INTEGER},
                {"when", LDE_TYPE_PERIOD}, {"moment", LDE_TYPE_TIMESTAMP}};
  lde_entity *entity = lde_schema_add_entity(schema, "things", LDE_ID_OWN_ID);

  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    lde_schema_add_field(schema, entity,
                         &(lde_field){.name = fields[i].name, .type = fields[i].type});
  lde_schema_finish(schema);
  return entity;
}

static void load(const char *path, bool own, bool dutch)
{
  lde_schema *schema = lde_schema_new();
  lde_entity *entity = add_things(schema);
  lde_dataset *dataset = lde_dataset_new(schema);
  lde_diagnostics found = {.language = dutch ? LDE_DUTCH : LDE_ENGLISH};
  lde_source_spec spec = {.file = "f.csv",
                          .path = path,
                          .kind = LDE_SOURCE_CSV,
                          .entity = own ? entity : lde_schema_find(schema, "employees"),
                          .header_row = 1};
  lde_status status;

  if (dutch) {
    spec.dialect.preset = LDE_PRESET_NL;
    spec.dialect.encoding = LDE_ENCODING_WINDOWS_1252;
  }
  status = lde_csv_load(dataset, &spec, NULL, &found);
  REQUIRE((status == LDE_OK) == (found.errors == 0));
  lde_diagnostics_sort(&found);
  for (size_t i = 0; i < found.items.len; i++) {
    const char *message = found.items.data[i].message;
    REQUIRE(lde_utf8_valid_length(message, strlen(message)) == strlen(message));
  }
  lde_diagnostics_free(&found);
  lde_dataset_free(dataset);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  const char *path;

  read_cells(bytes, len, LDE_ENCODING_AUTO);
  read_cells(bytes, len, LDE_ENCODING_WINDOWS_1252);
  path = fuzz_file(bytes, len);
  load(path, len % 4 != 1, len % 2); /* one of them: making a dataset is what costs */
  return 0;
}
