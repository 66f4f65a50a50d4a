"""What can be counted of a trail: its plan, its slips, its logs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor

from ..models import Log, Stamp, Station
from ..rules import visible_to

PLAN, SLIPS = "plan", "zettel"


@dataclass(frozen=True, slots=True)
class LogLine:
    """A log of a trail, without its events."""

    pk: int
    name: str
    imported_at: datetime
    cases: int
    events: int


@dataclass(frozen=True, slots=True)
class Sources:
    """The logs of a trail, newest first, and how many of its slips were marked."""

    logs: tuple[LogLine, ...]
    slips: int


def sources_of(trail: int) -> Sources:
    """What can be counted of a trail besides its plan; two statements."""
    return Sources(log_lines(trail), Stamp.objects.filter(slip__trail=trail).values("slip").distinct().count())


def log_lines(trail: int) -> tuple[LogLine, ...]:
    """The logs of a trail, newest first; one statement."""
    rows = Log.objects.filter(trail=trail).order_by("-imported_at", "-pk")
    return tuple(LogLine(*row) for row in rows.values_list("pk", "file_name", "imported_at", "cases", "events"))


def packed_log(trail: int, pk: int) -> bytes | None:
    """The events of a log as they are stored, None if the trail has no such log."""
    packed = Log.objects.filter(trail=trail, pk=pk).values_list("packed", flat=True).first()
    return None if packed is None else bytes(packed)


@dataclass(frozen=True, slots=True)
class Countable:
    """A trail with everything in it that can be counted."""

    pk: int
    slug: str
    title: str
    planned: bool
    sources: Sources

    @property
    def words(self) -> tuple[str, ...]:
        """The words under which an address names each count of it."""
        plan = (PLAN,) if self.planned else ()
        slips = (SLIPS,) if self.sources.slips else ()
        return (*plan, *slips, *(str(log.pk) for log in self.sources.logs))

    def name_of(self, word: str) -> str:
        """How people call the count behind such a word."""
        fixed = {PLAN: _("Plan"), SLIPS: _("Slips")}
        return fixed.get(word) or next(log.name for log in self.sources.logs if str(log.pk) == word)


def countable(actor: Actor, most: int = 300) -> tuple[Countable, ...]:
    """The trails that a reader sees and that hold something to count, by title; two statements."""
    plan = Station.objects.filter(trail=OuterRef("pk"), position__isnull=False)
    slips = Stamp.objects.filter(slip__trail=OuterRef("pk"))
    rows = visible_to(actor).annotate(planned=Exists(plan), marked=Exists(slips)).order_by("title", "pk")
    found = list(rows.values_list("pk", "slug", "title", "planned", "marked")[:most])
    logs: dict[int, list[LogLine]] = {}
    held = Log.objects.filter(trail__in=[row[0] for row in found]).order_by("-imported_at", "-pk")
    for log in held.only("trail", "file_name", "imported_at", "cases", "events"):
        line = LogLine(log.pk, log.file_name, log.imported_at, log.cases, log.events)
        logs.setdefault(log.trail_id, []).append(line)
    every = (
        Countable(pk, slug, title, planned, Sources(tuple(logs.get(pk, ())), int(marked)))
        for pk, slug, title, planned, marked in found
    )
    return tuple(one for one in every if one.words)
