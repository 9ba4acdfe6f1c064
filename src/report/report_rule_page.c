/* A page about one rule, as Markdown that also reads well in a terminal. */
#include <string.h>

#include "base/error.h"
#include "report/report.h"

static void section(lde_buffer *out, const char *title)
{
  lde_buffer_printf(out, "\n## %s\n\n", title);
}

/* Lines indented by `by` blanks lose as many, so that an example stands at the left. */
static void print_code(lde_buffer *out, const char *key, const char *text)
{
  size_t by = 0;
  const char *last = strrchr(text, '\n');

  if (last)
    by = strspn(last + 1, " ");
  lde_buffer_printf(out, "```lua\n%s = ", key);
  for (const char *at = text; *at; at++) {
    lde_buffer_putc(out, *at);
    if (*at == '\n') {
      size_t blanks = strspn(at + 1, " ");
      at += blanks < by ? blanks : by;
    }
  }
  lde_buffer_puts(out, "\n```\n");
}

/* A cell of a table, with its bars escaped. */
static void print_cell(lde_buffer *out, const char *text)
{
  for (; *text; text++) {
    if (*text == '|')
      lde_buffer_putc(out, '\\');
    lde_buffer_putc(out, *text);
  }
}

static void print_params(lde_buffer *out, const lde_rule_page *page, lde_language lang)
{
  if (!page->params.len)
    return;
  section(out, LDE_TR(lang, "Parameters", "Parameters"));
  lde_buffer_puts(
      out, LDE_TR(lang, "| name | in force | default | range | meaning |\n|---|---|---|---|---|\n",
                  "| naam | geldt nu | standaard | bereik | betekenis |\n|---|---|---|---|---|\n"));
  for (size_t i = 0; i < page->params.len; i++) {
    const lde_rule_page_param *param = &page->params.data[i];
    lde_buffer_printf(out, "| `%s` (%s%s%s) | ", param->name, param->type, *param->unit ? ", " : "",
                      param->unit);
    print_cell(out, param->value);
    lde_buffer_puts(out, " | ");
    print_cell(out, param->standard);
    lde_buffer_printf(out, " | %s – %s | ", param->min ? param->min : "",
                      param->max ? param->max : "");
    print_cell(out, param->doc[lang] ? param->doc[lang] : "");
    lde_buffer_puts(out, " |\n");
  }
}

static void print_condition(lde_buffer *out, const lde_rule_page *page, lde_language lang)
{
  section(out, LDE_TR(lang, "When it fires", "Wanneer zij aanslaat"));
  if (page->each)
    lde_buffer_printf(out,
                      LDE_TR(lang, "It looks at every record of `%s`.\n\n",
                             "Zij kijkt naar elk gegeven van `%s`.\n\n"),
                      page->each);
  for (size_t i = 0; i < page->parts.len; i++)
    lde_buffer_printf(out, "- **%s**: `%s`\n", page->parts.data[i].key, page->parts.data[i].text);
  if (page->severity)
    lde_buffer_printf(out, "- **severity**: %s\n", page->severity);
  if (page->off)
    lde_buffer_puts(out, LDE_TR(lang, "\nIn this project the rule is off.\n",
                                "\nIn dit project staat de regel uit.\n"));
}

static void print_silence(lde_buffer *out, const lde_rule_page *page, lde_language lang)
{
  section(out, LDE_TR(lang, "To accept a finding", "Een bevinding accepteren"));
  lde_buffer_printf(
      out,
      LDE_TR(
          lang,
          "In `ldengine.yaml`, with an end date, a name and a reason:\n\n```yaml\nexceptions:\n"
          "  - {rule: %s, record: \"%s:ID\", until: 2027-12-31, by: NAME, reason: \"WHY\"}\n```\n\n"
          "To change its weight, or switch it off:\n\n```yaml\nrules:\n  severity: {%s: note}   # or off\n```\n",
          "In `ldengine.yaml`, met einddatum, naam en reden:\n\n```yaml\nexceptions:\n"
          "  - {rule: %s, record: \"%s:ID\", until: 2027-12-31, by: NAAM, reason: \"WAAROM\"}\n```\n\n"
          "De zwaarte aanpassen, of uitschakelen:\n\n```yaml\nrules:\n  severity: {%s: note}   # of off\n```\n"),
      page->id, page->each ? page->each : "annual_plans", page->id);
}

void lde_report_rule_page(lde_buffer *out, const lde_rule_page *page, lde_language lang)
{
  lde_buffer_printf(out, "# %s%s%s: %s\n\n", *page->code ? page->code : "", *page->code ? " " : "",
                    page->id, page->title[lang] ? page->title[lang] : "");
  if (page->why[lang])
    lde_buffer_printf(out, "%s\n\n", page->why[lang]);
  if (page->message[lang])
    lde_buffer_printf(out, LDE_TR(lang, "What it says: *%s*\n\n", "Wat zij zegt: *%s*\n\n"),
                      page->message[lang]);
  if (page->help[lang])
    lde_buffer_printf(out, LDE_TR(lang, "What to do: %s\n", "Wat te doen: %s\n"), page->help[lang]);
  print_condition(out, page, lang);
  print_params(out, page, lang);
  if (page->fires) {
    section(out, LDE_TR(lang, "A plan in which it fires", "Een plan waarin zij aanslaat"));
    print_code(out, "fires", page->fires);
  }
  if (page->clean) {
    section(out, LDE_TR(lang, "A plan that is right", "Een plan dat klopt"));
    print_code(out, "clean", page->clean);
  }
  print_silence(out, page, lang);
  lde_buffer_printf(out, "\n%s: `%s:%d`\n", LDE_TR(lang, "Source", "Bron"), page->file, page->line);
}
