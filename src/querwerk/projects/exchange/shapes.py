"""The shapes of a portfolio file: its projects, and what connects them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from querwerk.structure.exchange.fields import (
    Count,
    Figure,
    Key,
    Keys,
    LongSlug,
    Name120,
    Name200,
    Name300,
    Number,
    Shape,
    Short,
    Slug,
    Text,
    Text40,
    Text60,
    Text80,
    Text120,
    Text200,
    Text300,
    When,
    Year,
)
from querwerk.structure.exchange.shapes import StructurePart

Status = Literal[
    "geplant",
    "in Konzeption",
    "laufend",
    "verzoegert",
    "teilweise ausgesetzt",
    "zurueckgestellt",
    "abgeschlossen",
    "verstetigt",
    "ersetzt",
    "gestoppt",
]
Precision = Literal["day", "month", "quarter", "season", "half-year", "year"]
LineageType = Literal[
    "replaced_by",
    "replaced_by_group",
    "replaces",
    "replaces_group",
    "continued_in",
    "continues",
    "planned_continuation",
    "planned_successor_of",
    "absorbs",
    "absorbs_measures_of",
    "absorbed_by",
    "measures_absorbed_by",
    "split_into",
    "split_from",
    "shares_area_with",
    "depends_on",
    "implementation_in",
]


class ProjectName(Shape):
    name: Name300
    from_: When = Field(alias="from")
    to: When | None
    reports: Keys


class Responsible(Shape):
    office: Short
    reports: Keys


class StatusInReport(Shape):
    """Where a project stood by one report; ``word`` is the report's own."""

    report: Key
    year: Year
    status: Status
    word: Text200 | None
    flags: list[Status]
    basis: Literal["stated", "inferred"]
    note: Text | None = None


class Bound(Shape):
    """Begin or end of a project."""

    date: When
    precision: Precision
    report: Key
    note: Text | None = None


class DateInReport(Shape):
    date: When
    report: Key


class Milestone(Shape):
    what: Text300
    planned: list[DateInReport]
    actual: DateInReport | None
    note: Text | None = None


class InOParl(Shape):
    """What the council's OParl interface shows for an involvement."""

    match: Literal[
        "agenda_item",
        "meeting_without_visible_item",
        "no_meeting_of_this_body_that_day",
        "body_not_in_oparl",
        "date_too_vague",
        "not_found_in_month",
    ]
    meeting: Text200 | None = None
    date: When | None = None
    agenda_item: Text200 | None = None
    paper: Text40 | None = None
    result: Text300 | None = None


class Involvement(Shape):
    date: When
    precision: Precision
    body: Text60
    what: Text300
    result: Text300 | None
    paper: Text40 | None
    as_reported: Literal["planned", "done"]
    reports: Keys
    oparl: InOParl
    later_date: When | None = None


class Outcome(Shape):
    """What a body did after the last report."""

    date: When
    body: Text60
    what: Text300
    result: Text300 | None
    paper: Text40 | None
    source: Key


class Resource(Shape):
    kind: Literal["Stellen", "Euro"]
    amount: Number | None
    unit: Text40 | None
    what: Text300
    period: Text120 | None
    funder: Text200 | None
    report: Key


class Result(Shape):
    what: Text300
    value: Figure
    unit: Text80 | None
    year: Year | None
    report: Key


class ProjectText(Shape):
    text: Text
    reports: Keys
    change_2024: Text | None = None


class TargetGroup(Shape):
    text: Text300
    reports: Keys
    change_2024: Text | None = None


class LineageStep(Shape):
    type: LineageType
    project: LongSlug
    report: Key
    note: Text | None = None


class Project(Shape):
    slug: LongSlug
    theme: Slug
    kind: Name120
    names: Annotated[list[ProjectName], Field(min_length=1)]
    responsible: list[Responsible]
    status_by_report: Annotated[list[StatusInReport], Field(min_length=1)]
    begin: Bound | None
    end: Bound | None
    milestones: list[Milestone]
    involvement: list[Involvement]
    lineage: list[LineageStep]
    seen_in: Keys
    names_note: Text | None = None
    responsible_note: Text | None = None
    horizon: Text200 | None = None
    goals: list[ProjectText] = []
    resources: list[Resource] = []
    results: list[Result] = []
    methods: list[Name120] = []
    target_groups: list[TargetGroup] = []
    opportunities: list[ProjectText] = []
    risks: list[ProjectText] = []
    subprojects: list[Name200] = []
    partners: list[Name200] = []
    awards: list[Text] = []
    gaps: Text | None = None
    later_outcomes: list[Outcome] = []


class Obstacle(Shape):
    kind: Name120
    report: Key
    theme: Slug | None
    project: LongSlug | None
    text: Text


class ObstacleCount(Shape):
    """A sum over the obstacles, for checking; the obstacles themselves are what is taken in."""

    kind: Name120
    count: Count
    reports: list[Year] = []
    themes: list[Slug] = []
    projects: list[LongSlug] = []


class StatusCount(Shape):
    """A sum over the states of a report, for checking."""

    report: Key
    year: Year
    projects: Count
    by_status: dict[Status, Count]
    by_flag: dict[Status, Count]
    stated_in_status_column: Count


class Slipped(Shape):
    """A milestone whose date moved, for checking."""

    project: LongSlug
    milestone: Text300
    planned: list[DateInReport]
    actual: DateInReport | None


class Discrepancy(Shape):
    no: Annotated[int, Field(ge=1, le=1_000_000)]
    what: Text300
    a: Text
    b: Text
    refs: list[Text60]


class Excerpt(Shape):
    """What the dashboard says about a project."""

    project: LongSlug
    begin: When | None = None
    end: When | None = None
    budget_eur_per_year: Number | None = None
    posts_vzw: Number | None = None
    status: Status | None = None


class Dashboard(Shape):
    source: Text300
    values: list[Excerpt]


class Portfolio(StructurePart):
    """A whole portfolio file."""

    projects: list[Project]
    obstacles: list[Obstacle]
    obstacle_counts: list[ObstacleCount]
    discrepancies: list[Discrepancy]
    status_counts: list[StatusCount] = []
    slipped_milestones: list[Slipped] = []
    dashboard_excerpts: Dashboard | None = None
