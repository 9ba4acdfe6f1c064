#include "engine/exchange/manifest_edit.h"

#include <fnmatch.h>
#include <string.h>

#include "base/error.h"
#include "load/project.h"

static bool is_listed(const lde_node *sources, const char *file)
{
  for (const lde_node *each = sources ? sources->first : NULL; each; each = each->next) {
    const char *name =
        lde_node_text(each->kind == LDE_NODE_MAP ? lde_node_member(each, "file") : each);
    if (name && (strcmp(name, file) == 0 || fnmatch(name, file, FNM_PATHNAME) == 0))
      return true;
  }
  return false;
}

/* Where a line, counted from 1, begins; the end when there are fewer. */
static size_t line_start(const char *text, size_t len, uint32_t line)
{
  size_t at = 0;

  for (; line > 1 && at < len; at++)
    line -= text[at] == '\n';
  return at;
}

/* Back over blank lines and comments, to behind the last line that says something. */
static size_t behind_content(const char *text, size_t at, size_t least)
{
  while (at > least) {
    size_t start = at - 1;
    size_t blanks;
    while (start > least && text[start - 1] != '\n')
      start--;
    blanks = strspn(text + start, " \t\r");
    if (text[start + blanks] != '\n' && text[start + blanks] != '#')
      break;
    at = start;
  }
  return at;
}

static void put_lines(lde_buffer *out, size_t indent, const char *const *files, size_t count)
{
  if (out->len && out->data[out->len - 1] != '\n')
    lde_buffer_putc(out, '\n');
  for (size_t i = 0; i < count; i++) {
    lde_buffer_fill(out, ' ', indent);
    lde_buffer_printf(out, "- %s\n", files[i]);
  }
}

/* [a, b] in one line: behind its bracket. */
static void insert_in_flow(const char *text, size_t len, size_t at, const char *const *files,
                           size_t count, bool empty, lde_buffer *out)
{
  lde_buffer_append(out, text, at + 1);
  for (size_t i = 0; i < count; i++)
    lde_buffer_printf(out, "%s%s", files[i], i + 1 < count || !empty ? ", " : "");
  lde_buffer_append(out, text + at + 1, len - at - 1);
}

void lde_manifest_insert(const lde_node *root, const char *text, size_t len,
                         const char *const *files, size_t count, lde_buffer *out)
{
  const lde_node *sources = lde_node_member(root, "sources");
  size_t start, end, indent = 2;

  if (!sources) {
    lde_buffer_append(out, text, len);
    if (len && text[len - 1] != '\n')
      lde_buffer_putc(out, '\n');
    lde_buffer_puts(out, "sources:\n");
    put_lines(out, indent, files, count);
    return;
  }
  start = line_start(text, len, sources->line) + sources->column - 1;
  if (sources->kind == LDE_NODE_LIST && start < len && text[start] == '[') {
    insert_in_flow(text, len, start, files, count, !sources->first, out);
    return;
  }
  if (sources->kind == LDE_NODE_LIST && sources->line > sources->key_line)
    indent = sources->column - 1;
  end = sources->next ? line_start(text, len, sources->next->key_line) : len;
  end = behind_content(text, end, line_start(text, len, sources->key_line + 1));
  lde_buffer_append(out, text, end);
  put_lines(out, indent, files, count);
  lde_buffer_append(out, text + end, len - end);
}

bool lde_manifest_add_sources(lde_project *project, const char *const *files, size_t count,
                              lde_error *err)
{
  const lde_manifest *manifest = &project->loaded.manifest;
  const char *path = lde_project_path(&project->arena, manifest->folder, "ldengine.yaml");
  const lde_node *sources = lde_node_member(manifest->root, "sources");
  LDE_VEC(const char *) added = {0};
  lde_buffer text = {0}, changed = {0};
  bool done = true;

  for (size_t i = 0; i < count; i++)
    if (!is_listed(sources, files[i]))
      lde_vec_push(&added, files[i]);
  if (added.len) {
    done = lde_file_read(path, 0, &text, project->language, err) == LDE_OK;
    if (done) {
      lde_manifest_insert(manifest->root, lde_buffer_text(&text), text.len, added.data, added.len,
                          &changed);
      done = lde_file_write(path, changed.data, changed.len, project->language, err) == LDE_OK;
    }
  }
  lde_vec_free(&added);
  lde_buffer_free(&text);
  lde_buffer_free(&changed);
  return done;
}
