"""The list of skills: read in from ESCO, lengthened by free words of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.structure.rules import may_edit
from querwerk.words import stem, words

from ..models import POOL, Skill, Term


@dataclass(frozen=True, slots=True)
class Listed:
    """A skill of a list: its address there, its label, and what else it is called."""

    uri: str
    label: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What reading a list in did."""

    new: int
    changed: int
    same: int


def keep_skills(listed: Sequence[Listed], *, by: Actor, at: datetime) -> Tally:
    """A list of skills becomes the list of the house; what people offer of it stays theirs, whatever it is called now.

    A second run changes nothing. What a newer list does not name any more stays, for somebody may offer it.
    """
    if not may_edit(by):
        raise Refused(_("Only the staff unit reads a list of skills in."))
    with transaction.atomic():
        known = {skill.uri: skill for skill in Skill.objects.exclude(uri="")}
        new = [Skill(uri=one.uri, label=one.label, names=list(one.names)) for one in listed if one.uri not in known]
        changed = []
        for one in listed:
            skill = known.get(one.uri)
            if skill is not None and (skill.label, tuple(skill.names)) != (one.label, one.names):
                skill.label, skill.names = one.label, list(one.names)
                changed.append(skill)
        Skill.objects.bulk_create(new, batch_size=500)
        Skill.objects.bulk_update(changed, ["label", "names"], batch_size=500)
        _index([*new, *changed])
        _forget_terms()
        if new or changed:
            facts = {"skills": [len(known), len(known) + len(new)]}
            record(Event("teams.skills_read_in", POOL, facts=facts), by=by, at=at)
    return Tally(len(new), len(changed), len(listed) - len(new) - len(changed))


def free_skill(word: str) -> Skill:
    """The skill of a word typed: the one of the list that is called so, else a free word of the house."""
    label = " ".join(word.split())[:200]
    found = _called(label)
    if found is None:
        found, new = Skill.objects.get_or_create(uri="", label=label)
        _index([found] if new else [])
    return found


def forget_free_words() -> None:
    """Free words that nobody offers any more: they could have said something about somebody."""
    gone, _by_table = Skill.objects.filter(uri="", offers=None).delete()
    if gone:
        _forget_terms()


def _forget_terms() -> None:
    """Words that no skill is called by any more."""
    Term.objects.filter(skills=None).delete()


def _called(label: str) -> Skill | None:
    """The skill of this label, in capitals or small letters; SQLite knows none beyond A to Z."""
    known = Q(label__iexact=label) | Q(terms__text=max(words(label), key=len, default=""))
    found = Skill.objects.filter(known).order_by("-uri", "pk")
    return next((skill for skill in found if skill.label.casefold() == label.casefold()), None)


def _index(skills: Sequence[Skill]) -> None:
    """The words that skills are called by from now on."""
    called = {skill.pk: set(words(" ".join([skill.label, *skill.names]))) for skill in skills}
    texts = sorted(set().union(*called.values()))
    Term.objects.bulk_create([Term(text=text, stem=stem(text)) for text in texts], 1000, ignore_conflicts=True)
    known = Term.objects.in_bulk(texts, field_name="text")
    held = Skill.terms.through
    for start in range(0, len(skills), 500):
        held.objects.filter(skill__in=list(called)[start : start + 500]).delete()
    rows = [held(skill_id=skill, term=known[text]) for skill in called for text in sorted(called[skill])]
    held.objects.bulk_create(rows, 1000)
