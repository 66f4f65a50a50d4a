"""Makes the packaged demo data from the facts file and the steps of council papers: ``python tools/demo_data.py FACTS
ROUTES``.

Facts in our own words may be packaged (CC0); names of living people may not. What the heads of the departments are
called is left out, and the script stops if one of these names still stands anywhere else in the file.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import polars as pl

from querwerk.trails.insights.packed import to_bytes

FOLDER = Path(__file__).parents[1] / "src" / "querwerk" / "web" / "demo"
TARGET, PAPERS = FOLDER / "karlsruhe.json", FOLDER / "papers.parquet"
META = {
    "source": "öffentliche Ratsunterlagen und OParl-Daten der Stadt Karlsruhe, 2017 bis 2026",
    "persons": "keine Personen namentlich; statt der Namen stehen Ämter und Dienststellen",
}
#: The staff unit moved between departments; no other move is in the sources.
PLACEMENTS = {
    "VME": [
        {"unit": "Dezernat 2", "from": "2017-06", "to": "2018"},
        {"unit": "Dezernat 1", "from": "2018", "to": None},
    ]
}


#: How the facts file abbreviates its own sources, and what a reader understands.
_CODE = re.compile(r"\bR(19|2[0-9])\b")


def spelled_out(value: Any) -> Any:
    """The same value with the reports named by their year instead of a code."""
    if isinstance(value, str):
        return _CODE.sub(r"Bericht 20\1", value).replace(" (karlsruhe_facts.json)", "").replace(" laut facts", "")
    if isinstance(value, dict):
        return {key: spelled_out(inner) for key, inner in value.items()}
    return [spelled_out(inner) for inner in value] if isinstance(value, list) else value


def without_people(facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts without names of people."""
    names = {head.pop("name") for theme in facts["themes"] for head in theme["heads"]}
    facts["meta"].update(META)
    facts["dashboard_excerpts"]["source"] = "gespeicherte Auszüge der Projektseite ka-gestalten.de"
    for office in facts["offices"]:
        if office["short"] in PLACEMENTS:
            office["placements"] = PLACEMENTS[office["short"]]
    text = json.dumps(facts, ensure_ascii=False)
    left = sorted(name for full in names for name in {full, full.split()[-1]} if name in text)
    if left:
        sys.exit(f"still named: {left}")
    return facts


def papers(routes: Path) -> bytes:
    """The drafts for a decision whose office is known, with the bodies they went to, as a stored log.

    Papers older than the council's own system came in by a move of data, which names no office: they are left out.
    """
    steps = pl.read_csv(routes, infer_schema=False).filter(pl.col("paper_type") == "Beschlussvorlage")
    moved = steps.filter(pl.col("unit").str.starts_with("_") | (pl.col("unit") == "Offen"))
    events = steps.join(moved, on="case_id", how="anti").select(
        pl.col("case_id").rank("dense").alias("case"),
        pl.col("unit").alias("station"),
        pl.col("timestamp").str.to_datetime(time_unit="us", time_zone="UTC").alias("at"),
        "activity",
    )
    return to_bytes(events)


if __name__ == "__main__":
    facts = spelled_out(without_people(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAPERS.write_bytes(papers(Path(sys.argv[2])))
    print(f"{TARGET.name}: {len(facts['projects'])} projects, {TARGET.stat().st_size:,} bytes")
