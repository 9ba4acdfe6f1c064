/* run_script: runs Lua files over the model of script_fixture.h and checks what they state about
 * themselves.
 *
 *   run_script FILE...
 *
 * `-- expect: TEXT` behind a line (or on the lines after it) is a line that is printed, in the
 * order of the file. A line that ends in `-- expect error: TEXT` is run by itself after the rest,
 * in the same state, and must fail there with a message that contains TEXT. `-- language: nl` in
 * the first line runs in Dutch. One line for each difference; exit code 1 when there is one. */
#include <stdio.h>
#include <stdlib.h>

#include "../unit/script_fixture.h"
#include "script/script.h"

typedef LDE_VEC(char *) lines;

typedef struct file_test {
  const char *path;
  lines printed, expected;
  int failures;
} file_test;

static void take_line(void *ctx, const char *line, size_t len)
{
  file_test *test = ctx;
  char *copy = lde_alloc(len + 1, 1);

  memcpy(copy, line, len);
  lde_vec_push(&test->printed, copy);
}

static void read_file(const char *path, lde_buffer *out)
{
  FILE *file = fopen(path, "rb");
  char block[4096];
  size_t n;

  if (!file) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(2);
  }
  while ((n = fread(block, 1, sizeof block, file)) > 0)
    lde_buffer_append(out, block, n);
  fclose(file);
}

static void fail_file(file_test *test, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void fail_file(file_test *test, const char *format, ...)
{
  va_list args;

  printf("%s: ", test->path);
  va_start(args, format);
  vprintf(format, args);
  va_end(args);
  putchar('\n');
  test->failures++;
}

typedef struct wanted_error {
  int line;
  char *code, *text;
} wanted_error;
typedef LDE_VEC(wanted_error) wanted_errors;

/* Splits the source: expectations, the lines that must fail, and the rest with its line numbers. */
static void split(file_test *test, char *source, lde_buffer *rest, wanted_errors *errors)
{
  int number = 1;

  for (char *line = source, *next; line; line = next, number++) {
    char *error, *expect;
    next = strchr(line, '\n');
    if (next)
      *next++ = '\0';
    error = strstr(line, "-- expect error: ");
    expect = strstr(line, "-- expect: ");
    if (error) {
      wanted_error wanted = {number, line, error + strlen("-- expect error: ")};
      *error = '\0';
      lde_vec_push(errors, wanted);
    } else {
      if (expect)
        lde_vec_push(&test->expected, lde_strdup(expect + strlen("-- expect: ")));
      lde_buffer_puts(rest, line);
    }
    lde_buffer_putc(rest, '\n');
  }
}

static void check_error(file_test *test, lde_script *script, const wanted_error *wanted)
{
  lde_buffer code = {0};
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};

  lde_buffer_fill(&code, '\n', (size_t)wanted->line - 1);
  lde_buffer_puts(&code, wanted->code);
  if (lde_script_run(script, test->path, lde_buffer_text(&code), code.len, &failure) ==
      LDE_OUTCOME_OK) {
    fail_file(test, "line %d does not fail", wanted->line);
    lua_settop(lde_sandbox_state(lde_script_sandbox(script)), 0);
  } else if (!strstr(failure.message, wanted->text)) {
    fail_file(test, "line %d fails with: %s", wanted->line, failure.message);
  } else if (failure.line != wanted->line) {
    fail_file(test, "line %d fails as line %d of %s", wanted->line, failure.line, failure.file);
  }
  lde_buffer_free(&code);
}

static void compare(file_test *test)
{
  size_t most = test->printed.len > test->expected.len ? test->printed.len : test->expected.len;

  for (size_t i = 0; i < most; i++) {
    const char *got = i < test->printed.len ? test->printed.data[i] : "(nothing)";
    const char *want = i < test->expected.len ? test->expected.data[i] : "(nothing)";
    if (strcmp(got, want) != 0)
      fail_file(test, "output %zu is \"%s\", expected \"%s\"", i + 1, got, want);
  }
}

static void free_lines(lines *list)
{
  for (size_t i = 0; i < list->len; i++)
    lde_free(list->data[i]);
  lde_vec_free(list);
}

static int run_file(const char *path)
{
  file_test test = {.path = strrchr(path, '/') ? strrchr(path, '/') + 1 : path};
  lde_dataset *dataset = build_script_dataset();
  lde_script_options options = LDE_SCRIPT_OPTIONS_INIT;
  lde_script_setting settings[] = {
      {"cap", "60"}, {"share", "15%"}, {"lanes.core", "0.5"}, {"word", "yes"}};
  lde_failure failure = {.outcome = LDE_OUTCOME_OK};
  lde_buffer source = {0}, rest = {0};
  wanted_errors errors = {0};
  lde_script *script;

  read_file(path, &source);
  options.host.lang =
      strncmp(lde_buffer_text(&source), "-- language: nl", 15) ? LDE_ENGLISH : LDE_DUTCH;
  options.host.ctx = &test;
  options.host.print = take_line;
  options.params_set = settings;
  options.params_set_count = sizeof settings / sizeof *settings;
  script = lde_script_new(dataset, &options);
  split(&test, source.data, &rest, &errors);
  if (lde_script_run(script, test.path, rest.data, rest.len, &failure) != LDE_OUTCOME_OK)
    fail_file(&test, "line %d: %s", failure.line, failure.message);
  else
    lua_settop(lde_sandbox_state(lde_script_sandbox(script)), 0);
  compare(&test);
  for (size_t i = 0; i < errors.len; i++)
    check_error(&test, script, &errors.data[i]);
  lde_vec_free(&errors);
  free_lines(&test.printed);
  free_lines(&test.expected);
  lde_buffer_free(&source);
  lde_buffer_free(&rest);
  lde_script_free(script);
  lde_dataset_free(dataset);
  return test.failures;
}

int main(int argc, char **argv)
{
  int failures = 0;

  for (int i = 1; i < argc; i++)
    failures += run_file(argv[i]);
  printf("%d files, %d failures\n", argc - 1, failures);
  return failures > 0;
}
