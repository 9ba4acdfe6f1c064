/* The codes of diagnostics in words: why each matters, what is wrong and what is right. An example with a
 * kind is complete: `yaml` is a file for `ldengine check`, `lua` a script for `ldengine run`; the tests
 * execute both sides. */
#include <string.h>

#include "base/error.h"
#include "report/report.h"

typedef struct code_row {
  const char *code;
  const char *meaning[2], *remedy[2]; /* by lde_language */
  const char *kind;                   /* "yaml", "lua", or NULL: no example of one file */
  const char *wrong, *right;
} code_row;

static const code_row rows[] = {
    {"load/unknown-key",
     {"A key in a file is none that the model knows. It is refused, because a value that is silently skipped is worse than an error.",
      "Een sleutel in een bestand bestaat niet in het model. Zij wordt geweigerd: een waarde die stilletjes wordt overgeslagen is erger dan een fout."},
     {"Correct the spelling, or add an own field under model: in ldengine.yaml.",
      "Verbeter de spelling, of voeg onder model: in ldengine.yaml een eigen veld toe."},
     "yaml", "goals:\n  - {id: g1, label: Digital, wieght: 0.5}\n", "goals:\n  - {id: g1, label: Digital, weight: 0.5}\n"},
    {"load/type",
     {"A value has another form than its field: a word where a date or an amount belongs.",
      "Een waarde heeft een andere vorm dan haar veld: een woord waar een datum of bedrag hoort."},
     {"Write dates as YYYY-MM-DD, amounts as 1250.00, shares as 0.5 or 50%.",
      "Schrijf datums als JJJJ-MM-DD, bedragen als 1250.00, aandelen als 0.5 of 50%."},
     "yaml", "goals:\n  - {id: g1, label: Digital, weight: half}\n", "goals:\n  - {id: g1, label: Digital, weight: 0.5}\n"},
    {"load/duplicate",
     {"The same id, or the same natural key with other values, stands twice. Which of the two is meant cannot be known.",
      "Dezelfde id, of dezelfde natuurlijke sleutel met andere waarden, staat er twee keer. Welke van de twee bedoeld is, valt niet te weten."},
     {"Give one of the two another id, or remove it.", "Geef een van beide een andere id, of verwijder die."},
     "yaml", "goals:\n  - {id: g1, label: Digital}\n  - {id: g1, label: Care}\n", "goals:\n  - {id: g1, label: Digital}\n  - {id: g2, label: Care}\n"},
    {"load/reference",
     {"A record refers to another that does not exist. The golden thread is broken at that place.",
      "Een gegeven verwijst naar een ander dat er niet is. De rode draad is daar gebroken."},
     {"Correct the id, add the record, or for exports say under lenient: what to do with such rows.",
      "Verbeter de id, voeg het gegeven toe, of leg bij een export onder lenient: vast wat er met zulke rijen gebeurt."},
     "yaml", "goals:\n  - {id: g1, label: Digital}\n  - {id: g2, label: Data, parent: g9}\n",
     "goals:\n  - {id: g1, label: Digital}\n  - {id: g2, label: Data, parent: g1}\n"},
    {"load/range",
     {"A number lies outside what its field can be: a share above 1, a negative amount.",
      "Een getal ligt buiten wat het veld kan zijn: een aandeel boven 1, een negatief bedrag."},
     {"Correct the number; for exports lenient: {field: empty} lets such values through as empty, counted.",
      "Verbeter het getal; bij exports laat lenient: {veld: empty} zulke waarden leeg door, geteld."},
     "yaml", "goals:\n  - {id: g1, label: Digital, weight: -0.5}\n", "goals:\n  - {id: g1, label: Digital, weight: 0.5}\n"},
    {"load/required",
     {"A field that a record cannot do without is empty.", "Een veld waar een gegeven niet zonder kan, is leeg."},
     {"Fill it in.", "Vul het in."},
     "yaml", "goals:\n  - {label: Digital}\n", "goals:\n  - {id: g1, label: Digital}\n"},
    {"load/cycle",
     {"Records are each other's parent or prerequisite in a circle, so that no order exists.",
      "Gegevens zijn in een kring elkaars bovenliggende of voorwaarde, zodat er geen volgorde bestaat."},
     {"Take one of the references away.", "Haal één van de verwijzingen weg."},
     "yaml", "goals:\n  - {id: g1, label: Digital, parent: g2}\n  - {id: g2, label: Data, parent: g1}\n",
     "goals:\n  - {id: g1, label: Digital}\n  - {id: g2, label: Data, parent: g1}\n"},
    {"load/syntax",
     {"A file cannot be read as what it is: a bracket that does not close, a tab where blanks belong, a quote too many.",
      "Een bestand is niet te lezen als wat het is: een haak die niet sluit, een tab waar spaties horen, een aanhalingsteken te veel."},
     {"The place is where reading stopped; the cause often stands just before it.",
      "De plaats is waar het lezen stopte; de oorzaak staat er vaak net voor."},
     "yaml", "goals:\n  - {id: g1, label: Digital\n", "goals:\n  - {id: g1, label: Digital}\n"},
    {"load/encoding",
     {"The bytes of a file are no UTF-8, or a CSV file's encoding is another one than its dialect says.",
      "De bytes van een bestand zijn geen UTF-8, of een CSV-bestand heeft een andere codering dan het dialect zegt."},
     {"Save the file as UTF-8, or name its encoding: dialect: {encoding: windows-1252}.",
      "Sla het bestand op als UTF-8, of noem de codering: dialect: {encoding: windows-1252}."}, NULL, NULL, NULL},
    {"load/ambiguous",
     {"A column can be read in two ways: 1.234 is one thousand or one and a bit. Nothing is guessed.",
      "Een kolom is op twee manieren te lezen: 1.234 is duizend of ruim één. Er wordt niet gegokt."},
     {"Say which: dialect: {decimal: \",\", thousands: \".\"}.", "Zeg welke: dialect: {decimal: \",\", thousands: \".\"}."}, NULL, NULL, NULL},
    {"load/limit",
     {"A file is larger, deeper or longer than the engine takes from a stranger.",
      "Een bestand is groter, dieper of langer dan het programma van een vreemde aanneemt."},
     {"Split it, or raise limits: {input: …} in ldengine.yaml when the file is yours.",
      "Splits het, of verhoog limits: {input: …} in ldengine.yaml als het bestand van u is."}, NULL, NULL, NULL},
    {"load/database",
     {"The plan database cannot be read or written.", "De plandatabase is niet te lezen of te schrijven."},
     {"Check the path and the rights; another file can be named with --db.",
      "Controleer pad en rechten; een ander bestand kan met --db."}, NULL, NULL, NULL},
    {"load/lenient",
     {"Values were let through as the manifest asks; how many, and which, stands in import_rejects.",
      "Waarden zijn doorgelaten zoals het manifest vraagt; hoeveel en welke staat in import_rejects."},
     {"Look at them now and then: sql \"SELECT * FROM import_rejects\".",
      "Bekijk ze af en toe: sql \"SELECT * FROM import_rejects\"."}, NULL, NULL, NULL},
    {"load/merged",
     {"Rows of a file that are equal count once.", "Gelijke rijen van een bestand tellen één keer."},
     {"Nothing, when that is meant.", "Niets, als dat de bedoeling is."}, NULL, NULL, NULL},
    {"load/unmapped",
     {"Columns of an export have no field, and are not read.", "Kolommen van een export hebben geen veld en worden niet gelezen."},
     {"Map them under columns:, or list them under ignore: to say that this is meant.",
      "Koppel ze onder columns:, of noem ze onder ignore: als dat de bedoeling is."}, NULL, NULL, NULL},
    {"load/time",
     {"Times of day behind dates are dropped, once told for each file.", "Tijden achter datums vervallen, één keer gemeld per bestand."},
     {"Nothing, when that is meant.", "Niets, als dat de bedoeling is."}, NULL, NULL, NULL},
    {"load/blank",
     {"Empty rows of a sheet are skipped.", "Lege rijen van een werkblad worden overgeslagen."},
     {"Nothing, when that is meant.", "Niets, als dat de bedoeling is."}, NULL, NULL, NULL},
    {"load/error-cell",
     {"A cell of a workbook holds an error of the spreadsheet, such as #REF!.", "Een cel van een werkmap bevat een fout van het rekenblad, zoals #VERW!."},
     {"Repair the formula and save the workbook again.", "Herstel de formule en sla de werkmap opnieuw op."}, NULL, NULL, NULL},
    {"load/no-value",
     {"A cell of a workbook holds a formula whose value was never computed.", "Een cel van een werkmap bevat een formule waarvan de waarde nooit is berekend."},
     {"Open the workbook in a spreadsheet program and save it, or write the value itself.",
      "Open de werkmap in een rekenprogramma en sla haar op, of schrijf de waarde zelf."}, NULL, NULL, NULL},
    {"load/example",
     {"The example row of a template is still there; it is not read.", "De voorbeeldrij van een sjabloon staat er nog; die wordt niet gelezen."},
     {"Remove it when the sheet is filled.", "Verwijder die als het blad gevuld is."}, NULL, NULL, NULL},
    {"script/load",
     {"A rule or script has a mistake that shows before anything runs: a syntax error, an unknown key or field. A rule that silently does not run would be worse.",
      "Een regel of script heeft een fout die al blijkt voordat er iets draait: een syntaxfout, een onbekende sleutel of een onbekend veld. Een regel die stilletjes niet draait zou erger zijn."},
     {"Mend it at the place that is named; ldengine schema luals helps an editor to complete names.",
      "Herstel het op de genoemde plaats; met ldengine schema luals vult een editor namen aan."},
     "lua", "return ld.goals:count(\"weight > 0.5\"\n", "return ld.goals:count(\"weight > 0.5\")\n"},
    {"script/error",
     {"A script or rule failed while it ran. What a rule would say is then unknown, never \"passed\".",
      "Een script of regel is tijdens het draaien mislukt. Wat een regel zou zeggen is dan onbekend, nooit \"goed\"."},
     {"In functions test empty fields for nil before counting with them; expressions in quotes do that by themselves.",
      "Test in functies lege velden op nil voordat u ermee rekent; expressies tussen aanhalingstekens doen dat vanzelf."},
     "lua", "local empty\nreturn empty.weight\n", "local empty = {weight = 1}\nreturn empty.weight\n"},
    {"script/crash",
     {"The process in which an organisation's rules ran ended before it answered. Other organisations went on.",
      "Het proces waarin de regels van een organisatie draaiden, stopte voordat het antwoordde. De andere organisaties gingen door."},
     {"Look at the rule that is named; run the organisation alone.", "Bekijk de genoemde regel; draai de organisatie apart."}, NULL, NULL, NULL},
    {"script/interrupted",
     {"The run was stopped before it was done.", "De uitvoering is gestopt voordat zij klaar was."},
     {"Run it again.", "Draai opnieuw."}, NULL, NULL, NULL},
    {"script/isolation",
     {"Rules of others run in a locked process, and the locks cannot be had on this machine.",
      "Regels van anderen draaien in een afgesloten proces, en dat kan op deze machine niet."},
     {"ldengine doctor tells what is missing. For rules that you trust: --unsafe-no-isolation.",
      "ldengine doctor zegt wat ontbreekt. Voor regels die u vertrouwt: --unsafe-no-isolation."}, NULL, NULL, NULL},
    {"script/parameter",
     {"A parameter that was set is read by no rule, and its name is nearly that of one that is.",
      "Een ingestelde parameter wordt door geen regel gelezen, en lijkt sterk op een parameter die wel bestaat."},
     {"Correct the name.", "Verbeter de naam."}, NULL, NULL, NULL},
    {"limit/time",
     {"A rule used up its steps or its time. Steps are counted, so that the same rule stops at the same place everywhere.",
      "Een regel heeft zijn stappen of tijd opgebruikt. Stappen worden geteld, zodat dezelfde regel overal op dezelfde plek stopt."},
     {"Use expressions and collection methods in place of loops; limits: {steps: …, time: …} raises the limit.",
      "Gebruik expressies en methoden van collecties in plaats van lussen; limits: {steps: …, time: …} verhoogt de grens."},
     "lua", "while true do end\n", "for i = 1, 10 do end\nreturn 1\n"},
    {"limit/memory",
     {"A rule asked for more memory than its limit.", "Een regel vroeg meer geheugen dan zijn grens."},
     {"Do not gather all records in tables; limits: {memory: …} raises the limit.",
      "Verzamel niet alle gegevens in tabellen; limits: {memory: …} verhoogt de grens."},
     "lua", "local t = {}\nfor i = 1, 1e9 do t[i] = (\"x\"):rep(1000) .. i end\n", "return 1\n"},
    {"limit/output",
     {"A rule printed or returned more than can be shown.", "Een regel drukte of gaf meer dan getoond kan worden."},
     {"Print less.", "Druk minder af."}, NULL, NULL, NULL},
    {"offer/infeasible",
     {"Hard limits of the offer cannot all hold. The smallest set that clashes is named, with the cheapest repair.",
      "Harde grenzen van het aanbod kunnen niet alle gelden. De kleinste verzameling die botst is genoemd, met het goedkoopste herstel."},
     {"Take one of the named limits away or loosen it.", "Laat een van de genoemde grenzen vallen of verruim die."}, NULL, NULL, NULL},
    {"offer/mandatory-uncovered",
     {"People who must be trained get no seat in the best plan that there is.",
      "Mensen die verplicht moeten leren krijgen geen plaats in het beste plan dat mogelijk is."},
     {"Look at the reason for each need: money, a date, or no offering.",
      "Kijk per leerbehoefte naar de reden: geld, een datum, of geen aanbod."}, NULL, NULL, NULL},
    {"exception/expired",
     {"An exception has passed its last day. The finding that it held is back at full weight.",
      "Een uitzondering is over haar laatste dag heen. De bevinding die zij toeliet telt weer volledig."},
     {"Solve the finding, or have the exception renewed by whoever may allow it.",
      "Los de bevinding op, of laat de uitzondering verlengen door wie dat mag."}, NULL, NULL, NULL},
    {"exception/unused",
     {"An exception holds nothing: the finding is gone, or the rule or record is misspelt.",
      "Een uitzondering houdt niets tegen: de bevinding is weg, of regel of gegeven is verkeerd gespeld."},
     {"Remove it, or correct it.", "Verwijder of verbeter haar."}, NULL, NULL, NULL},
    {"exception/over-limit",
     {"A finding has outgrown the limit of its exception.", "Een bevinding is de grens van haar uitzondering ontgroeid."},
     {"Bring it back within the limit, or have the limit raised.", "Breng haar terug binnen de grens, of laat de grens verhogen."}, NULL, NULL, NULL},
};

bool lde_report_code_page(lde_buffer *out, const char *code, lde_language lang)
{
  const code_row *row = NULL;

  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (strcmp(rows[i].code, code) == 0)
      row = &rows[i];
  if (!row)
    return false;
  lde_buffer_printf(out, "# %s\n\n%s\n\n%s%s\n", row->code, row->meaning[lang],
                    LDE_TR(lang, "What to do: ", "Wat te doen: "), row->remedy[lang]);
  if (!row->kind)
    return true;
  lde_buffer_printf(out, "\n## %s\n\n```%s\n%s```\n", LDE_TR(lang, "Wrong", "Fout"), row->kind, row->wrong);
  lde_buffer_printf(out, "\n## %s\n\n```%s\n%s```\n", LDE_TR(lang, "Right", "Goed"), row->kind, row->right);
  return true;
}

const char *lde_report_code(size_t index)
{
  return index < sizeof rows / sizeof *rows ? rows[index].code : NULL;
}
