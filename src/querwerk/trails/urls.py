from __future__ import annotations

from django.urls import path

from .views import trails

app_name = "trails"
urlpatterns = [
    # -- the model
    path("laufwege/", trails.trails, name="list"),
    path("laufwege/neu/", trails.open_trail, name="open"),
    path("laufwege/<slug:slug>/", trails.trail, name="trail"),
    path("laufwege/<slug:slug>/freigeben/", trails.step, {"step": "share"}, name="share"),
    path("laufwege/<slug:slug>/veroeffentlichen/", trails.step, {"step": "publish"}, name="publish"),
    path("laufwege/<slug:slug>/zuruecknehmen/", trails.step, {"step": "take_back"}, name="take_back"),
]
