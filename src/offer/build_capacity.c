/* Rows of what is scarce besides money and learning time: trainers, rooms and developers, and how much
 * of a unit may be away.
 *
 * Any of several trainers can give a session. Instead of deciding who does, all that only a set of
 * them can do is at most what the set has (sets that share nobody need no row together). Capacities
 * are written for any period: the year, a quarter, a month. What falls in some periods of the plan is
 * at most what the capacities that touch these periods hold. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "offer/build.h"

#define PLENTY (INT64_C(1) << 40)
enum { SETS_MAX = 256, WORKING_DAY = 480 };

/* ---- days on which learning is possible ---- */

static bool is_working_day(int32_t day)
{
  return lde_date_weekday(day) < 5;
}

static bool is_listed(lde_rows days, int32_t day)
{
  for (size_t i = 0; i < days.count; i++)
    if (days.rows[i] == day)
      return true;
  return false;
}

void lde_draft_blackout(lde_draft *draft)
{
  lde_dataset *ds = draft->ds;
  int32_t first = draft->period_first[0], last = draft->period_last[draft->periods - 1];

  draft->blocked = lde_arena_array(&draft->arena, lde_count(ds, unit) + 1, unsigned char *);
  memset(draft->blocked, 0, ((size_t)lde_count(ds, unit) + 1) * sizeof *draft->blocked);
  if (!lde_draft_uses(draft, LDE_BLACKOUT))
    return;
  for (int32_t unit = 0; unit < lde_count(ds, unit); unit++) {
    unsigned char *days = NULL;
    for (int32_t at = unit, depth = 0; at != LDE_NO_ROW && depth < 64;
         at = lde_get_row(ds, unit, parent, at), depth++) {
      lde_rows list = lde_get_list(ds, unit, blocked_dates, at);
      for (size_t i = 0; i < list.count; i++) {
        if (list.rows[i] < first || list.rows[i] > last)
          continue;
        if (!days) {
          days = lde_arena_array(&draft->arena, last - first + 1, unsigned char);
          memset(days, 0, (size_t)(last - first + 1));
        }
        days[list.rows[i] - first] = 1;
      }
    }
    draft->blocked[unit] = days;
  }
}

/* Working days from `from` to `to` on which the unit is free. */
static int32_t free_days(const lde_draft *draft, int32_t unit, int32_t from, int32_t to)
{
  const unsigned char *blocked = unit == LDE_NO_ROW ? NULL : draft->blocked[unit];
  int32_t days = 0;

  for (int32_t day = from; day <= to; day++)
    days += is_working_day(day) && !(blocked && blocked[day - draft->period_first[0]]);
  return days;
}

bool lde_unit_can_learn(const lde_draft *draft, int32_t unit, const lde_draft_option *option, int period)
{
  int32_t from = draft->period_first[period], to = draft->period_last[period];
  int64_t wanted = lde_has(draft->ds, offering, minutes_contact, option->offering)
                       ? (lde_get(draft->ds, offering, minutes_contact, option->offering) + WORKING_DAY - 1) / WORKING_DAY
                       : 0;

  if (unit == LDE_NO_ROW || !draft->blocked[unit])
    return true;
  from = option->ready > from ? option->ready : from;
  to = option->until < to ? option->until : to;
  return free_days(draft, unit, from, to) >= (wanted > 1 ? wanted : 1);
}

bool lde_draft_has_blackout(const lde_draft *draft)
{
  for (int32_t unit = 0; unit < lde_count(draft->ds, unit); unit++)
    for (size_t o = 0; draft->blocked[unit] && o < draft->options.len; o++)
      for (int t = 0; t < draft->periods; t++)
        if (draft->options.data[o].allowed[t] && !lde_unit_can_learn(draft, unit, &draft->options.data[o], t))
          return true;
  return false;
}

/* ---- absence ---- */

typedef struct unit_order {
  const char *id;
  int32_t row;
} unit_order;

static int compare_units(const void *a, const void *b)
{
  const unit_order *x = a, *y = b;
  return strcmp(x->id, y->id);
}

int32_t *lde_units_in_order(lde_draft *draft)
{
  int32_t count = lde_count(draft->ds, unit);
  unit_order *order = lde_alloc((size_t)count + 1, sizeof *order);
  int32_t *rows = lde_alloc((size_t)count + 1, sizeof *rows);

  for (int32_t unit = 0; unit < count; unit++)
    order[unit] = (unit_order){lde_draft_id(draft, LDE_E(unit), unit), unit};
  qsort(order, (size_t)count, sizeof *order, compare_units);
  for (int32_t i = 0; i < count; i++)
    rows[i] = order[i].row;
  lde_free(order);
  return rows;
}

int64_t *lde_units_fte(const lde_draft *draft, int64_t *total)
{
  lde_dataset *ds = draft->ds;
  int64_t *fte = lde_alloc((size_t)lde_count(ds, unit) + 1, sizeof *fte);

  *total = 0;
  for (int32_t row = 0; row < lde_count(ds, employee); row++) {
    int32_t unit = lde_get_row(ds, employee, unit, row);
    int64_t own = lde_has(ds, employee, fte, row) ? lde_get(ds, employee, fte, row) : 1000;
    if (unit == LDE_NO_ROW || !lde_employee_is_active(ds, row, ds->today, ds->today))
      continue;
    fte[unit] += own;
    *total += own;
  }
  return fte;
}

/* Of one unit in one period: minutes in class are at most the share of its working time. */
static void absence_row(lde_build *build, int32_t unit, int period, double share, int64_t fte)
{
  const lde_draft *draft = build->draft;
  int32_t days = free_days(draft, unit, draft->period_first[period], draft->period_last[period]);
  int64_t limit = (int64_t)floor(share * (double)fte / 1000 * WORKING_DAY * days + 1e-6), locked = 0;
  int32_t row = -1;

  for (size_t c = 0; c < build->columns.len; c++) {
    const lde_seat_column *column = &build->problem.columns.data[c];
    int32_t part = lde_column_part(build, c);
    int64_t minutes;
    if (part < 0 || draft->parts.data[part].unit != unit || column->last != period)
      continue;
    minutes = lde_get(draft->ds, offering, minutes_contact, draft->options.data[column->option].offering);
    if (!minutes)
      continue;
    if (row < 0)
      row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_ABSENCE, .name = "absence", .divisor = 1,
                                                     .period = period, .key = unit},
                              -LDE_ROW_FREE, limit, LDE_ROW_HARD);
    lde_problem_entry(&build->problem, row, LDE_SEATS((int32_t)c), minutes);
    locked += minutes * column->lower;
  }
  if (row >= 0 && locked > limit)
    build->problem.rows.data[row].upper = locked;
}

double lde_absence_share(const lde_draft *draft, int32_t unit)
{
  const lde_offer_spec *spec = draft->spec;

  for (size_t i = 0; i < spec->absences.len; i++) {
    int32_t row = lde_row_find(draft->ds, lde_dataset_table(draft->ds, LDE_E(unit)), spec->absences.data[i].unit,
                               strlen(spec->absences.data[i].unit));
    if (row == unit)
      return spec->absences.data[i].share;
  }
  return spec->absence_asked ? spec->absence_max : -1;
}

void lde_build_absence(lde_build *build)
{
  lde_draft *draft = build->draft;
  int64_t total, *fte;
  int32_t *units;

  if ((!draft->spec->absence_asked && !draft->spec->absences.len) || !lde_draft_uses(draft, LDE_ABSENCE))
    return;
  fte = lde_units_fte(draft, &total);
  units = lde_units_in_order(draft);
  for (int32_t i = 0; i < lde_count(draft->ds, unit); i++) {
    int32_t unit = units[i];
    double share = lde_absence_share(draft, unit);
    for (int t = 0; share >= 0 && fte[unit] && t < draft->periods; t++)
      absence_row(build, unit, t, share, fte[unit]);
  }
  if (!total)
    lde_draft_note(draft, "%s", LDE_TR(draft->ds->language, "nobody's working time is known, so absence is not limited",
                                       "van niemand is de werktijd bekend, dus afwezigheid is niet begrensd"));
  lde_free(units);
  lde_free(fte);
}

/* ---- trainers, rooms, developers ---- */

typedef struct resource {
  int32_t row;
  bool limited;
} resource;

typedef struct resource_set {
  uint64_t *bits;
} resource_set;

typedef struct resources {
  lde_build *build;
  int64_t kind;
  LDE_VEC(resource) list; /* of the kind, limited ones, by id */
  size_t words;
  resource_set *of_option; /* bits NULL: not limited */
  LDE_VEC(resource_set) sets;
} resources;

static lde_rows capacities_of(const lde_draft *draft, int32_t row)
{
  const lde_entity *entity = lde_schema_entity(draft->ds->schema, LDE_E(capacity));
  return lde_dataset_inverse(draft->ds, &entity->fields[LDE_F(capacity, resource)], LDE_E(resource), row);
}

/* Plan periods that a written capacity touches. */
static unsigned window_of(const lde_draft *draft, int32_t capacity)
{
  int32_t first, last;
  unsigned bits = 0;

  if (!lde_period_bounds(draft->ds, lde_text_of(draft->ds, capacity, period, capacity), &first, &last))
    return 0;
  for (int t = 0; t < draft->periods; t++)
    if (first <= draft->period_last[t] && last >= draft->period_first[t])
      bits |= 1u << t;
  return bits;
}

static bool is_away(const lde_draft *draft, int32_t row, int period)
{
  lde_rows days = lde_get_list(draft->ds, resource, blocked_dates, row);

  for (int32_t day = draft->period_first[period]; days.count && day <= draft->period_last[period]; day++)
    if (is_working_day(day) && !is_listed(days, day))
      return false;
  return days.count > 0;
}

/* What one resource has in the periods of the mask. */
static int64_t capacity_in(const lde_draft *draft, int32_t row, unsigned mask)
{
  lde_rows list = capacities_of(draft, row);
  int64_t minutes = list.count ? 0 : PLENTY;
  unsigned present = 0;

  for (int t = 0; t < draft->periods; t++)
    if ((mask >> t & 1) && !is_away(draft, row, t))
      present |= 1u << t;
  if (!present)
    return 0;
  for (size_t i = 0; i < list.count; i++)
    if (window_of(draft, list.rows[i]) & present)
      minutes += lde_get(draft->ds, capacity, minutes, list.rows[i]);
  return minutes;
}

static bool works_for(const lde_draft *draft, int32_t row, int32_t offering)
{
  lde_rows list = lde_get_list(draft->ds, resource, offerings, row);

  for (size_t i = 0; i < list.count; i++)
    if (list.rows[i] == offering)
      return true;
  return !list.count;
}

static bool is_limited(const lde_draft *draft, int32_t row)
{
  bool limited = capacities_of(draft, row).count > 0;
  for (int t = 0; t < draft->periods && !limited; t++)
    limited = is_away(draft, row, t);
  return limited;
}

/* Which of the resources can serve an option; NULL when one without limit can, or none is known. */
static uint64_t *set_of_option(resources *all, const lde_draft_option *option)
{
  const lde_draft *draft = all->build->draft;
  uint64_t *bits = lde_arena_array(&all->build->draft->arena, (int32_t)all->words, uint64_t);
  bool any = false;

  memset(bits, 0, all->words * sizeof *bits);
  for (int32_t row = 0; row < lde_count(draft->ds, resource); row++)
    if (lde_get(draft->ds, resource, kind, row) == all->kind && works_for(draft, row, option->offering) &&
        !is_limited(draft, row))
      return NULL;
  for (size_t i = 0; i < all->list.len; i++)
    if (works_for(draft, all->list.data[i].row, option->offering)) {
      bits[i / 64] |= UINT64_C(1) << (i % 64);
      any = true;
    }
  return any ? bits : NULL;
}

static bool same_bits(const resources *all, const uint64_t *a, const uint64_t *b)
{
  return !memcmp(a, b, all->words * sizeof *a);
}

static bool within(const resources *all, const uint64_t *part, const uint64_t *whole)
{
  for (size_t w = 0; w < all->words; w++)
    if (part[w] & ~whole[w])
      return false;
  return true;
}

static void add_set(resources *all, uint64_t *bits)
{
  for (size_t i = 0; i < all->sets.len; i++)
    if (same_bits(all, all->sets.data[i].bits, bits))
      return;
  if (all->sets.len < SETS_MAX)
    lde_vec_push(&all->sets, ((resource_set){bits}));
}

/* The sets of the options, and the unions of those that share somebody. */
static void collect_sets(resources *all)
{
  for (size_t o = 0; o < all->build->draft->options.len; o++)
    if (all->of_option[o].bits)
      add_set(all, all->of_option[o].bits);
  for (size_t i = 0; i < all->sets.len; i++)
    for (size_t k = 0; k < i; k++) {
      uint64_t *both = lde_arena_array(&all->build->draft->arena, (int32_t)all->words, uint64_t);
      bool share = false;
      for (size_t w = 0; w < all->words; w++) {
        share = share || (all->sets.data[i].bits[w] & all->sets.data[k].bits[w]);
        both[w] = all->sets.data[i].bits[w] | all->sets.data[k].bits[w];
      }
      if (share)
        add_set(all, both);
    }
}

/* Minutes that an option takes of a resource: of a session, or to develop it. */
static int64_t minutes_for(const resources *all, size_t option)
{
  const lde_draft *draft = all->build->draft;
  int32_t offering = draft->options.data[option].offering;

  if (all->kind == LDE_CHOICE_OF(resource_kind, developer))
    return lde_get(draft->ds, offering, minutes_development, offering);
  if (draft->options.data[option].enrolment)
    return 0;
  return lde_get(draft->ds, offering, minutes_contact, offering);
}

/* What a set has in some periods. A session is one person's, so of several people only whole sessions
 * count when all sessions are equally long. */
static int64_t set_capacity(const resources *all, const uint64_t *set, unsigned mask)
{
  int64_t sum = 0, length = 0;
  bool mixed = all->kind == LDE_CHOICE_OF(resource_kind, developer);

  for (size_t o = 0; o < all->build->draft->options.len && !mixed; o++) {
    int64_t own = all->of_option[o].bits && within(all, all->of_option[o].bits, set) ? minutes_for(all, o) : 0;
    mixed = own && length && own != length;
    length = own ? own : length;
  }
  for (size_t i = 0; i < all->list.len; i++)
    if (set[i / 64] >> (i % 64) & 1) {
      int64_t own = capacity_in(all->build->draft, all->list.data[i].row, mask);
      if (!mixed && length)
        own -= own % length;
      sum = sum + own > PLENTY ? PLENTY : sum + own;
    }
  return sum;
}

static const char *name_of_set(const resources *all, const uint64_t *set)
{
  lde_draft *draft = all->build->draft;
  lde_buffer text = {0};
  const char *name;

  lde_buffer_puts(&text, "resources:");
  for (size_t i = 0, any = 0; i < all->list.len; i++)
    if (set[i / 64] >> (i % 64) & 1)
      lde_buffer_printf(&text, "%s%s", any++ ? "+" : "", lde_draft_id(draft, LDE_E(resource), all->list.data[i].row));
  name = lde_arena_strdup(&draft->arena, lde_buffer_text(&text));
  lde_buffer_free(&text);
  return name;
}

static void emit_set(resources *all, const uint64_t *set, unsigned mask, int64_t limit)
{
  lde_build *build = all->build;
  lde_draft *draft = build->draft;
  bool develop = all->kind == LDE_CHOICE_OF(resource_kind, developer);
  const char *name = name_of_set(all, set);
  int64_t locked = 0;
  int32_t row = -1;

  for (size_t o = 0; o < draft->options.len; o++) {
    const lde_option *out = &build->problem.options.data[o];
    int64_t minutes = all->of_option[o].bits && within(all, all->of_option[o].bits, set) ? minutes_for(all, o) : 0;
    if (!minutes)
      continue;
    if (row < 0)
      row = lde_build_row_add(build, (lde_build_row){.kind = LDE_ROW_RESOURCE, .name = name, .divisor = 1},
                              -LDE_ROW_FREE, limit, LDE_ROW_HARD);
    if (develop)
      lde_problem_entry(&build->problem, row, LDE_OPEN((int32_t)o), minutes);
    locked += develop ? minutes * out->open_min : 0;
    for (int t = 0; t < draft->periods && !develop; t++)
      if ((mask >> t & 1) && out->sessions_max[t]) {
        lde_problem_entry(&build->problem, row, LDE_SESSIONS((int32_t)o, t), minutes);
        locked += minutes * out->sessions_min[t];
      }
  }
  if (row >= 0 && locked > limit) {
    lde_draft_note(draft, LDE_TR(draft->ds->language, "fixed sessions take more of %s than there is; nothing is left for others",
                                 "vaste uitvoeringen vragen meer van %s dan er is; voor andere is er niets over"),
                   name + strlen("resources:"));
    build->problem.rows.data[row].upper = locked;
  }
}

/* Whether other rows of the same set say as much: a wider one, or the sum of its parts. */
static bool is_implied(const int64_t *limit, unsigned mask, unsigned full)
{
  for (unsigned other = 1; other <= full; other++) {
    bool wider = (other & mask) == mask && other != mask, part = (other & mask) == other && other != mask;
    if (limit[other] < 0)
      continue;
    if (wider && limit[other] <= limit[mask] && limit[other & ~mask] != 0)
      return true;
    if (part && limit[mask & ~other] >= 0 && limit[other] + limit[mask & ~other] <= limit[mask])
      return true;
  }
  return limit[mask] >= PLENTY;
}

/* All sets of up to four periods; of more, those that lie side by side. */
static bool is_asked(unsigned mask, int periods)
{
  unsigned run = mask ? mask / (mask & (~mask + 1)) : 0;
  return mask && (periods <= 4 || !(run & (run + 1)));
}

static void rows_of_set(resources *all, const uint64_t *set)
{
  int periods = all->build->draft->periods;
  unsigned full = (1u << periods) - 1;
  int64_t *limit = lde_alloc((size_t)full + 1, sizeof *limit);

  if (all->kind == LDE_CHOICE_OF(resource_kind, developer)) {
    emit_set(all, set, full, set_capacity(all, set, full));
    lde_free(limit);
    return;
  }
  for (unsigned mask = 0; mask <= full; mask++)
    limit[mask] = is_asked(mask, periods) ? set_capacity(all, set, mask) : -1;
  for (unsigned mask = 1; mask <= full; mask++)
    if (limit[mask] >= 0 && !is_implied(limit, mask, full))
      emit_set(all, set, mask, limit[mask]);
  lde_free(limit);
}

typedef struct resource_order {
  const char *id;
  int32_t row;
} resource_order;

static int compare_resources(const void *a, const void *b)
{
  const resource_order *x = a, *y = b;
  return strcmp(x->id, y->id);
}

static void build_kind(lde_build *build, int64_t kind)
{
  lde_draft *draft = build->draft;
  resources all = {.build = build, .kind = kind};
  LDE_VEC(resource_order) order = {0};

  for (int32_t row = 0; row < lde_count(draft->ds, resource); row++)
    if (lde_get(draft->ds, resource, kind, row) == kind && is_limited(draft, row))
      lde_vec_push(&order, ((resource_order){lde_draft_id(draft, LDE_E(resource), row), row}));
  if (order.len)
    qsort(order.data, order.len, sizeof *order.data, compare_resources);
  for (size_t i = 0; i < order.len; i++)
    lde_vec_push(&all.list, ((resource){order.data[i].row, true}));
  lde_vec_free(&order);
  if (all.list.len) {
    all.words = (all.list.len + 63) / 64;
    all.of_option = lde_alloc(draft->options.len + 1, sizeof *all.of_option);
    for (size_t o = 0; o < draft->options.len; o++)
      all.of_option[o].bits = minutes_for(&all, o) ? set_of_option(&all, &draft->options.data[o]) : NULL;
    collect_sets(&all);
    for (size_t i = 0; i < all.sets.len; i++)
      rows_of_set(&all, all.sets.data[i].bits);
    lde_free(all.of_option);
  }
  lde_vec_free(&all.list);
  lde_vec_free(&all.sets);
}

void lde_build_resources(lde_build *build)
{
  if (lde_draft_uses(build->draft, LDE_RESOURCES)) {
    build_kind(build, LDE_CHOICE_OF(resource_kind, trainer));
    build_kind(build, LDE_CHOICE_OF(resource_kind, room));
  }
  if (lde_draft_uses(build->draft, LDE_RESOURCES) && lde_draft_uses(build->draft, LDE_BUILD))
    build_kind(build, LDE_CHOICE_OF(resource_kind, developer));
}
