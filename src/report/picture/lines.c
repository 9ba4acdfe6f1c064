#include "report/picture/lines.h"

#include <math.h>
#include <string.h>

#include "base/integer.h"

enum { ONE_SHARE = 10000 };

#define INVERSE(ds, holder, field, target, row)                                                    \
  lde_dataset_inverse(                                                                             \
      (ds), &lde_schema_entity((ds)->schema, LDE_E(holder))->fields[LDE_F(holder, field)],         \
      LDE_E(target), (row))

/* Needs of an offer by id */

void lde_picture_needs_index(lde_map *map, const lde_offer *offer)
{
  for (size_t i = 0; i < offer->needs.len; i++)
    lde_map_add(map, (int64_t)lde_hash(offer->needs.data[i].id, strlen(offer->needs.data[i].id)),
                (int32_t)i);
}

int32_t lde_picture_need_find(const lde_map *map, const lde_offer *offer, const char *id)
{
  int32_t at = lde_map_find(map, (int64_t)lde_hash(id, strlen(id)));

  if (at != LDE_MAP_NONE && strcmp(offer->needs.data[at].id, id) == 0)
    return at;
  for (size_t i = 0; at != LDE_MAP_NONE && i < offer->needs.len; i++) /* two with one hash */
    if (strcmp(offer->needs.data[i].id, id) == 0)
      return (int32_t)i;
  return -1;
}

size_t lde_picture_need_goals(lde_dataset *ds, const lde_offer_need *need, lde_goal_share **out)
{
  if (need->need != LDE_NO_ROW)
    return lde_need_goals(ds, need->need, out);
  if (need->competency != LDE_NO_ROW)
    return lde_competency_goals(ds, need->competency, out);
  *out = NULL;
  return 0;
}

/* Lines of the plan */

static int64_t paid_of(lde_dataset *ds, int32_t row, int64_t cost)
{
  lde_rows fundings = INVERSE(ds, funding, plan_line, plan_line, row);
  int64_t sum = 0;

  if (!fundings.count)
    return lde_has(ds, plan_line, budget, row) ? cost : 0;
  for (size_t i = 0; i < fundings.count; i++)
    sum = lde_add_capped(sum, lde_get(ds, funding, amount, fundings.rows[i]));
  return sum;
}

static void add_plan_line(lde_picture_lines *out, lde_dataset *ds, int32_t row)
{
  lde_picture_line line = {.offering = lde_get_row(ds, plan_line, offering, row),
                           .row = row,
                           .period = lde_text_of(ds, plan_line, period, row),
                           .lane = lde_has(ds, plan_line, lane, row)
                                       ? (int32_t)lde_get(ds, plan_line, lane, row)
                                       : LDE_NO_ROW,
                           .sessions = lde_get(ds, plan_line, sessions_planned, row),
                           .seats = lde_get(ds, plan_line, seats_planned, row),
                           .cost = lde_get(ds, plan_line, cost, row)};
  int64_t passed = 0, given = 0;
  lde_goal_share *goals;
  size_t count = lde_line_goals(ds, row, &goals);

  if (!lde_has(ds, plan_line, seats_planned, row))
    line.seats = (int64_t)lde_get_list(ds, plan_line, employees, row).count;
  line.paid = paid_of(ds, row, line.cost);
  for (size_t i = 0; i < count; i++) {
    int64_t end;
    passed += goals[i].share;
    end = lde_share_of(line.cost, passed, ONE_SHARE);
    lde_vec_push(&line.parts, ((lde_picture_part){goals[i].goal, end - given}));
    given = end;
  }
  lde_free(goals);
  lde_vec_push(out, line);
}

/* Lines of an offer */

typedef struct parting {
  lde_dataset *ds;
  const lde_offer *offer;
  lde_map needs;
  double *weights; /* by goal; the last is of those without one */
  int32_t goals;
} parting;

static void weigh(parting *p, const lde_offer_served *served)
{
  int32_t need = lde_picture_need_find(&p->needs, p->offer, served->need);
  lde_goal_share *goals = NULL;
  size_t count = need < 0 ? 0 : lde_picture_need_goals(p->ds, &p->offer->needs.data[need], &goals);
  double all = 0;

  for (size_t i = 0; i < count; i++)
    all += (double)goals[i].share;
  for (size_t i = 0; i < count && all > 0; i++)
    p->weights[goals[i].goal] += (double)served->seats * (double)goals[i].share / all;
  if (!(all > 0))
    p->weights[p->goals] += (double)served->seats;
  lde_free(goals);
}

static void add_offer_line(lde_picture_lines *out, parting *p, size_t at)
{
  const lde_offer_line *from = &p->offer->lines.data[at];
  const lde_choices *lanes = lde_choices_find("lane");
  lde_picture_line line = {
      .offering = from->offering,
      .row = LDE_NO_ROW,
      .at = at,
      .period = from->period ? from->period : "",
      .lane = from->lane ? lde_choices_index(lanes, from->lane, strlen(from->lane)) : LDE_NO_ROW,
      .sessions = from->sessions,
      .seats = from->seats,
      .cost = from->cost};
  double sum = 0, passed = 0;
  int64_t given = 0;

  for (size_t i = 0; i < from->funding.len; i++)
    if (from->funding.data[i].budget)
      line.paid = lde_add_capped(line.paid, from->funding.data[i].amount);
  memset(p->weights, 0, ((size_t)p->goals + 1) * sizeof *p->weights);
  for (size_t i = 0; i < from->served.len; i++)
    weigh(p, &from->served.data[i]);
  for (int32_t goal = 0; goal <= p->goals; goal++)
    sum += p->weights[goal];
  for (int32_t goal = 0; goal <= p->goals; goal++) {
    int64_t end;
    if (!(p->weights[goal] > 0))
      continue;
    passed += p->weights[goal];
    end = llround((double)line.cost * (passed >= sum * (1 - 1e-12) ? 1 : passed / sum));
    lde_vec_push(&line.parts,
                 ((lde_picture_part){goal == p->goals ? LDE_NO_ROW : goal, end - given}));
    given = end;
  }
  if (!line.parts.len)
    lde_vec_push(&line.parts, ((lde_picture_part){LDE_NO_ROW, line.cost}));
  lde_vec_push(out, line);
}

void lde_picture_lines_find(lde_picture_lines *out, lde_dataset *ds, const lde_offer *offer)
{
  parting p = {.ds = ds, .offer = offer, .goals = lde_count(ds, goal)};

  *out = (lde_picture_lines){0};
  if (!offer) {
    for (int32_t row = 0; row < lde_count(ds, plan_line); row++)
      if (lde_line_is_in(ds, row))
        add_plan_line(out, ds, row);
    return;
  }
  lde_picture_needs_index(&p.needs, offer);
  p.weights = lde_alloc((size_t)p.goals + 1, sizeof *p.weights);
  for (size_t i = 0; i < offer->lines.len; i++)
    add_offer_line(out, &p, i);
  lde_free(p.weights);
  lde_map_free(&p.needs);
}

void lde_picture_lines_free(lde_picture_lines *lines)
{
  for (size_t i = 0; i < lines->len; i++)
    lde_vec_free(&lines->data[i].parts);
  lde_vec_free(lines);
}

int32_t lde_picture_line_goal(const lde_picture_line *line)
{
  const lde_picture_part *best = &line->parts.data[0];

  for (size_t i = 1; i < line->parts.len; i++)
    if (line->parts.data[i].cost > best->cost)
      best = &line->parts.data[i];
  return best->goal;
}

const char *lde_picture_label(lde_buffer *text, const lde_dataset *ds, int entity, int32_t row,
                              lde_language lang)
{
  lde_buffer_truncate(text, 0);
  lde_row_label(ds, lde_dataset_table(ds, entity), row, lang, text);
  return lde_buffer_text(text);
}

const char *lde_picture_line_label(lde_buffer *text, const lde_dataset *ds,
                                   const lde_picture_line *line, lde_language lang)
{
  return line->offering != LDE_NO_ROW
             ? lde_picture_label(text, ds, LDE_E(offering), line->offering, lang)
             : lde_picture_label(text, ds, LDE_E(plan_line), line->row, lang);
}

/* Budgets */

static bool is_shown(lde_dataset *ds, int32_t row)
{
  int32_t first, last;

  if (lde_row_is_superseded(ds, lde_dataset_table(ds, LDE_E(budget)), row) ||
      lde_has(ds, budget, employee, row))
    return false;
  return !lde_period_bounds(ds, lde_text_of(ds, budget, period, row), &first, &last) ||
         (first <= ds->year_last && last >= ds->year_first);
}

static void add_budgets(lde_picture_budgets *out, lde_dataset *ds, int32_t row, int depth)
{
  lde_rows children = INVERSE(ds, budget, parent, budget, row);

  if (depth > 32)
    return;
  if (is_shown(ds, row)) {
    lde_vec_push(out, ((lde_picture_budget){.row = row,
                                            .depth = depth,
                                            .setup = lde_get(ds, budget, setup, row),
                                            .carry_in = lde_get(ds, budget, carry_in, row),
                                            .planned = lde_get(ds, budget, planned, row),
                                            .committed = lde_get(ds, budget, committed, row),
                                            .executed = lde_get(ds, budget, executed, row)}));
    depth++;
  }
  for (size_t i = 0; i < children.count; i++)
    add_budgets(out, ds, children.rows[i], depth);
}

void lde_picture_budgets_find(lde_picture_budgets *out, lde_dataset *ds, const lde_offer *offer)
{
  lde_table *budgets = lde_dataset_table(ds, LDE_E(budget));
  int32_t *at = lde_alloc((size_t)lde_count(ds, budget) + 1, sizeof *at);

  *out = (lde_picture_budgets){0};
  for (int32_t row = 0; row < lde_count(ds, budget); row++)
    if (!lde_has(ds, budget, parent, row))
      add_budgets(out, ds, row, 0);
  for (size_t i = 0; i < out->len; i++) {
    at[out->data[i].row] = (int32_t)i + 1;
    if (offer)
      out->data[i].planned = 0;
  }
  for (size_t i = 0; offer && i < offer->budgets.len; i++) {
    const char *id = offer->budgets.data[i].budget;
    int32_t row = id ? lde_row_find(ds, budgets, id, strlen(id)) : LDE_NO_ROW;
    if (row != LDE_NO_ROW && at[row])
      out->data[at[row] - 1].planned = offer->budgets.data[i].planned;
  }
  lde_free(at);
}

/* Parts of every picture */

double lde_picture_head(lde_svg *svg, const char *title, const char *line)
{
  lde_svg_font head = {16, true, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_svg_font small = {12, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  int lines;

  lde_svg_text_fit(svg, 8, 24, head, svg->width - 16, title);
  if (!line || !*line)
    return 40;
  lines = lde_svg_text_wrap(svg, 8, 44, small, svg->width - 16, 16, 3, line);
  return 44 + 16 * lines;
}

void lde_picture_nothing(lde_buffer *out, const lde_picture_style *style, const char *title,
                         const char *why)
{
  lde_svg svg;
  double y;

  lde_svg_begin(&svg, style);
  y = lde_picture_head(&svg, title, why);
  lde_svg_finish(&svg, out, y + 4, title, why);
}
