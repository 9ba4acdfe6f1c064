#include "store/still_clock.h"

#include <stdio.h>

#define JULIAN_MS_1970 INT64_C(210866760000000)
#define MS_PER_DAY     INT64_C(86400000)

static int current_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *now)
{
  *now = ((lde_still_clock *)vfs)->julian_ms;
  return SQLITE_OK;
}

static int current_time(sqlite3_vfs *vfs, double *now)
{
  *now = (double)((lde_still_clock *)vfs)->julian_ms / (double)MS_PER_DAY;
  return SQLITE_OK;
}

int lde_still_clock_init(lde_still_clock *clock, int32_t date)
{
  const sqlite3_vfs *plain = sqlite3_vfs_find(NULL);

  if (!plain || plain->iVersion < 2)
    return SQLITE_ERROR;
  clock->vfs = *plain;
  clock->vfs.pNext = NULL;
  clock->vfs.xCurrentTime = current_time;
  clock->vfs.xCurrentTimeInt64 = current_time_int64;
  clock->julian_ms = JULIAN_MS_1970 + date * MS_PER_DAY;
  snprintf(clock->name, sizeof clock->name, "lde-%p", (void *)clock);
  clock->vfs.zName = clock->name;
  return sqlite3_vfs_register(&clock->vfs, 0);
}

void lde_still_clock_deinit(lde_still_clock *clock)
{
  if (clock->vfs.zName)
    sqlite3_vfs_unregister(&clock->vfs);
}
