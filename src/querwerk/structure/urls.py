from __future__ import annotations

from django.urls import path

from . import views

app_name = "structure"
urlpatterns = [
    # -- kept by the staff unit
    path("vokabular/", views.vocabulary, name="vocabulary"),
    path("hausregeln/", views.rules, name="rules"),
    path("einheiten/verwalten/", views.units, name="units"),
    path("themen/verwalten/", views.themes, name="themes"),
    path("posten/", views.posts, name="posts"),
    path("posten/besetzung/<int:pk>/beenden/", views.vacate, name="vacate"),
    path("verwalten/<slug:verb>/<slug:slug>/", views.keep, name="keep"),
    # -- seen by all
    path("einheiten/<slug:slug>/", views.unit, name="unit"),
    path("quellen/", views.sources, name="sources"),
]
