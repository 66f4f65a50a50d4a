"""What several do at the same moment, each on a connection of their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, transaction

from querwerk.journal.actions import Refused

Deed = Callable[[], object]


def ends(deed: Deed) -> str:
    """How a deed ends on a connection of its own."""
    try:
        deed()
    except Refused as refused:
        return refused.sentence
    finally:
        connection.close()
    return "done"


def together(*deeds: Deed) -> list[str]:
    """All of them at the same moment; how each ends."""
    gate = Barrier(len(deeds))

    def start(deed: Deed) -> str:
        gate.wait()
        return ends(deed)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(start, deeds))


def in_between(rows: Any, first: Deed, then: Deed) -> str:
    """Somebody holds rows fast to do something; before they do it, somebody else begins. How the other ends."""
    with ThreadPoolExecutor(1) as pool, transaction.atomic():  # first the transaction ends, then the pool
        list(rows.select_for_update(of=("self",)))
        other = pool.submit(ends, then)
        time.sleep(0.5)  # long enough to stand in line
        first()
    return other.result()
