"""The kinds of value an outside file may hold, and what is said in German when one does not fit."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from querwerk import dates

from .reading import MAX_TEXT, Problem, spell

FIRST_YEAR, LAST_YEAR = 1800, 2200
_MARKUP = re.compile(r"<\s*[/!?]?\s*[A-Za-z]|&#?\w+;")
_FORMULA = "=+-@|"


class Shape(BaseModel):
    """An object of the file: strict about types, closed to unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _plain_name(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("name", "Der Text ist leer; hier wird ein Name erwartet.")
    if _MARKUP.search(text):
        raise PydanticCustomError("name", "Der Name enthält HTML; erlaubt ist nur einfacher Text.")
    if text.lstrip()[0] in _FORMULA:
        raise PydanticCustomError(
            "name",
            "Der Name beginnt mit „{sign}“ wie eine Tabellenformel; bitte lassen Sie das Zeichen weg.",
            {"sign": text.lstrip()[0]},
        )
    return text


@lru_cache(maxsize=10_000)
def vague(text: str) -> dates.VagueDate:
    """A written date, between 1800 and 2200. Raises ValueError."""
    try:
        value = dates.parse(text)
    except OverflowError:
        raise ValueError(text) from None
    if not FIRST_YEAR <= value.first.year <= LAST_YEAR or (value.last and value.last.year > LAST_YEAR):
        raise ValueError(text)
    return value


def _written_date(text: str) -> str:
    try:
        vague(text)
    except ValueError:
        raise PydanticCustomError(
            "date",
            "„{text}“ ist kein Datum, das Querwerk lesen kann. Möglich sind zum Beispiel 2022, 2022-03, 2022-03-31, "
            "2022-Q1, 2022-H1, 2022-spring, 2025/2026 (von/bis), after-2027 oder 2 Jahre ab 2020.",
            {"text": text[:40]},
        ) from None
    return text


def _exact_date(text: str) -> str:
    try:
        if len(text) != 10 or not FIRST_YEAR <= date.fromisoformat(text).year <= LAST_YEAR:
            raise ValueError(text)
    except ValueError:
        raise PydanticCustomError(
            "date",
            "„{text}“ ist kein Tag; richtig ist die Form Jahr-Monat-Tag, zum Beispiel 2022-03-31.",
            {"text": text[:40]},
        ) from None
    return text


def _in_words(value: Any) -> Any:
    """A figure as text: 170, 18.5 or "2/3"."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise PydanticCustomError("figure", "Hier wird eine Zahl oder ein kurzer Text wie „2/3“ erwartet.")
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)


def _forgotten(value: Any) -> None:
    """The name of a person is read, and thrown away."""
    if value is not None and not isinstance(value, str):
        raise PydanticCustomError("name", "Hier wird ein Text erwartet.")


Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)]
Text300 = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Text200 = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text120 = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Text80 = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Text60 = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Text40 = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Name300 = Annotated[Text300, AfterValidator(_plain_name)]
Name200 = Annotated[Text200, AfterValidator(_plain_name)]
Name120 = Annotated[Text120, AfterValidator(_plain_name)]
Short = Annotated[Text40, AfterValidator(_plain_name)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
LongSlug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=160)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z](?:[0-9A-Za-z_./-]*[0-9A-Za-z])?$", max_length=40)]
Keys = Annotated[list[Key], Field(min_length=1, max_length=200)]
When = Annotated[Text40, AfterValidator(_written_date)]
Day = Annotated[Text40, AfterValidator(_exact_date)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Number = Annotated[float, Field(allow_inf_nan=False, gt=-1e14, lt=1e14)]
Count = Annotated[int, Field(ge=0, le=30_000)]
Figure = Annotated[Text60, BeforeValidator(_in_words)]
Forgotten = Annotated[None, BeforeValidator(_forgotten)]
Scalar = Annotated[Text300 | bool | int | Number | None, Field(union_mode="left_to_right")]


def problems_of(error: ValidationError, root: type[BaseModel]) -> list[Problem]:
    """What the shapes found, each with its place and a German sentence."""
    return [Problem(spell(_place(found["loc"])), _sentence(found, root)) for found in error.errors(include_url=False)]


def _place(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Without the names pydantic adds for the branches of a choice."""
    return tuple(step for step in loc if not (isinstance(step, str) and ("[" in step or step in {"constrained-str"})))


_EXPECTED = {
    "string_type": "ein Text",
    "int_type": "eine ganze Zahl",
    "int_from_float": "eine ganze Zahl",
    "float_type": "eine Zahl",
    "bool_type": "true oder false",
    "list_type": "eine Liste",
    "dict_type": "ein Objekt",
    "model_type": "ein Objekt",
    "model_attributes_type": "ein Objekt",
    "none_required": "null",
    "finite_number": "eine endliche Zahl",
}


def _sentence(found: ErrorDetails, root: type[BaseModel]) -> str:
    kind, given = found["type"], found.get("input")
    if kind in ("name", "date", "figure"):
        return found["msg"]
    if kind == "extra_forbidden":
        known = ", ".join(_known_fields(root, found["loc"][:-1]))
        return f"Dieses Feld ist nicht bekannt. Bekannt sind hier: {known}."
    if kind in _EXPECTED:
        return f"Hier wird {_EXPECTED[kind]} erwartet, nicht {_called(given)}."
    said = {
        **(found.get("ctx") or {}),
        "given": str(given)[:60],
        "length": len(given) if hasattr(given, "__len__") else 0,
    }
    said["expected"] = str(said.get("expected", "")).replace(" or ", ", ")
    return _SENTENCES.get(kind, "Der Wert passt hier nicht zur beschriebenen Form.").format(**said)


_SENTENCES = {
    "missing": "Dieses Pflichtfeld fehlt.",
    "string_too_long": "Der Text hat {length} Zeichen; erlaubt sind höchstens {max_length}.",
    "string_too_short": "Der Text ist leer; lassen Sie das Feld weg oder füllen Sie es aus.",
    "string_pattern_mismatch": "„{given}“ ist hier keine gültige Kennung (Buchstaben und Ziffern ohne Umlaute, "
    "mit Bindestrich oder Schrägstrich dazwischen, ohne Leerzeichen).",
    "literal_error": "„{given}“ ist hier kein erlaubter Wert. Erlaubt sind: {expected}.",
    "too_short": "Die Liste hat {actual_length} Einträge; nötig sind mindestens {min_length}.",
    "too_long": "Die Liste hat zu viele Einträge; erlaubt sind höchstens {max_length}.",
    "greater_than_equal": "Die Zahl {given} ist zu klein; erlaubt ist mindestens {ge}.",
    "less_than_equal": "Die Zahl {given} ist zu groß; erlaubt ist höchstens {le}.",
    "greater_than": "Die Zahl {given} ist zu klein; sie muss größer als {gt} sein.",
    "less_than": "Die Zahl {given} ist zu groß; sie muss kleiner als {lt} sein.",
}


def _called(given: Any) -> str:
    if given is None:
        return "null"
    words = {bool: "true oder false", int: "eine Zahl", float: "eine Zahl", str: "ein Text", list: "eine Liste"}
    return words.get(type(given), "ein Objekt")


def _known_fields(root: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The fields of the shape at a place."""
    shape: Any = root
    for step in _place(loc):
        if isinstance(step, str) and isinstance(shape, type) and issubclass(shape, BaseModel):
            shape = next(f.annotation for key, f in shape.model_fields.items() if (f.alias or key) == step)
        shape = _inner(shape)
    return [field.alias or key for key, field in shape.model_fields.items()] if hasattr(shape, "model_fields") else []


def _inner(annotation: Any) -> Any:
    """What a list, a choice with null or an annotation is about."""
    while get_origin(annotation) in (list, Annotated, Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation
