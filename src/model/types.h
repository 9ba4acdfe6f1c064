/* types.h: the value types, one object each; value.c puts them in order. Inside model only. */
#ifndef LDE_MODEL_TYPES_H
#define LDE_MODEL_TYPES_H

#include "model/value.h"

extern const lde_type_class lde_type_money, lde_type_scaled, lde_type_integer, lde_type_minutes,
    lde_type_level, lde_type_date, lde_type_timestamp, lde_type_text, lde_type_bool,
    lde_type_choice, lde_type_reference, lde_type_ref;

#endif
