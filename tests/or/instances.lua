-- Classical optimisation problems through ld.model: the text of one file, by require("instance"), becomes a
-- model; what comes back is its value, the bound and the status. Layouts are those of J. E. Beasley's
-- OR-Library. Prints one line: family, value, bound, status.
local instance = require("instance") -- { family = …, number = …, work = …, text = … }

local at = 1
local function read()
  local from, to = instance.text:find("[^%s]+", at)
  at = to + 1
  return (assert(tonumber(instance.text:sub(from, to))))
end
local function read_list(n)
  local list = {}
  for i = 1, n do list[i] = read() end
  return list
end
local function round(x) return math.floor(x + 0.5) end

local m = ld.model {}
local build = {}

-- Choose items under several budgets.
function build.knapsack()
  read() -- problems in the file
  for p = 0, instance.number do
    local n, rows = round(read()), round(read())
    read() -- the optimum, as the file has it
    local profit, weight = read_list(n), {}
    for r = 1, rows do weight[r] = read_list(n) end
    local limit = read_list(rows)
    if p == instance.number then
      local x, worth = {}, {}
      for i = 1, n do
        x[i] = m:binary("x" .. i)
        worth[i] = profit[i] * x[i]
      end
      m:maximise("profit", m:sum(worth))
      for r = 1, rows do
        local used = {}
        for i = 1, n do used[i] = weight[r][i] * x[i] end
        m:subject_to("budget " .. r, m:sum(used):at_most(limit[r]))
      end
    end
  end
end

-- Give each job to one agent, within the agent's capacity.
function build.assignment()
  local agents, jobs = round(read()), round(read())
  local cost, weight, x = {}, {}, {}
  for a = 1, agents do cost[a] = read_list(jobs) end
  for a = 1, agents do weight[a] = read_list(jobs) end
  local capacity = read_list(agents)
  local all = {}
  for a = 1, agents do
    x[a] = {}
    local used = {}
    for j = 1, jobs do
      x[a][j] = m:binary("x" .. a .. "," .. j)
      all[#all + 1] = cost[a][j] * x[a][j]
      used[j] = weight[a][j] * x[a][j]
    end
    m:subject_to("capacity " .. a, m:sum(used):at_most(capacity[a]))
  end
  for j = 1, jobs do
    local one = {}
    for a = 1, agents do one[a] = x[a][j] end
    m:subject_to("job " .. j, m:sum(one):equal(1))
  end
  m:minimise("cost", m:sum(all))
end

-- Open warehouses and serve customers from them; demand may be split.
function build.warehouses()
  local count, customers = round(read()), round(read())
  local capacity, fixed, all, open, sent = {}, {}, {}, {}, {}
  for w = 1, count do capacity[w], fixed[w] = read(), read() end
  for w = 1, count do
    open[w] = m:binary("open " .. w)
    all[#all + 1] = fixed[w] * open[w]
    sent[w] = {}
  end
  for c = 1, customers do
    local demand, parts = read(), {}
    for w = 1, count do
      local part = m:number("part " .. w .. "," .. c, 0, 1)
      all[#all + 1] = read() * part
      parts[w] = part
      sent[w][c] = demand * part
      m:subject_to("only when open " .. w .. "," .. c, (part - open[w]):at_most(0))
    end
    m:subject_to("customer " .. c, m:sum(parts):equal(1))
  end
  for w = 1, count do
    m:subject_to("capacity " .. w, (m:sum(sent[w]) - capacity[w] * open[w]):at_most(0))
  end
  m:minimise("cost", m:sum(all))
end

-- Cover each row by a column.
function build.covering()
  local rows, columns = round(read()), round(read())
  local cost, x, all = read_list(columns), {}, {}
  for c = 1, columns do
    x[c] = m:binary("x" .. c)
    all[c] = cost[c] * x[c]
  end
  for r = 1, rows do
    local by = read_list(round(read()))
    for i = 1, #by do by[i] = x[round(by[i])] end
    m:subject_to("row " .. r, m:sum(by):at_least(1))
  end
  m:minimise("cost", m:sum(all))
end

-- The most rows that columns of a cost can cover.
function build.coverage()
  local rows, columns = round(read()), round(read())
  local cost, x, money, covered = read_list(columns), {}, {}, {}
  for c = 1, columns do
    x[c] = m:binary("x" .. c)
    money[c] = cost[c] * x[c]
  end
  for r = 1, rows do
    local by = read_list(round(read()))
    for i = 1, #by do by[i] = x[round(by[i])] end
    covered[r] = m:number("covered " .. r, 0, 1)
    m:subject_to("row " .. r, (m:sum(by) - covered[r]):at_least(0))
  end
  m:subject_to("budget", m:sum(money):at_most(instance.number))
  m:maximise("rows", m:sum(covered))
end

-- Choose p places so that everybody's nearest is near.
function build.median()
  local n, edges, p = round(read()), round(read()), round(read())
  local far = 1 << 30
  local d = {}
  for i = 1, n do
    d[i] = {}
    for j = 1, n do d[i][j] = i == j and 0 or far end
  end
  for _ = 1, edges do
    local i, j, length = round(read()), round(read()), round(read())
    d[i][j], d[j][i] = length, length
  end
  for k = 1, n do
    for i = 1, n do
      local via = d[i][k]
      if via < far then
        for j = 1, n do
          if via + d[k][j] < d[i][j] then d[i][j] = via + d[k][j] end
        end
      end
    end
  end
  -- The distance of i is counted in the steps of its sorted distances: as few variables as it has different
  -- distances, each 1 when no place is nearer.
  local open, places, all, constant = {}, {}, {}, 0
  for j = 1, n do
    open[j] = m:binary("open " .. j)
    places[j] = open[j]
  end
  m:subject_to("places", m:sum(places):equal(p))
  for i = 1, n do
    local order = {}
    for j = 1, n do order[j] = j end
    table.sort(order, function(a, b)
      if d[i][a] ~= d[i][b] then return d[i][a] < d[i][b] end
      return a < b
    end)
    local before, k = nil, 1
    while k <= n - p + 1 do
      local distance, here = d[i][order[k]], {}
      if k > 1 then all[#all + 1] = (distance - d[i][order[k - 1]]) * before end
      while k <= n and d[i][order[k]] == distance do
        here[#here + 1] = open[order[k]]
        k = k + 1
      end
      local none = m:number("none " .. i .. "," .. k, 0, 1)
      here[#here + 1] = none
      if before then m:subject_to("near " .. i .. "," .. k, (m:sum(here) - before):at_least(0))
      else m:subject_to("near " .. i .. "," .. k, m:sum(here):at_least(1)) end
      before = none
    end
  end
  m:minimise("distance", m:sum(all))
end

build[instance.family]()
local result = m:solve { gap = instance.gap or 0, work = instance.work or 400 }
return { value = result.value, bound = result.bound, status = result.status, gap = result.gap }
