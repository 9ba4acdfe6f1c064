-- An own check: what runs in the skills lab has a trainer and a room before it is planned.
return ld.rule {
  id = "merwezoom/lab-session-without-room", code = "MZ01", severity = "warning", step = 5,
  title = {en = "A skills lab session has no trainer or room",
           nl = "Een groep in het skillslab heeft geen trainer of zaal"},
  each = "sessions",
  where = "offering.sourcing == 'build' and status ~= 'cancelled'",
  fails = "trainer == nil or room == nil", at = "id",
  message = {en = "session {id} has no trainer or no room",
             nl = "groep {id} heeft geen trainer of geen zaal"},
  fires = {
    offerings = {{id = "o1", sourcing = "build"}},
    sessions = {{id = "s1", offering = "o1", status = "planned"}},
  },
  clean = {
    offerings = {{id = "o1", sourcing = "buy_open"}},
    sessions = {{id = "s1", offering = "o1", status = "planned"}},
  },
}
