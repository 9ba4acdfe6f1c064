#include "offer/near.h"

#include <string.h>

#include "offer/build.h"

static int32_t find_option(const lde_draft *draft, const char *id)
{
  for (size_t o = 0; o < draft->options.len; o++)
    if (strcmp(draft->options.data[o].id, id) == 0)
      return (int32_t)o;
  return -1;
}

static int32_t find_need(const lde_draft *draft, const char *id)
{
  for (size_t n = 0; n < draft->needs.len; n++)
    if (strcmp(draft->needs.data[n].id, id) == 0)
      return (int32_t)n;
  return -1;
}

static bool is_unit(lde_draft *draft, int32_t part, const char *unit)
{
  int32_t row = draft->parts.data[part].unit;
  return !unit || (row != LDE_NO_ROW && strcmp(lde_draft_id(draft, LDE_E(unit), row), unit) == 0);
}

static int period_of(const lde_draft *draft, const lde_earlier_seats *from)
{
  int32_t first, last;
  return from->period && lde_period_bounds(draft->ds, from->period, &first, &last) ? lde_draft_period_of(draft, first) : -1;
}

/* Gives the seats to the columns of the pair in their order, as many as each can hold. */
static void spread(lde_build *build, const lde_earlier_seats *from, int64_t *value)
{
  lde_draft *draft = build->draft;
  int32_t option = find_option(draft, from->offering), need = from->need ? find_need(draft, from->need) : -1;
  const lde_draft_pair *pair = option < 0 || need < 0 ? NULL : lde_draft_find_pair(draft, option, need);
  int64_t left = from->seats;
  int period = pair ? period_of(draft, from) : -1;
  ptrdiff_t at;

  if (period < 0)
    return;
  at = pair - draft->pairs.data;
  for (int32_t c = build->pair_columns[at]; c < build->pair_columns[at + 1] && left > 0; c++) {
    const lde_seat_column *column = &build->problem.columns.data[c];
    int64_t take = column->upper - value[c];
    if (column->first > period || column->last < period || !is_unit(draft, lde_column_part(build, c), from->unit))
      continue;
    if (take > left)
      take = left;
    if (take > 0) {
      value[c] += take;
      left -= take;
    }
  }
}

/* Sessions by option and period. A session that goes is one change, or, where seats do not know their period,
 * that of all who were told to be in it. */
static void keep_sessions(lde_build *build)
{
  const lde_draft *draft = build->draft;
  size_t count = draft->options.len * (size_t)draft->periods;
  int64_t *sessions = lde_alloc(count + 1, sizeof *sessions), *seats = lde_alloc(count + 1, sizeof *seats);

  for (size_t i = 0; i < draft->near_count; i++) {
    const lde_earlier_seats *from = &draft->near[i];
    int32_t option = from->need ? -1 : find_option(draft, from->offering);
    int period = option < 0 || draft->options.data[option].enrolment ? -1 : period_of(draft, from);
    if (period < 0)
      continue;
    sessions[option * draft->periods + period] += from->sessions;
    seats[option * draft->periods + period] += from->seats;
  }
  for (size_t i = 0; i < count; i++) {
    int64_t weight = build->nested && sessions[i] ? seats[i] / sessions[i] : 1;
    if (sessions[i] > 0)
      lde_problem_reference(&build->problem,
                            (lde_reference){.var = LDE_SESSIONS((int32_t)(i / (size_t)draft->periods), (int32_t)(i % (size_t)draft->periods)),
                                            .value = sessions[i],
                                            .weight = weight > 1 ? weight : 1});
  }
  lde_free(sessions);
  lde_free(seats);
}

void lde_build_near(lde_build *build)
{
  const lde_draft *draft = build->draft;
  int64_t *value;

  if (!draft->near_count)
    return;
  value = lde_alloc(build->columns.len + 1, sizeof *value);
  for (size_t i = 0; i < draft->near_count; i++)
    spread(build, &draft->near[i], value);
  for (size_t c = 0; c < build->columns.len; c++)
    if (value[c])
      lde_problem_reference(&build->problem,
                            (lde_reference){.var = LDE_SEATS((int32_t)c), .value = value[c], .weight = 1});
  lde_free(value);
  keep_sessions(build);
}
