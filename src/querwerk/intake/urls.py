from __future__ import annotations

from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [
    path("anfragen/", views.inquiries, name="list"),
    path("anfragen/export.<str:form>", views.export, name="export"),
    path("anfragen/neu/", views.ask, name="ask"),
    path("anfragen/<int:number>/", views.inquiry, name="inquiry"),
    path("anfragen/<int:number>/zuruecknehmen/", views.withdraw, name="withdraw"),
    path("anfragen/<int:number>/<slug:step>/", views.step, name="step"),
]
