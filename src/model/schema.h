/* schema.h: the model as rows. model.def and choices.def are turned into these descriptors once; every
 * loader, binding, view and document walks them, none lists fields by hand. A schema belongs to one
 * engine or dataset because organisations add their own fields and entities; it does not change after
 * lde_schema_finish. C code that needs a known field names it: LDE_E(goal), LDE_F(goal, weight). */
#ifndef LDE_MODEL_SCHEMA_H
#define LDE_MODEL_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/memory.h"
#include "ldengine/status.h"

typedef enum lde_type {
  LDE_TYPE_TEXT,
  LDE_TYPE_MONEY,     /* minor units */
  LDE_TYPE_SHARE,     /* ten-thousandths */
  LDE_TYPE_FTE,       /* thousandths */
  LDE_TYPE_NUMBER,    /* millionths */
  LDE_TYPE_INTEGER,
  LDE_TYPE_MINUTES,
  LDE_TYPE_LEVEL,     /* ordinal of the competency's scale */
  LDE_TYPE_DATE,      /* days since 1970-01-01 */
  LDE_TYPE_TIMESTAMP, /* minutes since 1970-01-01T00:00 */
  LDE_TYPE_PERIOD,    /* text code: 2027, 2027-Q1, or the id of a written period */
  LDE_TYPE_BOOL,
  LDE_TYPE_CHOICE,    /* index into the choices */
  LDE_TYPE_REFERENCE, /* row of the target entity */
  LDE_TYPE_REF,       /* one of several entities: lde_ref_pack(entity, row) */
  LDE_TYPE_MAP,       /* list of triples key, kind, value: see dataset.h */
  LDE_TYPE_COUNT
} lde_type;

enum lde_field_flag {
  LDE_REQUIRED = 1,
  LDE_KEY = 2,          /* part of the natural key, required */
  LDE_KEY_OPTIONAL = 4, /* part of the natural key, may be empty */
  LDE_KEY_EITHER = 8,   /* part of the natural key; exactly one of these fields is given */
  LDE_LIST = 16,
  LDE_DERIVED = 32,     /* computed, never written */
  LDE_COMMON = 64,      /* id, rev, note …: on every entity */
  LDE_VIRTUAL = 128,    /* label: read in the run's language from label_nl or label_en */
  LDE_OWN = 256         /* added by the organisation's manifest */
};
#define LDE_ANY_KEY (LDE_KEY | LDE_KEY_OPTIONAL | LDE_KEY_EITHER)

typedef enum lde_range {
  LDE_RANGE_ANY,
  LDE_RANGE_NOT_NEGATIVE,
  LDE_RANGE_POSITIVE,
  LDE_RANGE_SHARE_0_1,
  LDE_RANGE_FROM_1_TO_5,
  LDE_RANGE_FROM_0_TO_100
} lde_range;

typedef enum lde_id_kind {
  LDE_ID_OWN_ID,  /* people write the id */
  LDE_ID_KEY,     /* the id comes from the natural key when none is written */
  LDE_ID_ANY_ROW  /* every row is kept; the id is a number when none is written */
} lde_id_kind;

typedef enum lde_origin {
  LDE_ORIGIN_WRITTEN, /* loaded from the organisation's files */
  LDE_ORIGIN_ENGINE,  /* made by the engine: imports, runs */
  LDE_ORIGIN_DERIVED  /* computed from other tables: gaps, levels */
} lde_origin;

typedef struct lde_choice {
  const char *text;     /* as written in files */
  const char *label[2]; /* by lde_language */
} lde_choice;

typedef struct lde_choices {
  const char *name;
  const lde_choice *items;
  int count;
} lde_choices;

typedef struct lde_field {
  const char *name;
  lde_type type;
  unsigned flags;
  int index;                      /* within the entity */
  struct lde_entity *entity;      /* the one it belongs to */
  struct lde_entity *target;      /* of a REFERENCE, else NULL */
  const lde_choices *choices;     /* of a CHOICE, else NULL */
  const char *target_name;        /* "NONE" when there is none */
  const char *inverse;            /* name of the relation on the target, NULL = none */
  lde_range range;
  const char *default_text;       /* "" = none; written as in YAML */
  const char *unit;
  const char *label[2], *doc[2];  /* by lde_language */
} lde_field;

/* The other side of a reference: `goal.kpis` is {name "kpis", field kpi.goal}. */
typedef struct lde_relation {
  const char *name;
  const lde_field *field;
} lde_relation;

/* "exactly one of need, competency, programme" */
typedef struct lde_choose {
  bool exactly; /* else at least one */
  int fields[6], count;
} lde_choose;

typedef struct lde_entity {
  const char *name, *plural;
  int index; /* in the schema */
  lde_id_kind id_kind;
  lde_origin origin;
  const char *label[2], *doc[2];
  lde_field *fields;
  int field_count;
  LDE_VEC(lde_relation) relations;
  LDE_VEC(lde_choose) chooses;
  bool has_label, own;
} lde_entity;

typedef struct lde_schema {
  lde_arena arena;
  LDE_VEC(lde_entity *) entities;
} lde_schema;

/* Numbers of the entities and fields of model.def, for C code that needs a known one. */
#define OWN_ID  0
#define KEY     0
#define ANY_ROW 0
#define LDE_ENTITY(name, ...) LDE_ENTITY_##name,
#define LDE_LABELS(entity)
#define LDE_FIELD(...)
#define LDE_CHOOSE(...)
enum lde_entity_number {
#include "model/model.def"
  LDE_ENTITY_COUNT
};
#undef LDE_ENTITY
#undef LDE_LABELS
#undef LDE_FIELD
#define LDE_ENTITY(name, ...)         LDE_FIELD_##name##__id,
#define LDE_LABELS(entity)            LDE_FIELD_##entity##__label, LDE_FIELD_##entity##__label_nl, LDE_FIELD_##entity##__label_en,
#define LDE_FIELD(entity, name, ...)  LDE_FIELD_##entity##__##name,
enum lde_field_number {
#include "model/model.def"
  LDE_FIELD_COUNT
};
#undef LDE_ENTITY
#undef LDE_LABELS
#undef LDE_FIELD
#undef LDE_CHOOSE
#undef OWN_ID
#undef KEY
#undef ANY_ROW

#define LDE_E(entity)        ((int)LDE_ENTITY_##entity)
#define LDE_F(entity, field) ((int)(LDE_FIELD_##entity##__##field - LDE_FIELD_##entity##__id))
enum { LDE_F_ID = 0 }; /* every entity's id */

/* Numbers of choices, in the order of choices.def: LDE_CHOICE_OF(lane, mandatory). */
#define LDE_CHOICES(set)                          LDE_CHOICE_##set##__begin_, LDE_CHOICE_##set##__reset_ = -1,
#define LDE_CHOICE(set, value, ...)               LDE_CHOICE_##set##__##value,
#define LDE_CHOICE_TEXT(set, ident, value, ...)   LDE_CHOICE_##set##__##ident,
enum lde_choice_number {
#include "model/choices.def"
  LDE_CHOICE_NUMBERS_END
};
#undef LDE_CHOICES
#undef LDE_CHOICE
#undef LDE_CHOICE_TEXT
#define LDE_CHOICE_OF(set, value) ((int64_t)LDE_CHOICE_##set##__##value)

/* The model of model.def, not yet finished: own fields and entities may be added. */
lde_schema *lde_schema_new(void);
void lde_schema_free(lde_schema *schema);

/* Adds an entity of the organisation's own; the plural is the name as given and the singular is
 * formed from it. NULL when the name is taken. Texts are copied. */
lde_entity *lde_schema_add_entity(lde_schema *schema, const char *plural, lde_id_kind id_kind);
/* Adds an own field; `field` is copied, with its texts. False when the name is taken on the entity. */
bool lde_schema_add_field(lde_schema *schema, lde_entity *entity, const lde_field *field);
/* Resolves targets, adds the common fields, works out inverse relations. */
void lde_schema_finish(lde_schema *schema);

/* By plural ("goals") or singular ("goal"); NULL when there is none. */
lde_entity *lde_schema_find(const lde_schema *schema, const char *plural);
lde_entity *lde_schema_find_singular(const lde_schema *schema, const char *name);
static inline lde_entity *lde_schema_entity(const lde_schema *schema, int index)
{
  return schema->entities.data[index];
}
/* By name or by the written alias (`until` of an exception); NULL when there is none. */
const lde_field *lde_entity_field(const lde_entity *entity, const char *name);
const lde_relation *lde_entity_relation(const lde_entity *entity, const char *name);

/* Choice set by name, for own fields; NULL when there is none. All sets of choices.def. */
const lde_choices *lde_choices_find(const char *name);
const lde_choices *lde_choices_all(int *count);
/* Index of the written text, or -1. */
int lde_choices_index(const lde_choices *choices, const char *text, size_t len);

const char *lde_type_name(lde_type type);
/* By the name that a manifest's `model:` writes ("text", "reference"); LDE_TYPE_COUNT when unknown. */
lde_type lde_type_find(const char *name);
/* How many decimals the integer of a type keeps: share 4, fte 3, number 6, else 0. Money depends on
 * the currency and is 0 here. */
int lde_type_scale(lde_type type);
/* Takes eight bytes in a column; the others take four. */
bool lde_type_is_wide(lde_type type);

#endif
