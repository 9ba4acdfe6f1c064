/* load_fixture.h: tests of the loader write small projects into a folder of their own and look at what
 * was loaded and reported. */
#ifndef TEST_LOAD_FIXTURE_H
#define TEST_LOAD_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "load/load.h"
#include "model/value.h"

typedef struct project {
  char folder[64];
  lde_loaded loaded;
  lde_diagnostics found;
  lde_status status;
} project;

static inline void project_begin(project *p)
{
  memset(p, 0, sizeof *p);
  strcpy(p->folder, "/tmp/ldengine-test-XXXXXX");
  assert_non_null(mkdtemp(p->folder));
}

static inline void project_write(project *p, const char *name, const char *text)
{
  lde_buffer path = {0};
  char *slash;
  lde_buffer_printf(&path, "%s/%s", p->folder, name);
  slash = strrchr(path.data, '/');
  *slash = 0;
  assert_int_equal(lde_folder_make(path.data, LDE_ENGLISH, NULL), LDE_OK);
  *slash = '/';
  assert_int_equal(lde_file_write(path.data, text, strlen(text), LDE_ENGLISH, NULL), LDE_OK);
  lde_buffer_free(&path);
}

static inline void project_load(project *p, const lde_setting *settings, size_t count)
{
  lde_load_options options = {
      .folder = p->folder, .language = -1, .settings = settings, .setting_count = count};
  p->status = lde_load(&p->loaded, &options, &p->found, NULL);
}

/* One native file without a project. */
static inline void project_load_file(project *p, const char *text)
{
  lde_buffer path = {0};
  const char *file;
  project_write(p, "one.yaml", text);
  lde_buffer_printf(&path, "%s/one.yaml", p->folder);
  file = path.data;
  p->status = lde_load(&p->loaded,
                       &(lde_load_options){.files = &file, .file_count = 1, .language = -1},
                       &p->found, NULL);
  lde_buffer_free(&path);
}

static inline void project_end(project *p)
{
  lde_buffer command = {0};
  lde_loaded_free(&p->loaded);
  lde_diagnostics_free(&p->found);
  lde_buffer_printf(&command, "rm -rf '%s'", p->folder);
  assert_int_equal(system(command.data), 0);
  lde_buffer_free(&command);
}

static inline void project_expect_ok(const project *p)
{
  for (size_t i = 0; i < p->found.items.len; i++)
    if (p->found.items.data[i].severity == LDE_ERROR)
      print_error("%s:%u:%u %s\n", p->found.items.data[i].file, p->found.items.data[i].line,
                  p->found.items.data[i].column, p->found.items.data[i].message);
  assert_int_equal(p->status, LDE_OK);
}

/* An error with this code in this line; `help` (may be NULL) is part of its help. */
static inline void project_expect(const project *p, const char *code, uint32_t line,
                                  const char *help)
{
  for (size_t i = 0; i < p->found.items.len; i++) {
    const lde_diagnostic *d = &p->found.items.data[i];
    if (strcmp(d->code, code) == 0 && d->line == line && (!help || strstr(d->help, help)))
      return;
  }
  for (size_t i = 0; i < p->found.items.len; i++)
    print_error("[%s] %s:%u:%u %s | %s\n", p->found.items.data[i].code,
                p->found.items.data[i].file, p->found.items.data[i].line,
                p->found.items.data[i].column, p->found.items.data[i].message,
                p->found.items.data[i].help);
  fail_msg("no %s in line %u", code, line);
}

/* The field of the record as text. */
static inline void project_expect_value(const project *p, const char *plural, const char *id,
                                        const char *name, const char *text)
{
  lde_dataset *ds = p->loaded.dataset;
  lde_table *table = lde_dataset_table(ds, lde_schema_find(ds->schema, plural)->index);
  int32_t row = lde_row_find(ds, table, id, strlen(id));
  lde_buffer out = {0};
  assert_int_not_equal(row, LDE_NO_ROW);
  lde_field_print(ds, table, lde_entity_field(table->entity, name), row, &out);
  assert_string_equal(lde_buffer_text(&out), text);
  lde_buffer_free(&out);
}

#endif
