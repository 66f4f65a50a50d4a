"""Until when a sheet is known to hold: on the sheet, in lists, as of any day, and who may confirm it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.journal.actions import NOBODY, Actor, Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.journal.queries import verify
from querwerk.projects.actions.confirm import confirm
from querwerk.projects.lifecycle import State, confirmed_on, months_between, stale_months
from querwerk.projects.models import Confirmation, Project
from querwerk.projects.queries.portfolio import Wanted, portfolio
from querwerk.projects.queries.sheet import sheet
from querwerk.structure.models import HouseRule
from tests.factories import forget, make_project, make_theme

SEEN = date(2026, 1, 10)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


@pytest.fixture
def baeume(db: None) -> Project:
    return make_project("Bäume", theme=make_theme("Grüne Stadt"), states=[(SEEN, "running")])


# -- pure


def test_the_later_of_change_and_confirmation_counts_and_nothing_of_the_future() -> None:
    days = [date(2026, 3, 1), date(2026, 6, 1)]
    assert confirmed_on(SEEN, days, on=date(2026, 2, 28)) == SEEN
    assert confirmed_on(SEEN, days, on=date(2026, 3, 1)) == date(2026, 3, 1)
    assert confirmed_on(date(2026, 4, 1), days, on=date(2026, 5, 1)) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2026, 5, 15), date(2026, 11, 14), 5),
        (date(2026, 5, 15), date(2026, 11, 15), 6),
        (date(2026, 5, 15), date(2026, 5, 14), 0),
    ],
)
def test_a_month_has_passed_on_the_same_day_or_the_last_of_a_shorter_one(
    earlier: date, later: date, months: int
) -> None:
    assert months_between(earlier, later) == months


def test_a_sheet_is_old_from_the_month_on_that_the_house_agreed_and_an_ended_one_never() -> None:
    days = [date(2026, 7, 9), date(2026, 7, 10)]
    assert [stale_months(SEEN, State.RUNNING, on=day, allowed=6) for day in days] == [0, 6]
    assert stale_months(SEEN, State.COMPLETED, on=date(2030, 1, 1), allowed=6) == 0


# -- confirming


def test_a_confirmation_changes_the_day_and_nothing_else(baeume: Project, carla: Actor, now: datetime) -> None:
    confirm("baume", version=baeume.version, by=carla, at=now)
    after = Project.objects.get()
    assert (after.version, after.updated_on) == (baeume.version, SEEN)
    assert list(Confirmation.objects.values_list("stated_on", flat=True)) == [date(2026, 11, 22)]
    entry = Entry.objects.get()
    assert (entry.event, entry.facts) == ("projects.confirmed", {"confirmed_on": [None, "2026-11-22"]})
    assert verify().intact


def test_a_second_confirmation_on_the_same_day_is_the_same(baeume: Project, carla: Actor, now: datetime) -> None:
    for _ in range(2):
        confirm("baume", version=baeume.version, by=carla, at=now)
    assert (Confirmation.objects.count(), Entry.objects.count()) == (1, 1)


def test_nobody_confirms_what_they_did_not_see(baeume: Project, carla: Actor, now: datetime) -> None:
    with pytest.raises(Overtaken):
        confirm("baume", version=baeume.version + 1, by=carla, at=now)
    assert (Confirmation.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("actor", [NOBODY, Actor(post="Amt", account="x", roles=frozenset({"employee"}))])
def test_who_may_not_change_a_sheet_does_not_confirm_it(baeume: Project, actor: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        confirm("baume", version=baeume.version, by=actor, at=now)
    assert refused.value.sentence == "Ihre Stelle hat nicht das Recht, dieses Blatt zu ändern."
    assert Confirmation.objects.count() == 0


def test_the_sheet_of_a_project_that_has_ended_is_not_confirmed(carla: Actor, now: datetime, db: None) -> None:
    ended = make_project("Wald", state="completed")
    with pytest.raises(Refused) as refused:
        confirm("wald", version=ended.version, by=carla, at=now)
    assert refused.value.sentence == "Das Projekt ist beendet; sein Blatt bleibt, wie es ist."


# -- as of a day


def test_the_sheet_of_a_past_day_knows_only_confirmations_of_then(baeume: Project, carla: Actor) -> None:
    for day in (date(2026, 3, 1), date(2026, 9, 1)):
        confirm("baume", version=baeume.version, by=carla, at=at(day))
    days = [date(2026, 2, 1), date(2026, 3, 1), date(2026, 8, 31), date(2026, 9, 1)]
    found = [sheet("baume", NOBODY, on=day, past=True) for day in days]
    assert [one.confirmed_on for one in found if one] == [SEEN, *[date(2026, 3, 1)] * 2, date(2026, 9, 1)]
    assert [one.stale_months for one in found if one] == [0, 0, 0, 0]


def test_the_list_of_a_year_knows_only_confirmations_of_then(baeume: Project, carla: Actor) -> None:
    confirm("baume", version=baeume.version, by=carla, at=at(date(2026, 9, 1)))
    confirm("baume", version=baeume.version, by=carla, at=at(date(2027, 2, 1)))
    today = date(2027, 12, 1)
    rows = [portfolio(NOBODY, Wanted(year=year), today=today).rows[0] for year in (2026, 2027)]
    assert [(row.confirmed_on, row.stale_months) for row in rows] == [(date(2026, 9, 1), 0), (date(2027, 2, 1), 10)]


def test_the_rule_of_the_house_is_the_one_of_the_day(baeume: Project) -> None:
    HouseRule.objects.create(key="freshness_months", value=3, valid_from=SEEN, valid_to=date(2026, 8, 1))
    HouseRule.objects.create(key="freshness_months", value=9, valid_from=date(2026, 8, 1))
    forget()
    days = [date(2026, 4, 9), date(2026, 4, 10), date(2026, 8, 1), date(2026, 10, 10)]
    found = [sheet("baume", NOBODY, on=day, past=True) for day in days]
    assert [one.stale_months for one in found if one] == [0, 3, 0, 9]
    listed = [portfolio(NOBODY, Wanted(), today=day).rows[0].stale_months for day in days]
    assert listed == [0, 3, 0, 9]


# -- what people see


def test_the_public_sheet_says_the_day_in_words_and_what_is_old(baeume: Project, client: Client, carla: Actor) -> None:
    today = timezone.localdate()
    text = client.get("/leitprojekte/baume/").content.decode()
    assert "Stand bestätigt am 10.01.2026" in text
    assert "hat niemand dieses Blatt durchgesehen, manches kann veraltet sein" in text
    confirm("baume", version=baeume.version, by=carla, at=timezone.now())
    text = client.get("/leitprojekte/baume/").content.decode()
    assert f"Stand bestätigt am {today:%d.%m.%Y}" in text
    assert "hat niemand dieses Blatt durchgesehen" not in text


def test_a_kept_page_is_new_as_soon_as_somebody_confirms(baeume: Project, client: Client, carla: Actor) -> None:
    pages = ("/leitprojekte/baume/", "/leitprojekte/", "/themen/grune-stadt/")
    before = [client.get(page).headers["ETag"] for page in pages]
    assert [client.get(page).headers["ETag"] for page in pages] == before
    confirm("baume", version=baeume.version, by=carla, at=timezone.now())
    today = f"{timezone.localdate():%d.%m.%Y}"
    after = [client.get(page) for page in pages]
    assert [answer.headers["ETag"] in before for answer in after] == [False] * 3
    assert [today in answer.content.decode() for answer in after] == [True] * 3


def test_the_list_filters_and_sorts_by_what_was_not_confirmed(client: Client, carla: Actor, db: None) -> None:
    today = timezone.localdate()
    theme = make_theme("Thema")
    for name, months in (("Alt", 25), ("Mittel", 8), ("Neu", 1)):
        make_project(name, theme=theme, states=[(today - timedelta(days=31 * months), "running")])
    make_project("Ende", theme=theme, states=[(today - timedelta(days=900), "completed")])

    def names(query: str) -> list[str]:
        wanted = Wanted.read(dict(pair.split("=") for pair in query.split("&")), today)
        return [row.name for row in portfolio(NOBODY, wanted, today=today).rows]

    assert names("unbestaetigt=6") == ["Alt", "Mittel"]
    assert names("unbestaetigt=24") == ["Alt"]
    assert names("unbestaetigt=7") == names("thema=") == ["Alt", "Ende", "Mittel", "Neu"]  # not on the list of choices
    assert names("sortierung=-updated&unbestaetigt=6") == ["Mittel", "Alt"]
    assert "Nicht bestätigt: seit 6 Monaten oder länger" in client.get("/leitprojekte/?unbestaetigt=6").content.decode()
