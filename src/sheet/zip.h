/* zip.h: the parts of a zip file, read one after another and never unpacked on disk.
 *
 * Files come from anywhere, so everything is bounded: the number of parts, the bytes that come out of
 * one part, and the bytes that come out of the whole against the size of the file. A part that
 * announces too much is refused before it is opened, one that lies is stopped while it is read. */
#ifndef LDE_SHEET_ZIP_H
#define LDE_SHEET_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ldengine/status.h"

typedef struct lde_zip {
  void *file; /* of minizip */
  const char *path; /* borrowed */
  uint64_t most, used; /* bytes that may come out, and that did */
  lde_language language;
} lde_zip;

/* Fails with LDE_ERROR_INPUT and a sentence for people. */
lde_status lde_zip_open(lde_zip *zip, const char *path, lde_language language, lde_error *err);
void lde_zip_close(lde_zip *zip);
bool lde_zip_has(lde_zip *zip, const char *name);

/* Gives the bytes of a part in pieces; `take` returns false to stop, which is not an error here. */
typedef bool lde_zip_take(void *ctx, const char *bytes, size_t len, bool last);
lde_status lde_zip_read(lde_zip *zip, const char *name, lde_zip_take *take, void *ctx,
                        lde_error *err);

#endif
