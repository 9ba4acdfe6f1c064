/* The edges of the base: memory that runs out, arrays that grow, files that are held open. */
#include "in_child.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/held.h"
#include "base/memory.h"

/* ---- memory ---- */

static void ask_too_much(void *ctx)
{
  (void)ctx;
  lde_alloc((size_t)1 << 40, (size_t)1 << 15);
}

static void grow_too_much(void *ctx)
{
  (void)ctx;
  lde_realloc(lde_alloc(1, 1), (size_t)1 << 55, 1);
}

static void pass_the_range(void *ctx)
{
  (void)ctx;
  lde_realloc(NULL, SIZE_MAX / 2, 3);
}

static void without_errors(void *ctx)
{
  close(STDERR_FILENO);
  ask_too_much(ctx);
}

static void handle(size_t wanted)
{
  _exit(wanted == SIZE_MAX ? 8 : 9);
}

static void with_a_handler(void *ctx)
{
  lde_out_of_memory_handler(handle);
  pass_the_range(ctx);
}

static void with_the_default_again(void *ctx)
{
  lde_out_of_memory_handler(handle);
  lde_out_of_memory_handler(NULL);
  ask_too_much(ctx);
}

static void test_base_edges__memory_that_runs_out_ends_the_process(void **state)
{
  char said[4096];

  (void)state;
  assert_int_equal(in_child(ask_too_much, NULL, said, sizeof said), 70);
  assert_non_null(strstr(said, "ldengine: out of memory\n"));
  assert_int_equal(in_child(grow_too_much, NULL, said, sizeof said), 70);
  assert_int_equal(in_child(pass_the_range, NULL, said, sizeof said), 70);
  assert_int_equal(in_child(without_errors, NULL, said, sizeof said), 71);
  assert_int_equal(in_child(with_a_handler, NULL, said, sizeof said), 8);
  assert_int_equal(in_child(with_the_default_again, NULL, said, sizeof said), 70);
}

static void test_base_edges__capacities_double(void **state)
{
  LDE_VEC(int) numbers = {0};

  (void)state;
  assert_int_equal(lde_capacity(0, 1), 8);
  assert_int_equal(lde_capacity(0, 9), 16);
  assert_int_equal(lde_capacity(8, 9), 16);
  assert_int_equal(lde_capacity(8, 100), 128);
  for (int i = 0; i < 100; i++)
    lde_vec_push(&numbers, (int)numbers.len * 2);
  assert_true(numbers.len == 100 && numbers.cap == 128 && numbers.data[99] == 198);
  lde_vec_free(&numbers);
  assert_true(numbers.len == 0 && numbers.cap == 0 && !numbers.data);
}

static void test_base_edges__blocks_of_nothing(void **state)
{
  char *none = lde_alloc(0, 0);

  (void)state;
  assert_non_null(none);
  none = lde_realloc(none, 0, 8);
  assert_non_null(none);
  lde_free(none);
}

/* ---- files that are held open ---- */

static char folder[64];

static void write_text(const char *path, const char *text)
{
  FILE *file = fopen(path, "w");

  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

/* Behind the door, in a process of its own: the list cannot be taken back. */
static void behind_the_door(void *ctx)
{
  char path[128], other[128], text[16] = "";
  FILE *file;

  (void)ctx;
  snprintf(path, sizeof path, "%s/held", folder);
  snprintf(other, sizeof other, "%s/other", folder);
  lde_held_add(path);
  lde_held_add(path);
  lde_held_add(folder); /* no ordinary file */
  lde_held_add("/nonexistent/file");
  lde_held_close_door();
  lde_held_add(other); /* too late */
  if (!lde_held_is_closed() || lde_file_stream(other) || lde_file_stream(folder) || lde_file_is_regular(other) ||
      !lde_file_is_regular(path))
    _exit(1);
  file = lde_file_stream(path);
  if (!file || fread(text, 1, 5, file) != 5 || strcmp(text, "01234") != 0)
    _exit(2);
  if (fseek(file, 2, SEEK_CUR) != 0 || fgetc(file) != '7')
    _exit(3);
  if (fseek(file, -1, SEEK_END) != 0 || fgetc(file) != '9' || fgetc(file) != EOF)
    _exit(4);
  if (fseek(file, 0, SEEK_SET) != 0 || fgetc(file) != '0')
    _exit(5);
  if (fseek(file, -5, SEEK_SET) == 0)
    _exit(6);
  fclose(file);
  _exit(42);
}

static void behind_the_fence(void *ctx)
{
  const char *folders[] = {folder};
  char path[128];
  FILE *file;

  (void)ctx;
  lde_held_fence(folders, 1);
  snprintf(path, sizeof path, "%s/held", folder);
  if (!lde_held_is_fenced() || !lde_file_is_allowed(path) || lde_file_is_allowed("/etc/passwd") || lde_file_stream("/etc/passwd"))
    _exit(1);
  snprintf(path, sizeof path, "%s/../%s/held", folder, strrchr(folder, '/') + 1);
  if (!lde_file_is_allowed(path))
    _exit(2);
  snprintf(path, sizeof path, "%sx", folder); /* a neighbour whose name only begins like it */
  if (lde_file_is_allowed(path))
    _exit(3);
  snprintf(path, sizeof path, "%s/link", folder);
  if (lde_file_is_allowed(path) || (file = lde_file_stream(path)) != NULL)
    _exit(4);
  snprintf(path, sizeof path, "%s/none", folder); /* it is told as what it is: not there */
  if (!lde_file_is_allowed(path))
    _exit(5);
  snprintf(path, sizeof path, "%s/loop", folder); /* nobody can say where this leads */
  if (symlink("loop", path) != 0 || lde_file_is_allowed(path))
    _exit(6);
  _exit(42);
}

static void test_base_edges__files_held_open(void **state)
{
  char path[128], said[256];

  (void)state;
  strcpy(folder, "/tmp/ldengine-test-XXXXXX");
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/held", folder);
  write_text(path, "0123456789");
  snprintf(path, sizeof path, "%s/other", folder);
  write_text(path, "x");
  snprintf(path, sizeof path, "%s/link", folder);
  assert_int_equal(symlink("/etc/passwd", path), 0);
  snprintf(path, sizeof path, "%sx", folder);
  assert_int_equal(mkdir(path, 0700), 0);
  assert_int_equal(in_child(behind_the_door, NULL, said, sizeof said), 42);
  assert_int_equal(in_child(behind_the_fence, NULL, said, sizeof said), 42);
  assert_false(lde_held_is_closed());
  rmdir(path);
  snprintf(path, sizeof path, "rm -r %s", folder);
  assert_int_equal(system(path), 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_base_edges__memory_that_runs_out_ends_the_process),
      cmocka_unit_test(test_base_edges__capacities_double),
      cmocka_unit_test(test_base_edges__blocks_of_nothing),
      cmocka_unit_test(test_base_edges__files_held_open),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
