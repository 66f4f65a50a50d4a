"""Editing a sheet through domain verbs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "web/home.html", {})
