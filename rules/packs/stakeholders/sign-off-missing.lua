-- A document needs a yes that covers its present content: approval, advice or consent. A document
-- with a newer version, or about something that is a draft or history, needs none.
local documents = require("ld.documents")

local exempt = { draft = true, superseded = true, retired = true, rejected = true, closed = true }

return ld.rule {
  id = "stakeholders/sign-off-missing", code = "K02", step = 6, severity = "error",
  title = { en = "Required sign-off missing or void", nl = "Vereist akkoord ontbreekt of is vervallen" },
  each = "documents",
  once = function(org, P)
    -- of records that have one: not every kind of record has a status
    local function status(record)
      local ok, value = pcall(function() return record.status end)
      return ok and value or ""
    end
    for document in ld.documents:each() do
      local about = document.about
      if not documents.is_replaced(document) and not (about and exempt[status(about)]) then
        local given, void = false, nil
        for sign_off in documents.standing(document):where("kind ~= 'inform'"):each() do
          if documents.is_yes(sign_off) then
            if documents.covers(sign_off, document) then given = true else void = sign_off end
          end
        end
        if not given then
          local hash = documents.short_hash(document)
          report { at = document, evidence = document.sign_offs,
            values = { content_hash = hash, covers_hash = void and void.covers_hash },
            message = void and {
              en = "the sign-off of " .. document.id .. " covers " .. (void.covers_hash or "no content") .. "; the content now is " .. hash,
              nl = "het akkoord op " .. document.id .. " betreft " .. (void.covers_hash or "geen inhoud") .. "; de inhoud is nu " .. hash,
            } or {
              en = document.id .. " has no sign-off; its content is " .. hash,
              nl = document.id .. " heeft geen akkoord; de inhoud is " .. hash,
            } }
        end
      end
    end
  end,
  help = {
    en = "Have the present content approved, and record its hash in covers_hash (the first 12 digits suffice).",
    nl = "Laat de huidige inhoud goedkeuren en leg de inhoudscode vast in covers_hash (de eerste 12 tekens volstaan).",
  },
  why = {
    en = "What was changed after it was approved, was not approved.",
    nl = "Wat na de goedkeuring is gewijzigd, is niet goedgekeurd.",
  },
  fires = {
    { policies = { { id = "b1" } }, documents = { { id = "d1", kind = "policy", about = "policies:b1" } } },
    { policies = { { id = "b1" } }, documents = { { id = "d1", kind = "policy", about = "policies:b1", sign_offs = {
      { body = "management", kind = "approve", decision = "yes", covers_hash = "0123456789ab" } } } } },
    { policies = { { id = "b1", status = "approved" } }, documents = { { id = "d1", kind = "policy", about = "policies:b1", sign_offs = {
      { body = "management", kind = "approve", decision = "yes" } } } } },
    { documents = { { id = "d1", kind = "plan", sign_offs = { { body = "management", kind = "inform", decision = "yes" },
      { body = "finance", kind = "approve", decision = "no" } } } } },
    { policies = { { id = "b1" } }, documents = { { id = "d1", kind = "policy", about = "policies:b1", sign_offs = {
      { body = "management", kind = "approve", decision = "yes", covers_hash = "1c5627c0376" } } } } },
    { policies = { { id = "b1" } }, documents = { { id = "d1", kind = "policy", about = "policies:b1", sign_offs = {
      { body = "management", kind = "inform", decision = "yes", covers_hash = "1c5627c0376a" } } } } },
  },
  clean = {
    { policies = { { id = "b1" } }, documents = {
      { id = "d1", kind = "policy", about = "policies:b1", version = 1 },
      { id = "d2", kind = "policy", about = "policies:b1", version = 2, sign_offs = {
        { body = "management", kind = "approve", decision = "yes", covers_hash = "1c5627c0376a" } } } } },
    { documents = { { id = "d1", kind = "plan", sign_offs = { { body = "management", kind = "approve", decision = "yes" } } } } },
    { policies = { { id = "b1", status = "draft" } }, documents = { { id = "d1", kind = "policy", about = "policies:b1" } } },
  },
}
