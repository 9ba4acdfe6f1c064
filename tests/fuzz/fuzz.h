/* fuzz.h: what the fuzz targets share. A target is a function of bytes that must come back whatever they
 * are: libFuzzer calls it (scripts/fuzz), and replay.c calls it with the files of corpus/ in every test
 * run. What a target promises it states with REQUIRE, which ends the program; sanitizers do the rest. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define REQUIRE(condition)                                                                         \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                      \
      abort();                                                                                     \
    }                                                                                              \
  } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* What a target that judges its input made of the last one. */
extern const char *fuzz_verdict __attribute__((weak));

/* The bytes as a file that can be opened by its name; the file before it is gone. */
static inline const char *fuzz_file(const uint8_t *bytes, size_t len)
{
  static char path[32];
  static int fd = -1;

  if (fd < 0) {
    fd = memfd_create("input", MFD_CLOEXEC);
    REQUIRE(fd >= 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  }
  REQUIRE(ftruncate(fd, 0) == 0 && pwrite(fd, bytes, len, 0) == (ssize_t)len);
  return path;
}

/* Decisions made from bytes, as long as there are some. */
typedef struct choices {
  const uint8_t *bytes;
  size_t len, at;
} choices;

static inline unsigned choose(choices *from, unsigned below)
{
  return from->at < from->len ? from->bytes[from->at++] % below : 0;
}

#endif
