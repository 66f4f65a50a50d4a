"""Portfolio files for tests: the packaged one, altered at will, and taken in."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from querwerk.delivery.exchange import import_portfolio
from querwerk.journal.actions import Actor
from querwerk.structure.exchange.store import Outcome
from querwerk.web.demo import FILE

BY = Actor(post="Stabsstelle", roles=frozenset({"staff_unit"}))
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@cache
def _packaged() -> str:
    return FILE.read_text(encoding="utf-8")


def packaged() -> dict[str, Any]:
    """A fresh copy of the packaged portfolio."""
    facts: dict[str, Any] = json.loads(_packaged())
    return facts


def small() -> dict[str, Any]:
    """Two themes with one project each, and everything else empty: the least a file can be."""
    return copy.deepcopy(_SMALL)


def as_bytes(facts: Any) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode()


def take_in(facts: Any, *, dry_run: bool = False, by: Actor = BY, at: datetime = AT) -> Outcome:
    """Imports facts as a file would be."""
    return import_portfolio(as_bytes(facts), by=by, at=at, dry_run=dry_run)


def altered(change: Callable[[dict[str, Any]], Any], facts: dict[str, Any] | None = None) -> dict[str, Any]:
    """The packaged (or given) portfolio with one thing changed."""
    facts = packaged() if facts is None else facts
    change(facts)
    return facts


def _project(slug: str, theme: str, name: str, status: str) -> dict[str, Any]:
    return {
        "slug": slug, "theme": theme, "kind": "Leitprojekt",
        "names": [{"name": name, "from": "2019", "to": None, "reports": ["r1"]}],
        "responsible": [{"office": "UA", "reports": ["r1"]}],
        "status_by_report": [
            {"report": "r1", "year": 2019, "status": status, "word": None, "flags": [], "basis": "stated"}
        ],
        "begin": {"date": "2018", "precision": "year", "report": "r1"}, "end": None,
        "milestones": [{"what": "Auftakt", "planned": [{"date": "2019-Q3", "report": "r1"}], "actual": None}],
        "involvement": [], "lineage": [], "seen_in": ["r1"],
    }  # fmt: skip


def _theme(slug: str, name: str) -> dict[str, Any]:
    return {
        "slug": slug, "names": [{"name": name, "from": "2018", "to": None, "reports": ["r1"]}],
        "dezernat": "Dezernat A", "heads": [{"office": "Bürgermeisterin", "from": "r1", "to": None}], "officers": 1,
        "goals": [], "strategies": [],
    }  # fmt: skip


_SMALL: dict[str, Any] = {
    "meta": {"title": "Klein", "source": "erfunden", "status_values": []},
    "reports": [
        {
            "id": "r1", "paper": "2020/0001", "kind": "Monitoringbericht", "title": "Bericht", "body": "GR",
            "date": "2020-03-17", "chapters": ["1 Überblick"], "terms": {},
        }
    ],
    "terms": [], "roles": [], "rules": [], "support_pool": [], "success_factors": [], "obstacles": [],
    "obstacle_counts": [], "discrepancies": [],
    "themes": [_theme("wasser", "Stadt am Wasser"), _theme("huegel", "Grüne Hügel")],
    "offices": [{"short": "UA", "name": "Umweltamt"}],
    "bodies": [{"short": "GR", "name": "Gemeinderat", "oparl_short": None}],
    "projects": [
        _project("ufer", "wasser", "Offenes Ufer", "laufend"),
        _project("wald", "huegel", "Wald vor der Tür", "geplant"),
    ],
}  # fmt: skip
