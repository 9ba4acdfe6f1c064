/* answer.h: what a worker found out about one organisation, and its passage through the pipe.
 *
 * The worker tells as it goes: that it began, that it is locked in, which rule it is at; at the end
 * everything it has to say. The parent reads that with lde_answer_read, a pure function of bytes that
 * may come from anybody: sizes, counts, ranges, UTF-8, names and the order of records are checked, and
 * an answer with one thing wrong is no answer at all. Paths in it are still the worker's word: whoever
 * opens one looks first where it leads. An answer owns its texts. */
#ifndef LDE_WORKER_ANSWER_H
#define LDE_WORKER_ANSWER_H

#include "base/memory.h"
#include "model/finding.h"
#include "worker/wire.h"

typedef struct lde_answer {
  lde_arena arena;
  const char *organisation, *name, *year; /* "" when it could not be read */
  lde_language language;
  unsigned locks; /* set of LDE_LOCK_… bits that held while rules ran */
  bool judged;    /* the rules ran: `findings` means something */
  lde_findings findings;
  lde_diagnostics diagnostics;
  LDE_VEC(const char *) log;
} lde_answer;

enum { LDE_ANSWER_MOST = 512 << 20, LDE_ANSWER_ITEMS_MOST = 2000000 };

/* How far a worker came, from the records that are complete. */
typedef struct lde_answer_trail {
  bool began, locked, answering; /* answering: rules are done */
  unsigned locks;
  double seconds;               /* that one rule may take, as the worker says; 0 before it is locked */
  char rule[256], file[512];    /* the last rule that began, or the file of rules; "" = neither */
  const char *refused;          /* a constant: what it said itself before it ended, or NULL */
} lde_answer_trail;

/* ---- the worker ---- */

void lde_answer_begin(lde_buffer *out);
void lde_answer_locked(lde_buffer *out, unsigned locks, double seconds);
/* NULL: a file of rules as a whole; both NULL: work of the engine. */
void lde_answer_rule(lde_buffer *out, const char *rule, const char *file);
/* Why it ends without an answer. */
typedef enum lde_answer_refusal { LDE_REFUSAL_MEMORY = 1, LDE_REFUSAL_LOCKS } lde_answer_refusal;
void lde_answer_refuse(lde_buffer *out, lde_answer_refusal why);
/* All of it; the lists are borrowed. */
void lde_answer_write(lde_buffer *out, const lde_answer *answer);

/* ---- the parent ---- */

/* Of an incomplete stream too. Texts are cut to fit, and names are checked. */
void lde_answer_follow(const unsigned char *bytes, size_t len, lde_answer_trail *trail);
/* A complete stream. False, with a few English words in `why`, when anything is wrong; `answer` is
 * empty then. Either way it is freed with lde_answer_free. */
bool lde_answer_read(const unsigned char *bytes, size_t len, lde_answer *answer, const char **why);
void lde_answer_free(lde_answer *answer);

#endif
