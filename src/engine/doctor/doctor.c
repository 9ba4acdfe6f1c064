/* `doctor`: looks at machine, program and project, and changes nothing. */
#include "engine/doctor/doctor.h"

#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static const char *const statuses[] = {"ok", "note", "wrong"};

static void put_text(lde_arena *arena, lde_data *object, const char *key, const char *text)
{
  lde_data_put(arena, object, key, strlen(key),
               text ? lde_data_text(arena, text, strlen(text))
                    : lde_data_new(arena, LDE_DATA_NULL));
}

/* "wrong  calls      there is no …" and the remedy under it. */
static void print_line(lde_doctor *doctor, const char *id, lde_health health, const char *message,
                       const char *help)
{
  static const char *const words[][2] = {{"ok", "goed"}, {"note", "let op"}, {"wrong", "fout"}};
  lde_buffer *out = &doctor->result->document;

  lde_text_append_padded(out, words[health][doctor->language == LDE_DUTCH], 8);
  lde_text_append_padded(out, id, 14);
  lde_text_append_safe(out, message, strlen(message));
  lde_buffer_putc(out, '\n');
  if (!help)
    return;
  lde_buffer_fill(out, ' ', 22);
  lde_buffer_puts(out, LDE_TR(doctor->language, "remedy: ", "oplossing: "));
  lde_text_append_safe(out, help, strlen(help));
  lde_buffer_putc(out, '\n');
}

void lde_doctor_add(lde_doctor *doctor, const char *id, lde_health health, const char *help,
                    const char *format, ...)
{
  lde_arena *arena = &doctor->result->arena;
  lde_data *check = lde_data_new(arena, LDE_DATA_OBJECT);
  lde_buffer message = {0};
  va_list args;

  va_start(args, format);
  lde_buffer_vprintf(&message, format, args);
  va_end(args);
  if (health == LDE_HEALTH_OK)
    help = NULL;
  put_text(arena, check, "id", id);
  put_text(arena, check, "status", statuses[health]);
  put_text(arena, check, "message", lde_buffer_text(&message));
  put_text(arena, check, "help", help);
  lde_data_add(doctor->checks, check);
  print_line(doctor, id, health, lde_buffer_text(&message), help);
  doctor->count++;
  doctor->notes += health == LDE_HEALTH_NOTE;
  doctor->wrong += health == LDE_HEALTH_WRONG;
  lde_buffer_free(&message);
}

static void finish(lde_doctor *doctor)
{
  lde_arena *arena = &doctor->result->arena;
  lde_data *data = lde_data_new(arena, LDE_DATA_OBJECT),
           *summary = lde_data_new(arena, LDE_DATA_OBJECT);
  const size_t counts[] = {doctor->count - doctor->notes - doctor->wrong, doctor->notes,
                           doctor->wrong};

  for (int i = 0; i < 3; i++)
    lde_data_put(arena, summary, statuses[i], strlen(statuses[i]),
                 lde_data_integer(arena, (int64_t)counts[i]));
  lde_data_put(arena, data, "checks", 6, doctor->checks);
  lde_data_put(arena, data, "summary", 7, summary);
  doctor->result->data = data;
  doctor->result->unfit = doctor->wrong > 0;
  lde_buffer_printf(&doctor->result->document,
                    LDE_TR(doctor->language, "%zu checks: %zu in order, %zu to know, %zu wrong\n",
                           "%zu controles: %zu in orde, %zu om te weten, %zu fout\n"),
                    doctor->count, counts[0], counts[1], counts[2]);
}

lde_result *lde_doctor_examine(const lde_doctor_options *options, lde_language language)
{
  lde_result *result = lde_result_new("doctor", NULL, language);
  lde_doctor doctor = {.options = options,
                       .result = result,
                       .language = language,
                       .checks = lde_data_new(&result->arena, LDE_DATA_LIST)};

  result->payload = LDE_PAYLOAD_DOCUMENT;
  lde_doctor_machine(&doctor);
  lde_doctor_program(&doctor);
  lde_doctor_project(&doctor);
  finish(&doctor);
  return result;
}
