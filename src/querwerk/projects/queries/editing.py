"""What the editing page of one project shows: every entry of its sheet, newest version each, in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from querwerk.journal.queries import HistoryLine, history

from ..lifecycle import GoalStatus, State, confirmed_on
from ..models import GoalVersion, Milestone, Project, SheetText

#: Texts without which a sheet is not complete.
WANTED_TEXTS = (
    SheetText.Field.DESCRIPTION,
    SheetText.Field.STRATEGIC_PLACE,
    SheetText.Field.NEXT_STEPS,
    SheetText.Field.OUTLOOK,
)
#: After so many days without a change a sheet is stale: reports are yearly, committees meet each quarter.
STALE_DAYS = 180


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the sheet as the editing page lists it.

    ``row`` is what verbs are said about, ``version`` the newest stored version of it. ``own`` when no source states
    that version, so that it can be taken back. ``open`` while verbs can still be said about it.
    """

    kind: str
    row: int
    version: int
    title: str
    detail: str
    status: str
    extra: str
    on: date | None
    own: bool
    open: bool


@dataclass(frozen=True, slots=True)
class EditPage:
    """A project with all its entries, by kind, and what a complete sheet would need besides."""

    project: Project
    items: Mapping[str, list[Item]]
    missing: frozenset[str]
    stale_days: int

    @property
    def is_stale(self) -> bool:
        return self.stale_days > STALE_DAYS

    def of(self, kind: str) -> list[Item]:
        return self.items.get(kind, [])


def edit_page(project: Project, *, on: date) -> EditPage:
    """All entries of a project's sheet, newest versions only, oldest entry first."""
    lines: dict[str, dict[str, Item]] = defaultdict(dict)
    for kind, row, version, line, title, detail, status, extra, day, sources in _entries(project):
        item = Item(
            kind, row, version, title, detail, status, extra, day, version is not None and not sources,
            _is_open(kind, status, extra),
        )  # fmt: skip
        key = line or f"{kind}{row}"
        before = lines[kind].get(key)
        if before is None or _age(item) >= _age(before):
            lines[kind][key] = item
    items = {kind: sorted(found.values(), key=lambda item: item.row) for kind, found in lines.items()}
    said = project.confirmations.values_list("stated_on", flat=True)
    confirmed = confirmed_on(project.updated_on, said, on=on)
    return EditPage(project, items, _missing(project, items), max(0, (on - confirmed).days))


def meanwhile(project: Project, seen: int) -> list[HistoryLine]:
    """What happened to a project since somebody saw this version of it: each verb raises the version by one."""
    versions = project.version - seen
    return history(project.thread, of="projects", limit=versions) if versions > 0 else []


def _age(item: Item) -> tuple[date, int]:
    return (item.on or date.min, item.version or 0)


def _is_open(kind: str, status: str, extra: str) -> bool:
    if kind == "goal":
        return status == GoalStatus.OPEN
    if kind == "milestone":
        return status != "actual" and not extra.partition("|")[2]
    if kind in ("prospect", "obstacle"):
        return not extra.startswith("closed")
    return True


def _missing(project: Project, items: Mapping[str, list[Item]]) -> frozenset[str]:
    """Sections in which a complete sheet would hold something and this one holds nothing."""
    texts = {item.status for item in items.get("text", []) if item.title}
    gaps = {field.value for field in WANTED_TEXTS if field.value not in texts}
    wanted = {
        "people": "responsibility", "goals": "goal", "milestones": "milestone", "groups": "target_group",
        "strategy": "strategy", "means": "resource", "prospects": "prospect", "council": "involvement",
    }  # fmt: skip
    if State(project.state) not in (State.REPLACED, State.STOPPED):
        gaps |= {section for section, kind in wanted.items() if not items.get(kind)}
    return frozenset(gaps)


def _entries(project: Project) -> QuerySet[Any, Any]:
    """Every row of every kind, in the same ten columns."""
    goals = GoalVersion.objects.filter(goal__project=project)
    miles = Milestone.objects.filter(project=project)
    first, *others = (
        _as_items(project.states.all(), "state", title="state", detail="reason", line=Value("state")),
        _as_items(project.names.all(), "name", title="name", detail="note", line=Value("name")),
        _as_items(project.dates.all(), "date", title="date", detail="note", status="kind", line=F("kind")),
        _as_items(
            project.responsibilities.filter(valid_to__isnull=True), "responsibility",
            title=Coalesce("post__title", "unit__name", "partner", output_field=TextField()), detail="note",
            status="role",
        ),
        _as_items(project.texts.all(), "text", title="text", status="field", line=F("field")),
        _as_items(
            goals, "goal", row="goal", title="text", detail="reason", status="status", line=F("goal"),
            extra=_joined("target_value", "target_unit", "target_year"),
        ),
        _as_items(
            miles, "milestone", version="dates", title="name", detail="dates__reason", status="dates__kind",
            line=F("pk"), extra=_joined("dates__date", "dropped_on"), on="dates__stated_on", sources="dates__sources",
        ),
        _as_items(project.parts.all(), "part", title="name", detail="note", status="state"),
        _as_items(
            project.prospects.all(), "prospect", title="text", detail="countermeasure", status="kind",
            extra=_closed("closed_on"),
        ),
        _as_items(
            project.obstacles.all(), "obstacle", title="text", detail="kind__name", extra=_closed("resolved_on"),
            status=_text_of("escalated_on"),
        ),
        _as_items(
            project.resources.all(), "resource", title="what", detail="period", status="kind",
            extra=_joined("amount", "unit", "budget_year"), line=_joined("kind", "what", "budget_year"),
        ),
        _as_items(project.method_uses.all(), "method", title="method__name", status=_text_of("planned")),
        _as_items(
            project.target_groups.all(), "target_group", title="text", detail="phase", status="involved",
            line=F("text"),
        ),
        _as_items(
            project.involvements.select_related(None), "involvement", title="what", detail="result",
            status="body__short", extra="date",
        ),
        _as_items(project.figures.all(), "figure", title="what", extra=_joined("value", "unit", "year")),
        _as_items(
            project.attachments.all(), "attachment", title="title", detail="name", status=_text_of("internal"),
        ),
        _as_items(project.strategy_links.all(), "strategy", title="goal__text", detail="goal__strategy__name"),
        _as_items(project.leads_to.all(), "lineage", title="later__name", detail="note", status="kind"),
        _as_items(project.comes_from.all(), "ancestry", title="earlier__name", detail="note", status="kind"),
    )  # fmt: skip
    return first.union(*others, all=True)


def _as_items(
    rows: QuerySet[Any],
    kind: str,
    *,
    title: Any,
    row: str = "pk",
    version: str = "pk",
    line: Any = "",
    detail: Any = "",
    status: Any = "",
    extra: Any = "",
    on: str = "stated_on",
    sources: str = "sources",
) -> QuerySet[Any, Any]:
    texts = {"i_title": title, "i_detail": detail, "i_status": status, "i_extra": extra, "i_line": line}
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(i_kind=Value(kind, CharField()), i_row=F(row), i_version=F(version))
        .annotate(**{name: _text_of(value) for name, value in texts.items()}, i_on=F(on), i_sources=F(sources))
        .values_list(
            "i_kind", "i_row", "i_version", "i_line", "i_title", "i_detail", "i_status", "i_extra", "i_on", "i_sources"
        )
    )
    return found


def _text_of(value: Any) -> Any:
    return Coalesce(Cast(value, TextField()), Value(""), output_field=TextField()) if value else Value("", TextField())


def _joined(*fields: str) -> Any:
    """Several fields in one column, parted by bars."""
    parts: list[Any] = [_text_of(fields[0])]
    for field in fields[1:]:
        parts += [Value("|", TextField()), _text_of(field)]
    return Concat(*parts, output_field=TextField())


def _closed(field: str) -> Any:
    return Case(When(**{f"{field}__isnull": False}, then=Value("closed")), default=Value(""), output_field=TextField())
