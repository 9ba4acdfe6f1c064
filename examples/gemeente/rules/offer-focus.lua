-- Digitaal voorop: een vijfde van het geld voor niet-verplicht leren gaat naar het aandachtsgebied digitaal.
-- Een eis en geen wens; wat zij aan andere waarde kost, laat `ldengine diff` zien.
local offer = require("ld.offer")()
local lanes = { "core", "strategic", "team", "individual" }

offer:subject_to("een vijfde digitaal",
  ld.cost { lane = lanes, focus_area = "fa-digitaal" }:share_of(ld.cost { lane = lanes }):at_least(0.2))

-- De uitsluiting van SnelLeer blijft gelden, zoals in offer.lua; de wens en het plafond van daar niet.
offer:forbid("offering.supplier and offering.supplier.id == 'sup-snelleer'", "geen aanbod van SnelLeer")

return offer:solve { gap = 0.01 }
