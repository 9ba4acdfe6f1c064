local thread = require("ld.thread")

local functions = {
  { body = "hr", en = "HR", nl = "HR" },
  { body = "communication", en = "communication", nl = "communicatie" },
  { body = "finance", en = "finance", nl = "financiën" },
  { body = "management", en = "management", nl = "directie" },
}

return ld.rule {
  id = "stakeholders/function-missing", code = "K01", step = 6, severity = "warning",
  title = { en = "A key function is missing", nl = "Een sleutelfunctie ontbreekt" },
  each = "annual_plans",
  once = function(org, P)
    local en, nl = {}, {}
    for _, wanted in ipairs(functions) do
      if not ld.stakeholders:any("body == '" .. wanted.body .. "'") then
        table.insert(en, wanted.en)
        table.insert(nl, wanted.nl)
      end
    end
    if #en == 0 then return end
    for plan in thread.plans():each() do
      report { at = plan, size = #en, values = { missing = table.concat(en, ", ") }, message = {
        en = "nobody among the stakeholders speaks for " .. table.concat(en, ", "),
        nl = "bij de belanghebbenden ontbreekt " .. table.concat(nl, ", "),
      } }
    end
  end,
  help = {
    en = "Record who speaks for each of these functions, and what they need and decide.",
    nl = "Leg vast wie voor elk van deze functies spreekt, wat diegene nodig heeft en waarover die beslist.",
  },
  why = {
    en = "A learning plan needs HR, communication, finance and management: who is left out learns of it when it is too late to help.",
    nl = "Een leerplan heeft HR, communicatie, financiën en directie nodig: wie niet meedoet, hoort ervan als meehelpen niet meer kan.",
  },
  fires = {
    { annual_plans = { { id = "a1" } }, stakeholders = { { id = "s1", body = "communication" }, { id = "s2", body = "finance" }, { id = "s3", body = "management" } } },
    { annual_plans = { { id = "a1" } }, stakeholders = { { id = "s1", body = "hr" }, { id = "s2", body = "finance" }, { id = "s3", body = "management" } } },
    { annual_plans = { { id = "a1" } }, stakeholders = { { id = "s1", body = "hr" }, { id = "s2", body = "communication" }, { id = "s3", body = "management" } } },
    { annual_plans = { { id = "a1" } }, stakeholders = { { id = "s1", body = "hr" }, { id = "s2", body = "communication" }, { id = "s3", body = "finance" } } },
  },
  clean = {
    { annual_plans = { { id = "a1" } }, stakeholders = { { id = "s1", body = "hr" }, { id = "s2", body = "communication" },
      { id = "s3", body = "finance" }, { id = "s4", body = "management" } } },
    { annual_plans = { { id = "a1", year = "2026" } } },
  },
}
