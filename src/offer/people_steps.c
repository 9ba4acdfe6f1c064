/* What a person has to take before a seat, and where it can be had. */
#include "offer/naming.h"

bool lde_name_comes_first(const lde_draft *draft, int32_t option, int32_t part, const lde_name_before *before)
{
  const lde_draft_pair *pair = lde_draft_find_pair(draft, option, draft->parts.data[part].need);

  for (int i = 0; i < before->count; i++)
    if (draft->option_of[before->offerings[i]] == option)
      return true;
  return !before->count && pair && pair->start_level < before->level && pair->end_level >= before->level;
}

bool lde_name_sits_in(const lde_name_item *item, int32_t employee)
{
  for (size_t i = 0; i < item->count; i++)
    if (item->rows[i] == employee)
      return true;
  return false;
}

static lde_rows prerequisites_of(const lde_draft *draft, int32_t option)
{
  return lde_get_list(draft->ds, offering, prerequisites, draft->options.data[option].offering);
}

bool lde_name_follows(const lde_draft *draft, int32_t option, int32_t part)
{
  const lde_draft_pair *pair = lde_draft_find_pair(draft, option, draft->parts.data[part].need);

  return (pair && pair->chained) || (lde_draft_uses(draft, LDE_PREREQUISITES) && prerequisites_of(draft, option).count);
}

static bool is_met(const lde_draft *draft, int32_t part, int32_t employee, const lde_name_before *before)
{
  for (int i = 0; i < before->count; i++)
    if (lde_need_starts_above(draft, &draft->needs.data[draft->parts.data[part].need], before->offerings[i]) ||
        lde_person_has_completed(draft, employee, before->offerings[i]) ||
        lde_person_has_levels(draft, employee, before->offerings[i]))
      return true;
  return false;
}

/* A prerequisite with the variants of it that are named too; false when an earlier one has said so. */
static bool read_before(const lde_draft *draft, lde_rows rows, size_t at, lde_name_before *before)
{
  int32_t variant = draft->options.data[draft->option_of[rows.rows[at]]].variant;

  before->count = 0;
  for (size_t i = 0; i < rows.count; i++)
    if (i == at || (variant >= 0 && draft->options.data[draft->option_of[rows.rows[i]]].variant == variant)) {
      if (i < at)
        return false;
      if (before->count < LDE_BUNDLE_MAX)
        before->offerings[before->count++] = rows.rows[i];
    }
  return true;
}

int lde_name_befores(const lde_draft *draft, int32_t option, int32_t part, int32_t employee, lde_name_before *out)
{
  const lde_draft_pair *pair = lde_draft_find_pair(draft, option, draft->parts.data[part].need);
  lde_rows rows = prerequisites_of(draft, option);
  int count = 0;

  if (pair && pair->chained)
    out[count++] = (lde_name_before){.level = pair->start_level};
  for (size_t i = 0; i < rows.count && count < LDE_BUNDLE_MAX && lde_draft_uses(draft, LDE_PREREQUISITES); i++)
    if (read_before(draft, rows, i, &out[count])) {
      out[count].met = is_met(draft, part, employee, &out[count]);
      count++;
    }
  return count;
}

/* The last free seat before the item; true as well when the person has one already. */
static bool add_step(const lde_naming *names, const lde_name_item *item, int32_t employee, const lde_name_before *before,
                     lde_name_bundle *bundle)
{
  const lde_name_items *all = &names->of_part[item->part];
  lde_name_item *best = NULL;

  for (size_t k = 0; k < all->list.len; k++) {
    lde_name_item *step = all->list.data[k];
    if (step->rank < 2 || (step->period >= item->period && names->draft->periods > 1) ||
        !lde_name_comes_first(names->draft, step->option, step->part, before))
      continue;
    if (lde_name_sits_in(step, employee))
      return true;
    for (int i = 0; i < bundle->count; i++)
      if (bundle->steps[i] == step)
        return true;
    if (!lde_name_is_full(step) && (!best || step->period > best->period))
      best = step;
  }
  if (!best || bundle->count == LDE_BUNDLE_MAX)
    return false;
  bundle->steps[bundle->count++] = best;
  bundle->minutes += best->minutes;
  return lde_name_add_steps(names, best, employee, bundle);
}

bool lde_name_add_steps(const lde_naming *names, const lde_name_item *item, int32_t employee, lde_name_bundle *bundle)
{
  lde_name_before before[LDE_BUNDLE_MAX];
  int count;

  if (!item->follows)
    return true;
  count = lde_name_befores(names->draft, item->option, item->part, employee, before);
  for (int i = 0; i < count; i++)
    if (!before[i].met && !add_step(names, item, employee, &before[i], bundle))
      return false;
  return true;
}
