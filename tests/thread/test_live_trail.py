"""A part of the story: Ayşe writes a way down, a slip travels through three stations and back, hands are counted."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from querwerk.journal.models import Entry
from querwerk.journal.queries import verify
from querwerk.trails.models import Stamp, Station, Trail
from tests.factories import make_unit
from tests.logins import sign_in
from tests.slices.delivery.people import staff
from tests.slices.trails.papers import sent
from tests.slices.trails.people import employee

pytestmark = pytest.mark.django_db
PAGE = "/laufwege/bauantrag/"


def text(client: Client, path: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


def test_from_a_paper_on_the_table_to_its_hands_counted() -> None:
    for name in ("Poststelle", "Bauordnungsamt", "Rechtsamt"):
        make_unit(name)
    ayse, carla, phone, dilan = Client(), Client(), Client(), Client()
    sign_in(ayse, employee())
    sign_in(carla, staff())

    # Ayşe writes down what everybody believes: three stations, two handovers. Nobody but her knows of it.
    said = {"title": "Bauantrag", "stations": "Poststelle\nBauordnungsamt\nAmtsleitung"}
    assert ayse.post("/laufwege/neu/", said)["Location"] == PAGE
    assert "Durch 3 Hände, 2 Übergaben" in text(ayse, PAGE)
    assert (carla.get(PAGE).status_code, dilan.get(PAGE).status_code) == (404, 404)

    # Slips wait for the staff council. It agrees, Carla switches them on.
    refused = ayse.post(f"{PAGE}zettel/neu/", {"count": "1", "days": "60"})
    assert (refused.status_code, Stamp.objects.count()) == (422, 0)
    agreed = {"on": "on", "consent_on": "2026-11-01"}
    assert carla.post("/datenschutz/schalter/trails.live/", agreed).status_code == 302

    # A slip goes along with the next paper. Its code stands on the sheet, and nowhere else.
    sheet = ayse.post(f"{PAGE}zettel/neu/", {"count": "1", "days": "60"}).content.decode()
    code = re.search(r"<strong>([0-9a-z-]{32})</strong>", sheet)
    assert code is not None
    address = phone.post("/zettel/", {"code": code[1].upper()})["Location"]
    _travel(phone, address)
    assert Stamp.objects.count() == 7
    assert phone.cookies == {}

    # Ayşe sees where it is, ends the slip, and reads what really happened.
    assert "Amtsleitung: erledigt" in text(ayse, f"{PAGE}zettel/1/")
    assert ayse.post(f"{PAGE}zettel/1/beenden/").status_code == 302
    assert phone.get(address).status_code == 404
    counted = text(ayse, PAGE)
    assert "eines ist angekommen" in counted

    # She releases the trail, Carla publishes it; Dilan reads how many papers travelled, and of no single one.
    for who, step in ((ayse, "freigeben"), (carla, "veroeffentlichen")):
        assert who.post(f"{PAGE}{step}/", {"version": Trail.objects.get().version}).status_code == 302
    assert "eines ist angekommen" in text(dilan, PAGE)
    assert dilan.get(f"{PAGE}zettel/1/").status_code == 404

    # Memory knows what was decided, as which post; of marks it knows nothing, and it is unbroken.
    told = Entry.objects.filter(slice="trails").order_by("seq").values_list("event", "post")
    assert list(told) == [
        ("trails.opened", "Sachbearbeitung"), ("trails.slips_opened", "Sachbearbeitung"),
        ("trails.slip_ended", "Sachbearbeitung"), ("trails.shared", "Sachbearbeitung"),
        ("trails.published", "Stabsstelle"),
    ]  # fmt: skip
    assert verify().intact


def _travel(phone: Client, address: str) -> None:
    """Whoever has the paper marks it, with any phone. It goes another way than planned, and back."""
    key = address.strip("/").split("/")[-1]
    unit = str(Station.objects.get(name="Poststelle").pk)
    for name, mark, more in (
        ("Poststelle", "arrived", {}), ("Poststelle", "done", {}), ("Bauordnungsamt", "arrived", {}),
        ("Bauordnungsamt", "returned", {"returned_to": unit}), ("Poststelle", "done", {}),
    ):  # fmt: skip
        assert "Vermerkt" in sent(phone, key, name, mark, **more).content.decode()
    legal = re.search(r'<option value="(\d+)"[^>]*>Rechtsamt<', phone.get(address).content.decode())
    assert legal is not None
    answer = sent(phone, key, "Amtsleitung", "arrived", station="elsewhere", unit=legal[1])
    assert "Rechtsamt: angekommen" in text_of(answer)
    assert "schon vermerkt" in sent(phone, key, "Rechtsamt", "arrived").content.decode()
    sent(phone, key, "Amtsleitung", "done")


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]
