"""The line releases somebody by a formal act: asked by the person alone, answered by whoever is superior today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.outbox.models import Mail
from querwerk.privacy.actions.switches import switch
from querwerk.structure.models import Account, Assignment, HouseRule, Placement, Post, Unit
from querwerk.teams.actions import forming, releases
from querwerk.teams.exchange.release import as_sheet
from querwerk.teams.lifecycle import LOAD, Answer, Level, Standing
from querwerk.teams.models import Release, Standin, Team
from querwerk.teams.queries.releases import release_page, release_sheet
from querwerk.teams.queries.releases import releases as releases_of
from querwerk.teams.queries.superiors import superior_of
from querwerk.teams.queries.teams import team_page

from .people import (
    AT,
    NEXT_WEEK,
    SPRING,
    TODAY,
    a_sprint,
    a_team,
    an_idea,
    as_actor,
    leaves,
    office,
    place_of,
    post_of,
    staff,
    works,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def department() -> Unit:
    return office("Dezernat 3", kind=Unit.Kind.DEPARTMENT)


@pytest.fixture
def unit(department: Unit) -> Unit:
    return office("Bürgeramt", under=department)


@pytest.fixture
def gerda(unit: Unit) -> Account:
    """Heads the office."""
    return works("gerda", unit, Post.Role.OFFICE_HEAD)


@pytest.fixture
def dora(department: Unit) -> Account:
    """Heads the department."""
    return works("dora", department, Post.Role.DEPUTY_MAYOR)


@pytest.fixture
def ayse(unit: Unit, gerda: Account) -> Account:
    return works("ayse", unit)


@pytest.fixture
def team(ayse: Account, unit: Unit) -> Team:
    idea, farid = an_idea()
    return a_team(idea, farid, ayse, works("guel", unit))


def asked(team: Team, person: Account, share: int = 20) -> Release:
    made = releases.ask_release(
        place_of(team, person), share=share, begins_on=NEXT_WEEK, ends_on=SPRING, by=as_actor(person), at=AT
    )
    return made[0]


def answer(release: Release, by: Account, says: Answer = Answer.YES, **more: object) -> None:
    release.refresh_from_db()
    said = {"unbound": says is not Answer.NO, "reason": "" if says is Answer.YES else "Im Dezember fehlen uns zwei."}
    releases.answer_release(release, answer=says, version=release.version, by=as_actor(by), at=AT, **(said | more))  # type: ignore[arg-type]


def test_the_person_asks_and_the_head_of_the_office_answers_on_record(
    team: Team, ayse: Account, gerda: Account
) -> None:
    release = asked(team, ayse)
    assert release.superior == post_of(gerda)
    assert list(Mail.objects.filter(kind="teams.release_asked").values_list("to__username", flat=True)) == ["gerda"]
    answer(release, gerda)
    release.refresh_from_db()
    place = place_of(team, ayse)
    assert (release.answer, release.share, release.begins_on, release.ends_on) == ("yes", 20, NEXT_WEEK, SPRING)
    assert (place.standing, place.share, release.answered_post) == (Standing.RELEASED, 20, "Posten gerda")
    entry = Entry.objects.get(thread=release.thread, event="teams.release_answered")
    assert (entry.post, entry.facts["not_bound_by_instructions"]) == ("Posten gerda", [None, True])
    assert "Ayse" not in str(entry.facts) and "ayse" not in str(entry.facts)
    assert Mail.objects.get(kind="teams.release_answered").to == ayse


def test_nobody_but_the_person_tells_the_superior(team: Team, ayse: Account) -> None:
    guel = Account.objects.get(username="guel")
    with pytest.raises(Refused):
        releases.ask_release(
            place_of(team, guel), share=20, begins_on=NEXT_WEEK, ends_on=SPRING, by=as_actor(ayse), at=AT
        )
    assert not Mail.objects.filter(kind="teams.release_asked").exists()


def test_less_than_asked_and_a_no_need_a_reason_and_never_more_is_given(
    team: Team, ayse: Account, gerda: Account
) -> None:
    release = asked(team, ayse)
    for says, more, field in (
        (Answer.NO, {"reason": ""}, "reason"),
        (Answer.PARTLY, {"share": 10, "reason": ""}, "reason"),
        (Answer.PARTLY, {"share": 40}, "share"),
        (Answer.PARTLY, {"begins_on": TODAY}, "begins_on"),
        (Answer.YES, {"unbound": False}, "unbound"),
    ):
        with pytest.raises(Refused) as refused:
            answer(release, gerda, says, **more)
        assert refused.value.field == field
    answer(release, gerda, Answer.PARTLY, share=10)
    assert (place_of(team, ayse).share, place_of(team, ayse).standing) == (10, Standing.RELEASED)
    with pytest.raises(Refused):
        answer(release, gerda)


def test_after_a_no_the_person_stays_in_the_team_and_may_ask_again(team: Team, ayse: Account, gerda: Account) -> None:
    answer(asked(team, ayse), gerda, Answer.NO)
    assert place_of(team, ayse).standing == Standing.AGREED
    answer(asked(team, ayse, share=10), gerda)
    assert (place_of(team, ayse).standing, place_of(team, ayse).share) == (Standing.RELEASED, 10)


def test_what_was_answered_before_the_last_question_does_not_count(
    team: Team, ayse: Account, gerda: Account, dora: Account
) -> None:
    rule = HouseRule.objects.create(key="release_levels", value=2, valid_from=date(2020, 1, 1))
    asked(team, ayse)
    answer(Release.objects.get(level=Level.OFFICE), gerda)
    answer(Release.objects.get(level=Level.DEPARTMENT), dora, Answer.NO)
    rule.delete()  # from now on the office answers alone
    answer(asked(team, ayse, share=10), gerda)
    assert (place_of(team, ayse).standing, place_of(team, ayse).share) == (Standing.RELEASED, 10)


def test_who_leaves_or_whose_team_ends_keeps_nobody_waiting_and_may_ask_anew(
    team: Team, ayse: Account, gerda: Account
) -> None:
    guel, by = Account.objects.get(username="guel"), as_actor(ayse)
    open_, given = asked(team, ayse), asked(team, guel)
    answer(given, gerda)
    forming.hand_over_lead(team, place_of(team, guel).pk, by=by, at=AT)
    forming.leave(place_of(team, ayse), by=by, at=AT)
    seen = releases_of(as_actor(gerda), on=TODAY)
    assert ([line.person for line in seen.waiting], [line.person for line in seen.answered]) == ([], ["Guel"])
    with pytest.raises(Refused):
        releases.answer_release(open_, answer=Answer.YES, unbound=True, version=1, by=as_actor(gerda), at=AT)
    forming.ask_to_join(team, by=by, at=AT)
    forming.accept(team, place_of(team, ayse).pk, by=as_actor(guel), at=AT)
    asked(team, ayse, share=10)
    assert [line.asked_share for line in releases_of(as_actor(gerda), on=TODAY).waiting] == [10]
    forming.end_team(team, thanks="Danke!", by=as_actor(guel), at=AT)
    assert [line.person for line in releases_of(as_actor(gerda), on=TODAY).waiting] == []


def test_an_answer_to_something_else_than_what_was_read_is_refused(team: Team, ayse: Account, gerda: Account) -> None:
    release = asked(team, ayse)
    with pytest.raises(Overtaken):
        releases.answer_release(release, answer=Answer.YES, unbound=True, version=7, by=as_actor(gerda), at=AT)


def test_nobody_releases_themself_the_head_asks_the_next_above(team: Team, gerda: Account, dora: Account) -> None:
    assert superior_of(post_of(gerda), person=gerda.person_id, on=TODAY) == post_of(dora)


def test_a_superior_who_left_is_passed_over_and_what_waits_moves_on(
    team: Team, ayse: Account, gerda: Account, dora: Account
) -> None:
    release = asked(team, ayse)
    leaves(gerda, TODAY)
    with pytest.raises(Refused):
        answer(release, gerda)
    assert releases.follow_superiors(AT) == 1
    release.refresh_from_db()
    assert release.superior == post_of(dora)
    assert Mail.objects.filter(kind="teams.release_asked", to=dora).count() == 1
    answer(release, dora)
    assert place_of(team, ayse).standing == Standing.RELEASED


def test_a_superior_who_is_away_names_who_acts_for_them(
    team: Team, ayse: Account, gerda: Account, dora: Account, unit: Unit
) -> None:
    vera, release = works("vera", unit), asked(team, ayse)
    releases.name_standin(
        post_of(gerda), standin=post_of(vera), begins_on=TODAY, ends_on=TODAY + WEEK, by=as_actor(gerda), at=AT
    )
    release.refresh_from_db()
    assert release.superior == post_of(vera)
    assert superior_of(post_of(ayse), on=TODAY + WEEK) == post_of(vera)
    assert superior_of(post_of(ayse), on=TODAY + WEEK + timedelta(days=1)) == post_of(gerda)
    answer(release, vera)
    assert Release.objects.get().answered_post == "Posten vera"


def test_without_a_stand_in_the_next_above_is_asked_and_a_stand_in_does_not_release_themself(
    team: Team, ayse: Account, gerda: Account, dora: Account
) -> None:
    releases.name_standin(
        post_of(gerda), standin=post_of(ayse), begins_on=TODAY, ends_on=TODAY + WEEK, by=as_actor(gerda), at=AT
    )
    assert asked(team, ayse).superior == post_of(dora)


def test_who_acts_may_be_away_too_and_in_a_ring_nobody_acts(
    team: Team, ayse: Account, gerda: Account, dora: Account, unit: Unit
) -> None:
    vera, walt = works("vera", unit), works("walt", unit)
    days = {"valid_from": TODAY, "valid_to": TODAY + WEEK}
    Standin.objects.create(post=post_of(gerda), standin=post_of(vera), **days)
    second = Standin.objects.create(post=post_of(vera), standin=post_of(walt), **days)
    assert superior_of(post_of(ayse), on=TODAY) == post_of(walt)
    second.standin = post_of(gerda)
    second.save()
    assert superior_of(post_of(ayse), on=TODAY) == post_of(dora)


def test_only_the_holder_names_a_stand_in(gerda: Account, dora: Account, ayse: Account) -> None:
    for somebody in (dora, ayse):
        with pytest.raises(Refused):
            releases.name_standin(
                post_of(gerda), standin=None, begins_on=TODAY, ends_on=TODAY, by=as_actor(somebody), at=AT
            )


def test_a_ring_in_the_line_and_an_empty_line_ask_nobody(unit: Unit, department: Unit, ayse: Account) -> None:
    Assignment.objects.filter(post__role=Post.Role.OFFICE_HEAD).delete()
    Placement.objects.create(unit=department, parent=unit, valid_from=date(2021, 1, 1))
    assert superior_of(post_of(ayse), on=TODAY) is None


def test_where_the_house_wants_consensus_office_and_department_both_answer(
    team: Team, ayse: Account, gerda: Account, dora: Account
) -> None:
    HouseRule.objects.create(key="release_levels", value=2, valid_from=date(2020, 1, 1))
    asked(team, ayse)
    both = {release.level: release for release in Release.objects.all()}
    assert {level: release.superior for level, release in both.items()} == {
        Level.OFFICE: post_of(gerda), Level.DEPARTMENT: post_of(dora),
    }  # fmt: skip
    answer(both[Level.OFFICE], gerda)
    assert place_of(team, ayse).standing == Standing.AGREED
    answer(both[Level.DEPARTMENT], dora, Answer.PARTLY, share=10)
    assert (place_of(team, ayse).standing, place_of(team, ayse).share) == (Standing.RELEASED, 10)


def test_one_no_among_two_levels_releases_nobody(team: Team, ayse: Account, gerda: Account, dora: Account) -> None:
    HouseRule.objects.create(key="release_levels", value=2, valid_from=date(2020, 1, 1))
    asked(team, ayse)
    answer(Release.objects.get(level=Level.OFFICE), gerda, Answer.NO)
    answer(Release.objects.get(level=Level.DEPARTMENT), dora)
    assert place_of(team, ayse).standing == Standing.AGREED


def test_the_superior_is_reminded_once_a_week(team: Team, ayse: Account) -> None:
    asked(team, ayse)
    for days in (0, 6, 7, 8, 14):
        releases.follow_superiors(AT + timedelta(days=days))
        releases.follow_superiors(AT + timedelta(days=days))
    assert Mail.objects.filter(kind="teams.release_reminded").count() == 2


def test_a_superior_reads_what_they_are_asked_and_nothing_of_others(
    team: Team, ayse: Account, gerda: Account, dora: Account
) -> None:
    release = asked(team, ayse)
    assert [line.person for line in releases_of(as_actor(gerda), on=TODAY).waiting] == ["Ayse"]
    assert releases_of(as_actor(dora), on=TODAY).waiting == ()
    assert release_page(release.pk, as_actor(dora), on=TODAY) is None
    seen = team_page(team.slug, as_actor(gerda), on=TODAY)
    assert seen is not None
    assert {one.who for one in seen.people} == {""}


def test_the_load_is_for_the_person_and_for_the_superior_where_the_staff_council_agrees(
    team: Team, ayse: Account, gerda: Account, unit: Unit
) -> None:
    answer(asked(team, ayse, share=40), gerda)
    idea, farid = an_idea("Zweite Idee", a_sprint("Zweiter Sprint"))
    second = a_team(idea, farid, ayse, works("hasan", unit))
    release = asked(second, ayse, share=30)
    own = team_page(second.slug, as_actor(ayse), on=TODAY)
    assert own is not None and own.load == 70
    before = release_page(release.pk, as_actor(gerda), on=TODAY)
    assert before is not None and before.load is None
    switch(LOAD, on=True, consent_on=TODAY, by=as_actor(staff()), at=AT)
    after = release_page(release.pk, as_actor(gerda), on=TODAY)
    assert after is not None and (after.load, after.heavy) == (70, True)
    answer(release, gerda)  # what is answered is no window on what the person does later
    later = release_page(release.pk, as_actor(gerda), on=TODAY)
    assert later is not None and later.load is None


def test_the_sheet_says_that_nobody_is_bound_by_instructions(
    team: Team, ayse: Account, gerda: Account, dora: Account
) -> None:
    release = asked(team, ayse)
    assert release_sheet(release.pk, as_actor(ayse)) is None  # nothing is released yet
    answer(release, gerda)
    page = release_sheet(release.pk, as_actor(ayse))
    assert page is not None
    assert as_sheet(page, municipality="Musterstadt").startswith(b"%PDF")
    assert release_sheet(release.pk, as_actor(gerda)) == page
    assert release_sheet(release.pk, as_actor(dora)) is None


def test_the_database_itself_refuses_a_release_without_share_reason_or_the_sentence(team: Team, ayse: Account) -> None:
    release = asked(team, ayse)
    today = {"answered_on": TODAY}
    for change in (
        {"answer": "yes", **today}, {"answer": "no", **today},
        {"answer": "yes", "share": 30, "begins_on": NEXT_WEEK, "ends_on": SPRING, "unbound": True, **today},
        {"answer": "yes", "share": 20, "begins_on": NEXT_WEEK, "ends_on": SPRING, "unbound": False, **today},
        {"answer": "no", "reason": "Nein"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(**change)
