"""Pages of the line and of the sources."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})


def unit(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "web/home.html", {})
