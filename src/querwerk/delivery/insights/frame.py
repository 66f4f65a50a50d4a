"""Chapters 1 and 3: the way of working, means, obstacles, participation, contradictions, glossary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from querwerk.analysis.change import Kind
from querwerk.projects.insights import ChangeReport
from querwerk.projects.lifecycle import END_STATES, RUNNING_STATES
from querwerk.structure.labels import CONCEPTS
from querwerk.structure.models import Source
from querwerk.structure.queries import Vocabulary

from ..labels import MEANINGS, PHASES
from ..models import Phase
from ..queries.material import Material, Row, Rows
from .facts import Citations, amount


def paper_of(source: Source) -> Row:
    """The council paper under which a report was published."""
    return {
        "title": source.title,
        "paper": source.paper,
        "body": source.body,
        "dated_on": source.dated_on.isoformat(),
    }


def figures(chapters: Rows, found: ChangeReport) -> Row:
    """The counts a reader wants first."""
    projects = [project for theme in chapters for project in theme["projects"]]
    kinds = Counter(change.kind for change in found.changes)
    return {
        "themes": len(chapters),
        "projects": len(projects),
        "running": sum(project["state"] in RUNNING_STATES for project in projects),
        "ended": sum(project["state"] in END_STATES for project in projects),
        "new": kinds[Kind.NEW],
        "slipped": kinds[Kind.SLIPPED],
        "reached": kinds[Kind.REACHED],
        "vanished": kinds[Kind.GOAL_VANISHED],
        "statements": sum(project["statement"] is not None for project in projects),
    }


def way_of_working(known: Material, since: date, cite: Citations) -> Row:
    """Roles and rules with the year in which a source last named them; wishes and activities of the period."""
    roles = [
        {
            "name": row["text"],
            "held_by": row["data"].get("held_by") or "",
            "count": row["data"].get("count"),
            "does": list(row["data"].get("does") or []),
            "last_named": cite.newest(row["sources"]),
            "sources": cite(row["sources"]),
        }
        for row in _of_kind(known.house, "role")
    ]
    rules = [
        {"text": row["text"], "last_named": cite.newest(row["sources"]), "sources": cite(row["sources"])}
        for row in _of_kind(known.house, "rule")
    ]
    wishes = [
        {"text": row["text"], "from": row["data"].get("from") or "", "date": row["data"].get("date") or ""}
        for row in _of_kind(known.house, "council_wish")
        if row["stated_on"] > since
    ]
    activities = [
        {"what": row["text"], "value": str(row["data"].get("value", "")), "unit": row["data"].get("unit") or "",
         "year": row["data"].get("year"), "sources": cite(row["sources"])}
        for row in _of_kind(known.house, "activity")
        if row["stated_on"] > since
    ]  # fmt: skip
    return {"roles": roles, "rules": rules, "wishes": wishes, "activities": activities}


def _of_kind(rows: Rows, kind: str) -> Rows:
    return [row for row in rows if row["kind"] == kind]


def means(known: Material, shown: Collection[str], cite: Citations) -> Row:
    """The support pool as it was stated, and what the projects of the report have, summed where units agree."""
    totals: dict[tuple[str, str], Decimal] = {}
    for slug, rows in known.of_project["resources"].items():
        newest = {(row["kind"], row["what"], row["period"], row["year"]): row for row in rows}
        for row in newest.values():
            if slug in shown and row["amount"] is not None and row["kind"] == "posts":
                totals[row["kind"], "posts"] = totals.get((row["kind"], "posts"), Decimal(0)) + row["amount"]
    return {
        "pool": [
            {
                "as_of": row["data"].get("as_of") or "",
                "posts": _number(row["data"].get("posts")),
                "what": row["text"],
                "sources": cite(row["sources"]),
            }
            for row in _of_kind(known.house, "support_pool")
        ],
        "posts": amount(totals.get(("posts", "posts"))),
        "lent": [
            {"phase": str(PHASES[Phase(phase)]), "posts": posts, "projects": projects}
            for phase, posts, projects in known.lent
        ],
    }


def _number(value: Any) -> str | None:
    return None if value is None else amount(Decimal(str(value)))


def obstacles(known: Material, shown: Collection[str], since: date, cite: Citations) -> Rows:
    """Obstacles named since the last report and not resolved, by kind, the most frequent first."""
    kinds: dict[str, Rows] = {}
    for row in known.obstacles:
        if row["stated_on"] > since and row["resolved_on"] is None and (not row["project"] or row["project"] in shown):
            kinds.setdefault(row["kind"], []).append(
                {
                    "text": row["text"],
                    "project": row["project"] or "",
                    "theme": row["theme"] or "",
                    "sources": cite(row["sources"]),
                }
            )
    return [
        {"kind": kind, "items": items} for kind, items in sorted(kinds.items(), key=lambda pair: (-len(pair[1]), pair))
    ]


def factors(known: Material, cite: Citations) -> Rows:
    """Success factors and in how many sources they were named so far, the most frequent first."""
    rows = [
        {"text": row["text"], "count": cite.count(row["sources"]), "sources": cite(row["sources"])}
        for row in _of_kind(known.house, "success_factor")
    ]
    return sorted(rows, key=lambda row: (-int(row["count"]), str(row["text"])))


def participation(known: Material, shown: Collection[str], since: date, until: date, cite: Citations) -> Row:
    """How often which body of the council was involved, with which methods projects work, and whom they involve."""
    done: Counter[str] = Counter()
    ahead: Counter[str] = Counter()
    for slug, rows in known.of_project["involvements"].items():
        for row in rows:
            if slug in shown and row["planned"] and row["first_on"] > until:
                ahead[row["body"]] += 1
            elif slug in shown and not row["planned"] and since < row["first_on"] <= until:
                done[row["body"]] += 1
    methods: Counter[str] = Counter(
        row["name"] for slug, rows in known.of_project["methods"].items() if slug in shown for row in rows
    )
    groups: Counter[str] = Counter(
        row["involved"] for slug, rows in known.of_project["groups"].items() if slug in shown for row in rows
    )
    tried = [
        {"methods": list(row["data"].get("methods") or []), "theme": row["data"].get("theme") or "",
         "sources": cite(row["sources"])}
        for row in _of_kind(known.house, "methods_tried")
        if row["stated_on"] > since
    ]  # fmt: skip
    return {
        "bodies": [
            {"body": body, "done": done[body], "planned": ahead[body]}
            for body in sorted({*done, *ahead}, key=lambda body: (-done[body], body))
        ],
        "methods": [{"name": name, "projects": count} for name, count in _most_frequent_first(methods)],
        "groups": dict(groups),
        "tried": tried,
    }


def _most_frequent_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def contradictions(known: Material, shown: Collection[str], themes: Collection[str], until: date) -> Rows:
    """Contradictions about what the report shows, as far as both sides were known; decided only if decided by then."""
    rows: Rows = []
    for row in known.contradictions:
        concerns = set(row["projects"]) & set(shown) or (not row["projects"] and set(row["themes"]) & set(themes))
        if not concerns or not _all_known(row["refs"], known.sources, until):
            continue
        decided = row["decided_on"] is not None and row["decided_on"] <= until
        rows.append(
            {
                "number": row["number"],
                "what": row["what"],
                "first": row["first"],
                "second": row["second"],
                "decision": row["decision"] if decided else "open",
                "reason": row["reason"] if decided else "",
                "projects": row["projects"],
            }
        )
    return rows


def _all_known(refs: Collection[str], sources: Mapping[str, Row], until: date) -> bool:
    """Whether everything a contradiction refers to was known: a source by its day, a paper number by its year."""
    papers = {row["paper"] for row in sources.values()}
    for ref in refs:
        if ref in sources or ref in papers:
            continue
        year = ref.partition("/")[0]
        if not (year.isdigit() and len(year) == 4 and int(year) < until.year):
            return False
    return bool(refs)


def glossary(known: Material, words: Vocabulary, until: date) -> Rows:
    """The house's words on the last day of the period, what they mean, and what things were called before."""
    former: dict[str, list[str]] = {}
    for term in known.terms:
        if term["valid_to"] is not None and term["valid_to"] <= until:
            former.setdefault(term["concept"], []).append(term["singular"])
    return [
        {
            "term": words.one(concept),
            "meaning": str(MEANINGS[concept]),
            "former": [name for name in dict.fromkeys(former.get(concept, [])) if name != words.one(concept)],
        }
        for concept in CONCEPTS
        if concept in MEANINGS
    ]
