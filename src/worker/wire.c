#include "worker/wire.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

static const uint32_t TEXT_NULL = UINT32_MAX;

/* FNV-1a: finds what was cut or mixed up on the way; it is no proof of who wrote it. */
static uint32_t checksum(const unsigned char *bytes, size_t len)
{
  uint32_t sum = 2166136261u;

  for (size_t i = 0; i < len; i++)
    sum = (sum ^ bytes[i]) * 16777619u;
  return sum;
}

static void write_at(unsigned char *to, uint64_t value, int bytes)
{
  for (int i = 0; i < bytes; i++)
    to[i] = (unsigned char)(value >> (8 * i));
}

static uint64_t read_at(const unsigned char *from, int bytes)
{
  uint64_t value = 0;

  for (int i = 0; i < bytes; i++)
    value |= (uint64_t)from[i] << (8 * i);
  return value;
}

/* ---- writing ---- */

static void put(lde_buffer *out, uint64_t value, int bytes)
{
  unsigned char text[8];

  write_at(text, value, bytes);
  lde_buffer_append(out, text, (size_t)bytes);
}

size_t lde_wire_start(lde_buffer *out, unsigned char kind)
{
  size_t start = out->len;

  put(out, 0, 4);
  put(out, 0, 4);
  put(out, kind, 1);
  return start;
}

void lde_wire_finish(lde_buffer *out, size_t start)
{
  unsigned char *head = (unsigned char *)out->data + start;
  size_t len = out->len - start - LDE_WIRE_HEAD;

  write_at(head, len, 4);
  write_at(head + 4, checksum(head + 8, len + 1), 4);
}

void lde_wire_put_byte(lde_buffer *out, unsigned value)
{
  put(out, value, 1);
}

void lde_wire_put_number(lde_buffer *out, uint32_t value)
{
  put(out, value, 4);
}

void lde_wire_put_long(lde_buffer *out, uint64_t value)
{
  put(out, value, 8);
}

void lde_wire_put_real(lde_buffer *out, double value)
{
  uint64_t bits;

  memcpy(&bits, &value, sizeof bits);
  put(out, bits, 8);
}

void lde_wire_put_text(lde_buffer *out, const char *text)
{
  lde_buffer safe = {0};
  size_t len = text ? strlen(text) : 0;

  if (!text) {
    put(out, TEXT_NULL, 4);
    return;
  }
  if (lde_utf8_valid_length(text, len) != len) {
    lde_text_append_safe(&safe, text, len);
    text = lde_buffer_text(&safe);
    len = safe.len;
  }
  put(out, len, 4);
  lde_buffer_append(out, text, len);
  lde_buffer_free(&safe);
}

/* ---- reading ---- */

void lde_wire_refuse(lde_wire *wire, const char *why)
{
  if (!wire->broken)
    wire->broken = why;
}

/* `count` bytes, or NULL. */
static const unsigned char *take(lde_wire *wire, size_t count)
{
  const unsigned char *from = wire->bytes + wire->at;

  if (wire->broken || wire->len - wire->at < count) {
    lde_wire_refuse(wire, "a record is too short");
    return NULL;
  }
  wire->at += count;
  return from;
}

static uint64_t get(lde_wire *wire, int bytes)
{
  const unsigned char *from = take(wire, (size_t)bytes);
  return from ? read_at(from, bytes) : 0;
}

static uint64_t bounded(lde_wire *wire, uint64_t value, uint64_t most)
{
  if (value <= most)
    return value;
  lde_wire_refuse(wire, "a number is out of range");
  return 0;
}

unsigned char lde_wire_record(lde_wire *stream, lde_wire *payload, bool *cut)
{
  size_t left = stream->len - stream->at;
  const unsigned char *head = stream->bytes + stream->at;
  uint64_t len;

  *cut = false;
  if (stream->broken || !left)
    return 0;
  len = left < LDE_WIRE_HEAD ? 0 : read_at(head, 4);
  if (len > LDE_WIRE_RECORD_MOST) {
    lde_wire_refuse(stream, "a record is too long");
    return 0;
  }
  if (left < LDE_WIRE_HEAD + len) {
    *cut = true;
    return 0;
  }
  if (read_at(head + 4, 4) != checksum(head + 8, (size_t)len + 1) || head[8] == 0) {
    lde_wire_refuse(stream, "a checksum does not fit");
    return 0;
  }
  *payload = (lde_wire){.bytes = head + LDE_WIRE_HEAD, .len = (size_t)len};
  stream->at += LDE_WIRE_HEAD + (size_t)len;
  return head[8];
}

void lde_wire_end(lde_wire *wire)
{
  if (wire->at != wire->len)
    lde_wire_refuse(wire, "a record is too long");
}

unsigned lde_wire_get_byte(lde_wire *wire, unsigned most)
{
  return (unsigned)bounded(wire, get(wire, 1), most);
}

uint32_t lde_wire_get_number(lde_wire *wire, uint32_t most)
{
  return (uint32_t)bounded(wire, get(wire, 4), most);
}

uint64_t lde_wire_get_long(lde_wire *wire, uint64_t most)
{
  return bounded(wire, get(wire, 8), most);
}

double lde_wire_get_real(lde_wire *wire)
{
  uint64_t bits = get(wire, 8);
  double value;

  memcpy(&value, &bits, sizeof value);
  if (isfinite(value))
    return value;
  lde_wire_refuse(wire, "a number is not finite");
  return 0;
}

const char *lde_wire_get_text(lde_wire *wire, lde_arena *arena, size_t most, bool may_be_null)
{
  uint64_t len = get(wire, 4);
  const unsigned char *from;

  if (len == TEXT_NULL && may_be_null)
    return NULL;
  if (len > most)
    lde_wire_refuse(wire, "a text is too long");
  from = take(wire, (size_t)len);
  if (from && lde_utf8_valid_length((const char *)from, (size_t)len) != len)
    lde_wire_refuse(wire, "a text is not UTF-8");
  return wire->broken ? "" : lde_arena_strndup(arena, (const char *)from, (size_t)len);
}

const char *lde_wire_get_name(lde_wire *wire, lde_arena *arena, size_t most, bool may_be_empty)
{
  const char *name = lde_wire_get_text(wire, arena, most, false);

  if (name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/.:")] ||
      (!*name && !may_be_empty))
    lde_wire_refuse(wire, "a name has other signs than letters");
  return wire->broken ? "" : name;
}
