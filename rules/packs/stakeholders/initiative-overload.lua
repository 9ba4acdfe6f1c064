-- The target group of an initiative is a unit, a role, both, or everyone. It is reached by all
-- initiatives that are for the same or a wider group (a higher unit, any role) and run in the
-- quarter. Closed, cancelled and rejected ones do not count; nor does one without a start.
local thread = require("ld.thread")

local stopped = { closed = true, cancelled = true, rejected = true, withdrawn = true, done = true }

local function covers(wider, group)
  if wider.role and (not group.role or wider.role.id ~= group.role.id) then return false end
  return not wider.unit or thread.is_within(group.unit, wider.unit)
end

local function key_of(initiative)
  return (initiative.unit and initiative.unit.id or "*") .. "/" .. (initiative.role and initiative.role.id or "*")
end

return ld.rule {
  id = "stakeholders/initiative-overload", code = "K05", step = 6, severity = "warning",
  title = { en = "Initiative overload or overlap", nl = "Te veel initiatieven tegelijk voor één groep" },
  each = "initiatives",
  once = function(org, P)
    local told = {}
    for _, quarter in ipairs(thread.quarters()) do
      local running = ld.initiatives:where(function(initiative)
        return not stopped[(initiative.status or ""):lower()]
          and initiative.starts_on ~= nil and initiative.starts_on <= quarter.last
          and (not initiative.ends_on or initiative.ends_on >= quarter.first)
      end):sort("starts_on")
      for group in running:each() do
        local key = key_of(group)
        local all = running:where(function(other) return covers(other, group) end)
        if #all > P.t_ini and not told[key] then
          told[key] = true
          local latest = all:sort("starts_on", "desc"):first()
          local who = (group.unit and group.unit.label or org and org.name or "") .. (group.role and " / " .. group.role.label or "")
          report { at = latest, key = key, size = #all, evidence = all, values = { initiatives = #all, quarter = quarter.name, group = key },
            message = {
              en = #all .. " initiatives run for " .. who .. " in " .. quarter.name .. ", more than " .. P.t_ini,
              nl = "voor " .. who .. " lopen in " .. quarter.name .. " " .. #all .. " initiatieven, meer dan " .. P.t_ini,
            } }
        end
      end
    end
  end,
  help = {
    en = "Spread the initiatives, join those that overlap, or stop one.",
    nl = "Spreid de initiatieven, voeg samen wat overlapt, of stop er een.",
  },
  why = {
    en = "People can take in only so much change at once; the initiative too many costs the others their effect.",
    nl = "Mensen kunnen maar zoveel verandering tegelijk aan; het initiatief te veel kost de andere hun effect.",
  },
  params = {
    t_ini = {
      type = "integer", default = 3, min = 1,
      doc = { en = "Initiatives that may run for one group in a quarter.", nl = "Aantal initiatieven dat in een kwartaal voor één groep mag lopen." },
    },
  },
  fires = {
    { units = { { id = "a", children = { { id = "a1" } } } }, roles = { { id = "r" } }, initiatives = {
      { id = "i1", starts_on = "2026-01-01" }, { id = "i2", unit = "a", starts_on = "2026-01-01", ends_on = "2027-01-01" },
      { id = "i3", unit = "a1", starts_on = "2027-03-31" }, { id = "i4", unit = "a1", role = "r", starts_on = "2027-01-01" } } },
    { initiatives = { { id = "i1", starts_on = "2027-10-01" }, { id = "i2", starts_on = "2027-10-01", status = "running" },
      { id = "i3", starts_on = "2027-12-31" }, { id = "i4", starts_on = "2027-10-01" } } },
  },
  clean = {
    { initiatives = { { id = "i1", starts_on = "2027-01-01" }, { id = "i2", starts_on = "2027-01-01" }, { id = "i3", starts_on = "2027-01-01" },
      { id = "i4", starts_on = "2027-01-01", status = "Cancelled" }, { id = "i5" },
      { id = "i8", starts_on = "2027-01-01", status = "closed" }, { id = "i9", starts_on = "2027-01-01", status = "rejected" },
      { id = "i10", starts_on = "2027-01-01", status = "withdrawn" }, { id = "i11", starts_on = "2027-01-01", status = "done" }, { id = "i6", starts_on = "2026-01-01", ends_on = "2026-12-31" },
      { id = "i7", starts_on = "2028-01-01" } } },
    { units = { { id = "a" }, { id = "b" } }, roles = { { id = "r" }, { id = "q" } }, initiatives = {
      { id = "i1", unit = "a", role = "r", starts_on = "2027-01-01" }, { id = "i2", unit = "a", role = "q", starts_on = "2027-01-01" },
      { id = "i3", unit = "a", role = "r", starts_on = "2027-01-01" }, { id = "i4", unit = "b", role = "r", starts_on = "2027-01-01" },
      { id = "i5", role = "r", starts_on = "2027-01-01", ends_on = "2027-03-31" }, { id = "i6", unit = "a", role = "r", starts_on = "2027-04-01" } } },
  },
}
