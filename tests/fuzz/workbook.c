/* A workbook. Bytes that begin like a zip file are one; others are the parts of one, each behind a line
 * "%%NAME", packed here with right lengths and checksums, so that the XML is what is tried. */
#include "fuzz.h"

#include <zlib.h>

#include "base/buffer.h"
#include "base/text.h"
#include "load/xlsx_source.h"
#include "model/dataset.h"
#include "sheet/workbook.h"

enum { PARTS_MOST = 16 };

typedef struct part {
  const char *name, *bytes;
  size_t name_len, len, at;
} part;

static void number(lde_buffer *out, uint64_t value, int bytes)
{
  for (int i = 0; i < bytes; i++)
    lde_buffer_putc(out, (char)(value >> (8 * i)));
}

static void describe(lde_buffer *out, const part *part)
{
  number(out, 20, 2);
  number(out, 0, 8); /* flags, stored, time, day */
  number(out, (uint32_t)crc32(0, (const unsigned char *)part->bytes, (unsigned)part->len), 4);
  number(out, (uint32_t)part->len, 4);
  number(out, (uint32_t)part->len, 4);
  number(out, (uint32_t)part->name_len, 2);
  number(out, 0, 2);
}

static void pack(lde_buffer *out, part *parts, size_t count)
{
  size_t start;

  for (size_t i = 0; i < count; i++) {
    parts[i].at = out->len;
    lde_buffer_append(out, "PK\3\4", 4);
    describe(out, &parts[i]);
    lde_buffer_append(out, parts[i].name, parts[i].name_len);
    lde_buffer_append(out, parts[i].bytes, parts[i].len);
  }
  start = out->len;
  for (size_t i = 0; i < count; i++) {
    lde_buffer_append(out, "PK\1\2\24\0", 6);
    describe(out, &parts[i]);
    lde_buffer_fill(out, 0, 10);
    number(out, (uint32_t)parts[i].at, 4);
    lde_buffer_append(out, parts[i].name, parts[i].name_len);
  }
  number(out, 0x06054b50, 4);
  number(out, 0, 4);
  number(out, (uint32_t)count, 2);
  number(out, (uint32_t)count, 2);
  number(out, (uint32_t)(out->len - 12 - start), 4);
  number(out, (uint32_t)start, 4);
  number(out, 0, 2);
}

static size_t split(const char *text, size_t len, part *parts)
{
  const char *end = text + len, *line;
  size_t count = 0;

  while (text < end && count < PARTS_MOST) {
    line = memchr(text, '\n', (size_t)(end - text));
    if (!line || line - text < 3 || line - text > 200 || text[0] != '%' || text[1] != '%')
      break;
    parts[count] = (part){.name = text + 2, .name_len = (size_t)(line - text) - 2, .bytes = line + 1};
    text = line + 1;
    while (text < end && !(text[0] == '%' && end - text > 1 && text[1] == '%'))
      text++;
    parts[count].len = (size_t)(text - parts[count].bytes);
    count++;
  }
  return count;
}

static bool take(void *ctx, uint32_t row, const lde_sheet_cell *cells, size_t count)
{
  (void)ctx;
  REQUIRE(row > 0 && count <= LDE_SHEET_COLUMNS_MAX);
  for (size_t i = 0; i < count; i++) {
    REQUIRE(lde_utf8_valid_length(cells[i].text, cells[i].len) == cells[i].len);
    if (cells[i].kind == LDE_SHEET_NUMBER)
      (void)lde_sheet_number(&cells[i]);
  }
  return true;
}

static void read_book(const char *path)
{
  lde_workbook *workbook = NULL;
  lde_error err = {0};

  if (lde_workbook_open(&workbook, path, LDE_ENGLISH, &err) != LDE_OK) {
    REQUIRE(err.message[0]);
    return;
  }
  for (size_t i = 0; i < lde_workbook_sheets(workbook) && i < 4; i++) {
    REQUIRE(lde_workbook_sheet_name(workbook, i));
    (void)lde_workbook_read(workbook, i, take, NULL, &err);
  }
  lde_workbook_close(workbook);
}

static void load(const char *path)
{
  lde_schema *schema = lde_schema_new();
  lde_dataset *dataset;
  lde_diagnostics found = {0};
  lde_source_spec spec = {.file = "f.xlsx", .path = path, .kind = LDE_SOURCE_XLSX, .header_row = 1};

  lde_schema_finish(schema);
  dataset = lde_dataset_new(schema);
  spec.entity = lde_schema_find(schema, "goals");
  (void)lde_xlsx_load(dataset, &spec, NULL, &found);
  lde_diagnostics_free(&found);
  lde_dataset_free(dataset);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  part parts[PARTS_MOST];
  lde_buffer packed = {0};
  const char *path;

  if (len >= 2 && bytes[0] == 'P' && bytes[1] == 'K') {
    path = fuzz_file(bytes, len);
  } else {
    pack(&packed, parts, split((const char *)bytes, len, parts));
    path = fuzz_file((const uint8_t *)packed.data, packed.len);
  }
  read_book(path);
  load(path);
  lde_buffer_free(&packed);
  return 0;
}
