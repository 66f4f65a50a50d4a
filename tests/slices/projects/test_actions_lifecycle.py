"""The way of a project: each verb, what it changes, what the journal keeps, what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from querwerk.journal.actions import NOBODY, Actor, Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.journal.queries import verify
from querwerk.projects.actions import lifecycle, names_and_texts
from querwerk.projects.actions.lineage import link_lineage
from querwerk.projects.lifecycle import State, ended_since
from querwerk.projects.models import Lineage, Project, StateVersion
from querwerk.projects.queries.documents import documents
from querwerk.projects.queries.portfolio import Wanted, all_rows
from querwerk.search.actions import index
from querwerk.structure.models import HouseRule
from tests.factories import make_project, make_theme, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def rule() -> HouseRule:
    return HouseRule.objects.create(key="running_projects_per_theme", value=5, valid_from=date(2017, 6, 27))


def said(verb: Callable[..., None], project: Project, by: Actor, at: datetime, **words: Any) -> Project:
    project.refresh_from_db()
    verb(project.slug, version=project.version, by=by, at=at, **words)
    project.refresh_from_db()
    return project


def newest_state(project: Project) -> StateVersion:
    return project.states.order_by("stated_on", "pk").reverse()[0]


def test_a_proposed_project_is_a_candidate_with_a_readable_address(carla: Actor, now: datetime) -> None:
    theme = make_theme("Grüne Stadt")
    project = lifecycle.propose("Bäume für die Südstraße", theme, description="Mehr Schatten.", by=carla, at=now)
    assert (project.slug, project.state, project.slot) == ("baeume-fuer-die-suedstrasse", "candidate", None)
    entry = Entry.objects.get()
    assert (entry.event, entry.post, entry.thread) == ("projects.proposed", "Stabsstelle", project.thread)
    assert entry.facts == {
        "name": [None, "Bäume für die Südstraße"],
        "theme": [None, "Grüne Stadt"],
        "state": [None, "candidate"],
        "description": [None, "Mehr Schatten."],
    }
    again = lifecycle.propose("Bäume für die Südstraße", theme, by=carla, at=now)
    assert again.slug == "baeume-fuer-die-suedstrasse-2"


def test_a_name_without_letters_makes_no_address(carla: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        lifecycle.propose("???", make_theme(), by=carla, at=now)
    assert refused.value.field == "name"
    assert Project.objects.count() == 0


def test_the_words_of_pages_are_no_addresses_of_projects(carla: Actor, now: datetime) -> None:
    assert lifecycle.propose("Neu", make_theme(), by=carla, at=now).slug == "neu-2"


@pytest.mark.parametrize(
    ("before", "verb", "words", "after", "event"),
    [
        ("candidate", lifecycle.prioritize, {}, "prioritized", "prioritized"),
        ("prioritized", lifecycle.approve, {"reason": "Beschluss"}, "approved", "approved"),
        ("approved", lifecycle.start, {}, "running", "started"),
        ("running", lifecycle.report_delay, {"reason": "Personal fehlt"}, "delayed", "delayed"),
        ("running", lifecycle.suspend_partly, {"reason": "Teil ruht"}, "partly_suspended", "partly_suspended"),
        ("running", lifecycle.put_off, {"reason": "Geld", "review_on": date(2027, 5, 1)}, "put_off", "put_off"),
        ("put_off", lifecycle.resume, {}, "running", "resumed"),
        ("running", lifecycle.complete, {"reason": "Alles gebaut"}, "completed", "completed"),
        ("running", lifecycle.stop, {"reason": "Kein Bedarf"}, "stopped", "stopped"),
    ],
)
def test_each_step_leads_on_and_leaves_one_entry(
    carla: Actor, now: datetime, before: str, verb: Callable[..., None], words: dict[str, Any], after: str, event: str
) -> None:
    project = make_project(state=before)
    said(verb, project, carla, now, **words)
    assert (project.state, newest_state(project).state, newest_state(project).stated_on) == (after, after, TODAY)
    assert project.slot == (1 if after in ("running", "delayed", "partly_suspended") else None)
    assert project.ended_on == (TODAY if after in ("completed", "stopped") else None)
    assert (project.version, project.updated_on) == (2, TODAY)
    entry = Entry.objects.get()
    assert (entry.event, entry.reason) == (f"projects.{event}", words.get("reason", ""))
    assert entry.facts["state"] == [before, after]
    assert verify().intact


@pytest.mark.parametrize("verb", [lifecycle.report_delay, lifecycle.suspend_partly, lifecycle.complete, lifecycle.stop])
def test_a_step_that_needs_a_reason_refuses_silence(carla: Actor, now: datetime, verb: Callable[..., None]) -> None:
    project = make_project()
    with pytest.raises(Refused) as refused:
        said(verb, project, carla, now, reason="  ")
    assert refused.value.field == "reason"
    project.refresh_from_db()
    assert (project.state, project.version, Entry.objects.count()) == ("running", 1, 0)


def test_a_wrong_step_names_the_possible_ones(carla: Actor, now: datetime) -> None:
    project = make_project(state="candidate")
    with pytest.raises(Refused) as refused:
        said(lifecycle.start, project, carla, now)
    assert refused.value.sentence == (
        "Von „Kandidat“ kann ein Projekt nicht „Laufend“ werden. "
        "Möglich ist jetzt: Priorisiert, Zurückgestellt, Ersetzt, Gestoppt."
    )


def test_from_replaced_there_is_no_way_on(carla: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        said(lifecycle.resume, make_project(state="replaced"), carla, now)
    assert refused.value.sentence == "Von „Ersetzt“ führt kein Weg weiter."


def test_putting_off_needs_a_day_ahead(carla: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        said(lifecycle.put_off, make_project(), carla, now, reason="Geld", review_on=TODAY)
    assert refused.value.field == "review_on"


def test_a_permanent_task_names_its_unit(carla: Actor, now: datetime) -> None:
    project, unit = make_project(), make_unit("Gartenbauamt")
    said(lifecycle.make_permanent, project, carla, now, reason="Läuft im Amt weiter", receiving_unit=unit)
    assert (project.state, newest_state(project).receiving_unit) == ("made_permanent", unit)
    assert Entry.objects.get().facts["receiving_unit"] == [None, "Gartenbauamt"]


def test_a_replaced_project_is_linked_to_those_that_follow(carla: Actor, now: datetime) -> None:
    theme = make_theme()
    old, new, other = (make_project(theme=theme) for _ in range(3))
    said(lifecycle.replace, old, carla, now, reason="Neu geschnitten", successors=[new, other])
    links = Lineage.objects.order_by("later_id").values_list("earlier_id", "later_id", "kind")
    assert list(links) == [(old.pk, new.pk, "replaces"), (old.pk, other.pk, "replaces")]
    assert Entry.objects.get().facts["replaced_by"] == [None, [new.name, other.name]]


def test_a_replacement_in_a_circle_is_refused_and_nothing_is_stored(carla: Actor, now: datetime) -> None:
    old, new = make_project("Alt"), make_project("Neu")
    Lineage.objects.create(earlier=new, later=old, kind="continues", stated_on=TODAY)
    with pytest.raises(Refused) as refused:
        said(lifecycle.replace, old, carla, now, reason="x", successors=[new])
    assert refused.value.sentence == (
        "Das ergäbe einen Kreis: Neu, fortgesetzt in Alt – und dieses Projekt führte zurück zu Neu."
    )
    old.refresh_from_db()
    assert (old.state, Lineage.objects.count(), Entry.objects.count()) == ("running", 1, 0)


def test_a_sixth_running_project_is_refused_by_name(carla: Actor, now: datetime) -> None:
    theme = make_theme("Grüne Stadt")
    running = [make_project(f"Projekt {letter}", theme=theme) for letter in "ABCDE"]
    sixth = make_project(theme=theme, state="approved")
    with pytest.raises(Refused) as refused:
        said(lifecycle.start, sixth, carla, now)
    assert refused.value.sentence == (
        "In „Grüne Stadt“ laufen bereits 5 Projekte, mehr als 5 dürfen es nicht sein: "
        "Projekt A, Projekt B, Projekt C, Projekt D, Projekt E."
    )
    said(lifecycle.complete, running[2], carla, now, reason="Fertig")
    said(lifecycle.start, sixth, carla, now)
    assert (sixth.state, sixth.slot) == ("running", 3)


def test_the_rule_valid_on_the_day_counts(carla: Actor, now: datetime, rule: HouseRule) -> None:
    theme = make_theme()
    for _ in range(5):
        make_project(theme=theme)
    sixth = make_project(theme=theme, state="approved")
    rule.valid_to = date(2026, 1, 1)
    rule.save()
    HouseRule.objects.create(key=rule.key, value=6, valid_from=date(2026, 1, 1))
    said(lifecycle.start, sixth, carla, now)
    assert sixth.slot == 6


def test_a_delayed_project_keeps_its_place(carla: Actor, now: datetime) -> None:
    theme = make_theme()
    make_project(theme=theme)
    second = make_project(theme=theme)
    said(lifecycle.report_delay, second, carla, now, reason="Personal")
    assert second.slot == 2


@pytest.mark.parametrize(
    ("steps", "ended"),
    [
        ([], None),
        (["running"], None),
        (["running", "completed", "completed", "completed"], 2),
        (["completed", "made_permanent"], 1),
        (["completed", "running"], None),
        (["completed", "running", "stopped", "stopped"], 3),
    ],
)
def test_a_project_ended_when_the_last_run_of_end_states_began(steps: list[str], ended: int | None) -> None:
    days = [(State(step), date(2020, 1, number)) for number, step in enumerate(steps, 1)]
    assert ended_since(days) == (date(2020, 1, ended) if ended else None)


def test_a_finished_project_made_permanent_later_ended_when_it_was_finished(carla: Actor, now: datetime) -> None:
    project = make_project(state="completed", ended_on=date(2021, 5, 4))
    unit = make_unit()
    said(lifecycle.make_permanent, project, carla, now, receiving_unit=unit, reason="Läuft im Amt weiter")
    assert (project.state, project.ended_on) == ("made_permanent", date(2021, 5, 4))


@pytest.mark.parametrize("end", ["stopped", "put_off"])
def test_a_candidate_nobody_prioritised_stays_inside_whatever_became_of_it(
    client: Client, carla: Actor, now: datetime, end: str
) -> None:
    theme = make_theme("Grüne Stadt")
    begun = make_project("Auen", theme=theme)
    for name, steps in (("Verworfen", ["candidate", end]), ("Bekannt", ["candidate", "prioritized", end])):
        days = [(date(2026, 1, number), step) for number, step in enumerate(steps, 1)]
        project = make_project(name, theme=theme, states=days, ended_on=TODAY if end == "stopped" else None)
        begun.refresh_from_db()
        link_lineage(begun.slug, later=project, kind="replaces", version=begun.version, by=carla, at=now)
        index(documents([project.pk]))
    pages = ["/", "/leitprojekte/", "/leitprojekte/export.json", "/matrix/", "/zeitleiste/", "/themen/grune-stadt/"]
    pages += ["/leitprojekte/auen/", "/leitprojekte/auen/daten.json", "/suche/?q=verworfen"]
    pages += [f"/aenderungen/{form}?seit=2025-12-31&bis=2026-11-22" for form in ("", "export.json")]
    told = [client.get(page).content.decode() for page in pages]
    assert [">Verworfen" in text or '"Verworfen"' in text for text in told] == [False] * len(pages)
    assert client.get("/leitprojekte/verworfen/").status_code == 404
    known = ["/leitprojekte/", "/zeitleiste/", "/themen/grune-stadt/", "/leitprojekte/auen/", "/suche/?q=bekannt"]
    assert ["Bekannt" in client.get(page).content.decode() for page in known] == [True] * len(known)
    assert {row.slug for row in all_rows(carla, Wanted(), today=TODAY)} == {"auen", "verworfen", "bekannt"}


def test_only_the_staff_unit_moves_projects(now: datetime) -> None:
    for actor in (NOBODY, Actor(post="Amtsleitung", account="ayse", roles=frozenset({"signed_in", "office_head"}))):
        with pytest.raises(Refused):
            said(lifecycle.stop, make_project(), actor, now, reason="x")
        with pytest.raises(Refused):
            lifecycle.propose("Neues", make_theme(), by=actor, at=now)


def test_a_form_opened_before_somebody_else_s_change_is_overtaken(carla: Actor, now: datetime) -> None:
    project = make_project()
    names_and_texts.rename(project.slug, name="Erster", version=1, by=carla, at=now)
    with pytest.raises(Overtaken):
        names_and_texts.rename(project.slug, name="Zweiter", version=1, by=carla, at=now)
    project.refresh_from_db()
    assert (project.name, project.version, Entry.objects.count()) == ("Erster", 2, 1)


def test_every_state_has_its_word_and_its_tone() -> None:
    from querwerk.projects.labels import STATE_TONES, STATES

    assert set(STATES) == set(STATE_TONES) == set(State)
