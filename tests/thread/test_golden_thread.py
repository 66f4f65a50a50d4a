"""One story over HTTP: Carla brings a candidate to its end, and Dilan, who has no account, sees every step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.accounts.actions.factors import make_codes
from querwerk.journal.models import Entry
from querwerk.journal.queries import verify
from querwerk.projects.models import Goal, Milestone
from querwerk.structure.models import Account, Assignment, HouseRule, Person, Post, Unit
from tests.factories import make_theme, make_unit

pytestmark = pytest.mark.django_db
SHEET = "/leitprojekte/kuehle-plaetze/"


class Staff:
    """Carla works in the staff unit, logs in, and fills in one small form after another; Clara is her colleague."""

    def __init__(self, name: str = "carla") -> None:
        unit = Unit.objects.filter(kind=Unit.Kind.STAFF_UNIT).first() or make_unit("Stab", kind=Unit.Kind.STAFF_UNIT)
        post, _ = Post.objects.get_or_create(
            unit=unit, slug="stabsstelle", title="Stabsstelle", role=Post.Role.STAFF_UNIT
        )
        person = Person.objects.create(name=name.title())
        Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
        account = Account.objects.create_user(name, password="vier-kurze-alte-worte", person=person)
        self.codes = make_codes(account, at=timezone.now())
        self.browser, self.name = Client(), name

    def logs_in(self) -> None:
        form = {"username": self.name, "password": "vier-kurze-alte-worte", "next": "/leitprojekte/neu/"}
        answer = self.browser.post("/anmelden/", form)
        assert (answer.status_code, answer.url) == (302, "/anmelden/zweiter-faktor/")
        answer = self.browser.post("/anmelden/zweiter-faktor/", {"code": self.codes.pop()})
        assert (answer.status_code, answer.url) == (302, "/leitprojekte/neu/")

    def says(self, verb: str, **words: Any) -> None:
        """Opens the form of a verb, fills it in as it stands there, and sends it."""
        address = f"{SHEET}bearbeiten/{verb}/"
        answer = self.browser.post(address, {**self._form(address), **words})
        assert answer.status_code == 302, answer.content.decode()

    def writes(self, which: str, text: str) -> str:
        """Writes a text of the sheet and hands it on; gives the address of the draft."""
        address = f"{SHEET}texte/{which}/"
        answer = self.browser.post(address, {"version": "0", "base": "0", "submit": "1", "text": text})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer.url)

    def releases(self, draft: str) -> int:
        return self.browser.post(f"{draft}freigeben/", {**self._form(draft), "base": "0"}).status_code

    def is_refused(self, verb: str, **words: Any) -> str:
        address = f"{SHEET}bearbeiten/{verb}/"
        answer = self.browser.post(address, {**self._form(address), **words})
        assert answer.status_code == 422
        return str(answer.content.decode())

    def _form(self, address: str) -> dict[str, str]:
        page = self.browser.get(address).content.decode()
        version = page.split('name="version" value="')[1].split('"')[0]
        return {"version": version}


class Dilan:
    """A resident without an account, who reads the public sheet."""

    def __init__(self) -> None:
        self.browser = Client()

    def reads(self, path: str = SHEET) -> str:
        answer = self.browser.get(path)
        return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def _remembered() -> None:
    """Memory: one entry a step, in order, unbroken, naming the post and never the person."""
    told = Entry.objects.exclude(slice="accounts").order_by("seq")
    assert [entry.event.partition(".")[2] for entry in told] == [
        "proposed", "prioritized", "approved", "started", "goal_set", "milestone_planned", "draft_written",
        "draft_submitted", "text_released", "milestone_rescheduled", "milestone_reached", "goal_met", "completed",
    ]  # fmt: skip
    assert set(told.values_list("post", flat=True)) == {"Stabsstelle"}
    assert verify().intact


def test_a_project_from_the_proposal_to_its_end_before_everybody_s_eyes() -> None:
    carla, clara, dilan = Staff(), Staff("clara"), Dilan()
    HouseRule.objects.create(key="running_projects_per_theme", value=5, valid_from=date(2017, 6, 27))
    theme = make_theme("Grüne Stadt")
    today, year = timezone.localdate(), timezone.localdate().year + 1

    # A candidate is the house's own business.
    assert dilan.browser.get("/leitprojekte/neu/").url == "/anmelden/?next=/leitprojekte/neu/"
    carla.logs_in()
    carla.browser.post("/leitprojekte/neu/", {"name": "Kühle Plätze", "theme": theme.pk, "description": "Schatten."})
    assert dilan.reads() == "404"

    # Prioritised: everybody sees it.
    carla.says("priorisieren", reason="Workshop mit dem Gemeinderat")
    assert all(word in dilan.reads() for word in ("Kühle Plätze", "Schatten.", "Priorisiert"))

    # Approved and started.
    carla.says("beschliessen", reason="Gemeinderat, einstimmig")
    carla.says("starten")
    assert "Laufend" in dilan.reads()

    # A goal and a milestone, in the words people use.
    carla.says("ziel-setzen", text="Zwölf Plätze mit Bäumen", target_value="12", target_unit="Plätze", target_year=year)
    carla.says("meilenstein-planen", name="Spatenstich", date=f"1. Quartal {year}")
    assert f"1. Quartal {year}" in dilan.reads()
    assert "Zwölf Plätze mit Bäumen" in dilan.reads()

    # A text takes two: Carla writes, nobody sees it, Clara releases.
    clara.logs_in()
    draft = carla.writes("ausblick", text="Im Sommer folgen Trinkbrunnen.")
    assert (carla.releases(draft), dilan.reads(draft)) == (422, "404")
    assert "Trinkbrunnen" not in dilan.reads()
    assert clara.releases(draft) == 302
    assert "Im Sommer folgen Trinkbrunnen." in dilan.reads()

    # It slips: silence is refused, the reason is public.
    milestone = Milestone.objects.get().pk
    refused = carla.is_refused(f"meilenstein-verschieben/{milestone}", date=f"Herbst {year}")
    assert "Der Meilenstein verschiebt sich nach hinten. Bitte sagen Sie, warum." in refused
    carla.says(f"meilenstein-verschieben/{milestone}", date=f"Herbst {year}", reason="Die Vergabe dauert länger")
    assert f"Herbst {year}" in dilan.reads()
    assert "Die Vergabe dauert länger" in dilan.reads()

    # Reached earlier after all; the goal is met; the project ends, and stays visible.
    carla.says(f"meilenstein-erreichen/{milestone}", date=f"{today - timedelta(days=1):%d.%m.%Y}")
    carla.says(f"ziel-erreichen/{Goal.objects.get().pk}", reason="Zwölf Plätze sind bepflanzt")
    carla.says("abschliessen", reason="Alle Plätze sind fertig")
    sheet = dilan.reads()
    assert all(word in sheet for word in ("Abgeschlossen", "Alle Plätze sind fertig"))
    assert f'href="{SHEET}"' in dilan.reads("/suche/?q=Pl%C3%A4tze")
    _remembered()
    assert "Carla" not in sheet
