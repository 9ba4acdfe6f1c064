local subsidies = require("ld.subsidies")

return ld.rule {
  id = "budget/subsidy-conditions", code = "B09", step = 4, severity = "error",
  title = {
    en = "A subsidy is counted on without its conditions being met",
    nl = "Een subsidie is ingeboekt zonder dat aan de voorwaarden is voldaan",
  },
  each = "subsidy_claims",
  -- A claim that was sent in or granted is no longer bound by the window; one that was rejected or withdrawn
  -- is not judged. Evidence is a document about the claim or its lines whose kind is what the fund asks for; for a claim
  -- that is still being planned or prepared it may come later.
  once = function(org, P, report)
    for claim in ld.subsidy_claims:each() do
      local en, nl, record = nil, nil, nil
      if not subsidies.is_given_up(claim) then
        en, nl, record = subsidies.broken(claim)
      end
      if en then
        report {
          at = claim, size = subsidies.amount(claim),
          message = { en = claim.id .. " (" .. claim.fund.label .. "): " .. en, nl = claim.id .. " (" .. claim.fund.label .. "): " .. nl },
          evidence = { record },
          values = { amount = subsidies.amount(claim) },
        }
      end
    end
  end,
  at = "amount_expected",
  help = {
    en = "Take the amount out of the plan until the condition is met, or correct the claim.",
    nl = "Haal het bedrag uit het plan tot aan de voorwaarde is voldaan, of corrigeer de aanvraag.",
  },
  why = {
    en = "Money that is reclaimed after the year comes out of next year's learning.",
    nl = "Subsidie die na afloop wordt teruggevorderd, gaat ten koste van de opleidingen van volgend jaar.",
  },
  fires = {
    { offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1" } }, funds = { { id = "f", eligible_kinds = { "trainer" } } },
      cost_components = { { offering = "o1", kind = "travel", basis = "once", amount = 10 }, { offering = "o1", kind = "trainer", basis = "once", amount = 10 } },
      subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" }, amount_expected = 11 } } },
    { today = "2027-04-01", funds = { { id = "f", window_to = "2027-03-31" } }, subsidy_claims = { { id = "c", fund = "f", amount_expected = 100 } } },
    { funds = { { id = "f", eligible_kinds = { "development" } } }, offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } },
      cost_components = { { offering = "o1", kind = "tuition", basis = "per_seat", amount = 900 } }, subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" } } } },
    { funds = { { id = "f", cap = 150 } }, subsidy_claims = { { id = "c", fund = "f", amount_expected = 100 }, { id = "d", fund = "f", amount_expected = 900, granted = 51 } } },
    { funds = { { id = "f" }, { id = "g" } }, plan_lines = { { id = "l1", cost = 1000 } },
      subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" } }, { id = "d", fund = "g", plan_lines = { "l1" } } } },
    { funds = { { id = "f", evidence_list = { "Certificate", "invoice" } } }, subsidy_claims = { { id = "c", fund = "f" } }, documents = { { id = "d", kind = "certificate", about = "subsidy_claims:c" } } },
    { funds = { { id = "f", cost_min = 1001 } }, plan_lines = { { id = "l1", cost = 1000 } }, subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" } } } },
    { funds = { { id = "f", rate = 0.5, surcharges = { overhead = 0.1 } } }, plan_lines = { { id = "l1", cost = 1000 } }, subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" }, amount_expected = 551 } } },
  },
  clean = {
    { today = "2027-03-31", funds = { { id = "f", window_to = "2027-03-31", cap = 150, cost_min = 1000, rate = 0.1, eligible_kinds = { "tuition", "exam" }, evidence_list = { "Certificate" } } },
      offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 10 }, { id = "l2", cost = 500 } },
      cost_components = { { offering = "o1", kind = "tuition", basis = "per_seat", amount = 50 }, { offering = "o1", kind = "travel", basis = "per_seat", amount = 900 } },
      subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1", "l2" }, amount_expected = 100 }, { id = "d", fund = "f", plan_lines = { "l1" }, amount_expected = 900, status = "Rejected" } },
      documents = { { id = "d", kind = "certificate", about = "plan_lines:l1" } } },
    { funds = { { id = "f", evidence_list = { "invoice" } } }, subsidy_claims = { { id = "c", fund = "f", status = "Planned" } } },
    { today = "2027-04-01", funds = { { id = "f", window_to = "2027-03-31", cap = 200 } }, subsidy_claims = { { id = "c", fund = "f", amount_expected = 100, status = "ingediend" }, { id = "d", fund = "f", granted = 100 } } },
    { funds = { { id = "f", rate = 0.5, surcharges = { overhead = 0.1 } } }, plan_lines = { { id = "l1", cost = 1000 } }, subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" }, amount_expected = 550 } } },
  },
}
