/* What describes ldengine itself: the model as a document, and the version. */
#include <lua.h>
#include <sqlite3.h>
#include <string.h>
#include <yaml.h>

#include "base/error.h"
#include "engine/internal.h"
#include "store/ddl.h"

static void put_text(lde_arena *arena, lde_data *object, const char *key, const char *text)
{
  lde_data_put(arena, object, key, strlen(key), lde_data_text(arena, text, strlen(text)));
}

static void write_document(lde_result *result, const char *kind, const lde_schema *schema,
                           lde_language language)
{
  if (strcmp(kind, "json-schema") == 0)
    lde_report_json_schema(&result->document, schema, language);
  else if (strcmp(kind, "sql") == 0)
    lde_ddl_write(schema, language, &result->document);
  else if (strcmp(kind, "luals") == 0)
    lde_report_luals(&result->document, schema, language);
  else if (strcmp(kind, "dictionary") == 0)
    lde_report_dictionary(&result->document, schema, language);
}

lde_result *lde_schema_document(lde_project *project, const char *kind, lde_language language)
{
  static const char *const kinds[] = {"json-schema", "sql", "luals", "dictionary"};
  lde_result *result = lde_result_new("schema", project, language);
  lde_schema *schema = NULL;
  const char *best[3];

  if (project && !project->valid)
    return result;
  if (!project) {
    schema = lde_schema_new();
    lde_schema_finish(schema);
  }
  write_document(result, kind, project ? project->loaded.dataset->schema : schema, language);
  lde_schema_free(schema);
  if (result->document.len) {
    lde_data *data = lde_data_new(&result->arena, LDE_DATA_OBJECT);
    put_text(&result->arena, data, "kind", kind);
    put_text(&result->arena, data, "document", lde_buffer_text(&result->document));
    result->data = data;
    result->payload = LDE_PAYLOAD_DOCUMENT;
    return result;
  }
  if (lde_nearest(kind, kinds, 4, best))
    lde_result_add(result, "usage/arguments",
                   lde_arena_printf(&result->arena,
                                    LDE_TR(language, "did you mean '%s'?", "bedoelt u '%s'?"),
                                    best[0]),
                   LDE_TR(language, "there is no document '%s'", "er is geen document '%s'"), kind);
  else
    lde_result_add(result, "usage/arguments",
                   LDE_TR(language, "choose from json-schema, sql, luals, dictionary",
                          "kies uit json-schema, sql, luals, dictionary"),
                   LDE_TR(language, "there is no document '%s'", "er is geen document '%s'"), kind);
  return result;
}

const char *lde_version(void)
{
  return LDE_VERSION;
}

lde_result *lde_version_result(lde_language language)
{
  lde_result *result = lde_result_new("version", NULL, language);
  lde_arena *arena = &result->arena;
  lde_data *data = lde_data_new(arena, LDE_DATA_OBJECT),
           *libraries = lde_data_new(arena, LDE_DATA_OBJECT);
  int major, minor, patch;

  yaml_get_version(&major, &minor, &patch);
  put_text(arena, data, "version", LDE_VERSION);
#ifdef LDE_HAVE_CBC
  lde_data_put(arena, data, "cbc", 3, lde_data_bool(arena, true));
#else
  lde_data_put(arena, data, "cbc", 3, lde_data_bool(arena, false));
#endif
  put_text(arena, libraries, "lua", LUA_RELEASE);
  put_text(arena, libraries, "sqlite", sqlite3_libversion());
  put_text(arena, libraries, "libyaml", lde_arena_printf(arena, "%d.%d.%d", major, minor, patch));
  lde_data_put(arena, data, "libraries", 9, libraries);
  result->data = data;
  result->payload = LDE_PAYLOAD_DOCUMENT;
  lde_buffer_printf(&result->document, "ldengine %s (%s)\n", LDE_VERSION,
#ifdef LDE_HAVE_CBC
                    LDE_TR(language, "with CBC", "met CBC")
#else
                    LDE_TR(language, "without CBC", "zonder CBC")
#endif
  );
  return result;
}
