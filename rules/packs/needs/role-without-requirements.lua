local people = require("ld.people")

return ld.rule {
  id = "needs/role-without-requirements", code = "N05", step = 4, severity = "warning",
  title = {en = "Role without requirements", nl = "Functie zonder functie-eisen"},
  each = "roles",
  where = "#role_requirements == 0",
  fails = [[employees:any("#role_assignments == 0 and ]] .. people.active_today .. [[") or role_assignments:any("]] .. people.assigned .. [[")]],
  message = {en = "{id} ({label}) is held by people now ({#employees} by role, {#role_assignments} by assignment) and has no requirements",
             nl = "{id} ({label}) wordt nu vervuld ({#employees} via functie, {#role_assignments} via toewijzing) en heeft geen functie-eisen"},
  help = {en = "Write which competencies the role asks, and at which level, under role_requirements.",
          nl = "Leg onder role_requirements vast welke competenties de functie vraagt, en op welk niveau."},
  why = {en = "Without a desired level nobody can say what somebody in this role still has to learn.",
         nl = "Zonder gewenst niveau is niet te zeggen wat iemand in deze functie nog moet leren."},
  evidence = {from = "employees", first = 3},
  fires = {
    {roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1"}}},
    {roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1", contract_from = "2027-01-01", contract_to = "2027-01-01"}}},
    {roles = {{id = "r1"}, {id = "r2"}}, employees = {{id = "e1", role = "r2"}},
     role_requirements = {{role = "r2", competency = "c1", required_level = 2}}, competencies = {{id = "c1"}},
     role_assignments = {{employee = "e1", role = "r1", kind = "acting", valid_from = "2027-01-01", valid_to = "2027-01-01"}}},
  },
  clean = {
    roles = {{id = "r1"}, {id = "r2"}, {id = "r3"}}, competencies = {{id = "c1"}},
    employees = {{id = "e1", role = "r1", status = "left"}, {id = "e2", role = "r1", contract_from = "2027-01-02"},
                 {id = "e3", role = "r1", contract_to = "2026-12-31"}, {id = "e4", role = "r1"}, {id = "e5", role = "r3"}, {id = "e6", role = "r3"}},
    role_assignments = {{employee = "e4", role = "r3"}, {employee = "e5", role = "r2", kind = "target"},
                        {employee = "e6", role = "r2", valid_from = "2027-01-02"},
                        {employee = "e4", role = "r2", valid_from = "2025-01-01", valid_to = "2026-12-31"}, {employee = "e1", role = "r2"}},
    role_requirements = {{role = "r3", competency = "c1", required_level = 2}},
  },
}
