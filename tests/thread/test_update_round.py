"""A part of the story: before a body meets, Carla asks, Ayşe answers with a click, Frida agrees, Dilan sees the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.delivery.actions import print_of
from querwerk.delivery.models import Period, Round, Statement
from querwerk.journal.models import Entry
from querwerk.journal.queries import verify
from querwerk.outbox.models import Mail
from querwerk.structure.models import Body, ThemeBody
from querwerk.web.jobs import run_due
from tests.factories import make_project, make_theme
from tests.logins import sign_in
from tests.slices.delivery.people import lead_of, officer_of, staff

pytestmark = pytest.mark.django_db


def test_from_the_date_of_a_body_to_the_day_on_the_public_sheet() -> None:
    today = timezone.localdate()
    since = today - timedelta(days=400)
    theme = make_theme("Grüne Stadt")
    project = make_project("Wald", theme=theme, states=[(since, "running")])
    body = Body.objects.create(slug="aug", short="AUG", name="Umweltausschuss")
    ThemeBody.objects.create(theme=theme, body=body, valid_from=since, stated_on=since)
    Period.objects.create(label="laufend", starts_on=date(today.year, 1, 1), ends_on=date(today.year, 12, 31))
    carla, ayse, frida, dilan = Client(), Client(), Client(), Client()
    sign_in(carla, staff())
    sign_in(ayse, lead_of(project))
    sign_in(frida, officer_of(theme))
    sheet = "/leitprojekte/wald/"
    assert "hat niemand dieses Blatt durchgesehen" in dilan.get(sheet).content.decode()

    # Carla enters when the committee meets; the calendar asks the project in time, by mail.
    meets_on = today + timedelta(days=20)
    assert carla.post("/runden/termine/", {"body": body.pk, "meets_on": meets_on.isoformat()}).status_code == 302
    run_due(clock=timezone.now)
    found = Round.objects.get()
    assert (found.body, found.meets_on, found.due_on) == (body, meets_on, meets_on - timedelta(days=7))
    assert Mail.objects.filter(kind="delivery.round_opened").get().to.username == "ayse"
    assert "0 von einem Projekt hat geantwortet." in carla.get(f"/runden/{found.pk}/").content.decode()

    # Ayşe sees what stands there, and one click is enough.
    page = ayse.get("/aktualisierung/").content.decode()
    assert f"vor der Sitzung am {meets_on:%d.%m.%Y} (Umweltausschuss)" in page
    version = page.split('name="version" value="')[1].split('"')[0]
    assert ayse.post("/aktualisierung/wald/unveraendert/", {"version": version}).status_code == 302
    assert "1 von einem Projekt hat geantwortet." in carla.get(f"/runden/{found.pk}/").content.decode()

    # Later she writes what belongs into the report, in the same place; Frida reads it and agrees.
    said = {"version": version, "phase": "", "next_steps": "", "state": "Der Wald wächst.", "seen": print_of({})}
    assert ayse.post("/aktualisierung/wald/", said).status_code == 302
    statement = "/berichte/laufend/beitrag/wald/"
    assert "Der Wald wächst." in frida.get(statement).content.decode()
    frida.post(f"{statement}mittragen/", {"seen": print_of({"state": "Der Wald wächst."})})
    assert Statement.objects.get().approved_by == "Themenbeauftragte"

    # Dilan reads the day, in words, and learns nothing of the statement before its report is out.
    text = dilan.get(sheet).content.decode()
    assert f"Stand bestätigt am {today:%d.%m.%Y}" in text
    assert ("hat niemand dieses Blatt durchgesehen" in text, "Der Wald wächst." in text) == (False, False)

    # Nobody is reminded any more, and memory is unbroken and names posts alone.
    run_due(clock=lambda: timezone.now() + timedelta(days=13))
    assert Mail.objects.filter(kind__startswith="delivery.").count() == 1
    posts = set(Entry.objects.exclude(slice__in=["web", "outbox"]).values_list("post", flat=True))
    assert posts == {"Stabsstelle", "Querwerk", "Projektleitung", "Themenbeauftragte"}
    assert verify().intact
