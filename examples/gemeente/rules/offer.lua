-- Het leeraanbod van Gemeente Waterrijk: het standaardaanbod met drie eigen beleidskeuzes.
-- Bedragen in hele eurocenten; de uitleg voor de analist staat in rules/README.md.

local offer = require("ld.offer")()

-- 1. Leren in het werk eerst (leerbeleid 2026, spelregel "een vijfde van de leeruren").
--    Een wens en geen eis: elk uur te weinig kost het plan punten,
--    zodat verplicht en dringend leren mogelijk blijft.
local informeel = ld.hours{ kind = "informal" }:share_of(ld.hours())
offer:prefer("informeel", informeel:at_least(0.2), { penalty = 0.05 })

-- 2. De digitale opgave krijgt haar deel, maar verdringt de andere aandachtsgebieden niet.
local digitaal = ld.cost{ focus_area = "fa-digitaal" }
offer:subject_to("digitaal-deel", digitaal:share_of(ld.cost()):at_least(0.08))
offer:subject_to("digitaal-plafond", digitaal:at_most(4000000))

-- 3. SnelLeer is goedkoop, maar de transfer bleef twee jaar achter en een
--    verwerkersovereenkomst ontbreekt.
offer:forbid("offering.supplier and offering.supplier.id == 'sup-snelleer'",
  "geen aanbod van SnelLeer")

return offer:solve { gap = 0.01 }
