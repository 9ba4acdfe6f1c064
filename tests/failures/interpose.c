/* Loaded before the program (LD_PRELOAD): lets one call of the system or of an allocator fail, as serve.c is told:
 *
 *   KIND   which calls count: a name of kind_names; change = write, flush, sync and remove; move = read and write
 *   BY     of memory: only what an object whose name holds this asks for
 *   HOW    errno as a number; kill: the process is killed before the call; torn: a write is done by half, then the
 *          process is killed; halves: every read and write moves half of what it could; again: every second one
 *          is interrupted first; onwards: from this allocation on nobody gets memory; sweep: every allocation
 *          from AT on fails, each in a copy of the process (sweep.c)
 *   AT     the number of the call that fails; 0 only counts
 *   TRACE  1: note who made each call */
#include "interpose.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unwind.h>

#define EXPORT __attribute__((visibility("default")))

static const char *const kind_names[KINDS] = {"memory", "read", "write", "flush", "sync", "remove", "fork", "pipe", "poll", "wait",
                                              "send", "receive", "open", "close", "look", "folder", "lock", "jail", "thread"};

struct failure failure_now;

/* The parts of memory that hold the code of objects named so. */
static void find_callers(const char *name)
{
  FILE *maps = fopen("/proc/self/maps", "r");
  char line[512];
  unsigned long start, end;

  while (maps && fgets(line, sizeof line, maps) && failure_now.caller_count < 64)
    if (strstr(line, name) && strstr(line, "r-xp") && sscanf(line, "%lx-%lx", &start, &end) == 2) {
      failure_now.callers[failure_now.caller_count].start = start;
      failure_now.callers[failure_now.caller_count++].end = end;
    }
  if (maps)
    fclose(maps);
}

static bool is_among(enum kind kind, const char *name)
{
  if (strcmp(name, "change") == 0)
    return kind == WRITE || kind == FLUSH || kind == SYNC || kind == REMOVE;
  if (strcmp(name, "move") == 0)
    return kind == WRITE || kind == READ;
  return strcmp(name, kind_names[kind]) == 0;
}

static _Unwind_Reason_Code take_frame(struct _Unwind_Context *context, void *ctx)
{
  struct {
    uint64_t hash;
    int depth;
  } *seen = ctx;
  if (++seen->depth > 3) /* without those of this library */
    seen->hash = (seen->hash ^ (uint64_t)_Unwind_GetIP(context)) * UINT64_C(0x100000001b3);
  return seen->depth < 16 ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static uint64_t trace(void)
{
  struct {
    uint64_t hash;
    int depth;
  } seen = {UINT64_C(0xcbf29ce484222325), 0};
  _Unwind_Backtrace(take_frame, &seen);
  return seen.hash;
}

bool failure_set(const char *text)
{
  char kind[32], by[64], how[32];
  int traces;

  if (sscanf(text, "%31s %63s %31s %ld %d", kind, by, how, &failure_now.at, &traces) != 5)
    return false;
  for (int i = 0; i < KINDS; i++)
    failure_now.counts[i] = is_among((enum kind)i, kind);
  failure_now.any_caller = strcmp(by, "-") == 0;
  if (!failure_now.any_caller)
    find_callers(by);
  failure_now.kills = strcmp(how, "kill") == 0;
  failure_now.torn = strcmp(how, "torn") == 0;
  failure_now.halves = strcmp(how, "halves") == 0;
  failure_now.again = strcmp(how, "again") == 0;
  failure_now.onwards = strcmp(how, "onwards") == 0;
  failure_now.number = failure_now.onwards ? ENOMEM : atoi(how);
  failure_now.sweeps = strcmp(how, "sweep") == 0;
  failure_now.program = getpid();
  failure_now.traces = traces;
  if (traces)
    trace(); /* what it needs once is asked for now */
  failure_now.ready = true;
  return true;
}

static long count(enum kind kind)
{
  static _Thread_local bool inside;
  long number;

  if (!failure_now.ready || !failure_now.counts[kind] || inside)
    return -1;
  number = ++failure_now.shared->calls;
  if (failure_now.traces && number < TRACE_MOST) {
    inside = true;
    failure_now.shared->trace[number] = trace();
    inside = false;
  }
  return number;
}

/* Whether this call fails; with errno set. */
static bool fails(enum kind kind)
{
  long number = count(kind);

  if (number < 0 || failure_now.halves || failure_now.again || failure_now.torn || number != failure_now.at)
    return false;
  failure_now.shared->failed++;
  if (failure_now.onwards)
    failure_now.shared->exhausted = true;
  if (failure_now.kills)
    kill(getpid(), SIGKILL);
  errno = failure_now.number;
  return true;
}

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name)
{
  return dlsym(RTLD_NEXT, name);
}

/* ---- memory ---- */

/* The allocator behind us: that of the sanitizer where there is one, which must see all blocks or none. */
static struct {
  void *(*malloc)(size_t), *(*calloc)(size_t, size_t), *(*realloc)(void *, size_t);
} next;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);

/* There when the sanitizer is. (To look for it by name asks for memory when it is not.) */
extern void __asan_init(void) __attribute__((weak));

static void find_allocator(void)
{
  bool sanitized = __asan_init != NULL;

  next.realloc = sanitized ? REAL(realloc) : __libc_realloc;
  next.calloc = sanitized ? REAL(calloc) : __libc_calloc;
  next.malloc = sanitized ? REAL(malloc) : __libc_malloc;
}

static bool is_caller(const void *address)
{
  uintptr_t at = (uintptr_t)address;

  if (failure_now.any_caller)
    return true;
  for (int i = 0; i < failure_now.caller_count; i++)
    if (at >= failure_now.callers[i].start && at < failure_now.callers[i].end)
      return true;
  return false;
}

static bool memory_fails(const void *caller)
{
  if (!next.malloc)
    find_allocator();
  if (!failure_now.ready || !failure_now.counts[MEMORY])
    return false;
  if (failure_now.shared->exhausted) {
    errno = ENOMEM;
    return true;
  }
  if (!is_caller(caller) || failure_now.doomed)
    return false;
  if (!failure_now.sweeps)
    return fails(MEMORY);
  return sweep_call(++failure_now.shared->calls);
}

EXPORT void *malloc(size_t size)
{
  return memory_fails(__builtin_return_address(0)) ? NULL : next.malloc(size);
}

EXPORT void *calloc(size_t count, size_t size)
{
  return memory_fails(__builtin_return_address(0)) ? NULL : next.calloc(count, size);
}

EXPORT void *realloc(void *block, size_t size)
{
  return memory_fails(__builtin_return_address(0)) ? NULL : next.realloc(block, size);
}

/* ---- reading and writing ---- */

/* How many bytes are moved; -1 = none, with errno set. */
static ssize_t moves(enum kind kind, size_t wanted)
{
  static _Atomic unsigned turn;
  long number;

  if (!failure_now.halves && !failure_now.again)
    return fails(kind) ? -1 : (ssize_t)wanted;
  number = count(kind);
  if (number < 0 || wanted == 0)
    return (ssize_t)wanted;
  failure_now.shared->failed++;
  if (failure_now.halves)
    return (ssize_t)(wanted + 1) / 2;
  if (turn++ % 2 == 0) {
    errno = EINTR;
    return -1;
  }
  return (ssize_t)wanted;
}

EXPORT ssize_t read(int fd, void *bytes, size_t len)
{
  ssize_t most = moves(READ, len);
  return most < 0 ? -1 : REAL(read)(fd, bytes, (size_t)most);
}

EXPORT ssize_t pread64(int fd, void *bytes, size_t len, off64_t at)
{
  ssize_t most = moves(READ, len);
  return most < 0 ? -1 : REAL(pread64)(fd, bytes, (size_t)most, at);
}

EXPORT ssize_t pread(int fd, void *bytes, size_t len, off_t at)
{
  return pread64(fd, bytes, len, at);
}

/* Whether this is the write that is done by half before the process is killed. */
static bool is_torn(enum kind kind)
{
  if (!failure_now.torn || count(kind) != failure_now.at)
    return false;
  failure_now.shared->failed++;
  return true;
}

/* What is said of the failure is no mark: that is looked at. */
static void sweep_mark_write(int fd)
{
  if (fd != STDERR_FILENO)
    sweep_mark();
}

EXPORT ssize_t write(int fd, const void *bytes, size_t len)
{
  ssize_t most;
  sweep_mark_write(fd);
  if (is_torn(WRITE)) {
    REAL(write)(fd, bytes, len / 2);
    kill(getpid(), SIGKILL);
  }
  most = failure_now.torn ? (ssize_t)len : moves(WRITE, len);
  return most < 0 ? -1 : REAL(write)(fd, bytes, (size_t)most);
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
  ssize_t most;
  sweep_mark_write(fd);
  if (is_torn(WRITE)) {
    REAL(pwrite64)(fd, bytes, len / 2, at);
    kill(getpid(), SIGKILL);
  }
  most = failure_now.torn ? (ssize_t)len : moves(WRITE, len);
  return most < 0 ? -1 : REAL(pwrite64)(fd, bytes, (size_t)most, at);
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
  return pwrite64(fd, bytes, len, at);
}

/* What ferror looks at in the C library of GNU. */
static size_t mark(FILE *file)
{
  file->_flags |= 0x20;
  return 0;
}

static bool moves_by_halves(void)
{
  return failure_now.halves || failure_now.again;
}

EXPORT size_t fread(void *bytes, size_t size, size_t count, FILE *file)
{
  return !moves_by_halves() && fails(READ) ? mark(file) : REAL(fread)(bytes, size, count, file);
}

EXPORT size_t __fread_chk(void *bytes, size_t room, size_t size, size_t count, FILE *file)
{
  (void)room;
  return fread(bytes, size, count, file);
}

EXPORT size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file)
{
  return !moves_by_halves() && !failure_now.torn && fails(WRITE) ? mark(file) : REAL(fwrite)(bytes, size, count, file);
}

EXPORT int fputs(const char *text, FILE *file)
{
  if (!moves_by_halves() && !failure_now.torn && fails(WRITE)) {
    mark(file);
    return EOF;
  }
  return REAL(fputs)(text, file);
}

EXPORT int fflush(FILE *file)
{
  if (fails(FLUSH)) {
    if (file)
      mark(file);
    return EOF;
  }
  return REAL(fflush)(file);
}

EXPORT int fclose(FILE *file)
{
  bool failed = fails(FLUSH);
  int number = errno, closed = REAL(fclose)(file);

  if (failed)
    errno = number;
  return failed ? EOF : closed;
}

EXPORT ssize_t send(int fd, const void *bytes, size_t len, int flags)
{
  sweep_talk();
  return fails(SEND) ? -1 : REAL(send)(fd, bytes, len, flags);
}

EXPORT ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
  sweep_talk();
  return fails(SEND) ? -1 : REAL(sendmsg)(fd, message, flags);
}

EXPORT ssize_t recv(int fd, void *bytes, size_t len, int flags)
{
  return fails(RECEIVE) ? -1 : REAL(recv)(fd, bytes, len, flags);
}

EXPORT ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
  return fails(RECEIVE) ? -1 : REAL(recvmsg)(fd, message, flags);
}

/* ---- files ---- */

EXPORT int fsync(int fd)
{
  sweep_mark();
  return fails(SYNC) ? -1 : REAL(fsync)(fd);
}

EXPORT int fdatasync(int fd)
{
  sweep_mark();
  return fails(SYNC) ? -1 : REAL(fdatasync)(fd);
}

EXPORT int rename(const char *from, const char *to)
{
  sweep_mark();
  return fails(SYNC) ? -1 : REAL(rename)(from, to);
}

EXPORT int unlink(const char *path)
{
  sweep_mark();
  return fails(REMOVE) ? -1 : REAL(unlink)(path);
}

EXPORT int rmdir(const char *path)
{
  sweep_mark();
  return fails(REMOVE) ? -1 : REAL(rmdir)(path);
}

EXPORT int ftruncate64(int fd, off64_t len)
{
  sweep_mark();
  return fails(SYNC) ? -1 : REAL(ftruncate64)(fd, len);
}

EXPORT int mkdir(const char *path, mode_t mode)
{
  sweep_mark();
  return fails(SYNC) ? -1 : REAL(mkdir)(path, mode);
}

EXPORT int open(const char *path, int flags, ...)
{
  va_list more;
  mode_t mode;
  va_start(more, flags);
  mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
  va_end(more);
  if (flags & (O_WRONLY | O_RDWR | O_CREAT))
    sweep_mark();
  return fails(OPEN) ? -1 : REAL(open)(path, flags, mode);
}

EXPORT int open64(const char *path, int flags, ...)
{
  va_list more;
  mode_t mode;
  va_start(more, flags);
  mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
  va_end(more);
  if (flags & (O_WRONLY | O_RDWR | O_CREAT))
    sweep_mark();
  return fails(OPEN) ? -1 : REAL(open64)(path, flags, mode);
}

EXPORT FILE *fopen(const char *path, const char *mode)
{
  if (*mode != 'r')
    sweep_mark();
  return fails(OPEN) ? NULL : REAL(fopen)(path, mode);
}

EXPORT FILE *fopen64(const char *path, const char *mode)
{
  if (*mode != 'r')
    sweep_mark();
  return fails(OPEN) ? NULL : REAL(fopen64)(path, mode);
}

EXPORT int mkstemp(char *path)
{
  sweep_mark();
  return fails(OPEN) ? -1 : REAL(mkstemp)(path);
}

/* It is closed all the same, as of the system's. */
EXPORT int close(int fd)
{
  bool failed = fails(CLOSE);
  int number = errno, closed = REAL(close)(fd);

  if (failed)
    errno = number;
  return failed ? -1 : closed;
}

#define LOOK_BY_PATH(name, type)                                   \
  EXPORT int name(const char *path, struct type *info)             \
  {                                                                \
    return fails(LOOK) ? -1 : REAL(name)(path, info);              \
  }
#define LOOK_BY_FD(name, type)                                     \
  EXPORT int name(int fd, struct type *info)                       \
  {                                                                \
    return fails(LOOK) ? -1 : REAL(name)(fd, info);                \
  }
LOOK_BY_PATH(stat, stat)
LOOK_BY_PATH(lstat, stat)
LOOK_BY_PATH(stat64, stat64)
LOOK_BY_PATH(lstat64, stat64)
LOOK_BY_FD(fstat, stat)
LOOK_BY_FD(fstat64, stat64)

EXPORT int access(const char *path, int mode)
{
  return fails(LOOK) ? -1 : REAL(access)(path, mode);
}

EXPORT DIR *opendir(const char *path)
{
  return fails(FOLDER) ? NULL : REAL(opendir)(path);
}

EXPORT struct dirent *readdir(DIR *folder)
{
  return fails(FOLDER) ? NULL : REAL(readdir)(folder);
}

EXPORT char *getcwd(char *path, size_t size)
{
  return fails(FOLDER) ? NULL : REAL(getcwd)(path, size);
}

EXPORT char *realpath(const char *path, char *out)
{
  return fails(FOLDER) ? NULL : REAL(realpath)(path, out);
}

EXPORT char *__realpath_chk(const char *path, char *out, size_t room)
{
  (void)room;
  return realpath(path, out);
}

EXPORT int fcntl(int fd, int command, ...)
{
  va_list more;
  void *argument;
  va_start(more, command);
  argument = va_arg(more, void *);
  va_end(more);
  return fails(LOCK) ? -1 : REAL(fcntl)(fd, command, argument);
}

EXPORT int fcntl64(int fd, int command, ...)
{
  va_list more;
  void *argument;
  va_start(more, command);
  argument = va_arg(more, void *);
  va_end(more);
  return fails(LOCK) ? -1 : REAL(fcntl64)(fd, command, argument);
}

/* ---- processes ---- */

EXPORT pid_t fork(void)
{
  sweep_talk();
  return fails(FORK) ? -1 : REAL(fork)();
}

EXPORT int pipe2(int ends[2], int flags)
{
  return fails(PIPE) ? -1 : REAL(pipe2)(ends, flags);
}

EXPORT int dup2(int from, int to)
{
  return fails(PIPE) ? -1 : REAL(dup2)(from, to);
}

EXPORT int socketpair(int domain, int type, int protocol, int ends[2])
{
  return fails(PIPE) ? -1 : REAL(socketpair)(domain, type, protocol, ends);
}

EXPORT int poll(struct pollfd *files, nfds_t count, int timeout)
{
  return fails(POLL) ? -1 : REAL(poll)(files, count, timeout);
}

EXPORT int __poll_chk(struct pollfd *files, nfds_t count, int timeout, size_t room)
{
  (void)room;
  return poll(files, count, timeout);
}

EXPORT pid_t waitpid(pid_t process, int *status, int options)
{
  return fails(WAIT) ? -1 : REAL(waitpid)(process, status, options);
}

EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *ctx)
{
  if (fails(THREAD))
    return errno;
  return REAL(pthread_create)(thread, attributes, run, ctx);
}

/* ---- what locks a worker in ---- */

EXPORT int prctl(int option, ...)
{
  unsigned long more[4];
  va_list list;
  va_start(list, option);
  for (int i = 0; i < 4; i++)
    more[i] = va_arg(list, unsigned long);
  va_end(list);
  return fails(JAIL) ? -1 : REAL(prctl)(option, more[0], more[1], more[2], more[3]);
}

EXPORT long syscall(long number, ...)
{
  long more[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++)
    more[i] = va_arg(list, long);
  va_end(list);
  return fails(JAIL) ? -1 : REAL(syscall)(number, more[0], more[1], more[2], more[3], more[4], more[5]);
}

EXPORT int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
  return fails(JAIL) ? -1 : REAL(setrlimit)(resource, limit);
}
