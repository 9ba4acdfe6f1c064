#include "offer/alike.h"

#include <math.h>
#include <string.h>

#include "base/strings.h"
#include "offer/budgets.h"
#include "offer/build.h"
#include "offer/people.h"

/* What is in force looks at people by their unit, their need, or one by one. */
struct regard {
  const lde_draft *draft;
  bool by_unit, by_need, by_part;
  int32_t *purse;     /* by unit: itself or the nearest unit above it that has a budget, or who stands for that one */
  int32_t *same_need; /* by need: the first one with the same ways to learn */
  bool *unit_pays;    /* by need: for a seat in some option */
  bool *alone;        /* by part */
};

/* ---- what is in force ---- */

static void regard_measure(struct regard *regard, const lde_measure *measure)
{
  regard->by_unit |= measure->filter.units.given;
  regard->by_need |= measure->filter.goals.given || measure->filter.programmes.given ||
                     measure->filter.focus_areas.given;
}

static void regard_wishes(struct regard *regard)
{
  const lde_offer_spec *spec = regard->draft->spec;

  for (size_t i = 0; i < spec->constraints.len; i++) {
    const lde_offer_constraint *each = &spec->constraints.data[i];
    regard_measure(regard, &each->measure);
    if (each->is_share)
      regard_measure(regard, &each->base);
    regard->by_unit |= each->per == LDE_PER_UNIT;
    regard->by_need |= each->per == LDE_PER_NEED;
    regard->by_part |= each->per == LDE_PER_EMPLOYEE;
  }
  for (size_t i = 0; i < spec->terms.len; i++)
    if (spec->terms.data[i].kind == LDE_TERM_MEASURE)
      regard_measure(regard, &spec->terms.data[i].measure);
}

static bool units_have_hours(const lde_draft *draft)
{
  for (int32_t unit = 0; lde_draft_uses(draft, LDE_HOURS) && unit < lde_count(draft->ds, unit); unit++)
    if (lde_has(draft->ds, unit, minutes_max, unit))
      return true;
  return false;
}

static void regard_rules(struct regard *regard)
{
  const lde_draft *draft = regard->draft;
  const lde_offer_spec *spec = draft->spec;
  bool fair = spec->fairness > 0 && lde_draft_uses(draft, LDE_FAIRNESS);

  /* Tiers split the heads of a part; what was told or fixed earlier holds for single parts. */
  regard->by_part = draft->locks.len || draft->near_count || draft->stay || spec->tiers.len ||
                    (fair && spec->fair_groups);
  regard->by_unit = fair || lde_draft_has_blackout(draft) || units_have_hours(draft) ||
                    ((spec->absence_asked || spec->absences.len) && lde_draft_uses(draft, LDE_ABSENCE));
  regard_wishes(regard);
  for (size_t i = 0; i < draft->pots->pots.len; i++)
    regard->by_need |= draft->pots->pots.data[i].focus_area != LDE_NO_ROW;
}

static void find_purses(struct regard *regard)
{
  const lde_draft *draft = regard->draft;
  int32_t units = lde_count(draft->ds, unit);

  regard->purse = lde_alloc((size_t)units + 1, sizeof *regard->purse);
  for (int32_t unit = 0; unit < units; unit++) {
    int pot = lde_unit_pot(draft, unit);
    regard->purse[unit] = pot < 0 ? LDE_NO_ROW : draft->pots->pots.data[lde_pot_joint(draft, pot)].unit;
  }
}

/* ---- needs with the same ways to learn ---- */

static bool asks_before(const lde_draft *draft, const lde_draft_pair *pair)
{
  return lde_draft_uses(draft, LDE_PREREQUISITES) &&
         lde_get_list(draft->ds, offering, prerequisites, draft->options.data[pair->option].offering).count;
}

/* What people have done already counts one by one. */
static bool need_is_personal(const lde_draft *draft, int32_t need)
{
  for (int32_t k = draft->need_start[need]; k < draft->need_start[need + 1]; k++)
    if (asks_before(draft, &draft->pairs.data[draft->need_pair[k]]))
      return true;
  return false;
}

static bool unit_pays_for(const lde_draft *draft, int32_t need)
{
  if (!draft->pots->any)
    return false;
  for (int32_t k = draft->need_start[need]; k < draft->need_start[need + 1]; k++) {
    const lde_draft_option *option = &draft->options.data[draft->pairs.data[draft->need_pair[k]].option];
    if (draft->spec->wage_loss && !option->has_wages)
      return true;
    for (int i = 0; i < option->charge_count; i++)
      if (option->charges[i].basis == LDE_CHARGE_SEAT &&
          lde_pot_bearer(draft, &option->charges[i]) == LDE_CHOICE_OF(bearer, unit))
        return true;
  }
  return false;
}

static int64_t worth(const lde_draft_pair *pair)
{
  return llround(pair->value * (double)LDE_VALUE_UNIT);
}

static bool same_pair(const lde_draft_pair *a, const lde_draft_pair *b)
{
  return a->option == b->option && worth(a) == worth(b) && !a->forbidden == !b->forbidden &&
         a->locked_out == b->locked_out && a->locked_only == b->locked_only && a->chained == b->chained &&
         a->start_level == b->start_level && a->end_level == b->end_level;
}

static bool same_need(const lde_draft *draft, int32_t a, int32_t b)
{
  const lde_draft_need *left = &draft->needs.data[a], *right = &draft->needs.data[b];
  int32_t count = draft->need_start[a + 1] - draft->need_start[a];

  if (left->lane != right->lane || left->deadline != right->deadline ||
      draft->need_start[b + 1] - draft->need_start[b] != count)
    return false;
  for (int32_t k = 0; k < count; k++)
    if (!same_pair(&draft->pairs.data[draft->need_pair[draft->need_start[a] + k]],
                   &draft->pairs.data[draft->need_pair[draft->need_start[b] + k]]))
      return false;
  return true;
}

static uint64_t need_hash(const lde_draft *draft, int32_t need)
{
  const lde_draft_need *each = &draft->needs.data[need];
  uint64_t hash = lde_hash_more((uint64_t)each->lane, (uint64_t)each->deadline);

  for (int32_t k = draft->need_start[need]; k < draft->need_start[need + 1]; k++) {
    const lde_draft_pair *pair = &draft->pairs.data[draft->need_pair[k]];
    hash = lde_hash_more(hash, (uint64_t)pair->option);
    hash = lde_hash_more(hash, (uint64_t)worth(pair));
  }
  return hash;
}

static size_t table_size(size_t count)
{
  size_t size = 64;
  while (size < count * 2)
    size *= 2;
  return size;
}

static void compare_needs(struct regard *regard)
{
  const lde_draft *draft = regard->draft;
  size_t size = table_size(draft->needs.len);
  int32_t *table = lde_alloc(size, sizeof *table); /* need + 1 by hash */

  regard->same_need = lde_alloc(draft->needs.len + 1, sizeof *regard->same_need);
  regard->unit_pays = lde_alloc(draft->needs.len + 1, sizeof *regard->unit_pays);
  for (int32_t n = 0; n < (int32_t)draft->needs.len; n++) {
    size_t at = need_hash(draft, n) & (size - 1);
    regard->same_need[n] = n;
    regard->unit_pays[n] = unit_pays_for(draft, n);
    if (regard->by_need || need_is_personal(draft, n))
      continue;
    while (table[at] && !same_need(draft, table[at] - 1, n))
      at = (at + 1) & (size - 1);
    if (table[at])
      regard->same_need[n] = table[at] - 1;
    else
      table[at] = n + 1;
  }
  lde_free(table);
}

/* ---- parts ---- */

static void set_alone(struct regard *regard)
{
  const lde_draft *draft = regard->draft;

  regard->alone = lde_alloc(draft->parts.len + 1, sizeof *regard->alone);
  for (size_t p = 0; p < draft->parts.len; p++)
    regard->alone[p] = (lde_draft_uses(draft, LDE_HOURS) && lde_part_minutes(draft, (int32_t)p) >= 0) ||
                       need_is_personal(draft, draft->parts.data[p].need);
  for (size_t i = 0; i < draft->held.len; i++)
    for (int e = 0; e < draft->held.data[i].count; e++)
      regard->alone[draft->held.data[i].entries[e].part] = true;
}

/* What of its unit makes a difference. */
static int32_t unit_of(const struct regard *regard, int32_t part)
{
  const lde_draft_part *each = &regard->draft->parts.data[part];

  if (regard->by_unit || each->unit == LDE_NO_ROW)
    return each->unit;
  return regard->unit_pays[each->need] ? regard->purse[each->unit] : LDE_NO_ROW;
}

static bool same_part(const struct regard *regard, int32_t a, int32_t b)
{
  const lde_draft_part *left = &regard->draft->parts.data[a], *right = &regard->draft->parts.data[b];

  return regard->same_need[left->need] == regard->same_need[right->need] && left->hourly == right->hourly &&
         unit_of(regard, a) == unit_of(regard, b);
}

/* Leaders that only their pots set apart. */
static void group_kin(const struct regard *regard, lde_alike *alike)
{
  const lde_draft *draft = regard->draft;
  size_t parts = draft->parts.len, size = table_size(parts);
  int32_t *table = lde_alloc(size, sizeof *table); /* part + 1 by hash */

  alike->kin = lde_alloc(parts + 1, sizeof *alike->kin);
  for (int32_t p = 0; p < (int32_t)parts; p++) {
    const lde_draft_part *each = &draft->parts.data[p];
    int32_t need = regard->same_need[each->need];
    size_t at = lde_hash_more((uint64_t)need, (uint64_t)each->hourly) & (size - 1);
    alike->kin[p] = p;
    if (alike->leader[p] != p || regard->alone[p] || !regard->unit_pays[each->need])
      continue;
    while (table[at] && (regard->same_need[draft->parts.data[table[at] - 1].need] != need ||
                         draft->parts.data[table[at] - 1].hourly != each->hourly))
      at = (at + 1) & (size - 1);
    if (!table[at])
      table[at] = p + 1;
    alike->kin[p] = table[at] - 1;
  }
  lde_free(table);
}

static bool group_parts(const struct regard *regard, lde_alike *alike)
{
  const lde_draft *draft = regard->draft;
  size_t parts = draft->parts.len, size = table_size(parts);
  int32_t *table = lde_alloc(size, sizeof *table), *last = lde_alloc(parts + 1, sizeof *last); /* part + 1 by hash */
  bool any = false;

  for (int32_t p = 0; p < (int32_t)parts; p++) {
    const lde_draft_part *each = &draft->parts.data[p];
    size_t at = lde_hash_more(lde_hash_more((uint64_t)regard->same_need[each->need], (uint64_t)each->hourly), (uint64_t)unit_of(regard, p)) & (size - 1);
    int32_t leader = p;
    while (!regard->alone[p] && table[at] && !same_part(regard, table[at] - 1, p))
      at = (at + 1) & (size - 1);
    if (!regard->alone[p] && table[at])
      leader = table[at] - 1;
    else if (!regard->alone[p])
      table[at] = p + 1;
    alike->leader[p] = leader;
    alike->next[p] = -1;
    alike->heads[leader] += each->heads;
    if (leader != p)
      alike->next[last[leader]] = p;
    last[leader] = p;
    any = any || leader != p;
  }
  lde_free(table);
  lde_free(last);
  return any;
}

int64_t lde_draft_ways(const lde_draft *draft, bool nested)
{
  int64_t ways = 0;

  for (size_t i = 0; i < draft->pairs.len; i++)
    ways += (int64_t)draft->needs.data[draft->pairs.data[i].need].part_count * (nested ? 1 : draft->periods);
  return ways;
}

void lde_alike_init(lde_alike *alike, const lde_draft *draft, bool nested)
{
  struct regard regard = {.draft = draft};
  size_t parts = draft->parts.len;

  *alike = (lde_alike){.leader = NULL};
  regard_rules(&regard);
  if (regard.by_part || lde_draft_ways(draft, nested) <= draft->together_from)
    return;
  alike->leader = lde_alloc(parts + 1, sizeof *alike->leader);
  alike->next = lde_alloc(parts + 1, sizeof *alike->next);
  alike->heads = lde_alloc(parts + 1, sizeof *alike->heads);
  find_purses(&regard);
  compare_needs(&regard);
  set_alone(&regard);
  if (!group_parts(&regard, alike))
    lde_alike_deinit(alike);
  else if (draft->pots->joint && !regard.by_unit)
    group_kin(&regard, alike);
  lde_free(regard.purse);
  lde_free(regard.same_need);
  lde_free(regard.unit_pays);
  lde_free(regard.alone);
}

void lde_alike_deinit(lde_alike *alike)
{
  lde_free(alike->leader);
  lde_free(alike->next);
  lde_free(alike->heads);
  lde_free(alike->kin);
  *alike = (lde_alike){.leader = NULL};
}
