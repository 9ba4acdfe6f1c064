/* Steps of the learning process that could be outsourced, from the responsibilities: what each takes of the
 * organisation's own time and money, what is with suppliers already, and how far it depends on them. The
 * steps that change the offer itself, design and delivery, are scenarios of their own. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/integer.h"
#include "report/reasons.h"
#include "report/whatif.h"

typedef struct step {
  const char *name;
  int64_t minutes, own, outside; /* the first two fall free when the step goes out */
  int32_t supplier;              /* the one that is paid most, or LDE_NO_ROW */
  int64_t most;
} step;

typedef LDE_VEC(step) steps;

static step *find(steps *all, const char *name)
{
  for (size_t i = 0; i < all->len; i++)
    if (!strcmp(all->data[i].name, name))
      return &all->data[i];
  lde_vec_push(all, ((step){.name = name, .supplier = LDE_NO_ROW}));
  return &all->data[all->len - 1];
}

/* In the order in which they are written. */
static steps gather(lde_dataset *ds)
{
  steps all = {0};

  for (int32_t row = 0; row < lde_count(ds, responsibility); row++) {
    step *each = find(&all, lde_text_of(ds, responsibility, process_step, row));
    int64_t cost = lde_get(ds, responsibility, cost_per_year, row);
    int32_t supplier = lde_get_row(ds, responsibility, supplier, row);
    if (supplier == LDE_NO_ROW) {
      each->own = lde_add_capped(each->own, cost);
      each->minutes =
          lde_add_capped(each->minutes, lde_get(ds, responsibility, minutes_per_year, row));
      continue;
    }
    each->outside = lde_add_capped(each->outside, cost);
    if (each->supplier == LDE_NO_ROW || cost > each->most) {
      each->supplier = supplier;
      each->most = cost;
    }
  }
  return all;
}

/* Of the money of the step; all of it when only a supplier has a part with a cost or time. */
static double dependency(const step *each)
{
  if (each->own + each->outside > 0)
    return (double)each->outside / (double)(each->own + each->outside);
  return each->supplier != LDE_NO_ROW && !each->minutes ? 1 : 0;
}

static bool is_worth_showing(const step *each)
{
  return each->minutes || each->own || each->supplier != LDE_NO_ROW;
}

bool lde_report_steps(lde_grid *grid, lde_dataset *ds, lde_language lang)
{
  steps all = gather(ds);
  lde_buffer cell = {0};
  bool any = false;

  lde_grid_column(grid, LDE_TR(lang, "Step", "Stap"), LDE_GRID_TEXT);
  lde_grid_column(grid, LDE_TR(lang, "Own hours", "Eigen uren"), LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "Own cost", "Eigen kosten"), LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "With suppliers", "Bij leveranciers"), LDE_GRID_NUMBER);
  lde_grid_column(grid, LDE_TR(lang, "Dependent on", "Afhankelijk van"), LDE_GRID_TEXT);
  for (size_t i = 0; i < all.len; i++) {
    const step *each = &all.data[i];
    if (!is_worth_showing(each))
      continue;
    any = true;
    lde_grid_cell(grid, each->name, strlen(each->name));
    lde_decimal_format(&cell, (each->minutes + 30) / 60, 0, 0, lang);
    lde_grid_take(grid, &cell);
    lde_amount_format(&cell, ds, each->own, lang);
    lde_grid_take(grid, &cell);
    lde_amount_format(&cell, ds, each->outside, lang);
    lde_grid_take(grid, &cell);
    if (each->supplier == LDE_NO_ROW) {
      lde_buffer_puts(&cell, "–");
    } else {
      lde_row_label(ds, lde_dataset_table(ds, LDE_E(supplier)), each->supplier, lang, &cell);
      lde_buffer_putc(&cell, ' ');
      lde_percentage_format(&cell, dependency(each), lang);
    }
    lde_grid_take(grid, &cell);
  }
  lde_buffer_free(&cell);
  lde_vec_free(&all);
  return any;
}

lde_data *lde_report_steps_data(lde_arena *arena, lde_dataset *ds)
{
  lde_data *list = lde_data_new(arena, LDE_DATA_LIST);
  steps all = gather(ds);

  for (size_t i = 0; i < all.len; i++) {
    const step *each = &all.data[i];
    lde_data *row = lde_data_add(list, lde_data_new(arena, LDE_DATA_OBJECT));
    lde_data_put_text(arena, row, "process_step", each->name);
    lde_data_put_integer(arena, row, "own_minutes", each->minutes);
    lde_data_put_integer(arena, row, "own_cost", each->own);
    lde_data_put_integer(arena, row, "supplier_cost", each->outside);
    lde_data_put_row(arena, row, "largest_supplier", ds, LDE_E(supplier), each->supplier);
    lde_data_put_number(arena, row, "dependency", dependency(each));
  }
  lde_vec_free(&all);
  return list;
}
