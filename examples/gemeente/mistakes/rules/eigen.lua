-- De fout in dit bestand: een principe steunt op deze regel, en geen voorbeeld laat zien wanneer er niets aan de hand is.
return ld.rule {
  id = "waterrijk/offering-without-owner", code = "WM01", step = 5, severity = "warning",
  title = { nl = "Aanbod zonder eigenaar", en = "An offering without an owner" },
  each = "offerings",
  fails = "owner == nil and status == 'active'",
  message = { nl = "{label} heeft geen eigenaar", en = "{label} has no owner" },
  fires = { offerings = { { id = "o1", status = "active" } } },
}
