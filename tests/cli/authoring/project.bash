# A small project with a rule of its own, beside a test file; the current folder becomes the project.
cat >ldengine.yaml <<'END'
ldengine: 1
organisation: {id: o, name: O, country: NL, currency: EUR, language: en}
year: 2027
today: 2027-01-01
sources: [budgets.yaml]
rules: {packs: [], files: [rules/*.lua]}
END
cat >budgets.yaml <<'END'
budgets:
  - {id: b1, setup: 700.00, owner: central}
  - {id: b2, setup: 100.00}
END
mkdir rules tests
cat >rules/large.lua <<'END'
return ld.rule {
  id = "own/large", code = "X1", severity = "warning",
  title = {en = "A large budget", nl = "Een groot budget"},
  each = "budgets",
  params = {most = {type = "money", default = 60000, doc = {en = "Most.", nl = "Hoogste."}}},
  fails = "setup > P.most and (mode == 'restrictive' or mode == 'indicative')",
  at = "setup",
  message = {en = "{id} has {setup|money}", nl = "{id} heeft {setup|money}"},
  fires = {budgets = {{id = "b", setup = 60001, mode = "restrictive"}}},
  clean = {budgets = {{id = "b", setup = 60000, mode = "restrictive"}}},
}
END
cat >tests/large_test.lua <<'END'
describe("own/large", function()
  it("knows both modes", function()
    assert.equal(1, #ld.check("own/large", {budgets = {{id = "b", setup = 60001, mode = "indicative"}}}))
  end)
  it("takes another limit", function()
    assert.same({}, ld.check("X1", "budgets: [{id: b, setup: 700.00}]", {most = 70000}))
  end)
end)
END
