/* JSON Schema (draft-07) of ldengine.yaml. Its keys are few and have no rows in the schema: they
 * stand here as a table of paths, from which the nested objects are written. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "report/json.h"
#include "report/report.h"

/* How a value may look. */
typedef enum manifest_kind {
  KIND_OBJECT,   /* with the members that follow, one level deeper */
  KIND_OPEN,     /* an object with any keys */
  KIND_LIST,     /* of objects with the members that follow */
  KIND_TEXT,
  KIND_TEXTS,    /* a list of texts */
  KIND_WORD,     /* one of `words` */
  KIND_CODE,     /* text or number: an id, a year, a limit with its unit */
  KIND_DATE,
  KIND_COUNT,    /* a whole number */
  KIND_VERSION,
  KIND_ANY
} manifest_kind;

typedef struct manifest_key {
  int depth;
  const char *name;
  manifest_kind kind;
  bool required;
  const char *words; /* separated by blanks */
  const char *doc[2];
} manifest_key;

/* clang-format off */
static const manifest_key keys[] = {
    {0, "ldengine", KIND_VERSION, true, NULL,
     {"Version of this format.", "Versie van dit formaat."}},
    {0, "organisation", KIND_OBJECT, true, NULL,
     {"The organisation that the data are about.", "De organisatie waar de gegevens over gaan."}},
    {1, "id", KIND_CODE, true, NULL, {"Short name without blanks.", "Korte naam zonder spaties."}},
    {1, "name", KIND_TEXT, false, NULL, {"Name on reports.", "Naam op rapporten."}},
    {1, "country", KIND_TEXT, false, NULL,
     {"ISO 3166 code, such as NL.", "ISO 3166-code, zoals NL."}},
    {1, "currency", KIND_TEXT, false, NULL,
     {"ISO 4217 code, such as EUR.", "ISO 4217-code, zoals EUR."}},
    {1, "language", KIND_WORD, false, "nl en", {"Working language.", "Voertaal."}},
    {1, "sector_code", KIND_CODE, false, NULL, {"Code of the sector.", "Code van de sector."}},
    {1, "headcount_policy", KIND_WORD, false, "fte heads",
     {"Count full-time equivalents or heads.", "Tel fte of personen."}},
    {1, "vat_basis", KIND_WORD, false, "ex inc exempt",
     {"How amounts are meant that do not say.", "Hoe bedragen zijn bedoeld die het niet zeggen."}},
    {0, "year", KIND_CODE, false, NULL,
     {"Plan year, or the id of a written period.", "Planjaar, of de id van een eigen periode."}},
    {0, "today", KIND_DATE, false, NULL,
     {"Run date; the first day of the year when absent.", "Peildatum; zonder waarde de eerste dag van het jaar."}},
    {0, "sources", KIND_ANY, false, NULL,
     {"Files with data: YAML by name, exports with a mapping.",
      "Bestanden met gegevens: YAML bij naam, exports met een koppeling."}},
    {0, "rules", KIND_OBJECT, false, NULL,
     {"Which rules apply, and how.", "Welke regels gelden, en hoe."}},
    {1, "packs", KIND_TEXTS, false, NULL,
     {"Packs of standard rules.", "Pakketten standaardregels."}},
    {1, "files", KIND_TEXTS, false, NULL,
     {"Own rules; * stands for any name.", "Eigen regels; * staat voor elke naam."}},
    {1, "severity", KIND_OPEN, false, NULL,
     {"By rule: error, warning, note, off, or by size.", "Per regel: error, warning, note, off, of naar omvang."}},
    {1, "params", KIND_OPEN, false, NULL,
     {"Parameters, shared or of one rule.", "Parameters, gedeeld of van één regel."}},
    {0, "exceptions", KIND_LIST, false, NULL,
     {"Findings that are allowed for a while.", "Bevindingen die een tijd zijn toegestaan."}},
    {1, "rule", KIND_TEXT, true, NULL, {"Id or code of the rule.", "Id of code van de regel."}},
    {1, "record", KIND_TEXT, false, NULL,
     {"The record: budgets:IT-2027.", "Het gegeven: budgets:IT-2027."}},
    {1, "match", KIND_OPEN, false, NULL,
     {"Or all records with these values.", "Of alle gegevens met deze waarden."}},
    {1, "until", KIND_DATE, false, NULL,
     {"Last day on which it holds.", "Laatste dag waarop het geldt."}},
    {1, "by", KIND_TEXT, false, NULL, {"Who allowed it.", "Wie het heeft toegestaan."}},
    {1, "reason", KIND_TEXT, false, NULL, {"Why.", "Waarom."}},
    {1, "limit", KIND_CODE, false, NULL,
     {"How far off it may be.", "Hoe groot de afwijking mag zijn."}},
    {1, "id", KIND_CODE, false, NULL,
     {"Own name of the exception.", "Eigen naam van de uitzondering."}},
    {1, "note", KIND_TEXT, false, NULL, {"A remark.", "Een opmerking."}},
    {0, "gaps", KIND_OBJECT, false, NULL,
     {"How assessments become a current level.", "Hoe beoordelingen een huidig niveau worden."}},
    {1, "current", KIND_TEXT, false, NULL,
     {"latest, highest, manager_first, or a Lua file.", "latest, highest, manager_first, of een Lua-bestand."}},
    {1, "unknown", KIND_WORD, false, "unknown zero",
     {"What never assessed counts as.", "Waarvoor nooit beoordeeld telt."}},
    {0, "offer", KIND_OBJECT, false, NULL,
     {"How the offer is built.", "Hoe het aanbod wordt gebouwd."}},
    {1, "script", KIND_TEXT, false, NULL,
     {"The script that `run` runs.", "Het script dat `run` uitvoert."}},
    {0, "model", KIND_OBJECT, false, NULL,
     {"Own fields and entities.", "Eigen velden en gegevenssoorten."}},
    {1, "fields", KIND_OPEN, false, NULL,
     {"Own fields by entity.", "Eigen velden per gegevenssoort."}},
    {1, "entities", KIND_OPEN, false, NULL,
     {"Own entities by plural.", "Eigen gegevenssoorten per meervoud."}},
    {0, "load", KIND_OBJECT, false, NULL, {"How files are read.", "Hoe bestanden worden gelezen."}},
    {1, "max_errors", KIND_COUNT, false, NULL,
     {"How many errors are shown.", "Hoeveel fouten worden getoond."}},
    {0, "limits", KIND_OBJECT, false, NULL, {"Limits of each rule.", "Grenzen van elke regel."}},
    {1, "memory", KIND_CODE, false, NULL,
     {"Memory of Lua, such as 64MiB.", "Geheugen van Lua, zoals 64MiB."}},
    {1, "steps", KIND_CODE, false, NULL, {"Steps, such as 300M.", "Stappen, zoals 300M."}},
    {1, "time", KIND_CODE, false, NULL, {"Time, such as 10s.", "Tijd, zoals 10s."}},
    {1, "rule_file", KIND_CODE, false, NULL,
     {"Size of a rule file.", "Grootte van een regelbestand."}},
    {1, "input", KIND_CODE, false, NULL,
     {"Size of an input file.", "Grootte van een invoerbestand."}},
};
enum { KEYS = sizeof keys / sizeof *keys };

/* Keys of a source, which may also be just the name of a file. */
static const manifest_key source_keys[] = {
    {0, "file", KIND_TEXT, true, NULL,
     {"The file, from the project folder.", "Het bestand, vanaf de projectmap."}},
    {0, "entity", KIND_TEXT, false, NULL,
     {"Plural of what its rows are.", "Meervoud van wat de rijen zijn."}},
    {0, "dialect", KIND_ANY, false, NULL,
     {"auto, nl, rfc, or its parts.", "auto, nl, rfc, of de onderdelen ervan."}},
    {0, "columns", KIND_OPEN, false, NULL,
     {"Header or headers of each field.", "Kolomkop of -koppen per veld."}},
    {0, "values", KIND_OPEN, false, NULL,
     {"By field: text in the file and its meaning.",
      "Per veld: tekst in het bestand en de betekenis."}},
    {0, "where", KIND_OPEN, false, NULL,
     {"Only rows with these texts.", "Alleen rijen met deze teksten."}},
    {0, "by", KIND_OPEN, false, NULL,
     {"References by another unique field.", "Verwijzingen via een ander uniek veld."}},
    {0, "set", KIND_OPEN, false, NULL, {"Fixed values.", "Vaste waarden."}},
    {0, "pad", KIND_OPEN, false, NULL, {"Leading zeros of codes.", "Voorloopnullen van codes."}},
    {0, "units", KIND_OPEN, false, NULL, {"In what the file counts.", "Waarin het bestand telt."}},
    {0, "ignore", KIND_TEXTS, false, NULL,
     {"Columns that are never read.", "Kolommen die nooit worden gelezen."}},
    {0, "lenient", KIND_ANY, false, NULL,
     {"By field: error, empty or drop.", "Per veld: error, empty of drop."}},
    {0, "sheet", KIND_TEXT, false, NULL, {"Sheet of a workbook.", "Blad van een werkmap."}},
    {0, "header_row", KIND_COUNT, false, NULL, {"Row of the headers.", "Rij met de kolomkoppen."}},
    {0, "transform", KIND_TEXT, false, NULL,
     {"Lua file that turns rows into records.", "Lua-bestand dat van rijen gegevens maakt."}},
};
/* clang-format on */
enum { SOURCE_KEYS = sizeof source_keys / sizeof *source_keys };

static void put_keys(lde_json *json, const manifest_key *list, size_t count, size_t from, int depth,
                     lde_language lang);

static void put_types(lde_json *json, const char *const *types, size_t count)
{
  lde_json_key_open(json, "type", '[');
  for (size_t i = 0; i < count; i++)
    lde_json_text(json, types[i]);
  lde_json_close(json, ']');
}

static void put_words(lde_json *json, const char *words)
{
  lde_json_key_open(json, "enum", '[');
  while (*words) {
    size_t len = strcspn(words, " ");
    lde_json_bytes(json, words, len);
    words += len + strspn(words + len, " ");
  }
  lde_json_close(json, ']');
}

/* A file name, or a file with its mapping. */
static void put_sources(lde_json *json, lde_language lang)
{
  lde_json_put_text(json, "type", "array");
  lde_json_key_open(json, "items", '{');
  lde_json_key_open(json, "anyOf", '[');
  lde_json_open(json, '{');
  lde_json_put_text(json, "type", "string");
  lde_json_close(json, '}');
  lde_json_open(json, '{');
  lde_json_put_text(json, "type", "object");
  put_keys(json, source_keys, SOURCE_KEYS, 0, 0, lang);
  lde_json_close(json, '}');
  lde_json_close(json, ']');
  lde_json_close(json, '}');
}

static void put_kind(lde_json *json, size_t at, lde_language lang)
{
  static const char *const code[] = {"string", "number"};
  const manifest_key *key = &keys[at];

  switch (key->kind) {
  case KIND_OBJECT:
    lde_json_put_text(json, "type", "object");
    put_keys(json, keys, KEYS, at + 1, key->depth + 1, lang);
    break;
  case KIND_LIST:
    lde_json_put_text(json, "type", "array");
    lde_json_key_open(json, "items", '{');
    lde_json_put_text(json, "type", "object");
    put_keys(json, keys, KEYS, at + 1, key->depth + 1, lang);
    lde_json_close(json, '}');
    break;
  case KIND_CODE:
    put_types(json, code, 2);
    break;
  case KIND_VERSION:
    lde_json_put_integer(json, "const", 1);
    break;
  default:
    if (strcmp(key->name, "sources") == 0)
      put_sources(json, lang);
    break;
  }
}

static void put_simple(lde_json *json, const manifest_key *key)
{
  switch (key->kind) {
  case KIND_OPEN:
    lde_json_put_text(json, "type", "object");
    break;
  case KIND_TEXT:
    lde_json_put_text(json, "type", "string");
    break;
  case KIND_TEXTS:
    lde_json_put_text(json, "type", "array");
    lde_json_key_open(json, "items", '{');
    lde_json_put_text(json, "type", "string");
    lde_json_close(json, '}');
    break;
  case KIND_WORD:
    put_words(json, key->words);
    break;
  case KIND_DATE:
    lde_json_put_text(json, "type", "string");
    lde_json_put_text(json, "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    break;
  case KIND_COUNT:
    lde_json_put_text(json, "type", "integer");
    lde_json_put_integer(json, "minimum", 0);
    break;
  default:
    break;
  }
}

/* properties, required and additionalProperties of the keys at this depth. */
static void put_keys(lde_json *json, const manifest_key *list, size_t count, size_t from, int depth,
                     lde_language lang)
{
  lde_json_key_open(json, "properties", '{');
  for (size_t i = from; i < count && list[i].depth >= depth; i++) {
    if (list[i].depth != depth)
      continue;
    lde_json_key_open(json, list[i].name, '{');
    lde_json_put_text(json, "description", list[i].doc[lang]);
    put_simple(json, &list[i]);
    if (list == keys)
      put_kind(json, i, lang);
    lde_json_close(json, '}');
  }
  lde_json_close(json, '}');
  lde_json_key_open(json, "required", '[');
  for (size_t i = from; i < count && list[i].depth >= depth; i++)
    if (list[i].depth == depth && list[i].required)
      lde_json_text(json, list[i].name);
  lde_json_close(json, ']');
  lde_json_put_bool(json, "additionalProperties", false);
}

void lde_report_json_schema_manifest(lde_buffer *out, lde_language language)
{
  lde_json json = {.out = out, .indented = true};

  lde_json_open(&json, '{');
  lde_json_put_text(&json, "$schema", "http://json-schema.org/draft-07/schema#");
  lde_json_put_text(&json, "title", LDE_TR(language, "ldengine.yaml: manifest of a project",
                                           "ldengine.yaml: manifest van een project"));
  lde_json_put_text(&json, "type", "object");
  put_keys(&json, keys, KEYS, 0, 0, language);
  lde_json_close(&json, '}');
  lde_buffer_putc(out, '\n');
}
