#include "offer/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/disjoint.h"
#include "base/strings.h"

#define PRIVATE_CELLS 8  /* cells that rows of their own may tie together */
#define WORTH_IT 20      /* folded columns must be fewer by at least one in this many */

/* While the blocks are found. */
struct sight {
  const lde_problem *problem;
  int32_t *parent;       /* by cell: of the trees that become blocks */
  int32_t *block;        /* by cell */
  int32_t *place;        /* by cell: its place in the block */
  int32_t *row_block;    /* by row; -1 = shared by all */
  int32_t *row_place;    /* by private row: its place among those of the block */
  int32_t *row_steps;    /* by private row: the cell with the steps that it counts */
  int32_t *first_row, *row_count; /* private rows by block */
  int32_t *private_rows; /* by block, ascending */
  bool *fixed;           /* by block: has something of its own, stays as it is */
};

static int32_t *numbers(size_t count, int32_t value)
{
  int32_t *list = lde_alloc(count + 1, sizeof *list);
  for (size_t i = 0; value && i < count; i++)
    list[i] = value;
  return list;
}

/* ---- blocks ---- */

/* Rows that only say "no more of these than of those" about the people of a few cells. */
static bool is_private(struct sight *sight, int32_t r)
{
  const lde_problem *problem = sight->problem;
  const lde_row *row = &problem->rows.data[r];
  int32_t cells[PRIVATE_CELLS], count = 0, steps = -1;
  bool has_upper = row->upper < LDE_ROW_FREE, has_lower = row->lower > -LDE_ROW_FREE;

  if (row->penalty >= 0 || (has_upper && row->upper) || (has_lower && row->lower))
    return false;
  for (int32_t e = problem->row_start[r]; e < problem->row_start[r + 1]; e++) {
    const lde_entry *entry = &problem->entries.data[e];
    int32_t i = 0;
    if (entry->var >= (int32_t)problem->columns.len || (entry->factor != 1 && entry->factor != -1))
      return false;
    int32_t c = problem->columns.data[entry->var].cell;
    while (i < count && cells[i] != c)
      i++;
    if (i == PRIVATE_CELLS)
      return false;
    if (i == count)
      cells[count++] = c;
    if (entry->factor < 0 && steps >= 0 && steps != c)
      return false;
    if (entry->factor < 0)
      steps = c;
  }
  if (!count)
    return false;
  for (int32_t i = 1; i < count; i++) {
    lde_disjoint_join(sight->parent, cells[0], cells[i]);
  }
  sight->row_steps[r] = steps;
  return true;
}

static void list_blocks(struct sight *sight, lde_fold *fold)
{
  int32_t cells = (int32_t)sight->problem->cells.len, count = 0;
  int32_t *at;

  sight->block = numbers((size_t)cells, -1);
  sight->place = numbers((size_t)cells, 0);
  for (int32_t c = 0; c < cells; c++) { /* a root is the smallest of its cells */
    int32_t root = lde_disjoint_root(sight->parent, c);
    sight->block[c] = root == c ? count++ : sight->block[root];
  }
  fold->block_count = count;
  fold->block_start = numbers((size_t)count + 2, 0);
  fold->block_cell = numbers((size_t)cells, 0);
  for (int32_t c = 0; c < cells; c++)
    fold->block_start[sight->block[c] + 1]++;
  for (int32_t b = 0; b < count; b++)
    fold->block_start[b + 1] += fold->block_start[b];
  at = numbers((size_t)count, 0);
  for (int32_t c = 0; c < cells; c++) {
    int32_t b = sight->block[c];
    sight->place[c] = at[b]++;
    fold->block_cell[fold->block_start[b] + sight->place[c]] = c;
  }
  lde_free(at);
}

static void list_rows(struct sight *sight, const lde_fold *fold)
{
  const lde_problem *problem = sight->problem;
  int32_t rows = (int32_t)problem->rows.len;

  sight->first_row = numbers((size_t)fold->block_count + 1, 0);
  sight->row_count = numbers((size_t)fold->block_count, 0);
  sight->private_rows = numbers((size_t)rows, 0);
  for (int32_t r = 0; r < rows; r++)
    if (sight->row_block[r] >= 0) {
      const lde_entry *entry = &problem->entries.data[problem->row_start[r]];
      int32_t b = sight->block[problem->columns.data[entry->var].cell];
      sight->row_block[r] = b;
      sight->row_place[r] = sight->row_count[b]++;
    }
  for (int32_t b = 0; b < fold->block_count; b++)
    sight->first_row[b + 1] = sight->first_row[b] + sight->row_count[b];
  for (int32_t r = 0; r < rows; r++)
    if (sight->row_block[r] >= 0)
      sight->private_rows[sight->first_row[sight->row_block[r]] + sight->row_place[r]] = r;
}

/* Blocks that are dealt out person by person: one cell, and cells of steps for the same people. */
static void fix_blocks(struct sight *sight, lde_fold *fold)
{
  const lde_problem *problem = sight->problem;
  bool *steps = lde_alloc(problem->cells.len + 1, sizeof *steps);

  sight->fixed = lde_alloc((size_t)fold->block_count + 1, sizeof *sight->fixed);
  for (size_t r = 0; r < problem->rows.len; r++)
    if (sight->row_block[r] >= 0 && sight->row_steps[r] >= 0)
      steps[sight->row_steps[r]] = true;
  for (int32_t b = 0; b < fold->block_count; b++) {
    int32_t mains = 0, begin = fold->block_start[b], end = fold->block_start[b + 1];
    for (int32_t i = begin; i < end; i++) {
      int32_t c = fold->block_cell[i];
      mains += !steps[c];
      if (problem->cells.data[c].heads != problem->cells.data[fold->block_cell[begin]].heads)
        sight->fixed[b] = true;
      for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++)
        if (problem->columns.data[problem->cell_column[k]].lower > 0)
          sight->fixed[b] = true;
    }
    if (mains != 1)
      sight->fixed[b] = true;
  }
  for (size_t i = 0; i < problem->references.len; i++) {
    const lde_var *var = &problem->references.data[i].var;
    if (var->kind == LDE_VAR_SEATS)
      sight->fixed[sight->block[problem->columns.data[var->index].cell]] = true;
  }
  lde_free(steps);
}

/* ---- which blocks mean the same ---- */

/* An entry as others see it: private rows by their place. */
static int64_t row_name(const struct sight *sight, int32_t r)
{
  return sight->row_block[r] >= 0 ? -1 - (int64_t)sight->row_place[r] : r;
}

static uint64_t block_hash(const struct sight *sight, const lde_fold *fold, int32_t b)
{
  const lde_problem *problem = sight->problem;
  uint64_t hash = (uint64_t)(fold->block_start[b + 1] - fold->block_start[b]);

  for (int32_t i = fold->block_start[b]; i < fold->block_start[b + 1]; i++) {
    int32_t c = fold->block_cell[i];
    const lde_cell *cell = &problem->cells.data[c];
    hash = lde_hash_more(hash, (uint64_t)cell->severity * 31 + (uint64_t)cell->deadline);
    for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
      int32_t j = problem->cell_column[k];
      const lde_seat_column *column = &problem->columns.data[j];
      hash = lde_hash_more(hash, (uint64_t)column->option << 8 | (uint64_t)column->last);
      hash = lde_hash_more(hash, (uint64_t)column->value);
      hash = lde_hash_more(hash, (uint64_t)column->cost);
      for (int32_t e = problem->var_start[j]; e < problem->var_start[j + 1]; e++) {
        const lde_entry *entry = &problem->entries.data[problem->var_entry[e]];
        hash = lde_hash_more(hash, (uint64_t)row_name(sight, entry->row) * 1000003 + (uint64_t)entry->factor);
      }
    }
  }
  return hash;
}

static bool same_column(const struct sight *sight, int32_t a, int32_t b)
{
  const lde_problem *problem = sight->problem;
  const lde_seat_column *left = &problem->columns.data[a], *right = &problem->columns.data[b];
  int32_t count = problem->var_start[a + 1] - problem->var_start[a];

  if (left->option != right->option || left->first != right->first || left->last != right->last ||
      left->value != right->value || left->cost != right->cost ||
      (left->upper > 0) != (right->upper > 0) ||
      problem->var_start[b + 1] - problem->var_start[b] != count)
    return false;
  for (int32_t i = 0; i < count; i++) {
    const lde_entry *one = &problem->entries.data[problem->var_entry[problem->var_start[a] + i]];
    const lde_entry *other = &problem->entries.data[problem->var_entry[problem->var_start[b] + i]];
    if (one->factor != other->factor || row_name(sight, one->row) != row_name(sight, other->row))
      return false;
  }
  return true;
}

static bool same_block(const struct sight *sight, const lde_fold *fold, int32_t a, int32_t b)
{
  const lde_problem *problem = sight->problem;
  int32_t cells = fold->block_start[a + 1] - fold->block_start[a];

  if (fold->block_start[b + 1] - fold->block_start[b] != cells ||
      sight->row_count[a] != sight->row_count[b])
    return false;
  for (int32_t i = 0; i < cells; i++) {
    int32_t c = fold->block_cell[fold->block_start[a] + i];
    int32_t d = fold->block_cell[fold->block_start[b] + i];
    int32_t count = problem->cell_start[c + 1] - problem->cell_start[c];
    if (problem->cells.data[c].severity != problem->cells.data[d].severity ||
        problem->cells.data[c].deadline != problem->cells.data[d].deadline ||
        problem->cell_start[d + 1] - problem->cell_start[d] != count)
      return false;
    for (int32_t k = 0; k < count; k++)
      if (!same_column(sight, problem->cell_column[problem->cell_start[c] + k],
                       problem->cell_column[problem->cell_start[d] + k]))
        return false;
  }
  for (int32_t i = 0; i < sight->row_count[a]; i++) {
    const lde_row *row = &problem->rows.data[sight->private_rows[sight->first_row[a] + i]];
    const lde_row *other = &problem->rows.data[sight->private_rows[sight->first_row[b] + i]];
    if (row->lower != other->lower || row->upper != other->upper || row->name != other->name)
      return false;
  }
  return true;
}

static void find_leaders(const struct sight *sight, lde_fold *fold)
{
  size_t size = 64;
  int32_t *table; /* leader + 1 by hash */

  while (size < (size_t)fold->block_count * 2)
    size *= 2;
  table = numbers(size, 0);
  fold->block_leader = numbers((size_t)fold->block_count, 0);
  for (int32_t b = 0; b < fold->block_count; b++) {
    fold->block_leader[b] = b;
    if (sight->fixed[b])
      continue;
    size_t at = block_hash(sight, fold, b) & (size - 1);
    while (table[at] && !same_block(sight, fold, table[at] - 1, b))
      at = (at + 1) & (size - 1);
    if (table[at])
      fold->block_leader[b] = table[at] - 1;
    else
      table[at] = b + 1;
  }
  lde_free(table);
}

/* ---- the folded problem ---- */

static void add_cells(const struct sight *sight, lde_fold *fold)
{
  const lde_problem *whole = fold->whole;

  fold->cell = numbers(whole->cells.len, -1);
  for (int32_t c = 0; c < (int32_t)whole->cells.len; c++)
    if (fold->block_leader[sight->block[c]] == sight->block[c])
      fold->cell[c] = lde_problem_cell(&fold->problem, whole->cells.data[c]);
  for (int32_t c = 0; c < (int32_t)whole->cells.len; c++) {
    int32_t b = sight->block[c], leader = fold->block_leader[b];
    if (leader == b)
      continue;
    fold->cell[c] = fold->cell[fold->block_cell[fold->block_start[leader] + sight->place[c]]];
    fold->problem.cells.data[fold->cell[c]].heads += whole->cells.data[c].heads;
  }
}

static void add_columns(const struct sight *sight, lde_fold *fold)
{
  const lde_problem *whole = fold->whole;

  fold->column = numbers(whole->columns.len, -1);
  for (int32_t j = 0; j < (int32_t)whole->columns.len; j++) {
    lde_seat_column column = whole->columns.data[j];
    int32_t b = sight->block[column.cell];
    column.cell = fold->cell[column.cell];
    if (fold->block_leader[b] == b)
      fold->column[j] = lde_problem_column(&fold->problem, column);
  }
  for (int32_t c = 0; c < (int32_t)whole->cells.len; c++) {
    int32_t b = sight->block[c], leader = fold->block_leader[b];
    if (leader == b)
      continue;
    int32_t d = fold->block_cell[fold->block_start[leader] + sight->place[c]];
    for (int32_t k = 0; k < whole->cell_start[c + 1] - whole->cell_start[c]; k++) {
      int32_t j = whole->cell_column[whole->cell_start[c] + k];
      fold->column[j] = fold->column[whole->cell_column[whole->cell_start[d] + k]];
      fold->problem.columns.data[fold->column[j]].upper += whole->columns.data[j].upper;
    }
  }
}

static lde_var folded_var(const lde_fold *fold, int32_t var)
{
  const lde_problem *whole = fold->whole;
  int32_t columns = (int32_t)whole->columns.len, options = (int32_t)whole->options.len;
  int32_t session = var - columns, open = session - options * whole->periods;

  if (var < columns)
    return LDE_SEATS(fold->column[var]);
  if (open < 0)
    return LDE_SESSIONS(session / whole->periods, session % whole->periods);
  return open < options ? LDE_OPEN(open) : LDE_AUX(open - options);
}

static void add_rows(const struct sight *sight, lde_fold *fold)
{
  const lde_problem *whole = fold->whole;

  fold->row = numbers(whole->rows.len, -1);
  for (int32_t r = 0; r < (int32_t)whole->rows.len; r++) {
    int32_t b = sight->row_block[r];
    if (b >= 0 && fold->block_leader[b] != b)
      continue;
    fold->row[r] = lde_problem_row(&fold->problem, whole->rows.data[r]);
    for (int32_t e = whole->row_start[r]; e < whole->row_start[r + 1]; e++) {
      const lde_entry *entry = &whole->entries.data[e];
      if (entry->var < (int32_t)whole->columns.len) {
        b = sight->block[whole->columns.data[entry->var].cell];
        if (fold->block_leader[b] != b)
          continue;
      }
      lde_problem_entry(&fold->problem, fold->row[r], folded_var(fold, entry->var), entry->factor);
    }
  }
  for (int32_t r = 0; r < (int32_t)whole->rows.len; r++) {
    int32_t b = sight->row_block[r];
    if (b >= 0 && fold->block_leader[b] != b)
      fold->row[r] = fold->row[sight->private_rows[sight->first_row[fold->block_leader[b]] +
                                                   sight->row_place[r]]];
  }
}

static void note_steps(const struct sight *sight, lde_fold *fold)
{
  const lde_problem *whole = fold->whole;

  fold->step_cell = numbers(whole->columns.len, -1);
  for (int32_t r = 0; r < (int32_t)whole->rows.len; r++)
    for (int32_t e = whole->row_start[r]; sight->row_block[r] >= 0 && e < whole->row_start[r + 1]; e++)
      if (whole->entries.data[e].factor > 0 && sight->row_steps[r] >= 0)
        fold->step_cell[whole->entries.data[e].var] = sight->row_steps[r];
}

static bool make_folded(const struct sight *sight, lde_fold *fold)
{
  const lde_problem *whole = fold->whole;

  lde_problem_init(&fold->problem, whole->window, whole->periods, whole->value_unit);
  add_cells(sight, fold);
  for (size_t o = 0; o < whole->options.len; o++)
    lde_problem_option(&fold->problem, whole->options.data[o]);
  for (size_t i = 0; i < whole->auxes.len; i++)
    lde_problem_aux(&fold->problem, whole->auxes.data[i]);
  add_columns(sight, fold);
  add_rows(sight, fold);
  for (size_t i = 0; i < whole->references.len; i++) {
    lde_reference reference = whole->references.data[i];
    if (reference.var.kind == LDE_VAR_SEATS)
      reference.var.index = fold->column[reference.var.index];
    lde_problem_reference(&fold->problem, reference);
  }
  note_steps(sight, fold);
  return lde_problem_finish(&fold->problem, NULL) == LDE_OK;
}

static size_t columns_left(const struct sight *sight, const lde_fold *fold)
{
  size_t count = 0;
  for (size_t j = 0; j < fold->whole->columns.len; j++) {
    int32_t b = sight->block[fold->whole->columns.data[j].cell];
    count += fold->block_leader[b] == b;
  }
  return count;
}

static void sight_deinit(struct sight *sight)
{
  lde_free(sight->parent);
  lde_free(sight->block);
  lde_free(sight->place);
  lde_free(sight->row_block);
  lde_free(sight->row_place);
  lde_free(sight->row_steps);
  lde_free(sight->first_row);
  lde_free(sight->row_count);
  lde_free(sight->private_rows);
  lde_free(sight->fixed);
}

bool lde_fold_init(lde_fold *fold, const lde_problem *problem)
{
  struct sight sight = {.problem = problem};
  bool worth_it;

  memset(fold, 0, sizeof *fold);
  fold->whole = problem;
  sight.parent = lde_disjoint_new(problem->cells.len);
  sight.row_block = numbers(problem->rows.len, -1);
  sight.row_place = numbers(problem->rows.len, 0);
  sight.row_steps = numbers(problem->rows.len, -1);
  for (int32_t r = 0; r < (int32_t)problem->rows.len; r++)
    if (is_private(&sight, r))
      sight.row_block[r] = 0;
  list_blocks(&sight, fold);
  list_rows(&sight, fold);
  fix_blocks(&sight, fold);
  find_leaders(&sight, fold);
  worth_it = columns_left(&sight, fold) < problem->columns.len - problem->columns.len / WORTH_IT &&
             make_folded(&sight, fold);
  sight_deinit(&sight);
  if (!worth_it)
    lde_fold_deinit(fold);
  return worth_it;
}

void lde_fold_deinit(lde_fold *fold)
{
  lde_problem_deinit(&fold->problem);
  lde_free(fold->cell);
  lde_free(fold->column);
  lde_free(fold->row);
  lde_free(fold->block_cell);
  lde_free(fold->block_start);
  lde_free(fold->block_leader);
  lde_free(fold->step_cell);
  memset(fold, 0, sizeof *fold);
}

/* ---- the way back ---- */

/* Some people with the same path: a seat, and the step before it or -1. Columns of the leader. */
struct path {
  int32_t column, step, count;
};
typedef LDE_VEC(struct path) paths;

static int path_order(const void *left, const void *right)
{
  const struct path *a = left, *b = right;
  return a->column < b->column ? -1 : a->column > b->column;
}

struct timed {
  int32_t first, column, left;
};

static int timed_order(const void *left, const void *right)
{
  const struct timed *a = left, *b = right;
  if (a->first != b->first)
    return a->first < b->first ? -1 : 1;
  return a->column < b->column ? -1 : a->column > b->column;
}

typedef LDE_VEC(struct timed) timeds;

static void list_taken(const lde_fold *fold, const lde_point *folded, int32_t c, int32_t step_cell,
                       timeds *out)
{
  const lde_problem *whole = fold->whole;

  out->len = 0;
  for (int32_t k = whole->cell_start[c]; k < whole->cell_start[c + 1]; k++) {
    int32_t j = whole->cell_column[k], seats = folded->seats[fold->column[j]];
    if (seats > 0 && fold->step_cell[j] == step_cell)
      lde_vec_push(out, ((struct timed){whole->columns.data[j].first, j, seats}));
  }
  if (out->len)
    qsort(out->data, out->len, sizeof *out->data, timed_order);
}

/* Who follows first on a step takes the first of them: then everybody's step comes before. */
static void pair_up(timeds *seats, timeds *steps, paths *out)
{
  size_t i = 0, k = 0;

  while (i < seats->len && k < steps->len) {
    int32_t count = seats->data[i].left < steps->data[k].left ? seats->data[i].left
                                                               : steps->data[k].left;
    lde_vec_push(out, ((struct path){seats->data[i].column, steps->data[k].column, count}));
    i += (seats->data[i].left -= count) == 0;
    k += (steps->data[k].left -= count) == 0;
  }
}

static bool is_step(const lde_fold *fold, int32_t leader, int32_t cell)
{
  const lde_problem *whole = fold->whole;

  for (int32_t i = fold->block_start[leader]; i < fold->block_start[leader + 1]; i++) {
    int32_t c = fold->block_cell[i];
    for (int32_t k = whole->cell_start[c]; k < whole->cell_start[c + 1]; k++)
      if (fold->step_cell[whole->cell_column[k]] == cell)
        return true;
  }
  return false;
}

static void list_paths(const lde_fold *fold, const lde_point *folded, int32_t leader, paths *out)
{
  const int32_t *cells = &fold->block_cell[fold->block_start[leader]];
  int32_t count = fold->block_start[leader + 1] - fold->block_start[leader], main = 0;
  timeds seats = {0}, steps = {0};

  out->len = 0;
  while (main + 1 < count && is_step(fold, leader, cells[main]))
    main++;
  list_taken(fold, folded, cells[main], -1, &seats);
  for (size_t i = 0; i < seats.len; i++)
    lde_vec_push(out, ((struct path){seats.data[i].column, -1, seats.data[i].left}));
  for (int32_t before = 0; before < count; before++) {
    if (before == main)
      continue;
    list_taken(fold, folded, cells[main], cells[before], &seats);
    list_taken(fold, folded, cells[before], -1, &steps);
    pair_up(&seats, &steps, out);
  }
  if (out->len)
    qsort(out->data, out->len, sizeof *out->data, path_order);
  lde_vec_free(&seats);
  lde_vec_free(&steps);
}

/* The column of another block that stands where this one of the leader does. */
static int32_t column_at(const lde_fold *fold, int32_t leader, int32_t block, int32_t column)
{
  const lde_problem *whole = fold->whole;
  int32_t c = whole->columns.data[column].cell, place = 0;

  while (fold->block_cell[fold->block_start[leader] + place] != c)
    place++;
  for (int32_t k = whole->cell_start[c];; k++)
    if (whole->cell_column[k] == column)
      return whole->cell_column[whole->cell_start[fold->block_cell[fold->block_start[block] + place]] +
                                (k - whole->cell_start[c])];
}

static void deal(const lde_fold *fold, int32_t leader, int32_t block, paths *list, lde_point *whole)
{
  int32_t left = fold->whole->cells.data[fold->block_cell[fold->block_start[block]]].heads;

  for (size_t i = 0; i < list->len && left > 0; i++) {
    struct path *path = &list->data[i];
    int32_t take = path->count < left ? path->count : left;
    if (take <= 0)
      continue;
    whole->seats[column_at(fold, leader, block, path->column)] += take;
    if (path->step >= 0)
      whole->seats[column_at(fold, leader, block, path->step)] += take;
    path->count -= take;
    left -= take;
  }
}

void lde_fold_back(const lde_fold *fold, const lde_point *folded, lde_point *whole)
{
  const lde_problem *problem = fold->whole;
  int32_t *next = numbers((size_t)fold->block_count, -1), *last = numbers((size_t)fold->block_count, 0);
  paths list = {0};

  memset(whole->seats, 0, problem->columns.len * sizeof *whole->seats);
  memcpy(whole->sessions, folded->sessions,
         problem->options.len * (size_t)problem->periods * sizeof *whole->sessions);
  memcpy(whole->open, folded->open, problem->options.len * sizeof *whole->open);
  memcpy(whole->aux, folded->aux, problem->auxes.len * sizeof *whole->aux);
  for (int32_t b = 0; b < fold->block_count; b++) { /* followers of each leader, in order */
    int32_t leader = fold->block_leader[b];
    if (leader != b)
      next[last[leader]] = b;
    last[leader] = b;
  }
  for (int32_t b = 0; b < fold->block_count; b++) {
    if (fold->block_leader[b] != b)
      continue;
    if (next[b] < 0) { /* stands for itself alone */
      for (int32_t i = fold->block_start[b]; i < fold->block_start[b + 1]; i++) {
        int32_t c = fold->block_cell[i];
        for (int32_t k = problem->cell_start[c]; k < problem->cell_start[c + 1]; k++) {
          int32_t j = problem->cell_column[k];
          whole->seats[j] = folded->seats[fold->column[j]];
        }
      }
      continue;
    }
    list_paths(fold, folded, b, &list);
    for (int32_t each = b; each >= 0; each = next[each])
      deal(fold, b, each, &list, whole);
  }
  lde_vec_free(&list);
  lde_free(next);
  lde_free(last);
}
