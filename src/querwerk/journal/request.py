"""The request as a view of the house sees it: with the actor who asks, and what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from .actions import Actor, Overtaken, Refused


class Request(HttpRequest):
    """A request that has passed the access table; ``actor`` is set by ``web.middleware.access``."""

    actor: Actor


@dataclass(slots=True)
class Outcome:
    """Whether a verb was done, or somebody else was faster; neither until one knows."""

    well: bool = False
    overtaken: bool = False


@contextmanager
def told(request: HttpRequest, done: str = "", form: BaseForm | None = None) -> Iterator[Outcome]:
    """One verb behind a button: the next page says that it is done, or why it was refused.

    With a form the refusal stands beside the field it is about. Nothing is said where one sees what was done.
    """
    went = Outcome()
    try:
        yield went
    except Refused as refused:
        went.overtaken = isinstance(refused, Overtaken)
        if form is None:
            messages.error(request, refused.sentence)
        else:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    else:
        went.well = True
        if done:
            messages.success(request, done)
