#include "report/lua_api.h"

/* clang-format off */
static const lde_lua_value values[] = {
    {"org", "ld.Organisation", {"The organisation of the manifest.", "De organisatie uit het "
      "manifest."}},
    {"year", "integer|string",
     {"The plan year: a number, or the id of a written period.",
      "Het planjaar: een getal, of de id van een eigen periode."}},
    {"today", "string",
     {"The run date, YYYY-MM-DD; never the clock.", "De peildatum, JJJJ-MM-DD; nooit de klok."}},
    {"params", "table<string, any>",
     {"The parameters that all rules share; nil when not set.",
      "De parameters die alle regels delen; nil als er geen waarde is."}},
};

static const lde_lua_function functions[] = {
    {"ld", "money", "minor integer", "string",
     {"An amount in minor units as people read it: ld.money(125000) gives \"€ 1,250.00\". An "
      "error when "
      "it is not an integer.",
      "Een bedrag in centen zoals mensen het lezen: ld.money(125000) geeft \"€ 1.250,00\". Fout "
      "als het "
      "geen geheel getal is."}},
    {"ld", "date", "text string", "string",
     {"The date itself, after checking it. An error when it is no YYYY-MM-DD or not in the "
      "calendar.",
      "De datum zelf, na controle. Fout als het geen JJJJ-MM-DD is of niet in de kalender staat."}},
    {"ld", "add_days", "date string, days integer", "string",
     {"The date so many days later; earlier for a negative number.",
      "De datum zoveel dagen later; eerder bij een negatief getal."}},
    {"ld", "add_months", "date string, months integer", "string",
     {"The same day so many months later, or the last day of that month.",
      "Dezelfde dag zoveel maanden later, of de laatste dag van die maand."}},
    {"ld", "days", "from string, to string", "integer",
     {"Days from the first date to the second.", "Dagen van de eerste datum tot de tweede."}},
    {"ld", "quarter", "date string", "integer",
     {"Quarter of the date, 1 to 4.", "Kwartaal van de datum, 1 tot en met 4."}},
    {"ld", "param", "name string, date? string", "any",
     {"A shared parameter on a day; without a day on the first day of the plan year. nil when "
      "not set.",
      "Een gedeelde parameter op een dag; zonder dag op de eerste dag van het planjaar. nil "
      "zonder waarde."}},
    {"ld", "log", "... any", "",
     {"Writes a line to the log, as print does: to stderr, or to data.log in JSON.",
      "Schrijft een regel in het logboek, zoals print: naar stderr, of naar data.log in JSON."}},
    {"ld", "level", "employee ld.Employee|string, competency ld.Competency|string", "integer?",
     {"The current level by the merge rule; nil when never assessed. An error for an unknown id.",
      "Het huidige niveau volgens de samenvoegregel; nil als nooit beoordeeld. Fout bij een "
      "onbekende id."}},
    {"ld", "object", "members table", "table",
     {"Marks a table as an object for JSON, also when it is empty.",
      "Merkt een tabel als object voor JSON, ook als die leeg is."}},
    {"ld", "table", "rows table[]", "table",
     {"A list of rows to return, printed as a table.",
      "Een lijst van rijen om terug te geven, getoond als tabel."}},
    {"ld", "offer", "options? table", "ld.Offer",
     {"Starts an offer. Options: year, period (quarter, month, half, year), needs_from (written, "
      "gaps, "
      "auto). An unknown option is an error.",
      "Begint een aanbod. Opties: year, period (quarter, month, half, year), needs_from "
      "(written, gaps, "
      "auto). Een onbekende optie is een fout."}},
    {"ld", "model", "options? table", "ld.Model",
     {"Starts a decision of another shape: named variables, terms and limits.",
      "Begint een besluit met een andere vorm: benoemde variabelen, termen en grenzen."}},
    {"ld", "mandatory", "", "ld.Measure",
     {"The mandatory learning that is covered, in heads.",
      "De verplichte scholing die gedekt is, in personen."}},
    {"ld", "cost", "filter? ld.Filter", "ld.Measure", {"Cost in minor units.", "Kosten in "
      "centen."}},
    {"ld", "hours", "filter? ld.Filter", "ld.Measure", {"Learning time in hours.", "Leertijd in "
      "uren."}},
    {"ld", "seats", "filter? ld.Filter", "ld.Measure", {"Number of seats.", "Aantal plaatsen."}},
    {"ld", "sessions", "filter? ld.Filter", "ld.Measure", {"Number of groups.", "Aantal groepen."}},
    {"ld", "people", "filter? ld.Filter", "ld.Measure",
     {"People who are served, once per need.", "Mensen die bediend worden, één keer per "
      "behoefte."}},

    {"collection", "get", "id string", "Row?",
     {"The record with that id, or nil; also for ids that are the name of a method.",
      "Het gegeven met die id, of nil; ook voor id's die de naam van een methode zijn."}},
    {"collection", "each", "", "fun(): Row?",
     {"Iterates over the records in the order of the sources.",
      "Loopt over de gegevens in de volgorde van de bronnen."}},
    {"collection", "where", "condition string|fun(row: Row): any", "Rows",
     {"The records for which the condition is true.", "De gegevens waarvoor de voorwaarde waar "
      "is."}},
    {"collection", "count", "condition? string|fun(row: Row): any", "integer",
     {"How many there are, or for how many the condition is true.",
      "Hoeveel er zijn, of voor hoeveel de voorwaarde waar is."}},
    {"collection", "sum", "value string|fun(row: Row): number?", "number",
     {"The sum, without the empty ones; 0 when there are none.",
      "De som, zonder de lege; 0 als er geen zijn."}},
    {"collection", "min", "value string|fun(row: Row): any", "any",
     {"The smallest value; nil when there is none.", "De kleinste waarde; nil als er geen is."}},
    {"collection", "max", "value string|fun(row: Row): any", "any",
     {"The largest value; nil when there is none.", "De grootste waarde; nil als er geen is."}},
    {"collection", "avg", "value string|fun(row: Row): number?", "number?",
     {"The average of the values that are there; nil when there is none.",
      "Het gemiddelde van de waarden die er zijn; nil als er geen is."}},
    {"collection", "any", "condition string|fun(row: Row): any", "boolean",
     {"Whether the condition is true for at least one.",
      "Of de voorwaarde voor minstens één gegeven waar is."}},
    {"collection", "all", "condition string|fun(row: Row): any", "boolean",
     {"Whether the condition is true for every one; true when there are none.",
      "Of de voorwaarde voor elk gegeven waar is; waar als er geen zijn."}},
    {"collection", "sort", "value string|fun(row: Row): any, order? string", "Rows",
     {"Sorted by the value; \"desc\" for largest first. Stable, nil comes last.",
      "Gesorteerd op de waarde; \"desc\" voor grootste eerst. Stabiel, nil komt achteraan."}},
    {"collection", "first", "count? integer", "any",
     {"first() is the first record or nil; first(n) the first n as a collection.",
      "first() is het eerste gegeven of nil; first(n) de eerste n als verzameling."}},
    {"collection", "group", "key string|fun(row: Row): any", "table<any, Rows>",
     {"A table from key to collection; a record counts as its id, no key as \"\".",
      "Een tabel van sleutel naar verzameling; een gegeven telt als zijn id, geen sleutel als "
      "\"\"."}},
    {"collection", "values", "value string|fun(row: Row): any", "any[]",
     {"The values as a list, without the nils.", "De waarden als lijst, zonder nil."}},
    {"collection", "distinct", "value string|fun(row: Row): any", "any[]",
     {"The different values, in the order in which they first occur.",
      "De verschillende waarden, in de volgorde waarin ze voor het eerst voorkomen."}},

    {"offer", "first", "measure ld.Measure", "ld.Offer",
     {"A goal that goes before all later ones; may be called again.",
      "Een doel dat voor alle latere gaat; mag vaker worden aangeroepen."}},
    {"offer", "maximise",
     "name string, worth ld.Measure|fun(need: ld.Need, option: table): number, options? table",
     "ld.Offer",
     {"Adds a term to what is maximised: what one seat is worth for a need and an option. "
      "Option: weight.",
      "Voegt een term toe aan wat zo groot mogelijk moet zijn: wat één plaats waard is voor een "
      "behoefte en "
      "een optie. Optie: weight."}},
    {"offer", "subject_to", "name string, limit ld.Constraint", "ld.Offer",
     {"A limit that must hold; its name explains it in reports.",
      "Een grens die moet gelden; de naam legt hem uit in rapporten."}},
    {"offer", "prefer", "name string, limit ld.Constraint, options table", "ld.Offer",
     {"A limit that may be broken at a price: penalty is value per missing hour, head or major "
      "unit.",
      "Een grens die tegen een prijs mag worden overschreden: penalty is waarde per ontbrekend "
      "uur, persoon "
      "of hele munteenheid."}},
    {"offer", "forbid", "condition string|fun(candidate: table): any, name? string", "ld.Offer",
     {"Keeps out the candidates (need, offering, unit) for which the condition is true.",
      "Houdt de kandidaten (need, offering, unit) buiten waarvoor de voorwaarde waar is."}},
    {"offer", "forbid_all", "", "ld.Offer",
     {"Keeps everything out: the offer that does nothing.", "Houdt alles buiten: het aanbod dat "
      "niets doet."}},
    {"offer", "keep", "measure ld.Measure", "ld.Offer",
     {"Keeps only what counts in the measure.", "Houdt alleen wat in de maat meetelt."}},
    {"offer", "scale", "name string, factor number", "ld.Offer",
     {"Multiplies a limit or budget by the factor.", "Vermenigvuldigt een grens of budget met de "
      "factor."}},
    {"offer", "lock", "offering string, options table", "ld.Offer",
     {"Fixes an offering: seats, sessions, period. An error for an unknown id.",
      "Legt een leeractiviteit vast: seats, sessions, period. Fout bij een onbekende id."}},
    {"offer", "without", "name string", "ld.Offer",
     {"Takes out what holds by itself: budgets, group_sizes, lead_times, prerequisites, locks, "
      "hours, "
      "deadlines, resources, fairness, subsidies, or one budget.",
      "Laat weg wat vanzelf geldt: budgets, group_sizes, lead_times, prerequisites, locks, hours, "
      "deadlines, resources, fairness, subsidies, of één budget."}},
    {"offer", "solve", "options? table", "ld.Result",
     {"Builds the offer. Options: gap (share), work (limit on work), seed.",
      "Bouwt het aanbod. Opties: gap (aandeel), work (grens op rekenwerk), seed."}},
    {"offer", "scenarios", "changes table<string, fun(offer: ld.Offer)>", "table",
     {"Solves the offer again for each change, one row each.",
      "Lost het aanbod voor elke wijziging opnieuw op, één rij per wijziging."}},
    {"offer", "sweep", "name string, options table", "table[]",
     {"Solves the offer for a limit from `from` to `to` in steps of `step`. Of each amount: value, cost, what the prices "
      "prove there (`bound`, `price`) and the lowest proof of all (`upper`). With another amount of the limit no offer "
      "has more than bound + price * (that amount - amount).",
      "Lost het aanbod op voor een grens van `from` tot `to` in stappen van `step`. Per bedrag: waarde, kosten, wat de "
      "prijzen daar bewijzen (`bound`, `price`) en het laagste bewijs van alle (`upper`). Bij een ander bedrag van de "
      "grens heeft geen aanbod meer dan bound + price * (dat bedrag - amount)."}},

    {"result", "price", "name string", "number",
     {"What one more unit of a limit would be worth: an estimate, not a promise. Further values: from where to where "
      "the offer was solved again, a tenth less and more, and how its value changes there.",
      "Wat één eenheid meer van een grens waard is: een schatting, geen toezegging. Verdere waarden: van waar tot waar "
      "het aanbod opnieuw is opgelost, een tiende minder en meer, en hoe de waarde daar verandert."}},
    {"result", "why", "id string, quick? boolean", "string",
     {"Why an offering is in or who serves a need; the second value has the numbers. `quick` leaves out what needs "
      "solving again.",
      "Waarom een leeractiviteit erin zit of wie een leerbehoefte bedient; de tweede waarde geeft de getallen. `quick` "
      "laat weg waarvoor opnieuw moet worden opgelost."}},
    {"result", "why_not", "id string, quick? boolean", "string",
     {"Why an offering is out, and what would bring it in; the second value has the numbers. `quick` leaves out what "
      "needs solving again.",
      "Waarom een leeractiviteit er niet in zit, en wat dat zou veranderen; de tweede waarde geeft de getallen. `quick` "
      "laat weg waarvoor opnieuw moet worden opgelost."}},

    {"ld", "check", "rule string, model table|string, params? table", "table[]",
     {"In a *_test.lua: runs a rule (id or code) over a small model and gives its findings, each with rule, "
      "severity, entity, id, message, help, size. The model is written as in `fires`, or as YAML text with "
      "amounts as in files.",
      "In een *_test.lua: voert een regel (id of code) uit op een klein model en geeft de bevindingen, elk met "
      "rule, severity, entity, id, message, help, size. Het model staat er zoals in `fires`, of als YAML-tekst "
      "met bedragen zoals in bestanden."}},

    {"measure", "per", "kind string", "ld.Measure",
     {"Counts separately for each unit, employee, lane, period, supplier or need.",
      "Telt apart voor elke unit, employee, lane, period, supplier of need."}},
    {"measure", "share_of", "whole ld.Measure", "ld.Measure",
     {"As a share of another measure.", "Als aandeel van een andere maat."}},
    {"measure", "at_most", "limit number|fun(record: any): number", "ld.Constraint",
     {"A limit: not more than this.", "Een grens: niet meer dan dit."}},
    {"measure", "at_least", "limit number|fun(record: any): number, of? string", "ld.Constraint",
     {"A limit: not less than this; with \"heads\" a share of the people in need.",
      "Een grens: niet minder dan dit; met \"heads\" een aandeel van de mensen met een behoefte."}},
    {"measure", "equal", "limit number|fun(record: any): number", "ld.Constraint",
     {"A limit: exactly this.", "Een grens: precies dit."}},

    {"model", "integer", "name string, low integer, high integer", "ld.Term",
     {"A whole number to decide on.", "Een geheel getal om over te beslissen."}},
    {"model", "binary", "name string", "ld.Term", {"A choice: 0 or 1.", "Een keuze: 0 of 1."}},
    {"model", "number", "name string, low number, high number", "ld.Term",
     {"A number to decide on.", "Een getal om over te beslissen."}},
    {"model", "sum", "terms ld.Term[]", "ld.Term",
     {"The sum of a long list of terms.", "De som van een lange lijst termen."}},
    {"model", "maximise", "name string, term ld.Term", "ld.Model",
     {"What must be as large as possible.", "Wat zo groot mogelijk moet zijn."}},
    {"model", "minimise", "name string, term ld.Term", "ld.Model",
     {"What must be as small as possible.", "Wat zo klein mogelijk moet zijn."}},
    {"model", "subject_to", "name string, limit ld.Constraint", "ld.Model",
     {"A limit that must hold.", "Een grens die moet gelden."}},
    {"model", "solve", "options? table", "ld.ModelResult",
     {"Decides. Option: gap.", "Beslist. Optie: gap."}},
    {"model_result", "get", "name string", "number",
     {"The value of a variable.", "De waarde van een variabele."}},
    {"model_result", "price", "name string", "number",
     {"What one more unit of a limit would be worth.", "Wat één eenheid meer van een grens waard "
      "is."}},
};

/* clang-format on */
const lde_lua_function *lde_lua_functions(size_t *count)
{
  *count = sizeof functions / sizeof *functions;
  return functions;
}

const lde_lua_value *lde_lua_values(size_t *count)
{
  *count = sizeof values / sizeof *values;
  return values;
}
