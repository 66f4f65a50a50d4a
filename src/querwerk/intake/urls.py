from __future__ import annotations

from django.urls import path

from .views import answering, asking, inquiry, lists

app_name = "intake"
urlpatterns = [
    path("anfragen/", lists.inquiries, name="list"),
    path("anfragen/export.<str:form>", lists.export, name="export"),
    path("anfragen/neu/", asking.ask, name="ask"),
    path("anfragen/<int:number>/", inquiry.inquiry, name="inquiry"),
    path("anfragen/<int:number>/zuruecknehmen/", asking.withdraw, name="withdraw"),
    path("anfragen/<int:number>/<slug:step>/", answering.step, name="step"),
]
