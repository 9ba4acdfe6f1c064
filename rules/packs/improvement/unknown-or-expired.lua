-- Two ways to see nothing where something may be: an exception that went on after its last day, and
-- a rule that failed in this run, so that what it would say is unknown.
return ld.rule {
  id = "improvement/unknown-or-expired", code = "D05", step = 8, severity = "error", last = true,
  title = { en = "Exception expired or rule failed to run", nl = "Uitzondering verlopen of regel niet uitgevoerd" },
  once = function(org, P)
    for exception in ld.exceptions:where("ends_on < ld.today"):each() do
      local days = ld.days(exception.ends_on, ld.today)
      local who, reason = exception.by_whom or "?", exception.reason or "?"
      report { at = exception, field = "ends_on", size = days, values = { ends_on = exception.ends_on, by_whom = who }, message = {
        en = "the exception from " .. exception.rule .. " ended on " .. exception.ends_on .. "; " .. who .. " gave it for: " .. reason,
        nl = "de uitzondering op " .. exception.rule .. " liep tot en met " .. exception.ends_on .. "; " .. who .. " gaf die om: " .. reason,
      } }
    end
    for rule in ld.rules:where("failed"):each() do
      report { at = rule, values = { trouble = rule.trouble }, message = {
        en = rule.id .. " failed, what it would say is unknown: " .. (rule.trouble or ""),
        nl = rule.id .. " is mislukt, wat de regel zou zeggen is onbekend: " .. (rule.trouble or ""),
      } }
    end
  end,
  help = {
    en = "Solve what the exception was for and remove it, or have it extended with a new reason; correct a rule that fails.",
    nl = "Los op waar de uitzondering om ging en haal die weg, of laat haar met een nieuwe reden verlengen; herstel een regel die faalt.",
  },
  why = {
    en = "Silence is not approval: an exception that goes on by itself and a rule that does not run leave a hole that nobody has "
      .. "decided on.",
    nl = "Stilte is geen goedkeuring: een uitzondering die vanzelf doorloopt en een regel die niet draait, laten een gat waar niemand "
      .. "toe heeft besloten.",
  },
  fires = {
    { today = "2027-06-02", exceptions = { { id = "x", rule = "budget/over", record = "budgets:b", ends_on = "2027-06-01", by_whom = "CFO", reason = "r" } } },
    { rules = { { id = "a/b", failed = true, trouble = "a.lua:3: attempt to index nil" } } },
  },
  clean = {
    { today = "2027-06-02", exceptions = { { id = "x", rule = "budget/over", record = "budgets:b", ends_on = "2027-06-02", by_whom = "CFO", reason = "r" } } },
    { rules = { { id = "a/b", failed = false }, { id = "c/d" } } },
  },
}
