"""The page on which everybody reads what was sent to them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from querwerk.access import Verb
from querwerk.journal.request import Request
from querwerk.tables import page_number

from .access import STANDING
from .labels import REASONS, STATES, TONES
from .lifecycle import KEPT
from .queries import own_mails, standing


def own(request: Request) -> HttpResponse:
    at = timezone.now()
    context = {
        "found": own_mails(request.actor, page=page_number(request.GET.get("seite", "")), at=at),
        "server": bool(settings.MAIL_URL),
        "standing": standing(at=at) if STANDING.open_to(request.actor, Verb.READ) else None,
        "states": STATES,
        "tones": TONES,
        "reasons": REASONS,
        "kept_days": KEPT.days,
        "page_address": lambda number: f"?seite={number}",
    }
    return render(request, "outbox/own.html", context)
