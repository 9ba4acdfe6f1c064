#include "model/offer.h"

static const char *const reason_names[] = {
    "IN_MANDATORY",  "IN_VALUE",      "IN_LOCK",       "OUT_BUDGET",        "OUT_MIN_GROUP",
    "OUT_LEAD_TIME", "OUT_PREREQ",    "OUT_TIME_CAP",  "OUT_CAPACITY",      "OUT_MIX",
    "OUT_FAIRNESS",  "OUT_DOMINATED", "OUT_LOW_VALUE", "OUT_NOT_LEARNABLE", "OUT_NO_OFFERING",
    "OUT_DUPLICATE", "DEFERRED",      "OUT_LOCK"};

const char *lde_reason_name(lde_reason reason)
{
  return reason_names[reason];
}

const char *lde_offer_status_name(lde_offer_status status)
{
  static const char *const names[] = {"optimal", "within_gap", "feasible", "infeasible"};
  return names[status];
}

lde_offer *lde_offer_new(void)
{
  return lde_alloc(1, sizeof(lde_offer));
}

void lde_offer_free(lde_offer *offer)
{
  if (!offer)
    return;
  for (size_t i = 0; i < offer->lines.len; i++) {
    lde_vec_free(&offer->lines.data[i].served);
    lde_vec_free(&offer->lines.data[i].steps);
    lde_vec_free(&offer->lines.data[i].funding);
    lde_vec_free(&offer->lines.data[i].goals);
  }
  lde_vec_free(&offer->lines);
  lde_vec_free(&offer->left_out);
  lde_vec_free(&offer->unmet);
  lde_vec_free(&offer->budgets);
  lde_vec_free(&offer->goals);
  lde_vec_free(&offer->needs);
  lde_vec_free(&offer->rejected);
  lde_vec_free(&offer->clash);
  lde_vec_free(&offer->notes);
  lde_arena_free(&offer->arena);
  lde_free(offer);
}
