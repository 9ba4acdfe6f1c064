#include "report/picture/bands.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/integer.h"
#include "model/thread.h"
#include "report/reasons.h"

#define INVERSE(ds, holder, field, target, row)                                                    \
  lde_dataset_inverse(                                                                             \
      (ds), &lde_schema_entity((ds)->schema, LDE_E(holder))->fields[LDE_F(holder, field)],         \
      LDE_E(target), (row))

const char *lde_band_column_name(lde_band_column column, lde_language lang)
{
  switch (column) {
  case LDE_BAND_KPI:
    return LDE_TR(lang, "KPIs", "KPI's");
  case LDE_BAND_COMPETENCY:
    return LDE_TR(lang, "Competencies", "Competenties");
  case LDE_BAND_NEED:
    return LDE_TR(lang, "Learning needs", "Leerbehoeften");
  default:
    return LDE_TR(lang, "Offerings", "Opleidingen");
  }
}

/* Findings */

void lde_findings_index(lde_map *about, const lde_findings *findings)
{
  for (size_t i = 0; findings && i < findings->items.len; i++) {
    const lde_finding *f = &findings->items.data[i];
    int64_t key;
    int32_t has;
    if (f->entity_index < 0 || f->row == LDE_NO_ROW || f->exception || f->severity == LDE_NOTE)
      continue;
    key = lde_ref_pack(f->entity_index, f->row);
    has = lde_map_find(about, key);
    if (has == LDE_MAP_NONE || f->severity > findings->items.data[has].severity)
      lde_map_put(about, key, (int32_t)i);
  }
}

const lde_finding *lde_findings_about(const lde_map *about, const lde_findings *findings,
                                      int32_t entity, int32_t row)
{
  int32_t at =
      findings && row != LDE_NO_ROW ? lde_map_find(about, lde_ref_pack(entity, row)) : LDE_MAP_NONE;
  return at == LDE_MAP_NONE ? NULL : &findings->items.data[at];
}

/* Items */

static lde_band_item *item_of(lde_bands *b, lde_band *band, lde_band_column column, int32_t entity,
                              int32_t row)
{
  lde_band_item item = {.entity = entity, .row = row, .detail = ""};
  lde_buffer text = {0};

  for (size_t i = 0; i < band->columns[column].len; i++)
    if (band->columns[column].data[i].row == row && band->columns[column].data[i].entity == entity)
      return &band->columns[column].data[i];
  item.label = row == LDE_NO_ROW
                   ? ""
                   : lde_arena_strdup(
                         &b->arena, lde_picture_label(&text, b->dataset, entity, row, b->language));
  item.finding = lde_findings_about(&b->about, b->findings, entity, row);
  lde_vec_push(&band->columns[column], item);
  lde_buffer_free(&text);
  return &band->columns[column].data[band->columns[column].len - 1];
}

static const char *keep(lde_bands *b, lde_buffer *text)
{
  const char *copy = lde_arena_strdup(&b->arena, lde_buffer_text(text));
  lde_buffer_free(text);
  return copy;
}

static void add_kpi(lde_bands *b, lde_band *band, int32_t row)
{
  lde_dataset *ds = b->dataset;
  lde_band_item *item = item_of(b, band, LDE_BAND_KPI, LDE_E(kpi), row);
  bool from = lde_has(ds, kpi, baseline_value, row), to = lde_has(ds, kpi, target_value, row);
  lde_buffer text = {0};

  item->broken = !from || !to || band->goal == LDE_NO_ROW;
  if (from && to) {
    const char *unit = lde_text_of(ds, kpi, unit_of_measure, row);
    lde_number_format(&text, (double)lde_get(ds, kpi, baseline_value, row) / 1e6, 2, b->language);
    lde_buffer_puts(&text, " → ");
    lde_number_format(&text, (double)lde_get(ds, kpi, target_value, row) / 1e6, 2, b->language);
    lde_buffer_printf(&text, "%s%s", *unit && *unit != '%' ? " " : "", unit);
  } else {
    lde_buffer_puts(&text,
                    from ? LDE_TR(b->language, "no target", "geen doelwaarde")
                    : to ? LDE_TR(b->language, "no baseline", "geen nulmeting")
                         : LDE_TR(b->language, "no baseline, no target", "geen nulmeting en doel"));
  }
  item->detail = keep(b, &text);
}

static void add_competencies_of(lde_bands *b, lde_band *band, int32_t need)
{
  lde_rows asked = INVERSE(b->dataset, need_competency, need, need, need);
  for (size_t i = 0; i < asked.count; i++)
    item_of(b, band, LDE_BAND_COMPETENCY, LDE_E(competency),
            lde_get_row(b->dataset, need_competency, competency, asked.rows[i]))->size++;
}

static void add_need(lde_bands *b, lde_band *band, int32_t row)
{
  lde_band_item *item = item_of(b, band, LDE_BAND_NEED, LDE_E(need), row);

  item->heads = lde_get(b->dataset, need, heads, row);
  item->covered = -1;
  if (band->goal != LDE_NO_ROW)
    add_competencies_of(b, band, row);
}

static void describe_need(lde_bands *b, lde_band_item *item)
{
  lde_buffer text = {0};

  item->size = item->heads;
  item->finding = lde_findings_about(&b->about, b->findings, item->entity, item->row);
  if (item->heads > 0 && item->heads < b->group_min)
    lde_buffer_printf(&text, LDE_TR(b->language, "fewer than %d people", "minder dan %d mensen"),
                      b->group_min);
  else if (item->covered == 0 && item->heads)
    lde_buffer_printf(
        &text, LDE_TR(b->language, "no seat for %lld people", "geen plaats voor %lld mensen"),
        (long long)item->heads);
  else if (item->covered >= 0)
    lde_buffer_printf(&text,
                      LDE_TR(b->language, "%lld of %lld get a seat", "%lld van %lld geplaatst"),
                      (long long)item->covered, (long long)item->heads);
  else if (item->heads)
    lde_count_format(&text, item->heads, LDE_TR(b->language, "person", "persoon"),
                     LDE_TR(b->language, "people", "mensen"), b->language);
  item->detail = keep(b, &text);
}

static void describe_line(lde_bands *b, lde_band_item *item)
{
  lde_buffer text = {0};

  item->size = item->money;
  lde_picture_money(&text, b->dataset, item->money, b->language);
  if (item->seats) {
    lde_buffer_puts(&text, " · ");
    lde_count_format(&text, item->seats, LDE_TR(b->language, "seat", "plaats"),
                     LDE_TR(b->language, "seats", "plaatsen"), b->language);
  }
  item->detail = keep(b, &text);
}

/* Bands */

static bool has_active_child(lde_dataset *ds, int32_t goal)
{
  lde_rows children = INVERSE(ds, goal, parent, goal, goal);

  for (size_t i = 0; i < children.count; i++)
    if (lde_goal_thread_gap(ds, children.rows[i], 0) != LDE_THREAD_NOT_ACTIVE)
      return true;
  return false;
}

/* Its subgoals stand for a goal unless it has work or a KPI of its own. */
static bool is_shown_goal(lde_dataset *ds, int32_t goal)
{
  if (lde_goal_thread_gap(ds, goal, 0) == LDE_THREAD_NOT_ACTIVE)
    return false;
  return !has_active_child(ds, goal) ||
         INVERSE(ds, goal_contribution, goal, goal, goal).count > 0 ||
         INVERSE(ds, kpi, goal, goal, goal).count > 0;
}

static lde_band *band_of(lde_bands *b, int32_t goal)
{
  for (size_t i = 0; i < b->bands.len; i++)
    if (b->bands.data[i].goal == goal)
      return &b->bands.data[i];
  return NULL;
}

static lde_band *add_band(lde_bands *b, int32_t goal)
{
  lde_band band = {.goal = goal};
  lde_buffer text = {0};

  if (goal != LDE_NO_ROW) {
    lde_row_label(b->dataset, lde_dataset_table(b->dataset, LDE_E(goal)), goal, b->language, &text);
    band.weight = lde_get(b->dataset, goal, total_weight, goal);
    band.finding = lde_findings_about(&b->about, b->findings, LDE_E(goal), goal);
  } else {
    lde_buffer_puts(&text, LDE_TR(b->language, "Serves no goal", "Dient geen doel"));
  }
  band.label = keep(b, &text);
  lde_vec_push(&b->bands, band);
  return &b->bands.data[b->bands.len - 1];
}

static lde_band *band_for(lde_bands *b, int32_t goal)
{
  lde_band *band = band_of(b, goal);
  return band ? band : add_band(b, goal);
}

static void add_goals(lde_bands *b)
{
  lde_dataset *ds = b->dataset;

  for (int32_t goal = 0; goal < lde_count(ds, goal); goal++) {
    lde_rows kpis, contributions;
    lde_band *band;
    if (!is_shown_goal(ds, goal))
      continue;
    band = add_band(b, goal);
    band->has_parts = has_active_child(ds, goal);
    kpis = INVERSE(ds, kpi, goal, goal, goal);
    for (size_t i = 0; i < kpis.count; i++)
      add_kpi(b, band, kpis.rows[i]);
    contributions = INVERSE(ds, goal_contribution, goal, goal, goal);
    for (size_t i = 0; i < contributions.count; i++) {
      int32_t need = lde_get_row(ds, goal_contribution, need, contributions.rows[i]);
      int32_t competency = lde_get_row(ds, goal_contribution, competency, contributions.rows[i]);
      if (competency != LDE_NO_ROW)
        item_of(b, band, LDE_BAND_COMPETENCY, LDE_E(competency), competency);
      if (need != LDE_NO_ROW)
        add_need(b, band, need);
    }
  }
}

static void add_stray_needs(lde_bands *b)
{
  lde_dataset *ds = b->dataset;

  for (int32_t need = 0; need < lde_count(ds, need); need++) {
    lde_goal_share *goals = NULL;
    if (!lde_need_goals(ds, need, &goals)) {
      lde_band *band = band_for(b, LDE_NO_ROW);
      add_need(b, band, need);
      band->columns[LDE_BAND_NEED].data[band->columns[LDE_BAND_NEED].len - 1].broken =
          lde_get(ds, need, lane, need) != LDE_CHOICE_OF(lane, mandatory);
    }
    lde_free(goals);
  }
  for (int32_t kpi = 0; kpi < lde_count(ds, kpi); kpi++)
    if (!lde_has(ds, kpi, goal, kpi))
      add_kpi(b, band_for(b, LDE_NO_ROW), kpi);
}

/* A need made from gaps stands for its competency, over all units. */
static void add_offer_need(lde_bands *b, const lde_offer_need *need)
{
  int32_t entity = need->need == LDE_NO_ROW ? LDE_E(competency) : LDE_E(need);
  int32_t row = need->need == LDE_NO_ROW ? need->competency : need->need;
  lde_goal_share *goals = NULL;
  size_t count = lde_picture_need_goals(b->dataset, need, &goals);

  for (size_t i = 0; i < (count ? count : 1); i++) {
    int32_t goal = count ? goals[i].goal : LDE_NO_ROW;
    lde_band *band = count ? band_of(b, goal) : band_for(b, LDE_NO_ROW);
    lde_band_item *item;
    if (!band) /* a goal that is no longer active */
      continue;
    item = item_of(b, band, LDE_BAND_NEED, entity, row);
    if (need->need != LDE_NO_ROW)
      item->heads = item->covered = 0; /* the offer counts anew what the record says */
    item->heads += need->heads;
    item->covered = (item->covered < 0 ? 0 : item->covered) + need->covered;
    item->broken = !count && !(need->lane && strcmp(need->lane, "mandatory") == 0);
  }
  lde_free(goals);
}

static void add_lines(lde_bands *b)
{
  lde_picture_lines lines;

  lde_picture_lines_find(&lines, b->dataset, b->offer);
  for (size_t i = 0; i < lines.len; i++) {
    const lde_picture_line *line = &lines.data[i];
    bool offered = line->offering != LDE_NO_ROW;
    b->money = lde_add_capped(b->money, line->cost);
    for (size_t p = 0; p < line->parts.len; p++) {
      lde_band *band = band_for(b, line->parts.data[p].goal);
      lde_band_item *item =
          item_of(b, band, LDE_BAND_LINE, offered ? LDE_E(offering) : LDE_E(plan_line),
                  offered ? line->offering : line->row);
      item->money = lde_add_capped(item->money, line->parts.data[p].cost);
      item->seats += line->seats;
      band->money = lde_add_capped(band->money, line->parts.data[p].cost);
      if (band->goal == LDE_NO_ROW && line->lane != (int32_t)LDE_CHOICE_OF(lane, mandatory))
        item->broken = true;
      if (line->row != LDE_NO_ROW && !item->finding)
        item->finding = lde_findings_about(&b->about, b->findings, LDE_E(plan_line), line->row);
    }
  }
  lde_picture_lines_free(&lines);
}

static int by_size(const void *a, const void *b)
{
  const lde_band_item *x = a, *y = b;
  if (x->broken != y->broken)
    return x->broken ? -1 : 1;
  if (x->size != y->size)
    return x->size < y->size ? 1 : -1;
  if (x->entity != y->entity)
    return x->entity < y->entity ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

/* Lines of the plan itself also say how far they reach and how they are evaluated. */
static void judge_lines(lde_bands *b, lde_band *band)
{
  lde_thread_gap gap = lde_goal_thread_gap(b->dataset, band->goal, 0);

  if (gap == LDE_THREAD_NO_LINE)
    band->breaks[LDE_BAND_LINE] = LDE_TR(b->language, "no offering reaches the level asked",
                                         "geen opleiding haalt het gevraagde niveau");
  else if (gap == LDE_THREAD_NO_EVALUATION)
    band->breaks[LDE_BAND_COLUMNS] =
        LDE_TR(b->language, "no evaluation planned", "geen evaluatie gepland");
}

static void judge_stray(lde_bands *b, lde_band *band)
{
  for (int c = 0; c < LDE_BAND_COLUMNS && !band->broken; c++)
    for (size_t i = 0; i < band->columns[c].len; i++)
      if (band->columns[c].data[i].broken) {
        band->breaks[c] =
            LDE_TR(b->language, "not linked to any goal", "niet aan een doel gekoppeld");
        band->broken = true;
        break;
      }
}

/* The links that are missing. A goal with subgoals leaves the work to them. */
static void judge(lde_bands *b, lde_band *band)
{
  lde_language lang = b->language;
  bool followed = false;

  if (band->goal == LDE_NO_ROW) {
    judge_stray(b, band);
    return;
  }
  for (size_t i = 0; i < band->columns[LDE_BAND_KPI].len; i++)
    followed = followed || !band->columns[LDE_BAND_KPI].data[i].broken;
  if (!followed)
    band->breaks[LDE_BAND_KPI] =
        LDE_TR(lang, "no KPI with baseline and target", "geen KPI met nulmeting en doel");
  if (band->columns[LDE_BAND_NEED].len == 0 && !band->has_parts)
    band->breaks[LDE_BAND_NEED] = LDE_TR(lang, "no learning need", "geen leerbehoefte");
  else if (band->columns[LDE_BAND_NEED].len && !band->columns[LDE_BAND_LINE].len)
    band->breaks[LDE_BAND_LINE] =
        LDE_TR(lang, "no offering in the plan", "geen opleiding in het plan");
  else if (!b->offer && band->columns[LDE_BAND_NEED].len)
    judge_lines(b, band);
  for (int c = 0; c <= LDE_BAND_COLUMNS; c++)
    band->broken = band->broken || band->breaks[c];
}

/* The shown goal above, or LDE_NO_ROW. */
static int32_t shown_above(lde_bands *b, int32_t goal)
{
  for (int steps = 0; goal != LDE_NO_ROW && steps < 64; steps++) {
    goal = lde_get_row(b->dataset, goal, parent, goal);
    if (goal != LDE_NO_ROW && band_of(b, goal))
      return goal;
  }
  return LDE_NO_ROW;
}

/* Moves the goals below `above` to `sorted`, the heaviest first, each followed by its own. */
static void sort_below(lde_bands *b, const int32_t *above, int32_t parent, int depth,
                       lde_band *sorted, size_t *count, unsigned char *taken)
{
  for (;;) {
    size_t best = b->bands.len;
    for (size_t i = 0; i < b->bands.len; i++)
      if (!taken[i] && b->bands.data[i].goal != LDE_NO_ROW && above[i] == parent &&
          (best == b->bands.len || b->bands.data[i].weight > b->bands.data[best].weight))
        best = i;
    if (best == b->bands.len)
      return;
    taken[best] = 1;
    sorted[*count] = b->bands.data[best];
    sorted[(*count)++].depth = depth;
    sort_below(b, above, b->bands.data[best].goal, depth + 1, sorted, count, taken);
  }
}

static void sort(lde_bands *b)
{
  size_t len = b->bands.len, count = 0;
  int32_t *above = lde_alloc(len + 1, sizeof *above);
  unsigned char *taken = lde_alloc(len + 1, 1);
  lde_band *sorted = lde_alloc(len + 1, sizeof *sorted);

  for (size_t i = 0; i < len; i++)
    above[i] = shown_above(b, b->bands.data[i].goal);
  sort_below(b, above, LDE_NO_ROW, 0, sorted, &count, taken);
  for (size_t i = 0; i < len; i++) /* the one without goal */
    if (!taken[i])
      sorted[count++] = b->bands.data[i];
  for (size_t i = 0; i < len; i++)
    b->bands.data[i] = sorted[i];
  lde_free(above);
  lde_free(taken);
  lde_free(sorted);
}

static void finish(lde_bands *b)
{
  for (size_t i = 0; i < b->bands.len; i++) {
    lde_band *band = &b->bands.data[i];
    for (size_t n = 0; n < band->columns[LDE_BAND_NEED].len; n++)
      describe_need(b, &band->columns[LDE_BAND_NEED].data[n]);
    for (size_t n = 0; n < band->columns[LDE_BAND_LINE].len; n++)
      describe_line(b, &band->columns[LDE_BAND_LINE].data[n]);
    for (int c = 0; c < LDE_BAND_COLUMNS; c++)
      if (band->columns[c].len)
        qsort(band->columns[c].data, band->columns[c].len, sizeof *band->columns[c].data, by_size);
    judge(b, band);
  }
  sort(b);
}

void lde_bands_find(lde_bands *out, lde_dataset *ds, const lde_offer *offer,
                    const lde_findings *findings, const lde_picture_style *style)
{
  int32_t vision = lde_current_version(ds, LDE_E(mission_vision));

  *out = (lde_bands){.dataset = ds,
                     .offer = offer,
                     .findings = findings,
                     .language = style->language,
                     .group_min = lde_picture_group_min(style)};
  lde_findings_index(&out->about, findings);
  out->vision = vision == LDE_NO_ROW ? "" : lde_text_of(ds, mission_vision, text, vision);
  add_goals(out);
  add_stray_needs(out);
  for (size_t i = 0; offer && i < offer->needs.len; i++)
    add_offer_need(out, &offer->needs.data[i]);
  add_lines(out);
  finish(out);
}

void lde_bands_free(lde_bands *b)
{
  for (size_t i = 0; i < b->bands.len; i++)
    for (int c = 0; c < LDE_BAND_COLUMNS; c++)
      lde_vec_free(&b->bands.data[i].columns[c]);
  lde_vec_free(&b->bands);
  lde_map_free(&b->about);
  lde_arena_free(&b->arena);
}
