"""``querwerk trails FILE``: through how many hands do the papers of an event log pass? Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .terminal import refuse, store

if TYPE_CHECKING:
    from querwerk.analysis.handoffs import HandoffReport, Spread
    from querwerk.trails.exchange.events import Report
    from querwerk.trails.insights.shapes import Way

#: What a report says of single stations: never told where a station may be one person.
_BY_STATION = ("stations", "matrix", "by_station", "stretches", "variants", "differences")
_SHOWN = 5


def trails(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="XES (auch gepackt), CSV oder Parquet.")
    ],
    case: Annotated[str | None, typer.Option(metavar="COLUMN", help="Die Spalte des Vorgangs.")] = None,
    station: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Die Spalte der Station, etwa org:group.")
    ] = None,
    time: Annotated[str | None, typer.Option(metavar="COLUMN", help="Die Spalte der Zeit.")] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Rollen statt Namen: CSV mit zwei Spalten, Wert und Rolle."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Für Maschinen.")] = False,
    svg: Annotated[Path | None, typer.Option(dir_okay=False, help="Das Bild des Laufwegs, als SVG.")] = None,
    pdf: Annotated[Path | None, typer.Option(dir_okay=False, help="Das Plakat des Laufwegs, als PDF (A3).")] = None,
) -> None:
    """Zählt, durch wie viele Hände die Papiere eines Protokolls gehen.

    Gezählt werden Stellen und Einheiten, nie Menschen: Sieht die Spalte der Station nach Menschen aus und ist keine
    Zuordnung zu Rollen angegeben, kommen nur Zahlen über Vorgänge heraus.
    """
    from querwerk.trails.exchange.child import counted
    from querwerk.trails.exchange.events import Columns
    from querwerk.trails.exchange.limits import DESK
    from querwerk.trails.exchange.notes import Unreadable

    columns = Columns(case=case or "", station=station or "", at=time or "")
    try:
        roles = roles_in(mapping) if mapping else None
        report, found = counted(file, columns, roles=roles, pseudonymous=roles is None, limits=DESK)
    except Unreadable as refused:
        refuse(refused.sentence)
    if report.pseudonymous and (svg or pdf):
        refuse(f"{_why_hidden(report)} Ein Bild seiner Werte gibt es nur mit --mapping.")
    typer.echo(_as_json(file, report, found) if as_json else _in_words(file, report, found))
    _draw(found, file.name.split(".")[0], svg, pdf, silently=as_json)


def roles_in(path: Path) -> dict[str, str]:
    """name -> role, from a table with these two columns."""
    from querwerk.trails.exchange.comma import read
    from querwerk.trails.exchange.limits import WEB

    frame = read(path, WEB).frame
    value, role = frame.columns[:2]
    return {
        str(given).strip(): str(named).strip() for given, named in frame.select(value, role).rows() if given and named
    }


def _as_json(file: Path, report: Report, found: HandoffReport) -> str:
    from dataclasses import asdict

    told = report.as_dict()
    figures = asdict(found)
    if report.pseudonymous:
        figures = {name: value for name, value in figures.items() if name not in _BY_STATION}
    document = {"file": file.name} | told | figures | {"skipped": dict(found.skipped), "notes": told["notes"]}
    return json.dumps(_renamed(document), ensure_ascii=False, indent=1)


def _renamed(value: Any) -> Any:
    """Spreads as everybody calls them: least and most are min and max."""
    if isinstance(value, dict):
        return {{"least": "min", "most": "max"}.get(key, key): _renamed(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(inner) for inner in value]
    return value


def _in_words(file: Path, report: Report, found: HandoffReport) -> str:
    lines = [
        f"{file.name}: {_number(found.cases, 0)} Vorgänge, {_number(found.events, 0)} Ereignisse",
        f"Station: Spalte „{report.columns.station}“, Zeit: Spalte „{report.columns.at}“",
        "",
        f"Hände      {_spread(found.hands)}",
        f"Übergaben  {_spread(found.handovers)}",
        f"Tage       {_spread(found.days)}",
        f"Pingpong   {_spread(found.ping_pong)}",
    ]
    lines += _stations(found) if not report.pseudonymous else _hidden(report)
    if report.notes:
        lines += ["", "Was auffiel:", *(f"  {note}" for note in report.notes)]
    return "\n".join(lines)


def _stations(found: HandoffReport) -> list[str]:
    lines = ["", f"Stationen: {len(found.stations)}"]
    for figures in sorted(found.by_station, key=lambda one: -one.visits)[:_SHOWN]:
        waits = _number(figures.waiting_days.mean)
        lines.append(f"  {figures.station}: {_number(figures.visits, 0)}-mal besucht, im Mittel {waits} Tage Liegezeit")
    if found.slowest:
        slow = found.slowest
        lines += [
            "",
            f"Am meisten Zeit vergeht von „{slow.leaves}“ zu „{slow.reaches}“: "
            f"{_number(slow.handovers, 0)}-mal übergeben, im Mittel {_number(slow.waiting_days.mean)} Tage.",
        ]
    lines += ["", f"Wege: {_number(found.variants_in_all, 0)} verschiedene, die häufigsten:"]
    return lines + [f"  {_number(way.cases, 0)} × {' → '.join(way.stations)}" for way in found.variants[:_SHOWN]]


def _hidden(report: Report) -> list[str]:
    return [
        "",
        _why_hidden(report),
        "Deshalb stehen hier nur Zahlen über Vorgänge. Mit --mapping ordnen Sie jedem Wert eine Rolle oder Einheit zu.",
    ]


def _why_hidden(report: Report) -> str:
    from querwerk.trails.exchange.people import WORDS, Sign

    why = WORDS[Sign(report.people[report.columns.station])]
    return f"Die Spalte „{report.columns.station}“ sieht nach Menschen aus: {why}."


def _draw(found: HandoffReport, paper: str, svg: Path | None, pdf: Path | None, *, silently: bool) -> None:
    """The pictures that the pages show, with the words and the name of the house."""
    if not svg and not pdf:
        return
    import django
    from django.utils.translation import activate

    django.setup()
    activate("de")
    from querwerk.trails.exchange.drawing import draw_way
    from querwerk.trails.insights import telling
    from querwerk.trails.insights.ways import way_of_report

    way = way_of_report(found, telling.headline(found, paper))
    if svg:
        store(svg, draw_way(way, style="file").encode(), silently=silently)
    if pdf:
        store(pdf, _poster(found, way), silently=silently)


def _poster(found: HandoffReport, way: Way) -> bytes:
    from django.conf import settings
    from django.utils import timezone

    from querwerk.trails.exchange.poster import as_poster
    from querwerk.trails.insights import telling
    from querwerk.trails.insights.posters import poster_of

    today = timezone.localdate()
    return as_poster(
        poster_of(found, way, based_on=telling.based_on(found)),
        day=today, municipality=settings.MUNICIPALITY, written_day=f"{today:%d.%m.%Y}",
    )  # fmt: skip


def _spread(spread: Spread) -> str:
    return (
        f"im Mittel {_number(spread.mean)}, Median {_number(spread.median)}, "
        f"wenigstens {_number(spread.least)}, höchstens {_number(spread.most)}"
    )


def _number(value: float, places: int = 2) -> str:
    """A number as Germans write it, without zeros at the end."""
    text = f"{value:,.{places}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.rstrip("0").rstrip(",") if places else text
