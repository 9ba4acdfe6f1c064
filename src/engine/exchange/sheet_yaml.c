/* Records as native YAML, in the spelling that people would use: plain words stay plain, everything
 * that YAML could take for something else is quoted. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "engine/exchange/sheets.h"
#include "model/value.h"

static bool is_plain(const char *text)
{
  static const char *const words[] = {"true", "false", "yes", "no",  "on", "off",
                                      "null", "y",     "n",   "nan", "inf"};
  bool letter = (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z');

  for (const char *c = text; *c; c++)
    if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
          *c == '_' || *c == '-'))
      return false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcasecmp(text, words[i]) == 0)
      return false;
  return letter;
}

void lde_yaml_word(lde_buffer *out, const char *text)
{
  if (is_plain(text)) {
    lde_buffer_puts(out, text);
    return;
  }
  lde_buffer_putc(out, '"');
  for (; *text; text++)
    if (*text == '"' || *text == '\\')
      lde_buffer_printf(out, "\\%c", *text);
    else if (*text == '\n')
      lde_buffer_puts(out, "\\n");
    else if (*text == '\t')
      lde_buffer_puts(out, "\\t");
    else if ((unsigned char)*text < 0x20 || *text == 0x7F)
      lde_buffer_printf(out, "\\x%02x", (unsigned)(unsigned char)*text);
    else
      lde_buffer_putc(out, *text);
  lde_buffer_putc(out, '"');
}

static void put_value(lde_dataset *dataset, const lde_field *field, int64_t value, lde_buffer *out)
{
  lde_buffer text = {0};

  switch (field->type) {
  case LDE_TYPE_MONEY:
    lde_decimal_print_fixed(out, value, dataset->currency_decimals);
    break;
  case LDE_TYPE_TEXT:
  case LDE_TYPE_PERIOD:
  case LDE_TYPE_CHOICE:
  case LDE_TYPE_REFERENCE:
  case LDE_TYPE_REF:
    lde_value_print(dataset, field, value, &text);
    lde_yaml_word(out, lde_buffer_text(&text));
    break;
  default:
    lde_value_print(dataset, field, value, out);
  }
  lde_buffer_free(&text);
}

void lde_yaml_field(lde_dataset *dataset, const lde_table *table, const lde_field *field,
                    int32_t row, lde_buffer *out)
{
  lde_rows items;

  if (field->type == LDE_TYPE_MAP) { /* JSON is YAML */
    lde_field_print(dataset, table, field, row, out);
    return;
  }
  if (!(field->flags & LDE_LIST)) {
    put_value(dataset, field, lde_table_get(table, field->index, row), out);
    return;
  }
  items = lde_table_list(table, field->index, row);
  lde_buffer_putc(out, '[');
  for (size_t i = 0; i < items.count; i++) {
    if (i)
      lde_buffer_puts(out, ", ");
    put_value(dataset, field, items.rows[i], out);
  }
  lde_buffer_putc(out, ']');
}

static void put_record(lde_dataset *dataset, const lde_table *table, int32_t row, lde_buffer *out)
{
  bool first = true;

  for (int f = 0; f < table->entity->field_count; f++) {
    const lde_field *field = &table->entity->fields[f];
    if (field->flags & (LDE_DERIVED | LDE_VIRTUAL) ||
        !lde_table_has(table, f, row) || lde_table_is_derived(table, f, row))
      continue;
    lde_buffer_printf(out, "%s%s: ", first ? "  - " : "    ", field->name);
    lde_yaml_field(dataset, table, field, row, out);
    lde_buffer_putc(out, '\n');
    first = false;
  }
}

size_t lde_sheet_yaml(lde_dataset *dataset, const lde_entity *entity, const char *from,
                      lde_language lang, lde_buffer *out)
{
  const lde_table *table = &dataset->tables[entity->index];
  size_t count = 0;

  lde_buffer_printf(out, LDE_TR(lang, "# Imported from %s\n", "# Overgenomen uit %s\n"), from);
  lde_buffer_printf(out, "%s:\n", entity->plural);
  for (int32_t row = 0; row < lde_table_count(table); row++) {
    int32_t source = lde_table_source(table, row);
    if (source < 0 || !dataset->sources.data[source].imported)
      continue;
    put_record(dataset, table, row, out);
    count++;
  }
  return count;
}
