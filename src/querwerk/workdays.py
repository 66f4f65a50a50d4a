"""Working days of a Land: what is left of the weeks without weekends and public holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

#: The Länder by the codes of ISO 3166-2:DE.
LANDS = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
_FRIDAY = 4


def is_workday(day: date, land: str) -> bool:
    """Whether the offices of a Land are open."""
    return day.weekday() <= _FRIDAY and day not in _holidays(land, day.year)


def workdays_after(day: date, count: int, land: str) -> date:
    """The ``count``-th working day after a day, which itself does not count."""
    step = timedelta(days=1)
    while count > 0:
        day += step
        count -= is_workday(day, land)
    return day


def workdays_between(first: date, last: date, land: str) -> int:
    """How many working days lie after ``first``, up to and with ``last``; negative when ``last`` comes before."""
    if last < first:
        return -workdays_between(last, first, land)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_workday(day, land) for day in days)


@lru_cache(maxsize=256)
def _holidays(land: str, year: int) -> frozenset[date]:
    if land not in LANDS:
        raise ValueError(f"no such Land: {land}")
    from holidays import country_holidays  # the calendars of all countries: read by whoever counts days, not at start

    return frozenset(country_holidays("DE", subdiv=land, years=year))
