from __future__ import annotations

from django.urls import path

from . import views

app_name = "delivery"
urlpatterns = [
    path("berichte/", views.reports, name="reports"),
    path("berichte/<slug:label>/", views.report, name="report"),
    path("berichte/<slug:label>/bericht.<str:form>", views.file, name="file"),
]
