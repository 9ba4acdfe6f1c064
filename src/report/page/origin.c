/* How the plan was made: remarks of the solver, proof, and what it was made from. */
#include <string.h>

#include "report/page/internal.h"
#include "report/reasons.h"

static const char *number(lde_page *page, double value)
{
  lde_buffer text = {0};
  lde_number_format(&text, value, 2, page->lang);
  return lde_document_take(page->document, &text);
}

static void add_scalar(lde_page *page, lde_buffer *out, const lde_data *data)
{
  switch (data->kind) {
  case LDE_DATA_BOOL:
    lde_buffer_puts(out, data->as.truth ? PAGE_TR(page, "yes", "ja") : PAGE_TR(page, "no", "nee"));
    break;
  case LDE_DATA_INTEGER:
    lde_number_format(out, (double)data->as.integer, 4, page->lang);
    break;
  case LDE_DATA_NUMBER:
    lde_number_format(out, data->as.number, 4, page->lang);
    break;
  case LDE_DATA_TEXT:
    lde_buffer_puts(out, data->as.text.bytes);
    break;
  default:
    lde_buffer_puts(out, "…");
  }
}

static void add_params(lde_page *page)
{
  const lde_data *params = page->provenance ? page->provenance->params : NULL;

  for (const lde_data *each = params && params->kind == LDE_DATA_OBJECT ? params->as.items.first
                                                                        : NULL;
       each; each = each->next) {
    lde_buffer text = {0};
    add_scalar(page, &text, each);
    lde_document_item_add(page->document,
                          lde_document_say(page->document, "Parameter %s:", each->key),
                          lde_document_take(page->document, &text));
  }
}

/* The scripts of the offer and of the organisation by name; the shipped rules by their number. */
static void add_scripts(lde_page *page)
{
  lde_document *document = page->document;
  int64_t shipped = 0;

  for (size_t i = 0; page->provenance && i < page->provenance->rules.len; i++) {
    const char *file = page->provenance->rules.data[i].file;
    if (strncmp(file, "rules/packs/", 12) == 0)
      shipped++;
    else
      lde_document_item_add(
          document, "Script:",
          lde_document_say(document, "%s (%.12s)", file, page->provenance->rules.data[i].sha256));
  }
  if (shipped)
    lde_document_item_add(document, PAGE_TR(page, "Rules:", "Regels:"),
                          lde_page_count(page, shipped,
                                         PAGE_TR(page, "file of the shipped packs",
                                                 "bestand uit de meegeleverde pakketten"),
                                         PAGE_TR(page, "files of the shipped packs",
                                                 "bestanden uit de meegeleverde pakketten")));
}

void lde_page_origin(lde_page *page)
{
  lde_document *document = page->document;
  const lde_offer *offer = page->offer;

  lde_document_section_add(document, "origin",
                           PAGE_TR(page, "How this plan was made", "Hoe dit plan is gemaakt"));
  lde_document_add(document, LDE_BLOCK_LIST, NULL);
  if (offer->status != LDE_OFFER_INFEASIBLE)
    lde_document_item_add(
        document, PAGE_TR(page, "Proof:", "Bewijs:"),
        lde_document_say(
            document,
            PAGE_TR(
                page,
                "the plan is worth %s by the organisation's own measure; no plan can be worth more than %s (difference %s).",
                "het plan is %s waard naar de eigen maatstaf; geen plan kan meer waard zijn dan %s (verschil %s)."),
            number(page, offer->value), number(page, offer->bound),
            lde_page_share(page, offer->gap)));
  for (size_t i = 0; i < offer->notes.len; i++)
    lde_document_item_add(document, PAGE_TR(page, "Remark:", "Opmerking:"), offer->notes.data[i]);
  add_params(page);
  add_scripts(page);
  lde_document_item_add(
      document, "Privacy:",
      lde_document_say(
          document,
          PAGE_TR(page, "no names of employees; numbers of people below %s are not shown.",
                  "geen namen van medewerkers; aantallen mensen onder de %s worden niet getoond."),
          lde_page_integer(page, page->group_min)));
}
