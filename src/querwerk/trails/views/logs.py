"""A log that was read in: what it holds, what was left out, and taking it away again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.fields import VersionedForm
from querwerk.journal.request import Request, told

from ..actions.imports import remove_log as remove
from ..exchange.notes import SENTENCES, Note
from ..insights.counting import counted
from ..labels import LEFT_OUT, SOURCES, USES
from ..lifecycle import Source, Use
from ..models import Log
from ..rules import editable_by
from .pictures import lanes


def log(request: Request, slug: str, pk: int) -> HttpResponse:
    trail = get_object_or_404(editable_by(request.actor), slug=slug)
    found = get_object_or_404(Log.objects.defer("packed"), trail=trail, pk=pk)
    columns = [(_("Where from"), str(SOURCES[Source(found.source)]))]
    columns += [(str(USES[Use(use)]), name) for name, use in found.mapping.items()]
    told = counted(trail, str(pk), on=timezone.localdate())
    page = {
        "trail": trail, "log": found, "columns": columns, "skipped": _sentences(found), "counted": told,
        "lanes": lanes(told.way, "counted") if told else "",
    }  # fmt: skip
    return render(request, "trails/import_done.html", page)


@require_POST
def remove_log(request: Request, slug: str, pk: int) -> HttpResponse:
    trail = get_object_or_404(editable_by(request.actor), slug=slug)
    found = get_object_or_404(Log.objects.select_related("trail").defer("packed"), trail=trail, pk=pk)
    form = VersionedForm(request.POST)
    if not form.is_valid():
        raise Http404
    with told(request, _("The log is gone, and everything that was counted from it.")) as went:
        remove(found, version=form.cleaned_data["version"], by=request.actor, at=timezone.now())
    return redirect("trails:trail", slug) if went.well else redirect("trails:log", slug, pk)


def _sentences(log: Log) -> list[str]:
    """What was noticed, how often, and where first."""
    return [
        str(Note(kind, count, place)) if kind in SENTENCES else str(LEFT_OUT[kind]) % {"num": count}
        for kind, (count, place) in log.skipped.items()
    ]
