#include "load/encoding.h"

#include <string.h>

#include "base/text.h"

/* Windows-1252 from 0x80 to 0x9F; 0 = not defined. The rest equals Latin-1. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static void append_code_point(lde_buffer *out, uint32_t c)
{
  char bytes[4];
  size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};

  for (size_t i = len - 1; i > 0; i--, c >>= 6)
    bytes[i] = (char)(0x80 | (c & 0x3F));
  bytes[0] = (char)(lead[len] | c);
  lde_buffer_append(out, bytes, len);
}

static bool fail(lde_decoded *decoded, lde_encoding_mistake mistake, const char *text, size_t len,
                 unsigned char byte)
{
  const char *start = text;

  decoded->mistake = mistake;
  decoded->byte = byte;
  decoded->line = 1;
  for (const char *at = text; at < text + len; at++)
    if (*at == '\n' || (*at == '\r' && at + 1 < text + len && at[1] != '\n')) {
      decoded->line++;
      start = at + 1;
    }
  decoded->column = (uint32_t)lde_utf8_count(start, (size_t)(text + len - start)) + 1;
  return false;
}

/* Length of the valid text at the start; a NUL passes here, it is told by the reader of cells. */
static size_t valid_length(const char *text, size_t len)
{
  size_t at = 0;

  while (at < len) {
    uint64_t word;
    int code_point;
    size_t used;
    while (at + sizeof word <= len) {
      memcpy(&word, text + at, sizeof word);
      if (word & UINT64_C(0x8080808080808080))
        break;
      at += sizeof word;
    }
    while (at < len && !((unsigned char)text[at] & 0x80))
      at++;
    if (at == len)
      break;
    used = lde_utf8_decode(text + at, len - at, &code_point);
    if (used == 0)
      break;
    at += used;
  }
  return at;
}

static bool from_single_bytes(lde_decoded *decoded, const char *bytes, size_t len)
{
  lde_buffer *out = &decoded->converted;

  for (size_t i = 0; i < len; i++) {
    unsigned char byte = (unsigned char)bytes[i];
    uint32_t c = byte;
    if (decoded->encoding == LDE_ENCODING_WINDOWS_1252 && byte >= 0x80 && byte < 0xA0)
      c = windows_1252[byte - 0x80];
    if (!c && byte)
      return fail(decoded, LDE_ENCODING_NOT_IN_SET, lde_buffer_text(out), out->len, byte);
    append_code_point(out, c);
  }
  decoded->text = lde_buffer_text(out);
  decoded->len = out->len;
  return true;
}

static uint32_t unit_at(const unsigned char *at, bool big)
{
  return big ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
}

static bool from_utf_16(lde_decoded *decoded, const char *bytes, size_t len, bool big)
{
  const unsigned char *at = (const unsigned char *)bytes, *end = at + len;
  lde_buffer *out = &decoded->converted;

  for (; end - at >= 2; at += 2) {
    uint32_t c = unit_at(at, big);
    if (c >= 0xDC00 && c < 0xE000)
      break;
    if (c >= 0xD800 && c < 0xDC00) {
      uint32_t low = end - at >= 4 ? unit_at(at + 2, big) : 0;
      if (low < 0xDC00 || low >= 0xE000)
        break;
      c = 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
      at += 2;
    }
    append_code_point(out, c);
  }
  if (at != end)
    return fail(decoded, LDE_ENCODING_BROKEN_UTF_16, lde_buffer_text(out), out->len, *at);
  decoded->text = lde_buffer_text(out);
  decoded->len = out->len;
  return true;
}

/* 'i', NUL, 'd', NUL: what UTF-16 looks like when its mark is missing. 0 no, 1 little, 2 big end
 * first. */
static int looks_utf_16(const char *bytes, size_t len)
{
  size_t most = len < 64 ? len & ~(size_t)1 : 64;
  size_t zeros[2] = {0, 0};

  for (size_t i = 0; i < most; i++)
    zeros[i & 1] += bytes[i] == '\0';
  if (most < 4)
    return 0;
  return zeros[1] * 4 > most && !zeros[0] ? 1 : zeros[0] * 4 > most && !zeros[1] ? 2 : 0;
}

bool lde_decode(lde_decoded *decoded, const char *bytes, size_t len, lde_encoding named)
{
  int utf_16;
  size_t valid;

  memset(decoded, 0, sizeof *decoded);
  decoded->encoding = named == LDE_ENCODING_AUTO ? LDE_ENCODING_UTF_8 : named;
  if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
    decoded->encoding = LDE_ENCODING_UTF_8;
    bytes += 3;
    len -= 3;
  } else if (len >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
    if (named == LDE_ENCODING_AUTO || named == LDE_ENCODING_UTF_16 || named == LDE_ENCODING_UTF_8) {
      decoded->encoding = LDE_ENCODING_UTF_16;
      return from_utf_16(decoded, bytes + 2, len - 2, bytes[0] == '\xFE');
    }
  }
  if (decoded->encoding == LDE_ENCODING_WINDOWS_1252 || decoded->encoding == LDE_ENCODING_LATIN_1)
    return from_single_bytes(decoded, bytes, len);
  utf_16 = looks_utf_16(bytes, len);
  if (decoded->encoding == LDE_ENCODING_UTF_16)
    return from_utf_16(decoded, bytes, len, utf_16 == 2);
  if (utf_16)
    return fail(decoded, LDE_ENCODING_LOOKS_UTF_16, bytes, 0, 0);
  valid = valid_length(bytes, len);
  if (valid < len)
    return fail(decoded, LDE_ENCODING_NOT_UTF_8, bytes, valid, (unsigned char)bytes[valid]);
  decoded->text = bytes;
  decoded->len = len;
  return true;
}

const char *lde_encoding_name(lde_encoding encoding)
{
  static const char *const names[] = {"auto", "utf-8", "windows-1252", "latin1", "utf-16"};
  return names[encoding];
}
