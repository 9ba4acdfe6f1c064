-- Runs only where a national pack names the kinds of records. A draft, and what is history, need
-- nothing yet or no more. Consent and advice count when they cover the present content; consent
-- must be a yes, advice must have been given. Without any employee on record the size is not known,
-- and the duty is taken to hold.
local documents = require("ld.documents")
local thread = require("ld.thread")
local versions = require("ld.versions")

local councils = { works_council = true, employee_rep = true }

-- Is there a sign-off of that kind by the works council under the newest version of a document?
local function is_given(record, kind)
  for document in record.documents:each() do
    if not documents.is_replaced(document) then
      for sign_off in documents.standing(document):each() do
        local decided = kind == "advise" and sign_off.decision ~= nil or documents.is_yes(sign_off)
        if sign_off.kind == kind and councils[sign_off.body] and decided
          and documents.covers(sign_off, document) then
          return true
        end
      end
    end
  end
  return false
end

return ld.rule {
  id = "policy/no-consent", code = "V09", step = 3, severity = "error",
  title = { en = "Works council consent or advice missing", nl = "Instemming of advies van de ondernemingsraad ontbreekt" },
  once = function(org, P)
    local heads = #ld.employees > 0 and thread.heads() or nil
    local function look(record, kind)
      local values = { status = record.status, heads = heads, before = P.advice_before }
      if thread.mentions(P.consent_kinds, kind) and not is_given(record, "consent") then
        report { at = record, severity = P.consent_confirmed and "error" or "note", key = "consent", values = values, evidence = record.documents, message = {
          en = record.id .. " has no consent of the works council that covers its present content",
          nl = record.id .. " heeft geen instemming van de ondernemingsraad met de huidige inhoud",
        } }
      end
      if (not heads or heads >= P.advice_from_heads) and thread.mentions(P.advice_kinds, kind) and not is_given(record, "advise") then
        report { at = record, severity = P.advice_confirmed and "error" or "note", key = "advice", values = values, evidence = record.documents, message = {
          en = record.id .. " has no advice of the works council on its present content",
          nl = record.id .. " heeft geen advies van de ondernemingsraad over de huidige inhoud",
        } }
      end
    end
    for policy in ld.policies:where("status ~= 'draft'"):each() do
      if not versions.is_past(policy, "valid_to") then look(policy, "policy") end
    end
    for plan in thread.plans():where("status ~= 'draft' and status ~= 'closed'"):each() do
      look(plan, "annual_plan")
    end
  end,
  help = {
    en = "Ask the works council for its decision and record it as a sign-off under the document, with the content hash that why shows.",
    nl = "Vraag de ondernemingsraad om een besluit en leg dat vast als akkoord bij het document, met de inhoudscode die why toont.",
  },
  why = {
    en = "Without the consent or advice that the law asks for, a decision can be declared void, and employees have had no say.",
    nl = "Zonder de instemming of het advies dat de wet vraagt, kan een besluit nietig zijn, en hebben medewerkers niet meegepraat.",
  },
  params = {
    consent_kinds = {
      type = "text", default = "",
      doc = {
        en = "What needs consent of the works council: policy, annual_plan, or both separated by |. Set by a national pack.",
        nl = "Waarvoor instemming van de ondernemingsraad nodig is: policy, annual_plan, of beide gescheiden door |. Een landelijk pakket vult dit.",
      },
    },
    advice_kinds = {
      type = "text", default = "",
      doc = {
        en = "What needs advice of the works council, written likewise.",
        nl = "Waarvoor advies van de ondernemingsraad nodig is, op dezelfde manier geschreven.",
      },
    },
    advice_before = {
      type = "text", default = "",
      doc = {
        en = "Month and day before which the advice is due; shown with the finding.",
        nl = "Maand en dag waarvóór het advies er moet zijn; staat bij de bevinding.",
      },
    },
    advice_from_heads = {
      type = "integer", default = 0, min = 0, unit = "heads",
      doc = {
        en = "The duty to ask advice holds from this number of active employees.",
        nl = "De plicht om advies te vragen geldt vanaf dit aantal actieve medewerkers.",
      },
    },
    consent_confirmed = {
      type = "bool", default = false,
      doc = {
        en = "Whether the duty to ask consent was verified; until then a finding is a note.",
        nl = "Of de plicht om instemming te vragen is geverifieerd; tot dan is een bevinding een aandachtspunt.",
      },
    },
    advice_confirmed = {
      type = "bool", default = false,
      doc = {
        en = "Whether the duty to ask advice was verified; until then a finding is a note.",
        nl = "Of de plicht om advies te vragen is geverifieerd; tot dan is een bevinding een aandachtspunt.",
      },
    },
  },
  fires = {
    { params = { advice_kinds = "annual_plan", advice_from_heads = 20, advice_confirmed = true }, severity = "error", annual_plans = { { id = "a1" } } },
    { params = { advice_kinds = "annual_plan", advice_confirmed = true }, severity = "error", annual_plans = { { id = "a1" } } },
    { params = { consent_kinds = "policy", consent_confirmed = true }, severity = "error", policies = { { id = "b1" } } },
    { params = { consent_kinds = "policy" }, severity = "note", policies = { { id = "b1", status = "approved" } },
      documents = { { id = "d1", kind = "policy", about = "policies:b1", sign_offs = {
        { body = "works_council", kind = "consent", decision = "yes", covers_hash = "000000000000" } } } } },
    { params = { consent_kinds = "annual_plan" }, annual_plans = { { id = "a1" } },
      documents = { { id = "d1", kind = "annual_plan", about = "annual_plans:a1", sign_offs = {
        { body = "works_council", kind = "consent", decision = "no", covers_hash = "717994c5ce14" } } } } },
    { params = { consent_kinds = "policy" }, policies = { { id = "b1" } }, documents = { { id = "d1", kind = "policy", about = "policies:b1", sign_offs = {
      { body = "management", kind = "consent", decision = "yes", covers_hash = "1c5627c0376a" },
      { body = "works_council", kind = "advise", decision = "yes", covers_hash = "1c5627c0376a" } } } } },
    { params = { advice_kinds = "annual_plan", advice_before = "03-15", advice_from_heads = 1 }, severity = "note", annual_plans = { { id = "a1" } },
      employees = { { id = "e1", contract_from = "2027-01-01", contract_to = "2027-01-01" } } },
  },
  clean = {
    { params = { advice_kinds = "annual_plan", advice_from_heads = 2 }, annual_plans = { { id = "a1" } }, employees = { { id = "e1" } } },
    { params = { consent_kinds = "policy", advice_kinds = "annual_plan" }, policies = { { id = "b1" } }, annual_plans = { { id = "a1" } }, documents = {
      { id = "d1", kind = "policy", about = "policies:b1", sign_offs = {
        { body = "works_council", kind = "consent", decision = "Yes", covers_hash = "1c5627c0376a" } } },
      { id = "d2", kind = "annual_plan", about = "annual_plans:a1", sign_offs = {
        { body = "employee_rep", kind = "advise", decision = "with remarks", covers_hash = "717994c5ce14" } } } } },
    { policies = { { id = "b1" } }, annual_plans = { { id = "a1" } } },
    { params = { consent_kinds = "policy|annual_plan", advice_kinds = "policy" },
      policies = { { id = "b1", status = "draft" }, { id = "b2", status = "retired" }, { id = "b3", valid_to = "2026-12-31" } },
      annual_plans = { { id = "a1", status = "draft" }, { id = "a2", status = "closed" }, { id = "a3", year = "2026" } } },
    { params = { advice_kinds = "annual_plan", advice_from_heads = 1 }, annual_plans = { { id = "a1" } },
      employees = { { id = "e1", status = "left" }, { id = "e2", contract_to = "2026-12-31" }, { id = "e3", contract_from = "2027-01-02" } } },
  },
}
