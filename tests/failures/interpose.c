/* Loaded before the program (LD_PRELOAD): lets one call of the system or of an allocator fail.
 *
 *   LDE_FAIL_COUNTER  file of 8 bytes that all processes of the program count in together
 *   LDE_FAIL_CALL     which calls count: memory, read, write, change (write, fsync, rename, unlink,
 *                     truncate, mkdir), fork, pipe, poll, wait, send, receive, open, thread
 *   LDE_FAIL_BY       of memory: only what an object whose name holds this asks for
 *   LDE_FAIL_AT       the number of the call that fails; 0 only counts
 *   LDE_FAIL_HOW      errno as a number; kill: the process is killed before the call; torn: a write is
 *                     done by half, then the process is killed; halves: every read and write moves half
 *                     of what it could; again: every second one is interrupted first */
#include <dlfcn.h>
#include <stdarg.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind { MEMORY, READ, WRITE, SYNC, REMOVE, FORK, PIPE, POLL, WAIT, SEND, RECEIVE, OPEN, THREAD, KINDS };
static const char *const kind_names[] = {"memory", "read", "write", "sync", "remove", "fork", "pipe", "poll", "wait", "send",
                                         "receive", "open", "thread"};

static struct {
  bool ready, kills, torn, halves, again;
  bool counts[KINDS];
  long at;
  int number;
  _Atomic long *counter;
  struct {
    uintptr_t start, end;
  } callers[64];
  int caller_count;
  bool any_caller;
} self;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);

/* The parts of memory that hold the code of objects named so. */
static void find_callers(const char *name)
{
  FILE *maps = fopen("/proc/self/maps", "r");
  char line[512];
  unsigned long start, end;

  while (maps && fgets(line, sizeof line, maps) && self.caller_count < 64)
    if (strstr(line, name) && strstr(line, "r-xp") && sscanf(line, "%lx-%lx", &start, &end) == 2) {
      self.callers[self.caller_count].start = start;
      self.callers[self.caller_count++].end = end;
    }
  if (maps)
    fclose(maps);
}

__attribute__((constructor)) static void begin(void)
{
  const char *file = getenv("LDE_FAIL_COUNTER"), *call = getenv("LDE_FAIL_CALL"), *by = getenv("LDE_FAIL_BY");
  const char *at = getenv("LDE_FAIL_AT"), *how = getenv("LDE_FAIL_HOW");
  int fd = file ? open(file, O_RDWR | O_CLOEXEC) : -1;

  if (fd < 0 || !call)
    return;
  self.counter = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (self.counter == MAP_FAILED)
    return;
  for (int i = 0; i < KINDS; i++)
    self.counts[i] = strcmp(call, kind_names[i]) == 0 || (strcmp(call, "change") == 0 && (i == WRITE || i == SYNC || i == REMOVE)) ||
                     (strcmp(call, "move") == 0 && (i == WRITE || i == READ));
  self.any_caller = !by || !*by;
  if (!self.any_caller)
    find_callers(by);
  self.at = at ? atol(at) : 0;
  how = how ? how : "5";
  self.kills = strcmp(how, "kill") == 0;
  self.torn = strcmp(how, "torn") == 0;
  self.halves = strcmp(how, "halves") == 0;
  self.again = strcmp(how, "again") == 0;
  self.number = atoi(how);
  self.ready = true;
}

static long count(enum kind kind)
{
  return self.ready && self.counts[kind] ? ++*self.counter : -1;
}

/* Whether this call fails; with errno set. */
static bool fails(enum kind kind)
{
  long number = count(kind);

  if (number < 0 || self.halves || self.again || self.torn || number != self.at)
    return false;
  if (self.kills)
    kill(getpid(), SIGKILL);
  errno = self.number;
  return true;
}

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name)
{
  return dlsym(RTLD_NEXT, name);
}

/* ---- memory ---- */

static bool is_caller(const void *address)
{
  uintptr_t at = (uintptr_t)address;

  if (self.any_caller)
    return true;
  for (int i = 0; i < self.caller_count; i++)
    if (at >= self.callers[i].start && at < self.callers[i].end)
      return true;
  return false;
}

static bool memory_fails(const void *caller)
{
  return self.ready && self.counts[MEMORY] && is_caller(caller) && fails(MEMORY);
}

void *malloc(size_t size)
{
  return memory_fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
  return memory_fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
  return memory_fails(__builtin_return_address(0)) ? NULL : __libc_realloc(block, size);
}

/* ---- reading and writing ---- */

/* How many bytes are moved; -1 = none, with errno set. */
static ssize_t moves(enum kind kind, size_t wanted)
{
  static _Atomic unsigned turn;
  long number;

  if (!self.halves && !self.again)
    return fails(kind) ? -1 : (ssize_t)wanted;
  number = count(kind);
  if (number < 0 || wanted == 0)
    return (ssize_t)wanted;
  if (self.halves)
    return (ssize_t)(wanted + 1) / 2;
  if (turn++ % 2 == 0) {
    errno = EINTR;
    return -1;
  }
  return (ssize_t)wanted;
}

ssize_t read(int fd, void *bytes, size_t len)
{
  ssize_t most = moves(READ, len);
  return most < 0 ? -1 : REAL(read)(fd, bytes, (size_t)most);
}

ssize_t pread64(int fd, void *bytes, size_t len, off64_t at)
{
  ssize_t most = moves(READ, len);
  return most < 0 ? -1 : REAL(pread64)(fd, bytes, (size_t)most, at);
}

ssize_t pread(int fd, void *bytes, size_t len, off_t at)
{
  return pread64(fd, bytes, len, at);
}

static bool is_torn(enum kind kind)
{
  return self.torn && count(kind) == self.at;
}

ssize_t write(int fd, const void *bytes, size_t len)
{
  ssize_t most;
  if (is_torn(WRITE)) {
    REAL(write)(fd, bytes, len / 2);
    kill(getpid(), SIGKILL);
  }
  most = self.torn ? (ssize_t)len : moves(WRITE, len);
  return most < 0 ? -1 : REAL(write)(fd, bytes, (size_t)most);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
  ssize_t most;
  if (is_torn(WRITE)) {
    REAL(pwrite64)(fd, bytes, len / 2, at);
    kill(getpid(), SIGKILL);
  }
  most = self.torn ? (ssize_t)len : moves(WRITE, len);
  return most < 0 ? -1 : REAL(pwrite64)(fd, bytes, (size_t)most, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
  return pwrite64(fd, bytes, len, at);
}

/* What ferror looks at in the C library of GNU. */
static size_t mark(FILE *file)
{
  file->_flags |= 0x20;
  return 0;
}

size_t fread(void *bytes, size_t size, size_t count, FILE *file)
{
  return !self.halves && !self.again && fails(READ) ? mark(file) : REAL(fread)(bytes, size, count, file);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file)
{
  return !self.halves && !self.again && !self.torn && fails(WRITE) ? mark(file)
                                                                   : REAL(fwrite)(bytes, size, count, file);
}

ssize_t send(int fd, const void *bytes, size_t len, int flags)
{
  return fails(SEND) ? -1 : REAL(send)(fd, bytes, len, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
  return fails(SEND) ? -1 : REAL(sendmsg)(fd, message, flags);
}

ssize_t recv(int fd, void *bytes, size_t len, int flags)
{
  return fails(RECEIVE) ? -1 : REAL(recv)(fd, bytes, len, flags);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
  return fails(RECEIVE) ? -1 : REAL(recvmsg)(fd, message, flags);
}

/* ---- files ---- */

int fsync(int fd)
{
  return fails(SYNC) ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
  return fails(SYNC) ? -1 : REAL(fdatasync)(fd);
}

int rename(const char *from, const char *to)
{
  return fails(SYNC) ? -1 : REAL(rename)(from, to);
}

int unlink(const char *path)
{
  return fails(REMOVE) ? -1 : REAL(unlink)(path);
}

int ftruncate64(int fd, off64_t len)
{
  return fails(SYNC) ? -1 : REAL(ftruncate64)(fd, len);
}

int mkdir(const char *path, mode_t mode)
{
  return fails(SYNC) ? -1 : REAL(mkdir)(path, mode);
}

int open(const char *path, int flags, ...)
{
  va_list more;
  mode_t mode;
  va_start(more, flags);
  mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
  va_end(more);
  return fails(OPEN) ? -1 : REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
  va_list more;
  mode_t mode;
  va_start(more, flags);
  mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
  va_end(more);
  return fails(OPEN) ? -1 : REAL(open64)(path, flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
  return fails(OPEN) ? NULL : REAL(fopen)(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
  return fails(OPEN) ? NULL : REAL(fopen64)(path, mode);
}

/* ---- processes ---- */

pid_t fork(void)
{
  return fails(FORK) ? -1 : REAL(fork)();
}

int pipe2(int ends[2], int flags)
{
  return fails(PIPE) ? -1 : REAL(pipe2)(ends, flags);
}

int socketpair(int domain, int type, int protocol, int ends[2])
{
  return fails(PIPE) ? -1 : REAL(socketpair)(domain, type, protocol, ends);
}

int poll(struct pollfd *files, nfds_t count, int timeout)
{
  return fails(POLL) ? -1 : REAL(poll)(files, count, timeout);
}

pid_t waitpid(pid_t process, int *status, int options)
{
  return fails(WAIT) ? -1 : REAL(waitpid)(process, status, options);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *ctx)
{
  if (fails(THREAD))
    return errno;
  return REAL(pthread_create)(thread, attributes, run, ctx);
}
