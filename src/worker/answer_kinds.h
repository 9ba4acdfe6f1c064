/* answer_kinds.h: the kinds of records of an answer, in the order in which they come. Inside worker. */
#ifndef LDE_WORKER_ANSWER_KINDS_H
#define LDE_WORKER_ANSWER_KINDS_H

enum {
  KIND_BEGIN = 1, /* magic, version */
  KIND_LOCKED,    /* bits, seconds of one rule */
  KIND_RULE,      /* id, file; repeated */
  KIND_REFUSE,    /* why; ends the stream */
  KIND_ABOUT,     /* organisation, name, year, language, judged, locks */
  KIND_DIAGNOSTIC,
  KIND_UNKEPT,    /* diagnostics that were only counted */
  KIND_LOG,
  KIND_FINDING,
  KIND_JUDGED,    /* a rule that ran or should have */
  KIND_COUNTS,    /* of the findings */
  KIND_END        /* number of records before it */
};

enum { ANSWER_MAGIC = 0x3145444c /* LDE1 */, ANSWER_VERSION = 2 };

/* Longest texts, in bytes. */
enum { NAME_MOST = 200, SHORT_MOST = 4096, LONG_MOST = 1 << 20, PARTS_MOST = 100000 };

#endif
