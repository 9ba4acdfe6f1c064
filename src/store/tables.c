#include "store/tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "model/value.h"
#include "store/json_text.h"

enum { COLUMN_FILE = -1, COLUMN_LINE = -2 };
enum { LINK_FROM, LINK_TO, LINK_POSITION };  /* columns of a link table */
enum { PLAN_SCAN, PLAN_ID, PLAN_REFERENCE }; /* idxNum; PLAN_REFERENCE + index of the field */

typedef struct model_table {
  sqlite3_vtab base;
  lde_dataset *dataset;
  lde_table *table;
  const lde_field *link; /* of a link table, else NULL */
  int *fields;           /* by column: index of the field, COLUMN_FILE, COLUMN_LINE */
  int column_count;
} model_table;

typedef struct model_cursor {
  sqlite3_vtab_cursor base;
  const int32_t *rows; /* NULL = every row of the table */
  size_t count, at;
  int32_t one;     /* the row found by id */
  size_t item;     /* link tables: index into the list of the row */
  lde_buffer text; /* for values that have to be printed */
} model_cursor;

/* Names */

void lde_sql_name(lde_buffer *out, const char *name)
{
  lde_buffer_putc(out, '"');
  for (; *name; name++) {
    if (*name == '"')
      lde_buffer_putc(out, '"');
    lde_buffer_putc(out, *name);
  }
  lde_buffer_putc(out, '"');
}

void lde_singular(const char *plural, lde_buffer *out)
{
  size_t len = strlen(plural);

  if (len > 3 && strcmp(plural + len - 3, "ies") == 0)
    lde_buffer_printf(out, "%.*sy", (int)len - 3, plural);
  else if (len > 4 && strcmp(plural + len - 4, "ches") == 0)
    lde_buffer_append(out, plural, len - 2);
  else if (len > 1 && plural[len - 1] == 's')
    lde_buffer_append(out, plural, len - 1);
  else
    lde_buffer_puts(out, plural);
}

bool lde_field_is_link(const lde_field *field)
{
  return field->type == LDE_TYPE_REFERENCE && field->flags & LDE_LIST && field->target;
}

void lde_link_name(const lde_field *field, lde_buffer *out)
{
  lde_buffer_printf(out, "%s_", field->entity->name);
  lde_singular(field->name, out);
}

void lde_link_column(const lde_field *field, lde_buffer *out)
{
  size_t start = out->len;

  lde_singular(field->name, out);
  if (sqlite3_stricmp(out->data + start, field->entity->name) == 0 ||
      sqlite3_stricmp(out->data + start, "position") == 0) {
    lde_buffer_truncate(out, start); /* goal.goals → goal_goal(goal, other_goal, position) */
    lde_buffer_puts(out, "other_");
    lde_singular(field->name, out);
  }
}

/* An own field may bear the name of a column that is ours, or differ from another in case only: the
 * first one keeps the name. */
static bool is_taken(const lde_entity *entity, int before, const char *name)
{
  for (int f = 0; f < before; f++)
    if (!lde_field_is_link(&entity->fields[f]) &&
        sqlite3_stricmp(entity->fields[f].name, name) == 0)
      return true;
  return false;
}

void lde_table_each_column(const lde_entity *entity,
                           void (*visit)(void *ctx, const char *name, int field), void *ctx)
{
  for (int f = 0; f < entity->field_count; f++)
    if (!lde_field_is_link(&entity->fields[f]) && !is_taken(entity, f, entity->fields[f].name))
      visit(ctx, entity->fields[f].name, f);
  if (!is_taken(entity, entity->field_count, "source_file"))
    visit(ctx, "source_file", COLUMN_FILE);
  if (!is_taken(entity, entity->field_count, "source_line"))
    visit(ctx, "source_line", COLUMN_LINE);
}

/* Declaring */

static const char *sql_type(const lde_field *field)
{
  if (field->flags & LDE_LIST)
    return "TEXT";
  switch (lde_type_class_of(field->type)->shape) {
  case LDE_SHAPE_INTEGER:
  case LDE_SHAPE_BOOL:
    return "INTEGER";
  case LDE_SHAPE_NUMBER:
    return "REAL";
  case LDE_SHAPE_TEXT:
    break;
  }
  return "TEXT";
}

typedef struct declaration {
  model_table *vtab;
  lde_buffer sql;
} declaration;

static void declare_column(void *ctx, const char *name, int field)
{
  declaration *to = ctx;
  const char *type = field == COLUMN_FILE   ? "TEXT"
                     : field == COLUMN_LINE ? "INTEGER"
                                            : sql_type(&to->vtab->table->entity->fields[field]);

  lde_buffer_puts(&to->sql, to->vtab->column_count ? ", " : "CREATE TABLE x(");
  lde_sql_name(&to->sql, name);
  lde_buffer_printf(&to->sql, " %s", type);
  to->vtab->fields[to->vtab->column_count++] = field;
}

static void declare_link(declaration *to)
{
  lde_buffer name = {0};

  lde_link_column(to->vtab->link, &name);
  lde_buffer_puts(&to->sql, "CREATE TABLE x(");
  lde_sql_name(&to->sql, to->vtab->table->entity->name);
  lde_buffer_puts(&to->sql, " TEXT, ");
  lde_sql_name(&to->sql, name.data);
  lde_buffer_puts(&to->sql, " TEXT, \"position\" INTEGER");
  lde_buffer_free(&name);
}

/* Arguments: the number of the entity and, for a link table, that of the field. */
static int connect_table(sqlite3 *db, void *ctx, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **error)
{
  lde_dataset *dataset = ctx;
  model_table *vtab = lde_alloc(1, sizeof *vtab);
  declaration to = {vtab, {0}};
  int code;

  (void)error;
  vtab->dataset = dataset;
  vtab->table = lde_dataset_table(dataset, atoi(argv[3]));
  if (argc > 4) {
    vtab->link = &vtab->table->entity->fields[atoi(argv[4])];
    declare_link(&to);
  } else {
    vtab->fields = lde_alloc((size_t)vtab->table->entity->field_count + 2, sizeof *vtab->fields);
    lde_table_each_column(vtab->table->entity, declare_column, &to);
  }
  lde_buffer_putc(&to.sql, ')');
  code = sqlite3_declare_vtab(db, to.sql.data);
  if (code == SQLITE_OK)
    code = sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  lde_buffer_free(&to.sql);
  if (code != SQLITE_OK) {
    lde_free(vtab->fields);
    lde_free(vtab);
    return code;
  }
  *out = &vtab->base;
  return SQLITE_OK;
}

/* Differs from connect_table, so that the module's own name is no table. */
static int create_table(sqlite3 *db, void *ctx, int argc, const char *const *argv,
                        sqlite3_vtab **out, char **error)
{
  return connect_table(db, ctx, argc, argv, out, error);
}

static int disconnect_table(sqlite3_vtab *base)
{
  model_table *vtab = (model_table *)base;
  lde_free(vtab->fields);
  lde_free(vtab);
  return SQLITE_OK;
}

/* Planning */

/* The field that an equality on the column could look up, or NULL. */
static const lde_field *field_of_column(const model_table *vtab, int column)
{
  const lde_field *fields = vtab->table->entity->fields;

  if (vtab->link)
    return column == LINK_FROM ? &fields[LDE_F_ID] : column == LINK_TO ? vtab->link : NULL;
  if (column < 0 || vtab->fields[column] < 0)
    return NULL;
  return &fields[vtab->fields[column]];
}

static bool is_indexed(const lde_field *field)
{
  return field->type == LDE_TYPE_REFERENCE ||
         (field->type == LDE_TYPE_REF && !(field->flags & LDE_LIST));
}

/* Rows that one value of the field is expected to have. */
static double rows_per_value(const model_table *vtab, const lde_field *field)
{
  double rows = lde_table_count(vtab->table), targets = 10;

  if (field->index == LDE_F_ID)
    return 1;
  if (field->target)
    targets = lde_table_count(&vtab->dataset->tables[field->target->index]);
  return rows / (targets < 1 ? 1 : targets);
}

/* `omit` stays 0: a value that is no text (id = 5) is looked for by a full scan, and the
 * comparison, with the affinities that apply, is SQLite's. */
static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
  const model_table *vtab = (const model_table *)base;
  double rows = lde_table_count(vtab->table), best_rows = rows;
  int best = -1;

  info->idxNum = PLAN_SCAN;
  for (int i = 0; i < info->nConstraint; i++) {
    const lde_field *field = field_of_column(vtab, info->aConstraint[i].iColumn);
    double expected;
    if (!field || !info->aConstraint[i].usable ||
        info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ ||
        strcmp(sqlite3_vtab_collation(info, i), "BINARY") != 0 ||
        !(field->index == LDE_F_ID || is_indexed(field)))
      continue;
    expected = rows_per_value(vtab, field);
    if (best >= 0 && expected >= best_rows)
      continue;
    best = i;
    best_rows = expected;
    info->idxNum = field->index == LDE_F_ID ? PLAN_ID : PLAN_REFERENCE + field->index;
  }
  if (best >= 0) {
    info->aConstraintUsage[best].argvIndex = 1;
    if (info->idxNum == PLAN_ID && !vtab->link)
      info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
  }
  info->estimatedRows = (sqlite3_int64)best_rows + 1;
  info->estimatedCost = best >= 0 ? best_rows + 2 : best_rows + 10;
  return SQLITE_OK;
}

/* Scanning */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
  model_cursor *cursor = lde_alloc(1, sizeof *cursor);
  (void)base;
  *out = &cursor->base;
  return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
  model_cursor *cursor = (model_cursor *)base;
  lde_buffer_free(&cursor->text);
  lde_free(cursor);
  return SQLITE_OK;
}

static int32_t row_of(const model_cursor *cursor)
{
  return cursor->rows ? cursor->rows[cursor->at] : (int32_t)cursor->at;
}

/* Moves a link cursor forward to the next item that is there. */
static void settle(const model_table *vtab, model_cursor *cursor)
{
  while (vtab->link && cursor->at < cursor->count) {
    lde_rows items = lde_table_list(vtab->table, vtab->link->index, row_of(cursor));
    while (cursor->item < items.count && items.rows[cursor->item] < 0)
      cursor->item++;
    if (cursor->item < items.count)
      return;
    cursor->item = 0;
    for (int32_t row = row_of(cursor); cursor->at < cursor->count && row_of(cursor) == row;)
      cursor->at++; /* a list that names a record twice is in the inverse twice */
  }
}

/* The record that a text written as plural:id means. */
static int32_t find_any(lde_dataset *dataset, const char *text, size_t len, int32_t *entity_index)
{
  const char *colon = memchr(text, ':', len);
  const lde_entity *entity;
  char plural[80];

  if (!colon || (size_t)(colon - text) >= sizeof plural)
    return LDE_NO_ROW;
  memcpy(plural, text, (size_t)(colon - text));
  plural[colon - text] = '\0';
  entity = lde_schema_find(dataset->schema, plural);
  if (!entity)
    return LDE_NO_ROW;
  *entity_index = entity->index;
  return lde_row_find(dataset, &dataset->tables[entity->index], colon + 1,
                      len - (size_t)(colon + 1 - text));
}

static void look_up(const model_table *vtab, model_cursor *cursor, int plan, const char *text,
                    size_t len)
{
  lde_dataset *dataset = vtab->dataset;
  const lde_field *field;
  int32_t row, target;
  lde_rows found = {NULL, 0};

  if (plan == PLAN_ID) {
    cursor->one = lde_row_find(dataset, vtab->table, text, len);
    cursor->rows = &cursor->one;
    cursor->count = cursor->one != LDE_NO_ROW;
    return;
  }
  field = &vtab->table->entity->fields[plan - PLAN_REFERENCE];
  if (field->type == LDE_TYPE_REF) {
    row = find_any(dataset, text, len, &target);
  } else {
    target = field->target->index;
    row = lde_row_find(dataset, &dataset->tables[target], text, len);
  }
  if (row != LDE_NO_ROW)
    found = lde_dataset_inverse(dataset, field, target, row);
  cursor->rows = found.rows ? found.rows : &cursor->one;
  cursor->count = found.count;
}

static int filter(sqlite3_vtab_cursor *base, int plan, const char *plan_text, int argc,
                  sqlite3_value **argv)
{
  model_cursor *cursor = (model_cursor *)base;
  const model_table *vtab = (const model_table *)base->pVtab;
  int type = argc ? sqlite3_value_type(argv[0]) : SQLITE_NULL;

  (void)plan_text;
  cursor->rows = NULL;
  cursor->at = cursor->item = 0;
  cursor->count = (size_t)lde_table_count(vtab->table);
  if (plan != PLAN_SCAN && type == SQLITE_NULL)
    cursor->count = 0; /* nothing equals NULL */
  else if (plan != PLAN_SCAN && type == SQLITE_TEXT)
    look_up(vtab, cursor, plan, (const char *)sqlite3_value_text(argv[0]),
            (size_t)sqlite3_value_bytes(argv[0]));
  settle(vtab, cursor);
  return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base)
{
  model_cursor *cursor = (model_cursor *)base;
  const model_table *vtab = (const model_table *)base->pVtab;

  if (vtab->link)
    cursor->item++;
  else
    cursor->at++;
  settle(vtab, cursor);
  return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base)
{
  const model_cursor *cursor = (const model_cursor *)base;
  return cursor->at >= cursor->count;
}

/* The same for the same record under every plan: SQLite joins the parts of an OR by it. */
static int row_number(sqlite3_vtab_cursor *base, sqlite3_int64 *number)
{
  const model_cursor *cursor = (const model_cursor *)base;
  *number = (sqlite3_int64)row_of(cursor) << 32 | (sqlite3_int64)cursor->item;
  return SQLITE_OK;
}

/* Values */

static void give_static(sqlite3_context *to, const lde_strings *strings, int32_t code)
{
  sqlite3_result_text64(to, lde_strings_get(strings, code), lde_strings_length(strings, code),
                        SQLITE_STATIC, SQLITE_UTF8);
}

static void give_buffer(sqlite3_context *to, const lde_buffer *text)
{
  sqlite3_result_text64(to, lde_buffer_text(text), text->len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* Rows without a written id are told apart (#2, #3) once the index of ids is complete. */
static void complete_ids(lde_dataset *dataset, lde_table *table)
{
  if (!table->id_index_complete && table->entity->id_kind != LDE_ID_OWN_ID)
    lde_row_find(dataset, table, "", 0);
}

static void give_id(sqlite3_context *to, model_cursor *cursor, lde_dataset *dataset,
                    lde_table *table, int32_t row)
{
  complete_ids(dataset, table);
  if (lde_table_has(table, LDE_F_ID, row)) {
    give_static(to, &dataset->strings, (int32_t)lde_table_get(table, LDE_F_ID, row));
    return;
  }
  lde_buffer_truncate(&cursor->text, 0);
  lde_row_id(dataset, table, row, &cursor->text);
  give_buffer(to, &cursor->text);
}

static void print_list(lde_dataset *dataset, const lde_field *field, lde_rows items,
                       lde_buffer *out)
{
  bool is_text = lde_type_class_of(field->type)->shape == LDE_SHAPE_TEXT;
  lde_buffer item = {0};

  lde_buffer_putc(out, '[');
  for (size_t i = 0; i < items.count; i++) {
    lde_buffer_truncate(&item, 0);
    lde_value_print(dataset, field, items.rows[i], &item);
    if (i)
      lde_buffer_putc(out, ',');
    if (is_text)
      lde_json_quote(out, lde_buffer_text(&item), item.len);
    else
      lde_buffer_append(out, lde_buffer_text(&item), item.len);
  }
  lde_buffer_putc(out, ']');
  lde_buffer_free(&item);
}

static void give_printed(sqlite3_context *to, model_cursor *cursor, lde_dataset *dataset,
                         lde_table *table, const lde_field *field, int32_t row)
{
  lde_buffer_truncate(&cursor->text, 0);
  if (field->type == LDE_TYPE_REF && !(field->flags & LDE_LIST))
    complete_ids(dataset,
                 &dataset->tables[lde_ref_entity(lde_table_get(table, field->index, row))]);
  if (field->flags & LDE_LIST && field->type != LDE_TYPE_MAP)
    print_list(dataset, field, lde_table_list(table, field->index, row), &cursor->text);
  else
    lde_field_print(dataset, table, field, row, &cursor->text);
  give_buffer(to, &cursor->text);
}

static double scaled(int64_t value, int decimals)
{
  static const double units[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  return (double)value / units[decimals];
}

static void give_field(sqlite3_context *to, model_cursor *cursor, lde_dataset *dataset,
                       lde_table *table, const lde_field *field, int32_t row)
{
  int64_t value;

  if (field->index == LDE_F_ID) {
    give_id(to, cursor, dataset, table, row);
    return;
  }
  if (field->flags & LDE_VIRTUAL) {
    complete_ids(dataset, table);
    give_printed(to, cursor, dataset, table, field, row);
    return;
  }
  if (!lde_table_has(table, field->index, row))
    return; /* NULL */
  if (field->flags & LDE_LIST) {
    give_printed(to, cursor, dataset, table, field, row);
    return;
  }
  value = lde_table_get(table, field->index, row);
  switch (field->type) {
  case LDE_TYPE_TEXT:
  case LDE_TYPE_PERIOD:
    give_static(to, &dataset->strings, (int32_t)value);
    break;
  case LDE_TYPE_CHOICE:
    sqlite3_result_text(to, field->choices->items[value].text, -1, SQLITE_STATIC);
    break;
  case LDE_TYPE_REFERENCE:
    if (value >= 0)
      give_id(to, cursor, dataset, &dataset->tables[field->target->index], (int32_t)value);
    break;
  case LDE_TYPE_MONEY:
  case LDE_TYPE_INTEGER:
  case LDE_TYPE_MINUTES:
  case LDE_TYPE_LEVEL:
  case LDE_TYPE_BOOL:
    sqlite3_result_int64(to, value);
    break;
  case LDE_TYPE_SHARE:
  case LDE_TYPE_FTE:
  case LDE_TYPE_NUMBER:
    sqlite3_result_double(to, scaled(value, lde_type_scale(field->type)));
    break;
  default:
    give_printed(to, cursor, dataset, table, field, row);
  }
}

static void give_place(sqlite3_context *to, const model_table *vtab, int32_t row, int column)
{
  lde_place place = lde_table_place(vtab->table, row);

  if (column == COLUMN_FILE && place.source >= 0)
    sqlite3_result_text(to, lde_source_name(vtab->dataset, place.source), -1, SQLITE_STATIC);
  else if (column == COLUMN_LINE && place.line)
    sqlite3_result_int64(to, place.line);
}

static int column_value(sqlite3_vtab_cursor *base, sqlite3_context *to, int column)
{
  model_cursor *cursor = (model_cursor *)base;
  model_table *vtab = (model_table *)base->pVtab;
  int32_t row = row_of(cursor);

  if (vtab->link && column == LINK_POSITION) {
    sqlite3_result_int64(to, (sqlite3_int64)cursor->item + 1);
  } else if (vtab->link && column == LINK_TO) {
    lde_rows items = lde_table_list(vtab->table, vtab->link->index, row);
    give_id(to, cursor, vtab->dataset, &vtab->dataset->tables[vtab->link->target->index],
            items.rows[cursor->item]);
  } else if (vtab->link) {
    give_id(to, cursor, vtab->dataset, vtab->table, row);
  } else if (vtab->fields[column] < 0) {
    give_place(to, vtab, row, vtab->fields[column]);
  } else {
    give_field(to, cursor, vtab->dataset, vtab->table,
               &vtab->table->entity->fields[vtab->fields[column]], row);
  }
  return SQLITE_OK;
}

static const sqlite3_module module = {
    .iVersion = 1,
    .xCreate = create_table,
    .xConnect = connect_table,
    .xBestIndex = best_index,
    .xDisconnect = disconnect_table,
    .xDestroy = disconnect_table,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = is_at_end,
    .xColumn = column_value,
    .xRowid = row_number,
};

static void add_statement(lde_buffer *sql, const char *name, int entity, int field)
{
  lde_buffer_puts(sql, "CREATE VIRTUAL TABLE IF NOT EXISTS ");
  lde_sql_name(sql, name);
  if (field < 0)
    lde_buffer_printf(sql, " USING ldengine(%d);", entity);
  else
    lde_buffer_printf(sql, " USING ldengine(%d,%d);", entity, field);
}

int lde_tables_create(sqlite3 *db, lde_dataset *dataset)
{
  const lde_schema *schema = dataset->schema;
  lde_buffer sql = {0}, name = {0};
  int code = sqlite3_create_module_v2(db, "ldengine", &module, dataset, NULL);

  lde_buffer_puts(&sql, "BEGIN;");
  for (size_t e = 0; e < schema->entities.len; e++) {
    const lde_entity *entity = schema->entities.data[e];
    add_statement(&sql, entity->plural, entity->index, -1);
    for (int f = 0; f < entity->field_count; f++) {
      if (!lde_field_is_link(&entity->fields[f]))
        continue;
      lde_buffer_truncate(&name, 0);
      lde_link_name(&entity->fields[f], &name);
      if (!lde_schema_find(schema, name.data)) /* an own entity may bear that name */
        add_statement(&sql, name.data, entity->index, f);
    }
  }
  lde_buffer_puts(&sql, "COMMIT;");
  if (code == SQLITE_OK)
    code = sqlite3_exec(db, sql.data, NULL, NULL, NULL);
  lde_buffer_free(&sql);
  lde_buffer_free(&name);
  return code;
}
