"""How wide words are, and how they are broken: for pictures, which no browser lays out."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from xml.sax.saxutils import escape

#: Advance widths of Fira Sans (semi-bold, rounded up) in thousandths of the size; what is missing is taken as wide.
_WIDTHS = {
    250: " !',.:;·’", 300: "Iijlı`İ", 350: "()J[]f{}", 400: "rt|", 450: '"*-–„“”', 500: "17?Fcszçş",
    550: "#$+/235<=>ELTZ\\_agkvxy~äà×§ğeé", 600: "04689ACPSVXY^bdehnopquÄöüß€Ş", 650: "BDGR",
    700: "HKNOQUÖÜ", 750: "w…", 800: "&M—", 850: "Wm", 900: "%→←", 1050: "@",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_WIDEST = 1100
_VOWELS = frozenset("aeiouyäöüAEIOUYÄÖÜ")
#: Letters that stay together, though the second is a consonant before a vowel.
_PAIRS = frozenset({"ch", "ck", "sc", "ph", "th", "dt", "qu"})
#: Two consonants that begin a part together.
_BEGINNINGS = frozenset({"bl", "br", "dr", "fl", "fr", "gl", "gr", "kl", "kr", "pl", "pr", "st", "tr"})
_AFTER = frozenset("-/–—")


def readable(text: str) -> str:
    """One line of visible characters: what would break a picture, or turn its reading direction, becomes a space."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def written(text: str) -> str:
    """A text as it stands in markup, as content or between quotation marks."""
    return escape(readable(text), {'"': "&quot;", "'": "&#39;"})


@lru_cache(maxsize=8192)
def width(text: str, size: float) -> float:
    """The width of one line, never less than a browser makes it."""
    return sum(_WIDTH.get(letter, _WIDEST) for letter in text) * size / 1000


@lru_cache(maxsize=8192)
def broken(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """A text in at most that many lines of that width; what has no room ends in an ellipsis."""
    lines = [""]
    for word in readable(text).split(" "):
        if width(f"{lines[-1]} {word}".lstrip(), size) <= room:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
        elif width(word, size) <= room:
            lines.append(word)
        else:
            _fill(lines, _syllables(word, size, room), size, room)
        if len(lines) > most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], size, room)]
    return tuple(line for line in lines if line)


def _fill(lines: list[str], parts: list[str], size: float, room: float) -> None:
    """Puts a word that is wider than a line on the lines, part by part."""
    inside = False
    for number, part in enumerate(parts, 1):
        lead = lines[-1] if inside or not lines[-1] else f"{lines[-1]} "
        hyphen = "" if number == len(parts) or part[-1] in _AFTER else "-"
        if width(lead + part + hyphen, size) <= room or not lines[-1]:
            lines[-1] = lead + part
        else:
            if inside and lines[-1][-1] not in _AFTER:
                lines[-1] += "-"
            lines.append(part)
        inside = True


def _syllables(word: str, size: float, room: float) -> list[str]:
    """The parts of a word between which it may be broken, none wider than a line with its hyphen."""
    ends = [at for at in range(2, len(word) - 1) if _may_part(word, at)]
    parts = [word[start:end] for start, end in pairwise([0, *ends, len(word)])]
    found: list[str] = []
    for part in parts:
        while part and width(part + "-", size) > room:
            fits = max((n for n in range(1, len(part)) if width(part[:n] + "-", size) <= room), default=1)
            if fits >= len(part):
                break
            found.append(part[:fits])
            part = part[fits:]
        found.append(part)
    return found


def _may_part(word: str, at: int) -> bool:
    """German: the last consonants before a vowel begin the next part; what is written with a hyphen is parted there."""
    before, pair, after = word[at - 1], word[at : at + 2].lower(), word[at + 1]
    if before in _AFTER:
        return True
    if not (before + word[at]).isalpha() or word[at] in _VOWELS:
        return False
    if pair in _BEGINNINGS:
        return word[at + 2 : at + 3] in _VOWELS and at + 2 < len(word)
    together = (before + word[at]).lower() in _PAIRS | _BEGINNINGS
    return after in _VOWELS and not together


def _cut(line: str, size: float, room: float) -> str:
    line = line.rstrip("-")
    while line and width(line + "…", size) > room:
        line = line[:-1]
    return line.rstrip() + "…"
