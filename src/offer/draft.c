#include "offer/draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "offer/budgets.h"
#include "offer/subsidies.h"

const char *lde_draft_id(lde_draft *draft, int entity, int32_t row)
{
  lde_buffer text = {0};
  const char *id;

  lde_row_id(draft->ds, lde_dataset_table(draft->ds, entity), row, &text);
  id = lde_arena_strndup(&draft->arena, lde_buffer_text(&text), text.len);
  lde_buffer_free(&text);
  return id;
}

void lde_draft_note(lde_draft *draft, const char *format, ...)
{
  lde_buffer text = {0};
  va_list args;

  va_start(args, format);
  lde_buffer_vprintf(&text, format, args);
  va_end(args);
  for (size_t i = 0; i < draft->notes.len; i++)
    if (!strcmp(draft->notes.data[i], lde_buffer_text(&text))) {
      lde_buffer_free(&text);
      return;
    }
  lde_vec_push(&draft->notes, lde_arena_strdup(&draft->arena, lde_buffer_text(&text)));
  lde_buffer_free(&text);
}

/* Quarters and the like that the organisation wrote itself, as children of the plan year. */
static int written_periods(lde_draft *draft, int64_t kind)
{
  lde_dataset *ds = draft->ds;
  int32_t year = lde_row_find(ds, lde_dataset_table(ds, LDE_E(period)), ds->year, strlen(ds->year));
  int count = 0;

  for (int32_t row = 0; year != LDE_NO_ROW && row < lde_count(ds, period); row++) {
    int at = count;
    if (lde_get_row(ds, period, parent, row) != year || !lde_has(ds, period, kind, row) ||
        lde_get(ds, period, kind, row) != kind)
      continue;
    if (count == LDE_PERIODS_MAX)
      return 0;
    while (at > 0 && draft->period_first[at - 1] > lde_get(ds, period, starts_on, row)) {
      draft->period_first[at] = draft->period_first[at - 1];
      draft->period_last[at] = draft->period_last[at - 1];
      draft->period_text[at] = draft->period_text[at - 1];
      at--;
    }
    draft->period_first[at] = (int32_t)lde_get(ds, period, starts_on, row);
    draft->period_last[at] = (int32_t)lde_get(ds, period, ends_on, row);
    draft->period_text[at] = lde_draft_id(draft, LDE_E(period), row);
    count++;
  }
  return count;
}

static void make_periods(lde_draft *draft)
{
  static const int months_of[] = {12, 6, 3, 1};
  static const int64_t kinds[] = {LDE_CHOICE_OF(period_kind, year), LDE_CHOICE_OF(period_kind, half),
                                  LDE_CHOICE_OF(period_kind, quarter),
                                  LDE_CHOICE_OF(period_kind, month)};
  lde_dataset *ds = draft->ds;
  int months = months_of[draft->spec->period];

  if (draft->spec->period != LDE_PERIOD_YEAR)
    draft->periods = written_periods(draft, kinds[draft->spec->period]);
  if (draft->periods)
    return;
  draft->periods = 12 / months;
  for (int t = 0; t < draft->periods; t++) {
    lde_buffer text = {0};
    draft->period_first[t] = lde_date_add_months(ds->year_first, t * months);
    draft->period_last[t] = t + 1 == draft->periods
                                ? ds->year_last
                                : lde_date_add_months(ds->year_first, (t + 1) * months) - 1;
    if (draft->spec->period == LDE_PERIOD_YEAR)
      lde_buffer_puts(&text, ds->year);
    else if (draft->spec->period == LDE_PERIOD_HALF)
      lde_buffer_printf(&text, "%s-H%d", ds->year, t + 1);
    else if (draft->spec->period == LDE_PERIOD_QUARTER)
      lde_buffer_printf(&text, "%s-Q%d", ds->year, t + 1);
    else
      lde_buffer_printf(&text, "%s-%02d", ds->year, t + 1);
    draft->period_text[t] = lde_arena_strdup(&draft->arena, text.data);
    lde_buffer_free(&text);
  }
}

int lde_draft_period_of(const lde_draft *draft, int32_t day)
{
  for (int t = 0; t < draft->periods; t++)
    if (day >= draft->period_first[t] && day <= draft->period_last[t])
      return t;
  return -1;
}

unsigned lde_draft_period_bits(const lde_draft *draft, const char *text, unsigned quarters)
{
  unsigned bits = 0;
  int32_t first, last;

  for (int t = 0; t < draft->periods; t++) {
    int32_t from = draft->period_first[t], to = draft->period_last[t];
    if (text && lde_period_bounds(draft->ds, text, &first, &last) && first <= to && last >= from)
      bits |= 1u << t;
    for (int q = 1; q <= 4; q++) {
      first = lde_date_add_months(draft->ds->year_first, (q - 1) * 3);
      last = lde_date_add_months(draft->ds->year_first, q * 3) - 1;
      if ((quarters >> q & 1) && first <= to && last >= from)
        bits |= 1u << t;
    }
  }
  return bits;
}

int lde_draft_deadline(const lde_draft *draft, const lde_draft_need *need)
{
  int t;

  if (!lde_draft_uses(draft, LDE_DEADLINES) || need->deadline == LDE_NO_DEADLINE)
    return draft->periods - 1;
  t = lde_draft_period_of(draft, need->deadline);
  return t < 0 ? draft->periods - 1 : t;
}

lde_draft_pair *lde_draft_find_pair(const lde_draft *draft, int32_t option, int32_t need)
{
  const lde_draft_option *each = &draft->options.data[option];
  int low = each->first_pair, high = low + each->pair_count - 1;

  while (low <= high) {
    int middle = (low + high) / 2;
    lde_draft_pair *pair = &draft->pairs.data[middle];
    if (pair->need == need)
      return pair;
    if (pair->need < need)
      low = middle + 1;
    else
      high = middle - 1;
  }
  return NULL;
}

void lde_draft_index_pairs(lde_draft *draft)
{
  size_t needs = draft->needs.len;

  draft->need_start = lde_alloc(needs + 2, sizeof *draft->need_start);
  draft->need_pair = lde_alloc(draft->pairs.len + 1, sizeof *draft->need_pair);
  for (size_t i = 0; i < draft->pairs.len; i++)
    draft->need_start[draft->pairs.data[i].need + 2]++;
  for (size_t n = 0; n < needs; n++)
    draft->need_start[n + 2] += draft->need_start[n + 1];
  for (size_t i = 0; i < draft->pairs.len; i++)
    draft->need_pair[draft->need_start[draft->pairs.data[i].need + 1]++] = (int32_t)i;
}

lde_draft *lde_offer_draft_new(lde_dataset *ds, const lde_offer_spec *spec)
{
  lde_draft *draft = lde_alloc(1, sizeof *draft);

  draft->ds = ds;
  draft->spec = spec;
  draft->lane_now = -1;
  draft->together_from = LDE_TOGETHER_FROM;
  draft->joint_from = LDE_JOINT_FROM;
  make_periods(draft);
  lde_draft_needs(draft);
  lde_draft_options(draft);
  lde_draft_locks(draft);
  lde_draft_index_pairs(draft);
  lde_draft_pots(draft);
  lde_draft_blackout(draft);
  lde_draft_subsidies(draft);
  return draft;
}

void lde_offer_draft_free(lde_draft *draft)
{
  if (!draft)
    return;
  for (size_t i = 0; i < draft->needs.len; i++) {
    lde_free(draft->needs.data[i].people);
    lde_free(draft->needs.data[i].goals);
  }
  lde_pots_free(draft->pots);
  lde_vec_free(&draft->needs);
  lde_vec_free(&draft->parts);
  lde_vec_free(&draft->options);
  lde_vec_free(&draft->pairs);
  lde_free(draft->need_start);
  lde_free(draft->need_pair);
  lde_vec_free(&draft->locks);
  lde_vec_free(&draft->funds);
  lde_vec_free(&draft->held);
  lde_vec_free(&draft->rejected);
  lde_vec_free(&draft->seated);
  lde_vec_free(&draft->notes);
  lde_arena_free(&draft->arena);
  lde_free(draft);
}
