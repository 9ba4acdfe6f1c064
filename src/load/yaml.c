#include "load/yaml.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/io.h"
#include "base/memory.h"
#include "load/yaml_problem.h"

/* One open list or map. */
typedef struct level {
  lde_node *node, *last;
  bool wants_value; /* of a map: the key has been read */
  const char *key;
  uint32_t key_line, key_column;
} level;

typedef struct reader {
  lde_arena *arena;
  const lde_complaints *to;
  lde_language lang;
  level levels[LDE_YAML_DEPTH_MAX];
  int depth;
  lde_node *root;
  bool failed; /* something was reported; reading goes on to find more */
  LDE_VEC(const lde_node *) members; /* scratch for the search for duplicates */
} reader;

static bool complain(reader *r, yaml_mark_t mark, uint32_t width, const char *code,
                     const char *help, const char *message)
{
  r->failed = true;
  return lde_complain_at(r->to, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1, width, code,
                         help, "%s", message);
}

static void refuse_anchor(reader *r, yaml_mark_t mark)
{
  complain(r, mark, 1, "load/syntax",
           LDE_TR(r->lang, "write the value out where it is needed",
                  "schrijf de waarde uit waar hij nodig is"),
           LDE_TR(r->lang, "anchors and aliases (& and *) are not allowed",
                  "ankers en verwijzingen (& en *) zijn niet toegestaan"));
}

static void refuse_tag(reader *r, yaml_mark_t mark)
{
  complain(r, mark, 1, "load/syntax", LDE_TR(r->lang, "leave the tag out", "laat de tag weg"),
           LDE_TR(r->lang, "this tag is not allowed", "deze tag is niet toegestaan"));
}

/* Hangs a new node into the list or map that is open. Keys are taken by take_key before. */
static lde_node *add_node(reader *r, lde_node_kind kind, yaml_mark_t mark)
{
  lde_node *node = lde_arena_new(r->arena, lde_node);
  level *parent = r->depth ? &r->levels[r->depth - 1] : NULL;

  node->kind = kind;
  node->line = (uint32_t)mark.line + 1;
  node->column = (uint32_t)mark.column + 1;
  if (!parent) {
    r->root = node;
    return node;
  }
  if (parent->node->kind == LDE_NODE_MAP) {
    node->key = parent->key;
    node->key_line = parent->key_line;
    node->key_column = parent->key_column;
    parent->wants_value = false;
  }
  if (parent->last)
    parent->last->next = node;
  else
    parent->node->first = node;
  parent->last = node;
  parent->node->count++;
  return node;
}

static bool wants_key(const reader *r)
{
  return r->depth && r->levels[r->depth - 1].node->kind == LDE_NODE_MAP &&
         !r->levels[r->depth - 1].wants_value;
}

static bool open_level(reader *r, lde_node_kind kind, const yaml_event_t *event)
{
  const yaml_char_t *anchor = kind == LDE_NODE_LIST ? event->data.sequence_start.anchor
                                                    : event->data.mapping_start.anchor;
  const yaml_char_t *tag =
      kind == LDE_NODE_LIST ? event->data.sequence_start.tag : event->data.mapping_start.tag;
  level *now;

  if (anchor)
    refuse_anchor(r, event->start_mark);
  if (tag)
    refuse_tag(r, event->start_mark);
  if (r->depth == LDE_YAML_DEPTH_MAX)
    return complain(r, event->start_mark, 1, "load/limit", NULL,
                    LDE_TR(r->lang, "more than 64 levels of nesting",
                           "meer dan 64 niveaus in elkaar"));
  if (wants_key(r))
    return complain(r, event->start_mark, 1, "load/syntax",
                    LDE_TR(r->lang, "put text that begins with [ or { in quotes",
                           "zet tekst die met [ of { begint tussen aanhalingstekens"),
                    LDE_TR(r->lang, "a list or map cannot be a key",
                           "een lijst of reeks sleutels kan geen sleutel zijn"));
  now = &r->levels[r->depth];
  *now = (level){.node = add_node(r, kind, event->start_mark)};
  r->depth++;
  return true;
}

static int compare_members(const void *a, const void *b)
{
  const lde_node *x = *(const lde_node *const *)a, *y = *(const lde_node *const *)b;
  int order = strcmp(x->key, y->key);
  if (order)
    return order;
  order = (x->key_line > y->key_line) - (x->key_line < y->key_line);
  return order ? order : (x->key_column > y->key_column) - (x->key_column < y->key_column);
}

/* Sorting instead of hashing: no choice of keys can make it slow. */
static void find_duplicates(reader *r, const lde_node *map)
{
  if (map->count < 2)
    return;
  r->members.len = 0;
  for (const lde_node *member = map->first; member; member = member->next)
    lde_vec_push(&r->members, member);
  qsort(r->members.data, r->members.len, sizeof *r->members.data, compare_members);
  for (size_t i = 1; i < r->members.len; i++) {
    const lde_node *member = r->members.data[i], *before = r->members.data[i - 1];
    if (strcmp(member->key, before->key) != 0)
      continue;
    r->failed = true;
    lde_complain_key(r->to, member, "load/duplicate",
                     LDE_TR(r->lang, "keep one of the two", "laat er één staan"),
                     LDE_TR(r->lang, "key '%s' occurs twice, first in line %u",
                            "sleutel '%s' komt twee keer voor, het eerst in regel %u"),
                     member->key, before->key_line);
  }
}

static bool is_decimal(const char *text, size_t len, int scale)
{
  int64_t value;
  return lde_decimal_parse(text, len, '.', 0, scale, &value) == LDE_DECIMAL_OK;
}

/* Applies a standard tag: false when the text is not what the tag says, or the tag is another. */
static bool apply_tag(reader *r, const yaml_event_t *event, lde_node *node)
{
  static const char prefix[] = "tag:yaml.org,2002:";
  const char *tag = (const char *)event->data.scalar.tag;
  bool fits;

  if (!tag || strcmp(tag, "!") == 0) {
    if (tag)
      node->plain = false;
    return true;
  }
  if (strncmp(tag, prefix, sizeof prefix - 1) != 0) {
    refuse_tag(r, event->start_mark);
    return false;
  }
  tag += sizeof prefix - 1;
  node->plain = strcmp(tag, "str") != 0;
  if (!node->plain)
    return true;
  if (strcmp(tag, "int") == 0)
    fits = is_decimal(node->text, node->len, 0);
  else if (strcmp(tag, "float") == 0)
    fits = is_decimal(node->text, node->len, 6);
  else if (strcmp(tag, "bool") == 0)
    fits = strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0;
  else if (strcmp(tag, "null") == 0)
    fits = lde_node_is_null(node);
  else {
    refuse_tag(r, event->start_mark);
    return false;
  }
  if (!fits)
    complain(r, event->start_mark, 1, "load/type",
             LDE_TR(r->lang, "leave the tag out", "laat de tag weg"),
             LDE_TR(r->lang, "the value is not what its tag says",
                    "de waarde is niet wat de tag zegt"));
  return fits;
}

static void take_key(reader *r, const yaml_event_t *event)
{
  level *map = &r->levels[r->depth - 1];
  const char *text = (const char *)event->data.scalar.value;
  size_t len = event->data.scalar.length;

  map->key = lde_arena_strndup(r->arena, text, len);
  map->key_line = (uint32_t)event->start_mark.line + 1;
  map->key_column = (uint32_t)event->start_mark.column + 1;
  map->wants_value = true;
  if (event->data.scalar.tag && strcmp((const char *)event->data.scalar.tag, "!") != 0 &&
      strcmp((const char *)event->data.scalar.tag, YAML_STR_TAG) != 0)
    refuse_tag(r, event->start_mark);
  if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && strcmp(text, "<<") == 0)
    complain(r, event->start_mark, 2, "load/syntax",
             LDE_TR(r->lang, "write the keys out where they are needed",
                    "schrijf de sleutels uit waar ze nodig zijn"),
             LDE_TR(r->lang, "merge keys (<<) are not allowed",
                    "samenvoegsleutels (<<) zijn niet toegestaan"));
}

static bool take_scalar(reader *r, const yaml_event_t *event)
{
  const char *text = (const char *)event->data.scalar.value;
  size_t len = event->data.scalar.length;
  lde_node *node;

  if (event->data.scalar.anchor)
    refuse_anchor(r, event->start_mark);
  if (len > LDE_YAML_SCALAR_MAX)
    return complain(r, event->start_mark, 1, "load/limit", NULL,
                    LDE_TR(r->lang, "a text is longer than 1 MB", "een tekst is langer dan 1 MB"));
  if (memchr(text, 0, len))
    return complain(r, event->start_mark, 1, "load/encoding",
                    LDE_TR(r->lang, "remove the \\0", "haal de \\0 weg"),
                    LDE_TR(r->lang, "a text holds a NUL character",
                           "een tekst bevat een NUL-teken"));
  if (wants_key(r)) {
    take_key(r, event);
    return true;
  }
  node = add_node(r, LDE_NODE_SCALAR, event->start_mark);
  node->text = lde_arena_strndup(r->arena, text, len);
  node->len = len;
  node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  if (event->end_mark.line == event->start_mark.line)
    node->width = (uint32_t)(event->end_mark.column - event->start_mark.column);
  apply_tag(r, event, node);
  return true;
}

/* False when reading cannot go on. */
static bool take(reader *r, const yaml_event_t *event)
{
  switch (event->type) {
  case YAML_DOCUMENT_START_EVENT:
    if (r->root)
      return complain(r, event->start_mark, 3, "load/syntax",
                      LDE_TR(r->lang, "put each document in a file of its own",
                             "zet elk document in een eigen bestand"),
                      LDE_TR(r->lang, "the file holds more than one document",
                             "het bestand bevat meer dan één document"));
    return true;
  case YAML_ALIAS_EVENT:
    refuse_anchor(r, event->start_mark);
    if (wants_key(r))
      return false;
    add_node(r, LDE_NODE_SCALAR, event->start_mark)->text = "";
    return true;
  case YAML_SCALAR_EVENT:
    return take_scalar(r, event);
  case YAML_SEQUENCE_START_EVENT:
    return open_level(r, LDE_NODE_LIST, event);
  case YAML_MAPPING_START_EVENT:
    return open_level(r, LDE_NODE_MAP, event);
  case YAML_MAPPING_END_EVENT:
    find_duplicates(r, r->levels[r->depth - 1].node);
    r->depth--;
    return true;
  case YAML_SEQUENCE_END_EVENT:
    r->depth--;
    return true;
  default:
    return true;
  }
}

static void read_events(reader *r, const char *bytes, size_t len, uint64_t events_max)
{
  yaml_parser_t parser;
  yaml_event_t event;
  bool going = true;

  if (!yaml_parser_initialize(&parser))
    lde_memory_exhausted(0);
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, len);
  for (uint64_t count = 0; going; count++) {
    if (!yaml_parser_parse(&parser, &event)) {
      if (parser.error == YAML_MEMORY_ERROR)
        lde_memory_exhausted(0);
      r->failed = true;
      lde_yaml_problem(r->to, &parser, bytes, len);
      break;
    }
    if (count >= events_max)
      going = complain(r, event.start_mark, 1, "load/limit",
                       LDE_TR(r->lang, "split the file, or raise limits.input in the manifest",
                              "splits het bestand, of verhoog limits.input in het manifest"),
                       LDE_TR(r->lang, "the file holds too many values",
                              "het bestand bevat te veel waarden"));
    else
      going = take(r, &event) && event.type != YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
}

/* What libyaml would only tell by a byte offset, or not at all. */
static bool check_bytes(const lde_complaints *to, const char *bytes, size_t len)
{
  lde_language lang = to->found->language;
  size_t valid;
  uint32_t line, column;

  if (len >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
    return lde_complain_at(to, 1, 1, 0, "load/encoding",
                           LDE_TR(lang, "save the file as UTF-8", "sla het bestand op als UTF-8"),
                           "%s",
                           LDE_TR(lang, "the file is UTF-16, not UTF-8",
                                  "het bestand is UTF-16 en geen UTF-8"));
  valid = lde_utf8_valid_length(bytes, len);
  if (valid == len)
    return true;
  lde_text_position(bytes, len, valid, &line, &column);
  if (bytes[valid] == 0)
    return lde_complain_at(to, line, column, 1, "load/encoding",
                           LDE_TR(lang, "remove it", "haal het weg"), "%s",
                           LDE_TR(lang, "the text holds a NUL character",
                                  "de tekst bevat een NUL-teken"));
  return lde_complain_at(to, line, column, 1, "load/encoding",
                         LDE_TR(lang, "save the file as UTF-8", "sla het bestand op als UTF-8"),
                         LDE_TR(lang, "the byte 0x%02X is not valid UTF-8",
                                "de byte 0x%02X is geen geldige UTF-8"),
                         (unsigned)(unsigned char)bytes[valid]);
}

bool lde_yaml_read(lde_arena *arena, const char *bytes, size_t len, uint64_t input_max,
                   const lde_complaints *to, const lde_node **root)
{
  reader r = {.arena = arena, .to = to, .lang = to->found->language};
  uint64_t most = input_max ? input_max : LDE_YAML_INPUT;
  uint64_t events = (uint64_t)((double)most / LDE_YAML_INPUT * LDE_YAML_EVENTS_MIN);

  *root = NULL;
  if (len > most)
    return lde_complain_at(to, 0, 0, 0, "load/limit",
                           LDE_TR(r.lang, "split the file, or raise limits.input in the manifest",
                                  "splits het bestand, of verhoog limits.input in het manifest"),
                           LDE_TR(r.lang, "the file is larger than %llu bytes",
                                  "het bestand is groter dan %llu bytes"),
                           (unsigned long long)most);
  if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
    bytes += 3;
    len -= 3;
  }
  if (!check_bytes(to, bytes, len))
    return false;
  read_events(&r, bytes, len, events < LDE_YAML_EVENTS_MIN ? LDE_YAML_EVENTS_MIN : events);
  lde_vec_free(&r.members);
  if (r.failed)
    return false;
  if (r.root && !lde_node_is_null(r.root))
    *root = r.root;
  return true;
}

bool lde_yaml_read_file(lde_arena *arena, uint64_t input_max, const lde_complaints *to,
                        const lde_node **root, char *hash)
{
  uint64_t most = input_max ? input_max : LDE_YAML_INPUT;
  lde_buffer bytes = {0};
  lde_error err = {0};
  bool ok;

  *root = NULL;
  /* Of a file that is too large enough was read for lde_yaml_read to tell of the limit. */
  if (lde_file_read(to->path, most, &bytes, to->found->language, &err) != LDE_OK &&
      bytes.len <= most) {
    lde_buffer_free(&bytes);
    return lde_complain_at(to, 0, 0, 0, "load/syntax", NULL, "%s", err.message);
  }
  if (hash) {
    lde_digest digest;
    lde_digest_init(&digest);
    lde_digest_add(&digest, lde_buffer_text(&bytes), bytes.len);
    lde_digest_finish(&digest, hash);
  }
  ok = lde_yaml_read(arena, lde_buffer_text(&bytes), bytes.len, input_max, to, root);
  lde_buffer_free(&bytes);
  return ok;
}
