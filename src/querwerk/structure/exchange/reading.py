"""Reading an outside JSON file with suspicion: size, encoding, nesting and texts are looked at before its shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from querwerk.journal.actions import Refused

MAX_FILE = 50 * 1024 * 1024
MAX_TEXT = 20_000
MAX_DEPTH = 12
#: More mistakes than this help nobody; the number of all is still said.
MAX_PROBLEMS = 200

#: Marks that turn or hide text (bidi, byte order, tags), control characters, lone surrogates, non-characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TWICE = "\x00twice"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place of the file (``projects[3].end.date``; empty: the file as a whole)."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}" if self.path else self.sentence


class BadFile(Refused):
    """The file is refused; each problem names its place, and nothing of it is stored."""

    def __init__(self, problems: list[Problem]) -> None:
        shown = "\n".join(str(problem) for problem in problems[:MAX_PROBLEMS])
        more = len(problems) - MAX_PROBLEMS
        super().__init__(shown + (f"\n… und {more} weitere Fehler." if more > 0 else ""))
        self.problems = tuple(problems)


def load(content: bytes) -> Any:
    """The JSON value of a file. Raises :class:`BadFile` with line and column, or with the places of odd texts."""
    text = _decode(content)
    value, twice = _parse(text)
    if twice or _may_be_odd(text):
        problems = list(_odd_texts(value))
        if problems:
            raise BadFile(problems)
    return value


def spell(path: tuple[str | int, ...]) -> str:
    """A path as people read it: ``projects[3].names[0].name``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{_printable(step)}" if text else _printable(step)
    return text


def _decode(content: bytes) -> str:
    if len(content) > MAX_FILE:
        size = len(content) / 1024 / 1024
        raise _whole(f"Die Datei ist {size:.0f} MB groß; erlaubt sind höchstens {MAX_FILE // 1024 // 1024} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _whole(
            f"Die Datei ist nicht als UTF-8 gespeichert (Zeile {line}, Byte {error.start}). "
            "Bitte speichern Sie sie mit der Zeichenkodierung UTF-8."
        ) from None
    if not text.strip():
        raise _whole("Die Datei ist leer; erwartet wird ein JSON-Objekt mit Berichten, Themen und Projekten.")
    return text


def _parse(text: str) -> tuple[Any, bool]:
    """The value, and whether a key stands twice in an object."""
    twice: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) != len(pairs):
            keys = [key for key, _ in pairs]
            value[_TWICE] = next(key for key in keys if keys.count(key) > 1)
            twice.append(_TWICE)
        return value

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=_constant), bool(twice)
    except json.JSONDecodeError as error:
        place = f"Zeile {error.lineno}, Spalte {error.colno}"
        near = _printable(text[max(0, error.pos - 15) : error.pos + 15])
        raise _whole(f"Die Datei ist kein gültiges JSON: {place}, bei „{near}“.") from None
    except RecursionError:
        raise _whole(f"Die Datei ist zu tief verschachtelt; erlaubt sind {MAX_DEPTH} Ebenen.") from None
    except ValueError as error:
        sentence = str(error) if "JSON" in str(error) else "Die Datei enthält eine Zahl mit zu vielen Ziffern."
        raise _whole(sentence) from None


def _may_be_odd(text: str) -> bool:
    """Whether a closer look is worth its time: most files have no escapes, no odd characters and no endless text."""
    return "\\" in text or _FORBIDDEN.search(text) is not None or max(map(len, text.split('"'))) > MAX_TEXT


def _constant(name: str) -> Any:
    raise ValueError(f"Die Datei enthält „{name}“; das ist in JSON keine Zahl.")


def _whole(sentence: str) -> BadFile:
    return BadFile([Problem("", sentence)])


def _printable(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text).replace("\n", " ")[:80]


def _odd_texts(root: Any) -> Iterator[Problem]:
    """Texts too long or with forbidden characters, keys that stand twice, and too deep nesting, in file order."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), root)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, str):
            yield from _odd_text(path, value)
        elif isinstance(value, dict | list):
            if len(path) > MAX_DEPTH:
                yield Problem(spell(path), f"Zu tief verschachtelt; erlaubt sind {MAX_DEPTH} Ebenen.")
                continue
            if isinstance(value, dict):
                yield from _odd_keys(path, value)
                children: list[tuple[str | int, Any]] = list(value.items())
            else:
                children = list(enumerate(value))
            stack.extend(
                ((*path, key), child) for key, child in reversed(children) if isinstance(child, str | dict | list)
            )


def _odd_keys(path: tuple[str | int, ...], value: dict[str, Any]) -> Iterator[Problem]:
    twice = value.pop(_TWICE, None)
    if twice is not None:
        yield Problem(
            spell((*path, twice)), "Dieses Feld steht zweimal im selben Objekt; es darf nur einmal vorkommen."
        )
    for key in value:
        if _FORBIDDEN.search(key) or len(key) > 100:
            yield Problem(spell((*path, key)), "Der Feldname ist zu lang oder enthält unsichtbare Steuerzeichen.")


def _odd_text(path: tuple[str | int, ...], text: str) -> Iterator[Problem]:
    if len(text) > MAX_TEXT:
        yield Problem(
            spell(path), f"Der Text hat {_thousands(len(text))} Zeichen; erlaubt sind {_thousands(MAX_TEXT)}."
        )
        return
    found = None if text.isascii() and text.isprintable() else _FORBIDDEN.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        what = (
            f"ein Zeichen, das die Schreibrichtung ändert ({code})"
            if _BIDI.match(found[0])
            else f"das unsichtbare Steuerzeichen {code}"
        )
        yield Problem(
            spell(path), f"Der Text enthält an Stelle {found.start() + 1} {what}. Bitte entfernen Sie es aus dem Text."
        )


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")
