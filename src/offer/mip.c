#include "offer/mip.h"

#include <string.h>

static _Thread_local lde_mip_losses losses_;

lde_mip_losses lde_mip_losses_seen(void)
{
  return losses_;
}

void lde_mip_losses_forget(void)
{
  losses_ = (lde_mip_losses){0};
}

void lde_mip_lose(int number)
{
  losses_.count++;
  losses_.number = number;
}

int32_t lde_mip_column(lde_mip *mip, double lower, double upper, double cost, bool integer)
{
  char flag = integer ? 1 : 0;
  lde_vec_push(&mip->lower, lower);
  lde_vec_push(&mip->upper, upper);
  lde_vec_push(&mip->cost, cost);
  lde_vec_push(&mip->integer, flag);
  return (int32_t)mip->cost.len - 1;
}

int32_t lde_mip_row(lde_mip *mip, double lower, double upper)
{
  int32_t start = (int32_t)mip->index.len;
  lde_vec_push(&mip->start, start);
  lde_vec_push(&mip->row_lower, lower);
  lde_vec_push(&mip->row_upper, upper);
  return (int32_t)mip->start.len - 1;
}

void lde_mip_entry(lde_mip *mip, int32_t column, double factor)
{
  lde_vec_push(&mip->index, column);
  lde_vec_push(&mip->factor, factor);
}

void lde_mip_deinit(lde_mip *mip)
{
  lde_vec_free(&mip->cost);
  lde_vec_free(&mip->lower);
  lde_vec_free(&mip->upper);
  lde_vec_free(&mip->integer);
  lde_vec_free(&mip->row_lower);
  lde_vec_free(&mip->row_upper);
  lde_vec_free(&mip->start);
  lde_vec_free(&mip->index);
  lde_vec_free(&mip->factor);
}

void lde_mip_result_deinit(lde_mip_result *result)
{
  lde_free(result->values);
  lde_free(result->prices);
  memset(result, 0, sizeof *result);
}
