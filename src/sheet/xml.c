#include "sheet/xml.h"

#include <expat.h>
#include <string.h>

#include "base/error.h"

enum { DEPTH_MOST = 64, TOKEN_MOST = 1 << 20 };

static const char *local(const char *name)
{
  const char *colon = strrchr(name, ':');
  return colon ? colon + 1 : name;
}

const char *lde_xml_attribute(const char **attributes, const char *name)
{
  for (; *attributes; attributes += 2)
    if (strcmp(local(attributes[0]), name) == 0)
      return attributes[1];
  return NULL;
}

static void stop(lde_xml *xml, int trouble)
{
  if (trouble && !xml->trouble)
    xml->trouble = trouble == LDE_XML_REFUSED ? LDE_XML_REFUSED : LDE_XML_BROKEN;
  XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL on_start(void *ctx, const char *name, const char **attributes)
{
  lde_xml *xml = ctx;

  if (++xml->depth > DEPTH_MOST)
    stop(xml, LDE_XML_REFUSED);
  else if (!xml->stopped)
    xml->start(xml->ctx, local(name), attributes);
  if (xml->stopped)
    stop(xml, LDE_XML_FINE);
}

static void XMLCALL on_end(void *ctx, const char *name)
{
  lde_xml *xml = ctx;

  xml->depth--;
  if (!xml->stopped)
    xml->end(xml->ctx, local(name));
  if (xml->stopped)
    stop(xml, LDE_XML_FINE);
}

static void XMLCALL on_text(void *ctx, const char *text, int len)
{
  lde_xml *xml = ctx;
  if (!xml->stopped)
    xml->text(xml->ctx, text, (size_t)len);
}

static void XMLCALL on_document_type(void *ctx, const char *name, const char *system,
                                     const char *public_id, int internal)
{
  (void)name;
  (void)system;
  (void)public_id;
  (void)internal;
  stop(ctx, LDE_XML_REFUSED);
}

static bool take(void *ctx, const char *bytes, size_t len, bool last)
{
  lde_xml *xml = ctx;
  XML_Index at;

  if (XML_Parse(xml->parser, bytes, (int)len, last) != XML_STATUS_OK) {
    if (!xml->stopped && !xml->trouble)
      xml->trouble = LDE_XML_BROKEN;
    return false;
  }
  xml->fed += len;
  at = XML_GetCurrentByteIndex(xml->parser);
  /* one token that does not end would be scanned again with every piece */
  if (!last && at >= 0 && xml->fed - (uint64_t)at > TOKEN_MOST)
    xml->trouble = LDE_XML_REFUSED;
  return !xml->trouble;
}

lde_status lde_xml_read(lde_xml *xml, lde_zip *zip, const char *part, lde_error *err)
{
  lde_status status;

  xml->parser = XML_ParserCreate(NULL);
  XML_SetUserData(xml->parser, xml);
  XML_SetElementHandler(xml->parser, on_start, on_end);
  if (xml->text)
    XML_SetCharacterDataHandler(xml->parser, on_text);
  XML_SetStartDoctypeDeclHandler(xml->parser, on_document_type);
  status = lde_zip_read(zip, part, take, xml, err);
  XML_ParserFree(xml->parser);
  xml->parser = NULL;
  if (status != LDE_OK || !xml->trouble)
    return status;
  return lde_fail(err, LDE_ERROR_INPUT,
                  xml->trouble == LDE_XML_REFUSED
                      ? LDE_TR(zip->language,
                               "%s holds XML that no workbook needs (declarations, endless "
                               "nesting) and was refused",
                               "%s bevat XML die in geen werkmap thuishoort (declaraties, eindeloze "
                               "nesting) en is geweigerd")
                      : LDE_TR(zip->language, "the workbook is damaged: %s is not well-formed",
                               "de werkmap is beschadigd: %s is geen geldige XML"),
                  part);
}
