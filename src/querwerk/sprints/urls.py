from __future__ import annotations

from django.urls import path

from .views import consents, guests, seats, sprints

app_name = "sprints"
urlpatterns = [
    # -- seats and guests
    path("sprints/gast/", guests.guest, name="guest"),
    path("sprints/gast/<str:code>/", guests.guest, name="guest_code"),
    path("sprints/einwilligungen/", consents.texts, name="consent_texts"),
    path("sprints/<slug:slug>/mitmachen/", seats.join, name="join"),
    path("sprints/<slug:slug>/abgeben/", seats.give_up, name="give_up"),
    path("sprints/<slug:slug>/teilnehmende/", seats.participants, name="participants"),
    path("sprints/<slug:slug>/einladen/", seats.invite, name="invite"),
    path("sprints/<slug:slug>/moderation/", seats.facilitator, name="facilitator"),
    path("sprints/<slug:slug>/gastcodes/", guests.codes, name="codes"),
    path("sprints/<slug:slug>/einwilligung/<slug:about>/", consents.decide, name="consent"),
    # -- one sprint
    path("sprints/", sprints.sprints, name="list"),
    path("sprints/export.<str:form>", sprints.list_file, name="list_file"),
    path("sprints/neu/", sprints.plan, name="plan"),
    path("sprints/<slug:slug>/", sprints.sprint, name="sprint"),
    path("sprints/<slug:slug>/bearbeiten/", sprints.edit, name="edit"),
    path("sprints/<slug:slug>/ankuendigen/", sprints.announce, name="announce"),
    path("sprints/<slug:slug>/absagen/", sprints.cancel, name="cancel"),
]
