"""The request as a view of the house sees it: with the actor who asks, and what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from .actions import Actor, Refused


class Request(HttpRequest):
    """A request that has passed the access table; ``actor`` is set by ``web.middleware.access``."""

    actor: Actor


@contextmanager
def told(request: HttpRequest, done: str) -> Iterator[None]:
    """One verb behind a button: the next page says that it is done, or why it was refused."""
    try:
        yield
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
