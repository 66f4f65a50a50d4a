"""The library of the house: method cards and formats."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.journal.request import Request, told
from querwerk.tables import download

from .. import labels
from ..actions import library as actions
from ..exchange import library as shipped
from ..exchange.posters import PAPERS, as_card
from ..forms.library import CardForm, FormatForm
from ..forms.planning import StepForm
from ..labels.library import card_words
from ..models import Format, MethodCard
from ..queries.library import DURATIONS, SIZES, CardPage, FormatLine, WantedCards, card_page, cards
from ..queries.library import formats as formats_of
from ..rules import may_write_library

_WORDS = {"purposes": labels.PURPOSES, "effects": labels.EFFECTS, "words_of": card_words}


def methods(request: Request) -> HttpResponse:
    wanted = WantedCards.read(request.GET.dict())
    shown = {"cards": cards(request.actor, wanted), "wanted": wanted, "durations": DURATIONS, "sizes": SIZES}
    return render(request, "sprints/methods.html", {**shown, **_WORDS})


def method(request: Request, slug: str) -> HttpResponse:
    page = _card(request, slug)
    shown = {"page": page, "card": page.card, "says": card_words(page.card),
             "step": StepForm(initial={"version": page.card.version})}  # fmt: skip
    return render(request, "sprints/method.html", {**shown, **_WORDS})


def method_card(request: Request, slug: str, paper: str) -> HttpResponse:
    if paper not in PAPERS:
        raise Http404
    content = as_card(_card(request, slug).card, paper=paper, language=get_language() or "de")
    return download(content, "application/pdf", f"karte-{slug}-{paper}.pdf")


def write_method(request: Request, slug: str = "") -> HttpResponse:
    """A new card, or one that exists in other words."""
    card = _card(request, slug).card if slug else None
    known = {name: getattr(card, name) for name in CardForm.base_fields} if card else {}
    form = CardForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
        with told(request, _("The card is saved."), form) as went:
            if card:
                seen = form.cleaned_data["version"] or 0
                actions.rewrite_card(slug, form.card(), version=seen, **said)
            else:
                slug = actions.write_card(form.card(), **said).slug
        if went.well:
            return redirect("sprints:method", slug)
    return render(
        request, "sprints/write_method.html", {"form": form, "card": card}, status=422 if form.errors else 200
    )


def formats(request: Request) -> HttpResponse:
    shown = {"formats": formats_of(request.actor), "may_write": may_write_library(request.actor)}
    return render(request, "sprints/formats.html", {**shown, **_WORDS})


def write_format(request: Request, slug: str = "") -> HttpResponse:
    """A new format, or one that exists with another agenda."""
    line = next((one for one in formats_of(request.actor) if one.slug == slug), None)
    if slug and line is None:
        raise Http404
    form = FormatForm(request.POST or None, initial=_lines(line) if line else {}, blocks=line.blocks if line else ())
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "summary", "begins")}
        seen = form.cleaned_data["version"] or 0
        with told(request, _("The format is saved."), form) as went:
            actions.write_format(**said, blocks=form.cleaned_data["agenda"], slug=slug, version=seen, by=request.actor,
                                 at=timezone.now())  # fmt: skip
        if went.well:
            return redirect("sprints:formats")
    return render(
        request, "sprints/write_format.html", {"form": form, "line": line}, status=422 if form.errors else 200
    )


@require_POST
def put_aside(request: Request, slug: str, what: str) -> HttpResponse:
    model: type[MethodCard | Format] = MethodCard if what == "method" else Format
    if not model._default_manager.filter(slug=slug).exists():
        raise Http404
    form, aside = StepForm(request.POST), request.POST.get("aside") == "1"
    seen = form.cleaned_data["version"] if form.is_valid() else 0
    with told(request, _("It is put aside.") if aside else _("It is offered again.")):
        actions.put_aside(model, slug, aside=aside, version=seen, by=request.actor, at=timezone.now())
    return redirect("sprints:methods" if what == "method" else "sprints:formats")


@require_POST
def bring_in(request: Request) -> HttpResponse:
    count = shipped.bring_in(by=request.actor, at=timezone.now())
    said = ngettext("%(num)s card or format has come in.", "%(num)s cards and formats have come in.", count)
    messages.success(request, said % {"num": count} if count else _("You have all of them already."))
    return redirect("sprints:methods")


def _card(request: Request, slug: str) -> CardPage:
    page = card_page(slug, request.actor)
    if page is None:
        raise Http404
    return page


def _lines(line: FormatLine) -> dict[str, object]:
    """A format as its form shows it."""
    written: list[str] = []
    for block in line.blocks:
        if block.day > 1 + sum(row.startswith(_("Day")) for row in written):
            written.append(f"{_('Day')} {block.day}")
        written.append(f"{block.minutes} {block.title}")
    return {"title": line.title, "summary": line.summary, "begins": line.begins, "agenda": "\n".join(written),
            "version": line.version}  # fmt: skip
