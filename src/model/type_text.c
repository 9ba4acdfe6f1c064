/* Types that are written as words: text and period, bool, choice, and references before and after they
 * are resolved. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/connect.h"
#include "model/types.h"

#define LANG(parse) ((parse)->dataset->language)

static bool parse_text(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                       int64_t *value)
{
  (void)field;
  *value = lde_strings_intern(&parse->dataset->strings, text, len);
  return true;
}

static void print_text(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out)
{
  (void)field;
  lde_buffer_append(out, lde_strings_get(&dataset->strings, (int32_t)value),
                    lde_strings_length(&dataset->strings, (int32_t)value));
}

static bool same_folded(const char *a, size_t alen, const char *b)
{
  lde_buffer fa = {0}, fb = {0};
  bool same;

  lde_text_append_folded(&fa, a, alen);
  lde_text_append_folded(&fb, b, strlen(b));
  same = fa.len == fb.len && memcmp(lde_buffer_text(&fa), lde_buffer_text(&fb), fa.len) == 0;
  lde_buffer_free(&fa);
  lde_buffer_free(&fb);
  return same;
}

static bool is_word(const char *text, size_t len, const char *const *words)
{
  for (; *words; words++)
    if (same_folded(text, len, *words))
      return true;
  return false;
}

static bool parse_bool(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                       int64_t *value)
{
  static const char *const yes[] = {"true", "ja", "yes", "waar", "1", NULL};
  static const char *const no[] = {"false", "nee", "no", "onwaar", "0", NULL};

  (void)field;
  if ((len == 4 && memcmp(text, "true", 4) == 0) ||
      (parse->dialect->cells && is_word(text, len, yes))) {
    *value = 1;
    return true;
  }
  if ((len == 5 && memcmp(text, "false", 5) == 0) ||
      (parse->dialect->cells && is_word(text, len, no))) {
    *value = 0;
    return true;
  }
  lde_mistake_set(parse, "load/type",
                  LDE_TR(LANG(parse), "'%.*s' is neither true nor false",
                         "'%.*s' is geen true of false"),
                  (int)len, text);
  return false;
}

static void print_bool(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out)
{
  (void)dataset;
  (void)field;
  lde_buffer_puts(out, value ? "true" : "false");
}

static void format_bool(lde_dataset *dataset, const lde_field *field, int64_t value,
                        lde_language lang, lde_buffer *out)
{
  (void)dataset;
  (void)field;
  lde_buffer_puts(out, value ? LDE_TR(lang, "yes", "ja") : LDE_TR(lang, "no", "nee"));
}

static const char *shown_choice(const lde_parse *parse, const lde_choices *choices, int item)
{
  return parse->called ? choices->items[item].label[LANG(parse)] : choices->items[item].text;
}

static bool parse_choice(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                         int64_t *value)
{
  const lde_choices *choices = field->choices;
  lde_buffer wanted = {0}, help = {0};
  lde_suggestion suggestion = {0};
  int found = lde_choices_index(choices, text, len);

  for (int i = 0; found < 0 && parse->dialect->cells && i < choices->count; i++)
    if (same_folded(text, len, choices->items[i].text) ||
        same_folded(text, len, choices->items[i].label[0]) ||
        same_folded(text, len, choices->items[i].label[1]))
      found = i;
  if (found >= 0) {
    *value = found;
    return true;
  }
  lde_buffer_append(&wanted, text, len);
  suggestion.wanted = lde_buffer_text(&wanted);
  for (int i = 0; i < choices->count; i++)
    lde_suggestion_offer(&suggestion, shown_choice(parse, choices, i));
  lde_mistake_set(parse, "load/type",
                  LDE_TR(LANG(parse), "'%.*s' is not one of the choices for %s",
                         "'%.*s' is geen keuze voor %s"),
                  (int)len, text, parse->called ? parse->called : field->name);
  lde_suggestion_print(&help, &suggestion, LANG(parse));
  if (!help.len) {
    lde_buffer_puts(&help, LDE_TR(LANG(parse), "choose from", "kies uit"));
    for (int i = 0; i < choices->count; i++)
      lde_buffer_printf(&help, "%s %s", i ? "," : "", shown_choice(parse, choices, i));
  }
  lde_mistake_help(parse, "%s", lde_buffer_text(&help));
  lde_buffer_free(&wanted);
  lde_buffer_free(&help);
  return false;
}

static void print_choice(lde_dataset *dataset, const lde_field *field, int64_t value,
                         lde_buffer *out)
{
  (void)dataset;
  lde_buffer_puts(out, field->choices->items[value].text);
}

static void format_choice(lde_dataset *dataset, const lde_field *field, int64_t value,
                          lde_language lang, lde_buffer *out)
{
  (void)dataset;
  lde_buffer_puts(out, field->choices->items[value].label[lang]);
}

static bool parse_reference(lde_parse *parse, const lde_field *field, const char *text, size_t len,
                            int64_t *value)
{
  if (!parse_text(parse, field, text, len, value))
    return false;
  if (field->type == LDE_TYPE_REF && !memchr(text, ':', len)) {
    lde_mistake_set(parse, "load/reference",
                    LDE_TR(LANG(parse), "'%.*s' does not say of which kind it is",
                           "'%.*s' zegt niet van welke soort het is"),
                    (int)len, text);
    lde_mistake_help(parse, "%s",
                     LDE_TR(LANG(parse), "write the kind before it, as in goals:g1",
                            "schrijf de soort ervoor, zoals goals:g1"));
    return false;
  }
  return true;
}

static void print_reference(lde_dataset *dataset, const lde_field *field, int64_t value,
                            lde_buffer *out)
{
  if (dataset->resolved)
    lde_row_id(dataset, &dataset->tables[field->target->index], (int32_t)value, out);
  else
    print_text(dataset, field, value, out);
}

static void print_ref(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out)
{
  const lde_table *table;

  if (!dataset->resolved || value < 0) {
    print_text(dataset, field, value < 0 ? LDE_REF_PENDING_CODE(value) : value, out);
    return;
  }
  table = &dataset->tables[lde_ref_entity(value)];
  lde_buffer_printf(out, "%s:", table->entity->plural);
  lde_row_id(dataset, table, lde_ref_row(value), out);
}

static void format_reference(lde_dataset *dataset, const lde_field *field, int64_t value,
                             lde_language lang, lde_buffer *out)
{
  const lde_table *table = field->type == LDE_TYPE_REF ? &dataset->tables[lde_ref_entity(value)]
                                                       : &dataset->tables[field->target->index];
  lde_row_label(dataset, table, field->type == LDE_TYPE_REF ? lde_ref_row(value) : (int32_t)value,
                lang, out);
}

const lde_type_class lde_type_text = {parse_text, print_text, NULL, LDE_SHAPE_TEXT};
const lde_type_class lde_type_bool = {parse_bool, print_bool, format_bool, LDE_SHAPE_BOOL};
const lde_type_class lde_type_choice = {parse_choice, print_choice, format_choice, LDE_SHAPE_TEXT};
const lde_type_class lde_type_reference = {parse_reference, print_reference, format_reference, LDE_SHAPE_TEXT};
const lde_type_class lde_type_ref = {parse_reference, print_ref, format_reference, LDE_SHAPE_TEXT};
