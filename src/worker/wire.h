/* wire.h: the bytes between a worker and its parent: a stream of records, each with its length, kind
 * and checksum, written by one side and believed by the other in nothing.
 *
 * A record is: length of the payload (4 bytes, least significant first), kind (1), checksum of kind and
 * payload (4), payload. Numbers in a payload are 4 or 8 bytes, least significant first; a text is its
 * length (4) and its bytes. The writer appends to a buffer; the reader is a pure function of bytes
 * that belong to the caller, never reads beyond them, and once one thing is wrong everything after it
 * is wrong too (`broken` says what, in a few English words). */
#ifndef LDE_WORKER_WIRE_H
#define LDE_WORKER_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"

enum { LDE_WIRE_HEAD = 9, LDE_WIRE_RECORD_MOST = 16 << 20 };

/* ---- writing ---- */

/* Starts a record; returns where, for lde_wire_finish. */
size_t lde_wire_start(lde_buffer *out, unsigned char kind);
void lde_wire_finish(lde_buffer *out, size_t start);
void lde_wire_put_byte(lde_buffer *out, unsigned value);
void lde_wire_put_number(lde_buffer *out, uint32_t value);
void lde_wire_put_long(lde_buffer *out, uint64_t value);
void lde_wire_put_real(lde_buffer *out, double value);
/* Bytes that are no UTF-8 are written as \xff; NULL stays apart from "". */
void lde_wire_put_text(lde_buffer *out, const char *text);

/* ---- reading ---- */

typedef struct lde_wire {
  const unsigned char *bytes;
  size_t len, at;
  const char *broken; /* NULL = right so far */
} lde_wire;

/* The next record of a stream as a stream of its own, and its kind; 0 at the end, and when broken. A
 * record that is not complete is `cut` and leaves the stream as it is. */
unsigned char lde_wire_record(lde_wire *stream, lde_wire *payload, bool *cut);
/* Says what is wrong, unless something was before. */
void lde_wire_refuse(lde_wire *wire, const char *why);
/* All of the payload must have been read. */
void lde_wire_end(lde_wire *wire);
/* Values when broken: 0 and "". */
unsigned lde_wire_get_byte(lde_wire *wire, unsigned most);
uint32_t lde_wire_get_number(lde_wire *wire, uint32_t most);
uint64_t lde_wire_get_long(lde_wire *wire, uint64_t most);
/* Finite. */
double lde_wire_get_real(lde_wire *wire);
/* Valid UTF-8 without NUL, at most `most` bytes, copied to the arena. `may_be_null`: else NULL is
 * refused. */
const char *lde_wire_get_text(lde_wire *wire, lde_arena *arena, size_t most, bool may_be_null);
/* A name for machines: letters, digits and - _ / . : only, not empty unless `may_be_empty`. */
const char *lde_wire_get_name(lde_wire *wire, lde_arena *arena, size_t most, bool may_be_empty);

#endif
