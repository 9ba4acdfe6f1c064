/* The cells of one sheet: headings with their notes, the example, the records. */
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "engine/exchange/sheets.h"
#include "load/header.h"
#include "load/xlsx_source.h"
#include "model/value.h"

static bool is_needed(const lde_field *field)
{
  return field->flags & (LDE_REQUIRED | LDE_KEY) ||
         (field->index == LDE_F_ID && field->entity->id_kind == LDE_ID_OWN_ID);
}

/* How the type is written, in a few words. */
static const char *how_to_write(const lde_field *field, lde_language lang)
{
  if (field->flags & LDE_LIST)
    return LDE_TR(lang, "Several are separated by |", "Zet | tussen meer dan een.");
  switch (field->type) {
  case LDE_TYPE_MONEY:
    return LDE_TR(lang, "An amount, without a sign.", "Een bedrag, zonder euroteken.");
  case LDE_TYPE_SHARE:
    return LDE_TR(lang, "A share: 0.25 or 25%.", "Een aandeel: 0,25 of 25%.");
  case LDE_TYPE_FTE:
    return LDE_TR(lang, "A part of full time, such as 0.8.", "Een deel van voltijd, zoals 0,8.");
  case LDE_TYPE_MINUTES:
    return LDE_TR(lang, "Minutes (90), or hours and minutes (1:30).",
                  "Minuten (90), of uren en minuten (1:30).");
  case LDE_TYPE_LEVEL:
    return LDE_TR(lang, "The number or the name of a level.",
                  "Het nummer of de naam van een niveau.");
  case LDE_TYPE_DATE:
    return LDE_TR(lang, "A date.", "Een datum.");
  case LDE_TYPE_TIMESTAMP:
    return LDE_TR(lang, "A date and a time.", "Een datum en een tijd.");
  case LDE_TYPE_PERIOD:
    return LDE_TR(lang, "A year (2027), half (2027-H1), quarter (2027-Q1) or month (2027-03).",
                  "Een jaar (2027), halfjaar (2027-H1), kwartaal (2027-Q1) of maand (2027-03).");
  case LDE_TYPE_BOOL:
    return LDE_TR(lang, "Yes or no.", "Ja of nee.");
  case LDE_TYPE_CHOICE:
    return LDE_TR(lang, "Choose from the list.", "Kies uit de lijst.");
  case LDE_TYPE_MAP:
    return LDE_TR(lang, "Names and values: {unit: it, quarter: 2}.",
                  "Namen en waarden: {unit: it, quarter: 2}.");
  case LDE_TYPE_REF:
    return LDE_TR(lang, "With its kind: goals:g1.", "Met de soort ervoor: goals:g1.");
  default:
    return "";
  }
}

static void put_note(const lde_sheet_job *job, const lde_field *field, lde_buffer *note)
{
  lde_language lang = job->language;
  const char *how = how_to_write(field, lang);

  lde_buffer_puts(note, field->doc[lang] ? field->doc[lang] : "");
  if (field->type == LDE_TYPE_REFERENCE && field->target)
    lde_buffer_printf(note, LDE_TR(lang, "\nAn id of the sheet %s.", "\nEen id van het blad %s."),
                      lde_sheet_name(field->target, lang));
  if (*how)
    lde_buffer_printf(note, "\n%s", how);
  if (is_needed(field))
    lde_buffer_printf(note, "\n%s", LDE_TR(lang, "Has to be filled in.", "Moet worden ingevuld."));
  else if (field->flags & LDE_KEY_EITHER)
    lde_buffer_printf(note, "\n%s",
                      LDE_TR(lang, "Fill in one of the columns that go together here.",
                             "Vul een van de kolommen in die hier bij elkaar horen."));
}

void lde_sheet_heads(const lde_sheet_job *job, lde_book *book, int sheet,
                     const lde_sheet_plan *plan)
{
  lde_buffer note = {0};

  for (size_t i = 0; i < plan->fields.len; i++) {
    const lde_field *field = plan->fields.data[i];
    const char *head = lde_header_of(field, job->language, job->written);
    double width = (double)strlen(head) + 4;
    if (field->type == LDE_TYPE_TEXT && field->index != LDE_F_ID && width < 24)
      width = 24;
    lde_book_width(book, sheet, (uint16_t)i, width > 40 ? 40 : width < 12 ? 12 : width,
                   lde_sheet_kind(job, field), LDE_BOOK_PLAIN);
    lde_book_text(book, sheet, 0, (uint16_t)i, head, LDE_BOOK_GENERAL,
                  is_needed(field) ? LDE_BOOK_NEEDED : LDE_BOOK_HEADING);
    lde_buffer_truncate(&note, 0);
    put_note(job, field, &note);
    lde_book_note(book, sheet, 0, (uint16_t)i, lde_buffer_text(&note));
  }
  lde_buffer_free(&note);
}

/* A number of at most 15 digits is exact in a workbook. */
static bool is_exact(int64_t value)
{
  return value > -1000000000000000 && value < 1000000000000000;
}

static double one_of(const lde_sheet_job *job, const lde_field *field)
{
  double one = 1;
  int scale = field->type == LDE_TYPE_MONEY ? job->dataset->currency_decimals
                                            : lde_type_scale(field->type);
  while (scale-- > 0)
    one *= 10;
  return one;
}

static void put_text(const lde_sheet_job *job, lde_book *book, int sheet, uint32_t row,
                     uint16_t column, const lde_table *table, const lde_field *field,
                     int32_t record, lde_book_look look, lde_result *result)
{
  lde_buffer text = {0};

  lde_sheet_value(job, table, field, record, true, &text);
  if (text.len > LDE_BOOK_TEXT_MAX) {
    lde_buffer id = {0};
    lde_row_id(job->dataset, table, record, &id);
    lde_result_add(result, "load/limit",
                   LDE_TR(job->language, "shorten it, or export as CSV",
                          "kort de tekst in, of exporteer als CSV"),
                   LDE_TR(job->language, "%s of %s:%s is longer than a cell of Excel can hold",
                          "%s van %s:%s is langer dan in een cel van Excel past"),
                   field->name, table->entity->plural, lde_buffer_text(&id));
    lde_buffer_free(&id);
  } else if (text.len) {
    lde_book_text(book, sheet, row, column, text.data, LDE_BOOK_TEXT, look);
  }
  lde_buffer_free(&text);
}

static void put_cell(const lde_sheet_job *job, lde_book *book, int sheet, uint32_t row,
                     uint16_t column, const lde_table *table, const lde_field *field,
                     int32_t record, lde_result *result)
{
  enum { MARCH_1900 = -25508 }; /* before it the days of a workbook do not count as the calendar's */
  lde_book_kind kind = lde_sheet_kind(job, field);
  lde_book_look look = field->index == LDE_F_ID ? LDE_BOOK_LOCKED : LDE_BOOK_PLAIN;
  int64_t value;

  if (!lde_table_has(table, field->index, record) ||
      lde_table_is_derived(table, field->index, record))
    return;
  value = field->flags & LDE_LIST || field->type == LDE_TYPE_MAP
              ? 0
              : lde_table_get(table, field->index, record);
  if (field->type == LDE_TYPE_BOOL && !(field->flags & LDE_LIST))
    lde_book_bool(book, sheet, row, column, value != 0, look);
  else if ((kind == LDE_BOOK_MONEY || kind == LDE_BOOK_NUMBER) && is_exact(value))
    lde_book_number(book, sheet, row, column, (double)value / one_of(job, field), kind, look);
  else if ((kind == LDE_BOOK_DATE && value >= MARCH_1900) ||
           (kind == LDE_BOOK_TIMESTAMP && value >= (int64_t)MARCH_1900 * 1440))
    lde_book_date(book, sheet, row, column, value, kind, look);
  else
    put_text(job, book, sheet, row, column, table, field, record, look, result);
}

void lde_sheet_rows(const lde_sheet_job *job, lde_book *book, int sheet,
                    const lde_sheet_plan *plan, lde_result *result)
{
  const lde_table *table = &job->dataset->tables[plan->entity->index];
  uint32_t first = job->example ? 2 : 1;

  for (int32_t record = 0; record < plan->rows; record++)
    for (size_t i = 0; i < plan->fields.len; i++)
      put_cell(job, book, sheet, first + (uint32_t)record, (uint16_t)i, table,
               plan->fields.data[i], record, result);
}

/* The first id that a reference may have. */
static void example_reference(const lde_sheet_job *job, const lde_field *field, lde_buffer *out)
{
  const lde_table *table =
      job->dataset && field->target ? &job->dataset->tables[field->target->index] : NULL;

  if (table && lde_table_count(table))
    lde_row_id(job->dataset, table, 0, out);
  else if (field->target)
    lde_buffer_printf(out, LDE_TR(job->language, "id from %s", "id uit %s"),
                      lde_sheet_name(field->target, job->language));
}

static void example_text(const lde_sheet_job *job, const lde_field *field, lde_buffer *out)
{
  lde_language lang = job->language;

  if (field->type == LDE_TYPE_REFERENCE)
    example_reference(job, field, out);
  else if (field->type == LDE_TYPE_REF)
    lde_buffer_puts(out, "goals:g1");
  else if (field->type == LDE_TYPE_MAP)
    lde_buffer_puts(out, "{unit: it, quarter: 2}");
  else if (field->type == LDE_TYPE_CHOICE)
    lde_buffer_puts(out, lde_sheet_choice(field->choices, 0, lang));
  else if (field->type == LDE_TYPE_PERIOD)
    lde_buffer_puts(out, "2027");
  else if (field->type == LDE_TYPE_DATE)
    lde_buffer_puts(out, "2027-03-01");
  else if (strncmp(field->name, "label", 5) == 0)
    lde_buffer_puts(out, field->entity->label[lang]);
  else
    lde_buffer_puts(out, LDE_TR(lang, "text", "tekst"));
}

static void put_example(const lde_sheet_job *job, lde_book *book, int sheet, uint16_t column,
                        const lde_field *field)
{
  static const double amounts[] = {
      [LDE_TYPE_MONEY] = 1250, [LDE_TYPE_SHARE] = 0.25, [LDE_TYPE_FTE] = 0.8, [LDE_TYPE_NUMBER] = 3,
      [LDE_TYPE_INTEGER] = 3,  [LDE_TYPE_MINUTES] = 90, [LDE_TYPE_LEVEL] = 2};
  lde_book_kind kind = lde_sheet_kind(job, field);
  lde_buffer text = {0};

  if (kind == LDE_BOOK_MONEY || kind == LDE_BOOK_NUMBER) {
    lde_book_number(book, sheet, 1, column, amounts[field->type], kind, LDE_BOOK_EXAMPLE);
  } else if (kind == LDE_BOOK_DATE) {
    lde_book_date(book, sheet, 1, column, lde_date_from_civil(2027, 3, 1), kind, LDE_BOOK_EXAMPLE);
  } else if (kind == LDE_BOOK_TIMESTAMP) {
    lde_book_date(book, sheet, 1, column, (int64_t)lde_date_from_civil(2027, 3, 1) * 1440 + 570,
                  kind, LDE_BOOK_EXAMPLE);
  } else if (kind == LDE_BOOK_GENERAL) {
    lde_book_text(book, sheet, 1, column, LDE_TR(job->language, "yes", "ja"), kind,
                  LDE_BOOK_EXAMPLE);
  } else {
    example_text(job, field, &text);
    lde_book_text(book, sheet, 1, column, lde_buffer_text(&text), kind, LDE_BOOK_EXAMPLE);
  }
  lde_buffer_free(&text);
}

void lde_sheet_example(const lde_sheet_job *job, lde_book *book, int sheet,
                       const lde_sheet_plan *plan)
{
  for (size_t i = 0; i < plan->fields.len; i++)
    if (i == 0)
      lde_book_text(book, sheet, 1, 0, lde_example_mark(job->language), LDE_BOOK_TEXT,
                    LDE_BOOK_EXAMPLE);
    else
      put_example(job, book, sheet, (uint16_t)i, plan->fields.data[i]);
}
