/* `explain`: one rule or one code in words; `docs`: a page for each rule. */
#include <string.h>

#include "base/error.h"
#include "base/io.h"
#include "engine/internal.h"
#include "rules/page.h"
#include "script/deep_stack.h"

typedef struct explaining {
  lde_project *project;
  lde_result *result;
  const char *name;   /* of explain */
  const char *folder; /* of docs */
} explaining;

static void complain(explaining *e, const lde_rules *rules)
{
  lde_suggestion suggestion = {.wanted = e->name};
  lde_buffer help = {0};
  const char *code;

  for (size_t i = 0; i < lde_rules_count(rules); i++)
    lde_suggestion_offer(&suggestion, lde_rules_info(rules, i).id);
  for (size_t i = 0; (code = lde_report_code(i)); i++)
    lde_suggestion_offer(&suggestion, code);
  lde_suggestion_print(&help, &suggestion, e->result->language);
  lde_result_add(
      e->result, "usage/rule", lde_buffer_text(&help),
      LDE_TR(e->result->language, "there is no rule or code '%s'", "er is geen regel of code '%s'"),
      e->name);
  lde_buffer_free(&help);
}

static void explain(void *ctx)
{
  explaining *e = ctx;
  lde_rules *rules = lde_project_rules(e->project, e->result, NULL, 0);
  lde_rule_page page = {0};

  if (lde_rules_page(rules, e->name, &page))
    lde_report_rule_page(&e->result->document, &page, e->result->language);
  else if (!lde_report_code_page(&e->result->document, e->name, e->result->language) &&
           !e->result->diagnostics.errors) /* else it may be in the file that they are about */
    complain(e, rules);
  lde_rule_page_free(&page);
  lde_rules_free(rules);
}

static lde_result *explained(const char *command, explaining e, void (*fill)(void *))
{
  e.result = lde_result_new(command, e.project, e.project->language);
  e.result->payload = LDE_PAYLOAD_DOCUMENT;
  if (e.project->loaded.dataset)
    lde_deep_stack_call(fill, &e);
  return e.result;
}

lde_result *lde_explain(lde_project *project, const char *name)
{
  return explained("explain", (explaining){.project = project, .name = name}, explain);
}

/* ---- docs ---- */

static bool write_page(explaining *e, const char *name, const lde_buffer *text)
{
  lde_buffer path = {0};
  lde_error err = {0};
  char *slash;

  lde_buffer_printf(&path, "%s/%s", e->folder, name);
  slash = strrchr(path.data, '/');
  *slash = '\0';
  if (lde_folder_make(path.data, e->result->language, &err) == LDE_OK) {
    *slash = '/';
    lde_file_write(path.data, text->data, text->len, e->result->language, &err);
  }
  if (err.status)
    lde_result_add(e->result, "usage/path", NULL, "%s", err.message);
  lde_buffer_free(&path);
  return err.status == LDE_OK;
}

static void write_all(void *ctx)
{
  explaining *e = ctx;
  lde_rules *rules = lde_project_rules(e->project, e->result, NULL, 0);
  lde_language lang = e->result->language;
  lde_buffer index = {0}, text = {0};
  bool goes_on = true;

  lde_buffer_printf(&index, "# %s\n\n| | %s | %s |\n|---|---|---|\n",
                    LDE_TR(lang, "Rules", "Regels"), LDE_TR(lang, "rule", "regel"),
                    LDE_TR(lang, "title", "titel"));
  for (size_t i = 0; i < lde_rules_count(rules) && goes_on; i++) {
    lde_rule_info info = lde_rules_info(rules, i);
    lde_rule_page page = {0};
    lde_buffer name = {0};
    if (info.replaced || !lde_rules_page(rules, info.id, &page))
      continue;
    lde_buffer_truncate(&text, 0);
    lde_report_rule_page(&text, &page, lang);
    lde_buffer_printf(&name, "%s.md", info.id);
    goes_on = write_page(e, name.data, &text);
    lde_buffer_printf(&index, "| %s | [%s](%s) | %s |\n", info.code, info.id, name.data,
                      info.title[lang] ? info.title[lang] : "");
    lde_buffer_free(&name);
    lde_rule_page_free(&page);
  }
  if (goes_on)
    write_page(e, "index.md", &index);
  lde_buffer_free(&text);
  lde_buffer_free(&index);
  lde_rules_free(rules);
}

lde_result *lde_docs(lde_project *project, const char *folder)
{
  return explained("docs", (explaining){.project = project, .folder = folder}, write_all);
}
