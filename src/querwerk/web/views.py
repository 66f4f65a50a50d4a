"""Pages that belong to no slice: home, log-in, the living style guide."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

login = LoginView.as_view(template_name="web/login.html", redirect_authenticated_user=True)
logout = LogoutView.as_view()


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})


def style_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "web/style_guide.html", {})


def search(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {})
