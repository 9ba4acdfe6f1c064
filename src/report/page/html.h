/* html.h: writing HTML that is also well-formed XML, piece by piece, escaped. Text and attribute values
 * pass through one function; control characters are left out. Inside the report layer. */
#ifndef LDE_REPORT_PAGE_HTML_H
#define LDE_REPORT_PAGE_HTML_H

#include "base/buffer.h"
#include "report/page/document.h"

/* Escaped text, fit for content and for an attribute in double quotes. NULL is nothing. */
void lde_html_text(lde_buffer *out, const char *text);
/* <name class="…"> and the text and </name>; `class_name` may be NULL. */
void lde_html_element(lde_buffer *out, const char *name, const char *class_name, const char *text);
/* Name and value in front of a closing bracket; nothing when the value is NULL. */
void lde_html_attribute(lde_buffer *out, const char *name, const char *value);

/* The document as one HTML file without outside requests and without scripts. */
void lde_document_html(lde_buffer *out, const lde_document *document);
/* The same for a mail: styles on the elements, no pictures, tables that any reader shows. */
void lde_document_mail(lde_buffer *out, const lde_document *document);
/* As Markdown; pictures are left out, their tables are in the document. */
void lde_document_markdown(lde_buffer *out, const lde_document *document);
/* As an .xlsx file. */
lde_status lde_document_workbook(lde_buffer *out, const lde_document *document, lde_error *err);

#endif
