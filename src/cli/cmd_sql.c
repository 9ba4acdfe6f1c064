#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

/* Standard input as text; NULL when it is too large to be a question. */
static char *read_question(void)
{
  enum { MOST = 1 << 20 };
  char *text = malloc(MOST + 1);
  size_t len = text ? fread(text, 1, MOST + 1, stdin) : 0;

  if (!text || len > MOST) {
    free(text);
    return NULL;
  }
  text[len] = '\0';
  return text;
}

int cmd_sql(const arguments *arguments)
{
  const char *query = arguments->positional[0];
  char *read = NULL;
  lde_project *project;
  int code = open_project(arguments, &project, true, NULL, 0);

  if (code >= 0)
    return code;
  if (strcmp(query, "-") == 0)
    query = read = read_question();
  if (!query)
    code = usage_error(arguments, NULL, "%s",
                       CLI_TR(arguments->language, "the query is larger than 1 MiB",
                              "de vraag is groter dan 1 MiB"));
  else
    code = finish(lde_sql(project, query, arguments->value[OPTION_DB]), arguments,
                  language_of(project, arguments));
  free(read);
  lde_project_free(project);
  return code;
}
