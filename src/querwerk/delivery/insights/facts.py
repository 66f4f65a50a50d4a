"""Facts as plain values for a document, and the sources they cite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any


class Citations:
    """Collects the sources that a document cites; a source the period cannot know is not cited."""

    def __init__(self, known: Mapping[str, Mapping[str, Any]]) -> None:
        self._known = known
        self._used: set[str] = set()

    def __call__(self, keys: Iterable[str]) -> list[str]:
        """The keys a document may cite, each once."""
        cited = [key for key in dict.fromkeys(keys) if key in self._known]
        self._used.update(cited)
        return cited

    def count(self, keys: Iterable[str]) -> int:
        """How many of these sources are known."""
        return sum(key in self._known for key in set(keys))

    def newest(self, keys: Iterable[str]) -> int | None:
        """The year of the newest known source among these."""
        return max((self._known[key]["dated_on"].year for key in keys if key in self._known), default=None)

    def used(self) -> list[dict[str, Any]]:
        """All cited sources, oldest first."""
        return [
            {**row, "dated_on": row["dated_on"].isoformat()} for key, row in self._known.items() if key in self._used
        ]


def amount(value: Decimal | None) -> str | None:
    """A decimal as text without trailing zeros."""
    return None if value is None else f"{value.normalize():f}"


def joined(*texts: str | None) -> str:
    """Texts as paragraphs, the empty ones left out."""
    return "\n".join(text.strip() for text in texts if text and text.strip())
