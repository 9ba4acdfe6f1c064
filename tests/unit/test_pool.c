/* Workers: they answer, die, hang and flood, and the others do not notice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/held.h"
#include "base/io.h"
#include "worker/locks.h"
#include "worker/pool.h"

enum { WORKERS = 8 };

typedef struct seen {
  int kind[WORKERS], code[WORKERS];
  char text[WORKERS][64];
  int reports;
  int (*work)(size_t number, int fd);
  bool once_more; /* of what did not end by itself */
} seen;

static int work(void *ctx, size_t number, const char *note, int fd, unsigned held)
{
  (void)held;
  if (*note)
    return write(fd, note, strlen(note)) < 0;
  return ((seen *)ctx)->work(number, fd);
}

static double patience(void *ctx, size_t number, const unsigned char *bytes, size_t len)
{
  (void)ctx, (void)number, (void)bytes, (void)len;
  return 1.5;
}

static bool done(void *ctx, size_t number, const lde_pool_end *end, char *note)
{
  seen *seen = ctx;
  seen->kind[number] = (int)end->kind;
  seen->code[number] = end->code;
  snprintf(seen->text[number], sizeof seen->text[number], "%.*s", (int)end->len, (const char *)end->bytes);
  seen->reports++;
  if (!seen->once_more || end->kind == LDE_POOL_EXITED)
    return false;
  snprintf(note, LDE_POOL_NOTE, "again %zu", number);
  return true;
}

static void run(seen *seen, int (*fn)(size_t, int), size_t count, int jobs)
{
  lde_pool_options options = {.count = count, .jobs = jobs, .bytes_most = 1000, .work = work,
                              .patience = patience, .done = done, .ctx = seen};
  *seen = (struct seen){.work = fn};
  assert_int_equal(lde_pool_run(&options, LDE_ENGLISH, NULL), LDE_OK);
  assert_int_equal(seen->reports, count);
}

static int say(int fd, const char *text)
{
  return write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : 9;
}

static int different_ends(size_t number, int fd)
{
  char big[2000];

  say(fd, "began");
  switch (number) {
  case 1:
    return 7;
  case 2:
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return 0;
  case 3:
    for (;;)
      pause();
  case 4:
    memset(big, 'x', sizeof big);
    return write(fd, big, sizeof big) < 0;
  case 5:
    raise(SIGKILL);
    return 0;
  default:
    return 0;
  }
}

static void test_pool__each_end_is_told_and_the_others_go_on(void **state)
{
  seen seen;

  (void)state;
  for (int jobs = 1; jobs <= 3; jobs++) {
    run(&seen, different_ends, 7, jobs);
    assert_int_equal(seen.kind[0], LDE_POOL_EXITED);
    assert_string_equal(seen.text[0], "began");
    assert_int_equal(seen.kind[1], LDE_POOL_EXITED);
    assert_int_equal(seen.code[1], 7);
    assert_int_equal(seen.kind[2], LDE_POOL_SIGNALLED);
    assert_int_equal(seen.code[2], SIGSEGV);
    assert_int_equal(seen.kind[3], LDE_POOL_LATE);
    assert_int_equal(seen.kind[4], LDE_POOL_FLOODED);
    assert_int_equal(seen.kind[5], LDE_POOL_SIGNALLED);
    assert_int_equal(seen.code[5], SIGKILL);
    assert_int_equal(seen.kind[6], LDE_POOL_EXITED);
  }
}

static void test_pool__what_failed_is_started_once_more_with_a_note(void **state)
{
  seen seen = {.work = different_ends, .once_more = true};
  lde_pool_options options = {.count = 7, .jobs = 2, .bytes_most = 1000, .work = work,
                              .patience = patience, .done = done, .ctx = &seen};

  (void)state;
  assert_int_equal(lde_pool_run(&options, LDE_ENGLISH, NULL), LDE_OK);
  assert_int_equal(seen.reports, 7 + 4);
  assert_string_equal(seen.text[0], "began");
  assert_string_equal(seen.text[2], "again 2");
  assert_string_equal(seen.text[5], "again 5");
}

/* As on a machine that has little time for it: half a second of work in five seconds. The second never stops. */
static int slowly_or_never(size_t number, int fd)
{
  for (clock_t end = 0; number == 1 || end < CLOCKS_PER_SEC / 2;) {
    end = clock() + CLOCKS_PER_SEC / 100;
    while (clock() < end)
      ;
    if (number == 0)
      usleep(90000);
  }
  return say(fd, "done");
}

static void test_pool__a_busy_machine_makes_no_worker_late(void **state)
{
  seen seen;

  (void)state;
  run(&seen, slowly_or_never, 2, 2);
  assert_int_equal(seen.kind[0], LDE_POOL_EXITED);
  assert_string_equal(seen.text[0], "done");
  assert_int_equal(seen.kind[1], LDE_POOL_LATE);
}

static int count_descriptors(size_t number, int fd)
{
  char text[32];
  int open = 0;

  (void)number;
  for (int i = 0; i < 256; i++)
    open += lseek(i, 0, SEEK_CUR) >= 0 || write(i, "", 0) == 0;
  snprintf(text, sizeof text, "%d %s", open, getenv("PATH") ? "environment" : "empty");
  return say(fd, text);
}

static void test_pool__a_worker_has_its_pipe_and_nothing_else(void **state)
{
  seen seen;

  (void)state;
  run(&seen, count_descriptors, 1, 1);
  assert_string_equal(seen.text[0], "4 empty"); /* three times /dev/null, and the pipe */
}

static bool has(unsigned held, lde_lock lock)
{
  return held & LDE_LOCK_BIT(lock);
}

static char own_folder[64], other_folder[64];

static void lock_to_read(int *parent)
{
  const char *folders[] = {own_folder};
  lde_locks_options options = {.folders = folders, .folder_count = 1};

  (void)parent;
  lde_locks_read(&options);
}

static bool can_read(const char *folder, const char *name)
{
  char path[128];
  lde_buffer bytes = {0};
  bool read;

  snprintf(path, sizeof path, "%s/%s", folder, name);
  read = lde_file_read(path, 0, &bytes, LDE_ENGLISH, NULL) == LDE_OK;
  lde_buffer_free(&bytes);
  return read;
}

static int read_two_folders(size_t number, int fd)
{
  char text[32];

  (void)number;
  lock_to_read(NULL);
  snprintf(text, sizeof text, "%d %d", can_read(own_folder, "a"), can_read(other_folder, "a"));
  return say(fd, text);
}

static int write_a_file(size_t number, int fd)
{
  char path[128];

  (void)number;
  lock_to_read(NULL);
  snprintf(path, sizeof path, "%s/new", own_folder);
  say(fd, fopen(path, "w") ? "wrote" : "refused");
  return 0;
}

static int open_a_socket(size_t number, int fd)
{
  (void)number;
  lock_to_read(NULL);
  say(fd, socket(AF_INET, SOCK_STREAM, 0) >= 0 ? "socket" : "refused");
  return 0;
}

static int read_behind_the_door(size_t number, int fd)
{
  const lde_locks_options options = {0};
  char path[128], first[8] = "";
  FILE *stream;
  bool again;

  lock_to_read(NULL);
  snprintf(path, sizeof path, "%s/a", own_folder);
  lde_held_add(path);
  lde_held_close_door();
  lde_locks_judge(&options);
  stream = lde_file_stream(path);
  again = can_read(own_folder, "a") && can_read(own_folder, "a") && !can_read(own_folder, "b");
  if (stream && fseek(stream, 1, SEEK_SET) == 0 && fgets(first, sizeof first, stream) && again)
    say(fd, first);
  if (stream)
    fclose(stream);
  if (number == 1 && fopen(path, "rb")) /* the door is not only a sign: this kills */
    say(fd, "a file was opened");
  return 0;
}

static int use_memory(size_t number, int fd)
{
  const lde_locks_options options = {.memory = (uint64_t)64 << 20};
  char *block;

  (void)number;
  lock_to_read(NULL);
  lde_locks_judge(&options);
  block = malloc((size_t)256 << 20);
  say(fd, block ? "got it" : "refused");
  return 0;
}

static void write_sample(const char *folder, const char *name)
{
  char path[128];
  FILE *file;

  snprintf(path, sizeof path, "%s/%s", folder, name);
  file = fopen(path, "w");
  assert_non_null(file);
  fputs("text\n", file);
  fclose(file);
}

static int make_folders(void **state)
{
  (void)state;
  strcpy(own_folder, "/tmp/ldengine-own-XXXXXX");
  strcpy(other_folder, "/tmp/ldengine-other-XXXXXX");
  if (!mkdtemp(own_folder) || !mkdtemp(other_folder))
    return -1;
  write_sample(own_folder, "a");
  write_sample(own_folder, "b");
  write_sample(other_folder, "a");
  return 0;
}

static int remove_folders(void **state)
{
  char command[256];

  (void)state;
  snprintf(command, sizeof command, "rm -r %s %s", own_folder, other_folder);
  return system(command);
}

/* Which locks can be had here at all; what needs another one is skipped with a word. */
static bool can_have(lde_lock lock)
{
  int held = lde_locks_probe();

  if (held >= 0 && has((unsigned)held, lock))
    return true;
  printf("skipped: no lock '%s' on this machine\n", lde_lock_name(lock));
  return false;
}

static void test_locks__reading_is_fenced(void **state)
{
  seen seen;

  (void)state;
  if (can_have(LDE_LOCK_FILES)) {
    run(&seen, read_two_folders, 1, 1);
    assert_string_equal(seen.text[0], "1 0");
  }
}

static void test_locks__nothing_is_written_and_no_network_reached(void **state)
{
  seen seen;

  (void)state;
  if (!can_have(LDE_LOCK_CALLS))
    return;
  run(&seen, write_a_file, 1, 1);
  assert_int_equal(seen.kind[0], LDE_POOL_SIGNALLED);
  assert_int_equal(seen.code[0], SIGSYS);
  run(&seen, open_a_socket, 1, 1);
  assert_int_equal(seen.kind[0], LDE_POOL_SIGNALLED);
  assert_int_equal(seen.code[0], SIGSYS);
}

static void test_locks__held_files_stay_and_others_are_gone(void **state)
{
  seen seen;

  (void)state;
  if (!can_have(LDE_LOCK_CALLS))
    return;
  run(&seen, read_behind_the_door, 2, 2);
  assert_string_equal(seen.text[0], "ext\n");
  assert_int_equal(seen.kind[0], LDE_POOL_EXITED);
}

static void test_locks__memory_is_bounded(void **state)
{
  seen seen;

  (void)state;
#ifndef __SANITIZE_ADDRESS__
  if (can_have(LDE_LOCK_RESOURCES)) {
    run(&seen, use_memory, 1, 1);
    assert_string_equal(seen.text[0], "refused");
  }
#else
  (void)seen;
  (void)use_memory;
  printf("skipped: the bound on memory, which AddressSanitizer cannot live with\n");
#endif
}

static void test_locks__all_have_names(void **state)
{
  (void)state;
  for (int lock = 0; lock < LDE_LOCK_COUNT; lock++)
    assert_true(strlen(lde_lock_name((lde_lock)lock)) > 3);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pool__each_end_is_told_and_the_others_go_on),
      cmocka_unit_test(test_pool__a_busy_machine_makes_no_worker_late),
      cmocka_unit_test(test_pool__what_failed_is_started_once_more_with_a_note),
      cmocka_unit_test(test_pool__a_worker_has_its_pipe_and_nothing_else),
      cmocka_unit_test_setup_teardown(test_locks__reading_is_fenced, make_folders, remove_folders),
      cmocka_unit_test_setup_teardown(test_locks__nothing_is_written_and_no_network_reached, make_folders,
                                      remove_folders),
      cmocka_unit_test_setup_teardown(test_locks__held_files_stay_and_others_are_gone, make_folders,
                                      remove_folders),
      cmocka_unit_test_setup_teardown(test_locks__memory_is_bounded, make_folders, remove_folders),
      cmocka_unit_test(test_locks__all_have_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
