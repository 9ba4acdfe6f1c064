#include "load/manifest.h"

#include <stddef.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "load/project.h"

static lde_language lang_of(const lde_complaints *to)
{
  return to->found->language;
}

/* The text of a setting that must be one value; NULL after reporting, or when it is empty. */
static const char *text_of(const lde_complaints *to, const lde_node *node, const char *what)
{
  if (!node || lde_node_is_null(node))
    return NULL;
  if (node->kind == LDE_NODE_SCALAR)
    return node->text;
  lde_complain(to, node, "load/type", NULL,
               LDE_TR(lang_of(to), "%s must be a single value, not %s",
                      "%s moet één waarde zijn en is nu %s"),
               what, lde_node_kind_name(node, lang_of(to)));
  return NULL;
}

static bool is_list_of_texts(const lde_complaints *to, const lde_node *list, const char *what)
{
  if (list->kind != LDE_NODE_LIST)
    return lde_complain(to, list, "load/type",
                        LDE_TR(lang_of(to), "write [one, two]", "schrijf [een, twee]"),
                        LDE_TR(lang_of(to), "%s must be a list, not %s",
                               "%s moet een lijst zijn en is nu %s"),
                        what, lde_node_kind_name(list, lang_of(to)));
  for (const lde_node *item = list->first; item; item = item->next)
    if (item->kind != LDE_NODE_SCALAR || item->len == 0)
      return lde_complain(to, item, "load/type", NULL,
                          LDE_TR(lang_of(to), "an item of %s must be a single value",
                                 "een onderdeel van %s moet één waarde zijn"),
                          what);
  return true;
}

/* Reports a value that is none of the words (NULL at the end); -1 then. */
static int word_of(const lde_complaints *to, const lde_node *node, const char *what,
                   const char *const *words)
{
  const char *text = text_of(to, node, what);
  lde_suggestion suggestion = {.wanted = text};
  lde_buffer all = {0}, help = {0};
  int i = 0;

  if (!text)
    return -1;
  while (words[i] && strcmp(words[i], text) != 0)
    i++;
  if (words[i])
    return i;
  for (i = 0; words[i]; i++) {
    lde_suggestion_offer(&suggestion, words[i]);
    lde_buffer_printf(&all, "%s%s", i ? ", " : "", words[i]);
  }
  lde_suggestion_print(&help, &suggestion, lang_of(to));
  if (!help.len)
    lde_buffer_printf(&help, LDE_TR(lang_of(to), "choose from %s", "kies uit %s"), all.data);
  lde_complain(to, node, "load/type", lde_buffer_text(&help),
               LDE_TR(lang_of(to), "'%s' cannot be %s", "'%s' kan niet de waarde van %s zijn"),
               text, what);
  lde_buffer_free(&all);
  lde_buffer_free(&help);
  return -1;
}

/* organisation, year, today */

static void read_organisation(const lde_complaints *to, const lde_node *map, lde_head *head)
{
  static const char *const languages[] = {"en", "nl", NULL};
  lde_language lang = lang_of(to);
  const lde_node *node = lde_node_member(map, "language");
  const char *text;
  int found;

  if (map->kind != LDE_NODE_MAP) {
    lde_complain(to, map, "load/type",
                 LDE_TR(lang, "write organisation: {id: …, name: …}",
                        "schrijf organisation: {id: …, name: …}"),
                 LDE_TR(lang, "organisation must be a map, not %s",
                        "organisation moet uit sleutels en waarden bestaan en is nu %s"),
                 lde_node_kind_name(map, lang));
    return;
  }
  head->organisation = map;
  found = word_of(to, node, "organisation.language", languages);
  head->language_written = found >= 0;
  head->language = found == 1 ? LDE_DUTCH : LDE_ENGLISH;
  node = lde_node_member(map, "currency");
  text = text_of(to, node, "organisation.currency");
  if (text && lde_currency_is_valid(text))
    memcpy(head->currency, text, 4);
  else if (text)
    lde_complain(to, node, "load/type",
                 LDE_TR(lang, "write three capital letters, such as EUR",
                        "schrijf drie hoofdletters, zoals EUR"),
                 LDE_TR(lang, "'%s' is not the code of a currency", "'%s' is geen valutacode"),
                 text);
}

void lde_head_read(const lde_complaints *to, const lde_node *map, lde_head *head)
{
  lde_language lang = lang_of(to);
  const lde_node *node = lde_node_member(map, "organisation");
  bool impossible;
  int32_t date;

  if (node && !lde_node_is_null(node))
    read_organisation(to, node, head);
  node = lde_node_member(map, "year");
  if (text_of(to, node, "year"))
    head->year = node;
  node = lde_node_member(map, "today");
  if (!text_of(to, node, "today"))
    return;
  if (lde_date_parse(node->text, node->len, &date, &impossible))
    head->today = node;
  else
    lde_complain(to, node, "load/type",
                 LDE_TR(lang, "write dates as YYYY-MM-DD", "schrijf datums als JJJJ-MM-DD"),
                 LDE_TR(lang, "'%s' is not a date", "'%s' is geen datum"), node->text);
}

/* rules */

static bool is_named_elsewhere(const lde_manifest *manifest, const char *file)
{
  const lde_node *sources = lde_node_member(manifest->root, "sources");
  if (manifest->offer_script && strcmp(manifest->offer_script, file) == 0)
    return true;
  if (manifest->merge_script && strcmp(manifest->merge_script, file) == 0)
    return true;
  for (const lde_node *s = sources ? sources->first : NULL; s; s = s->next) {
    const char *transform = lde_node_text(lde_node_member(s, "transform"));
    if (transform && strcmp(transform, file) == 0)
      return true;
  }
  return false;
}

/* What a glob for rules is not meant to find. */
static bool is_no_rule(const lde_manifest *manifest, const char *file)
{
  const char *name = strrchr(file, '/');
  size_t len = strlen(file);

  name = name ? name + 1 : file;
  return (strncmp(name, "offer", 5) == 0 && len > 4 && strcmp(file + len - 4, ".lua") == 0) ||
         (len > 9 && strcmp(file + len - 9, "_test.lua") == 0) ||
         is_named_elsewhere(manifest, file);
}

static void add_rule_file(lde_manifest *manifest, const char *file)
{
  for (size_t i = 0; i < manifest->rule_files.len; i++)
    if (strcmp(manifest->rule_files.data[i], file) == 0)
      return;
  lde_vec_push(&manifest->rule_files, file);
}

static void find_rule_files(lde_manifest *manifest, const char *pattern)
{
  lde_paths found = {0};
  bool whole = lde_project_glob(&manifest->arena, manifest->folder, pattern, &found);

  for (size_t i = 0; i < found.len; i++)
    if (!lde_is_glob(pattern) || !is_no_rule(manifest, found.data[i]))
      add_rule_file(manifest, found.data[i]);
  /* A file that is named and not there, or rules that cannot be looked for, are told of when they are opened. */
  if (!whole || (!found.len && !lde_is_glob(pattern)))
    add_rule_file(manifest, lde_arena_strdup(&manifest->arena, pattern));
  lde_vec_free(&found);
}

static void check_severity(const lde_complaints *to, const lde_node *severity)
{
  static const char *const words[] = {"error", "warning", "note", "off", NULL};
  static const char *const keys[] = {"error", "warning", "note", NULL};

  if (severity->kind != LDE_NODE_MAP) {
    lde_check_keys(to, severity, "rules.severity", keys);
    return;
  }
  for (const lde_node *rule = severity->first; rule; rule = rule->next)
    if (rule->kind == LDE_NODE_SCALAR)
      word_of(to, rule, "rules.severity", words);
    else
      lde_check_keys(to, rule, "rules.severity", keys);
}

static void read_rules(lde_manifest *manifest, const lde_complaints *to, const lde_node *rules)
{
  static const char *const keys[] = {"packs", "files", "severity", "params", NULL};
  const lde_node *files = lde_node_member(rules, "files"), *node;

  if (rules && !lde_node_is_null(rules) && lde_check_keys(to, rules, "rules", keys)) {
    node = lde_node_member(rules, "packs");
    if (node && is_list_of_texts(to, node, "rules.packs")) {
      manifest->packs_written = true;
      for (const lde_node *pack = node->first; pack; pack = pack->next)
        lde_vec_push(&manifest->packs, pack->text);
    }
    node = lde_node_member(rules, "severity");
    if (node && !lde_node_is_null(node)) {
      check_severity(to, node);
      manifest->severity = node;
    }
    node = lde_node_member(rules, "params");
    if (node && !lde_node_is_null(node)) {
      if (node->kind == LDE_NODE_MAP)
        manifest->params = node;
      else
        lde_check_keys(to, node, "rules.params", keys);
    }
  }
  if (!files)
    find_rule_files(manifest, "rules/*.lua");
  else if (!lde_node_is_null(files) && is_list_of_texts(to, files, "rules.files"))
    for (const lde_node *file = files->first; file; file = file->next)
      find_rule_files(manifest, file->text);
}

/* gaps, offer, load */

static bool is_lua(const char *text)
{
  size_t len = strlen(text);
  return len > 4 && strcmp(text + len - 4, ".lua") == 0;
}

static void read_gaps(lde_manifest *manifest, const lde_complaints *to, const lde_node *gaps)
{
  static const char *const keys[] = {"current", "unknown", NULL};
  static const char *const current[] = {"latest", "highest", "manager_first", NULL};
  static const char *const unknown[] = {"unknown", "zero", NULL};
  const lde_node *node;

  if (!lde_check_keys(to, gaps, "gaps", keys))
    return;
  node = lde_node_member(gaps, "current");
  if (node && node->kind == LDE_NODE_SCALAR && is_lua(node->text))
    manifest->merge_script = node->text;
  else
    word_of(to, node, "gaps.current", current);
  word_of(to, lde_node_member(gaps, "unknown"), "gaps.unknown", unknown);
}

static void read_offer(lde_manifest *manifest, const lde_complaints *to, const lde_node *offer)
{
  static const char *const keys[] = {"script", NULL};
  if (lde_check_keys(to, offer, "offer", keys))
    manifest->offer_script = text_of(to, lde_node_member(offer, "script"), "offer.script");
}

static void read_load(lde_manifest *manifest, const lde_complaints *to, const lde_node *load)
{
  static const char *const keys[] = {"max_errors", NULL};
  const lde_node *node;
  int64_t most;

  if (!lde_check_keys(to, load, "load", keys))
    return;
  node = lde_node_member(load, "max_errors");
  if (!text_of(to, node, "load.max_errors"))
    return;
  if (lde_decimal_parse(node->text, node->len, '.', 0, 0, &most) == LDE_DECIMAL_OK && most > 0)
    manifest->max_errors = (size_t)most;
  else
    lde_complain(to, node, "load/type", NULL,
                 LDE_TR(lang_of(to), "load.max_errors must be a whole number above zero",
                        "load.max_errors moet een geheel getal boven nul zijn"));
}

/* limits */

typedef struct unit {
  const char *name;
  double factor;
} unit;

/* A number with one of the units behind it; false when it is something else or out of range. */
static bool read_quantity(const lde_node *node, const unit *units, double *value)
{
  size_t digits = strspn(node->text, "0123456789.");
  const char *name = node->text + digits;
  int64_t millionths;

  name += strspn(name, " ");
  if (lde_decimal_parse(node->text, digits, '.', 0, 6, &millionths) != LDE_DECIMAL_OK ||
      millionths <= 0)
    return false;
  for (; units->name; units++)
    if (strcmp(units->name, name) == 0) {
      *value = (double)millionths / 1e6 * units->factor;
      return *value <= 1e15;
    }
  return false;
}

static const unit bytes[] = {{"", 1},      {"B", 1},           {"KiB", 1024},
                             {"MiB", 1048576}, {"GiB", 1073741824}, {"kB", 1e3},
                             {"MB", 1e6},  {"GB", 1e9},        {NULL, 0}};
static const unit counts[] = {{"", 1}, {"k", 1e3}, {"K", 1e3}, {"M", 1e6}, {"G", 1e9}, {NULL, 0}};
static const unit times[] = {{"s", 1}, {"ms", 0.001}, {"m", 60}, {"min", 60}, {"", 1}, {NULL, 0}};

enum { LIMITS = 5 };
static const struct limit_row {
  const char *name, *example;
  const unit *units;
  size_t at; /* in lde_limit_settings; the time is a double, the others whole */
  bool real;
} limit_rows[LIMITS] = {
    {"memory", "64MiB", bytes, offsetof(lde_limit_settings, memory), false},
    {"steps", "300M", counts, offsetof(lde_limit_settings, steps), false},
    {"time", "10s", times, offsetof(lde_limit_settings, time), true},
    {"rule_file", "256KiB", bytes, offsetof(lde_limit_settings, rule_file), false},
    {"input", "16MiB", bytes, offsetof(lde_limit_settings, input), false}};

static bool set_limit(lde_limit_settings *settings, const struct limit_row *row, const lde_node *node)
{
  char *to = (char *)settings + row->at;
  double value;
  uint64_t whole;

  if (!read_quantity(node, row->units, &value) || (!row->real && value < 1))
    return false;
  whole = (uint64_t)value;
  if (row->real)
    memcpy(to, &value, sizeof value);
  else
    memcpy(to, &whole, sizeof whole);
  return true;
}

void lde_manifest_read_limits(const lde_complaints *to, const lde_node *limits,
                              lde_limit_settings *settings)
{
  static const char *const keys[] = {"memory", "steps", "time", "rule_file", "input", NULL};
  lde_language lang = lang_of(to);

  if (!lde_check_keys(to, limits, "limits", keys))
    return;
  for (size_t i = 0; i < LIMITS; i++) {
    const struct limit_row *row = &limit_rows[i];
    const lde_node *node = lde_node_member(limits, row->name);
    lde_buffer help = {0};
    if (!text_of(to, node, row->name) || set_limit(settings, row, node))
      continue;
    lde_buffer_printf(&help, LDE_TR(lang, "write it like %s", "schrijf het als %s"), row->example);
    lde_complain(to, node, "load/type", help.data,
                 LDE_TR(lang, "'%s' is no value for limits.%s", "'%s' is geen waarde voor limits.%s"),
                 node->text, row->name);
    lde_buffer_free(&help);
  }
}

bool lde_limit_parse(const char *name, const char *text, lde_limit_settings *settings,
                     const char **example)
{
  lde_node node = {.kind = LDE_NODE_SCALAR, .text = text, .len = strlen(text)};

  *example = NULL;
  for (size_t i = 0; i < LIMITS; i++)
    if (strcmp(limit_rows[i].name, name) == 0) {
      *example = limit_rows[i].example;
      return set_limit(settings, &limit_rows[i], &node);
    }
  return false;
}

void lde_limits_tighten(lde_limit_settings *settings, const lde_limit_settings *most)
{
  uint64_t *const whole[] = {&settings->memory, &settings->steps, &settings->rule_file,
                             &settings->input};
  const uint64_t bounds[] = {most->memory, most->steps, most->rule_file, most->input};

  for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
    if (bounds[i] && *whole[i] > bounds[i])
      *whole[i] = bounds[i];
  if (most->time > 0 && settings->time > most->time)
    settings->time = most->time;
}

/* The whole */

void lde_manifest_defaults(lde_manifest *manifest)
{
  manifest->path = "";
  manifest->folder = ".";
  manifest->limits = (lde_limit_settings){.memory = UINT64_C(64) << 20,
                                          .steps = 300000000,
                                          .time = 10,
                                          .rule_file = UINT64_C(256) << 10,
                                          .input = UINT64_C(16) << 20};
  manifest->max_errors = 200;
}

static void check_version(const lde_manifest *manifest, const lde_complaints *to)
{
  const lde_node *version = lde_node_member(manifest->root, "ldengine");
  lde_language lang = lang_of(to);

  if (!version)
    lde_complain_at(to, 1, 1, 0, "load/required",
                    LDE_TR(lang, "add the line 'ldengine: 1'", "voeg de regel 'ldengine: 1' toe"),
                    "%s",
                    LDE_TR(lang, "the version of the format is missing",
                           "de versie van het formaat ontbreekt"));
  else if (!lde_node_text(version) || strcmp(version->text, "1") != 0)
    lde_complain(to, version, "load/range",
                 LDE_TR(lang, "write 'ldengine: 1', or use a newer version of the program",
                        "schrijf 'ldengine: 1', of gebruik een nieuwere versie van het programma"),
                 "%s",
                 LDE_TR(lang, "this version of the format is not known",
                        "deze versie van het formaat is onbekend"));
}

void lde_manifest_read(lde_manifest *manifest, const lde_complaints *to, lde_schema *schema)
{
  static const char *const keys[] = {"ldengine", "organisation", "year",  "today",
                                     "sources",  "rules",        "exceptions", "gaps",
                                     "offer",    "model",        "load",  "limits", NULL};
  static const struct {
    const char *key;
    void (*read)(lde_manifest *, const lde_complaints *, const lde_node *);
  } parts[] = {{"gaps", read_gaps}, {"offer", read_offer}, {"load", read_load}};
  const lde_node *root = manifest->root, *node;

  if (!lde_check_keys(to, root, LDE_TR(lang_of(to), "the manifest", "het manifest"), keys))
    return;
  check_version(manifest, to);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    node = lde_node_member(root, parts[i].key);
    if (node && !lde_node_is_null(node))
      parts[i].read(manifest, to, node);
  }
  read_rules(manifest, to, lde_node_member(root, "rules")); /* after the files named elsewhere */
  node = lde_node_member(root, "limits");
  if (node && !lde_node_is_null(node))
    lde_manifest_read_limits(to, node, &manifest->limits);
  node = lde_node_member(root, "model");
  if (node && !lde_node_is_null(node))
    lde_manifest_read_model(to, node, schema);
}
