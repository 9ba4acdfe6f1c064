/* The exact solver's place when the build has none: every question stays open. */
#include "offer/mip.h"

lde_mip_result lde_mip_solve(const lde_mip *mip, const lde_mip_limits *limits)
{
  lde_mip_result result = {.status = LDE_MIP_NONE, .bound = -LDE_MIP_FREE};
  (void)mip;
  (void)limits;
  return result;
}

bool lde_mip_available(void)
{
  return false;
}
