#include "sheet/zip.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unzip.h>

#include "base/error.h"
#include "base/held.h"
#include "base/io.h"
#include "base/memory.h"

enum {
  PARTS_MOST = 4096,
  PIECE = 65536,
  RATIO_MOST = 200,         /* bytes out for a byte in; a dense sheet has 10 to 60 */
  FREE = 16 << 20           /* that may come out of however small a file */
};
#define OUT_MOST ((uint64_t)4 << 30)

/* What a file is that has the name of a workbook and is none; NULL = looks like a zip file. */
static const char *other_kind(const unsigned char *head, size_t len, lde_language lang)
{
  static const unsigned char compound[] = {0xD0, 0xCF, 0x11, 0xE0};

  if (len == 0)
    return LDE_TR(lang, "the file is empty", "het bestand is leeg");
  if (len >= 4 && memcmp(head, compound, 4) == 0)
    return LDE_TR(lang,
                  "it is protected with a password, or it is an .xls file of before 2007: save it "
                  "as .xlsx without a password",
                  "het is beveiligd met een wachtwoord, of het is een .xls-bestand van vóór 2007: "
                  "sla het op als .xlsx zonder wachtwoord");
  if (len >= 2 && head[0] == 'P' && head[1] == 'K')
    return NULL;
  return LDE_TR(lang, "it is not an Excel workbook: open it in Excel and save it as .xlsx",
                "het is geen Excel-werkmap: open het in Excel en sla het op als .xlsx");
}

static lde_status look(const char *path, uint64_t *size, lde_language lang, lde_error *err)
{
  FILE *file = lde_file_stream(path);
  unsigned char head[8];
  const char *other;
  struct stat info;
  size_t len;

  if (!file)
    return lde_fail(err, LDE_ERROR_INPUT, LDE_TR(lang, "cannot open it: %s", "kan het niet openen: %s"),
                    lde_file_reason(errno, lang));
  if (fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode)) {
    fclose(file);
    return lde_fail(err, LDE_ERROR_INPUT, "%s",
                    LDE_TR(lang, "it is not an ordinary file", "het is geen gewoon bestand"));
  }
  len = fread(head, 1, sizeof head, file);
  fclose(file);
  *size = (uint64_t)info.st_size;
  other = other_kind(head, len, lang);
  return other ? lde_fail(err, LDE_ERROR_INPUT, "%s", other) : LDE_OK;
}

static lde_status refuse(const lde_zip *zip, lde_error *err)
{
  return lde_fail(err, LDE_ERROR_INPUT, "%s",
                  LDE_TR(zip->language,
                         "it unpacks to far more than a workbook of this size can hold and was "
                         "refused",
                         "het pakt uit tot veel meer dan in een werkmap van deze omvang past en is "
                         "geweigerd"));
}

static lde_status broken(const lde_zip *zip, lde_error *err)
{
  return lde_fail(err, LDE_ERROR_INPUT, "%s",
                  LDE_TR(zip->language,
                         "the workbook is damaged or not complete: save it again, or ask for it "
                         "again",
                         "de werkmap is beschadigd of niet compleet: sla haar opnieuw op, of vraag "
                         "haar opnieuw op"));
}

/* What the table of contents announces. */
static lde_status check_contents(lde_zip *zip, lde_error *err)
{
  uint64_t announced = 0;
  unz_file_info64 info;
  int parts = 0;

  for (int code = unzGoToFirstFile(zip->file); code != UNZ_END_OF_LIST_OF_FILE;
       code = unzGoToNextFile(zip->file)) {
    if (code != UNZ_OK ||
        unzGetCurrentFileInfo64(zip->file, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
      return broken(zip, err);
    if (info.uncompressed_size > zip->most || (announced += info.uncompressed_size) > zip->most ||
        ++parts > PARTS_MOST)
      return refuse(zip, err);
    if (info.flag & 1)
      return lde_fail(err, LDE_ERROR_INPUT, "%s",
                      LDE_TR(zip->language, "it is protected with a password",
                             "het is beveiligd met een wachtwoord"));
  }
  return LDE_OK;
}

lde_status lde_zip_open(lde_zip *zip, const char *path, lde_language language, lde_error *err)
{
  uint64_t size = 0;
  lde_status status = look(path, &size, language, err);

  *zip = (lde_zip){.path = path, .language = language};
  if (status != LDE_OK)
    return status;
  zip->most = size > (OUT_MOST - FREE) / RATIO_MOST ? OUT_MOST : size * RATIO_MOST + FREE;
  zip->file = unzOpen64(path);
  if (!zip->file)
    return broken(zip, err);
  status = check_contents(zip, err);
  if (status != LDE_OK)
    lde_zip_close(zip);
  return status;
}

void lde_zip_close(lde_zip *zip)
{
  if (zip->file)
    unzClose(zip->file);
  zip->file = NULL;
}

bool lde_zip_has(lde_zip *zip, const char *name)
{
  return unzLocateFile(zip->file, name, 2) == UNZ_OK; /* 2: without case */
}

static lde_status read_pieces(lde_zip *zip, lde_zip_take *take, void *ctx, lde_error *err)
{
  char *piece = lde_alloc(PIECE, 1);
  lde_status status = LDE_OK;
  bool goes_on = true;
  int got;

  while (goes_on && status == LDE_OK && (got = unzReadCurrentFile(zip->file, piece, PIECE)) != 0) {
    if (got < 0)
      status = broken(zip, err);
    else if ((zip->used += (uint64_t)got) > zip->most)
      status = refuse(zip, err);
    else
      goes_on = take(ctx, piece, (size_t)got, false);
  }
  lde_free(piece);
  if (unzCloseCurrentFile(zip->file) != UNZ_OK && status == LDE_OK && goes_on)
    return broken(zip, err); /* the bytes do not have the checksum that was announced */
  if (status == LDE_OK && goes_on)
    take(ctx, "", 0, true);
  return status;
}

lde_status lde_zip_read(lde_zip *zip, const char *name, lde_zip_take *take, void *ctx,
                        lde_error *err)
{
  if (!lde_zip_has(zip, name) || unzOpenCurrentFile(zip->file) != UNZ_OK)
    return broken(zip, err);
  return read_pieces(zip, take, ctx, err);
}
