-- An error from the day of the first session on. A text of blanks only is as empty as none.
local evaluation = require("ld.evaluation")
local day = [[starts_on or parts:min('starts_at'):sub(1, 10)]]
local first = [[(sessions:where("status ~= 'cancelled'"):min("]] .. day .. [[") or session.starts_on or session.parts:min('starts_at'):sub(1, 10))]]
local started = first .. " <= ld.today"

local parts = {}
for _, side in ipairs {"aim_", "criterion_"} do
  for _, level in ipairs {"organisation", "work", "skills", "learning"} do
    parts[#parts + 1] = ("(%s:find('%%S') and 1 or 0)"):format(side .. level)
  end
end
local filled = "(" .. table.concat(parts, " + ") .. ")"

return ld.rule {
  id = "impact/eight-fields", code = "E02", step = 7,
  severity = {error = started, warning = "true"},
  title = {en = "Eight fields incomplete before start", nl = "Acht velden niet compleet voor de start"},
  each = "plan_lines",
  where = "lane == 'strategic' and " .. evaluation.in_plan,
  fails = filled .. " < 8",
  message = {en = "{id} has {" .. filled .. "} of the 8 fields{'; the first session is on ' .. " .. first .. " or ''}",
             nl = "{id} heeft {" .. filled .. "} van de 8 velden{'; de eerste bijeenkomst is op ' .. " .. first .. " or ''}"},
  help = {en = "Fill aim_ and criterion_ for organisation, work, skills and learning before people start.",
          nl = "Vul aim_ en criterion_ voor organisation, work, skills en learning voordat de deelnemers beginnen."},
  why = {en = "Criteria that are written afterwards are always met; the eight fields say beforehand when you will be content.",
         nl = "Wie achteraf criteria opschrijft, haalt ze altijd; het achtveldenmodel legt vooraf vast wanneer je tevreden bent."},
  size = "8 - " .. filled,
  fires = {
    {severity = "error", plan_lines = {{id = "p1", lane = "strategic"}}, offerings = {{id = "o1"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1", parts = {{starts_at = "2027-01-01T09:00", ends_at = "2027-01-01T12:00"}}}}},
    {severity = "warning", plan_lines = {{id = "p1", lane = "strategic"}}},
    {severity = "error", plan_lines = {{id = "p1", lane = "strategic", session = "s1"}}, offerings = {{id = "o1"}}, sessions = {{id = "s1", offering = "o1", starts_on = "2027-01-01"}}},
    {severity = "warning", plan_lines = {{id = "p1", lane = "strategic"}}, offerings = {{id = "o1"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2026-12-01", status = "cancelled"}, {id = "s2", offering = "o1", plan_line = "p1", starts_on = "2027-01-02"}}},
    {severity = "error", plan_lines = {{id = "p1", lane = "strategic", aim_organisation = "a", aim_work = "b", aim_skills = "c", aim_learning = "d", criterion_organisation = "e",
                    criterion_work = "f", criterion_skills = "g", criterion_learning = "  "}}, offerings = {{id = "o1"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-01-01"}}},
    {plan_lines = {{id = "p1", lane = "strategic", aim_work = "b", aim_skills = "c", aim_learning = "d", criterion_organisation = "e", criterion_work = "f",
                    criterion_skills = "g", criterion_learning = "h", session = "s1"}}, offerings = {{id = "o1"}}, sessions = {{id = "s1", offering = "o1", starts_on = "2027-03-01"}}},
  },
  clean = {
    plan_lines = {{id = "p1", lane = "core"}, {id = "p2", lane = "strategic", decision = "out"},
                  {id = "p3", lane = "strategic", aim_organisation = "a", aim_work = "b", aim_skills = "c", aim_learning = "d", criterion_organisation = "e",
                   criterion_work = "f", criterion_skills = "g", criterion_learning = "h"}},
  },
}
