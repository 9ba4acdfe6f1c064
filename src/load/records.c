#include "load/records.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "load/source.h"
#include "model/value.h"

/* The record being read. */
typedef struct record {
  const lde_records *all;
  lde_table *table;
  int32_t row;
} record;

static lde_language lang_of(const lde_records *all)
{
  return all->to->found->language;
}

static lde_place place_of(const lde_records *all, const lde_node *node)
{
  return (lde_place){all->source, node->line, node->column};
}

const lde_field *lde_field_written(const lde_entity *entity, const char *name,
                                   lde_language language)
{
  const lde_field *field = lde_entity_field(entity, name);
  if (field && field->flags & LDE_VIRTUAL)
    return lde_entity_field(entity, language == LDE_DUTCH ? "label_nl" : "label_en");
  return field;
}

void lde_records_suggest_entity(const lde_schema *schema, lde_suggestion *suggestion)
{
  for (size_t e = 0; e < schema->entities.len; e++)
    if (schema->entities.data[e]->origin == LDE_ORIGIN_WRITTEN)
      lde_suggestion_offer(suggestion, schema->entities.data[e]->plural);
}

void lde_records_suggest_field(const lde_entity *entity, lde_suggestion *suggestion)
{
  for (int f = 0; f < entity->field_count; f++)
    if (!(entity->fields[f].flags & LDE_DERIVED))
      lde_suggestion_offer(suggestion, entity->fields[f].name);
  for (size_t i = 0; i < entity->relations.len; i++)
    if (entity->relations.data[i].field->entity->origin == LDE_ORIGIN_WRITTEN)
      lde_suggestion_offer(suggestion, entity->relations.data[i].name);
}

/* Values */

static bool is_numeric(lde_type type)
{
  return type == LDE_TYPE_MONEY || type == LDE_TYPE_SHARE || type == LDE_TYPE_FTE ||
         type == LDE_TYPE_NUMBER || type == LDE_TYPE_INTEGER || type == LDE_TYPE_MINUTES;
}

/* Text in quotes is text. Times, durations and percentages may stand in quotes, where their ':' or '%'
 * shows what they are. */
static bool quotes_fit(const lde_field *field, const lde_node *node)
{
  if (node->plain)
    return true;
  if (field->type == LDE_TYPE_DATE || field->type == LDE_TYPE_BOOL)
    return false;
  return !is_numeric(field->type) || strpbrk(node->text, "h:u%") != NULL;
}

static bool complain_shape(const record *r, const lde_field *field, const lde_node *node)
{
  lde_language lang = lang_of(r->all);
  bool list = field->flags & LDE_LIST;
  const char *wanted = list ? LDE_TR(lang, "a list", "een lijst")
                       : field->type == LDE_TYPE_MAP
                           ? LDE_TR(lang, "a map", "een reeks sleutels")
                           : LDE_TR(lang, "a single value", "één waarde");
  lde_buffer help = {0};

  if (list && node->kind == LDE_NODE_SCALAR)
    lde_buffer_printf(&help, LDE_TR(lang, "write %s: [%s]", "schrijf %s: [%s]"), field->name,
                      node->text);
  lde_complain(r->all->to, node, "load/type", lde_buffer_text(&help),
               LDE_TR(lang, "%s must be %s, not %s", "%s moet %s zijn en is nu %s"), field->name,
               wanted, lde_node_kind_name(node, lang));
  lde_buffer_free(&help);
  return false;
}

static bool parse_value(const record *r, const lde_field *field, const lde_node *node,
                        int64_t *value)
{
  static const lde_dialect dialect = LDE_DIALECT_INIT;
  lde_parse parse = {.dataset = r->all->dataset, .dialect = &dialect};
  lde_language lang = lang_of(r->all);
  bool ok;

  if (!quotes_fit(field, node))
    return lde_complain(r->all->to, node, "load/type",
                        LDE_TR(lang, "leave the quotes out", "laat de aanhalingstekens weg"),
                        LDE_TR(lang, "%s is text because of its quotes",
                               "%s is door de aanhalingstekens een tekst"),
                        field->name);
  if (node->len == 0 && field->type != LDE_TYPE_TEXT)
    return lde_complain(r->all->to, node, "load/type",
                        LDE_TR(lang, "leave the key out when there is no value",
                               "laat de sleutel weg als er geen waarde is"),
                        LDE_TR(lang, "%s is an empty text", "%s is een lege tekst"), field->name);
  if (field->type == LDE_TYPE_LEVEL && !node->plain) {
    *value = LDE_LEVEL_PENDING(
        lde_strings_intern(&r->all->dataset->strings, node->text, node->len));
    return true;
  }
  ok = lde_value_parse(&parse, field, node->text, node->len, value);
  if (!ok) {
    const char *message = lde_buffer_text(&parse.mistake.message);
    bool named = strstr(message, field->name) != NULL;
    lde_complain(r->all->to, node, parse.mistake.code, lde_buffer_text(&parse.mistake.help),
                 "%s%s%s", named ? "" : field->name, named ? "" : ": ", message);
  }
  lde_mistake_deinit(&parse.mistake);
  return ok;
}

bool lde_map_member(lde_strings *strings, const lde_node *member, int32_t triple[3])
{
  int64_t number;

  if (member->kind != LDE_NODE_SCALAR || lde_node_is_null(member))
    return false;
  triple[0] = lde_strings_put(strings, member->key);
  triple[1] = LDE_MAP_TEXT;
  triple[2] = lde_strings_intern(strings, member->text, member->len);
  if (member->plain &&
      lde_decimal_parse(member->text, member->len, '.', 0, 6, &number) == LDE_DECIMAL_OK) {
    lde_buffer digits = {0};
    lde_decimal_print(&digits, number, 6);
    triple[1] = LDE_MAP_NUMBER;
    triple[2] = lde_strings_intern(strings, digits.data, digits.len);
    lde_buffer_free(&digits);
  } else if (member->plain &&
             (strcmp(member->text, "true") == 0 || strcmp(member->text, "false") == 0)) {
    triple[1] = LDE_MAP_BOOL;
    triple[2] = member->text[0] == 't';
  }
  return true;
}

static void put_map(const record *r, const lde_field *field, const lde_node *map)
{
  int32_t triple[3];

  for (const lde_node *member = map->first; member; member = member->next) {
    if (member->kind != LDE_NODE_SCALAR)
      lde_complain(r->all->to, member, "load/type", NULL,
                   LDE_TR(lang_of(r->all), "%s.%s must be a single value",
                          "%s.%s moet één waarde zijn"),
                   field->name, member->key);
    else if (lde_map_member(&r->all->dataset->strings, member, triple))
      for (int i = 0; i < 3; i++)
        lde_table_append(r->table, field->index, r->row, triple[i]);
  }
}

static void put_list(const record *r, const lde_field *field, const lde_node *list)
{
  int64_t value;
  for (const lde_node *item = list->first; item; item = item->next) {
    if (item->kind != LDE_NODE_SCALAR || lde_node_is_null(item))
      lde_complain(r->all->to, item, "load/type", NULL,
                   LDE_TR(lang_of(r->all), "an item of %s must be a single value, not %s",
                          "een onderdeel van %s moet één waarde zijn en is nu %s"),
                   field->name, lde_node_kind_name(item, lang_of(r->all)));
    else if (parse_value(r, field, item, &value))
      lde_table_append(r->table, field->index, r->row, (int32_t)value);
  }
}

/* A record may be in a currency of its own; that amounts in several meet is for the checks to say. */
static bool is_currency(const record *r, const lde_field *field, const lde_node *node)
{
  lde_language lang = lang_of(r->all);

  if (strcmp(field->name, "currency") != 0 || field->flags & LDE_OWN ||
      r->table->entity->index == LDE_E(organisation) ||
      (strlen(node->text) == 3 && strspn(node->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3))
    return true;
  return lde_complain(r->all->to, node, "load/range",
                      LDE_TR(lang, "write it as EUR or USD", "schrijf haar als EUR of USD"),
                      LDE_TR(lang, "'%s' is no currency of three capital letters",
                             "'%s' is geen valuta van drie hoofdletters"),
                      node->text);
}

static void put_scalar(const record *r, const lde_field *field, const lde_node *node)
{
  int64_t value;

  if (!is_currency(r, field, node))
    return;
  if (parse_value(r, field, node, &value))
    lde_table_put(r->table, field->index, r->row, value);
  else if (field->flags & (LDE_REQUIRED | LDE_KEY) && field->type != LDE_TYPE_TEXT &&
           field->type != LDE_TYPE_REFERENCE && field->type != LDE_TYPE_REF &&
           field->type != LDE_TYPE_PERIOD)
    lde_table_put(r->table, field->index, r->row, 0); /* not also reported as missing */
}

static void put_field(const record *r, const lde_field *field, const lde_node *node)
{
  const lde_records *all = r->all;
  lde_language lang = lang_of(all);
  lde_place row_place = lde_table_place(r->table, r->row), place = place_of(all, node);

  if (field->flags & LDE_DERIVED) {
    lde_complain_key(all->to, node, "load/unknown-key",
                     LDE_TR(lang, "remove it", "haal het weg"),
                     LDE_TR(lang, "%s is computed and cannot be written",
                            "%s wordt berekend en kan niet worden opgeschreven"),
                     field->name);
    return;
  }
  if (lde_table_has(r->table, field->index, r->row)) {
    lde_complain_key(all->to, node, "load/duplicate",
                     LDE_TR(lang, "keep one of the two", "laat er één staan"),
                     LDE_TR(lang, "%s is already given for this record",
                            "%s is voor dit gegeven al opgegeven"),
                     field->name);
    return;
  }
  if (lde_node_is_null(node))
    return;
  if (field->flags & LDE_LIST ? node->kind != LDE_NODE_LIST
      : field->type == LDE_TYPE_MAP ? node->kind != LDE_NODE_MAP
                                    : node->kind != LDE_NODE_SCALAR) {
    complain_shape(r, field, node);
    return;
  }
  if (field->flags & LDE_LIST)
    put_list(r, field, node);
  else if (field->type == LDE_TYPE_MAP)
    put_map(r, field, node);
  else
    put_scalar(r, field, node);
  if (lde_table_has(r->table, field->index, r->row) &&
      (place.line != row_place.line || place.column != row_place.column))
    lde_table_put_place(r->table, field->index, r->row, place);
}

/* Nested records */

/* What a reference to the record is written as; false when it has no id yet. */
static bool reference_to(const record *parent, const lde_field *field, lde_buffer *out)
{
  if (parent->table->entity->id_kind == LDE_ID_OWN_ID &&
      !lde_table_has(parent->table, LDE_F_ID, parent->row))
    return false;
  if (field->type == LDE_TYPE_REF)
    lde_buffer_printf(out, "%s:", parent->table->entity->plural);
  lde_row_id(parent->all->dataset, parent->table, parent->row, out);
  return true;
}

static void read_record(const lde_records *all, const lde_entity *entity, const lde_node *map,
                        const record *parent, const lde_field *link);

static void read_children(const record *r, const lde_relation *relation, const lde_node *node)
{
  lde_language lang = lang_of(r->all);
  const lde_entity *entity = relation->field->entity;

  if (lde_node_is_null(node))
    return;
  if (entity->origin != LDE_ORIGIN_WRITTEN || relation->field->flags & LDE_DERIVED) {
    lde_complain_key(r->all->to, node, "load/unknown-key",
                     LDE_TR(lang, "remove it", "haal het weg"),
                     LDE_TR(lang, "%s are made by the program and cannot be written",
                            "%s worden door het programma gemaakt en kunnen niet worden "
                            "opgeschreven"),
                     relation->name);
    return;
  }
  if (node->kind != LDE_NODE_LIST) {
    lde_complain(r->all->to, node, "load/type",
                 LDE_TR(lang, "begin every record with '- '", "begin elk gegeven met '- '"),
                 LDE_TR(lang, "%s must be a list of records, not %s",
                        "%s moet een lijst van gegevens zijn en is nu %s"),
                 relation->name, lde_node_kind_name(node, lang));
    return;
  }
  for (const lde_node *item = node->first; item; item = item->next)
    read_record(r->all, entity, item, r, relation->field);
}

/* `goal: g1` and `goals: [g1, g2]` of a need: contributions of the whole share, as an assumption. */
static bool read_goals_of_need(const record *r, const lde_node *node)
{
  bool one = strcmp(node->key, "goal") == 0;
  lde_dataset *dataset = r->all->dataset;
  lde_table *table = lde_dataset_table(dataset, LDE_E(goal_contribution));
  lde_buffer id = {0};
  const lde_node *item = one ? node : node->first;

  if (r->table->entity->index != LDE_E(need) || (!one && strcmp(node->key, "goals") != 0))
    return false;
  if (lde_node_is_null(node))
    return true;
  if (node->kind != (one ? LDE_NODE_SCALAR : LDE_NODE_LIST)) {
    lde_language lang = lang_of(r->all);
    lde_complain(r->all->to, node, "load/type",
                 LDE_TR(lang, "write goal: g1 or goals: [g1, g2]",
                        "schrijf goal: g1 of goals: [g1, g2]"),
                 LDE_TR(lang, "%s cannot be %s", "%s kan niet %s zijn"), node->key,
                 lde_node_kind_name(node, lang));
    return true;
  }
  for (; item; item = one ? NULL : item->next) {
    record made = {r->all, table, lde_table_add(table, place_of(r->all, item))};
    const lde_field *goal = &table->entity->fields[LDE_F(goal_contribution, goal)];
    lde_buffer_truncate(&id, 0);
    if (item->kind == LDE_NODE_SCALAR && !lde_node_is_null(item))
      put_scalar(&made, goal, item);
    else
      complain_shape(&made, goal, item);
    if (reference_to(r, goal, &id))
      lde_put(dataset, goal_contribution, need, made.row,
              lde_strings_intern(&dataset->strings, id.data, id.len));
    lde_put(dataset, goal_contribution, expected_share, made.row, 10000);
    lde_put(dataset, goal_contribution, evidence_grade, made.row,
            LDE_CHOICE_OF(evidence_grade, assumption));
  }
  lde_buffer_free(&id);
  return true;
}

static void read_member(const record *r, const lde_node *member)
{
  const lde_entity *entity = r->table->entity;
  lde_language lang = lang_of(r->all);
  const lde_field *field;
  const lde_relation *relation;
  lde_suggestion suggestion = {.wanted = member->key};
  lde_buffer fields = {0};

  if (read_goals_of_need(r, member))
    return;
  field = lde_field_written(entity, member->key, r->all->language);
  if (field) {
    put_field(r, field, member);
    return;
  }
  relation = lde_entity_relation(entity, member->key);
  if (relation) {
    read_children(r, relation, member);
    return;
  }
  lde_records_suggest_field(entity, &suggestion);
  lde_buffer_puts(&fields, LDE_TR(lang, "known keys:", "bekende sleutels:"));
  for (int f = 0; f < entity->field_count; f++)
    if (!(entity->fields[f].flags & (LDE_DERIVED | LDE_COMMON)) || f == LDE_F_ID)
      lde_buffer_printf(&fields, "%s %s", f ? "," : "", entity->fields[f].name);
  lde_complain_unknown(r->all->to, member, true, &suggestion, lde_buffer_text(&fields),
                       LDE_TR(lang, "unknown key '%s' in %s", "onbekende sleutel '%s' in %s"),
                       member->key, entity->plural);
  lde_buffer_free(&fields);
}

static void link_to_parent(const record *r, const record *parent, const lde_field *link)
{
  lde_strings *strings = &r->all->dataset->strings;
  lde_buffer id = {0};

  if (reference_to(parent, link, &id)) {
    int32_t code = lde_strings_intern(strings, id.data, id.len);
    if (link->flags & LDE_LIST)
      lde_table_append(r->table, link->index, r->row, code);
    else
      lde_table_put(r->table, link->index, r->row, code);
  }
  lde_buffer_free(&id);
}

/* Own fields first, so that the id is known wherever it is written; then what is nested. */
static void read_record(const lde_records *all, const lde_entity *entity, const lde_node *map,
                        const record *parent, const lde_field *link)
{
  lde_language lang = lang_of(all);
  record r = {all, lde_dataset_table(all->dataset, entity->index), 0};

  if (map->kind != LDE_NODE_MAP) {
    lde_complain(all->to, map, "load/type",
                 LDE_TR(lang, "write its fields as 'key: value'",
                        "schrijf de velden als 'sleutel: waarde'"),
                 LDE_TR(lang, "a record of %s must be a map, not %s",
                        "een gegeven van %s moet uit sleutels en waarden bestaan en is nu %s"),
                 entity->plural, lde_node_kind_name(map, lang));
    return;
  }
  r.row = lde_table_add(r.table, place_of(all, map));
  if (parent)
    link_to_parent(&r, parent, link);
  for (int nested = 0; nested < 2; nested++)
    for (const lde_node *member = map->first; member; member = member->next) {
      bool is_nested = !lde_entity_field(entity, member->key) ||
                       (entity->index == LDE_E(need) && strcmp(member->key, "goal") == 0);
      if (is_nested == (nested == 1))
        read_member(&r, member);
    }
}

void lde_records_read_one(const lde_records *records, const lde_entity *entity,
                          const lde_node *map)
{
  read_record(records, entity, map, NULL, NULL);
}

void lde_records_read_list(const lde_records *records, const lde_entity *entity,
                           const lde_node *list)
{
  lde_language lang = lang_of(records);

  if (lde_node_is_null(list))
    return;
  if (list->kind != LDE_NODE_LIST) {
    lde_complain(records->to, list, "load/type",
                 LDE_TR(lang, "begin every record with '- '", "begin elk gegeven met '- '"),
                 LDE_TR(lang, "%s must be a list of records, not %s",
                        "%s moet een lijst van gegevens zijn en is nu %s"),
                 entity->plural, lde_node_kind_name(list, lang));
    return;
  }
  for (const lde_node *item = list->first; item; item = item->next)
    read_record(records, entity, item, NULL, NULL);
}

/* The file */

static bool is_header(const char *key)
{
  return strcmp(key, "year") == 0 || strcmp(key, "today") == 0 || strcmp(key, "organisation") == 0;
}

static void read_top(const lde_records *records, const lde_node *member)
{
  lde_language lang = lang_of(records);
  const lde_schema *schema = records->dataset->schema;
  const lde_entity *entity = lde_schema_find(schema, member->key);
  lde_suggestion suggestion = {.wanted = member->key};

  if (is_header(member->key)) {
    if (!records->header_allowed)
      lde_complain_key(records->to, member, "load/unknown-key",
                       LDE_TR(lang, "move it to ldengine.yaml", "verplaats het naar ldengine.yaml"),
                       LDE_TR(lang, "'%s' belongs in the manifest", "'%s' hoort in het manifest"),
                       member->key);
    return;
  }
  if (entity && entity->origin != LDE_ORIGIN_WRITTEN) {
    lde_complain_key(records->to, member, "load/unknown-key",
                     LDE_TR(lang, "remove it", "haal het weg"),
                     LDE_TR(lang, "%s are made by the program and cannot be written",
                            "%s worden door het programma gemaakt en kunnen niet worden "
                            "opgeschreven"),
                     member->key);
    return;
  }
  if (entity) {
    lde_records_read_list(records, entity, member);
    return;
  }
  lde_records_suggest_entity(schema, &suggestion);
  lde_complain_unknown(records->to, member, true, &suggestion,
                       LDE_TR(lang, "a file of data has lists such as goals:, needs:, budgets:",
                              "een bestand met gegevens heeft lijsten zoals goals:, needs:, "
                              "budgets:"),
                       LDE_TR(lang, "unknown key '%s'", "onbekende sleutel '%s'"), member->key);
}

void lde_records_read(const lde_records *records, const lde_node *root)
{
  lde_language lang = lang_of(records);

  if (root->kind != LDE_NODE_MAP) {
    lde_complain(records->to, root, "load/type",
                 LDE_TR(lang, "begin with the name of a list, such as goals:",
                        "begin met de naam van een lijst, zoals goals:"),
                 LDE_TR(lang, "the file must hold named lists of records, not %s",
                        "het bestand moet lijsten met een naam bevatten en is nu %s"),
                 lde_node_kind_name(root, lang));
    return;
  }
  for (const lde_node *member = root->first; member; member = member->next)
    read_top(records, member);
}
