/* Cycles in `parent`, `supersedes`, prerequisites and in `precedes` between competencies: a record that
 * comes before itself. Each cycle is told once, at its first record. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "model/connect.h"

typedef struct links {
  int32_t *start, *to; /* CSR over the rows of one table */
  int32_t count;
} links;

static lde_rows links_of(const links *links, int32_t row)
{
  size_t count = (size_t)(links->start[row + 1] - links->start[row]);

  return (lde_rows){count ? links->to + links->start[row] : NULL, count};
}

static void report_cycle(lde_resolve *resolve, const lde_table *table, const lde_field *field,
                         const int32_t *path, size_t count)
{
  lde_language lang = resolve->dataset->language;
  lde_buffer names = {0};

  for (size_t i = 0; i <= count; i++) {
    if (i)
      lde_buffer_puts(&names, " → ");
    if (i == 6 && count > 6) {
      lde_buffer_puts(&names, "…");
      break;
    }
    lde_row_id(resolve->dataset, table, path[i % count], &names);
  }
  lde_report_row(resolve, table, field, path[0], "load/cycle",
                 LDE_TR(lang, "remove one of these links", "haal een van deze verwijzingen weg"),
                 LDE_TR(lang, "%s form a circle: %s", "%s vormen een kring: %s"),
                 table->entity->plural, names.data);
  lde_buffer_free(&names);
}

/* Depth-first over all rows without recursion; state: 0 new, 1 on the path, 2 done. */
static void find_cycles(lde_resolve *resolve, const lde_table *table, const lde_field *field,
                        const links *links)
{
  unsigned char *state = lde_alloc((size_t)links->count, 1);
  LDE_VEC(int32_t) path = {0};
  LDE_VEC(size_t) next = {0};

  for (int32_t root = 0; root < links->count; root++) {
    if (state[root])
      continue;
    lde_vec_push(&path, root);
    lde_vec_push(&next, 0);
    state[root] = 1;
    while (path.len) {
      int32_t row = path.data[path.len - 1];
      lde_rows to = links_of(links, row);
      size_t at = next.data[path.len - 1]++;
      if (at == to.count) {
        state[row] = 2;
        path.len--;
        next.len--;
      } else if (state[to.rows[at]] == 0) {
        state[to.rows[at]] = 1;
        lde_vec_push(&path, to.rows[at]);
        lde_vec_push(&next, 0);
      } else if (state[to.rows[at]] == 1) {
        size_t from = path.len - 1;
        while (path.data[from] != to.rows[at])
          from--;
        report_cycle(resolve, table, field, path.data + from, path.len - from);
      }
    }
  }
  lde_free(state);
  lde_vec_free(&path);
  lde_vec_free(&next);
}

/* The links of a reference from a table to itself. */
static void check_field(lde_resolve *resolve, const lde_table *table, const lde_field *field)
{
  links links = {.count = lde_table_count(table)};
  LDE_VEC(int32_t) to = {0};

  links.start = lde_alloc((size_t)links.count + 1, sizeof *links.start);
  for (int32_t row = 0; row < links.count; row++) {
    int32_t one;
    lde_rows rows = {&one, 1};
    if (field->flags & LDE_LIST)
      rows = lde_table_list(table, field->index, row);
    else
      one = lde_table_row(table, field->index, row);
    for (size_t i = 0; i < rows.count; i++)
      if (rows.rows[i] >= 0)
        lde_vec_push(&to, rows.rows[i]);
    links.start[row + 1] = (int32_t)to.len;
  }
  links.to = to.data;
  find_cycles(resolve, table, field, &links);
  lde_free(links.start);
  lde_vec_free(&to);
}

/* `precedes` is a relation record: competencies are the nodes. */
static void check_precedes(lde_resolve *resolve)
{
  lde_dataset *dataset = resolve->dataset;
  const lde_table *competencies = lde_dataset_table(dataset, LDE_E(competency));
  int32_t relations = lde_count(dataset, competency_relation);
  links links = {.count = lde_table_count(competencies)};

  links.start = lde_alloc((size_t)links.count + 1, sizeof *links.start);
  links.to = lde_alloc((size_t)relations, sizeof *links.to);
  for (int pass = 0; pass < 2; pass++) {
    int32_t *fill = lde_alloc((size_t)links.count + 1, sizeof *fill);
    memcpy(fill, links.start, ((size_t)links.count + 1) * sizeof *fill);
    for (int32_t row = 0; row < relations; row++) {
      int32_t from = lde_get_row(dataset, competency_relation, from_competency, row);
      int32_t to = lde_get_row(dataset, competency_relation, to_competency, row);
      if (from < 0 || to < 0 || lde_get(dataset, competency_relation, type, row) !=
                                    LDE_CHOICE_OF(competency_relation_type, precedes))
        continue;
      if (pass)
        links.to[fill[from]++] = to;
      else
        links.start[from + 1]++;
    }
    for (int32_t i = 0; !pass && i < links.count; i++)
      links.start[i + 1] += links.start[i];
    lde_free(fill);
  }
  find_cycles(resolve, competencies, NULL, &links);
  lde_free(links.start);
  lde_free(links.to);
}

void lde_check_cycles(lde_resolve *resolve)
{
  for (size_t e = 0; e < resolve->dataset->schema->entities.len; e++) {
    static const char *const names[] = {"parent", "supersedes"};
    const lde_table *table = &resolve->dataset->tables[e];
    for (int i = 0; i < 2; i++) {
      const lde_field *field = lde_entity_field(table->entity, names[i]);
      if (field && field->type == LDE_TYPE_REFERENCE && field->target == table->entity &&
          table->columns[field->index].present)
        check_field(resolve, table, field);
    }
  }
  check_field(resolve, lde_dataset_table(resolve->dataset, LDE_E(offering)),
              &lde_schema_entity(resolve->dataset->schema, LDE_E(offering))
                   ->fields[LDE_F(offering, prerequisites)]);
  check_precedes(resolve);
}
