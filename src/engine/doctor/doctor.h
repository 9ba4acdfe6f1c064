/* doctor.h: the list that `doctor` fills: what was looked at, how it stands, what to do about it. Inside
 * engine only. */
#ifndef LDE_ENGINE_DOCTOR_H
#define LDE_ENGINE_DOCTOR_H

#include "engine/internal.h"

typedef enum lde_health { LDE_HEALTH_OK, LDE_HEALTH_NOTE, LDE_HEALTH_WRONG } lde_health;

typedef struct lde_doctor {
  const lde_doctor_options *options;
  lde_result *result;
  lde_language language;
  lde_data *checks; /* list of objects: id, status, message, help */
  size_t count, notes, wrong;
} lde_doctor;

/* One line. `help` says how to repair it, and is left out when nothing is wrong. */
void lde_doctor_add(lde_doctor *doctor, const char *id, lde_health health, const char *help,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* doctor_machine.c: locks, stack, memory, clock, programs, locale. */
void lde_doctor_machine(lde_doctor *doctor);
/* doctor_program.c: libraries, what was built in, shipped rules. */
void lde_doctor_program(lde_doctor *doctor);
/* doctor_project.c: the project here, when there is one. */
void lde_doctor_project(lde_doctor *doctor);

#endif
