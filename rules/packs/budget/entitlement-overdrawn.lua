local entitlements = require("ld.entitlements")

return ld.rule {
  id = "budget/entitlement-overdrawn", code = "B12", step = 3, severity = "error",
  title = {
    en = "A personal entitlement is overdrawn, or used twice for one thing",
    nl = "Een persoonlijk recht is overschreden, of dubbel gebruikt",
  },
  each = "entitlement_uses",
  -- Terms are calendar years, or as many as the right is for. What is left may be carried one term.
  once = function(org, P, report)
    for entitlement in ld.entitlements:each() do
      entitlements.report_overdrawn(entitlement, report)
    end
    for use in ld.entitlement_uses:where("participation ~= nil and participation.entitlement_uses:any('entitlement ~= each.entitlement')"):each() do
      report {
        at = use, field = "participation", key = "twice",
        message = {
          en = string.format("%s used %s for %s, which is charged to another entitlement too", use.employee.id, use.entitlement.id, use.participation.id),
          nl = string.format("%s gebruikte %s voor %s, en die deelname is ook op een ander recht geboekt", use.employee.id, use.entitlement.id, use.participation.id),
        },
        evidence = use.participation.entitlement_uses,
      }
    end
  end,
  at = "date",
  help = {
    en = "Correct the booking, pay the rest from the budget of the unit, or agree on more.",
    nl = "Corrigeer de boeking, betaal de rest uit het budget van het onderdeel, of maak een aanvullende afspraak.",
  },
  why = {
    en = "A right that one person may overdraw is worth less to everybody else.",
    nl = "Een recht dat de een mag overschrijden, is voor alle anderen minder waard.",
  },
  fires = {
    { employees = { { id = "e1" } }, entitlements = { { id = "pob", amount_money = 1000 } },
      entitlement_uses = { { employee = "e1", entitlement = "pob", date = "2027-02-01", amount_money = 600 }, { employee = "e1", entitlement = "pob", date = "2027-12-31", amount_money = 401 } } },
    { employees = { { id = "e1", fte = 0.5, contract_from = "2027-07-15" } }, entitlements = { { id = "days", amount_days = 4, pro_rata = { "fte", "months" } } },
      entitlement_uses = { { employee = "e1", entitlement = "days", date = "2027-08-01", amount_days = 1.25 } } },
    { -- a quarter of what was left in 2026 is carried
      employees = { { id = "e1" } }, entitlements = { { id = "time", amount_minutes = 600, carry_over_share = 0.25 } },
      entitlement_uses = { { employee = "e1", entitlement = "time", date = "2026-08-01", amount_minutes = 200 }, { employee = "e1", entitlement = "time", date = "2027-08-01", amount_minutes = 701 } } },
    { employees = { { id = "e1" } }, entitlements = { { id = "pob", amount_money = 1000, per_years = 3, valid_from = "2025-01-01", carry_over_share = 1 } },
      entitlement_uses = { { employee = "e1", entitlement = "pob", date = "2025-02-01", amount_money = 600 }, { employee = "e1", entitlement = "pob", date = "2027-12-31", amount_money = 401 } } },
    { employees = { { id = "e1" } }, offerings = { { id = "o1" } }, participations = { { id = "p1", employee = "e1", offering = "o1" } }, entitlements = { { id = "a", amount_days = 9 }, { id = "b", amount_days = 9 } },
      entitlement_uses = { { employee = "e1", entitlement = "a", date = "2027-02-01", amount_days = 1, participation = "p1" }, { employee = "e1", entitlement = "b", date = "2027-02-01", amount_days = 1, participation = "p1" } } },
  },
  clean = {
    { employees = { { id = "e1" }, { id = "e2", fte = 0.5, contract_from = "2027-07-15", contract_to = "2028-06-30" }, { id = "e3" } },
      entitlements = { { id = "pob", amount_money = 1000 }, { id = "days", amount_days = 4, pro_rata = { "fte", "months" } }, { id = "time", amount_minutes = 600, carry_over_share = 0.25 } },
      entitlement_uses = { { employee = "e1", entitlement = "pob", date = "2027-02-01", amount_money = 600 }, { employee = "e1", entitlement = "pob", date = "2027-12-31", amount_money = 400 },
        { employee = "e1", entitlement = "pob", date = "2028-01-01", amount_money = 1000 }, { employee = "e3", entitlement = "pob", date = "2027-02-01", amount_money = 1000 },
        { employee = "e2", entitlement = "days", date = "2027-08-01", amount_days = 1 }, { employee = "e2", entitlement = "days", date = "2028-02-01", amount_days = 1 },
        { employee = "e1", entitlement = "time", date = "2026-08-01", amount_minutes = 200 }, { employee = "e1", entitlement = "time", date = "2027-08-01", amount_minutes = 700 } } },
    { employees = { { id = "e1" } }, entitlements = { { id = "pob", amount_money = 1000, per_years = 3, valid_from = "2025-01-01" } },
      entitlement_uses = { { employee = "e1", entitlement = "pob", date = "2027-12-31", amount_money = 1000 }, { employee = "e1", entitlement = "pob", date = "2028-01-01", amount_money = 1000 } } },
    { employees = { { id = "e1" } }, offerings = { { id = "o1" }, { id = "o2" } }, participations = { { id = "p1", employee = "e1", offering = "o1" }, { id = "p2", employee = "e1", offering = "o2" } }, entitlements = { { id = "a", amount_days = 9 }, { id = "b", amount_days = 9 } },
      entitlement_uses = { { employee = "e1", entitlement = "a", date = "2027-02-01", amount_days = 1, participation = "p1" }, { employee = "e1", entitlement = "a", date = "2027-02-02", amount_days = 1, participation = "p1" },
        { employee = "e1", entitlement = "b", date = "2027-02-01", amount_days = 1, participation = "p2" } } },
  },
}
