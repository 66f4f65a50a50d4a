"""Asking with a log-in: inquiries and ideas, drafts, and what is added later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.request import Request, told
from querwerk.tables import whole_number
from querwerk.uploads import handed_out

from .. import labels
from ..actions import asking, referring, remarks
from ..forms.answering import ConsentForm, FollowUpForm
from ..forms.asking import AskForm, FileForm, IdeaForm, RemarkForm, WordsForm
from ..lifecycle import Kind
from ..models import InquiryFile
from ..queries.campaigns import campaigns_to_write_to
from ..queries.inquiry import HeldPage, draft_page, draft_words
from ..rules import drafts_of, visible_to
from .inquiry import page_of, shown


@dataclass(frozen=True, slots=True)
class Addition:
    """What whoever asked can add: its form, its action, what is said afterwards."""

    form: type[forms.Form]
    action: Callable[..., None]
    done: Any


#: last part of the address -> what is added.
ADDITIONS = {
    "nachtrag": Addition(RemarkForm, remarks.reply, gettext_lazy("The staff unit reads it.")),
    "datei": Addition(FileForm, remarks.lay_file, gettext_lazy("The file lies with it now.")),
    "einwilligung": Addition(
        ConsentForm, referring.say_consent, gettext_lazy("Thank you. We go by what you have said.")
    ),
    "nachgefragt": Addition(
        FollowUpForm, referring.answer_follow_up, gettext_lazy("Thank you. Your answer is with the staff unit.")
    ),
}


def ask(request: Request) -> HttpResponse:
    kind = request.GET.get("art", "")
    initial = {"kind": kind} if kind in set(Kind) else {}
    return _written(request, AskForm(_data(request), at=timezone.now(), initial=initial), "intake/ask.html")


def own_idea(request: Request) -> HttpResponse:
    form = idea_form(request, IdeaForm, initial={"campaign": request.GET.get("aktion", "")})
    return _written(request, form, "intake/own_idea.html")


def draft(request: Request, number: int) -> HttpResponse:
    page, words = _draft(request, number), draft_words(number)
    form: WordsForm
    if page.asked.kind is Kind.IDEA:
        form = idea_form(request, IdeaForm, initial=words)
    else:
        form = AskForm(_data(request), at=timezone.now(), initial=words)
    if request.method == "POST" and form.is_valid():
        action = asking.send_draft if form.sends else asking.change_draft
        more: dict[str, Any] = {"opened_at": form.opened_at} if form.sends else {}
        try:
            action(number, version=form.cleaned_data["version"] or 0, **form.said(), **more, by=request.actor,
                   at=timezone.now())  # fmt: skip
        except Refused as refused:
            if isinstance(refused, Overtaken):
                form.know_version(page.version)
            form.refuse(refused.sentence, refused.field)
        else:
            return _thanks(request, number, sent=form.sends)
    status = 422 if form.errors else 200
    words_of = {"page": page, "kinds": labels.KINDS, "file_form": FileForm()}
    return render(request, "intake/draft.html", {"form": form, **words_of}, status=status)


def withdraw(request: Request, number: int) -> HttpResponse:
    page = draft_page(number, request.actor) or page_of(request, number)
    refusal = ""
    if request.method == "POST":
        try:
            asking.withdraw(number, by=request.actor, at=timezone.now())
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("The inquiry is taken back."))
            return redirect("intake:list")
    shown = {"page": page, "refusal": refusal}
    return render(request, "intake/withdraw.html", shown, status=422 if refusal else 200)


@require_POST
def say(request: Request, number: int, what: str) -> HttpResponse:
    """Adds words or a file, or takes a file away."""
    held = draft_page(number, request.actor)
    back = "intake:draft" if held else "intake:inquiry"
    if what == "datei-entfernen":
        return _taken_away(request, number, back)
    addition = ADDITIONS.get(what)
    if addition is None:
        raise Http404
    form = addition.form(request.POST, request.FILES)
    if form.is_valid():
        with told(request, str(addition.done), form) as went:
            addition.action(number, **form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return redirect(back, number)
    if held:
        messages.error(request, " ".join(str(sentence) for found in form.errors.values() for sentence in found))
        return redirect(back, number)
    return shown(request, page_of(request, number), said={what: form})


def file(request: Request, number: int, pk: int) -> HttpResponseBase:
    return file_of(InquiryFile.objects.filter(inquiry__in=visible_to(request.actor)), number, pk)


def draft_file(request: Request, number: int, pk: int) -> HttpResponseBase:
    return file_of(InquiryFile.objects.filter(inquiry__in=drafts_of(request.actor)), number, pk)


def file_of(files: Any, number: int, pk: int) -> HttpResponseBase:
    """A file that lies with an inquiry, under a name that says nothing about anybody."""
    found = files.filter(inquiry=number, pk=pk).first()
    answer = handed_out(found.digest, found.kind, f"anfrage-{number}-datei-{pk}.{found.kind}") if found else None
    if answer is None:
        raise Http404
    return answer


def file_meant(request: HttpRequest) -> int:
    """The file that a button names; 0 for what is no number of one."""
    return whole_number(request.POST.get("datei", ""))


def idea_form(request: HttpRequest, form: type[IdeaForm], *, initial: dict[str, Any], bound: bool = True) -> IdeaForm:
    """The form of an idea, with the campaigns that whoever asks may see."""
    at = timezone.now()
    actor = request.actor  # type: ignore[attr-defined]
    campaigns = campaigns_to_write_to(actor, on=timezone.localdate(at))
    return form(_data(request) if bound else None, at=at, campaigns=campaigns, initial=initial)


def looking(request: HttpRequest, form: WordsForm) -> WordsForm:
    """A form for a look at what is there already: nothing is sent, what was typed stays in it."""
    form.is_bound, form.initial = False, {**form.initial, **request.POST.dict()}
    return form


def _written(request: Request, form: WordsForm, template: str) -> HttpResponse:
    if "similar" in request.POST:
        return render(request, template, {"form": looking(request, form)})
    if request.method == "POST" and form.is_valid():
        at, who = timezone.now(), request.actor
        try:
            if form.sends:
                found = asking.ask(**form.said(), opened_at=form.opened_at, by=who, at=at)
            else:
                found = asking.write_draft(**form.said(), by=who, at=at)
        except Refused as refused:
            form.refuse(refused.sentence, refused.field)
        else:
            return _thanks(request, found.pk, sent=form.sends)
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


def _thanks(request: Request, number: int, *, sent: bool) -> HttpResponse:
    if not sent:
        messages.success(request, _("Your draft is kept. Nobody else reads it."))
        return redirect("intake:draft", number)
    messages.success(request, _("Your inquiry is with the staff unit. The answer comes by mail, to you alone."))
    return redirect("intake:inquiry", number)


def _taken_away(request: Request, number: int, back: str) -> HttpResponse:
    with told(request, _("The file is taken away.")):
        remarks.take_file_away(number, pk=file_meant(request), by=request.actor, at=timezone.now())
    return redirect(back, number)


def _draft(request: Request, number: int) -> HeldPage:
    page = draft_page(number, request.actor)
    if page is None:
        raise Http404
    return page


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
