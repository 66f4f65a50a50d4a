"""Keeping the postings of documents in step with what they say, in the transaction of whoever changes them.

No journal entry: the change itself is in the journal, the postings follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from django.db import connection, transaction
from django.db.models import Max

from querwerk.journal.actions import stand_in_line
from querwerk.words import stem, words

from .models import Change, Document, Packed, Posting, Word

#: How much a word counts by where it stands.
TITLE, NAME, SUMMARY, TEXT = 9, 5, 2, 1
_BATCH = 500
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Doc:
    """What can be found of one thing: its title, former and other names, a summary for the list, and all its texts.

    Nothing that belongs to one person alone is ever handed over: what is here may be read by everybody, by everybody
    who works in the house (``house``), or by those who see all of it (``internal``). A mere name (of a unit) is
    not ``compared`` with what people write.
    """

    kind: str
    slug: str
    title: str
    names: tuple[str, ...] = ()
    summary: str = ""
    texts: tuple[str, ...] = ()
    internal: bool = False
    house: bool = False
    compared: bool = True

    def weights(self) -> dict[str, int]:
        """Each word of the document with the weight of the best place it stands in."""
        weights = dict.fromkeys((word for text in self.texts for word in words(text)), TEXT)
        weights.update(dict.fromkeys(words(self.summary), SUMMARY))
        weights.update((word, NAME) for name in self.names for word in words(name))
        weights.update(dict.fromkeys(words(self.title), TITLE))
        return weights


def index(documents: Iterable[Doc]) -> None:
    """Replaces what is found of these documents, one or thousands, in the caller's transaction."""
    docs = list({(doc.kind, doc.slug): doc for doc in documents}.values())
    with transaction.atomic():
        for batch in _batches(docs):
            _index(batch)


def remove(kind: str, slug: str) -> None:
    """Forgets a document."""
    with transaction.atomic():
        gone = list(Document.objects.filter(kind=kind, slug=slug).values_list("pk", flat=True))
        _number(gone)
        Document.objects.filter(pk__in=gone).delete()


def _number(documents: Sequence[int]) -> None:
    """Numbers a change of each document. Writers stand in line: nobody ever sees a number before a lower one."""
    if not documents:
        return
    stand_in_line()
    last = Change.objects.aggregate(last=Max("number"))["last"] or 0
    Change.objects.bulk_create(
        [Change(document=pk, number=last + place) for place, pk in enumerate(documents, 1)],
        update_conflicts=True, unique_fields=["document"], update_fields=["number"],
    )  # fmt: skip


def _index(docs: Sequence[Doc]) -> None:
    rows = Document.objects.bulk_create(
        [
            Document(
                kind=doc.kind,
                slug=doc.slug,
                title=doc.title,
                names=list(doc.names),
                summary=doc.summary,
                body="\n".join(filter(None, doc.texts)),
                internal=doc.internal,
                house=doc.house,
            )
            for doc in docs
        ],
        update_conflicts=True,
        unique_fields=["kind", "slug"],
        update_fields=["title", "names", "summary", "body", "internal", "house"],
    )
    Posting.objects.filter(document__in=[row.pk for row in rows]).delete()
    weights = [doc.weights() for doc in docs]
    ids = _word_ids(sorted({word for found in weights for word in found}))
    postings = [
        (ids[word], row.pk, weight) for row, found in zip(rows, weights, strict=True) for word, weight in found.items()
    ]
    # Hundreds of thousands of small rows at once: plain tuples, no model instances.
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Posting._meta.db_table} (word_id, document_id, weight) VALUES (%s, %s, %s)",  # noqa: S608
            postings,
        )
    found = zip(docs, rows, weights, strict=True)
    Packed.objects.bulk_create(
        [Packed(document=row, **_packed(held, ids)) for doc, row, held in found if doc.compared],
        update_conflicts=True, unique_fields=["document"], update_fields=["words", "weights"],
    )  # fmt: skip
    _number([row.pk for row in rows])


def _packed(found: dict[str, int], ids: dict[str, int]) -> dict[str, bytes]:
    numbers = np.array([ids[word] for word in found], "<u4")
    return {"words": numbers.tobytes(), "weights": bytes(found.values())}


def _word_ids(texts: Sequence[str]) -> dict[str, int]:
    """The ids of words; new ones are added (sorted, so that two writers never wait for each other in a circle)."""
    known: dict[str, int] = {}
    for batch in _batches(texts):
        known.update(Word.objects.filter(text__in=batch).values_list("text", "pk"))
    new = [text for text in texts if text not in known]
    Word.objects.bulk_create([Word(text=text, stem=stem(text)) for text in new], ignore_conflicts=True)
    for batch in _batches(new):
        known.update(Word.objects.filter(text__in=batch).values_list("text", "pk"))
    return known


def _batches(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))


def forget_words() -> None:
    """Forgets the words that no document holds any more: a word can be a name."""
    Word.objects.filter(postings=None).delete()
