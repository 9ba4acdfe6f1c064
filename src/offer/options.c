/* Options of a draft, what they cost and whom that is charged to, and which option serves which need. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "offer/draft.h"
#include "offer/needs.h"

/* ---- cost ---- */

static bool component_counts(const lde_draft *draft, int32_t row)
{
  const lde_dataset *ds = draft->ds;
  int32_t day = ds->today > ds->year_first ? ds->today : ds->year_first;

  return (!lde_has(ds, cost_component, valid_from, row) ||
          lde_get(ds, cost_component, valid_from, row) <= day) &&
         (!lde_has(ds, cost_component, valid_to, row) ||
          lde_get(ds, cost_component, valid_to, row) >= day);
}

/* How a basis of the data counts in the plan, and how often per seat (in sixtieths for hours). */
static lde_charge_basis basis_of(int64_t basis)
{
  if (basis == LDE_CHOICE_OF(cost_basis, per_session))
    return LDE_CHARGE_SESSION;
  if (basis == LDE_CHOICE_OF(cost_basis, per_seat) || basis == LDE_CHOICE_OF(cost_basis, per_hour))
    return LDE_CHARGE_SEAT;
  return LDE_CHARGE_ONCE; /* once, per_year */
}

static void add_charge(lde_draft_option *option, lde_charge_basis basis, int bearer, int64_t amount, int kind)
{
  if (amount)
    option->charges[option->charge_count++] = (lde_charge){basis, bearer, amount, kind};
}

static void read_costs(lde_draft *draft, lde_draft_option *option)
{
  lde_dataset *ds = draft->ds;
  int32_t row = option->offering;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(cost_component));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(cost_component, offering)],
                                      LDE_E(offering), row);
  /* The fields are written amounts plus components: what is left after these is written. */
  int64_t written[3] = {lde_get(ds, offering, cost_once, row),
                        lde_get(ds, offering, cost_per_session, row),
                        lde_get(ds, offering, cost_per_seat, row)};
  int central = (int)LDE_CHOICE_OF(bearer, central), unit = (int)LDE_CHOICE_OF(bearer, unit);

  option->plain_cost = !rows.count;
  option->charges = lde_arena_array(&draft->arena, rows.count + 3, lde_charge);
  for (size_t i = 0; i < rows.count; i++) {
    int32_t at = rows.rows[i];
    int64_t amount = lde_get(ds, cost_component, amount, at);
    int64_t basis = lde_get(ds, cost_component, basis, at);
    lde_charge_basis as = basis_of(basis);
    int bearer = as == LDE_CHARGE_SEAT ? unit : central;
    if (!component_counts(draft, at))
      continue;
    if (basis != LDE_CHOICE_OF(cost_basis, per_hour) && basis != LDE_CHOICE_OF(cost_basis, per_year))
      written[as] -= amount;
    if (lde_get(ds, cost_component, kind, at) == LDE_CHOICE_OF(cost_kind, wage_loss)) {
      option->has_wages = true;
      if (!draft->spec->wage_loss)
        continue;
    }
    if (lde_has(ds, cost_component, bearer, at))
      bearer = (int)lde_get(ds, cost_component, bearer, at);
    if (basis == LDE_CHOICE_OF(cost_basis, per_hour))
      amount = (amount * option->minutes + 30) / 60;
    add_charge(option, as, bearer, amount,
               lde_has(ds, cost_component, kind, at) ? (int)lde_get(ds, cost_component, kind, at) : -1);
  }
  for (int basis = 0; basis < 3; basis++)
    add_charge(option, (lde_charge_basis)basis, basis == LDE_CHARGE_SEAT ? unit : central,
               written[basis] > 0 ? written[basis] : 0, -1);
  for (int i = 0; i < option->charge_count; i++) {
    const lde_charge *charge = &option->charges[i];
    *(charge->basis == LDE_CHARGE_ONCE      ? &option->cost_once
      : charge->basis == LDE_CHARGE_SESSION ? &option->cost_session
                                            : &option->cost_seat) += charge->amount;
  }
}

/* ---- options ---- */

static int32_t variant_root(const lde_dataset *ds, int32_t offering)
{
  for (int depth = 0; depth < 64; depth++) {
    int32_t above = lde_get_row(ds, offering, variant_of, offering);
    if (above == LDE_NO_ROW)
      break;
    offering = above;
  }
  return offering;
}

static int64_t limit_of(const lde_dataset *ds, int field, int32_t row)
{
  const lde_table *table = lde_dataset_table(ds, LDE_E(offering));
  return lde_table_has(table, field, row) ? lde_table_get(table, field, row) : LDE_UNLIMITED;
}

static void read_dates(lde_draft *draft, lde_draft_option *option)
{
  const lde_dataset *ds = draft->ds;
  int32_t row = option->offering;

  option->ready = INT32_MIN;
  option->until = INT32_MAX;
  if (lde_draft_uses(draft, LDE_LEAD_TIMES)) {
    if (lde_has(ds, offering, lead_time_days, row))
      option->ready = ds->today + (int32_t)lde_get(ds, offering, lead_time_days, row);
    if (lde_has(ds, offering, available_from, row) &&
        (int32_t)lde_get(ds, offering, available_from, row) > option->ready)
      option->ready = (int32_t)lde_get(ds, offering, available_from, row);
    if (lde_has(ds, offering, available_to, row))
      option->until = (int32_t)lde_get(ds, offering, available_to, row);
    if (option->ready < ds->today)
      option->ready = ds->today;
  }
  for (int t = 0; t < draft->periods; t++)
    option->allowed[t] = !option->expired && draft->period_last[t] >= option->ready &&
                         draft->period_first[t] <= option->until;
}

static void add_option(lde_draft *draft, int32_t row)
{
  lde_dataset *ds = draft->ds;
  lde_draft_option option = {.offering = row,
                             .id = lde_draft_id(draft, LDE_E(offering), row),
                             .variant = -1,
                             .main_need = -1,
                             .supplier = lde_get_row(ds, offering, supplier, row)};
  int64_t most = limit_of(ds, LDE_F(offering, max_group), row);
  bool open_market = lde_has(ds, offering, sourcing, row) &&
                     lde_get(ds, offering, sourcing, row) == LDE_CHOICE_OF(sourcing, buy_open);

  option.expired = lde_has(ds, offering, status, row) &&
                   lde_get(ds, offering, status, row) == LDE_CHOICE_OF(offering_status, expired);
  option.minutes = lde_get(ds, offering, minutes_contact, row) + lde_get(ds, offering, minutes_self, row);
  option.group_min = lde_get(ds, offering, min_group, row);
  option.group_max = most;
  option.seats_max = limit_of(ds, LDE_F(offering, seats_max), row);
  option.sessions_max = limit_of(ds, LDE_F(offering, sessions_max), row);
  read_costs(draft, &option);
  /* Open enrolment: others fill the group, so there is no minimum and no session of our own. */
  if (open_market)
    option.group_min = option.group_min > 1 ? 1 : option.group_min;
  option.enrolment = most == LDE_UNLIMITED && option.cost_session == 0 && option.group_min <= 1;
  read_dates(draft, &option);
  lde_vec_push(&draft->options, option);
}

static int compare_options(const void *a, const void *b)
{
  const lde_draft_option *x = a, *y = b;
  return strcmp(x->id, y->id);
}

static void group_variants(lde_draft *draft)
{
  int32_t count = lde_count(draft->ds, offering);
  int32_t *members = lde_alloc((size_t)count + 1, sizeof *members);
  int32_t *number = lde_alloc((size_t)count + 1, sizeof *number);
  int32_t next = 0;

  for (size_t i = 0; i < draft->options.len; i++)
    members[variant_root(draft->ds, draft->options.data[i].offering)]++;
  for (size_t i = 0; i < draft->options.len; i++) {
    int32_t root = variant_root(draft->ds, draft->options.data[i].offering);
    if (members[root] < 2)
      continue;
    if (!number[root])
      number[root] = ++next;
    draft->options.data[i].variant = number[root] - 1;
  }
  lde_free(members);
  lde_free(number);
}

static void mark_pilots(lde_draft *draft)
{
  lde_dataset *ds = draft->ds;

  for (int32_t row = 0; row < lde_count(ds, trend); row++) {
    int32_t line = lde_get_row(ds, trend, pilot_line, row), offering;
    if (line == LDE_NO_ROW)
      continue;
    offering = lde_get_row(ds, plan_line, offering, line);
    if (offering != LDE_NO_ROW)
      draft->options.data[draft->option_of[offering]].pilot = true;
  }
}

/* ---- pairs ---- */

/* Levels gained and effectiveness, weighted by these levels. */
static bool serves_by_levels(lde_draft *draft, const lde_draft_option *option,
                             const lde_draft_need *need, lde_draft_pair *pair)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(offering_competency));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(offering_competency, offering)],
                                      LDE_E(offering), option->offering);
  int64_t gained = 0;
  double weighted = 0;

  for (int a = 0; a < need->ask_count; a++) {
    const lde_draft_ask *ask = &need->asks[a];
    int64_t best = 0;
    double its = 0;
    for (size_t i = 0; i < rows.count; i++) {
      int32_t row = rows.rows[i];
      int64_t to = lde_get(ds, offering_competency, to_level, row);
      int64_t from = lde_get(ds, offering_competency, from_level, row);
      bool higher = from > ask->from; /* a further step, open to those who took an earlier one */
      int64_t levels = (to < ask->to ? to : ask->to) - (higher ? from : ask->from);
      if (lde_get_row(ds, offering_competency, competency, row) != ask->competency ||
          (higher && need->ask_count > 1) || levels <= best)
        continue;
      best = levels;
      pair->chained = higher;
      pair->start_level = higher ? (int32_t)from : ask->from;
      pair->end_level = pair->start_level + (int32_t)levels;
      its = lde_has(ds, offering_competency, effectiveness, row)
                ? (double)lde_get(ds, offering_competency, effectiveness, row) / 1e4
                : draft->spec->effectiveness_prior;
    }
    gained += best;
    weighted += its * (double)best;
  }
  if (!gained)
    return false;
  pair->reach = (double)gained / (double)need->levels;
  pair->effectiveness = weighted / (double)gained;
  return !draft->spec->all_or_nothing || gained == need->levels;
}

/* Of an option as a whole, for needs that are tied to it rather than to levels. */
static double plain_effectiveness(lde_draft *draft, const lde_draft_option *option)
{
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(offering_competency));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(offering_competency, offering)],
                                      LDE_E(offering), option->offering);
  int64_t levels = 0;
  double weighted = 0;

  for (size_t i = 0; i < rows.count; i++) {
    int32_t row = rows.rows[i];
    int64_t gain = lde_get(ds, offering_competency, to_level, row) -
                   lde_get(ds, offering_competency, from_level, row);
    if (gain <= 0)
      continue;
    levels += gain;
    weighted += (double)gain * (lde_has(ds, offering_competency, effectiveness, row)
                                    ? (double)lde_get(ds, offering_competency, effectiveness, row) / 1e4
                                    : draft->spec->effectiveness_prior);
  }
  return levels ? weighted / (double)levels : draft->spec->effectiveness_prior;
}

static bool contains(lde_rows rows, int32_t row)
{
  for (size_t i = 0; i < rows.count; i++)
    if (rows.rows[i] == row)
      return true;
  return false;
}

static bool serves(lde_draft *draft, const lde_draft_option *option, const lde_draft_need *need,
                   lde_draft_pair *pair)
{
  lde_dataset *ds = draft->ds;
  bool tied;

  if (need->offerings.count)
    tied = contains(need->offerings, option->offering);
  else
    tied = need->credential != LDE_NO_ROW &&
           (lde_get_row(ds, offering, credential_type, option->offering) == need->credential ||
            contains(lde_get_list(ds, credential_type, renewal_offerings, need->credential),
                     option->offering));
  if (tied) {
    if (!serves_by_levels(draft, option, need, pair))
      pair->effectiveness = plain_effectiveness(draft, option);
    pair->reach = 1;
    pair->chained = false;
    return true;
  }
  /* A certificate or a list of candidates says what serves; levels cannot stand in for it. */
  if (need->offerings.count || need->credential != LDE_NO_ROW)
    return false;
  return serves_by_levels(draft, option, need, pair);
}

/* Needs by competency, so that an option only meets needs that it has something in common with. */
typedef struct need_index {
  int32_t *start, *needs;
  LDE_VEC(int32_t) tied;
} need_index;

static void index_needs(lde_draft *draft, need_index *index)
{
  int32_t count = lde_count(draft->ds, competency);

  index->start = lde_alloc((size_t)count + 2, sizeof *index->start);
  for (int pass = 0; pass < 2; pass++) {
    for (size_t n = 0; n < draft->needs.len; n++) {
      const lde_draft_need *need = &draft->needs.data[n];
      if (!pass && (need->offerings.count || need->credential != LDE_NO_ROW))
        lde_vec_push(&index->tied, (int32_t)n);
      for (int a = 0; a < need->ask_count; a++) {
        int32_t at = need->asks[a].competency + 1;
        if (pass)
          index->needs[index->start[at]++] = (int32_t)n;
        else
          index->start[at + 1]++;
      }
    }
    if (pass)
      break;
    for (int32_t c = 0; c <= count; c++)
      index->start[c + 1] += index->start[c];
    index->needs = lde_alloc((size_t)index->start[count + 1] + 1, sizeof *index->needs);
  }
}

static int compare_rows(const void *a, const void *b)
{
  const int32_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static void pair_option(lde_draft *draft, int32_t index, const need_index *needs)
{
  lde_draft_option *option = &draft->options.data[index];
  lde_dataset *ds = draft->ds;
  const lde_entity *entity = lde_schema_entity(ds->schema, LDE_E(offering_competency));
  lde_rows rows = lde_dataset_inverse(ds, &entity->fields[LDE_F(offering_competency, offering)],
                                      LDE_E(offering), option->offering);
  LDE_VEC(int32_t) near = {0};
  int64_t most = -1;

  for (size_t i = 0; i < needs->tied.len; i++)
    lde_vec_push(&near, needs->tied.data[i]);
  for (size_t i = 0; i < rows.count; i++) {
    int32_t competency = lde_get_row(ds, offering_competency, competency, rows.rows[i]);
    for (int32_t k = needs->start[competency]; competency >= 0 && k < needs->start[competency + 1]; k++)
      lde_vec_push(&near, needs->needs[k]);
  }
  if (near.len)
    qsort(near.data, near.len, sizeof *near.data, compare_rows);
  option->first_pair = (int)draft->pairs.len;
  for (size_t i = 0; i < near.len; i++) {
    const lde_draft_need *need = &draft->needs.data[near.data[i]];
    lde_draft_pair pair = {.need = near.data[i], .option = index};
    if ((i && near.data[i] == near.data[i - 1]) || !need->learnable ||
        !serves(draft, option, need, &pair))
      continue;
    lde_vec_push(&draft->pairs, pair);
    if (need->heads > most) {
      most = need->heads;
      option->main_need = pair.need;
    }
  }
  option->pair_count = (int)draft->pairs.len - option->first_pair;
  lde_vec_free(&near);
}

/* A further step counts only when something leads up to it, which can be a further step itself. */
static void drop_loose_steps(lde_draft *draft)
{
  int32_t *reached = lde_alloc(draft->needs.len + 1, sizeof *reached);
  size_t kept = 0;
  bool higher = true;

  while (higher) {
    higher = false;
    for (size_t i = 0; i < draft->pairs.len; i++) {
      const lde_draft_pair *pair = &draft->pairs.data[i];
      if (pair->end_level > reached[pair->need] && (!pair->chained || reached[pair->need] >= pair->start_level)) {
        reached[pair->need] = pair->end_level;
        higher = true;
      }
    }
  }
  for (size_t o = 0; o < draft->options.len; o++) {
    lde_draft_option *option = &draft->options.data[o];
    int first = option->first_pair, count = option->pair_count;
    option->first_pair = (int)kept;
    for (int p = first; p < first + count; p++)
      if (!draft->pairs.data[p].chained ||
          reached[draft->pairs.data[p].need] >= draft->pairs.data[p].start_level)
        draft->pairs.data[kept++] = draft->pairs.data[p];
    option->pair_count = (int)kept - option->first_pair;
    if (!option->pair_count)
      option->main_need = -1;
  }
  draft->pairs.len = kept;
  lde_free(reached);
}

/* ---- standard rates ---- */

static int64_t heads_in_need(const lde_draft *draft, const lde_draft_option *option)
{
  int64_t heads = 0;
  for (int p = 0; p < option->pair_count; p++)
    heads += draft->needs.data[draft->pairs.data[option->first_pair + p].need].heads;
  return heads > 1 ? heads : 1;
}

/* A seat's part of a session or of what is spent once, rounded down so that no more than all is shared. */
static int64_t rate_of(const lde_draft *draft, const lde_draft_option *option, lde_charge_basis basis, int64_t amount)
{
  if (basis == LDE_CHARGE_ONCE)
    return amount / heads_in_need(draft, option);
  return option->group_max > 0 ? amount / option->group_max : 0;
}

int64_t lde_option_rate(const lde_draft *draft, const lde_draft_option *option)
{
  return option->cost_seat + rate_of(draft, option, LDE_CHARGE_ONCE, option->cost_once) +
         (option->enrolment ? 0 : rate_of(draft, option, LDE_CHARGE_SESSION, option->cost_session));
}

/* Units pay a fixed rate for each seat; central money pays what full groups would not need. */
static void charge_standard_rates(lde_draft *draft, lde_draft_option *option)
{
  int central = (int)LDE_CHOICE_OF(bearer, central), unit = (int)LDE_CHOICE_OF(bearer, unit);
  lde_charge *charges = lde_arena_array(&draft->arena, option->charge_count * 3 + 1, lde_charge);
  int count = 0;

  for (int i = 0; i < option->charge_count; i++) {
    const lde_charge *each = &option->charges[i];
    int64_t rate = each->basis == LDE_CHARGE_SEAT || each->bearer != central ||
                           (each->basis == LDE_CHARGE_SESSION && option->enrolment)
                       ? 0
                       : rate_of(draft, option, each->basis, each->amount);
    charges[count++] = *each;
    if (rate) {
      charges[count++] = (lde_charge){LDE_CHARGE_SEAT, unit, rate, LDE_CHARGE_PASSED_ON};
      charges[count++] = (lde_charge){LDE_CHARGE_SEAT, central, -rate, LDE_CHARGE_PASSED_ON};
    }
  }
  option->charges = charges;
  option->charge_count = count;
}

void lde_draft_options(lde_draft *draft)
{
  int32_t count = lde_count(draft->ds, offering);
  need_index index = {0};

  for (int32_t row = 0; row < count; row++)
    add_option(draft, row);
  if (draft->options.len)
    qsort(draft->options.data, draft->options.len, sizeof *draft->options.data, compare_options);
  draft->option_of = lde_arena_array(&draft->arena, count + 1, int32_t);
  for (size_t i = 0; i < draft->options.len; i++)
    draft->option_of[draft->options.data[i].offering] = (int32_t)i;
  group_variants(draft);
  mark_pilots(draft);
  index_needs(draft, &index);
  for (size_t i = 0; i < draft->options.len; i++)
    pair_option(draft, (int32_t)i, &index);
  drop_loose_steps(draft);
  for (size_t i = 0; !strcmp(draft->spec->cost_bearing, "standard_rate") && i < draft->options.len; i++)
    charge_standard_rates(draft, &draft->options.data[i]);
  lde_free(index.start);
  lde_free(index.needs);
  lde_vec_free(&index.tied);
}
