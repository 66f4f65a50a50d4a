"""Which team? Ours next to CP-SAT and to a greedy choice, over a pool of 70,000 people.

    make bench-matching                                  (all of it, and writes docs/reference/performance.md)
    python bench/matching.py [--people 70000] [--limit 30]     (in the environment of the peers)

Twenty seeded questions: 8 needs, at least 3 units, one decision maker, at most 6 people. All three get the same arrays
and the same numbers; where CP-SAT proves its optimum, the size of the team is held equal to ours.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np
from ortools.sat.python import cp_model

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parent))

from hands.racing import spread, table

from querwerk.analysis.matching import Candidates, Question, propose

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- written by make bench-matching -->", "<!-- end of what make bench-matching writes -->"
NEEDS, UNITS, SIZE, LEAST_UNITS, SHARE = 8, 500, 6, 3, 10
INSTANCES = 20


def pool(people: int, seed: int) -> Candidates:
    """A large house of one of four kinds: skills spread evenly; units of unlike size; 120 people with one to three of
    the skills and nobody else; skills at home in few units. One in 30 decides; four in five have time."""
    lot = np.random.default_rng(seed)
    kind = ("even", "unlike", "rare", "at home")[seed % 4]
    units = np.minimum(lot.zipf(1.3, people) - 1, UNITS - 1) if kind == "unlike" else lot.integers(0, UNITS, people)
    masks = np.zeros(people, dtype=np.int64)
    if kind == "rare":
        for person in lot.choice(people, 120, replace=False):
            masks[person] = (1 << lot.choice(NEEDS, lot.integers(1, 4), replace=False)).sum()
    for bit, part in enumerate(lot.uniform(0.0005, 0.02, NEEDS) if kind != "rare" else ()):
        chance = np.full(people, part)
        if kind == "at home":
            home = np.isin(units, lot.choice(UNITS // 50, 5, replace=False))
            chance = np.where(home, part * 20, part / 50)
        masks |= (lot.random(people) < chance).astype(np.int64) << bit
    shares = lot.choice([5, 10, 20, 30, 50], people)
    keys = lot.permutation(people).astype(np.int64)
    return Candidates(keys, masks, units.astype(np.int64), lot.random(people) < 1 / 30, shares.astype(np.int64))


def ours(some: Candidates, question: Question, limit: float, teams: int = 1) -> tuple[int | None, bool]:
    answer = propose(some, question, seed=1, teams=teams)
    whole = answer.teams and not answer.missing and not answer.no_decision_maker and answer.units == question.units
    return (len(answer.teams[0].members) if whole else None), answer.proven


def three(some: Candidates, question: Question, limit: float) -> tuple[int | None, bool]:
    """What the page asks for: the best team, and two more that share as few people as possible."""
    return ours(some, question, limit, teams=3)


def greedy(some: Candidates, question: Question, limit: float) -> tuple[int | None, bool]:
    """Whoever brings most of what lacks, a new unit first while units lack; then somebody who decides."""
    able = np.flatnonzero(some.free >= question.share)
    masks, units = some.masks[able], some.units[able]
    lacking, team, used, decided = (1 << len(question.needs)) - 1, 0, set(), False
    while team < question.size and (lacking or len(used) < question.units or not decided):
        gain = np.bitwise_count(masks & lacking).astype(np.int64) * 4
        if len(used) < question.units:
            gain += 2 * ~np.isin(units, list(used))
        if not decided:
            gain += some.decides[able]
        best = int(np.argmax(gain))
        lacking &= ~int(masks[best])
        used.add(int(units[best]))
        decided = decided or bool(some.decides[able][best])
        team += 1
    return (team if not lacking and len(used) >= question.units and decided else None), False


def cp_sat(some: Candidates, question: Question, limit: float) -> tuple[int | None, bool]:
    """The same question as a constraint model over everybody who has time and brings anything."""
    brings = some.masks != 0
    able = np.flatnonzero((some.free >= question.share) & (brings | some.decides)).tolist()
    model = cp_model.CpModel()
    taken = {place: model.new_bool_var("") for place in able}
    for bit in range(len(question.needs)):
        model.add_bool_or([taken[place] for place in able if some.masks[place] >> bit & 1])
    model.add_bool_or([taken[place] for place in able if some.decides[place]])
    by_unit: dict[int, list[int]] = {}
    for place in able:
        by_unit.setdefault(int(some.units[place]), []).append(place)
    there = []
    for places in by_unit.values():
        one = model.new_bool_var("")
        model.add(sum(taken[place] for place in places) >= one)
        there.append(one)
    model.add(sum(there) >= question.units)
    model.add(sum(taken.values()) <= question.size)
    model.minimize(sum(taken.values()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit
    solver.parameters.num_workers = os.cpu_count() or 1
    state = solver.solve(model)
    found = state in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (round(solver.objective_value) if found else None), state in (cp_model.OPTIMAL, cp_model.INFEASIBLE)


CONTESTANTS: dict[str, Callable[[Candidates, Question, float], tuple[int | None, bool]]] = {
    "querwerk, the best team": ours,
    "querwerk, three teams": three,
    "greedy": greedy,
    "CP-SAT": cp_sat,
}


def measured(people: int, limit: float, names: list[str]) -> str:
    question = Question(tuple(f"need {number}" for number in range(NEEDS)), SIZE, LEAST_UNITS, True, SHARE)
    times: dict[str, list[float]] = {name: [] for name in names}
    found: dict[str, list[tuple[int | None, bool]]] = {name: [] for name in names}
    for seed in range(INSTANCES):
        some = pool(people, seed)
        for name in names:
            began = time.perf_counter()
            answer = CONTESTANTS[name](some, question, limit)
            times[name].append(time.perf_counter() - began)
            found[name].append(answer)
    best = found["querwerk, the best team"]
    rows = []
    for name in names:
        sizes = found[name]
        for (size, proven), (own, own_proven) in zip(sizes, best, strict=True):
            if proven and own_proven and size != own:
                raise SystemExit(f"{name} finds {size} where we find {own}")
        rows.append(
            [
                name,
                spread(times[name]),
                f"{sum(size is not None for size, _ in sizes)}",
                f"{sum(size == own and own is not None for (size, _), (own, _) in zip(sizes, best, strict=True))}",
                f"{sum(proven for _, proven in sizes)}",
            ]
        )
    head = ["contestant", "seconds", f"teams of {INSTANCES}", "as small as possible", "proven"]
    of = ", ".join(str(size or "none") for size, _ in best)
    return f"{people:,} people. Sizes of the best teams: {of}.\n\n{table(head, rows)}\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--people", type=int, nargs="+", default=[7_000, 70_000, 700_000])
    arguments.add_argument("--limit", type=float, default=30, help="seconds for CP-SAT, each question")
    arguments.add_argument("--only", nargs="+", choices=CONTESTANTS, default=list(CONTESTANTS))
    arguments.add_argument("--write", action="store_true", help="write the tables into docs/reference/performance.md")
    options = arguments.parse_args()
    names = list(dict.fromkeys(["querwerk, the best team", *options.only]))
    peers = ", ".join(f"{peer} {version(peer)}" for peer in ("numpy", "ortools"))
    day = f"{date.today():%d.%m.%Y}"  # noqa: DTZ011
    told = [
        f"Measured on {day} with `make bench-matching` (`bench/matching.py`). Python {platform.python_version()}, "
        f"{peers}; {os.cpu_count()} cores; CP-SAT with all of them and {options.limit:g} seconds a question.\n"
    ]
    print(told[0], flush=True)
    for people in options.people:
        told.append(measured(people, options.limit, names if people <= 70_000 else [n for n in names if n != "CP-SAT"]))
        print(told[-1], flush=True)
    if options.write:
        page = PAGE.read_text()
        before, after = page[: page.index(BEGIN) + len(BEGIN)], page[page.index(END) :]
        PAGE.write_text(f"{before}\n" + "\n".join(told) + after)


if __name__ == "__main__":
    main()
