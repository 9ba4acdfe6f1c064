/* `why` as people read it: what a record serves and what serves it, what was decided, what was found;
 * a rule on a record, condition by condition. */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "report/diagnostic_text.h"
#include "report/layout.h"
#include "report/reasons.h"

typedef struct page {
  lde_buffer *out;
  lde_dataset *dataset;
  const lde_style *style;
  lde_language lang;
} page;

static void heading(const page *p, const char *text)
{
  lde_buffer_putc(p->out, '\n');
  lde_paint_text(p->out, p->style, LDE_PAINT_BOLD, text);
  lde_buffer_putc(p->out, '\n');
}

static void append_record(const page *p, lde_buffer *out, int32_t entity, int32_t row)
{
  lde_table *table = lde_dataset_table(p->dataset, entity);
  lde_buffer id = {0}, label = {0};

  lde_row_id(p->dataset, table, row, &id);
  lde_row_label(p->dataset, table, row, p->lang, &label);
  lde_buffer_printf(out, "%s:%s", table->entity->plural, lde_buffer_text(&id));
  if (strcmp(lde_buffer_text(&id), lde_buffer_text(&label)) != 0)
    lde_buffer_printf(out, " %s", lde_buffer_text(&label));
  lde_buffer_free(&id);
  lde_buffer_free(&label);
}

static void print_title(const page *p, int32_t entity, int32_t row)
{
  lde_table *table = lde_dataset_table(p->dataset, entity);
  lde_buffer line = {0};
  lde_place place = lde_place_of(p->dataset, table, -1, row);

  append_record(p, &line, entity, row);
  lde_paint_text(p->out, p->style, LDE_PAINT_BOLD, line.data);
  lde_buffer_truncate(&line, 0);
  if (place.source >= 0) {
    const lde_source *source = &p->dataset->sources.data[place.source];
    lde_place_print(&line, source->name, source->sheet, place.line, 0);
    lde_buffer_printf(p->out, " (%.*s)", (int)line.len - 2, line.data + 1);
  }
  lde_buffer_putc(p->out, '\n');
  lde_buffer_free(&line);
}

/* ---- the golden thread ---- */

static void append_weight(const page *p, lde_buffer *out, int64_t money, int64_t minutes)
{
  if (!money && !minutes)
    return;
  lde_buffer_puts(out, "  ");
  lde_amount_format(out, p->dataset, money, p->lang);
  lde_buffer_puts(out, ", ");
  lde_hours_format(out, minutes, p->lang);
  lde_buffer_puts(out, LDE_TR(p->lang, " hours", " uur"));
}

enum { MOST = 12 };

/* The edges from a node, as a tree; a node that was shown already is only named. */
static void print_branch(const page *p, const lde_thread_edges *edges, bool up, int64_t node,
                         int depth, unsigned char *shown)
{
  size_t count = 0, left = 0;

  for (size_t i = 0; i < edges->len && depth < 12; i++) {
    const lde_thread_edge *edge = &edges->data[i];
    int64_t from = up ? edge->lower : edge->upper, to = up ? edge->upper : edge->lower;
    lde_buffer line = {0};
    if (from != node || shown[i])
      continue;
    if (count >= MOST && p->style->verbosity < 1) {
      left++;
      continue;
    }
    count++;
    shown[i] = 1;
    append_record(p, &line, lde_ref_entity(to), lde_ref_row(to));
    append_weight(p, &line, edge->money, edge->minutes);
    lde_buffer_printf(p->out, "%*s%s ", 2 * depth + 2, "", up ? "↑" : "↓");
    lde_wrap(p->out, line.data, (size_t)(2 * depth + 4), (size_t)(2 * depth + 4),
             lde_style_columns(p->style));
    lde_buffer_free(&line);
    print_branch(p, edges, up, to, depth + 1, shown);
  }
  if (left)
    lde_buffer_printf(
        p->out, LDE_TR(p->lang, "%*s… and %zu more (use -v)\n", "%*s… en nog %zu (gebruik -v)\n"),
        2 * depth + 2, "", left);
}

static void print_thread(const page *p, const lde_why_record *why, bool up)
{
  const lde_thread_edges *edges = up ? &why->thread.up : &why->thread.down;
  unsigned char *shown = lde_alloc(edges->len + 1, 1);

  heading(p, up ? LDE_TR(p->lang, "What it serves", "Waar het aan bijdraagt")
                : LDE_TR(p->lang, "What serves it", "Wat eraan bijdraagt"));
  if (!edges->len)
    lde_buffer_puts(p->out,
                    up ? LDE_TR(p->lang, "  nothing: the thread to the goals is broken here\n",
                                "  niets: de draad naar de doelen is hier gebroken\n")
                       : LDE_TR(p->lang, "  nothing\n", "  niets\n"));
  print_branch(p, edges, up, lde_ref_pack(why->entity, why->row), 0, shown);
  lde_free(shown);
}

/* ---- decisions ---- */

static void print_decision(const page *p, const lde_why_decision *decision)
{
  lde_buffer line = {0};

  lde_buffer_puts(&line, decision->in ? LDE_TR(p->lang, "in", "opgenomen")
                                      : LDE_TR(p->lang, "out", "niet opgenomen"));
  lde_buffer_printf(&line, " [%s]", decision->reason ? decision->reason : "?");
  if (decision->offering) {
    lde_buffer_putc(&line, ' ');
    lde_record_name(&line, p->dataset, "offerings", decision->offering, p->lang);
  }
  if (decision->need) {
    lde_buffer_puts(&line, LDE_TR(p->lang, " for ", " voor "));
    lde_record_name(&line, p->dataset, "needs", decision->need, p->lang);
  }
  if (decision->period)
    lde_buffer_printf(&line, ", %s", decision->period);
  if (decision->seats) {
    lde_buffer_puts(&line, ", ");
    lde_count_format(&line, decision->seats, LDE_TR(p->lang, "seat", "plaats"),
                     LDE_TR(p->lang, "seats", "plaatsen"), p->lang);
  }
  if (decision->cost) {
    lde_buffer_puts(&line, ", ");
    lde_amount_format(&line, p->dataset, decision->cost, p->lang);
  }
  if (decision->sentence && *decision->sentence)
    lde_buffer_printf(&line, ": %s", decision->sentence);
  if (decision->enters_if)
    lde_buffer_printf(&line, "; %s", decision->enters_if);
  lde_buffer_puts(p->out, "  ");
  lde_wrap(p->out, line.data, 2, 4, lde_style_columns(p->style));
  lde_buffer_free(&line);
}

static void print_decisions(const page *p, const lde_why_record *why)
{
  lde_buffer title = {0};

  if (!why->has_offer)
    return;
  lde_buffer_puts(&title, LDE_TR(p->lang, "What the offer decided", "Wat het aanbod besliste"));
  if (why->run)
    lde_buffer_printf(&title, LDE_TR(p->lang, " (run %s)", " (uitvoering %s)"), why->run);
  heading(p, title.data);
  lde_buffer_free(&title);
  if (!why->decisions.len)
    lde_buffer_puts(p->out,
                    LDE_TR(p->lang, "  nothing about this record\n", "  niets over dit gegeven\n"));
  for (size_t i = 0; i < why->decisions.len; i++)
    print_decision(p, &why->decisions.data[i]);
}

void lde_report_why_record(lde_buffer *out, lde_dataset *dataset, const lde_why_record *why,
                           const lde_style *style)
{
  page p = {out, dataset, style, style->language};
  lde_buffer line = {0};

  print_title(&p, why->entity, why->row);
  append_weight(&p, &line, why->thread.money, why->thread.minutes);
  if (line.len)
    lde_buffer_printf(
        out, LDE_TR(p.lang, "Through it goes%s a year\n", "Daarin gaat per jaar om:%s\n"),
        line.data + 1);
  lde_buffer_free(&line);
  print_thread(&p, why, true);
  print_thread(&p, why, false);
  print_decisions(&p, why);
  if (why->findings.items.len) {
    heading(&p, LDE_TR(p.lang, "What the rules found", "Wat de regels vonden"));
    lde_report_findings(out, &why->findings,
                        &(lde_style){style->language, style->width, style->color, -1});
  }
}

/* ---- a rule ---- */

static void print_values(const page *p, const lde_why_clause *clause)
{
  lde_buffer line = {0};

  for (size_t i = 0; i < clause->value_count; i++)
    lde_buffer_printf(&line, "%s%s = %s", i ? ", " : "", clause->values[i].name,
                      *clause->values[i].shown ? clause->values[i].shown
                                               : LDE_TR(p->lang, "(empty)", "(leeg)"));
  if (clause->trouble)
    lde_buffer_printf(&line, "%s%s", line.len ? "; " : "", clause->trouble);
  if (line.len) {
    lde_buffer_puts(p->out, "        ");
    lde_wrap(p->out, line.data, 8, 8, lde_style_columns(p->style));
  }
  lde_buffer_free(&line);
}

static void print_clause(const page *p, const lde_why_clause *clause)
{
  const char *truth = clause->truth == LDE_TRUTH_YES  ? LDE_TR(p->lang, "yes", "ja")
                      : clause->truth == LDE_TRUTH_NO ? LDE_TR(p->lang, "no", "nee")
                                                      : LDE_TR(p->lang, "unknown", "onbekend");

  if (strcmp(clause->key, "by") == 0)
    truth = "·";
  lde_buffer_printf(p->out, "  %s %s: %s\n", truth, clause->key, clause->text);
  print_values(p, clause);
}

static void print_join(const page *p, const lde_why_rule *why)
{
  lde_buffer line = {0};

  if (why->match) {
    lde_buffer_printf(&line, "%s:%s", why->match->entity, why->match->id);
    lde_labelled_print(p->out, LDE_TR(p->lang, "fits", "past"), line.data, p->style);
  } else if (why->nearest) {
    lde_buffer_printf(&line, "%s:%s", why->nearest->entity, why->nearest->id);
    for (size_t i = 0; i < why->miss_count; i++)
      lde_buffer_printf(
          &line, LDE_TR(p->lang, "; %s is %s, needs %s %s", "; %s is %s, nodig is %s %s"),
          why->misses[i].name, why->misses[i].has, why->misses[i].operator, why->misses[i].wanted);
    lde_labelled_print(p->out, LDE_TR(p->lang, "closest", "dichtstbij"), line.data, p->style);
  }
  lde_buffer_free(&line);
}

void lde_report_why_rule(lde_buffer *out, lde_dataset *dataset, const lde_why_record *record,
                         const lde_why_rule *why, const lde_style *style)
{
  page p = {out, dataset, style, style->language};
  lde_buffer line = {0};
  const char *verdict =
      why->off         ? LDE_TR(p.lang, "is switched off", "is uitgeschakeld")
      : !why->looks_at ? LDE_TR(p.lang, "does not look at records of this kind",
                                "kijkt niet naar dit soort gegevens")
      : why->failed    ? LDE_TR(p.lang, "could not be judged", "kon niet worden beoordeeld")
      : why->findings.items.len ? LDE_TR(p.lang, "fires", "slaat aan")
                                : LDE_TR(p.lang, "does not fire", "slaat niet aan");

  print_title(&p, record->entity, record->row);
  lde_buffer_printf(&line, "%s%s%s%s %s", why->rule, *why->code ? " (" : "", why->code,
                    *why->code ? ")" : "", verdict);
  lde_paint_text(out, style, why->findings.items.len ? LDE_PAINT_RED : LDE_PAINT_BOLD, line.data);
  lde_buffer_printf(out, ": %s\n", why->title[p.lang] ? why->title[p.lang] : "");
  lde_buffer_free(&line);
  if (why->trouble)
    lde_labelled_print(out, LDE_TR(p.lang, "trouble", "probleem"), why->trouble, style);
  for (size_t i = 0; i < why->clauses.len; i++)
    print_clause(&p, &why->clauses.data[i]);
  print_join(&p, why);
  for (size_t i = 0; i < why->findings.items.len; i++) {
    lde_labelled_print(out, lde_severity_word(why->findings.items.data[i].severity, p.lang),
                       why->findings.items.data[i].message, style);
    lde_labelled_print(out, LDE_TR(p.lang, "help", "hulp"), why->findings.items.data[i].help,
                       style);
  }
  if (why->why[p.lang])
    lde_labelled_print(out, LDE_TR(p.lang, "why it matters", "waarom het ertoe doet"),
                       why->why[p.lang], style);
  lde_buffer_printf(out, "   %s: %s:%d\n", LDE_TR(p.lang, "rule", "regel"), why->file, why->line);
}
