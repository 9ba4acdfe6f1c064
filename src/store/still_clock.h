/* still_clock.h: an SQLite VFS whose clock stands still, so that date('now') in a query is the run
 * date and the same query gives the same rows every day. Files go through the default VFS. */
#ifndef LDE_STORE_STILL_CLOCK_H
#define LDE_STORE_STILL_CLOCK_H

#include <sqlite3.h>
#include <stdint.h>

typedef struct lde_still_clock {
  sqlite3_vfs vfs;
  sqlite3_int64 julian_ms;
  char name[32];
} lde_still_clock;

/* `date`: days since 1970-01-01; now is its midnight. Stays where it is until released. Returns an
 * SQLite code. */
int lde_still_clock_init(lde_still_clock *clock, int32_t date);
/* After the last connection that used it was closed; also when init failed. */
void lde_still_clock_deinit(lde_still_clock *clock);

#endif
