#include "load/settings.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "load/records.h"
#include "load/source.h"
#include "model/value.h"

typedef struct change {
  const lde_setting *setting;
  lde_dataset *dataset;
  lde_diagnostics *found;
  lde_language lang;
} change;

static void fail(const change *c, const lde_suggestion *suggestion, const char *otherwise,
                 const char *message)
{
  lde_buffer help = {0};

  if (suggestion)
    lde_suggestion_print(&help, suggestion, c->lang);
  if (!help.len && otherwise)
    lde_buffer_puts(&help, otherwise);
  lde_diagnose(c->found, LDE_ERROR, "usage/set", "", NULL, 0, 0, lde_buffer_text(&help),
               "--set %s=%s: %s", c->setting->path, c->setting->value, message);
  lde_buffer_free(&help);
}

/* "-10%" of what is there: ten-thousandths of change; false when the text is a plain value. */
static bool is_relative(const char *text, int64_t *change)
{
  size_t len = strlen(text);
  return len > 2 && (text[0] == '-' || text[0] == '+') && text[len - 1] == '%' &&
         lde_decimal_parse(text, len - 1, '.', 0, 2, change) == LDE_DECIMAL_OK &&
         *change >= -1000000 && *change <= 100000000;
}

static int64_t scaled(int64_t value, int64_t change)
{
  __extension__ typedef __int128 wide;
  wide product = (wide)value * (10000 + change);
  wide half = product < 0 ? -5000 : 5000;
  return (int64_t)((product + half) / 10000);
}

static bool is_number(lde_type type)
{
  return type == LDE_TYPE_MONEY || type == LDE_TYPE_SHARE || type == LDE_TYPE_FTE ||
         type == LDE_TYPE_NUMBER || type == LDE_TYPE_INTEGER || type == LDE_TYPE_MINUTES;
}

static void change_rows(const change *c, lde_table *table, const lde_field *field,
                        const unsigned char *chosen)
{
  static const lde_dialect dialect = LDE_DIALECT_INIT;
  lde_parse parse = {.dataset = c->dataset, .dialect = &dialect};
  const char *text = c->setting->value;
  int64_t value = 0, by = 0;
  bool relative = is_number(field->type) && is_relative(text, &by), empty = text[0] == 0;

  if (!relative && !empty && !lde_value_parse(&parse, field, text, strlen(text), &value)) {
    fail(c, NULL, lde_buffer_text(&parse.mistake.help), lde_buffer_text(&parse.mistake.message));
    lde_mistake_deinit(&parse.mistake);
    return;
  }
  lde_mistake_deinit(&parse.mistake);
  for (int32_t row = 0; row < lde_table_count(table); row++) {
    if (!chosen[row] || (relative && !lde_table_has(table, field->index, row)))
      continue;
    if (empty)
      lde_table_clear(table, field->index, row);
    else
      lde_table_put(table, field->index, row,
                    relative ? scaled(lde_table_get(table, field->index, row), by) : value);
  }
}

/* Marks the rows with the id ("*" = all); false when there is none, then with suggestions. */
static bool choose_rows(const change *c, const lde_table *table, const char *id,
                        unsigned char *chosen, lde_suggestion *suggestion, lde_arena *arena)
{
  bool any = false, all = strcmp(id, "*") == 0;
  lde_buffer own = {0};

  for (int32_t row = 0; row < lde_table_count(table); row++) {
    lde_buffer_truncate(&own, 0);
    lde_row_id(c->dataset, table, row, &own);
    chosen[row] = all || strcmp(lde_buffer_text(&own), id) == 0;
    any |= chosen[row];
    if (!chosen[row])
      lde_suggestion_offer(suggestion, lde_arena_strdup(arena, lde_buffer_text(&own)));
  }
  lde_buffer_free(&own);
  return any || all;
}

static void change_records(const change *c, lde_table *table, const char *id, const char *name)
{
  const lde_field *field = lde_field_written(table->entity, name, c->lang);
  lde_suggestion fields = {.wanted = name}, ids = {.wanted = id};
  lde_arena arena = {0};
  unsigned char *chosen;

  if (!field || field->flags & LDE_DERIVED || field->flags & LDE_LIST ||
      field->type == LDE_TYPE_MAP) {
    for (int f = 0; f < table->entity->field_count; f++)
      if (!(table->entity->fields[f].flags & (LDE_DERIVED | LDE_LIST)))
        lde_suggestion_offer(&fields, table->entity->fields[f].name);
    fail(c, &fields, NULL,
         field ? LDE_TR(c->lang, "this field cannot be set", "dit veld kan niet worden gezet")
               : LDE_TR(c->lang, "there is no such field", "dit veld bestaat niet"));
    return;
  }
  chosen = lde_alloc((size_t)lde_table_count(table) + 1, 1);
  if (choose_rows(c, table, id, chosen, &ids, &arena))
    change_rows(c, table, field, chosen);
  else
    fail(c, &ids, NULL, LDE_TR(c->lang, "there is no such id", "deze id bestaat niet"));
  lde_free(chosen);
  lde_arena_free(&arena);
}

/* entity:id.field: the id may hold points, the field may not. */
static void apply(const change *c, lde_manifest *manifest)
{
  const char *path = c->setting->path, *colon = strchr(path, ':'), *point = strrchr(path, '.');
  lde_suggestion suggestion = {0};
  lde_arena arena = {0};
  const lde_entity *entity;

  if (strncmp(path, "params.", 7) == 0 && path[7]) {
    lde_setting param = {lde_arena_strdup(&manifest->arena, path + 7),
                         lde_arena_strdup(&manifest->arena, c->setting->value)};
    lde_vec_push(&manifest->params_set, param);
    return;
  }
  if (strcmp(path, "year") == 0)
    return;
  if (!colon || !point || point < colon) {
    suggestion.wanted = path;
    lde_suggestion_offer(&suggestion, "year");
    fail(c, &suggestion,
         LDE_TR(c->lang, "write params.NAME, year, or ENTITY:ID.FIELD such as budgets:b1.setup",
                "schrijf params.NAAM, year, of ENTITEIT:ID.VELD zoals budgets:b1.setup"),
         LDE_TR(c->lang, "nothing has this name", "niets heeft deze naam"));
    return;
  }
  suggestion.wanted = lde_arena_strndup(&arena, path, (size_t)(colon - path));
  entity = lde_schema_find(c->dataset->schema, suggestion.wanted);
  if (entity && entity->origin == LDE_ORIGIN_WRITTEN) {
    change_records(c, lde_dataset_table(c->dataset, entity->index),
                   lde_arena_strndup(&arena, colon + 1, (size_t)(point - colon - 1)), point + 1);
  } else {
    lde_records_suggest_entity(c->dataset->schema, &suggestion);
    fail(c, &suggestion, NULL,
         LDE_TR(c->lang, "there is no such entity", "deze entiteit bestaat niet"));
  }
  lde_arena_free(&arena);
}

void lde_settings_apply(const lde_load_options *options, lde_manifest *manifest,
                        lde_dataset *dataset, lde_diagnostics *found)
{
  for (size_t i = 0; i < options->setting_count; i++) {
    change c = {&options->settings[i], dataset, found, found->language};
    apply(&c, manifest);
  }
}

const char *lde_setting_year(const lde_load_options *options)
{
  const char *year = NULL;
  for (size_t i = 0; i < options->setting_count; i++)
    if (strcmp(options->settings[i].path, "year") == 0)
      year = options->settings[i].value;
  return year;
}
