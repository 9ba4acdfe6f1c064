-- Everything that a rule can reach by names, metatables, and the fields of what it finds: one line for
-- each, in a fixed order. What cannot be walked with `pairs` (userdata) is asked for its metatable alone.
local seen, lines = {}, {}

local function walk(value, name, depth)
  lines[#lines + 1] = name .. " " .. type(value)
  if seen[value] then return end
  local kind = type(value)
  if kind == "string" or kind == "number" or kind == "boolean" then
    local meta = getmetatable(value)
    if meta ~= nil then lines[#lines + 1] = name .. " metatable " .. tostring(type(meta)) end
    return
  end
  seen[value] = true
  local meta = getmetatable(value)
  if meta ~= nil then
    lines[#lines + 1] = name .. " metatable " .. type(meta)
    if type(meta) == "table" then walk(meta, name .. "<meta>", depth + 1) end
  end
  if kind == "table" and depth < 6 then
    local ok = pcall(function()
      for key, item in pairs(value) do walk(item, name .. "." .. tostring(key), depth + 1) end
    end)
    if not ok then lines[#lines + 1] = name .. " cannot be walked" end
  end
end

for key, value in pairs(_G) do walk(value, key, 0) end
walk(_ENV, "_ENV", 0)
walk("", "text", 0)
for _, name in ipairs {"io", "os", "debug", "package", "coroutine", "load", "loadstring", "loadfile", "dofile",
                       "collectgarbage", "rawlen", "utf8", "jit", "ffi", "newproxy", "setfenv", "module"} do
  lines[#lines + 1] = "global " .. name .. " " .. type(_G[name])
end
for _, name in ipairs {"io", "os", "debug", "package", "string", "ld"} do
  local ok, got = pcall(require, name)
  lines[#lines + 1] = "require " .. name .. " " .. (ok and type(got) or "refused")
end
for _, name in ipairs {"org", "year", "today", "params", "goals", "money", "date", "add_days", "days", "quarter",
                       "param", "log", "level", "rule", "offer", "open", "read", "write", "sql", "load", "exec",
                       "env", "sandbox", "host"} do
  local ok, got = pcall(function() return ld[name] end)
  lines[#lines + 1] = "ld." .. name .. " " .. (ok and type(got) or "refused")
end
for _, line in ipairs(lines) do print(line) end
return ld.rule {
  id = "own/reachable", severity = "note", title = "t", each = "goals", check = function() return false end,
  message = "m",
}
