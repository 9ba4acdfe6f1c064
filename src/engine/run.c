/* `run`: one script on the model. An offer is solved, printed and, on request, kept. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "engine/internal.h"
#include "engine/save.h"
#include "engine/whatif/whatif.h"
#include "engine/whatif/with_offer.h"
#include "offer/mip.h"
#include "offer/offer_lua.h"
#include "script/deep_stack.h"

typedef struct run {
  lde_project *project;
  lde_result *result;
  lde_script *script;
  const char *name;
  lde_buffer source;
  lde_failure failure;
  lde_scenarios *scenarios; /* NULL: not asked for */
  lde_mip_losses losses;
} run;

static void add_rule(lde_result *result, const char *file, const char *bytes, size_t len)
{
  struct lde_provenance_rule rule = {.file = lde_arena_strdup(&result->arena, file)};
  lde_digest digest;

  lde_digest_init(&digest);
  lde_digest_add(&digest, bytes, len);
  lde_digest_finish(&digest, rule.sha256);
  lde_vec_push(&result->provenance.rules, rule);
}

static bool require(void *ctx, const char *name, lde_buffer *out, char *file, size_t file_size,
                    lde_error *err)
{
  run *run = ctx;
  size_t before = out->len;

  if (!lde_module_read(run->project, name, out, file, file_size, err))
    return false;
  add_rule(run->result, file, out->data + before, out->len - before);
  return true;
}

static void print(void *ctx, const char *line, size_t len)
{
  run *run = ctx;
  const char *copy = lde_arena_strndup(&run->result->arena, line, len);
  lde_vec_push(&run->result->log, copy);
}

static bool interrupted(void *ctx)
{
  const lde_project_options *options = &((run *)ctx)->project->options;
  return options->interrupted && options->interrupted(options->ctx);
}

static void progress(void *ctx, double value, double bound)
{
  const lde_project_options *options = &((run *)ctx)->project->options;
  if (options->progress)
    options->progress(options->ctx, value, bound);
}

/* Takes the result off the stack: an offer, solved when the script did not, or plain data. */
static lde_outcome take_result(run *run)
{
  lde_result *result = run->result;
  lde_outcome outcome = LDE_OUTCOME_OK;

  if (run->scenarios)
    outcome = lde_offer_take_scenarios(run->script, run->scenarios, &run->failure);
  if (outcome == LDE_OUTCOME_OK)
    outcome = lde_offer_take(run->script, &result->offer, &run->failure);
  if (outcome != LDE_OUTCOME_OK)
    return outcome;
  if (result->offer) {
    result->payload = LDE_PAYLOAD_OFFER;
    return LDE_OUTCOME_OK;
  }
  outcome = lde_script_take_data(run->script, &result->arena, &result->data, &run->failure);
  if (outcome == LDE_OUTCOME_OK)
    result->payload = LDE_PAYLOAD_DATA;
  return outcome;
}

/* Without its process the exact solver adds nothing: what there is, is valid, but it may be less, or less
 * well proven. */
static void tell_losses(lde_result *result, const lde_mip_losses *losses)
{
  lde_language lang = result->language;
  const char *why = losses->number
                        ? strerror(losses->number)
                        : LDE_TR(lang, "its process ended early", "het proces stopte voortijdig");
  const char *message;

  if (!losses->count)
    return;
  message = lde_arena_printf(
      &result->arena,
      LDE_TR(
          lang,
          "%zu answers of the exact solver were lost (%s); the offer is what the other method found and proved",
          "van de exacte oplosser ging %zu keer het antwoord verloren (%s); het aanbod is wat de andere methode vond en bewees"),
      losses->count, why);
  lde_diagnose(&result->diagnostics, LDE_WARNING, "offer/solver", "", NULL, 0, 0,
               LDE_TR(lang, "see that there are processes and memory left, and run it again",
                      "zorg dat er processen en geheugen over zijn, en voer het opnieuw uit"),
               "%s", message);
  if (result->offer)
    lde_vec_push(&result->offer->notes, lde_arena_strdup(&result->offer->arena, message));
}

static void execute(void *ctx)
{
  run *run = ctx;
  lde_outcome outcome;

  lde_mip_losses_forget();
  outcome = lde_script_run(run->script, run->name, lde_buffer_text(&run->source), run->source.len,
                           &run->failure);
  if (outcome == LDE_OUTCOME_OK)
    outcome = take_result(run);
  run->losses = lde_mip_losses_seen();
  if (outcome == LDE_OUTCOME_OK)
    return;
  if (!*run->failure.file) /* what the script returned has no line of its own */
    snprintf(run->failure.file, sizeof run->failure.file, "%s", run->name);
  lde_result_add_failure(run->result, run->project, &run->failure);
}

/* Reads the script; false after saying why not. */
static bool read_script(run *run, const char *script)
{
  lde_project *project = run->project;
  lde_language lang = project->language;
  lde_buffer path = {0};
  lde_error err = {0};
  bool read = false;

  if (!script)
    script = project->loaded.manifest.offer_script;
  run->name = script ? script : "rules/offer.lua";
  if (!lde_script_find(project, run->name, &path))
    lde_result_add(run->result, "usage/script",
                   LDE_TR(lang,
                          "it is looked for in the project, here, and among the shipped rules",
                          "er is gezocht in het project, hier en bij de meegeleverde regels"),
                   LDE_TR(lang, "there is no script %s", "er is geen script %s"), run->name);
  else if (lde_file_read(path.data, 0, &run->source, lang, &err) != LDE_OK)
    lde_result_add(run->result, "usage/script", NULL, "%s", err.message);
  else
    read = true;
  lde_buffer_free(&path);
  return read;
}

lde_result *lde_run(lde_project *project, const lde_run_options *options)
{
  lde_result *result = lde_result_new("run", project, project->language);
  lde_scenarios scenarios = {0};
  lde_earlier earlier = {0};
  run run = {
      .project = project, .result = result, .scenarios = options->scenarios ? &scenarios : NULL};
  lde_script_options script = LDE_SCRIPT_OPTIONS_INIT;

  if (!project->valid || !read_script(&run, options->script) ||
      (options->near &&
       !lde_earlier_read(result, project, options->database, options->near, &earlier)))
    goto done;
  lde_result_describe_origin(result);
  add_rule(result, run.name, run.source.data, run.source.len);
  script.limits = lde_project_limits(project, 8);
  script.host = (lde_sandbox_host){.ctx = &run,
                                   .lang = project->language,
                                   .require = require,
                                   .print = print,
                                   .interrupted = interrupted};
  script.params = project->loaded.manifest.params;
  script.params_set = lde_project_params_set(project, &script.params_set_count);
  run.script = lde_script_new(project->loaded.dataset, &script);
  if (lde_offer_extend(run.script, progress, interrupted, &run, &run.failure) != LDE_OUTCOME_OK) {
    lde_result_add_failure(result, project, &run.failure);
  } else {
    lde_offer_stay_near(run.script, earlier.data, earlier.len);
    if (options->prices)
      lde_offer_prove_prices(run.script);
    lde_deep_stack_call(execute, &run);
    tell_losses(result, &run.losses);
  }
  result->provenance.params = lde_project_params(project, &result->arena);
  lde_project_check_params(result, result->provenance.params);
  lde_script_free(run.script);
  if (result->offer)
    lde_offer_judge(result);
  if (result->offer && options->scenarios)
    lde_scenarios_keep(result, &scenarios);
  lde_scenarios_free(&scenarios);
  if (result->offer && options->check && result->offer->status != LDE_OFFER_INFEASIBLE &&
      !result->interrupted)
    lde_offer_check(project, result, options->database);
  if (options->save && (result->infeasible || !result->diagnostics.errors) && !result->interrupted)
    lde_run_save(result, project, options->database, options->started);
done:
  lde_vec_free(&earlier);
  lde_buffer_free(&run.source);
  return result;
}
