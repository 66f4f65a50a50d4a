"""Reports of a period."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def reports(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})


def report(request: HttpRequest, label: str) -> HttpResponse:
    return render(request, "web/home.html", {})


def file(request: HttpRequest, label: str, form: str) -> HttpResponse:
    return render(request, "web/home.html", {})
