/* internal.h: what the sections of a page share: the data they read and the words for names, people,
 * periods and money. Inside page only. */
#ifndef LDE_REPORT_PAGE_INTERNAL_H
#define LDE_REPORT_PAGE_INTERNAL_H

#include "base/error.h"
#include "base/map.h"
#include "model/derived.h"
#include "model/do_nothing.h"
#include "report/page/page.h"

typedef struct lde_page_budget {
  int32_t row, depth;
  int64_t available, planned, committed, spent, left;
} lde_page_budget;

typedef struct lde_page {
  lde_document *document;
  lde_dataset *ds;
  const lde_offer *offer;
  const lde_provenance *provenance;
  const lde_findings *findings;
  lde_do_nothing nothing;
  lde_language lang;
  int64_t group_min;
  int32_t person;
  lde_map needs; /* hash of the id → index into offer->needs */
  LDE_VEC(lde_page_budget) budgets; /* of the year: parents first, theirs behind them */
  lde_page_budget total;            /* of those without a parent; with what no budget pays */
  int64_t unfunded;
  int64_t people, seats, minutes;   /* of the offer; people: different ones, 0 = not known by name */
  int64_t mandatory_heads, mandatory_covered, open_needs, open_people;
  double coverage;                  /* of the goals by weight; -1 = no goals with a need */
  int goals_well_covered, goals_with_needs;
} lde_page;

#define PAGE_TR(page, english, dutch) LDE_TR((page)->lang, english, dutch)
#define PAGE_INVERSE(ds, holder, field, target, row)                                               \
  lde_dataset_inverse(                                                                             \
      (ds), &lde_schema_entity((ds)->schema, LDE_E(holder))->fields[LDE_F(holder, field)],         \
      LDE_E(target), (row))

/* page.c: the words. All texts live in the document. */
const char *lde_page_label(lde_page *page, int entity, int32_t row);
const char *lde_page_need(lde_page *page, const char *id);
const lde_offer_need *lde_page_need_find(const lde_page *page, const char *id);
const char *lde_page_choice(lde_page *page, const char *set, const char *text);
const char *lde_page_money(lde_page *page, int64_t minor);
const char *lde_page_integer(lde_page *page, int64_t value);
const char *lde_page_count(lde_page *page, int64_t count, const char *one, const char *many);
const char *lde_page_share(lde_page *page, double share);
const char *lde_page_date(lde_page *page, int32_t date);
/* A number in millionths, at most two decimals. */
const char *lde_page_value(lde_page *page, int64_t millionths);
/* "2027-Q1" → "Q1", "1e kwartaal"; another year than the plan's is told. */
const char *lde_page_period(lde_page *page, const char *period);
const char *lde_page_budget_name(lde_page *page, int32_t budget);
/* People as a manager may see them: a small group is "fewer than 5". */
const char *lde_page_people(lde_page *page, int64_t count);
bool lde_page_is_small(const lde_page *page, int64_t count);
/* A cell with a number of people, a small group hidden. */
lde_document_cell *lde_page_people_cell(lde_page *page, int64_t count);
/* Cuts a text of one line to so many columns. */
const char *lde_page_cut(lde_page *page, const char *text, size_t width);

/* The sections, one file each. */
void lde_page_decision(lde_page *page, bool board); /* decision.c */
void lde_page_thread(lde_page *page);               /* goals.c */
void lde_page_goals(lde_page *page);
void lde_page_offer(lde_page *page);                /* lines.c */
void lde_page_left_out(lde_page *page);             /* left_out.c */
void lde_page_money_sections(lde_page *page);       /* money.c */
void lde_page_budget_table(lde_page *page, size_t most);
void lde_page_gaps(lde_page *page);                 /* gaps.c */
void lde_page_calendar(lde_page *page);             /* calendar.c */
void lde_page_findings(lde_page *page);             /* findings.c */
void lde_page_nothing(lde_page *page);              /* nothing.c */
void lde_page_origin(lde_page *page);               /* origin.c */
void lde_page_board(lde_page *page);                /* board.c */
void lde_page_employees(lde_page *page);            /* employees.c */
void lde_page_person(lde_page *page);               /* person.c */

/* risks.c: what could go wrong with the plan, most serious first; appended to the card. */
void lde_page_risks(lde_page *page, int most);
/* As lists for a card: needs without a seat, and what happens without the plan. */
void lde_page_not_done(lde_page *page, int most);
void lde_page_without(lde_page *page, int most);

/* pictures.c */
typedef enum lde_page_picture {
  LDE_PAGE_PICTURE_THREAD,
  LDE_PAGE_PICTURE_COVERAGE,
  LDE_PAGE_PICTURE_BUDGETS,
  LDE_PAGE_PICTURE_WATERFALL,
  LDE_PAGE_PICTURE_CALENDAR,
  LDE_PAGE_PICTURE_KPI
} lde_page_picture;
void lde_page_picture_add(lde_page *page, lde_page_picture picture, bool table);

#endif
