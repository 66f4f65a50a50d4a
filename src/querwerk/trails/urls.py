from __future__ import annotations

from django.urls import path

from .views import at_slip, slips

app_name = "trails"
urlpatterns = [
    # -- slips
    path("laufwege/<slug:slug>/zettel/", slips.slips, name="slips"),
    path("laufwege/<slug:slug>/zettel/neu/", slips.open_slips, name="open_slips"),
    path("laufwege/<slug:slug>/zettel/vermerke.csv", slips.export, name="slips_export"),
    path("laufwege/<slug:slug>/zettel/<int:number>/", slips.slip, name="slip"),
    path("laufwege/<slug:slug>/zettel/<int:number>/neu-drucken/", slips.reissue, name="reissue_slip"),
    path("laufwege/<slug:slug>/zettel/<int:number>/beenden/", slips.end, name="end_slip"),
    path("zettel/", at_slip.type_code, name="type_code"),
    path("zettel/<str:code>/", at_slip.at_slip, name="at_slip"),
    path("zettel/<str:code>/zuruecknehmen/", at_slip.withdraw, name="withdraw_stamp"),
]
