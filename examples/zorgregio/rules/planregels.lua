-- Het planningsbestand: per regel een medewerker, een opleiding en een kwartaal als 2027-K2.
return function(row)
  local year, quarter = row.Kwartaal:match("^(%d%d%d%d)%-K([1-4])$")
  if not year then
    return nil, "onbekend kwartaal " .. row.Kwartaal
  end
  return {
    id = row.Regel,
    employees = row.Medewerker,
    offering = row.Opleiding,
    period = year .. "-Q" .. quarter,
    seats_planned = 1,
  }
end
