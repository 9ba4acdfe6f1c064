#include "expr/keys.h"

#include <string.h>

#include "base/date.h"

enum { KIND_INTEGER, KIND_FLOAT, KIND_BOOL, KIND_DAY, KIND_RECORD, KIND_TEXT };

static int32_t code_of(lde_expr_coder *coder, int kind, int64_t payload, bool add)
{
  int32_t code = lde_map_find(&coder->codes[kind], payload);

  if (code != LDE_MAP_NONE)
    return code;
  if (!add)
    return LDE_EXPR_NO_CODE;
  lde_map_put(&coder->codes[kind], payload, ++coder->count);
  return coder->count;
}

static int32_t code_text(lde_expr_coder *coder, const char *text, size_t len, bool add)
{
  int32_t day, id;

  if (len == 10 && lde_date_parse(text, len, &day, NULL))
    return code_of(coder, KIND_DAY, day, add);
  if (!coder->has_texts) {
    lde_strings_init(&coder->texts);
    coder->has_texts = true;
  }
  id = add ? lde_strings_intern(&coder->texts, text, len)
           : lde_strings_find(&coder->texts, text, len);
  return id < 0 ? LDE_EXPR_NO_CODE : code_of(coder, KIND_TEXT, id, add);
}

int32_t lde_expr_code(lde_expr_coder *coder, const lde_expr_value *value, bool add)
{
  int64_t payload;

  switch (value->tag) {
  case LDE_EXPR_NIL:
    return 0;
  case LDE_EXPR_INTEGER:
    return code_of(coder, KIND_INTEGER, value->integer, add);
  case LDE_EXPR_FLOAT:
    if (lde_expr_float_to_integer(value->number, &payload))
      return code_of(coder, KIND_INTEGER, payload, add);
    memcpy(&payload, &value->number, sizeof payload);
    return code_of(coder, KIND_FLOAT, payload, add);
  case LDE_EXPR_BOOL:
    return code_of(coder, KIND_BOOL, value->integer, add);
  case LDE_EXPR_DAY:
    return code_of(coder, KIND_DAY, value->integer, add);
  case LDE_EXPR_RECORD:
    return code_of(coder, KIND_RECORD, lde_ref_pack(value->entity, (int32_t)value->integer), add);
  default:
    return code_text(coder, value->text, value->len, add);
  }
}

int32_t lde_expr_chain(lde_expr_coder *coder, int32_t before, int32_t code, bool add)
{
  return code_of(coder, KIND_INTEGER, lde_ref_pack(before, code), add);
}

void lde_expr_coder_free(lde_expr_coder *coder)
{
  for (size_t i = 0; i < sizeof coder->codes / sizeof *coder->codes; i++)
    lde_map_free(&coder->codes[i]);
  if (coder->has_texts)
    lde_strings_deinit(&coder->texts);
}

static void read_codes(const lde_expr_run *run, const lde_expr_block *block,
                       const lde_expr_vector *vector, lde_expr_value *values)
{
  const lde_field *field = run->root->field;

  for (int i = 0; i < block->count; i++) {
    lde_expr_value *value = &values[i];
    int32_t code = vector->narrow[i];
    value->tag = LDE_EXPR_NIL;
    if (vector->has && !vector->has[i])
      continue;
    value->tag = LDE_EXPR_TEXT;
    value->text = field->choices ? field->choices->items[code].text
                                 : lde_strings_get(&run->dataset->strings, code);
    value->len = (uint32_t)strlen(value->text);
    if (!field->choices)
      value->len = (uint32_t)lde_strings_length(&run->dataset->strings, code);
  }
}

static void read_vector(const lde_expr_run *run, const lde_expr_block *block,
                        const lde_expr_vector *vector, lde_expr_value *values)
{
  unsigned types = run->root->types;

  for (int i = 0; i < block->count; i++) {
    lde_expr_value *value = &values[i];
    value->tag = LDE_EXPR_NIL;
    if (vector->has && !vector->has[i])
      continue;
    value->tag = types & LDE_EXPR_IS_BOOL      ? LDE_EXPR_BOOL
                 : types & LDE_EXPR_IS_DAY     ? LDE_EXPR_DAY
                 : types & LDE_EXPR_IS_RECORD  ? LDE_EXPR_RECORD
                 : types & LDE_EXPR_IS_INTEGER ? LDE_EXPR_INTEGER
                                               : LDE_EXPR_FLOAT;
    if (value->tag == LDE_EXPR_RECORD)
      value->entity = run->root->entity->index;
    if (vector->layout == LDE_LAYOUT_BYTE)
      value->integer = vector->bytes[i];
    else if (vector->layout == LDE_LAYOUT_NARROW)
      value->integer = vector->narrow[i];
    else
      value->integer = vector->wide[i]; /* or the bits of a double */
  }
}

void lde_expr_read_block(lde_expr_run *run, const lde_expr_block *block, const uint8_t *active,
                         lde_expr_value *values, lde_expr_failures *failures)
{
  lde_expr_mark mark = lde_expr_scratch_mark(run);

  lde_arena_free(&run->texts);
  if (run->root->layout != LDE_LAYOUT_NONE && run->root->kind != LDE_N_CONSTANT) {
    lde_expr_vector vector = lde_expr_compute(run, run->root, block, active);
    if (run->root->types & LDE_EXPR_IS_TEXT)
      read_codes(run, block, &vector, values);
    else
      read_vector(run, block, &vector, values);
  } else {
    for (int i = 0; i < block->count; i++) {
      lde_expr_frame frame = {.row = lde_expr_block_row(block, i)};
      values[i].tag = LDE_EXPR_NIL;
      if ((!active || active[i]) && !lde_expr_eval(run, run->root, &frame, &values[i])) {
        values[i].tag = LDE_EXPR_NIL;
        lde_expr_fail_row(run, block, i);
      }
    }
  }
  lde_expr_take_failures(run, block, failures);
  lde_expr_scratch_reset(run, mark);
}
