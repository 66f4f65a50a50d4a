from __future__ import annotations

from django.urls import path

from .views import reports, results, rounds, support, updates

app_name = "delivery"
urlpatterns = [
    # -- reports
    path("berichte/", reports.reports, name="reports"),
    path("berichte/neu/", reports.open_period, name="open_period"),
    path("berichte/<str:label>/", reports.report, name="report"),
    path("berichte/<str:label>/bericht.<str:form>", reports.file, name="file"),
    path("berichte/<str:label>/einfrieren/", reports.freeze, name="freeze"),
    path("berichte/<str:label>/beitraege/", reports.statements, name="statements"),
    path("berichte/<str:label>/beitrag/<slug:slug>/", reports.statement, name="statement"),
    path("berichte/<str:label>/beitrag/<slug:slug>/mittragen/", reports.approve, name="approve"),
    # -- updates
    path("aktualisierung/", updates.updates, name="updates"),
    path("aktualisierung/<slug:slug>/", updates.update, name="update"),
    path("aktualisierung/<slug:slug>/unveraendert/", updates.unchanged, name="unchanged"),
    path("runden/", rounds.rounds, name="rounds"),
    path("runden/neu/", rounds.open_round, name="open_round"),
    path("runden/termine/", rounds.session_days, name="session_days"),
    path("runden/termine/streichen/", rounds.strike_day, name="strike_day"),
    path("runden/<int:pk>/", rounds.one, name="round"),
    path("runden/<int:pk>/erinnern/", rounds.remind, name="remind"),
    path("runden/<int:pk>/schliessen/", rounds.close, name="close_round"),
    path("runden/<int:pk>/runde.csv", rounds.export, name="round_export"),
    # -- support
    path("unterstuetzung/", support.pool, name="pool"),
    path("unterstuetzung/ausleihen/", support.lend, name="lend"),
    path("unterstuetzung/<int:pk>/beenden/", support.end_loan, name="end_loan"),
    path("unterstuetzung/anfragen/<slug:slug>/", support.ask, name="ask_support"),
    path("unterstuetzung/anfrage/<int:pk>/", support.decide, name="decide_support"),
    # -- results of sprints
    path("sprints/<slug:slug>/ergebnis/ergebnis.<str:form>", results.result_file, name="result_file"),
]
