from __future__ import annotations

from django.urls import path

from .views import sprints

app_name = "sprints"
urlpatterns = [
    # -- one sprint
    path("sprints/", sprints.sprints, name="list"),
    path("sprints/export.<str:form>", sprints.list_file, name="list_file"),
    path("sprints/neu/", sprints.plan, name="plan"),
    path("sprints/<slug:slug>/", sprints.sprint, name="sprint"),
    path("sprints/<slug:slug>/bearbeiten/", sprints.edit, name="edit"),
    path("sprints/<slug:slug>/ankuendigen/", sprints.announce, name="announce"),
    path("sprints/<slug:slug>/absagen/", sprints.cancel, name="cancel"),
]
