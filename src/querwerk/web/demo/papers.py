"""A published trail from real council papers: which office wrote a draft for a decision, and where it went.

``papers.parquet`` holds units, bodies and moments alone (CC0), made by ``tools/demo_data.py``. Only public steps are in
it, so its counts of hands are lower bounds.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils import timezone

from querwerk.journal.actions import Actor
from querwerk.structure.models import Account
from querwerk.trails.actions.imports import Found, keep_log
from querwerk.trails.actions.trails import open_trail, publish, share
from querwerk.trails.lifecycle import Source
from querwerk.trails.models import Log

from ..acting import acting

FILE = Path(__file__).with_name("papers.parquet")
#: What is in it; nobody opens it here: threads of Polars do not live on in the processes that a server forks.
CASES, EVENTS = 2_850, 5_833
_TITLE = "Beschlussvorlagen im Gemeinderat"
_PURPOSE = (
    "Welche Dienststelle eine Vorlage angelegt hat und in welche Gremien sie ging: echte Vorlagen der Jahre 2013 bis "
    "2022. Öffentlich sind nur diese Schritte; was im Haus davor geschah, steht nicht darin. Die Hände sind also "
    "mindestens so viele."
)


def show_papers(*, at: datetime) -> bool:
    """Ayşe lays the log with a trail, Carla publishes it; says whether it was done."""
    on = timezone.localdate(at)
    people = {account.username: acting(account, on=on, second_factor=True) for account in Account.objects.all()}
    if Log.objects.exists() or not {"ayse", "carla"} <= people.keys():
        return False
    _publish(people["ayse"], people["carla"], at)
    return True


def _publish(author: Actor, staff: Actor, at: datetime) -> None:
    found = Found(Source.COUNCIL, cases=CASES, events=EVENTS, packed=FILE.read_bytes())
    trail = open_trail(title=_TITLE, paper="Beschlussvorlage", purpose=_PURPOSE, by=author, at=at)
    log = keep_log(trail, "Vorlagen 2013 bis 2022", found, {}, by=author, at=at)
    shared = share(trail.slug, version=log.trail.version, by=author, at=at)
    publish(trail.slug, version=shared.version, by=staff, at=at)
