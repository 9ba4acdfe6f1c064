/* Where a value was written. Cells of exports are not remembered one by one: the row's line and the
 * header's number are, and the cell is found by reading the record again: not in UTF-16, whose places
 * stay the row's. */
#include <stdio.h>
#include <string.h>

#include "base/held.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/dataset.h"

/* Where every 64th line of a file begins, so that thousands of findings do not read it from the top. */
struct lde_line_index {
  LDE_VEC(long) starts;
};
enum { LINES_PER_MARK = 64, RECORD_BYTES = 65536 };

/* A line ends in \n, \r\n or \r, as for the reader of CSV. */
static bool ends_line(int c, int next)
{
  return c == '\n' || (c == '\r' && next != '\n');
}

static struct lde_line_index *index_lines(FILE *file)
{
  struct lde_line_index *index = lde_alloc(1, sizeof *index);
  long at = 0;
  uint32_t lines = 0;

  lde_vec_push(&index->starts, 0);
  for (int c = getc(file), next; c != EOF; c = next) {
    next = getc(file);
    at++;
    if (ends_line(c, next) && ++lines % LINES_PER_MARK == 0)
      lde_vec_push(&index->starts, at);
  }
  return index;
}

void lde_line_index_free(struct lde_line_index *index)
{
  if (!index)
    return;
  lde_vec_free(&index->starts);
  lde_free(index);
}

/* Reads the bytes from the start of the line on, at most RECORD_BYTES; returns how many. */
static size_t read_record(lde_source *source, uint32_t line, char *bytes)
{
  FILE *file = lde_file_stream(source->path);
  size_t len = 0, mark = (line - 1) / LINES_PER_MARK;
  uint32_t at;

  if (!file)
    return 0;
  if (!source->lines)
    source->lines = index_lines(file);
  if (mark < source->lines->starts.len && fseek(file, source->lines->starts.data[mark], SEEK_SET) == 0) {
    int c = getc(file), next;
    for (at = (uint32_t)mark * LINES_PER_MARK + 1; at < line && c != EOF; c = next) {
      next = getc(file);
      at += ends_line(c, next);
    }
    bytes[0] = (char)c;
    len = c == EOF ? 0 : 1 + fread(bytes + 1, 1, RECORD_BYTES - 1, file);
  }
  fclose(file);
  return len;
}

typedef struct spot {
  size_t line_start, at; /* in the bytes of the record */
  uint32_t lines;        /* that quoted cells before it went on for */
} spot;

/* Where cell number `cell`, from 0, begins; false when the record has fewer. */
static bool find_cell(const char *bytes, size_t len, char delimiter, int32_t cell, spot *spot)
{
  size_t at = 0;

  while (cell > 0 && at < len) {
    bool quoted = bytes[at] == '"';
    for (at += quoted; at < len; at++) {
      char next = at + 1 < len ? bytes[at + 1] : '\0';
      if (quoted && bytes[at] == '"' && next == '"')
        at++;
      else if (bytes[at] == '"' && quoted)
        quoted = false;
      else if (!quoted && bytes[at] == delimiter)
        break;
      else if (ends_line(bytes[at], next)) {
        if (!quoted)
          return false;
        spot->lines++;
        spot->line_start = at + 1;
      }
    }
    cell -= at++ < len;
  }
  spot->at = at;
  return cell == 0 && at <= len;
}

/* Line and column of one cell of the record at `place`, which stays as it is when it is not found. */
static void seek_cell(lde_source *source, int32_t cell, lde_place *place)
{
  char *bytes = lde_alloc(RECORD_BYTES, 1);
  size_t len = place->line ? read_record(source, place->line, bytes) : 0, before;
  spot found = {0};

  if (place->line == 1 && len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
    memmove(bytes, bytes + 3, len -= 3);
  if (len && find_cell(bytes, len, source->delimiter, cell, &found) && !memchr(bytes, 0, found.at)) {
    before = found.at - found.line_start;
    place->line += found.lines;
    /* in what is no UTF-8 (Windows-1252) every byte is a character */
    if (lde_utf8_valid_length(bytes, found.at) == found.at)
      before = lde_utf8_count(bytes + found.line_start, before);
    place->column = (uint32_t)before + 1;
  }
  lde_free(bytes);
}

lde_place lde_place_of(const lde_dataset *dataset, const lde_table *table, int field, int32_t row)
{
  lde_place place = table->places.data[row];
  const lde_column *column = field >= 0 ? &table->columns[field] : NULL;
  lde_source *source;

  if (column && column->places && (size_t)row < column->capacity && column->places[row].line)
    return column->places[row];
  if (place.source < 0 || field < 0)
    return place;
  source = &dataset->sources.data[place.source];
  if (source->header_of && source->entity == table->entity->index && source->header_of[field] >= 0) {
    if (source->kind == LDE_SOURCE_CSV)
      seek_cell(source, source->header_of[field], &place);
    else
      place.column = (uint32_t)source->header_of[field] + 1;
  }
  return place;
}
