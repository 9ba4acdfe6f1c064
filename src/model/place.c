/* Where a value was written. Cells of exports are not remembered one by one: the row's line and the
 * header's number are, and the cell is found by reading the record again: not in UTF-16, whose places
 * stay the row's. */
#include <stdio.h>
#include <string.h>

#include "base/held.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/dataset.h"

/* Where every 64th line of a file begins, so that thousands of findings do not read it from the top;
 * and the part that was read last, because findings come in the order of the rows. */
struct lde_line_index {
  LDE_VEC(long) starts;
  char *part;
  long part_at;   /* of its first byte in the file */
  size_t part_len;
  uint32_t line;  /* where the last record began: its line, */
  size_t offset;  /* and its byte in the part */
};
enum { LINES_PER_MARK = 64, RECORD_BYTES = 65536, PART_BYTES = 8 * RECORD_BYTES };

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

  index->part = lde_alloc(PART_BYTES, 1);
  lde_vec_push(&index->starts, 0);
  for (int c = getc_unlocked(file), next; c != EOF; c = next) {
    next = getc_unlocked(file);
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
  lde_free(index->part);
  lde_free(index);
}

/* Fills the part from that byte of the file on, where that line begins. */
static bool read_part(lde_source *source, long at, uint32_t line)
{
  struct lde_line_index *index = source->lines;
  FILE *file = lde_file_stream(source->path);

  index->part_len = 0;
  if (!file)
    return false;
  if (fseek(file, at, SEEK_SET) == 0)
    index->part_len = fread(index->part, 1, PART_BYTES, file);
  fclose(file);
  index->part_at = at;
  index->line = line;
  index->offset = 0;
  return index->part_len > 0;
}

/* Goes on in the part to the start of the line; false when it is not there. */
static bool walk_to(struct lde_line_index *index, uint32_t line)
{
  while (index->line < line && index->offset < index->part_len) {
    int next = index->offset + 1 < index->part_len ? index->part[index->offset + 1] : EOF;
    index->line += ends_line(index->part[index->offset++], next);
  }
  return index->line == line && index->offset < index->part_len;
}

/* The bytes from the start of the line on, at most RECORD_BYTES, borrowed until the next call. */
static size_t read_record(lde_source *source, uint32_t line, char **bytes)
{
  struct lde_line_index *index = source->lines;
  size_t mark = (line - 1) / LINES_PER_MARK, left;
  FILE *file;

  if (!index) {
    if (!(file = lde_file_stream(source->path)))
      return 0;
    index = source->lines = index_lines(file);
    fclose(file);
  }
  if (mark >= index->starts.len)
    return 0;
  if ((!index->part_len || line < index->line || line > index->line + LINES_PER_MARK || !walk_to(index, line)) &&
      (!read_part(source, index->starts.data[mark], (uint32_t)mark * LINES_PER_MARK + 1) ||
       !walk_to(index, line)))
    return 0;
  left = index->part_len - index->offset;
  if (left < RECORD_BYTES && index->part_len == PART_BYTES) { /* the record may go on behind it */
    if (!read_part(source, index->part_at + (long)index->offset, line))
      return 0;
    left = index->part_len;
  }
  *bytes = index->part + index->offset;
  return left < RECORD_BYTES ? left : RECORD_BYTES;
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
  char *bytes = NULL;
  size_t len = place->line ? read_record(source, place->line, &bytes) : 0, before;
  spot found = {0};

  if (place->line == 1 && len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
    bytes += 3;
    len -= 3;
  }
  if (len && find_cell(bytes, len, source->delimiter, cell, &found) && !memchr(bytes, 0, found.at)) {
    before = found.at - found.line_start;
    place->line += found.lines;
    /* in what is no UTF-8 (Windows-1252) every byte is a character */
    if (lde_utf8_valid_length(bytes, found.at) == found.at)
      before = lde_utf8_count(bytes + found.line_start, before);
    place->column = (uint32_t)before + 1;
  }
}

lde_place lde_place_of(const lde_dataset *dataset, const lde_table *table, int field, int32_t row)
{
  lde_place place = lde_table_place_written(table, field, row);
  lde_source *source;

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
