return ld.rule {
  id = "policy/raci", code = "V07", step = 3, severity = "warning",
  title = { en = "RACI hole or double accountable", nl = "Gat in de RACI of twee eindverantwoordelijken" },
  each = "responsibilities",
  once = function(org, P)
    local steps = ld.responsibilities:group("process_step")
    for step, entries in pairs(steps) do
      local accountable, responsible = entries:count("letter == 'A'"), entries:count("letter == 'R'")
      if accountable ~= 1 or responsible == 0 then
        report { at = entries:first(), key = step, evidence = entries:where("letter == 'A' or letter == 'R'"),
          values = { process_step = step, accountable = accountable, responsible = responsible },
          message = {
            en = step .. " has " .. accountable .. " accountable (A) and " .. responsible .. " responsible (R)",
            nl = step .. " heeft " .. accountable .. " eindverantwoordelijken (A) en " .. responsible .. " uitvoerders (R)",
          } }
      end
    end
  end,
  help = {
    en = "Name exactly one who is accountable, and at least one who does the work.",
    nl = "Wijs precies één eindverantwoordelijke aan, en ten minste één die het werk doet.",
  },
  why = {
    en = "What two answer for, nobody answers for; and what nobody is set to do is left undone.",
    nl = "Waar twee over gaan, gaat niemand over; en wat niemand hoeft te doen, blijft liggen.",
  },
  fires = {
    { responsibilities = { { process_step = "needs", body = "hr", letter = "R" } } },
    { responsibilities = { { process_step = "needs", body = "hr", letter = "A" }, { process_step = "needs", body = "finance", letter = "C" } } },
    { responsibilities = { { process_step = "needs", body = "hr", letter = "A" }, { process_step = "needs", body = "hr", letter = "R" },
      { process_step = "needs", body = "finance", letter = "A" } } },
  },
  clean = { responsibilities = { { process_step = "needs", body = "hr", letter = "A" }, { process_step = "needs", body = "hr", letter = "R" },
    { process_step = "needs", body = "management", letter = "R" }, { process_step = "budget", body = "finance", letter = "A" },
    { process_step = "budget", body = "hr", letter = "R" } } },
}
