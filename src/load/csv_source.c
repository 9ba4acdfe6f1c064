#include "load/csv_source.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "load/encoding.h"
#include "load/mapping.h"

typedef struct csv_source {
  lde_mapping mapping;
  lde_csv csv;
  lde_buffer bytes;
  lde_decoded decoded;
  const lde_load_scripts *scripts;
  void *script;
  char *forgotten; /* the text before it was read and given back */
  size_t empty_rows; /* delimiters only */
  uint32_t first_empty;
} csv_source;

static lde_language language(const csv_source *self)
{
  return self->mapping.dataset->language;
}

static void place_cell(void *reader, const lde_csv_cell *cell, uint32_t *line, uint32_t *column)
{
  lde_csv_place(&((csv_source *)reader)->csv, cell->raw, line, column);
}

/* The records behind the one at hand, read with a second cursor. */
static void look_ahead(void *reader, lde_mapping *mapping, lde_target *target)
{
  const lde_csv *csv = &((csv_source *)reader)->csv;
  lde_csv ahead;
  lde_csv_result result;

  lde_csv_init(&ahead, csv->record, (size_t)(csv->end - csv->record), csv->delimiter);
  while ((result = lde_csv_next(&ahead)) != LDE_CSV_END)
    if (result == LDE_CSV_RECORD && ahead.cells.len == mapping->header_count &&
        lde_mapping_observe(mapping, target, ahead.cells.data))
      break;
  lde_csv_deinit(&ahead);
}

static void tell_encoding(csv_source *self)
{
  lde_language lang = language(self);
  const lde_decoded *decoded = &self->decoded;
  const char *help =
      LDE_TR(lang,
             "write the file's encoding in the manifest: dialect: {encoding: windows-1252} is "
             "usual for older Excel; or save it as UTF-8",
             "zet de codering van het bestand in het manifest: dialect: {encoding: windows-1252} "
             "is gebruikelijk bij oudere Excel; of sla het op als UTF-8");
  lde_buffer fact = {0};

  switch (decoded->mistake) {
  case LDE_ENCODING_NOT_UTF_8:
    lde_buffer_printf(&fact,
                      LDE_TR(lang, "invalid UTF-8: byte 0x%02X cannot stand here",
                             "ongeldige UTF-8: byte 0x%02X kan hier niet staan"),
                      decoded->byte);
    break;
  case LDE_ENCODING_NOT_IN_SET:
    lde_buffer_printf(&fact,
                      LDE_TR(lang, "%s has no character 0x%02X", "%s kent geen teken 0x%02X"),
                      lde_encoding_name(decoded->encoding), decoded->byte);
    break;
  case LDE_ENCODING_LOOKS_UTF_16:
    lde_buffer_puts(&fact, LDE_TR(lang, "the file looks like UTF-16 without a byte order mark",
                                  "het bestand lijkt UTF-16 zonder byte order mark"));
    help = LDE_TR(lang, "save it as UTF-8, or write dialect: {encoding: utf-16} in the manifest",
                  "sla het op als UTF-8, of zet dialect: {encoding: utf-16} in het manifest");
    break;
  default:
    lde_buffer_puts(&fact, LDE_TR(lang, "invalid UTF-16: half a character",
                                  "ongeldige UTF-16: een half teken"));
    help = LDE_TR(lang, "save the file again, as UTF-8", "sla het bestand opnieuw op, als UTF-8");
  }
  lde_mapping_say(&self->mapping, LDE_ERROR, "load/encoding", decoded->line, decoded->column, help,
                  "%s", lde_buffer_text(&fact));
  lde_buffer_free(&fact);
}

static bool read_file(csv_source *self)
{
  lde_mapping *mapping = &self->mapping;
  const lde_source_spec *spec = mapping->spec;
  lde_error err = {0};
  lde_digest digest;
  char hash[LDE_DIGEST_TEXT_SIZE];

  if (lde_file_read(spec->path, 0, &self->bytes, language(self), &err) != LDE_OK) {
    lde_mapping_blame(mapping, LDE_ERROR, "load/syntax", spec->line, spec->column, NULL, "%s",
                      err.message);
    return false;
  }
  lde_digest_init(&digest);
  lde_digest_add(&digest, lde_buffer_text(&self->bytes), self->bytes.len);
  mapping->dataset->sources.data[mapping->source].hash =
      lde_arena_strdup(&mapping->dataset->arena, lde_digest_finish(&digest, hash));
  if (!lde_decode(&self->decoded, lde_buffer_text(&self->bytes), self->bytes.len,
                  mapping->dialect.encoding)) {
    tell_encoding(self);
    return false;
  }
  if (self->decoded.converted.len)
    lde_buffer_free(&self->bytes);
  return true;
}

static void tell_mistake(csv_source *self)
{
  lde_mapping *mapping = &self->mapping;
  lde_language lang = language(self);
  const char *code = "load/syntax", *fact = "", *help = NULL;
  uint32_t line, column;

  lde_csv_place(&self->csv, self->csv.mistake_at, &line, &column);
  switch (self->csv.mistake) {
  case LDE_CSV_NUL:
    code = "load/encoding";
    fact = LDE_TR(lang, "a NUL byte stands in the text", "er staat een NUL-byte in de tekst");
    help = LDE_TR(lang, "export the file again as text", "exporteer het bestand opnieuw als tekst");
    break;
  case LDE_CSV_QUOTE_OPEN:
    fact = LDE_TR(lang, "the quoted field that opens here is not closed",
                  "het veld met aanhalingstekens dat hier opent, wordt niet gesloten");
    help = LDE_TR(
        lang, "add the closing quote, or double the quote if it is part of the text",
        "voeg het sluitende aanhalingsteken toe, of verdubbel het als het bij de tekst hoort");
    break;
  case LDE_CSV_AFTER_QUOTE:
    fact = LDE_TR(lang, "text follows the closing quote",
                  "er staat tekst achter het sluitende aanhalingsteken");
    help = LDE_TR(lang, "double a quote that is part of the text: \"say \"\"hi\"\"\"",
                  "verdubbel een aanhalingsteken dat bij de tekst hoort: \"zeg \"\"hoi\"\"\"");
    break;
  case LDE_CSV_CELL_TOO_LONG:
    code = "load/limit";
    fact = LDE_TR(lang, "the field is longer than 1 MB", "het veld is langer dan 1 MB");
    help =
        LDE_TR(lang, "is a closing quote missing?", "ontbreekt er een sluitend aanhalingsteken?");
    break;
  case LDE_CSV_TOO_MANY_CELLS:
    code = "load/limit";
    fact =
        LDE_TR(lang, "the row has more than 1000 columns", "de rij heeft meer dan 1000 kolommen");
    help = LDE_TR(lang, "export only the columns that are needed",
                  "exporteer alleen de kolommen die nodig zijn");
    break;
  }
  lde_mapping_say(mapping, LDE_ERROR, code, line, column, help, "%s", fact);
}

/* Where the header is and what separates its cells. */
static void find_header_row(csv_source *self)
{
  lde_mapping *mapping = &self->mapping;
  const char *text = self->decoded.text;
  size_t len = self->decoded.len, used = 0;
  uint32_t header_row = mapping->spec->header_row ? mapping->spec->header_row : 1;
  char delimiter = mapping->dialect.delimiter, sep = lde_dialect_sep_line(text, len, &used);

  if (sep && header_row == 1)
    header_row = 2;
  lde_csv_init(&self->csv, text, len, ',');
  lde_csv_skip_to(&self->csv, header_row);
  if (!delimiter)
    delimiter =
        sep ? sep : lde_dialect_delimiter(self->csv.at, (size_t)(self->csv.end - self->csv.at));
  self->csv.delimiter = delimiter;
  mapping->dataset->sources.data[mapping->source].delimiter = delimiter;
}

static bool read_headers(csv_source *self)
{
  lde_mapping *mapping = &self->mapping;
  lde_language lang = language(self);
  lde_csv_result result = lde_csv_next(&self->csv);

  if (result == LDE_CSV_RECORD)
    return lde_mapping_headers(mapping, self->csv.cells.data, self->csv.cells.len,
                               self->csv.record_line);
  if (result == LDE_CSV_MISTAKE)
    tell_mistake(self);
  else
    lde_mapping_say(
        mapping, LDE_ERROR, "load/syntax", 1, 0,
        LDE_TR(lang, "the first row holds the names of the columns (or write header_row)",
               "de eerste rij bevat de namen van de kolommen (of geef header_row)"),
        "%s",
        self->decoded.len ? LDE_TR(lang, "there is no header row", "er is geen rij met koppen")
                          : LDE_TR(lang, "the file is empty", "het bestand is leeg"));
  return false;
}

static bool is_empty_row(const lde_csv *csv)
{
  for (size_t i = 0; i < csv->cells.len; i++) {
    const char *text = csv->cells.data[i].text;
    size_t len = csv->cells.data[i].len;
    if (len && *text > ' ') /* the usual case: no need to trim */
      return false;
    lde_text_trim(&text, &len);
    if (len)
      return false;
  }
  return true;
}

static void tell_ragged(csv_source *self)
{
  lde_mapping *mapping = &self->mapping;
  lde_language lang = language(self);
  size_t count = self->csv.cells.len, headers = mapping->header_count;
  const lde_csv_cell *first_extra = count > headers ? &self->csv.cells.data[headers] : NULL;

  mapping->line = self->csv.record_line;
  lde_mapping_complain(
      mapping, first_extra, "load/syntax",
      count > headers
          ? LDE_TR(lang, "put a text that holds the delimiter between quotes",
                   "zet een tekst met het scheidingsteken erin tussen aanhalingstekens")
          : LDE_TR(lang, "is the row cut off, or is a line break missing its quotes?",
                   "is de rij afgebroken, of staat een regeleinde niet tussen aanhalingstekens?"),
      LDE_TR(lang, "this row (record %llu) has %zu fields, the header has %zu",
             "deze rij (record %llu) heeft %zu velden, de koprij %zu"),
      (unsigned long long)self->csv.records, count, headers);
}

/* Nobody looks at records before the one at hand: a large export makes room for what is made of it. */
static void forget_read(csv_source *self)
{
  enum { STEP = 4 << 20 };
  char *record = (char *)self->csv.record;

  if (!self->forgotten)
    self->forgotten = (char *)self->csv.data;
  if (record - self->forgotten < STEP)
    return;
  lde_forget(self->forgotten, (size_t)(record - self->forgotten));
  self->forgotten = record;
}

static void read_rows(csv_source *self)
{
  lde_mapping *mapping = &self->mapping;
  lde_csv *csv = &self->csv;
  lde_csv_result result;

  while ((result = lde_csv_next(csv)) != LDE_CSV_END) {
    forget_read(self);
    if (result == LDE_CSV_MISTAKE) {
      tell_mistake(self);
    } else if (is_empty_row(csv)) {
      if (!self->empty_rows++)
        self->first_empty = csv->record_line;
    } else if (csv->cells.len != mapping->header_count) {
      tell_ragged(self);
    } else if (!self->script) {
      lde_mapping_row(mapping, csv->cells.data, csv->record_line);
    } else if (!lde_mapping_transform(mapping, self->scripts, self->script, csv->cells.data,
                                      csv->record_line)) {
      break; /* the script reported why */
    }
  }
}

static void note_blank_lines(csv_source *self)
{
  lde_language lang = language(self);
  size_t count = self->csv.blank_lines + self->empty_rows;
  uint32_t first = self->csv.first_blank;

  if (!count)
    return;
  if (!first || (self->first_empty && self->first_empty < first))
    first = self->first_empty;
  lde_mapping_say(
      &self->mapping, LDE_NOTE, "load/blank", first, 0, NULL,
      count == 1
          ? LDE_TR(lang, "%zu blank line was skipped", "%zu lege regel is overgeslagen")
          : LDE_TR(lang, "%zu blank lines were skipped", "%zu lege regels zijn overgeslagen"),
      count);
}

/* How the file was read, for import_batches: the settings that would say the same. */
static const char *describe_dialect(csv_source *self)
{
  lde_mapping *mapping = &self->mapping;
  const lde_dialect *numbers = NULL, *dates = NULL;
  lde_buffer out = {0};
  const char *text;

  for (int f = mapping->spec->entity->field_count - 1; f >= 0; f--) {
    const lde_target *target = &mapping->targets[f];
    if (target->header < 0)
      continue;
    if (target->is_number && target->numbers_known)
      numbers = &target->dialect;
    if (target->is_date && target->dates_known)
      dates = &target->dialect;
  }
  lde_buffer_printf(&out, self->csv.delimiter == '\t' ? "delimiter \\t" : "delimiter %c",
                    self->csv.delimiter);
  if (numbers)
    lde_buffer_printf(&out, " decimal %c", numbers->decimal);
  if (dates && dates->date_order == LDE_DATE_DMY)
    lde_buffer_printf(&out, " date %s%c%s%cyyyy", dates->month_first ? "mm" : "dd",
                      dates->date_separator, dates->month_first ? "dd" : "mm",
                      dates->date_separator);
  else if (dates)
    lde_buffer_puts(&out,
                    dates->date_order == LDE_DATE_YMD ? " date yyyymmdd" : " date yyyy-mm-dd");
  lde_buffer_printf(&out, " encoding %s", lde_encoding_name(self->decoded.encoding));
  text = lde_arena_strdup(&mapping->dataset->arena, lde_buffer_text(&out));
  lde_buffer_free(&out);
  return text;
}

static bool open_script(csv_source *self)
{
  lde_mapping *mapping = &self->mapping;
  const lde_written *transform = &mapping->spec->transform;
  lde_language lang = language(self);

  if (!transform->text)
    return true;
  if (self->scripts) {
    self->script = self->scripts->open(self->scripts->ctx, transform->text, mapping->found);
    return self->script;
  }
  lde_mapping_blame(mapping, LDE_ERROR, "load/syntax", transform->line, transform->column, NULL,
                    "%s",
                    LDE_TR(lang, "a transform cannot be run here",
                           "een bewerking kan hier niet worden uitgevoerd"));
  return false;
}

lde_status lde_csv_load(lde_dataset *dataset, const lde_source_spec *spec,
                        const lde_load_scripts *scripts, lde_diagnostics *found)
{
  csv_source self = {.scripts = scripts};
  size_t errors = found->errors;

  lde_mapping_init(&self.mapping, dataset, spec, found);
  self.mapping.reader = &self;
  self.mapping.place = place_cell;
  self.mapping.look_ahead = look_ahead;
  if (!read_file(&self))
    goto done;
  find_header_row(&self);
  if (!read_headers(&self) || !open_script(&self))
    goto done;
  read_rows(&self);
  lde_mapping_merge(&self.mapping);
  note_blank_lines(&self);
  lde_mapping_finish(&self.mapping);
  dataset->sources.data[self.mapping.source].dialect = describe_dialect(&self);
done:
  if (self.script)
    scripts->close(self.script);
  lde_csv_deinit(&self.csv);
  lde_buffer_free(&self.decoded.converted);
  lde_buffer_free(&self.bytes);
  lde_mapping_deinit(&self.mapping);
  return found->errors == errors ? LDE_OK : LDE_ERROR_INPUT;
}
