local loads = require("ld.loads")
local money = require("ld.money")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/unit-absence", code = "O13", step = 4, severity = "warning",
  title = {
    en = "A unit loses too many people at once",
    nl = "Een onderdeel mist te veel mensen tegelijk",
  },
  each = "units",
  params = {
    t_abs = {
      type = "share", default = 0.15, min = 0, max = 1,
      doc = {
        en = "Largest share of the working time of a unit that may be away for learning on one day.",
        nl = "Grootste deel van de formatie van een onderdeel dat op één dag weg mag zijn om te leren.",
      },
    },
    absence_max = {
      type = "share", min = 0, max = 1,
      doc = {
        en = "The limit that the standard offer keeps to; when set it counts instead of t_abs.",
        nl = "De grens die het standaardaanbod aanhoudt; indien ingevuld geldt deze in plaats van t_abs.",
      },
    },
  },
  -- A unit is judged with its subunits. Somebody with a meeting on a day counts as away that day; a session
  -- without meetings counts when it takes no more than five days.
  once = function(org, P, report)
    local limit = P.absence_max or P.t_abs
    local first, last = sessions.year_bounds(sessions.YEAR)
    local units = loads.absence(first, last)
    for unit in ld.units:each() do
      local day, days, away, all = loads.worst_day(loads.sum_up(unit, units), limit)
      if day then
        local date, share = sessions.date(day), money.percent(away, all, "en")
        local dutch = money.percent(away, all, "nl")
        report {
          at = unit, size = away / all,
          message = {
            en = string.format("%s misses %s of %s fte (%s) on %s; days above the limit: %d", unit.label, loads.fte(away, "en"), loads.fte(all, "en"), share, sessions.en(date), days),
            nl = string.format("%s mist %s van %s fte (%s) op %s; dagen boven de grens: %d", unit.label, loads.fte(away, "nl"), loads.fte(all, "nl"), dutch, sessions.nl(date), days),
          },
          values = { share = away / all, limit = limit, date = date, days = days },
        }
      end
    end
  end,
  help = {
    en = "Spread the people of the unit over more sessions, or choose a day on which the work allows it.",
    nl = "Verdeel de mensen van het onderdeel over meer uitvoeringen, of kies een dag waarop het werk het toelaat.",
  },
  why = {
    en = "Learning that stops the work is cancelled on the day itself.",
    nl = "Leren dat het werk stillegt, wordt op de dag zelf afgezegd.",
  },
  fires = {
    { -- whom the line names, and whom it serves
      units = { { id = "u" } }, offerings = { { id = "o1" } }, employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u" } }, params = { t_abs = 0.4 },
      plan_lines = { { id = "l1", offering = "o1", employees = { "e1" } } }, sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-03-01" } },
    },
    {
      units = { { id = "u" } }, offerings = { { id = "o1" } }, employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u" } }, params = { t_abs = 0.4 }, needs = { { id = "n1", unit = "u" } },
      plan_lines = { { id = "l1", offering = "o1", session = "s1", served = { { need = "n1", seats = 1 } } } }, sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-01" } },
    },
    { -- one of six is more than 15 percent
      units = { { id = "u" } }, offerings = { { id = "o1" } },
      employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u" }, { id = "e3", unit = "u" }, { id = "e4", unit = "u" }, { id = "e5", unit = "u" }, { id = "e6", unit = "u" } },
      sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T12:00" } } } },
      participations = { { employee = "e1", session = "s1" } },
    },
    { -- below it the unit above
      units = { { id = "top" }, { id = "u", parent = "top" }, { id = "v", parent = "top" } }, offerings = { { id = "o1" } }, params = { t_abs = 0.5 },
      employees = { { id = "e1", unit = "u", fte = 0.6 }, { id = "e2", unit = "top", fte = 0.5 } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-01", ends_on = "2027-03-05" } }, participations = { { employee = "e1", session = "s1" } },
    },
    { -- e2 has left by then
      units = { { id = "u" } }, offerings = { { id = "o1" } }, params = { absence_max = 0.9 },
      employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u", contract_to = "2027-02-28" }, { id = "e3", unit = "u", contract_from = "2027-03-02" }, { id = "e4", unit = "u", status = "left" } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-01" } }, participations = { { employee = "e1", session = "s1" } },
    },
    { -- no names yet: three seats in one session, of four people
      units = { { id = "u" } }, offerings = { { id = "o1" } }, params = { t_abs = 0.74 },
      employees = { { id = "e1", unit = "u", fte = 0.5 }, { id = "e2", unit = "u" }, { id = "e3", unit = "u" }, { id = "e4", unit = "u", fte = 0.5 } },
      plan_lines = { { id = "l1", offering = "o1", unit = "u", seats_planned = 3 } }, sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-03-01" } },
    },
  },
  clean = {
    { -- three of twenty is 15 percent, also when one of them has two meetings
      units = { { id = "u" } }, offerings = { { id = "o1" } },
      employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u" }, { id = "e3", unit = "u" }, { id = "e4", unit = "u", fte = 1 }, { id = "e5", unit = "u" },
        { id = "e6", unit = "u" }, { id = "e7", unit = "u" }, { id = "e8", unit = "u" }, { id = "e9", unit = "u" }, { id = "e10", unit = "u" },
        { id = "e11", unit = "u" }, { id = "e12", unit = "u" }, { id = "e13", unit = "u" }, { id = "e14", unit = "u" }, { id = "e15", unit = "u" },
        { id = "e16", unit = "u" }, { id = "e17", unit = "u" }, { id = "e18", unit = "u" }, { id = "e19", unit = "u" }, { id = "e20", unit = "u" } },
      sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T12:00" }, { starts_at = "2027-03-01T13:00", ends_at = "2027-03-01T17:00" } } },
        { id = "s2", offering = "o1", starts_on = "2027-03-01" }, { id = "s3", offering = "o1", starts_on = "2027-03-01", ends_on = "2027-03-06" },
        { id = "s4", offering = "o1", starts_on = "2027-03-01", status = "cancelled" }, { id = "s5", offering = "o1", starts_on = "2027-03-01", status = "done" } },
      participations = { { employee = "e1", session = "s1" }, { employee = "e1", session = "s2" }, { employee = "e2", session = "s1" }, { employee = "e3", session = "s1" },
        { employee = "e4", session = "s1", status = "cancelled" }, { employee = "e4", session = "s3" }, { employee = "e4", session = "s4" }, { employee = "e4", session = "s5" },
        { employee = "e4", offering = "o1" } },
    },
    { -- e2 comes on that day, e3 leaves on it
      units = { { id = "u" } }, offerings = { { id = "o1" } }, params = { t_abs = 0.34 },
      employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u", contract_from = "2027-03-01" }, { id = "e3", unit = "u", contract_to = "2027-03-01" }, { id = "x" } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-01" } }, participations = { { employee = "e1", session = "s1" }, { employee = "x", session = "s1" } },
    },
    {
      units = { { id = "u" } }, offerings = { { id = "o1" } }, params = { t_abs = 0.75 },
      employees = { { id = "e1", unit = "u", fte = 0.5 }, { id = "e2", unit = "u" }, { id = "e3", unit = "u" }, { id = "e4", unit = "u", fte = 0.5 } },
      plan_lines = { { id = "l1", offering = "o1", unit = "u", seats_planned = 6, sessions_planned = 2 } }, sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-03-01" } },
    },
  },
}
