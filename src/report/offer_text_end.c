/* The end of an offer's report: the policy choices behind it, remarks, the proof, and what it was
 * made from, so that it can be made again. */
#include <inttypes.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "report/offer_text.h"
#include "report/reasons.h"

enum { DIGEST_SHOWN = 12 };

/* Parameters of the standard offer in words; others keep their own name. */
static const struct {
  const char *name, *words[2];
  bool share;
} settings[] = {
    {"lambda", {"strategy against own need (λ)", "strategie tegenover eigen behoefte (λ)"}, true},
    {"effectiveness_prior", {"assumed effect of learning", "verondersteld leereffect"}, true},
    {"period", {"planned by", "gepland per"}, false},
    {"needs_from", {"needs from", "behoeften uit"}, false},
    {"all_or_nothing", {"only whole gaps", "alleen hele kloven"}, false},
    {"hours_max", {"hours per person at most", "hoogstens uren per persoon"}, false},
    {"core_share", {"core at least", "organisatiebreed minstens"}, true},
    {"individual_share", {"individual at least", "individueel minstens"}, true},
    {"informal_share", {"informal at least", "informeel minstens"}, true},
    {"pilot_share", {"pilots at least", "pilots minstens"}, true},
    {"supplier_share", {"one supplier at most", "één opleider hoogstens"}, true},
    {"mandatory_in_mix",
     {"mandatory counts in the mix", "verplicht telt mee in de verdeling"},
     false},
    {"fairness", {"fair share of each unit (φ)", "eerlijk deel van elk onderdeel (φ)"}, true},
    {"wage_loss", {"working time counted as cost", "verletkosten tellen mee"}, false},
    {"cost_bearing", {"who pays", "wie betaalt"}, false},
    {"absence_max", {"away from a unit at once at most", "tegelijk afwezig hoogstens"}, true},
    {"gap", {"precision asked", "gevraagde nauwkeurigheid"}, true},
    {"work", {"work allowed", "toegestaan rekenwerk"}, false},
};

static void append_value(const lde_offer_text *text, lde_buffer *out, const lde_data *data,
                         bool share)
{
  double value = data->kind == LDE_DATA_INTEGER ? (double)data->as.integer : data->as.number;

  switch (data->kind) {
  case LDE_DATA_BOOL:
    lde_buffer_puts(out, data->as.truth ? LDE_TR(text->lang, "yes", "ja")
                                        : LDE_TR(text->lang, "no", "nee"));
    break;
  case LDE_DATA_INTEGER:
  case LDE_DATA_NUMBER:
    if (share && value >= 0 && value <= 1)
      lde_percentage_format(out, value, text->lang);
    else
      lde_number_format(out, value, 4, text->lang);
    break;
  case LDE_DATA_TEXT:
    lde_buffer_puts(out, data->as.text.bytes);
    break;
  case LDE_DATA_LIST:
  case LDE_DATA_OBJECT:
    lde_buffer_puts(out, "…"); /* the JSON has it whole */
    break;
  case LDE_DATA_NULL:
    lde_buffer_puts(out, LDE_TR(text->lang, "none", "geen"));
    break;
  }
}

static void print_settings(const lde_offer_text *text)
{
  const lde_data *params = text->provenance ? text->provenance->params : NULL;
  lde_buffer line = {0};

  if (!params || params->kind != LDE_DATA_OBJECT || !params->as.items.count)
    return;
  for (const lde_data *each = params->as.items.first; each; each = each->next) {
    const char *words = each->key;
    bool share = false;
    /* What rules go by, one (with a slash) or all (a threshold), says nothing about the offer. */
    if (strchr(each->key, '/') || strncmp(each->key, "t_", 2) == 0)
      continue;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
      if (strcmp(settings[i].name, each->key) == 0) {
        words = settings[i].words[text->lang];
        share = settings[i].share;
      }
    lde_buffer_printf(&line, "%s%s: ", line.len ? "; " : "", words);
    append_value(text, &line, each, share);
  }
  if (line.len) {
    lde_offer_text_heading(text, LDE_TR(text->lang, "Policy settings", "Beleidskeuzes"));
    lde_buffer_putc(&line, '.');
    lde_offer_text_paragraph(text, &line);
  }
  lde_buffer_free(&line);
}

static void print_notes(const lde_offer_text *text)
{
  lde_buffer item = {0};

  if (!text->offer->notes.len)
    return;
  lde_offer_text_heading(text, LDE_TR(text->lang, "Notes", "Opmerkingen"));
  for (size_t i = 0; i < text->offer->notes.len; i++) {
    lde_buffer_puts(&item, text->offer->notes.data[i]);
    lde_offer_text_item(text, &item);
  }
  lde_buffer_free(&item);
}

static void print_proof(const lde_offer_text *text)
{
  const lde_offer *offer = text->offer;
  lde_buffer line = {0};

  lde_offer_text_heading(text, LDE_TR(text->lang, "Proof and origin", "Bewijs en herkomst"));
  if (offer->status != LDE_OFFER_INFEASIBLE) {
    lde_buffer_puts(&line, LDE_TR(text->lang, "Value ", "Waarde "));
    lde_fixed_format(&line, offer->value, 2, text->lang);
    lde_buffer_puts(&line, LDE_TR(text->lang, "; no offer can be worth more than ",
                                  "; geen aanbod kan meer waard zijn dan "));
    lde_fixed_format(&line, offer->bound, 2, text->lang);
    lde_buffer_puts(&line, LDE_TR(text->lang, " (difference ", " (verschil "));
    lde_percentage_format(&line, offer->gap, text->lang);
    lde_buffer_puts(&line, "). ");
  }
  lde_buffer_puts(&line, "Status: ");
  lde_buffer_printf(&line, "%s; ", lde_offer_status_name(offer->status));
  lde_buffer_puts(&line, LDE_TR(text->lang, "work: ", "rekenwerk: "));
  lde_decimal_format(&line, offer->work, 0, 0, text->lang);
  lde_buffer_putc(&line, '.');
  lde_offer_text_paragraph(text, &line);
  lde_buffer_free(&line);
}

static void print_origin(const lde_offer_text *text)
{
  const lde_provenance *from = text->provenance;
  bool all = text->style->verbosity > 0;
  lde_buffer line = {0};

  if (!from)
    return;
  lde_buffer_printf(
      &line, LDE_TR(text->lang, "Made by %s from data %.*s", "Gemaakt met %s uit gegevens %.*s"),
      from->engine ? from->engine : "ldengine", all ? 64 : DIGEST_SHOWN, from->data);
  for (size_t i = 0; i < from->rules.len; i++)
    lde_buffer_printf(&line, "%s%s (%.*s)", i ? ", " : LDE_TR(text->lang, " with ", " met "),
                      from->rules.data[i].file, all ? 64 : DIGEST_SHOWN,
                      from->rules.data[i].sha256);
  lde_buffer_putc(&line, '.');
  lde_offer_text_paragraph(text, &line);
  lde_buffer_free(&line);
}

void lde_offer_text_end(const lde_offer_text *text)
{
  if (text->style->verbosity < 0)
    return;
  print_settings(text);
  print_notes(text);
  print_proof(text);
  print_origin(text);
}
