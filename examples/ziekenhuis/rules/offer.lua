-- Het aanbod van Merwezoom: het standaardaanbod met vier eigen keuzes.
local offer = require("ld.offer")()

-- Zomerrooster: in het derde kwartaal is er nauwelijks vervanging. Wat in die maanden vervalt,
-- wordt dus vooral in het tweede kwartaal herhaald.
offer:subject_to("zomerrooster", ld.hours{ quarter = 3 }:at_most(3000))

-- Grote groepen met een verplicht certificaat gaan niet los naar open inschrijvingen: reistijd
-- valt buiten het rooster en de eigen apparatuur wordt er niet geoefend.
offer:forbid("need.lane == 'mandatory' and need.heads >= 20 and offering.sourcing == 'buy_open'",
  "grote verplichte groepen in eigen huis")

-- Leren op de werkplek krijgt een voorsprong (principe P-5), maar is geen harde eis.
offer:prefer("werkplek", ld.hours{ kind = "informal" }:share_of(ld.hours()):at_least(0.1),
  { penalty = 0.05 })

-- De regionale opleidingsalliantie is de enige erkende opleider voor vervolgopleidingen. Zonder
-- plafond (95.000 euro) zouden enkele dure plaatsen de clusterbudgetten van de rest opeisen.
offer:subject_to("vervolgopleidingen", ld.cost{ supplier = "L-ALLIANTIE" }:at_most(9500000))

return offer:solve { gap = 0.01 }
