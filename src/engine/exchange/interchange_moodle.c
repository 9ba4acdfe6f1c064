/* A competency framework as Moodle reads it (competency import, CSV): the framework in the first row, then
 * its competencies, wider ones before those inside them. */
#include <string.h>

#include "base/error.h"
#include "engine/exchange/interchange.h"

enum { NAME_MAX_CHARS = 100 };

typedef struct moodle {
  lde_dataset *ds;
  lde_language lang;
  lde_result *result;
  lde_buffer *out;
  int32_t framework, scale; /* rows; scale LDE_NO_ROW = the levels 0 to 100 */
  int32_t count;
} moodle;

static void put_cell(moodle *self, const char *text, bool first)
{
  if (!first)
    lde_buffer_putc(self->out, ',');
  if (!text[strcspn(text, ",\"\r\n")]) {
    lde_buffer_puts(self->out, text);
    return;
  }
  lde_buffer_putc(self->out, '"');
  for (; *text; text++) {
    if (*text == '"')
      lde_buffer_putc(self->out, '"');
    lde_buffer_putc(self->out, *text);
  }
  lde_buffer_putc(self->out, '"');
}

/* Moodle keeps this many characters of a name. */
static void cut(moodle *self, const char *id, lde_buffer *text)
{
  lde_language lang = self->lang;
  size_t chars = 0, at = 0;

  for (; at < text->len && chars <= NAME_MAX_CHARS; at++)
    chars += ((unsigned char)text->data[at] & 0xC0) != 0x80;
  if (chars <= NAME_MAX_CHARS)
    return;
  lde_buffer_truncate(text, at - 1);
  lde_diagnostics_add(
      &self->result->diagnostics,
      &(lde_diagnostic){.code = "export/cut",
                        .severity = LDE_WARNING,
                        .message = lde_arena_printf(
                            &self->result->arena,
                            LDE_TR(lang, "the name of %s was cut: Moodle keeps 100 characters",
                                   "de naam van %s is ingekort: Moodle bewaart 100 tekens"),
                            id)});
}

/* The levels of a scale, lowest first. */
static size_t levels_of(moodle *self, int32_t scale, int32_t *rows, size_t most)
{
  lde_dataset *ds = self->ds;
  size_t count = 0;

  for (int32_t row = 0; row < lde_count(ds, scale_level) && count < most; row++) {
    size_t at = count;
    if (lde_get_row(ds, scale_level, scale, row) != scale)
      continue;
    for (; at > 0 &&
           lde_get(ds, scale_level, level, rows[at - 1]) > lde_get(ds, scale_level, level, row);
         at--)
      rows[at] = rows[at - 1];
    rows[at] = row;
    count++;
  }
  return count;
}

/* Its names, and which of them is where people begin and which are enough: the upper half. */
static void put_scale(moodle *self, int32_t scale)
{
  enum { MOST = 100 };
  int32_t rows[MOST];
  size_t count = scale == LDE_NO_ROW ? 0 : levels_of(self, scale, rows, MOST);
  lde_buffer names = {0}, configuration = {0};

  for (size_t i = 0; i < count; i++) {
    if (i)
      lde_buffer_puts(&names, ",");
    lde_row_label(self->ds, lde_dataset_table(self->ds, LDE_E(scale_level)), rows[i], self->lang,
                  &names);
  }
  if (count) {
    lde_buffer_puts(&configuration, "[{\"scaleid\":\"1\"}");
    for (size_t i = 0; i < count; i++)
      if (i == 0 || i >= count / 2)
        lde_buffer_printf(&configuration, ",{\"id\":%zu,\"scaledefault\":%d,\"proficient\":%d}",
                          i + 1, i == 0, i >= count / 2 && i > 0);
    lde_buffer_puts(&configuration, "]");
  }
  put_cell(self, lde_buffer_text(&names), false);
  put_cell(self, lde_buffer_text(&configuration), false);
  lde_buffer_free(&names);
  lde_buffer_free(&configuration);
}

/* parent, id, name, description, scale, … taxonomy. `scale` -2 = as the framework. */
static void put_row(moodle *self, const char *parent, const lde_table *table, int32_t row,
                    const char *description, int32_t scale, bool is_framework)
{
  lde_buffer id = {0}, name = {0};

  lde_row_id(self->ds, table, row, &id);
  lde_row_label(self->ds, table, row, self->lang, &name);
  cut(self, lde_buffer_text(&id), &name);
  put_cell(self, parent, true);
  put_cell(self, lde_buffer_text(&id), false);
  put_cell(self, lde_buffer_text(&name), false);
  put_cell(self, description, false);
  put_cell(self, strchr(description, '<') ? "1" : "2", false); /* HTML, or plain */
  if (scale == -2)
    lde_buffer_puts(self->out, ",,");
  else
    put_scale(self, scale);
  lde_buffer_puts(self->out, is_framework
                                 ? ",,,,,,1,\"competency,competency,competency,competency\"\r\n"
                                 : ",,0,null,,,,\r\n");
  lde_buffer_free(&id);
  lde_buffer_free(&name);
}

static void put_competencies(moodle *self, int32_t parent, int depth)
{
  lde_dataset *ds = self->ds;
  const lde_table *table = lde_dataset_table(ds, LDE_E(competency));
  lde_buffer id = {0};

  if (parent != LDE_NO_ROW)
    lde_row_id(ds, table, parent, &id);
  for (int32_t row = 0; row < lde_count(ds, competency) && depth < 64; row++) {
    int32_t above = lde_get_row(ds, competency, parent, row),
            scale = lde_get_row(ds, competency, scale, row);
    if (lde_get_row(ds, competency, framework, row) != self->framework)
      continue;
    if (above != LDE_NO_ROW && lde_get_row(ds, competency, framework, above) != self->framework)
      above = LDE_NO_ROW; /* of another framework: on top here */
    if (above != parent)
      continue;
    put_row(self, lde_buffer_text(&id), table, row, lde_text_of(ds, competency, description, row),
            scale == self->scale ? -2 : scale, false);
    self->count++;
    put_competencies(self, row, depth + 1);
  }
  lde_buffer_free(&id);
}

/* The framework that was asked for, or the only one; LDE_NO_ROW after reporting. */
static int32_t choose_framework(lde_project *project, const lde_export_options *options,
                                lde_result *result)
{
  lde_dataset *ds = project->loaded.dataset;
  lde_table *table = lde_dataset_table(ds, LDE_E(framework));
  lde_language lang = project->language;
  lde_buffer names = {0};
  int32_t found = LDE_NO_ROW;

  if (options->entity_count == 1)
    found = lde_row_find(ds, table, options->entities[0], strlen(options->entities[0]));
  else if (options->entity_count == 0 && lde_table_count(table) == 1)
    found = 0;
  if (found != LDE_NO_ROW)
    return found;
  for (int32_t row = 0; row < lde_table_count(table) && row < 20; row++) {
    lde_buffer_puts(&names, row ? ", " : LDE_TR(lang, "choose from ", "kies uit "));
    lde_row_id(ds, table, row, &names);
  }
  lde_result_add(
      result, "usage/arguments",
      names.len
          ? lde_arena_strdup(&result->arena, names.data)
          : LDE_TR(lang, "this project has no frameworks", "dit project heeft geen raamwerken"),
      "%s",
      LDE_TR(
          lang,
          "name the one framework that goes to Moodle, as in export FRAMEWORK --format moodle",
          "noem het ene raamwerk dat naar Moodle gaat, zoals in export RAAMWERK --format moodle"));
  lde_buffer_free(&names);
  return LDE_NO_ROW;
}

int32_t lde_moodle_write(lde_project *project, const lde_export_options *options,
                         lde_result *result, lde_buffer *out)
{
  lde_dataset *ds = project->loaded.dataset;
  moodle self = {
      .ds = ds, .lang = project->language, .result = result, .out = out, .scale = LDE_NO_ROW};

  self.framework = choose_framework(project, options, result);
  if (self.framework == LDE_NO_ROW)
    return -1;
  for (int32_t row = 0; row < lde_count(ds, competency) && self.scale == LDE_NO_ROW; row++)
    if (lde_get_row(ds, competency, framework, row) == self.framework)
      self.scale = lde_get_row(ds, competency, scale, row);
  lde_buffer_puts(
      out,
      "Parent id number,Id number,Shortname,Description,Description format,Scale values,"
      "Scale configuration,Rule type (optional),Rule outcome (optional),Rule config (optional),"
      "Cross referenced competency id numbers,Exported id (optional),Is framework,Taxonomy\r\n");
  put_row(&self, "", lde_dataset_table(ds, LDE_E(framework)), self.framework,
          lde_text_of(ds, framework, description, self.framework), self.scale, true);
  put_competencies(&self, LDE_NO_ROW, 0);
  return self.count;
}
