/* What an earlier plan fixes: lines that are locked or have gone beyond a proposal. */
#include <string.h>

#include "base/error.h"
#include "offer/draft.h"

static bool of_this_plan(const lde_draft *draft, int32_t line)
{
  const lde_dataset *ds = draft->ds;
  int32_t plan = lde_get_row(ds, plan_line, annual_plan, line);

  return plan == LDE_NO_ROW || !lde_has(ds, annual_plan, year, plan) ||
         !strcmp(lde_text_of(ds, annual_plan, year, plan), ds->year);
}

static bool is_locked_in(const lde_dataset *ds, int32_t line)
{
  int64_t decision = lde_get(ds, plan_line, decision, line), status = lde_get(ds, plan_line, status, line);

  if (status == LDE_CHOICE_OF(plan_line_status, rejected) ||
      status == LDE_CHOICE_OF(plan_line_status, withdrawn) ||
      decision == LDE_CHOICE_OF(line_decision, out) ||
      decision == LDE_CHOICE_OF(line_decision, locked_out))
    return false;
  return decision == LDE_CHOICE_OF(line_decision, locked_in) ||
         status != LDE_CHOICE_OF(plan_line_status, proposed);
}

static int64_t seats_of(const lde_dataset *ds, int32_t line)
{
  if (lde_has(ds, plan_line, seats_planned, line))
    return lde_get(ds, plan_line, seats_planned, line);
  return (int64_t)lde_get_list(ds, plan_line, employees, line).count;
}

static int period_of_line(const lde_draft *draft, int32_t line, const lde_draft_option *option)
{
  int32_t first, last;
  int t = -1;

  if (lde_has(draft->ds, plan_line, period, line) &&
      lde_period_bounds(draft->ds, lde_text_of(draft->ds, plan_line, period, line), &first, &last) &&
      last - first < 300)
    t = lde_draft_period_of(draft, first);
  for (int i = 0; t < 0 && i < draft->periods; i++)
    if (option->allowed[i])
      t = i;
  return t < 0 ? 0 : t;
}

/* A lock gives seats to a need that the option does not serve by itself. */
static void remember_pair(lde_draft *draft, int32_t option, int32_t need)
{
  lde_draft_option *each = &draft->options.data[option];
  int at = each->first_pair;
  lde_draft_pair pair = {.need = need, .option = option, .reach = 0, .locked_only = true};

  if (lde_draft_find_pair(draft, option, need))
    return;
  while (at < each->first_pair + each->pair_count && draft->pairs.data[at].need < need)
    at++;
  lde_vec_push(&draft->pairs, pair);
  memmove(&draft->pairs.data[at + 1], &draft->pairs.data[at],
          (draft->pairs.len - 1 - (size_t)at) * sizeof *draft->pairs.data);
  draft->pairs.data[at] = pair;
  each->pair_count++;
  if (each->main_need < 0)
    each->main_need = need;
  for (size_t i = (size_t)option + 1; i < draft->options.len; i++)
    draft->options.data[i].first_pair++;
}

static void add_lock(lde_draft *draft, lde_draft_lock lock)
{
  lde_vec_push(&draft->locks, lock);
}

/* Spreads seats over the parts of a need, those of the unit first; what does not fit is returned. */
static int64_t spread(lde_draft *draft, lde_draft_lock lock, int32_t need, int32_t unit, int64_t seats,
                      int64_t *room)
{
  const lde_draft_need *each = &draft->needs.data[need];

  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < each->part_count && seats > 0; i++) {
      int part = each->first_part + i;
      bool within = unit == LDE_NO_ROW ||
                    (draft->parts.data[part].unit != LDE_NO_ROW &&
                     lde_unit_is_within(draft->ds, draft->parts.data[part].unit, unit));
      int64_t take = seats < room[part] ? seats : room[part];
      if (within == (pass > 0) || take <= 0)
        continue;
      room[part] -= take;
      seats -= take;
      lock.need = need;
      lock.part = part;
      lock.seats = take;
      add_lock(draft, lock);
      remember_pair(draft, lock.option, need);
    }
  return seats;
}

static void lock_line(lde_draft *draft, int32_t line, int64_t *room)
{
  lde_dataset *ds = draft->ds;
  int32_t offering = lde_get_row(ds, plan_line, offering, line);
  const lde_entity *served = lde_schema_entity(ds->schema, LDE_E(plan_line_need));
  lde_rows rows = lde_dataset_inverse(ds, &served->fields[LDE_F(plan_line_need, plan_line)],
                                      LDE_E(plan_line), line);
  lde_rows needs = lde_get_list(ds, plan_line, needs, line);
  lde_draft_lock lock = {.line = line, .need = -1, .part = -1};
  const lde_draft_option *option;
  int64_t left, given = 0;

  if (offering == LDE_NO_ROW) {
    lde_draft_note(draft, LDE_TR(ds->language, "locked line %s has no offering and is left as it is",
                                 "vaste regel %s heeft geen leeraanbod en blijft zoals zij is"),
                   lde_draft_id(draft, LDE_E(plan_line), line));
    return;
  }
  lock.option = draft->option_of[offering];
  option = &draft->options.data[lock.option];
  lock.period = period_of_line(draft, line, option);
  left = seats_of(ds, line);
  for (size_t i = 0; i < rows.count; i++) {
    int32_t need = lde_get_row(ds, plan_line_need, need, rows.rows[i]);
    int64_t seats = lde_get(ds, plan_line_need, seats, rows.rows[i]);
    given += seats;
    if (need != LDE_NO_ROW && draft->need_of[need] >= 0)
      left -= seats - spread(draft, lock, draft->need_of[need],
                             lde_get_row(ds, plan_line_need, unit, rows.rows[i]), seats, room);
  }
  if (given > seats_of(ds, line))
    left += given - seats_of(ds, line);
  for (size_t i = 0; i < needs.count && !rows.count && left > 0; i++)
    if (draft->need_of[needs.rows[i]] >= 0)
      left = spread(draft, lock, draft->need_of[needs.rows[i]],
                    lde_get_row(ds, plan_line, unit, line), left, room);
  /* The line itself: its sessions, and people outside the needs. */
  lock.opens = true;
  lock.seats = left > 0 ? left : 0;
  lock.sessions = option->enrolment ? 0 : lde_get(ds, plan_line, sessions_planned, line);
  /* A written 0 is the part of another line's session. */
  if (!option->enrolment && !lde_has(ds, plan_line, sessions_planned, line) && seats_of(ds, line) > 0)
    lock.sessions = option->group_max > 0 ? (seats_of(ds, line) + option->group_max - 1) / option->group_max
                                          : 1;
  add_lock(draft, lock);
}

static void lock_out(lde_draft *draft, int32_t line)
{
  lde_dataset *ds = draft->ds;
  int32_t offering = lde_get_row(ds, plan_line, offering, line);
  lde_rows needs = lde_get_list(ds, plan_line, needs, line);
  const lde_draft_option *option;

  if (offering == LDE_NO_ROW)
    return;
  option = &draft->options.data[draft->option_of[offering]];
  for (int p = 0; p < option->pair_count; p++) {
    lde_draft_pair *pair = &draft->pairs.data[option->first_pair + p];
    bool named = !needs.count;
    for (size_t i = 0; i < needs.count; i++)
      named = named || needs.rows[i] == draft->needs.data[pair->need].row;
    if (named)
      pair->locked_out = true;
  }
}

void lde_draft_locks(lde_draft *draft)
{
  lde_dataset *ds = draft->ds;
  int64_t *room = lde_alloc(draft->parts.len + 1, sizeof *room);
  bool loose = false;

  for (size_t i = 0; i < draft->parts.len; i++)
    room[i] = draft->parts.data[i].heads;
  for (int32_t line = 0; lde_draft_uses(draft, LDE_LOCKS) && line < lde_count(ds, plan_line); line++) {
    if (!of_this_plan(draft, line))
      continue;
    if (is_locked_in(ds, line))
      lock_line(draft, line, room);
    else if (lde_get(ds, plan_line, decision, line) == LDE_CHOICE_OF(line_decision, locked_out))
      lock_out(draft, line);
  }
  for (int32_t row = 0; row < lde_count(ds, session); row++)
    loose = loose || (lde_get_row(ds, session, plan_line, row) == LDE_NO_ROW &&
                      lde_get(ds, session, status, row) == LDE_CHOICE_OF(session_status, confirmed));
  if (loose)
    lde_draft_note(draft, "%s", LDE_TR(ds->language, "confirmed sessions without a plan line are not fixed in the offer",
                                       "bevestigde uitvoeringen zonder planregel liggen niet vast in het aanbod"));
  lde_free(room);
}
