"""What pictures of trails show, in words and shares ready to be drawn: drawing adds no word and counts nothing."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stop:
    """One station in a picture. ``waiting`` is its waiting as a share of the longest one (0 to 1), drawn as a bar.

    ``notes`` stand below the name; ``medium_break`` is a note with a sign of its own.
    """

    name: str
    lane: str
    notes: tuple[str, ...] = ()
    medium_break: str = ""
    waiting: float = 0.0


@dataclass(frozen=True, slots=True)
class Handover:
    """From one stop to another, by their places in the way; ``weight`` (0 to 1) is its share of the most frequent one.

    One that leads back is a return and is drawn dashed, below.
    """

    leaves: int
    reaches: int
    label: str = ""
    weight: float = 0.0

    @property
    def back(self) -> bool:
        """Whether it leads back."""
        return self.reaches < self.leaves


@dataclass(frozen=True, slots=True)
class Way:
    """Stations in the order of the way, and what leads from one to the other.

    ``summary`` is the sentence above the picture, ``description`` says it all to whom cannot see it, ``left_out`` says
    what is not drawn.
    """

    title: str
    summary: str
    description: str
    stops: tuple[Stop, ...]
    handovers: tuple[Handover, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts from each name to each other; ``labels`` are the counts as written, empty where there is nothing."""

    title: str
    description: str
    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    labels: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """One order of visits: the numbers of its stations, and how often as words and as a share of the most frequent."""

    stations: tuple[int, ...]
    label: str
    share: float


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart: what it stands for, its height as a share of the highest, and its figure as written."""

    name: str
    label: str
    share: float


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of columns."""

    title: str
    description: str
    columns: tuple[Column, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Poster:
    """A sheet for the wall: the one sentence that matters, the picture, three figures, and where it lies longest.

    ``figures`` are (figure, what it says); ``address`` leads to the trail, empty while only the house may read it.
    """

    headline: str
    way: Way
    figures: tuple[tuple[str, str], ...]
    longest: str = ""
    based_on: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of two: its name, both as written, and both as shares of the larger one."""

    name: str
    one: str
    other: str
    one_share: float
    other_share: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """Figures of two, bar beside bar."""

    title: str
    description: str
    pairs: tuple[Pair, ...]
