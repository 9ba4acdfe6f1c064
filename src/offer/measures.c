#include "offer/measures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/integer.h"
#include "offer/needs.h"
#include "offer/people.h"

int64_t lde_measure_unit(const lde_measure *measure)
{
  return measure->kind == LDE_MEASURE_HOURS ? 60 : 1;
}

/* ---- filters ---- */

static bool set_has(const lde_row_set *set, int32_t row)
{
  for (int i = 0; i < set->count; i++)
    if (set->rows[i] == row)
      return true;
  return !set->given;
}

static bool choice_passes(const lde_dataset *ds, unsigned mask, int field, int32_t offering)
{
  const lde_table *table = lde_dataset_table(ds, LDE_E(offering));
  return !mask || (lde_table_has(table, field, offering) &&
                   (mask >> lde_table_get(table, field, offering) & 1));
}

static bool option_passes(const lde_draft *draft, const lde_filter *filter, const lde_draft_option *option)
{
  const lde_dataset *ds = draft->ds;
  return set_has(&filter->offerings, option->offering) && set_has(&filter->suppliers, option->supplier) &&
         (!filter->pilots || option->pilot) &&
         choice_passes(ds, filter->kinds, LDE_F(offering, kind), option->offering) &&
         choice_passes(ds, filter->modalities, LDE_F(offering, modality), option->offering) &&
         choice_passes(ds, filter->sourcings, LDE_F(offering, sourcing), option->offering);
}

static bool covers(const lde_draft *draft, const lde_draft_option *option, const lde_row_set *set)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(offering_competency));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(offering_competency, offering)],
                                      LDE_E(offering), option->offering);
  for (size_t i = 0; i < rows.count; i++)
    if (set_has(set, lde_get_row(ds, offering_competency, competency, rows.rows[i])))
      return true;
  return !set->given;
}

static bool has_goal(const lde_draft *draft, int32_t need, const lde_row_set *goals)
{
  for (int i = 0; need >= 0 && i < draft->needs.data[need].goal_count; i++)
    if (set_has(goals, draft->needs.data[need].goals[i].goal))
      return true;
  return false;
}

static bool in_programme(const lde_draft *draft, int32_t need, const lde_row_set *programmes)
{
  for (int i = 0; i < programmes->count; i++) {
    lde_rows goals = lde_get_list(draft->ds, programme, goals, programmes->rows[i]);
    lde_row_set set = {true, (int32_t *)goals.rows, (int)goals.count};
    if (has_goal(draft, need, &set))
      return true;
  }
  return false;
}

static bool need_passes(const lde_draft *draft, const lde_filter *filter, const lde_draft_option *option,
                        int32_t need)
{
  if (filter->lanes && (need < 0 || !(filter->lanes >> draft->needs.data[need].lane & 1)))
    return false;
  if (filter->goals.given && !has_goal(draft, need, &filter->goals))
    return false;
  if (filter->programmes.given && !in_programme(draft, need, &filter->programmes))
    return false;
  if (filter->competencies.given && !covers(draft, option, &filter->competencies))
    return false;
  if (filter->focus_areas.given) {
    bool any = false;
    for (int i = 0; i < filter->focus_areas.count; i++)
      any = any || lde_option_in_focus(draft, option, need, filter->focus_areas.rows[i]);
    return any;
  }
  return true;
}

static bool unit_passes(const lde_draft *draft, const lde_filter *filter, int32_t unit)
{
  bool any = !filter->units.given;
  for (int i = 0; i < filter->units.count && !any; i++)
    any = unit != LDE_NO_ROW && lde_unit_is_within(draft->ds, unit, filter->units.rows[i]);
  return any;
}

static bool period_passes(const lde_draft *draft, const lde_filter *filter, int period)
{
  return (!filter->period && !filter->quarters) ||
         (lde_draft_period_bits(draft, filter->period, filter->quarters) >> period & 1);
}

/* ---- groups ---- */

static int compare_rows(const void *a, const void *b)
{
  const int32_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* By id, so that the order of input rows does not matter. */
static void sort_by_id(lde_draft *draft, int entity, int32_t *keys, int count)
{
  const char **ids = lde_alloc((size_t)count + 1, sizeof *ids);

  for (int i = 0; i < count; i++) {
    int32_t key = keys[i];
    const char *id = lde_draft_id(draft, entity, key);
    int at = i;
    for (; at > 0 && strcmp(ids[at - 1], id) > 0; at--) {
      ids[at] = ids[at - 1];
      keys[at] = keys[at - 1];
    }
    ids[at] = id;
    keys[at] = key;
  }
  lde_free(ids);
}

int lde_measure_groups(lde_draft *draft, lde_per per, int32_t **keys)
{
  LDE_VEC(int32_t) all = {0};
  int count = 0;

  if (per == LDE_PER_ALL)
    lde_vec_push(&all, LDE_NO_ROW);
  for (size_t i = 0; per == LDE_PER_UNIT && i < draft->parts.len; i++)
    if (draft->parts.data[i].unit != LDE_NO_ROW)
      lde_vec_push(&all, draft->parts.data[i].unit);
  for (size_t i = 0; per == LDE_PER_EMPLOYEE && i < draft->parts.len; i++)
    lde_vec_push(&all, (int32_t)i);
  for (int32_t i = 0; per == LDE_PER_LANE && i < 5; i++)
    lde_vec_push(&all, i);
  for (int32_t i = 0; per == LDE_PER_PERIOD && i < draft->periods; i++)
    lde_vec_push(&all, i);
  for (size_t i = 0; per == LDE_PER_SUPPLIER && i < draft->options.len; i++)
    if (draft->options.data[i].supplier != LDE_NO_ROW && draft->options.data[i].pair_count)
      lde_vec_push(&all, draft->options.data[i].supplier);
  for (size_t i = 0; per == LDE_PER_NEED && i < draft->needs.len; i++)
    lde_vec_push(&all, (int32_t)i);
  if (all.len)
    qsort(all.data, all.len, sizeof *all.data, compare_rows);
  for (size_t i = 0; i < all.len; i++)
    if (!i || all.data[i] != all.data[i - 1])
      all.data[count++] = all.data[i];
  if (per == LDE_PER_UNIT || per == LDE_PER_SUPPLIER)
    sort_by_id(draft, per == LDE_PER_UNIT ? (int)LDE_E(unit) : (int)LDE_E(supplier), all.data, count);
  *keys = all.data;
  return count;
}

static bool in_slice(const lde_draft *draft, lde_slice slice, const lde_draft_option *option, int32_t need,
                     int32_t part, int period)
{
  switch (slice.per) {
  case LDE_PER_UNIT:
    return part >= 0 && draft->parts.data[part].unit == slice.key;
  case LDE_PER_EMPLOYEE:
    return part == slice.key;
  case LDE_PER_LANE:
    return need >= 0 && draft->needs.data[need].lane == slice.key;
  case LDE_PER_PERIOD:
    return period == slice.key;
  case LDE_PER_SUPPLIER:
    return option->supplier == slice.key;
  case LDE_PER_NEED:
    return need == slice.key;
  case LDE_PER_ALL:
  case LDE_PER_COUNT:
    break;
  }
  return true;
}

/* ---- what one of each counts ---- */

static bool part_passes(const lde_measure *measure, unsigned part)
{
  return measure->kind != LDE_MEASURE_COST || !measure->filter.parts || (measure->filter.parts & part);
}

int64_t lde_measure_of_seat(const lde_build *build, const lde_measure *measure, lde_slice slice, int32_t column)
{
  const lde_draft *draft = build->draft;
  const lde_draft_option *option = &draft->options.data[lde_column_option(build, column)];
  int32_t part = lde_column_part(build, column);
  int32_t need = part >= 0 ? draft->parts.data[part].need : -1;
  int32_t unit = part >= 0 ? draft->parts.data[part].unit : LDE_NO_ROW;
  int period = build->problem.columns.data[column].last;

  if (measure->kind == LDE_MEASURE_SESSIONS || !part_passes(measure, LDE_PART_SEATS) ||
      !option_passes(draft, &measure->filter, option) ||
      !need_passes(draft, &measure->filter, option, need) || !unit_passes(draft, &measure->filter, unit) ||
      !period_passes(draft, &measure->filter, period) ||
      !in_slice(draft, slice, option, need, part, period))
    return 0;
  switch (measure->kind) {
  case LDE_MEASURE_COST:
    return option->cost_seat + lde_part_wage(draft, part, option);
  case LDE_MEASURE_HOURS:
    return option->minutes;
  case LDE_MEASURE_PEOPLE:
    return !build->cells.data[lde_column_cell(build, column)].step;
  default:
    return 1;
  }
}

static bool option_counts(const lde_build *build, const lde_measure *measure, lde_slice slice,
                          int32_t option, int period)
{
  const lde_draft *draft = build->draft;
  const lde_draft_option *each = &draft->options.data[option];
  int32_t need = each->main_need;
  int32_t unit = need >= 0 ? draft->needs.data[need].unit : LDE_NO_ROW;

  return option_passes(draft, &measure->filter, each) && need_passes(draft, &measure->filter, each, need) &&
         unit_passes(draft, &measure->filter, unit) && period_passes(draft, &measure->filter, period) &&
         in_slice(draft, slice, each, need, -1, period);
}

int64_t lde_measure_of_session(const lde_build *build, const lde_measure *measure, lde_slice slice,
                               int32_t option, int period)
{
  const lde_draft_option *each = &build->draft->options.data[option];

  if (each->enrolment || !part_passes(measure, LDE_PART_SESSIONS) ||
      (measure->kind != LDE_MEASURE_COST && measure->kind != LDE_MEASURE_SESSIONS) ||
      !option_counts(build, measure, slice, option, period))
    return 0;
  return measure->kind == LDE_MEASURE_SESSIONS ? 1 : each->cost_session;
}

int64_t lde_measure_of_open(const lde_build *build, const lde_measure *measure, lde_slice slice, int32_t option)
{
  const lde_draft_option *each = &build->draft->options.data[option];

  if (measure->kind != LDE_MEASURE_COST || !part_passes(measure, LDE_PART_ONCE) || !each->cost_once ||
      !option_counts(build, measure, slice, option, lde_option_first(build->draft, each)))
    return 0;
  return each->cost_once;
}

/* ---- rows of the author ---- */

typedef struct sum_term {
  lde_var var;
  int64_t factor;
} sum_term;
typedef struct linear {
  LDE_VEC(sum_term) terms;
} linear;

static void add_measure(const lde_build *build, linear *sum, const lde_measure *measure, lde_slice slice,
                        int64_t times)
{
  const lde_draft *draft = build->draft;

  for (size_t c = 0; c < build->columns.len; c++) {
    int64_t factor = lde_measure_of_seat(build, measure, slice, (int32_t)c);
    if (factor)
      lde_vec_push(&sum->terms, ((sum_term){LDE_SEATS((int32_t)c), factor * times}));
  }
  for (size_t o = 0; o < draft->options.len; o++) {
    int64_t factor = lde_measure_of_open(build, measure, slice, (int32_t)o);
    if (factor)
      lde_vec_push(&sum->terms, ((sum_term){LDE_OPEN((int32_t)o), factor * times}));
    for (int t = 0; t < draft->periods; t++) {
      factor = lde_measure_of_session(build, measure, slice, (int32_t)o, t);
      if (factor && build->problem.options.data[o].sessions_max[t])
        lde_vec_push(&sum->terms, ((sum_term){LDE_SESSIONS((int32_t)o, t), factor * times}));
    }
  }
}

static int64_t floor_div(int64_t a, int64_t b)
{
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

/* Bounds that were not met exactly by a multiple of the common divisor move inwards. */
static void emit(lde_build *build, linear *sum, lde_build_row row, int64_t lower, int64_t upper,
                 double penalty_per_unit)
{
  int64_t divisor = 0, penalty = LDE_ROW_HARD;
  int32_t index;

  for (size_t i = 0; i < sum->terms.len; i++)
    divisor = lde_gcd(divisor, sum->terms.data[i].factor);
  if (!divisor)
    divisor = 1;
  if (upper != LDE_ROW_FREE)
    upper = floor_div(upper, divisor);
  if (lower != -LDE_ROW_FREE)
    lower = -floor_div(-lower, divisor);
  if (penalty_per_unit >= 0) {
    penalty = llround(penalty_per_unit * (double)divisor * (double)LDE_VALUE_UNIT);
    penalty = penalty < 1 ? 1 : penalty;
  }
  row.divisor = divisor;
  index = lde_build_row_add(build, row, lower, upper, penalty);
  for (size_t i = 0; i < sum->terms.len; i++)
    lde_problem_entry(&build->problem, index, sum->terms.data[i].var, sum->terms.data[i].factor / divisor);
  sum->terms.len = 0;
}

static int64_t heads_in(const lde_build *build, const lde_measure *measure, lde_slice slice)
{
  const lde_draft *draft = build->draft;
  int64_t heads = 0;

  for (size_t p = 0; p < draft->parts.len; p++) {
    const lde_draft_part *part = &draft->parts.data[p];
    static const lde_draft_option nothing = {.offering = LDE_NO_ROW, .supplier = LDE_NO_ROW};
    if ((!measure->filter.lanes || (measure->filter.lanes >> draft->needs.data[part->need].lane & 1)) &&
        unit_passes(draft, &measure->filter, part->unit) &&
        in_slice(draft, slice, &nothing, part->need, (int32_t)p, slice.key))
      heads += part->heads;
  }
  return heads;
}

static void reduce(double share, int64_t *numerator, int64_t *denominator)
{
  int64_t divisor;
  *numerator = llround(share * 10000);
  *denominator = 10000;
  divisor = lde_gcd(*numerator, *denominator);
  *numerator /= divisor;
  *denominator /= divisor;
}

static double major_unit(const lde_build *build, const lde_measure *measure)
{
  if (measure->kind != LDE_MEASURE_COST)
    return (double)lde_measure_unit(measure);
  return pow(10, build->draft->ds->currency_decimals);
}

static void emit_constraint(lde_build *build, const lde_offer_constraint *each, lde_slice slice, double bound)
{
  linear sum = {0};
  int64_t numerator = 0, denominator = 1, lower = -LDE_ROW_FREE, upper = LDE_ROW_FREE;
  double target = bound * (double)lde_measure_unit(&each->measure) * each->factor;
  lde_build_row row = {.kind = LDE_ROW_CONSTRAINT, .name = each->name, .key = slice.key};

  if (each->of_heads)
    target = bound * (double)heads_in(build, &each->measure, slice) * each->factor;
  if (slice.per == LDE_PER_EMPLOYEE && !each->function)
    target *= (double)build->draft->parts.data[slice.key].heads;
  if (each->is_share) {
    reduce(bound * each->factor, &numerator, &denominator);
    target = 0;
  }
  add_measure(build, &sum, &each->measure, slice, denominator);
  if (each->is_share && numerator)
    add_measure(build, &sum, &each->base, slice, -numerator);
  if (each->sense != LDE_AT_LEAST)
    upper = (int64_t)floor(target + 1e-6);
  if (each->sense != LDE_AT_MOST)
    lower = (int64_t)ceil(target - 1e-6);
  if (sum.terms.len || lower > 0 || upper < 0)
    emit(build, &sum, row, lower, upper,
         each->soft ? each->penalty / major_unit(build, &each->measure) / (double)denominator : -1);
  lde_vec_free(&sum.terms);
}

static void add_constraint(lde_build *build, const lde_offer_constraint *each)
{
  int32_t *keys;
  int count = lde_measure_groups(build->draft, each->per, &keys);

  for (int g = 0; g < count; g++) {
    lde_slice slice = {each->per, keys[g]};
    emit_constraint(build, each, slice,
                    each->function && g < each->bound_count ? each->bounds[g] : each->bound);
  }
  lde_free(keys);
}

/* A term over a measure: seats carry their value themselves, the rest goes through one variable. */
static void add_term(lde_build *build, const lde_offer_term *term)
{
  linear sum = {0};
  lde_slice all = {LDE_PER_ALL, LDE_NO_ROW};
  double unit = term->weight / (double)lde_measure_unit(&term->measure);
  bool rest = false;

  add_measure(build, &sum, &term->measure, all, 1);
  for (size_t i = 0; i < sum.terms.len; i++) {
    sum_term *each = &sum.terms.data[i];
    if (each->var.kind != LDE_VAR_SEATS) {
      rest = true;
      continue;
    }
    build->problem.columns.data[each->var.index].value +=
        llround(unit * (double)each->factor * (double)LDE_VALUE_UNIT);
    each->factor = 0;
  }
  if (rest) {
    int32_t aux = lde_problem_aux(&build->problem, (lde_aux){.lower = 0,
                                                             .upper = INT64_C(1000000000000),
                                                             .value = llround(unit * (double)LDE_VALUE_UNIT)});
    int32_t row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_TERM, .name = term->name, .divisor = 1},
                                    0, 0, LDE_ROW_HARD);
    lde_problem_entry(&build->problem, row, LDE_AUX(aux), -1);
    for (size_t i = 0; i < sum.terms.len; i++)
      if (sum.terms.data[i].factor)
        lde_problem_entry(&build->problem, row, sum.terms.data[i].var, sum.terms.data[i].factor);
  }
  lde_vec_free(&sum.terms);
}

void lde_build_wishes(lde_build *build)
{
  const lde_offer_spec *spec = build->draft->spec;

  for (size_t i = 0; i < spec->terms.len; i++)
    if (spec->terms.data[i].kind == LDE_TERM_MEASURE)
      add_term(build, &spec->terms.data[i]);
  for (size_t i = 0; i < spec->constraints.len; i++) {
    const lde_offer_constraint *each = &spec->constraints.data[i];
    if (lde_offer_spec_is_dropped(spec, each->name) ||
        (!strncmp(each->name, "mix ", 4) && !lde_draft_uses(build->draft, LDE_MIXES)))
      continue;
    if (each->soft && each->penalty <= 0) { /* not even the least price that a row can have */
      lde_draft_note(build->draft, LDE_TR(build->draft->ds->language, "%s: a wish with penalty 0 does nothing",
                                          "%s: een wens met penalty 0 doet niets"), each->name);
      continue;
    }
    add_constraint(build, each);
  }
}
