#include "offer/search.h"

#include <stdlib.h>
#include <string.h>

#define GROUP_MAX 24      /* options looked at again after a removal */
#define REPRICE_EVERY 64

struct search {
  lde_draft *draft;
  const lde_dual *dual;
  char *listed;           /* by option */
  int32_t list[GROUP_MAX + 8];
  int32_t count;
};

static int32_t pick(lde_draft *draft, int32_t count)
{
  return (int32_t)(lde_draft_random(draft) % (uint64_t)count);
}

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
  const lde_problem *problem = search->draft->problem;
  int32_t columns = problem->option_start[o + 1] - problem->option_start[o];

  for (int32_t i = 0; columns > 0 && i < most; i++) {
    int32_t j = problem->option_column[problem->option_start[o] + pick(search->draft, columns)];
    int32_t c = problem->columns.data[j].cell;
    int32_t others = problem->cell_start[c + 1] - problem->cell_start[c];
    int32_t other = problem->cell_column[problem->cell_start[c] + pick(search->draft, others)];
    list_option(search, problem->columns.data[other].option);
  }
}

static bool in_use(const lde_draft *draft, int32_t o)
{
  return draft->seats[o] > 0 || draft->held[o] > 0 || draft->point.open[o];
}

/* Takes away one session and as many of its seats as then have no place, worst first. */
static void drop_session(lde_draft *draft, int32_t o)
{
  const lde_problem *problem = draft->problem;
  const lde_option *option = &problem->options.data[o];
  int32_t t = pick(draft, problem->periods);

  for (int32_t i = 0; i < problem->periods; i++, t = (t + 1) % problem->periods)
    if (draft->point.sessions[o * problem->periods + t] > option->sessions_min[t])
      break;
  if (draft->point.sessions[o * problem->periods + t] <= option->sessions_min[t])
    return;
  if (draft->held[o] <= 1) {
    lde_draft_clear(draft, o);
    return;
  }
  lde_draft_apply(draft, lde_problem_var(problem, LDE_SESSIONS(o, t)), -1);
  int64_t places = 0, seats = 0;
  bool nested = problem->window == LDE_WINDOW_NESTED;
  for (int32_t d = 0; d < problem->periods; d++) {
    places = (nested ? places : 0) + (int64_t)draft->point.sessions[o * problem->periods + d] *
                                         option->group_max;
    seats = (nested ? seats : 0) + draft->ending[o * problem->periods + d];
    while (seats > places) {
      int32_t worst = -1;
      for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
        int32_t j = problem->option_column[k], end = problem->columns.data[j].last;
        if (draft->point.seats[j] <= problem->columns.data[j].lower || end > d ||
            (!nested && end != d))
          continue;
        if (worst < 0 || draft->worth[j] < draft->worth[worst])
          worst = j;
      }
      if (worst < 0)
        break;
      int64_t take = draft->point.seats[worst] - problem->columns.data[worst].lower;
      if (take > seats - places)
        take = seats - places;
      lde_draft_apply(draft, worst, -take);
      seats -= take;
    }
  }
}

/* Takes some options out, some sessions away, or a unit of need, and lists who may come in. */
static void remove_some(struct search *search)
{
  lde_draft *draft = search->draft;
  int32_t options = (int32_t)draft->problem->options.len, how = pick(draft, 4);
  int32_t out = 1 + pick(draft, how == 0 ? 4 : 2), first = pick(draft, options);

  search->count = 0;
  for (int32_t i = 0; i < options && !in_use(draft, first); i++)
    first = (first + 1) % options;
  list_option(search, first);
  list_neighbours(search, first, 12);
  for (int32_t i = 0; i < search->count && out > 0; i++) {
    int32_t o = search->list[i];
    if (!in_use(draft, o))
      continue;
    if (how >= 2 && draft->held[o] > 1)
      drop_session(draft, o);
    else
      lde_draft_clear(draft, o);
    out--;
  }
  /* Once in a while a closed option gets its chance before all others. */
  list_option(search, pick(draft, options));
  list_neighbours(search, search->list[search->count - 1], 6);
  list_option(search, pick(draft, options));
  if (how == 1 && search->count > 1) {
    int32_t o = search->list[1 + pick(draft, search->count - 1)];
    lde_draft_insert(draft, &o, 1);
  }
}

static void lower_auxes(lde_draft *draft)
{
  const lde_problem *problem = draft->problem;
  for (int32_t i = 0; i < (int32_t)problem->auxes.len; i++) {
    const lde_aux *aux = &problem->auxes.data[i];
    int64_t rest = aux->lower > 0 ? aux->lower : aux->upper < 0 ? aux->upper : 0;
    lde_draft_apply(draft, lde_problem_var(problem, LDE_AUX(i)), rest - draft->point.aux[i]);
  }
}

static bool groups_hold(const lde_draft *draft, const struct search *search)
{
  const lde_problem *problem = draft->problem;
  bool nested = problem->window == LDE_WINDOW_NESTED;

  for (int32_t i = 0; i < search->count; i++) {
    int32_t o = search->list[i];
    int64_t over = 0, places = 0;
    for (int32_t t = problem->periods - 1; t >= 0; t--) {
      int64_t here = draft->ending[o * problem->periods + t] -
                     (int64_t)draft->point.sessions[o * problem->periods + t] *
                         problem->options.data[o].group_min;
      over = nested ? over + here : here;
      if (over < 0)
        return false;
    }
    for (int32_t t = 0; problem->options.data[o].group_max > 0 && t < problem->periods; t++) {
      int64_t here = (int64_t)draft->point.sessions[o * problem->periods + t] *
                         problem->options.data[o].group_max -
                     draft->ending[o * problem->periods + t];
      places = nested ? places + here : here;
      if (places < 0)
        return false;
    }
  }
  return true;
}

void lde_search(lde_draft *draft, const lde_dual *dual, int64_t effort,
                bool (*enough)(void *context, const lde_score *score), void *context)
{
  const lde_problem *problem = draft->problem;
  struct search search = {.draft = draft, .dual = dual};
  lde_score best = draft->score;
  lde_point kept = lde_point_new(problem);
  bool has_best = draft->broken == 0;
  int64_t rounds = 0;

  if (problem->options.len == 0 || problem->columns.len == 0)
    goto done;
  lde_point_copy(problem, &kept, &draft->point);
  search.listed = lde_alloc(problem->options.len + 1, 1);
  while (draft->effort < effort && !(has_best && enough(context, &best))) {
    if (rounds++ % REPRICE_EVERY == 0) {
      double share = (double)(lde_draft_random(draft) % 101) / 100;
      lde_draft_price(draft, dual->row_price, dual->cell_price, share, 0.2);
      draft->effort += (int64_t)problem->entries.len + (int64_t)problem->columns.len;
    }
    draft->log.len = 0;
    int64_t broken = draft->broken;
    double off = draft->off;
    lde_score before = draft->score;
    if (problem->auxes.len)
      lower_auxes(draft);
    remove_some(&search);
    lde_draft_insert(draft, search.list, search.count);
    bool better = broken ? draft->off < off || draft->broken == 0
                         : draft->broken == 0 && lde_score_compare(&draft->score, &before) >= 0;
    if (!better || !groups_hold(draft, &search))
      lde_draft_back(draft, 0);
    for (int32_t i = 0; i < search.count; i++)
      search.listed[search.list[i]] = 0;
    draft->effort += 50;
    if (draft->broken == 0 && (!has_best || lde_score_compare(&draft->score, &best) > 0)) {
      best = draft->score;
      has_best = true;
      lde_point_copy(problem, &kept, &draft->point);
    }
  }
  if (has_best)
    lde_draft_set(draft, &kept);
  lde_free(search.listed);
done:
  lde_point_free(&kept);
}
