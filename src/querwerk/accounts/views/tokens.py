"""Services and their tokens, kept by the staff unit."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from querwerk.access import Door
from querwerk.journal.actions import Refused
from querwerk.journal.request import Request, told
from querwerk.structure.views.saying import page_of, said

from ..actions import tokens as actions
from ..forms import ServiceForm, TokenForm
from ..labels import READING
from ..models import ServiceToken
from ..queries import keeping


def services(request: Request) -> HttpResponse:
    shown = {
        "tokens": keeping.service_tokens(at=timezone.now()),
        "services": keeping.service_accounts(),
        "scopes": scopes(),
    }
    return render(request, "accounts/services.html", shown)


def open_service(request: Request) -> HttpResponse:
    form = ServiceForm(request.POST or None, posts=keeping.posts_within(request.actor))
    if request.method == "POST" and said(request, form, actions.open_service, _("The service account is open.")):
        return redirect("accounts:services")
    return _form_page(request, form, str(_("Open a service account")))


@never_cache
def issue_token(request: Request) -> HttpResponse:
    form = TokenForm(request.POST or None, services=keeping.service_accounts(), scopes=scopes())
    if request.method == "POST" and form.is_valid():
        try:
            row, token = actions.issue_token(**form.said(), by=request.actor, at=timezone.now())
            return render(request, "accounts/token.html", {"row": row, "token": token, "scopes": scopes()})
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    return _form_page(request, form, str(_("Issue a token")))


@require_POST
def end_token(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(ServiceToken.objects.select_related("account"), pk=pk)
    with told(request, str(_("The token has ended."))):
        actions.end_token(row, by=request.actor, at=timezone.now())
    return redirect("accounts:services")


def scopes() -> dict[str, str]:
    """What a token can name, in words: every verb that reads, of everything that has an address."""
    table: Mapping[str, Door] = import_string(settings.ACCESS_TABLE)
    found = {
        thing.named(verb): f"{thing.name}: {word}"
        for thing in {door.thing for door in table.values()}
        for verb, word in READING.items()
        if any(verb in rights for rights in thing.rights.values())
    }
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))


def _form_page(request: Request, form: ServiceForm | TokenForm, title: str) -> HttpResponse:
    back = reverse("accounts:services")
    page = {"form": form, "title": title, "about": "", "back": back, "way": [(_("Services"), back)]}
    return page_of(request, "structure/keep.html", form, page)
