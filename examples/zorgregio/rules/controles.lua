-- Eigen controles van de GGD: wat de exports samen zeggen en een export alleen niet.
local eenheid_boven_budget = ld.rule {
  id = "ggd/eenheid-boven-budget", code = "G01", step = 4, severity = "warning",
  title = { nl = "De opleidingen van een eenheid kosten meer dan haar budget", en = "The courses of a unit cost more than its budget" },
  each = "budgets",
  -- de planning noemt geen budget: de eigen eenheid van de medewerker betaalt
  fails = "unit.employees:sum(\"plan_lines:sum('cost')\") > setup",
  at = "setup",
  size = "unit.employees:sum(\"plan_lines:sum('cost')\") - setup",
  message = {
    nl = "{unit.label}: {unit.employees:sum(\"plan_lines:sum('cost')\")|money} gepland, {setup|money} beschikbaar",
    en = "{unit.label}: {unit.employees:sum(\"plan_lines:sum('cost')\")|money} planned, {setup|money} available",
  },
  help = {
    nl = "Laat de eenheid kiezen welke opleidingen doorgaan, of verschuif budget van de bovenliggende eenheid.",
    en = "Let the unit choose which courses go on, or move money from the unit above it.",
  },
  fires = {
    units = { { id = "u" } }, employees = { { id = "e1", unit = "u" } }, budgets = { { id = "b", unit = "u", setup = 999 } },
    offerings = { { id = "o1", cost_per_seat = 1000 } }, plan_lines = { { id = "l1", offering = "o1", employees = { "e1" } } },
  },
  clean = {
    units = { { id = "u" }, { id = "v" } }, employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "v" } }, budgets = { { id = "b", unit = "u", setup = 1000 } },
    offerings = { { id = "o1", cost_per_seat = 1000 } }, plan_lines = { { id = "l1", offering = "o1", employees = { "e1" } }, { id = "l2", offering = "o1", employees = { "e2" } } },
  },
}

local uit_dienst = ld.rule {
  id = "ggd/uit-dienst-gepland", code = "G02", step = 4, severity = "warning",
  title = { nl = "Een opleiding is gepland voor iemand die uit dienst gaat", en = "A course is planned for somebody who leaves" },
  each = "plan_lines",
  fails = "employees:any('contract_to ~= nil')",
  at = "employees",
  message = {
    nl = "regel {id}: {employees} gaat uit dienst op {employees:min('contract_to')|date}",
    en = "line {id}: {employees} leaves on {employees:min('contract_to')|date}",
  },
  help = { nl = "Haal de regel uit de planning.", en = "Take the line out of the plan." },
  fires = { employees = { { id = "e1", contract_to = "2027-05-31" } }, plan_lines = { { id = "l1", employees = { "e1" } } } },
  clean = { employees = { { id = "e1" } }, plan_lines = { { id = "l1", employees = { "e1" } } } },
}

local vervallen = ld.rule {
  id = "ggd/vervallen-aanbod", code = "G03", step = 5, severity = "warning",
  title = { nl = "Er is een opleiding gepland die vervallen is", en = "A course is planned that no longer exists" },
  each = "plan_lines",
  fails = "offering.status == 'expired'",
  at = "offering",
  message = { nl = "regel {id}: {offering.label} is vervallen", en = "line {id}: {offering.label} has expired" },
  help = { nl = "Kies een opleiding die nog wordt gegeven.", en = "Choose a course that is still given." },
  fires = { offerings = { { id = "o1", status = "expired" } }, plan_lines = { { id = "l1", offering = "o1" } } },
  clean = { offerings = { { id = "o1", status = "active" } }, plan_lines = { { id = "l1", offering = "o1" } } },
}

-- Een functie in Lua: of een eerdere regel dezelfde is, zegt geen expressie over één regel.
local dubbel = ld.rule {
  id = "ggd/dubbel-gepland", code = "G04", step = 5, severity = "warning",
  title = { nl = "Iemand is twee keer voor dezelfde opleiding gepland", en = "Somebody is planned for the same course twice" },
  once = function(org, P, report)
    local eerder = {}
    for regel in ld.plan_lines:each() do
      for medewerker in regel.employees:each() do
        local sleutel = medewerker.id .. " " .. regel.offering.id
        if eerder[sleutel] then
          report {
            at = regel, field = "offering", evidence = { eerder[sleutel] },
            message = {
              nl = ("regel %s: %s volgt %s al in regel %s"):format(regel.id, medewerker.id, regel.offering.label, eerder[sleutel].id),
              en = ("line %s: %s follows %s in line %s already"):format(regel.id, medewerker.id, regel.offering.label, eerder[sleutel].id),
            },
          }
        end
        eerder[sleutel] = eerder[sleutel] or regel
      end
    end
  end,
  help = { nl = "Haal een van de twee regels weg.", en = "Take one of the two lines away." },
  fires = { employees = { { id = "e1" } }, offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1", employees = { "e1" } }, { id = "l2", offering = "o1", employees = { "e1" } } } },
  clean = {
    employees = { { id = "e1" }, { id = "e2" } }, offerings = { { id = "o1" }, { id = "o2" } },
    plan_lines = { { id = "l1", offering = "o1", employees = { "e1" } }, { id = "l2", offering = "o1", employees = { "e2" } }, { id = "l3", offering = "o2", employees = { "e1" } } },
  },
}

return { eenheid_boven_budget, uit_dienst, vervallen, dubbel }
