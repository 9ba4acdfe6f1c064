#include "report/reasons.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"

void lde_amount_format(lde_buffer *out, lde_dataset *dataset, int64_t minor, lde_language lang)
{
  int scale = lde_currency_decimals(dataset->currency);
  int64_t unit = 1;
  size_t start = out->len, end;

  for (int i = 0; i < scale; i++)
    unit *= 10;
  lde_money_format(out, minor, dataset->currency, lang);
  if (scale == 0 || minor % unit != 0)
    return;
  end = out->len - (size_t)scale - 1;
  if (end > start)
    lde_buffer_truncate(out, end);
}

static void format_number(lde_buffer *out, double value, int decimals, bool all, lde_language lang)
{
  int64_t scaled;

  if (!isfinite(value)) {
    lde_buffer_puts(out, "–");
    return;
  }
  while (decimals > 0 && fabs(value) * pow(10, decimals) > 9e15)
    decimals--;
  if (fabs(value) > 9e15) {
    lde_buffer_printf(out, "%.3g", value);
    return;
  }
  scaled = llround(value * pow(10, decimals));
  while (!all && decimals > 0 && scaled % 10 == 0) {
    scaled /= 10;
    decimals--;
  }
  lde_decimal_format(out, scaled, decimals, decimals, lang);
}

void lde_number_format(lde_buffer *out, double value, int decimals, lde_language lang)
{
  format_number(out, value, decimals, false, lang);
}

void lde_fixed_format(lde_buffer *out, double value, int decimals, lde_language lang)
{
  format_number(out, value, decimals, true, lang);
}

void lde_percentage_format(lde_buffer *out, double share, lde_language lang)
{
  double percent = share * 100;

  if (percent > 0 && percent < 0.05) {
    lde_buffer_puts(out, LDE_TR(lang, "less than 0.1%", "minder dan 0,1%"));
    return;
  }
  if (percent > 99.95 && share < 1)
    percent = 99.9; /* not quite all is not all */
  lde_number_format(out, percent, fabs(percent) < 10 || percent > 99 ? 1 : 0, lang);
  lde_buffer_putc(out, '%');
}

void lde_count_format(lde_buffer *out, int64_t count, const char *one, const char *many,
                      lde_language lang)
{
  lde_decimal_format(out, count, 0, 0, lang);
  lde_buffer_printf(out, " %s", count == 1 ? one : many);
}

const char *lde_choice_label(const char *set, const char *text, lde_language lang)
{
  const lde_choices *choices = lde_choices_find(set);
  int index = choices && text ? lde_choices_index(choices, text, strlen(text)) : -1;
  return index < 0 ? text : choices->items[index].label[lang];
}

void lde_record_name(lde_buffer *out, lde_dataset *dataset, const char *plural, const char *id,
                     lde_language lang)
{
  const lde_entity *entity = lde_schema_find(dataset->schema, plural);
  lde_table *table = entity ? lde_dataset_table(dataset, entity->index) : NULL;
  int32_t row = table ? lde_row_find(dataset, table, id, strlen(id)) : LDE_NO_ROW;
  size_t start = out->len;

  if (row == LDE_NO_ROW || !entity->has_label) {
    lde_buffer_puts(out, id);
    return;
  }
  lde_row_label(dataset, table, row, lang, out);
  if (strcmp(out->data + start, id) != 0)
    lde_buffer_printf(out, " (%s)", id);
}

const char *lde_reason_title(lde_reason reason, lde_language lang)
{
  switch (reason) {
  case LDE_IN_MANDATORY:
    return LDE_TR(lang, "Required", "Verplicht");
  case LDE_IN_VALUE:
    return LDE_TR(lang, "Worth its place", "Levert het meeste op");
  case LDE_IN_LOCK:
    return LDE_TR(lang, "Fixed beforehand", "Vooraf vastgelegd");
  case LDE_OUT_BUDGET:
    return LDE_TR(lang, "No room in the budget", "Geen ruimte in het budget");
  case LDE_OUT_MIN_GROUP:
    return LDE_TR(lang, "Too few participants for a group", "Te weinig deelnemers voor een groep");
  case LDE_OUT_LEAD_TIME:
    return LDE_TR(lang, "Not available in time", "Niet op tijd beschikbaar");
  case LDE_OUT_PREREQ:
    return LDE_TR(lang, "Earlier learning is missing", "Voorkennis ontbreekt");
  case LDE_OUT_TIME_CAP:
    return LDE_TR(lang, "No learning time left", "Geen leertijd meer over");
  case LDE_OUT_CAPACITY:
    return LDE_TR(lang, "No trainer, room or other capacity",
                  "Geen trainer, ruimte of andere capaciteit");
  case LDE_OUT_MIX:
    return LDE_TR(lang, "Does not fit the agreed mix", "Past niet in de afgesproken verdeling");
  case LDE_OUT_FAIRNESS:
    return LDE_TR(lang, "Would leave others with less than their fair share",
                  "Zou anderen minder dan hun eerlijke deel laten");
  case LDE_OUT_DOMINATED:
    return LDE_TR(lang, "Another activity does it better", "Een andere activiteit doet het beter");
  case LDE_OUT_LOW_VALUE:
    return LDE_TR(lang, "Other activities are worth more", "Andere activiteiten leveren meer op");
  case LDE_OUT_NOT_LEARNABLE:
    return LDE_TR(lang, "Learning is not the remedy", "Leren is hier niet de oplossing");
  case LDE_OUT_NO_OFFERING:
    return LDE_TR(lang, "Nothing on offer serves it", "Geen aanbod dat aansluit");
  case LDE_OUT_DUPLICATE:
    return LDE_TR(lang, "Already met otherwise", "Al op een andere manier gedekt");
  case LDE_DEFERRED:
    return LDE_TR(lang, "Moved to a later period", "Doorgeschoven naar een latere periode");
  case LDE_OUT_LOCK:
    return LDE_TR(lang, "Kept out by decision", "Bewust niet opgenomen");
  }
  return "";
}

/* " in 2027-Q2", or nothing. */
static void append_period(lde_buffer *out, const lde_reason_detail *detail)
{
  if (detail->period)
    lde_buffer_printf(out, " in %s", detail->period);
}

static void append_budget(lde_buffer *out, lde_dataset *dataset, const char *budget,
                          lde_language lang)
{
  if (strcmp(budget, "central") == 0) {
    lde_buffer_puts(out, LDE_TR(lang, "the central budget", "het centrale budget"));
  } else if (strcmp(budget, "unit") == 0) {
    lde_buffer_puts(out, LDE_TR(lang, "the unit's budget", "het budget van de afdeling"));
  } else {
    lde_buffer_puts(out, "budget '");
    lde_record_name(out, dataset, "budgets", budget, lang);
    lde_buffer_putc(out, '\'');
  }
}

/* A name in quotes behind a word, or only the word that needs no name. */
static void append_named(lde_buffer *out, lde_dataset *dataset, const char *before,
                         const char *without, const char *plural, const char *id, const char *after,
                         lde_language lang)
{
  if (!id) {
    lde_buffer_puts(out, without);
    return;
  }
  lde_buffer_printf(out, "%s'", before);
  lde_record_name(out, dataset, plural, id, lang);
  lde_buffer_printf(out, "'%s", after);
}

static void low_value(lde_buffer *out, const lde_reason_detail *detail, lde_language lang)
{
  if (!detail->has_value) {
    lde_buffer_puts(out, LDE_TR(lang, "what it would add is worth less than what is in",
                                "wat het toevoegt, is minder waard dan wat er wel in zit"));
    return;
  }
  if (detail->value <= 0) {
    lde_buffer_puts(
        out, LDE_TR(lang, "a seat adds nothing, by the goals and gaps that are on record",
                    "een plaats voegt niets toe, volgens de vastgelegde doelen en tekorten"));
    return;
  }
  lde_buffer_puts(out, LDE_TR(lang, "a seat is worth ", "een plaats is "));
  lde_number_format(out, detail->value, 2, lang);
  lde_buffer_puts(out, LDE_TR(lang, "", " waard"));
  if (detail->value >= detail->cut_off) {
    lde_buffer_puts(out, LDE_TR(lang, ", but other choices are worth more together",
                                ", maar andere keuzes leveren samen meer op"));
    return;
  }
  lde_buffer_puts(out, LDE_TR(lang, ", less than the ", ", minder dan de "));
  lde_number_format(out, detail->cut_off, 2, lang);
  lde_buffer_puts(out, LDE_TR(lang, " of the least that is in", " van het minste dat erin zit"));
}

static void budget_sentence(lde_buffer *out, lde_dataset *dataset, const lde_reason_detail *detail,
                            lde_language lang)
{
  if (detail->budget)
    append_budget(out, dataset, detail->budget, lang);
  else
    lde_buffer_puts(out, LDE_TR(lang, "no budget", "geen budget"));
  lde_buffer_puts(out, detail->budget
                           ? LDE_TR(lang, " has no room for it", " heeft er geen ruimte voor")
                           : LDE_TR(lang, " has room for it", " heeft er ruimte voor"));
  append_period(out, detail);
}

static void capacity_sentence(lde_buffer *out, lde_dataset *dataset,
                              const lde_reason_detail *detail, lde_language lang)
{
  append_named(out, dataset, "",
               LDE_TR(lang, "a trainer, room or other capacity is fully booked",
                      "een trainer, ruimte of andere capaciteit is volgeboekt"),
               "resources", detail->resource, LDE_TR(lang, " is fully booked", " is volgeboekt"),
               lang);
  append_period(out, detail);
}

static void deferred_sentence(lde_buffer *out, const lde_reason_detail *detail, lde_language lang)
{
  if (detail->period)
    lde_buffer_printf(out, LDE_TR(lang, "its turn comes in %s", "komt aan de beurt in %s"),
                      detail->period);
  else
    lde_buffer_puts(out, LDE_TR(lang, "its turn comes in a later period",
                                "komt in een latere periode aan de beurt"));
}

static void prerequisite_sentence(lde_buffer *out, lde_dataset *dataset,
                                  const lde_reason_detail *detail, lde_language lang)
{
  append_named(out, dataset, LDE_TR(lang, "", "eerst is "),
               LDE_TR(lang, "participants lack what has to come first",
                      "deelnemers missen wat hieraan voorafgaat"),
               "offerings", detail->offering,
               LDE_TR(lang, " has to come first and is not in", " nodig, en dat zit er niet in"),
               lang);
}

void lde_reason_sentence(lde_buffer *out, lde_dataset *dataset, lde_reason reason,
                         const lde_reason_detail *detail, lde_language lang)
{
  static const lde_reason_detail nothing;

  detail = detail ? detail : &nothing;
  switch (reason) {
  case LDE_IN_MANDATORY:
    lde_buffer_puts(out, LDE_TR(lang, "required, so it goes before everything else",
                                "verplicht, dus gaat het voor al het andere"));
    break;
  case LDE_IN_VALUE:
    lde_buffer_puts(out, LDE_TR(lang, "adds the most value within the limits",
                                "levert binnen de grenzen de meeste waarde op"));
    break;
  case LDE_IN_LOCK:
    lde_buffer_puts(out, LDE_TR(lang, "fixed beforehand", "vooraf vastgelegd"));
    break;
  case LDE_OUT_BUDGET:
    budget_sentence(out, dataset, detail, lang);
    break;
  case LDE_OUT_MIN_GROUP:
    lde_buffer_puts(out, LDE_TR(lang, "too few participants to fill a group",
                                "te weinig deelnemers om een groep te vullen"));
    append_period(out, detail);
    break;
  case LDE_OUT_LEAD_TIME:
    lde_buffer_puts(out, LDE_TR(lang, "cannot be ready or available in time",
                                "kan niet op tijd klaar of beschikbaar zijn"));
    append_period(out, detail);
    break;
  case LDE_OUT_PREREQ:
    prerequisite_sentence(out, dataset, detail, lang);
    break;
  case LDE_OUT_TIME_CAP:
    lde_buffer_puts(out, LDE_TR(lang, "the people concerned have no learning time left",
                                "de betrokkenen hebben geen leertijd meer over"));
    append_period(out, detail);
    break;
  case LDE_OUT_CAPACITY:
    capacity_sentence(out, dataset, detail, lang);
    break;
  case LDE_OUT_MIX:
    append_named(out, dataset,
                 LDE_TR(lang, "it would break the agreement ", "het gaat in tegen de afspraak "),
                 LDE_TR(lang, "it would break an agreement on the mix",
                        "het gaat in tegen een afspraak over de verdeling"),
                 "rules", detail->rule, "", lang);
    break;
  case LDE_OUT_FAIRNESS:
    append_named(out, dataset,
                 LDE_TR(lang, "others would get less than ", "anderen krijgen dan minder dan "),
                 LDE_TR(lang, "others would get less than their fair share",
                        "anderen krijgen dan minder dan hun eerlijke deel"),
                 "rules", detail->rule, LDE_TR(lang, " promises them", " hun toezegt"), lang);
    break;
  case LDE_OUT_DOMINATED:
    append_named(out, dataset, "",
                 LDE_TR(lang, "another activity does the same for less or does more",
                        "een andere activiteit doet hetzelfde voor minder of doet meer"),
                 "offerings", detail->offering,
                 LDE_TR(lang, " does the same for less or does more",
                        " doet hetzelfde voor minder of doet meer"),
                 lang);
    break;
  case LDE_OUT_LOW_VALUE:
    low_value(out, detail, lang);
    break;
  case LDE_OUT_NOT_LEARNABLE:
    lde_buffer_puts(out, LDE_TR(lang, "the cause is not one that learning takes away",
                                "de oorzaak is met leren niet weg te nemen"));
    break;
  case LDE_OUT_NO_OFFERING:
    lde_buffer_puts(out, LDE_TR(lang, "no activity reaches what is asked",
                                "geen activiteit bereikt wat er gevraagd wordt"));
    break;
  case LDE_OUT_DUPLICATE:
    append_named(out, dataset, LDE_TR(lang, "already met by ", "al gedekt door "),
                 LDE_TR(lang, "already met otherwise", "al op een andere manier gedekt"),
                 "offerings", detail->offering, "", lang);
    break;
  case LDE_DEFERRED:
    deferred_sentence(out, detail, lang);
    break;
  case LDE_OUT_LOCK:
    lde_buffer_puts(out, LDE_TR(lang, "kept out by a decision in the plan or the script",
                                "buiten gehouden door een besluit in het plan of het script"));
    break;
  }
}

/* "budgets:IT" → plural and id. */
static void append_record(lde_buffer *out, lde_dataset *dataset, const char *record,
                          lde_language lang)
{
  const char *colon = record ? strchr(record, ':') : NULL;
  char plural[64];

  if (!colon || (size_t)(colon - record) >= sizeof plural) {
    lde_buffer_puts(out, record ? record : "");
    return;
  }
  memcpy(plural, record, (size_t)(colon - record));
  plural[colon - record] = '\0';
  if (strcmp(plural, "budgets") == 0) {
    append_budget(out, dataset, colon + 1, lang);
    return;
  }
  lde_buffer_putc(out, '\'');
  lde_record_name(out, dataset, plural, colon + 1, lang);
  lde_buffer_putc(out, '\'');
}

/* A record in the middle of a sentence, when there is one. */
static void append_about(lde_buffer *out, lde_dataset *dataset, const char *word,
                         const char *record, lde_language lang)
{
  if (!record)
    return;
  lde_buffer_puts(out, word);
  append_record(out, dataset, record, lang);
}

void lde_enters_if_sentence(lde_buffer *out, lde_dataset *dataset, const lde_enters_if *change,
                            lde_language lang)
{
  if (!change->change)
    return;
  if (strcmp(change->change, "budget") == 0) {
    lde_buffer_puts(out, LDE_TR(lang, "comes in with ", "komt erin met "));
    lde_amount_format(out, dataset, change->by, lang);
    lde_buffer_puts(out, LDE_TR(lang, " more", " meer"));
    append_about(out, dataset, LDE_TR(lang, " in ", " op "), change->record, lang);
  } else if (strcmp(change->change, "price") == 0) {
    lde_buffer_puts(out, LDE_TR(lang, "comes in when the price", "komt erin als de prijs"));
    append_about(out, dataset, LDE_TR(lang, " of ", " van "), change->record, lang);
    lde_buffer_puts(out, LDE_TR(lang, " drops by ", " daalt met "));
    lde_amount_format(out, dataset, change->by, lang);
  } else if (strcmp(change->change, "seats") == 0) {
    lde_buffer_puts(out, LDE_TR(lang, "comes in with ", "komt erin met "));
    lde_count_format(out, change->by, LDE_TR(lang, "more participant", "deelnemer meer"),
                     LDE_TR(lang, "more participants", "deelnemers meer"), lang);
    append_about(out, dataset, LDE_TR(lang, " for ", " voor "), change->record, lang);
  } else if (strcmp(change->change, "date") == 0) {
    lde_buffer_puts(out, LDE_TR(lang, "comes in with ", "komt erin met "));
    lde_count_format(out, change->by, LDE_TR(lang, "day more", "dag meer"),
                     LDE_TR(lang, "days more", "dagen meer"), lang);
    append_about(out, dataset, LDE_TR(lang, " for ", " voor "), change->record, lang);
  } else if (strcmp(change->change, "lock") == 0) {
    lde_buffer_puts(out, LDE_TR(lang, "comes in when the decision", "komt erin als het besluit"));
    append_about(out, dataset, LDE_TR(lang, " about ", " over "), change->record, lang);
    lde_buffer_puts(out, LDE_TR(lang, " is lifted", " vervalt"));
  } else {
    lde_buffer_printf(out,
                      LDE_TR(lang, "comes in after a change: %s", "komt erin na een wijziging: %s"),
                      change->change);
  }
}
