"""Where sources disagree: both statements stay, a person decides, a decision can be taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.journal.models import Entry
from querwerk.projects.actions.evidence import decide_contradiction, reopen_contradiction
from querwerk.projects.models import Contradiction
from querwerk.projects.queries.contradictions import contradictions
from querwerk.structure.models import Account, Assignment, Person, Post
from tests.factories import make_project, make_source, make_unit
from tests.logins import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Contradiction:
    return Contradiction.objects.create(number=7, what="Ende", first="R22: Dezember", second="R24: April", refs=["r22"])


def test_deciding_stores_the_day_the_reason_and_one_entry(item: Contradiction, carla: Actor, now: datetime) -> None:
    decide_contradiction(7, decision="first", reason=" Protokoll ", by=carla, at=now)
    item.refresh_from_db()
    assert (item.decision, item.decided_on, item.reason) == ("first", date(2026, 11, 22), "Protokoll")
    [entry] = Entry.objects.all()
    assert (entry.event, entry.post, entry.reason) == ("projects.contradiction_decided", "Stabsstelle", "Protokoll")
    assert entry.facts["decision"] == ["open", "first"]


def test_reopening_opens_it_and_the_journal_keeps_both_reasons(
    item: Contradiction, carla: Actor, now: datetime
) -> None:
    decide_contradiction(7, decision="both", reason="Erst so", by=carla, at=now)
    reopen_contradiction(7, reason="Neue Quelle", by=carla, at=now)
    item.refresh_from_db()
    assert (item.decision, item.decided_on, item.reason) == ("open", None, "")
    assert list(Entry.objects.order_by("seq").values_list("reason", flat=True)) == ["Erst so", "Neue Quelle"]
    assert (item.first, item.second) == ("R22: Dezember", "R24: April")


@pytest.mark.parametrize(("decision", "reason", "field"), [("first", "  ", "reason"), ("maybe", "x", "decision")])
def test_without_a_reason_or_a_statement_nothing_is_decided(
    item: Contradiction, carla: Actor, now: datetime, decision: str, reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        decide_contradiction(7, decision=decision, reason=reason, by=carla, at=now)
    item.refresh_from_db()
    assert (refused.value.field, item.decision, Entry.objects.count()) == (field, "open", 0)


def test_a_decided_one_is_reopened_before_it_is_decided_again(item: Contradiction, carla: Actor, now: datetime) -> None:
    decide_contradiction(7, decision="first", reason="a", by=carla, at=now)
    with pytest.raises(Refused):
        decide_contradiction(7, decision="second", reason="b", by=carla, at=now)
    item.refresh_from_db()
    assert item.decision == "first"


def test_only_the_staff_unit_decides(item: Contradiction, client: Client, now: datetime) -> None:
    with pytest.raises(Refused):
        decide_contradiction(7, decision="first", reason="a", by=NOBODY, at=now)
    assert client.get("/widersprueche/7/entscheiden/").status_code == 302
    assert "/entscheiden/" not in client.get("/widersprueche/").content.decode()


def test_the_staff_unit_decides_on_a_page_of_its_own(item: Contradiction, client: Client) -> None:
    person = Person.objects.create(name="Carla")
    unit = make_unit("Stabsstelle")
    post = Post.objects.create(unit=unit, slug="stab", title="Stabsstelle", role=Post.Role.STAFF_UNIT)
    Assignment.objects.create(post=post, person=person, valid_from=date(2017, 1, 1))
    sign_in(client, Account.objects.create(username="carla", person=person))
    address = "/widersprueche/7/entscheiden/"
    assert client.post(address, {"decision": "first"}).status_code == 422
    answer = client.post(address, {"decision": "first", "reason": "Protokoll"})
    assert (answer.status_code, answer["Location"]) == (302, "/widersprueche/#widerspruch-7")
    assert client.post(address, {"reason": "Neue Quelle"}).status_code == 302
    item.refresh_from_db()
    assert item.decision == "open"
    assert client.get("/widersprueche/99/entscheiden/").status_code == 404


def test_the_list_filters_open_and_decided(item: Contradiction, client: Client, carla: Actor, now: datetime) -> None:
    Contradiction.objects.create(number=8, what="Anfang", first="x", second="y")
    decide_contradiction(7, decision="first", reason="a", by=carla, at=now)

    def shown(query: str) -> list[bool]:
        page = client.get(f"/widersprueche/{query}").content.decode()
        return [f'id="widerspruch-{number}"' in page for number in (7, 8)]

    assert (shown(""), shown("?zeige=offen"), shown("?zeige=entschieden")) == (
        [True, True],
        [False, True],
        [True, False],
    )


def test_a_contradiction_that_speaks_of_a_hidden_project_is_hidden(item: Contradiction, carla: Actor) -> None:
    item.projects.add(make_project("Wald"))
    assert [slug for slug, _ in contradictions(NOBODY)[0].projects] == ["wald"]
    item.projects.add(make_project("Geheim", state="candidate"))
    assert contradictions(NOBODY) == []
    assert [slug for slug, _ in contradictions(carla)[0].projects] == ["geheim", "wald"]


def test_the_list_takes_as_many_statements_for_three_as_for_one(item: Contradiction, client: Client) -> None:
    counts = []
    for number in (1, 3):
        for i in range(number):
            more = Contradiction.objects.create(number=number * 10 + i, what="w", first="a", second="b")
            more.projects.add(make_project())
        client.get("/widersprueche/?warm")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/widersprueche/?n={number}")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_sources_say_how_many_facts_rest_on_them(client: Client) -> None:
    from querwerk.projects.models import Figure
    from querwerk.structure.queries import source_lines

    make_source("r19", date(2019, 3, 1))
    make_source("r21", date(2021, 3, 1))
    project = make_project("Wald")
    for sources in (["r19"], ["r19", "r21"], []):
        Figure.objects.create(project=project, what="Bäume", value="9", sources=sources, stated_on=date(2019, 3, 1))
    assert [(line.source.key, line.facts) for line in source_lines()] == [("r21", 1), ("r19", 2)]
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/quellen/").status_code == 200
    assert len(queries) <= 10
