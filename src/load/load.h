/* load.h: files → dataset. Reads a project (manifest and all its sources) or single YAML files, reports
 * every mistake with its place, and hands over a resolved dataset with the manifest's settings. Lua is
 * reached through callbacks that the engine passes in; this layer does not know it. */
#ifndef LDE_LOAD_LOAD_H
#define LDE_LOAD_LOAD_H

#include "base/io.h"
#include "model/dataset.h"
#include "model/diagnostic.h"
#include "model/node.h"

/* One value that a transform returned for a field. */
typedef struct lde_transform_value {
  const char *field;
  enum { LDE_TRANSFORM_TEXT, LDE_TRANSFORM_NUMBER, LDE_TRANSFORM_BOOL, LDE_TRANSFORM_LIST } kind;
  const char *text; /* TEXT; items of a LIST separated by '|' */
  size_t len;
  double number;    /* NUMBER, as rules see it: money in minor units; `integer` when is_integer */
  int64_t integer;
  bool is_integer;  /* of NUMBER; BOOL is in `integer` */
} lde_transform_value;

/* Takes one record that a transform made of the row at hand. */
typedef void lde_transform_take(void *ctx, const lde_transform_value *values, size_t count);

/* Lua as seen by the loader. `open` compiles a transform or merge file (path inside the project) and returns a
 * handle, or NULL after reporting into `found`. `transform` calls it with one row: headers and cell
 * texts; for each record returned calls `take`; when the row is dropped with a reason, `reason` gets
 * it. False when the script failed (reported into `found`): the source is then left. */
typedef struct lde_load_scripts {
  void *ctx;
  void *(*open)(void *ctx, const char *path, lde_diagnostics *found);
  bool (*transform)(void *handle, const char *const *headers, const char *const *cells,
                    const size_t *lengths, size_t count, lde_transform_take *take, void *take_ctx,
                    lde_buffer *reason, lde_diagnostics *found);
  void (*close)(void *handle);
  /* The same for the file of `gaps.current`: rows of assessments of one employee and competency, newest
   * first, to a level, or -1 for none. A script that failed was reported and gives -1 from then on. */
  void *(*open_merge)(void *ctx, const char *path, lde_diagnostics *found);
  int32_t (*merge)(void *handle, const int32_t *rows, size_t count, lde_diagnostics *found);
} lde_load_scripts;

/* `--set PATH=VALUE` of the command line. */
typedef struct lde_setting {
  const char *path, *value;
} lde_setting;

/* One sheet of a workbook, or a CSV file, that is loaded beside the project's own sources. */
typedef struct lde_load_import {
  const char *file, *path; /* as shown, and to open */
  const char *sheet;       /* NULL for CSV */
  const char *entity;      /* in the plural */
  const char *dialect;     /* of CSV: "nl", "excel-1252", "rfc"; NULL = by what the file shows */
} lde_load_import;

/* Native YAML that stands in memory. It is read last, after the what-ifs: a record in it with an id that is
 * there already takes the place of that record and of what is kept inside it. */
typedef struct lde_load_text {
  const char *name; /* as shown */
  const char *bytes;
  size_t len;
} lde_load_text;

typedef struct lde_load_options {
  const char *folder;        /* of the project; NULL = no project */
  const char *const *files;  /* native YAML files to read besides or without a project */
  size_t file_count;
  const char *today;         /* overrides the manifest; "now" = the clock */
  int language;              /* lde_language, or -1: the manifest's, else English */
  const struct lde_limit_settings *limits_most; /* what the manifest asks beyond is lowered; NULL = none */
  const lde_setting *settings;
  size_t setting_count;
  const lde_load_scripts *scripts; /* NULL: a transform is an error */
  const lde_load_import *imports;
  size_t import_count;
  const char *const *instead;      /* sources of the manifest that the imports replace */
  size_t instead_count;
  const lde_load_text *texts;
  size_t text_count;
} lde_load_options;

/* Limits as in contract.md section 1, `limits`; per rule. */
typedef struct lde_limit_settings {
  uint64_t memory, steps, rule_file, input; /* bytes, steps, bytes, bytes */
  double time;                              /* seconds */
} lde_limit_settings;

/* One limit as it is written in the manifest ("memory", "64MiB") or given to a program. False when there
 * is no such limit (`example` is NULL then) or the value is none (`example` shows one). */
bool lde_limit_parse(const char *name, const char *text, lde_limit_settings *settings,
                     const char **example);
/* Lowers what is above `most`; 0 there = no bound. */
void lde_limits_tighten(lde_limit_settings *settings, const lde_limit_settings *most);

/* The settings of ldengine.yaml. Nodes and texts live in `arena`. */
typedef struct lde_manifest {
  lde_arena arena;
  const char *path;           /* of the manifest as shown, "" without one */
  const char *folder;         /* of the project, "." without one */
  const lde_node *root;       /* NULL without a manifest */
  LDE_VEC(const char *) packs; /* rules.packs; empty and packs_written false = the standard ten */
  bool packs_written;
  LDE_VEC(const char *) rule_files; /* paths found by rules.files, sorted; offer*.lua, *_test.lua … left out */
  const lde_node *severity, *params; /* rules.severity, rules.params; NULL = none */
  const char *offer_script;   /* offer.script or NULL */
  const char *merge_script;   /* gaps.current when it is a Lua file, else NULL */
  lde_limit_settings limits;
  size_t max_errors;
  LDE_VEC(lde_setting) params_set; /* --set params.x=… of the command line */
} lde_manifest;

typedef struct lde_loaded {
  lde_manifest manifest;
  lde_dataset *dataset; /* NULL when the manifest itself could not be read */
} lde_loaded;

/* Loads and resolves. LDE_ERROR_INPUT when anything was reported as error into `found` (everything is
 * there, err may stay empty); `out` holds what could be read in any case and must be freed. */
lde_status lde_load(lde_loaded *out, const lde_load_options *options, lde_diagnostics *found,
                    lde_error *err);
void lde_loaded_free(lde_loaded *loaded);

/* Folder of the project: `start` or the nearest above it that holds ldengine.yaml; false when none. */
bool lde_project_find(const char *start, lde_buffer *folder);

#endif
