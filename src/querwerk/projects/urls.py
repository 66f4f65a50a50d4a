from __future__ import annotations

from django.urls import path

from .views import attachments, candidates, changes, drafts, editing, evidence, notes, obstacles, portfolio, sheet

app_name = "projects"
urlpatterns = [
    # -- the portfolio
    path("matrix/", portfolio.matrix, name="matrix"),
    path("matrix/export.csv", portfolio.matrix_export, name="matrix_export"),
    path("zeitleiste/", portfolio.timeline, name="timeline"),
    path("themen/", portfolio.themes, name="themes"),
    path("themen/<slug:slug>/", portfolio.theme, name="theme"),
    path("leitprojekte/", portfolio.project_list, name="list"),
    path("leitprojekte/export.<str:form>", portfolio.export, name="export"),
    # -- changes
    path("aenderungen/", changes.changes, name="changes"),
    path("aenderungen/export.<str:form>", changes.export, name="changes_export"),
    path("leitprojekte/neu/", editing.propose, name="propose"),
    path("hemmnisse/", obstacles.obstacles, name="obstacles"),
    path("hemmnisse/export.csv", obstacles.export, name="obstacles_export"),
    # -- the sheet
    path("widersprueche/", evidence.contradictions, name="contradictions"),
    path("widersprueche/<int:number>/entscheiden/", evidence.decide, name="decide"),
    path("leitprojekte/<slug:slug>/", sheet.detail, name="detail"),
    path("leitprojekte/<slug:slug>/anlagen/<int:pk>/", attachments.attachment, name="attachment"),
    path("leitprojekte/<slug:slug>/daten.json", sheet.data, name="data"),
    # -- editing
    path("leitprojekte/<slug:slug>/bearbeiten/", editing.edit, name="edit"),
    path("leitprojekte/<slug:slug>/bearbeiten/<slug:verb>/", editing.say, name="say"),
    path("leitprojekte/<slug:slug>/bearbeiten/<slug:verb>/<int:pk>/", editing.say, name="say_about"),
    # -- texts on their way
    path("leitprojekte/<slug:slug>/texte/<slug:text>/", drafts.write, name="write"),
    path("freigaben/", drafts.worklist, name="drafts"),
    path("freigaben/<uuid:thread>/", drafts.draft, name="draft"),
    path("freigaben/<uuid:thread>/bearbeiten/", drafts.edit, name="draft_edit"),
    path("freigaben/<uuid:thread>/<slug:step>/", drafts.step, name="draft_step"),
    # -- internal notes
    path("leitprojekte/<slug:slug>/notizen/neu/", notes.write, name="note"),
    path("leitprojekte/<slug:slug>/notizen/<int:pk>/zuruecknehmen/", notes.withdraw, name="withdraw_note"),
    # -- candidates of a sprint
    path("sprints/<slug:slug>/abschluss/", candidates.close_sprint, name="close_sprint"),
    path("sprints/<slug:slug>/abschluss/<int:pk>/", candidates.choose_theme, name="choose_theme"),
]
