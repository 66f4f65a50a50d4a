"""The board of a sprint: looking at it, leading through it, taking it along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request, told
from querwerk.tables import download

from ..actions import board as actions
from ..exchange.board import FORMS, board_file
from ..forms.board import CardForm, GroupForm, TimerForm, VotingForm
from ..models import Board, Sprint
from ..queries.board import board_of, board_page
from ..rules import may_moderate


@never_cache
def board(request: Request, slug: str) -> HttpResponse:
    sprint = get_object_or_404(Sprint, slug=slug)
    found = board_of(sprint)
    if found is None:
        shown = {"sprint": sprint, "moderates": may_moderate(request.actor, sprint)}
        return render(request, "sprints/board_closed.html", shown)
    return show(request, sprint, found)


def show(
    request: Request, sprint: Sprint, found: Board, *, card: CardForm | None = None, group: GroupForm | None = None
) -> HttpResponse:
    """The page of a board, perhaps with a form that is not right yet."""
    at = timezone.now()
    chosen = request.GET.get("gruppe", "")
    page = board_page(found, sprint, request.actor, at=at)
    shown: dict[str, Any] = {
        "sprint": sprint,
        "page": page,
        "at": at,
        "view": "list" if request.GET.get("ansicht") == "liste" else "columns",
        "opened": request.GET.get("offen", ""),
        "card_form": card or CardForm(groups=page.groups, initial={"group": chosen}),
        "group_form": group or GroupForm(),
        "voting_form": VotingForm(initial={"dots": found.dots, "several": found.several}),
        "timer_form": TimerForm(),
    }
    wrong = any(form is not None and form.errors for form in (card, group))
    return render(request, "sprints/board.html", shown, status=422 if wrong else 200)


@require_POST
def open_board(request: Request, slug: str) -> HttpResponse:
    sprint = get_object_or_404(Sprint, slug=slug)
    with told(request):
        actions.open_board(sprint, by=request.actor, at=timezone.now())
    return redirect("sprints:board", slug)


@require_POST
def lead(request: Request, slug: str) -> HttpResponse:
    sprint = get_object_or_404(Sprint, slug=slug)
    try:
        said = _lead(request, sprint)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return back(request, slug)


def _lead(request: Request, sprint: Sprint) -> str:
    """What whoever leads through the sprint pressed; gives the sentence that says what holds now."""
    told: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    wanted = request.POST.get("was", "")
    if wanted == "cover":
        actions.cover(sprint, **told)
        return _("New cards are covered now: everybody writes for themselves.")
    if wanted == "uncover":
        actions.uncover(sprint, **told)
        return _("All cards are uncovered.")
    if wanted == "ring":
        actions.ring(sprint, **told)
        return _("The bell has rung: all see the result.")
    if wanted == "stop":
        actions.set_timer(sprint, minutes=None, **told)
        return _("The timer is off.")
    form = VotingForm(request.POST) if wanted == "vote" else TimerForm(request.POST)
    if wanted not in ("vote", "timer"):
        raise Refused(_("This button is not there any more. Please look again."))
    if not form.is_valid():
        raise Refused(" ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
    if wanted == "vote":
        actions.open_voting(sprint, **form.cleaned_data, **told)
        return _("Votes are open.")
    actions.set_timer(sprint, minutes=form.cleaned_data["minutes"], **told)
    return _("The timer is running.")


def board_export(request: Request, slug: str, form: str) -> HttpResponse:
    sprint = get_object_or_404(Sprint, slug=slug)
    found = board_of(sprint)
    if found is None or form not in FORMS:
        raise Http404
    at = timezone.now()
    page = board_page(found, sprint, request.actor, at=at)
    return download(board_file(form, sprint.title, page, at=at), FORMS[form], f"tafel-{sprint.slug}.{form}")


def back(request: HttpRequest, slug: str, anchor: str = "", **asked: str) -> HttpResponse:
    """Back to the board, in the view that people came from, to the card they were at."""
    if request.GET.get("ansicht") == "liste":
        asked = {"ansicht": "liste", **asked}
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
    address = reverse("sprints:board", args=(slug,))
    return redirect(f"{address}{'?' if query else ''}{query}{'#' if anchor else ''}{anchor}")
