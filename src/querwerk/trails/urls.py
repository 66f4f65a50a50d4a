from __future__ import annotations

from django.urls import path

from .views import editing, tables, trails

app_name = "trails"
urlpatterns = [
    # -- the model
    path("laufwege/", trails.trails, name="list"),
    path("laufwege/neu/", trails.open_trail, name="open"),
    path("laufwege/export.<str:form>", tables.list_file, name="list_file"),
    path("laufwege/<slug:slug>/", trails.trail, name="trail"),
    path("laufwege/<slug:slug>/bearbeiten/", editing.edit, name="edit"),
    path("laufwege/<slug:slug>/einfuegen/", tables.paste, name="paste"),
    path("laufwege/<slug:slug>/beschreibung/", editing.about, name="about"),
    path("laufwege/<slug:slug>/plan.<str:form>", tables.plan_file, name="plan_file"),
    path("laufwege/<slug:slug>/loeschen/", trails.discard, name="discard"),
    path("laufwege/<slug:slug>/freigeben/", trails.step, {"step": "share"}, name="share"),
    path("laufwege/<slug:slug>/veroeffentlichen/", trails.step, {"step": "publish"}, name="publish"),
    path("laufwege/<slug:slug>/zuruecknehmen/", trails.step, {"step": "take_back"}, name="take_back"),
]
