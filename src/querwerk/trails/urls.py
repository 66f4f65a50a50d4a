"""Addresses of the paper trails."""

from __future__ import annotations

from django.urls import path

from .views import house, imports, logs

app_name = "trails"
urlpatterns = [
    # -- reading in event logs
    path("laufwege/einlesen/", imports.bring_new, name="import_new"),
    path("laufwege/einlesen/aus-dem-haus/", house.count_house, name="count_house"),
    path("laufwege/einlesen/<uuid:key>/", imports.one, name="import_one"),
    path("laufwege/einlesen/<uuid:key>/rollen/", imports.roles, name="import_roles"),
    path("laufwege/einlesen/<uuid:key>/noch-einmal/", imports.again, name="import_again"),
    path("laufwege/einlesen/<uuid:key>/verwerfen/", imports.leave, name="import_leave"),
    path("laufwege/<slug:slug>/einlesen/", imports.bring, name="import"),
    path("laufwege/<slug:slug>/protokolle/<int:pk>/", logs.log, name="log"),
    path("laufwege/<slug:slug>/protokolle/<int:pk>/entfernen/", logs.remove_log, name="remove_log"),
]
