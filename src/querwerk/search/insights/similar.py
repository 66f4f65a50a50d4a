"""Documents like a text: those on the shelves a reader may touch, and those handed over for this reader alone."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from querwerk.analysis import similarity
from querwerk.analysis.similarity import Text, alike, worth_showing

from ..actions import Doc
from ..models import Document
from .shelves import Shelf, shelves


@dataclass(frozen=True, slots=True)
class Like:
    """A document that is like a text, and the words of that text that made it so."""

    kind: str
    slug: str
    words: tuple[str, ...]


def like(title: str, body: str, *, on: Collection[Shelf], own: Sequence[Doc] = (), limit: int) -> list[Like]:
    """The documents most like a text, best first; two statements."""
    among = shelves(on)
    if own:
        texts = [Text((doc.kind, doc.slug), doc.title, "\n".join((doc.summary, *doc.texts))) for doc in own]
        among.append(similarity.Collection.of(texts))
    found = worth_showing(alike(Text(None, title, body), among, limit=limit))
    stored = [match.key for match in found if isinstance(match.key, int)]
    rows = Document.objects.filter(pk__in=stored).values_list("pk", "kind", "slug")
    names: dict[Hashable, tuple[str, str]] = {pk: (kind, slug) for pk, kind, slug in rows}
    names |= {(doc.kind, doc.slug): (doc.kind, doc.slug) for doc in own}
    return [Like(*names[match.key], match.words) for match in found if match.key in names]
