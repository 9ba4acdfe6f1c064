/* The exact solver: COIN-OR CBC in a child process, and its Clp where nothing has to be whole.
 *
 * Two traps of CBC 2.10.8 are kept away from here on: models are only ever minimised (a start
 * solution of a maximisation can come back as "optimal" at the first node), and a solution is read
 * only when CBC counts one (after a limit without one, the column solution is a fractional point). */
#include "offer/mip.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <coin/Cbc_C_Interface.h>
#include <coin/Clp_C_Interface.h>

#include "base/strings.h"

#define ANSWER_MAGIC UINT64_C(0x4c44454d49503031)
#define POLL_MS 20
#define CPU_SECONDS_MAX 900 /* a child that hangs ends by itself, also when its parent is gone */

/* What the child writes: this, then `columns` values and `rows` prices when there is a solution. */
struct answer {
  uint64_t magic, hash; /* of this with hash 0, and of the numbers that follow */
  int32_t status, columns, rows, solved;
  double objective, bound;
  int64_t nodes;
};

static uint64_t answer_hash(const struct answer *answer, const double *values, const double *prices)
{
  struct answer copy = *answer;
  copy.hash = 0;
  uint64_t hash = lde_hash(&copy, sizeof copy);
  if (values)
    hash ^= lde_hash(values, (size_t)answer->columns * sizeof *values) * 31;
  if (prices)
    hash ^= lde_hash(prices, (size_t)answer->rows * sizeof *prices) * 37;
  return hash;
}

/* ---- in the child ---- */

/* By columns, as the library wants it. */
struct matrix {
  CoinBigIndex *start;
  int *index;
  double *factor;
};

static struct matrix by_columns(const lde_mip *mip)
{
  int columns = (int)mip->cost.len, rows = (int)mip->start.len;
  size_t count = mip->index.len;
  struct matrix matrix = {lde_alloc((size_t)columns + 2, sizeof *matrix.start),
                          lde_alloc(count + 1, sizeof *matrix.index),
                          lde_alloc(count + 1, sizeof *matrix.factor)};

  for (size_t i = 0; i < count; i++)
    matrix.start[mip->index.data[i] + 2]++;
  for (int i = 0; i < columns; i++)
    matrix.start[i + 2] += matrix.start[i + 1];
  for (int row = 0; row < rows; row++)
    for (int32_t i = mip->start.data[row]; i < lde_mip_row_end(mip, (size_t)row); i++) {
      CoinBigIndex at = matrix.start[mip->index.data[i] + 1]++;
      matrix.index[at] = row;
      matrix.factor[at] = mip->factor.data[i];
    }
  return matrix;
}

static Cbc_Model *load_model(const lde_mip *mip)
{
  struct matrix matrix = by_columns(mip);
  Cbc_Model *model = Cbc_newModel();

  Cbc_loadProblem(model, (int)mip->cost.len, (int)mip->start.len, matrix.start, matrix.index,
                  matrix.factor, mip->lower.data, mip->upper.data, mip->cost.data,
                  mip->row_lower.data, mip->row_upper.data);
  for (int i = 0; i < (int)mip->cost.len; i++)
    if (mip->integer.data[i])
      Cbc_setInteger(model, i);
  Cbc_setObjSense(model, 1.0);
  return model; /* the matrix goes with the process */
}

static void set_limits(Cbc_Model *model, const lde_mip *mip, const lde_mip_limits *limits)
{
  char text[32];

  Cbc_setLogLevel(model, 0);
  Cbc_setParameter(model, "log", "0");
  Cbc_setParameter(model, "threads", "0");
  snprintf(text, sizeof text, "%u", (unsigned)(limits->seed % 100000 + 1));
  Cbc_setParameter(model, "randomCbcSeed", text);
  Cbc_setParameter(model, "randomSeed", text);
  Cbc_setAllowableFractionGap(model, limits->gap);
  Cbc_setMaximumNodes(model, (int)(limits->nodes > 2000000000 ? 2000000000 : limits->nodes));
  if (limits->seconds > 0) {
    Cbc_setParameter(model, "timeMode", "elapsed");
    Cbc_setMaximumSeconds(model, limits->seconds);
  }
  if (limits->cutoff < LDE_MIP_FREE)
    Cbc_setCutoff(model, limits->cutoff);
  if (limits->start) {
    int count = (int)mip->cost.len;
    int *index = lde_alloc((size_t)count + 1, sizeof *index);
    for (int i = 0; i < count; i++)
      index[i] = i;
    Cbc_setMIPStartI(model, count, index, limits->start);
    lde_free(index);
  }
}

static void read_answer(Cbc_Model *model, double gap, struct answer *answer, const double **values)
{
  bool has_solution = Cbc_numberSavedSolutions(model) > 0 && Cbc_bestSolution(model);
  /* When a start is already the best, CBC finishes with it saved, but calls the root infeasible. */
  bool solved = Cbc_isProvenOptimal(model) || (has_solution && Cbc_status(model) == 0);

  answer->nodes = Cbc_getNodeCount(model);
  if (Cbc_isAbandoned(model))
    return;
  if (!has_solution && Cbc_isContinuousUnbounded(model)) {
    answer->status = LDE_MIP_UNBOUNDED;
    return;
  }
  if (!has_solution &&
      (Cbc_isProvenInfeasible(model) || Cbc_isInitialSolveProvenPrimalInfeasible(model))) {
    answer->status = LDE_MIP_INFEASIBLE;
    return;
  }
  answer->bound = Cbc_getBestPossibleObjValue(model);
  answer->objective = Cbc_getObjValue(model);
  if (!has_solution || fabs(answer->objective) > 1e40)
    return;
  *values = Cbc_bestSolution(model);
  answer->status = solved ? LDE_MIP_OPTIMAL : LDE_MIP_FEASIBLE;
  /* The bound of the last open node stays behind where a start was never improved. Where a gap was
   * allowed, CBC may call the solution its best possible one although nodes within the gap were left
   * out: only the gap itself is then believed. */
  double within = answer->objective - gap * fmax(fabs(answer->objective), fabs(answer->bound));
  if (solved && gap <= 0)
    answer->bound = answer->objective;
  else if (solved && answer->bound > within)
    answer->bound = within;
  if (answer->bound > answer->objective)
    answer->bound = answer->objective;
}

static void solve_integer(const lde_mip *mip, const lde_mip_limits *limits, struct answer *answer,
                          const double **values)
{
  Cbc_Model *model = load_model(mip);
  set_limits(model, mip, limits);
  Cbc_solve(model);
  read_answer(model, limits->gap, answer, values);
}

static void solve_linear(const lde_mip *mip, struct answer *answer, const double **values,
                         const double **prices)
{
  struct matrix matrix = by_columns(mip);
  Clp_Simplex *model = Clp_newModel();

  Clp_setLogLevel(model, 0);
  Clp_loadProblem(model, (int)mip->cost.len, (int)mip->start.len, matrix.start, matrix.index,
                  matrix.factor, mip->lower.data, mip->upper.data, mip->cost.data,
                  mip->row_lower.data, mip->row_upper.data);
  Clp_setOptimizationDirection(model, 1);
  Clp_initialSolve(model);
  switch (Clp_status(model)) {
  case 0:
    answer->status = LDE_MIP_OPTIMAL;
    answer->objective = answer->bound = Clp_objectiveValue(model);
    answer->rows = (int32_t)mip->start.len;
    *values = Clp_getColSolution(model);
    *prices = Clp_getRowPrice(model);
    break;
  case 1:
    answer->status = LDE_MIP_INFEASIBLE;
    break;
  case 2:
    answer->status = LDE_MIP_UNBOUNDED;
    break;
  default:
    break;
  }
}

static void write_all(int fd, const void *bytes, size_t len)
{
  const char *at = bytes;
  while (len) {
    ssize_t done = write(fd, at, len);
    if (done < 0 && errno == EINTR)
      continue;
    if (done <= 0)
      _exit(1);
    at += done;
    len -= (size_t)done;
  }
}

static void run_child(int fd, const lde_mip *mip, const lde_mip_limits *limits)
{
  struct answer answer;
  struct rlimit cpu = {CPU_SECONDS_MAX, CPU_SECONDS_MAX};
  struct rlimit core = {0, 0};
  const double *values = NULL, *prices = NULL;
  bool has_integers = false;
  int null = open("/dev/null", O_RDWR);

#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  signal(SIGINT, SIG_IGN); /* the parent decides */
  signal(SIGABRT, SIG_DFL);
  signal(SIGSEGV, SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  setrlimit(RLIMIT_CPU, &cpu);
  setrlimit(RLIMIT_CORE, &core);
  if (null >= 0) {
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
  }
  memset(&answer, 0, sizeof answer);
  answer.magic = ANSWER_MAGIC;
  answer.columns = (int32_t)mip->cost.len;
  answer.bound = -LDE_MIP_FREE;
  for (size_t i = 0; i < mip->integer.len; i++)
    has_integers |= mip->integer.data[i] != 0;
  if (has_integers)
    solve_integer(mip, limits, &answer, &values);
  else
    solve_linear(mip, &answer, &values, &prices);
  answer.solved = values != NULL;
  answer.hash = answer_hash(&answer, values, prices);
  write_all(fd, &answer, sizeof answer);
  if (values)
    write_all(fd, values, (size_t)answer.columns * sizeof *values);
  if (prices)
    write_all(fd, prices, (size_t)answer.rows * sizeof *prices);
  _exit(0);
}

/* ---- in the parent ---- */

static double clock_seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Collects what the child writes until it closes the pipe, or until it cannot be read (`*failed`, an
 * errno). Returns false when it had to stop. */
static bool collect(int fd, const lde_mip_limits *limits, unsigned char *bytes, size_t size,
                    size_t *len, int *failed)
{
  double deadline = limits->seconds > 0 ? clock_seconds() + limits->seconds * 1.1 + 0.2 : 0;

  *len = 0;
  for (;;) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    int ready = poll(&wait, 1, POLL_MS);
    if (ready < 0 && errno != EINTR) {
      *failed = errno;
      return true;
    }
    if (limits->interrupted && limits->interrupted(limits->context))
      return false;
    if (deadline > 0 && clock_seconds() > deadline)
      return false;
    if (ready <= 0)
      continue;
    ssize_t got = read(fd, bytes + *len, size - *len);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
      continue;
    if (got < 0)
      *failed = errno;
    if (got <= 0)
      return true;
    *len += (size_t)got;
    if (*len == size)
      return true;
  }
}

static double *copy_numbers(const unsigned char *bytes, int32_t count)
{
  double *numbers = lde_alloc((size_t)count + 1, sizeof *numbers);
  memcpy(numbers, bytes, (size_t)count * sizeof *numbers);
  return numbers;
}

/* False: it is no answer. */
static bool accept_answer(const lde_mip *mip, const unsigned char *bytes, size_t len,
                          lde_mip_result *result)
{
  struct answer answer;
  size_t want = sizeof answer;
  double *values = NULL, *prices = NULL;

  if (len < sizeof answer)
    return false;
  memcpy(&answer, bytes, sizeof answer);
  if (answer.magic != ANSWER_MAGIC || answer.columns != (int32_t)mip->cost.len ||
      (answer.rows != 0 && answer.rows != (int32_t)mip->start.len))
    return false;
  if (answer.solved)
    want += ((size_t)answer.columns + (size_t)answer.rows) * sizeof(double);
  if (len != want)
    return false;
  if (answer.solved) {
    values = copy_numbers(bytes + sizeof answer, answer.columns);
    if (answer.rows)
      prices = copy_numbers(bytes + sizeof answer + (size_t)answer.columns * sizeof(double),
                            answer.rows);
  }
  if (answer.hash != answer_hash(&answer, values, prices)) {
    lde_free(values);
    lde_free(prices);
    return false;
  }
  result->status = (lde_mip_status)answer.status;
  result->objective = answer.objective;
  result->bound = answer.bound;
  result->nodes = answer.nodes;
  result->values = values;
  result->prices = prices;
  return true;
}

/* Without columns every row is a statement about 0. */
static lde_mip_result solve_nothing(const lde_mip *mip)
{
  lde_mip_result result = {.status = LDE_MIP_OPTIMAL};

  for (size_t row = 0; row < mip->start.len; row++)
    if (mip->row_lower.data[row] > 0 || mip->row_upper.data[row] < 0)
      result.status = LDE_MIP_INFEASIBLE;
  if (result.status == LDE_MIP_OPTIMAL)
    result.values = lde_alloc(1, sizeof *result.values);
  return result;
}

lde_mip_result lde_mip_solve(const lde_mip *mip, const lde_mip_limits *limits)
{
  lde_mip_result result = {.status = LDE_MIP_NONE, .bound = -LDE_MIP_FREE};
  size_t size = sizeof(struct answer) + (mip->cost.len + mip->start.len + 1) * sizeof(double);
  size_t len = 0;
  unsigned char *bytes;
  int ends[2], failed = 0;
  pid_t child;
  bool whole;

  if (mip->cost.len == 0)
    return solve_nothing(mip);
  if (pipe2(ends, O_CLOEXEC) != 0) {
    lde_mip_lose(errno);
    return result;
  }
  fflush(NULL); /* nothing half-written may be written twice */
  child = fork();
  if (child < 0) {
    lde_mip_lose(errno);
    close(ends[0]);
    close(ends[1]);
    return result;
  }
  if (child == 0) {
    close(ends[0]);
    run_child(ends[1], mip, limits);
  }
  close(ends[1]);
  bytes = lde_alloc(size + 1, 1);
  whole = collect(ends[0], limits, bytes, size, &len, &failed);
  close(ends[0]);
  if (!whole || failed)
    kill(child, SIGKILL);
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
    ;
  if (!whole)
    result.status = LDE_MIP_STOPPED;
  else if (failed || !accept_answer(mip, bytes, len, &result))
    lde_mip_lose(failed);
  lde_free(bytes);
  return result;
}

bool lde_mip_available(void)
{
  return true;
}
