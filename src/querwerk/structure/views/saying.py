"""What pages with a verb share: saying it, showing what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from querwerk.journal.request import Request, told


def said(request: Request, form: Any, action: Callable[..., Any], done: Any, *about: Model) -> bool:
    """Whether the verb was said; a refusal stands beside the field it is about."""
    if not form.is_valid():
        return False
    with told(request, str(done), form) as went:
        action(*about, **form.said(), by=request.actor, at=timezone.now())
    return went.well


def page_of(request: Request, template: str, form: forms.Form, page: dict[str, Any]) -> HttpResponse:
    """The page with its form; with 422 when something in it cannot be taken."""
    return render(request, template, page, status=422 if form.errors else 200)
