/* The golden thread of one record: what it is for at its left, what is done for it at its right. Records
 * stand in layers, each at the right of all that it serves; lines are as thick as the money along them. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/integer.h"
#include "model/thread.h"
#include "report/picture/bands.h"

enum {
  LAYERS_MAX = 16,
  NODES_MAX = 12,
  LAYER = 176,
  BOX = 138,
  MARGIN = 8,
  LINE = 15,
  ROW_GAP = 10
};

#define TITLE(lang) LDE_TR(lang, "The thread of one record", "De draad van één gegeven")

typedef struct node {
  int64_t ref;
  const char *kind, *label; /* in the arena */
  int layer, near; /* near: the first layer of what stands below it */
  bool has_upper;
  int64_t money;
  double order, y, height;
  int32_t shown; /* number of the node that is drawn for it: itself, or "+ 12 more" */
  size_t hidden; /* of such a node: how many it stands for */
} node;

typedef struct edge {
  int32_t upper, lower; /* nodes */
  int64_t money;
} edge;

typedef struct graph {
  lde_svg svg;
  lde_arena arena;
  lde_dataset *ds;
  const lde_offer *offer;
  const lde_findings *findings;
  lde_map about, by_ref, by_ends;
  LDE_VEC(node) nodes;
  LDE_VEC(edge) edges;
  int32_t focus;
  int layers;
  int64_t most; /* money along an edge */
  lde_buffer text;
} graph;

/* What has no name of its own is called by what it says or offers. */
static const char *label_of(graph *g, int32_t entity, int32_t row)
{
  if (entity == LDE_E(mission_vision) && lde_has(g->ds, mission_vision, text, row))
    return lde_text_of(g->ds, mission_vision, text, row);
  if (entity == LDE_E(plan_line) && lde_has(g->ds, plan_line, offering, row)) {
    lde_picture_label(&g->text, g->ds, LDE_E(offering),
                      lde_get_row(g->ds, plan_line, offering, row), g->svg.lang);
    lde_buffer_puts(&g->text, " (");
    lde_row_id(g->ds, lde_dataset_table(g->ds, entity), row, &g->text);
    lde_buffer_putc(&g->text, ')');
    return g->text.data;
  }
  return lde_picture_label(&g->text, g->ds, entity, row, g->svg.lang);
}

static int32_t node_of(graph *g, int64_t ref)
{
  int32_t at = lde_map_add(&g->by_ref, ref, (int32_t)g->nodes.len);
  lde_table *table = lde_dataset_table(g->ds, lde_ref_entity(ref));

  if ((size_t)at < g->nodes.len)
    return at;
  lde_vec_push(&g->nodes,
               ((node){.ref = ref,
                       .shown = at,
                       .kind = table->entity->label[g->svg.lang == LDE_DUTCH],
                       .label = lde_arena_strdup(
                           &g->arena, label_of(g, lde_ref_entity(ref), lde_ref_row(ref)))}));
  return at;
}

static void add_edge(graph *g, int64_t upper, int64_t lower, int64_t money)
{
  edge e = {node_of(g, upper), 0, money};
  int32_t at;

  e.lower = node_of(g, lower);
  if (e.upper == e.lower)
    return;
  at = lde_map_add(&g->by_ends, lde_ref_pack(e.upper, e.lower), (int32_t)g->edges.len);
  if ((size_t)at < g->edges.len) {
    g->edges.data[at].money = lde_add_capped(g->edges.data[at].money, money);
    return;
  }
  lde_vec_push(&g->edges, e);
}

/* With an offer its lines stand for those of the plan. */
static bool is_plan_part(const graph *g, int64_t ref)
{
  int32_t entity = lde_ref_entity(ref);
  return g->offer && (entity == LDE_E(plan_line) || entity == LDE_E(annual_plan) ||
                      entity == LDE_E(session) || entity == LDE_E(evaluation_plan));
}

static void add_edges(graph *g, const lde_thread_edges *edges, int32_t steps, int32_t from)
{
  for (size_t i = 0; i < edges->len; i++) {
    const lde_thread_edge *e = &edges->data[i];
    if ((!steps || e->distance + from <= steps) && !is_plan_part(g, e->upper) &&
        !is_plan_part(g, e->lower))
      add_edge(g, e->upper, e->lower, g->offer ? 0 : e->money);
  }
}

/* Needs of the graph to the offerings that serve them; for an offering as focus, also up from it. */
static void add_offer(graph *g, const lde_picture_focus *focus)
{
  lde_map needs = {0};
  size_t known = g->nodes.len;
  int64_t own = lde_ref_pack(focus->entity, focus->row);
  bool upwards = focus->entity == LDE_E(offering);

  lde_picture_needs_index(&needs, g->offer);
  for (size_t l = 0; l < g->offer->lines.len; l++) {
    const lde_offer_line *line = &g->offer->lines.data[l];
    int64_t lower = lde_ref_pack(LDE_E(offering), line->offering);
    for (size_t s = 0; s < line->served.len; s++) {
      int32_t at = lde_picture_need_find(&needs, g->offer, line->served.data[s].need);
      const lde_offer_need *need = at < 0 ? NULL : &g->offer->needs.data[at];
      int64_t seats = line->served.data[s].seats, upper;
      int32_t is;
      lde_thread thread;
      if (!need || (need->need == LDE_NO_ROW && need->competency == LDE_NO_ROW))
        continue;
      upper = need->need != LDE_NO_ROW ? lde_ref_pack(LDE_E(need), need->need)
                                       : lde_ref_pack(LDE_E(competency), need->competency);
      is = lde_map_find(&g->by_ref, upper);
      if (upwards ? lower != own : is == LDE_MAP_NONE || (size_t)is >= known)
        continue;
      add_edge(g, upper, lower,
               line->seats ? lde_share_of(line->cost, lde_ratio(seats, line->seats, 10000), 10000)
                           : 0);
      if (!upwards || focus->up == 1)
        continue;
      lde_thread_find(&thread, g->ds, lde_ref_entity(upper), lde_ref_row(upper));
      add_edges(g, &thread.up, focus->up, 1);
      lde_thread_free(&thread);
    }
  }
  lde_map_free(&needs);
}

/* The longest way from above; a circle, which the thread should not have, stops at the last layer. */
static void set_layers(graph *g)
{
  for (int pass = 0; pass < LAYERS_MAX - 1; pass++)
    for (size_t i = 0; i < g->edges.len; i++) {
      const edge *e = &g->edges.data[i];
      int to = g->nodes.data[e->upper].layer + 1;
      if (g->nodes.data[e->lower].layer < to && to < LAYERS_MAX)
        g->nodes.data[e->lower].layer = to;
    }
  for (size_t i = 0; i < g->nodes.len; i++)
    g->nodes.data[i].near = LAYERS_MAX;
  for (size_t i = 0; i < g->edges.len; i++) {
    const edge *e = &g->edges.data[i];
    g->nodes.data[e->lower].has_upper = true;
    if (g->nodes.data[e->lower].layer < g->nodes.data[e->upper].near)
      g->nodes.data[e->upper].near = g->nodes.data[e->lower].layer;
  }
  for (size_t i = 0; i < g->nodes.len; i++) /* what nothing stands above goes next to what it leads to */
    if (!g->nodes.data[i].has_upper && g->nodes.data[i].near < LAYERS_MAX &&
        g->nodes.data[i].near > 0)
      g->nodes.data[i].layer = g->nodes.data[i].near - 1;
  for (size_t i = 0; i < g->nodes.len; i++)
    if (g->nodes.data[i].layer >= g->layers)
      g->layers = g->nodes.data[i].layer + 1;
}

/* The same money comes to a record along several kinds of records, so of these the largest sum counts. */
static void set_money(graph *g)
{
  lde_map sums = {0};
  LDE_VEC(int64_t) list = {0};

  for (size_t i = 0; i < g->edges.len; i++) {
    const edge *e = &g->edges.data[i];
    const int32_t ends[] = {e->lower, e->upper};
    g->most = e->money > g->most ? e->money : g->most;
    for (int side = 0; side < 2; side++) {
      node *n = &g->nodes.data[ends[side]];
      int32_t kind = lde_ref_entity(g->nodes.data[ends[1 - side]].ref) * 2 + side;
      int32_t at = lde_map_add(&sums, lde_ref_pack(ends[side], kind), (int32_t)list.len);
      if ((size_t)at == list.len)
        lde_vec_push(&list, 0);
      if (side == 1 && lde_ref_entity(n->ref) == LDE_E(mission_vision))
        continue; /* of a goal and of the goals below it: twice the same money */
      list.data[at] = lde_add_capped(list.data[at], e->money);
      n->money = list.data[at] > n->money ? list.data[at] : n->money;
    }
  }
  lde_map_free(&sums);
  lde_vec_free(&list);
}

static void find(graph *g, lde_dataset *ds, const lde_offer *offer, const lde_picture_focus *focus,
                 const lde_picture_style *style)
{
  lde_thread thread;
  int64_t money;

  *g = (graph){.ds = ds, .offer = offer};
  lde_svg_begin(&g->svg, style);
  g->focus = node_of(g, lde_ref_pack(focus->entity, focus->row));
  lde_thread_find(&thread, ds, focus->entity, focus->row);
  if (!offer || focus->entity != LDE_E(offering)) /* of an offering the offer knows what it serves */
    add_edges(g, &thread.up, focus->up, 0);
  add_edges(g, &thread.down, focus->down, 0);
  money = thread.money;
  lde_thread_free(&thread);
  if (offer)
    add_offer(g, focus);
  set_layers(g);
  set_money(g);
  if (!offer)
    g->nodes.data[g->focus].money = money;
}

static void release(graph *g)
{
  lde_buffer_free(&g->svg.body);
  lde_buffer_free(&g->text);
  lde_map_free(&g->about);
  lde_map_free(&g->by_ref);
  lde_map_free(&g->by_ends);
  lde_vec_free(&g->nodes);
  lde_vec_free(&g->edges);
  lde_arena_free(&g->arena);
}

/* What a layer has too much of goes into one node: the least money first, never the focus. */
static void hide(graph *g, int layer)
{
  size_t count = 0, first = g->nodes.len;
  int32_t more;

  for (size_t i = 0; i < first; i++)
    count += g->nodes.data[i].layer == layer;
  if (count <= NODES_MAX)
    return;
  more = (int32_t)first;
  lde_vec_push(&g->nodes, ((node){.ref = -1, .layer = layer, .shown = more, .kind = ""}));
  for (size_t left = count; left >= NODES_MAX; left--) {
    node *least = NULL;
    for (size_t i = 0; i < first; i++) {
      node *n = &g->nodes.data[i];
      if (n->layer == layer && n->shown == (int32_t)i && (int32_t)i != g->focus &&
          (!least || n->money <= least->money))
        least = n;
    }
    least->shown = more;
    g->nodes.data[more].hidden++;
    g->nodes.data[more].money = lde_add_capped(g->nodes.data[more].money, least->money);
  }
  g->nodes.data[more].label = lde_arena_printf(
      &g->arena, LDE_TR(g->svg.lang, "+ %zu more", "+ %zu meer"), g->nodes.data[more].hidden);
}

static double box_height(const node *n, bool money)
{
  lde_svg_font font = {12, true, LDE_COLOR_INK, LDE_ANCHOR_START}; /* wide enough for the focus too */
  int lines = lde_svg_text_wrap(NULL, 0, 0, font, BOX - 30, LINE, 3, n->label);
  return 8 + (*n->kind ? 14 : 0) + LINE * lines + (money ? LINE : 0) + 4;
}

static int by_order(const void *a, const void *b)
{
  const node *const *x = a, *const *y = b;
  if ((*x)->order != (*y)->order)
    return (*x)->order < (*y)->order ? -1 : 1;
  if ((*x)->hidden != (*y)->hidden)
    return (*x)->hidden ? 1 : -1;
  return (*x < *y) ? -1 : *x > *y;
}

/* Orders a layer by the middle of what stands above each node, and stacks it. Returns its height. */
static double stack(graph *g, int layer)
{
  node **list = lde_alloc(g->nodes.len + 1, sizeof *list);
  size_t count = 0;
  double y = 0;

  for (size_t i = 0; i < g->nodes.len; i++) {
    node *n = &g->nodes.data[i];
    double sum = 0;
    int uppers = 0;
    if (n->layer != layer || n->shown != (int32_t)i)
      continue;
    for (size_t e = 0; e < g->edges.len; e++)
      if (g->nodes.data[g->edges.data[e].lower].shown == (int32_t)i) {
        const node *upper = &g->nodes.data[g->nodes.data[g->edges.data[e].upper].shown];
        sum += upper->y + upper->height / 2;
        uppers++;
      }
    n->order = uppers ? sum / uppers : (double)i;
    n->height = box_height(n, n->money > 0);
    list[count++] = n;
  }
  if (count)
    qsort(list, count, sizeof *list, by_order);
  for (size_t i = 0; i < count; i++) {
    list[i]->y = y;
    y += list[i]->height + ROW_GAP;
  }
  lde_free(list);
  return y;
}

static double x_of(const node *n)
{
  return MARGIN + LAYER * n->layer;
}

static void draw_edges(graph *g)
{
  lde_map drawn = {0};

  for (size_t i = 0; i < g->edges.len; i++) {
    const edge *e = &g->edges.data[i];
    const node *upper = &g->nodes.data[g->nodes.data[e->upper].shown];
    const node *lower = &g->nodes.data[g->nodes.data[e->lower].shown];
    double width = g->most > 0 ? 1 + 5 * (double)e->money / (double)g->most : 1.2;
    int64_t ends = lde_ref_pack(g->nodes.data[e->upper].shown, g->nodes.data[e->lower].shown);
    if (lde_map_add(&drawn, ends, (int32_t)i) != (int32_t)i || upper->layer >= lower->layer)
      continue;
    lde_svg_curve(&g->svg, x_of(upper) + BOX, upper->y + upper->height / 2, x_of(lower),
                  lower->y + lower->height / 2, (lde_svg_stroke){LDE_COLOR_LINE, width, false});
  }
  lde_map_free(&drawn);
}

static void draw_node(graph *g, const node *n, bool focus)
{
  lde_svg_font kind = {10, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  lde_svg_font font = {12, focus, LDE_COLOR_INK, LDE_ANCHOR_START};
  lde_svg_font small = {11, false, LDE_COLOR_MUTED, LDE_ANCHOR_START};
  const lde_finding *finding =
      n->hidden
          ? NULL
          : lde_findings_about(&g->about, g->findings, lde_ref_entity(n->ref), lde_ref_row(n->ref));
  bool broken = !n->hidden && lde_ref_entity(n->ref) == LDE_E(goal) &&
                lde_goal_thread_gap(g->ds, lde_ref_row(n->ref), 0) != LDE_THREAD_COMPLETE &&
                !g->offer;
  double x = x_of(n), y = n->y;
  int lines;

  lde_svg_group(&g->svg, finding ? finding->message : n->hidden ? NULL : n->label);
  lde_svg_rect(&g->svg, x, y, BOX, n->height, 5,
               focus       ? LDE_COLOR_SKY
               : n->hidden ? LDE_COLOR_BAND
                           : LDE_COLOR_PAPER,
               (lde_svg_stroke){broken  ? LDE_COLOR_RED
                                : focus ? LDE_COLOR_BLUE
                                        : LDE_COLOR_LINE,
                                focus || broken ? 2 : 1, broken});
  if (*n->kind) {
    lde_svg_text_fit(&g->svg, x + 8, y + 14, kind, BOX - 34, n->kind);
    y += 14;
  }
  lines = lde_svg_text_wrap(&g->svg, x + 8, y + 16, font, BOX - 30, LINE, 3, n->label);
  if (n->money > 0) {
    lde_buffer_truncate(&g->text, 0);
    lde_picture_money(&g->text, g->ds, n->money, g->svg.lang);
    lde_svg_text_fit(&g->svg, x + 8, y + 16 + LINE * lines, small, BOX - 14, g->text.data);
  }
  if (finding && g->svg.style->links) {
    lde_buffer_truncate(&g->text, 0);
    lde_picture_finding_anchor(&g->text, finding);
    lde_svg_link(&g->svg, g->text.data, finding->message);
  }
  if (finding || broken)
    lde_svg_warning(&g->svg, x + BOX - 13, n->y + 14, broken || finding->severity == LDE_ERROR);
  if (finding && g->svg.style->links)
    lde_svg_link_end(&g->svg);
  lde_svg_group_end(&g->svg);
}

void lde_picture_focus_draw(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                            const lde_findings *findings, const lde_picture_focus *focus,
                            const lde_picture_style *style)
{
  lde_language lang = style->language;
  const char *how =
      LDE_TR(lang,
             "To the left what it is for, to the right what is done for it. The thicker a "
             "line, the more money.",
             "Links waar het voor dient, rechts wat ervoor gebeurt. Hoe dikker een lijn, "
             "hoe meer geld.");
  double heights[LAYERS_MAX] = {0}, most = 0, top;
  lde_buffer title = {0};
  graph g;

  find(&g, ds, offer, focus, style);
  g.findings = findings;
  lde_findings_index(&g.about, findings);
  if (g.svg.width < 2 * MARGIN + LAYER * g.layers - (LAYER - BOX))
    g.svg.width = 2 * MARGIN + LAYER * g.layers - (LAYER - BOX);
  lde_buffer_printf(&title, "%s: %s", TITLE(lang), g.nodes.data[g.focus].label);
  top = lde_picture_head(&g.svg, title.data, how) + 4;
  for (int layer = 0; layer < g.layers; layer++)
    hide(&g, layer);
  for (int layer = 0; layer < g.layers; layer++) {
    heights[layer] = stack(&g, layer);
    most = heights[layer] > most ? heights[layer] : most;
  }
  for (size_t i = 0; i < g.nodes.len; i++) /* each layer in the middle */
    g.nodes.data[i].y += top + (most - heights[g.nodes.data[i].layer]) / 2;
  draw_edges(&g);
  for (size_t i = 0; i < g.nodes.len; i++)
    if (g.nodes.data[i].shown == (int32_t)i)
      draw_node(&g, &g.nodes.data[i], (int32_t)i == g.focus);
  lde_svg_finish(&g.svg, out, top + most + 4, title.data, how);
  lde_buffer_free(&title);
  release(&g);
}

void lde_picture_focus_table(lde_buffer *out, lde_dataset *ds, const lde_offer *offer,
                             const lde_picture_focus *focus, const lde_picture_style *style)
{
  lde_language lang = style->language;
  lde_html_table table;
  lde_buffer text = {0};
  graph g;

  find(&g, ds, offer, focus, style);
  lde_buffer_printf(&text, "%s: %s", TITLE(lang), g.nodes.data[g.focus].label);
  lde_html_table_begin(&table, out, text.data);
  lde_buffer_truncate(&text, 0);
  lde_html_table_column(&table, LDE_TR(lang, "Serves", "Dient"), false);
  lde_html_table_column(&table, LDE_TR(lang, "By", "Met"), false);
  lde_html_table_column(&table, LDE_TR(lang, "Money", "Geld"), true);
  for (size_t i = 0; i < g.edges.len; i++) {
    const edge *e = &g.edges.data[i];
    lde_buffer_printf(&text, "%s: %s", g.nodes.data[e->upper].kind, g.nodes.data[e->upper].label);
    lde_html_table_take(&table, &text);
    lde_buffer_printf(&text, "%s: %s", g.nodes.data[e->lower].kind, g.nodes.data[e->lower].label);
    lde_html_table_take(&table, &text);
    if (e->money)
      lde_picture_money_exact(&text, ds, e->money, lang);
    lde_html_table_take(&table, &text);
  }
  lde_html_table_end(&table);
  lde_buffer_free(&text);
  release(&g);
}
