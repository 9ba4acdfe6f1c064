/* What a waterfall can lead through: a budget by lane, the step from one offer to another, and spending. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/integer.h"
#include "report/picture/lines.h"
#include "report/reasons.h"

enum { OFFERINGS_MAX = 10 };

static void add(lde_waterfall *w, lde_waterfall_kind kind, const char *label, int64_t amount)
{
  lde_vec_push(&w->steps, ((struct lde_waterfall_step){kind, label, amount}));
}

void lde_waterfall_free(lde_waterfall *w)
{
  lde_vec_free(&w->steps);
  lde_arena_free(&w->arena);
  *w = (lde_waterfall){0};
}

/* Sums over the budgets that no other shown budget contains. */
static lde_picture_budget sum_budgets(lde_dataset *ds, const lde_offer *offer)
{
  lde_picture_budget sum = {.row = LDE_NO_ROW};
  lde_picture_budgets budgets;

  lde_picture_budgets_find(&budgets, ds, offer);
  for (size_t i = 0; i < budgets.len; i++) {
    const lde_picture_budget *each = &budgets.data[i];
    if (each->depth)
      continue;
    sum.setup = lde_add_capped(sum.setup, each->setup);
    sum.carry_in = lde_add_capped(sum.carry_in, each->carry_in);
    sum.planned = lde_add_capped(sum.planned, each->planned);
    sum.committed = lde_add_capped(sum.committed, each->committed);
    sum.executed = lde_add_capped(sum.executed, each->executed);
  }
  lde_vec_free(&budgets);
  return sum;
}

void lde_waterfall_of_budget(lde_waterfall *w, lde_dataset *ds, const lde_offer *offer,
                             lde_language lang)
{
  lde_picture_budget sum = sum_budgets(ds, offer);
  const lde_choices *lanes = lde_choices_find("lane");
  int64_t by_lane[LDE_PICTURE_LANES] = {0}, rest = sum.planned, unpaid = 0;
  lde_picture_lines lines;

  lde_picture_lines_find(&lines, ds, offer);
  for (size_t i = 0; i < lines.len; i++) {
    unpaid = lde_add_capped(unpaid, lde_subtract_capped(lines.data[i].cost, lines.data[i].paid));
    if (lines.data[i].lane >= 0 && lines.data[i].lane < LDE_PICTURE_LANES)
      by_lane[lines.data[i].lane] = lde_add_capped(by_lane[lines.data[i].lane], lines.data[i].paid);
  }
  lde_picture_lines_free(&lines);
  *w = (lde_waterfall){.title = LDE_TR(lang, "From the budget to what is left of it",
                                       "Van begroot bedrag naar wat er overblijft")};
  add(w, LDE_WATERFALL_TOTAL, LDE_TR(lang, "Budget set", "Begroot"), sum.setup);
  if (sum.carry_in)
    add(w, LDE_WATERFALL_STEP,
        LDE_TR(lang, "Carried in from last year", "Overgeheveld van vorig jaar"), sum.carry_in);
  for (int lane = 0; lane < lanes->count && lane < LDE_PICTURE_LANES; lane++) {
    if (!by_lane[lane])
      continue;
    add(w, LDE_WATERFALL_STEP,
        lde_arena_printf(&w->arena, LDE_TR(lang, "Learning: %s", "Leren: %s"),
                         lanes->items[lane].label[lang == LDE_DUTCH]),
        -by_lane[lane]);
    rest = lde_subtract_capped(rest, by_lane[lane]);
  }
  if (rest) /* lines without a lane, and those that budgets of other years or of persons pay */
    add(w, LDE_WATERFALL_STEP, LDE_TR(lang, "Other planned lines", "Overige geplande regels"),
        -rest);
  add(w, LDE_WATERFALL_TOTAL,
      unpaid ? LDE_TR(lang, "Left in the budgets", "Over in de budgetten")
             : LDE_TR(lang, "Left", "Over"),
      0);
  if (!unpaid)
    return;
  add(w, LDE_WATERFALL_STEP,
      LDE_TR(lang, "Lines that no budget pays yet", "Regels die nog geen budget betaalt"), -unpaid);
  add(w, LDE_WATERFALL_TOTAL, LDE_TR(lang, "Left after all lines", "Over na alle regels"), 0);
}

void lde_waterfall_of_spending(lde_waterfall *w, lde_dataset *ds, lde_language lang)
{
  lde_picture_budget sum = sum_budgets(ds, NULL);
  lde_picture_lines lines;

  sum.planned = 0; /* of all lines, also those that no budget pays yet */
  lde_picture_lines_find(&lines, ds, NULL);
  for (size_t i = 0; i < lines.len; i++)
    sum.planned = lde_add_capped(sum.planned, lines.data[i].cost);
  lde_picture_lines_free(&lines);
  *w = (lde_waterfall){.title =
                           LDE_TR(lang, "From planned to spent", "Van gepland naar uitgegeven")};
  add(w, LDE_WATERFALL_TOTAL, LDE_TR(lang, "Planned", "Gepland"), sum.planned);
  add(w, LDE_WATERFALL_STEP,
      sum.committed <= sum.planned
          ? LDE_TR(lang, "Not yet committed", "Nog niet verplicht")
          : LDE_TR(lang, "Committed beyond the plan", "Verplicht buiten het plan"),
      sum.committed - sum.planned);
  add(w, LDE_WATERFALL_TOTAL, LDE_TR(lang, "Committed", "Verplicht"), 0);
  add(w, LDE_WATERFALL_STEP,
      sum.executed <= sum.committed
          ? LDE_TR(lang, "Not yet spent", "Nog niet uitgegeven")
          : LDE_TR(lang, "Spent without commitment", "Uitgegeven zonder verplichting"),
      sum.executed - sum.committed);
  add(w, LDE_WATERFALL_TOTAL, LDE_TR(lang, "Spent", "Uitgegeven"), 0);
}

/* Two offers */

typedef struct change {
  int32_t offering;
  int64_t before, after;
  bool was, is;
} change;

static int64_t size_of(const change *c)
{
  int64_t difference = lde_subtract_capped(c->after, c->before);
  return difference < 0 ? -difference : difference;
}

static int by_size(const void *a, const void *b)
{
  const change *x = a, *y = b;
  if (size_of(x) != size_of(y))
    return size_of(x) < size_of(y) ? 1 : -1;
  return (x->offering > y->offering) - (x->offering < y->offering);
}

static void sum_lines(change *changes, const lde_offer *offer, bool after)
{
  for (size_t i = 0; i < offer->lines.len; i++) {
    const lde_offer_line *line = &offer->lines.data[i];
    change *c = &changes[line->offering];
    int64_t *sum = after ? &c->after : &c->before;
    *sum = lde_add_capped(*sum, line->cost);
    c->was = c->was || !after;
    c->is = c->is || after;
  }
}

static const char *label_change(lde_waterfall *w, lde_dataset *ds, const change *c,
                                lde_language lang)
{
  lde_buffer label = {0};
  const char *text = lde_picture_label(&label, ds, LDE_E(offering), c->offering, lang);
  const char *what = !c->was  ? LDE_TR(lang, "added", "erbij")
                     : !c->is ? LDE_TR(lang, "dropped", "vervalt")
                              : LDE_TR(lang, "changed", "gewijzigd");
  const char *copy = lde_arena_printf(&w->arena, "%s: %s", what, text);

  lde_buffer_free(&label);
  return copy;
}

void lde_waterfall_of_offers(lde_waterfall *w, lde_dataset *ds, const lde_offer *before,
                             const lde_offer *after, lde_language lang)
{
  int32_t count = lde_count(ds, offering), other = 0;
  change *changes = lde_alloc((size_t)count + 1, sizeof *changes);
  int64_t sum_before = 0, sum_after = 0, rest;

  for (int32_t row = 0; row < count; row++)
    changes[row].offering = row;
  sum_lines(changes, before, false);
  sum_lines(changes, after, true);
  for (int32_t row = 0; row < count; row++) {
    sum_before = lde_add_capped(sum_before, changes[row].before);
    sum_after = lde_add_capped(sum_after, changes[row].after);
  }
  rest = sum_after - sum_before;
  qsort(changes, (size_t)count, sizeof *changes, by_size);
  *w = (lde_waterfall){
      .title = LDE_TR(lang, "From one offer to the other", "Van het ene aanbod naar het andere")};
  add(w, LDE_WATERFALL_TOTAL, LDE_TR(lang, "Cost before", "Kosten vooraf"), sum_before);
  for (int32_t i = 0; i < count && size_of(&changes[i]); i++) {
    if (i >= OFFERINGS_MAX) {
      other++;
      continue;
    }
    add(w, LDE_WATERFALL_STEP, label_change(w, ds, &changes[i], lang),
        changes[i].after - changes[i].before);
    rest -= changes[i].after - changes[i].before;
  }
  if (other)
    add(w, LDE_WATERFALL_STEP,
        lde_arena_printf(&w->arena, LDE_TR(lang, "%d other offerings", "%d andere opleidingen"),
                         (int)other),
        rest);
  add(w, LDE_WATERFALL_TOTAL, LDE_TR(lang, "Cost after", "Kosten daarna"), 0);
  lde_free(changes);
}
