"""Keeping the accounts of others: within one's units, and never one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from querwerk.journal.request import Request, told
from querwerk.structure.forms import EndForm, SaidForm
from querwerk.structure.labels import ACCOUNT_KINDS
from querwerk.structure.models import PRIVILEGED, Assignment
from querwerk.structure.views.saying import page_of, said
from querwerk.tables import page_number

from ..actions import factors, links, people, provider
from ..forms import ClaimForm, GivePostForm, InviteForm, LockForm, ProposePostForm
from ..models import ClaimRule, Proposal
from ..queries import keeping
from ..rules import keeps_accounts, keeps_all_accounts

_PER_PAGE = 50


def accounts(request: Request) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "art", "stand")}
    page = page_number(request.GET.get("seite", ""))
    lines, total = keeping.account_lines(
        request.actor, on=timezone.localdate(), words=asked["q"].replace("\x00", ""), kind=asked["art"],
        state=asked["stand"], start=(page - 1) * _PER_PAGE, limit=_PER_PAGE,
    )  # fmt: skip
    shown = {
        "lines": lines,
        "total": total,
        "page": page,
        "pages_total": -(-total // _PER_PAGE),
        "address": partial(_address, asked),
        "asked": asked,
        "kinds": ACCOUNT_KINDS,
        "keeps": keeps_accounts(request.actor),
    }
    return render(request, "accounts/list.html", shown)


def _address(asked: dict[str, str], page: int) -> str:
    return f"{reverse('accounts:list')}?{urlencode({**{k: v for k, v in asked.items() if v}, 'seite': page})}"


def account(request: Request, username: str) -> HttpResponse:
    page = keeping.account_page(request.actor, username, on=timezone.localdate())
    if page is None:
        raise Http404
    shown = {"page": page, "kinds": ACCOUNT_KINDS, "verbs": _VERBS, "keeps": keeps_accounts(request.actor)}
    return render(request, "accounts/account.html", {**shown, "own": page.account == request.user})


def invite(request: Request) -> HttpResponse:
    posts, outside = keeping.posts_within(request.actor), keeps_all_accounts(request.actor)
    form = InviteForm(request.POST or None, posts=posts, outside=outside)
    if request.method == "POST" and said(request, form, links.invite, _("The invitation is on its way.")):
        return redirect("accounts:list")
    lead = _("The person gets a link by mail and chooses a password; the account opens with it.")
    return _form_page(request, form, _("Invite"), reverse("accounts:list"), lead=lead)


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb about one account; ``posts`` says which posts the form offers, if any."""

    title: Any
    done: Any
    form: type[SaidForm]
    action: Callable[..., Any]
    posts: Callable[[Any], Any] | None = None
    lead: Any = ""


_VERBS = {
    "posten-geben": _Verb(
        _("Give a post"), _("The post is given."), GivePostForm, people.give_post,
        posts=lambda posts: posts.exclude(role__in=PRIVILEGED),
    ),
    "posten-vorschlagen": _Verb(
        _("Propose a privileged post"), _("The proposal waits for a second person."), ProposePostForm,
        people.propose_post, posts=lambda posts: posts.filter(role__in=PRIVILEGED),
        lead=_("A second person decides. Nobody approves what they proposed."),
    ),
    "sperren": _Verb(
        _("Lock the account"), _("The account is locked; all sessions and tokens end."), LockForm, people.lock
    ),
    "entsperren": _Verb(_("Unlock the account"), _("The account is open again."), SaidForm, people.unlock),
    "faktor-zuruecksetzen": _Verb(
        _("Reset the second factor"), _("The second factor is removed; all sessions have ended."), SaidForm,
        factors.reset_factors, lead=_("Please make sure that it is the person who asks you: see them, or call back."),
    ),
}  # fmt: skip


def say(request: Request, username: str, verb: str) -> HttpResponse:
    """One verb about one account."""
    page = keeping.account_page(request.actor, username, on=timezone.localdate())
    if page is None or (chosen := _VERBS.get(verb)) is None:
        raise Http404
    options: dict[str, Any] = {"initial": {"starts_on": timezone.localdate()}}
    if chosen.posts is not None:
        options["posts"] = chosen.posts(keeping.posts_within(request.actor))
    form = chosen.form(request.POST if request.method == "POST" else None, **options)
    back = reverse("accounts:account", args=[username])
    if request.method == "POST" and said(request, form, chosen.action, chosen.done, page.account):
        return redirect(back)
    return _form_page(request, form, chosen.title, back, about=page.name or username, lead=chosen.lead)


def end_post(request: Request, pk: int) -> HttpResponse:
    within = keeping.posts_within(request.actor).order_by()
    rows = Assignment.objects.filter(post__in=within.values("pk")).select_related("post__unit", "person__account")
    held = get_object_or_404(rows, pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if request.method == "POST" and said(request, form, people.end_post, _("The post has ended."), held):
        return redirect("accounts:list")
    return _form_page(request, form, _("End the post"), reverse("accounts:list"), about=held.post.title)


def proposals(request: Request) -> HttpResponse:
    return render(request, "accounts/proposals.html", {"proposals": keeping.open_proposals(request.actor)})


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Proposal.objects.select_related("post__unit"), pk=pk)
    if not keeping.posts_within(request.actor).filter(pk=proposal.post_id).exists():
        raise Http404
    approve = "approve" in request.POST
    with told(request, str(_("The post is given.") if approve else _("The proposal is declined."))):
        people.decide_proposal(proposal, approve=approve, by=request.actor, at=timezone.now())
    return redirect("accounts:proposals")


def claims(request: Request) -> HttpResponse:
    form = ClaimForm(request.POST or None, posts=keeping.posts_within(request.actor))
    if request.method == "POST" and said(request, form, provider.link_claim, _("It counts from the next log-in on.")):
        return redirect("accounts:claims")
    shown = {"form": form, "rules": keeping.claim_rules(request.actor)}
    return page_of(request, "accounts/claims.html", form, shown)


@require_POST
def unlink_claim(request: Request, pk: int) -> HttpResponse:
    rule = get_object_or_404(ClaimRule.objects.select_related("post__unit"), pk=pk)
    if not keeping.posts_within(request.actor).filter(pk=rule.post_id).exists():
        raise Http404
    provider.unlink_claim(rule, by=request.actor, at=timezone.now())
    messages.success(request, str(_("This is no longer linked.")))
    return redirect("accounts:claims")


def _form_page(
    request: Request, form: SaidForm, title: Any, back: str, *, about: str = "", lead: Any = ""
) -> HttpResponse:
    way = [(_("Accounts"), reverse("accounts:list"))]
    page = {"form": form, "title": title, "about": about, "lead": lead, "back": back, "way": way}
    return page_of(request, "structure/keep.html", form, page)
