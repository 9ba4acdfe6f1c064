#include "report/format/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"

/* ---- all findings as one list ---- */

static int compare_fingerprints(const lde_format_item *a, const lde_format_item *b)
{
  return strcmp(a->finding->fingerprint, b->finding->fingerprint);
}

static int compare_records(const lde_format_item *a, const lde_format_item *b)
{
  int order = strcmp(a->finding->rule, b->finding->rule);

  if (order == 0)
    order = strcmp(a->finding->entity, b->finding->entity);
  return order ? order : strcmp(a->finding->id, b->finding->id);
}

typedef int compare_items(const lde_format_item *a, const lde_format_item *b);

/* By organisation, then as said, then as they stand: pointers into one array. */
static int in_order(const lde_format_item *x, const lde_format_item *y, compare_items *compare)
{
  int order = (x->organisation > y->organisation) - (x->organisation < y->organisation);

  if (order == 0)
    order = compare(x, y);
  return order ? order : (x > y) - (x < y);
}

static int by_fingerprint(const void *a, const void *b)
{
  return in_order(*(lde_format_item *const *)a, *(lde_format_item *const *)b, compare_fingerprints);
}

static int by_record(const void *a, const void *b)
{
  return in_order(*(lde_format_item *const *)a, *(lde_format_item *const *)b, compare_records);
}

static bool is_alike(const lde_format_item *a, const lde_format_item *b, compare_items *compare)
{
  return a->organisation == b->organisation && compare(a, b) == 0;
}

static void number_repeats(lde_format_items *items)
{
  lde_format_item **order = lde_alloc(items->len + 1, sizeof *order);

  for (size_t i = 0; i < items->len; i++)
    order[i] = &items->data[i];
  qsort(order, items->len, sizeof *order, by_fingerprint);
  for (size_t i = 1; i < items->len; i++)
    if (is_alike(order[i], order[i - 1], compare_fingerprints))
      order[i]->again = order[i - 1]->again + 1;
  qsort(order, items->len, sizeof *order, by_record);
  for (size_t i = 1; i < items->len; i++)
    if (is_alike(order[i], order[i - 1], compare_records))
      order[i]->same = order[i - 1]->same + 1;
  lde_free(order);
}

lde_format_items lde_format_items_of(const lde_report_check *check)
{
  lde_format_items items = {0};
  size_t count = 0;

  for (size_t i = 0; i < check->count; i++)
    count += check->organisations[i].findings ? check->organisations[i].findings->items.len : 0;
  items.data = lde_alloc(count + 1, sizeof *items.data);
  for (size_t i = 0; i < check->count; i++) {
    const lde_findings *findings = check->organisations[i].findings;
    for (size_t f = 0; findings && f < findings->items.len; f++)
      items.data[items.len++] = (lde_format_item){.organisation = &check->organisations[i],
                                                  .finding = &findings->items.data[f]};
  }
  number_repeats(&items);
  return items;
}

void lde_format_items_free(lde_format_items *items)
{
  lde_free(items->data);
  *items = (lde_format_items){0};
}

/* ---- places ---- */

static const char *without_dots(const char *path)
{
  while (path[0] == '.' && path[1] == '/')
    for (path += 2; *path == '/';)
      path++;
  return path;
}

static bool is_outside(const char *path)
{
  return *path == '/' || strcmp(path, "..") == 0 || strncmp(path, "../", 3) == 0;
}

/* The path from the folder in which the program was started; NULL when it does not lie in there. */
static const char *from_root(const lde_report_check *check, const char *path)
{
  size_t len = check->root ? strlen(check->root) : 0;

  if (len && strncmp(path, check->root, len) == 0 && path[len] == '/')
    path += len + 1;
  path = without_dots(path);
  return is_outside(path) ? NULL : path;
}

void lde_format_path(lde_buffer *out, const lde_report_check *check,
                     const lde_report_organisation *organisation, const char *file,
                     const char *open)
{
  lde_buffer manifest = {0};
  const char *path = open ? from_root(check, open) : NULL;

  if (!path && file && *file)
    path = without_dots(file);
  if (!path && organisation) {
    const char *folder = organisation->folder ? organisation->folder : "";
    lde_buffer_printf(&manifest, "%s%sldengine.yaml", folder, *folder ? "/" : "");
    path = from_root(check, manifest.data);
  }
  lde_buffer_puts(out, path ? path : "ldengine.yaml");
  lde_buffer_free(&manifest);
}

void lde_format_place(lde_buffer *out, const char *file, const char *sheet, uint32_t line,
                      uint32_t column)
{
  lde_buffer place = {0};

  lde_place_print(&place, file, sheet, line, column);
  if (place.len > 2)
    lde_buffer_append(out, place.data + 1, place.len - 2); /* without the blank and the colon */
  lde_buffer_free(&place);
}

/* ---- names ---- */

const char *lde_format_organisation(const lde_report_organisation *organisation)
{
  if (organisation->id && *organisation->id)
    return organisation->id;
  return organisation->folder ? organisation->folder : "";
}

void lde_format_identity(lde_buffer *out, const lde_report_check *check,
                         const lde_format_item *item)
{
  lde_buffer_puts(out, item->finding->fingerprint);
  if (check->several)
    lde_buffer_printf(out, ":%s", lde_format_organisation(item->organisation));
  if (item->again)
    lde_buffer_printf(out, ":%zu", item->again + 1);
}

void lde_format_record(lde_buffer *out, const lde_finding *finding)
{
  if (*finding->entity && *finding->id)
    lde_buffer_printf(out, "%s:%s", finding->entity, finding->id);
  else if (*finding->entity)
    lde_buffer_puts(out, finding->entity);
  else
    lde_buffer_puts(out, "plan");
}

void lde_format_pardon(lde_buffer *out, const lde_finding *finding, lde_language lang)
{
  const lde_exception *exception = finding->exception;
  char until[LDE_DATE_TEXT_SIZE];

  if (exception)
    lde_buffer_printf(
        out, LDE_TR(lang, "accepted by %s until %s: %s", "geaccepteerd door %s tot en met %s: %s"),
        exception->by ? exception->by : "?", lde_date_print(exception->until, until),
        exception->reason ? exception->reason : "");
  else
    lde_buffer_puts(out, LDE_TR(lang, "known from the baseline", "bekend uit de nulmeting"));
}

/* ---- the table ---- */

static const struct format {
  const char *name;
  void (*print)(lde_buffer *out, const lde_report_check *check);
  void (*print_cases)(lde_buffer *out, const lde_report_check *check, lde_format_suites *suites);
  bool carries; /* diagnostics are inside */
} formats[] = {
    {"jsonl", lde_format_jsonl, NULL, true},       {"sarif", lde_format_sarif, NULL, true},
    {"junit", NULL, lde_format_junit, true},       {"tap", NULL, lde_format_tap, true},
    {"github", lde_format_github, NULL, true},     {"gitlab", lde_format_gitlab, NULL, true},
    {"markdown", lde_format_markdown, NULL, true}, {"csv", lde_format_csv, NULL, false},
};

static const struct format *find(const char *name)
{
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (strcmp(formats[i].name, name) == 0)
      return &formats[i];
  return NULL;
}

bool lde_report_check_as(lde_buffer *out, const char *name, const lde_report_check *check)
{
  const struct format *format = find(name);
  lde_format_suites suites = {0};

  if (!format)
    return false;
  if (format->print) {
    format->print(out, check);
    return true;
  }
  lde_format_suites_of_check(&suites, check);
  format->print_cases(out, check, &suites);
  lde_format_suites_free(&suites);
  return true;
}

bool lde_report_tests_as(lde_buffer *out, const char *name, const lde_report_check *about,
                         const lde_test_results *tests)
{
  const struct format *format = find(name);
  lde_format_suites suites = {0};

  if (!format || !format->print_cases)
    return false;
  lde_format_suites_of_tests(&suites, about, tests);
  format->print_cases(out, about, &suites);
  lde_format_suites_free(&suites);
  return true;
}

bool lde_report_carries_diagnostics(const char *name)
{
  const struct format *format = find(name);
  return format && format->carries;
}
