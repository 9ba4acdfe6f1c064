return ld.rule {
  id = "budget/children-over-parent", code = "B08", step = 4, severity = "error",
  title = {
    en = "The parts of a budget add up to more than the whole",
    nl = "De delen van een budget zijn samen meer dan het geheel",
  },
  each = "budgets",
  where = "not corrections:first()",
  fails = "children:where('not corrections:first()'):sum('setup') > setup",
  at = "setup",
  size = "children:where('not corrections:first()'):sum('setup') - setup",
  message = {
    en = "{id} is {setup|money}; its {children:where('not corrections:first()')|count} parts add up to {children:where('not corrections:first()'):sum('setup')|money}",
    nl = "{id} is {setup|money}; de {children:where('not corrections:first()')|count} delen zijn samen {children:where('not corrections:first()'):sum('setup')|money}",
  },
  evidence = { from = "children:where('not corrections:first()')", sort = "setup" },
  help = {
    en = "Correct the distribution, or raise the whole; an amount that changed supersedes the old one.",
    nl = "Corrigeer de verdeling of verhoog het geheel; een gewijzigd bedrag vervangt het oude (supersedes).",
  },
  why = {
    en = "Every unit thinks that it may spend its part, and together they spend what nobody has.",
    nl = "Elk onderdeel denkt het eigen deel te mogen besteden, en samen geven zij uit wat er niet is.",
  },
  fires = {
    budgets = { { id = "top", setup = 1000 }, { id = "a", parent = "top", setup = 600 }, { id = "b", parent = "top", setup = 401 } },
  },
  clean = {
    {
      budgets = { { id = "top", setup = 1000 }, { id = "a", parent = "top", setup = 600 }, { id = "b", parent = "top", setup = 400 } },
    },
    { -- the correction counts in place of what it corrects
      budgets = { { id = "top", setup = 1000 }, { id = "a", parent = "top", setup = 900 }, { id = "a2", parent = "top", setup = 600, supersedes = "a" },
        { id = "b", parent = "top", setup = 400 }, { id = "old", setup = 1 }, { id = "new", setup = 900, supersedes = "old" }, { id = "c", parent = "old", setup = 500 } },
    },
  },
}
