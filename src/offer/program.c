#include "offer/program.h"

#include <math.h>
#include <string.h>
#include <time.h>

#define NODES_PER_WORK 250
#define TOLERANCE 1e-6

int32_t lde_program_variable(lde_program *program, const char *name, double lower, double upper,
                             bool integer)
{
  const char *copy = lde_arena_strdup(&program->names, name);
  int32_t none = 0;
  lde_vec_push(&program->variable_name, copy);
  lde_vec_push(&program->entered, none);
  return lde_mip_column(&program->mip, integer ? ceil(lower - 1e-9) : lower,
                        integer ? floor(upper + 1e-9) : upper, 0, integer);
}

int32_t lde_program_row(lde_program *program, const char *name, double lower, double upper)
{
  const char *copy = lde_arena_strdup(&program->names, name);
  lde_vec_push(&program->row_name, copy);
  return lde_mip_row(&program->mip, lower, upper);
}

void lde_program_entry(lde_program *program, int32_t variable, double factor)
{
  lde_mip *mip = &program->mip;
  int32_t last = program->entered.data[variable] - 1;

  if (last >= mip->start.data[mip->start.len - 1]) {
    mip->factor.data[last] += factor;
    return;
  }
  lde_mip_entry(mip, variable, factor);
  program->entered.data[variable] = (int32_t)mip->index.len;
}

void lde_program_objective(lde_program *program, bool maximise, double constant)
{
  program->maximise = maximise;
  program->constant = constant;
}

void lde_program_cost(lde_program *program, int32_t variable, double cost)
{
  program->mip.cost.data[variable] += cost;
}

void lde_program_deinit(lde_program *program)
{
  lde_arena_free(&program->names);
  lde_vec_free(&program->variable_name);
  lde_vec_free(&program->row_name);
  lde_vec_free(&program->entered);
  lde_mip_deinit(&program->mip);
  memset(program, 0, sizeof *program);
}

/* ---- the checker ---- */

static double row_sum(const lde_mip *mip, size_t row, const double *values, double *size)
{
  double sum = 0;
  *size = 1;
  for (int32_t i = mip->start.data[row]; i < lde_mip_row_end(mip, row); i++) {
    double term = mip->factor.data[i] * values[mip->index.data[i]];
    sum += term;
    *size += fabs(term);
  }
  return sum;
}

bool lde_program_holds(const lde_program *program, const double *values)
{
  const lde_mip *mip = &program->mip;

  for (size_t i = 0; i < mip->cost.len; i++) {
    double slack = mip->integer.data[i] ? 0 : TOLERANCE * (1 + fabs(values[i]));
    if (!isfinite(values[i]) || values[i] < mip->lower.data[i] - slack ||
        values[i] > mip->upper.data[i] + slack ||
        (mip->integer.data[i] && values[i] != floor(values[i])))
      return false;
  }
  for (size_t row = 0; row < mip->start.len; row++) {
    double size, sum = row_sum(mip, row, values, &size);
    if (sum < mip->row_lower.data[row] - TOLERANCE * size ||
        sum > mip->row_upper.data[row] + TOLERANCE * size)
      return false;
  }
  return true;
}

/* ---- solving ---- */

struct job {
  const lde_program *program;
  const lde_solve_options *options;
  lde_mip mip; /* shares all arrays with the program but cost, bounds and kinds */
  double deadline;
  lde_stop stop;
};

static double clock_seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool job_stopped(void *context)
{
  struct job *job = context;
  if (job->options->interrupted && job->options->interrupted(job->options->context))
    job->stop = LDE_STOP_INTERRUPT;
  else if (job->deadline > 0 && clock_seconds() > job->deadline && job->stop != LDE_STOP_INTERRUPT)
    job->stop = LDE_STOP_CLOCK;
  return job->stop == LDE_STOP_INTERRUPT || job->stop == LDE_STOP_CLOCK;
}

static lde_mip_result run(struct job *job, double gap)
{
  lde_mip_limits limits = LDE_MIP_LIMITS_INIT;

  limits.gap = gap;
  limits.nodes = job->options->work * NODES_PER_WORK;
  limits.seed = job->options->seed;
  limits.interrupted = job_stopped;
  limits.context = job;
  if (job->deadline > 0)
    limits.seconds = fmax(0.05, (job->deadline - clock_seconds()) * 0.9);
  lde_mip_result result = lde_mip_solve(&job->mip, &limits);
  if (job->deadline > 0 && result.status != LDE_MIP_OPTIMAL && job->stop == LDE_STOP_WORK &&
      clock_seconds() > job->deadline - 0.15 * job->options->emergency_seconds)
    job->stop = LDE_STOP_CLOCK;
  return result;
}

static double *copy_of(const double *from, size_t count)
{
  double *to = lde_alloc(count + 1, sizeof *to);
  if (count)
    memcpy(to, from, count * sizeof *to);
  return to;
}

static void job_init(struct job *job, const lde_program *program, const lde_solve_options *options)
{
  size_t count = program->mip.cost.len;

  memset(job, 0, sizeof *job);
  job->program = program;
  job->options = options;
  job->mip = program->mip;
  job->stop = LDE_STOP_WORK;
  job->deadline = options->emergency_seconds > 0 ? clock_seconds() + options->emergency_seconds : 0;
  job->mip.cost.data = copy_of(program->mip.cost.data, count);
  job->mip.lower.data = copy_of(program->mip.lower.data, count);
  job->mip.upper.data = copy_of(program->mip.upper.data, count);
  job->mip.row_lower.data = copy_of(program->mip.row_lower.data, program->mip.start.len);
  job->mip.row_upper.data = copy_of(program->mip.row_upper.data, program->mip.start.len);
  job->mip.integer.data = lde_alloc(count + 1, 1);
  if (count)
    memcpy(job->mip.integer.data, program->mip.integer.data, count);
  for (size_t i = 0; program->maximise && i < count; i++)
    job->mip.cost.data[i] = -job->mip.cost.data[i];
}

static void job_deinit(struct job *job)
{
  lde_free(job->mip.cost.data);
  lde_free(job->mip.lower.data);
  lde_free(job->mip.upper.data);
  lde_free(job->mip.row_lower.data);
  lde_free(job->mip.row_upper.data);
  lde_free(job->mip.integer.data);
}

/* A solver that counts in fractions ends a hair beside the corner that it means: 5818.999999 for 5819. Where
 * the whole numbers hold too they are meant. */
static void snap(const lde_program *program, double *values)
{
  size_t count = program->mip.cost.len;
  double *snapped = copy_of(values, count);

  for (size_t i = 0; i < count; i++) {
    double whole = floor(values[i] + 0.5);
    if (fabs(values[i] - whole) <= TOLERANCE * fmax(1, fabs(whole)))
      snapped[i] = whole;
  }
  if (lde_program_holds(program, snapped))
    memcpy(values, snapped, count * sizeof *values);
  lde_free(snapped);
}

/* With the whole numbers held, the rest is linear: its solution is exact where it matters and its
 * prices say what a row's limit is worth. */
static void hold_and_price(struct job *job, const double *values, lde_solution *solution)
{
  size_t count = job->mip.cost.len;
  double *rounded = copy_of(values, count);

  for (size_t i = 0; i < count; i++)
    if (job->mip.integer.data[i]) {
      rounded[i] = floor(values[i] + 0.5);
      job->mip.lower.data[i] = job->mip.upper.data[i] = rounded[i];
      job->mip.integer.data[i] = 0;
    }
  lde_mip_result linear = run(job, 0);
  if (linear.values)
    for (size_t i = 0; i < count; i++)
      if (!job->program->mip.integer.data[i])
        rounded[i] = linear.values[i];
  if (linear.prices) {
    solution->row_price = copy_of(linear.prices, job->mip.start.len);
    for (size_t row = 0; job->program->maximise && row < job->mip.start.len; row++)
      if (solution->row_price[row] != 0)
        solution->row_price[row] = -solution->row_price[row];
  }
  lde_mip_result_deinit(&linear);
  if (lde_program_holds(job->program, rounded)) {
    snap(job->program, rounded);
    solution->values = rounded;
    return;
  }
  lde_free(rounded);
  lde_free(solution->row_price);
  solution->row_price = NULL;
}

static bool whole_objective(const lde_program *program)
{
  const lde_mip *mip = &program->mip;
  for (size_t i = 0; i < mip->cost.len; i++)
    if (mip->cost.data[i] != 0 &&
        (!mip->integer.data[i] || mip->cost.data[i] != floor(mip->cost.data[i])))
      return false;
  return true;
}

static void judge(struct job *job, const lde_mip_result *result, lde_solution *solution)
{
  const lde_program *program = job->program;
  double sign = program->maximise ? -1 : 1, low = result->bound, value = 0;

  for (size_t i = 0; i < program->mip.cost.len; i++)
    value += program->mip.cost.data[i] * solution->values[i];
  if (whole_objective(program))
    low = ceil(low - 1e-6 - 1e-9 * fabs(low));
  if (low > sign * value)
    low = sign * value;
  solution->value = value + program->constant;
  solution->bound = sign * low + program->constant;
  double gap = lde_solution_gap(solution);
  solution->status = gap <= 1e-9                  ? LDE_PROGRAM_OPTIMAL
                     : gap <= job->options->gap ? LDE_PROGRAM_WITHIN_GAP
                                                : LDE_PROGRAM_FEASIBLE;
  if (gap <= fmax(job->options->gap, 1e-9))
    job->stop = LDE_STOP_GAP;
}

/* Takes every row out whose absence leaves the rest impossible. */
static void find_clash(struct job *job, lde_solution *solution)
{
  size_t rows = job->mip.start.len;

  solution->clash = lde_alloc(rows + 1, sizeof *solution->clash);
  for (size_t i = 0; i < job->mip.cost.len; i++)
    job->mip.cost.data[i] = 0;
  for (size_t row = 0; row < rows && !job_stopped(job); row++) {
    double lower = job->mip.row_lower.data[row], upper = job->mip.row_upper.data[row];
    job->mip.row_lower.data[row] = -LDE_MIP_FREE;
    job->mip.row_upper.data[row] = LDE_MIP_FREE;
    lde_mip_result without = run(job, 0);
    if (without.status != LDE_MIP_INFEASIBLE) {
      job->mip.row_lower.data[row] = lower;
      job->mip.row_upper.data[row] = upper;
      solution->clash[solution->clash_count++] = (int32_t)row;
    }
    lde_mip_result_deinit(&without);
  }
}

/* Without rows every variable stands where its own bounds allow; CLP has no answer to a model without rows. */
static void solve_free(const lde_program *program, lde_solution *solution)
{
  const lde_mip *mip = &program->mip;

  solution->values = lde_alloc(mip->cost.len + 1, sizeof *solution->values);
  solution->row_price = lde_alloc(1, sizeof *solution->row_price);
  solution->value = program->constant;
  for (size_t i = 0; i < mip->cost.len; i++) {
    double cost = program->maximise ? -mip->cost.data[i] : mip->cost.data[i];
    double to = cost < 0 ? mip->upper.data[i] : mip->lower.data[i];
    if (cost >= 0 && to <= -LDE_MIP_FREE)
      to = cost > 0 ? to : fmin(0, mip->upper.data[i]);
    if (fabs(to) >= LDE_MIP_FREE) {
      lde_solution_deinit(solution);
      solution->status = LDE_PROGRAM_UNBOUNDED;
      return;
    }
    solution->values[i] = to;
    solution->value += mip->cost.data[i] * to;
  }
  solution->bound = solution->value;
  solution->status = LDE_PROGRAM_OPTIMAL;
  solution->stopped_by = LDE_STOP_GAP;
}

void lde_program_solve(const lde_program *program, const lde_solve_options *options,
                       lde_solution *solution)
{
  struct job job;
  lde_mip_result result;

  memset(solution, 0, sizeof *solution);
  solution->status = LDE_PROGRAM_UNAVAILABLE;
  solution->stopped_by = LDE_STOP_WORK;
  if (!lde_mip_available())
    return;
  if (!program->mip.start.len) {
    solve_free(program, solution);
    return;
  }
  job_init(&job, program, options);
  solution->status = LDE_PROGRAM_NONE;
  result = run(&job, options->gap);
  if (result.values)
    hold_and_price(&job, result.values, solution);
  if (solution->values) {
    judge(&job, &result, solution);
  } else if (result.status == LDE_MIP_INFEASIBLE) {
    solution->status = LDE_PROGRAM_INFEASIBLE;
    find_clash(&job, solution);
  } else if (result.status == LDE_MIP_UNBOUNDED) {
    solution->status = LDE_PROGRAM_UNBOUNDED;
  }
  solution->stopped_by = job.stop;
  lde_mip_result_deinit(&result);
  job_deinit(&job);
}

double lde_solution_gap(const lde_solution *solution)
{
  double size = fmax(fabs(solution->value), fabs(solution->bound));
  return size > 0 ? fmin(1, fabs(solution->bound - solution->value) / size) : 0;
}

void lde_solution_deinit(lde_solution *solution)
{
  lde_free(solution->values);
  lde_free(solution->row_price);
  lde_free(solution->clash);
  memset(solution, 0, sizeof *solution);
}
