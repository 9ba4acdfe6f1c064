/* calls.h: the lists of system calls of a worker. Inside worker, and for the test that tries them all. */
#ifndef LDE_WORKER_CALLS_H
#define LDE_WORKER_CALLS_H

#include <stdbool.h>
#include <stddef.h>

/* Names of the calls that a judging worker may make, NULL at the end; some with restrictions on their
 * arguments (memory that can be executed is refused). */
extern const char *const lde_calls_judge[];
/* Besides those, while it reads. */
extern const char *const lde_calls_read[];

/* Puts the filter on all threads of this process. False when the kernel or the build has none. */
bool lde_calls_allow(bool reading);

#endif
