"""The sheet of a release, for the file and for the person."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from querwerk.typesetting import typeset

from ..labels import ANSWERS, LEVELS
from ..lifecycle import Answer, Level
from ..queries.releases import ReleasePage

_LAYOUT = Path(__file__).resolve().parents[1] / "typst" / "release.typ"


def as_sheet(page: ReleasePage, *, municipality: str) -> bytes:
    """The release as a tagged PDF of one page, dated by its answer."""
    day = page.answered_on or page.asked_on
    with translation.override("de"):
        facts = [
            (_("Person"), page.person),
            (_("Post"), f"{page.post} ({page.unit})"),
            (_("Team"), page.team),
            (_("Asked for"), _span(page.asked_share, page.asked_from, page.asked_until)),
            (_("Answer"), f"{ANSWERS[Answer(page.answer)]} ({LEVELS[Level(page.level)]})"),
            (_("Released for a team"), _span(page.share, page.begins_on, page.ends_on)),
            (_("Answered by"), f"{page.answered_post}, {day:%d.%m.%Y}"),
        ]
        content = {
            "title": _("Release for work in a team"),
            "municipality": municipality,
            "facts": facts,
            "purpose": page.purpose,
            "purpose_head": _("What the team sets out to do"),
            "reason": page.reason,
            "reason_head": _("Reason"),
            "unbound": _("In the group the person is not bound by instructions. The superior who releases knows this."),
            "signature": [_("Superior"), _("Person")],
            "day": [day.year, day.month, day.day],
        }
    return typeset(_LAYOUT, content, day=day)


def _span(share: int | None, begins_on: object, ends_on: object) -> str:
    words = {"share": share, "from": f"{begins_on:%d.%m.%Y}", "until": f"{ends_on:%d.%m.%Y}"}
    return _("%(share)s percent of the working time, from %(from)s until %(until)s") % words
