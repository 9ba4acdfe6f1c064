. "$ROOT/tests/cli/authoring/project.bash"
sed -i 's/assert.equal(1/assert.equal(2/' tests/large_test.lua
"$LDENGINE" test; echo "exit $?"
"$LDENGINE" test --lang nl tests; echo "exit $?"
echo 'it("x" function() end)' >tests/large_test.lua
"$LDENGINE" test; echo "exit $?"
