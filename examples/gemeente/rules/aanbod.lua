-- Spelregel pr-actueel van het leerbeleid: ons aanbod is in de laatste twee jaar beoordeeld.
return ld.rule {
  id = "waterrijk/offering-not-reviewed", code = "WR01", step = 5, severity = "warning",
  title = {
    en = "Offering not reviewed lately",
    nl = "Leeraanbod te lang niet beoordeeld",
  },
  each = "offerings",
  where = "status == 'active'",
  fails = "last_reviewed_on == nil or last_reviewed_on < ld.add_months(ld.today, -P.months)",
  at = "last_reviewed_on",
  message = {
    en = "{id} was last reviewed on {last_reviewed_on}",
    nl = "{id} is het laatst beoordeeld op {last_reviewed_on}",
  },
  help = {
    en = "Ask the owner to review content, price and results, and record the date.",
    nl = "Laat de eigenaar inhoud, prijs en resultaten beoordelen en leg de datum vast.",
  },
  params = {
    months = {
      type = "number", default = 24, min = 1,
      doc = { en = "Months between two reviews.", nl = "Maanden tussen twee beoordelingen." },
    },
  },
  fires = { offerings = { { id = "o-oud", status = "active", last_reviewed_on = "2001-05-01" } } },
  clean = { offerings = {
    { id = "o-nieuw", status = "active", last_reviewed_on = "2099-01-01" },
    { id = "o-vervallen", status = "expired", last_reviewed_on = "2001-05-01" },
  } },
}
