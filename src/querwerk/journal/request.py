"""The request as a view of the house sees it: with the actor who asks."""

from __future__ import annotations

from django.http import HttpRequest

from .actions import Actor


class Request(HttpRequest):
    """A request that has passed the access table; ``actor`` is set by ``web.middleware.access``."""

    actor: Actor
