"""Groups of a board, cards from a list on paper, and what becomes an idea."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request, told
from querwerk.tables import whole_number

from ..actions import groups as actions
from ..actions.taking_over import take_over
from ..exchange.lines import Pasted, read_lines
from ..forms.board import GroupForm, PasteForm, RenameForm
from ..lifecycle import MOST_LINES, Way
from ..models import Group, Sprint
from ..rules import may_note_ideas
from .board import back, show
from .cards import found


@require_POST
def name(request: Request, slug: str) -> HttpResponse:
    sprint, board = found(slug)
    form = GroupForm(request.POST)
    if form.is_valid():
        with told(request, form=form) as went:
            group = actions.name_group(sprint, **form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return back(request, slug, f"gruppe-{group.pk}")
    return show(request, sprint, board, group=form)


@never_cache
def group(request: Request, slug: str, group: int) -> HttpResponse:
    sprint, board = found(slug)
    held = get_object_or_404(Group, board=board, pk=group, deleted=False)
    form = RenameForm(request.POST or None, initial={"title": held.title, "version": held.version})
    if request.method == "POST" and (done := _changed(request, slug, sprint, held, form)):
        return done
    held.refresh_from_db()
    shown = {"sprint": sprint, "group": held, "form": form, "may_note": may_note_ideas(request.actor, sprint)}
    return render(request, "sprints/board_group.html", shown, status=422 if form.errors else 200)


def _changed(request: Request, slug: str, sprint: Sprint, held: Group, form: RenameForm) -> HttpResponse | None:
    """Another place or another name; None where the page has to say why not."""
    told: dict[str, Any] = {"group": held.pk, "by": request.actor, "at": timezone.now()}
    try:
        if request.POST.get("weg"):
            actions.take_group_away(sprint, **told)
            messages.success(request, _("The group is taken away; its cards lie without a group."))
            return back(request, slug, "tafel")
        if request.POST.get("wohin") in (Way.LEFT, Way.RIGHT):
            actions.move_group(sprint, way=Way(request.POST["wohin"]), **told)
        elif form.is_valid():
            actions.rename_group(sprint, **form.cleaned_data, **told)
        else:
            return None
    except Refused as refused:
        held.refresh_from_db()
        if form.is_valid():
            form.renew(version=held.version)
        form.refuse(refused.sentence, refused.field)
        return None
    return back(request, slug, f"gruppe-{held.pk}")


@never_cache
def paste(request: Request, slug: str) -> HttpResponse:
    sprint, _board = found(slug)
    form = PasteForm(request.POST or None)
    pasted: Pasted | None = None
    if request.method == "POST" and form.is_valid():
        pasted = read_lines(form.cleaned_data["text"])
        if pasted.too_many:
            said = _("At most %(most)s cards at once; your list has %(now)s lines. Nothing is taken over yet.")
            form.add_error("text", said % {"most": MOST_LINES, "now": pasted.lines})
        elif "uebernehmen" in request.POST and (done := _laid_out(request, slug, sprint, form, pasted)):
            return done
    shown = {"sprint": sprint, "form": form, "pasted": pasted}
    return render(request, "sprints/board_paste.html", shown, status=422 if form.errors else 200)


def _laid_out(request: Request, slug: str, sprint: Sprint, form: PasteForm, pasted: Pasted) -> HttpResponse | None:
    try:
        cards = actions.lay_out(sprint, lines=pasted.cards, by=request.actor, at=timezone.now())
    except Refused as refused:
        form.add_error("text", refused.sentence)
        return None
    said = ngettext("One card lies on the board.", "%(num)s cards lie on the board.", len(cards)) % {"num": len(cards)}
    messages.success(request, said)
    return back(request, slug, "tafel")


@require_POST
def idea(request: Request, slug: str) -> HttpResponse:
    sprint, _board = found(slug)
    kind, _dot, row = request.POST.get("was", "").partition(".")
    pk = whole_number(row)
    with told(request, _("It is an idea of this sprint now. It needs a team, or a reason to be parked.")) as went:
        take_over(sprint, **{"group" if kind == "gruppe" else "card": pk}, by=request.actor, at=timezone.now())
    if not went.well:
        return redirect("sprints:board", slug)
    return back(request, slug, f"{'gruppe' if kind == 'gruppe' else 'karte'}-{pk}")
