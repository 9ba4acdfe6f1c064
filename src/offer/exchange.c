/* A node is an option in a period. For chains of one move, of two and so on, the best way to have one too many at
 * each node is found (Bellman and Ford, by length), and the best chains that have no node in common are
 * carried out; then all over again. */
#include "offer/exchange.h"

#include <stdlib.h>
#include <string.h>

#include "offer/construct.h"

#define LENGTH 6     /* moves of a chain */
#define LEAST 1000.0 /* value units that a chain must bring */

/* The last move of the best chain that leaves one too many at a node. */
struct move {
  double gain;
  int32_t out, in; /* columns; out -1: had no seat; in -1: there is no such chain */
};

struct chain {
  double gain;
  int32_t last; /* of its moves, from 0 */
  int32_t node; /* where it ends */
  int32_t drop; /* the column that is given up there, or -1: a place is free */
};

struct lde_exchange {
  lde_trial *trial;
  struct move *moves[LENGTH]; /* by node */
  char *touched;              /* by node: part of a chain of this round */
  char *shut;                 /* by column: led to nothing */
  char *within;               /* by option: takes part */
  char *listed;               /* by cell */
  const int32_t *options;     /* that take part */
  int32_t option_count;
  int32_t *cells;             /* that can sit there */
  int32_t cell_count;
  LDE_VEC(struct chain) chains;
};

static int32_t node_of(const lde_exchange *exchange, int32_t j)
{
  const lde_problem *problem = exchange->trial->problem;
  return problem->columns.data[j].option * problem->periods + problem->columns.data[j].last;
}

/* ---- the best chains ---- */

static bool may_take(const lde_exchange *exchange, int32_t j)
{
  const lde_trial *trial = exchange->trial;
  const lde_seat_column *column = &trial->problem->columns.data[j];
  const lde_option *option = &trial->problem->options.data[column->option];

  return exchange->within[column->option] && !exchange->shut[j] && trial->point.seats[j] < column->upper &&
         (option->group_max <= 0 || trial->held[column->option] > 0) &&
         (!option->opens || trial->point.open[column->option]);
}

/* Whoever has seat `out` (or none) could take any other of the cell. */
static void spread(lde_exchange *exchange, int32_t c, int32_t out, double before, struct move *moves)
{
  lde_trial *trial = exchange->trial;
  const lde_problem *problem = trial->problem;
  int32_t from = out < 0 ? -1 : node_of(exchange, out);

  for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
    int32_t j = problem->cell_column[k], node = node_of(exchange, j);
    double gain = before + trial->worth[j];
    if (node != from && gain > moves[node].gain && may_take(exchange, j))
      moves[node] = (struct move){gain, out, j};
  }
  trial->effort += problem->cell_start[c + 1] - problem->cell_start[c];
}

static void clear_moves(const lde_exchange *exchange, struct move *moves)
{
  int32_t periods = exchange->trial->problem->periods;

  for (int32_t i = 0; i < exchange->option_count; i++)
    for (int32_t t = 0; t < periods; t++)
      moves[exchange->options[i] * periods + t] = (struct move){0, -1, -1};
}

/* Chains begin with those who have no seat, and with those whose seat can stay empty. */
static void begin(lde_exchange *exchange)
{
  const lde_trial *trial = exchange->trial;
  const lde_problem *problem = trial->problem;

  clear_moves(exchange, exchange->moves[0]);
  for (int32_t i = 0; i < exchange->cell_count; i++)
    if (trial->cell_left[exchange->cells[i]] > 0)
      spread(exchange, exchange->cells[i], -1, 0, exchange->moves[0]);
  for (int32_t i = 0; i < exchange->option_count; i++) {
    int32_t o = exchange->options[i];
    const lde_option *option = &problem->options.data[o];
    if (option->group_max > 0 && trial->seats[o] <= trial->held[o] * option->group_min)
      continue;
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
      int32_t j = problem->option_column[k];
      if (lde_trial_above_lock(trial, j) > 0 && !exchange->shut[j])
        spread(exchange, problem->columns.data[j].cell, j, -trial->worth[j], exchange->moves[0]);
    }
  }
}

/* One move more: somebody leaves the node where there is one too many. */
static void go_on(lde_exchange *exchange, const struct move *from, struct move *to)
{
  const lde_trial *trial = exchange->trial;
  const lde_problem *problem = trial->problem;

  clear_moves(exchange, to);
  for (int32_t i = 0; i < exchange->option_count; i++) {
    int32_t o = exchange->options[i];
    bool any = false;
    for (int32_t t = 0; t < problem->periods; t++)
      any |= from[o * problem->periods + t].in >= 0;
    for (int32_t k = problem->option_start[o]; any && k < problem->option_start[o + 1]; k++) {
      int32_t j = problem->option_column[k];
      const struct move *move = &from[node_of(exchange, j)];
      if (move->in >= 0 && move->in != j && lde_trial_above_lock(trial, j) > 0 && !exchange->shut[j])
        spread(exchange, problem->columns.data[j].cell, j, move->gain - trial->worth[j], to);
    }
  }
}

/* The seat that costs least to give up at a node, or -1 when none costs less than `most`. */
static int32_t least_worth(const lde_exchange *exchange, int32_t node, int32_t but, double most)
{
  const lde_trial *trial = exchange->trial;
  const lde_problem *problem = trial->problem;
  int32_t o = node / problem->periods, least = -1;

  for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
    int32_t j = problem->option_column[k];
    if (node_of(exchange, j) != node || j == but || trial->worth[j] >= most || exchange->shut[j] ||
        lde_trial_above_lock(trial, j) <= 0)
      continue;
    most = trial->worth[j];
    least = j;
  }
  return least;
}

static void list_ends(lde_exchange *exchange, int32_t last)
{
  const lde_trial *trial = exchange->trial;
  int32_t periods = trial->problem->periods;

  for (int32_t i = 0; i < exchange->option_count * periods; i++) {
    int32_t o = exchange->options[i / periods], t = i % periods, node = o * periods + t;
    const struct move *move = &exchange->moves[last][node];
    if (move->in < 0 || move->gain < LEAST)
      continue;
    bool free = lde_trial_places(trial, o, t) > 0;
    int32_t drop = free ? -1 : least_worth(exchange, node, move->in, move->gain - LEAST);
    if (free || drop >= 0)
      lde_vec_push(&exchange->chains,
                   ((struct chain){move->gain - (free ? 0 : trial->worth[drop]), last, node, drop}));
  }
}

/* ---- carrying them out ---- */

/* The move that leads to a node, and from where; -1 = from nowhere. */
static const struct move *step_back(const lde_exchange *exchange, int32_t at, int32_t *node)
{
  const struct move *move = &exchange->moves[at][*node];
  *node = move->out < 0 ? -1 : node_of(exchange, move->out);
  return move;
}

/* The nodes of a chain, its end first; returns how many. */
static int32_t list_nodes(const lde_exchange *exchange, const struct chain *chain, int32_t *nodes)
{
  int32_t count = 0, node = chain->node;

  for (int32_t i = chain->last; i >= 0 && node >= 0; i--) {
    nodes[count++] = node;
    step_back(exchange, i, &node);
  }
  if (node >= 0)
    nodes[count++] = node;
  return count;
}

/* No node twice, and none that another chain of this round went through. */
static bool is_apart(const lde_exchange *exchange, const int32_t *nodes, int32_t count)
{
  for (int32_t i = 0; i < count; i++) {
    if (exchange->touched[nodes[i]])
      return false;
    for (int32_t k = 0; k < i; k++)
      if (nodes[k] == nodes[i])
        return false;
  }
  return true;
}

/* How many people could go this way at once. */
static int64_t most_people(const lde_exchange *exchange, const struct chain *chain)
{
  const lde_trial *trial = exchange->trial;
  int32_t node = chain->node, periods = trial->problem->periods;
  int64_t most = chain->drop < 0 ? lde_trial_places(trial, node / periods, node % periods)
                                 : lde_trial_above_lock(trial, chain->drop);

  for (int32_t i = chain->last; i >= 0 && node >= 0; i--) {
    const struct move *move = step_back(exchange, i, &node);
    const lde_seat_column *column = &trial->problem->columns.data[move->in];
    int64_t room = column->upper - trial->point.seats[move->in];
    int64_t people = move->out < 0 ? trial->cell_left[column->cell] : lde_trial_above_lock(trial, move->out);
    most = room < most ? room : most;
    most = people < most ? people : most;
  }
  return most;
}

/* Something follows on seats of the column; such a seat can only change its place. */
static bool is_step(const lde_trial *trial, int32_t j)
{
  const lde_problem *problem = trial->problem;

  for (int32_t k = problem->var_start[j]; trial->step_row[j] < 0 && k < problem->var_start[j + 1]; k++)
    if (problem->entries.data[problem->var_entry[k]].factor == -1)
      return true;
  return false;
}

static bool carry_move(lde_trial *trial, const struct move *move, int64_t people)
{
  if (move->out >= 0 && is_step(trial, move->out)) {
    if (lde_trial_above_lock(trial, move->out) < people)
      return false;
    lde_trial_apply(trial, move->out, -people);
    if (lde_trial_seat_room(trial, move->in, people, false) < people)
      return false;
    lde_trial_apply(trial, move->in, people);
    return true;
  }
  return (move->out < 0 || lde_trial_give_up(trial, move->out, people)) &&
         lde_trial_seat(trial, move->in, people, NULL) == people;
}

/* False: it does not hold, and nothing has changed. */
static bool carry_out(lde_exchange *exchange, const struct chain *chain, int64_t people)
{
  lde_trial *trial = exchange->trial;
  int64_t shortage = trial->score.shortage;
  double off = trial->off;
  size_t mark = lde_trial_mark(trial);
  int32_t node = chain->node;
  bool holds = chain->drop < 0 || lde_trial_give_up(trial, chain->drop, people);

  for (int32_t i = chain->last; i >= 0 && node >= 0 && holds; i--)
    holds = carry_move(trial, step_back(exchange, i, &node), people);
  if (holds && trial->broken == 0 && trial->score.shortage <= shortage && lde_trial_groups_hold(trial, mark))
    return true;
  lde_trial_back(trial, mark);
  trial->off = off; /* sums of fractions do not come back by themselves */
  return false;
}

static int chain_order(const void *left, const void *right)
{
  const struct chain *a = left, *b = right;
  if (a->gain != b->gain)
    return a->gain > b->gain ? -1 : 1;
  return a->last != b->last ? a->last - b->last : a->node - b->node;
}

static int64_t carry_all(lde_exchange *exchange)
{
  int32_t periods = exchange->trial->problem->periods, nodes[LENGTH + 1];
  int64_t done = 0;

  for (int32_t i = 0; i < exchange->option_count; i++)
    memset(&exchange->touched[exchange->options[i] * periods], 0, (size_t)periods);
  if (exchange->chains.len)
    qsort(exchange->chains.data, exchange->chains.len, sizeof *exchange->chains.data, chain_order);
  for (size_t i = 0; i < exchange->chains.len; i++) {
    const struct chain *chain = &exchange->chains.data[i];
    int32_t count = list_nodes(exchange, chain, nodes);
    bool held = false;
    if (!is_apart(exchange, nodes, count))
      continue;
    for (int64_t people = most_people(exchange, chain); people > 0 && !held; people /= 2)
      held = carry_out(exchange, chain, people);
    for (int32_t k = 0; held && k < count; k++)
      exchange->touched[nodes[k]] = 1;
    if (!held)
      exchange->shut[exchange->moves[chain->last][chain->node].in] = 1;
    done += held;
  }
  return done;
}

/* ---- runs ---- */

lde_exchange *lde_exchange_new(lde_trial *trial)
{
  const lde_problem *problem = trial->problem;
  size_t nodes = problem->options.len * (size_t)problem->periods;
  lde_exchange *exchange = lde_alloc(1, sizeof *exchange);

  exchange->trial = trial;
  for (int i = 0; i < LENGTH; i++)
    exchange->moves[i] = lde_alloc(nodes + 1, sizeof *exchange->moves[i]);
  exchange->touched = lde_alloc(nodes + 1, 1);
  exchange->shut = lde_alloc(problem->columns.len + 1, 1);
  exchange->within = lde_alloc(problem->options.len + 1, 1);
  exchange->listed = lde_alloc(problem->cells.len + 1, 1);
  exchange->cells = lde_alloc(problem->cells.len + 1, sizeof *exchange->cells);
  return exchange;
}

void lde_exchange_free(lde_exchange *exchange)
{
  if (!exchange)
    return;
  for (int i = 0; i < LENGTH; i++)
    lde_free(exchange->moves[i]);
  lde_free(exchange->touched);
  lde_free(exchange->shut);
  lde_free(exchange->within);
  lde_free(exchange->listed);
  lde_free(exchange->cells);
  lde_vec_free(&exchange->chains);
  lde_free(exchange);
}

static void list_cells(lde_exchange *exchange)
{
  const lde_problem *problem = exchange->trial->problem;

  exchange->cell_count = 0;
  for (int32_t i = 0; i < exchange->option_count; i++) {
    int32_t o = exchange->options[i];
    exchange->within[o] = 1;
    for (int32_t k = problem->option_start[o]; k < problem->option_start[o + 1]; k++) {
      int32_t j = problem->option_column[k], c = problem->columns.data[j].cell;
      exchange->shut[j] = 0;
      if (!exchange->listed[c])
        exchange->cells[exchange->cell_count++] = c;
      exchange->listed[c] = 1;
    }
  }
}

static void forget_cells(lde_exchange *exchange)
{
  for (int32_t i = 0; i < exchange->option_count; i++)
    exchange->within[exchange->options[i]] = 0;
  for (int32_t i = 0; i < exchange->cell_count; i++)
    exchange->listed[exchange->cells[i]] = 0;
}

int64_t lde_exchange_run(lde_exchange *exchange, const int32_t *options, int32_t count, int rounds)
{
  int64_t done = 0, now = 1;

  exchange->options = options;
  exchange->option_count = count;
  list_cells(exchange);
  for (int i = 0; i < rounds && now > 0 && exchange->trial->broken == 0; i++) {
    exchange->chains.len = 0;
    begin(exchange);
    list_ends(exchange, 0);
    for (int32_t last = 1; last < LENGTH; last++) {
      go_on(exchange, exchange->moves[last - 1], exchange->moves[last]);
      list_ends(exchange, last);
    }
    now = carry_all(exchange);
    done += now;
  }
  forget_cells(exchange);
  return done;
}

int64_t lde_exchange_all(lde_exchange *exchange, int rounds)
{
  int32_t count = (int32_t)exchange->trial->problem->options.len;
  int32_t *all = lde_alloc((size_t)count + 1, sizeof *all);

  for (int32_t o = 0; o < count; o++)
    all[o] = o;
  int64_t done = lde_exchange_run(exchange, all, count, rounds);
  lde_free(all);
  return done;
}
