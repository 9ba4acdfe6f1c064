#include "load/yaml_problem.h"

#include <string.h>

#include "base/error.h"

/* libyaml's own words, found by their beginning, and what to tell instead. */
static const struct {
  const char *said;
  const char *fact[2], *help[2];
} problems[] = {
    {"found character that cannot start any token",
     {"a value cannot begin with this character", "een waarde kan niet met dit teken beginnen"},
     {"put the text in quotes", "zet de tekst tussen aanhalingstekens"}},
    {"found a tab character",
     {"a tab is used as indentation", "er is ingesprongen met een tab"},
     {"indent with spaces", "spring in met spaties"}},
    {"found unexpected end of stream",
     {"a quote is opened here or above and never closed",
      "een aanhalingsteken wordt hier of hierboven geopend en niet gesloten"},
     {"close the quote", "sluit het aanhalingsteken"}},
    {"found unexpected document indicator",
     {"a quote is not closed before the next document",
      "een aanhalingsteken is niet gesloten vóór het volgende document"},
     {"close the quote", "sluit het aanhalingsteken"}},
    {"mapping values are not allowed in this context",
     {"a ':' is not expected here", "hier wordt geen ':' verwacht"},
     {"put text that holds ': ' in quotes, and check the indentation",
      "zet tekst met ': ' tussen aanhalingstekens en controleer het inspringen"}},
    {"could not find expected ':'",
     {"a ':' is missing behind a key", "achter een sleutel ontbreekt ':'"},
     {"write 'key: value', and check the indentation of the line before",
      "schrijf 'sleutel: waarde' en controleer het inspringen van de regel ervoor"}},
    {"block sequence entries are not allowed in this context",
     {"a list item '-' is not expected here", "hier wordt geen lijstonderdeel '-' verwacht"},
     {"begin the list on a line of its own", "begin de lijst op een eigen regel"}},
    {"mapping keys are not allowed in this context",
     {"a key is not expected here", "hier wordt geen sleutel verwacht"},
     {NULL, NULL}},
    {"did not find expected key",
     {"a key is expected here; the indentation does not fit what stands above",
      "hier wordt een sleutel verwacht; het inspringen past niet bij wat erboven staat"},
     {"give the keys of one record the same indentation",
      "laat de sleutels van één gegeven even ver inspringen"}},
    {"did not find expected '-' indicator",
     {"a list item '-' is expected here; the indentation does not fit the list above",
      "hier wordt een lijstonderdeel '-' verwacht; het inspringen past niet bij de lijst erboven"},
     {"give the items of one list the same indentation",
      "laat de onderdelen van één lijst even ver inspringen"}},
    {"did not find expected ',' or ']'",
     {"a ',' or ']' is missing in a list", "in een lijst ontbreekt ',' of ']'"},
     {NULL, NULL}},
    {"did not find expected ',' or '}'",
     {"a ',' or '}' is missing between braces", "tussen accolades ontbreekt ',' of '}'"},
     {NULL, NULL}},
    {"did not find expected node content",
     {"a value is missing here", "hier ontbreekt een waarde"},
     {NULL, NULL}},
    {"did not find expected <document start>",
     {"what stands here does not belong to the document above; the indentation does not fit",
      "wat hier staat hoort niet bij het document erboven; het inspringen past niet"},
     {"check the indentation", "controleer het inspringen"}},
    {"found unknown escape character",
     {"an unknown escape behind '\\'", "een onbekende code achter '\\'"},
     {"use single quotes, or write '\\\\' for a backslash",
      "gebruik enkele aanhalingstekens, of schrijf '\\\\' voor een backslash"}},
    {"found incompatible YAML document",
     {"this version of YAML is not known", "deze versie van YAML is onbekend"},
     {"leave the %YAML line out", "laat de regel met %YAML weg"}},
    {"found duplicate %YAML directive",
     {"the %YAML line occurs twice", "de regel met %YAML komt twee keer voor"},
     {"leave the %YAML line out", "laat de regel met %YAML weg"}},
    {"found undefined tag handle",
     {"this tag is not known", "deze tag is onbekend"},
     {"leave the tag out", "laat de tag weg"}},
};

void lde_text_position(const char *bytes, size_t len, size_t offset, uint32_t *line,
                       uint32_t *column)
{
  size_t start = 0;

  if (offset > len)
    offset = len;
  *line = 1;
  for (size_t i = 0; i < offset; i++)
    if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == len || bytes[i + 1] != '\n'))) {
      (*line)++;
      start = i + 1;
    }
  *column = 1;
  for (size_t i = start; i < offset; i++)
    *column += ((unsigned char)bytes[i] & 0xC0) != 0x80;
}

static void reader_problem(const lde_complaints *to, const yaml_parser_t *parser,
                           const char *bytes, size_t len)
{
  lde_language lang = to->found->language;
  uint32_t line, column;

  lde_text_position(bytes, len, parser->problem_offset, &line, &column);
  lde_complain_at(to, line, column, 1, "load/encoding",
                  LDE_TR(lang, "remove it, or write it in double quotes as \\x and two digits",
                         "haal het weg, of schrijf het tussen dubbele aanhalingstekens als \\x en "
                         "twee cijfers"),
                  LDE_TR(lang, "the control character U+%04X is not allowed",
                         "het stuurteken U+%04X is niet toegestaan"),
                  (unsigned)(parser->problem_value < 0 ? 0 : parser->problem_value));
}

void lde_yaml_problem(const lde_complaints *to, const yaml_parser_t *parser, const char *bytes,
                      size_t len)
{
  lde_language lang = to->found->language;
  const char *said = parser->problem ? parser->problem : "?";
  uint32_t line = (uint32_t)parser->problem_mark.line + 1;
  uint32_t column = (uint32_t)parser->problem_mark.column + 1;
  size_t at = parser->problem_mark.index; /* in characters: find the byte again by the line */

  if (parser->error == YAML_READER_ERROR) {
    reader_problem(to, parser, bytes, len);
    return;
  }
  at = 0;
  for (uint32_t l = 1; l < line && at < len; at++)
    l += bytes[at] == '\n';
  for (uint32_t c = 1; c < column && at < len; at++)
    c += ((unsigned char)bytes[at] & 0xC0) != 0x80;
  if (at < len && bytes[at] == '\t')
    said = "found a tab character";
  for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
    if (strncmp(said, problems[i].said, strlen(problems[i].said)) == 0) {
      lde_complain_at(to, line, column, 1, "load/syntax", problems[i].help[lang], "%s",
                      problems[i].fact[lang]);
      return;
    }
  lde_complain_at(to, line, column, 1, "load/syntax", NULL,
                  LDE_TR(lang, "this is not valid YAML (%s)", "dit is geen geldige YAML (%s)"),
                  said);
}
