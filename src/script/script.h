/* script.h: one script or rule file of an author over the model: a sandbox (sandbox.h) in which
 * `ld` gives the read-only records, collections, parameters and pure functions of contract.md
 * section 4.
 *
 * A script owns its sandbox and borrows the dataset, the parameters and the host's surroundings,
 * which must outlive it. Scripts over one dataset run in one thread at a time, because indexes of
 * the dataset are built when they are first asked for. Errors of the author's code come back as
 * lde_failure; the functions here do not raise, except those marked (raises), which are for C
 * functions called by Lua.
 *
 * Lua values of the model: record.h (records), collection.h, expression.h, values.h. */
#ifndef LDE_SCRIPT_SCRIPT_H
#define LDE_SCRIPT_SCRIPT_H

#include "base/text.h"
#include "model/data.h"
#include "model/dataset.h"
#include "model/node.h"
#include "script/sandbox.h"

typedef struct lde_script lde_script;

/* `--set params.NAME=VALUE`; a name with dots goes into a parameter that is a map. The value is
 * true, false, a number (also 15%) or else text. */
typedef struct lde_script_setting {
  const char *name, *value;
} lde_script_setting;

typedef struct lde_script_options {
  lde_limits limits;
  lde_sandbox_host host; /* its lang is the language of labels, money and messages */
  /* ld.params: each wins over the ones before it. A map whose keys are all dates is a dated value.
   */
  const lde_data *defaults; /* object: those of the enabled packs; NULL = none */
  const lde_node *params;   /* map of the manifest's rules.params; NULL = none */
  const lde_script_setting *params_set;
  size_t params_set_count;
  bool without_records; /* a transform while loading: ld has no records, only pure functions */
} lde_script_options;

#define LDE_SCRIPT_OPTIONS_INIT                                                                    \
  {                                                                                                \
    .limits = LDE_LIMITS_INIT                                                                      \
  }

/* Does not return NULL; trouble (too little memory for the libraries) shows at the first run. */
lde_script *lde_script_new(lde_dataset *dataset, const lde_script_options *options);
void lde_script_free(lde_script *script);
lde_sandbox *lde_script_sandbox(lde_script *script);
lde_dataset *lde_script_dataset(const lde_script *script);
/* The script whose state this is. */
lde_script *lde_script_of(lua_State *L);

/* Compiles and runs a chunk (names as in lde_sandbox_load) and leaves its first result on the
 * stack; on failure leaves nothing. */
lde_outcome lde_script_run(lde_script *script, const char *name, const char *bytes, size_t len,
                           lde_failure *failure);

/* Pops the value on top and gives it as a tree in `arena` (of the caller): a table with keys 1…n is
 * a list, an empty one too unless ld.object made it, another an object with its keys in the order
 * of `pairs`; a record is the text "goals:g1", a collection a list of those. Another userdata may
 * have a field __data in its metatable: a C function from it to a value that can be given. Cycles,
 * depth beyond LDE_DATA_DEPTH_MAX, functions, and numbers that are not finite are errors that name
 * the place. */
lde_outcome lde_script_take_data(lde_script *script, lde_arena *arena, const lde_data **out,
                                 lde_failure *failure);

/* The seam for other layers (offer, rules) that add functions to `ld`. The opener is called once
 * for a name, protected, with the table of ld's members as argument 1: what it puts there under a
 * text key is ld.<key> in this script, and is offered as a suggestion for misspelt names. It may
 * register metatables (lde_sandbox_metatable) too. Its functions find everything through
 * lde_script_of(L). */
lde_outcome lde_script_extend(lde_script *script, const char *name, lua_CFunction opener,
                              lde_failure *failure);
/* Something of the layer that extended the script, found again by the functions of that name;
 * borrowed. NULL when nothing was attached. */
void lde_script_attach(lde_script *script, const char *name, void *thing);
void *lde_script_attached(const lde_script *script, const char *name);

/* ---- (raises) for C functions that scripts call ---- */

/* Pushes the table of the shared parameters as ld.params shows it. */
void lde_script_push_params(lua_State *L);
/* Pushes the value of a setting on a day: of a dated map the value in force on it, or nil. */
void lde_script_push_setting(lua_State *L, const lde_node *node, int32_t day);
/* Raises the fact that `format` (printf's) says, followed by "; did you mean 'label'?" when a name
 * that was offered is near. */
int lde_script_raise_unknown(lua_State *L, const lde_suggestion *suggestion, const char *format,
                             ...) __attribute__((format(printf, 3, 4)));

#endif
