#include "offer/search.h"

#include <stdlib.h>
#include <string.h>

#define GROUP_MAX 24      /* options looked at again after a removal */
#define REPRICE_EVERY 64    /* rounds at most with the same worths */
#define WAVE 512           /* rounds from a wide leeway to none, then from the best again */

struct search {
  lde_trial *trial;
  const lde_dual *dual;
  char *listed;           /* by option */
  int32_t list[GROUP_MAX + 8];
  int32_t count;
};

static void list_option(struct search *search, int32_t o)
{
  if (search->count >= GROUP_MAX || search->listed[o])
    return;
  search->listed[o] = 1;
  search->list[search->count++] = o;
}

/* Options that serve a cell this option could serve too. */
static void list_neighbours(struct search *search, int32_t o, int32_t most)
{
  const lde_problem *problem = search->trial->problem;
  int32_t columns = problem->option_start[o + 1] - problem->option_start[o];

  for (int32_t i = 0; columns > 0 && i < most; i++) {
    int32_t j = problem->option_column[problem->option_start[o] + lde_trial_pick(search->trial, columns)];
    int32_t c = problem->columns.data[j].cell;
    int32_t others = problem->cell_start[c + 1] - problem->cell_start[c];
    int32_t other = problem->cell_column[problem->cell_start[c] + lde_trial_pick(search->trial, others)];
    list_option(search, problem->columns.data[other].option);
  }
}

static bool in_use(const lde_trial *trial, int32_t o)
{
  return trial->seats[o] > 0 || trial->held[o] > 0 || trial->point.open[o];
}

/* One of its sessions, in any period that has some to spare. */
static void drop_session(lde_trial *trial, int32_t o)
{
  int32_t periods = trial->problem->periods, t = lde_trial_pick(trial, periods);

  for (int32_t i = 0; i < periods; i++, t = (t + 1) % periods)
    if (lde_trial_can_drop(trial, o, t)) {
      lde_trial_drop_session(trial, o, t);
      return;
    }
}

/* An option that competes with this one for a row, or any other. */
static int32_t rival(struct search *search, int32_t o)
{
  const lde_problem *problem = search->trial->problem;
  int32_t columns = problem->option_start[o + 1] - problem->option_start[o];
  int32_t how = lde_trial_pick(search->trial, 4), other = -1, var;

  if (how == 0 || columns == 0)
    return lde_trial_pick(search->trial, (int32_t)problem->options.len);
  if (how == 1)
    var = problem->option_column[problem->option_start[o] + lde_trial_pick(search->trial, columns)];
  else
    var = lde_problem_var(problem, LDE_SESSIONS(o, lde_trial_pick(search->trial, problem->periods)));
  int32_t entries = problem->var_start[var + 1] - problem->var_start[var];
  if (entries > 0) {
    int32_t entry = problem->var_entry[problem->var_start[var] + lde_trial_pick(search->trial, entries)];
    int32_t r = problem->entries.data[entry].row;
    int32_t at = lde_trial_pick(search->trial, problem->row_start[r + 1] - problem->row_start[r]);
    other = lde_problem_option_of(problem, problem->entries.data[problem->row_start[r] + at].var);
  }
  return other >= 0 ? other : lde_trial_pick(search->trial, (int32_t)problem->options.len);
}

static void take_out(struct search *search, int32_t o, bool session_only)
{
  list_option(search, o);
  if (!in_use(search->trial, o))
    return;
  if (session_only && search->trial->held[o] > 1)
    drop_session(search->trial, o);
  else
    lde_trial_clear(search->trial, o);
}

/* Takes some options or sessions out, of those that share needs or rows, and lists who may come in.
 * Once in a while one of these gets its chance before all others. */
static void remove_some(struct search *search)
{
  lde_trial *trial = search->trial;
  int32_t options = (int32_t)trial->problem->options.len, how = lde_trial_pick(trial, 4);
  int32_t out = 1 + lde_trial_pick(trial, 3), first = lde_trial_pick(trial, options), rivals = lde_trial_pick(trial, 3);

  search->count = 0;
  for (int32_t i = 0; i < options && !in_use(trial, first); i++)
    first = (first + 1) % options;
  list_option(search, first);
  for (int32_t i = 0; i < rivals; i++)
    list_option(search, rival(search, first));
  int32_t near = search->count;
  list_neighbours(search, first, 8);
  for (int32_t i = 0; i < near; i++)
    take_out(search, search->list[i], how >= 2 || lde_trial_pick(trial, 2));
  for (int32_t i = near; i < search->count && out > 0; i++) {
    if (!in_use(trial, search->list[i]))
      continue;
    take_out(search, search->list[i], how == 3);
    out--;
  }
  for (int32_t i = 1; i < near; i++)
    list_neighbours(search, search->list[i], 3);
  list_option(search, lde_trial_pick(trial, options));
  list_neighbours(search, search->list[search->count - 1], 4);
  if (how % 2 == 1) {
    int32_t o = search->list[lde_trial_pick(trial, search->count)];
    lde_trial_insert(trial, &o, 1);
  }
}

/* How far below the best a step may lead: wide at the start of a wave, nothing at its end. */
static double leeway(int64_t rounds)
{
  return 0.04 * (double)(WAVE - rounds % WAVE) / WAVE;
}

static bool tolerable(const lde_trial *trial, const lde_score *best, double share)
{
  double size = best->value < 0 ? -(double)best->value : (double)best->value;
  return trial->score.shortage <= best->shortage &&
         (double)trial->score.value >= (double)best->value - share * size;
}

void lde_search(lde_trial *trial, const lde_dual *dual, int64_t effort,
                bool (*enough)(void *context, const lde_score *score), void *context)
{
  const lde_problem *problem = trial->problem;
  struct search search = {.trial = trial, .dual = dual};
  lde_score best = trial->score;
  lde_point kept = lde_point_new(problem);
  bool has_best = trial->broken == 0;
  int64_t rounds = 0, size = (int64_t)(problem->entries.len + problem->columns.len);
  int64_t every = size / 40 < 1 ? 1 : size / 40 > REPRICE_EVERY ? REPRICE_EVERY : size / 40;

  if (problem->options.len == 0 || problem->columns.len == 0)
    goto done;
  lde_point_copy(problem, &kept, &trial->point);
  search.listed = lde_alloc(problem->options.len + 1, 1);
  while (trial->effort < effort && !(has_best && enough(context, &best))) {
    if (rounds++ % every == 0) {
      double share = (double)(lde_trial_random(trial) % 101) / 100;
      lde_trial_price(trial, dual->row_price, dual->cell_price, share, 0.2);
      trial->effort += size;
    }
    if (rounds % WAVE == 0 && has_best)
      lde_trial_set(trial, &kept);
    trial->log.len = 0;
    int64_t broken = trial->broken;
    double off = trial->off;
    lde_score before = trial->score;
    if (problem->auxes.len)
      lde_trial_lower(trial);
    remove_some(&search);
    lde_trial_insert(trial, search.list, search.count);
    bool better = broken ? trial->off < off || trial->broken == 0
                         : trial->broken == 0 && (lde_score_compare(&trial->score, &before) >= 0 ||
                                                  tolerable(trial, &best, leeway(rounds)));
    if (!better || !lde_trial_groups_hold(trial, 0))
      lde_trial_back(trial, 0);
    for (int32_t i = 0; i < search.count; i++)
      search.listed[search.list[i]] = 0;
    trial->effort += 50;
    if (trial->broken == 0 && (!has_best || lde_score_compare(&trial->score, &best) > 0)) {
      best = trial->score;
      has_best = true;
      lde_point_copy(problem, &kept, &trial->point);
    }
  }
  if (has_best)
    lde_trial_set(trial, &kept);
  lde_free(search.listed);
done:
  lde_point_free(&kept);
}
