"""What a lead says in a round: one click, or one form; asked once, answered everywhere, and in the report."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.delivery.actions import answers
from querwerk.delivery.actions.answers import Moved, Said, confirm_unchanged
from querwerk.delivery.actions.reports import approve_statement, print_of, write_statement
from querwerk.delivery.actions.rounds import start_round
from querwerk.delivery.insights import build, read
from querwerk.delivery.models import Answer, Period, Round, Statement
from querwerk.journal.actions import Actor, Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.projects.models import Confirmation, Draft, Milestone, MilestoneDate, Project, SheetText
from querwerk.structure.models import Account, Assignment, Post, Theme, ThemeRole
from tests.factories import make_milestone, make_project, make_responsibility, make_theme
from tests.logins import sign_in

from .people import SINCE, as_actor, lead_of, officer_of, staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SEEN = date(2026, 1, 10)


@pytest.fixture
def theme() -> Theme:
    return make_theme("Grüne Stadt")


@pytest.fixture
def baeume(theme: Theme) -> Project:
    return make_project("Bäume", theme=theme, states=[(SEEN, "running")])


@pytest.fixture
def ayse(baeume: Project) -> Account:
    return lead_of(baeume)


@pytest.fixture
def period() -> Period:
    """Open since the beginning of the year, until its end."""
    today = timezone.localdate()
    return Period.objects.create(label="laufend", starts_on=date(today.year, 1, 1), ends_on=date(today.year, 12, 31))


@pytest.fixture
def found(baeume: Project, carla: Actor) -> Round:
    return start_round(title="Herbstrunde", due_on=TODAY, by=carla, at=NOW)


def texts(**said: str) -> dict[str, str]:
    return {"state": "", "successes": "", "lessons": "", "outlook": "", "needs": "", **said}


# -- nothing has changed


def test_one_click_confirms_the_sheet_and_answers_every_round_the_project_is_in(
    found: Round, baeume: Project, ayse: Account, carla: Actor
) -> None:
    start_round(title="Zweite", due_on=TODAY + timedelta(days=9), by=carla, at=NOW)
    assert confirm_unchanged(baeume, version=baeume.version, by=as_actor(ayse), at=NOW) == 2
    assert (
        list(Answer.objects.values_list("kind", "answered_on", "post")) == [("unchanged", TODAY, "Projektleitung")] * 2
    )
    assert Confirmation.objects.get().stated_on == TODAY
    assert Entry.objects.filter(thread=baeume.thread).get().event == "projects.confirmed"


def test_a_second_click_answers_nothing_more(found: Round, baeume: Project, ayse: Account) -> None:
    by = as_actor(ayse)
    assert [confirm_unchanged(baeume, version=baeume.version, by=by, at=NOW) for _ in range(2)] == [1, 0]
    assert Answer.objects.count() == 1


def test_the_sheet_can_be_confirmed_without_a_round(baeume: Project, ayse: Account) -> None:
    assert confirm_unchanged(baeume, version=baeume.version, by=as_actor(ayse), at=NOW) == 0
    assert Confirmation.objects.count() == 1


def test_the_lead_of_another_project_answers_nothing(found: Round, baeume: Project, theme: Theme) -> None:
    stranger = as_actor(lead_of(make_project("Wald", theme=theme), username="emil"))
    with pytest.raises(Refused):
        confirm_unchanged(baeume, version=baeume.version, by=stranger, at=NOW)
    with pytest.raises(Refused):
        answers.update(baeume, Said({"phase": "x"}), period=None, version=baeume.version, by=stranger, at=NOW)
    assert (Answer.objects.count(), Confirmation.objects.count(), SheetText.objects.count()) == (0, 0, 0)


# -- something has changed


def test_all_that_is_said_at_once_is_stored_where_it_belongs(
    found: Round, baeume: Project, ayse: Account, period: Period
) -> None:
    late, done = make_milestone(baeume, (SEEN, "2026-10")), make_milestone(baeume, (SEEN, "2026-11"))
    said = Said(
        {"phase": "Umsetzung"},
        [Moved(late.pk, False, "2027-02", "Vergabe dauert länger"), Moved(done.pk, True, "2026-11-12")],
        texts(state="Es geht voran.", needs="Eine Stelle"),
    )
    assert answers.update(baeume, said, period=period, version=baeume.version, by=as_actor(ayse), at=NOW) == 1
    draft = Draft.objects.get()
    assert (draft.field, draft.text, draft.state, SheetText.objects.count()) == ("phase", "Umsetzung", "submitted", 0)
    dates = MilestoneDate.objects.filter(stated_on=TODAY).order_by("milestone").values_list("kind", "date", "reason")
    assert list(dates) == [("planned", "2027-02", "Vergabe dauert länger"), ("actual", "2026-11-12", "")]
    assert Statement.objects.get().needs == "Eine Stelle"
    assert Answer.objects.get().kind == "updated"
    events = list(Entry.objects.filter(thread=baeume.thread).order_by("seq").values_list("event", flat=True))
    assert events == [
        "projects.milestone_rescheduled", "projects.milestone_reached",
        "delivery.statement_written", "projects.confirmed",
    ]  # fmt: skip


def test_what_was_answered_is_in_the_report_and_not_asked_again(
    found: Round, baeume: Project, ayse: Account, period: Period
) -> None:
    said = Said({}, statement=texts(state="Alles steht.", outlook="Im Mai geht es weiter."))
    answers.update(baeume, said, period=period, version=baeume.version, by=as_actor(ayse), at=timezone.now())
    (project,) = read(build(period))["themes"][0]["projects"]
    assert (project["statement"]["state"], project["outlook"]) == ("Alles steht.", "Im Mai geht es weiter.")
    assert Answer.objects.get().kind == "statement"


def test_all_or_nothing_when_one_part_is_refused(found: Round, baeume: Project, ayse: Account, period: Period) -> None:
    late = make_milestone(baeume, (SEEN, "2026-10"))
    said = Said({"phase": "Umsetzung"}, [Moved(late.pk, False, "2027-02")], texts(state="Gut."))
    with pytest.raises(Refused) as refused:
        answers.update(baeume, said, period=period, version=baeume.version, by=as_actor(ayse), at=NOW)
    assert (refused.value.sentence, refused.value.field) == (
        "Der Meilenstein verschiebt sich nach hinten. Bitte sagen Sie, warum.",
        f"reason_{late.pk}",
    )
    assert (SheetText.objects.count(), Statement.objects.count(), Answer.objects.count()) == (0, 0, 0)
    assert Entry.objects.filter(thread=baeume.thread).count() == 0


def test_a_form_in_which_nothing_differs_points_to_the_button(baeume: Project, ayse: Account) -> None:
    with pytest.raises(Refused) as refused:
        answers.update(baeume, Said({}), period=None, version=baeume.version, by=as_actor(ayse), at=NOW)
    assert refused.value.sentence.startswith("Im Formular ist nichts anders als vorher.")


def test_a_form_opened_before_somebody_else_s_change_is_refused(baeume: Project, ayse: Account) -> None:
    Project.objects.filter(pk=baeume.pk).update(version=baeume.version + 1)
    with pytest.raises(Overtaken):
        answers.update(baeume, Said({"phase": "x"}), period=None, version=baeume.version, by=as_actor(ayse), at=NOW)


# -- the statement: the lead writes, the officer approves, nobody both


def test_the_officer_approves_the_words_they_read(baeume: Project, ayse: Account, theme: Theme, period: Period) -> None:
    said, frida = texts(state="Es geht voran."), as_actor(officer_of(theme))
    write_statement(period, baeume, texts=said, by=as_actor(ayse), at=NOW)
    with pytest.raises(Overtaken):
        approve_statement(period, baeume, seen=print_of(texts(state="Etwas anderes.")), by=frida, at=NOW)
    approve_statement(period, baeume, seen=print_of(said), by=frida, at=NOW)
    statement = Statement.objects.get()
    assert (statement.approved_by, statement.approved_on) == ("Themenbeauftragte", TODAY)


def test_new_words_need_a_new_approval(baeume: Project, ayse: Account, theme: Theme, period: Period) -> None:
    said = texts(state="Es geht voran.")
    write_statement(period, baeume, texts=said, by=as_actor(ayse), at=NOW)
    approve_statement(period, baeume, seen=print_of(said), by=as_actor(officer_of(theme)), at=NOW)
    write_statement(period, baeume, texts=texts(state="Es stockt."), by=as_actor(ayse), at=NOW)
    assert (Statement.objects.get().approved_by, Statement.objects.get().approved_on) == ("", None)


def test_nobody_approves_what_they_wrote_even_with_two_posts(
    baeume: Project, ayse: Account, theme: Theme, period: Period
) -> None:
    both = Post.objects.get(slug="ayse-post")
    ThemeRole.objects.create(theme=theme, post=both, role="officer", valid_from=SINCE, stated_on=SINCE)
    actor = as_actor(ayse)
    said = texts(state="Es geht voran.")
    write_statement(period, baeume, texts=said, by=actor, at=NOW)
    with pytest.raises(Refused) as refused:
        approve_statement(period, baeume, seen=print_of(said), by=actor, at=NOW)
    assert (
        refused.value.sentence == "Sie haben an diesem Beitrag selbst geschrieben; mittragen muss ihn jemand anderes."
    )
    assert Statement.objects.get().approved_on is None
    approve_statement(period, baeume, seen=print_of(said), by=as_actor(officer_of(theme)), at=NOW)  # negative control
    assert Statement.objects.get().approved_on == TODAY


@pytest.mark.parametrize("who", ["lead", "staff", "other officer"])
def test_only_the_officer_of_the_theme_approves(baeume: Project, ayse: Account, period: Period, who: str) -> None:
    said = texts(state="Es geht voran.")
    write_statement(period, baeume, texts=said, by=as_actor(ayse), at=NOW)
    accounts = {
        "lead": lambda: lead_of(baeume, username="emil"),
        "staff": staff,
        "other officer": lambda: officer_of(make_theme("Soziale Stadt")),
    }
    with pytest.raises(Refused) as refused:
        approve_statement(period, baeume, seen=print_of(said), by=as_actor(accounts[who]()), at=NOW)
    assert refused.value.sentence == "Das dürfen nur die Themenbeauftragten mittragen."


# -- over HTTP


def test_a_lead_sees_the_own_projects_and_answers_with_one_click(
    client: Client, baeume: Project, ayse: Account, theme: Theme, carla: Actor
) -> None:
    make_project("Wald", theme=theme, states=[(SEEN, "running")])
    start_round(title="Herbstrunde", due_on=timezone.localdate(), by=carla, at=timezone.now())
    sign_in(client, ayse)
    text = client.get("/aktualisierung/").content.decode()
    assert ("Bäume" in text, "Wald" in text, "bitte bis" in text) == (True, False, True)
    answer = client.post(
        "/aktualisierung/baeume/unveraendert/".replace("baeume", baeume.slug), {"version": baeume.version}
    )
    assert (answer.status_code, answer.url) == (302, "/aktualisierung/")
    told = client.get("/aktualisierung/").content.decode()
    assert "Der Stand von „Bäume“ ist bestätigt. Eine Runde ist damit beantwortet." in told
    assert (
        f"Stand bestätigt am {timezone.localdate():%d.%m.%Y}"
        in Client().get(f"/leitprojekte/{baeume.slug}/").content.decode()
    )


def test_looking_at_the_address_of_the_button_changes_nothing(client: Client, baeume: Project, ayse: Account) -> None:
    sign_in(client, ayse)
    assert client.get(f"/aktualisierung/{baeume.slug}/unveraendert/").status_code == 405
    assert Confirmation.objects.count() == 0


def test_the_form_is_filled_with_what_stands_there_and_stores_what_differs(
    client: Client, baeume: Project, ayse: Account, period: Period
) -> None:
    SheetText.objects.create(project=baeume, field="phase", text="Planung", stated_on=SEEN)
    milestone = make_milestone(baeume, (SEEN, "2026-02"))
    far = make_milestone(baeume, (SEEN, "2099"))
    Statement.objects.create(period=period, project=baeume, state="Bisher gut.", stated_on=SEEN)
    sign_in(client, ayse)
    address = f"/aktualisierung/{baeume.slug}/"
    page = client.get(address).content.decode()
    assert ("Planung</textarea>" in page, "Bisher gut.</textarea>" in page) == (True, True)
    assert (f"what_{milestone.pk}" in page, f"what_{far.pk}" in page) == (True, False)
    today = timezone.localdate()
    form = {
        "version": baeume.version, "phase": "Planung", "next_steps": "", f"what_{milestone.pk}": "reached",
        f"date_{milestone.pk}": f"{today:%d.%m.%Y}", f"reason_{milestone.pk}": "", "state": "Bisher gut.",
        "seen": print_of(texts(state="Bisher gut.")),
    }  # fmt: skip
    missing = client.post(address, {**form, f"date_{milestone.pk}": ""})
    assert missing.status_code == 422
    assert "Bitte nennen Sie das Datum." in missing.content.decode()
    assert client.post(address, form).url == "/aktualisierung/"
    assert Milestone.objects.get(pk=milestone.pk).dates.filter(kind="actual").count() == 1
    assert SheetText.objects.count() == 1  # the text did not differ
    assert Statement.objects.get().stated_on == SEEN


def test_what_was_typed_survives_somebody_else_s_change(client: Client, baeume: Project, ayse: Account) -> None:
    sign_in(client, ayse)
    address = f"/aktualisierung/{baeume.slug}/"
    old = baeume.version
    Project.objects.filter(pk=baeume.pk).update(version=old + 1)
    answer = client.post(address, {"version": old, "phase": "Umsetzung", "next_steps": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert ("Umsetzung</textarea>" in text, f'name="version" value="{old + 1}"' in text) == (True, True)


def test_the_page_of_a_stranger_s_or_ended_project_does_not_exist(
    client: Client, baeume: Project, ayse: Account, theme: Theme
) -> None:
    make_project("Wald", theme=theme, states=[(SEEN, "running")])
    ended = make_project("Ende", theme=theme, state="completed")
    make_responsibility(ended, None, post=Post.objects.get(slug="ayse-post"), role="lead")
    sign_in(client, ayse)
    pages = [f"/aktualisierung/{slug}/" for slug in (baeume.slug, "wald", "ende", "nichts")]
    assert [client.get(page).status_code for page in pages] == [200, 404, 404, 404]


def test_the_officer_reads_and_approves_and_the_lead_does_not_see_other_statements(
    client: Client, baeume: Project, ayse: Account, theme: Theme, period: Period
) -> None:
    wald = make_project("Wald", theme=theme, states=[(SEEN, "running")])
    frida = officer_of(theme)
    for project in (baeume, wald):
        write_statement(
            period, project, texts=texts(state=f"{project.name} wächst."), by=as_actor(staff(project.slug)), at=NOW
        )
    pages = [f"/berichte/laufend/beitrag/{slug}/" for slug in (baeume.slug, "wald")]
    sign_in(client, ayse)
    assert [client.get(page).status_code for page in pages] == [200, 404]
    assert "Wald" not in client.get("/berichte/laufend/beitraege/").content.decode()
    assert client.get("/berichte/laufend/").status_code == 404
    assert client.post(f"{pages[0]}mittragen/").status_code == 404
    sign_in(client, frida)
    text = client.get(pages[1]).content.decode()
    assert ("Wald wächst." in text, "<textarea" in text, "Beitrag mittragen" in text) == (True, False, True)
    seen = print_of(texts(state="Wald wächst."))
    assert client.post(f"{pages[1]}mittragen/", {"seen": seen}).url == pages[1]
    assert "mitgetragen" in client.get("/berichte/laufend/beitraege/").content.decode()
    assert client.post(pages[1], texts(state="Umgeschrieben")).status_code == 422
    assert Statement.objects.get(project=wald).state == "Wald wächst."


def test_a_lead_whose_post_ended_is_out_at_the_next_click(client: Client, baeume: Project, ayse: Account) -> None:
    sign_in(client, ayse)
    address = f"/aktualisierung/{baeume.slug}/"
    assert client.get(address).status_code == 200
    Assignment.objects.filter(person=ayse.person).update(valid_to=timezone.localdate())
    assert client.get(address).status_code == 404
