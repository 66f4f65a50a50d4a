"""States, flags and lineage of a portfolio file, in the words of the house."""

from __future__ import annotations

from ..lifecycle import LineageKind, State
from .shapes import Project, StatusInReport

STATES = {
    "in Konzeption": State.PRIORITIZED,
    "laufend": State.RUNNING,
    "verzoegert": State.DELAYED,
    "teilweise ausgesetzt": State.PARTLY_SUSPENDED,
    "zurueckgestellt": State.PUT_OFF,
    "abgeschlossen": State.COMPLETED,
    "verstetigt": State.MADE_PERMANENT,
    "ersetzt": State.REPLACED,
    "gestoppt": State.STOPPED,
}

#: type -> (kind, whether the project that says so is the earlier one, whether it is only planned)
LINEAGE: dict[str, tuple[LineageKind, bool, bool]] = {
    "replaced_by": (LineageKind.REPLACES, True, False),
    "replaced_by_group": (LineageKind.REPLACES, True, False),
    "replaces": (LineageKind.REPLACES, False, False),
    "replaces_group": (LineageKind.REPLACES, False, False),
    "continued_in": (LineageKind.CONTINUES, True, False),
    "continues": (LineageKind.CONTINUES, False, False),
    "planned_continuation": (LineageKind.CONTINUES, True, True),
    "planned_successor_of": (LineageKind.CONTINUES, False, True),
    "absorbs": (LineageKind.MERGES, False, False),
    "absorbs_measures_of": (LineageKind.MERGES, False, False),
    "absorbed_by": (LineageKind.MERGES, True, False),
    "measures_absorbed_by": (LineageKind.MERGES, True, False),
    "split_into": (LineageKind.SPLITS, True, False),
    "split_from": (LineageKind.SPLITS, False, False),
    "shares_area_with": (LineageKind.RELATED, True, False),
    "depends_on": (LineageKind.RELATED, True, False),
    "implementation_in": (LineageKind.RELATED, True, False),
}
#: How a related project is called, since the kind alone does not say it.
RELATED_NOTES = {
    "shares_area_with": "teilt sich die Fläche",
    "depends_on": "hängt davon ab",
    "implementation_in": "wird dort umgesetzt",
}


def state_of(status: str, word: str | None = None) -> State:
    """The state a status stands for; "geplant" is approved when the report's word says that it was decided."""
    if status == "geplant":
        return State.APPROVED if word and "beschlossen" in word else State.PRIORITIZED
    return STATES[status]


def state_in(status: StatusInReport) -> State:
    """The state a report gives a project."""
    return state_of(status.status, status.word)


def pair_of(project: Project, kind: str, other: str) -> tuple[str, str]:
    """(earlier, later) of a lineage step."""
    return (project.slug, other) if LINEAGE[kind][1] else (other, project.slug)
