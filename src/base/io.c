#include "base/io.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium/crypto_hash_sha256.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/held.h"
#include "base/memory.h"

const char *lde_file_reason(int number, lde_language lang)
{
  switch (number) {
  case ENOENT:
    return LDE_TR(lang, "there is no such file", "dat bestand bestaat niet");
  case EACCES:
  case EPERM:
    if (lde_held_is_fenced())
      return LDE_TR(lang, "it lies outside the project's folder; --allow-read DIR lets a plan read there",
                    "het ligt buiten de map van het project; met --allow-read MAP mag een plan daar lezen");
    return LDE_TR(lang, "no permission", "geen toegang");
  case ENOTDIR:
    return LDE_TR(lang, "its folder is a file", "de map ervan is een bestand");
  case EISDIR:
    return LDE_TR(lang, "it is a folder", "het is een map");
  case ENOSPC:
    return LDE_TR(lang, "the disk is full", "de schijf is vol");
  default:
    return strerror(number);
  }
}

/* As read; of a file held for several readers from `at` on. */
static ssize_t read_some(int fd, char *block, size_t size, off_t at)
{
  return lde_held_is_closed() && fd != STDIN_FILENO ? pread(fd, block, size, at) : read(fd, block, size);
}

static lde_status read_all(int fd, const char *path, uint64_t most, lde_buffer *out,
                           lde_language lang, lde_error *err)
{
  size_t before = out->len;
  char block[65536];

  for (;;) {
    ssize_t got = read_some(fd, block, sizeof block, (off_t)(out->len - before));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return lde_fail(err, LDE_ERROR_INPUT, LDE_TR(lang, "cannot read %s: %s", "kan %s niet lezen: %s"),
                      path, lde_file_reason(errno, lang));
    if (got == 0)
      return LDE_OK;
    lde_buffer_append(out, block, (size_t)got);
    if (most && out->len - before > most)
      return lde_fail(err, LDE_ERROR_INPUT,
                      LDE_TR(lang, "%s is larger than the limit of %llu bytes",
                             "%s is groter dan de grens van %llu bytes"),
                      path, (unsigned long long)most);
  }
}

lde_status lde_file_read(const char *path, uint64_t most, lde_buffer *out, lde_language lang,
                         lde_error *err)
{
  struct stat info;
  lde_status status;
  int fd;

  if (strcmp(path, "-") == 0)
    return read_all(STDIN_FILENO, path, most, out, lang, err);
  if (lde_held_is_closed()) {
    fd = lde_held_find(path);
    if (fd >= 0)
      return read_all(fd, path, most, out, lang, err);
    errno = ENOENT;
  } else {
    fd = lde_file_is_allowed(path) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
  }
  if (fd < 0)
    return lde_fail(err, LDE_ERROR_INPUT, LDE_TR(lang, "cannot open %s: %s", "kan %s niet openen: %s"),
                    path, lde_file_reason(errno, lang));
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(fd);
    return lde_fail(err, LDE_ERROR_INPUT,
                    LDE_TR(lang, "cannot read %s: it is not an ordinary file",
                           "kan %s niet lezen: het is geen gewoon bestand"),
                    path);
  }
  status = read_all(fd, path, most, out, lang, err);
  close(fd);
  return status;
}

static int write_all(int fd, const char *bytes, size_t len)
{
  while (len) {
    ssize_t put = write(fd, bytes, len);
    if (put < 0 && errno == EINTR)
      continue;
    if (put < 0)
      return -1;
    bytes += put;
    len -= (size_t)put;
  }
  return 0;
}

static lde_status fail_to_write(const char *path, int number, lde_language lang, lde_error *err)
{
  return lde_fail(err, LDE_ERROR_INPUT, LDE_TR(lang, "cannot write %s: %s", "kan %s niet schrijven: %s"),
                  path,
                  number == ENOENT ? LDE_TR(lang, "there is no such folder", "die map bestaat niet")
                                   : lde_file_reason(number, lang));
}

/* A device or pipe is no file to be replaced: it takes the bytes itself. */
static lde_status write_to_device(const char *path, const void *bytes, size_t len,
                                  lde_language lang, lde_error *err)
{
  int fd = open(path, O_WRONLY | O_CLOEXEC), failed = 0;

  if (fd < 0)
    return fail_to_write(path, errno, lang, err);
  if (write_all(fd, bytes, len) != 0)
    failed = errno;
  if (close(fd) != 0 && !failed)
    failed = errno;
  return failed ? fail_to_write(path, failed, lang, err) : LDE_OK;
}

lde_status lde_file_write(const char *path, const void *bytes, size_t len, lde_language lang,
                          lde_error *err)
{
  lde_buffer temporary = {0};
  lde_status status = LDE_OK;
  struct stat info;
  int fd, failed = 0;

  if (stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))
    return write_to_device(path, bytes, len, lang, err);
  lde_buffer_printf(&temporary, "%s.%ld.part", path, (long)getpid());
  fd = open(temporary.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) {
    status = fail_to_write(path, errno, lang, err);
    goto done;
  }
  if (write_all(fd, bytes, len) != 0 || fsync(fd) != 0)
    failed = errno;
  if (close(fd) != 0 && !failed)
    failed = errno;
  if (!failed && rename(temporary.data, path) != 0)
    failed = errno;
  if (failed) {
    unlink(temporary.data);
    status = fail_to_write(path, failed, lang, err);
  }
done:
  lde_buffer_free(&temporary);
  return status;
}

struct dirent *lde_folder_next(DIR *folder, int *failed)
{
  struct dirent *entry;

  errno = 0;
  entry = readdir(folder);
  if (!entry && errno)
    *failed = errno;
  return entry;
}

lde_status lde_folder_make(const char *path, lde_language lang, lde_error *err)
{
  char *copy = lde_strdup(path);
  lde_status status = LDE_OK;

  for (char *at = copy + 1; status == LDE_OK; at++) {
    bool end = *at == '\0';
    if (!end && *at != '/')
      continue;
    *at = '\0';
    if (mkdir(copy, 0777) != 0 && errno != EEXIST)
      status = fail_to_write(path, errno, lang, err);
    if (end)
      break;
    *at = '/';
  }
  lde_free(copy);
  return status;
}

static crypto_hash_sha256_state *sha256(lde_digest *digest)
{
  static_assert(sizeof(crypto_hash_sha256_state) <= sizeof digest->state, "digest state fits");
  return (crypto_hash_sha256_state *)(void *)&digest->state;
}

void lde_digest_init(lde_digest *digest)
{
  crypto_hash_sha256_init(sha256(digest));
}

void lde_digest_add(lde_digest *digest, const void *bytes, size_t len)
{
  crypto_hash_sha256_update(sha256(digest), bytes, len);
}

char *lde_digest_finish(lde_digest *digest, char *text)
{
  unsigned char hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256_final(sha256(digest), hash);
  for (size_t i = 0; i < sizeof hash; i++)
    snprintf(text + 2 * i, 3, "%02x", hash[i]);
  return text;
}
