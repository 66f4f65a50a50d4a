"""One thing an address can name, and what its page asks beyond its door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .world import World

#: What a page asks beyond its door: the actor, and what the row is about.
Also = Callable[[World, str], bool]


def always(world: World, actor: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Row:
    """One thing an address can name. ``exists`` None: whatever the page says to an actor it lets in."""

    label: str
    parts: dict[str, Any]
    about: str = ""
    exists: bool | None = True
    also: Also = always
    query: str = ""
