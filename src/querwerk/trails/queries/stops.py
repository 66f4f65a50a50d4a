"""The planned stations of a trail, each with the lane it stands in: department, unit, place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from querwerk.structure.models import Placement, Unit
from querwerk.structure.queries import valid_on

from ..models import Station


@dataclass(frozen=True, slots=True)
class PlanStop:
    """One planned station. ``unit`` is the short name of a unit of the line (empty: not in the line)."""

    pk: int
    position: int
    name: str
    unit: str
    unit_name: str
    unit_slug: str
    department: str
    place: str
    activity: str
    touch_minutes: int
    waiting_days: float
    medium_break: bool
    may_return: bool
    beside: bool

    @property
    def where(self) -> str:
        """The unit, or the place where the line knows none."""
        return self.unit or self.place

    @property
    def lane(self) -> str:
        """The lane a picture draws the station in: its department, else where it stands, else nothing known."""
        return self.department or self.where


_COLUMNS = ("pk", "position", "name", "unit", "unit__short", "unit__name", "unit__slug", "place", "activity",
            "touch_minutes", "waiting_days", "medium_break", "may_return", "beside")  # fmt: skip


def plan_stops(trail: int, *, on: date) -> tuple[PlanStop, ...]:
    """The planned stations of a trail in order, with the departments their units hang in on a day; two statements."""
    rows = list(Station.objects.filter(trail=trail, position__isnull=False).order_by("position").values(*_COLUMNS))
    above = departments(on) if any(row["unit"] for row in rows) else {}
    return tuple(
        PlanStop(
            pk=row["pk"],
            position=row["position"],
            name=row["name"],
            unit=row["unit__short"] or "",
            unit_name=row["unit__name"] or "",
            unit_slug=row["unit__slug"] or "",
            department=above.get(row["unit"], ""),
            place=row["place"],
            activity=row["activity"],
            touch_minutes=row["touch_minutes"],
            waiting_days=float(row["waiting_days"]),
            medium_break=row["medium_break"],
            may_return=row["may_return"],
            beside=row["beside"],
        )
        for row in rows
    )


def departments(on: date) -> dict[int, str]:
    """unit -> short name of the department it hangs in on a day, at any depth; a department hangs in itself."""
    columns = ("unit", "parent", "unit__kind", "unit__short", "parent__kind", "parent__short")
    rows = list(Placement.objects.filter(valid_on(on)).values_list(*columns))
    parents = {unit: parent for unit, parent, *_names in rows}
    units = {unit: (kind, short) for unit, _parent, kind, short, *_above in rows}
    units |= {parent: (kind, short) for _unit, parent, _kind, _short, kind, short in rows}
    found = {pk: short for pk, (kind, short) in units.items() if kind == Unit.Kind.DEPARTMENT}
    for unit in parents:
        way = [unit]
        while way[-1] not in found and way[-1] in parents and parents[way[-1]] not in way:
            way.append(parents[way[-1]])
        if way[-1] in found:
            found.update(dict.fromkeys(way, found[way[-1]]))
    return found
