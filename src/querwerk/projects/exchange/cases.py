"""What belongs to several projects or to none: contradictions, and obstacles of themes and of the way of working."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from querwerk.journal.actions import Event
from querwerk.structure.exchange.sources import Calendar
from querwerk.structure.exchange.store import Links, Outcome, fingerprint, fingerprints, keep, upsert
from querwerk.structure.models import HOUSE

from ..models import Contradiction, Obstacle
from .links import contradictions, obstacles
from .shapes import Portfolio
from .store import EVENT
from .tables import LOOSE_OBSTACLES


def renew_cases(
    portfolio: Portfolio, calendar: Calendar, projects: Mapping[str, int], links: Links, outcome: Outcome
) -> Iterator[Event]:
    """Stores what differs and tells it on the thread of the house; what a person decided stays decided."""
    cases = contradictions(portfolio)
    loose = obstacles(portfolio, calendar).get("", [])
    after = fingerprint([sorted(cases.items()), loose])
    before = fingerprints(EVENT).get(HOUSE)
    tally = outcome.of("contradictions")
    if before == after:
        tally.unchanged = len(cases)
        return
    imported = Obstacle.objects.filter(project=None).exclude(sources=[])
    keep(LOOSE_OBSTACLES, imported, loose, links=links)
    stored = upsert(Contradiction, "number", {number: case.fields for number, case in cases.items()}, tally)
    about_projects, about_themes = Contradiction.projects.through, Contradiction.themes.through
    for through in (about_projects, about_themes):
        through._default_manager.filter(contradiction__in=stored.values()).delete()
    about_projects._default_manager.bulk_create(
        about_projects(contradiction_id=stored[number], project_id=projects[slug])
        for number, case in cases.items()
        for slug in case.projects
    )
    about_themes._default_manager.bulk_create(
        about_themes(contradiction_id=stored[number], theme_id=links["theme__slug"][slug])
        for number, case in cases.items()
        for slug in case.themes
    )
    facts = {"contradictions": [None, len(cases)], "obstacles": [None, len(loose)], "fingerprint": [before, after]}
    yield Event(EVENT, HOUSE, facts=facts)
