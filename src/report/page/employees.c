/* For employees: what each unit and each role can expect. No names, and nothing that only a few people
 * of a unit get: what somebody gets personally is for the talk with the manager. */
#include <string.h>

#include "report/page/internal.h"

typedef struct expected {
  int32_t offering;
  const char *period;
  int64_t seats, minutes;
} expected;
typedef LDE_VEC(expected) expected_list;

static void add_expected(expected_list *list, const lde_offer_line *line, int64_t seats)
{
  for (size_t i = 0; i < list->len; i++)
    if (list->data[i].offering == line->offering &&
        strcmp(list->data[i].period, line->period) == 0) {
      list->data[i].seats += seats;
      return;
    }
  lde_vec_push(list, ((expected){line->offering, line->period, seats, line->minutes_per_seat}));
}

static int64_t active_people(const lde_page *page, int32_t unit, int32_t role)
{
  int64_t count = 0;

  for (int32_t row = 0; row < lde_count(page->ds, employee); row++)
    count += lde_employee_is_active(page->ds, row, page->ds->year_first, page->ds->year_last) &&
             (unit == LDE_NO_ROW || lde_get_row(page->ds, employee, unit, row) == unit) &&
             (role == LDE_NO_ROW || lde_get_row(page->ds, employee, role, row) == role);
  return count;
}

/* Seats of a line for people of the unit (or role): by name where known, else those of the unit itself. */
static int64_t seats_of(lde_page *page, const lde_offer_line *line, int32_t unit, int32_t role)
{
  lde_table *units = lde_dataset_table(page->ds, LDE_E(unit));
  int64_t seats = 0;

  for (size_t s = 0; s < line->served.len; s++) {
    const lde_offer_served *served = &line->served.data[s];
    for (size_t e = 0; e < served->employees.count; e++)
      seats += unit != LDE_NO_ROW
                   ? lde_get_row(page->ds, employee, unit, served->employees.rows[e]) == unit
                   : lde_get_row(page->ds, employee, role, served->employees.rows[e]) == role;
    if (!served->employees.count && unit != LDE_NO_ROW && served->unit &&
        lde_row_find(page->ds, units, served->unit, strlen(served->unit)) == unit)
      seats += served->seats;
  }
  return seats;
}

static const char *hours(lde_page *page, int64_t minutes)
{
  lde_document_cell cell = {.kind = LDE_CELL_INTEGER};
  lde_buffer text = {0};

  if (!minutes)
    return PAGE_TR(page, "not known", "niet bekend");
  if (minutes < 120)
    return lde_page_count(page, minutes, PAGE_TR(page, "minute", "minuut"),
                          PAGE_TR(page, "minutes", "minuten"));
  cell.value = (minutes + 30) / 60;
  lde_document_cell_print(&text, page->document, &cell, false);
  lde_buffer_puts(&text, PAGE_TR(page, " hours", " uur"));
  return lde_document_take(page->document, &text);
}

static void add_table(lde_page *page, const char *name, const expected_list *list, bool *personal)
{
  lde_document *document = page->document;
  bool any = false;

  for (size_t i = 0; i < list->len; i++) {
    const expected *each = &list->data[i];
    int64_t modality = lde_get(page->ds, offering, modality, each->offering);
    if (lde_page_is_small(page, each->seats)) {
      *personal = true;
      continue;
    }
    if (!any) {
      lde_document_table_add(
          document, name,
          lde_document_say(document, PAGE_TR(page, "Learning for %s", "Leren voor %s"), name));
      lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Activity", "Activiteit"));
      lde_document_narrow_column(document, PAGE_TR(page, "When", "Wanneer"));
      lde_document_narrow_column(document, PAGE_TR(page, "Time", "Tijd"));
      lde_document_column(document, LDE_CELL_TEXT, PAGE_TR(page, "Form", "Vorm"));
    }
    any = true;
    lde_document_row_add(document, LDE_TABLE_BODY);
    lde_document_text(document, lde_page_label(page, LDE_E(offering), each->offering));
    lde_document_text(document, lde_page_period(page, each->period));
    lde_document_text(document, hours(page, each->minutes));
    lde_document_text(document,
                      lde_has(page->ds, offering, modality, each->offering)
                          ? lde_choices_find("modality")->items[modality].label[page->lang]
                          : "–");
  }
  if (!any && !*personal)
    lde_document_add(document, LDE_BLOCK_TEXT,
                     PAGE_TR(page, "No group learning is planned here this year.",
                             "Hier staat dit jaar geen gezamenlijk leren gepland."));
  if (*personal)
    lde_document_add(
        document, LDE_BLOCK_SMALL,
        PAGE_TR(
            page,
            "Beside this there are personal learning paths: your manager discusses yours with you.",
            "Daarnaast zijn er persoonlijke trajecten: jouw leidinggevende bespreekt het jouwe met je."));
}

/* What the role asks: the competencies with their level, and the certificates. */
static void add_asked(lde_page *page, int32_t role)
{
  lde_rows asked = PAGE_INVERSE(page->ds, role_requirement, role, role, role);
  lde_rows duties = PAGE_INVERSE(page->ds, compliance_requirement, role, role, role);
  lde_buffer text = {0};

  for (size_t i = 0; i < asked.count; i++) {
    int32_t competency = lde_get_row(page->ds, role_requirement, competency, asked.rows[i]);
    lde_buffer_printf(
        &text, "%s%s (%s)", text.len ? "; " : "",
        lde_page_label(page, LDE_E(competency), competency),
        lde_document_say(page->document, PAGE_TR(page, "level %s", "niveau %s"),
                         lde_page_integer(page, lde_get(page->ds, role_requirement, required_level,
                                                        asked.rows[i]))));
  }
  for (size_t i = 0; i < duties.count; i++)
    lde_buffer_printf(&text, "%s%s (%s)", text.len ? "; " : "",
                      lde_page_label(page, LDE_E(credential_type),
                                     lde_get_row(page->ds, compliance_requirement, credential_type,
                                                 duties.rows[i])),
                      PAGE_TR(page, "certificate", "certificaat"));
  if (text.len) {
    lde_buffer whole = {0};
    lde_buffer_printf(&whole, PAGE_TR(page, "Your role asks: %s.", "Je functie vraagt: %s."),
                      text.data);
    lde_document_add(page->document, LDE_BLOCK_TEXT, lde_document_take(page->document, &whole));
  }
  lde_buffer_free(&text);
}

static void add_groups(lde_page *page, bool roles)
{
  int entity = roles ? LDE_E(role) : LDE_E(unit);
  int64_t small = 0;

  for (int32_t row = 0; row < lde_table_count(lde_dataset_table(page->ds, entity)); row++) {
    int64_t people = active_people(page, roles ? LDE_NO_ROW : row, roles ? row : LDE_NO_ROW);
    const char *name = lde_page_label(page, entity, row);
    expected_list list = {0};
    bool personal = false;
    if (people < page->group_min) {
      small += people > 0;
      continue;
    }
    for (size_t i = 0; i < page->offer->lines.len; i++) {
      int64_t seats = seats_of(page, &page->offer->lines.data[i], roles ? LDE_NO_ROW : row,
                               roles ? row : LDE_NO_ROW);
      if (seats)
        add_expected(&list, &page->offer->lines.data[i], seats);
    }
    lde_document_add(page->document, LDE_BLOCK_HEADING, name);
    if (roles)
      add_asked(page, row);
    add_table(page, name, &list, &personal);
    lde_vec_free(&list);
  }
  if (small)
    lde_document_add(
        page->document, LDE_BLOCK_SMALL,
        roles
            ? PAGE_TR(
                  page,
                  "Roles that few people have are not listed; your manager tells you what is planned.",
                  "Functies met weinig mensen staan er niet bij; je leidinggevende vertelt je wat er gepland is.")
            : PAGE_TR(
                  page,
                  "Units with few people are not listed; your manager tells you what is planned.",
                  "Onderdelen met weinig mensen staan er niet bij; je leidinggevende vertelt je wat er gepland is."));
}

void lde_page_employees(lde_page *page)
{
  lde_document *document = page->document;

  document->contents = true;
  lde_document_section_add(document, "start",
                           PAGE_TR(page, "What is planned for you", "Wat er voor je gepland is"));
  lde_document_add(
      document, LDE_BLOCK_LEAD,
      lde_document_say(
          document,
          PAGE_TR(
              page,
              "In %s there are %s in %s. Below you see what your unit and your role can expect.",
              "In %s zijn er %s in %s. Hieronder zie je wat je onderdeel en je functie kunnen verwachten."),
          page->ds->year,
          lde_page_count(page, page->seats, PAGE_TR(page, "seat", "plaats"),
                         PAGE_TR(page, "seats", "plaatsen")),
          lde_page_count(page, (int64_t)page->offer->lines.len,
                         PAGE_TR(page, "activity", "activiteit"),
                         PAGE_TR(page, "activities", "activiteiten"))));
  lde_document_add(
      document, LDE_BLOCK_TEXT,
      PAGE_TR(
          page,
          "This overview holds no personal data. It is a plan: dates and groups can still change.",
          "Dit overzicht bevat geen persoonsgegevens. Het is een plan: data en groepen kunnen nog veranderen."));
  lde_document_section_add(document, "units", PAGE_TR(page, "By unit", "Per onderdeel"));
  add_groups(page, false);
  if (lde_count(page->ds, role)) {
    lde_document_section_add(document, "roles", PAGE_TR(page, "By role", "Per functie"));
    add_groups(page, true);
  }
}
