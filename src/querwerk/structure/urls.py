from __future__ import annotations

from django.urls import path

from .views import circles, keeping, pages, themes

app_name = "structure"
urlpatterns = [
    # -- kept by the staff unit
    path("vokabular/", keeping.vocabulary, name="vocabulary"),
    path("hausregeln/", keeping.rules, name="rules"),
    path("einheiten/verwalten/", keeping.units, name="units"),
    path("themen/verwalten/", keeping.themes, name="themes"),
    path("posten/", keeping.posts, name="posts"),
    path("posten/besetzung/<int:pk>/beenden/", keeping.vacate, name="vacate"),
    path("verwalten/<slug:verb>/<slug:slug>/", keeping.keep, name="keep"),
    path("themen/<slug:slug>/pflegen/", themes.theme, name="theme"),
    path("themen/<slug:slug>/pflegen/<slug:verb>/", themes.say, name="say"),
    path("themen/<slug:slug>/pflegen/<slug:verb>/<int:pk>/", themes.say, name="say_about"),
    # -- seen by all
    path("einheiten/<slug:slug>/", pages.unit, name="unit"),
    path("querstruktur/", circles.roles, name="roles"),
    path("querstruktur/lenkungskreis/neu/", circles.take_seat, name="take_seat"),
    path("querstruktur/lenkungskreis/<int:pk>/beenden/", circles.leave_seat, name="leave_seat"),
    path("quellen/", pages.sources, name="sources"),
]
