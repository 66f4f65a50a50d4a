from __future__ import annotations

from django.urls import path

from .views import ideas, sprints

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
    # -- ideas
    path("sprints/<slug:slug>/ideen/", ideas.ideas, name="ideas"),
    path("sprints/<slug:slug>/ideen/neu/", ideas.note, name="note"),
    path("sprints/<slug:slug>/ideen/<int:pk>/", ideas.idea, name="idea"),
    path("sprints/<slug:slug>/ideen/<int:pk>/aendern/", ideas.change_idea, name="change_idea"),
    path("sprints/<slug:slug>/ideen/<int:pk>/parken/", ideas.park, name="park"),
    path("sprints/<slug:slug>/ideen/<int:pk>/aufgreifen/", ideas.take_up, name="take_up"),
]
