"""The page of a whole way: from any station to all of them, and never more than the reader may see."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.intake.lifecycle import State
from querwerk.intake.models import Asker, Inquiry
from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.models import Project
from querwerk.trails.actions.findings import note_finding
from querwerk.trails.models import Finding
from querwerk.web.way import whole_way
from tests import factories
from tests.factories import make_project
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, staff
from tests.slices.trails.people import employee, published

pytestmark = pytest.mark.django_db
AT = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def an_inquiry(title: str = "Anfrage", account: str = "", **fields: Any) -> Inquiry:
    found = Inquiry.objects.create(
        **{"title": title, "concern": "…", "state": State.SUBMITTED.value, "received_at": AT, **fields}
    )
    if account:
        Asker.objects.create(inquiry=found, account=account)
    return found


def make_lineage(earlier: Project, later: Project, kind: str) -> None:
    factories.make_lineage(earlier, later, kind, date(2026, 1, 1))


def titles(here: UUID, actor: Actor) -> list[str]:
    way = whole_way(here, actor)
    return [station.stage.title for station in way.stations] if way else []


def text(client: Client, thread: UUID) -> str:
    page = client.get(f"/faden/{thread}/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0]))


def a_finding(author: Actor, carla: Actor) -> Finding:
    trail = published(author, carla)
    found = note_finding(
        trail.slug, sentence="Zehn Hände", absurd="", figures={}, picture="", version=trail.version, by=author, at=AT
    )
    return Finding.objects.get(pk=found.pk)


def test_from_every_station_one_sees_the_same_way() -> None:
    ayse, carla = as_actor(employee()), as_actor(staff())
    finding = a_finding(ayse, carla)
    asked = an_inquiry("Weniger Hände", "ayse", origin=finding.thread)
    way = ["Dienstreiseantrag", "Zehn Hände", "Weniger Hände"]
    for thread in (finding.trail.thread, finding.thread, asked.thread):
        assert sorted(titles(thread, carla)) == sorted(way)
        assert sorted(titles(thread, ayse)) == sorted(way)


def test_an_inquiry_of_somebody_else_leaves_nothing_behind() -> None:
    """Neither name nor gap nor a longer way: the page is the same as if nobody had ever asked."""
    ayse, carla = as_actor(employee()), as_actor(staff())
    other = as_actor(holder("emil", "employee")[0])
    finding = a_finding(ayse, carla)
    before = [whole_way(thread, other) for thread in (finding.trail.thread, finding.thread)]
    asked = an_inquiry("Geheim", "ayse", origin=finding.thread)
    assert [whole_way(thread, other) for thread in (finding.trail.thread, finding.thread)] == before
    assert (whole_way(asked.thread, other), titles(finding.trail.thread, NOBODY)) == (None, ["Dienstreiseantrag"])
    assert "Geheim" in titles(finding.thread, carla)  # the negative control: it is there for who may see it


def test_what_lies_behind_something_hidden_stays_unseen() -> None:
    """A candidate that grew from nothing public: a resident goes neither to it nor through it."""
    first, middle, last = make_project("Anfang"), make_project("Mitte", state="candidate"), make_project("Ende")
    make_lineage(first, middle, kind="continues")
    make_lineage(middle, last, kind="continues")
    assert (titles(first.thread, NOBODY), titles(last.thread, NOBODY)) == (["Anfang"], ["Ende"])
    assert len(titles(first.thread, as_actor(staff()))) == 3


def test_merged_projects_are_one_way_and_a_circle_ends() -> None:
    one, two, both = make_project("Eins"), make_project("Zwei"), make_project("Beide")
    for earlier in (one, two):
        make_lineage(earlier, both, kind="merges")
    make_lineage(both, one, kind="continues")  # no action allows it, rows do
    assert sorted(titles(both.thread, NOBODY)) == ["Beide", "Eins", "Zwei"]
    assert sorted(titles(two.thread, NOBODY)) == ["Beide", "Eins", "Zwei"]


def test_projects_merely_alike_are_no_way() -> None:
    one, other = make_project("Eins"), make_project("Zwei")
    make_lineage(one, other, kind="related")
    assert titles(one.thread, NOBODY) == ["Eins"]


def test_the_page_says_how_long_it_took_what_was_answered_and_what_comes_next(client: Client) -> None:
    sign_in(client, staff())
    waiting = an_inquiry("Raum für zwölf", due_on=date(2026, 7, 8))
    done = an_inquiry("Moderation", state=State.CLOSED.value, answer="Wir kommen.", answered_at=AT.replace(day=4))
    said = text(client, waiting.thread)
    assert "hier sind Sie" in said
    assert "Als Nächstes: Die Stabsstelle antwortet, bis 08.07.2026 überfällig" in said
    assert "Von der Anfrage bis zum Ende: 3 Tage, 1 Station." in text(client, done.thread)
    assert "Wir kommen." in text(client, done.thread)


def test_what_is_hidden_and_what_does_not_exist_look_the_same(client: Client) -> None:
    hidden, unknown = an_inquiry("Geheim", "ayse"), uuid4()
    answers = [client.get(f"/faden/{thread}/") for thread in (hidden.thread, unknown)]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [re.sub(r"[0-9a-f]{8}[ -][0-9a-f -]{27}", "", answer.content.decode()) for answer in answers]
    assert pages[0] == pages[1]


def test_a_longer_way_takes_no_more_statements() -> None:
    carla = as_actor(staff())
    short = make_project("Kurz")
    chain = [make_project(f"Lang {number}") for number in range(6)]
    for earlier in chain[1:]:
        make_lineage(chain[0], earlier, kind="splits")

    def statements(thread: UUID) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            whole_way(thread, carla)
        return len(seen)

    some = make_project("Mittel")
    make_lineage(short, some, kind="splits")
    assert statements(chain[0].thread) == statements(short.thread)
    assert statements(chain[0].thread) == 14


@pytest.mark.parametrize("address", ["/anfragen/{}/", "/laufwege/dienstreiseantrag/", "/leitprojekte/eins/"])
def test_every_page_of_a_station_leads_to_the_whole_way(client: Client, address: str) -> None:
    sign_in(client, staff())
    finding = a_finding(as_actor(employee()), as_actor(staff("clara")))
    make_project("Eins", slug="eins")
    page = client.get(address.format(an_inquiry(origin=finding.thread).pk)).content.decode()
    link = re.search(r'href="(/faden/[^"]+)"', page)
    assert link is not None
    assert client.get(link[1]).status_code == 200
