"""The sheet of one project, and where sources contradict each other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def contradictions(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "web/home.html", {})
