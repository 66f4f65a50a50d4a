from __future__ import annotations

from django.urls import path

from . import views

app_name = "structure"
urlpatterns = [
    path("einheiten/<slug:slug>/", views.unit, name="unit"),
    path("quellen/", views.sources, name="sources"),
]
