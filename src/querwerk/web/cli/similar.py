"""``querwerk similar``: how well are similar entries found? Needs no house."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .terminal import refuse, store

if TYPE_CHECKING:
    from querwerk.analysis.similarity.judging import Pair

app = typer.Typer(no_args_is_help=True, help="Ähnliche Einträge: Wie gut werden sie gefunden?")
#: The longest cell of a file, in characters.
_LONGEST = 200_000
_WAYS = "title (Titel wie er ist), words (in anderen Worten), halves (jede hat die Hälfte), body (Text ohne Titel)"


@app.command("pairs")
def make_pairs(
    directory: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Ordner mit CSV-Dateien, Spalten title und text.")
    ],
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Wohin: JSON, eine Zeile je Paar.")],
    way: Annotated[str, typer.Option(help=_WAYS)] = "words",
    everything: Annotated[bool, typer.Option("--all", help="Alle Beiträge, nicht nur die zurückgehaltenen.")] = False,
) -> None:
    """Macht aus Beiträgen Paare: eine Frage und den Text, den sie finden soll."""
    from querwerk.analysis.similarity.judging import Way, kept_out, pairs

    if way not in set(Way):
        refuse(f"„{way}“ gibt es nicht. Möglich sind: {_WAYS}.")
    found = contributions(directory)
    if not found:
        refuse(f"In {directory} liegt keine CSV-Datei mit den Spalten title und text.")
    made = pairs(found, Way(way), asked=(lambda title, text: True) if everything else kept_out)
    lines = [json.dumps({"query": p.query, "twin": p.twin, "title": p.title}, ensure_ascii=False) for p in made]
    store(file, ("\n".join(lines) + "\n").encode())
    typer.echo(f"{sum(bool(pair.query) for pair in made)} Fragen, {len(made)} Texte.")


@app.command("evaluate")
def evaluate(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV oder JSON-Zeilen: query, twin, title."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Für Maschinen.")] = False,
) -> None:
    """Zählt, bei wie vielen Fragen der wahre Zwilling unter den ersten 1, 5 und 10 steht.

    Eine Zeile ist eine Frage (query, deren erste Zeile als Titel gilt) und der Text, den sie finden soll (twin, dazu
    title, wenn es einen gibt). Gesucht wird unter allen Texten der Datei; eine Zeile ohne Frage ist nur ein Text mehr.
    Daneben stehen die Suche des Hauses und eine einfache Volltextsuche (SQLite FTS5).
    """
    from querwerk.web.cli.judged import judged

    try:
        pairs = list(read_pairs(file))
    except _Bad as bad:
        refuse(str(bad))
    if not any(pair.query for pair in pairs):
        refuse(f"{file.name} enthält keine Frage.")
    found = {"file": file.name, **judged(pairs)}
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else _in_words(found))


class _Bad(Exception):  # noqa: N818 - a sentence for whoever made the file
    """What is wrong with a file, and in which line."""


def read_pairs(file: Path) -> Iterator[Pair]:
    """The pairs of a file; raises a sentence that names the line."""
    from querwerk.analysis.similarity.judging import Pair

    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise _Bad(f"Zeile {line}: Das ist kein UTF-8. Bitte speichern Sie die Datei in UTF-8.") from error
    rows = _json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text)
    for line, row in rows:
        unknown = [name for name in ("query", "twin") if not isinstance(row.get(name), str)]
        if unknown:
            raise _Bad(f"Zeile {line}: „{unknown[0]}“ fehlt oder ist kein Text.")
        title = row.get("title") or ""
        if not isinstance(title, str):
            raise _Bad(f"Zeile {line}: „title“ ist kein Text.")
        if not (row["twin"].strip() or title.strip()):
            raise _Bad(f"Zeile {line}: „twin“ ist leer.")
        if max(map(len, (row["query"], row["twin"], title))) > _LONGEST:
            raise _Bad(f"Zeile {line}: Ein Text ist länger als {_LONGEST} Zeichen.")
        yield Pair(row["query"].strip(), row["twin"], title)


def _json_rows(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, written in enumerate(text.split("\n"), 1):
        if not written.strip():
            continue
        try:
            row = json.loads(written)
        except (json.JSONDecodeError, RecursionError) as error:
            raise _Bad(f'Zeile {line}: Das ist kein JSON. Erwartet wird {{"query": …, "twin": …}}.') from error
        if not isinstance(row, dict):
            raise _Bad(f'Zeile {line}: Erwartet wird {{"query": …, "twin": …}}.')
        yield line, row


def _csv_rows(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(_LONGEST * 4)
    head = text.partition("\n")[0]
    sign = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=sign, strict=True)
    missing = [name for name in ("query", "twin") if name not in (reader.fieldnames or ())]
    if missing:
        raise _Bad(f"Zeile 1: Die Spalte „{missing[0]}“ fehlt. Erwartet werden query, twin, title.")
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _Bad(f"Zeile {line}: Die Zeile lässt sich nicht lesen; fehlt ein Anführungszeichen?") from error
        if None in row:
            raise _Bad(f"Zeile {line}: Es stehen mehr Werte darin, als es Spalten gibt.")
        yield line, row


def contributions(directory: Path) -> list[tuple[str, str]]:
    """The titles and texts of all tables of a folder that have both, each once."""
    csv.field_size_limit(_LONGEST * 4)
    found: dict[tuple[str, str], None] = {}
    for path in sorted(directory.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                title, text = (row.get("title") or "").strip(), (row.get("text") or "").strip()
                if title and text:
                    found[title, text] = None
    return list(found)


def _in_words(found: dict[str, Any]) -> str:
    lines = [f"{found['file']}: {found['questions']} Fragen unter {found['texts']} Texten", ""]
    lines += [f"{'':28}{'erster':>9}{'unter 5':>9}{'unter 10':>9}{'ms':>9}"]
    for name, one in found["engines"].items():
        shares = "".join(f"{one['recall'][str(rank)] * 100:8.1f}%" for rank in (1, 5, 10))
        lines.append(f"{_NAMES[name]:28}{shares}{one['median_ms']:9.1f}".replace(".", ","))
    return "\n".join(lines)


_NAMES = {"similar": "ähnliche Einträge", "search": "Suche des Hauses", "fts5": "Volltextsuche (FTS5)"}
