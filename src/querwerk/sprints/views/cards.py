"""Cards of a board: written, pressed, reworded, brought back. Who has no script gets the page again, at that card."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request
from querwerk.tables import whole_number

from ..actions import cards as actions
from ..actions.dots import give_dots
from ..actions.steps import Gone
from ..actions.undo import take_back
from ..forms.board import CardForm, WordsForm
from ..lifecycle import Way
from ..models import Board, Card, Sprint
from ..queries.board import board_of, cards_gone, groups_of, last_own_step
from ..queries.changes import card_as_told
from ..rules import may_note_ideas
from .board import back, show


@require_POST
def write(request: Request, slug: str) -> HttpResponse:
    sprint, board = found(slug)
    form = CardForm(request.POST, groups=[(group.pk, group.title) for group in groups_of(board)])
    if form.is_valid():
        try:
            card = actions.write_card(sprint, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            group = str(card.group_id or "")
            return _answer(request, slug, board, card) or back(
                request, slug, "neue-karte", gruppe=group, geschrieben="1"
            )
    return show(request, sprint, board, card=form)


@require_POST
def press(request: Request, slug: str) -> HttpResponse:
    sprint, board = found(slug)
    word, row, seen = _pressed(request.POST.get("zug", ""))
    anchor = f"karte-{row}"
    left: int | None = None
    card: Card | None = None
    try:
        if word == "dot":
            left = give_dots(sprint, card=row, dots=seen, by=request.actor, at=timezone.now())
        else:
            card = _moved(request, sprint, word, row, seen)
    except Refused as refused:
        if wants_data(request):
            return JsonResponse({"sentence": refused.sentence, "gone": isinstance(refused, Gone)}, status=409)
        messages.error(request, refused.sentence)
        if isinstance(refused, Gone):
            return redirect("sprints:board_card", slug, row)
        return back(request, slug, anchor)
    if card is not None and card.deleted:
        messages.success(request, _("The card is taken away. You can bring it back."))
        anchor = "tafel"
    return _answer(request, slug, board, card, left=left) or back(
        request, slug, f"karte-{card.pk}" if card and not card.deleted else anchor, offen=f"{word}-{row}"
    )


def _moved(request: Request, sprint: Sprint, word: str, row: int, seen: int) -> Card | None:
    """One press on a card; gives the card it changed."""
    told: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if word == "undo":
        thing = take_back(sprint, number=seen, **told)
        return thing if isinstance(thing, Card) else None
    if word == "away":
        return actions.take_away(sprint, card=row, version=seen, **told)
    if word == "back":
        return actions.bring_back(sprint, card=row, **told)
    if word not in set(Way):
        raise Refused(_("This button is not there any more. Please look again."))
    return actions.move(sprint, card=row, way=Way(word), version=seen, **told)


@never_cache
def card(request: Request, slug: str, card: int) -> HttpResponse:
    sprint, board = found(slug)
    held = get_object_or_404(Card, board=board, pk=card)
    if held.hidden and held.writer != request.actor.account:
        raise Http404
    form = WordsForm(request.POST or None, initial={"text": held.text, "version": held.version})
    if request.method == "POST" and (done := _reworded(request, slug, sprint, held, form)):
        return done
    held.refresh_from_db()
    groups = groups_of(board)
    shown = {
        "sprint": sprint,
        "card": held,
        "form": form,
        "groups": groups,
        "may_note": may_note_ideas(request.actor, sprint),
    }
    shown["here"] = next((group.title for group in groups if group.pk == held.group_id), "")
    return render(request, "sprints/board_card.html", shown, status=422 if form.errors else 200)


def _reworded(request: Request, slug: str, sprint: Sprint, held: Card, form: WordsForm) -> HttpResponse | None:
    """New words or another group; None where the page has to say why not."""
    told: dict[str, Any] = {"card": held.pk, "by": request.actor, "at": timezone.now()}
    if not form.is_valid():
        return None
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    try:
        if "gruppe" in request.POST:
            actions.move_into(sprint, group=whole_number(request.POST["gruppe"]) or None, version=version, **told)
        elif "zurueck" in request.POST:
            actions.bring_back(sprint, text=text, **told)
        else:
            actions.reword(sprint, text=text, version=version, **told)
    except Refused as refused:
        held.refresh_from_db()
        form.renew(version=held.version)
        form.refuse(refused.sentence, refused.field)
        return None
    return back(request, slug, f"karte-{held.pk}")


def gone(request: Request, slug: str) -> HttpResponse:
    sprint, board = found(slug)
    return render(request, "sprints/board_gone.html", {"sprint": sprint, "cards": cards_gone(board, request.actor)})


def found(slug: str) -> tuple[Sprint, Board]:
    """A sprint with its board, or none."""
    sprint = get_object_or_404(Sprint, slug=slug)
    board = board_of(sprint)
    if board is None:
        raise Http404
    return sprint, board


def wants_data(request: Request) -> bool:
    """Whether the script of the board asks, which puts the answer into the page by itself."""
    return request.headers.get("Accept") == "application/json"


def _answer(
    request: Request, slug: str, board: Board, card: Card | None, *, left: int | None = None
) -> HttpResponse | None:
    """What the script needs to know of the own press; None for who has no script."""
    if not wants_data(request):
        return None
    return JsonResponse({
        "card": card_as_told(card) if card else None, "left": left, "undo": last_own_step(board, request.actor),
    })  # fmt: skip


def _pressed(value: str) -> tuple[str, int, int]:
    """``up.12.3`` as what, with which row, seen in which version."""
    word, _dot, rest = value.partition(".")
    row, _dot, seen = rest.partition(".")
    return word, whole_number(row), whole_number(seen)
