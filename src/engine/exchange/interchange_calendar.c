/* The year of the plan as iCalendar (RFC 5545): sessions, what is communicated, and reviews that are due.
 * Whole days; the moment of making is the day of the project, so that the bytes are the same each time. */
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "engine/exchange/interchange.h"
#include "model/value.h"

typedef struct calendar {
  lde_dataset *ds;
  lde_language lang;
  lde_buffer *out;
  int32_t events;
} calendar;

/* Lines of at most 75 bytes; those that go on begin with a blank, and no character is broken. */
static void put_line(lde_buffer *out, const char *text, size_t len)
{
  size_t room = 75;

  while (len > room) {
    size_t part = room;
    while (part > 1 && ((unsigned char)text[part] & 0xC0) == 0x80)
      part--;
    lde_buffer_append(out, text, part);
    lde_buffer_puts(out, "\r\n ");
    text += part;
    len -= part;
    room = 74;
  }
  lde_buffer_append(out, text, len);
  lde_buffer_puts(out, "\r\n");
}

static void put_text(calendar *self, const char *name, const char *text)
{
  lde_buffer line = {0};

  if (!*text)
    return;
  lde_buffer_printf(&line, "%s:", name);
  for (; *text; text++)
    if (*text == '\n')
      lde_buffer_puts(&line, "\\n");
    else if (*text == '\\' || *text == ',' || *text == ';')
      lde_buffer_printf(&line, "\\%c", *text);
    else if ((unsigned char)*text >= 0x20)
      lde_buffer_putc(&line, *text);
  put_line(self->out, line.data, line.len);
  lde_buffer_free(&line);
}

static void put_day(calendar *self, const char *name, int32_t day)
{
  int year, month, date;

  lde_date_to_civil(day, &year, &month, &date);
  lde_buffer_printf(self->out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, year, month, date);
}

static void begin(calendar *self, const lde_table *table, int32_t row, int32_t first, int32_t last)
{
  lde_buffer id = {0};
  int year, month, date;

  lde_row_id(self->ds, table, row, &id);
  lde_buffer_puts(self->out, "BEGIN:VEVENT\r\n");
  lde_buffer_printf(&id, "@%s.ldengine", table->entity->plural);
  put_text(self, "UID", lde_buffer_text(&id));
  lde_date_to_civil(self->ds->today, &year, &month, &date);
  lde_buffer_printf(self->out, "DTSTAMP:%04d%02d%02dT000000Z\r\n", year, month, date);
  put_day(self, "DTSTART", first);
  put_day(self, "DTEND", last + 1); /* the day behind the last */
  lde_buffer_free(&id);
  self->events++;
}

static void end(calendar *self, const char *category)
{
  put_text(self, "CATEGORIES", category);
  lde_buffer_puts(self->out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

static void put_session(calendar *self, int32_t row)
{
  lde_dataset *ds = self->ds;
  const lde_table *table = lde_dataset_table(ds, LDE_E(session));
  int32_t offering = lde_get_row(ds, session, offering, row),
          room = lde_get_row(ds, session, room, row);
  int32_t first = (int32_t)lde_get(ds, session, starts_on, row);
  int32_t last =
      lde_has(ds, session, ends_on, row) ? (int32_t)lde_get(ds, session, ends_on, row) : first;
  lde_buffer text = {0};

  begin(self, table, row, first, last < first ? first : last);
  if (offering != LDE_NO_ROW)
    lde_row_label(ds, lde_dataset_table(ds, LDE_E(offering)), offering, self->lang, &text);
  put_text(self, "SUMMARY", lde_buffer_text(&text));
  if (offering != LDE_NO_ROW)
    put_text(self, "DESCRIPTION", lde_text_of(ds, offering, outcomes_text, offering));
  lde_buffer_truncate(&text, 0);
  if (room != LDE_NO_ROW)
    lde_row_label(ds, lde_dataset_table(ds, LDE_E(resource)), room, self->lang, &text);
  put_text(self, "LOCATION", lde_buffer_text(&text));
  lde_buffer_truncate(&text, 0);
  if (lde_has(ds, session, status, row))
    lde_value_print(ds, &table->entity->fields[LDE_F(session, status)],
                    lde_get(ds, session, status, row), &text);
  put_text(self, "STATUS",
           strcmp(lde_buffer_text(&text), "cancelled") == 0 ? "CANCELLED"
           : strcmp(lde_buffer_text(&text), "planned") == 0 ? "TENTATIVE"
                                                            : "CONFIRMED");
  end(self, LDE_TR(self->lang, "Learning", "Leren"));
  lde_buffer_free(&text);
}

static void put_message(calendar *self, int32_t row)
{
  lde_dataset *ds = self->ds;
  int32_t day = (int32_t)lde_get(ds, communication_item, planned_on, row);

  begin(self, lde_dataset_table(ds, LDE_E(communication_item)), row, day, day);
  put_text(self, "SUMMARY", lde_text_of(ds, communication_item, message, row));
  put_text(self, "DESCRIPTION", lde_text_of(ds, communication_item, owner, row));
  end(self, LDE_TR(self->lang, "Communication", "Communicatie"));
}

static void put_review(calendar *self, int32_t row)
{
  lde_dataset *ds = self->ds;
  int32_t day = (int32_t)lde_get(ds, review_cycle, due_on, row);
  int64_t about = lde_get(ds, review_cycle, about, row);
  lde_buffer text = {0};

  begin(self, lde_dataset_table(ds, LDE_E(review_cycle)), row, day, day);
  lde_buffer_puts(&text, LDE_TR(self->lang, "Review: ", "Evaluatie: "));
  if (lde_has(ds, review_cycle, about, row))
    lde_row_label(ds, lde_dataset_table(ds, lde_ref_entity(about)), lde_ref_row(about), self->lang,
                  &text);
  put_text(self, "SUMMARY", lde_buffer_text(&text));
  end(self, LDE_TR(self->lang, "Review", "Evaluatie"));
  lde_buffer_free(&text);
}

int32_t lde_calendar_write(lde_project *project, const lde_export_options *options,
                           lde_result *result, lde_buffer *out)
{
  lde_dataset *ds = project->loaded.dataset;
  calendar self = {.ds = ds, .lang = project->language, .out = out};

  (void)options;
  (void)result;
  lde_buffer_puts(out,
                  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ldengine//" LDE_VERSION "//EN\r\n"
                  "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
  for (int32_t row = 0; row < lde_count(ds, session); row++)
    if (lde_has(ds, session, starts_on, row))
      put_session(&self, row);
  for (int32_t row = 0; row < lde_count(ds, communication_item); row++)
    if (lde_has(ds, communication_item, planned_on, row))
      put_message(&self, row);
  for (int32_t row = 0; row < lde_count(ds, review_cycle); row++)
    if (lde_has(ds, review_cycle, due_on, row) && !lde_has(ds, review_cycle, done_on, row))
      put_review(&self, row);
  lde_buffer_puts(out, "END:VCALENDAR\r\n");
  return self.events;
}
