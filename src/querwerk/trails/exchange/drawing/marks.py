"""The marks that pictures are made of; their look comes from classes: of the page, or of a sheet in the file."""

from __future__ import annotations

from collections.abc import Iterable

from .letters import readable, width, written

#: The look of a picture that stands alone: on paper white, whatever surrounds it. Dark follows where a screen asks.
_LIGHT = """
text{font-family:"Fira Sans","Liberation Sans",Arial,Helvetica,sans-serif;fill:#171a2b}
.qw-way__ground{fill:#fff}
.qw-way__lane{fill:#f4f6fb}.qw-way__lane--other{fill:#e7ebf5}
.qw-way__place{font-size:13px;font-weight:600}
.qw-way__box{fill:#fff;stroke:#171a2b;stroke-width:1.5}
.qw-way__name{font-size:14px;font-weight:600}
.qw-way__note{font-size:12px}
.qw-way__bar{fill:#1f4db0}.qw-way__bar--rest{fill:none;stroke:#6a7291}
.qw-way__line{fill:none;stroke:#171a2b}.qw-way__line--back{fill:none;stroke:#171a2b;stroke-dasharray:6 5}
.qw-way__head{fill:#171a2b}
.qw-way__sign{fill:none;stroke:#a3280b;stroke-width:2}
.qw-way__count{font-size:12px;font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
.qw-heat__cell{stroke:#fff;stroke-width:1}
.qw-heat--0{fill:#f4f6fb}.qw-heat--1{fill:#dbe4f6}.qw-heat--2{fill:#a9c0ea}.qw-heat--3{fill:#1f4db0}.qw-heat--4{fill:#12306e}
.qw-heat__on{font-size:12px;fill:#fff}.qw-heat__off{font-size:12px}
""".strip()
_DARK = """
@media (prefers-color-scheme:dark){
text{fill:#f2f4fb}.qw-way__ground{fill:#0f1220}.qw-way__lane{fill:#1a1f33}.qw-way__lane--other{fill:#252c47}
.qw-way__box{fill:#0f1220;stroke:#f2f4fb}.qw-way__bar{fill:#8fb0ff}.qw-way__bar--rest{stroke:#98a1c4}
.qw-way__line,.qw-way__line--back{stroke:#f2f4fb}.qw-way__head{fill:#f2f4fb}.qw-way__sign{stroke:#ff9b80}
.qw-way__count{stroke:#0f1220}.qw-heat__cell{stroke:#0f1220}
.qw-heat--0{fill:#1a1f33}.qw-heat--1{fill:#26345c}.qw-heat--2{fill:#345096}.qw-heat--3{fill:#8fb0ff}.qw-heat--4{fill:#c9d8ff}
.qw-heat__on{fill:#0f1220}
}
""".strip()


#: Sizes of letters by class; the style sheet of the page says the same.
SIZES = {"qw-way__name": 14, "qw-way__place": 13, "qw-way__note": 12, "qw-way__count": 12,
         "qw-heat__on": 12, "qw-heat__off": 12}  # fmt: skip


def number(value: float) -> str:
    """A coordinate: at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def text(words: str, x: float, y: float, look: str, anchor: str = "start") -> str:
    """One line of text, as wide as it was measured whatever typeface a reader has."""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    wide = f' textLength="{number(width(readable(words), SIZES[look]))}" lengthAdjust="spacingAndGlyphs"'
    return f'<text class="{look}" x="{number(x)}" y="{number(y)}"{side}{wide}>{written(words)}</text>'


def box(x: float, y: float, wide: float, high: float, look: str, *, round_by: float = 0) -> str:
    """A rectangle."""
    corner = f' rx="{number(round_by)}"' if round_by else ""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}"'
    return f'<rect class="{look}" {place}{corner}/>'


def line(points: Iterable[tuple[float, float]], look: str, thick: float) -> str:
    """A line over these points."""
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f'<path class="{look}" d="{path}" stroke-width="{number(thick)}"/>'


def head(x: float, y: float, dx: int, dy: int, thick: float) -> str:
    """The head of an arrow whose tip stands there and points that way."""
    long, half = 7 + thick, 3.5 + thick
    one = (x - dx * long + dy * half, y - dy * long + dx * half)
    other = (x - dx * long - dy * half, y - dy * long - dx * half)
    corners = " ".join(f"{number(a)},{number(b)}" for a, b in ((x, y), one, other))
    return f'<polygon class="qw-way__head" points="{corners}"/>'


def picture(
    parts: Iterable[str], wide: float, high: float, *, title: str, description: str, name: str, style: str
) -> str:
    """A whole picture with its title and description. ``style`` is page, file or print."""
    ids = f"{name}-title {name}-desc"
    sheet = "" if style == "page" else f"<style>{_LIGHT}{_DARK if style == 'file' else ''}</style>"
    ground = "" if style == "page" else box(0, 0, wide, high, "qw-way__ground")
    size = f'width="{number(wide)}" height="{number(high)}" viewBox="0 0 {number(wide)} {number(high)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qw-way" {size} role="img" aria-labelledby="{ids}">'
        f'<title id="{name}-title">{written(title)}</title><desc id="{name}-desc">{written(description)}</desc>'
        f"{sheet}{ground}{''.join(parts)}</svg>"
    )
