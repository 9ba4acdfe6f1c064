/* Builds an organisation's training offer from C and prints its JSON.
 *
 *   cc offer.c $(pkg-config --cflags --libs ldengine) -o offer
 *   ./offer ../gemeente
 */
#include <ldengine/ldengine.h>
#include <stdio.h>

int main(int argc, char **argv)
{
  lde_project_options where = LDE_PROJECT_OPTIONS_INIT;
  lde_run_options what = LDE_RUN_OPTIONS_INIT;
  lde_output how = LDE_OUTPUT_INIT;
  lde_project *project;
  lde_result *result;
  lde_error err;
  char *text;
  size_t len;
  int code;

  where.folder = argc > 1 ? argv[1] : ".";
  where.required = true;
  if (lde_project_open(&project, &where, &err) != LDE_OK) {
    fprintf(stderr, "%s\n", err.message);
    return 2;
  }
  result = lde_run(project, &what);
  how.format = "json";
  how.language = lde_project_language(project);
  if (lde_result_print(result, &how, &text, &len, &err) == LDE_OK) {
    fwrite(text, 1, len, stdout);
    lde_text_free(text);
  }
  code = lde_result_exit_code(result, LDE_FAIL_ON_ERROR);
  lde_result_free(result); /* before its project */
  lde_project_free(project);
  return code;
}
