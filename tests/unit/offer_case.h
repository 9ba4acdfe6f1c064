/* offer_case.h: an organisation, what an author asks of its offer, and the offer that comes of it. From a folder
 * or from YAML in the test; the gap asked is 0. `drop` frees all of it. */
#ifndef TEST_OFFER_CASE_H
#define TEST_OFFER_CASE_H

#include "offer/result.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "load/load.h"

typedef struct made {
  lde_loaded loaded;
  lde_offer_spec spec;
  lde_draft *draft;
  lde_offer_result result;
} made;

static inline void make(made *it, const lde_load_options *options)
{
  lde_diagnostics found = {0};
  lde_error err = {0};

  memset(it, 0, sizeof *it);
  if (lde_load(&it->loaded, options, &found, &err) != LDE_OK)
    fail_msg("%s %s", err.message, found.items.len ? found.items.data[0].message : "");
  lde_diagnostics_free(&found);
  lde_offer_spec_init(&it->spec);
  it->spec.gap = 0;
}

/* `path`: a name of the program's own, since tests run beside each other. */
static inline void make_from_text(made *it, const char *path, const char *text)
{
  const char *files[] = {path};
  FILE *file = fopen(path, "w");

  assert_non_null(file);
  fputs(text, file);
  fclose(file);
  make(it, &(lde_load_options){.files = files, .file_count = 1, .language = -1});
  remove(path);
}

/* Seats of a part in an option up to a period. */
static inline int64_t taken(const made *it, int32_t part, const char *option, int period)
{
  const lde_seats *seats = &it->result.seats;
  int64_t sum = 0;

  for (size_t i = 0; i < seats->list.len; i++) {
    const lde_taken *each = &seats->list.data[i];
    const char *id = it->draft->options.data[lde_column_option(&it->result.build, each->column)].id;
    if (each->part == part && !strcmp(id, option) && each->period <= period)
      sum += each->seats;
  }
  return sum;
}

static inline void drop(made *it)
{
  lde_offer_result_deinit(&it->result);
  lde_offer_draft_free(it->draft);
  lde_offer_spec_deinit(&it->spec);
  lde_loaded_free(&it->loaded);
}

#endif
