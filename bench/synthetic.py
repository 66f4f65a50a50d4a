"""Large invented portfolios in the form of the real one, the same for the same numbers.

    python bench/synthetic.py --projects 2000 --units 500 > portfolio.json
    python bench/synthetic.py --people 70000        (into the house at QUERWERK_HOME, after the import)

A theme has five lanes at most; in each lane one project runs after the other, so that the limit of five running
projects holds at every report. Two in ten projects are planned or put off and take no place.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from typing import Any

REPORTS = [
    ("100001", "Beschlussvorlage", "2017-06-27", 2017),
    ("100002", "Monitoringbericht", "2019-03-19", 2018),
    ("100003", "Monitoringbericht", "2020-03-17", 2019),
    ("100004", "Monitoringbericht", "2021-05-04", 2020),
    ("100005", "Monitoringbericht", "2022-03-15", 2021),
    ("100006", "Monitoringbericht", "2023-06-20", 2022),
    ("100007", "Monitoringbericht", "2024-06-04", 2024),
    ("100008", "Monitoringbericht", "2025-05-20", 2025),
]
PROJECTS_PER_THEME = 33
LANES = 5
_KINDS = ("Quartier", "Bildung", "Klima", "Radweg", "Verwaltung", "Wohnen", "Kultur", "Energie", "Daten", "Schule")
_DOINGS = ("Erneuerung", "Beteiligung", "Planung", "Beratung", "Vernetzung", "Sanierung", "Förderung", "Gestaltung")
_PLACES = ("Nord", "Süd", "Ost", "West", "Mitte", "Hafen", "Bahnhof", "Altstadt", "Rheinufer", "Südpark")
_ADJECTIVES = ("nachhaltige", "digitale", "soziale", "gemeinsame", "offene", "barrierefreie", "regionale")
_METHODS = ("Workshop", "Reallabor", "Kanban", "Umfrage", "Newsletter", "Begleitgruppe", "Scrum", "Planspiel")
_OBSTACLES = ["Personalmangel", "Geldmangel", "Zielkonflikt", "Recht und Verfahren", "Pandemie"]
_BODIES = ["GR", "HA", "PlanA", "AUG", "SozA"]


def portfolio(*, projects: int, units: int) -> dict[str, Any]:
    """A portfolio of so many projects and units."""
    dice = random.Random(f"{projects}/{units}")
    themes = _theme_count(projects)
    offices = [f"A{n}" for n in range(1, max(units - themes, 1) + 1)]
    made = [project for theme in range(themes) for project in _of_theme(theme, themes, projects, offices, dice)]
    return {
        "meta": {"title": f"{projects} erfundene Projekte", "source": "erfunden", "status_values": []},
        "reports": [_report(*report) for report in REPORTS],
        "terms": [],
        "themes": [_theme(theme) for theme in range(themes)],
        "offices": [{"short": short, "name": f"Amt {short[1:]}"} for short in offices],
        "bodies": [{"short": short, "name": f"Gremium {short}", "oparl_short": None} for short in _BODIES],
        "roles": [],
        "rules": [],
        "support_pool": [],
        "success_factors": [],
        "obstacles": [_obstacle(project, dice) for project in made],
        "obstacle_counts": [],
        "discrepancies": [],
        "projects": made,
    }


def example(*, projects: int) -> tuple[str, str]:
    """The addresses of one project and its theme."""
    return _slug(_theme_count(projects) // 2, 0), f"thema-{_theme_count(projects) // 2 + 1}"


def _theme_count(projects: int) -> int:
    return max(1, -(-projects // PROJECTS_PER_THEME))


def _slug(theme: int, number: int) -> str:
    return f"projekt-{theme + 1}-{number + 1}"


def _report(key: str, kind: str, day: str, year: int) -> dict[str, Any]:
    title = f"{kind} {year}"
    return {
        "id": key, "paper": f"{day[:4]}/{int(key[-2:]):04}", "kind": kind, "title": title, "period": None,
        "body": "HA", "date": day, "result": None, "terms": {}, "chapters": ["1 Überblick"],
    }  # fmt: skip


def _theme(theme: int) -> dict[str, Any]:
    name = f"{_KINDS[theme % len(_KINDS)]}stadt {theme + 1}"
    return {
        "slug": f"thema-{theme + 1}",
        "names": [{"name": name, "from": "2017-06", "to": None, "reports": ["100001"]}],
        "dezernat": f"Dezernat {theme + 1}",
        "heads": [{"office": "Bürgermeisterin", "from": "100001", "to": None}],
        "officers": 1,
        "goals": [{"text": f"{name} für alle", "reports": ["100001"]}],
        "strategies": [],
    }


def _of_theme(theme: int, themes: int, projects: int, offices: list[str], dice: random.Random) -> list[dict[str, Any]]:
    """The projects of a theme: lane after lane, then those that never ran."""
    count = projects // themes + (theme < projects % themes)
    made: list[dict[str, Any]] = []
    for _ in range(LANES):
        start, before = 0, ""
        while start < len(REPORTS) - 1 and len(made) < count * 8 // 10:
            length = dice.choice((1, 1, 2))
            made.append(_project(theme, len(made), _running(start, length), offices, dice, before))
            start, before = start + length, made[-1]["slug"]
    while len(made) < count:
        first = dice.randrange(len(REPORTS) - 1)
        made.append(_project(theme, len(made), _waiting(first), offices, dice, ""))
    return made


def _running(start: int, length: int) -> list[tuple[int, str]]:
    """Runs in ``length`` reports from ``start + 1`` on, and is finished in the one after."""
    steps = [(start, "geplant")] if start == 0 else []
    steps += [(at, "laufend") for at in range(start + 1, min(start + 1 + length, len(REPORTS)))]
    end = start + 1 + length
    return [*steps, *([(end, "abgeschlossen")] if end < len(REPORTS) else [])]


def _waiting(first: int) -> list[tuple[int, str]]:
    return [(first, "geplant"), (first + 1, "zurueckgestellt")]


def _project(
    theme: int, number: int, steps: list[tuple[int, str]], offices: list[str], dice: random.Random, before: str
) -> dict[str, Any]:
    keys = [REPORTS[at][0] for at, _ in steps]
    first, last = REPORTS[steps[0][0]], REPORTS[steps[-1][0]]
    subject = f"{dice.choice(_KINDS)}-{dice.choice(_DOINGS)} {dice.choice(_PLACES)}"
    name = f"{dice.choice(_ADJECTIVES).capitalize()} {subject} {theme + 1}.{number + 1}"
    responsible = dice.sample(offices, min(len(offices), dice.choice((1, 1, 2))))
    return {
        "slug": _slug(theme, number),
        "theme": f"thema-{theme + 1}",
        "kind": "Leitprojekt",
        "names": [{"name": name, "from": first[2][:7], "to": None, "reports": keys}],
        "responsible": [{"office": office, "reports": keys} for office in responsible],
        "status_by_report": [
            {"report": REPORTS[at][0], "year": REPORTS[at][3], "status": status, "word": None, "flags": [],
             "basis": "stated"}
            for at, status in steps
        ],
        "begin": {"date": first[2], "precision": "day", "report": keys[0]},
        "end": {"date": last[2], "precision": "day", "report": keys[-1]} if steps[-1][1] == "abgeschlossen" else None,
        "horizon": None,
        "goals": [{"text": _sentence(dice), "reports": keys}],
        "milestones": [_milestone(number, keys, first[2], dice) for number in range(3)],
        "involvement": [_involvement(number, keys, first[2], dice) for number in range(5)],
        "resources": [
            {"kind": "Euro", "amount": dice.randrange(5, 500) * 1000, "unit": "EUR", "what": "Mittel",
             "period": first[2][:4], "funder": None, "report": keys[0]}
        ],
        "results": [
            {"what": _sentence(dice), "value": dice.randrange(1, 900), "unit": "Personen", "year": first[3],
             "report": keys[-1]}
            for _ in range(2)
        ],
        "methods": dice.sample(_METHODS, 3),
        "target_groups": [{"text": f"Menschen in {dice.choice(_PLACES)}", "reports": keys[:1]}],
        "opportunities": [],
        "risks": [{"text": _sentence(dice), "reports": keys[-1:]}],
        "subprojects": [f"Baustein {dice.choice(_PLACES)}"],
        "lineage": [{"type": "continues", "project": before, "report": keys[0]}] if before else [],
        "seen_in": keys,
    }  # fmt: skip


def _sentence(dice: random.Random) -> str:
    return f"{dice.choice(_ADJECTIVES)} {dice.choice(_DOINGS)} für {dice.choice(_KINDS)} und {dice.choice(_KINDS)}"


def _milestone(number: int, keys: list[str], day: str, dice: random.Random) -> dict[str, Any]:
    year = int(day[:4]) + number
    dates = [{"date": f"{year}-Q{dice.randrange(1, 5)}", "report": keys[0]}]
    if dice.random() < 0.3 and len(keys) > 1:
        dates.append({"date": f"{year + 1}-H1", "report": keys[1]})
    actual = {"date": f"{year + 1}-06", "report": keys[-1]} if dice.random() < 0.4 else None
    return {"what": f"{dice.choice(_DOINGS)} {number + 1}", "planned": dates, "actual": actual}


def _involvement(number: int, keys: list[str], day: str, dice: random.Random) -> dict[str, Any]:
    return {
        "date": f"{int(day[:4]) + number % 3}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
        "precision": "day", "body": dice.choice(_BODIES), "what": _sentence(dice), "result": "Kenntnisnahme",
        "paper": None, "as_reported": "done", "reports": keys[:1], "oparl": {"match": "body_not_in_oparl"},
    }  # fmt: skip


def _obstacle(project: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    return {
        "kind": dice.choice(_OBSTACLES),
        "report": project["seen_in"][-1],
        "theme": project["theme"],
        "project": project["slug"],
        "text": _sentence(dice),
    }


def add_people(count: int) -> None:
    """Fills the units of a house with invented people, each on a post of its own."""
    import django

    django.setup()
    from datetime import date

    from django.db import transaction

    from querwerk.structure.models import Assignment, Person, Post, Unit

    units = list(Unit.objects.order_by("pk"))
    with transaction.atomic():
        people = Person.objects.bulk_create([Person(name=f"Person {n}") for n in range(count)], batch_size=5000)
        posts = Post.objects.bulk_create(
            [Post(unit=units[n % len(units)], slug=f"stelle-{n}", title=f"Stelle {n}") for n in range(count)],
            batch_size=5000,
        )
        Assignment.objects.bulk_create(
            [
                Assignment(post=post, person=person, valid_from=date(2017, 6, 27))
                for post, person in zip(posts, people, strict=True)
            ],
            batch_size=5000,
        )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--projects", type=int, default=2_000)
    arguments.add_argument("--units", type=int, default=500)
    arguments.add_argument("--people", type=int, default=0)
    options = arguments.parse_args()
    if options.people:
        add_people(options.people)
    else:
        json.dump(portfolio(projects=options.projects, units=options.units), sys.stdout, ensure_ascii=False)
