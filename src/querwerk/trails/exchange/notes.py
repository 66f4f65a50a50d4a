"""What was wrong with a file: refused with a place, or skipped and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

#: kind of oddity -> the sentence for one, the sentence for ``{n}`` of them
SENTENCES: dict[str, tuple[str, str]] = {
    "without_case": (
        "1 Ereignis gehört zu keinem Vorgang und wurde weggelassen",
        "{n} Ereignisse gehören zu keinem Vorgang und wurden weggelassen",
    ),
    "without_time": (
        "1 Ereignis hat keine Zeit und wurde weggelassen",
        "{n} Ereignisse haben keine Zeit und wurden weggelassen",
    ),
    "not_a_time": (
        "1 Ereignis hat an der Stelle der Zeit etwas anderes und wurde weggelassen",
        "{n} Ereignisse haben an der Stelle der Zeit etwas anderes und wurden weggelassen",
    ),
    "without_station": (
        "1 Ereignis nennt keine Station; es zählt für die Dauer, aber für keine Hand",
        "{n} Ereignisse nennen keine Station; sie zählen für die Dauer, aber für keine Hand",
    ),
    "house_zone": (
        "1 Zeit steht ohne Zeitzone da und wurde als Zeit in Deutschland gelesen",
        "{n} Zeiten stehen ohne Zeitzone da und wurden als Zeit in Deutschland gelesen",
    ),
    "implausible_year": (
        "1 Ereignis liegt vor 1990 oder nach 2100; es wurde mitgezählt, bitte prüfen Sie es",
        "{n} Ereignisse liegen vor 1990 oder nach 2100; sie wurden mitgezählt, bitte prüfen Sie sie",
    ),
    "unordered": (
        "1 Ereignis stand nicht in der Reihenfolge der Zeit und wurde eingeordnet",
        "{n} Ereignisse standen nicht in der Reihenfolge der Zeit und wurden eingeordnet",
    ),
    "paired": (
        "1 Beginn und sein Ende wurden zu einem Ereignis",
        "{n} Beginne und ihre Enden wurden zu je einem Ereignis",
    ),
    "begun_only": (
        "1 Beginn hat kein Ende; er zählt als Ereignis zu seiner eigenen Zeit",
        "{n} Beginne haben kein Ende; sie zählen als Ereignisse zu ihrer eigenen Zeit",
    ),
    "not_a_start": (
        "1 Beginn ist keine Zeit oder liegt nach dem Ende und wurde nicht übernommen",
        "{n} Beginne sind keine Zeiten oder liegen nach dem Ende und wurden nicht übernommen",
    ),
    "not_a_number": (
        "1 Dauer der Bearbeitung ist keine Zahl ab 0 und wurde nicht übernommen",
        "{n} Dauern der Bearbeitung sind keine Zahlen ab 0 und wurden nicht übernommen",
    ),
    "empty_trace": (
        "1 Vorgang hat kein Ereignis und wurde weggelassen",
        "{n} Vorgänge haben kein Ereignis und wurden weggelassen",
    ),
    "same_name": (
        "1 Vorgang heißt wie ein anderer; er zählt für sich",
        "{n} Vorgänge heißen wie ein anderer; jeder zählt für sich",
    ),
    "outside_trace": (
        "1 Ereignis steht außerhalb eines Vorgangs und wurde weggelassen",
        "{n} Ereignisse stehen außerhalb eines Vorgangs und wurden weggelassen",
    ),
    "nested_event": (
        "1 Ereignis steht in einem anderen Ereignis und wurde weggelassen",
        "{n} Ereignisse stehen in einem anderen Ereignis und wurden weggelassen",
    ),
    "nested_trace": (
        "1 Vorgang steht in einem anderen Vorgang und wurde weggelassen",
        "{n} Vorgänge stehen in einem anderen Vorgang und wurden weggelassen",
    ),
    "nested_value": (
        "1 Angabe steht in einer anderen Angabe und wurde nicht gelesen",
        "{n} Angaben stehen in einer anderen Angabe und wurden nicht gelesen",
    ),
    "without_key": (
        "1 Angabe hat keinen Schlüssel oder keinen Wert und wurde nicht gelesen",
        "{n} Angaben haben keinen Schlüssel oder keinen Wert und wurden nicht gelesen",
    ),
    "wrong_type": (
        "1 Angabe passt nicht zu ihrer Art; sie wurde als Text gelesen",
        "{n} Angaben passen nicht zu ihrer Art; sie wurden als Text gelesen",
    ),
    "misplaced": (
        "1 Element steht an anderer Stelle als vorgesehen; es wurde trotzdem gelesen",
        "{n} Elemente stehen an anderer Stelle als vorgesehen; sie wurden trotzdem gelesen",
    ),
    "unknown_attribute": (
        "1 Element trägt eine Eigenschaft, die XES nicht kennt; sie wurde nicht gelesen",
        "{n} Elemente tragen Eigenschaften, die XES nicht kennt; sie wurden nicht gelesen",
    ),
    "unnamed": (
        "1 Erweiterung oder Klassifikation sagt nicht, was sie ist, und wurde nicht gelesen",
        "{n} Erweiterungen oder Klassifikationen sagen nicht, was sie sind, und wurden nicht gelesen",
    ),
    "twice": (
        "1 Angabe steht zweimal im selben Ereignis; die letzte gilt",
        "{n} Angaben stehen zweimal im selben Ereignis; die letzte gilt",
    ),
    "unknown_element": (
        "1 Element gehört nicht zu XES und wurde nicht gelesen",
        "{n} Elemente gehören nicht zu XES und wurden nicht gelesen",
    ),
    "too_long": (
        "1 Angabe ist länger als erlaubt und wurde nicht gelesen",
        "{n} Angaben sind länger als erlaubt und wurden nicht gelesen",
    ),
    "short_row": (
        "1 Zeile hat weniger Felder als die Kopfzeile; die fehlenden gelten als leer",
        "{n} Zeilen haben weniger Felder als die Kopfzeile; die fehlenden gelten als leer",
    ),
    "long_row": (
        "1 Zeile hat mehr Felder als die Kopfzeile und wurde weggelassen",
        "{n} Zeilen haben mehr Felder als die Kopfzeile und wurden weggelassen",
    ),
    "nested_column": (
        "1 Spalte enthält Listen oder Bäume und wurde nicht gelesen",
        "{n} Spalten enthalten Listen oder Bäume und wurden nicht gelesen",
    ),
    "without_stop": (
        "1 Vorlage hat keine Beratung und wurde weggelassen",
        "{n} Vorlagen haben keine Beratung und wurden weggelassen",
    ),
    "not_a_stop": (
        "1 Beratung ist keine und wurde weggelassen",
        "{n} Beratungen sind keine und wurden weggelassen",
    ),
    "without_role": (
        "1 Ereignis nennt jemanden, für den keine Rolle angegeben ist; es gilt als Ereignis ohne Station",
        "{n} Ereignisse nennen jemanden, für den keine Rolle angegeben ist; sie gelten als Ereignisse ohne Station",
    ),
}


class Unreadable(Exception):  # noqa: N818  (a refusal, in the words of the house)
    """The file is refused. The sentence is German, says what to do where it can, and names the place."""

    def __init__(self, sentence: str, place: str = "", notes: Iterable[Note] = ()) -> None:
        where = f"{sentence.removesuffix('.')} ({place})." if place else sentence
        self.sentence = " ".join([where, *map(str, notes)])
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class Note:
    """One kind of oddity: how often, and where it was met first."""

    kind: str
    count: int
    place: str = ""

    def __str__(self) -> str:
        one, many = SENTENCES[self.kind]
        told = one if self.count == 1 else many.format(n=thousands(self.count))
        where = self.place and (f" ({self.place})" if self.count == 1 else f" (zuerst: {self.place})")
        return f"{told}{where}."


@dataclass(slots=True)
class Notes:
    """Collects oddities while a file is read; only the first place of each kind is kept."""

    counts: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, place: str = "", count: int = 1) -> None:
        """One more of a kind (or ``count`` more)."""
        if count:
            self.counts[kind] = self.counts.get(kind, 0) + count
            self.places.setdefault(kind, place)

    def extend(self, notes: Notes | tuple[Note, ...]) -> None:
        """Everything another collection holds."""
        for note in notes:
            self.add(note.kind, note.place, note.count)

    def __iter__(self) -> Iterator[Note]:
        return (Note(kind, count, self.places[kind]) for kind, count in self.counts.items())


def thousands(count: int) -> str:
    """A whole number as Germans write it."""
    return f"{count:,}".replace(",", ".")


def printable(text: str) -> str:
    """Text of a file, fit for a sentence: no control characters, not longer than a line."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:61])
    return f"{shown[:60]}…" if len(shown) > 60 else shown
