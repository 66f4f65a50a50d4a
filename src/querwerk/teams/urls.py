from __future__ import annotations

from django.urls import path

from .views import releases, results, teams

app_name = "teams"
urlpatterns = [
    path("teams/", teams.teams, name="list"),
    path("teams/plaetze/<int:pk>/verlassen/", teams.leave, name="leave"),
    path("teams/plaetze/<int:pk>/<slug:verb>/", teams.place, name="place"),
    path("teams/<slug:slug>/", teams.team, name="team"),
    path("teams/<slug:slug>/mitmachen/", teams.join, name="join"),
    path("teams/<slug:slug>/leiten/<slug:verb>/", teams.lead, name="lead"),
    path("teams/<slug:slug>/leiten/<slug:verb>/<int:pk>/", teams.lead_about, name="lead_about"),
    # -- releases
    path("freistellungen/", releases.releases, name="releases"),
    path("freistellungen/vertretung/", releases.standin, name="standin"),
    path("freistellungen/meine/<int:pk>.pdf", releases.release_sheet, name="own_sheet"),
    path("freistellungen/<int:pk>/", releases.release, name="release"),
    path("freistellungen/<int:pk>/antwort/", releases.answer, name="answer"),
    path("freistellungen/<int:pk>/blatt.pdf", releases.release_sheet, name="release_sheet"),
    # -- the way out of a sprint
    path("sprints/<slug:slug>/ideen/<int:pk>/team/", results.form, name="form"),
    path("sprints/<slug:slug>/ergebnis/", results.result, name="result"),
    path("sprints/<slug:slug>/ergebnis/ausblick/", results.outlook, name="outlook"),
    path("sprints/<slug:slug>/ergebnis/veroeffentlichen/", results.publish, name="publish_result"),
    path("sprints/<slug:slug>/ergebnis/zuruecknehmen/", results.take_back, name="take_result_back"),
]
