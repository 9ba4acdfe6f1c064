/* `model:` of the manifest: the organisation's own fields and entities. */
#include <string.h>

#include "base/error.h"
#include "load/manifest.h"
#include "load/records.h"

static lde_language lang_of(const lde_complaints *to)
{
  return to->found->language;
}

static bool name_is_valid(const char *name)
{
  size_t len = strlen(name);
  return len > 0 && len <= 60 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == len &&
         name[0] >= 'a';
}

/* Bare names in expressions and SQL: reserved words of either cannot be fields. */
static bool name_is_reserved(const char *name)
{
  static const char *const words[] = {
      "and",    "break", "do",    "else",   "elseif", "end",    "false",  "for",    "function",
      "goto",   "if",    "in",    "local",  "nil",    "not",    "or",     "repeat", "return",
      "then",   "true",  "until", "while",  "add",    "all",    "alter",  "as",     "between",
      "by",     "case",  "check", "column", "create", "default", "delete", "distinct", "drop",
      "exists", "foreign", "from", "group", "having", "index",  "insert", "into",   "is",
      "join",   "limit", "null",  "on",     "order",  "primary", "references", "select", "set",
      "table",  "to",    "union", "unique", "update", "using",  "values", "when",   "where"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(words[i], name) == 0)
      return true;
  return false;
}

static bool check_name(const lde_complaints *to, const lde_node *member)
{
  lde_language lang = lang_of(to);

  if (name_is_valid(member->key) && !name_is_reserved(member->key))
    return true;
  return lde_complain_key(to, member, "load/type",
                          LDE_TR(lang,
                                 "use lower-case letters, digits and _, and no word of Lua or SQL",
                                 "gebruik kleine letters, cijfers en _, en geen woord van Lua of "
                                 "SQL"),
                          LDE_TR(lang, "'%s' cannot be a name in the model",
                                 "'%s' kan geen naam in het model zijn"),
                          member->key);
}

static const lde_choices *read_choices(const lde_complaints *to, const lde_node *node,
                                       lde_schema *schema)
{
  lde_language lang = lang_of(to);
  lde_choices *choices;
  lde_choice *items;

  if (node && node->kind == LDE_NODE_SCALAR && lde_choices_find(node->text))
    return lde_choices_find(node->text);
  if (!node || node->kind != LDE_NODE_LIST || !node->first) {
    lde_complain(to, node, "load/type",
                 LDE_TR(lang, "write choices: [one, two]", "schrijf choices: [een, twee]"), "%s",
                 LDE_TR(lang, "choices must be a list of words",
                        "choices moet een lijst van woorden zijn"));
    return NULL;
  }
  choices = lde_arena_new(&schema->arena, lde_choices);
  items = lde_arena_array(&schema->arena, node->count, lde_choice);
  for (const lde_node *item = node->first; item; item = item->next) {
    const char *text = lde_arena_strdup(&schema->arena, item->text ? item->text : "");
    items[choices->count++] = (lde_choice){text, {text, text}};
  }
  choices->name = lde_arena_strdup(&schema->arena, node->key);
  choices->items = items;
  return choices;
}

static bool is_true(const lde_node *node)
{
  return node && lde_node_text(node) && strcmp(node->text, "true") == 0;
}

/* The type, and what it needs besides; false after reporting. */
static bool read_type(const lde_complaints *to, const lde_node *spec, lde_schema *schema,
                      lde_field *field)
{
  lde_language lang = lang_of(to);
  const lde_node *type = lde_node_member(spec, "type"), *target = lde_node_member(spec, "target");
  const char *name = lde_node_text(type) ? type->text : "text";
  const lde_entity *entity;

  field->type = lde_type_find(name);
  if (field->type == LDE_TYPE_COUNT) {
    lde_suggestion suggestion = {.wanted = name};
    for (int t = 0; t < LDE_TYPE_COUNT; t++)
      lde_suggestion_offer(&suggestion, lde_type_name((lde_type)t));
    return lde_complain_unknown(to, type, false, &suggestion,
                                "text, money, share, fte, number, integer, minutes, level, date, "
                                "timestamp, period, bool, choice, reference, ref, map",
                                LDE_TR(lang, "there is no type '%s'", "er is geen type '%s'"),
                                name);
  }
  if (field->type == LDE_TYPE_CHOICE) {
    const lde_node *choices = lde_node_member(spec, "choices");
    field->choices = read_choices(to, choices ? choices : spec, schema);
    return field->choices != NULL;
  }
  if (field->type != LDE_TYPE_REFERENCE)
    return true;
  entity = lde_node_text(target) ? lde_schema_find(schema, target->text) : NULL;
  if (!entity) {
    lde_suggestion suggestion = {.wanted = lde_node_text(target) ? target->text : ""};
    lde_records_suggest_entity(schema, &suggestion);
    return lde_complain_unknown(to, target ? target : spec, false, &suggestion,
                                LDE_TR(lang, "write target: employees or another entity",
                                       "schrijf target: employees of een andere entiteit"),
                                LDE_TR(lang, "a reference needs a target that exists",
                                       "een verwijzing heeft een bestaand doel nodig"));
  }
  field->target_name = entity->name;
  return true;
}

static void add_field(const lde_complaints *to, const lde_node *member, lde_entity *entity,
                      lde_schema *schema, unsigned flags)
{
  static const char *const keys[] = {"type", "target", "choices", "list",   "required", "default",
                                     "unit", "nl",     "en",      "doc_nl", "doc_en",   NULL};
  lde_language lang = lang_of(to);
  lde_field field = {.name = member->key, .flags = flags};
  lde_node shorthand = *member, type = {.kind = LDE_NODE_SCALAR, .plain = true, .key = "type"};

  if (!check_name(to, member))
    return;
  if (member->kind == LDE_NODE_SCALAR && !lde_node_is_null(member)) { /* badge: text */
    type.text = member->text;
    type.len = member->len;
    type.line = member->line;
    type.column = member->column;
    type.width = member->width;
    shorthand.kind = LDE_NODE_MAP;
    shorthand.first = &type;
    shorthand.count = 1;
  }
  if (!lde_check_keys(to, &shorthand, member->key, keys) ||
      !read_type(to, &shorthand, schema, &field))
    return;
  if (is_true(lde_node_member(&shorthand, "list")))
    field.flags |= LDE_LIST;
  if (is_true(lde_node_member(&shorthand, "required")))
    field.flags |= LDE_REQUIRED;
  field.label[LDE_ENGLISH] = lde_node_text(lde_node_member(&shorthand, "en"));
  field.label[LDE_DUTCH] = lde_node_text(lde_node_member(&shorthand, "nl"));
  field.doc[LDE_ENGLISH] = lde_node_text(lde_node_member(&shorthand, "doc_en"));
  field.doc[LDE_DUTCH] = lde_node_text(lde_node_member(&shorthand, "doc_nl"));
  field.default_text = lde_node_text(lde_node_member(&shorthand, "default"));
  field.unit = lde_node_text(lde_node_member(&shorthand, "unit"));
  if (!lde_schema_add_field(schema, entity, &field))
    lde_complain_key(to, member, "load/duplicate",
                     LDE_TR(lang, "choose another name", "kies een andere naam"),
                     LDE_TR(lang, "%s already has a field '%s'", "%s heeft al een veld '%s'"),
                     entity->plural, member->key);
}

static void add_fields(const lde_complaints *to, const lde_node *fields, lde_schema *schema)
{
  static const char *const none[] = {NULL};
  lde_language lang = lang_of(to);

  if (fields->kind != LDE_NODE_MAP) {
    lde_check_keys(to, fields, "model.fields", none);
    return;
  }
  for (const lde_node *member = fields->first; member; member = member->next) {
    lde_entity *entity = lde_schema_find(schema, member->key);
    lde_suggestion suggestion = {.wanted = member->key};
    if (!entity) {
      lde_records_suggest_entity(schema, &suggestion);
      lde_complain_unknown(to, member, true, &suggestion, NULL,
                           LDE_TR(lang, "there is no entity '%s'", "er is geen entiteit '%s'"),
                           member->key);
    } else if (member->kind != LDE_NODE_MAP) {
      lde_check_keys(to, member, member->key, none);
    } else {
      for (const lde_node *field = member->first; field; field = field->next)
        add_field(to, field, entity, schema, 0);
    }
  }
}

static bool is_in_key(const lde_node *key, const char *name)
{
  for (const lde_node *part = key ? key->first : NULL; part; part = part->next)
    if (lde_node_text(part) && strcmp(part->text, name) == 0)
      return true;
  return false;
}

static lde_entity *add_entity(const lde_complaints *to, const lde_node *member, lde_schema *schema)
{
  static const char *const keys[] = {"key", "id", "fields", "nl", "en", NULL};
  lde_language lang = lang_of(to);
  const lde_node *key = lde_node_member(member, "key"), *id = lde_node_member(member, "id");
  const lde_node *node;
  lde_id_kind kind = key ? LDE_ID_KEY : is_true(id) ? LDE_ID_OWN_ID : LDE_ID_ANY_ROW;
  lde_entity *entity;

  if (!check_name(to, member) || !lde_check_keys(to, member, member->key, keys))
    return NULL;
  if (key && key->kind != LDE_NODE_LIST)
    lde_complain(to, key, "load/type",
                 LDE_TR(lang, "write key: [one, two]", "schrijf key: [een, twee]"), "%s",
                 LDE_TR(lang, "key must be a list of fields", "key moet een lijst van velden zijn"));
  entity = lde_schema_add_entity(schema, member->key, kind);
  if (!entity) {
    lde_complain_key(to, member, "load/duplicate",
                     LDE_TR(lang, "choose another name", "kies een andere naam"),
                     LDE_TR(lang, "there already is an entity '%s'",
                            "er is al een entiteit '%s'"),
                     member->key);
    return NULL;
  }
  for (int language = 0; language < 2; language++) {
    node = lde_node_member(member, language == LDE_DUTCH ? "nl" : "en");
    if (lde_node_text(node))
      entity->label[language] = lde_arena_strdup(&schema->arena, node->text);
  }
  return entity;
}

static void fill_entity(const lde_complaints *to, const lde_node *member, lde_entity *entity,
                        lde_schema *schema)
{
  const lde_node *fields = lde_node_member(member, "fields"), *key = lde_node_member(member, "key");
  lde_language lang = lang_of(to);

  for (const lde_node *field = fields ? fields->first : NULL; field; field = field->next)
    add_field(to, field, entity, schema, is_in_key(key, field->key) ? LDE_KEY : 0);
  for (const lde_node *part = key ? key->first : NULL; part; part = part->next)
    if (lde_node_text(part) && !lde_node_member(fields, part->text)) {
      lde_suggestion suggestion = {.wanted = part->text};
      for (const lde_node *field = fields ? fields->first : NULL; field; field = field->next)
        lde_suggestion_offer(&suggestion, field->key);
      lde_complain_unknown(to, part, false, &suggestion, NULL,
                           LDE_TR(lang, "%s has no field '%s' for its key",
                                  "%s heeft geen veld '%s' voor de sleutel"),
                           entity->plural, part->text);
    }
}

/* All entities before the fields of any, so that they may refer to each other. */
static void add_entities(const lde_complaints *to, const lde_node *entities, lde_schema *schema)
{
  static const char *const none[] = {NULL};

  if (entities->kind != LDE_NODE_MAP) {
    lde_check_keys(to, entities, "model.entities", none);
    return;
  }
  LDE_VEC(lde_entity *) added = {0};
  for (const lde_node *member = entities->first; member; member = member->next)
    lde_vec_push(&added, add_entity(to, member, schema));
  size_t i = 0;
  for (const lde_node *member = entities->first; member; member = member->next, i++)
    if (added.data[i])
      fill_entity(to, member, added.data[i], schema);
  lde_vec_free(&added);
}

void lde_manifest_read_model(const lde_complaints *to, const lde_node *model, lde_schema *schema)
{
  static const char *const keys[] = {"fields", "entities", NULL};
  const lde_node *node;

  if (!lde_check_keys(to, model, "model", keys))
    return;
  node = lde_node_member(model, "entities");
  if (node && !lde_node_is_null(node))
    add_entities(to, node, schema);
  node = lde_node_member(model, "fields");
  if (node && !lde_node_is_null(node))
    add_fields(to, node, schema);
}
