/* document.h: a report as plain data between those who decide what it says (the section files of this
 * folder) and those who write it: HTML, Markdown, or a workbook. A document is a list of sections, each
 * with blocks: text, lists, key figures, tables, pictures. Numbers in tables keep their value and kind,
 * so that a spreadsheet gets numbers and every writer formats money the same way.
 *
 * All texts live in the document's arena, in the language of the report, and are plain: the writers
 * escape. Blocks are added to the section added last, rows and cells to the table added last. */
#ifndef LDE_REPORT_PAGE_DOCUMENT_H
#define LDE_REPORT_PAGE_DOCUMENT_H

#include <stdarg.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "ldengine/status.h"

/* How something should feel to the reader; never shown by colour alone. */
typedef enum lde_tone { LDE_TONE_PLAIN, LDE_TONE_GOOD, LDE_TONE_CARE, LDE_TONE_BAD } lde_tone;

typedef enum lde_document_kind {
  LDE_CELL_TEXT,
  LDE_CELL_INTEGER,
  LDE_CELL_MONEY,  /* minor units */
  LDE_CELL_SHARE,  /* ten-thousandths */
  LDE_CELL_MINUTES /* shown as hours */
} lde_document_kind;

typedef struct lde_document_cell {
  lde_document_kind kind;
  bool empty;        /* a number that is not known: a dash */
  int64_t value;     /* of the other kinds than text */
  const char *text;  /* of a text; of a number only when something else is shown in its place */
  const char *below; /* smaller, on a line of its own; NULL = nothing */
  const char *anchor, *link; /* ids of this place separated by blanks, id it leads to; NULL = none */
  lde_tone tone;
} lde_document_cell;

typedef enum lde_table_row_kind {
  LDE_TABLE_BODY,
  LDE_TABLE_GROUP,
  LDE_TABLE_SUM
} lde_table_row_kind;

typedef struct lde_document_row {
  lde_table_row_kind kind;
  int indent;
  size_t first; /* index of the first cell; a GROUP row has one cell, the others one a column */
} lde_document_row;

typedef struct lde_document_table {
  const char *caption, *name; /* name: of a sheet in a workbook */
  LDE_VEC(struct lde_document_column {
    const char *title;
    lde_document_kind kind;
    bool narrow; /* text that stays on one line */
  })
  columns;
  LDE_VEC(lde_document_row) rows;
  LDE_VEC(lde_document_cell) cells;
  bool compact; /* small type: for wide tables */
} lde_document_table;

typedef enum lde_block_kind {
  LDE_BLOCK_LEAD,    /* the sentence that matters */
  LDE_BLOCK_TEXT,
  LDE_BLOCK_SMALL,   /* a remark under something */
  LDE_BLOCK_QUOTE,
  LDE_BLOCK_HEADING, /* inside a section */
  LDE_BLOCK_LIST,
  LDE_BLOCK_FIGURES, /* a few key figures beside each other */
  LDE_BLOCK_CARDS,   /* short titled lists beside each other */
  LDE_BLOCK_TABLE,
  LDE_BLOCK_PICTURE
} lde_block_kind;

/* An item of a list, a key figure (strong: its value) or a card (strong: its title). */
typedef struct lde_document_item {
  const char *strong, *text, *below;
  lde_tone tone;
  int card; /* of CARDS: an item of that card; the title of the card itself has `title` */
  bool title;
  const char *link;
} lde_document_item;

typedef struct lde_document_block {
  lde_block_kind kind;
  const char *text, *anchor;
  LDE_VEC(lde_document_item) items;
  lde_document_table *table;
  const char *picture, *picture_table; /* SVG, and the same content as an HTML table */
} lde_document_block;

typedef struct lde_document_section {
  const char *id, *title;
  LDE_VEC(lde_document_block) blocks;
  bool new_page; /* when printed */
} lde_document_section;

typedef struct lde_document {
  lde_arena arena;
  lde_language language;
  char currency[4];
  const char *title, *subtitle, *organisation, *date, *footer;
  int32_t day; /* the day it is about */
  bool one_page; /* everything on one A4 page */
  bool contents; /* with a table of contents */
  bool mail;     /* asked for as a mail */
  LDE_VEC(lde_document_section) sections;
} lde_document;

lde_document *lde_document_new(lde_language language, const char *currency);
void lde_document_free(lde_document *document);

const char *lde_document_say(lde_document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Takes the text of the buffer and empties it. */
const char *lde_document_take(lde_document *document, lde_buffer *text);

void lde_document_section_add(lde_document *document, const char *id, const char *title);
/* A block of plain text of one of the first kinds, HEADING included; `text` in the arena. */
lde_document_block *lde_document_add(lde_document *document, lde_block_kind kind, const char *text);
/* To the list, figures or cards added last. */
lde_document_item *lde_document_item_add(lde_document *document, const char *strong,
                                         const char *text);
/* A new card; the items that follow are in it. */
void lde_document_card(lde_document *document, const char *title, lde_tone tone);
/* Takes both texts; the table may be empty. `label` names the picture. */
void lde_document_picture(lde_document *document, const char *label, lde_buffer *svg,
                          lde_buffer *table);

lde_document_table *lde_document_table_add(lde_document *document, const char *name,
                                           const char *caption);
void lde_document_column(lde_document *document, lde_document_kind kind, const char *title);
void lde_document_narrow_column(lde_document *document, const char *title);
lde_document_row *lde_document_row_add(lde_document *document, lde_table_row_kind kind);
/* The next cell of the row; returned so that its other members can be set. */
lde_document_cell *lde_document_text(lde_document *document, const char *text);
lde_document_cell *lde_document_number(lde_document *document, lde_document_kind kind,
                                       int64_t value);
lde_document_cell *lde_document_nothing(lde_document *document);

/* Appends the cell as people read it; money with cents where `cents`. */
void lde_document_cell_print(lde_buffer *out, const lde_document *document,
                             const lde_document_cell *cell, bool cents);
/* Does an amount of the table have cents? Then all show them. */
bool lde_document_table_has_cents(const lde_document *document, const lde_document_table *table);

#endif
