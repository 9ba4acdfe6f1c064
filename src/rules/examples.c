/* Examples of rules: the small models `fires` and `clean`, as native tables that become datasets
 * through the schema. Values count as rules see them: money in minor units, dates as texts,
 * references as ids. Required fields may be missing; names, types and references are checked. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "model/resolve.h"
#include "model/value.h"
#include "rules/internal.h"

typedef struct building {
  const lde_rules *rules;
  lde_dataset *dataset;
  lde_buffer *problem; /* the first; empty = none */
  uint32_t line;
  bool written; /* texts stand as in a file */
} building;

static bool complain(building *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool complain(building *b, const char *format, ...)
{
  va_list args;

  va_start(args, format);
  if (b->problem->len == 0)
    lde_buffer_vprintf(b->problem, format, args);
  va_end(args);
  return false;
}

/* ---- the dataset ---- */

/* The schema of the organisation, with its own fields and entities, for a dataset of its own. */
static lde_schema *copy_schema(const lde_schema *from)
{
  lde_schema *schema = lde_schema_new();

  for (size_t e = 0; e < from->entities.len; e++)
    if (from->entities.data[e]->own)
      lde_schema_add_entity(schema, from->entities.data[e]->plural,
                            from->entities.data[e]->id_kind);
  for (size_t e = 0; e < from->entities.len; e++) {
    const lde_entity *entity = from->entities.data[e];
    lde_entity *to = lde_schema_find(schema, entity->plural);
    for (int f = 0; to && f < entity->field_count; f++)
      if (entity->fields[f].flags & LDE_OWN)
        lde_schema_add_field(schema, to, &entity->fields[f]);
  }
  lde_schema_finish(schema);
  return schema;
}

static lde_dataset *new_dataset(const lde_rules *rules, const char *name)
{
  const lde_dataset *from = rules->dataset;
  lde_dataset *ds = lde_dataset_new(copy_schema(from->schema));
  lde_source source = {
      .name = lde_arena_strdup(&ds->arena, name), .entity = -1, .kind = LDE_SOURCE_OTHER};

  ds->language = from->language;
  memcpy(ds->currency, from->currency, sizeof ds->currency);
  ds->currency_decimals = from->currency_decimals;
  ds->year = "2027"; /* examples have a year of their own, so that they hold in every project */
  ds->year_first = lde_date_from_civil(2027, 1, 1);
  ds->year_last = lde_date_from_civil(2027, 12, 31);
  ds->today = ds->year_first;
  ds->lambda = from->lambda;
  lde_vec_push(&ds->sources, source);
  return ds;
}

/* ---- values ---- */

/* A Lua value as the text that a file would have. */
static bool print_data(building *b, const lde_field *field, const lde_data *data, lde_buffer *out)
{
  lde_type type = field->type;
  bool text = data->kind == LDE_DATA_TEXT,
       number = data->kind == LDE_DATA_NUMBER || data->kind == LDE_DATA_INTEGER;
  bool fits = b->written && text     ? true
              : type == LDE_TYPE_BOOL ? data->kind == LDE_DATA_BOOL
              : type == LDE_TYPE_LEVEL ? text || data->kind == LDE_DATA_INTEGER
              : type == LDE_TYPE_SHARE || type == LDE_TYPE_FTE || type == LDE_TYPE_NUMBER ? number
              : type == LDE_TYPE_MONEY || type == LDE_TYPE_INTEGER || type == LDE_TYPE_MINUTES
                  ? data->kind == LDE_DATA_INTEGER ||
                        (data->kind == LDE_DATA_NUMBER && data->as.number == floor(data->as.number))
                  : text || (type == LDE_TYPE_PERIOD && number);

  if (!fits)
    return complain(b,
                    LDE_TR(b->rules->lang, "%s.%s is not of type %s", "%s.%s is niet van type %s"),
                    field->entity->plural, field->name, lde_type_name(type));
  if (text)
    lde_buffer_append(out, data->as.text.bytes, data->as.text.len);
  else if (data->kind == LDE_DATA_BOOL)
    lde_buffer_puts(out, data->as.truth ? "true" : "false");
  else if (type == LDE_TYPE_MONEY)
    lde_decimal_print_fixed(
        out, data->kind == LDE_DATA_INTEGER ? data->as.integer : (int64_t)data->as.number,
        b->dataset->currency_decimals);
  else if (data->kind == LDE_DATA_INTEGER)
    lde_buffer_printf(out, "%lld", (long long)data->as.integer);
  else if (fabs(data->as.number) < 1e12)
    lde_decimal_print(out, llround(data->as.number * 1e6), 6);
  return true;
}

static bool parse_one(building *b, const lde_field *field, const lde_data *data, int64_t *value)
{
  static const lde_dialect dialect = LDE_DIALECT_INIT;
  lde_parse parse = {.dataset = b->dataset, .dialect = &dialect};
  lde_buffer text = {0};
  bool ok = print_data(b, field, data, &text);

  if (ok && !lde_value_parse(&parse, field, lde_buffer_text(&text), text.len, value))
    ok = complain(b, "%s.%s: %s", field->entity->plural, field->name,
                  lde_buffer_text(&parse.mistake.message));
  lde_mistake_deinit(&parse.mistake);
  lde_buffer_free(&text);
  return ok;
}

/* A map is a list of triples key, kind, payload. */
static void put_map(building *b, lde_table *table, const lde_field *field, int32_t row,
                    const lde_data *map)
{
  lde_strings *strings = &b->dataset->strings;

  for (const lde_data *item = map->as.items.first; item; item = item->next) {
    enum lde_map_kind kind = item->kind == LDE_DATA_TEXT   ? LDE_MAP_TEXT
                             : item->kind == LDE_DATA_BOOL ? LDE_MAP_BOOL
                                                           : LDE_MAP_NUMBER;
    lde_buffer text = {0};
    if (item->kind == LDE_DATA_TEXT)
      lde_buffer_puts(&text, item->as.text.bytes);
    else if (item->kind == LDE_DATA_INTEGER)
      lde_buffer_printf(&text, "%lld", (long long)item->as.integer);
    else if (item->kind == LDE_DATA_NUMBER && fabs(item->as.number) < 1e12)
      lde_decimal_print(&text, llround(item->as.number * 1e6), 6);
    lde_table_append(table, field->index, row,
                     lde_strings_intern(strings, item->key ? item->key : "", item->key_len));
    lde_table_append(table, field->index, row, (int32_t)kind);
    lde_table_append(table, field->index, row,
                     kind == LDE_MAP_BOOL
                         ? (int32_t)item->as.truth
                         : lde_strings_intern(strings, lde_buffer_text(&text), text.len));
    lde_buffer_free(&text);
  }
}

static void put_value(building *b, lde_table *table, const lde_field *field, int32_t row,
                      const lde_data *data)
{
  int64_t value;

  if (field->flags & LDE_DERIVED) {
    complain(b,
             LDE_TR(b->rules->lang, "%s.%s is computed; write what it is computed from",
                    "%s.%s wordt berekend; schrijf waar het uit volgt"),
             table->entity->plural, field->name);
  } else if (field->type == LDE_TYPE_MAP && data->kind == LDE_DATA_OBJECT) {
    put_map(b, table, field, row, data);
  } else if (field->flags & LDE_LIST) {
    if (data->kind != LDE_DATA_LIST)
      complain(b, LDE_TR(b->rules->lang, "%s.%s is a list: {…}", "%s.%s is een lijst: {…}"),
               table->entity->plural, field->name);
    for (const lde_data *item = data->kind == LDE_DATA_LIST ? data->as.items.first : NULL; item;
         item = item->next)
      if (parse_one(b, field, item, &value))
        lde_table_append(table, field->index, row, (int32_t)value);
  } else if (parse_one(b, field, data, &value)) {
    lde_table_put(table, field->index, row, value);
  }
}

/* ---- records ---- */

static void add_records(building *b, const lde_entity *entity, const lde_data *list,
                        const lde_field *parent, const lde_data *parent_id);

/* Children under the name of a relation refer to the record around them. */
static void add_children(building *b, const lde_relation *relation, const lde_data *record,
                         const lde_data *children)
{
  const lde_data *id = lde_data_member(record, "id");

  if (!id || id->kind != LDE_DATA_TEXT)
    complain(
        b,
        LDE_TR(b->rules->lang, "%s under a record without an id", "%s onder een gegeven zonder id"),
        relation->name);
  else
    add_records(b, relation->field->entity, children, relation->field, id);
}

static void add_record(building *b, const lde_entity *entity, const lde_data *record,
                       const lde_field *parent, const lde_data *parent_id)
{
  lde_table *table = lde_dataset_table(b->dataset, entity->index);
  int32_t row = lde_table_add(table, (lde_place){0, b->line, 1});

  if (parent)
    put_value(b, table, parent, row, parent_id);
  for (const lde_data *item = record->as.items.first; item; item = item->next) {
    lde_suggestion suggestion = {.wanted = item->key ? item->key : "?"};
    const lde_field *field = lde_entity_field(entity, suggestion.wanted);
    const lde_relation *relation = field ? NULL : lde_entity_relation(entity, suggestion.wanted);
    lde_buffer help = {0};
    if (field && field->flags & LDE_VIRTUAL)
      field = lde_entity_field(entity, b->rules->lang == LDE_DUTCH ? "label_nl" : "label_en");
    if (field) {
      put_value(b, table, field, row, item);
    } else if (relation) {
      add_children(b, relation, record, item);
    } else {
      lde_name_suggest(entity, &suggestion);
      lde_suggestion_print(&help, &suggestion, b->rules->lang);
      complain(b,
               LDE_TR(b->rules->lang, "%s have no field '%s'; %s", "%s hebben geen veld '%s'; %s"),
               entity->plural, suggestion.wanted, lde_buffer_text(&help));
    }
    lde_buffer_free(&help);
  }
}

static void add_records(building *b, const lde_entity *entity, const lde_data *list,
                        const lde_field *parent, const lde_data *parent_id)
{
  if (entity->origin == LDE_ORIGIN_DERIVED) {
    complain(b,
             LDE_TR(b->rules->lang, "%s are computed; write what they are computed from",
                    "%s worden berekend; schrijf waar ze uit volgen"),
             entity->plural);
    return;
  }
  if (list->kind != LDE_DATA_LIST)
    complain(b, LDE_TR(b->rules->lang, "%s is a list of records", "%s is een lijst van gegevens"),
             entity->plural);
  for (const lde_data *item = list->kind == LDE_DATA_LIST ? list->as.items.first : NULL; item;
       item = item->next)
    if (item->kind == LDE_DATA_OBJECT || (item->kind == LDE_DATA_LIST && item->as.items.count == 0))
      add_record(b, entity, item, parent, parent_id);
    else
      complain(b,
               LDE_TR(b->rules->lang, "%s holds something that is no record",
                      "%s bevat iets dat geen gegeven is"),
               entity->plural);
}

/* `today = "2027-06-01"`, `year = 2028` and `params = {…}` beside the entities. */
static bool take_setting(building *b, const lde_data *item)
{
  lde_dataset *ds = b->dataset;
  bool is_text = item->kind == LDE_DATA_TEXT;
  const char *key = item->key ? item->key : "";

  if (strcmp(key, "severity") == 0) { /* compared with that of the first finding */
    if (!is_text)
      complain(b, "%s",
               LDE_TR(b->rules->lang, "severity is error, warning or note",
                      "severity is error, warning of note"));
    return true;
  }
  if (strcmp(key, "params") == 0) { /* judge gives them to the rule */
    if (item->kind != LDE_DATA_OBJECT)
      complain(b, "%s",
               LDE_TR(b->rules->lang, "params is a table of settings",
                      "params is een tabel van instellingen"));
    return true;
  }
  if (strcmp(key, "today") == 0) {
    if (!is_text || !lde_date_parse(item->as.text.bytes, item->as.text.len, &ds->today, NULL))
      complain(b, "%s", LDE_TR(b->rules->lang, "today is a date", "today is een datum"));
    return true;
  }
  if (strcmp(key, "year") != 0)
    return false;
  ds->year = is_text ? lde_arena_strdup(&ds->arena, item->as.text.bytes)
             : item->kind == LDE_DATA_INTEGER
                 ? lde_arena_printf(&ds->arena, "%04lld", (long long)item->as.integer)
                 : "";
  if (!lde_period_parse(ds->year, strlen(ds->year), &ds->year_first, &ds->year_last))
    complain(b, "%s", LDE_TR(b->rules->lang, "year is a plan year", "year is een planjaar"));
  if (ds->today == lde_date_from_civil(2027, 1, 1)) /* not written */
    ds->today = ds->year_first;
  return true;
}

/* What is left out is fine in an example; the rest must be right. */
static void resolve(building *b)
{
  lde_diagnostics found = {.language = b->rules->lang};
  size_t missing = 0;

  lde_dataset_resolve(b->dataset, &found);
  for (size_t i = 0; i < found.items.len; i++)
    if (strcmp(found.items.data[i].code, "load/required") == 0)
      missing++;
    else if (found.items.data[i].severity == LDE_ERROR)
      complain(b, "%s", found.items.data[i].message);
  if (missing && b->problem->len == 0)
    lde_dataset_derive(b->dataset);
  lde_diagnostics_free(&found);
}

static void build(building *b, const lde_data *example)
{
  if (example->kind != LDE_DATA_OBJECT && example->as.items.count)
    complain(b, "%s",
             LDE_TR(b->rules->lang, "an example is a table of entities, or a list of such tables",
                    "een voorbeeld is een tabel van entiteiten, of een lijst daarvan"));
  for (const lde_data *item = example->as.items.first; item; item = item->next) {
    lde_suggestion suggestion = {.wanted = item->key ? item->key : "?"};
    const lde_schema *schema = b->dataset->schema;
    const lde_entity *entity = lde_schema_find(schema, suggestion.wanted);
    lde_buffer help = {0};
    if (take_setting(b, item))
      continue;
    for (size_t e = 0; !entity && e < schema->entities.len; e++)
      lde_suggestion_offer(&suggestion, schema->entities.data[e]->plural);
    if (entity)
      add_records(b, entity, item, NULL, NULL);
    else {
      lde_suggestion_print(&help, &suggestion, b->rules->lang);
      complain(
          b, LDE_TR(b->rules->lang, "there is no entity '%s'; %s", "er is geen entiteit '%s'; %s"),
          suggestion.wanted, lde_buffer_text(&help));
    }
    lde_buffer_free(&help);
  }
  if (b->problem->len == 0)
    resolve(b);
}

void lde_example_build(lde_example_model *model, const lde_rules *rules, const char *name,
                       uint32_t line, const lde_data *data, bool written)
{
  building b = {.rules = rules,
                .dataset = new_dataset(rules, name),
                .problem = &model->problem,
                .line = line,
                .written = written};

  model->dataset = b.dataset;
  build(&b, data);
}

void lde_example_free(lde_example_model *model)
{
  lde_dataset_free(model->dataset);
  lde_buffer_free(&model->problem);
}

/* ---- running ---- */

static void execute(const lde_trial *trial, lde_rule *rule, lde_verdict *out)
{
  lde_rule_run run = {.arena = &out->arena, .defaults = !trial->params};
  lde_sandbox *sandbox = lde_script_sandbox(rule->file->script);
  lde_failure failure = {0};

  lde_rule_run_init(&run, rule);
  run.cover = trial->bytes ? NULL : lde_cover_of(trial->rule);
  if (run.cover)
    lde_cover_trace(run.cover, sandbox);
  if (lde_rule_execute(&run, &failure) != LDE_OUTCOME_OK)
    lde_buffer_printf(&out->problem, failure.line ? "%s (%s:%d)" : "%s", failure.message,
                      failure.file, failure.line);
  out->steps = lde_sandbox_steps(sandbox);
  for (size_t i = 0; i < run.found.len; i++)
    lde_vec_push(&out->found, run.found.data[i]);
  lde_rule_run_deinit(&run);
}

void lde_trial_run(const lde_trial *trial, lde_dataset *dataset, lde_verdict *out)
{
  const lde_rule_file *file = trial->rule->file;
  lde_rules_options options = {.script = file->rules->options.script};
  lde_rule_file *again;
  lde_rules *rules;

  options.script.defaults = trial->params;
  options.script.params = NULL;
  options.script.params_set_count = 0;
  if (trial->steps)
    options.script.limits.steps = trial->steps;
  rules = lde_rules_new(dataset, &options);
  again = lde_rule_file_load(rules, file->pack, file->name, file->path,
                             trial->bytes ? trial->bytes : file->bytes,
                             trial->bytes ? trial->len : file->len, NULL);
  out->refused = again->failed || again->items.len != file->items.len;
  if (out->refused)
    lde_buffer_puts(&out->problem, LDE_TR(rules->lang, "the file cannot be read again",
                                          "het bestand is niet opnieuw te lezen"));
  else
    execute(trial, again->items.data[trial->rule->number - 1], out);
  lde_rule_file_free(again);
  lde_rules_free(rules);
}

void lde_verdict_free(lde_verdict *verdict)
{
  lde_vec_free(&verdict->found);
  lde_buffer_free(&verdict->problem);
  lde_arena_free(&verdict->arena);
}

/* Fills whether it went as it should, and what it said. */
static void judge(const lde_rule *rule, const lde_data *model, const lde_verdict *verdict,
                  lde_rule_example *example, lde_buffer *problem)
{
  lde_language lang = rule->file->rules->lang;
  const lde_data *wanted = lde_data_member(model, "severity");
  const char *said = verdict->found.len ? verdict->found.data[0].message : "";
  const char *severity =
      verdict->found.len ? lde_severity_name(verdict->found.data[0].severity) : NULL;

  example->passed = (verdict->found.len > 0) == example->fires;
  if (!example->passed)
    lde_buffer_puts(problem, example->fires ? LDE_TR(lang, "nothing is found in it",
                                                     "er wordt niets in gevonden")
                                            : said);
  if (example->passed && wanted && severity &&
      (wanted->kind != LDE_DATA_TEXT || strcmp(wanted->as.text.bytes, severity) != 0)) {
    example->passed = false;
    lde_buffer_printf(problem, LDE_TR(lang, "the severity is %s", "de zwaarte is %s"), severity);
  }
  if (example->passed)
    lde_buffer_puts(problem, said);
}

static void run_example(const lde_rule *rule, bool fires, int number, const lde_data *model,
                        lde_rule_examples *out)
{
  lde_example_model built = {0};
  lde_trial trial = {.rule = rule, .params = lde_data_member(model, "params")};
  lde_verdict verdict = {0};
  lde_rule_example example = {.rule = lde_arena_strdup(&out->arena, rule->id),
                              .fires = fires,
                              .number = number,
                              .file = lde_arena_strdup(&out->arena, rule->file->name),
                              .line = rule->line};
  lde_buffer said = {0};

  lde_example_build(&built, rule->file->rules, rule->file->name, (uint32_t)rule->line, model,
                    false);
  if (built.problem.len == 0)
    lde_trial_run(&trial, built.dataset, &verdict);
  example.broken = built.problem.len > 0 || verdict.problem.len > 0;
  if (example.broken)
    lde_buffer_puts(&said, lde_buffer_text(built.problem.len ? &built.problem : &verdict.problem));
  else
    judge(rule, model, &verdict, &example, &said);
  example.message = lde_arena_strdup(&out->arena, lde_buffer_text(&said));
  out->failed += !example.passed;
  lde_vec_push(&out->items, example);
  lde_example_free(&built);
  lde_verdict_free(&verdict);
  lde_buffer_free(&said);
}

static void run_examples(const lde_rule *rule, bool fires, lde_rule_examples *out)
{
  const lde_data *models = rule->examples[fires ? 0 : 1];
  int number = 0;

  if (models && models->kind == LDE_DATA_LIST && models->as.items.count)
    for (const lde_data *model = models->as.items.first; model; model = model->next)
      run_example(rule, fires, ++number, model, out);
  else if (models)
    run_example(rule, fires, 0, models, out);
}

void lde_rule_test(const lde_rule *rule, lde_rule_examples *out)
{
  run_examples(rule, true, out);
  run_examples(rule, false, out);
}

void lde_rules_test(lde_rules *rules, lde_rule_examples *out)
{
  for (size_t i = 0; i < rules->all.len; i++)
    if (!rules->all.data[i]->replaced)
      lde_rule_test(rules->all.data[i], out);
}

void lde_rule_examples_free(lde_rule_examples *examples)
{
  lde_vec_free(&examples->items);
  lde_arena_free(&examples->arena);
}
