/* thread.h: the golden thread of one record in both directions: why do we do this (up), and what do we
 * do for it (down). The thread runs
 *   vision → goal → need → plan line → offering, session, evaluation plan
 *   vision → learning vision → policy → HRD plan → programme and annual plan → plan line
 * with movements, competencies and KPIs at their places. Each edge carries the money and minutes of the
 * lines in the plan that go through the record asked for and along that edge, divided over goals as
 * lde_line_goals does; of a line that is itself asked for also when it is out of the plan. Plain data,
 * owned by the caller; refers to rows of the dataset, which must be resolved. */
#ifndef LDE_MODEL_THREAD_H
#define LDE_MODEL_THREAD_H

#include "model/dataset.h"

typedef struct lde_thread_edge {
  int64_t upper, lower;   /* lde_ref_pack(entity, row): nearer to the vision, nearer to the work */
  int32_t distance;       /* from the record asked for, from 1 */
  int64_t money, minutes; /* along this edge */
} lde_thread_edge;

typedef LDE_VEC(lde_thread_edge) lde_thread_edges;

typedef struct lde_thread {
  lde_thread_edges up, down; /* by distance, then by model order and row */
  int64_t money, minutes;            /* of all lines in the plan that go through the record */
} lde_thread;

/* A record of a kind that is no part of the thread (an employee, a budget) gives the edges to those parts
 * that it refers to. */
void lde_thread_find(lde_thread *out, lde_dataset *dataset, int32_t entity, int32_t row);
void lde_thread_free(lde_thread *thread);

/* The thread of a whole dataset, for many questions: one way up from each record. */
typedef struct lde_thread_map lde_thread_map;
lde_thread_map *lde_thread_map_new(lde_dataset *dataset);
void lde_thread_map_free(lde_thread_map *map);
/* The record itself, then what it serves, step by step to the top, as lde_ref_pack: goals before needs
 * before plans where there are several. At most `most`; returns how many. A record outside the thread
 * begins with the part that it refers to. */
size_t lde_thread_map_up(const lde_thread_map *map, int32_t entity, int32_t row, int64_t *way,
                         size_t most);

/* The first link that a goal misses on its way to a complete thread (data-model.md 3.5), in order. */
typedef enum lde_thread_gap {
  LDE_THREAD_COMPLETE,
  LDE_THREAD_NOT_ACTIVE, /* not active in the plan year */
  LDE_THREAD_NO_KPI,     /* with baseline and target */
  LDE_THREAD_NO_NEED,
  LDE_THREAD_NO_LINE,      /* in the plan, that reaches the needed level */
  LDE_THREAD_NO_EVALUATION /* of such a line, at the level asked or a higher one */
} lde_thread_gap;

/* `level` is the evaluation_level choice that the policy asks for lines of this goal. */
lde_thread_gap lde_goal_thread_gap(lde_dataset *dataset, int32_t goal, int level);

#endif
