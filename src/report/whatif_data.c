/* What the answers to "what if" share: figures of an offer, data for JSON and CSV, tables in Markdown. */
#include <stdlib.h>
#include <string.h>

#include "report/json.h"
#include "report/whatif.h"

static int compare_rows(const void *a, const void *b)
{
  int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
  return (x > y) - (x < y);
}

int64_t lde_offer_named_people(const lde_offer *offer)
{
  LDE_VEC(int32_t) people = {0};
  int64_t seats = 0, count = 0;

  for (size_t i = 0; i < offer->lines.len; i++)
    for (size_t s = 0; s < offer->lines.data[i].served.len; s++) {
      const lde_offer_served *served = &offer->lines.data[i].served.data[s];
      seats += served->seats;
      for (size_t e = 0; e < served->employees.count; e++)
        lde_vec_push(&people, served->employees.rows[e]);
    }
  if ((int64_t)people.len < seats || !seats) {
    count = -1;
  } else {
    qsort(people.data, people.len, sizeof *people.data, compare_rows);
    for (size_t i = 0; i < people.len; i++)
      count += i == 0 || people.data[i] != people.data[i - 1];
  }
  lde_vec_free(&people);
  return count;
}

int64_t lde_offer_people(const lde_offer *offer)
{
  int64_t people = lde_offer_named_people(offer);

  if (people >= 0)
    return people;
  people = 0;
  for (size_t i = 0; i < offer->needs.len; i++)
    people += offer->needs.data[i].covered;
  return people;
}

int64_t lde_offer_seats(const lde_offer *offer)
{
  int64_t seats = 0;

  for (size_t i = 0; i < offer->lines.len; i++)
    seats += offer->lines.data[i].seats;
  return seats;
}

int64_t lde_offer_shortfall(const lde_offer *offer)
{
  int64_t heads = 0;

  for (size_t i = 0; i < offer->unmet.len; i++)
    heads += offer->unmet.data[i].mandatory ? offer->unmet.data[i].heads : 0;
  return heads;
}

int64_t lde_offer_offerings(const lde_offer *offer)
{
  int64_t count = 0;

  for (size_t i = 0; i < offer->lines.len; i++) {
    bool seen = false;
    for (size_t j = 0; j < i && !seen; j++)
      seen = offer->lines.data[j].offering == offer->lines.data[i].offering;
    count += !seen;
  }
  return count;
}

void lde_data_put_text(lde_arena *arena, lde_data *object, const char *key, const char *text)
{
  lde_data_put(arena, object, key, strlen(key),
               text ? lde_data_text(arena, text, strlen(text))
                    : lde_data_new(arena, LDE_DATA_NULL));
}

void lde_data_put_integer(lde_arena *arena, lde_data *object, const char *key, int64_t value)
{
  lde_data_put(arena, object, key, strlen(key), lde_data_integer(arena, value));
}

void lde_data_put_number(lde_arena *arena, lde_data *object, const char *key, double value)
{
  lde_data_put(arena, object, key, strlen(key), lde_data_number(arena, value));
}

void lde_data_put_row(lde_arena *arena, lde_data *object, const char *key, lde_dataset *dataset,
                      int entity, int32_t row)
{
  lde_buffer id = {0};

  if (row != LDE_NO_ROW)
    lde_row_id(dataset, lde_dataset_table(dataset, entity), row, &id);
  lde_data_put_text(arena, object, key, row == LDE_NO_ROW ? NULL : lde_buffer_text(&id));
  lde_buffer_free(&id);
}

lde_data *lde_data_put_new(lde_arena *arena, lde_data *object, const char *key, lde_data_kind kind)
{
  return lde_data_put(arena, object, key, strlen(key), lde_data_new(arena, kind));
}

static void append_cell(lde_buffer *out, const lde_data *cell)
{
  lde_buffer text = {0};

  switch (cell->kind) {
  case LDE_DATA_INTEGER:
    lde_buffer_printf(out, "%lld", (long long)cell->as.integer);
    break;
  case LDE_DATA_NUMBER:
    lde_number_print(out, cell->as.number);
    break;
  case LDE_DATA_BOOL:
    lde_buffer_puts(out, cell->as.truth ? "true" : "false");
    break;
  case LDE_DATA_TEXT:
    lde_csv_append(out, cell->as.text.bytes, cell->as.text.len);
    break;
  default:
    break;
  }
  lde_buffer_free(&text);
}

void lde_report_data_csv(lde_buffer *out, const lde_data *list)
{
  const lde_data *first = list->as.items.first;

  for (const lde_data *key = first ? first->as.items.first : NULL; key; key = key->next)
    lde_buffer_printf(out, "%s%s", key == first->as.items.first ? "" : ",", key->key);
  lde_buffer_puts(out, first ? "\r\n" : "");
  for (const lde_data *row = first; row; row = row->next) {
    for (const lde_data *cell = row->as.items.first; cell; cell = cell->next) {
      lde_buffer_puts(out, cell == row->as.items.first ? "" : ",");
      append_cell(out, cell);
    }
    lde_buffer_puts(out, "\r\n");
  }
}

void lde_grid_markdown(lde_buffer *out, const lde_grid *grid)
{
  size_t columns = grid->columns.len;

  for (size_t c = 0; c < columns; c++) {
    lde_buffer_puts(out, c ? " " : "| ");
    lde_markdown_append(out, grid->columns.data[c].title, strlen(grid->columns.data[c].title));
    lde_buffer_puts(out, " |");
  }
  lde_buffer_puts(out, "\n|");
  for (size_t c = 0; c < columns; c++)
    lde_buffer_puts(out, grid->columns.data[c].kind == LDE_GRID_NUMBER ? " ---: |" : " --- |");
  lde_buffer_putc(out, '\n');
  for (size_t i = 0; i < grid->cells.len; i++) {
    lde_buffer_puts(out, i % columns ? " " : "| ");
    lde_markdown_append(out, grid->cells.data[i], strlen(grid->cells.data[i]));
    lde_buffer_puts(out, (i + 1) % columns ? " |" : " |\n");
  }
}
