"""The list of sprints as a file; who sits in them stands in none."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.tables import Cell, as_json, as_table

from ..labels import JOININGS, STATES
from ..lifecycle import Joining, State
from ..queries.sprints import SprintLine


def sprint_file(lines: Sequence[SprintLine], form: str) -> bytes:
    """CSV, XLSX or JSON."""
    if form == "json":
        keys = ("slug", "title", "question", "state", "place", "joining", "seats", "free")
        return as_json({
            "sprints": [
                {key: getattr(line, key) for key in keys}
                | {"starts_at": line.starts_at.isoformat(), "ends_at": line.ends_at.isoformat()}
                for line in lines
            ]
        })  # fmt: skip
    head = [_("Sprint"), _("Question"), _("State"), _("Begins on"), _("Ends on"), _("Place"), _("Who may join"),
            _("Seats"), _("Free seats")]  # fmt: skip
    rows: list[list[Cell]] = [
        [line.title, line.question, str(STATES[State(line.state)]), timezone.localdate(line.starts_at),
         timezone.localdate(line.ends_at), line.place, str(JOININGS[Joining(line.joining)]), line.seats, line.free]
        for line in lines
    ]  # fmt: skip
    return as_table(form, _("Sprints"), head, rows)
