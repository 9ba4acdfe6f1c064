#include "script/script.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "model/diagnostic.h"
#include "script/collection.h"
#include "script/ld.h"
#include "script/record.h"
#include "script/values.h"

/* ---- the host of the sandbox: ours, passing on to the caller's ---- */

static bool host_require(void *ctx, const char *name, lde_buffer *out, char *file, size_t file_size,
                         lde_error *err)
{
  const lde_sandbox_host *host = &((lde_script *)ctx)->options.host;
  return host->require(host->ctx, name, out, file, file_size, err);
}

static void host_print(void *ctx, const char *line, size_t len)
{
  const lde_sandbox_host *host = &((lde_script *)ctx)->options.host;
  host->print(host->ctx, line, len);
}

static bool host_interrupted(void *ctx)
{
  const lde_sandbox_host *host = &((lde_script *)ctx)->options.host;
  return host->interrupted(host->ctx);
}

static void host_hard_limit(void *ctx)
{
  const lde_sandbox_host *host = &((lde_script *)ctx)->options.host;
  host->hard_limit(host->ctx);
}

static lde_sandbox_host make_host(lde_script *script)
{
  const lde_sandbox_host *of = &script->options.host;

  return (lde_sandbox_host){.ctx = script,
                            .lang = of->lang,
                            .seed = of->seed,
                            .require = of->require ? host_require : NULL,
                            .print = of->print ? host_print : NULL,
                            .interrupted = of->interrupted ? host_interrupted : NULL,
                            .hard_limit = of->hard_limit ? host_hard_limit : NULL};
}

lde_script *lde_script_of(lua_State *L)
{
  return lde_sandbox_host_ctx(L);
}

lde_sandbox *lde_script_sandbox(lde_script *script)
{
  return script->sandbox;
}

lde_dataset *lde_script_dataset(const lde_script *script)
{
  return script->dataset;
}

/* ---- life ---- */

/* record.source: a misspelt name is an error there too; what is not known is nil. */
static int l_source_index(lua_State *L)
{
  static const char *const names[] = {"file", "line", "column"};
  const char *name = lde_sandbox_tostring(L, 2, NULL);
  lde_suggestion suggestion = {.wanted = name};

  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(names[i], name) == 0) {
      lua_pushnil(L);
      return 1;
    }
    lde_suggestion_offer(&suggestion, names[i]);
  }
  return lde_script_raise_unknown(L, &suggestion,
                                  LDE_TR(lde_sandbox_language(L), "source has no field '%.60s'",
                                         "source heeft geen veld '%.60s'"),
                                  name);
}

static int open_bindings(lua_State *L)
{
  lde_script *script = lde_script_of(L);

  lde_record_open(L);
  lde_collection_open(L);
  if (lde_sandbox_metatable(L, "source")) {
    lua_pushcfunction(L, l_source_index);
    lua_setfield(L, -2, "__index");
  }
  script->source_metatable = luaL_ref(L, LUA_REGISTRYINDEX);
  lde_ld_open(L);
  return 0;
}

lde_script *lde_script_new(lde_dataset *dataset, const lde_script_options *options)
{
  lde_script *script = lde_alloc(1, sizeof *script);
  size_t entities = dataset->schema->entities.len;
  lde_sandbox_host host;

  script->dataset = dataset;
  script->options = *options;
  script->language = options->host.lang;
  script->names = lde_alloc(entities, sizeof *script->names);
  script->collections = lde_alloc(entities, sizeof *script->collections);
  for (size_t e = 0; e < entities; e++)
    script->names[e] = script->collections[e] = LUA_NOREF;
  script->rule_parameters = LUA_NOREF;
  script->current = (lde_scope){-1, LDE_NO_ROW};
  host = make_host(script);
  script->sandbox = lde_sandbox_new(&options->limits, &host);
  lde_sandbox_run(script->sandbox, open_bindings, NULL, &script->opening);
  return script;
}

void lde_script_free(lde_script *script)
{
  if (!script)
    return;
  lde_sandbox_free(script->sandbox);
  lde_script_columns_free(script);
  for (size_t i = 0; i < script->attachments.len; i++)
    lde_free(script->attachments.data[i].name);
  lde_vec_free(&script->attachments);
  lde_buffer_free(&script->text);
  lde_free(script->names);
  lde_free(script->collections);
  lde_free(script);
}

void lde_script_push_text(lua_State *L, lde_script *script)
{
  size_t len = script->text.len;

  /* Emptied first: an error while the string is made leaves a clean buffer. The bytes stay. */
  script->text.len = 0;
  lua_pushlstring(L, script->text.data ? script->text.data : "", len);
}

/* ---- running ---- */

static lde_outcome fail_opening(const lde_script *script, lde_failure *failure)
{
  if (failure)
    *failure = script->opening;
  return script->opening.outcome;
}

lde_outcome lde_script_run(lde_script *script, const char *name, const char *bytes, size_t len,
                           lde_failure *failure)
{
  lde_outcome outcome;

  if (script->opening.outcome != LDE_OUTCOME_OK)
    return fail_opening(script, failure);
  outcome = lde_sandbox_load(script->sandbox, name, bytes, len, failure);
  return outcome != LDE_OUTCOME_OK ? outcome : lde_sandbox_call(script->sandbox, 0, 1, failure);
}

typedef struct taking {
  lde_arena *arena;
  const lde_data *data;
} taking;

/* Arguments: a taking, the value. */
static int take_data(lua_State *L)
{
  taking *t = lua_touserdata(L, 1);

  t->data = lde_value_to_data(L, 2, t->arena);
  return 0;
}

lde_outcome lde_script_take_data(lde_script *script, lde_arena *arena, const lde_data **out,
                                 lde_failure *failure)
{
  lua_State *L = lde_sandbox_state(script->sandbox);
  taking t = {arena, NULL};
  lde_outcome outcome;

  lua_pushcfunction(L, take_data);
  lua_insert(L, -2);
  lua_pushlightuserdata(L, &t);
  lua_insert(L, -2);
  outcome = lde_sandbox_call(script->sandbox, 2, 0, failure);
  if (outcome == LDE_OUTCOME_OK)
    *out = t.data;
  return outcome;
}

/* ---- extending ---- */

/* Argument: the opener, in a lua_CFunction behind the light userdata. */
static int open_extension(lua_State *L)
{
  lua_CFunction *opener = lua_touserdata(L, 1);

  lua_pushcfunction(L, *opener);
  lua_rawgeti(L, LUA_REGISTRYINDEX, lde_script_of(L)->members);
  lua_call(L, 1, 0);
  return 0;
}

static lde_attachment *find_attachment(const lde_script *script, const char *name)
{
  for (size_t i = 0; i < script->attachments.len; i++)
    if (strcmp(script->attachments.data[i].name, name) == 0)
      return &script->attachments.data[i];
  return NULL;
}

static lde_attachment *get_attachment(lde_script *script, const char *name)
{
  lde_attachment *found = find_attachment(script, name);

  if (found)
    return found;
  lde_vec_push(&script->attachments, ((lde_attachment){.name = lde_strdup(name)}));
  return &script->attachments.data[script->attachments.len - 1];
}

lde_outcome lde_script_extend(lde_script *script, const char *name, lua_CFunction opener,
                              lde_failure *failure)
{
  lde_attachment *attachment = get_attachment(script, name);

  if (script->opening.outcome != LDE_OUTCOME_OK)
    return fail_opening(script, failure);
  if (attachment->opened)
    return LDE_OUTCOME_OK;
  attachment->opened = true;
  return lde_sandbox_run(script->sandbox, open_extension, &opener, failure);
}

void lde_script_attach(lde_script *script, const char *name, void *thing)
{
  get_attachment(script, name)->thing = thing;
}

void *lde_script_attached(const lde_script *script, const char *name)
{
  const lde_attachment *attachment = find_attachment(script, name);

  return attachment ? attachment->thing : NULL;
}

int lde_script_raise_unknown(lua_State *L, const lde_suggestion *suggestion, const char *format,
                             ...)
{
  lde_script *script = lde_script_of(L);
  va_list args;

  lde_buffer_truncate(&script->text, 0);
  va_start(args, format);
  lde_buffer_vprintf(&script->text, format, args);
  va_end(args);
  if (suggestion->count > 0) {
    lde_buffer_puts(&script->text, "; ");
    lde_suggestion_print(&script->text, suggestion, script->language);
  }
  lde_script_push_text(L, script);
  luaL_where(L, 1);
  lua_insert(L, -2);
  lua_concat(L, 2);
  return lua_error(L);
}
