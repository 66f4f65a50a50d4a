"""What people may mean by a word: the units of the line, and what posts are called, without who holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from querwerk.structure.models import Post, Unit, UnitName


@dataclass(frozen=True, slots=True)
class Line:
    """The units by every name they have or had, in small letters, and words to suggest."""

    units: Mapping[str, Unit]
    unit_words: tuple[str, ...]
    post_words: tuple[str, ...]

    def unit(self, word: str) -> Unit | None:
        """The unit that a word means."""
        return self.units.get(word.strip().casefold())

    def knows(self, word: str) -> bool:
        """Whether a unit or a post is called so."""
        word = word.strip().casefold()
        return word in self.units or any(word == post.casefold() for post in self.post_words)

    @property
    def station_words(self) -> tuple[str, ...]:
        """What a station may be called: a post or a unit."""
        return tuple(sorted({*self.unit_words, *self.post_words}, key=str.casefold))


def line() -> Line:
    """The line; three statements. Of two units with one name the first one means it; today's name before an old one."""
    found: dict[str, Unit] = {}
    units = {unit.pk: unit for unit in Unit.objects.order_by("name", "pk")}
    former = UnitName.objects.order_by("-valid_from", "pk").values_list("unit", "name", "short")
    today = [(unit.pk, unit.name, unit.short) for unit in units.values()]
    for pk, *names in (*today, *former):
        for name in names:
            found.setdefault(name.casefold(), units[pk])
    posts = Post.objects.order_by("title").values_list("title", flat=True).distinct()
    return Line(found, tuple(unit.name for unit in units.values()), tuple(posts))
