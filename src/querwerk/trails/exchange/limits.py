"""How much a file may ask of the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds while reading one file. ``memory``, ``seconds`` and ``written`` hold for the process that reads it.

    ``unpacked`` and ``ratio`` are about packed files: both have to be passed before a file counts as a bomb, because
    an honest log of ten kilobytes may well unpack to a hundred times its size.
    """

    size: int = 500 * MEGABYTE
    unpacked: int = 2_000 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 50 * MEGABYTE
    columns: int = 500
    events: int = 20_000_000
    cells: int = 400_000_000
    text: int = 20_000
    depth: int = 30
    memory: int = 4_000 * MEGABYTE
    written: int = 4_000 * MEGABYTE
    seconds: int = 120


#: A file that somebody hands in over the web.
WEB = Limits(size=200 * MEGABYTE, unpacked=1_000 * MEGABYTE, events=5_000_000, cells=100_000_000, seconds=60)

#: A file that lies on the machine of whoever types the command.
DESK = Limits(
    size=20_000 * MEGABYTE,
    unpacked=40_000 * MEGABYTE,
    events=200_000_000,
    cells=2_000_000_000,
    memory=32_000 * MEGABYTE,
    written=32_000 * MEGABYTE,
    seconds=3_600,
)
