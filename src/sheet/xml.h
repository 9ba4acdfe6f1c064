/* xml.h: one XML part of a workbook, told element by element. Names come without their prefix.
 * Document types and the entities they could declare are refused, and so are nesting and single
 * tokens beyond what workbooks have. Inside sheet only. */
#ifndef LDE_SHEET_XML_H
#define LDE_SHEET_XML_H

#include "sheet/zip.h"

typedef struct lde_xml {
  void (*start)(void *ctx, const char *name, const char **attributes);
  void (*end)(void *ctx, const char *name);
  void (*text)(void *ctx, const char *text, size_t len); /* may be NULL */
  void *ctx;
  bool stopped; /* set by a callback: enough was read */
  /* inside */
  void *parser;
  uint64_t fed;
  int depth;
  enum { LDE_XML_FINE, LDE_XML_BROKEN, LDE_XML_REFUSED } trouble;
} lde_xml;

lde_status lde_xml_read(lde_xml *xml, lde_zip *zip, const char *part, lde_error *err);
/* The value of an attribute by its name without prefix, or NULL. */
const char *lde_xml_attribute(const char **attributes, const char *name);

#endif
