"""Somebody at work: acts again and again, and notes each thing the database has said yes to.

``python -m tests.torture.writer NAME FILE``: runs until its input is closed. Whoever gets no answer asks again with the
same words; that it was done already counts as an answer.
"""

from __future__ import annotations

import os
import select
import sys
import time
from datetime import UTC, datetime
from itertools import count

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def act(name: str) -> None:
    """One strategy, one journal entry, one mail: all of them or none."""
    from django.db import transaction

    from querwerk.journal.actions import Actor
    from querwerk.outbox.actions import post_mail
    from querwerk.structure.actions.house import add_strategy

    with transaction.atomic():
        add_strategy(name, by=Actor(post="Stabsstelle", roles=frozenset({"staff_unit"})), at=AT)
        post_mail("torture", key=name, address="dilan@example.org", words={}, at=AT)


def acknowledged(name: str) -> bool:
    """Whether the house has answered."""
    from django.db import Error, connection

    from querwerk.journal.actions import Refused

    try:
        act(name)
    except Refused:
        return True
    except Error:
        connection.close()
        time.sleep(0.02)
        return False
    return True


def main(name: str, file: str) -> None:
    import django

    django.setup()
    said_yes = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in count(1):
        wish = f"{name}-{number}"
        while not acknowledged(wish):
            if _told_to_stop():
                return
        os.write(said_yes, f"{wish}\n".encode())
        if _told_to_stop():
            return


def _told_to_stop() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
