"""The board to take along: CSV for a spreadsheet, PDF to print, DOCX to go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.docx import as_docx
from querwerk.tables import FORMS as TABLE_FORMS
from querwerk.tables import as_csv
from querwerk.typesetting import typeset
from querwerk.written import Block, Bullets, Heading, Paragraph, Written

from ..queries.board import BoardPage, CardLine, Column

_LAYOUT = Path(__file__).resolve().parents[1] / "typst" / "board.typ"
FORMS = {
    "csv": TABLE_FORMS["csv"],
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def board_file(form: str, title: str, page: BoardPage, *, at: datetime) -> bytes:
    """The board as one reader sees it at a moment, as a file."""
    if form == "csv":
        return as_csv((_("Group"), _("Card"), _("Dots"), _("Idea")), _rows(page))
    day = timezone.localdate(at)
    said = _("As of %(day)s") % {"day": f"{day:%d.%m.%Y}"}
    if form == "docx":
        blocks = tuple(_blocks(page)) or (Paragraph(_("The board is empty.")),)
        return as_docx(
            Written(
                title=title, subtitle=_("Board of the sprint"), municipality=settings.MUNICIPALITY, about=(),
                draft="", blocks=(Paragraph(said), *blocks), day=day.isoformat(),
            )
        )  # fmt: skip
    content = {
        "title": title,
        "over": _("Board of the sprint"),
        "said": said,
        "municipality": settings.MUNICIPALITY,
        "day": [day.year, day.month, day.day],
        "empty": _("The board is empty."),
        "groups": [
            {"title": _title(column), "cards": [{"text": card.text, "dots": _dots(card)} for card in column.cards]}
            for column in _filled(page)
        ],
    }
    return typeset(_LAYOUT, content, day=day)


def _filled(page: BoardPage) -> list[Column]:
    return [column for column in page.columns if column.cards or column.pk]


def _rows(page: BoardPage) -> Iterator[tuple[str | int | None, ...]]:
    for column in page.columns:
        for card in column.cards:
            yield column.title, card.text, card.votes, _("yes") if card.idea else ""


def _blocks(page: BoardPage) -> Iterator[Block]:
    for column in _filled(page):
        yield Heading(2, _title(column), "")
        cards = (f"{card.text} ({dots})" if (dots := _dots(card)) else card.text for card in column.cards)
        yield Bullets(tuple(cards))


def _title(column: Column) -> str:
    return column.title or _("Without a group")


def _dots(card: CardLine) -> str:
    """How many dots a card has, in words; nothing while nobody may know, and for none."""
    return ngettext("one dot", "%(num)s dots", card.votes) % {"num": card.votes} if card.votes else ""
