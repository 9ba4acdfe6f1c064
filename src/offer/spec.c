#include "offer/spec.h"

#include <string.h>

unsigned lde_builtin_find(const char *name)
{
  static const struct {
    const char *name;
    unsigned bit;
  } names[] = {
      {"budgets", LDE_BUDGETS},       {"group_sizes", LDE_GROUP_SIZES}, {"groups", LDE_GROUP_SIZES},
      {"lead_times", LDE_LEAD_TIMES}, {"prerequisites", LDE_PREREQUISITES}, {"locks", LDE_LOCKS},
      {"hours", LDE_HOURS},           {"deadlines", LDE_DEADLINES},     {"resources", LDE_RESOURCES},
      {"fairness", LDE_FAIRNESS},     {"subsidies", LDE_SUBSIDIES},     {"mandatory", LDE_MANDATORY},
      {"absence", LDE_ABSENCE},       {"mixes", LDE_MIXES},             {"build", LDE_BUILD},
      {"blackout", LDE_BLACKOUT},
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcmp(names[i].name, name))
      return names[i].bit;
  return 0;
}

void lde_offer_spec_init(lde_offer_spec *spec)
{
  *spec = (lde_offer_spec){.period = LDE_PERIOD_QUARTER,
                           .lambda = -1,
                           .effectiveness_prior = 0.7,
                           .cost_bearing = "data",
                           .gap = 0.01,
                           .work = 400,
                           .seed = 1};
}

void lde_offer_spec_deinit(lde_offer_spec *spec)
{
  lde_vec_free(&spec->terms);
  lde_vec_free(&spec->constraints);
  lde_vec_free(&spec->forbids);
  lde_vec_free(&spec->locks);
  lde_vec_free(&spec->dropped);
  lde_vec_free(&spec->scales);
  lde_vec_free(&spec->tiers);
  lde_vec_free(&spec->absences);
  lde_arena_free(&spec->arena);
}

static const char *copy_text(lde_arena *arena, const char *text)
{
  return text ? lde_arena_strdup(arena, text) : NULL;
}

static void copy_set(lde_arena *arena, lde_row_set *set)
{
  int32_t *rows = lde_arena_array(arena, set->count ? set->count : 1, int32_t);
  if (set->count)
    memcpy(rows, set->rows, (size_t)set->count * sizeof *rows);
  set->rows = rows;
}

static void copy_measure(lde_arena *arena, lde_measure *measure)
{
  lde_filter *filter = &measure->filter;
  filter->period = copy_text(arena, filter->period);
  copy_set(arena, &filter->offerings);
  copy_set(arena, &filter->suppliers);
  copy_set(arena, &filter->units);
  copy_set(arena, &filter->competencies);
  copy_set(arena, &filter->focus_areas);
  copy_set(arena, &filter->goals);
  copy_set(arena, &filter->programmes);
}

#define COPY_VEC(name)                                                                             \
  do {                                                                                             \
    memset(&to->name, 0, sizeof to->name);                                                         \
    for (size_t i_ = 0; i_ < from->name.len; i_++)                                                 \
      lde_vec_push(&to->name, from->name.data[i_]);                                                \
  } while (0)

void lde_offer_spec_copy(lde_offer_spec *to, const lde_offer_spec *from)
{
  *to = *from;
  to->arena = (lde_arena){0};
  COPY_VEC(terms);
  COPY_VEC(constraints);
  COPY_VEC(forbids);
  COPY_VEC(locks);
  COPY_VEC(dropped);
  COPY_VEC(scales);
  COPY_VEC(tiers);
  COPY_VEC(absences);
  for (size_t i = 0; i < to->absences.len; i++)
    to->absences.data[i].unit = copy_text(&to->arena, to->absences.data[i].unit);
  to->fair_groups = copy_text(&to->arena, from->fair_groups);
  to->cost_bearing = copy_text(&to->arena, from->cost_bearing);
  for (size_t i = 0; i < to->terms.len; i++) {
    to->terms.data[i].name = copy_text(&to->arena, to->terms.data[i].name);
    copy_measure(&to->arena, &to->terms.data[i].measure);
  }
  for (size_t i = 0; i < to->constraints.len; i++) {
    lde_offer_constraint *each = &to->constraints.data[i];
    each->name = copy_text(&to->arena, each->name);
    copy_measure(&to->arena, &each->measure);
    copy_measure(&to->arena, &each->base);
    each->bounds = NULL;
    each->bound_count = 0;
  }
  for (size_t i = 0; i < to->forbids.len; i++)
    to->forbids.data[i].name = copy_text(&to->arena, to->forbids.data[i].name);
  for (size_t i = 0; i < to->locks.len; i++) {
    to->locks.data[i].offering = copy_text(&to->arena, to->locks.data[i].offering);
    to->locks.data[i].period = copy_text(&to->arena, to->locks.data[i].period);
  }
  for (size_t i = 0; i < to->dropped.len; i++)
    to->dropped.data[i] = copy_text(&to->arena, to->dropped.data[i]);
  for (size_t i = 0; i < to->scales.len; i++)
    to->scales.data[i].name = copy_text(&to->arena, to->scales.data[i].name);
}

bool lde_offer_spec_is_dropped(const lde_offer_spec *spec, const char *name)
{
  for (size_t i = 0; i < spec->dropped.len; i++)
    if (!strcmp(spec->dropped.data[i], name))
      return true;
  return false;
}

double lde_offer_spec_factor(const lde_offer_spec *spec, const char *name)
{
  double factor = 1;
  bool budget = !strncmp(name, "budgets:", 8);
  for (size_t i = 0; i < spec->scales.len; i++)
    if (!strcmp(spec->scales.data[i].name, name) ||
        (budget && !strcmp(spec->scales.data[i].name, "budgets")))
      factor *= spec->scales.data[i].factor;
  return factor;
}
