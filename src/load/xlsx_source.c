#include "load/xlsx_source.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "load/mapping.h"
#include "sheet/workbook.h"

typedef struct xlsx_source {
  lde_mapping mapping;
  lde_workbook *workbook;
  size_t sheet;
  LDE_VEC(lde_csv_cell) cells;   /* of the row at hand: one for each column with a name */
  LDE_VEC(uint32_t) columns;     /* where they stand in the sheet, from 0 */
  const lde_load_scripts *scripts;
  void *script;
  bool has_headers, failed;
  size_t examples;
  uint32_t row, first_example;
  uint32_t nameless_row, nameless_column; /* of the first value in a column without a name */
} xlsx_source;

static lde_language language(const xlsx_source *self)
{
  return self->mapping.dataset->language;
}

const char *lde_example_mark(lde_language language)
{
  return LDE_TR(language, "(example)", "(voorbeeld)");
}

static void place_cell(void *reader, const lde_csv_cell *cell, uint32_t *line, uint32_t *column)
{
  const xlsx_source *self = reader;

  *line = self->row;
  *column = self->columns.data[cell - self->cells.data] + 1;
}

static lde_csv_cell cell_of(const lde_sheet_cell *cell)
{
  static const char elsewhere[] = "";
  lde_csv_cell made = {.text = cell->text, .len = cell->len, .raw = elsewhere};

  switch (cell->kind) {
  case LDE_SHEET_NUMBER:
  case LDE_SHEET_DATE:
  case LDE_SHEET_BOOL:
    made.nature = LDE_CSV_EXACT;
    break;
  case LDE_SHEET_ERROR:
    made.nature = LDE_CSV_FAILED;
    break;
  case LDE_SHEET_NO_VALUE:
    made.nature = LDE_CSV_UNKNOWN;
    break;
  default:
    break;
  }
  return made;
}

static void take_cells(xlsx_source *self, const lde_sheet_cell *cells, size_t count)
{
  static const lde_sheet_cell empty = {.text = ""};

  for (size_t i = 0; i < self->columns.len; i++)
    self->cells.data[i] = cell_of(self->columns.data[i] < count ? &cells[self->columns.data[i]] : &empty);
}

/* The rows behind the one at hand, read with a second handle: a column of texts whose decimal sign
 * is not clear yet. Numbers proper say nothing about it. */
typedef struct looking {
  xlsx_source *self;
  lde_target *target;
} looking;

static bool look_at(void *ctx, uint32_t row, const lde_sheet_cell *cells, size_t count)
{
  looking *looking = ctx;
  xlsx_source *self = looking->self;
  lde_csv_cell *seen;
  bool enough;

  if (row <= self->row)
    return true;
  seen = lde_alloc(self->columns.len, sizeof *seen);
  for (size_t i = 0; i < self->columns.len; i++) {
    uint32_t column = self->columns.data[i];
    bool text = column < count && cells[column].kind == LDE_SHEET_TEXT;
    seen[i] = (lde_csv_cell){.text = text ? cells[column].text : "",
                             .len = text ? cells[column].len : 0};
  }
  enough = lde_mapping_observe(&self->mapping, looking->target, seen);
  lde_free(seen);
  return !enough;
}

static void look_ahead(void *reader, lde_mapping *mapping, lde_target *target)
{
  looking looking = {reader, target};
  lde_workbook *again;

  if (lde_workbook_open(&again, mapping->spec->path, language(reader), NULL) != LDE_OK)
    return;
  lde_workbook_read(again, looking.self->sheet, look_at, &looking, NULL);
  lde_workbook_close(again);
}

/* Headers */

static bool take_headers(xlsx_source *self, const lde_sheet_cell *cells, size_t count)
{
  for (uint32_t column = 0; column < count; column++) {
    const char *text = cells[column].text;
    size_t len = cells[column].len;
    lde_text_trim(&text, &len);
    if (!len)
      continue;
    lde_vec_push(&self->columns, column);
    lde_vec_push(&self->cells, cell_of(&cells[column]));
  }
  if (!self->columns.len)
    return true; /* blanks only: the next row */
  self->has_headers = true;
  self->failed = !lde_mapping_headers(&self->mapping, self->cells.data, self->cells.len, self->row);
  return !self->failed;
}

/* Rows */

static bool is_blank(const xlsx_source *self)
{
  for (size_t i = 0; i < self->cells.len; i++) {
    const char *text = self->cells.data[i].text;
    size_t len = self->cells.data[i].len;
    lde_text_trim(&text, &len);
    if (len || self->cells.data[i].nature >= LDE_CSV_FAILED)
      return false;
  }
  return true;
}

static bool is_example(const lde_sheet_cell *cell)
{
  for (int lang = 0; lang < 2; lang++) {
    const char *mark = lde_example_mark((lde_language)lang);
    if (cell->len == strlen(mark) && memcmp(cell->text, mark, cell->len) == 0)
      return true;
  }
  return false;
}

static void notice_nameless(xlsx_source *self, const lde_sheet_cell *cells, size_t count)
{
  size_t named = 0;

  for (uint32_t column = 0; column < count && !self->nameless_row; column++) {
    while (named < self->columns.len && self->columns.data[named] < column)
      named++;
    if (cells[column].kind == LDE_SHEET_EMPTY ||
        (named < self->columns.len && self->columns.data[named] == column))
      continue;
    self->nameless_row = self->row;
    self->nameless_column = column + 1;
  }
}

static bool take_row(void *ctx, uint32_t row, const lde_sheet_cell *cells, size_t count)
{
  xlsx_source *self = ctx;
  lde_mapping *mapping = &self->mapping;

  if (row < mapping->spec->header_row)
    return true;
  self->row = row;
  if (!self->has_headers)
    return take_headers(self, cells, count);
  if (is_example(&cells[0])) {
    if (!self->examples++)
      self->first_example = row;
    return true;
  }
  take_cells(self, cells, count);
  if (!self->nameless_row && count > self->columns.len)
    notice_nameless(self, cells, count);
  if (is_blank(self))
    return true;
  if (!self->script) {
    lde_mapping_row(mapping, self->cells.data, row);
    return true;
  }
  return lde_mapping_transform(mapping, self->scripts, self->script, self->cells.data, row);
}

/* The file */

static void set_hash(xlsx_source *self)
{
  FILE *file = fopen(self->mapping.spec->path, "rb");
  char *piece = lde_alloc(65536, 1), hash[LDE_DIGEST_TEXT_SIZE];
  lde_digest digest;
  size_t got;

  lde_digest_init(&digest);
  while (file && (got = fread(piece, 1, 65536, file)) > 0)
    lde_digest_add(&digest, piece, got);
  if (file)
    fclose(file);
  lde_free(piece);
  self->mapping.dataset->sources.data[self->mapping.source].hash =
      lde_arena_strdup(&self->mapping.dataset->arena, lde_digest_finish(&digest, hash));
}

static bool find_sheet(xlsx_source *self)
{
  const lde_source_spec *spec = self->mapping.spec;
  lde_source *source = &self->mapping.dataset->sources.data[self->mapping.source];
  lde_language lang = language(self);
  lde_buffer help = {0};
  int found = spec->sheet ? lde_workbook_find_sheet(self->workbook, spec->sheet) : 0;

  if (found >= 0) {
    self->sheet = (size_t)found;
    source->sheet = lde_arena_strdup(&self->mapping.dataset->arena,
                                     lde_workbook_sheet_name(self->workbook, self->sheet));
    return true;
  }
  lde_buffer_puts(&help, LDE_TR(lang, "the workbook has:", "de werkmap heeft:"));
  for (size_t i = 0; i < lde_workbook_sheets(self->workbook); i++)
    lde_buffer_printf(&help, "%s %s", i ? "," : "", lde_workbook_sheet_name(self->workbook, i));
  source->sheet = NULL;
  lde_mapping_blame(&self->mapping, LDE_ERROR, "load/reference", spec->line, spec->column,
                    lde_buffer_text(&help),
                    LDE_TR(lang, "%s has no sheet '%s'", "%s heeft geen blad '%s'"), spec->file,
                    spec->sheet);
  lde_buffer_free(&help);
  return false;
}

static bool open_workbook(xlsx_source *self)
{
  lde_error err = {0};

  if (lde_workbook_open(&self->workbook, self->mapping.spec->path, language(self), &err) == LDE_OK)
    return find_sheet(self);
  self->mapping.dataset->sources.data[self->mapping.source].sheet = NULL;
  lde_mapping_say(&self->mapping, LDE_ERROR, "load/syntax", 0, 0, NULL, "%s", err.message);
  return false;
}

static bool open_script(xlsx_source *self)
{
  const lde_written *transform = &self->mapping.spec->transform;

  if (!transform->text)
    return true;
  if (self->scripts) {
    self->script = self->scripts->open(self->scripts->ctx, transform->text, self->mapping.found);
    return self->script;
  }
  lde_mapping_blame(&self->mapping, LDE_ERROR, "load/syntax", transform->line, transform->column,
                    NULL, "%s",
                    LDE_TR(language(self), "a transform cannot be run here",
                           "een bewerking kan hier niet worden uitgevoerd"));
  return false;
}

static void note_left(xlsx_source *self)
{
  lde_language lang = language(self);

  if (self->examples && self->mapping.spec->manifest) /* an import expects it */
    lde_mapping_say(&self->mapping, LDE_NOTE, "load/example", self->first_example, 0, NULL, "%s",
                    LDE_TR(lang, "the example row was left out",
                           "de voorbeeldregel is overgeslagen"));
  if (self->nameless_row)
    lde_mapping_say(&self->mapping, LDE_NOTE, "load/unmapped", self->nameless_row,
                    self->nameless_column,
                    LDE_TR(lang, "give the column a heading if it has to be read",
                           "geef de kolom een kop als zij gelezen moet worden"),
                    "%s",
                    LDE_TR(lang, "a column without a heading was not read",
                           "een kolom zonder kop is niet gelezen"));
}

/* From headers to columns of the sheet: what places are counted in. */
static void set_places(xlsx_source *self)
{
  lde_source *source = &self->mapping.dataset->sources.data[self->mapping.source];

  for (int f = 0; f < self->mapping.spec->entity->field_count; f++)
    if (source->header_of[f] >= 0)
      source->header_of[f] = (int32_t)self->columns.data[source->header_of[f]];
}

static void read_sheet(xlsx_source *self)
{
  lde_mapping *mapping = &self->mapping;
  lde_language lang = language(self);
  lde_error err = {0};
  lde_status status =
      lde_workbook_read(self->workbook, self->sheet, take_row, self, &err);

  if (status != LDE_OK) {
    lde_mapping_say(mapping, LDE_ERROR, "load/syntax", 0, 0, NULL, "%s", err.message);
    return;
  }
  if (!self->has_headers)
    lde_mapping_say(mapping, LDE_ERROR, "load/syntax", 1, 0,
                    LDE_TR(lang, "the first row holds the names of the columns (or write header_row)",
                           "de eerste rij bevat de namen van de kolommen (of geef header_row)"),
                    "%s", LDE_TR(lang, "the sheet has no row of headings", "het blad heeft geen rij met koppen"));
  if (!self->has_headers || self->failed)
    return;
  lde_mapping_merge(mapping);
  note_left(self);
  lde_mapping_finish(mapping);
}

lde_status lde_xlsx_load(lde_dataset *dataset, const lde_source_spec *spec,
                         const lde_load_scripts *scripts, lde_diagnostics *found)
{
  xlsx_source self = {.scripts = scripts};
  size_t errors = found->errors;

  lde_mapping_init(&self.mapping, dataset, spec, found);
  self.mapping.reader = &self;
  self.mapping.place = place_cell;
  self.mapping.look_ahead = look_ahead;
  dataset->sources.data[self.mapping.source].dialect = "xlsx";
  if (open_workbook(&self) && open_script(&self)) {
    set_hash(&self);
    read_sheet(&self);
    set_places(&self);
  }
  if (self.script)
    scripts->close(self.script);
  lde_workbook_close(self.workbook);
  lde_vec_free(&self.cells);
  lde_vec_free(&self.columns);
  lde_mapping_deinit(&self.mapping);
  return found->errors == errors ? LDE_OK : LDE_ERROR_INPUT;
}
