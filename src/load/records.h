/* records.h: native YAML → rows. Top-level keys are entities in the plural; a record's keys are fields,
 * or relations whose records are nested. Every value keeps its place. References stay texts until the
 * dataset is resolved. Nothing is opened here; the tree comes from yaml.h. */
#ifndef LDE_LOAD_RECORDS_H
#define LDE_LOAD_RECORDS_H

#include "load/complain.h"
#include "model/dataset.h"

typedef struct lde_records {
  lde_dataset *dataset;
  const lde_complaints *to;
  int32_t source;        /* index into dataset->sources; its rows are counted */
  lde_language language; /* of the organisation: what a written `label` fills */
  bool header_allowed;   /* a file that stands alone: year, today, organisation are taken elsewhere */
} lde_records;

/* A whole file. */
void lde_records_read(const lde_records *records, const lde_node *root);
/* A list of records of one entity, and one record: parts of a manifest. */
void lde_records_read_list(const lde_records *records, const lde_entity *entity,
                           const lde_node *list);
void lde_records_read_one(const lde_records *records, const lde_entity *entity,
                          const lde_node *map);

/* Offers the entities that people may write. */
void lde_records_suggest_entity(const lde_schema *schema, lde_suggestion *suggestion);
/* Offers what can be written on a record: fields that are not computed, and relations. */
void lde_records_suggest_field(const lde_entity *entity, lde_suggestion *suggestion);

/* One member of a map as it is kept: key, kind and value (dataset.h). False for what has no single value. */
bool lde_map_member(lde_strings *strings, const lde_node *member, int32_t triple[3]);

#endif
