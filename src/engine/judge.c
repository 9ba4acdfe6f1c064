/* What an offer means for the exit code, in words: hard limits that clash, and mandatory learners for
 * whom there is no seat. Both are exit code 5; the second comes with the best plan there is. */
#include "base/error.h"
#include "engine/internal.h"

static void report_clash(lde_result *result)
{
  const lde_offer *offer = result->offer;
  lde_language lang = result->language;
  lde_buffer names = {0};

  for (size_t i = 0; i < offer->clash.len; i++)
    lde_buffer_printf(&names, "%s%s", i ? ", " : "", offer->clash.data[i]);
  lde_result_add(result, "offer/infeasible", offer->repair,
                 LDE_TR(lang, "these cannot hold together: %s", "dit kan niet samengaan: %s"),
                 lde_buffer_text(&names));
  lde_buffer_free(&names);
}

void lde_offer_judge(lde_result *result)
{
  const lde_offer *offer = result->offer;
  lde_language lang = result->language;
  long long heads = 0, needs = 0;

  if (offer->status == LDE_OFFER_INFEASIBLE) {
    result->infeasible = true;
    report_clash(result);
    return;
  }
  for (size_t i = 0; i < offer->unmet.len; i++)
    if (offer->unmet.data[i].mandatory && offer->unmet.data[i].heads > 0) {
      heads += offer->unmet.data[i].heads;
      needs++;
    }
  if (heads) {
    result->infeasible = true;
    lde_result_add(result, "offer/mandatory-uncovered",
                   LDE_TR(lang, "see the unmet needs for what stands in the way",
                          "bij de onvervulde behoeften staat wat in de weg zit"),
                   LDE_TR(lang, "%lld %s no seat for mandatory learning (%lld %s)",
                          "%lld %s geen plaats voor verplicht leren (%lld %s)"),
                   heads,
                   heads == 1 ? LDE_TR(lang, "person has", "medewerker heeft")
                              : LDE_TR(lang, "people have", "medewerkers hebben"),
                   needs,
                   needs == 1 ? LDE_TR(lang, "need", "behoefte")
                              : LDE_TR(lang, "needs", "behoeften"));
  }
  if (offer->stopped_by && offer->stopped_by[0] == 'i')
    result->interrupted = true;
}
