"""The support pool: posts lent by phase, gaps and overlaps by post, requests of projects and their answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.delivery.actions.support import ask_support, decide_support, end_loan, lend
from querwerk.delivery.lifecycle import Loads
from querwerk.delivery.models import Loan, SupportRequest
from querwerk.delivery.queries.support import lent_posts, loans_of, pool
from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.journal.models import Entry
from querwerk.projects.models import Project
from querwerk.structure.models import Account, Post, Theme
from tests.factories import make_project, make_theme
from tests.logins import sign_in

from .people import as_actor, holder, lead_of, officer_of, staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SEEN = date(2026, 1, 10)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def theme() -> Theme:
    return make_theme("Grüne Stadt")


@pytest.fixture
def baeume(theme: Theme) -> Project:
    return make_project("Bäume", theme=theme, states=[(SEEN, "running")])


@pytest.fixture
def wald(theme: Theme) -> Project:
    return make_project("Wald", theme=theme, states=[(SEEN, "running")])


@pytest.fixture
def pool_post() -> Post:
    return holder("gerd", "facilitator", "Prozessbegleitung")[1]


@pytest.fixture
def ayse(baeume: Project) -> Account:
    return lead_of(baeume)


def refusal(action: Any, *about: Any, **said: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        action(*about, **said)
    return refused.value.sentence, refused.value.field


def test_a_post_is_lent_and_comes_back(baeume: Project, pool_post: Post, carla: Actor) -> None:
    loan = lend(post=pool_post, project=baeume, phase="concept", share=20, valid_from=TODAY, by=carla, at=NOW)
    (post,) = pool(on=TODAY).posts
    assert [(line.project, line.phase, line.share, line.valid_to) for line in post.loans] == [
        ("Bäume", "concept", 20, None)
    ]
    end_loan(loan, ends_on=day(10), by=carla, at=NOW)
    assert [len(pool(on=on).posts[0].loans) for on in (day(9), day(10))] == [1, 0]
    assert [post.free for post in pool(on=day(10)).posts] == [True]
    assert list(Entry.objects.order_by("seq").values_list("event", flat=True)) == [
        "delivery.post_lent",
        "delivery.post_returned",
    ]


def test_a_loan_that_has_not_begun_is_taken_back(baeume: Project, pool_post: Post, carla: Actor) -> None:
    loan = lend(post=pool_post, project=baeume, phase="concept", valid_from=day(5), by=carla, at=NOW)
    end_loan(loan, ends_on=TODAY, by=carla, at=NOW)
    assert Loan.objects.count() == 0


def test_the_same_loan_twice_and_an_end_before_the_begin_are_refused(
    baeume: Project, pool_post: Post, carla: Actor
) -> None:
    said = {"post": pool_post, "project": baeume, "phase": "concept", "valid_from": TODAY, "by": carla, "at": NOW}
    assert refusal(lend, **said, valid_to=TODAY) == ("Das Ende muss nach dem Beginn liegen.", "valid_to")
    lend(**said)
    assert refusal(lend, **said)[1] == "valid_from"
    assert (Loan.objects.count(), Entry.objects.count()) == (1, 1)


def test_shares_that_overlap_are_a_hint_by_post(baeume: Project, wald: Project, pool_post: Post, carla: Actor) -> None:
    for project, share, start, end in ((baeume, 60, 0, 30), (wald, 60, 29, None)):
        until = day(end) if end is not None else None
        lend(post=pool_post, project=project, phase="concept", share=share, valid_from=day(start), valid_to=until,
             by=carla, at=NOW)  # fmt: skip
    assert [post.loads for post in pool(on=TODAY).overloaded] == [Loads.TOO_MUCH]
    Loan.objects.filter(project=wald).update(valid_from=day(30))
    assert pool(on=TODAY).overloaded == []  # negative control: one after the other fits


def test_a_loan_that_ends_soon_with_nobody_after_it_is_a_gap(baeume: Project, pool_post: Post, carla: Actor) -> None:
    lend(post=pool_post, project=baeume, phase="concept", valid_from=TODAY, valid_to=day(50), by=carla, at=NOW)
    assert [loan.project for loan in pool(on=TODAY).ending] == ["Bäume"]
    second = holder("hanna", "facilitator", "Prozessbegleitung 2")[1]
    lend(post=second, project=baeume, phase="implementation", valid_from=day(50), by=carla, at=NOW)
    assert pool(on=TODAY).ending == []


def test_loans_are_for_those_who_may_see_what_is_internal(
    baeume: Project, wald: Project, pool_post: Post, ayse: Account, theme: Theme, carla: Actor
) -> None:
    lend(post=pool_post, project=baeume, phase="concept", valid_from=TODAY, by=carla, at=NOW)
    readers = [NOBODY, as_actor(ayse), as_actor(officer_of(theme)), as_actor(lead_of(wald, username="emil")), carla]
    assert [len(loans_of(baeume.pk, reader, on=TODAY)) for reader in readers] == [0, 1, 1, 0, 1]


def test_the_report_counts_posts_and_projects_by_phase(
    baeume: Project, wald: Project, pool_post: Post, carla: Actor
) -> None:
    for project in (baeume, wald):
        lend(post=pool_post, project=project, phase="concept", valid_from=TODAY, by=carla, at=NOW)
    assert lent_posts(on=TODAY) == [("concept", 1, 2)]
    assert lent_posts(on=day(-1)) == []
    Loan.objects.update(valid_from=day(-9))
    assert lent_posts(on=day(-1)) == []  # lent by then, but nobody had said so


# -- what projects ask for


def test_a_lead_asks_and_the_staff_unit_answers_in_a_sentence(baeume: Project, ayse: Account, carla: Actor) -> None:
    asked = ask_support(baeume, phase="participation", what_for="Zwei Abende moderieren", by=as_actor(ayse), at=NOW)
    assert [wish.asked_by for wish in pool(on=TODAY).open_wishes] == ["Projektleitung"]
    assert refusal(decide_support, asked, decision="granted", answer=" ", by=carla, at=NOW)[1] == "answer"
    decide_support(asked, decision="granted", answer="Ja, ab Januar.", by=carla, at=NOW)
    asked.refresh_from_db()
    assert (asked.decision, asked.answer, asked.decided_on) == ("granted", "Ja, ab Januar.", TODAY)
    assert refusal(decide_support, asked, decision="declined", answer="Nein.", by=carla, at=NOW) == (
        "Das ist schon beantwortet.",
        "",
    )


def test_there_is_one_open_request_a_phase(baeume: Project, ayse: Account, carla: Actor) -> None:
    said = {"phase": "concept", "what_for": "Methode", "by": as_actor(ayse), "at": NOW}
    asked = ask_support(baeume, **said)
    assert refusal(ask_support, baeume, **said) == ("Für diese Phase ist schon Unterstützung angefragt.", "phase")
    decide_support(asked, decision="declined", answer="Zurzeit nicht.", by=carla, at=NOW)
    ask_support(baeume, **said)
    assert SupportRequest.objects.count() == 2


def test_nobody_asks_for_a_stranger_s_project_and_only_the_staff_unit_lends_and_decides(
    baeume: Project, wald: Project, pool_post: Post, ayse: Account, carla: Actor
) -> None:
    by = as_actor(ayse)
    said = {"phase": "concept", "what_for": "Methode", "at": NOW}
    assert refusal(ask_support, wald, **said, by=by)[0].startswith("Unterstützung anfragen dürfen nur")
    asked = ask_support(baeume, **said, by=by)
    assert refusal(decide_support, asked, decision="granted", answer="Ja.", by=by, at=NOW)[0] == (
        "Das darf nur die Stabsstelle."
    )
    loan = {"post": pool_post, "project": baeume, "phase": "concept", "valid_from": TODAY, "at": NOW}
    assert refusal(lend, **loan, by=by)[0] == "Das darf nur die Stabsstelle."


def test_the_way_over_the_pages(client: Client, baeume: Project, pool_post: Post, ayse: Account) -> None:
    today = timezone.localdate()
    sign_in(client, ayse)
    address = f"/unterstuetzung/anfragen/{baeume.slug}/"
    assert client.post(address, {"phase": "concept", "what_for": ""}).status_code == 422
    assert client.post(address, {"phase": "concept", "what_for": "Methode"}).url == address
    assert "noch nicht beantwortet" in client.get(address).content.decode()
    assert client.get("/unterstuetzung/anfragen/anderes/").status_code == 404
    sign_in(client, staff())
    assert "Methode" in client.get("/unterstuetzung/").content.decode()
    asked = SupportRequest.objects.get()
    answer = client.post(f"/unterstuetzung/anfrage/{asked.pk}/", {"decision": "granted", "answer": "Gern."})
    assert answer.url == "/unterstuetzung/"
    form = {"post": pool_post.pk, "project": baeume.pk, "phase": "concept", "valid_from": today.isoformat()}
    assert client.post("/unterstuetzung/ausleihen/", {**form, "share": "101"}).status_code == 422
    assert client.post("/unterstuetzung/ausleihen/", {**form, "share": "20"}).url == "/unterstuetzung/"
    loan = Loan.objects.get()
    sign_in(client, ayse)
    text = client.get(f"/aktualisierung/{baeume.slug}/").content.decode()
    assert "Prozessbegleitung (Amt gerd), Konzept, 20 %" in text
    assert "Gern." in client.get(address).content.decode()
    assert client.get(f"/unterstuetzung/{loan.pk}/beenden/").status_code == 404
