/* Reads YAML files as plain trees and says what the reader made of each: for the corpora of hostile
 * and of conforming files, which have no entities.
 *   read_yaml FILE…           one line a file: accept or refuse, and the first message
 *   read_yaml --suite DIR…    cases of the YAML test suite: counts, and where the verdict differs from
 *                             libyaml's own */
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/io.h"
#include "load/yaml.h"

static bool libyaml_accepts(const lde_buffer *bytes)
{
  yaml_parser_t parser;
  yaml_event_t event;
  bool going = true, ok = true;

  yaml_parser_initialize(&parser);
  yaml_parser_set_input_string(&parser, (const unsigned char *)lde_buffer_text(bytes), bytes->len);
  while (going) {
    ok = yaml_parser_parse(&parser, &event);
    going = ok && event.type != YAML_STREAM_END_EVENT;
    if (ok)
      yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return ok;
}

/* 1 = accepted, 0 = refused, -1 = not there. `libyaml` may be NULL: it is slow on deep nesting. */
static int judge(const char *path, lde_diagnostics *found, bool *libyaml)
{
  lde_arena arena = {0};
  lde_buffer bytes = {0};
  lde_complaints to = {found, path, path};
  const lde_node *root;
  int verdict;

  if (lde_file_read(path, 0, &bytes, LDE_ENGLISH, NULL) != LDE_OK) {
    lde_buffer_free(&bytes);
    return -1;
  }
  verdict = lde_yaml_read(&arena, lde_buffer_text(&bytes), bytes.len, 0, &to, &root);
  if (libyaml)
    *libyaml = libyaml_accepts(&bytes);
  lde_buffer_free(&bytes);
  lde_arena_free(&arena);
  return verdict;
}

static int judge_suite(int count, char **folders)
{
  int same = 0, refused = 0, laxer = 0;

  for (int i = 0; i < count; i++) {
    char path[4096];
    lde_diagnostics found = {0};
    bool libyaml = false;
    int verdict;
    snprintf(path, sizeof path, "%s/in.yaml", folders[i]);
    verdict = judge(path, &found, &libyaml);
    if (verdict >= 0 && (verdict == 1) == libyaml) {
      same++;
    } else if (verdict == 0) {
      refused++;
      printf("refused here only: %s: %s\n", folders[i], found.items.data[0].message);
    } else if (verdict == 1) {
      laxer++;
      printf("accepted here only: %s\n", folders[i]);
    }
    lde_diagnostics_free(&found);
  }
  printf("%d as libyaml, %d refused here only, %d accepted here only\n", same, refused, laxer);
  return laxer ? 1 : 0;
}

int main(int argc, char **argv)
{
  if (argc > 1 && strcmp(argv[1], "--suite") == 0)
    return judge_suite(argc - 2, argv + 2);
  for (int i = 1; i < argc; i++) {
    lde_diagnostics found = {0};
    int verdict = judge(argv[i], &found, NULL);
    printf("%s %s", verdict == 1 ? "accept" : verdict == 0 ? "refuse" : "missing", argv[i]);
    if (found.items.len)
      printf(":%u:%u: %s", found.items.data[0].line, found.items.data[0].column,
             found.items.data[0].message);
    printf("\n");
    lde_diagnostics_free(&found);
  }
  return 0;
}
