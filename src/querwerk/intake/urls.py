from __future__ import annotations

from django.urls import path

from .views import answering, asking, campaigns, desk, inquiry, lists, procedure, referring, unnamed

app_name = "intake"
urlpatterns = [
    path("anfragen/", lists.inquiries, name="list"),
    path("anfragen/export.<str:form>", lists.export, name="export"),
    path("anfragen/neu/", asking.ask, name="ask"),
    path("anfragen/ohne-namen/", unnamed.ask_unnamed, name="ask_unnamed"),
    path("anfragen/entwurf/<int:number>/", asking.draft, name="draft"),
    path("anfragen/entwurf/<int:number>/datei/<int:pk>/", asking.draft_file, name="draft_file"),
    path("anfragen/<int:number>/", inquiry.inquiry, name="inquiry"),
    path("anfragen/<int:number>/datei/<int:pk>/", asking.file, name="file"),
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
    path("anfragen/ergebnisse/<int:pk>/", desk.result, name="result"),
    path("anfragen/weitergegeben/", referring.referrals, name="referrals"),
    path("anfragen/weitergegeben/<int:pk>/", referring.referral, name="referral"),
    path("anfragen/<int:number>/verfahren/", procedure.procedure, name="procedure"),
    path("anfragen/<int:number>/verfahren/<slug:step>/", procedure.step, name="procedure_step"),
    path("anfragen/kriterien/", procedure.criteria, name="criteria"),
    path("anfragen/kriterien/<int:pk>/ablegen/", procedure.archive, name="archive_criterion"),
    path("anfragen/gutachten/", procedure.opinions, name="opinions"),
    path("anfragen/gutachten/<int:pk>/", procedure.opinion, name="opinion"),
    path("anfragen/personalrat/", procedure.council, name="council"),
    path("anfragen/personalrat/<int:number>/", procedure.council_say, name="council_say"),
    path("anfragen/<int:number>/kontakt/", answering.contact, name="contact"),
    path("anfragen/<int:number>/ergaenzen/<slug:what>/", asking.say, name="say"),
    path("anfragen/<int:number>/<slug:step>/", answering.step, name="step"),
    # -- ideas and campaigns
    path("ideen/", campaigns.campaigns, name="campaigns"),
    path("ideen/neu/", unnamed.idea, name="idea"),
    path("ideen/mit-konto/", asking.own_idea, name="own_idea"),
    path("ideen/aktionen/neu/", campaigns.open_campaign, name="open_campaign"),
    path("ideen/aktionen/<slug:slug>/", campaigns.campaign, name="campaign"),
    path("ideen/aktionen/<slug:slug>/aendern/", campaigns.change_campaign, name="change_campaign"),
    path("ideen/aktionen/<slug:slug>/beenden/", campaigns.end_campaign, name="end_campaign"),
    # -- the way back without a log-in
    path("rueckweg/", unnamed.come_back, name="come_back"),
    path("rueckweg/datei/<int:pk>/", unnamed.file_by_code, name="file_by_code"),
    path("rueckweg/<slug:what>/", unnamed.by_code, name="by_code"),
]
