/* SARIF 2.1.0: one run with a table of rules and the results that point into it. An exception is a
 * suppression, the baseline is baselineState. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "report/format/format.h"
#include "report/json_findings.h"

/* ---- rules ---- */

typedef struct rule_row {
  const lde_finding_rule *rule; /* NULL: a check of the engine itself */
  const lde_finding *finding;   /* its first, then */
  const char *id;
  size_t index; /* in the table */
} rule_row;

typedef struct rule_table {
  LDE_VEC(rule_row) rows;   /* in the order of the report */
  rule_row *sorted;         /* by id */
} rule_table;

static int by_id(const void *a, const void *b)
{
  return strcmp(((const rule_row *)a)->id, ((const rule_row *)b)->id);
}

static const rule_row *find_rule(const rule_table *table, const char *id)
{
  rule_row key = {.id = id};
  return table->rows.len ? bsearch(&key, table->sorted, table->rows.len, sizeof key, by_id) : NULL;
}

static bool is_listed(const rule_table *table, const char *id)
{
  for (size_t i = 0; i < table->rows.len; i++)
    if (strcmp(table->rows.data[i].id, id) == 0)
      return true;
  return false;
}

static void add_rule(rule_table *table, const char *id, const lde_finding_rule *rule,
                     const lde_finding *finding)
{
  rule_row row = {.rule = rule, .finding = finding, .id = id, .index = table->rows.len};

  if (!is_listed(table, id))
    lde_vec_push(&table->rows, row);
}

static void make_table(rule_table *table, const lde_report_check *check,
                       const lde_format_items *items)
{
  for (size_t i = 0; i < check->count; i++) {
    const lde_findings *findings = check->organisations[i].findings;
    for (size_t r = 0; findings && r < findings->judged.len; r++)
      add_rule(table, findings->judged.data[r].id, &findings->judged.data[r], NULL);
  }
  for (size_t i = 0; i < items->len; i++)
    add_rule(table, items->data[i].finding->rule, NULL, items->data[i].finding);
  table->sorted = lde_alloc(table->rows.len + 1, sizeof *table->sorted);
  for (size_t i = 0; i < table->rows.len; i++)
    table->sorted[i] = table->rows.data[i];
  qsort(table->sorted, table->rows.len, sizeof *table->sorted, by_id);
}

/* ---- parts ---- */

static void put_message(lde_json *json, const char *key, const char *text)
{
  lde_json_key_open(json, key, '{');
  lde_json_put_text(json, "text", text);
  lde_json_close(json, '}');
}

/* A path as a relative reference: what has a meaning in one is written as %20. */
static void put_uri(lde_json *json, const char *path)
{
  lde_buffer uri = {0};

  for (const char *c = path; *c; c++)
    if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
        strchr("-._~/!$&'()*+,;=@", *c))
      lde_buffer_putc(&uri, *c);
    else
      lde_buffer_printf(&uri, "%%%02X", (unsigned char)*c);
  lde_json_key_open(json, "artifactLocation", '{');
  lde_json_put_text(json, "uri", lde_buffer_text(&uri));
  lde_json_close(json, '}');
  lde_buffer_free(&uri);
}

static void put_physical(lde_json *json, const char *path, const char *sheet, uint32_t line,
                         uint32_t column)
{
  lde_json_key_open(json, "physicalLocation", '{');
  put_uri(json, path);
  lde_json_key_open(json, "region", '{'); /* viewers want one, also of a file as a whole or a workbook */
  lde_json_put_integer(json, "startLine", line && !sheet ? line : 1);
  if (line && column && !sheet)
    lde_json_put_integer(json, "startColumn", column);
  lde_json_close(json, '}');
  lde_json_close(json, '}');
}

static void put_logical(lde_json *json, const char *name, const char *full, const char *kind)
{
  lde_json_open(json, '{');
  lde_json_put_text(json, "name", name);
  lde_json_put_text(json, "fullyQualifiedName", full);
  lde_json_put_text(json, "kind", kind);
  lde_json_close(json, '}');
}

/* The members of a location: file and line, and the record or cell that is meant. */
static void put_location(lde_json *json, const lde_report_check *check,
                         const lde_report_organisation *organisation,
                         const lde_finding_place *place, const char *entity, const char *id)
{
  lde_buffer text = {0};

  lde_format_path(&text, check, organisation, place->file, place->open);
  put_physical(json, text.data, place->sheet, place->line, place->column);
  lde_json_key_open(json, "logicalLocations", '[');
  if (entity && *entity && id && *id) {
    lde_buffer_truncate(&text, 0);
    lde_buffer_printf(&text, "%s:%s", entity, id);
    put_logical(json, id, text.data, "object");
  }
  if (place->sheet) {
    lde_buffer_truncate(&text, 0);
    lde_format_place(&text, place->file, place->sheet, place->line, place->column);
    put_logical(json, strrchr(text.data, ':') ? strrchr(text.data, ':') + 1 : text.data, text.data,
                "member");
  }
  lde_json_close(json, ']');
  lde_buffer_free(&text);
}

/* ---- the tool ---- */

/* "budget/over-limit" → BudgetOverLimit, as viewers show names. */
static void put_name(lde_json *json, const char *id)
{
  lde_buffer name = {0};
  bool capital = true;

  for (; *id; id++)
    if ((*id >= 'a' && *id <= 'z') || (*id >= 'A' && *id <= 'Z') || (*id >= '0' && *id <= '9')) {
      lde_buffer_putc(&name, capital && *id >= 'a' && *id <= 'z' ? (char)(*id - ('a' - 'A')) : *id);
      capital = false;
    } else {
      capital = true;
    }
  lde_json_put_text(json, "name", lde_buffer_text(&name));
  lde_buffer_free(&name);
}

static const char *first_of(const char *a, const char *b, const char *c)
{
  return a && *a ? a : b && *b ? b : c;
}

/* Texts that viewers use as sentences end in a point. */
static void put_sentence(lde_json *json, const char *key, const char *text)
{
  size_t len = strlen(text);
  lde_buffer sentence = {0};

  lde_buffer_append(&sentence, text, len);
  if (len && !strchr(".?!", text[len - 1]))
    lde_buffer_putc(&sentence, '.');
  put_message(json, key, sentence.data);
  lde_buffer_free(&sentence);
}

static void put_rule(lde_json *json, const rule_row *row)
{
  static const lde_finding_rule none = {.code = "", .pack = "", .title = "", .why = "", .help = ""};
  const lde_finding_rule *rule = row->rule ? row->rule : &none;
  const char *title = first_of(rule->title, row->id, row->id);
  lde_severity severity = row->rule ? rule->severity : row->finding->severity;

  lde_json_open(json, '{');
  lde_json_put_text(json, "id", row->id);
  put_name(json, row->id);
  put_sentence(json, "shortDescription", title);
  put_sentence(json, "fullDescription", first_of(rule->why, title, title));
  put_sentence(json, "help", first_of(rule->help, row->finding ? row->finding->help : NULL, title));
  lde_json_key_open(json, "defaultConfiguration", '{');
  lde_json_put_text(json, "level", lde_severity_name(severity));
  lde_json_close(json, '}');
  lde_json_key_open(json, "properties", '{');
  if (*rule->code)
    lde_json_put_text(json, "code", rule->code);
  if (rule->step)
    lde_json_put_integer(json, "step", rule->step);
  lde_json_key_open(json, "tags", '[');
  if (*rule->pack)
    lde_json_text(json, rule->pack);
  lde_json_close(json, ']');
  lde_json_close(json, '}');
  lde_json_close(json, '}');
}

static void put_tool(lde_json *json, const lde_report_check *check, const rule_table *table)
{
  const char *version =
      strrchr(check->engine, ' ') ? strrchr(check->engine, ' ') + 1 : check->engine;

  lde_json_key_open(json, "tool", '{');
  lde_json_key_open(json, "driver", '{');
  lde_json_put_text(json, "name", "ldengine");
  lde_json_put_text(json, "version", version);
  lde_json_put_text(json, "semanticVersion", version);
  lde_json_key_open(json, "rules", '[');
  for (size_t i = 0; i < table->rows.len; i++)
    put_rule(json, &table->rows.data[i]);
  lde_json_close(json, ']');
  lde_json_close(json, '}');
  lde_json_close(json, '}');
}

/* ---- the invocation ---- */

static bool is_configuration(const lde_diagnostic *diagnostic)
{
  return strncmp(diagnostic->code, "usage/", 6) == 0;
}

static void put_notification(lde_json *json, const lde_report_check *check,
                             const lde_diagnostic *diagnostic)
{
  lde_buffer path = {0};

  lde_json_open(json, '{');
  lde_json_key_open(json, "descriptor", '{');
  lde_json_put_text(json, "id", diagnostic->code);
  lde_json_close(json, '}');
  lde_json_put_text(json, "level", lde_severity_name(diagnostic->severity));
  put_message(json, "message", diagnostic->message);
  if (diagnostic->file && *diagnostic->file) {
    lde_format_path(&path, check, NULL, diagnostic->file, diagnostic->path);
    lde_json_key_open(json, "locations", '[');
    lde_json_open(json, '{');
    put_physical(json, path.data, diagnostic->sheet, diagnostic->line, diagnostic->column);
    lde_json_close(json, '}');
    lde_json_close(json, ']');
    lde_buffer_free(&path);
  }
  if (diagnostic->help && *diagnostic->help) {
    lde_json_key_open(json, "properties", '{');
    lde_json_put_text(json, "help", diagnostic->help);
    lde_json_close(json, '}');
  }
  lde_json_close(json, '}');
}

static void put_notifications(lde_json *json, const lde_report_check *check, bool configuration)
{
  lde_json_key_open(
      json, configuration ? "toolConfigurationNotifications" : "toolExecutionNotifications", '[');
  for (size_t i = 0; i < check->diagnostics->items.len; i++)
    if (is_configuration(&check->diagnostics->items.data[i]) == configuration)
      put_notification(json, check, &check->diagnostics->items.data[i]);
  lde_json_close(json, ']');
}

static void put_invocation(lde_json *json, const lde_report_check *check)
{
  lde_json_key_open(json, "invocations", '[');
  lde_json_open(json, '{');
  /* findings are what it is for */
  lde_json_put_bool(json, "executionSuccessful", check->exit_code == 0 || check->exit_code == 1);
  lde_json_put_integer(json, "exitCode", check->exit_code);
  put_notifications(json, check, true);
  put_notifications(json, check, false);
  lde_json_close(json, '}');
  lde_json_close(json, ']');
}

/* ---- results ---- */

static void put_related(lde_json *json, const lde_report_check *check,
                        const lde_report_organisation *organisation,
                        const lde_finding_evidence *evidence, const char *text, size_t number)
{
  lde_json_open(json, '{');
  lde_json_put_integer(json, "id", (int64_t)number);
  put_location(json, check, organisation, &evidence->place, evidence->entity, evidence->id);
  put_message(json, "message", text);
  lde_json_close(json, '}');
}

/* The record that came nearest, then the evidence. */
static void put_all_related(lde_json *json, const lde_report_check *check,
                            const lde_format_item *item)
{
  const lde_finding *finding = item->finding;
  lde_buffer text = {0};
  size_t number = 0;

  lde_json_key_open(json, "relatedLocations", '[');
  if (finding->nearest) {
    lde_buffer_printf(&text, "%s:", LDE_TR(item->organisation->language, "closest", "dichtstbij"));
    for (size_t i = 0; i < finding->miss_count; i++)
      lde_buffer_printf(&text, "%s %s %s %s (%s)", i ? ";" : "", finding->misses[i].name,
                        finding->misses[i].operator, finding->misses[i].wanted,
                        finding->misses[i].has);
    put_related(json, check, item->organisation, finding->nearest, text.data, number++);
  }
  for (size_t i = 0; i < finding->evidence_count; i++) {
    const lde_finding_evidence *evidence = &finding->evidence[i];
    lde_buffer_truncate(&text, 0);
    lde_buffer_printf(&text, "%s:%s", evidence->entity, evidence->id);
    if (evidence->label && *evidence->label && strcmp(evidence->label, evidence->id) != 0)
      lde_buffer_printf(&text, " %s", evidence->label);
    put_related(json, check, item->organisation, evidence, text.data, number++);
  }
  lde_json_close(json, ']');
  lde_buffer_free(&text);
}

static void put_exception(lde_json *json, const lde_report_check *check,
                          const lde_format_item *item)
{
  const lde_exception *exception = item->finding->exception;
  char until[LDE_DATE_TEXT_SIZE];

  if (exception->place.file && *exception->place.file) {
    lde_json_key_open(json, "location", '{');
    put_location(json, check, item->organisation, &exception->place, "exceptions", exception->id);
    lde_json_close(json, '}');
  }
  lde_json_key_open(json, "properties", '{');
  lde_json_put_text(json, "by", exception->by);
  lde_json_put_text(json, "until", lde_date_print(exception->until, until));
  if (exception->has_limit)
    lde_json_put_number(json, "limit", exception->limit);
  lde_json_close(json, '}');
}

static void put_suppressions(lde_json *json, const lde_report_check *check,
                             const lde_format_item *item)
{
  lde_buffer why = {0};

  lde_json_key_open(json, "suppressions", '[');
  if (!lde_format_is_open(item->finding)) {
    lde_format_pardon(&why, item->finding, item->organisation->language);
    lde_json_open(json, '{');
    lde_json_put_text(json, "kind", "external");
    lde_json_put_text(json, "status", "accepted");
    lde_json_put_text(json, "justification", why.data);
    if (item->finding->exception)
      put_exception(json, check, item);
    lde_json_close(json, '}');
    lde_buffer_free(&why);
  }
  lde_json_close(json, ']');
}

static void put_if_any(lde_json *json, const char *key, const char *text)
{
  if (text && *text)
    lde_json_put_text(json, key, text);
}

static void put_properties(lde_json *json, const lde_report_check *check,
                           const lde_format_item *item)
{
  const lde_finding *finding = item->finding;

  lde_json_key_open(json, "properties", '{');
  if (check->several)
    lde_json_put_text(json, "folder", item->organisation->folder);
  put_if_any(json, "organisation", item->organisation->id);
  put_if_any(json, "year", item->organisation->year);
  put_if_any(json, "code", finding->code);
  put_if_any(json, "entity", finding->entity);
  put_if_any(json, "id", finding->id);
  put_if_any(json, "help", finding->help);
  lde_json_key_open(json, "path", '[');
  for (size_t i = 0; i < finding->path_count; i++)
    lde_json_text(json, finding->path[i]);
  lde_json_close(json, ']');
  lde_json_key_open(json, "values", '{');
  for (size_t i = 0; i < finding->value_count; i++)
    lde_json_put_text(json, finding->values[i].name, finding->values[i].text);
  lde_json_close(json, '}');
  if (finding->has_size)
    lde_json_put_number(json, "size", finding->size);
  lde_json_close(json, '}');
}

static void put_fingerprints(lde_json *json, const lde_report_check *check,
                             const lde_format_item *item)
{
  lde_buffer identity = {0};

  lde_format_identity(&identity, check, item);
  lde_json_key_open(json, "partialFingerprints", '{');
  lde_json_put_text(json, "ldengine/v1", item->finding->fingerprint);
  lde_json_put_text(json, "primaryLocationLineHash", identity.data); /* the one that GitHub reads */
  lde_json_close(json, '}');
  lde_buffer_free(&identity);
}

static void put_result(lde_json *json, const lde_report_check *check, const lde_format_item *item,
                       const rule_table *table)
{
  const lde_finding *finding = item->finding;

  lde_json_open(json, '{');
  lde_json_put_text(json, "ruleId", finding->rule);
  lde_json_put_integer(json, "ruleIndex", (int64_t)find_rule(table, finding->rule)->index);
  lde_json_put_text(json, "level", lde_severity_name(finding->severity));
  put_message(json, "message", finding->message);
  lde_json_key_open(json, "locations", '[');
  lde_json_open(json, '{');
  put_location(json, check, item->organisation, &finding->place, finding->entity, finding->id);
  lde_json_close(json, '}');
  lde_json_close(json, ']');
  put_all_related(json, check, item);
  put_fingerprints(json, check, item);
  put_suppressions(json, check, item);
  if (item->organisation->findings->has_baseline)
    lde_json_put_text(json, "baselineState", finding->known ? "unchanged" : "new");
  put_properties(json, check, item);
  lde_json_close(json, '}');
}

void lde_format_sarif(lde_buffer *out, const lde_report_check *check)
{
  lde_json json = {.out = out, .indented = true};
  lde_format_items items = lde_format_items_of(check);
  rule_table table = {0};
  lde_buffer run = {0};

  make_table(&table, check, &items);
  lde_json_open(&json, '{');
  lde_json_put_text(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  lde_json_put_text(&json, "version", "2.1.0");
  lde_json_key_open(&json, "runs", '[');
  lde_json_open(&json, '{');
  put_tool(&json, check, &table);
  lde_json_key_open(&json, "automationDetails", '{');
  lde_buffer_printf(&run, "ldengine/%s/",
                    check->several || !check->count
                        ? check->command
                        : lde_format_organisation(&check->organisations[0]));
  lde_json_put_text(&json, "id", run.data);
  lde_json_close(&json, '}');
  put_invocation(&json, check);
  lde_json_put_text(&json, "language", LDE_TR(check->language, "en", "nl"));
  lde_json_put_text(&json, "columnKind", "unicodeCodePoints");
  lde_json_key_open(&json, "results", '[');
  for (size_t i = 0; i < items.len; i++)
    put_result(&json, check, &items.data[i], &table);
  lde_json_close(&json, ']');
  lde_json_close(&json, '}');
  lde_json_close(&json, ']');
  lde_json_close(&json, '}');
  lde_buffer_putc(out, '\n');
  lde_vec_free(&table.rows);
  lde_free(table.sorted);
  lde_format_items_free(&items);
  lde_buffer_free(&run);
}
