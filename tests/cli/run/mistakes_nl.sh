# Every way in which a script can stop, at its line, with exit code 4; print is kept.
. "$ROOT/tests/cli/show.bash"
small_project
export LDENGINE_LANG=nl
printf 'limits: {steps: 1M, memory: 2MiB, time: 10s}\n' >>ldengine.yaml
try() { cat >"rules/$1.lua"; show run "rules/$1.lua"; }
try syntax <<<'local x = = 1'
try raised <<<'print("before") error("boem")'
try table_raised <<<'error({code = 1})'
try arithmetic <<<$'local function f()\n  return nil + 1\nend\nf()'
try no_entity <<<'return ld.need'
try no_function <<<'return ld.moeny(3)'
try no_field <<<'return ld.needs.N1.headz'
try no_field_in_expression <<<'return ld.needs:where("titel == 1")'
try bad_expression <<<'return ld.needs:where("heads >")'
try no_module <<<'return require("nothere")'
try read_only <<<'ld.needs.N1.heads = 3'
try not_data <<<'return function() end'
try no_library <<<'return io.open("/etc/passwd")'
try endless <<<$'local n = 0\nwhile true do n = n + 1 end'
try caught <<<$'while true do\n  pcall(function() while true do end end)\nend'
try memory <<<$'local t = {}\nwhile true do\n  t[#t + 1] = string.rep("x", 100000) .. #t\nend'
try bad_lock <<<$'local offer = require("ld.offer")()\noffer:lock("O9", {sessions = 1})\nreturn offer'
mkdir -p rules/lib
printf 'local m = {}\nfunction m.f() return nil .. "x" end\nreturn m\n' >rules/lib/helper.lua
try in_a_module <<<$'local helper = require("helper")\nreturn helper.f()'
echo "return 1" >rules/lib/broken.lua && echo "return = 2" >>rules/lib/broken.lua
try broken_module <<<'return require("broken")'
