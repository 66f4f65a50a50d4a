"""Which columns look like people: by their name, by their values, by many values with few rows each.

A false alarm costs a mapping to roles, a miss would show a person: so doubt counts as a person. A column that looks
like people never becomes a station; what happens with it instead stands in :mod:`.events`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

import numpy as np
import polars as pl


class Sign(StrEnum):
    """Why a column looks like people."""

    NAME = "name"
    MAIL = "mail"
    SURNAME_FIRST = "surname_first"
    SALUTATION = "salutation"
    GIVEN_NAME = "given_name"
    LOGIN = "login"
    MANY = "many"


WORDS = {
    Sign.NAME: "die Spalte heißt wie eine Angabe zu Menschen",
    Sign.MAIL: "die Werte sehen aus wie E-Mail-Adressen",
    Sign.SURNAME_FIRST: "die Werte sehen aus wie „Nachname, Vorname“",
    Sign.SALUTATION: "die Werte beginnen mit einer Anrede",
    Sign.GIVEN_NAME: "die Werte enthalten Vornamen",
    Sign.LOGIN: "die Werte sehen aus wie Benutzerkennungen",
    Sign.MANY: "die Spalte hat viele verschiedene Werte mit je wenigen Zeilen",
}

#: Parts of column names that speak of people, in German and English.
_PEOPLE = """
    resource user username benutzer benutzername benutzerkennung bearbeiter bearbeiterin sachbearbeiter
    sachbearbeiterin sachbearbeitung mitarbeiter mitarbeiterin mitarbeitende person personal nachname vorname
    familienname surname lastname firstname forename fullname email mail mailadresse author autor autorin
    verfasser assignee owner responsible verantwortlich verantwortliche verantwortlicher employee staff actor
    originator ersteller erstellerin kuerzel kürzel login account konto unterzeichner ansprechpartner
    ansprechpartnerin zuständige zuständiger performer agent editor creator sender absender empfänger recipient
    applicant antragsteller antragstellerin kunde customer buerger bürger officer clerk handler worker
    personalnummer
"""
#: Names that hold such a part and still say nothing about people.
_HARMLESS = frozenset({"concept:name", "case:concept:name", "org:role", "org:group", "case:creator"})
_GIVEN = """
    alexander alexandra andrea andreas angelika anja anna anne annette barbara bernd birgit brigitte carla
    carsten christian christiane christina christine christoph claudia cornelia daniel daniela dennis dieter
    dirk elena elisabeth ellen emma erika eva fatma felix florian frank franziska gabriele georg gerhard gisela
    günter günther hannah hans heike heinz helga helmut holger ines ingrid jan jana jens jessica joachim
    johannes jonas jörg julia jürgen karin karl katharina kathrin katja kerstin klaus lars laura lena leon lisa
    lukas manfred manuela marcel marco maria marie marion mario markus martin martina matthias max mehmet
    melanie michael mike monika mustafa nadine nicole nina norbert oliver patrick paul peter petra philipp
    rainer ralf regina renate robert rolf sabine sandra sara sarah sebastian silke simon simone sophie stefan
    stefanie stephan susanne sven tanja thomas thorsten tim tobias torsten ulrich ulrike ursula ute uwe vanessa
    walter werner wolfgang yvonne ayşe dilan emre hatice murat can deniz pete sue sean john mary david james
    jennifer susan linda richard william elizabeth
"""
_PEOPLE_WORDS, _GIVEN_NAMES = frozenset(_PEOPLE.split()), frozenset(_GIVEN.split())
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SURNAME_FIRST = re.compile(
    r"[A-ZÄÖÜ][\w'’.-]+( [A-ZÄÖÜ][\w'’.-]+)?, ?(Dr\. |Prof\. )*[A-ZÄÖÜ][\w'’-]+( [A-ZÄÖÜ][\w'’.-]*)*"
)
_SALUTATION = re.compile(r"(Herrn?|Frau|Hr\.|Fr\.|Mr\.?|Mrs\.?|Ms\.?|Dr\.|Prof\.)\s+\S", re.IGNORECASE)
_LOGIN = re.compile(
    r"[a-zäöü]{1,2}[._][a-zäöüß-]{3,}|[a-zäöüß]{2,}\.[a-zäöüß]{3,}"
    r"|(user|resource|employee|mitarbeiter(in)?|benutzer|person|agent|worker|ma)[ _.-]?\d+",
    re.IGNORECASE,
)
_SAMPLE = 2_000
#: A name is short, and the patterns above take their time with long texts.
_LOOKED_AT = 100
#: More different values than a town hall has units, with so few rows each, are people or texts.
_MANY, _FEW_ROWS = 60, 8


def sign_of(values: pl.Series) -> Sign | None:
    """Why this column looks like people; None when it does not."""
    if _speaks_of_people(values.name):
        return Sign.NAME
    if not isinstance(values.dtype, pl.String | pl.Categorical | pl.Enum):
        return None
    texts = _most_frequent(values.drop_nulls()).str.head(_LOOKED_AT).to_list()
    for sign, (looks, share) in _LOOKS.items():
        if texts and sum(map(looks, texts)) >= share * len(texts):
            return sign
    return None


def _most_frequent(values: pl.Series) -> pl.Series:
    """The different texts, the most frequent first. Rows of the same text that follow one another are one step."""
    first = firsts(values)
    rows = np.diff(np.append(first.arg_true().to_numpy(), len(values)))
    steps = pl.DataFrame({"text": values.filter(first), "rows": rows})
    return steps.group_by("text").agg(pl.col("rows").sum()).top_k(_SAMPLE, by="rows")["text"].cast(pl.String)


def firsts(values: pl.Series) -> pl.Series:
    """Which rows differ from the row before them; the first does."""
    other = values.ne_missing(values.shift(1))
    if len(other):
        other[0] = True
    return other


def many_values(values: pl.Series) -> bool:
    """Whether a column has more values than a house has units, with few rows each: people, or texts about them."""
    given = values.drop_nulls()
    distinct = given.n_unique()
    return distinct > _MANY and len(given) < distinct * _FEW_ROWS


def _speaks_of_people(name: str) -> bool:
    lowered = name.lower()
    if lowered in _HARMLESS:
        return False
    parts = set(re.split(r"[^a-zäöüß]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))
    return bool(parts & _PEOPLE_WORDS) or {"erstellt", "von"} <= parts or {"geändert", "von"} <= parts


def _holds_given_name(text: str) -> bool:
    words = text.replace(",", " ").split()
    return 0 < len(words) <= 4 and any(word.lower() in _GIVEN_NAMES for word in words)


_LOOKS: dict[Sign, tuple[Callable[[str], bool], float]] = {
    Sign.MAIL: (lambda text: _MAIL.search(text) is not None, 0.02),
    Sign.SALUTATION: (lambda text: _SALUTATION.match(text) is not None, 0.1),
    Sign.SURNAME_FIRST: (lambda text: _SURNAME_FIRST.fullmatch(text) is not None, 0.3),
    Sign.GIVEN_NAME: (_holds_given_name, 0.15),
    Sign.LOGIN: (lambda text: _LOGIN.fullmatch(text) is not None, 0.3),
}
