"""The house without its access table, to measure what the table costs: for the benchmark alone.

Everybody comes in everywhere, who a log-in is gets asked once, and no query is narrowed. Logging in, sessions and the
pages themselves are those of the house.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querwerk.web.settings")
django.setup()

from django.db.models import Q  # noqa: E402 - needs the settings

from querwerk import access  # noqa: E402
from querwerk.delivery import rules as delivery  # noqa: E402
from querwerk.projects import rules  # noqa: E402
from querwerk.projects.models import Note, Project  # noqa: E402

READERS = ("querwerk.projects.queries.sheet", "querwerk.projects.queries.children", "querwerk.web.thread")


def open_everything() -> None:
    """Takes the rules away before anything has taken them along."""
    early = [name for name in READERS if name in sys.modules]
    if early:
        raise SystemExit(f"imported too early to be measured without rules: {early}")
    rules.visible_to = lambda actor: Project.objects.all()
    rules.seen_by = lambda actor, through="": Q()
    rules.open_attachment = rules.open_contradiction = lambda actor: Q()
    rules.notes_for = lambda actor: Note.objects.all()  # what a page shows is no cost of the table
    rules.may_edit = lambda actor, project, thread=None: bool(actor.account)
    delivery.visible_to = lambda actor, periods: periods
    access.Door.admits = lambda door, actor, **parts: True


def ask_once() -> None:
    """Who a log-in is today: asked at its first request, remembered afterwards."""
    from querwerk.web import middleware

    asks, known = middleware._actor, {}

    def actor(request: Any, service: Any) -> Any:
        if not request.user.is_authenticated:
            return asks(request, service)
        if request.user.pk not in known:
            known[request.user.pk] = asks(request, service)
        return known[request.user.pk]

    middleware._actor = actor


if os.environ.get("BENCH_UNGUARDED"):
    open_everything()
    ask_once()

from querwerk.web.wsgi import application  # noqa: E402

__all__ = ["application"]
