"""Texts on their way: writing one, the list of what waits, one draft with what is new in it, and each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.fields import VersionedForm
from querwerk.journal.request import Request, told

from ..actions import drafts as actions
from ..forms import drafts as forms
from ..insights import difference
from ..labels import DRAFT_STATES, DRAFT_TONES, EVENTS, TEXT_FIELDS
from ..lifecycle import DraftState, DraftStep
from ..models import Project
from ..queries import drafts as queries
from ..queries.drafts import DraftPage
from ..rules import visible_to
from .verbs import TEXTS

_WORDS = {
    "difference": difference, "states": DRAFT_STATES, "tones": DRAFT_TONES, "events": EVENTS, "fields": TEXT_FIELDS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One step as a form on the page of a draft: its words, its form, its action, what is said afterwards."""

    title: Any
    done: Any
    form: type[VersionedForm]
    action: Callable[..., Any]
    needs: DraftStep | None = None


#: last part of the address -> the step, in the order of the page.
WAYS: dict[str, Way] = {
    "einreichen": Way(
        _("Hand it on for checking"), _("The text is handed on."), forms.SubmitForm, actions.submit, DraftStep.SUBMIT
    ),
    "zustimmen": Way(
        _("Agree and hand it to the staff unit"), _("The staff unit has the text now."), forms.CheckForm,
        actions.approve, DraftStep.APPROVE,
    ),
    "freigeben": Way(
        _("Release the text"), _("The text is released."), forms.ReleaseForm, actions.release, DraftStep.RELEASE
    ),
    "zurueckgeben": Way(
        _("Send it back"), _("The text is sent back."), forms.ReturnForm, actions.send_back, DraftStep.RETURN
    ),
    "zurueckziehen": Way(
        _("Withdraw the draft"), _("The draft is withdrawn."), forms.SubmitForm, actions.withdraw_draft,
        DraftStep.WITHDRAW,
    ),
    "einladen": Way(_("Invite to read"), _("The post may read the text now."), forms.InviteForm, actions.invite),
}  # fmt: skip


def worklist(request: Request) -> HttpResponse:
    state, theme = request.GET.get("stand", ""), request.GET.get("thema", "")
    state = state if state in set(DraftState) else ""
    page = queries.worklist(request.actor, on=timezone.localdate(), state=state, theme=theme)
    return render(request, "projects/drafts.html", {"page": page, "state": state, "theme": theme, **_WORDS})


def write(request: Request, slug: str, text: str) -> HttpResponse:
    """Begins a text; one that is on its way is gone on with."""
    project = get_object_or_404(visible_to(request.actor).select_related("theme"), slug=slug)
    if text not in TEXTS:
        raise Http404
    field = TEXTS[text].value
    draft = queries.open_draft(project, field)
    if draft is not None and request.method != "POST":
        return redirect("projects:draft", draft.thread)
    return _writing(request, project, field, draft)


def edit(request: Request, thread: UUID) -> HttpResponse:
    """Goes on with a text that is on its way."""
    page = _page(request, thread)
    if DraftStep.WRITE not in page.steps:
        raise Http404
    return _writing(request, page.draft.project, page.draft.field, page.draft)


def _writing(request: Request, project: Project, field: str, draft: Any) -> HttpResponse:
    now = queries.shown_text(project.pk, field)
    words = draft.text if draft else now.text if now else ""
    seen = {"version": draft.version if draft else 0, "base": now.pk if now else 0}
    form = forms.WriteForm(request.POST or None, initial={"text": words, **seen})
    if request.method == "POST" and form.is_valid():
        with told(request, str(_("The draft is stored. Only those who work on it see it.")), form) as went:
            done = actions.write(project.slug, field=field, **form.said(), by=request.actor, at=timezone.now())
            if "submit" in request.POST and done.state in (DraftState.WRITTEN, DraftState.RETURNED):
                actions.submit(done.thread, version=done.version, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("projects:draft", done.thread)
        form.renew(**seen)
    page = {"form": form, "project": project, "field": field, "draft": draft, "now": now, **_WORDS}
    return render(request, "projects/write.html", page, status=422 if form.errors else 200)


def draft(request: Request, thread: UUID) -> HttpResponse:
    return _shown(request, _page(request, thread))


def step(request: Request, thread: UUID, step: str) -> HttpResponse:
    page, way = _page(request, thread), WAYS.get(step)
    if way is None:
        raise Http404
    if request.method != "POST":
        return redirect("projects:draft", thread)
    form = _form(page, step, request.POST)
    if form.is_valid():
        with told(request, str(way.done), form) as went:
            way.action(thread, **form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("projects:draft", thread)
        page = _page(request, thread)
        form.renew(version=page.draft.version, base=page.seen)
    return _shown(request, page, {step: form})


def _page(request: Request, thread: UUID) -> DraftPage:
    page = queries.draft_page(thread, request.actor, on=timezone.localdate())
    if page is None:
        raise Http404
    return page


def _form(page: DraftPage, step: str, data: Any = None) -> Any:
    initial = {"version": page.draft.version, "base": page.seen}
    return WAYS[step].form(data, initial=initial, auto_id=f"{step}_%s")


def _shown(request: Request, page: DraftPage, tried: dict[str, Any] | None = None) -> HttpResponse:
    offered = {
        name: tried[name] if tried and name in tried else _form(page, name)
        for name, way in WAYS.items()
        if (way.needs in page.steps if way.needs else page.may_invite)
    }
    refused = [form for name, form in (tried or {}).items() if form.errors]
    context = {
        "page": page, "draft": page.draft, "project": page.draft.project, "ways": WAYS, "offered": offered,
        "refused": refused[0] if refused else None, "said": difference(page.before, page.draft.text),
        "may_edit": DraftStep.WRITE in page.steps, **_WORDS,
    }  # fmt: skip
    return render(request, "projects/draft.html", context, status=422 if refused else 200)
