/* internal.h: what an opened workbook is made of. Inside sheet only. */
#ifndef LDE_SHEET_INTERNAL_H
#define LDE_SHEET_INTERNAL_H

#include "base/arena.h"
#include "base/memory.h"
#include "sheet/serial.h"
#include "sheet/workbook.h"
#include "sheet/xml.h"

typedef struct sheet_entry {
  const char *name, *part;
  bool hidden, found;
} sheet_entry;

struct lde_workbook {
  lde_zip zip;
  lde_language language;
  lde_arena arena;
  const char *strings_part, *styles_part;
  bool from_1904, strings_read;
  LDE_VEC(sheet_entry) sheets;
  LDE_VEC(unsigned char) formats; /* by the number of a cell format: lde_serial_kind */
  lde_buffer strings;             /* the shared texts one behind the other */
  LDE_VEC(uint32_t) ends;         /* where each of them ends */
};

/* The shared texts, once. */
lde_status lde_workbook_load_strings(lde_workbook *workbook, lde_error *err);
/* Undoes _x000A_ in the text from there on. */
void lde_sheet_unescape(lde_buffer *text, size_t from);

#endif
