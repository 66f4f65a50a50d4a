"""What changed between two dates."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def changes(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})
