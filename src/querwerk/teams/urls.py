from __future__ import annotations

from django.urls import path

from .views import outsiders, pool, proposal, releases, results, teams

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
    path("freistellungen/<int:pk>/antwort/", releases.answer, name="answer_release"),
    path("freistellungen/<int:pk>/blatt.pdf", releases.release_sheet, name="release_sheet"),
    # -- the way out of a sprint
    path("sprints/<slug:slug>/ideen/<int:pk>/team/", results.form, name="form"),
    path("sprints/<slug:slug>/ergebnis/", results.result, name="result"),
    path("sprints/<slug:slug>/ergebnis/ausblick/", results.outlook, name="outlook"),
    path("sprints/<slug:slug>/ergebnis/veroeffentlichen/", results.publish, name="publish_result"),
    path("sprints/<slug:slug>/ergebnis/zuruecknehmen/", results.take_back, name="take_result_back"),
    # -- the expertise pool
    path("kompetenzen/", pool.pool, name="pool"),
    path("kompetenzen/profil/", pool.profile, name="profile"),
    path("kompetenzen/profil/faehigkeiten/", pool.profile_skills, name="profile_skills"),
    path("kompetenzen/profil/zurueckziehen/", pool.profile_withdraw, name="profile_withdraw"),
    path("kompetenzen/fragen/", pool.questions, name="questions"),
    path("kompetenzen/fragen/<uuid:key>/", pool.answer_question, name="answer"),
    path("kompetenzen/externe/", outsiders.outsiders, name="outsiders"),
    path("kompetenzen/externe/neu/", outsiders.new, name="outsider_new"),
    path("kompetenzen/externe/<uuid:key>/", outsiders.outsider, name="outsider"),
    path("kompetenzen/externe/<uuid:key>/faehigkeiten/", outsiders.skills, name="outsider_skills"),
    path("kompetenzen/externe/<uuid:key>/loeschen/", outsiders.withdraw, name="outsider_withdraw"),
    path("kompetenzen/team-vorschlag/", proposal.propose, name="propose"),
    path("kompetenzen/team-vorschlag/<slug:slug>/", proposal.propose_for, name="propose_for"),
    path("kompetenzen/<uuid:key>/", pool.expert, name="expert"),
    path("kompetenzen/<uuid:key>/fragen/", pool.ask_one, name="ask"),
]
