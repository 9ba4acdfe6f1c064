/* Packs: folders of rules with a pack.yaml, of the organisation itself or shipped. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/error.h"
#include "engine/internal.h"
#include "load/yaml.h"

static const char *const standard[] = {"strategy",   "policy",     "hrd-plan", "needs",
                                       "compliance", "offer",      "budget",   "stakeholders",
                                       "impact",     "improvement"};
enum { STANDARD = sizeof standard / sizeof *standard };

typedef struct reading {
  lde_project *project;
  lde_arena *arena;
  lde_packs *packs;
  lde_complaints to;
} reading;

static bool is_pack_name(const char *name)
{
  return *name && strlen(name) < 64 &&
         strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(name);
}

static bool has_pack(const char *folder)
{
  lde_buffer path = {0};
  struct stat info;
  bool found;

  lde_buffer_printf(&path, "%s/pack.yaml", folder);
  found = stat(path.data, &info) == 0 && S_ISREG(info.st_mode);
  lde_buffer_free(&path);
  return found;
}

/* ---- pack.yaml ---- */

static void read_title(reading *in, const lde_node *title, lde_pack *pack)
{
  static const char *const keys[] = {"en", "nl", NULL};
  const char *text = lde_node_text(title);

  for (int lang = 0; lang < 2; lang++) {
    const char *own = title && !text ? lde_node_text(lde_node_member(title, keys[lang])) : text;
    pack->title[lang] = own ? own : pack->id;
  }
  if (title && !text)
    lde_check_keys(&in->to, title, "title", keys);
}

static void read_needs(reading *in, const lde_node *needs)
{
  const lde_schema *schema = in->project->loaded.dataset->schema;

  for (const lde_node *need = needs ? needs->first : NULL; need; need = need->next) {
    lde_suggestion suggestion = {.wanted = lde_node_text(need) ? need->text : "?"};
    if (lde_schema_find(schema, suggestion.wanted))
      continue;
    for (size_t e = 0; e < schema->entities.len; e++)
      lde_suggestion_offer(&suggestion, schema->entities.data[e]->plural);
    lde_complain_unknown(&in->to, need, false, &suggestion, NULL,
                         LDE_TR(in->project->language, "needs: there is no entity '%s'",
                                "needs: er is geen entiteit '%s'"),
                         suggestion.wanted);
  }
}

/* The dates of dated values must be dates, or the whole would be taken for something else. */
static bool are_dates(reading *in, const lde_node *values)
{
  bool right = values->kind == LDE_NODE_MAP && values->first;
  int32_t date;

  for (const lde_node *value = values->first; right && value; value = value->next)
    right = lde_date_parse(value->key, strlen(value->key), &date, NULL);
  return right || lde_complain(&in->to, values, "load/type", NULL,
                               LDE_TR(in->project->language, "values is a map from dates to values",
                                      "values geeft bij elke datum een waarde"));
}

static void read_param(reading *in, const lde_node *param)
{
  static const char *const keys[] = {"type",   "unit",   "default",  "min", "max", "choices",
                                     "values", "source", "verified", "doc", NULL};
  const lde_node *values = lde_node_member(param, "values"), *value;

  if (!lde_check_keys(&in->to, param, "params", keys))
    return;
  value = values && are_dates(in, values) ? values : lde_node_member(param, "default");
  if (!value || lde_node_is_null(value))
    return;
  if (lde_data_member(in->packs->params, param->key)) {
    if (lde_node_member(in->project->loaded.manifest.params, param->key))
      return; /* the organisation has chosen */
    lde_complain_key(&in->to, param, "load/duplicate",
                     LDE_TR(in->project->language, "set the value that you want in the manifest",
                            "leg de gewenste waarde vast in het manifest"),
                     LDE_TR(in->project->language,
                            "parameter %s has a value in another enabled pack too",
                            "parameter %s heeft ook in een ander ingeschakeld pakket een waarde"),
                     param->key);
  } else {
    lde_data_put(in->arena, in->packs->params, param->key, strlen(param->key),
                 lde_node_to_data(in->arena, value));
  }
}

static void read_pack_file(reading *in, lde_pack *pack)
{
  static const char *const keys[] = {"id", "version", "title", "needs", "params", NULL};
  const lde_node *root = NULL, *id, *params;
  lde_buffer path = {0};

  lde_buffer_printf(&path, "%s/pack.yaml", pack->folder);
  in->to.file = lde_arena_printf(in->arena, "%s/pack.yaml", pack->shown);
  in->to.path = lde_arena_strdup(in->arena, path.data);
  lde_buffer_free(&path);
  pack->title[0] = pack->title[1] = pack->id;
  if (!lde_yaml_read_file(in->arena, 0, &in->to, &root, NULL) || !root ||
      !lde_check_keys(&in->to, root, LDE_TR(in->project->language, "a pack", "een pakket"), keys))
    return;
  id = lde_node_member(root, "id");
  if (!lde_node_text(id) || strcmp(id->text, pack->id) != 0)
    lde_complain(&in->to, id ? id : root, "load/reference", NULL,
                 LDE_TR(in->project->language, "the id must be the name of the folder, %s",
                        "de id moet de naam van de map zijn, %s"),
                 pack->id);
  read_title(in, lde_node_member(root, "title"), pack);
  read_needs(in, lde_node_member(root, "needs"));
  params = lde_node_member(root, "params");
  for (const lde_node *param = params ? params->first : NULL; param; param = param->next)
    read_param(in, param);
}

/* ---- which ---- */

static bool find_pack(reading *in, const char *name, lde_pack *pack)
{
  const lde_project *project = in->project;
  const char *own =
      lde_arena_printf(in->arena, "%s/rules/packs/%s", project->loaded.manifest.folder, name);
  const char *shipped = lde_arena_printf(in->arena, "%s/packs/%s", project->rules_folder, name);

  pack->id = name;
  pack->shown = lde_arena_printf(in->arena, "rules/packs/%s", name);
  pack->folder = has_pack(own) ? own : shipped;
  return has_pack(pack->folder);
}

static void offer_folders(const char *parent, lde_suggestion *suggestion, lde_arena *arena)
{
  DIR *folder = opendir(parent);

  for (struct dirent *entry; folder && (entry = readdir(folder));)
    if (is_pack_name(entry->d_name))
      lde_suggestion_offer(suggestion, lde_arena_strdup(arena, entry->d_name));
  if (folder)
    closedir(folder);
}

static void complain_missing(reading *in, const lde_node *node)
{
  lde_suggestion suggestion = {.wanted = node->text};

  offer_folders(lde_arena_printf(in->arena, "%s/packs", in->project->rules_folder), &suggestion,
                in->arena);
  lde_complain_unknown(
      &in->to, node, false, &suggestion, NULL,
      LDE_TR(in->project->language, "there is no pack '%s'", "er is geen pakket '%s'"), node->text);
}

static void add(reading *in, const char *name, const lde_node *node)
{
  lde_manifest *manifest = &in->project->loaded.manifest;
  lde_pack pack = {0};

  for (size_t i = 0; i < in->packs->items.len; i++)
    if (strcmp(in->packs->items.data[i].id, name) == 0)
      return;
  if (is_pack_name(name) && find_pack(in, name, &pack)) {
    read_pack_file(in, &pack);
    lde_vec_push(&in->packs->items, pack);
  } else if (node) {
    in->to.file = manifest->path;
    in->to.path = lde_arena_printf(in->arena, "%s/ldengine.yaml", manifest->folder);
    complain_missing(in, node);
  } else {
    lde_diagnose(
        in->to.found, LDE_ERROR, "script/load", "", NULL, 0, 0,
        LDE_TR(in->project->language,
               "reinstall, or name the folder of the shipped rules in LDENGINE_RULES",
               "installeer opnieuw, of noem de map met meegeleverde regels in LDENGINE_RULES"),
        LDE_TR(in->project->language, "the shipped pack %s is not in %s",
               "het meegeleverde pakket %s staat niet in %s"),
        name, in->project->rules_folder);
  }
}

void lde_packs_read(lde_project *project, lde_arena *arena, lde_packs *packs,
                    lde_diagnostics *found)
{
  const lde_manifest *manifest = &project->loaded.manifest;
  const lde_node *names = lde_node_member(lde_node_member(manifest->root, "rules"), "packs");
  reading in = {.project = project, .arena = arena, .packs = packs, .to = {.found = found}};

  packs->params = lde_data_new(arena, LDE_DATA_OBJECT);
  if (!manifest->packs_written)
    for (size_t i = 0; i < STANDARD; i++)
      add(&in, standard[i], NULL);
  for (const lde_node *name = manifest->packs_written ? names->first : NULL; name;
       name = name->next)
    add(&in, name->text, name);
}

const char *lde_packs_standard(size_t index)
{
  return index < STANDARD ? standard[index] : NULL;
}

void lde_packs_free(lde_packs *packs)
{
  lde_vec_free(&packs->items);
}
