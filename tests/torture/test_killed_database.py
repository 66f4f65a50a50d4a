"""T5: PostgreSQL is killed while people work. What the house has said yes to is there afterwards."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import engines, vaults
from tests.quality import figure

from .cluster import Cluster, cluster

WRITERS = 3
STRATEGIES = "SELECT name FROM structure_strategy"
ENTRIES = "SELECT facts->'strategy'->>1 FROM journal_entry WHERE event = 'structure.strategy_added'"
MAILS = "SELECT key FROM outbox_mail"


@dataclass
class Toll:
    """What many kills came to."""

    cycles: int = 0
    acknowledged: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    differing: int = 0
    journal: str = ""


@contextmanager
def people_at_work(database: Cluster, folder: Path) -> Iterator[list[Path]]:
    """Several writers, each with a file of what was said yes to."""
    folder.mkdir()
    made = vaults.run("init", home=folder, database=database.address)
    assert made.returncode == 0, made.stderr
    environment = vaults.environment(folder, database.address)
    environment |= {"DJANGO_SETTINGS_MODULE": "querwerk.web.settings"}
    files = [folder / f"writer-{number}" for number in range(WRITERS)]
    line = [sys.executable, "-W", "ignore", "-m", "tests.torture.writer"]
    writers = []
    try:
        for file in files:
            file.touch()
            writer = subprocess.Popen(
                [*line, file.name, str(file)], env=environment, stdin=subprocess.PIPE, cwd=engines.SOURCE.parents[1]
            )
            writers.append(writer)
        yield files
    finally:
        for writer in writers:
            writer.communicate()


def said_yes(files: list[Path]) -> set[str]:
    return {line for file in files for line in file.read_text().splitlines()}


def kill_again_and_again(folder: Path, *, cycles: int, seed: int, until_lost: bool = False, **settings: str) -> Toll:
    """Lets people work for a while, kills the database in the act, starts it again and counts."""
    moments, toll = random.Random(seed), Toll()
    with cluster(**settings) as database:
        with people_at_work(database, folder) as files:
            while toll.cycles < cycles and not (until_lost and toll.lost):
                known = len(said_yes(files))
                while len(said_yes(files)) < known + WRITERS:
                    time.sleep(0.01)
                time.sleep(moments.uniform(0.1, 0.7))
                database.kill()
                toll.acknowledged = said_yes(files)
                database.start()
                toll.lost |= toll.acknowledged - set(database.ask(STRATEGIES))
                toll.cycles += 1
        toll.acknowledged = said_yes(files)
        there = sorted(database.ask(STRATEGIES))
        toll.lost |= toll.acknowledged - set(there)
        toll.differing = sum(sorted(database.ask(statement)) != there for statement in (ENTRIES, MAILS))
        verified = vaults.run("journal", "verify", home=folder, database=database.address)
        toll.journal = verified.stdout.split(":")[0] if verified.returncode == 0 else verified.stderr
    return toll


def check(folder: Path, cycles: int) -> None:
    """So many kills with the settings a house has to have, then the control with one of them off."""
    toll = kill_again_and_again(folder / "safe", cycles=cycles, seed=5)
    control = kill_again_and_again(folder / "unsafe", cycles=30, seed=6, until_lost=True, synchronous_commit="off")
    figure(
        "T5",
        f"kill -9 of PostgreSQL while {WRITERS} people write, {toll.cycles} times",
        result=f"{len(toll.acknowledged)} acknowledged, {len(toll.lost)} lost; strategies = entries = mails; "
        "the journal verifies",
        control=f"synchronous_commit=off: {len(control.lost)} of {len(control.acknowledged)} lost "
        f"in {control.cycles} cycles",
    )
    print(f"T5: {toll.cycles} cycles, {len(toll.acknowledged)} acknowledged, {len(toll.lost)} lost")
    print(f"T5 control: {control.cycles} cycles, {len(control.acknowledged)} acknowledged, {len(control.lost)} lost")
    assert (toll.cycles, toll.lost, toll.differing) == (cycles, set(), 0)
    assert toll.journal == "Das Journal ist unversehrt"
    assert len(toll.acknowledged) > cycles
    assert len(control.lost) > 0


def test_t5_a_killed_database_loses_nothing_it_has_said_yes_to(tmp_path: Path) -> None:
    check(tmp_path, cycles=3)


@pytest.mark.torture
def test_t5_thirty_kills_lose_nothing(tmp_path: Path) -> None:
    check(tmp_path, cycles=30)
