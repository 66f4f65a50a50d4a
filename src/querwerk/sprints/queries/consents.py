"""What the house asks the people of a sprint for, and what they said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from querwerk.journal.actions import Actor

from ..labels import WORDINGS
from ..lifecycle import About
from ..models import Consent, ConsentText


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing somebody is asked for: the words, and whether they have said yes; ``given_to`` were the words then."""

    about: About
    wording: str
    given: bool
    given_to: str


def wordings() -> dict[About, str]:
    """The words of the house for each thing; those that came with Querwerk until the house has its own."""
    own = dict(ConsentText.objects.order_by("valid_from").values_list("about", "wording"))
    return {about: own.get(about.value) or str(WORDINGS[about]) for about in About}


def asked_of(sprint: int, actor: Actor) -> tuple[Asked, ...]:
    """What a person of a sprint is asked for."""
    standing = dict(
        Consent.objects.filter(sprint=sprint, account__username=actor.account, withdrawn_at__isnull=True).values_list(
            "about", "wording"
        )
    )
    return tuple(
        Asked(about, wording, about.value in standing, standing.get(about.value, ""))
        for about, wording in wordings().items()
    )


def consents_of(sprint: int) -> Mapping[int, frozenset[str]]:
    """For those who lead through it: to what each account has said yes."""
    found: dict[int, set[str]] = defaultdict(set)
    for account, about in Consent.objects.filter(sprint=sprint, withdrawn_at__isnull=True).values_list(
        "account", "about"
    ):
        found[account].add(about)
    return {account: frozenset(said) for account, said in found.items()}
