"""The agenda as a poster for the wall, and a method as a card for the hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from querwerk.dates import in_words
from querwerk.typesetting import typeset

from ..labels.library import card_words
from ..models import MethodCard
from ..queries.agenda import Agenda, DayPlan
from ..queries.sprints import SprintPage

_FOLDER = Path(__file__).resolve().parents[1] / "typst"
PAPERS = ("a4", "a5")
#: columns -> points of the largest letters
_LARGEST = {1: 20, 2: 14}
_WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def as_poster(page: SprintPage, agenda: Agenda, *, language: str) -> bytes:
    """The agenda on one sheet, as large as it fits."""
    with override(language):
        words = {"question": _("The question"), "place": _("Place"), "end": _("End")}
    days = [
        {
            "head": _spoken(day.on, language),
            "blocks": [
                [f"{timezone.localtime(block.begins_at):%H:%M}", block.title, block.note.split("\n")[0][:160]]
                for block in day.blocks
            ],
            "ends": f"{timezone.localtime(day.ends_at):%H:%M}",
        }
        for day in agenda.days
    ]
    wide = min(2, len(days))
    rows = [agenda.days[first : first + wide] for first in range(0, len(days), wide)]
    lines = sum(max(_lines(day) for day in row) for row in rows)
    content = {
        "title": page.title, "question": page.question, "place": page.place, "format": page.format, "days": days,
        "language": language, "municipality": settings.MUNICIPALITY, "words": words,
        "columns": wide,
        "size": max(6, min(_LARGEST[wide], 270 / lines)),
    }  # fmt: skip
    return typeset(_FOLDER / "agenda.typ", content, day=timezone.localdate(page.starts_at))


def _spoken(on: date, language: str) -> str:
    weekdays = _WEEKDAYS.get(language, _WEEKDAYS["de"])
    return f"{weekdays[on.weekday()]}, {in_words(on.isoformat(), language)}"


def _lines(day: DayPlan) -> float:
    """How high a day is, in lines: its head and its end, its blocks, and their notes in smaller letters."""
    return 3 + sum(1.7 if block.note else 1 for block in day.blocks)


def as_card(card: MethodCard, *, paper: str, language: str) -> bytes:
    """One method on one card, in a language."""
    with override(language):
        words = card_words(card)
        minutes, people = (card.minutes_from, card.minutes_to), (card.people_from, card.people_to)
        said = {
            "title": words.title,
            "facts": [
                [_("Duration"), _("%(from)s to %(to)s minutes") % {"from": minutes[0], "to": minutes[1]}],
                [_("Group"), _("%(from)s to %(to)s people") % {"from": people[0], "to": people[1]}],
            ],
            "parts": [
                [_("When to use it"), words.when_to_use],
                [_("Material"), words.material],
                [_("Steps"), words.steps],
                [_("What it yields"), words.yields],
            ],
            "paper": paper, "language": language, "municipality": settings.MUNICIPALITY,
        }  # fmt: skip
    return typeset(_FOLDER / "card.typ", said, day=timezone.localdate())
