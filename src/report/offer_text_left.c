/* What the offer does not do: mandatory learning that is not covered, other needs that stay open,
 * and activities that were left out, each with the reason and what would change it. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "report/offer_text.h"
#include "report/reasons.h"

static void append_people(const lde_offer_text *text, lde_buffer *out, int64_t heads)
{
  lde_count_format(out, heads, LDE_TR(text->lang, "person", "medewerker"),
                   LDE_TR(text->lang, "people", "medewerkers"), text->lang);
}

/* "BHV: 3 people; budget 'IT' has no room for it." */
static void append_unmet(const lde_offer_text *text, lde_buffer *out, const lde_offer_unmet *unmet)
{
  const char *label = lde_offer_text_need(text, unmet->need);

  lde_buffer_puts(out, label);
  if (strcmp(label, unmet->need) != 0)
    lde_buffer_printf(out, " (%s)", unmet->need);
  lde_buffer_puts(out, ": ");
  append_people(text, out, unmet->heads);
  lde_buffer_puts(out, "; ");
  lde_reason_sentence(out, text->dataset, unmet->reason, &unmet->detail, text->lang);
  lde_buffer_putc(out, '.');
}

static size_t count_unmet(const lde_offer_text *text, bool mandatory, int64_t *heads)
{
  size_t count = 0;

  *heads = 0;
  for (size_t i = 0; i < text->offer->unmet.len; i++)
    if (text->offer->unmet.data[i].mandatory == mandatory) {
      count++;
      *heads += text->offer->unmet.data[i].heads;
    }
  return count;
}

static void print_unmet(const lde_offer_text *text, bool mandatory, size_t most)
{
  lde_buffer item = {0};
  size_t shown = 0;

  for (size_t i = 0; i < text->offer->unmet.len && shown < most; i++) {
    if (text->offer->unmet.data[i].mandatory != mandatory)
      continue;
    append_unmet(text, &item, &text->offer->unmet.data[i]);
    lde_offer_text_item(text, &item);
    shown++;
  }
  lde_buffer_free(&item);
}

void lde_offer_text_shortage(const lde_offer_text *text)
{
  lde_buffer title = {0};
  int64_t heads;
  size_t count = count_unmet(text, true, &heads);

  if (!count)
    return;
  lde_buffer_puts(&title, LDE_TR(text->lang, "!! MANDATORY LEARNING IS NOT COVERED: ",
                                 "!! VERPLICHTE SCHOLING IS NIET GEDEKT: "));
  append_people(text, &title, heads);
  lde_buffer_putc(text->out, '\n');
  lde_offer_text_painted(text, title.data, LDE_PAINT_RED);
  print_unmet(text, true, count); /* never shortened */
  lde_buffer_free(&title);
}

void lde_offer_text_unmet(const lde_offer_text *text)
{
  lde_buffer title = {0};
  int64_t heads;
  size_t count = count_unmet(text, false, &heads), most = lde_offer_text_most(text, count);

  if (!count)
    return;
  lde_buffer_puts(&title,
                  LDE_TR(text->lang, "Needs that stay open: ", "Behoeften die open blijven: "));
  lde_count_format(&title, (int64_t)count, LDE_TR(text->lang, "need, ", "behoefte, "),
                   LDE_TR(text->lang, "needs, ", "behoeften, "), text->lang);
  lde_count_format(&title, heads, LDE_TR(text->lang, "seat short", "plaats te kort"),
                   LDE_TR(text->lang, "seats short", "plaatsen te kort"), text->lang);
  lde_offer_text_heading(text, title.data);
  lde_buffer_free(&title);
  if (text->style->verbosity < 0)
    return;
  print_unmet(text, false, most);
  lde_offer_text_more(text, count - most);
}

/* "Digitaal in-company, for 'Digitale vaardigheden': …; comes in with € 1,000 more in budget 'IT'."
 */
static void append_left_out(const lde_offer_text *text, lde_buffer *out,
                            const lde_offer_left_out *left)
{
  lde_offer_text_label(text, out, LDE_E(offering), left->offering);
  if (left->need)
    lde_buffer_printf(
        out, left->offering == LDE_NO_ROW ? "%s" : LDE_TR(text->lang, " for '%s'", " voor '%s'"),
        lde_offer_text_need(text, left->need));
  lde_buffer_puts(out, ": ");
  lde_reason_sentence(out, text->dataset, left->reason, &left->detail, text->lang);
  if (left->enters_if.change) {
    lde_buffer_puts(out, "; ");
    lde_enters_if_sentence(out, text->dataset, &left->enters_if, text->lang);
  }
  lde_buffer_putc(out, '.');
}

static void print_group(const lde_offer_text *text, lde_reason reason)
{
  lde_buffer item = {0};
  size_t count = 0, most, shown = 0;

  for (size_t i = 0; i < text->offer->left_out.len; i++)
    count += text->offer->left_out.data[i].reason == reason;
  if (!count)
    return;
  lde_buffer_printf(&item, "%s (", lde_reason_title(reason, text->lang));
  lde_decimal_format(&item, (int64_t)count, 0, 0, text->lang);
  lde_buffer_printf(&item, ", %s)", lde_reason_name(reason));
  lde_buffer_fill(text->out, ' ', 2);
  lde_wrap(text->out, item.data, 2, 4, lde_style_columns(text->style));
  lde_buffer_truncate(&item, 0);
  most = text->style->verbosity < 0 ? 0 : lde_offer_text_most(text, count);
  for (size_t i = 0; i < text->offer->left_out.len && shown < most; i++) {
    if (text->offer->left_out.data[i].reason != reason)
      continue;
    append_left_out(text, &item, &text->offer->left_out.data[i]);
    lde_offer_text_item(text, &item);
    shown++;
  }
  if (text->style->verbosity >= 0)
    lde_offer_text_more(text, count - shown);
  lde_buffer_free(&item);
}

void lde_offer_text_left_out(const lde_offer_text *text)
{
  if (!text->offer->left_out.len)
    return;
  lde_offer_text_heading(text,
                         LDE_TR(text->lang, "Left out, and why", "Niet opgenomen, en waarom"));
  for (int reason = 0; reason <= LDE_OUT_LOCK; reason++)
    print_group(text, (lde_reason)reason);
}
