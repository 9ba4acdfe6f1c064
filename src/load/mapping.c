/* The manifest's mapping meets the headers of the file: which column feeds which field, and what is
 * wrong with either. */
#include "load/mapping.h"

#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "load/header.h"

enum { TEXT_WIDTH = 300 }; /* of messages: a cell may hold a megabyte */

static lde_language language(const lde_mapping *mapping)
{
  return mapping->dataset->language;
}

static void say(lde_mapping *mapping, lde_severity severity, const char *code, const char *file,
                const char *path, const char *sheet, uint32_t line, uint32_t column,
                const char *help, const char *format, va_list args)
{
  lde_buffer whole = {0}, message = {0}, remedy = {0};
  lde_diagnostic diagnostic = {.code = code,
                               .severity = severity,
                               .file = file,
                               .path = path,
                               .sheet = sheet,
                               .line = line,
                               .column = column};

  lde_buffer_vprintf(&whole, format, args);
  lde_text_append_cut(&message, lde_buffer_text(&whole), TEXT_WIDTH);
  lde_text_append_cut(&remedy, help ? help : "", TEXT_WIDTH);
  diagnostic.message = lde_buffer_text(&message);
  diagnostic.help = lde_buffer_text(&remedy);
  lde_diagnostics_add(mapping->found, &diagnostic);
  lde_buffer_free(&whole);
  lde_buffer_free(&message);
  lde_buffer_free(&remedy);
}

/* Of the workbook that is being read; NULL for other files. */
static const char *sheet_of(const lde_mapping *mapping)
{
  return mapping->dataset->sources.data[mapping->source].sheet;
}

void lde_mapping_say(lde_mapping *mapping, lde_severity severity, const char *code, uint32_t line,
                     uint32_t column, const char *help, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  say(mapping, severity, code, mapping->spec->file, mapping->spec->path, sheet_of(mapping), line,
      column, help, format, args);
  va_end(args);
}

void lde_mapping_blame(lde_mapping *mapping, lde_severity severity, const char *code, uint32_t line,
                       uint32_t column, const char *help, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  say(mapping, severity, code, mapping->spec->manifest ? mapping->spec->manifest : "",
      mapping->spec->manifest_path, NULL, line, column, help, format, args);
  va_end(args);
}

void lde_mapping_complain(lde_mapping *mapping, const lde_csv_cell *cell, const char *code,
                          const char *help, const char *format, ...)
{
  uint32_t line = mapping->line, column = 0;
  va_list args;

  if (mapping->found->most && mapping->found->errors >= mapping->found->most) {
    mapping->found->errors++; /* counted, not shown */
    return;
  }
  if (cell && mapping->place)
    mapping->place(mapping->reader, cell, &line, &column);
  va_start(args, format);
  say(mapping, LDE_ERROR, code, mapping->spec->file, mapping->spec->path, sheet_of(mapping), line,
      column, help, format, args);
  va_end(args);
}

static void init_source(lde_mapping *mapping)
{
  lde_dataset *dataset = mapping->dataset;
  const lde_source_spec *spec = mapping->spec;
  size_t fields = (size_t)spec->entity->field_count;
  lde_arena *arena = &dataset->arena; /* the specification may go before the dataset does */
  lde_source source = {.name = lde_arena_strdup(arena, spec->file),
                       .path = lde_arena_strdup(arena, spec->path),
                       .kind = spec->kind,
                       .sheet = spec->sheet ? lde_arena_strdup(arena, spec->sheet) : NULL,
                       .entity = spec->entity->index};

  source.header_of = lde_arena_array(arena, fields, int32_t);
  for (size_t f = 0; f < fields; f++)
    source.header_of[f] = -1;
  if (spec->lenient.len) {
    source.lenient = lde_arena_array(arena, fields, lde_lenient);
    for (size_t i = 0; i < spec->lenient.len; i++)
      source.lenient[spec->lenient.data[i].field->index] = spec->lenient.data[i].action;
  }
  if (spec->by.len) {
    source.by = lde_arena_array(arena, fields, const lde_field *);
    for (size_t i = 0; i < spec->by.len; i++)
      source.by[spec->by.data[i].field->index] = spec->by.data[i].target_field;
  }
  mapping->source = (int32_t)dataset->sources.len;
  lde_vec_push(&dataset->sources, source);
}

static void init_dialect(lde_target *target, const lde_dialect_spec *spec)
{
  lde_dialect *dialect = &target->dialect;
  char decimal = spec->decimal;

  *dialect = (lde_dialect)LDE_DIALECT_INIT;
  dialect->cells = true;
  if (!decimal && (spec->thousands == '.' || spec->thousands == ','))
    decimal = spec->thousands == '.' ? ',' : '.';
  if (decimal) {
    dialect->decimal = decimal;
    target->numbers_known = true;
    if (!spec->thousands_written)
      dialect->thousands = decimal == ',' ? '.' : ',';
  }
  if (spec->thousands)
    dialect->thousands = spec->thousands;
  lde_dialect_set_date(dialect, spec->date);
  target->dates_known = spec->date != LDE_DATE_FORM_AUTO;
  target->exact = (lde_dialect)LDE_DIALECT_INIT;
  target->exact.cells = true;
}

static void init_target(lde_mapping *mapping, const lde_field *field)
{
  lde_target *target = &mapping->targets[field->index];
  lde_type type = field->type;

  target->field = field;
  target->header = -1;
  target->is_number = type == LDE_TYPE_MONEY || type == LDE_TYPE_SHARE || type == LDE_TYPE_FTE ||
                      type == LDE_TYPE_NUMBER || type == LDE_TYPE_INTEGER ||
                      type == LDE_TYPE_MINUTES;
  target->is_small = field->range == LDE_RANGE_SHARE_0_1 || field->range == LDE_RANGE_FROM_1_TO_5 ||
                     field->range == LDE_RANGE_FROM_0_TO_100;
  target->is_date = type == LDE_TYPE_DATE || type == LDE_TYPE_TIMESTAMP;
  target->is_currency = type == LDE_TYPE_TEXT && strcmp(field->name, "currency") == 0;
  init_dialect(target, &mapping->dialect);
}

static void apply_spec(lde_mapping *mapping)
{
  const lde_source_spec *spec = mapping->spec;

  for (size_t i = 0; i < spec->pad.len; i++)
    mapping->targets[spec->pad.data[i].field->index].pad = spec->pad.data[i].width;
  for (size_t i = 0; i < spec->units.len; i++)
    mapping->targets[spec->units.data[i].field->index].dialect.per_unit =
        mapping->targets[spec->units.data[i].field->index].exact.per_unit =
            spec->units.data[i].per_unit;
  for (size_t i = 0; i < spec->lenient.len; i++)
    mapping->targets[spec->lenient.data[i].field->index].lenient = spec->lenient.data[i].action;
  for (size_t i = 0; i < spec->values.len; i++) {
    lde_target *target = &mapping->targets[spec->values.data[i].field->index];
    if (!target->translations)
      target->translations =
          lde_arena_array(&mapping->arena, spec->values.len, const lde_translation_spec *);
    target->translations[target->translation_count++] = &spec->values.data[i];
  }
}

void lde_mapping_init(lde_mapping *mapping, lde_dataset *dataset, const lde_source_spec *spec,
                      lde_diagnostics *found)
{
  size_t fields = (size_t)spec->entity->field_count;

  memset(mapping, 0, sizeof *mapping);
  mapping->dataset = dataset;
  mapping->spec = spec;
  mapping->found = found;
  mapping->table = lde_dataset_table(dataset, spec->entity->index);
  mapping->first_row = lde_table_count(mapping->table);
  mapping->dialect = lde_dialect_expand(&spec->dialect);
  mapping->parse.dataset = dataset;
  mapping->targets = lde_arena_array(&mapping->arena, fields, lde_target);
  mapping->taken = lde_arena_array(&mapping->arena, fields, lde_taken);
  mapping->touched = lde_arena_array(&mapping->arena, fields, bool);
  mapping->set = lde_arena_array(&mapping->arena, fields, lde_taken);
  init_source(mapping);
  for (size_t f = 0; f < fields; f++)
    init_target(mapping, &spec->entity->fields[f]);
  apply_spec(mapping);
}

void lde_mapping_deinit(lde_mapping *mapping)
{
  for (int f = 0; mapping->targets && f < mapping->spec->entity->field_count; f++)
    lde_free(mapping->targets[f].cache);
  lde_vec_free(&mapping->fed);
  lde_vec_free(&mapping->where);
  lde_vec_free(&mapping->set_items);
  lde_vec_free(&mapping->set_fields);
  lde_vec_free(&mapping->items);
  lde_buffer_free(&mapping->scratch);
  lde_buffer_free(&mapping->text);
  lde_vec_free(&mapping->hashes);
  lde_mistake_deinit(&mapping->parse.mistake);
  lde_arena_free(&mapping->arena);
}

/* Headers: every column has a name of its own. */

static const char *fold(lde_mapping *mapping, const char *text, size_t len)
{
  lde_buffer_truncate(&mapping->text, 0);
  lde_text_append_folded(&mapping->text, text, len);
  return lde_arena_strndup(&mapping->arena, lde_buffer_text(&mapping->text), mapping->text.len);
}

static bool take_headers(lde_mapping *mapping, const lde_csv_cell *cells, size_t count)
{
  lde_language lang = language(mapping);
  bool fine = true;

  mapping->headers = lde_arena_array(&mapping->arena, count, const char *);
  mapping->folded = lde_arena_array(&mapping->arena, count, const char *);
  mapping->header_used = lde_arena_array(&mapping->arena, count, bool);
  for (size_t i = 0; i < count; i++) {
    const char *text = cells[i].text;
    size_t len = cells[i].len;
    lde_text_trim(&text, &len);
    mapping->headers[i] = lde_arena_strndup(&mapping->arena, text, len);
    mapping->folded[i] = fold(mapping, text, len);
    if (!len) {
      lde_mapping_complain(mapping, &cells[i], "load/required",
                           LDE_TR(lang, "give every column a header, or remove the column",
                                  "geef elke kolom een kop, of haal de kolom weg"),
                           LDE_TR(lang, "column %zu has no name", "kolom %zu heeft geen naam"),
                           i + 1);
      fine = false;
    }
    for (size_t before = 0; len && before < i; before++)
      if (strcmp(mapping->headers[before], mapping->headers[i]) == 0) {
        lde_mapping_complain(mapping, &cells[i], "load/duplicate",
                             LDE_TR(lang, "rename one of the two", "hernoem een van de twee"),
                             LDE_TR(lang, "duplicate column '%s' (also column %zu)",
                                    "kolom '%s' komt twee keer voor (ook kolom %zu)"),
                             mapping->headers[i], before + 1);
        fine = false;
        break;
      }
  }
  mapping->header_count = count;
  return fine;
}

static int32_t find_exactly(const lde_mapping *mapping, const char *text, size_t len)
{
  for (size_t i = 0; i < mapping->header_count; i++)
    if (strlen(mapping->headers[i]) == len && memcmp(mapping->headers[i], text, len) == 0)
      return (int32_t)i;
  return -1;
}

static int32_t find_loosely(lde_mapping *mapping, const char *text, size_t len)
{
  const char *folded = fold(mapping, text, len);

  for (size_t i = 0; i < mapping->header_count; i++)
    if (strcmp(mapping->folded[i], folded) == 0)
      return (int32_t)i;
  return -1;
}

static int32_t find_header(lde_mapping *mapping, const char *text, size_t len)
{
  int32_t found = find_exactly(mapping, text, len);
  return found >= 0 ? found : find_loosely(mapping, text, len);
}

/* The help for a header that the file does not have. */
static void suggest_header(lde_mapping *mapping, const char *wanted, lde_buffer *help)
{
  lde_language lang = language(mapping);
  lde_suggestion near = {.wanted = wanted};

  for (size_t i = 0; i < mapping->header_count; i++)
    lde_suggestion_offer(&near, mapping->headers[i]);
  lde_suggestion_print(help, &near, lang);
  if (help->len)
    return;
  if (mapping->header_count == 1) {
    lde_buffer_printf(help,
                      LDE_TR(lang,
                             "only one column was found, '%s': write dialect: {delimiter: \";\"} "
                             "if that is what separates the columns",
                             "er is maar één kolom gevonden, '%s': schrijf dialect: {delimiter: "
                             "\";\"} als dat het scheidingsteken is"),
                      mapping->headers[0]);
    return;
  }
  lde_buffer_puts(help, LDE_TR(lang, "the file has: ", "het bestand heeft: "));
  for (size_t i = 0; i < mapping->header_count; i++)
    lde_buffer_printf(help, "%s%s", i ? ", " : "", mapping->headers[i]);
}

static void blame_header(lde_mapping *mapping, lde_severity severity, const lde_written *header,
                         const char *text)
{
  lde_buffer help = {0};

  suggest_header(mapping, text, &help);
  lde_mapping_blame(mapping, severity, "load/unknown-key", header->line, header->column,
                    lde_buffer_text(&help),
                    LDE_TR(language(mapping), "%s has no column '%s'", "%s heeft geen kolom '%s'"),
                    mapping->spec->file, text);
  lde_buffer_free(&help);
}

/* Columns to fields. */

static void feed(lde_mapping *mapping, const lde_field *field, int32_t header)
{
  lde_target *target = &mapping->targets[field->index];
  lde_source *source = &mapping->dataset->sources.data[mapping->source];

  target->header = header;
  if (!(field->flags & LDE_LIST) && field->type != LDE_TYPE_MAP)
    target->cache = lde_alloc(LDE_CACHE_SLOTS, sizeof *target->cache);
  mapping->header_used[header] = true;
  source->header_of[field->index] = header;
}

/* "{Kostenplaats}-{Jaar}" into its pieces. */
static bool compose(lde_mapping *mapping, const lde_column_spec *column)
{
  lde_target *target = &mapping->targets[column->field->index];
  const lde_written *header = &column->headers[0];
  const char *at = header->text, *end = at + header->len;
  bool fine = true;

  target->pieces = lde_arena_array(&mapping->arena, header->len + 1, lde_piece);
  while (at < end) {
    const char *open = memchr(at, '{', (size_t)(end - at));
    const char *close = open ? memchr(open, '}', (size_t)(end - open)) : NULL;
    const char *name;
    int32_t found;
    if (!close)
      open = end;
    if (open > at)
      target->pieces[target->piece_count++] = (lde_piece){at, (size_t)(open - at), -1};
    if (!close)
      break;
    name = lde_arena_strndup(&mapping->arena, open + 1, (size_t)(close - open - 1));
    found = find_header(mapping, name, strlen(name));
    if (found < 0) {
      blame_header(mapping, LDE_ERROR, header, name);
      fine = false;
    } else {
      target->pieces[target->piece_count++] = (lde_piece){NULL, 0, found};
      mapping->header_used[found] = true;
      if (mapping->dataset->sources.data[mapping->source].header_of[column->field->index] < 0)
        mapping->dataset->sources.data[mapping->source].header_of[column->field->index] = found;
    }
    at = close + 1;
  }
  return fine;
}

static bool map_column(lde_mapping *mapping, const lde_column_spec *column)
{
  int32_t found = -1;

  if (column->composed)
    return compose(mapping, column);
  for (size_t i = 0; i < column->count && found < 0; i++)
    found = find_exactly(mapping, column->headers[i].text, column->headers[i].len);
  for (size_t i = 0; i < column->count && found < 0; i++)
    found = find_loosely(mapping, column->headers[i].text, column->headers[i].len);
  if (found >= 0)
    feed(mapping, column->field, found);
  else if (column->count)
    blame_header(mapping, LDE_ERROR, &column->headers[0], column->headers[0].text);
  return found >= 0;
}

static bool is_ignored(lde_mapping *mapping, size_t header)
{
  for (size_t i = 0; i < mapping->spec->ignore.len; i++) {
    const lde_written *name = &mapping->spec->ignore.data[i];
    if (find_header(mapping, name->text, name->len) == (int32_t)header)
      return true;
  }
  return false;
}

static bool match_headers(lde_mapping *mapping, const lde_csv_cell *cells)
{
  lde_language lang = language(mapping);
  bool fine = true, any = false;

  for (size_t i = 0; i < mapping->header_count; i++) {
    const lde_field *field = is_ignored(mapping, i)
                                 ? NULL
                                 : lde_header_field(mapping->spec->entity, mapping->headers[i],
                                                    strlen(mapping->headers[i]),
                                                    mapping->spec->language);
    if (!field)
      continue;
    any = true;
    if (mapping->targets[field->index].header >= 0) {
      lde_mapping_complain(
          mapping, &cells[i], "load/duplicate",
          LDE_TR(lang, "say with `columns` which of the two it is, or ignore one",
                 "geef met `columns` aan welke van de twee het is, of negeer er een"),
          LDE_TR(lang, "the columns '%s' and '%s' both name the field %s",
                 "de kolommen '%s' en '%s' noemen allebei het veld %s"),
          mapping->headers[mapping->targets[field->index].header], mapping->headers[i],
          field->name);
      fine = false;
    } else {
      feed(mapping, field, (int32_t)i);
    }
  }
  if (!any) {
    lde_buffer help = {0};
    suggest_header(mapping, mapping->spec->entity->fields[LDE_F_ID].name, &help);
    lde_mapping_complain(
        mapping, &cells[0], "load/unknown-key", lde_buffer_text(&help),
        LDE_TR(lang, "no column is named after a field of %s: a mapping is needed (`columns`)",
               "geen kolom heet naar een veld van %s: er is een koppeling nodig (`columns`)"),
        mapping->spec->entity->plural);
    lde_buffer_free(&help);
  }
  return fine && any;
}

static bool map_others(lde_mapping *mapping)
{
  const lde_source_spec *spec = mapping->spec;
  bool fine = true;

  for (size_t i = 0; i < spec->where.len; i++) {
    int32_t found =
        find_header(mapping, spec->where.data[i].header.text, spec->where.data[i].header.len);
    if (found < 0) {
      blame_header(mapping, LDE_ERROR, &spec->where.data[i].header,
                   spec->where.data[i].header.text);
      fine = false;
    } else {
      mapping->header_used[found] = true;
    }
    lde_vec_push(&mapping->where, found);
  }
  for (size_t i = 0; i < spec->ignore.len; i++) {
    int32_t found = find_header(mapping, spec->ignore.data[i].text, spec->ignore.data[i].len);
    if (found < 0)
      blame_header(mapping, LDE_WARNING, &spec->ignore.data[i], spec->ignore.data[i].text);
    else
      mapping->header_used[found] = true;
  }
  return fine;
}

/* `set`: values that every row gets, parsed once. */
static bool read_set(lde_mapping *mapping)
{
  const lde_source_spec *spec = mapping->spec;
  size_t errors = mapping->found->errors;

  for (size_t i = 0; i < spec->set.len; i++) {
    const lde_set_spec *one = &spec->set.data[i];
    lde_target *target = &mapping->targets[one->field->index];
    lde_taken *set = &mapping->set[one->field->index];
    lde_lenient lenient = target->lenient;
    lde_dataset *dataset = mapping->dataset;
    lde_dialect dialect = LDE_DIALECT_INIT;
    mapping->parse.dialect = &dialect;
    target->lenient = LDE_STRICT;
    if (!lde_value_parse(&mapping->parse, one->field, one->value.text, one->value.len,
                         &set->value)) {
      lde_mapping_blame(mapping, LDE_ERROR, mapping->parse.mistake.code, one->value.line,
                        one->value.column, lde_buffer_text(&mapping->parse.mistake.help), "%s: %s",
                        one->field->name, lde_buffer_text(&mapping->parse.mistake.message));
    } else if (target->is_currency && strcmp(one->value.text, dataset->currency) != 0) {
      lde_mapping_blame(mapping, LDE_ERROR, "load/type", one->value.line, one->value.column, NULL,
                        LDE_TR(language(mapping),
                               "the amounts are in %s, the organisation's currency is %s",
                               "de bedragen zijn in %s, de munt van de organisatie is %s"),
                        one->value.text, dataset->currency);
    } else if (one->field->flags & LDE_LIST) {
      lde_vec_push(&mapping->set_items, (int32_t)set->value);
      set->value = (int64_t)mapping->set_items.len - (int64_t)++set->count;
      set->state = LDE_CELL_VALUE;
    } else {
      set->state = LDE_CELL_VALUE;
    }
    target->lenient = lenient;
  }
  for (int f = 0; f < spec->entity->field_count; f++)
    if (mapping->set[f].state == LDE_CELL_VALUE)
      lde_vec_push(&mapping->set_fields, f);
  return mapping->found->errors == errors;
}

static void note_unmapped(lde_mapping *mapping)
{
  lde_language lang = language(mapping);
  lde_buffer names = {0};
  size_t count = 0;

  for (size_t i = 0; i < mapping->header_count; i++)
    if (!mapping->header_used[i])
      lde_buffer_printf(&names, "%s%s", count++ ? ", " : "", mapping->headers[i]);
  if (count && !mapping->spec->transform.text)
    lde_mapping_say(mapping, LDE_NOTE, "load/unmapped", mapping->header_line, 0,
                    LDE_TR(lang, "map them under `columns` or name them under `ignore`",
                           "koppel ze onder `columns` of noem ze onder `ignore`"),
                    count == 1 ? LDE_TR(lang, "a column without a field was not read: %s",
                                        "een kolom zonder veld is niet gelezen: %s")
                               : LDE_TR(lang, "columns without a field were not read: %s",
                                        "kolommen zonder veld zijn niet gelezen: %s"),
                    lde_buffer_text(&names));
  lde_buffer_free(&names);
}

bool lde_mapping_headers(lde_mapping *mapping, const lde_csv_cell *cells, size_t count,
                         uint32_t line)
{
  const lde_source_spec *spec = mapping->spec;
  bool fine;

  mapping->header_line = mapping->line = line;
  if (!take_headers(mapping, cells, count))
    return false;
  fine = read_set(mapping);
  for (size_t i = 0; i < spec->columns.len; i++)
    fine = map_column(mapping, &spec->columns.data[i]) && fine;
  fine = map_others(mapping) && fine;
  if (!spec->has_columns && !spec->transform.text)
    fine = match_headers(mapping, cells) && fine;
  for (int f = 0; f < spec->entity->field_count; f++)
    if (mapping->targets[f].header >= 0 || mapping->targets[f].piece_count)
      lde_vec_push(&mapping->fed, f);
  if (fine)
    note_unmapped(mapping);
  return fine;
}

void lde_mapping_finish(lde_mapping *mapping)
{
  lde_language lang = language(mapping);
  const lde_source *source = &mapping->dataset->sources.data[mapping->source];

  if (source->rows_merged)
    lde_mapping_say(
        mapping, LDE_NOTE, "load/merged", mapping->first_merged, 0, NULL,
        source->rows_merged == 1
            ? LDE_TR(lang, "%lld row equals an earlier one and was merged with it",
                     "%lld rij is gelijk aan een eerdere en is daarmee samengevoegd")
            : LDE_TR(lang, "%lld rows equal an earlier one and were merged with it",
                     "%lld rijen zijn gelijk aan een eerdere en zijn daarmee samengevoegd"),
        (long long)source->rows_merged);
  if (mapping->first_time)
    lde_mapping_say(mapping, LDE_NOTE, "load/time", mapping->first_time, 0, NULL, "%s",
                    LDE_TR(lang, "a time stands behind dates here and was left out",
                           "achter datums staat hier een tijd; die is weggelaten"));
}
