#include "base/held.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static struct {
  LDE_VEC(struct held {
    char *path;
    int fd;
  })
  files;
  LDE_VEC(char *) folders; /* of the fence, without links */
  bool closed, fenced;
} held;

bool lde_held_is_closed(void)
{
  return held.closed;
}

bool lde_held_is_fenced(void)
{
  return held.fenced;
}

void lde_held_fence(const char *const *folders, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    char *real = realpath(folders[i], NULL);
    if (real)
      lde_vec_push(&held.folders, real);
  }
  held.fenced = true;
}

bool lde_file_is_allowed(const char *path)
{
  char *real = held.fenced ? realpath(path, NULL) : NULL;
  /* What is not there cannot be opened either; where nobody can say where it leads, it may lead outside. */
  bool allowed = !held.fenced || (!real && (errno == ENOENT || errno == ENOTDIR));

  for (size_t i = 0; real && !allowed && i < held.folders.len; i++) {
    const char *folder = held.folders.data[i];
    size_t len = strlen(folder);
    allowed = strncmp(real, folder, len) == 0 && (real[len] == '/' || real[len] == '\0' || len == 1);
  }
  free(real);
  if (!allowed)
    errno = EACCES;
  return allowed;
}

void lde_held_close_door(void)
{
  held.closed = true;
}

int lde_held_find(const char *path)
{
  for (size_t i = 0; i < held.files.len; i++)
    if (strcmp(held.files.data[i].path, path) == 0)
      return held.files.data[i].fd;
  return -1;
}

void lde_held_add(const char *path)
{
  struct held file = {.fd = -1};
  struct stat info;

  if (held.closed || lde_held_find(path) >= 0)
    return;
  file.fd = !lde_file_is_allowed(path) ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file.fd < 0)
    return;
  if (fstat(file.fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(file.fd);
    return;
  }
  file.path = lde_strdup(path);
  lde_vec_push(&held.files, file);
}

bool lde_file_is_regular(const char *path)
{
  struct stat info;

  if (held.closed)
    return lde_held_find(path) >= 0;
  return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* A stream over a descriptor that several may share: it keeps its own position. */
typedef struct view {
  int fd;
  off64_t at;
} view;

static ssize_t read_view(void *cookie, char *bytes, size_t size)
{
  view *view = cookie;
  ssize_t got = pread(view->fd, bytes, size, view->at);

  if (got > 0)
    view->at += got;
  return got;
}

static int seek_view(void *cookie, off64_t *offset, int whence)
{
  view *view = cookie;
  struct stat info;
  off64_t base = whence == SEEK_CUR ? view->at : 0;

  if (whence == SEEK_END) {
    if (fstat(view->fd, &info) != 0)
      return -1;
    base = info.st_size;
  }
  if (base + *offset < 0)
    return -1;
  *offset = view->at = base + *offset;
  return 0;
}

static int close_view(void *cookie)
{
  lde_free(cookie);
  return 0;
}

FILE *lde_file_stream(const char *path)
{
  static const cookie_io_functions_t functions = {
      .read = read_view, .seek = seek_view, .close = close_view};
  view *made;
  FILE *file;
  int fd;

  if (!held.closed)
    return lde_file_is_allowed(path) ? fopen(path, "rb") : NULL;
  fd = lde_held_find(path);
  if (fd < 0)
    return NULL;
  made = lde_alloc(1, sizeof *made);
  made->fd = fd;
  file = fopencookie(made, "rb", functions);
  if (!file)
    lde_free(made);
  return file;
}
