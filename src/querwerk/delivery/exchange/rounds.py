"""A round as a file: which project has answered what, by project and post, never by person."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from querwerk.tables import Cell, as_csv

from ..labels import ANSWERS
from ..models import Answer
from ..queries.rounds import RoundPage


def round_csv(page: RoundPage, *, on: date) -> bytes:
    """Every project of a round with its answer, or for how long it has been missing."""
    head = [
        _("Project"),
        _("Theme"),
        _("Lead"),
        _("Answer"),
        _("Answered on"),
        _("As"),
        _("Days overdue"),
        _("Last update"),
    ]
    rows: list[list[Cell]] = [
        [
            one.name,
            one.theme,
            ", ".join(one.leads),
            str(ANSWERS[Answer.Kind(one.answer.kind)]) if one.answer else _("ended") if one.ended else "",
            one.answer.answered_on if one.answer else None,
            one.answer.post if one.answer else "",
            one.overdue_days(page.line.due_on, on),
            one.changed_on,
        ]
        for one in page.projects
    ]
    return as_csv(head, rows)
