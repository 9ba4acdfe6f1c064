/* make_problem SEED SIZE [TIGHT%] [GAP] [WORK] [own|exact]: a random year of training as an abstract
 * problem, solved, with value, bound, gap and seconds on one line. Sizes: t, s, m, l. The same seed
 * gives the same problem. For measuring the solver, not part of the tests. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "offer/solve.h"

struct shape {
  int32_t units, profiles, competencies, options, people;
};

static uint64_t state_of_dice;

static double chance(void)
{
  state_of_dice = state_of_dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (double)(state_of_dice >> 11) / 9007199254740992.0;
}

static int32_t dice(int32_t sides)
{
  return (int32_t)(chance() * sides);
}

#define CATEGORIES 6
#define PERIODS 4

struct offering {
  int32_t competency[3], from[3], to[3], count, category;
  int64_t seat;
  int32_t hours;
  double effect;
  bool informal;
};

static void make(lde_problem *p, const struct shape *shape, double tight)
{
  int32_t units = shape->units, levels = 4;
  double money = 0, hours = 0;
  struct offering *offerings = calloc((size_t)shape->options, sizeof *offerings);
  int64_t *unit_people = calloc((size_t)units, sizeof *unit_people);
  int32_t *cell_unit, *cell_key, cells = 0;
  int32_t kinds = shape->competencies * levels * PERIODS * 2;
  int32_t *heads = calloc((size_t)(units * kinds), sizeof *heads);

  lde_problem_init(p, LDE_WINDOW_NESTED, PERIODS, 1000);
  for (int32_t i = 0; i < shape->people; i++) {
    int32_t u = (int32_t)(chance() * chance() * units);
    unit_people[u]++;
    for (int n = 0; n < 5; n++) {
      int32_t k = (u * 7 + (int32_t)(chance() * chance() * 14)) % shape->competencies;
      if (chance() < 0.4)
        k = dice(shape->competencies / 6 + 1);
      int32_t from = dice(2), deadline = chance() < 0.5 ? 3 : dice(4);
      int32_t must = k < shape->competencies / 20 + 1;
      if (chance() < 0.5)
        heads[u * kinds + ((k * levels + from) * PERIODS + deadline) * 2 + must]++;
    }
  }
  cell_unit = calloc((size_t)(units * kinds), sizeof *cell_unit);
  cell_key = calloc((size_t)(units * kinds), sizeof *cell_key);
  double *weight = calloc((size_t)(units * kinds), sizeof *weight);
  for (int32_t u = 0; u < units; u++) {
    double factor = 0.7 + 0.6 * chance();
    for (int32_t k = 0; k < kinds; k++)
      if (heads[u * kinds + k]) {
        int32_t deadline = k / 2 % PERIODS;
        lde_problem_cell(p, (lde_cell){heads[u * kinds + k], deadline, 0});
        weight[cells] = factor * (1 + 9 * (double)((k / (2 * PERIODS * levels)) * 37 % 23) / 23) *
                        (k % 2 ? 3 : 1);
        cell_unit[cells] = u;
        cell_key[cells++] = k;
      }
  }
  int32_t total = lde_problem_row(p, (lde_row){1, -LDE_ROW_FREE, 0, LDE_ROW_HARD});
  int32_t category = total + 1, unit_row = category + CATEGORIES, hours_row = unit_row + units;
  int32_t quarter_row = hours_row + units;
  for (int i = 0; i < CATEGORIES + units + units; i++)
    lde_problem_row(p, (lde_row){2 + i, -LDE_ROW_FREE, 0, LDE_ROW_HARD});
  for (int i = 0; i < PERIODS; i++)
    lde_problem_row(p, (lde_row){5000 + i, -LDE_ROW_FREE, 0, LDE_ROW_HARD});
  int32_t informal_row = lde_problem_row(p, (lde_row){6000, 0, LDE_ROW_FREE, LDE_ROW_HARD});
  int32_t fair = lde_problem_row(p, (lde_row){6001, 0, LDE_ROW_FREE, 2000});
  for (int32_t u = 1; u < units; u++)
    lde_problem_row(p, (lde_row){6001 + u, 0, LDE_ROW_FREE, 2000});
  for (int32_t o = 0; o < shape->options; o++) {
    struct offering *f = &offerings[o];
    lde_option option = LDE_OPTION_INIT;
    bool online = chance() < 0.3;
    int32_t lead = dice(3);
    f->count = 1 + dice(3);
    f->category = dice(CATEGORIES);
    f->informal = chance() < 0.3;
    f->hours = 2 + dice(14);
    f->effect = 0.4 + 0.6 * chance();
    f->seat = (online ? 2000 : 5000) + dice(20000);
    for (int i = 0; i < f->count; i++) {
      f->competency[i] = i == 0 && o < shape->competencies ? o : dice(shape->competencies);
      f->from[i] = 0;
      f->to[i] = 1 + dice(2);
    }
    option.group_min = online ? 1 : 4 + dice(5);
    option.group_max = online ? 200 : option.group_min + 6 + dice(10);
    for (int32_t t = 0; t < PERIODS; t++)
      option.sessions_max[t] = t < lead ? 0 : 2 + (int32_t)(shape->people / 200);
    option.opens = true;
    option.cost_open = 50000 + dice(1500000) * (online ? 2 : 1);
    option.cost_session = online ? 10000 : 60000 + dice(200000);
    if (o % 9 == 8) {
      option.variant = o / 9;
      p->options.data[o - 1].variant = o / 9;
      offerings[o].competency[0] = offerings[o - 1].competency[0];
    }
    if (o % 11 == 10)
      option.requires = o - 3;
    lde_problem_option(p, option);
    lde_problem_entry(p, total, LDE_OPEN(o), option.cost_open);
    lde_problem_entry(p, category + f->category, LDE_OPEN(o), option.cost_open);
    for (int32_t t = 0; t < PERIODS; t++) {
      lde_problem_entry(p, total, LDE_SESSIONS(o, t), option.cost_session);
      lde_problem_entry(p, category + f->category, LDE_SESSIONS(o, t), option.cost_session);
      lde_problem_entry(p, quarter_row + t, LDE_SESSIONS(o, t), option.cost_session);
    }
  }
  /* Options by competency, then columns in order of option. */
  for (int32_t o = 0; o < shape->options; o++)
    for (int32_t c = 0; c < cells; c++) {
      const struct offering *f = &offerings[o];
      int32_t k = cell_key[c] / (2 * PERIODS * levels), from = cell_key[c] / (2 * PERIODS) % levels;
      int32_t deadline = cell_key[c] / 2 % PERIODS;
      bool serves = false;
      for (int i = 0; i < f->count; i++)
        serves |= f->competency[i] == k && f->from[i] <= from && f->to[i] > from;
      if (!serves || p->options.data[o].sessions_max[deadline] == 0)
        continue;
      int32_t j = lde_problem_column(
          p, (lde_seat_column){.cell = c, .option = o, .last = deadline,
                          .upper = p->cells.data[c].heads,
                          .value = (int64_t)(weight[c] * f->effect * 1000),
                          .cost = f->seat, .lock_name = LDE_NAME_NONE});
      lde_problem_entry(p, total, LDE_SEATS(j), f->seat);
      lde_problem_entry(p, category + f->category, LDE_SEATS(j), f->seat);
      lde_problem_entry(p, unit_row + cell_unit[c], LDE_SEATS(j), f->seat);
      lde_problem_entry(p, hours_row + cell_unit[c], LDE_SEATS(j), f->hours);
      lde_problem_entry(p, informal_row, LDE_SEATS(j), f->informal ? f->hours * 9 : -f->hours);
      lde_problem_entry(p, fair + cell_unit[c], LDE_SEATS(j), 1);
    }
  for (int32_t c = 0; c < cells; c++) {
    money += 22000.0 * p->cells.data[c].heads;
    hours += 8.0 * p->cells.data[c].heads;
  }
  p->rows.data[total].upper = (int64_t)(money * 0.55 * tight);
  for (int i = 0; i < CATEGORIES; i++)
    p->rows.data[category + i].upper = (int64_t)(money * tight * (0.05 + 0.15 * chance()));
  for (int i = 0; i < PERIODS; i++)
    p->rows.data[quarter_row + i].upper = (int64_t)(money * tight * 0.12);
  for (int32_t u = 0; u < units; u++) {
    double share = (double)unit_people[u] / shape->people;
    p->rows.data[unit_row + u].upper = (int64_t)(money * share * tight * (0.2 + 0.2 * chance()));
    p->rows.data[hours_row + u].upper = (int64_t)(hours * share * 0.8);
    p->rows.data[fair + u].lower = (int64_t)((double)unit_people[u] * 0.3);
  }
  free(offerings);
  free(unit_people);
  free(cell_unit);
  free(cell_key);
  free(heads);
  free(weight);
}

static double seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void progress(void *context, int64_t value, int64_t bound, int64_t work)
{
  double *start = context;
  if (getenv("PROGRESS"))
    fprintf(stderr, "  %.2f s: value %.1f bound %.1f gap %.3f%% (work %ld)\n", seconds() - *start,
            (double)value / 1000, (double)bound / 1000,
            100 * (double)(bound - value) / (double)bound, (long)work);
}

int main(int argc, char **argv)
{
  static const struct shape shapes[] = {
      {20, 5, 40, 120, 1000}, {100, 10, 150, 400, 10000}, {600, 10, 400, 1200, 100000},
                                        {6, 5, 20, 40, 150}};
  int which = argc > 2 ? (argv[2][0] == 'm' ? 1 : argv[2][0] == 'l' ? 2 : argv[2][0] == 't' ? 3 : 0) : 0;
  lde_problem problem;
  lde_plan plan;
  lde_error err = {0};
  lde_solve_options options = LDE_SOLVE_OPTIONS_INIT;
  struct rusage own, children;
  double start;

  state_of_dice = argc > 1 ? strtoull(argv[1], NULL, 10) * 7919 + 17 : 1;
  for (int i = 0; i < 5; i++)
    chance();
  make(&problem, &shapes[which], argc > 3 ? atof(argv[3]) / 100 : 1);
  if (argc > 4)
    options.gap = atof(argv[4]);
  if (argc > 5)
    options.work = atoll(argv[5]);
  if (argc > 6)
    options.without_exact = strcmp(argv[6], "own") == 0;
  options.progress = progress;
  options.context = &start;
  if (lde_problem_finish(&problem, &err) != LDE_OK) {
    fprintf(stderr, "%s\n", err.message);
    return 1;
  }
  start = seconds();
  lde_solve(&problem, &options, &plan, &err);
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &children);
  printf("%s seed %s: cells %zu options %zu columns %zu status %d value %.1f bound %.1f gap %.3f%% "
         "cost %.0f, %.2f s, %ld MB + %ld MB\n",
         argc > 2 ? argv[2] : "s", argc > 1 ? argv[1] : "0", problem.cells.len, problem.options.len,
         problem.columns.len, plan.status, (double)plan.score.value / 1000,
         (double)plan.bound / 1000, 100 * lde_plan_gap(&plan), (double)plan.score.cost / 100,
         seconds() - start, own.ru_maxrss / 1024, children.ru_maxrss / 1024);
  lde_plan_deinit(&plan);
  lde_problem_deinit(&problem);
  return 0;
}
