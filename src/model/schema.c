#include "model/schema.h"

#include <string.h>

/* choices.def → one array per set, then the list of sets */
#define LDE_CHOICES(set)
#define LDE_CHOICE(set, value, en, nl)             {#set, {#value, {en, nl}}},
#define LDE_CHOICE_TEXT(set, ident, value, en, nl) {#set, {value, {en, nl}}},
static const struct {
  const char *set;
  lde_choice choice;
} choice_rows[] = {
#include "model/choices.def"
};
#undef LDE_CHOICES
#undef LDE_CHOICE
#undef LDE_CHOICE_TEXT

enum { CHOICE_ROWS = sizeof choice_rows / sizeof *choice_rows };
static lde_choice choice_items[CHOICE_ROWS];
static lde_choices choice_sets[CHOICE_ROWS];
static int choice_set_count;

/* Runs before main, so that the tables are constant for every thread. */
__attribute__((constructor)) static void fill_choices(void)
{
  for (int row = 0; row < CHOICE_ROWS; row++) {
    choice_items[row] = choice_rows[row].choice;
    if (row == 0 || strcmp(choice_rows[row].set, choice_rows[row - 1].set) != 0)
      choice_sets[choice_set_count++] =
          (lde_choices){choice_rows[row].set, &choice_items[row], 0};
    choice_sets[choice_set_count - 1].count++;
  }
}

const lde_choices *lde_choices_all(int *count)
{
  *count = choice_set_count;
  return choice_sets;
}

const lde_choices *lde_choices_find(const char *name)
{
  for (int i = 0; i < choice_set_count; i++)
    if (strcmp(choice_sets[i].name, name) == 0)
      return &choice_sets[i];
  return NULL;
}

int lde_choices_index(const lde_choices *choices, const char *text, size_t len)
{
  for (int i = 0; i < choices->count; i++)
    if (strlen(choices->items[i].text) == len && memcmp(choices->items[i].text, text, len) == 0)
      return i;
  return -1;
}

/* model.def → flat rows */
typedef struct entity_row {
  const char *name, *plural;
  lde_id_kind id_kind;
  lde_origin origin;
  const char *label[2], *doc[2];
} entity_row;

typedef struct field_row {
  int entity;
  lde_field field;
} field_row;

typedef struct choose_row {
  int entity;
  bool exactly;
  const char *fields;
} choose_row;

#define LDE_LABELS(entity)
#define LDE_FIELD(...)
#define LDE_CHOOSE(...)
#define LDE_ENTITY(name, plural, id_kind, origin, en, nl, doc_en, doc_nl)                          \
  {#name, #plural, LDE_ID_##id_kind, LDE_ORIGIN_##origin, {en, nl}, {doc_en, doc_nl}},
static const entity_row entity_rows[] = {
#include "model/model.def"
};
#undef LDE_ENTITY
#undef LDE_LABELS
#undef LDE_FIELD
#undef LDE_CHOOSE

#define REQUIRED     LDE_REQUIRED
#define KEY          LDE_KEY
#define KEY_OPTIONAL LDE_KEY_OPTIONAL
#define KEY_EITHER   LDE_KEY_EITHER
#define LIST         LDE_LIST
#define DERIVED      LDE_DERIVED
#define LDE_ENTITY(...)
#define LDE_CHOOSE(...)
#define LDE_FIELD(entity_, name_, type_, flags_, target_, inverse_, range_, default_, unit_, en, nl, \
                  doc_en, doc_nl)                                                                  \
  {LDE_ENTITY_##entity_,                                                                           \
   {.name = #name_,                                                                                \
    .type = LDE_TYPE_##type_,                                                                      \
    .flags = flags_,                                                                               \
    .target_name = #target_,                                                                       \
    .inverse = #inverse_,                                                                          \
    .range = LDE_RANGE_##range_,                                                                   \
    .default_text = default_,                                                                      \
    .unit = unit_,                                                                                 \
    .label = {en, nl},                                                                             \
    .doc = {doc_en, doc_nl}}},
#define LABEL_FIELD(entity_, name_, flags_, en, nl, doc_en, doc_nl)                                \
  LDE_FIELD(entity_, name_, TEXT, flags_, NONE, NONE, ANY, "", "", en, nl, doc_en, doc_nl)
#define LDE_LABELS(entity_)                                                                        \
  LABEL_FIELD(entity_, label, LDE_VIRTUAL, "Label", "Naam",                                        \
              "The name that people see, in the language of the run.",                             \
              "De naam die mensen zien, in de taal van de uitvoer.")                               \
  LABEL_FIELD(entity_, label_nl, 0, "Label (Dutch)", "Naam (Nederlands)", "The name in Dutch.",    \
              "De naam in het Nederlands.")                                                        \
  LABEL_FIELD(entity_, label_en, 0, "Label (English)", "Naam (Engels)", "The name in English.",    \
              "De naam in het Engels.")
static const field_row field_rows[] = {
#include "model/model.def"
};
#undef LDE_ENTITY
#undef LDE_FIELD
#undef LDE_CHOOSE
#undef LDE_LABELS
#define LDE_ENTITY(...)
#define LDE_FIELD(...)
#define LDE_LABELS(entity)
#define EXACTLY_ONE true
#define AT_LEAST_ONE false
#define LDE_CHOOSE(entity_, how, fields_) {LDE_ENTITY_##entity_, how, fields_},
static const choose_row choose_rows[] = {
#include "model/model.def"
};
#undef LDE_ENTITY
#undef LDE_FIELD
#undef LDE_CHOOSE
#undef LDE_LABELS
#undef REQUIRED
#undef KEY
#undef KEY_OPTIONAL
#undef KEY_EITHER
#undef LIST
#undef DERIVED

#define COMMON_ROW(name_, type_, en, nl, doc_en, doc_nl)                                           \
  {.name = name_, .type = type_, .flags = LDE_COMMON, .target_name = "NONE", .default_text = "",   \
   .unit = "", .label = {en, nl}, .doc = {doc_en, doc_nl}}
static const lde_field id_row =
    COMMON_ROW("id", LDE_TYPE_TEXT, "Id", "Id", "Unique within its kind and stable over imports.",
               "Uniek binnen zijn soort en gelijk bij elke import.");
static const lde_field common_rows[] = {
    COMMON_ROW("rev", LDE_TYPE_INTEGER, "Revision", "Revisie", "Number of this revision of the record.",
               "Nummer van deze revisie van het gegeven."),
    COMMON_ROW("created_at", LDE_TYPE_TIMESTAMP, "Created at", "Gemaakt op",
               "When the record was made.", "Wanneer het gegeven is gemaakt."),
    COMMON_ROW("changed_at", LDE_TYPE_TIMESTAMP, "Changed at", "Gewijzigd op",
               "When the record was last changed.", "Wanneer het gegeven het laatst is gewijzigd."),
    COMMON_ROW("changed_by", LDE_TYPE_TEXT, "Changed by", "Gewijzigd door",
               "Who changed the record last.", "Wie het gegeven het laatst heeft gewijzigd."),
    COMMON_ROW("import_batch", LDE_TYPE_TEXT, "Import batch", "Importbatch",
               "The import that brought the record in.", "De import waarmee het gegeven binnenkwam."),
    COMMON_ROW("note", LDE_TYPE_TEXT, "Note", "Opmerking", "A remark for the reader.",
               "Een opmerking voor de lezer."),
};
enum { COMMON_ROWS = sizeof common_rows / sizeof *common_rows };

/* Written names that differ from the field's own because they are reserved in SQL. */
static const struct {
  const char *entity, *written, *field;
} aliases[] = {
    {"exception", "until", "ends_on"},
    {"exception", "by", "by_whom"},
    {"exception", "limit", "limit_size"},
};

static void add(lde_schema *schema, lde_entity *entity, const lde_field *field)
{
  lde_field *fields = lde_arena_array(&schema->arena, entity->field_count + 1, lde_field);

  if (entity->field_count)
    memcpy(fields, entity->fields, (size_t)entity->field_count * sizeof *fields);
  fields[entity->field_count] = *field;
  fields[entity->field_count].index = entity->field_count;
  entity->fields = fields;
  entity->field_count++;
}

static void add_chooses(lde_schema *schema)
{
  for (size_t i = 0; i < sizeof choose_rows / sizeof *choose_rows; i++) {
    lde_entity *entity = schema->entities.data[choose_rows[i].entity];
    lde_choose choose = {.exactly = choose_rows[i].exactly};
    for (const char *at = choose_rows[i].fields; *at;) {
      size_t len = strcspn(at, " ");
      for (int f = 0; f < entity->field_count; f++)
        if (strlen(entity->fields[f].name) == len && memcmp(entity->fields[f].name, at, len) == 0)
          choose.fields[choose.count++] = f;
      at += len + strspn(at + len, " ");
    }
    lde_vec_push(&entity->chooses, choose);
  }
}

lde_schema *lde_schema_new(void)
{
  lde_schema *schema = lde_alloc(1, sizeof *schema);
  size_t row = 0;

  for (int e = 0; e < LDE_ENTITY_COUNT; e++) {
    const entity_row *from = &entity_rows[e];
    lde_entity *entity = lde_arena_new(&schema->arena, lde_entity);
    size_t first = row;
    entity->name = from->name;
    entity->plural = from->plural;
    entity->index = e;
    entity->id_kind = from->id_kind;
    entity->origin = from->origin;
    memcpy(entity->label, from->label, sizeof entity->label);
    memcpy(entity->doc, from->doc, sizeof entity->doc);
    while (row < sizeof field_rows / sizeof *field_rows && field_rows[row].entity == e)
      row++;
    entity->field_count = (int)(row - first) + 1;
    entity->fields = lde_arena_array(&schema->arena, entity->field_count, lde_field);
    entity->fields[0] = id_row;
    for (size_t i = first; i < row; i++) {
      lde_field *field = &entity->fields[i - first + 1];
      *field = field_rows[i].field;
      field->index = (int)(i - first) + 1;
      if (field->flags & LDE_VIRTUAL)
        entity->has_label = true;
    }
    lde_vec_push(&schema->entities, entity);
  }
  add_chooses(schema);
  return schema;
}

void lde_schema_free(lde_schema *schema)
{
  if (!schema)
    return;
  for (size_t e = 0; e < schema->entities.len; e++) {
    lde_vec_free(&schema->entities.data[e]->relations);
    lde_vec_free(&schema->entities.data[e]->chooses);
  }
  lde_vec_free(&schema->entities);
  lde_arena_free(&schema->arena);
  lde_free(schema);
}

lde_entity *lde_schema_add_entity(lde_schema *schema, const char *plural, lde_id_kind id_kind)
{
  lde_entity *entity;
  size_t len = strlen(plural);

  if (lde_schema_find(schema, plural) || lde_schema_find_singular(schema, plural))
    return NULL;
  entity = lde_arena_new(&schema->arena, lde_entity);
  entity->plural = lde_arena_strdup(&schema->arena, plural);
  if (len > 3 && strcmp(plural + len - 3, "ies") == 0)
    entity->name = lde_arena_printf(&schema->arena, "%.*sy", (int)len - 3, plural);
  else if (len > 4 && strcmp(plural + len - 4, "ches") == 0)
    entity->name = lde_arena_strndup(&schema->arena, plural, len - 2);
  else if (len > 1 && plural[len - 1] == 's')
    entity->name = lde_arena_strndup(&schema->arena, plural, len - 1);
  else
    entity->name = entity->plural;
  entity->index = (int)schema->entities.len;
  entity->id_kind = id_kind;
  entity->own = true;
  for (int lang = 0; lang < 2; lang++) {
    entity->label[lang] = entity->name;
    entity->doc[lang] = "";
  }
  add(schema, entity, &id_row);
  lde_vec_push(&schema->entities, entity);
  return entity;
}

bool lde_schema_add_field(lde_schema *schema, lde_entity *entity, const lde_field *field)
{
  lde_field copy = *field;
  lde_arena *arena = &schema->arena;

  if (lde_entity_field(entity, field->name) || lde_entity_relation(entity, field->name))
    return false;
  for (int i = 0; i < COMMON_ROWS; i++)
    if (strcmp(common_rows[i].name, field->name) == 0)
      return false;
  copy.name = lde_arena_strdup(arena, field->name);
  copy.target_name = lde_arena_strdup(arena, field->target_name ? field->target_name : "NONE");
  copy.inverse = NULL;
  copy.default_text = field->default_text ? lde_arena_strdup(arena, field->default_text) : "";
  copy.unit = field->unit ? lde_arena_strdup(arena, field->unit) : "";
  for (int lang = 0; lang < 2; lang++) {
    copy.label[lang] = lde_arena_strdup(arena, field->label[lang] ? field->label[lang] : copy.name);
    copy.doc[lang] = lde_arena_strdup(arena, field->doc[lang] ? field->doc[lang] : "");
  }
  copy.flags |= LDE_OWN;
  add(schema, entity, &copy);
  return true;
}

static void add_relation(lde_entity *to, const char *name, const lde_field *field)
{
  if (lde_entity_field(to, name) || lde_entity_relation(to, name))
    return;
  lde_vec_push(&to->relations, ((lde_relation){name, field}));
}

static bool is_none(const char *name)
{
  return !name || strcmp(name, "NONE") == 0;
}

static void finish_field(lde_schema *schema, lde_entity *entity, lde_field *field)
{
  field->entity = entity;
  if (field->type == LDE_TYPE_CHOICE && !field->choices)
    field->choices = lde_choices_find(field->target_name);
  if (field->type == LDE_TYPE_REFERENCE) {
    field->target = lde_schema_find_singular(schema, field->target_name);
    if (!field->target)
      field->target = lde_schema_find(schema, field->target_name);
  }
  if (is_none(field->inverse))
    field->inverse = field->type == LDE_TYPE_REFERENCE && strcmp(field->name, "parent") == 0
                         ? "children"
                         : entity->plural;
}

void lde_schema_finish(lde_schema *schema)
{
  for (size_t e = 0; e < schema->entities.len; e++) {
    lde_entity *entity = schema->entities.data[e];
    for (int i = 0; i < COMMON_ROWS; i++)
      if (!lde_entity_field(entity, common_rows[i].name))
        add(schema, entity, &common_rows[i]);
    for (int f = 0; f < entity->field_count; f++)
      finish_field(schema, entity, &entity->fields[f]);
  }
  for (int pass = 0; pass < 2; pass++) /* references to one entity take their names first */
    for (size_t e = 0; e < schema->entities.len; e++) {
      lde_entity *entity = schema->entities.data[e];
      for (int f = 0; f < entity->field_count; f++) {
        const lde_field *field = &entity->fields[f];
        if (pass == 0 && field->type == LDE_TYPE_REFERENCE && field->target)
          add_relation(field->target, field->inverse, field);
        for (size_t to = 0; pass == 1 && field->type == LDE_TYPE_REF && to < schema->entities.len;
             to++)
          add_relation(schema->entities.data[to], field->inverse, field);
      }
    }
}

lde_entity *lde_schema_find(const lde_schema *schema, const char *plural)
{
  for (size_t e = 0; e < schema->entities.len; e++)
    if (strcmp(schema->entities.data[e]->plural, plural) == 0)
      return schema->entities.data[e];
  return NULL;
}

lde_entity *lde_schema_find_singular(const lde_schema *schema, const char *name)
{
  for (size_t e = 0; e < schema->entities.len; e++)
    if (strcmp(schema->entities.data[e]->name, name) == 0)
      return schema->entities.data[e];
  return NULL;
}

const lde_field *lde_entity_field(const lde_entity *entity, const char *name)
{
  for (int f = 0; f < entity->field_count; f++)
    if (strcmp(entity->fields[f].name, name) == 0)
      return &entity->fields[f];
  for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
    if (strcmp(aliases[i].entity, entity->name) == 0 && strcmp(aliases[i].written, name) == 0)
      return lde_entity_field(entity, aliases[i].field);
  return NULL;
}

const lde_relation *lde_entity_relation(const lde_entity *entity, const char *name)
{
  for (size_t i = 0; i < entity->relations.len; i++)
    if (strcmp(entity->relations.data[i].name, name) == 0)
      return &entity->relations.data[i];
  return NULL;
}

static const struct {
  const char *name;
  int scale;
  bool wide;
} types[LDE_TYPE_COUNT] = {
    [LDE_TYPE_TEXT] = {"text", 0, false},
    [LDE_TYPE_MONEY] = {"money", 0, true},
    [LDE_TYPE_SHARE] = {"share", 4, false},
    [LDE_TYPE_FTE] = {"fte", 3, false},
    [LDE_TYPE_NUMBER] = {"number", 6, true},
    [LDE_TYPE_INTEGER] = {"integer", 0, true},
    [LDE_TYPE_MINUTES] = {"minutes", 0, false},
    [LDE_TYPE_LEVEL] = {"level", 0, false},
    [LDE_TYPE_DATE] = {"date", 0, false},
    [LDE_TYPE_TIMESTAMP] = {"timestamp", 0, true},
    [LDE_TYPE_PERIOD] = {"period", 0, false},
    [LDE_TYPE_BOOL] = {"bool", 0, false},
    [LDE_TYPE_CHOICE] = {"choice", 0, false},
    [LDE_TYPE_REFERENCE] = {"reference", 0, false},
    [LDE_TYPE_REF] = {"ref", 0, true},
    [LDE_TYPE_MAP] = {"map", 0, false},
};

const char *lde_type_name(lde_type type)
{
  return types[type].name;
}

lde_type lde_type_find(const char *name)
{
  int type = 0;
  while (type < LDE_TYPE_COUNT && strcmp(types[type].name, name) != 0)
    type++;
  return (lde_type)type;
}

int lde_type_scale(lde_type type)
{
  return types[type].scale;
}

bool lde_type_is_wide(lde_type type)
{
  return types[type].wide;
}
