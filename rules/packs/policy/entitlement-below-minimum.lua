-- Runs only where a national pack or the organisation sets a minimum. Amounts are for a full-timer
-- and are compared per year; time is days of P.minutes_per_day. An entitlement is left alone when
-- another one for the same people meets the minimum. Without any employee on record the size is not
-- known, and the duty of a large organisation is taken to hold.
local thread = require("ld.thread")

local function days(entitlement, P)
  local amount = entitlement.amount_days
    or (entitlement.amount_minutes and entitlement.amount_minutes / P.minutes_per_day)
  return amount and amount / entitlement.per_years
end

local function money(entitlement)
  return entitlement.amount_money and entitlement.amount_money / entitlement.per_years
end

-- Employees for the examples.
local function people(count)
  local list = {}
  for number = 1, count do table.insert(list, { id = "e" .. number }) end
  return list
end

return ld.rule {
  id = "policy/entitlement-below-minimum", code = "V10", step = 3, severity = "error",
  title = { en = "Entitlement below the minimum of law or collective agreement", nl = "Opleidingsrecht onder het minimum van wet of cao" },
  each = "entitlements",
  once = function(org, P)
    local heads = #ld.employees > 0 and thread.heads() or nil
    local wanted = (not heads or heads >= P.training_days_from_heads) and P.training_days
      or heads >= P.training_days_small_from_heads and P.training_days_small or 0
    local inforce = ld.entitlements:where(function(entitlement)
      return thread.in_year(entitlement.valid_from, entitlement.valid_to)
    end)
    local function judge(amount_of, minimum, field, show)
      for entitlement in inforce:each() do
        local amount = amount_of(entitlement, P)
        local met = inforce:any(function(other)
          return other.beneficiary_rule == entitlement.beneficiary_rule and (amount_of(other, P) or 0) >= minimum
        end)
        if amount and not met then
          report { at = entitlement, field = field, size = minimum - amount,
            severity = P.entitlement_confirmed and "error" or "note",
            values = { amount = amount, minimum = minimum, heads = heads },
            message = {
              en = entitlement.id .. " gives " .. show(amount, "days") .. " a year, less than " .. show(minimum, "days"),
              nl = entitlement.id .. " geeft " .. show(amount, "dagen") .. " per jaar, minder dan " .. show(minimum, "dagen"),
            } }
        end
      end
    end
    judge(days, wanted, "amount_days", function(amount, word) return string.format("%.4g ", amount) .. word end)
    judge(money, P.training_money, "amount_money", function(amount) return ld.money(amount) end)
  end,
  help = {
    en = "Raise the entitlement, or record which arrangement takes its place.",
    nl = "Verhoog het recht, of leg vast welke regeling ervoor in de plaats komt.",
  },
  why = {
    en = "The law or the collective agreement gives every employee this right; a lower one does not hold.",
    nl = "De wet of de cao geeft iedere medewerker dit recht; een lager recht houdt geen stand.",
  },
  params = {
    training_days = {
      type = "number", default = 0, min = 0, unit = "days",
      doc = { en = "Training days a year for a full-timer. Set by a national pack.", nl = "Opleidingsdagen per jaar voor een voltijder. Een landelijk pakket vult dit." },
    },
    training_days_from_heads = {
      type = "integer", default = 20, min = 0, unit = "heads",
      doc = { en = "They hold from this number of active employees.", nl = "Ze gelden vanaf dit aantal actieve medewerkers." },
    },
    training_days_small = {
      type = "number", default = 0, min = 0, unit = "days",
      doc = { en = "Training days a year in a smaller organisation.", nl = "Opleidingsdagen per jaar in een kleinere organisatie." },
    },
    training_days_small_from_heads = {
      type = "integer", default = 10, min = 0, unit = "heads",
      doc = { en = "Those hold from this number of active employees.", nl = "Die gelden vanaf dit aantal actieve medewerkers." },
    },
    training_money = {
      type = "money", default = 0, min = 0,
      doc = { en = "Least personal budget a year for a full-timer, of the collective agreement.", nl = "Minimaal persoonlijk ontwikkelbudget per jaar voor een voltijder volgens de cao." },
    },
    minutes_per_day = {
      type = "integer", default = 480, min = 60, unit = "minutes",
      doc = { en = "Length of a training day, for entitlements in time.", nl = "Lengte van een opleidingsdag, voor rechten in tijd." },
    },
    entitlement_confirmed = {
      type = "bool", default = false,
      doc = { en = "Whether the minimum was verified; until then a finding is a note.", nl = "Of het minimum is geverifieerd; tot dan is een bevinding een aandachtspunt." },
    },
  },
  fires = {
    { params = { training_days = 5 }, employees = people(20), entitlements = { { id = "r1", amount_days = 4.9 } } },
    { params = { training_days_small = 1 }, employees = people(10), entitlements = { { id = "r1", amount_days = 0.9 }, { id = "r2", amount_money = 9 } } },
    { params = { training_days = 5, training_days_from_heads = 1, entitlement_confirmed = true }, severity = "error",
      employees = { { id = "e1", contract_to = "2027-01-01" } }, entitlements = { { id = "r1", amount_days = 4.9 } } },
    { params = { training_days = 5, training_days_from_heads = 0 }, severity = "note",
      entitlements = { { id = "r1", amount_minutes = 2399 }, { id = "r2", amount_days = 9, beneficiary_rule = "fte < 1" } } },
    { params = { training_days = 5, training_days_from_heads = 2, training_days_small = 1, training_days_small_from_heads = 1 },
      employees = { { id = "e1" }, { id = "e2", status = "left" } }, entitlements = { { id = "r1", amount_days = 0.9 } } },
    { params = { training_days = 5, training_days_from_heads = 0 }, entitlements = { { id = "r1", amount_days = 9, per_years = 2 } } },
    { params = { training_days = 5 }, entitlements = { { id = "r1", amount_days = 4.9 } } },
    { params = { training_money = 500 }, entitlements = { { id = "r1", amount_money = 149999, per_years = 3 } } },
  },
  clean = {
    { params = { training_days = 5 }, employees = people(19), entitlements = { { id = "r1", amount_days = 0.5 } } },
    { params = { training_days_small = 5 }, employees = people(9), entitlements = { { id = "r1", amount_days = 0.5 } } },
    { employees = people(20), entitlements = { { id = "r1", amount_days = 0.5 } } },
    { employees = people(10), entitlements = { { id = "r1", amount_days = 0.5 } } },
    { entitlements = { { id = "r1", amount_days = 0 }, { id = "r2", amount_money = 0 } } },
    { params = { training_days = 5, training_days_from_heads = 1 }, employees = { { id = "e1" } },
      entitlements = { { id = "r1", amount_days = 5 }, { id = "r2", amount_days = 1 }, { id = "r3", amount_money = 1 } } },
    { params = { training_days = 5, training_days_from_heads = 0, training_money = 500 }, entitlements = { { id = "r1", amount_minutes = 2400 },
      { id = "r2", amount_money = 50000 }, { id = "r3", amount_days = 1, beneficiary_rule = "fte < 1", valid_to = "2026-12-31" } } },
    { params = { training_days = 5, training_days_from_heads = 3, training_days_small = 1, training_days_small_from_heads = 2 },
      employees = { { id = "e1" } }, entitlements = { { id = "r1", amount_days = 0.5 } } },
  },
}
