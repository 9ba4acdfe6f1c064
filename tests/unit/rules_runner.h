/* rules_runner.h: loads and runs rules over a small dataset in unit tests. */
#ifndef TESTS_RULES_RUNNER_H
#define TESTS_RULES_RUNNER_H

#include "dataset_builder.h"
#include "rules/rules.h"

typedef struct bench {
  lde_dataset *ds;
  lde_rules_options options;
  lde_rules *rules;
  lde_findings found;
  lde_diagnostics trouble;
} bench;

static inline bench bench_new(void)
{
  bench b = {.ds = build_dataset(), .options = {.script = LDE_SCRIPT_OPTIONS_INIT}};

  memcpy(b.ds->currency, "EUR", 4);
  b.ds->currency_decimals = 2;
  build_row(b.ds, "units", "id=it; label_en=Digital");
  build_row(b.ds, "units", "id=hr");
  build_row(b.ds, "budgets", "id=b1; unit=it; setup=1000.00; mode=restrictive");
  build_row(b.ds, "budgets", "id=b2; unit=hr; setup=50.00; mode=indicative");
  build_row(b.ds, "budgets", "id=b3; unit=hr");
  build_row(b.ds, "goals", "id=g1; weight=0.6");
  build_row(b.ds, "goals", "id=g2; weight=0.4");
  build_row(b.ds, "kpis", "id=k1; goal=g1");
  return b;
}

static inline void bench_start(bench *b)
{
  lde_diagnostics found = {0};

  lde_dataset_resolve(b->ds, &found); /* what is left out of these small models is no mistake */
  for (size_t i = 0; i < found.items.len; i++)
    if (strcmp(found.items.data[i].code, "load/required") != 0)
      fail_msg("%s", found.items.data[i].message);
  if (found.errors)
    lde_dataset_derive(b->ds);
  lde_diagnostics_free(&found);
  b->rules = lde_rules_new(b->ds, &b->options);
}

static inline bool bench_add_pack(bench *b, const char *pack, const char *name, const char *text)
{
  if (!b->rules)
    bench_start(b);
  return lde_rules_add(b->rules, pack, name, NULL, text, strlen(text), &b->trouble);
}

static inline void bench_free(bench *b)
{
  lde_rules_free(b->rules);
  lde_findings_free(&b->found);
  lde_diagnostics_free(&b->trouble);
  lde_dataset_free(b->ds);
}

#define HEAD "id = 't/r', code = 'T1', title = {en = 'T', nl = 'T'}, severity = 'warning', "
#define RULE(text) "return ld.rule { " HEAD text " }"

/* Every finding as "rule severity entity:id message", one a line. */
static inline void bench_print(const bench *b, lde_buffer *out)
{
  for (size_t i = 0; i < b->found.items.len; i++) {
    const lde_finding *f = &b->found.items.data[i];
    lde_buffer_printf(out, "%s%s %s %s:%s %s%s", i ? "\n" : "", f->rule, lde_severity_name(f->severity), f->entity, f->id, f->message,
                      f->exception ? " (excepted)" : f->known ? " (known)" : "");
  }
}

static inline void bench_run(bench *b, const char *expected)
{
  lde_buffer got = {0};

  lde_rules_run(b->rules, &b->found, &b->trouble);
  bench_print(b, &got);
  for (size_t i = 0; i < b->trouble.items.len; i++)
    lde_buffer_printf(&got, "\n!%s %s", b->trouble.items.data[i].code, b->trouble.items.data[i].message);
  assert_string_equal(lde_buffer_text(&got), expected);
  lde_buffer_free(&got);
}

/* One rule over the dataset above, its findings. */
static inline void expect_findings(const char *text, const char *expected)
{
  bench b = bench_new();

  if (!bench_add_pack(&b, NULL, "r.lua", text))
    fail_msg("%s", b.trouble.items.data[0].message);
  bench_run(&b, expected);
  bench_free(&b);
}

/* A file that is refused, with all of its mistakes: "line: message [help]", one a line. */
static inline void expect_refused(const char *text, const char *expected)
{
  bench b = bench_new();
  lde_buffer got = {0};

  if (bench_add_pack(&b, NULL, "r.lua", text))
    fail_msg("loads: %s", text);
  for (size_t i = 0; i < b.trouble.items.len; i++) {
    const lde_diagnostic *d = &b.trouble.items.data[i];
    lde_buffer_printf(&got, "%s%u: %s", i ? "\n" : "", d->line, d->message);
    if (*d->help)
      lde_buffer_printf(&got, " [%s]", d->help);
    assert_string_equal(d->file, "r.lua");
  }
  assert_string_equal(lde_buffer_text(&got), expected);
  lde_buffer_free(&got);
  bench_free(&b);
}

#endif
