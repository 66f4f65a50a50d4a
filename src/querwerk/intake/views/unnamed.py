"""Asking without a log-in, and the way back by code.

Nothing here asks who somebody is: no cookie is set, and what somebody who is logged in does here is done by nobody. A
forged press from another site would need the code or the number of the form, which is why no token against forgery is
asked for. The code travels inside forms, never in an address.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from querwerk.accounts.actions.tries import take_back_try, try_once
from querwerk.accounts.views.session import network_of
from querwerk.codes import code_from, grouped, typed
from querwerk.journal.actions import NOBODY, Overtaken, Refused

from .. import labels
from ..actions import asking, remarks
from ..forms.asking import (
    CodeForm,
    FileForm,
    RemarkForm,
    UnnamedAskForm,
    UnnamedIdeaForm,
    WordsForm,
)
from ..lifecycle import Kind, State
from ..models import InquiryFile
from ..queries.inquiry import HeldPage, draft_words, held_page
from ..queries.procedure import procedure_of
from ..queries.standing import standing_of
from .asking import ADDITIONS, file_meant, file_of, idea_form, looking
from .steps import follow_up_form


@csrf_exempt
@never_cache
def ask_unnamed(request: HttpRequest) -> HttpResponse:
    form = UnnamedAskForm(request.POST if request.method == "POST" else None, at=timezone.now())
    return _written(request, form, "intake/ask_unnamed.html")


@csrf_exempt
@never_cache
def idea(request: HttpRequest) -> HttpResponse:
    form = idea_form(request, UnnamedIdeaForm, initial={"campaign": request.GET.get("aktion", "")})
    return _written(request, form, "intake/idea.html")


@csrf_exempt
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("code")
def come_back(request: HttpRequest) -> HttpResponse:
    """The code opens what was asked with it; typed wrong too often, wrong codes are answered with a pause.

    A right code opens always: nobody can be locked out by others, and 130 bits need no pause against guessing.
    """
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = typed(form.cleaned_data["code"])
        page = held_page(code)
        if page is not None:
            return _shown(request, page, code)
        if not try_once("return_code", network_of(request), at=timezone.now()):
            form.add_error(None, _("Too many tries from here. Please wait a quarter of an hour, then try again."))
            return _show(request, "intake/come_back.html", {"form": form}, 429)
        form.add_error("code", _("This code opens nothing. Please look at it again: it has 26 signs. It ends after two "
                                 "years, or when what was asked is taken back."))  # fmt: skip
    return _show(request, "intake/come_back.html", {"form": form}, 422 if form.errors else 200)


@csrf_exempt
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("code")
def by_code(request: HttpRequest, what: str) -> HttpResponseBase:
    """What whoever holds a code does with what was asked: write on, send, add, take back."""
    if what not in (*ADDITIONS, "datei-entfernen", "schreiben", "zuruecknehmen"):
        raise Http404
    code = typed(request.POST.get("code", ""))
    page = held_page(code) if request.method == "POST" else None
    if page is None:
        return redirect("intake:come_back")
    if what == "schreiben":
        return _write_on(request, page, code)
    if what == "zuruecknehmen":
        return _taken_back(request, page, code)
    return _added(request, page, code, what)


@csrf_exempt
@never_cache
@require_POST
@sensitive_post_parameters("code")
@sensitive_variables("code")
def file_by_code(request: HttpRequest, pk: int) -> HttpResponseBase:
    page = held_page(typed(request.POST.get("code", "")))
    if page is None:
        raise Http404
    return file_of(InquiryFile.objects.all(), page.number, pk)


@sensitive_variables("code")
def _written(request: HttpRequest, form: WordsForm, template: str) -> HttpResponse:
    at = timezone.now()
    if "similar" in request.POST:
        return _show(request, template, {"form": looking(request, form)})
    if request.method == "POST" and form.is_valid():
        if not try_once("unnamed", network_of(request), at=at):
            form.refuse(_("Very many forms come from your network at the moment. Your words are still here: please "
                          "send them again in an hour."))  # fmt: skip
            return _show(request, template, {"form": form}, 429)
        code = _code_of(form)
        try:
            if form.sends:
                found = asking.ask(**form.said(), code=code, opened_at=form.opened_at, by=NOBODY, at=at)
            else:
                found = asking.write_draft(**form.said(), code=code, by=NOBODY, at=at)
        except Refused as refused:
            take_back_try("unnamed", network_of(request))
            form.refuse(refused.sentence, refused.field)
        else:
            return _receipt(request, found.pk, code, sent=found.state != State.DRAFT)
    return _show(request, template, {"form": form}, 422 if form.errors else 200)


def _code_of(form: WordsForm) -> str:
    """The code of a form as it was sent: the same form gives the same code, so that sent twice it is one inquiry.

    It is worked out from the number of the form, which is kept nowhere, and the key of the house; nobody else can.
    """
    words = {name: str(value) for name, value in form.said().items()}
    seed = json.dumps([form.data.get("opened", ""), form.sends, words], sort_keys=True)
    return code_from(salted_hmac("querwerk.intake.code", seed, algorithm="sha256").digest())


def _receipt(request: HttpRequest, number: int, code: str, *, sent: bool) -> HttpResponse:
    where = f"{settings.PUBLIC_URL}{reverse('intake:come_back')}".partition("://")[2]
    page = {"number": number, "code": grouped(code), "sent": sent, "where": where}
    return _show(request, "intake/receipt.html", page)


def _shown(
    request: HttpRequest, page: HeldPage, code: str, *, tried: dict[str, Any] | None = None, said: str = ""
) -> HttpResponse:
    """What a code opens; a form that was refused keeps its words."""
    tried = tried or {}
    offered = {"nachtrag": tried.get("nachtrag") or RemarkForm(), "datei": tried.get("datei") or FileForm()}
    standing = standing_of(page.number)
    asked: dict[str, Any] = {
        "standing": standing,
        "follow_up_form": tried.get("nachgefragt") or follow_up_form(standing),
    }
    asked |= {"procedure": procedure_of(page.number) if page.asked.kind is Kind.IDEA else None, **labels.OF_PROCEDURE}
    form = tried.get("schreiben")
    if form is None and page.asked.state is State.DRAFT:
        form = _draft_form(request, page, bound=False)
    refused = next((one for one in tried.values() if one.errors), None)
    shown = {
        "page": page,
        "code": code,
        "offered": offered,
        "form": form,
        "said": said,
        "refused": refused,
        **asked,
        **labels.OF_INQUIRY,
    }
    return _show(request, "intake/by_code.html", shown, 422 if refused else 200)


def _write_on(request: HttpRequest, page: HeldPage, code: str) -> HttpResponse:
    """A draft that is kept by code is written on, or sent."""
    if page.asked.state is not State.DRAFT:
        return _shown(request, page, code)
    form = _draft_form(request, page, bound=True)
    if form.is_valid():
        action = asking.send_draft if form.sends else asking.change_draft
        more: dict[str, Any] = {"opened_at": form.opened_at} if form.sends else {}
        try:
            action(page.number, version=form.cleaned_data["version"] or 0, code=code, **form.said(), **more, by=NOBODY,
                   at=timezone.now())  # fmt: skip
        except Refused as refused:
            if isinstance(refused, Overtaken):
                form.know_version(page.version)
            form.refuse(refused.sentence, refused.field)
        else:
            if form.sends:
                return _receipt(request, page.number, code, sent=True)
            return _shown(request, _again(code), code, said=_("Your draft is kept. Nobody else reads it."))
    return _shown(request, page, code, tried={"schreiben": form})


def _draft_form(request: HttpRequest, page: HeldPage, *, bound: bool) -> WordsForm:
    words, at = draft_words(page.number), timezone.now()
    if page.asked.kind is Kind.IDEA:
        if bound:
            return idea_form(request, UnnamedIdeaForm, initial=words)
        return idea_form(request, UnnamedIdeaForm, initial=words, bound=False)
    return UnnamedAskForm(request.POST if bound else None, at=at, initial=words)


def _taken_back(request: HttpRequest, page: HeldPage, code: str) -> HttpResponse:
    if request.POST.get("sicher") != "ja":
        return _show(request, "intake/withdraw_by_code.html", {"page": page, "code": code})
    try:
        asking.withdraw(page.number, code=code, by=NOBODY, at=timezone.now())
    except Refused as refused:
        return _shown(request, page, code, said=refused.sentence)
    return _show(request, "intake/withdrawn.html", {})


def _added(request: HttpRequest, page: HeldPage, code: str, what: str) -> HttpResponse:
    at = timezone.now()
    try:
        if what == "datei-entfernen":
            remarks.take_file_away(page.number, pk=file_meant(request), code=code, by=NOBODY, at=at)
            return _shown(request, _again(code), code, said=_("The file is taken away."))
        form = ADDITIONS[what].form(request.POST, request.FILES)
        if form.is_valid():
            ADDITIONS[what].action(page.number, **form.cleaned_data, code=code, by=NOBODY, at=at)
            return _shown(request, _again(code), code, said=str(ADDITIONS[what].done))
    except Refused as refused:
        if what == "datei-entfernen":
            return _shown(request, page, code, said=refused.sentence)
        form.add_error(refused.field or None, refused.sentence)
    return _shown(request, page, code, tried={what: form})


def _again(code: str) -> HeldPage:
    """What the code opens now."""
    page = held_page(code)
    if page is None:
        raise Http404
    return page


def _show(request: HttpRequest, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, page, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
