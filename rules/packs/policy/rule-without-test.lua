-- A rule is tested when it has an example that fires and one that is clean, and each gives what is
-- expected. Examples that were not run now (those of packs) have no outcome. A principle names its rule by id or by code.
return ld.rule {
  id = "policy/rule-without-test", code = "V05", step = 3, severity = "error",
  title = { en = "Rule without test or with failing test", nl = "Regel zonder test of met een test die faalt" },
  each = "rules",
  once = function(org, P)
    local named = {}
    for name in pairs(ld.principles:where("rule_id ~= nil"):group("rule_id")) do named[name] = true end
    for rule in ld.rules:each() do
      local tests = rule.tests
      local fires, clean = tests:count("expected == 'fires'"), tests:count("expected == 'clean'")
      local failed = tests:where("outcome ~= nil and outcome ~= expected")
      local said
      if #failed > 0 then
        said = { en = "fails " .. #failed .. " of its " .. #tests .. " tests", nl = "faalt voor " .. #failed .. " van de " .. #tests .. " tests" }
      elseif fires == 0 then
        said = { en = "has no example that fires", nl = "heeft geen voorbeeld waarin hij iets vindt" }
      elseif clean == 0 then
        said = { en = "has no clean example", nl = "heeft geen voorbeeld waarin alles klopt" }
      end
      if said then
        report { at = rule, severity = (named[rule.id] or named[rule.code or ""]) and "error" or "note",
          evidence = failed, values = { fires = fires, clean = clean, failed = #failed },
          message = { en = rule.id .. " " .. said.en, nl = rule.id .. " " .. said.nl } }
      end
    end
  end,
  help = {
    en = "Give the rule a small model in fires and one in clean; ldengine test runs them.",
    nl = "Geef de regel een klein model in fires en een in clean; ldengine test voert ze uit.",
  },
  why = {
    en = "Rules are code: what was never seen to fire may never fire.",
    nl = "Regels zijn code: wat nog nooit iets heeft gevonden, vindt misschien nooit iets.",
  },
  fires = {
    { severity = "note", rules = { { id = "a/b" } } },
    { severity = "error", rules = { { id = "a/b", tests = { { name = "fires", expected = "fires", outcome = "fires" } } } },
      principles = { { id = "p1", text = "t", rule_id = "a/b" } } },
    { severity = "error", rules = { { id = "a/b", code = "A1", tests = { { name = "clean", expected = "clean", outcome = "clean" } } } },
      principles = { { id = "p1", text = "t", rule_id = "A1" } } },
    { severity = "note", rules = { { id = "a/b", tests = { { name = "fires", expected = "fires", outcome = "unknown" },
      { name = "clean", expected = "clean", outcome = "clean" } } } } },
  },
  clean = { rules = { { id = "c/d", tests = { { name = "fires", expected = "fires" }, { name = "clean", expected = "clean" } } },
    { id = "a/b", tests = { { name = "fires", expected = "fires", outcome = "fires" },
    { name = "clean", expected = "clean", outcome = "clean" } } } } },
}
