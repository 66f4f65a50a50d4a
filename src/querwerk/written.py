"""The shapes of a written report: a list of plain blocks that page, PDF and DOCX render alike."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number ("2.2.1") and the anchor that links lead to; projects carry no number."""

    level: int
    text: str
    anchor: str
    number: str = ""
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``lead`` is a word in bold before it."""

    text: str
    lead: str = ""
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]
    kind: str = field(default="bullets", init=False)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values."""

    items: tuple[tuple[str, str], ...]
    kind: str = field(default="pairs", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; ``widths`` are shares of the page. A line break in a cell is kept."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: str = field(default="table", init=False)


Block = Heading | Paragraph | Bullets | Pairs | Table


@dataclass(frozen=True, slots=True)
class Written:
    """A whole report, ready to be rendered: title page, blocks, and whether it is frozen."""

    title: str
    subtitle: str
    municipality: str
    about: tuple[tuple[str, str], ...]
    draft: str
    blocks: tuple[Block, ...]
    day: str
