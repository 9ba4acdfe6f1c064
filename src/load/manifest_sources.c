/* `sources:` of the manifest: which files, and for exports how their columns become fields. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "load/manifest.h"
#include "load/project.h"
#include "load/records.h"

typedef struct reader {
  const lde_complaints *to;
  lde_arena *arena;
  const lde_schema *schema;
  lde_source_spec *spec;
  lde_language lang;
} reader;

void lde_source_spec_deinit(lde_source_spec *spec)
{
  lde_vec_free(&spec->columns);
  lde_vec_free(&spec->values);
  lde_vec_free(&spec->where);
  lde_vec_free(&spec->by);
  lde_vec_free(&spec->set);
  lde_vec_free(&spec->pad);
  lde_vec_free(&spec->units);
  lde_vec_free(&spec->ignore);
  lde_vec_free(&spec->lenient);
}

void lde_source_specs_free(lde_source_specs *specs)
{
  for (size_t i = 0; i < specs->len; i++)
    lde_source_spec_deinit(&specs->data[i]);
  lde_vec_free(specs);
}

static lde_written written(const lde_node *node)
{
  return (lde_written){node->text, node->len, node->line, node->column};
}

static bool is_text(const reader *r, const lde_node *node, const char *what)
{
  if (node->kind == LDE_NODE_SCALAR && !lde_node_is_null(node))
    return true;
  return lde_complain(r->to, node, "load/type", NULL,
                      LDE_TR(r->lang, "%s must be a single value, not %s",
                             "%s moet één waarde zijn en is nu %s"),
                      what, lde_node_kind_name(node, r->lang));
}

static bool is_map(const reader *r, const lde_node *node, const char *what)
{
  if (node->kind == LDE_NODE_MAP)
    return true;
  return lde_complain(r->to, node, "load/type", NULL,
                      LDE_TR(r->lang, "%s must be a map of keys and values, not %s",
                             "%s moet uit sleutels en waarden bestaan en is nu %s"),
                      what, lde_node_kind_name(node, r->lang));
}

/* The field that a key of a mapping names; NULL after reporting. */
static const lde_field *field_of(const reader *r, const lde_node *member)
{
  const lde_entity *entity = r->spec->entity;
  const lde_field *field = lde_field_written(entity, member->key, r->spec->language);
  lde_suggestion suggestion = {.wanted = member->key};

  if (field && !(field->flags & LDE_DERIVED))
    return field;
  if (field) {
    lde_complain_key(r->to, member, "load/unknown-key",
                     LDE_TR(r->lang, "remove it", "haal het weg"),
                     LDE_TR(r->lang, "%s is computed and cannot be loaded",
                            "%s wordt berekend en kan niet worden ingelezen"),
                     member->key);
    return NULL;
  }
  for (int f = 0; f < entity->field_count; f++)
    if (!(entity->fields[f].flags & LDE_DERIVED))
      lde_suggestion_offer(&suggestion, entity->fields[f].name);
  lde_complain_unknown(r->to, member, true, &suggestion, NULL,
                       LDE_TR(r->lang, "%s have no field '%s'", "%s hebben geen veld '%s'"),
                       entity->plural, member->key);
  return NULL;
}

/* One text or a list of texts as an array; count 0 after reporting. */
static lde_written *texts_of(const reader *r, const lde_node *node, const char *what, size_t *count)
{
  const lde_node *item = node->kind == LDE_NODE_LIST ? node->first : node;
  lde_written *texts =
      lde_arena_array(r->arena, node->kind == LDE_NODE_LIST ? node->count + 1 : 1, lde_written);

  *count = 0;
  for (; item; item = node->kind == LDE_NODE_LIST ? item->next : NULL) {
    if (item->kind != LDE_NODE_SCALAR) {
      is_text(r, item, what);
      *count = 0;
      return texts;
    }
    texts[(*count)++] = written(item);
  }
  return texts;
}

static void read_columns(const reader *r, const lde_node *map)
{
  r->spec->has_columns = true;
  for (const lde_node *member = map->first; member; member = member->next) {
    lde_column_spec column = {.field = field_of(r, member),
                              .line = member->key_line,
                              .column = member->key_column};
    column.headers = texts_of(r, member, "columns", &column.count);
    for (size_t i = 0; i < column.count; i++) {
      const char *brace = strchr(column.headers[i].text, '{');
      column.composed |= brace && strchr(brace, '}');
    }
    if (column.composed && column.count > 1) {
      lde_complain(r->to, member, "load/type", NULL,
                   LDE_TR(r->lang, "a composed value such as \"{A}-{B}\" stands alone, not in a list",
                          "een samengestelde waarde zoals \"{A}-{B}\" staat alleen, niet in een "
                          "lijst"));
      continue;
    }
    if (column.field && column.count)
      lde_vec_push(&r->spec->columns, column);
  }
}

static void read_values(const reader *r, const lde_node *map)
{
  for (const lde_node *member = map->first; member; member = member->next) {
    const lde_field *field = field_of(r, member);
    if (!is_map(r, member, "values") || !field)
      continue;
    for (const lde_node *value = member->first; value; value = value->next) {
      lde_translation_spec row = {.field = field,
                                  .from = {value->key, strlen(value->key), value->key_line,
                                           value->key_column}};
      if (!lde_node_is_null(value) && !is_text(r, value, "values"))
        continue;
      if (!lde_node_is_null(value))
        row.to = written(value);
      lde_vec_push(&r->spec->values, row);
    }
  }
}

static void read_where(const reader *r, const lde_node *map)
{
  for (const lde_node *member = map->first; member; member = member->next) {
    lde_where_spec row = {
        .header = {member->key, strlen(member->key), member->key_line, member->key_column}};
    row.texts = texts_of(r, member, "where", &row.count);
    if (row.count)
      lde_vec_push(&r->spec->where, row);
  }
}

static void read_by(const reader *r, const lde_node *map)
{
  for (const lde_node *member = map->first; member; member = member->next) {
    lde_by_spec row = {.field = field_of(r, member)};
    lde_suggestion suggestion = {.wanted = member->text};
    if (!row.field || !is_text(r, member, "by"))
      continue;
    if (row.field->type != LDE_TYPE_REFERENCE || !row.field->target) {
      lde_complain_key(r->to, member, "load/type", NULL,
                       LDE_TR(r->lang, "%s is no reference", "%s is geen verwijzing"), member->key);
      continue;
    }
    row.target_field = lde_field_written(row.field->target, member->text, r->spec->language);
    if (row.target_field) {
      lde_vec_push(&r->spec->by, row);
      continue;
    }
    for (int f = 0; f < row.field->target->field_count; f++)
      lde_suggestion_offer(&suggestion, row.field->target->fields[f].name);
    lde_complain_unknown(r->to, member, false, &suggestion, NULL,
                         LDE_TR(r->lang, "%s have no field '%s'", "%s hebben geen veld '%s'"),
                         row.field->target->plural, member->text);
  }
}

static void read_set(const reader *r, const lde_node *map)
{
  for (const lde_node *member = map->first; member; member = member->next) {
    const lde_field *field = field_of(r, member);
    size_t count;
    lde_written *texts = texts_of(r, member, "set", &count);
    for (size_t i = 0; field && i < count; i++)
      lde_vec_push(&r->spec->set, ((lde_set_spec){field, texts[i]}));
  }
}

static void read_pad(const reader *r, const lde_node *map)
{
  for (const lde_node *member = map->first; member; member = member->next) {
    const lde_field *field = field_of(r, member);
    int64_t width;
    if (!field || !is_text(r, member, "pad"))
      continue;
    if (lde_decimal_parse(member->text, member->len, '.', 0, 0, &width) == LDE_DECIMAL_OK &&
        width > 0 && width <= 200)
      lde_vec_push(&r->spec->pad, ((lde_pad_spec){field, (size_t)width}));
    else
      lde_complain(r->to, member, "load/type", NULL,
                   LDE_TR(r->lang, "the width of %s must be a number from 1 to 200",
                          "de breedte van %s moet een getal van 1 tot en met 200 zijn"),
                   member->key);
  }
}

static void read_units(const reader *r, const lde_node *map)
{
  for (const lde_node *member = map->first; member; member = member->next) {
    const lde_field *field = field_of(r, member);
    bool hours;
    if (!field || !is_text(r, member, "units"))
      continue;
    hours = strcmp(member->text, "hours") == 0;
    if (field->type == LDE_TYPE_MINUTES && (hours || strcmp(member->text, "minutes") == 0))
      lde_vec_push(&r->spec->units, ((lde_unit_spec){field, hours ? 60 : 1}));
    else
      lde_complain(r->to, member, "load/type",
                   LDE_TR(r->lang, "units are hours or minutes, of a field in minutes",
                          "eenheden zijn hours of minutes, van een veld in minuten"),
                   LDE_TR(r->lang, "%s cannot be read in '%s'",
                          "%s kan niet in '%s' worden gelezen"),
                   member->key, member->text);
  }
}

static void read_lenient(const reader *r, const lde_node *map)
{
  for (const lde_node *member = map->first; member; member = member->next) {
    const lde_field *field = field_of(r, member);
    lde_lenient action;
    if (!field || !is_text(r, member, "lenient"))
      continue;
    action = strcmp(member->text, "empty") == 0  ? LDE_LENIENT_EMPTY
             : strcmp(member->text, "drop") == 0 ? LDE_LENIENT_DROP
                                                 : LDE_STRICT;
    if (action == LDE_STRICT && strcmp(member->text, "error") != 0)
      lde_complain(r->to, member, "load/type",
                   LDE_TR(r->lang, "choose from error, empty, drop", "kies uit error, empty, drop"),
                   LDE_TR(r->lang, "'%s' is no way to be lenient",
                          "'%s' is geen manier om soepel te zijn"),
                   member->text);
    lde_vec_push(&r->spec->lenient, ((lde_lenient_spec){field, action}));
  }
}

/* dialect */

/* One character, or a word for it; 0 after reporting. */
static char sign_of(const reader *r, const lde_node *node)
{
  if (!is_text(r, node, node->key))
    return 0;
  if (node->len == 1)
    return node->text[0];
  if (strcmp(node->text, "tab") == 0 || strcmp(node->text, "\\t") == 0)
    return '\t';
  if (strcmp(node->text, "space") == 0)
    return ' ';
  lde_complain(r->to, node, "load/type",
               LDE_TR(r->lang, "write one character in quotes, or tab",
                      "schrijf één teken tussen aanhalingstekens, of tab"),
               LDE_TR(r->lang, "'%s' is not one character", "'%s' is niet één teken"), node->text);
  return 0;
}

/* Index of the word, or -1 after reporting. */
static int word_of(const reader *r, const lde_node *node, const char *const *words)
{
  lde_suggestion suggestion = {.wanted = node->text};
  lde_buffer help = {0};
  int i = 0;

  if (!is_text(r, node, node->key ? node->key : "dialect"))
    return -1;
  while (words[i] && strcmp(words[i], node->text) != 0)
    i++;
  if (words[i])
    return i;
  for (i = 0; words[i]; i++)
    lde_suggestion_offer(&suggestion, words[i]);
  lde_suggestion_print(&help, &suggestion, r->lang);
  if (!help.len) {
    lde_buffer_puts(&help, LDE_TR(r->lang, "choose from", "kies uit"));
    for (i = 0; words[i]; i++)
      lde_buffer_printf(&help, "%s %s", i ? "," : "", words[i]);
  }
  lde_complain(r->to, node, "load/type", help.data,
               LDE_TR(r->lang, "'%s' is not known here", "'%s' is hier onbekend"), node->text);
  lde_buffer_free(&help);
  return -1;
}

static bool is_auto(const lde_node *node)
{
  return node->kind == LDE_NODE_SCALAR && strcmp(node->text, "auto") == 0;
}

static void read_dialect(const reader *r, const lde_node *node)
{
  static const char *const presets[] = {"auto", "nl", "rfc", NULL};
  static const char *const keys[] = {"delimiter", "decimal", "thousands", "encoding", "date", NULL};
  static const char *const encodings[] = {"auto",       "utf-8",   "windows-1252",
                                          "iso-8859-1", "latin1",  "utf-16", NULL};
  static const lde_encoding encoding_of[] = {LDE_ENCODING_AUTO,    LDE_ENCODING_UTF_8,
                                             LDE_ENCODING_WINDOWS_1252, LDE_ENCODING_LATIN_1,
                                             LDE_ENCODING_LATIN_1, LDE_ENCODING_UTF_16};
  static const char *const dates[] = {"auto",     "yyyy-mm-dd", "yyyymmdd",   "dd-mm-yyyy",
                                      "d-m-yyyy", "dd/mm/yyyy", "dd.mm.yyyy", "mm/dd/yyyy", NULL};
  lde_dialect_spec *dialect = &r->spec->dialect;
  int found;

  if (node->kind == LDE_NODE_SCALAR) {
    found = word_of(r, node, presets);
    dialect->preset = found == 1 ? LDE_PRESET_NL : found == 2 ? LDE_PRESET_RFC : LDE_PRESET_AUTO;
    return;
  }
  if (!lde_check_keys(r->to, node, "dialect", keys))
    return;
  for (const lde_node *member = node->first; member; member = member->next) {
    if (is_auto(member) || (lde_node_is_null(member) && member->len == 0))
      continue;
    if (strcmp(member->key, "delimiter") == 0) {
      dialect->delimiter = sign_of(r, member);
    } else if (strcmp(member->key, "decimal") == 0) {
      dialect->decimal = sign_of(r, member);
    } else if (strcmp(member->key, "thousands") == 0) {
      dialect->thousands_written = true;
      if (member->kind != LDE_NODE_SCALAR ||
          (member->len && strcmp(member->text, "none") != 0))
        dialect->thousands = sign_of(r, member);
    } else if (strcmp(member->key, "encoding") == 0) {
      found = word_of(r, member, encodings);
      dialect->encoding = found < 0 ? LDE_ENCODING_AUTO : encoding_of[found];
    } else if (strcmp(member->key, "date") == 0) {
      found = word_of(r, member, dates);
      dialect->date = found < 0 ? LDE_DATE_FORM_AUTO : (lde_date_form)found;
    }
  }
}

/* One source */

static const char *const keys[] = {"file",    "entity", "dialect", "columns",    "values",
                                   "where",   "by",     "set",     "pad",        "units",
                                   "ignore",  "lenient", "sheet",  "header_row", "transform", NULL};

static void read_mapping(const reader *r, const lde_node *source)
{
  static const struct {
    const char *key;
    void (*read)(const reader *, const lde_node *);
  } maps[] = {{"columns", read_columns}, {"values", read_values}, {"where", read_where},
              {"by", read_by},           {"set", read_set},       {"pad", read_pad},
              {"units", read_units},     {"lenient", read_lenient}};
  lde_source_spec *spec = r->spec;
  const lde_node *node;

  for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
    node = lde_node_member(source, maps[i].key);
    if (node && !lde_node_is_null(node) && is_map(r, node, maps[i].key))
      maps[i].read(r, node);
  }
  if ((node = lde_node_member(source, "dialect")) && !lde_node_is_null(node))
    read_dialect(r, node);
  if ((node = lde_node_member(source, "ignore")) && !lde_node_is_null(node)) {
    size_t count;
    lde_written *texts = texts_of(r, node, "ignore", &count);
    for (size_t i = 0; i < count; i++)
      lde_vec_push(&spec->ignore, texts[i]);
  }
  if ((node = lde_node_member(source, "sheet")) && is_text(r, node, "sheet"))
    spec->sheet = node->text;
  if ((node = lde_node_member(source, "header_row")) && is_text(r, node, "header_row")) {
    int64_t row;
    if (lde_decimal_parse(node->text, node->len, '.', 0, 0, &row) == LDE_DECIMAL_OK && row > 0 &&
        row < 1000000)
      spec->header_row = (uint32_t)row;
    else
      lde_complain(r->to, node, "load/type", NULL,
                   LDE_TR(r->lang, "header_row must be the number of a row",
                          "header_row moet het nummer van een rij zijn"));
  }
  if ((node = lde_node_member(source, "transform")) && is_text(r, node, "transform"))
    spec->transform = written(node);
}

static bool ends_in(const char *name, const char *end)
{
  size_t len = strlen(name), size = strlen(end);
  return len >= size && strcmp(name + len - size, end) == 0;
}

static bool is_yaml(const char *name)
{
  return ends_in(name, ".yaml") || ends_in(name, ".yml");
}

static bool read_entity(const reader *r, const lde_node *source, const lde_node *file)
{
  const lde_node *node = lde_node_member(source, "entity");
  lde_suggestion suggestion = {.wanted = ""};

  if (!node)
    return lde_complain(r->to, file, "load/required",
                        LDE_TR(r->lang, "add entity: employees, or what its rows are",
                               "voeg entity: employees toe, of wat de rijen zijn"),
                        LDE_TR(r->lang, "'%s' needs an entity", "'%s' heeft een entiteit nodig"),
                        file->text);
  if (!is_text(r, node, "entity"))
    return false;
  r->spec->entity = lde_schema_find(r->schema, node->text);
  if (r->spec->entity && r->spec->entity->origin == LDE_ORIGIN_WRITTEN)
    return true;
  suggestion.wanted = node->text;
  lde_records_suggest_entity(r->schema, &suggestion);
  return lde_complain_unknown(r->to, node, false, &suggestion, NULL,
                              r->spec->entity
                                  ? LDE_TR(r->lang, "%s are made by the program and cannot be loaded",
                                           "%s worden door het programma gemaakt en kunnen niet "
                                           "worden ingelezen")
                                  : LDE_TR(r->lang, "there is no entity '%s'",
                                           "er is geen entiteit '%s'"),
                              node->text);
}

/* Adds one source for one file; the mapping is read again for each file of a glob. */
static void add_source(reader *r, const lde_manifest *manifest, const lde_node *source,
                       const lde_node *file, const char *name, lde_source_specs *specs)
{
  lde_source_spec spec = {.file = name,
                          .path = lde_project_path(r->arena, manifest->folder, name),
                          .manifest = r->to->file,
                          .manifest_path = r->to->path,
                          .line = file->line,
                          .column = file->column,
                          .language = r->spec ? r->spec->language : LDE_ENGLISH,
                          .header_row = 1};
  bool ok = true;

  r->spec = &spec;
  spec.kind = is_yaml(name) ? LDE_SOURCE_YAML
              : ends_in(name, ".xlsx") ? LDE_SOURCE_XLSX
                                       : LDE_SOURCE_CSV;
  if (spec.kind == LDE_SOURCE_YAML) {
    for (const lde_node *m = source->first; m && source->kind == LDE_NODE_MAP; m = m->next)
      if (strcmp(m->key, "file") != 0) {
        ok = lde_complain_key(r->to, m, "load/unknown-key",
                              LDE_TR(r->lang, "a YAML file names its entities itself",
                                     "een YAML-bestand noemt zelf zijn entiteiten"),
                              LDE_TR(r->lang, "'%s' is for exports, not for YAML",
                                     "'%s' is voor exportbestanden, niet voor YAML"),
                              m->key);
        break;
      }
  } else {
    ok = read_entity(r, source, file);
    if (ok)
      read_mapping(r, source);
  }
  if (ok)
    lde_vec_push(specs, spec);
  else
    lde_source_spec_deinit(&spec);
}

static void read_source(reader *r, const lde_manifest *manifest, const lde_node *source,
                        lde_source_specs *specs, lde_language language)
{
  const lde_node *file = source->kind == LDE_NODE_MAP ? lde_node_member(source, "file") : source;
  lde_source_spec only_language = {.language = language};
  size_t errors = r->to->found->errors, first = specs->len;
  lde_paths names = {0};

  if (source->kind == LDE_NODE_MAP && !lde_check_keys(r->to, source, "sources", keys))
    return;
  if (!file) {
    lde_complain(r->to, source, "load/required", NULL, "%s",
                 LDE_TR(r->lang, "a source needs a file", "een bron heeft een file nodig"));
    return;
  }
  if (!is_text(r, file, "file"))
    return;
  if (lde_is_glob(file->text))
    lde_project_glob(r->arena, manifest->folder, file->text, &names);
  else
    lde_vec_push(&names, file->text);
  if (!names.len)
    lde_complain(r->to, file, "load/reference",
                 LDE_TR(r->lang, "check the pattern and the folder",
                        "controleer het patroon en de map"),
                 LDE_TR(r->lang, "no file matches '%s'", "geen bestand past bij '%s'"), file->text);
  for (size_t i = 0; i < names.len; i++) {
    r->spec = &only_language;
    add_source(r, manifest, source, file, names.data[i], specs);
    if (r->to->found->errors > errors)
      break; /* the mapping is the same for the others */
  }
  /* A mapping with mistakes would only give more of them. */
  if (r->to->found->errors > errors)
    while (specs->len > first)
      lde_source_spec_deinit(&specs->data[--specs->len]);
  lde_vec_free(&names);
}

void lde_manifest_read_sources(lde_manifest *manifest, const lde_complaints *to,
                               const lde_schema *schema, lde_language language,
                               lde_source_specs *specs)
{
  const lde_node *sources = lde_node_member(manifest->root, "sources");
  reader r = {.to = to,
              .arena = &manifest->arena,
              .schema = schema,
              .lang = to->found->language};

  if (!sources || lde_node_is_null(sources))
    return;
  if (sources->kind != LDE_NODE_LIST) {
    lde_complain(to, sources, "load/type",
                 LDE_TR(r.lang, "begin every source with '- '", "begin elke bron met '- '"),
                 LDE_TR(r.lang, "sources must be a list, not %s",
                        "sources moet een lijst zijn en is nu %s"),
                 lde_node_kind_name(sources, r.lang));
    return;
  }
  for (const lde_node *source = sources->first; source; source = source->next)
    read_source(&r, manifest, source, specs, language);
}
