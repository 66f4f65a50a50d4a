"""Chapter 2: each theme with its people, goals and projects, and each project with its facts and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from querwerk.analysis.change import Change, Milestone, Version, lateness, shift
from querwerk.projects.insights import ChangeReport, tell
from querwerk.projects.insights.telling import state_in_words
from querwerk.projects.labels import CHANGES, GOAL_STATUSES, KINDS, STATES
from querwerk.projects.lifecycle import GoalStatus, State
from querwerk.projects.models import Project
from querwerk.structure.queries import theme_name

from ..queries.material import Material, Row, Rows
from ..queries.periods import PARTS
from .facts import Citations, amount, joined

_NOTES = {"goal": "goals", "strategy": "strategies", "campaign": "campaigns", "structure": "structure"}


def chapters(
    known: Material,
    found: ChangeReport,
    changed: Mapping[str, Sequence[Change]],
    since: date,
    until: date,
    cite: Citations,
) -> list[Row]:
    """One entry a theme, in the house's order, with the projects that were under way or spoken of in the period."""
    of_theme: dict[str, Rows] = {}
    for row in known.projects:
        version = found.versions.get(row["slug"])
        spoken = known.of_project["states"].get(row["slug"], [])
        heard = row["slug"] in known.statements or any(state["stated_on"] > since for state in spoken)
        if version is not None and (not version.ended or heard):
            project = _project(row, version, known, found, changed.get(row["slug"], ()), since, cite)
            of_theme.setdefault(row["theme"], []).append(project)
    return [
        _theme(row, known, of_theme.get(row["slug"], []), cite)
        for row in known.themes
        if row["slug"] in of_theme or row["slug"] in known.theme_names
    ]


def _theme(row: Row, known: Material, projects: Rows, cite: Citations) -> Row:
    slug = row["slug"]
    names = [name["name"] for name in known.theme_names.get(slug, [])]
    notes: dict[str, Rows] = {name: [] for name in _NOTES.values()}
    for note in known.theme_notes.get(slug, []):
        notes[_NOTES[note["kind"]]].append({"text": note["text"], "sources": cite(note["sources"])})
    statement = known.theme_statements.get(slug)
    roles = known.theme_roles.get(slug, [])
    return {
        "slug": slug,
        "name": theme_name(names, row["name"]),
        "unit": row["unit"] or "",
        "heads": _posts(roles, "head", cite),
        "officers": _posts(roles, "officer", cite),
        **notes,
        "bodies": [body["name"] for body in known.theme_bodies.get(slug, [])],
        "statement": statement["text"] if statement else "",
        "projects": projects,
    }


def _posts(roles: Rows, wanted: str, cite: Citations) -> Rows:
    return [
        {"post": row["post"], "unit": row["unit"], "count": row["count"], "sources": cite(row["sources"])}
        for row in roles
        if row["role"] == wanted
    ]


def _project(
    row: Row,
    version: Version,
    known: Material,
    found: ChangeReport,
    changed: Sequence[Change],
    since: date,
    cite: Citations,
) -> Row:
    slug = row["slug"]

    def facts(kind: str) -> Rows:
        return known.of_project[kind].get(slug, [])

    states = facts("states")
    newest = states[-1] if states else {}
    texts = {text["field"]: text["text"] for text in facts("texts")}
    said = known.statements.get(slug)
    return {
        "slug": slug,
        "name": version.name,
        "kind": str(KINDS[Project.Kind(row["kind"])]),
        "responsible": list(version.responsible),
        "state": version.state,
        "flags": list(version.flags),
        "standing": state_in_words((version.state, *version.flags)),
        "word": newest.get("word", ""),
        "inferred": bool(newest.get("inferred", False)),
        "stated_on": newest["stated_on"].isoformat() if newest else None,
        "confirmed_on": _confirmed_on(known, slug),
        "reason": version.reason,
        "review_on": newest["review_on"].isoformat() if newest.get("review_on") else None,
        "receiving_unit": newest.get("unit") or "",
        "successors": [found.names.get(key, key) for key in version.successors],
        "begin": _bounds(facts("dates"), "begin"),
        "end": _bounds(facts("dates"), "end"),
        "description": texts.get("description", ""),
        "goals": _goals(version),
        "milestones": [_milestone(milestone) for milestone in version.milestones.values()],
        "parts": _parts(facts("parts")),
        "involvements": _involvements(facts("involvements"), since, cite),
        "statement": {part: said[part] for part in PARTS} if said else None,
        "successes": joined(said["successes"] if said else "", texts.get("results")),
        "lessons": joined(said["lessons"] if said else "", texts.get("lessons")),
        "outlook": joined(said["outlook"] if said else "", texts.get("next_steps"), texts.get("outlook")),
        "figures": _figures(facts("figures"), since, cite),
        "risks": _risks(facts("prospects"), found.until, cite),
        "resources": [_resource(resource, cite) for resource in _newest_of_each(facts("resources"))],
        "changes": [
            {"kind": change.kind.value, "heading": str(CHANGES[change.kind][0]), "sentence": tell(change, found.names)}
            for change in changed
        ],
        "sources": cite([*newest.get("sources", []), *(said["sources"] if said else [])]),
    }


#: Facts of a project that say, by the day they became known, that somebody looked at its sheet.
_LOOKED = ("states", "dates", "texts", "reached", "confirmed")


def _confirmed_on(known: Material, slug: str) -> str | None:
    """Until when the sheet is known to hold, from what was known on the last day of the period alone."""
    days = [row["stated_on"] for kind in _LOOKED for row in known.of_project[kind].get(slug, [])]
    return max(days).isoformat() if days else None


def _parts(rows: Rows) -> Rows:
    return [
        {"name": row["name"], "state": str(STATES[State(row["state"])]) if row["state"] else "", "note": row["note"]}
        for row in rows
    ]


def _figures(rows: Rows, since: date, cite: Citations) -> Rows:
    """Results in numbers that became known since the last report."""
    return [
        {**{name: row[name] for name in ("what", "value", "unit", "year")}, "sources": cite(row["sources"])}
        for row in rows
        if row["stated_on"] > since
    ]


def _risks(rows: Rows, until: date, cite: Citations) -> Rows:
    """Chances and risks that were open on the last day."""
    return [
        {
            **{name: row[name] for name in ("kind", "text", "countermeasure")},
            "owner": row["owner"] or "",
            "sources": cite(row["sources"]),
        }
        for row in rows
        if row["closed_on"] is None or row["closed_on"] > until
    ]


def _bounds(rows: Rows, kind: str) -> list[str]:
    """Begin or end by every source, each date once, the newest first."""
    return list(dict.fromkeys(row["text"] for row in reversed(rows) if row["kind"] == kind))


def _goals(version: Version) -> Rows:
    return [
        {
            "text": goal.text,
            "target": goal.target,
            "status": str(GOAL_STATUSES[GoalStatus(goal.status)]),
            "reason": goal.reason,
            "mentioned": goal.mentioned,
        }
        for goal in version.goals.values()
    ]


def _milestone(milestone: Milestone) -> Row:
    """Baseline, forecast, actual, and the slip from the baseline to where it stands now."""
    baseline = milestone.planned[0].span if milestone.planned else None
    forecast = milestone.planned[-1].span if milestone.planned else None
    moved = None
    if baseline is not None and milestone.actual is not None:
        moved = lateness(baseline, milestone.actual)
    elif baseline is not None and forecast is not None:
        moved = shift(baseline, forecast)
    reasons = [step.reason for step in milestone.planned if step.reason]
    return {
        "name": milestone.name,
        "baseline": baseline.text if baseline else "",
        "forecast": forecast.text if forecast else "",
        "actual": milestone.actual.text if milestone.actual else "",
        "days": moved.days if moved else None,
        "at_least": moved.at_least if moved else False,
        "reason": reasons[-1] if reasons else "",
        "dropped": milestone.dropped,
        "drop_reason": milestone.drop_reason,
    }


def _involvements(rows: Rows, since: date, cite: Citations) -> Row:
    """Those since the last report, planned ones too; of the earlier ones that took place only how many."""
    shown = [row for row in rows if row["first_on"] > since]
    return {
        "earlier": sum(not row["planned"] for row in rows) - sum(not row["planned"] for row in shown),
        "shown": [
            {
                "body": row["body"],
                "short": row["short"],
                "date": row["text"],
                "what": row["what"],
                "result": row["result"],
                "paper": row["paper"],
                "planned": row["planned"],
                "later": row["later"],
                "sources": cite(row["sources"]),
            }
            for row in shown
        ],
    }


def _newest_of_each(rows: Rows) -> Rows:
    """The newest statement of each thing, in the order in which things were first stated."""
    newest: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        newest[row["kind"], row["what"], row["period"], row["year"]] = row
    return list(newest.values())


def _resource(row: Row, cite: Citations) -> Row:
    return {
        "kind": row["kind"],
        "what": row["what"],
        "amount": amount(row["amount"]),
        "unit": row["unit"],
        "period": row["period"],
        "year": row["year"],
        "funder": row["funder"],
        "funding": row["funding"],
        "sources": cite(row["sources"]),
    }
