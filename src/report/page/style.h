/* style.h: the style sheet of a page, made from style.css when the engine is built. */
#ifndef LDE_REPORT_PAGE_STYLE_H
#define LDE_REPORT_PAGE_STYLE_H

#include <stddef.h>

extern const char lde_page_style[];
extern const size_t lde_page_style_size;

#endif
