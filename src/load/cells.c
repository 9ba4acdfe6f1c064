/* From the text of a cell to the value of a field: blanks, padding, translations, the style of
 * numbers and dates, currency, and what `lenient` lets through. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "load/mapping.h"
#include "load/records.h"
#include "load/yaml.h"
#include "model/resolve.h"

static const lde_dialect written_dialect = LDE_DIALECT_INIT;

static lde_language language(const lde_mapping *mapping)
{
  return mapping->dataset->language;
}

/* People who fill in a workbook know its headings, not the names of fields. */
static const char *name_of(const lde_mapping *mapping, const lde_target *target)
{
  return mapping->spec->kind == LDE_SOURCE_XLSX && target->header >= 0
             ? mapping->headers[target->header]
             : target->field->name;
}

static bool same_folded(lde_mapping *mapping, const char *a, size_t alen, const char *b,
                        size_t blen)
{
  lde_buffer *text = &mapping->text;
  size_t half;

  lde_buffer_truncate(text, 0);
  lde_text_append_folded(text, a, alen);
  half = text->len;
  lde_text_append_folded(text, b, blen);
  return text->len == 2 * half && (half == 0 || memcmp(text->data, text->data + half, half) == 0);
}

static const lde_translation_spec *translate(lde_mapping *mapping, const lde_target *target,
                                             const char *text, size_t len)
{
  for (size_t i = 0; i < target->translation_count; i++) {
    const lde_written *from = &target->translations[i]->from;
    if (from->len == len && memcmp(from->text, text, len) == 0)
      return target->translations[i];
  }
  for (size_t i = 0; i < target->translation_count; i++) {
    const lde_written *from = &target->translations[i]->from;
    if (same_folded(mapping, text, len, from->text, from->len))
      return target->translations[i];
  }
  return NULL;
}

/* Out of range, dangling, or not one of the choices: the source may declare that ordinary. */
static bool may_pass(const lde_target *target, const char *code)
{
  return target->lenient != LDE_STRICT &&
         (strcmp(code, "load/range") == 0 || strcmp(code, "load/reference") == 0 ||
          (target->field->type == LDE_TYPE_CHOICE && strcmp(code, "load/type") == 0));
}

static lde_cell_state refuse(lde_mapping *mapping, const lde_target *target, const char *text,
                             size_t len, const lde_csv_cell *cell)
{
  const lde_mistake *mistake = &mapping->parse.mistake;
  lde_place place = {mapping->source, mapping->line, 0};

  if (may_pass(target, mistake->code)) {
    lde_reject_add(mapping->dataset, place, target->field, text, len,
                   lde_buffer_text(&mistake->message), target->lenient);
    return target->lenient == LDE_LENIENT_EMPTY ? LDE_CELL_EMPTY : LDE_CELL_DROPS;
  }
  mapping->row_wrong = true;
  lde_mapping_complain(mapping, cell, mistake->code, lde_buffer_text(&mistake->help), "%s: %s",
                       name_of(mapping, target), lde_buffer_text(&mistake->message));
  return LDE_CELL_WRONG;
}

static void set_style(lde_mapping *mapping, lde_target *target, lde_number_style style)
{
  target->dialect.decimal = style == LDE_NUMBER_COMMA ? ',' : '.';
  if (!mapping->dialect.thousands && !mapping->dialect.thousands_written)
    target->dialect.thousands = style == LDE_NUMBER_COMMA ? '.' : ',';
  target->numbers_known = true;
  if (mapping->seen == LDE_NUMBER_ANY)
    mapping->seen = style;
  else if (mapping->seen != style)
    mapping->seen = LDE_NUMBER_AMBIGUOUS;
}

bool lde_mapping_observe(lde_mapping *mapping, lde_target *target, const lde_csv_cell *cells)
{
  for (size_t i = 0; i < mapping->fed.len; i++) {
    const lde_target *other = &mapping->targets[mapping->fed.data[i]];
    lde_number_style style, *seen = &mapping->ahead[other != target];
    if (!other->is_number || other->header < 0)
      continue;
    style =
        lde_number_style_of(cells[other->header].text, cells[other->header].len, other->is_small);
    if (style != LDE_NUMBER_COMMA && style != LDE_NUMBER_POINT)
      continue;
    *seen = *seen == LDE_NUMBER_ANY || *seen == style ? style : LDE_NUMBER_AMBIGUOUS;
  }
  return mapping->ahead[0] != LDE_NUMBER_ANY;
}

/* What the rest of the file proves about a column whose text proves nothing. */
static lde_number_style ask_the_file(lde_mapping *mapping, lde_target *target)
{
  lde_number_style others;

  mapping->ahead[0] = LDE_NUMBER_ANY;
  mapping->ahead[1] = mapping->seen;
  if (mapping->look_ahead)
    mapping->look_ahead(mapping->reader, mapping, target);
  others = mapping->ahead[1];
  if (mapping->ahead[0] == LDE_NUMBER_COMMA || mapping->ahead[0] == LDE_NUMBER_POINT)
    return mapping->ahead[0];
  return others == LDE_NUMBER_COMMA || others == LDE_NUMBER_POINT ? others : LDE_NUMBER_AMBIGUOUS;
}

static void tell_ambiguous(lde_mapping *mapping, const lde_target *target, const char *text,
                           size_t len, const lde_csv_cell *cell)
{
  lde_language lang = language(mapping);
  lde_buffer whole = {0}, part = {0}, help = {0};

  for (size_t i = 0; i < len; i++)
    if (text[i] != '.' && text[i] != ',') {
      lde_buffer_putc(&whole, text[i]);
      lde_buffer_putc(&part, text[i]);
    } else {
      lde_buffer_putc(&part, lang == LDE_DUTCH ? ',' : '.');
    }
  lde_buffer_printf(&help, LDE_TR(lang,
                                  "write in the source of the manifest: dialect: {decimal: \",\"} "
                                  "or dialect: {decimal: \".\"}",
                                  "schrijf bij de bron in het manifest: dialect: {decimal: \",\"} "
                                  "of dialect: {decimal: \".\"}"));
  lde_mapping_complain(
      mapping, cell, "load/ambiguous", lde_buffer_text(&help),
      LDE_TR(lang, "%s: '%.*s' may be %s or %s, and nothing in the file tells which",
             "%s: '%.*s' kan %s of %s zijn, en niets in het bestand zegt welke van de twee"),
      target->field->name, (int)len, text, lde_buffer_text(&whole), lde_buffer_text(&part));
  lde_buffer_free(&whole);
  lde_buffer_free(&part);
  lde_buffer_free(&help);
}

/* Settles the decimal sign of the column when this text needs it. False: it cannot be told. */
static bool settle_numbers(lde_mapping *mapping, lde_target *target, const char *text, size_t len,
                           const lde_csv_cell *cell)
{
  lde_number_style style = lde_number_style_of(text, len, target->is_small);

  if (style == LDE_NUMBER_ANY)
    return true;
  if (style == LDE_NUMBER_AMBIGUOUS && !target->ambiguous)
    style = ask_the_file(mapping, target);
  if (style != LDE_NUMBER_AMBIGUOUS) {
    set_style(mapping, target, style);
    return true;
  }
  if (!target->ambiguous)
    tell_ambiguous(mapping, target, text, len, cell);
  target->ambiguous = true;
  mapping->row_wrong = true;
  return false;
}

static void settle_dates(lde_target *target, const char *text, size_t len)
{
  lde_date_form form = lde_date_form_of(text, len);

  if (form == LDE_DATE_FORM_AUTO)
    return;
  lde_dialect_set_date(&target->dialect, form);
  target->dialect.loose_days = true;
  target->dates_known = true;
}

static bool currency_fits(lde_mapping *mapping, const char *text, size_t len)
{
  lde_language lang = language(mapping);
  const char *own = mapping->dataset->currency;

  if (len == strlen(own) && memcmp(text, own, len) == 0)
    return true;
  lde_mistake_set(&mapping->parse, "load/type",
                  LDE_TR(lang, "the amount is in %.*s, the organisation's currency is %s",
                         "het bedrag is in %.*s, de munt van de organisatie is %s"),
                  (int)(len > 20 ? 20 : len), text, own);
  lde_mistake_help(&mapping->parse, "%s",
                   LDE_TR(lang, "convert the amounts before they are loaded",
                          "reken de bedragen om voordat ze worden geladen"));
  return false;
}

static lde_cell_state parse(lde_mapping *mapping, lde_target *target, const lde_dialect *dialect,
                            const char *text, size_t len, const lde_csv_cell *cell, int64_t *value)
{
  mapping->parse.dialect = dialect;
  mapping->parse.called =
      mapping->spec->kind == LDE_SOURCE_XLSX && cell ? name_of(mapping, target) : NULL;
  if ((!target->is_currency || currency_fits(mapping, text, len)) &&
      lde_value_parse(&mapping->parse, target->field, text, len, value)) {
    if (mapping->parse.time_dropped && !mapping->first_time)
      mapping->first_time = mapping->line;
    return LDE_CELL_VALUE;
  }
  return refuse(mapping, target, text, len, cell);
}

/* Codes that lost their leading zeros get them back; other texts stay. */
static const char *pad(lde_mapping *mapping, const lde_target *target, const char *text,
                       size_t *len)
{
  for (size_t i = 0; i < *len; i++)
    if (text[i] < '0' || text[i] > '9')
      return text;
  if (*len >= target->pad)
    return text;
  lde_buffer_truncate(&mapping->text, 0);
  lde_buffer_fill(&mapping->text, '0', target->pad - *len);
  lde_buffer_append(&mapping->text, text, *len);
  *len = mapping->text.len;
  return mapping->text.data;
}

/* One text, trimmed and not empty. */
static lde_cell_state take_one(lde_mapping *mapping, lde_target *target, const char *text,
                               size_t len, const lde_csv_cell *cell, int64_t *value)
{
  if (target->translation_count) {
    const lde_translation_spec *found = translate(mapping, target, text, len);
    if (found && !found->to.text)
      return LDE_CELL_EMPTY;
    if (found)
      return parse(mapping, target, &written_dialect, found->to.text, found->to.len, cell, value);
  }
  if (target->pad)
    text = pad(mapping, target, text, &len);
  if (cell && cell->nature == LDE_CSV_EXACT && !target->piece_count)
    return parse(mapping, target, &target->exact, text, len, cell, value);
  if (target->is_number && !target->numbers_known &&
      !settle_numbers(mapping, target, text, len, cell))
    return LDE_CELL_WRONG;
  if (target->is_date && !target->dates_known)
    settle_dates(target, text, len);
  return parse(mapping, target, &target->dialect, text, len, cell, value);
}

/* A slot for the text, by its length and ends: cheap, and good enough for codes and dates. */
static lde_cell_cache *slot_of(lde_target *target, const char *text, size_t len)
{
  uint64_t head = 0, tail = 0;

  memcpy(&head, text, len < 8 ? len : 8);
  if (len > 8)
    memcpy(&tail, text + len - 8, 8);
  head = (head ^ tail * 3 ^ len) * UINT64_C(0x9E3779B97F4A7C15);
  return &target->cache[head >> 55];
}

/* A column of which few texts repeat, such as an id, is not worth asking. */
static void retire_cache(lde_target *target)
{
  enum { TRIAL = 4096 };

  if (target->cache_asked < TRIAL)
    return;
  if (target->cache_met < TRIAL / 4) {
    lde_free(target->cache);
    target->cache = NULL;
  }
  target->cache_asked = target->cache_met = 0;
}

static lde_cell_state take_cached(lde_mapping *mapping, lde_target *target, const char *text,
                                  size_t len, const lde_csv_cell *cell, int64_t *value)
{
  lde_cell_cache *slot = slot_of(target, text, len);
  lde_cell_state state;
  size_t rejects;

  target->cache_asked++;
  if (slot->len == len && memcmp(slot->text, text, len) == 0) {
    target->cache_met++;
    *value = slot->value;
    return slot->empty ? LDE_CELL_EMPTY : LDE_CELL_VALUE;
  }
  rejects = (size_t)lde_count(mapping->dataset, import_reject);
  state = take_one(mapping, target, text, len, cell, value);
  if (state == LDE_CELL_VALUE ||
      (state == LDE_CELL_EMPTY && rejects == (size_t)lde_count(mapping->dataset, import_reject))) {
    *slot = (lde_cell_cache){.value = *value, .len = (unsigned char)len, .empty = state == LDE_CELL_EMPTY};
    memcpy(slot->text, text, len);
  }
  retire_cache(target);
  return state;
}

static lde_cell_state take_list(lde_mapping *mapping, lde_target *target, const char *text,
                                size_t len, const lde_csv_cell *cell)
{
  lde_taken *taken = &mapping->taken[target->field->index];
  const char *end = text + len;

  taken->value = (int64_t)mapping->items.len;
  taken->count = 0;
  for (;;) {
    const char *bar = memchr(text, '|', (size_t)(end - text));
    const char *item = text;
    size_t item_len = (size_t)((bar ? bar : end) - text);
    int64_t value = 0;
    lde_text_trim(&item, &item_len);
    if (item_len) {
      lde_cell_state state = take_one(mapping, target, item, item_len, cell, &value);
      if (state == LDE_CELL_WRONG || state == LDE_CELL_DROPS)
        return taken->state = state;
      if (state == LDE_CELL_VALUE) {
        lde_vec_push(&mapping->items, (int32_t)value);
        taken->count++;
      }
    }
    if (!bar)
      break;
    text = bar + 1;
  }
  return taken->state = taken->count ? LDE_CELL_VALUE : LDE_CELL_EMPTY;
}

/* Names and values in one cell: {unit: it, quarter: 2}, as YAML and JSON write them. */
static lde_cell_state take_map(lde_mapping *mapping, const lde_target *target, const char *text,
                               size_t len, const lde_csv_cell *cell)
{
  lde_language lang = language(mapping);
  lde_taken *taken = &mapping->taken[target->field->index];
  lde_diagnostics found = {.language = lang};
  lde_complaints to = {&found, "", NULL};
  const lde_node *root = NULL;
  bool fine = lde_yaml_read(&mapping->arena, text, len, 0, &to, &root) && root &&
              root->kind == LDE_NODE_MAP;
  int32_t triple[3];

  lde_diagnostics_free(&found);
  taken->value = (int64_t)mapping->items.len;
  taken->count = 0;
  for (const lde_node *member = fine ? root->first : NULL; member && fine; member = member->next) {
    fine = lde_map_member(&mapping->dataset->strings, member, triple);
    for (int i = 0; fine && i < 3; i++, taken->count++)
      lde_vec_push(&mapping->items, triple[i]);
  }
  if (fine)
    return taken->count ? LDE_CELL_VALUE : LDE_CELL_EMPTY;
  lde_mistake_set(&mapping->parse, "load/type",
                  LDE_TR(lang, "'%.*s' is no list of names and values",
                         "'%.*s' is geen lijst van namen en waarden"),
                  (int)(len > 60 ? 60 : len), text);
  lde_mistake_help(&mapping->parse, "%s",
                   LDE_TR(lang, "write {unit: it, quarter: 2}", "schrijf {unit: it, quarter: 2}"));
  return refuse(mapping, target, text, len, cell);
}

/* A cell of a workbook that has no value to take. */
static lde_cell_state tell_missing(lde_mapping *mapping, const lde_target *target,
                                   const lde_csv_cell *cell)
{
  lde_language lang = language(mapping);

  mapping->row_wrong = true;
  if (cell->nature == LDE_CSV_FAILED)
    lde_mapping_complain(mapping, cell, "load/error-cell",
                         LDE_TR(lang, "repair the formula, or type the value",
                                "herstel de formule, of typ de waarde"),
                         LDE_TR(lang, "%s: the cell holds the error %.*s",
                                "%s: de cel bevat de fout %.*s"),
                         name_of(mapping, target), (int)cell->len, cell->text);
  else
    lde_mapping_complain(mapping, cell, "load/no-value",
                         LDE_TR(lang, "open the workbook in Excel and save it there",
                                "open de werkmap in Excel en sla haar daar op"),
                         LDE_TR(lang, "%s: the cell has a formula without a computed value",
                                "%s: de cel heeft een formule zonder berekende waarde"),
                         name_of(mapping, target));
  return LDE_CELL_WRONG;
}

/* An export puts an apostrophe before a text that a spreadsheet would take for a formula. */
static bool is_neutralised(const lde_mapping *mapping, const lde_target *target, char second)
{
  return mapping->spec->kind == LDE_SOURCE_CSV && target->field->type == LDE_TYPE_TEXT &&
         !target->piece_count && strchr("=+-@", second);
}

lde_cell_state lde_cell_take(lde_mapping *mapping, lde_target *target, const char *text, size_t len,
                             const lde_csv_cell *cell, bool plain)
{
  lde_taken *taken = &mapping->taken[target->field->index];

  if (cell && cell->nature >= LDE_CSV_FAILED)
    return taken->state = tell_missing(mapping, target, cell);
  if (len && ((unsigned char)text[0] <= ' ' || (unsigned char)text[len - 1] <= ' ' ||
              (unsigned char)text[0] == 0xC2 || (unsigned char)text[len - 1] == 0xA0))
    lde_text_trim(&text, &len);
  if (!len)
    return taken->state = LDE_CELL_EMPTY;
  if (*text == '\'' && len > 1 && is_neutralised(mapping, target, text[1])) {
    text++;
    len--;
  }
  if (target->field->type == LDE_TYPE_MAP)
    return taken->state = take_map(mapping, target, text, len, cell);
  if (target->field->flags & LDE_LIST)
    return take_list(mapping, target, text, len, cell);
  return taken->state = plain && target->cache && len <= LDE_CACHE_TEXT_MAX
                            ? take_cached(mapping, target, text, len, cell, &taken->value)
                            : take_one(mapping, target, text, len, cell, &taken->value);
}

lde_cell_state lde_cell_take_written(lde_mapping *mapping, lde_target *target, const char *text,
                                     size_t len, const lde_csv_cell *cell)
{
  lde_taken *taken = &mapping->taken[target->field->index];
  return taken->state = parse(mapping, target, &written_dialect, text, len, cell, &taken->value);
}
