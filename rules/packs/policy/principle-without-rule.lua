return ld.rule {
  id = "policy/principle-without-rule", code = "V04", step = 3, severity = "warning",
  title = { en = "Principle neither executable nor marked not testable", nl = "Spelregel niet uitvoerbaar en niet als niet-toetsbaar aangemerkt" },
  each = "principles",
  fails = "testable == true and rule_id == nil",
  at = "testable",
  message = {
    en = "\"{text}\" is to be tested, and no rule does",
    nl = "\"{text}\" is toetsbaar, en geen regel toetst het",
  },
  help = {
    en = "Name the rule that tests the principle in rule_id, or mark it as not testable.",
    nl = "Noem in rule_id de regel die de spelregel toetst, of merk de spelregel aan als niet toetsbaar.",
  },
  why = {
    en = "A rule of the game that nobody checks does not bite: each department reads it as it likes.",
    nl = "Een spelregel die niemand toetst, bijt niet: iedere afdeling leest hem zoals het uitkomt.",
  },
  fires = { principles = { { id = "p1", text = "Verplicht leren gaat voor.", testable = true } } },
  clean = { principles = { { id = "p1", text = "a", testable = true, rule_id = "budget/over" }, { id = "p2", text = "b", testable = false },
    { id = "p3", text = "c" } } },
}
