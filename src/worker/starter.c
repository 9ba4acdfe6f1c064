#include "worker/starter.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "script/deep_stack.h"
#include "worker/locks.h"

enum { PIPE_FD = 3 };

typedef struct request {
  enum { FORK, WAIT, KILL } what;
  size_t number; /* of the piece of work, or the process */
  char note[LDE_POOL_NOTE];
} request;

/* ---- the worker ---- */

typedef struct call {
  const lde_pool_options *options;
  const request *request;
  unsigned held;
} call;

static void run(void *ctx)
{
  call *call = ctx;
  _exit(call->options->work(call->options->ctx, call->request->number, call->request->note, PIPE_FD,
                            call->held));
}

/* Nothing of the terminal is left to it. */
static void take_streams_away(void)
{
  int null = open("/dev/null", O_RDWR);

  for (int fd = 0; fd < 3; fd++)
    if (null != fd)
      dup2(null, fd);
}

static void be_worker(const lde_pool_options *options, const request *request, int fd, int starter)
{
  static const int plain[] = {SIGTERM, SIGPIPE, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGABRT};
  call call = {options, request, 0};

  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    signal(plain[i], SIG_DFL); /* what the host does then is not for here */
  signal(SIGINT, SIG_IGN);     /* the caller hears it and ends us */
  if (dup2(fd, PIPE_FD) < 0)
    _exit(1);
  take_streams_away();
  call.held = lde_locks_start(starter, PIPE_FD + 1);
  lde_deep_stack_call(run, &call);
  _exit(1);
}

/* ---- the starter ---- */

static bool receive(int socket, request *request, int *fd)
{
  union {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int))];
  } control = {0};
  struct iovec part = {.iov_base = request, .iov_len = sizeof *request};
  struct msghdr message = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = control.bytes,
                           .msg_controllen = sizeof control.bytes};
  struct cmsghdr *head;
  ssize_t got;

  do
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  *fd = -1;
  head = CMSG_FIRSTHDR(&message);
  if (got > 0 && head && head->cmsg_type == SCM_RIGHTS)
    memcpy(fd, CMSG_DATA(head), sizeof *fd);
  return got == (ssize_t)sizeof *request;
}

static bool send_request(int socket, const request *request, int fd)
{
  union {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int))];
  } control = {0};
  struct iovec part = {.iov_base = (void *)(size_t)request, .iov_len = sizeof *request};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  ssize_t sent;

  if (fd >= 0) {
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    control.head = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
  }
  do
    sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t)sizeof *request;
}

static int fork_worker(const lde_pool_options *options, const request *request, int fd)
{
  int starter = (int)getpid(), failed;
  pid_t worker = fd < 0 ? -1 : fork();

  failed = errno;
  if (worker == 0)
    be_worker(options, request, fd, starter);
  if (fd >= 0)
    close(fd);
  return worker < 0 ? -failed : (int)worker;
}

/* It has closed its pipe: it is about to end, or is asked to no more politely than by SIGKILL. */
static int wait_for(pid_t worker, bool at_once)
{
  const struct timespec pause = {.tv_nsec = 2000000};
  int status = -1;
  pid_t got = 0;

  for (int i = 0; i < 250 && !at_once && got == 0; i++) {
    got = waitpid(worker, &status, WNOHANG);
    if (got == 0)
      nanosleep(&pause, NULL);
  }
  if (got > 0)
    return status;
  kill(worker, SIGKILL);
  do
    got = waitpid(worker, &status, 0);
  while (got < 0 && errno == EINTR);
  return got > 0 ? status : -1;
}

static void be_starter(const lde_pool_options *options, int socket, int parent)
{
  request request;
  int fd, answer;

  signal(SIGINT, SIG_IGN);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent)
    _exit(0);
  while (receive(socket, &request, &fd)) {
    answer = request.what == FORK ? fork_worker(options, &request, fd)
                                  : wait_for((pid_t)request.number, request.what == KILL);
    if (send(socket, &answer, sizeof answer, MSG_NOSIGNAL) != (ssize_t)sizeof answer)
      break;
  }
  _exit(0);
}

/* ---- its owner ---- */

bool lde_starter_open(lde_starter *starter, const lde_pool_options *options)
{
  int ends[2], parent = (int)getpid(), failed;
  pid_t process;

  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return false;
  process = fork();
  failed = errno;
  if (process == 0) {
    close(ends[0]);
    be_starter(options, ends[1], parent);
  }
  close(ends[1]);
  if (process < 0) {
    close(ends[0]);
    errno = failed;
    return false;
  }
  *starter = (lde_starter){(int)process, ends[0]};
  return true;
}

void lde_starter_close(lde_starter *starter)
{
  int status;

  close(starter->socket); /* it reads the end and leaves */
  while (waitpid(starter->process, &status, 0) < 0 && errno == EINTR)
    ;
}

static int ask(lde_starter *starter, const request *request, int fd, int otherwise)
{
  ssize_t got = -1;
  int answer;

  if (send_request(starter->socket, request, fd))
    do
      got = recv(starter->socket, &answer, sizeof answer, 0);
    while (got < 0 && errno == EINTR);
  return got == (ssize_t)sizeof answer ? answer : otherwise;
}

int lde_starter_fork(lde_starter *starter, size_t number, const char *note, int fd)
{
  request request = {.what = FORK, .number = number};
  int worker;

  snprintf(request.note, sizeof request.note, "%s", note);
  worker = ask(starter, &request, fd, -ECHILD);
  close(fd);
  return worker;
}

int lde_starter_wait(lde_starter *starter, int worker, bool kill)
{
  request request = {.what = kill ? KILL : WAIT, .number = (size_t)worker};
  return ask(starter, &request, -1, -1);
}
