#include "sheet/book.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>
#ifdef __has_feature
#if __has_feature(address_sanitizer) && !defined __SANITIZE_ADDRESS__
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "base/arena.h"
#include "base/error.h"
#include "base/io.h"
#include "base/memory.h"
#include "sheet/workbook.h"

struct lde_book {
  lxw_workbook *workbook; /* NULL when finished */
  lde_language language;
  lde_arena arena;
  char path[64]; /* where it is written before it is read back */
  int file;      /* that file, in memory; -1 when it is one in /tmp */
  LDE_VEC(lxw_worksheet *) sheets;
  lxw_format *formats[LDE_BOOK_KINDS][LDE_BOOK_LOOKS];
  lxw_error trouble; /* the first */
};

/* A file without a name: a process that is killed leaves nothing behind. One in /tmp where there is no /proc. */
static bool make_file(lde_book *book)
{
  int file;

  book->file = memfd_create("ldengine", MFD_CLOEXEC);
  snprintf(book->path, sizeof book->path, "/proc/self/fd/%d", book->file);
  if (book->file >= 0 && access(book->path, W_OK) == 0)
    return true;
  if (book->file >= 0)
    close(book->file);
  book->file = -1;
  snprintf(book->path, sizeof book->path, "/tmp/ldengine-XXXXXX");
  file = mkstemp(book->path);
  if (file >= 0)
    close(file);
  return file >= 0;
}

lde_status lde_book_new(lde_book **out, const char *title, int32_t created, lde_language language,
                        lde_error *err)
{
  lde_book *book = lde_alloc(1, sizeof *book);
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  lxw_doc_properties about = {.title = (char *)title,
                              .author = (char *)"ldengine",
                              .created = (time_t)created * 86400};

  if (!make_file(book)) {
    lde_free(book);
    return lde_fail(err, LDE_ERROR_INPUT,
                    LDE_TR(language, "cannot make a temporary file in /tmp: %s",
                           "kan geen tijdelijk bestand maken in /tmp: %s"),
                    lde_file_reason(errno, language));
  }
  book->language = language;
  book->workbook = workbook_new_opt(book->path, &options);
  if (!book->workbook) {
    lde_book_free(book);
    return lde_fail(err, LDE_ERROR_INPUT, "%s",
                    LDE_TR(language, "cannot make the workbook", "kan de werkmap niet maken"));
  }
  workbook_set_properties(book->workbook, &about);
  *out = book;
  return LDE_OK;
}

void lde_book_free(lde_book *book)
{
  if (!book)
    return;
  if (book->workbook)
    lxw_workbook_free(book->workbook);
  if (book->file >= 0)
    close(book->file);
  else
    unlink(book->path);
  lde_vec_free(&book->sheets);
  lde_arena_free(&book->arena);
  lde_free(book);
}

static void keep(lde_book *book, lxw_error code)
{
  if (book->trouble == LXW_NO_ERROR)
    book->trouble = code;
}

/* Formats are made when they are first used: a file holds only those. */

static void set_kind(lxw_format *format, lde_book_kind kind)
{
  switch (kind) {
  case LDE_BOOK_TEXT:
    format_set_num_format(format, "@");
    break;
  case LDE_BOOK_MONEY:
    format_set_num_format(format, "#,##0.00");
    break;
  case LDE_BOOK_DATE:
    format_set_num_format(format, "dd-mm-yyyy");
    break;
  case LDE_BOOK_TIMESTAMP:
    format_set_num_format(format, "dd-mm-yyyy hh:mm");
    break;
  default:
    break;
  }
}

static void set_look(lxw_format *format, lde_book_look look)
{
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  switch (look) {
  case LDE_BOOK_HEADING:
  case LDE_BOOK_NEEDED:
    format_set_bold(format);
    format_set_text_wrap(format);
    format_set_bg_color(format, look == LDE_BOOK_NEEDED ? 0x1F4E79 : 0xDDE6F0);
    format_set_font_color(format, look == LDE_BOOK_NEEDED ? 0xFFFFFF : 0x1A1A1A);
    format_set_bottom(format, LXW_BORDER_THIN);
    break;
  case LDE_BOOK_EXAMPLE:
    format_set_italic(format);
    format_set_font_color(format, 0x595959);
    format_set_bg_color(format, 0xF2F2F2);
    break;
  case LDE_BOOK_WRONG:
    format_set_bg_color(format, 0xF8CBCB);
    format_set_font_color(format, 0x7A0000);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, 0xB00020);
    format_set_unlocked(format);
    break;
  case LDE_BOOK_DOUBTFUL:
    format_set_bg_color(format, 0xFFE8B3);
    format_set_unlocked(format);
    break;
  case LDE_BOOK_LOCKED:
    format_set_font_color(format, 0x404040);
    format_set_bg_color(format, 0xF5F5F5);
    break;
  case LDE_BOOK_LINK:
    format_set_font_color(format, 0x0B4F8A);
    format_set_underline(format, LXW_UNDERLINE_SINGLE);
    break;
  default:
    format_set_unlocked(format);
  }
}

static lxw_format *format_of(lde_book *book, lde_book_kind kind, lde_book_look look)
{
  lxw_format **format = &book->formats[kind][look];

  if (!*format) {
    *format = workbook_add_format(book->workbook);
    set_kind(*format, kind);
    set_look(*format, look);
  }
  return *format;
}

int lde_book_add(lde_book *book, const char *name)
{
  lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, name);

  if (!sheet) {
    keep(book, LXW_ERROR_SHEETNAME_ALREADY_USED);
    sheet = workbook_add_worksheet(book->workbook, NULL);
  }
  lde_vec_push(&book->sheets, sheet);
  return (int)book->sheets.len - 1;
}

void lde_book_hide(lde_book *book, int sheet)
{
  worksheet_hide(book->sheets.data[sheet]);
}

void lde_book_width(lde_book *book, int sheet, uint16_t column, double characters,
                    lde_book_kind kind, lde_book_look look)
{
  keep(book, worksheet_set_column(book->sheets.data[sheet], column, column, characters,
                                  format_of(book, kind, look)));
}

void lde_book_freeze(lde_book *book, int sheet, uint32_t rows, uint16_t columns)
{
  worksheet_freeze_panes(book->sheets.data[sheet], 1, columns ? 1 : 0);
  if (columns)
    keep(book, worksheet_autofilter(book->sheets.data[sheet], 0, 0, rows, (lxw_col_t)(columns - 1)));
}

void lde_book_protect(lde_book *book, int sheet)
{
  lxw_protection allowed = {.format_cells = LXW_TRUE,
                            .format_columns = LXW_TRUE,
                            .format_rows = LXW_TRUE,
                            .insert_rows = LXW_TRUE,
                            .delete_rows = LXW_TRUE,
                            .sort = LXW_TRUE,
                            .autofilter = LXW_TRUE,
                            .objects = LXW_TRUE,
                            .scenarios = LXW_TRUE};
  worksheet_protect(book->sheets.data[sheet], NULL, &allowed);
}

/* A text that looks like an escape would be read as the character it stands for. */
static void write_escaped(lde_book *book, int sheet, uint32_t row, uint16_t column,
                          const char *text, lxw_format *format)
{
  lde_buffer safe = {0};

  for (; *text; text++)
    if (text[0] == '_' && text[1] == 'x')
      lde_buffer_puts(&safe, "_x005F_");
    else
      lde_buffer_putc(&safe, *text);
  keep(book, worksheet_write_string(book->sheets.data[sheet], row, column, lde_buffer_text(&safe),
                                    format));
  lde_buffer_free(&safe);
}

void lde_book_text(lde_book *book, int sheet, uint32_t row, uint16_t column, const char *text,
                   lde_book_kind kind, lde_book_look look)
{
  if (strstr(text, "_x")) {
    write_escaped(book, sheet, row, column, text, format_of(book, kind, look));
    return;
  }
  keep(book, worksheet_write_string(book->sheets.data[sheet], row, column, text,
                                    format_of(book, kind, look)));
}

void lde_book_number(lde_book *book, int sheet, uint32_t row, uint16_t column, double number,
                     lde_book_kind kind, lde_book_look look)
{
  keep(book, worksheet_write_number(book->sheets.data[sheet], row, column, number,
                                    format_of(book, kind, look)));
}

void lde_book_date(lde_book *book, int sheet, uint32_t row, uint16_t column, int64_t date,
                   lde_book_kind kind, lde_book_look look)
{
  double days = kind == LDE_BOOK_TIMESTAMP ? (double)date / 1440 : (double)date;
  lde_book_number(book, sheet, row, column, days + 25569, kind, look);
}

void lde_book_bool(lde_book *book, int sheet, uint32_t row, uint16_t column, bool truth,
                   lde_book_look look)
{
  keep(book, worksheet_write_boolean(book->sheets.data[sheet], row, column, truth,
                                     format_of(book, LDE_BOOK_GENERAL, look)));
}

void lde_book_blank(lde_book *book, int sheet, uint32_t row, uint16_t column, lde_book_kind kind,
                    lde_book_look look)
{
  keep(book, worksheet_write_blank(book->sheets.data[sheet], row, column,
                                   format_of(book, kind, look)));
}

/* 'Kosten 2027'! as formulas and links name a sheet. */
static void put_sheet_name(lde_buffer *out, const char *name)
{
  lde_buffer_putc(out, '\'');
  for (; *name; name++)
    lde_buffer_puts(out, *name == '\'' ? "''" : (char[]){*name, '\0'});
  lde_buffer_puts(out, "'!");
}

void lde_book_link(lde_book *book, int sheet, uint32_t row, uint16_t column, const char *text,
                   const char *to_sheet, const char *to_cell)
{
  lde_buffer target = {0};

  lde_buffer_puts(&target, "internal:");
  put_sheet_name(&target, to_sheet);
  lde_buffer_puts(&target, to_cell);
  keep(book, worksheet_write_url_opt(book->sheets.data[sheet], row, column,
                                     lde_buffer_text(&target),
                                     format_of(book, LDE_BOOK_GENERAL, LDE_BOOK_LINK), text, NULL));
  lde_buffer_free(&target);
}

void lde_book_note(lde_book *book, int sheet, uint32_t row, uint16_t column, const char *text)
{
  lxw_comment_options options = {.author = (char *)"ldengine", .x_scale = 2.2, .y_scale = 1.4};

  keep(book, worksheet_write_comment_opt(book->sheets.data[sheet], row, column, text, &options));
}

/* For the leak check of test builds. */
static void forgive_leaks(bool begin)
{
#ifdef __SANITIZE_ADDRESS__
  if (begin)
    __lsan_disable();
  else
    __lsan_enable();
#else
  (void)begin;
#endif
}

void lde_book_choose(lde_book *book, int sheet, uint16_t column, uint32_t first, uint32_t last,
                     const lde_book_list *list)
{
  lde_buffer formula = {0}, letters = {0};
  lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                    .ignore_blank = LXW_TRUE,
                                    .error_title = (char *)list->title,
                                    .error_message = (char *)list->message};

  lde_sheet_column_name(&letters, list->column);
  lde_buffer_putc(&formula, '=');
  put_sheet_name(&formula, list->sheet);
  lde_buffer_printf(&formula, "$%s$%u:$%s$%u", lde_buffer_text(&letters), list->first + 1,
                    lde_buffer_text(&letters), list->last + 1);
  validation.value_formula = formula.data;
  validation.error_type =
      list->only ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_WARNING;
  forgive_leaks(true); /* libxlsxwriter 1.1.4 forgets one copy of the formula */
  keep(book, worksheet_data_validation_range(book->sheets.data[sheet], first, column, last, column,
                                             &validation));
  forgive_leaks(false);
  lde_buffer_free(&formula);
  lde_buffer_free(&letters);
}

lde_status lde_book_finish(lde_book *book, lde_buffer *out, lde_error *err)
{
  lde_language lang = book->language;
  lxw_error closed = workbook_close(book->workbook);
  lde_status status;

  book->workbook = NULL;
  keep(book, closed);
  if (book->trouble != LXW_NO_ERROR)
    return lde_fail(err, LDE_ERROR_INPUT,
                    LDE_TR(lang, "cannot write the workbook: %s", "kan de werkmap niet schrijven: %s"),
                    lxw_strerror(book->trouble));
  status = lde_file_read(book->path, 0, out, lang, err);
  return status;
}
