#include "offer/dive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "offer/construct.h"

#define ROUNDS 5
#define PASSES 100        /* of the prices, between two rounds */
#define PASSES_LEAST 20
#define PASSED_COLUMNS 7000000 /* columns times passes */
#define SURE 0.02         /* sessions off the average that are held whatever the round */

/* An option whose sessions are not held yet, and how far the average is from whole ones. */
struct loose {
  double off;
  int32_t option;
};

struct dive {
  lde_attempt *attempt;
  lde_point held;
  bool *fixed; /* by option: as in `held` */
  struct loose *list;
  int32_t loose_count;
  lde_dual dual; /* with what is held so far */
};

static int loose_order(const void *left, const void *right)
{
  const struct loose *a = left, *b = right;
  if (a->off != b->off)
    return a->off < b->off ? -1 : 1;
  return a->option < b->option ? -1 : a->option > b->option;
}

/* Whole sessions near the average, such that they add up over the periods; returns how far off they are. */
static double round_option(const lde_problem *problem, const double *mean, int32_t o, int32_t *sessions, int8_t *open)
{
  const lde_option *option = &problem->options.data[o];
  double share = option->opens ? mean[lde_problem_var(problem, LDE_OPEN(o))] : 1, sum = 0, off = 0;
  int32_t given = 0;

  *open = option->opens && (option->open_min > 0 || share >= 0.5);
  for (int32_t t = 0; t < problem->periods; t++) {
    double each = mean[lde_problem_var(problem, LDE_SESSIONS(o, t))];
    int32_t most = problem->session_upper[o * problem->periods + t], least = option->sessions_min[t], want;
    sum += each;
    want = option->opens && !*open ? 0 : (int32_t)floor(sum + 0.5) - given;
    want = want > most ? most : want;
    sessions[t] = want < least ? least : want;
    given += sessions[t];
    off += fabs(each - sessions[t]);
  }
  return off + (option->opens ? fabs(share - *open) : 0);
}

/* Holds so many of the loose options, those nearest to whole sessions first. */
static void hold_some(struct dive *dive, const double *mean, int32_t count)
{
  const lde_problem *problem = dive->attempt->problem;
  int32_t sessions[LDE_PERIODS_MAX], listed = 0;
  int8_t open;

  for (int32_t o = 0; o < (int32_t)problem->options.len; o++)
    if (!dive->fixed[o])
      dive->list[listed++] = (struct loose){round_option(problem, mean, o, sessions, &open), o};
  qsort(dive->list, (size_t)listed, sizeof *dive->list, loose_order);
  for (int32_t i = 0; i < listed && (i < count || dive->list[i].off < SURE); i++) {
    int32_t o = dive->list[i].option;
    round_option(problem, mean, o, &dive->held.sessions[o * problem->periods], &dive->held.open[o]);
    dive->fixed[o] = true;
    dive->loose_count--;
  }
}

/* Prices with what is held now, going on from those before. */
static void reprice(struct dive *dive, int64_t passes)
{
  lde_attempt *attempt = dive->attempt;
  lde_dual next;
  lde_dual_options options = {.stage = LDE_STAGE_VALUE,
                              .held = &dive->held,
                              .fixed = dive->fixed,
                              .start = dive->dual.price ? dive->dual.price : attempt->dual.price,
                              .shortage = attempt->score.shortage,
                              .passes = passes,
                              .gap = 1e-4,
                              .has_target = attempt->has_best,
                              .target = attempt->score.value,
                              .interrupted = lde_attempt_stopped,
                              .context = attempt};

  lde_dual_run(&next, attempt->problem, &options);
  attempt->passes += next.passes;
  lde_dual_deinit(&dive->dual);
  dive->dual = next;
}

static int64_t passes_of(const lde_problem *problem)
{
  int64_t passes = PASSED_COLUMNS / (int64_t)(problem->columns.len + 1);
  return passes < PASSES_LEAST ? PASSES_LEAST : passes > PASSES ? PASSES : passes;
}

static void dive_down(struct dive *dive, lde_trial *trial)
{
  lde_attempt *attempt = dive->attempt;
  int64_t passes = passes_of(attempt->problem);

  hold_some(dive, attempt->dual.mean, dive->loose_count / ROUNDS);
  for (int32_t round = ROUNDS - 1; round > 0; round--) {
    reprice(dive, passes);
    if (attempt->has_best && dive->dual.bound <= attempt->score.value) /* nothing better down there */
      return;
    hold_some(dive, dive->dual.mean, (dive->loose_count + round - 1) / round);
  }
  lde_trial_hold(trial, &dive->held);
  reprice(dive, passes * 3 / 2);
  lde_trial_price(trial, dive->dual.row_price, dive->dual.cell_price, 1, 0);
  lde_trial_reseat(trial, &dive->held, dive->dual.mean);
  lde_attempt_offer_trial(attempt, trial);
}

void lde_dive(lde_attempt *attempt, lde_trial *trial)
{
  const lde_problem *problem = attempt->problem;
  size_t count = problem->options.len;
  struct dive dive = {.attempt = attempt, .held = lde_point_new(problem)};

  dive.fixed = lde_alloc(count + 1, sizeof *dive.fixed);
  dive.list = lde_alloc(count + 1, sizeof *dive.list);
  for (size_t o = 0; o < count; o++) {
    const lde_option *option = &problem->options.data[o];
    dive.fixed[o] = option->group_max <= 0 && !option->opens; /* open enrolment: there is nothing to hold */
    dive.loose_count += !dive.fixed[o];
  }
  dive_down(&dive, trial);
  lde_dual_deinit(&dive.dual);
  lde_point_free(&dive.held);
  lde_free(dive.list);
  lde_free(dive.fixed);
}
