"""The figures of the numbered tests: collected while they run, written into QUALITY.md by the run itself.

``figure("T5", ...)`` notes what a test found. With ``QUERWERK_TEST_FIGURES=1`` (``make quality`` sets it) the end of
the run merges what was noted into ``docs/reference/quality.json`` and writes QUALITY.md from it; no hand writes there.
"""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORE = ROOT / "docs" / "reference" / "quality.json"
PAGE = ROOT / "QUALITY.md"
HEAD = """# What was tested, and what came out

Written by `make quality`, never by hand. Every test of an absence has a negative control: a hole made on purpose, which
the same test has to find. The full programme runs with `make torture`.

| test | what | result | control | measured |
|---|---|---|---|---|
"""

_noted: dict[str, dict[str, str]] = {}


def figure(test: str, what: str, *, result: str, control: str) -> None:
    """Notes what a numbered test found, in words with numbers; ``control`` is what the seeded hole came to."""
    measured = f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores"
    _noted[test] = {"what": what, "result": result, "control": control, "measured": measured}


def write() -> None:
    """Merges what this run noted into the store and writes the page from it."""
    if not _noted or not os.environ.get("QUERWERK_TEST_FIGURES"):
        return
    known = json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}
    known |= _noted
    STORE.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    PAGE.write_text(page(known), encoding="utf-8")


def page(known: dict[str, dict[str, str]]) -> str:
    """QUALITY.md: one line a test, in the order of their numbers."""
    lines = [
        f"| {test} | {said['what']} | {said['result']} | {said['control']} | {said['measured']} |"
        for test, said in sorted(known.items(), key=lambda item: (int(item[0][1:].rstrip("abc")), item[0]))
    ]
    return HEAD + "\n".join(lines) + "\n"
