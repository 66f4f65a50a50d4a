from __future__ import annotations

from django.urls import path

from .views import trails

app_name = "trails"
urlpatterns = [
    # -- the model
    path("laufwege/", trails.trails, name="list"),
    path("laufwege/neu/", trails.open_trail, name="open"),
    path("laufwege/<slug:slug>/", trails.trail, name="trail"),
    path("laufwege/<slug:slug>/<slug:step>/", trails.step, name="step"),
]
