/* The frame of a workbook: which sheets there are, its calendar, shared texts and number formats. */
#include "sheet/workbook.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "sheet/internal.h"

/* Where the parts are */

typedef struct relation {
  char *id, *target;
  bool is_workbook;
} relation;

typedef struct relations {
  lde_arena *arena;
  const char *folder; /* that relative targets start from, with its slash */
  LDE_VEC(relation) items;
} relations;

static bool ends_in(const char *text, const char *end)
{
  size_t len = strlen(text), size = strlen(end);
  return len >= size && strcmp(text + len - size, end) == 0;
}

/* The name of a part in the zip file: absolute targets lose their slash, ../ is followed. */
static char *part_name(lde_arena *arena, const char *folder, const char *target)
{
  size_t len = strlen(folder);

  if (*target == '/')
    return lde_arena_strdup(arena, target + 1);
  while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
    if (target[1] == '/') {
      target += 2;
      continue;
    }
    target += 3;
    while (len && folder[--len] == '/')
      ;
    while (len && folder[len - 1] != '/')
      len--;
  }
  return lde_arena_printf(arena, "%.*s%s", (int)len, folder, target);
}

static void start_relation(void *ctx, const char *name, const char **attributes)
{
  relations *self = ctx;
  const char *id = lde_xml_attribute(attributes, "Id");
  const char *target = lde_xml_attribute(attributes, "Target");
  const char *type = lde_xml_attribute(attributes, "Type");
  relation one;

  if (strcmp(name, "Relationship") != 0 || !id || !target)
    return;
  one.id = lde_arena_strdup(self->arena, id);
  one.target = part_name(self->arena, self->folder, target);
  one.is_workbook = type && ends_in(type, "/officeDocument");
  lde_vec_push(&self->items, one);
}

static void nothing_ends(void *ctx, const char *name)
{
  (void)ctx;
  (void)name;
}

static lde_status read_relations(lde_workbook *workbook, const char *part, relations *all,
                                 lde_error *err)
{
  lde_xml xml = {.start = start_relation, .end = nothing_ends, .ctx = all};

  all->arena = &workbook->arena;
  return lde_xml_read(&xml, &workbook->zip, part, err);
}

static const char *find_workbook(lde_workbook *workbook)
{
  relations all = {.folder = ""};
  const char *found = "xl/workbook.xml";

  if (lde_zip_has(&workbook->zip, "_rels/.rels") &&
      read_relations(workbook, "_rels/.rels", &all, NULL) == LDE_OK)
    for (size_t i = 0; i < all.items.len; i++)
      if (all.items.data[i].is_workbook)
        found = all.items.data[i].target;
  lde_vec_free(&all.items);
  return found;
}

/* Which sheets there are */

static bool is_true(const char *text)
{
  return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static void start_workbook(void *ctx, const char *name, const char **attributes)
{
  lde_workbook *workbook = ctx;
  const char *title, *id, *state;
  sheet_entry entry = {0};

  if (strcmp(name, "workbookPr") == 0) {
    workbook->from_1904 = is_true(lde_xml_attribute(attributes, "date1904"));
    return;
  }
  title = lde_xml_attribute(attributes, "name");
  id = lde_xml_attribute(attributes, "id");
  if (strcmp(name, "sheet") != 0 || !title || !id)
    return;
  state = lde_xml_attribute(attributes, "state");
  entry.name = lde_arena_strdup(&workbook->arena, title);
  entry.part = lde_arena_strdup(&workbook->arena, id); /* until the relations are known */
  entry.hidden = state && strcmp(state, "visible") != 0;
  lde_vec_push(&workbook->sheets, entry);
}

static lde_status read_frame(lde_workbook *workbook, lde_error *err)
{
  const char *part = find_workbook(workbook), *slash = strrchr(part, '/');
  lde_arena *arena = &workbook->arena;
  size_t folder = slash ? (size_t)(slash - part) + 1 : 0;
  lde_xml xml = {.start = start_workbook, .end = nothing_ends, .ctx = workbook};
  relations all = {.folder = lde_arena_strndup(arena, part, folder)};
  lde_status status = lde_xml_read(&xml, &workbook->zip, part, err);

  if (status == LDE_OK)
    status = read_relations(workbook,
                            lde_arena_printf(arena, "%s_rels/%s.rels", all.folder, part + folder),
                            &all, err);
  workbook->strings_part = lde_arena_printf(arena, "%ssharedStrings.xml", all.folder);
  workbook->styles_part = lde_arena_printf(arena, "%sstyles.xml", all.folder);
  for (size_t i = 0; i < all.items.len; i++) {
    const relation *one = &all.items.data[i];
    for (size_t s = 0; s < workbook->sheets.len; s++)
      if (!workbook->sheets.data[s].found && strcmp(workbook->sheets.data[s].part, one->id) == 0) {
        workbook->sheets.data[s].part = one->target;
        workbook->sheets.data[s].found = true;
      }
    if (ends_in(one->target, "haredStrings.xml"))
      workbook->strings_part = one->target;
    if (ends_in(one->target, "tyles.xml"))
      workbook->styles_part = one->target;
  }
  lde_vec_free(&all.items);
  if (status == LDE_OK && !workbook->sheets.len)
    return lde_fail(err, LDE_ERROR_INPUT, "%s",
                    LDE_TR(workbook->language, "the workbook has no sheets",
                           "de werkmap heeft geen bladen"));
  return status;
}

/* Number formats */

typedef struct styles {
  lde_workbook *workbook;
  bool in_cell_formats;
  LDE_VEC(struct custom {
    int number;
    lde_serial_kind kind;
  }) customs;
} styles;

static void start_style(void *ctx, const char *name, const char **attributes)
{
  styles *self = ctx;
  const char *number = lde_xml_attribute(attributes, "numFmtId");
  const char *code = lde_xml_attribute(attributes, "formatCode");

  if (strcmp(name, "cellXfs") == 0) {
    self->in_cell_formats = true;
  } else if (strcmp(name, "numFmt") == 0 && number && code) {
    struct custom one = {atoi(number), lde_serial_of_code(code)};
    lde_vec_push(&self->customs, one);
  } else if (strcmp(name, "xf") == 0 && self->in_cell_formats) {
    int format = number ? atoi(number) : 0;
    unsigned char kind = (unsigned char)lde_serial_of_number(format);
    for (size_t i = 0; i < self->customs.len; i++)
      if (self->customs.data[i].number == format)
        kind = (unsigned char)self->customs.data[i].kind;
    lde_vec_push(&self->workbook->formats, kind);
  }
}

static void end_style(void *ctx, const char *name)
{
  if (strcmp(name, "cellXfs") == 0)
    ((styles *)ctx)->in_cell_formats = false;
}

static lde_status read_styles(lde_workbook *workbook, lde_error *err)
{
  styles self = {.workbook = workbook};
  lde_xml xml = {.start = start_style, .end = end_style, .ctx = &self};
  lde_status status = LDE_OK;

  if (lde_zip_has(&workbook->zip, workbook->styles_part))
    status = lde_xml_read(&xml, &workbook->zip, workbook->styles_part, err);
  lde_vec_free(&self.customs);
  return status;
}

/* Shared texts */

typedef struct shared {
  lde_workbook *workbook;
  bool in_text;
  int phonetic; /* inside <rPh>: how a Japanese word sounds is no part of it */
} shared;

static void start_shared(void *ctx, const char *name, const char **attributes)
{
  shared *self = ctx;

  (void)attributes;
  if (strcmp(name, "rPh") == 0)
    self->phonetic++;
  self->in_text = strcmp(name, "t") == 0 && !self->phonetic;
}

static void end_shared(void *ctx, const char *name)
{
  shared *self = ctx;
  lde_workbook *workbook = self->workbook;
  size_t from;

  self->in_text = false;
  if (strcmp(name, "rPh") == 0 && self->phonetic)
    self->phonetic--;
  if (strcmp(name, "si") != 0)
    return;
  from = workbook->ends.len ? workbook->ends.data[workbook->ends.len - 1] : 0;
  lde_sheet_unescape(&workbook->strings, from);
  lde_vec_push(&workbook->ends, (uint32_t)workbook->strings.len);
}

static void text_shared(void *ctx, const char *text, size_t len)
{
  shared *self = ctx;

  if (self->in_text && self->workbook->strings.len + len < UINT32_MAX)
    lde_buffer_append(&self->workbook->strings, text, len);
}

lde_status lde_workbook_load_strings(lde_workbook *workbook, lde_error *err)
{
  shared self = {.workbook = workbook};
  lde_xml xml = {
      .start = start_shared, .end = end_shared, .text = text_shared, .ctx = &self};

  if (workbook->strings_read || !lde_zip_has(&workbook->zip, workbook->strings_part))
    return LDE_OK;
  workbook->strings_read = true;
  return lde_xml_read(&xml, &workbook->zip, workbook->strings_part, err);
}

static int hex(char c)
{
  return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* _x000D_ stands for a character that XML would not keep. Only line breaks and tabs come back. */
void lde_sheet_unescape(lde_buffer *text, size_t from)
{
  size_t to = from;

  if (text->len - from < 7 || !memchr(text->data + from, '_', text->len - from))
    return;
  for (size_t at = from; at < text->len;) {
    const char *s = text->data + at;
    int code = 0;
    bool escaped = text->len - at >= 7 && s[0] == '_' && s[1] == 'x' && s[6] == '_';
    for (int i = 2; escaped && i < 6; i++) {
      escaped = hex(s[i]) >= 0;
      code = code * 16 + hex(s[i]);
    }
    escaped = escaped && (code == '\t' || code == '\n' || code == '\r' || (code >= ' ' && code < 0x7F));
    text->data[to++] = escaped ? (char)code : *s;
    at += escaped ? 7 : 1;
  }
  lde_buffer_truncate(text, to);
}

/* Open and close */

lde_status lde_workbook_open(lde_workbook **out, const char *path, lde_language language,
                             lde_error *err)
{
  lde_workbook *workbook = lde_alloc(1, sizeof *workbook);
  lde_status status = lde_zip_open(&workbook->zip, path, language, err);

  workbook->language = language;
  if (status == LDE_OK && (status = read_frame(workbook, err)) == LDE_OK)
    status = read_styles(workbook, err);
  if (status == LDE_OK)
    *out = workbook;
  else
    lde_workbook_close(workbook);
  return status;
}

void lde_workbook_close(lde_workbook *workbook)
{
  if (!workbook)
    return;
  lde_zip_close(&workbook->zip);
  lde_vec_free(&workbook->sheets);
  lde_vec_free(&workbook->formats);
  lde_vec_free(&workbook->ends);
  lde_buffer_free(&workbook->strings);
  lde_arena_free(&workbook->arena);
  lde_free(workbook);
}

size_t lde_workbook_sheets(const lde_workbook *workbook)
{
  return workbook->sheets.len;
}

const char *lde_workbook_sheet_name(const lde_workbook *workbook, size_t sheet)
{
  return workbook->sheets.data[sheet].name;
}

bool lde_workbook_sheet_is_hidden(const lde_workbook *workbook, size_t sheet)
{
  return workbook->sheets.data[sheet].hidden;
}

int lde_workbook_find_sheet(const lde_workbook *workbook, const char *name)
{
  lde_buffer wanted = {0}, text = {0};
  int found = -1;

  for (size_t i = 0; i < workbook->sheets.len && found < 0; i++)
    if (strcmp(workbook->sheets.data[i].name, name) == 0)
      found = (int)i;
  lde_text_append_folded(&wanted, name, strlen(name));
  for (size_t i = 0; i < workbook->sheets.len && found < 0; i++) {
    lde_buffer_truncate(&text, 0);
    lde_text_append_folded(&text, workbook->sheets.data[i].name,
                           strlen(workbook->sheets.data[i].name));
    if (strcmp(lde_buffer_text(&wanted), lde_buffer_text(&text)) == 0)
      found = (int)i;
  }
  lde_buffer_free(&wanted);
  lde_buffer_free(&text);
  return found;
}

double lde_sheet_number(const lde_sheet_cell *cell)
{
  double value = 0;
  return lde_serial_value(cell->text, cell->len, &value) ? value : 0;
}

void lde_sheet_column_name(lde_buffer *out, uint32_t column)
{
  char letters[8];
  size_t count = 0;

  for (column++; column > 0; column = (column - 1) / 26)
    letters[count++] = (char)('A' + (column - 1) % 26);
  while (count)
    lde_buffer_putc(out, letters[--count]);
}
