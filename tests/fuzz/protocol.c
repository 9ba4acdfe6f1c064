/* What a worker sends. The first byte says how: odd, the rest is the stream as it is; even, it is a
 * list of records (kind, length in two bytes, payload) that are framed with right checksums, as an
 * attacker would. */
#include "fuzz.h"
#include "worker/answer.h"

static void frame(const uint8_t *bytes, size_t len, lde_buffer *out)
{
  while (len >= 3) {
    size_t size = bytes[1] | (size_t)bytes[2] << 8, start = lde_wire_start(out, bytes[0]);
    size = size < len - 3 ? size : len - 3;
    lde_buffer_append(out, bytes + 3, size);
    lde_wire_finish(out, start);
    bytes += 3 + size;
    len -= 3 + size;
  }
}

/* What was read can be written, and reads as the same. */
static void write_again(const lde_answer *answer)
{
  lde_buffer once = {0}, twice = {0};
  lde_answer again;
  const char *why = NULL;

  lde_answer_begin(&once);
  lde_answer_write(&once, answer);
  REQUIRE(lde_answer_read((const unsigned char *)once.data, once.len, &again, &why));
  lde_answer_begin(&twice);
  lde_answer_write(&twice, &again);
  REQUIRE(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0);
  lde_answer_free(&again);
  lde_buffer_free(&once);
  lde_buffer_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  lde_buffer framed = {0};
  lde_answer answer;
  lde_answer_trail trail;
  const char *why = NULL;

  if (len == 0)
    return 0;
  if (bytes[0] % 2 == 0) {
    frame(bytes + 1, len - 1, &framed);
    bytes = (const unsigned char *)lde_buffer_text(&framed);
    len = framed.len;
  } else {
    bytes++;
    len--;
  }
  lde_answer_follow(bytes, len, &trail);
  REQUIRE(strlen(trail.rule) < sizeof trail.rule && strlen(trail.file) < sizeof trail.file);
  if (lde_answer_read(bytes, len, &answer, &why))
    write_again(&answer);
  else
    REQUIRE(why && answer.findings.items.len == 0 && answer.log.len == 0);
  lde_answer_free(&answer);
  lde_buffer_free(&framed);
  return 0;
}
