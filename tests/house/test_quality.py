"""QUALITY.md is what the run wrote, and nothing a hand wrote into it."""

from __future__ import annotations

import json

from tests import quality


def test_the_page_says_what_the_run_found() -> None:
    known = json.loads(quality.STORE.read_text(encoding="utf-8"))
    assert quality.PAGE.read_text(encoding="utf-8") == quality.page(known)


def test_a_figure_written_by_hand_would_be_found() -> None:
    known = json.loads(quality.STORE.read_text(encoding="utf-8"))
    first = next(iter(known))
    better = {**known, first: {**known[first], "result": "perfect"}}
    assert quality.page(better) != quality.page(known)


def test_every_figure_says_what_its_control_came_to() -> None:
    known = json.loads(quality.STORE.read_text(encoding="utf-8"))
    assert [test for test, said in known.items() if not all(said.values())] == []
