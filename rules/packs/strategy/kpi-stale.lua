-- The baseline counts as the first measurement. Without any date, or with a frequency that is none
-- of the words and no number of days, nothing can be said here: S03 and S04 ask for these. Words of
-- exports (quarterly, per kwartaal, 3 months, twice a year) are understood; half goes before year.
local words = {
  { "half", 182 }, { "quarter", 91 }, { "kwarta", 91 }, { "month", 30 }, { "maand", 30 }, { "week", 7 }, { "wekelijks", 7 },
  { "year", 365 }, { "annual", 365 }, { "jaar", 365 }, { "day", 1 }, { "daily", 1 }, { "dag", 1 },
}

-- "2x per year", "twice a year": so many times in the unit; "2 years": one time in so many.
local often = { "%d%s*x", "twice", "times", "keer", "maal", "%d.* per " }

local function is_often(text)
  for _, pattern in ipairs(often) do
    if text:find(pattern) then return true end
  end
end

local function days_of(frequency)
  local text = frequency:lower()
  local number = tonumber(text:match("%d+")) or ((text:find("twice") or text:find("twee")) and 2) or 1
  if text:match("^%d+$") then return number end
  for _, word in ipairs(words) do
    if text:find(word[1]) then
      return is_often(text) and word[2] / number or word[2] * number
    end
  end
end

return ld.rule {
  id = "strategy/kpi-stale", code = "S08", step = 7, severity = "warning",
  title = { en = "KPI measurement stale", nl = "Meting van KPI verouderd" },
  each = "kpis",
  where = "frequency ~= nil",
  check = function(frequency, baseline_date, kpi_measurements, P)
    local last = kpi_measurements:max("date") or baseline_date
    local step = days_of(frequency)
    return last and step and ld.days(last, ld.today) > P.t_stale * step
  end,
  at = "frequency",
  message = {
    en = "{label} is measured every {frequency}, and was last measured on {(kpi_measurements:max('date') or baseline_date)|date}",
    nl = "{label} wordt gemeten per {frequency}, en is het laatst gemeten op {(kpi_measurements:max('date') or baseline_date)|date}",
  },
  help = {
    en = "Have the KPI measured, or write the frequency that is really kept: week, month, quarter, half, year, or a number of days.",
    nl = "Laat de KPI meten, of leg de meetfrequentie vast die echt wordt gehaald: week, month, quarter, half, year, of een aantal dagen.",
  },
  why = {
    en = "Who steers by an old figure steers by the past.",
    nl = "Wie op een oud cijfer stuurt, stuurt op het verleden.",
  },
  size = "ld.days(kpi_measurements:max('date') or baseline_date, ld.today)",
  evidence = { from = "kpi_measurements", sort = "date", first = 3 },
  params = {
    t_stale = {
      type = "number", default = 1.5, min = 1,
      doc = {
        en = "How many times its measuring interval a measurement stays fresh.",
        nl = "Hoeveel keer het meetinterval een meting actueel blijft.",
      },
    },
  },
  fires = {
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "quarter", baseline_date = "2026-01-01",
      kpi_measurements = { { date = "2027-02-14", value = 1 }, { date = "2026-02-14", value = 1 } } } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "year", baseline_date = "2025-12-30" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "month", baseline_date = "2027-05-16" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "half", baseline_date = "2026-09-30" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "week", baseline_date = "2027-06-20" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "day", baseline_date = "2027-06-29" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "10", baseline_date = "2027-06-15" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "Per kwartaal", baseline_date = "2027-02-14" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "maandelijks", baseline_date = "2027-05-16" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "wekelijks", baseline_date = "2027-06-20" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "annually", baseline_date = "2025-12-30" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "jaarlijks", baseline_date = "2025-12-30" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "daily", baseline_date = "2027-06-29" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "dagelijks", baseline_date = "2027-06-29" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "3 months", baseline_date = "2027-02-15" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "2x per jaar", baseline_date = "2026-09-30" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "twice a year", baseline_date = "2026-09-30" } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "4 times a year", baseline_date = "2027-02-14" } } },
  },
  clean = {
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "quarter", baseline_date = "2026-01-01",
      kpi_measurements = { { date = "2027-02-15", value = 1 }, { date = "2026-02-14", value = 1 } } } } },
    { today = "2027-07-01", kpis = { { id = "k1", frequency = "year", baseline_date = "2025-12-31" },
      { id = "k2", frequency = "month", baseline_date = "2027-05-17" }, { id = "k3", frequency = "half", baseline_date = "2026-10-01" },
      { id = "k4", frequency = "week", baseline_date = "2027-06-21" }, { id = "k5", frequency = "10", baseline_date = "2027-06-16" },
      { id = "k6", frequency = "day", baseline_date = "2027-06-30" },
      { id = "k10", frequency = "Halfjaarlijks", baseline_date = "2026-10-01" }, { id = "k11", frequency = "per kwartaal", baseline_date = "2027-02-15" },
      { id = "k12", frequency = "maandelijks", baseline_date = "2027-05-17" }, { id = "k13", frequency = "wekelijks", baseline_date = "2027-06-21" },
      { id = "k14", frequency = "annually", baseline_date = "2025-12-31" }, { id = "k15", frequency = "jaarlijks", baseline_date = "2025-12-31" },
      { id = "k16", frequency = "daily", baseline_date = "2027-06-30" }, { id = "k17", frequency = "dagelijks", baseline_date = "2027-06-30" }, { id = "k18", frequency = "3 months", baseline_date = "2027-02-16" },
      { id = "k19", frequency = "2x per jaar", baseline_date = "2026-10-01" }, { id = "k20", frequency = "tweejaarlijks", baseline_date = "2025-01-01" },
      { id = "k22", frequency = "4 times a year", baseline_date = "2027-02-15" },
      { id = "k23", frequency = "2 keer per jaar", baseline_date = "2026-10-01" }, { id = "k24", frequency = "tweemaal per jaar", baseline_date = "2026-10-01" },
      { id = "k25", frequency = "6 per jaar", baseline_date = "2027-04-05" },
      { id = "k7", frequency = "soms", baseline_date = "2020-01-01" },
      { id = "k8", frequency = "week" }, { id = "k9", baseline_date = "2020-01-01" } } },
  },
}
