"""Finding people, and the input of a team proposal, over a pool of 70,000 profiles on either database.

    python bench/pool.py [--people 70000] [--database sqlite postgres]

Invented people with three to eight skills each of the list that is read in; 500 units; a question is one or two words
of a skill that somebody offers. What is timed is the query of the page (:func:`querwerk.teams.queries.pool.find`), the
whole page over the test client, and for the proposal what the engine gets from the database, the engine, and both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT))
SKILLS = ROOT / ".." / "shared" / "data" / "competences" / "esco-de" / "all_skills_uri_label_description_de.csv"
UNITS, QUESTIONS, DAY = 500, 200, date(2026, 11, 22)


def fill(people: int) -> list[str]:
    """The house: units, posts, log-ins, profiles; says the labels that people offer, the more often the more do."""
    from django.utils import timezone

    from querwerk.journal.actions import Actor
    from querwerk.structure.models import Account, Assignment, Person, Post, Unit
    from querwerk.teams.actions.skills import keep_skills
    from querwerk.teams.exchange.skills import read_skills
    from querwerk.teams.models import Offer, Profile, Skill, Spoken

    lot = random.Random(1)
    by = Actor(post="", roles=frozenset({"staff_unit"}))
    keep_skills(read_skills(SKILLS.read_bytes())[0], by=by, at=timezone.now())
    skills = list(Skill.objects.order_by("pk").values_list("pk", "label"))
    lot.shuffle(skills)
    weights = [1 / (50 + place) for place in range(len(skills))]
    units = Unit.objects.bulk_create(
        Unit(slug=f"u{n}", kind="office", name=f"Amt {n}", short=f"A{n}") for n in range(UNITS)
    )
    roles = ["office_head"] + ["employee"] * 29
    posts = Post.objects.bulk_create(
        [Post(unit=units[n % UNITS], slug=f"p{n}", title=f"Posten {n}", role=roles[n % 30]) for n in range(people)],
        2000,
    )
    persons = Person.objects.bulk_create([Person(name=f"Person {n}") for n in range(people)], 2000)
    Assignment.objects.bulk_create(
        [Assignment(post=posts[n], person=persons[n], valid_from=date(2020, 1, 1)) for n in range(people)], 2000
    )
    accounts = Account.objects.bulk_create(
        [Account(username=f"a{n}", email=f"a{n}@stadt.example", person=persons[n]) for n in range(people)], 2000
    )
    shown = ["house"] * 6 + ["teams"] * 2 + ["asked"] * 2
    profiles = Profile.objects.bulk_create(
        [
            Profile(account=accounts[n], name=f"Person {n}", share=lot.choice([5, 10, 20, 30, 50]), consent="ja",
                    shown=lot.choice(shown), consent_on=DAY)
            for n in range(people)
        ], 2000,
    )  # fmt: skip
    offers, drawn = [], lot.choices(skills, weights, k=people * 6)
    for n, profile in enumerate(profiles):
        some = {pk for pk, _ in drawn[n * 6 : n * 6 + lot.randint(3, 6)]}
        offers += [Offer(profile=profile, skill_id=pk) for pk in some]
    Offer.objects.bulk_create(offers, 5000)
    languages = [Spoken(profile=profile, language="de") for profile in profiles]
    languages += [Spoken(profile=profile, language=lot.choice(["en", "fr", "tr", "pl"])) for profile in profiles[::3]]
    Spoken.objects.bulk_create(languages, 5000)
    return [label for _, label in drawn[:5000]]


def spread(times: list[tuple[float, float]]) -> str:
    """Min, median, 95th percentile and max in milliseconds, by the clock and by the time of the processor."""
    said = []
    for column in (0, 1):
        ordered = sorted(one[column] for one in times)
        at = (ordered[0], statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1])
        said.append(" / ".join(f"{seconds * 1000:.1f}" for seconds in at))
    return f"{said[0]}; processor {said[1]}"


def timed(works: Iterator[Callable[[], Any]]) -> list[tuple[float, float]]:
    times = []
    for work in works:
        began, busy = time.perf_counter(), worked()
        work()
        times.append((time.perf_counter() - began, worked() - busy))
    return times


def worked() -> float:
    """Seconds of the processor: of our own process, and of the one that PostgreSQL works for us in (on Linux)."""
    from django.db import connection

    theirs = 0
    if connection.vendor == "postgresql":
        statistics_of = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        theirs = int(statistics_of.read_text().split()[0]) if statistics_of.exists() else 0
    return time.process_time() + theirs / 1e9


def prepare(people: int) -> list[str]:
    """A house of its own: tables, static files, people, and statistics for the planner."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.utils.translation import activate

    activate("de")
    settings.ALLOWED_HOSTS = ["*"]
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    labels = fill(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return labels


def measure(people: int) -> dict[str, Any]:
    """In the process of one database: fills it and measures; figures as words."""
    labels = prepare(people)
    from querwerk.structure.models import Account, Assignment, Post, Unit

    carla = Account.objects.get(username="a1")
    post = Post.objects.create(unit=Unit.objects.get(slug="u1"), slug="staff", title="Stab", role="staff_unit")
    Assignment.objects.create(post=post, person=carla.person, valid_from=date(2020, 1, 1))
    return finding(carla, labels) | proposing(carla, labels)


def finding(carla: Any, labels: list[str]) -> dict[str, str]:
    """Questions of one word, of two words of two skills, and of a whole label; a part of them with filters."""
    from django.test import Client

    from querwerk.teams.queries.pool import Wanted, find
    from querwerk.web.acting import acting
    from querwerk.words import asked
    from tests.logins import sign_in

    actor, lot = acting(carla, on=DAY, second_factor=True), random.Random(2)
    words = [word for label in labels for word in asked(label) if len(word) > 4]
    texts = [lot.choice(words) for _ in range(QUESTIONS)] + [lot.choice(labels) for _ in range(QUESTIONS)]
    texts += [" ".join(lot.sample(words, 2)) for _ in range(QUESTIONS)]
    questions = []
    for number, text in enumerate(texts):
        said = {"q": text}
        said |= {"sprache": "en"} if number % 5 == 0 else {}
        said |= {"anteil": "20"} if number % 3 == 0 else {}
        said |= {"einheit": f"u{number % UNITS}"} if number % 10 == 0 else {}
        questions.append(Wanted.read(said))
    client = sign_in(Client(), carla)
    client.get("/kompetenzen/?q=recht")
    totals = [find(actor, one, on=DAY).total for one in questions]
    query = timed(partial(find, actor, one, on=DAY) for one in questions)
    page = timed(partial(client.get, f"/kompetenzen/?{one.query(1)}") for one in questions)
    hits = f"{statistics.median(totals):.0f}, at most {max(totals)}"
    return {"questions": str(len(questions)), "people found": hits, "query": spread(query), "page": spread(page)}


def proposing(carla: Any, labels: list[str]) -> dict[str, str]:
    """Twenty teams for eight labels: what comes from the database, the engine alone, and all of it."""
    from querwerk.analysis.matching import Candidates, Question, propose
    from querwerk.teams.insights.proposal import Wish, proposals
    from querwerk.teams.queries.proposal import candidates
    from querwerk.teams.queries.skills import meant
    from querwerk.teams.rules import circles
    from querwerk.web.acting import acting

    actor, lot = acting(carla, on=DAY, second_factor=True), random.Random(3)
    needs = [tuple(lot.sample(sorted(set(labels)), 8)) for _ in range(20)]
    wishes = [Wish(some, 6, 3, True, 10) for some in needs]
    pools = []

    def read(wish: Wish) -> None:
        pools.append(
            candidates(meant(wish.needs), share=10, decision_maker=True, named=circles(actor), without=(), on=DAY)
        )

    def reckon(number: int) -> None:
        answer = propose(Candidates.of(pools[number]), Question(needs[number], 6, 3, True, 10), seed=1)
        assert answer.proven

    return {
        "input": spread(timed(partial(read, wish) for wish in wishes)),
        "engine": spread(timed(partial(reckon, number) for number in range(len(wishes)))),
        "proposal": spread(timed(partial(proposals, wish, actor, on=DAY) for wish in wishes)),
        "candidates": f"{statistics.median(len(pool) for pool in pools):.0f}",
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--people", type=int, default=70_000)
    arguments.add_argument("--database", nargs="+", choices=("sqlite", "postgres"), default=["sqlite", "postgres"])
    arguments.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if not SKILLS.exists():
        raise SystemExit("The list of skills is not there (../shared/data): nothing is measured.")
    if options.inside:
        import django

        django.setup()
        print(json.dumps(measure(options.people)))
        return
    for database in options.database:
        with tempfile.TemporaryDirectory(prefix="querwerk-bench-") as home:
            env = {**os.environ, "QUERWERK_HOME": home, "DJANGO_SETTINGS_MODULE": "querwerk.web.settings"}
            env["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
            env.pop("QUERWERK_DATABASE_URL", None)
            if database == "postgres":
                from tests.engines import postgres

                env["QUERWERK_DATABASE_URL"] = postgres()
            command = [sys.executable, __file__, "--inside", "--people", str(options.people)]
            said = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            if said.returncode:
                raise SystemExit(said.stderr)
            print(database, json.dumps(json.loads(said.stdout.splitlines()[-1]), indent=1), flush=True)


if __name__ == "__main__":
    main()
