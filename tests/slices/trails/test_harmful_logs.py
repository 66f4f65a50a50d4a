"""T13 and T14: ten thousand broken files and forty-odd bombs; none escapes as trouble, grows, lingers or writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from querwerk.trails.exchange.child import _environment
from tests.quality import figure

from .bombs import BOMBS
from .fuzzing import MEGABYTE, ROOM, SECONDS

ROOT = Path(__file__).resolve().parents[3]
FILES = 10_000
#: Files one process reads: what its allocator keeps adds up.
BATCH = 2_000
#: What exceeds the limits of T13 as soon as the limits of the reader are off.
HARMFUL = (
    "gzip of CSV",
    "gzip of one endless field",
    "a million keys in an event",
    "a new key in each of many events",
    "Parquet of 100 million rows",
)
NAMES = tuple(BOMBS)


def run(module: str, *arguments: str) -> tuple[list[dict[str, Any]], int]:
    """What a process of these tests printed, and how it ended."""
    environment = _environment() | {"RUST_BACKTRACE": "0"}
    command = [sys.executable, "-m", f"tests.slices.trails.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


def rows_of_the_database() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


@pytest.mark.django_db
def test_broken_files_are_read_or_refused_and_nothing_else() -> None:
    before = rows_of_the_database()
    batches = [run("fuzzing", str(first), str(BATCH)) for first in range(0, FILES, BATCH)]
    assert [code for _said, code in batches] == [0] * len(batches)
    all_said = [said for (said,), _code in batches]
    came = {kind: sum(said["came"][kind] for said in all_said) for kind in ("read", "refused")}
    slowest, grown = max(said["slowest"] for said in all_said), max(said["grown"] for said in all_said)
    assert [said["trouble"] for said in all_said] == [{}] * len(batches)
    assert sum(came.values()) == FILES
    assert min(came.values()) > FILES / 20  # both happen, often
    assert slowest <= SECONDS
    assert grown <= ROOM
    assert not any(said["django"] for said in all_said)
    assert rows_of_the_database() == before
    naive = sum(said["naive"] for said in all_said)
    assert naive > 250 * len(batches)
    figure(
        "T13",
        f"{FILES} broken XES, CSV, Parquet and council files, each from its number, {BATCH} in a process that may "
        f"grow by {ROOM // MEGABYTE} MB; both XES readers compared",
        result=f"{came['read']} read, {came['refused']} refused with a sentence, 0 uncaught, slowest {slowest:.2f} s "
        f"of processor, grown by {grown // MEGABYTE} MB, database unchanged",
        control=f"a reader without guards breaks on {naive} of {500 * len(batches)}",
    )


def exceeds(outcome: dict[str, Any]) -> bool:
    """Whether a bomb took more than it may."""
    return outcome["seconds"] > SECONDS or outcome["said"].startswith(("too much", "broke"))


def test_bombs_are_refused_before_they_cost_anything() -> None:
    outcomes, code = run("bombs", *NAMES)
    assert code == 0
    assert [said["name"] for said in outcomes] == list(NAMES)
    assert [said for said in outcomes if exceeds(said)] == []
    assert [said["name"] for said in outcomes if "root:" in said["said"]] == []
    harmless = {said["name"] for said in outcomes if said["said"].startswith("read")}
    assert harmless == {
        "XInclude", "row 1,048,576 alone", "rows of nothing but delimiters", "long words where names are looked for",
    }  # fmt: skip
    undone = [name for name in HARMFUL if _goes_off(name)]
    assert undone == list(HARMFUL)
    figure(
        "T14",
        f"{len(NAMES)} files that mean harm (gzip bombs, entities, XInclude, a million columns, deep nesting, odd "
        f"encodings, archives, Parquet), each in {ROOM // MEGABYTE} MB and {SECONDS:.0f} s of processor",
        result=f"{len(NAMES) - len(harmless)} refused with a sentence, {len(harmless)} read without harm, slowest "
        f"{max(said['seconds'] for said in outcomes):.2f} s",
        control=f"with the limits off {len(undone)} of {len(HARMFUL)} exceed room or time",
    )


def _goes_off(name: str) -> bool:
    outcomes, code = run("bombs", "--unlimited", name)
    return code != 0 or any(exceeds(said) for said in outcomes)
