"""The verbs a sheet offers: address, words, form and action of each, by section of the editing page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from querwerk.fields import VersionedForm
from querwerk.journal.actions import Actor

from ..actions import attachments, goals, lifecycle, lineage, means, milestones, names_and_texts, parts
from ..actions.withdraw import LINES, STEERED_LINES, withdraw
from ..forms import lifecycle as step
from ..forms import sheet
from ..lifecycle import State
from ..models import Project, SheetText
from ..rules import may_steer

Initial = Callable[[Project, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb. ``rows`` gives the rows it can be said about; without it the verb is about the project itself.

    ``leads_to`` names the state a step ends in: the editing page offers it only where the way is open.
    """

    section: str
    title: Any
    done: Any
    form: type[VersionedForm]
    action: Callable[..., None]
    rows: Callable[[Project], QuerySet[Any]] | None = None
    initial: Initial = lambda project, thing: {}
    leads_to: State | None = None


def _newest_goal(project: Project, goal: Any) -> dict[str, Any]:
    newest = goals.newest_version(goal)
    return {name: getattr(newest, name) for name in ("text", "target_value", "target_unit", "target_year")}


def _newest_date(project: Project, milestone: Any) -> dict[str, Any]:
    newest = milestones.newest_date(milestone)
    return {"date": newest.date if newest else ""}


def _step(title: Any, done: Any, action: Callable[..., None], state: State, form: type[VersionedForm]) -> Verb:
    return Verb("state", title, done, form, action, leads_to=state)


def _goal(title: Any, done: Any, action: Callable[..., None], form: type[VersionedForm], **more: Any) -> Verb:
    return Verb("goals", title, done, form, action, rows=lambda project: project.goals.all(), **more)


def _milestone(title: Any, done: Any, action: Callable[..., None], form: type[VersionedForm], **more: Any) -> Verb:
    return Verb("milestones", title, done, form, action, rows=lambda project: project.milestones.all(), **more)


def _take_back(kind: str) -> Verb:
    action = partial(withdraw, kind=kind)
    return Verb(
        "withdraw", _("Take back an entry"), _("The entry is taken back."), step.ReasonForm, action, rows=LINES[kind]
    )


#: last part of the address of a text -> field; texts are written as drafts (:mod:`.drafts`).
TEXTS: Mapping[str, SheetText.Field] = {
    "beschreibung": SheetText.Field.DESCRIPTION,
    "strategische-einordnung": SheetText.Field.STRATEGIC_PLACE,
    "phase": SheetText.Field.PHASE,
    "naechste-schritte": SheetText.Field.NEXT_STEPS,
    "ausblick": SheetText.Field.OUTLOOK,
    "ergebnisse": SheetText.Field.RESULTS,
    "erfahrungen": SheetText.Field.LESSONS,
    "auszeichnung": SheetText.Field.AWARD,
}
_STEPS: Mapping[str, Verb] = {
    "priorisieren": _step(
        _("Prioritise"), _("The project is prioritised."), lifecycle.prioritize, State.PRIORITIZED, step.StepForm
    ),
    "beschliessen": _step(
        _("Record the approval"), _("The project is approved."), lifecycle.approve, State.APPROVED, step.StepForm
    ),
    "starten": _step(_("Start"), _("The project is running."), lifecycle.start, State.RUNNING, step.StepForm),
    "verzoegern": _step(
        _("Report a delay"), _("The delay is recorded."), lifecycle.report_delay, State.DELAYED, step.ReasonForm
    ),
    "teilweise-aussetzen": _step(
        _("Suspend in part"),
        _("The project is partly suspended."),
        lifecycle.suspend_partly,
        State.PARTLY_SUSPENDED,
        step.ReasonForm,
    ),
    "zurueckstellen": _step(
        _("Put the project off"), _("The project is put off."), lifecycle.put_off, State.PUT_OFF, step.PutOffForm
    ),
    "fortsetzen": _step(
        _("Resume"), _("The project is running again."), lifecycle.resume, State.RUNNING, step.StepForm
    ),
    "abschliessen": _step(
        _("Complete"), _("The project is completed."), lifecycle.complete, State.COMPLETED, step.CompleteForm
    ),
    "verstetigen": _step(
        _("Make permanent"),
        _("The project is a regular task now."),
        lifecycle.make_permanent,
        State.MADE_PERMANENT,
        step.MakePermanentForm,
    ),
    "ersetzen": _step(_("Replace"), _("The project is replaced."), lifecycle.replace, State.REPLACED, step.ReplaceForm),
    "beenden": _step(_("Stop"), _("The project is stopped."), lifecycle.stop, State.STOPPED, step.ReasonForm),
}
VERBS: Mapping[str, Verb] = {
    **_STEPS,
    "umbenennen": Verb(
        "frame", _("Rename"), _("The project has a new name."), step.RenameForm, names_and_texts.rename,
        initial=lambda project, thing: {"name": project.name},
    ),
    "beginn": Verb(
        "frame", _("Set the begin"), _("The begin is stored."), step.BeginForm, names_and_texts.set_begin,
        initial=lambda project, thing: {"date": project.begin},
    ),
    "ende": Verb(
        "frame", _("Set the end"), _("The end is stored."), step.EndForm, names_and_texts.set_end,
        initial=lambda project, thing: {"date": project.end},
    ),
    "themen": Verb(
        "frame", _("Serve further themes"), _("The themes are stored."), step.ThemesForm, names_and_texts.serve_themes,
        initial=lambda project, thing: {"themes": project.also_serves.all()},
    ),
    "einheit-zuordnen": Verb(
        "people", _("Assign a unit or post"), _("The responsibility is stored."), sheet.AssignForm,
        names_and_texts.assign_unit,
    ),
    "einheit-entlassen": Verb(
        "people", _("Release"), _("The responsibility has ended."), step.StepForm, names_and_texts.release_unit,
        rows=lambda project: project.responsibilities.all(),
    ),
    "ziel-setzen": Verb("goals", _("Set a goal"), _("The goal is set."), sheet.GoalForm, goals.set_goal),
    "ziel-aendern": _goal(
        _("Revise the goal"), _("The goal is revised."), goals.revise_goal, sheet.ReviseGoalForm, initial=_newest_goal
    ),
    "ziel-erreichen": _goal(_("Goal met"), _("The goal is met."), goals.meet_goal, step.StepForm),
    "ziel-verfehlen": _goal(_("Goal missed"), _("The missed goal is recorded."), goals.miss_goal, step.ReasonForm),
    "ziel-aufgeben": _goal(_("Drop the goal"), _("The goal is dropped."), goals.drop_goal, step.ReasonForm),
    "meilenstein-planen": Verb(
        "milestones", _("Plan a milestone"), _("The milestone is planned."), sheet.MilestoneForm,
        milestones.plan_milestone,
    ),
    "meilenstein-verschieben": _milestone(
        _("Reschedule"), _("The milestone has a new date."), milestones.reschedule_milestone, sheet.RescheduleForm,
        initial=_newest_date,
    ),
    "meilenstein-erreichen": _milestone(
        _("Milestone reached"), _("The milestone is reached."), milestones.reach_milestone, sheet.ReachForm
    ),
    "meilenstein-streichen": _milestone(
        _("Drop the milestone"), _("The milestone is dropped."), milestones.drop_milestone, step.ReasonForm
    ),
    "meilenstein-wieder-aufnehmen": _milestone(
        _("Take up again"), _("The milestone counts again."), milestones.take_up_milestone, step.ReasonForm
    ),
    "teil-ergaenzen": Verb("parts", _("Add a part"), _("The part is added."), sheet.PartForm, parts.add_part),
    "teil-bewegen": Verb(
        "parts", _("Set the state"), _("The part has a new state."), sheet.MovePartForm, parts.move_part,
        rows=lambda project: project.parts.all(),
        initial=lambda project, part: {"state": part.state, "note": part.note},
    ),
    "chance-nennen": Verb(
        "prospects", _("Name a chance"), _("The chance is named."), sheet.ChanceForm, parts.name_chance
    ),
    "risiko-nennen": Verb("prospects", _("Name a risk"), _("The risk is named."), sheet.RiskForm, parts.name_risk),
    "chance-risiko-schliessen": Verb(
        "prospects", _("Close"), _("It is closed."), step.ReasonForm, parts.close_prospect,
        rows=lambda project: project.prospects.all(),
    ),
    "chance-risiko-wieder-aufnehmen": Verb(
        "prospects", _("Take up again"), _("It is open again."), step.ReasonForm, parts.reopen_prospect,
        rows=lambda project: project.prospects.all(),
    ),
    "hindernis-nennen": Verb(
        "obstacles", _("Name an obstacle"), _("The obstacle is named."), sheet.ObstacleForm, parts.name_obstacle
    ),
    "hindernis-eskalieren": Verb(
        "obstacles", _("Escalate"), _("The obstacle is escalated."), step.ReasonForm, parts.escalate_obstacle,
        rows=lambda project: project.obstacles.all(),
    ),
    "hindernis-loesen": Verb(
        "obstacles", _("Mark as resolved"), _("The obstacle is resolved."), step.ReasonForm, parts.resolve_obstacle,
        rows=lambda project: project.obstacles.all(),
    ),
    "hindernis-wieder-aufnehmen": Verb(
        "obstacles", _("Take up again"), _("The obstacle is open again."), step.ReasonForm, parts.reopen_obstacle,
        rows=lambda project: project.obstacles.all(),
    ),
    "eskalation-zuruecknehmen": Verb(
        "obstacles", _("Take back the escalation"), _("The escalation is taken back."), step.ReasonForm,
        parts.reopen_obstacle, rows=lambda project: project.obstacles.filter(resolved_on=None),
    ),
    "mittel-planen": Verb(
        "means", _("Plan posts or money"), _("The resource is stored."), sheet.ResourceForm, means.plan_resource
    ),
    "methode-nutzen": Verb("means", _("Use a method"), _("The method is stored."), sheet.MethodForm, means.use_method),
    "zielgruppe-nennen": Verb(
        "groups", _("Name a target group"), _("The target group is named."), sheet.TargetGroupForm,
        means.name_target_group,
    ),
    "gremium-eintragen": Verb(
        "council", _("Record an involvement of the council"), _("The involvement is recorded."), sheet.InvolvementForm,
        means.record_involvement,
    ),
    "zahl-eintragen": Verb(
        "results", _("Record a figure"), _("The figure is recorded."), sheet.FigureForm, means.record_figure
    ),
    "dokument-beilegen": Verb(
        "attachments", _("Attach a document"), _("The document is attached."), sheet.AttachmentForm, attachments.attach
    ),
    "dokument-entfernen": Verb(
        "attachments", _("Remove the document"), _("The document is removed."), step.ReasonForm, attachments.remove,
        rows=lambda project: project.attachments.all(),
    ),
    "strategie-zuordnen": Verb(
        "strategy", _("Link a strategy goal"), _("The goal is linked."), sheet.StrategyForm, lineage.link_strategy
    ),
    "strategie-loesen": Verb(
        "strategy", _("Unlink"), _("The link is gone."), step.ReasonForm, lineage.unlink_strategy,
        rows=lambda project: project.strategy_links.all(),
    ),
    "herkunft-verknuepfen": Verb(
        "lineage", _("Link to a later project"), _("The projects are linked."), sheet.LineageForm, lineage.link_lineage
    ),
    **{f"zuruecknehmen-{kind}": _take_back(kind) for kind in LINES},
}  # fmt: skip


#: What only those may say who steer the project, not who leads it.
_STEERED = frozenset({
    "priorisieren", "beschliessen", "verstetigen", "ersetzen", "beenden", "umbenennen", "themen", "einheit-zuordnen",
    "einheit-entlassen", "strategie-zuordnen", "strategie-loesen", "herkunft-verknuepfen",
    *(f"zuruecknehmen-{kind}" for kind in STEERED_LINES),
})  # fmt: skip


def open_to(slug: str, actor: Actor) -> bool:
    """Whether a verb is open to an actor who may edit the sheet."""
    return slug not in _STEERED or may_steer(actor)


def subject(verb: Verb, project: Project, pk: int | None) -> Model | None:
    """The row a verb is said about. Raises LookupError when the address names none, or a stranger's."""
    if (verb.rows is None) != (pk is None):
        raise LookupError("the verb and its address do not fit")
    if verb.rows is None:
        return None
    row: Model | None = verb.rows(project).filter(pk=pk).first()
    if row is None:
        raise LookupError("no such row in this project")
    return row
