"""What stands on a sheet: each verb, what it changes, what the journal keeps, what it refuses; and taking back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from querwerk.journal.actions import Actor, Refused
from querwerk.journal.models import Entry
from querwerk.projects.actions import goals, lifecycle, lineage, means, milestones, names_and_texts, parts
from querwerk.projects.actions.withdraw import withdraw
from querwerk.projects.models import (
    GoalVersion,
    Involvement,
    Lineage,
    Method,
    MethodUse,
    MilestoneDate,
    Obstacle,
    ObstacleKind,
    Part,
    Project,
    ProjectDate,
    Prospect,
    Resource,
    SheetText,
)
from querwerk.search.models import Document
from querwerk.structure.models import Alias, Body, Post, Strategy, StrategyGoal
from tests.factories import make_milestone, make_project, make_state, make_theme, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
Say = Callable[..., Entry]


@pytest.fixture
def project() -> Project:
    return make_project("Stadtgrün")


@pytest.fixture
def say(carla: Actor, now: datetime, project: Project) -> Say:
    """Says a verb about the project and returns the one entry it left."""

    def said(verb: Callable[..., None], *about: int, **words: Any) -> Entry:
        project.refresh_from_db()
        before = Entry.objects.count()
        verb(project.slug, *about, version=project.version, by=carla, at=now, **words)
        project.refresh_from_db()
        assert Entry.objects.count() == before + 1
        return Entry.objects.order_by("-seq")[0]

    return said


def refusal(say: Say, verb: Callable[..., None], *about: int, **words: Any) -> tuple[str, str]:
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        say(verb, *about, **words)
    assert Entry.objects.count() == before
    return refused.value.field, refused.value.sentence


# -- names, texts, dates, responsibility


def test_a_renamed_project_keeps_its_address_and_is_found_under_the_old_name(project: Project, say: Say) -> None:
    entry = say(names_and_texts.rename, name="Grüne Adern", note="Neuer Zuschnitt")
    assert (project.slug, project.name) == ("stadtgrun", "Grüne Adern")
    assert (entry.event, entry.facts) == ("projects.renamed", {"name": ["Stadtgrün", "Grüne Adern"]})
    spans = project.names.order_by("valid_from").values_list("name", "valid_from", "valid_to")
    assert list(spans) == [("Stadtgrün", date(2017, 6, 27), TODAY), ("Grüne Adern", TODAY, None)]
    assert Alias.objects.filter(kind="project", slug="grune-adern", target="stadtgrun").count() == 1
    document = Document.objects.get(kind="project", slug="stadtgrun")
    assert (document.title, document.names) == ("Grüne Adern", ["Stadtgrün"])


def test_the_same_name_and_a_second_renaming_on_one_day_are_refused(say: Say) -> None:
    assert refusal(say, names_and_texts.rename, name="Stadtgrün")[0] == "name"
    say(names_and_texts.rename, name="Eins")
    assert refusal(say, names_and_texts.rename, name="Zwei")[0] == "name"


def test_the_end_may_move_back_only_with_a_reason_and_never_before_the_begin(project: Project, say: Say) -> None:
    say(names_and_texts.set_begin, date="2026-03")
    say(names_and_texts.set_end, date="2027")
    assert (project.begin_on, project.end_on) == (date(2026, 3, 1), date(2027, 12, 31))
    assert refusal(say, names_and_texts.set_end, date="2028-Q1")[0] == "reason"
    entry = say(names_and_texts.set_end, date="2028-Q1", reason="Vergabe dauert")
    assert (entry.reason, entry.facts) == ("Vergabe dauert", {"end": ["2027", "2028-Q1"]})
    field, sentence = refusal(say, names_and_texts.set_end, date="2025")
    assert (field, sentence) == ("date", "Das Ende (2025) läge vor dem Beginn (März 2026).")
    assert ProjectDate.objects.filter(kind="end").count() == 2


def test_a_unit_takes_part_from_today_and_until_today(project: Project, say: Say) -> None:
    unit = make_unit("Gartenbauamt")
    entry = say(names_and_texts.assign_unit, unit=unit)
    assert entry.facts == {"responsible": [None, "Gartenbauamt"]}
    row = project.responsibilities.get()
    assert (row.unit, row.valid_from, row.valid_to, row.sources) == (unit, TODAY, None, [])
    assert refusal(say, names_and_texts.assign_unit, unit=unit)[0] == "unit"
    assert refusal(say, names_and_texts.assign_unit)[0] == "unit"
    row.valid_from = date(2020, 1, 1)
    row.save()
    say(names_and_texts.release_unit, row.pk, reason="Umbau")
    row.refresh_from_db()
    assert row.valid_to == TODAY
    refusal(say, names_and_texts.release_unit, row.pk)


def test_a_project_serves_further_themes_but_not_its_own_twice(project: Project, say: Say) -> None:
    other = make_theme("Mobilität")
    entry = say(names_and_texts.serve_themes, themes=[other])
    assert entry.facts == {"also_serves": [[], ["Mobilität"]]}
    assert refusal(say, names_and_texts.serve_themes, themes=[project.theme])[0] == "themes"


# -- goals


def test_a_goal_keeps_all_its_versions(project: Project, say: Say) -> None:
    say(goals.set_goal, text="Mehr Bäume", target_value=Decimal(1000), target_unit="Bäume", target_year=2027)
    goal = project.goals.get()
    assert refusal(say, goals.revise_goal, goal.pk, text="Mehr Bäume", target_value=Decimal(500))[0] == "reason"
    entry = say(
        goals.revise_goal, goal.pk, text="Mehr Bäume", target_value=Decimal(500), target_unit="Bäume",
        target_year=2027, reason="Trockenheit",
    )  # fmt: skip
    assert entry.facts == {"goal": ["Mehr Bäume", "Mehr Bäume"], "target_value": ["1000", "500"]}
    say(goals.meet_goal, goal.pk)
    states = GoalVersion.objects.order_by("pk").values_list("status", "target_value")
    assert list(states) == [("open", Decimal(1000)), ("open", Decimal(500)), ("met", Decimal(500))]


@pytest.mark.parametrize("verb", [goals.miss_goal, goals.drop_goal])
def test_a_missed_or_dropped_goal_names_its_reason_and_stays_closed(
    project: Project, say: Say, verb: Callable[..., None]
) -> None:
    say(goals.set_goal, text="Mehr Bäume")
    goal = project.goals.get()
    assert refusal(say, verb, goal.pk, reason="")[0] == "reason"
    say(verb, goal.pk, reason="Kein Platz")
    assert goals.newest_version(goal).reason == "Kein Platz"
    assert refusal(say, goals.meet_goal, goal.pk)[1].startswith("Dieses Ziel ist schon abgeschlossen")


def test_a_goal_of_another_project_is_refused(project: Project, say: Say) -> None:
    stranger = make_project().goals.create(position=1)
    GoalVersion.objects.create(goal=stranger, text="Fremd", stated_on=TODAY)
    assert refusal(say, goals.meet_goal, stranger.pk)[1] == (
        "Diesen Eintrag gibt es nicht mehr, oder er gehört zu einem anderen Projekt."
    )


# -- milestones


def test_a_milestone_keeps_its_baseline_and_says_why_it_slipped(project: Project, say: Say) -> None:
    say(milestones.plan_milestone, name="Spatenstich", date="2027-Q1")
    milestone = project.milestones.get()
    assert refusal(say, milestones.reschedule_milestone, milestone.pk, date="2028")[0] == "reason"
    assert refusal(say, milestones.reschedule_milestone, milestone.pk, date="2027-Q1")[0] == "date"
    say(milestones.reschedule_milestone, milestone.pk, date="2027-02")  # more precise: no slip
    entry = say(milestones.reschedule_milestone, milestone.pk, date="2028", reason="Vergabe dauert")
    assert (entry.reason, entry.facts) == (
        "Vergabe dauert",
        {"milestone": ["Spatenstich", "Spatenstich"], "date": ["2027-02", "2028"]},
    )
    assert refusal(say, milestones.reach_milestone, milestone.pk, date="2028")[0] == "date"
    say(milestones.reach_milestone, milestone.pk, date="2026-11-20")
    dates = MilestoneDate.objects.order_by("pk").values_list("kind", "date")
    assert list(dates) == [
        ("planned", "2027-Q1"),
        ("planned", "2027-02"),
        ("planned", "2028"),
        ("actual", "2026-11-20"),
    ]
    assert refusal(say, milestones.drop_milestone, milestone.pk, reason="x")[1] == (
        "Dieser Meilenstein ist schon erreicht."
    )


def test_a_dropped_milestone_stays_on_the_sheet_with_its_reason(project: Project, say: Say) -> None:
    milestone = make_milestone(project, (date(2025, 1, 1), "2027"))
    assert refusal(say, milestones.drop_milestone, milestone.pk, reason="")[0] == "reason"
    say(milestones.drop_milestone, milestone.pk, reason="Entfällt")
    milestone.refresh_from_db()
    assert (milestone.dropped_on, milestone.drop_reason) == (TODAY, "Entfällt")
    refusal(say, milestones.reach_milestone, milestone.pk, date="2026")


def test_a_dropped_milestone_can_be_taken_up_again(project: Project, say: Say) -> None:
    milestone = make_milestone(project, (date(2025, 1, 1), "2027"))
    assert refusal(say, milestones.take_up_milestone, milestone.pk, reason="x")[0] == ""
    say(milestones.drop_milestone, milestone.pk, reason="Entfällt")
    entry = say(milestones.take_up_milestone, milestone.pk, reason="Der Rat will ihn doch")
    milestone.refresh_from_db()
    assert (milestone.dropped_on, milestone.drop_reason) == (None, "")
    assert entry.facts["dropped_on"] == [TODAY.isoformat(), None]
    say(milestones.reach_milestone, milestone.pk, date="2026")


def test_two_milestones_of_one_name_are_refused(say: Say) -> None:
    say(milestones.plan_milestone, name="Spatenstich", date="2027")
    assert refusal(say, milestones.plan_milestone, name="Spatenstich", date="2028")[0] == "name"


# -- parts, prospects, obstacles


def test_a_part_has_a_state_of_its_own(project: Project, say: Say) -> None:
    say(parts.add_part, name="Nordteil", state="running")
    part = project.parts.get()
    entry = say(parts.move_part, part.pk, state="completed", note="Fertig")
    assert entry.facts == {
        "part": ["Nordteil", "Nordteil"],
        "state": ["running", "completed"],
        "note": ["", "Fertig"],
    }
    assert Part.objects.get().state == "completed"
    assert refusal(say, parts.add_part, name="Nordteil")[0] == "name"
    assert refusal(say, parts.move_part, part.pk, state="completed", note="Fertig")[0] == "state"


def test_a_risk_has_a_counter_measure_and_an_owner(project: Project, say: Say) -> None:
    owner = Post.objects.create(unit=make_unit(), slug="leitung", title="Projektleitung")
    say(parts.name_chance, text="Kühlere Straßen")
    say(parts.name_risk, text="Dürre", countermeasure="Gießpaten", owner=owner)
    chance, risk = Prospect.objects.order_by("pk")
    assert (chance.kind, risk.kind, risk.countermeasure, risk.owner) == ("chance", "risk", "Gießpaten", owner)
    assert refusal(say, parts.close_prospect, risk.pk, reason="")[0] == "reason"
    say(parts.close_prospect, risk.pk, reason="Es hat geregnet")
    risk.refresh_from_db()
    assert risk.closed_on == TODAY
    refusal(say, parts.close_prospect, risk.pk, reason="noch einmal")
    entry = say(parts.reopen_prospect, risk.pk, reason="Wieder trocken")
    risk.refresh_from_db()
    assert (risk.closed_on, entry.facts) == (None, {"risk": [None, "Dürre"]})
    refusal(say, parts.reopen_prospect, risk.pk, reason="noch einmal")


def test_an_obstacle_is_named_escalated_and_resolved(say: Say) -> None:
    kind = ObstacleKind.objects.create(slug="personal", name="Personal")
    say(parts.name_obstacle, kind=kind, text="Zwei Stellen fehlen")
    obstacle = Obstacle.objects.get()
    say(parts.escalate_obstacle, obstacle.pk, reason="Stellenplan")
    refusal(say, parts.escalate_obstacle, obstacle.pk, reason="noch einmal")
    entry = say(parts.resolve_obstacle, obstacle.pk, reason="Stellen besetzt")
    obstacle.refresh_from_db()
    assert (obstacle.escalated_on, obstacle.resolved_on, entry.reason) == (TODAY, TODAY, "Stellen besetzt")
    refusal(say, parts.resolve_obstacle, obstacle.pk, reason="noch einmal")


def test_an_obstacle_comes_back_step_by_step(say: Say) -> None:
    kind = ObstacleKind.objects.create(slug="personal", name="Personal")
    say(parts.name_obstacle, kind=kind, text="Zwei Stellen fehlen")
    obstacle = Obstacle.objects.get()
    refusal(say, parts.reopen_obstacle, obstacle.pk, reason="x")
    say(parts.escalate_obstacle, obstacle.pk, reason="Stellenplan")
    say(parts.resolve_obstacle, obstacle.pk, reason="Stellen besetzt")
    days = []
    for reason in ("Wieder frei", "Wir schaffen es selbst"):
        say(parts.reopen_obstacle, obstacle.pk, reason=reason)
        obstacle.refresh_from_db()
        days.append((obstacle.escalated_on, obstacle.resolved_on))
    assert days == [(TODAY, None), (None, None)]


# -- means and evidence


def test_the_same_resource_with_another_amount_is_its_cost_history(project: Project, say: Say) -> None:
    cost = {"kind": "money", "what": "Gesamtkosten", "unit": "Euro"}
    say(means.plan_resource, amount=Decimal(50_000_000), **cost)
    assert refusal(say, means.plan_resource, amount=Decimal(50_000_000), **cost)[0] == "amount"
    entry = say(means.plan_resource, amount=Decimal(135_000_000), **cost)
    assert entry.facts == {"resource": ["Gesamtkosten", "Gesamtkosten"], "amount": ["50000000", "135000000"]}
    amounts = Resource.objects.order_by("pk").values_list("amount", flat=True)
    assert list(amounts) == [Decimal(50_000_000), Decimal(135_000_000)]


def test_a_planned_method_becomes_a_used_one(say: Say) -> None:
    method = Method.objects.create(name="Design Thinking")
    say(means.use_method, method=method, planned=True)
    say(means.use_method, method=method)
    assert MethodUse.objects.get().planned is False
    assert refusal(say, means.use_method, method=method)[0] == "method"


def test_a_target_group_is_named_once_and_may_become_involved(project: Project, say: Say) -> None:
    say(means.name_target_group, text="Anwohner:innen")
    assert refusal(say, means.name_target_group, text="Anwohner:innen")[0] == "text"
    entry = say(means.name_target_group, text="Anwohner:innen", involved="yes", phase="Planung")
    assert entry.facts["involved"] == ["unknown", "yes"]


def test_a_council_day_ahead_must_be_marked_as_planned(say: Say) -> None:
    body = Body.objects.create(slug="gemeinderat", short="GR", name="Gemeinderat")
    assert refusal(say, means.record_involvement, body=body, date="2027-03", what="Bericht")[0] == "date"
    say(means.record_involvement, body=body, date="2027-03", what="Bericht", planned=True)
    assert Involvement.objects.get().planned is True


def test_a_figure_is_recorded(say: Say) -> None:
    assert say(means.record_figure, what="Gepflanzt", value="120", unit="Bäume", year=2026).facts == {
        "figure": [None, "Gepflanzt"],
        "value": [None, "120 Bäume"],
    }


def test_a_strategy_goal_is_linked_once_and_unlinked(project: Project, say: Say) -> None:
    goal = StrategyGoal.objects.create(strategy=Strategy.objects.create(slug="isek", name="ISEK"), text="Grün")
    say(lineage.link_strategy, goal=goal)
    assert refusal(say, lineage.link_strategy, goal=goal)[0] == "goal"
    entry = say(lineage.unlink_strategy, project.strategy_links.get().pk, reason="Irrtum")
    assert (entry.facts, project.strategy_links.count()) == ({"strategy_goal": ["Grün", None]}, 0)


def test_a_circle_over_three_kinds_is_refused_by_name_and_related_is_not(project: Project, say: Say) -> None:
    second, third = make_project("Zweites"), make_project("Drittes")
    say(lineage.link_lineage, later=second, kind="splits")
    Lineage.objects.create(earlier=second, later=third, kind="merges", stated_on=TODAY)
    Lineage.objects.create(earlier=third, later=project, kind="related", stated_on=TODAY)  # no way back
    Lineage.objects.create(earlier=make_project("Viertes"), later=project, kind="continues", stated_on=TODAY)
    assert refusal(say, lineage.link_lineage, later=project, kind="continues")[1] == (
        "Ein Projekt kann nicht auf sich selbst folgen."
    )
    assert refusal(say, lineage.link_lineage, later=second, kind="splits")[1] == "Diese Verknüpfung gibt es schon."
    say(lineage.link_lineage, later=third, kind="related")
    Lineage.objects.create(earlier=third, later=Project.objects.get(name="Viertes"), kind="replaces", stated_on=TODAY)
    assert refusal(say, lineage.link_lineage, later=Project.objects.get(name="Viertes"), kind="replaces")[1] == (
        "Das ergäbe einen Kreis: Viertes, fortgesetzt in Stadtgrün – und dieses Projekt führte zurück zu Viertes."
    )


# -- taking back


def test_a_state_taken_back_restores_place_and_end(project: Project, say: Say) -> None:
    say(lifecycle.stop, reason="Irrtum")
    stopped = project.states.get(state="stopped")
    entry = say(withdraw, stopped.pk, kind="state", reason="Falsches Projekt")
    assert (project.state, project.slot, project.ended_on) == ("running", 1, None)
    assert entry.event == "projects.entry_withdrawn"
    assert entry.facts == {"state": ["stopped", "running"], "ended_on": ["2026-11-22", None]}


def test_the_only_state_stays(project: Project, say: Say) -> None:
    assert refusal(say, withdraw, project.states.get().pk, kind="state", reason="x")[1] == (
        "Ein Projekt hat mindestens einen Zustand. Beenden Sie es stattdessen."
    )


def test_what_a_source_states_and_what_is_not_the_newest_stays(project: Project, say: Say) -> None:
    sourced = make_state(project, date(2025, 5, 20), "delayed", sources=["mb2025"])
    assert refusal(say, withdraw, sourced.pk, kind="state", reason="x")[1].startswith("Das steht in einer Quelle")
    words = {"project": project, "field": "outlook", "stated_on": TODAY}
    first, second = (SheetText.objects.create(text=text, **words) for text in ("Eins", "Zwei"))
    assert refusal(say, withdraw, first.pk, kind="text", reason="x")[1].startswith("Es gibt einen neueren Eintrag")
    say(withdraw, second.pk, kind="text", reason="x")
    say(withdraw, first.pk, kind="text", reason="x")
    assert SheetText.objects.count() == 0


def test_a_renaming_an_end_a_goal_and_a_milestone_are_taken_back(project: Project, say: Say) -> None:
    say(names_and_texts.rename, name="Falsch")
    say(withdraw, project.names.get(name="Falsch").pk, kind="name", reason="Tippfehler")
    assert (project.name, project.names.get().valid_to) == ("Stadtgrün", None)
    say(names_and_texts.set_end, date="2030")
    say(withdraw, project.dates.get().pk, kind="date", reason="Irrtum")
    assert (project.end, project.end_on) == ("", None)
    say(goals.set_goal, text="Falsch")
    say(withdraw, GoalVersion.objects.get().pk, kind="goal", reason="Irrtum")
    say(milestones.plan_milestone, name="Falsch", date="2030")
    say(withdraw, MilestoneDate.objects.get().pk, kind="milestone", reason="Irrtum")
    assert (project.goals.count(), project.milestones.count()) == (0, 0)
