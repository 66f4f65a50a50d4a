from __future__ import annotations

from django.urls import path

from . import views

app_name = "delivery"
urlpatterns = [
    path("berichte/", views.reports, name="reports"),
    path("berichte/neu/", views.open_period, name="open_period"),
    path("berichte/<str:label>/", views.report, name="report"),
    path("berichte/<str:label>/bericht.<str:form>", views.file, name="file"),
    path("berichte/<str:label>/einfrieren/", views.freeze, name="freeze"),
    path("berichte/<str:label>/beitraege/", views.statements, name="statements"),
    path("berichte/<str:label>/beitrag/<slug:slug>/", views.statement, name="statement"),
]
