#include "offer/sessions.h"

#include <stdlib.h>

#include "offer/construct.h"
#include "offer/exchange.h"
#include "offer/solve.h"

#define CLUSTER 32      /* options that share people, looked at together */
#define ROUNDS 8        /* of the exchange among them */
#define ROUNDS_ALL 40
#define LEAST 1000.0    /* value units that a change must bring */
#define RIVAL_TRIES 40
#define EFFORT_LEAST 20 /* of a change that comes to nothing */

struct lde_sessions {
  lde_trial *trial;
  lde_exchange *exchange;
  const int64_t *row_price;
  int32_t **cluster; /* by option: how many, and which; NULL = not looked for yet */
  int32_t *met;      /* by option, scratch of the search for clusters */
  char *listed;      /* by option */
  int32_t list[2 * CLUSTER]; /* that the change at hand is about */
  int32_t count;
};

static int32_t node_count(const lde_problem *problem)
{
  return (int32_t)problem->options.len * problem->periods;
}

/* ---- options that share people ---- */

/* Those that serve cells of this one, those that serve theirs, and so on. */
static int32_t *find_cluster(lde_sessions *sessions, int32_t seed)
{
  const lde_problem *problem = sessions->trial->problem;
  int32_t *list = lde_alloc(CLUSTER + 1, sizeof *list), count = 1;

  list[1] = seed;
  sessions->met[seed] = seed + 1;
  for (int32_t i = 1; i <= count && count < CLUSTER; i++) {
    int32_t last = -1;
    for (int32_t k = problem->option_start[list[i]]; k < problem->option_start[list[i] + 1]; k++) {
      int32_t c = problem->columns.data[problem->option_column[k]].cell;
      if (c == last)
        continue;
      last = c;
      for (int32_t m = problem->cell_start[c]; m < problem->cell_start[c + 1] && count < CLUSTER; m++) {
        int32_t other = problem->columns.data[problem->cell_column[m]].option;
        if (sessions->met[other] != seed + 1)
          list[++count] = other;
        sessions->met[other] = seed + 1;
      }
    }
  }
  list[0] = count;
  return list;
}

static void gather(lde_sessions *sessions, int32_t seed)
{
  if (!sessions->cluster[seed])
    sessions->cluster[seed] = find_cluster(sessions, seed);
  for (int32_t i = 1; i <= sessions->cluster[seed][0] && sessions->count < 2 * CLUSTER; i++) {
    int32_t o = sessions->cluster[seed][i];
    if (!sessions->listed[o])
      sessions->list[sessions->count++] = o;
    sessions->listed[o] = 1;
  }
}

static void forget(lde_sessions *sessions)
{
  for (int32_t i = 0; i < sessions->count; i++)
    sessions->listed[sessions->list[i]] = 0;
  sessions->count = 0;
}

/* ---- one session less or more ---- */

/* Of the options at hand. */
static bool drop_any(lde_sessions *sessions)
{
  const lde_problem *problem = sessions->trial->problem;
  int32_t nodes = sessions->count * problem->periods, at = lde_trial_pick(sessions->trial, nodes);

  for (int32_t i = 0; i < nodes; i++, at = (at + 1) % nodes) {
    int32_t o = sessions->list[at / problem->periods], t = at % problem->periods;
    if (lde_trial_can_drop(sessions->trial, o, t))
      return lde_trial_drop_session(sessions->trial, o, t);
  }
  return false;
}

/* A session of somebody else goes for the first row that leaves no room. */
static bool make_room(lde_sessions *sessions, int32_t var)
{
  lde_trial *trial = sessions->trial;
  const lde_problem *problem = trial->problem;
  int32_t columns = (int32_t)problem->columns.len, at = -1;

  for (int32_t k = problem->var_start[var]; at < 0 && k < problem->var_start[var + 1]; k++) {
    const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
    const lde_row *row = &problem->rows.data[entry->row];
    if (row->penalty < 0 && entry->factor > 0 && trial->activity[entry->row] + entry->factor > row->upper)
      at = entry->row;
  }
  for (int i = 0; at >= 0 && i < RIVAL_TRIES; i++) {
    int32_t begin = problem->row_start[at], count = problem->row_start[at + 1] - begin;
    int32_t node = problem->entries.data[begin + lde_trial_pick(sessions->trial, count)].var - columns;
    int32_t o = node / problem->periods, t = node % problem->periods;
    if (node < 0 || node >= node_count(problem) || !lde_trial_can_drop(trial, o, t))
      continue;
    gather(sessions, o);
    return lde_trial_drop_session(trial, o, t) && lde_trial_room(trial, var, 1) >= 1;
  }
  return false;
}

static bool add_session(lde_sessions *sessions, int32_t o)
{
  lde_trial *trial = sessions->trial;
  const lde_problem *problem = trial->problem;
  const lde_option *option = &problem->options.data[o];
  int32_t t = lde_trial_pick(sessions->trial, problem->periods), var = -1;
  double gain = 0;

  for (int32_t i = 0; var < 0 && i < problem->periods; i++, t = (t + 1) % problem->periods)
    if (trial->point.sessions[o * problem->periods + t] < problem->session_upper[o * problem->periods + t])
      var = lde_problem_var(problem, LDE_SESSIONS(o, t));
  if (var < 0 || option->group_max <= 0 ||
      (option->year_sessions_max >= 0 && trial->held[o] >= option->year_sessions_max) ||
      !lde_trial_open(trial, o, 0, &gain) || (lde_trial_room(trial, var, 1) < 1 && !make_room(sessions, var)))
    return false;
  lde_trial_apply(trial, var, 1);
  return true;
}

/* ---- changes ---- */

/* Mostly one comes for another among options that share people. */
static bool change(lde_sessions *sessions, int32_t seed)
{
  switch (lde_trial_pick(sessions->trial, 8)) {
  case 0:
    return add_session(sessions, seed);
  case 1:
    return drop_any(sessions);
  case 2: /* a step and what follows on it may only pay together */
    return add_session(sessions, seed) && add_session(sessions, sessions->list[lde_trial_pick(sessions->trial, sessions->count)]);
  case 3:
    return drop_any(sessions) && drop_any(sessions) && add_session(sessions, seed);
  default:
    return drop_any(sessions) && add_session(sessions, seed);
  }
}

/* What funds pay depends on all the rest. */
static void renew_auxes(lde_trial *trial)
{
  if (!trial->problem->auxes.len)
    return;
  lde_trial_lower(trial);
  lde_trial_raise(trial);
}

/* What all changes since the log began are worth: value, and what hard rows charge at their prices. */
static double gain_of(const lde_sessions *sessions, const lde_score *before)
{
  const lde_trial *trial = sessions->trial;
  const lde_problem *problem = trial->problem;
  double gain = (double)(trial->score.value - before->value), charge = 0;

  gain += (double)(before->shortage - trial->score.shortage) * trial->urgency;
  for (size_t i = 0; i < trial->log.len; i++) {
    int32_t var = trial->log.data[i].var;
    for (int32_t k = problem->var_start[var]; k < problem->var_start[var + 1]; k++) {
      const lde_entry *entry = &problem->entries.data[problem->var_entry[k]];
      if (problem->rows.data[entry->row].penalty < 0)
        charge += (double)sessions->row_price[entry->row] * (double)entry->factor * (double)trial->log.data[i].delta;
    }
  }
  return gain - charge / (double)LDE_PRICE_UNIT;
}

static void try_change(lde_sessions *sessions, int32_t seed)
{
  lde_trial *trial = sessions->trial;
  lde_score before = trial->score;
  double off = trial->off;
  bool good;

  trial->effort += EFFORT_LEAST;
  trial->log.len = 0;
  gather(sessions, seed);
  good = change(sessions, seed);
  if (good) {
    renew_auxes(trial);
    lde_exchange_run(sessions->exchange, sessions->list, sessions->count, ROUNDS);
    renew_auxes(trial);
    good = trial->broken == 0 && trial->score.shortage <= before.shortage && lde_trial_groups_hold(trial, 0) &&
           gain_of(sessions, &before) > LEAST;
  }
  if (!good) {
    lde_trial_back(trial, 0);
    trial->off = off; /* sums of fractions do not come back by themselves */
  }
  forget(sessions);
}

/* ---- runs ---- */

lde_sessions *lde_sessions_new(lde_trial *trial)
{
  size_t options = trial->problem->options.len;
  lde_sessions *sessions = lde_alloc(1, sizeof *sessions);

  sessions->trial = trial;
  sessions->exchange = lde_exchange_new(trial);
  sessions->cluster = lde_alloc(options + 1, sizeof *sessions->cluster);
  sessions->met = lde_alloc(options + 1, sizeof *sessions->met);
  sessions->listed = lde_alloc(options + 1, 1);
  return sessions;
}

void lde_sessions_free(lde_sessions *sessions)
{
  if (!sessions)
    return;
  for (size_t o = 0; o < sessions->trial->problem->options.len; o++)
    lde_free(sessions->cluster[o]);
  lde_free(sessions->cluster);
  lde_free(sessions->met);
  lde_free(sessions->listed);
  lde_exchange_free(sessions->exchange);
  lde_free(sessions);
}

void lde_sessions_run(lde_sessions *sessions, const int64_t *row_price, int64_t effort,
                      bool (*enough)(void *context, const lde_score *score), void *context)
{
  lde_trial *trial = sessions->trial;
  int32_t options = (int32_t)trial->problem->options.len;

  sessions->row_price = row_price;
  lde_trial_price(trial, row_price, NULL, 0, 0);
  while (options > 0 && trial->effort < effort && trial->broken == 0 && !enough(context, &trial->score))
    try_change(sessions, lde_trial_pick(sessions->trial, options));
  trial->log.len = 0;
  lde_exchange_all(sessions->exchange, ROUNDS_ALL);
}
