local money = require("ld.money")
local prerequisites = require("ld.prerequisites")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/prerequisite-missing", code = "O03", step = 5, severity = "error",
  title = {
    en = "The target group misses a prerequisite",
    nl = "De doelgroep mist de vereiste voorkennis",
  },
  each = "plan_lines",
  params = {
    t_pre = {
      type = "share", default = 0.9, min = 0, max = 1,
      doc = {
        en = "Share of the target group that must meet the prerequisites.",
        nl = "Deel van de doelgroep dat aan de voorwaarden vooraf moet voldoen.",
      },
    },
  },
  -- Somebody meets a prerequisite who completed it, has the levels that it teaches, or takes it in an
  -- earlier line. A line without a known group is not judged.
  once = function(org, P, report)
    for line in ld.plan_lines:each() do
      local offering = sessions.is_in(line) and sessions.offering(line)
      if offering and offering.prerequisites:first() then
        local ready, all, missing = prerequisites.count_ready(line, offering)
        if money.below(ready, all, P.t_pre) then
          report {
            at = line, field = "offering", size = all - ready,
            message = {
              en = string.format("%s: of a target group of %d, %d may start with %s; the others have not done %s, and no earlier line plans it",
                line.id, all, ready, offering.label, missing.label),
              nl = string.format("%s: van een doelgroep van %d kunnen er %d met %s beginnen; de anderen hebben %s niet gedaan, en dat is ook niet eerder gepland",
                line.id, all, ready, offering.label, missing.label),
            },
            evidence = { missing },
            values = { ready = ready, people = all, wanted = P.t_pre },
          }
        end
      end
    end
  end,
  at = "offering",
  help = {
    en = "Plan the prerequisite in an earlier period, or choose people who have met it.",
    nl = "Plan de voorafgaande opleiding in een eerdere periode, of kies mensen die haar al hebben gevolgd.",
  },
  why = {
    en = "People who miss the basis drop out or hold the group up.",
    nl = "Wie de basis mist, haakt af of houdt de groep op.",
  },
  fires = {
    {
      employees = { { id = "e1" } }, offerings = { { id = "o0" }, { id = "o1", prerequisites = { "o0" } } }, plan_lines = { { id = "l1", offering = "o1" } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1" } }, participations = { { employee = "e1", session = "s1" } },
    },
    { -- four of five is not enough
      offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      employees = { { id = "e1" }, { id = "e2" }, { id = "e3" }, { id = "e4" }, { id = "e5" } },
      participations = { { employee = "e1", offering = "basis", status = "completed" }, { employee = "e2", offering = "basis", status = "completed" },
        { employee = "e3", offering = "basis", status = "completed" }, { employee = "e4", offering = "basis", status = "completed" },
        { employee = "e5", offering = "basis", status = "failed" } },
      plan_lines = { { id = "l1", offering = "next", employees = { "e1", "e2", "e3", "e4", "e5" } } },
    },
    { -- the line for the basis is in the same quarter, or comes later
      units = { { id = "u" } }, employees = { { id = "e1", unit = "u" } },
      offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      plan_lines = { { id = "l1", offering = "basis", unit = "u", period = "2027-Q2" }, { id = "l2", offering = "next", unit = "u", period = "2027-Q2" } },
    },
    { -- dated: the basis ends after the start
      units = { { id = "u" } }, employees = { { id = "e1", unit = "u" } },
      offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      plan_lines = { { id = "l1", offering = "basis", unit = "u", period = "2027-Q1" }, { id = "l2", offering = "next", unit = "u", period = "2027-Q2" } },
      sessions = { { id = "s1", offering = "basis", plan_line = "l1", starts_on = "2027-03-01", ends_on = "2027-04-10" },
        { id = "s2", offering = "next", plan_line = "l2", starts_on = "2027-04-09" } },
    },
    { -- the earlier line is for somebody else
      employees = { { id = "e1" }, { id = "e2" } },
      offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      plan_lines = { { id = "l1", offering = "basis", employees = { "e2" }, period = "2027-Q1" },
        { id = "l2", offering = "next", employees = { "e1" }, period = "2027-Q3" } },
    },
  },
  clean = {
    {
      units = { { id = "u" } }, employees = { { id = "e1", unit = "u" } },
      offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      plan_lines = { { id = "l1", offering = "basis", unit = "u", period = "2027-Q1" }, { id = "l2", offering = "next", unit = "u", period = "2027-Q2" },
        { id = "l3", offering = "next", period = "2027-Q1" }, { id = "l4", offering = "next", unit = "u", period = "2027-Q1", decision = "out" } },
    },
    {
      units = { { id = "u" } }, employees = { { id = "e1", unit = "u" } },
      offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      plan_lines = { { id = "l1", offering = "basis", unit = "u" }, { id = "l2", offering = "next", unit = "u" } },
      sessions = { { id = "s1", offering = "basis", plan_line = "l1", starts_on = "2027-03-01", ends_on = "2027-04-09" },
        { id = "s0", offering = "basis", plan_line = "l1", starts_on = "2027-09-01", status = "cancelled" },
        { id = "s9", offering = "next", plan_line = "l2", starts_on = "2027-01-09", status = "cancelled" },
        { id = "s2", offering = "next", plan_line = "l2", starts_on = "2027-04-09" } },
    },
    { -- nine of ten; the levels count as well as the course
      competencies = { { id = "c" } },
      offerings = { { id = "basis", offering_competencies = { { competency = "c", to_level = 2 } } }, { id = "next", prerequisites = { "basis" } } },
      employees = { { id = "e0" }, { id = "e1" }, { id = "e2" }, { id = "e3" }, { id = "e4" }, { id = "e5" }, { id = "e6" }, { id = "e7" }, { id = "e8" }, { id = "e9" } },
      participations = { { employee = "e1", offering = "basis", status = "completed" }, { employee = "e2", offering = "basis", status = "completed" },
        { employee = "e3", offering = "basis", status = "completed" }, { employee = "e4", offering = "basis", status = "completed" },
        { employee = "e5", offering = "basis", status = "completed" }, { employee = "e6", offering = "basis", status = "completed" },
        { employee = "e7", offering = "basis", status = "completed" }, { employee = "e8", offering = "basis", status = "completed" } },
      assessments = { { employee = "e9", competency = "c", level = 2, date = "2026-05-01" } },
      plan_lines = { { id = "l1", offering = "next", employees = { "e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9" } } },
    },
  },
}
