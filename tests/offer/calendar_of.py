"""Periods and days of a plan year, worked out from the manifest alone."""
import datetime
import re

DAY = datetime.timedelta(1)
PARTS = {"year": 1, "half": 2, "quarter": 4, "month": 12}


def date(text):
    return datetime.date.fromisoformat(text)


def add_months(day, months):
    at = day.year * 12 + day.month - 1 + months
    return datetime.date(at // 12, at % 12 + 1, day.day)


class Calendar:
    """The plan year and its periods; `kind` is year, half, quarter or month."""

    def __init__(self, manifest, data, kind):
        self.year = str(manifest["year"])
        self.written = {row["id"]: (date(row["starts_on"]), date(row["ends_on"])) for row in data["periods"]}
        self.first, self.last = self.span(self.year)
        self.today = date(manifest["today"]) if manifest.get("today") else self.first
        count, months = PARTS[kind], 12 // PARTS[kind]
        names = {"year": "%s", "half": "%s-H%d", "quarter": "%s-Q%d", "month": "%s-%02d"}
        self.periods = []
        for t in range(count):
            first = add_months(self.first, t * months)
            last = self.last if t + 1 == count else add_months(self.first, (t + 1) * months) - DAY
            name = names[kind] % (self.year if kind == "year" else (self.year, t + 1))
            self.periods.append((name, first, last))
        self.number = {name: t for t, (name, _, _) in enumerate(self.periods)}

    def span(self, text):
        """First and last day of a written period; None when it says nothing that is known."""
        text = str(text)
        if text in self.written:
            return self.written[text]
        found = re.fullmatch(r"(.+?)-(?:H([12])|Q([1-4])|(\d\d))", text) or re.fullmatch(r"(\d{4})", text)
        if not found:
            return None
        base = found.group(1)
        if base not in self.written and not re.fullmatch(r"\d{4}", base):
            return None
        start = self.written[base][0] if base in self.written else datetime.date(int(base), 1, 1)
        half, quarter, month = found.groups()[1:] if found.re.groups > 1 else (None, None, None)
        at, length = (6 * int(half) - 6, 6) if half else (3 * int(quarter) - 3, 3) if quarter else (
            (int(month) - 1, 1) if month else (0, 12))
        return add_months(start, at), add_months(start, at + length) - DAY

    def of_day(self, day):
        for t, (_, first, last) in enumerate(self.periods):
            if first <= day <= last:
                return t
        return None

    def working_days(self, first, last, closed=()):
        """Monday to Friday, less the closed days."""
        days, day = 0, first
        while day <= last:
            days += day.weekday() < 5 and day not in closed
            day += DAY
        return days
