/* Where a value was written. Cells of exports are not remembered one by one: the row's line and the
 * header's number are, and the column is found by reading that line again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/dataset.h"

/* Column, from 1 in characters, of cell number `cell` in the line; 0 when the line has fewer. */
static uint32_t cell_column(const char *line, size_t len, char delimiter, int32_t cell)
{
  uint32_t column = 1;
  bool quoted = false;

  for (size_t at = 0; at < len && cell > 0; at++) {
    if (line[at] == '"')
      quoted = !quoted;
    else if (line[at] == delimiter && !quoted)
      cell--;
    if (((unsigned char)line[at] & 0xC0) != 0x80)
      column++;
  }
  return cell == 0 ? column : 0;
}

static uint32_t find_cell(const lde_source *source, uint32_t line, int32_t cell)
{
  FILE *file = fopen(source->path, "rb");
  char *text = NULL;
  size_t size = 0;
  ssize_t len = 0;
  uint32_t column = 0;

  if (!file)
    return 0;
  for (uint32_t at = 0; at < line && len >= 0; at++)
    len = getline(&text, &size, file);
  if (len > 0) {
    const char *start = text;
    if (line == 1 && len >= 3 && memcmp(start, "\xEF\xBB\xBF", 3) == 0) {
      start += 3;
      len -= 3;
    }
    column = cell_column(start, (size_t)len, source->delimiter, cell);
  }
  free(text);
  fclose(file);
  return column;
}

lde_place lde_place_of(const lde_dataset *dataset, const lde_table *table, int field, int32_t row)
{
  lde_place place = table->places.data[row];
  const lde_column *column = field >= 0 ? &table->columns[field] : NULL;
  const lde_source *source;

  if (column && column->places && (size_t)row < column->capacity && column->places[row].line)
    return column->places[row];
  if (place.source < 0 || field < 0)
    return place;
  source = &dataset->sources.data[place.source];
  if (source->header_of && source->entity == table->entity->index && source->header_of[field] >= 0) {
    uint32_t found = source->kind == LDE_SOURCE_CSV
                         ? find_cell(source, place.line, source->header_of[field])
                         : (uint32_t)source->header_of[field] + 1;
    if (found)
      place.column = found;
  }
  return place;
}
