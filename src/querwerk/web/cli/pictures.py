"""A counted log as a picture and as a poster; no house is needed for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from querwerk.analysis.handoffs import HandoffReport


def draw(found: HandoffReport, *, name: str, svg: Path | None, pdf: Path | None) -> None:
    """Writes the swim lanes as SVG and the poster as PDF (A3), in German."""
    _speak_german()
    from querwerk.trails.exchange.drawing import draw_way
    from querwerk.trails.exchange.poster import as_poster
    from querwerk.trails.insights.posters import poster_of
    from querwerk.trails.insights.telling import based_on, headline
    from querwerk.trails.insights.ways import way_of_report

    way = way_of_report(found, headline(found, name))
    if svg:
        svg.write_text(draw_way(way, style="file"), encoding="utf-8")
    if pdf:
        today = datetime.now(ZoneInfo("Europe/Berlin")).date()
        poster = poster_of(found, way, based_on=based_on(found))
        pdf.write_bytes(as_poster(poster, day=today, municipality="", written_day=f"{today:%d.%m.%Y}"))


def _speak_german() -> None:
    """The words of the pictures, without the settings of a house."""
    import django
    from django.conf import settings
    from django.utils.translation import activate

    if not settings.configured:
        settings.configure(USE_I18N=True, LOCALE_PATHS=[Path(__file__).parents[1] / "locale"])
        django.setup()
    activate("de")
