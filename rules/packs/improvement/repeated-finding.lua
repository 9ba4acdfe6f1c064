-- Compared are the findings of this run with those of stored runs of the year before, by their
-- fingerprint; what an exception covers was decided about, and does not count.

-- 2027 → 2026, FY2027 → FY2026
local function year_before()
  local head, digits = tostring(ld.year):match("^(.-)(%d+)$")
  return head and head .. string.format("%0" .. #digits .. "d", tonumber(digits) - 1)
end

return ld.rule {
  id = "improvement/repeated-finding", code = "D03", step = 8, severity = "warning",
  title = { en = "Same finding as last year", nl = "Dezelfde bevinding als vorig jaar" },
  each = "findings", last = true,
  once = function(org, P)
    local before, now, current = {}, tostring(ld.year), nil
    for run in ld.rule_runs:where("year == ld.year .. ''"):each() do current = run end
    for finding in ld.findings:where("exception == nil and rule_run.year ~= ld.year .. ''"):each() do
      if finding.rule_run.year == year_before() then before[finding.fingerprint] = finding end
    end
    for finding in (current and current.findings or ld.findings:first(0)):where("exception == nil"):each() do
      local last = before[finding.fingerprint]
      if last then
        report { at = finding, key = finding.fingerprint, evidence = last, values = { rule = finding.rule, record = finding.record },
          message = {
            en = "this was found in " .. last.rule_run.year .. " too: " .. (finding.message or finding.rule or ""),
            nl = "dit is ook in " .. last.rule_run.year .. " gevonden: " .. (finding.message or finding.rule or ""),
          } }
      end
    end
  end,
  help = {
    en = "Find out why it came back, agree who solves it and when, or record an exception with a reason.",
    nl = "Zoek uit waarom het terugkomt, spreek af wie het wanneer oplost, of leg een uitzondering met een reden vast.",
  },
  why = {
    en = "An organisation that learns does not make the same remark twice.",
    nl = "Een lerende organisatie krijgt niet twee keer dezelfde opmerking.",
  },
  fires = {
    { rule_runs = { { id = "r1", year = "2026" }, { id = "r2", year = "2027" } }, findings = {
      { rule_run = "r1", fingerprint = "f1", rule = "a/b" }, { rule_run = "r2", fingerprint = "f1", rule = "a/b" } } },
  },
  clean = {
    { rule_runs = { { id = "r0", year = "2025" }, { id = "r1", year = "2026" }, { id = "r2", year = "2027" }, { id = "r3", year = "2027" } }, findings = {
      { rule_run = "r1", fingerprint = "f1" }, { rule_run = "r3", fingerprint = "f2" }, { rule_run = "r0", fingerprint = "f2" },
      { rule_run = "r2", fingerprint = "f1" },
      { rule_run = "r1", fingerprint = "f3", exception = "x" }, { rule_run = "r3", fingerprint = "f3" },
      { rule_run = "r1", fingerprint = "f4" }, { rule_run = "r3", fingerprint = "f4", exception = "x" } } },
    { rule_runs = { { id = "r1", year = "2026" } }, findings = { { rule_run = "r1", fingerprint = "f1" } } },
  },
}
