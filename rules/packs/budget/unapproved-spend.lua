local budgets = require("ld.budgets")
local sessions = require("ld.sessions")

return ld.rule {
  id = "budget/unapproved-spend", code = "B11", step = 3, severity = "error",
  title = {
    en = "Money was committed without approval or beyond the mandate",
    nl = "Een verplichting is aangegaan zonder goedkeuring of boven het mandaat",
  },
  each = "commitments",
  -- Of commitments for a plan line. A line without an approval counts as approved from the status approved on.
  once = function(org, P, report)
    local mandates = {}
    for commitment in ld.commitments:where("plan_line ~= nil and amount > 0"):each() do
      local line = commitment.plan_line
      local approver, approved = line.approved_by, line.approved_on
      if approver and mandates[approver] == nil then
        mandates[approver] = budgets.find_mandate(approver) or false
      end
      local mandate, en, nl, size = approver and mandates[approver], nil, nil, nil
      if approved and commitment.date < approved then
        en = string.format("of %s was made on %s, before the approval of %s on %s", ld.money(commitment.amount), sessions.en(commitment.date), line.id, sessions.en(approved))
        nl = string.format("van %s is aangegaan op %s, voor de goedkeuring van %s op %s", ld.money(commitment.amount), sessions.nl(commitment.date), line.id, sessions.nl(approved))
      elseif not approved and not approver and budgets.is_open(line) then
        en = string.format("of %s was made on %s, and %s is not approved", ld.money(commitment.amount), sessions.en(commitment.date), line.id)
        nl = string.format("van %s is aangegaan op %s, en %s is niet goedgekeurd", ld.money(commitment.amount), sessions.nl(commitment.date), line.id)
      elseif mandate and commitment.amount > mandate then
        size = commitment.amount - mandate
        en = string.format("of %s is above the mandate of %s: %s", ld.money(commitment.amount), approver, ld.money(mandate))
        nl = string.format("van %s ligt boven het mandaat van %s: %s", ld.money(commitment.amount), approver, ld.money(mandate))
      end
      if en then
        report {
          at = commitment, field = mandate and "amount" or "date", size = size,
          message = { en = "The commitment " .. en, nl = "De verplichting " .. nl },
          evidence = { line },
          values = { amount = commitment.amount, date = commitment.date, approved_on = approved, mandate = mandate or nil },
        }
      end
    end
  end,
  help = {
    en = "Have it approved after all by whoever may, and order only after approval.",
    nl = "Laat het alsnog goedkeuren door wie daartoe bevoegd is, en bestel pas na goedkeuring.",
  },
  why = {
    en = "Who orders before the decision has made the decision; the mandate is then paper.",
    nl = "Wie bestelt voor het besluit, heeft het besluit al genomen; het mandaat is dan papier.",
  },
  fires = {
    { budgets = { { id = "b", setup = 9 } }, roles = { { id = "lead" } }, employees = { { id = "e1" } }, role_assignments = { { employee = "e1", role = "lead" } },
      plan_lines = { { id = "l1", approved_on = "2027-01-01", approved_by = "e1" } }, commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 501 } },
      responsibilities = { { process_step = "approval", role = "lead", letter = "A", amount_max = 500 } } },
    { budgets = { { id = "b", setup = 9 } }, plan_lines = { { id = "l1", status = "approved", approved_on = "2027-02-02" } }, commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 1 } } },
    { budgets = { { id = "b", setup = 9 } }, plan_lines = { { id = "l1" } }, commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 5 } } },
    { budgets = { { id = "b", setup = 9 } }, plan_lines = { { id = "l1", status = "rejected" } }, commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 5 } } },
    { budgets = { { id = "b", setup = 9 } }, plan_lines = { { id = "l1", status = "withdrawn" } }, commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 5 } } },
    { budgets = { { id = "b", setup = 9 } }, plan_lines = { { id = "l1", status = "approved", approved_by = "Management" } }, commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 501 } },
      responsibilities = { { process_step = "approval", body = "management", letter = "A", amount_max = 500 }, { process_step = "request", body = "management", letter = "R", amount_max = 100 },
        { process_step = "approval", body = "management", letter = "C", amount_max = 900 }, { process_step = "approval", body = "hr", letter = "A", amount_max = 900 } } },
    { budgets = { { id = "b", setup = 9 } }, roles = { { id = "lead" } }, employees = { { id = "e1", role = "lead" } }, plan_lines = { { id = "l1", status = "approved", approved_by = "e1" } },
      commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 501 } }, responsibilities = { { process_step = "approval", role = "lead", letter = "R", amount_max = 500 } } },
    { budgets = { { id = "b", setup = 9 } }, stakeholders = { { id = "s", label = "Secretaris", body = "management" } }, plan_lines = { { id = "l1", approved_by = "Secretaris", approved_on = "2027-01-01" } },
      commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 501 } }, responsibilities = { { process_step = "approval", body = "management", letter = "A", amount_max = 500 } } },
    { budgets = { { id = "b", setup = 9 } }, roles = { { id = "lead", label = "Teamleider" } }, plan_lines = { { id = "l1", status = "approved", approved_by = "teamleider" }, { id = "l2", approved_by = "Lead" } },
      commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 501 } }, responsibilities = { { process_step = "approval", role = "lead", letter = "A", amount_max = 500 } } },
  },
  clean = {
    { budgets = { { id = "b", setup = 9 } }, plan_lines = { { id = "l1", status = "approved", approved_on = "2027-02-01" }, { id = "l2", status = "committed" }, { id = "l3" }, { id = "l4", approved_by = "hr" } },
      commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 1 }, { budget = "b", plan_line = "l2", date = "2027-02-01", amount = 1 }, { budget = "b", date = "2027-02-01", amount = 1 },
        { budget = "b", plan_line = "l3", date = "2027-02-01", amount = -1 }, { budget = "b", plan_line = "l3", date = "2027-02-02", amount = 0 }, { budget = "b", plan_line = "l4", date = "2027-02-01", amount = 1 } } },
    { budgets = { { id = "b", setup = 9 } }, plan_lines = { { id = "l1", status = "approved", approved_by = "management" } }, commitments = { { budget = "b", plan_line = "l1", date = "2027-02-01", amount = 500 } },
      responsibilities = { { process_step = "approval", body = "management", letter = "A", amount_max = 500 }, { process_step = "approval", body = "hr", letter = "A", amount_max = 1 } } },
  },
}
