from __future__ import annotations

from django.urls import path

from . import views

app_name = "privacy"
urlpatterns = [
    path("datenschutz/verzeichnis/", views.register, name="register"),
    path("datenschutz/verzeichnis.csv", views.register_csv, name="register_csv"),
    path("datenschutz/datenblatt/", views.sheet, name="sheet"),
    path("datenschutz/schalter/", views.switches, name="switches"),
    path("datenschutz/schalter.json", views.switches_json, name="switches_json"),
    path("datenschutz/schalter/<str:key>/", views.switch, name="switch"),
    path("datenschutz/loeschungen/", views.erasures, name="erasures"),
    path("datenschutz/dahinter/", views.behind, name="behind"),
    path("datenschutz/namen/", views.named, name="named"),
    path("datenschutz/geloescht/", views.gone, name="gone"),
    path("konto/daten/", views.own, name="own"),
    path("konto/daten/loeschen/", views.leave, name="leave"),
    path("konto/daten/<uuid:pk>/daten.zip", views.fetch, name="fetch"),
]
