#include "load/complain.h"

#include <stdarg.h>
#include <string.h>

#include "base/error.h"

enum { MESSAGE_WIDTH = 300 };

static bool report(const lde_complaints *to, uint32_t line, uint32_t column, uint32_t width,
                   const char *code, const char *help, const char *format, va_list args)
{
  lde_buffer whole = {0}, cut = {0}, cut_help = {0};
  lde_diagnostic diagnostic = {.code = code,
                               .severity = LDE_ERROR,
                               .file = to->file,
                               .path = to->path,
                               .line = line,
                               .column = column,
                               .width = width};

  lde_buffer_vprintf(&whole, format, args);
  lde_text_append_cut(&cut, lde_buffer_text(&whole), MESSAGE_WIDTH);
  lde_text_append_cut(&cut_help, help ? help : "", MESSAGE_WIDTH);
  diagnostic.message = lde_buffer_text(&cut);
  diagnostic.help = lde_buffer_text(&cut_help);
  lde_diagnostics_add(to->found, &diagnostic);
  lde_buffer_free(&whole);
  lde_buffer_free(&cut);
  lde_buffer_free(&cut_help);
  return false;
}

bool lde_complain_at(const lde_complaints *to, uint32_t line, uint32_t column, uint32_t width,
                     const char *code, const char *help, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  report(to, line, column, width, code, help, format, args);
  va_end(args);
  return false;
}

bool lde_complain(const lde_complaints *to, const lde_node *node, const char *code,
                  const char *help, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  report(to, node->line, node->column, node->width, code, help, format, args);
  va_end(args);
  return false;
}

static uint32_t key_width(const lde_node *node)
{
  return node->key ? (uint32_t)lde_utf8_count(node->key, strlen(node->key)) : node->width;
}

bool lde_complain_key(const lde_complaints *to, const lde_node *node, const char *code,
                      const char *help, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  report(to, node->key ? node->key_line : node->line, node->key ? node->key_column : node->column,
         key_width(node), code, help, format, args);
  va_end(args);
  return false;
}

bool lde_complain_unknown(const lde_complaints *to, const lde_node *node, bool at_key,
                          const lde_suggestion *suggestion, const char *otherwise,
                          const char *format, ...)
{
  lde_buffer help = {0};
  va_list args;
  bool key = at_key && node->key;

  lde_suggestion_print(&help, suggestion, to->found->language);
  if (!help.len && otherwise)
    lde_buffer_puts(&help, otherwise);
  va_start(args, format);
  report(to, key ? node->key_line : node->line, key ? node->key_column : node->column,
         key ? key_width(node) : node->width, at_key ? "load/unknown-key" : "load/reference",
         lde_buffer_text(&help), format, args);
  va_end(args);
  lde_buffer_free(&help);
  return false;
}

bool lde_check_keys(const lde_complaints *to, const lde_node *map, const char *what,
                    const char *const *known)
{
  lde_language lang = to->found->language;

  if (map->kind != LDE_NODE_MAP)
    return lde_complain(to, map, "load/type", NULL,
                        LDE_TR(lang, "%s must be a map of keys and values, not %s",
                               "%s moet uit sleutels en waarden bestaan en is nu %s"),
                        what, lde_node_kind_name(map, lang));
  for (const lde_node *member = map->first; member; member = member->next) {
    lde_suggestion suggestion = {.wanted = member->key};
    lde_buffer all = {0};
    int i = 0;
    while (known[i] && strcmp(known[i], member->key) != 0)
      i++;
    if (known[i])
      continue;
    lde_buffer_puts(&all, LDE_TR(lang, "known keys:", "bekende sleutels:"));
    for (i = 0; known[i]; i++) {
      lde_suggestion_offer(&suggestion, known[i]);
      lde_buffer_printf(&all, "%s %s", i ? "," : "", known[i]);
    }
    lde_complain_unknown(to, member, true, &suggestion, lde_buffer_text(&all),
                         LDE_TR(lang, "unknown key '%s' in %s", "onbekende sleutel '%s' in %s"),
                         member->key, what);
    lde_buffer_free(&all);
  }
  return true;
}

const char *lde_node_kind_name(const lde_node *node, lde_language lang)
{
  switch (node->kind) {
  case LDE_NODE_LIST:
    return LDE_TR(lang, "a list", "een lijst");
  case LDE_NODE_MAP:
    return LDE_TR(lang, "a map", "een reeks sleutels");
  default:
    return lde_node_is_null(node) ? LDE_TR(lang, "empty", "leeg")
                                  : LDE_TR(lang, "a single value", "één waarde");
  }
}
