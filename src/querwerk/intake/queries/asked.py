"""What whoever asked sees of it: their words, where it stands, what comes next and when, what was said since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from querwerk.journal.queries import HistoryLine

from ..lifecycle import ENDED, MOST_FILES, WAITING, Kind, Secrecy, Side, State, Superior, to_come
from ..models import Inquiry


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the way: ``when`` is the day it was reached, ``place`` is done, now or later."""

    state: State
    place: str
    when: date | None


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """What one side said on a day."""

    side: Side
    text: str
    said_on: date


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that lies with it."""

    pk: int
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Asked:
    """An inquiry or idea as far as it was said; ``your_turn`` when the last word is a question of the staff unit."""

    kind: Kind
    campaign: str
    concern: str
    sufferers: str
    tried: str
    outcome: str
    sponsor: str
    unit: str
    people: int | None
    wanted_by: date | None
    secrecy: Secrecy
    superior: Superior
    inside: bool
    alias: str
    state: State
    due_on: date | None
    steps: tuple[StepLine, ...]
    remarks: tuple[RemarkLine, ...]
    files: tuple[FileLine, ...]

    @property
    def your_turn(self) -> bool:
        return bool(self.remarks) and self.remarks[-1].side is Side.STAFF_UNIT and self.state not in ENDED

    @property
    def may_withdraw(self) -> bool:
        return self.state in WAITING or self.state is State.DRAFT

    @property
    def may_add(self) -> bool:
        return self.state not in ENDED

    @property
    def may_add_files(self) -> bool:
        return self.may_add and len(self.files) < MOST_FILES


def asked(inquiry: Inquiry, entries: Sequence[HistoryLine]) -> Asked:
    """Everything about one inquiry; its unit, campaign and asker are best read along with it."""
    remarks = inquiry.remarks.order_by("pk").values_list("side", "text", "said_on")
    files = inquiry.files.order_by("pk").values_list("pk", "kind", "size")
    kind, state = Kind(inquiry.kind), State(inquiry.state)
    asker = getattr(inquiry, "asker", None)
    return Asked(
        kind=kind, campaign=inquiry.campaign.title if inquiry.campaign else "", concern=inquiry.concern,
        sufferers=inquiry.sufferers, tried=inquiry.tried, outcome=inquiry.outcome, sponsor=inquiry.sponsor,
        unit=inquiry.unit.name if inquiry.unit else "", people=inquiry.people, wanted_by=inquiry.wanted_by,
        secrecy=Secrecy(inquiry.secrecy), superior=Superior(inquiry.superior), inside=inquiry.inside,
        alias=asker.alias if asker else "", state=state, due_on=inquiry.due_on, steps=way(kind, state, entries),
        remarks=tuple(RemarkLine(Side(side), text, said_on) for side, text, said_on in remarks),
        files=tuple(FileLine(*row) for row in files),
    )  # fmt: skip


def way(kind: Kind, state: State, entries: Sequence[HistoryLine]) -> tuple[StepLine, ...]:
    """The states it has passed with their days, where it stands, and what usually follows. What was skipped is left
    out, so that nothing is called done that nobody did."""
    reached: dict[State, date] = {}
    for entry in reversed(entries):
        after = entry.facts.get("state", [None, None])[1]
        if after:
            reached[State(after)] = timezone.localdate(entry.at)
    done = [StepLine(one, "done", day) for one, day in reached.items() if one is not state]
    ahead = [] if state in ENDED or state is State.DRAFT else to_come(kind, state)
    now = StepLine(state, "now", reached.get(state))
    return (*done, now, *(StepLine(one, "later", None) for one in ahead if one is not state))
