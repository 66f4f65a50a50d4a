"""The shapes of the structure in a portfolio file: reports, words, themes, units, bodies, and the way of working."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .fields import (
    Count,
    Day,
    Figure,
    Forgotten,
    Key,
    Keys,
    Name120,
    Name200,
    Number,
    Scalar,
    Shape,
    Short,
    Slug,
    Text,
    Text40,
    Text60,
    Text80,
    Text200,
    Text300,
    When,
    Year,
)


class Meta(Shape):
    """What the file says about itself."""

    title: Text300
    source: Text
    status_values: list[Text80]
    municipality: Name200 | None = None
    method: Text | None = None
    persons: Text | None = None
    language: Text40 | None = None
    status_rule: Text | None = None
    date_rule: Text | None = None
    report_ids: Text | None = None


class Report(Shape):
    """A paper or report that facts refer to by its ``id``."""

    id: Key
    paper: Text40
    kind: Text60
    title: Text300
    body: Text60
    date: Day
    chapters: list[Text]
    terms: dict[str, Text200]
    period: Annotated[list[When | None], Field(min_length=2, max_length=2)] | None = None
    result: Text | None = None
    per_theme: list[Text] = []
    figures: dict[str, Scalar] = {}
    rule: Text | None = None
    dashboard_fields: list[Text] = []
    dashboard_rules: list[Text] = []


class Term(Shape):
    """What a concept was called from a date until another."""

    concept: Text40
    term: Name120
    from_: When = Field(alias="from")
    to: When | None
    reports: Keys


class Strategy(Shape):
    """A strategy above the themes; one of its facts may name the theme that is its home."""

    name: Name200
    from_: When | None = Field(alias="from")
    to: When | None
    facts: dict[str, Scalar]
    refs: list[Text60]


class ThemeName(Shape):
    name: Name200
    from_: When = Field(alias="from")
    to: When | None
    reports: Keys


class Head(Shape):
    """Who answers for a theme: the post and its days. A name is read and thrown away."""

    name: Forgotten = None
    office: Name200
    from_: Key = Field(alias="from")
    to: Key | None


class Statement(Shape):
    """A text with its sources."""

    text: Text
    reports: Keys
    change_2024: Text | None = None


class Theme(Shape):
    slug: Slug
    names: Annotated[list[ThemeName], Field(min_length=1)]
    dezernat: Short
    heads: Annotated[list[Head], Field(min_length=1)]
    officers: Count
    goals: list[Statement]
    strategies: list[Statement]
    campaigns: list[Statement] = []
    structure: list[Statement] = []


class Place(Shape):
    """Where an office hung in the tree, and when."""

    unit: Short
    from_: When = Field(alias="from")
    to: When | None


class Office(Shape):
    """A unit of the line; ``placements`` may say to which department it belonged."""

    short: Short
    name: Name200
    placements: list[Place] = []


class Body(Shape):
    short: Text60
    name: Name200
    oparl_short: Text60 | None


class Role(Shape):
    role: Text
    held_by: Text
    does: list[Text]
    reports: Keys
    count: Count | None = None


class Support(Shape):
    as_of: When
    posts_vzw: Number | None
    what: Text
    report: Key


class Activity(Shape):
    what: Text
    value: Figure
    unit: Text80 | None
    year: Year | None
    report: Key


class MethodsTried(Shape):
    report: Key
    theme: Slug
    ticked: Text80
    methods: list[Text200]


class SuccessFactor(Shape):
    factor: Text
    mentions: Keys
    count: Count


class Wish(Shape):
    """What a group of the council asked for."""

    date: Day
    source: Key
    from_: Text80 = Field(alias="from")
    wish: Text


class StructurePart(Shape):
    """The part of a portfolio file that belongs to the structure."""

    meta: Meta
    reports: Annotated[list[Report], Field(min_length=1)]
    terms: list[Term]
    themes: Annotated[list[Theme], Field(min_length=1)]
    roles: list[Role]
    rules: list[Statement]
    support_pool: list[Support]
    success_factors: list[SuccessFactor]
    parent_strategies: list[Strategy] = []
    offices: list[Office] = []
    bodies: list[Body] = []
    activity_figures: list[Activity] = []
    methods_tried: list[MethodsTried] = []
    council_wishes: list[Wish] = []
