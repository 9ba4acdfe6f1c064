/* One entity as CSV, in the form that a Dutch Excel opens by a double click, the same for an Excel that
 * wants Windows-1252, or the form of RFC 4180 for programs. */
#include <iconv.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "engine/exchange/sheets.h"
#include "load/header.h"
#include "model/value.h"

static bool is_number(const char *text)
{
  size_t digits = 0, points = 0;

  if (*text == '-' || *text == '+')
    text++;
  for (; *text; text++)
    if (*text >= '0' && *text <= '9')
      digits++;
    else if (*text == '.' || *text == ',')
      points++;
    else
      return false;
  return digits > 0 && points <= 1;
}

void lde_csv_put_text(lde_buffer *out, const char *text, char delimiter, bool first)
{
  const char special[] = {delimiter, '"', '\n', '\r', '\0'};
  bool formula = *text && strchr("=+-@\t\r", *text) && !is_number(text);
  bool quoted = strpbrk(text, special) || *text == ' ';

  if (!first)
    lde_buffer_putc(out, delimiter);
  if (quoted)
    lde_buffer_putc(out, '"');
  if (formula)
    lde_buffer_putc(out, '\'');
  for (; *text; text++) {
    if (*text == '"')
      lde_buffer_putc(out, '"');
    lde_buffer_putc(out, *text);
  }
  if (quoted)
    lde_buffer_putc(out, '"');
}

/* Decimal comma; three decimals get a fourth, because 1,250 could be a thousand. */
void lde_csv_to_comma(lde_buffer *text)
{
  char *point = memchr(text->data, '.', text->len);

  if (!point)
    return;
  *point = ',';
  if (text->data + text->len - point == 4)
    lde_buffer_putc(text, '0');
}

static void put_rows(const lde_sheet_job *job, const lde_sheet_plan *plan, lde_csv_dialect dialect,
                     lde_buffer *out)
{
  const lde_table *table = &job->dataset->tables[plan->entity->index];
  char delimiter = dialect == LDE_CSV_RFC ? ',' : ';';
  bool labels = dialect != LDE_CSV_RFC;
  lde_buffer text = {0};

  for (int32_t row = 0; row < plan->rows; row++) {
    for (size_t i = 0; i < plan->fields.len; i++) {
      const lde_field *field = plan->fields.data[i];
      lde_book_kind kind = lde_sheet_kind(job, field);
      lde_buffer_truncate(&text, 0);
      lde_sheet_value(job, table, field, row, labels, &text);
      if (labels && text.len && (kind == LDE_BOOK_MONEY || kind == LDE_BOOK_NUMBER))
        lde_csv_to_comma(&text);
      if (labels && text.len && field->type == LDE_TYPE_BOOL && !(field->flags & LDE_LIST)) {
        bool truth = text.data[0] == 't';
        lde_buffer_truncate(&text, 0);
        lde_buffer_puts(&text, truth ? LDE_TR(job->language, "yes", "ja")
                                     : LDE_TR(job->language, "no", "nee"));
      }
      lde_csv_put_text(out, lde_buffer_text(&text), delimiter, i == 0);
    }
    lde_buffer_puts(out, "\r\n");
  }
  lde_buffer_free(&text);
}

bool lde_csv_narrow(lde_buffer *text, size_t start, lde_buffer *refused)
{
  iconv_t converter = iconv_open("WINDOWS-1252", "UTF-8");
  lde_buffer copy = {0};
  char *from, *to;
  size_t left, room;
  bool converted;
  int code_point;

  lde_buffer_append(&copy, text->data + start, text->len - start);
  from = copy.data;
  left = room = copy.len;
  to = text->data + start; /* every character becomes one byte */
  converted = converter != (iconv_t)-1 && iconv(converter, &from, &left, &to, &room) != (size_t)-1;
  if (converter != (iconv_t)-1)
    iconv_close(converter);
  if (converted)
    lde_buffer_truncate(text, (size_t)(to - text->data));
  else
    lde_buffer_append(refused, from, lde_utf8_decode(from, left, &code_point));
  lde_buffer_free(&copy);
  return converted;
}

static bool narrow(const lde_sheet_job *job, const lde_sheet_plan *plan, lde_result *result,
                   lde_buffer *out, size_t start)
{
  lde_language lang = job->language;
  lde_buffer refused = {0};
  bool fits = lde_csv_narrow(out, start, &refused);

  if (!fits)
    lde_result_add(result, "load/encoding",
                   LDE_TR(lang, "use --dialect nl", "gebruik --dialect nl"),
                   LDE_TR(lang, "%s: '%s' cannot be written in Windows-1252",
                          "%s: '%s' kan niet in Windows-1252 worden geschreven"),
                   plan->name, lde_buffer_text(&refused));
  lde_buffer_free(&refused);
  return fits;
}

bool lde_sheet_csv(const lde_sheet_job *job, const lde_sheet_plan *plan, lde_csv_dialect dialect,
                   lde_result *result, lde_buffer *out)
{
  char delimiter = dialect == LDE_CSV_RFC ? ',' : ';';
  size_t start = out->len;

  if (dialect == LDE_CSV_NL)
    lde_buffer_puts(out, "\xEF\xBB\xBF");
  for (size_t i = 0; i < plan->fields.len; i++) {
    const lde_field *field = plan->fields.data[i];
    lde_csv_put_text(out,
                     dialect == LDE_CSV_RFC ? field->name
                                            : lde_header_of(field, job->language, job->written),
                     delimiter, i == 0);
  }
  lde_buffer_puts(out, "\r\n");
  put_rows(job, plan, dialect, out);
  return dialect != LDE_CSV_EXCEL_1252 || narrow(job, plan, result, out, start);
}
