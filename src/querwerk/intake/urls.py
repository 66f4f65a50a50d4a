from __future__ import annotations

from django.urls import path

from .views import answering, asking, desk, inquiry, lists, referring

app_name = "intake"
urlpatterns = [
    path("anfragen/", lists.inquiries, name="list"),
    path("anfragen/export.<str:form>", lists.export, name="export"),
    path("anfragen/neu/", asking.ask, name="ask"),
    path("anfragen/<int:number>/", inquiry.inquiry, name="inquiry"),
    path("anfragen/<int:number>/zuruecknehmen/", asking.withdraw, name="withdraw"),
    # -- answering
    path("anfragen/stand/", desk.stand, name="stand"),
    path("anfragen/stand/platz/", desk.room, name="room"),
    path("anfragen/standardantworten/", desk.library, name="library"),
    path("anfragen/standardantworten/neu/", desk.standard_answer, name="new_standard_answer"),
    path("anfragen/standardantworten/<int:pk>/", desk.standard_answer, name="standard_answer"),
    path("anfragen/standardantworten/<int:pk>/ablegen/", desk.archive, name="archive_standard_answer"),
    path("anfragen/benannte-stellen/", desk.named, name="named"),
    path("anfragen/ergebnisse/", desk.results, name="results"),
    path("anfragen/weitergegeben/", referring.referrals, name="referrals"),
    path("anfragen/weitergegeben/<int:pk>/", referring.referral, name="referral"),
    path("anfragen/<int:number>/einwilligung/", referring.consent, name="consent"),
    path("anfragen/<int:number>/nachgefragt/<int:days>/", referring.follow_up, name="follow_up"),
    path("anfragen/<int:number>/kontakt/", answering.contact, name="contact"),
    path("anfragen/<int:number>/<slug:step>/", answering.step, name="step"),
]
