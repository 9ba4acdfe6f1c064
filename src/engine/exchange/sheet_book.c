/* A whole workbook: what it is, the sheets of data, and a hidden sheet with the lists to choose from. */
#include <string.h>

#include "base/error.h"
#include "engine/exchange/sheets.h"
#include "load/header.h"
#include "model/value.h"

enum { ROOM = 1000, IDS_MOST = 5000 }; /* rows to fill in below the data; ids that a list may have */

static const char *about_name(lde_language lang)
{
  return LDE_TR(lang, "Explanation", "Uitleg");
}

static const char *lists_name(lde_language lang)
{
  return LDE_TR(lang, "Lists", "Lijsten");
}

bool lde_sheet_is_ours(const char *name)
{
  static const char *const ours[] = {"Explanation", "Uitleg",     "Lists",
                                     "Lijsten",     "Bevindingen", "Findings"};
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
    if (strcmp(ours[i], name) == 0)
      return true;
  return false;
}

/* The lists, a column each. */
typedef struct list {
  const lde_choices *choices; /* or */
  const lde_entity *entity;
  bool truths;
  uint32_t count;
} list;

typedef struct making {
  const lde_sheet_job *job;
  lde_book *book;
  LDE_VEC(list) lists;
} making;

static uint16_t list_of(making *self, list wanted)
{
  for (size_t i = 0; i < self->lists.len; i++) {
    const list *each = &self->lists.data[i];
    if (each->choices == wanted.choices && each->entity == wanted.entity &&
        each->truths == wanted.truths)
      return (uint16_t)i;
  }
  lde_vec_push(&self->lists, wanted);
  return (uint16_t)(self->lists.len - 1);
}

static uint32_t last_row(const lde_sheet_job *job, const lde_sheet_plan *plan)
{
  uint32_t last = (uint32_t)plan->rows + job->example + ROOM;
  return last < LDE_BOOK_ROWS_MAX ? last : LDE_BOOK_ROWS_MAX - 1;
}

/* The ids that a reference may have: those of the project, else whatever is filled in on the sheet of
 * its target. False when there is neither, or too many to choose from. */
static bool reference_list(making *self, const lde_field *field, lde_book_list *choose)
{
  const lde_sheet_job *job = self->job;
  const lde_sheet_plan *target = lde_sheet_job_find(job, field->target);
  int32_t known = job->dataset ? lde_table_count(&job->dataset->tables[field->target->index]) : 0;

  if (field->target->id_kind != LDE_ID_OWN_ID || known > IDS_MOST)
    return false;
  if (target && (job->data || !known)) {
    choose->sheet = target->name;
    choose->column = 0;
    choose->first = job->example ? 2 : 1;
    choose->last = last_row(job, target);
    return true;
  }
  if (!known)
    return false;
  choose->column = list_of(self, (list){.entity = field->target, .count = (uint32_t)known});
  choose->last = (uint32_t)known;
  return true;
}

static void add_choice(making *self, int sheet, const lde_sheet_plan *plan, size_t column)
{
  const lde_sheet_job *job = self->job;
  lde_language lang = job->language;
  const lde_field *field = plan->fields.data[column];
  lde_book_list choose = {.sheet = lists_name(lang),
                          .first = 1,
                          .title = LDE_TR(lang, "Not in the list", "Staat niet in de lijst"),
                          .message = LDE_TR(lang, "Choose a value from the list.",
                                            "Kies een waarde uit de lijst.")};

  if (field->flags & LDE_LIST)
    return;
  if (field->type == LDE_TYPE_CHOICE) {
    choose.column = list_of(self, (list){.choices = field->choices,
                                         .count = (uint32_t)field->choices->count});
    choose.last = (uint32_t)field->choices->count;
    choose.only = true;
  } else if (field->type == LDE_TYPE_BOOL) {
    choose.column = list_of(self, (list){.truths = true, .count = 2});
    choose.last = 2;
  } else if (field->type != LDE_TYPE_REFERENCE || !field->target ||
             !reference_list(self, field, &choose)) {
    return;
  }
  lde_book_choose(self->book, sheet, (uint16_t)column, job->example ? 2 : 1, last_row(job, plan),
                  &choose);
}

static void add_about(making *self)
{
  const lde_sheet_job *job = self->job;
  lde_book *book = self->book;
  lde_language lang = job->language;
  int sheet = lde_book_add(book, about_name(lang));
  const char *const lines[] = {
      LDE_TR(lang, "Fill in the sheets that you have data for; leave the others empty.",
             "Vul de bladen in waarvoor u gegevens hebt; laat de andere leeg."),
      LDE_TR(
          lang,
          "Dark headings have to be filled in. Rest the pointer on a heading to read what is meant.",
          "Donkere koppen moeten worden ingevuld. Houd de muis op een kop om te lezen wat er bedoeld wordt."),
      LDE_TR(lang, "The grey row marked (example) shows how; it is never read.",
             "De grijze regel met (voorbeeld) laat zien hoe het kan; die wordt niet gelezen."),
      LDE_TR(
          lang,
          "Headings and ids are protected, because other sheets refer to them. There is no password.",
          "Koppen en id's zijn beveiligd, omdat andere bladen ernaar verwijzen. Er is geen wachtwoord."),
      LDE_TR(lang, "Then: ldengine import plan.xlsx --marked wrong.xlsx",
             "Daarna: ldengine import plan.xlsx --marked fout.xlsx")};
  uint32_t row = 0;

  lde_book_width(book, sheet, 0, 34, LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
  lde_book_width(book, sheet, 1, 100, LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
    lde_book_text(book, sheet, row++, 0, lines[i], LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
  row++;
  for (size_t i = 0; i < job->plans.len; i++, row++) {
    const lde_sheet_plan *plan = &job->plans.data[i];
    lde_book_link(book, sheet, row, 0, plan->name, plan->name, "A1");
    lde_book_text(book, sheet, row, 1, plan->entity->doc[lang] ? plan->entity->doc[lang] : "",
                  LDE_BOOK_GENERAL, LDE_BOOK_PLAIN);
  }
}

static void add_sheet(making *self, const lde_sheet_plan *plan, lde_result *result)
{
  const lde_sheet_job *job = self->job;
  int sheet = lde_book_add(self->book, plan->name);

  lde_sheet_heads(job, self->book, sheet, plan);
  if (job->example)
    lde_sheet_example(job, self->book, sheet, plan);
  if (job->data)
    lde_sheet_rows(job, self->book, sheet, plan, result);
  for (size_t i = 0; i < plan->fields.len; i++)
    add_choice(self, sheet, plan, i);
  lde_book_freeze(self->book, sheet, last_row(job, plan), (uint16_t)plan->fields.len);
  lde_book_protect(self->book, sheet);
}

static void list_item(const lde_sheet_job *job, const list *list, uint32_t item, lde_buffer *out)
{
  if (list->choices)
    lde_buffer_puts(out, lde_sheet_choice(list->choices, item, job->language));
  else if (list->truths)
    lde_buffer_puts(out,
                    item ? LDE_TR(job->language, "no", "nee") : LDE_TR(job->language, "yes", "ja"));
  else
    lde_row_id(job->dataset, &job->dataset->tables[list->entity->index], (int32_t)item, out);
}

static void add_lists(making *self)
{
  const lde_sheet_job *job = self->job;
  int sheet = lde_book_add(self->book, lists_name(job->language));
  uint32_t most = 0;
  lde_buffer text = {0};

  for (size_t i = 0; i < self->lists.len; i++) {
    const list *each = &self->lists.data[i];
    const char *head = each->choices  ? each->choices->name
                       : each->truths ? "bool"
                                      : each->entity->plural;
    lde_book_text(self->book, sheet, 0, (uint16_t)i, head, LDE_BOOK_TEXT, LDE_BOOK_HEADING);
    most = each->count > most ? each->count : most;
  }
  for (uint32_t item = 0; item < most; item++)
    for (size_t i = 0; i < self->lists.len; i++) {
      if (item >= self->lists.data[i].count)
        continue;
      lde_buffer_truncate(&text, 0);
      list_item(job, &self->lists.data[i], item, &text);
      lde_book_text(self->book, sheet, item + 1, (uint16_t)i, lde_buffer_text(&text), LDE_BOOK_TEXT,
                    LDE_BOOK_LOCKED);
    }
  lde_book_hide(self->book, sheet);
  lde_buffer_free(&text);
}

static bool fits(const lde_sheet_job *job, lde_result *result)
{
  for (size_t i = 0; i < job->plans.len; i++)
    if (job->plans.data[i].rows >= LDE_BOOK_ROWS_MAX - 1) {
      lde_result_add(result, "load/limit",
                     LDE_TR(job->language, "export it as CSV: --format csv",
                            "exporteer het als CSV: --format csv"),
                     LDE_TR(job->language, "%s have more records than a sheet has rows",
                            "%s hebben meer gegevens dan een blad rijen heeft"),
                     job->plans.data[i].entity->plural);
      return false;
    }
  return true;
}

bool lde_sheet_workbook(const lde_sheet_job *job, lde_result *result, lde_buffer *out)
{
  making self = {.job = job};
  lde_error err = {0};
  lde_status status;

  if (!fits(job, result))
    return false;
  status = lde_book_new(&self.book, "ldengine", job->day, job->language, &err);
  if (status == LDE_OK) {
    add_about(&self);
    for (size_t i = 0; i < job->plans.len; i++)
      add_sheet(&self, &job->plans.data[i], result);
    add_lists(&self);
    status = lde_book_finish(self.book, out, &err);
    lde_book_free(self.book);
  }
  lde_vec_free(&self.lists);
  if (status != LDE_OK)
    lde_result_add(result, "load/syntax", NULL, "%s", err.message);
  return status == LDE_OK && !result->diagnostics.errors;
}
