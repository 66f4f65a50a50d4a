from __future__ import annotations

from django.urls import path

from .views import coming_in, keeping, mailed, own, tokens

app_name = "accounts"
urlpatterns = [
    # -- coming in and going out
    path("anmelden/", coming_in.log_in, name="log_in"),
    path("anmelden/zweiter-faktor/", coming_in.prove, name="prove"),
    path("anmelden/verbund/", coming_in.to_provider, name="to_provider"),
    path("anmelden/verbund/zurueck/", coming_in.from_provider, name="from_provider"),
    path("abmelden/", coming_in.log_out, name="log_out"),
    # -- links sent by mail
    path("registrieren/", mailed.register, name="register"),
    path("passwort-vergessen/", mailed.forgot, name="forgot"),
    path("link/<slug:purpose>/<str:token>/", mailed.link, name="link"),
    # -- one's own account
    path("konto/", own.mine, name="mine"),
    path("konto/passwort/", own.change_password, name="change_password"),
    path("konto/app/", own.add_app, name="add_app"),
    path("konto/passkey/", own.add_passkey, name="add_passkey"),
    path("konto/codes/", own.make_codes, name="make_codes"),
    path("konto/faktor/<int:pk>/entfernen/", own.remove_factor, name="remove_factor"),
    path("konto/sitzungen/beenden/", own.end_sessions, name="end_sessions"),
    # -- keeping the accounts of others
    path("verwaltung/konten/", keeping.accounts, name="list"),
    path("verwaltung/konten/einladen/", keeping.invite, name="invite"),
    path("verwaltung/konten/konto/<str:username>/", keeping.account, name="account"),
    path("verwaltung/konten/konto/<str:username>/<slug:verb>/", keeping.say, name="say"),
    path("verwaltung/konten/besetzung/<int:pk>/beenden/", keeping.end_post, name="end_post"),
    path("verwaltung/vorschlaege/", keeping.proposals, name="proposals"),
    path("verwaltung/vorschlaege/<int:pk>/", keeping.decide, name="decide"),
    path("verwaltung/verbund/", keeping.claims, name="claims"),
    path("verwaltung/verbund/<int:pk>/entfernen/", keeping.unlink_claim, name="unlink_claim"),
    # -- machines
    path("verwaltung/dienste/", tokens.services, name="services"),
    path("verwaltung/dienste/neu/", tokens.open_service, name="open_service"),
    path("verwaltung/dienste/schluessel/", tokens.issue_token, name="issue_token"),
    path("verwaltung/dienste/schluessel/<int:pk>/beenden/", tokens.end_token, name="end_token"),
]
