/* What is known of the rules themselves, as rows of the model: rules look at these as at all other
 * data (is there a test, did a rule fail, was this found last year too). Rules with `last` run when
 * the findings and failures of all others are there. */
#include <string.h>

#include "model/value.h"
#include "rules/internal.h"

static int64_t intern(lde_dataset *ds, const char *text)
{
  return lde_strings_put(&ds->strings, text);
}

static void put_text(lde_dataset *ds, lde_table *table, int field, int32_t row, const char *text)
{
  if (text && *text)
    lde_table_put(table, field, row, intern(ds, text));
}

/* The rule files are places too. */
static int32_t source_of(lde_dataset *ds, const char *name, const char *path)
{
  lde_source source = {.name = lde_arena_strdup(&ds->arena, name),
                       .path = path ? lde_arena_strdup(&ds->arena, path) : NULL,
                       .entity = -1,
                       .kind = LDE_SOURCE_OTHER};

  for (size_t i = 0; i < ds->sources.len; i++)
    if (strcmp(ds->sources.data[i].name, name) == 0)
      return (int32_t)i;
  lde_vec_push(&ds->sources, source);
  return (int32_t)ds->sources.len - 1;
}

static void add_test(lde_dataset *ds, int32_t rule, lde_place place, const char *name, bool fires,
                     int outcome)
{
  lde_table *table = lde_dataset_table(ds, LDE_E(rule_test));
  int32_t row = lde_table_add(table, place);

  lde_put(ds, rule_test, rule, row, rule);
  lde_put(ds, rule_test, name, row, intern(ds, name));
  lde_put(ds, rule_test, expected, row,
          fires ? LDE_CHOICE_OF(rule_outcome, fires) : LDE_CHOICE_OF(rule_outcome, clean));
  if (outcome >= 0)
    lde_put(ds, rule_test, outcome, row, outcome);
}

/* The organisation's own examples are run here; those of packs were when they were made. */
static void add_tests(lde_rule *rule, int32_t row, lde_place place)
{
  lde_dataset *ds = rule->file->rules->dataset;
  lde_rule_examples examples = {0};
  size_t at = 0;

  if (!rule->file->pack)
    lde_rule_test(rule, &examples);
  for (int which = 0; which < 2; which++) {
    const lde_data *models = rule->examples[which];
    bool list = models && models->kind == LDE_DATA_LIST && models->as.items.count;
    size_t count = !models ? 0 : list ? models->as.items.count : 1;
    for (size_t i = 0; i < count; i++) {
      const lde_rule_example *one = at < examples.items.len ? &examples.items.data[at++] : NULL;
      char name[32] = "clean";
      int outcome = !one          ? -1
                    : one->broken ? LDE_CHOICE_OF(rule_outcome, unknown)
                    : one->passed == (which == 0) ? LDE_CHOICE_OF(rule_outcome, fires)
                                                  : LDE_CHOICE_OF(rule_outcome, clean);
      snprintf(name, sizeof name, list ? "%s %zu" : "%s", which ? "clean" : "fires", i + 1);
      add_test(ds, row, place, name, which == 0, outcome);
    }
  }
  lde_rule_examples_free(&examples);
}

static int32_t add_rule(lde_rule *rule, lde_place place)
{
  lde_dataset *ds = rule->file->rules->dataset;
  lde_table *table = lde_dataset_table(ds, LDE_E(rule));
  int32_t row = lde_table_add(table, place);

  lde_put(ds, rule, id, row, intern(ds, rule->id));
  lde_codes_add(&table->by_id, (int32_t)lde_get(ds, rule, id, row), row);
  put_text(ds, table, LDE_F(rule, label_en), row, rule->title[LDE_ENGLISH]);
  put_text(ds, table, LDE_F(rule, label_nl), row, rule->title[LDE_DUTCH]);
  put_text(ds, table, LDE_F(rule, code), row, rule->code);
  put_text(ds, table, LDE_F(rule, pack), row, rule->file->pack);
  if (rule->step)
    lde_put(ds, rule, step, row, rule->step);
  return row;
}

void lde_rules_record(lde_rules *rules)
{
  bool tests = false;

  if (lde_count(rules->dataset, rule) > 0) /* an earlier set over this dataset did */
    return;
  for (size_t i = 0; i < rules->all.len; i++) {
    const lde_rule *rule = rules->all.data[i]; /* a once says by `each` what it reads, too */
    const lde_entity *rows = rule->each ? rule->each : lde_rule_rows_of(rule);
    tests =
        tests ||
        (lde_rule_is_asked(rule) &&
         (rule->last || (rows && (rows->index == LDE_E(rule) || rows->index == LDE_E(rule_test)))));
  }
  for (size_t i = 0; i < rules->all.len; i++) {
    lde_rule *rule = rules->all.data[i];
    lde_place place = {source_of(rules->dataset, rule->file->name, rule->file->path),
                       (uint32_t)rule->line, 1};
    if (rule->replaced || (rule->setting && rule->setting->kind == LDE_RULE_OFF))
      continue;
    rule->row = add_rule(rule, place);
    if (tests)
      add_tests(rule, rule->row, place);
  }
}

void lde_rules_record_failure(const lde_rule *rule, const char *message)
{
  lde_dataset *ds = rule->file->rules->dataset;

  if (rule->row < 0)
    return;
  lde_put(ds, rule, failed, rule->row, 1);
  lde_put(ds, rule, trouble, rule->row, intern(ds, message));
}

static void add_findings(lde_dataset *ds, int32_t run, const lde_findings *findings)
{
  for (size_t i = 0; i < findings->items.len; i++) {
    const lde_finding *from = &findings->items.data[i];
    int32_t source = *from->place.file ? source_of(ds, from->place.file, from->place.open) : -1;
    lde_finding_put_row(ds, run, (lde_place){source, from->place.line, from->place.column}, from);
  }
}

void lde_rules_record_findings(lde_rules *rules, const lde_findings *findings,
                               const lde_findings *others)
{
  lde_dataset *ds = rules->dataset;
  int32_t run = lde_rule_run_put_row(ds, "current", "check", ds->year);

  lde_put(ds, rule_run, run_date, run, ds->today);
  add_findings(ds, run, findings);
  add_findings(ds, run, others);
  lde_dataset_forget_inverses(ds, LDE_E(finding));
  lde_dataset_forget_inverses(ds, LDE_E(rule_test));
}
