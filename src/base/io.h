/* io.h: reading a file whole, writing a file whole or not at all, and digests of bytes. */
#ifndef LDE_BASE_IO_H
#define LDE_BASE_IO_H

#include <dirent.h>
#include <stdint.h>

#include "base/buffer.h"
#include "ldengine/status.h"

/* Reads a regular file (or standard input for "-") of at most `most` bytes (0 = no limit) and
 * appends it to `out`; of a larger one somewhat more than `most` bytes, and fails. The messages are
 * in `lang`. */
lde_status lde_file_read(const char *path, uint64_t most, lde_buffer *out, lde_language lang,
                         lde_error *err);
/* What an errno of the file system means, in a few words. */
const char *lde_file_reason(int number, lde_language lang);
/* Writes a file so that it appears whole or not at all: temporary file beside it, fsync, rename. A
 * device or pipe takes the bytes itself. */
lde_status lde_file_write(const char *path, const void *bytes, size_t len, lde_language lang,
                          lde_error *err);
/* The next entry of a folder; NULL at its end, and where it cannot be read on: then *failed is an errno. */
struct dirent *lde_folder_next(DIR *folder, int *failed);
/* Makes the folder and those above it; no error when it is there. */
lde_status lde_folder_make(const char *path, lde_language lang, lde_error *err);

/* SHA-256 as 64 lower-case hexadecimal digits. Feed in parts, then finish. */
typedef struct lde_digest {
  union {
    uint64_t align;
    unsigned char bytes[128];
  } state;
} lde_digest;
enum { LDE_DIGEST_TEXT_SIZE = 65 };
void lde_digest_init(lde_digest *digest);
void lde_digest_add(lde_digest *digest, const void *bytes, size_t len);
char *lde_digest_finish(lde_digest *digest, char *text);

#endif
