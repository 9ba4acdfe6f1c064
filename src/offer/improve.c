/* Better plans, block by block: sessions change one by one, now and then options are taken out and put in again and
 * all seats dealt out once more, and when that hardly helps, the exact solver, where there is one, decides a
 * part again. */
#include "offer/attempt.h"

#include <stdlib.h>

#include "offer/dive.h"
#include "offer/search.h"
#include "offer/sessions.h"

#define BLOCK_WORK 25
#define EFFORT_PER_WORK 1000000        /* entries that the search may touch */
#define FIRST_TIMES 4                  /* as much in the first block */
#define SMALL_SHARE 20                 /* and so much less where the exact solver does the rest */
#define SESSIONS_TIMES 3               /* as much for sessions one by one */
#define IDLE_MOST 3                    /* runs that bring nothing halve the effort of the next so often */
#define SEARCH_EVERY 4                 /* blocks until options are taken out and put in again, */
#define SEARCH_COLUMNS 20000           /* where there are more columns than these */
#define GOES_WELL 1000                 /* while a block brings one in so many the exact solver waits */
#define RESEAT_PASSES 150
#define RESEAT_COLUMNS 30000000        /* columns times passes: fewer passes after the first time */
#define RESEAT_LEAST 30
#define FULL_NODES 200                 /* of the full model, when it is tried for the first time, */
#define FULL_TIMES 4                   /* which is in this block; then at so many times both */

struct improve {
  lde_attempt *attempt;
  lde_trial *trial;
  double *price; /* of the seats of the last plan, to start from */
  lde_sessions *sessions;
  lde_point current; /* what sessions are changed in: without what was put in because it still fits */
  int64_t full_block, full_nodes;
  bool more;         /* the exact solver finds parts to decide again */
  int idle;          /* runs on end in which changing sessions brought nothing */
  int64_t reached;   /* value of the best plan then; when it is better now, it came another way */
};

static bool search_enough(void *context, const lde_score *score)
{
  lde_attempt *attempt = context;
  return lde_attempt_stopped(attempt) ||
         (score->shortage <= attempt->shortage_bound &&
          lde_gap_between(score->value, attempt->value_bound) <= attempt->options->gap * 0.25);
}

static bool enough(lde_attempt *attempt)
{
  return lde_attempt_stopped(attempt) || lde_attempt_within_gap(attempt);
}

static int64_t reseat_passes(const struct improve *improve)
{
  int64_t most = RESEAT_COLUMNS / (int64_t)(improve->attempt->problem->columns.len + 1);

  most = most > RESEAT_LEAST ? most : RESEAT_LEAST;
  return improve->price && most < RESEAT_PASSES ? most : RESEAT_PASSES;
}

/* Less than a block only where less work is asked for than one. */
static int64_t block_effort(const lde_attempt *attempt)
{
  int64_t work = attempt->options->work;
  return (work < BLOCK_WORK ? work : BLOCK_WORK) * EFFORT_PER_WORK;
}

/* The seats once more, with the sessions of the best plan as they are: prices for those alone know better
 * who sits where than prices of the whole, which have to be right about sessions too. */
static void reseat(struct improve *improve)
{
  lde_attempt *attempt = improve->attempt;
  lde_trial *trial = improve->trial;
  lde_point held = lde_point_new(attempt->problem);
  lde_dual dual;
  lde_dual_options options = {.stage = LDE_STAGE_VALUE,
                              .held = &held,
                              .start = improve->price ? improve->price : attempt->dual.price,
                              .shortage = attempt->score.shortage,
                              .passes = reseat_passes(improve),
                              .gap = 1e-4,
                              .has_target = true,
                              .target = attempt->score.value,
                              .interrupted = lde_attempt_stopped,
                              .context = attempt};

  lde_point_copy(attempt->problem, &held, &attempt->best);
  lde_dual_run(&dual, attempt->problem, &options);
  attempt->passes += dual.passes;
  lde_trial_price(trial, dual.row_price, dual.cell_price, 1, 0);
  lde_trial_reseat(trial, &held, dual.mean);
  lde_attempt_offer_trial(attempt, trial);
  lde_free(improve->price);
  improve->price = dual.price;
  dual.price = NULL;
  lde_dual_deinit(&dual);
  lde_point_free(&held);
}

static void search(struct improve *improve, int64_t effort)
{
  lde_attempt *attempt = improve->attempt;
  lde_trial *trial = improve->trial;

  if (attempt->has_best)
    lde_trial_set(trial, &attempt->best);
  lde_search(trial, &attempt->dual, trial->effort + effort, search_enough, attempt);
  lde_attempt_offer_trial(attempt, trial);
}

/* Sessions one by one at the prices, then whatever still fits. */
static void change_sessions(struct improve *improve, int64_t effort)
{
  lde_attempt *attempt = improve->attempt;
  lde_trial *trial = improve->trial;
  bool again = improve->sessions && attempt->score.value <= improve->reached;

  if (!improve->sessions)
    improve->sessions = lde_sessions_new(trial);
  lde_trial_set(trial, again ? &improve->current : &attempt->best);
  effort >>= improve->idle < IDLE_MOST ? improve->idle : IDLE_MOST;
  lde_sessions_run(improve->sessions, attempt->dual.row_price, trial->effort + effort, search_enough, attempt);
  lde_point_copy(attempt->problem, &improve->current, &trial->point);
  lde_trial_price(trial, attempt->dual.row_price, attempt->dual.cell_price, 1, 0);
  lde_trial_insert_all(trial);
  int64_t before = attempt->score.value;
  lde_attempt_offer_trial(attempt, trial);
  improve->reached = attempt->score.value;
  improve->idle = attempt->score.value > before ? 0 : improve->idle + 1;
}

/* Plans around the average, at prices of different weight. */
static void round_average(struct improve *improve)
{
  static const double shares[] = {1.0, 0.7, 0.3};
  lde_attempt *attempt = improve->attempt;
  lde_trial *trial = improve->trial;

  for (size_t i = 0; i < sizeof shares / sizeof *shares && !enough(attempt); i++) {
    lde_trial_price(trial, attempt->dual.row_price, attempt->dual.cell_price, shares[i], 0);
    lde_trial_round(trial, attempt->dual.mean, 0.5);
    lde_attempt_offer_trial(attempt, trial);
  }
  for (size_t i = 0; i < sizeof shares / sizeof *shares && !attempt->has_best && !enough(attempt); i++) {
    /* Where that came to no plan that holds: by the prices alone. */
    lde_trial_price(trial, attempt->dual.row_price, attempt->dual.cell_price, shares[i], 0);
    lde_trial_build(trial);
    lde_search(trial, &attempt->dual, trial->effort + block_effort(attempt), search_enough, attempt);
    lde_attempt_offer_trial(attempt, trial);
  }
}

/* Own moves; says whether they go well. */
static bool improve_block(struct improve *improve, int64_t block)
{
  lde_attempt *attempt = improve->attempt;
  int64_t effort = block_effort(attempt), before = attempt->has_best ? attempt->score.value : 0;

  if (block % SEARCH_EVERY == 1 || attempt->problem->columns.len <= SEARCH_COLUMNS) {
    search(improve, block == 1 ? effort * FIRST_TIMES : effort);
    if (attempt->has_best && !enough(attempt))
      reseat(improve);
  }
  if (attempt->has_best && !enough(attempt))
    change_sessions(improve, effort * SESSIONS_TIMES);
  lde_attempt_report(attempt);
  return attempt->has_best && attempt->score.value - before > llabs(before) / GOES_WELL;
}

/* With the exact solver at hand: a part decided again, and now and then all. */
static void improve_exactly(struct improve *improve, lde_parts **parts, int64_t block)
{
  lde_attempt *attempt = improve->attempt;

  if (!*parts)
    *parts = lde_parts_new(attempt);
  if (improve->more)
    improve->more = lde_parts_turn(*parts);
  /* It may prove something too; mostly parts find a plan sooner. */
  if (block >= improve->full_block && lde_exact_is_full(attempt->problem) && !enough(attempt)) {
    lde_exact_full(attempt, improve->full_nodes);
    improve->full_block = block * FULL_TIMES;
    improve->full_nodes *= FULL_TIMES;
  }
}

void lde_improve(lde_attempt *attempt, lde_trial *trial, bool exact, bool small)
{
  struct improve improve = {.attempt = attempt, .trial = trial, .current = lde_point_new(attempt->problem),
                            .full_block = FULL_TIMES, .full_nodes = FULL_NODES, .more = true};
  int64_t blocks = (attempt->options->work + BLOCK_WORK - 1) / BLOCK_WORK;
  lde_parts *parts = NULL;

  round_average(&improve);
  lde_attempt_report(attempt);
  if (small && !enough(attempt)) /* the exact solver goes through all stages afterwards */
    search(&improve, block_effort(attempt) / SMALL_SHARE);
  for (int64_t block = 1; block <= blocks && !enough(attempt) && !(small && attempt->has_best); block++) {
    if (block == 1 && attempt->has_best)
      lde_dive(attempt, trial);
    bool well = improve_block(&improve, block);
    if (exact && !small && !well && attempt->has_best && !enough(attempt))
      improve_exactly(&improve, &parts, block);
  }
  lde_attempt_report(attempt);
  lde_parts_free(parts);
  lde_sessions_free(improve.sessions);
  lde_point_free(&improve.current);
  lde_free(improve.price);
}
