"""Pages over many projects: matrix, themes, list, export, timeline."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def matrix(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})


def timeline(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})


def themes(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})


def project_list(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "web/home.html", {})


def export(request: HttpRequest, form: str) -> HttpResponse:
    return render(request, "web/home.html", {})
