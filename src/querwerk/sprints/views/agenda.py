"""The agenda: read by everybody the sprint is announced to, written block by block by who leads through it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Actor
from querwerk.journal.request import Request, told
from querwerk.tables import download

from .. import labels
from ..actions import agenda as actions
from ..exchange.posters import as_poster
from ..forms.agenda import BlockForm, DayForm, EffectForm, NewBlockForm
from ..forms.planning import StepForm
from ..lifecycle import Effect
from ..models import Block
from ..queries.agenda import agenda as agenda_of
from ..queries.sprints import SprintPage
from .sprints import found


def agenda(request: Request, slug: str) -> HttpResponse:
    page = found(request, slug)
    shown = {"page": page, "agenda": agenda_of(page), "step": StepForm(initial={"version": page.version}),
             "effects": labels.EFFECTS}  # fmt: skip
    return render(request, "sprints/agenda.html", shown)


def poster(request: Request, slug: str) -> HttpResponse:
    page = found(request, slug)
    content = as_poster(page, agenda_of(page), language=get_language() or "de")
    return download(content, "application/pdf", f"ablauf-{slug}.pdf")


def add_block(request: Request, slug: str) -> HttpResponse:
    page = found(request, slug)
    day = request.GET.get("tag", "1")
    initial = {"version": page.version, "day": int(day) if day.isascii() and day.isdecimal() and len(day) < 3 else 1}
    return _form(
        request, page, NewBlockForm(request.POST or None, initial=initial), actions.add_block, _("Add a block")
    )


def block(request: Request, slug: str, pk: int) -> HttpResponse:
    page, row = found(request, slug), _block(slug, pk)
    same = {name: getattr(row, name) for name in ("method", "title", "minutes", "note")}
    form = BlockForm(request.POST or None, initial={**same, "version": page.version})
    return _form(request, page, form, actions.change_block, _("Change the block"), pk=pk, row=row)


def days(request: Request, slug: str) -> HttpResponse:
    page = found(request, slug)
    number = request.POST.get("number", "")
    tried = DayForm(request.POST, auto_id=f"day{number}_%s") if request.method == "POST" else None
    if tried is not None and tried.is_valid() and number.isascii() and number.isdecimal() and len(number) < 3:
        with told(request, _("The days are saved."), tried) as went:
            _said_of_day(slug, int(number), tried, remove="remove" in request.POST, by=request.actor)
        if went.well:
            return redirect("sprints:days", slug)
    shown = agenda_of(page).days
    every = {
        str(day.number): DayForm(
            auto_id=f"day{day.number}_%s", initial={"on": day.on, "begins": day.begins, "version": page.version}
        )
        for day in shown
    }
    every["0"] = DayForm(auto_id="day0_%s", initial={"begins": shown[-1].begins, "version": page.version})
    if tried is not None and number in every:
        tried.renew(version=page.version)
        every[number] = tried
    state = 422 if tried is not None else 200
    return render(request, "sprints/days.html", {"page": page, "forms": every, "tried": tried}, status=state)


def _said_of_day(slug: str, number: int, form: DayForm, *, remove: bool, by: Actor) -> None:
    """What a press on the page of the days means; number 0 is a day more."""
    said: dict[str, Any] = {**form.cleaned_data, "by": by, "at": timezone.now()}
    if remove:
        actions.remove_day(slug, number=number, version=said["version"], by=by, at=said["at"])
    elif number:
        actions.set_day(slug, number=number, **said)
    else:
        actions.add_day(slug, **said)


@require_POST
def move_block(request: Request, slug: str, pk: int) -> HttpResponse:
    down = request.POST.get("way") == "down"
    return _pressed(request, slug, pk, actions.move_block, down=down, then=f"block-{pk}")


@require_POST
def remove_block(request: Request, slug: str, pk: int) -> HttpResponse:
    return _pressed(request, slug, pk, actions.remove_block)


@require_POST
def effect(request: Request, slug: str, pk: int) -> HttpResponse:
    found(request, slug)
    _block(slug, pk)
    form = EffectForm(request.POST)
    if form.is_valid():
        said = {"effect": Effect(form.cleaned_data["effect"]), "brought": form.cleaned_data["brought"]}
        with told(request, _("Thank you. The card of the method shows it from now on.")):
            actions.note_effect(slug, pk, **said, by=request.actor, at=timezone.now())
    else:
        messages.error(request, _("Please say whether it worked."))
    return redirect("sprints:agenda", slug)


def _pressed(
    request: Request, slug: str, pk: int, verb: Callable[..., None], *, then: str = "", **more: Any
) -> HttpResponse:
    found(request, slug)
    _block(slug, pk)
    form = StepForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else 0
    with told(request):
        verb(slug, pk, **more, version=seen, by=request.actor, at=timezone.now())
    back = redirect("sprints:agenda", slug)
    back["Location"] += f"#{then}" if then else ""
    return back


def _form(
    request: Request, page: SprintPage, form: BlockForm, verb: Callable[..., Any], title: str, *, pk: int | None = None,
    row: Block | None = None,
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid():
        about = () if pk is None else (pk,)
        with told(request, _("The agenda is saved."), form) as went:
            verb(page.slug, *about, **form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("sprints:agenda", page.slug)
        form.renew(version=page.version)
    shown: dict[str, Any] = {"page": page, "form": form, "title": title, "row": row,
                             "step": StepForm(initial={"version": page.version}), "effect": _effect(row)}  # fmt: skip
    return render(request, "sprints/block.html", shown, status=422 if form.errors else 200)


def _effect(row: Block | None) -> forms.Form | None:
    """The question what a method brought, where a block uses one."""
    if row is None or row.method_id is None:
        return None
    return EffectForm(initial={"effect": row.effect, "brought": row.brought}, auto_id="effect_%s")


def _block(slug: str, pk: int) -> Block:
    row = Block.objects.filter(pk=pk, day__sprint__slug=slug).first()
    if row is None:
        raise Http404
    return row
