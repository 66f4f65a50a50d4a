from __future__ import annotations

from django.urls import path

from .views import outsiders, pool, proposal

app_name = "teams"
urlpatterns = [
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
