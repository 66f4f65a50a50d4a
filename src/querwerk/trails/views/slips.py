"""Slips for those who work on a trail: opening, printing, looking, ending."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from markupsafe import Markup

from querwerk.codes import grouped
from querwerk.journal.actions import Refused
from querwerk.journal.request import Request, told
from querwerk.privacy.queries.switches import is_on
from querwerk.tables import FORMS, Cell, as_csv, download, page_number, pages_of

from ..actions import slips as actions
from ..forms.slips import OpenSlipsForm
from ..insights.live import way_of_slip
from ..labels import COURSE_TONES, COURSES, MARKS
from ..lifecycle import LIVE
from ..models import Slip, Stamp, Trail
from ..queries.slips import PER_PAGE, mark_lines, slip_page, slips_part
from ..rules import editable_by
from .pictures import lanes

_WORDS = {"courses": COURSES, "course_tones": COURSE_TONES, "marks": MARKS}


def slips(request: Request, slug: str) -> HttpResponse:
    found = _trail(request, slug)
    number = page_number(request.GET.get("seite", ""))
    part = slips_part(found.pk, keeps=True, on=timezone.localdate(), page=number)
    pages = pages_of(part.total, PER_PAGE)
    page = {"trail": found, "slips": part, "form": OpenSlipsForm(), "number": number, "pages_total": pages, **_WORDS}
    return render(request, "trails/slips.html", page)


@never_cache
def open_slips(request: Request, slug: str) -> HttpResponse:
    found = _trail(request, slug)
    form = OpenSlipsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.open_slips(found, **form.said(), by=request.actor, at=timezone.now())
            return _printed(request, found, issued)
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
    page = {"trail": found, "form": form, "on": is_on(LIVE)}
    return render(request, "trails/open_slips.html", page, status=422 if form.errors else 200)


@never_cache
@require_POST
def reissue(request: Request, slug: str, number: int) -> HttpResponse:
    found = _slip(request, slug, number)
    try:
        return _printed(request, found.trail, [actions.reissue_slip(found, by=request.actor, at=timezone.now())])
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("trails:slip", slug, number)


@require_POST
def end(request: Request, slug: str, number: int) -> HttpResponse:
    with told(request, _("The slip has ended: no mark is taken any more, those taken stay.")):
        actions.end_slip(_slip(request, slug, number), by=request.actor, at=timezone.now())
    return redirect("trails:slip", slug, number)


def slip(request: Request, slug: str, number: int) -> HttpResponse:
    found = _slip(request, slug, number)
    line, lines = slip_page(found, on=timezone.localdate())
    way = way_of_slip(found, found.trail.title, on=timezone.localdate())
    page = {
        "trail": found.trail,
        "slip": line,
        "lines": lines,
        "way": way,
        "picture": lanes(way) if way else "",
        **_WORDS,
    }
    return render(request, "trails/slip.html", page)


def export(request: Request, slug: str) -> HttpResponse:
    found = _trail(request, slug)
    head = [_("Slip"), _("Station"), _("Mark"), _("Back to"), _("Moment")]
    rows: list[list[Cell]] = [
        [
            line.slip,
            line.station,
            str(MARKS[line.mark]),
            line.returned_to,
            f"{timezone.localtime(line.at):%Y-%m-%d %H:%M}",
        ]
        for line in mark_lines(Stamp.objects.filter(slip__trail=found))
    ]
    return download(as_csv(head, rows), FORMS["csv"], f"{slug}-vermerke.csv")


def _trail(request: Request, slug: str) -> Trail:
    return get_object_or_404(editable_by(request.actor), slug=slug)


def _slip(request: Request, slug: str, number: int) -> Slip:
    kept = Slip.objects.filter(trail__in=editable_by(request.actor)).select_related("trail")
    return get_object_or_404(kept, trail__slug=slug, number=number)


def _printed(request: Request, trail: Trail, issued: list[actions.Issued]) -> HttpResponse:
    """The slips as sheets of paper: the only time that their codes are seen."""
    planned = list(trail.stations.filter(position__isnull=False).order_by("position").values_list("name", flat=True))
    sheets: list[dict[str, Any]] = [
        {"number": slip.number, "until": slip.expires_on, "code": grouped(code), "picture": _picture(code)}
        for slip, code in issued
    ]
    where = f"{settings.PUBLIC_URL}/zettel/".partition("://")[2]
    page = {"trail": trail, "sheets": sheets, "stations": planned, "where": where}
    return render(request, "trails/printed_slips.html", page)


def _picture(code: str) -> Markup:
    address = f"{settings.PUBLIC_URL}/zettel/{code}/"
    svg = segno.make(address, error="m").svg_inline(omitsize=True, border=4, svgclass="qw-code", lineclass=None)
    return Markup(svg)  # noqa: S704 - drawn by us
