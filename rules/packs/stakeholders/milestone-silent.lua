-- Milestones are those of movements, the start of programmes, and the start of strategic lines in
-- the plan. An item counts when it is about the record or one that it is part of (line, programme,
-- movement), or about the milestone; a movement's may also be about one of its programmes. An item
-- that names no subject counts for all. Its day is when it was done, else when it is planned.
local thread = require("ld.thread")

-- {record key = days of the items about it}, under "" those of items about nothing in particular
local function days_by_record()
  local days = {}
  for item in ld.communication_items:each() do
    local day = item.done_on or item.planned_on
    local key = item.about and tostring(item.about) or ""
    if day then
      days[key] = days[key] or {}
      table.insert(days[key], day)
    end
  end
  return days
end

return ld.rule {
  id = "stakeholders/milestone-silent", code = "K03", step = 6, severity = "warning",
  title = { en = "Milestone without communication", nl = "Mijlpaal zonder communicatie" },
  once = function(org, P)
    local days = days_by_record()
    local function is_near(day, key)
      for _, other in ipairs(days[key] or {}) do
        if math.abs(ld.days(day, other)) <= P.t_com then return true end
      end
      return false
    end
    local function is_told(day, records)
      if is_near(day, "") then return true end
      for _, record in ipairs(records) do
        if is_near(day, tostring(record)) then return true end
      end
      return false
    end
    local function look(record, day, records, en, nl, key)
      if day and not is_told(day, records) then
        report { at = record, key = key, values = { day = day, within = P.t_com }, message = {
          en = "nothing is said about " .. en .. " on " .. day .. " within " .. P.t_com .. " days",
          nl = "over " .. nl .. " op " .. day .. " wordt binnen " .. P.t_com .. " dagen niets verteld",
        } }
      end
    end
    for movement in ld.movements:each() do
      for milestone in movement.milestones:each() do
        local records = { movement, milestone }
        for programme in movement.programmes:each() do records[#records + 1] = programme end
        look(movement, milestone.due_on, records, "the milestone of " .. movement.label, "de mijlpaal van " .. movement.label, milestone.due_on)
      end
    end
    for programme in ld.programmes:each() do
      look(programme, programme.starts_on, { programme, programme.movement }, "the start of " .. programme.label, "de start van " .. programme.label, "start")
    end
    for line in thread.lines():where("lane == 'strategic'"):each() do
      local records = { line }
      if line.programme then
        records[2] = line.programme
        records[3] = line.programme.movement
      end
      look(line, thread.starts_on(line), records, "the start of " .. line.id, "de start van " .. line.id, "start")
    end
  end,
  help = {
    en = "Plan an item for those concerned: what is there, why, and what it asks of them.",
    nl = "Plan een communicatie-item voor de betrokkenen: wat is er, waarom, en wat vraagt het van hen.",
  },
  why = {
    en = "How do you communicate about it? What nobody hears of, nobody joins.",
    nl = "Hoe communiceer je daarover? Waar niemand van hoort, daar doet niemand aan mee.",
  },
  params = {
    t_com = {
      type = "days", default = 30, min = 0, unit = "days",
      doc = { en = "Days before and after a milestone within which something is said about it.", nl = "Aantal dagen voor en na een mijlpaal waarbinnen erover wordt verteld." },
    },
  },
  fires = {
    { movements = { { id = "m1", milestones = { { due_on = "2027-06-30" } } } },
      communication_items = { { id = "c1", about = "movements:m1", planned_on = "2027-05-30" }, { id = "c2", about = "movements:m1", planned_on = "2027-07-31" } } },
    { programmes = { { id = "p1", starts_on = "2027-06-30" } }, goals = { { id = "g1" } }, communication_items = {
      { id = "c1", about = "goals:g1", planned_on = "2027-06-30" }, { id = "c2", planned_on = "2027-07-31" } } },
    { plan_lines = { { id = "l1", lane = "strategic", period = "2027-Q3" } },
      communication_items = { { id = "c1", about = "plan_lines:l1", planned_on = "2027-07-01", done_on = "2027-08-01" } } },
  },
  clean = {
    { movements = { { id = "m1", milestones = { { due_on = "2027-06-30" }, { due_on = "2027-12-01" } } } },
      programmes = { { id = "p1", movement = "m1", starts_on = "2027-12-31" } },
      communication_items = { { id = "c1", about = "movements:m1", planned_on = "2027-05-31" }, { id = "c2", about = "programmes:p1", planned_on = "2027-12-31" } } },
    { programmes = { { id = "p1", starts_on = "2027-06-30" } }, communication_items = { { id = "c1", planned_on = "2027-07-30" } } },
    { movements = { { id = "m1" } }, programmes = { { id = "p1", movement = "m1" } },
      plan_lines = { { id = "l1", lane = "strategic", period = "2027-Q3", programme = "p1" }, { id = "l2", lane = "team", period = "2027-Q1" },
        { id = "l3", lane = "strategic", period = "2027-Q1", decision = "out" }, { id = "l4", lane = "strategic" } },
      communication_items = { { id = "c1", about = "movements:m1", planned_on = "2027-07-31" } } },
  },
}
