-- A group is named by employees, a unit (with its subunits) or a role. It is empty when nobody of it
-- is active on any day of the plan year; a need that names no group has the heads that it states.
local people = require("ld.people")

local function is_empty(employees, unit, role)
  if #employees > 0 then return not employees:any(people.active_in_year) end
  if not unit and not role then return false end
  return not people.anyone(unit, role, people.first, people.last)
end

return ld.rule {
  id = "needs/no-people", code = "N02", step = 4, severity = "error",
  title = {en = "Need without people", nl = "Leerbehoefte zonder mensen"},
  each = "needs",
  check = function(heads, employees, unit, role)
    return heads == 0 or is_empty(employees, unit, role)
  end,
  at = "heads",
  message = {en = "{id} ({label}) is for {heads} people, and nobody active in {ld.year} belongs to its group (unit {unit}, role {role}, {#employees} named)",
             nl = "{id} ({label}) is voor {heads} mensen, en niemand die in {ld.year} in dienst is hoort bij de doelgroep (onderdeel {unit}, functie {role}, {#employees} met naam)"},
  help = {en = "Name a unit, a role or employees who are there in the plan year, or reject the need.",
          nl = "Noem een onderdeel, een functie of medewerkers die er in het planjaar zijn, of wijs de behoefte af."},
  why = {en = "A seat is planned for somebody; a need without people costs money for nobody.",
         nl = "Een plaats is voor iemand; een behoefte zonder mensen kost geld voor niemand."},
  fires = {
    {needs = {{id = "n1"}}},
    {employees = {{id = "e1"}}, needs = {{id = "n1", heads = 0}}},
    {units = {{id = "u1"}, {id = "u2"}}, employees = {{id = "e1", unit = "u2"}}, needs = {{id = "n1", unit = "u1", heads = 5}}},
    {roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1", status = "left"}}, needs = {{id = "n1", role = "r1", heads = 5}}},
    {employees = {{id = "e1", contract_to = "2026-12-31"}, {id = "e2", contract_from = "2028-01-01"}},
     needs = {{id = "n1", employees = {"e1", "e2"}}}},
    {employees = {{id = "e1", contract_to = "2026-12-31"}}, needs = {{id = "n1", employees = {"e1"}}}},
  },
  clean = {
    units = {{id = "u1"}, {id = "u2", parent = "u1"}}, roles = {{id = "r1"}},
    employees = {{id = "e1", unit = "u2", role = "r1", contract_to = "2027-01-01"}, {id = "e2", contract_from = "2027-12-31"}},
    needs = {{id = "n1", unit = "u1"}, {id = "n2", role = "r1", unit = "u2"}, {id = "n3", employees = {"e2"}},
             {id = "n4", heads = 1}},
  },
}
