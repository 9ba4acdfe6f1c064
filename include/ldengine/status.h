/* status.h: how every function of ldengine says that an operation failed.
 *
 * A function that can fail returns an lde_status and takes an `lde_error *` as its last parameter,
 * which may be NULL. Outputs are written on success only. Trouble in the user's data is not a
 * status: it is a diagnostic of the result (see result.h).
 * The negative of a status is the exit code of the command line for that kind of failure. */
#ifndef LDENGINE_STATUS_H
#define LDENGINE_STATUS_H

typedef enum lde_status {
  LDE_OK = 0,
  LDE_ERROR_USAGE = -2,       /* the caller asked for something that does not exist */
  LDE_ERROR_INPUT = -3,       /* a file cannot be read, or does not fit the model */
  LDE_ERROR_SCRIPT = -4,      /* a script or rule failed to load, crashed or hit a limit */
  LDE_ERROR_INFEASIBLE = -5,  /* hard constraints of an offer clash */
  LDE_ERROR_INCOMPLETE = -6,  /* part of a batch could not be judged */
  LDE_ERROR_INTERNAL = -70,   /* a mistake of ours */
  LDE_ERROR_INTERRUPTED = -130
} lde_status;

/* What went wrong, in one sentence for the user, in the language of the run. */
typedef struct lde_error {
  lde_status status;
  char message[512];
} lde_error;

/* The languages in which everything a user reads exists. */
typedef enum lde_language { LDE_ENGLISH, LDE_DUTCH } lde_language;

#endif
