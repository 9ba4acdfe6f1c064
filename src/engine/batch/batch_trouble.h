/* batch_trouble.h: what is said of a worker that did not give an answer: which rule it was at, and what
 * became of it. Inside engine only. */
#ifndef LDE_ENGINE_BATCH_TROUBLE_H
#define LDE_ENGINE_BATCH_TROUBLE_H

#include "engine/batch/batch.h"
#include "worker/pool.h"

/* `why` is what was wrong with the answer, when there was one; `again`: the other rules are run again
 * without that one. */
void lde_batch_tell(lde_judged *judged, const lde_pool_end *end, const lde_answer_trail *trail,
                    const char *why, bool again, lde_language lang);

#endif
