return ld.rule {
  id = "hrd-plan/line-outside-programme", code = "H07", step = 4, severity = "warning",
  title = { en = "Strategic line outside any programme", nl = "Strategische planregel buiten elk programma" },
  each = "plan_lines",
  where = "decision ~= 'out' and decision ~= 'locked_out'",
  fails = "lane == 'strategic' and programme == nil",
  at = "lane",
  message = {
    en = "{id} is strategic ({cost|money}) and part of no programme",
    nl = "{id} is strategisch ({cost|money}) en hoort bij geen programma",
  },
  help = {
    en = "Link the line to the programme that it belongs to, or give it another lane.",
    nl = "Koppel de regel aan het programma waar die bij hoort, of geef de regel een andere categorie.",
  },
  why = {
    en = "Strategic learning beside the programmes is a side-stream: it takes money from the movement and adds nothing to it.",
    nl = "Strategisch leren naast de programma's is een zijstroom: het kost de beweging geld en voegt er niets aan toe.",
  },
  size = "cost",
  fires = { plan_lines = { { id = "l1", lane = "strategic" } } },
  clean = { programmes = { { id = "p1" } }, plan_lines = { { id = "l1", lane = "strategic", programme = "p1" }, { id = "l2", lane = "team" },
    { id = "l3", lane = "strategic", decision = "out" }, { id = "l4", lane = "strategic", decision = "locked_out" } } },
}
