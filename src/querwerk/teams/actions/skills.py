"""The list of skills: read in from ESCO, lengthened by free words of the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.structure.rules import may_edit
from querwerk.words import stem, words

from ..models import POOL, Skill, SkillWord


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
        for start in range(0, len(changed), 500):
            SkillWord.objects.filter(skill__in=changed[start : start + 500]).delete()
        _index([*new, *changed])
        if new or changed:
            facts = {"skills": [len(known), len(known) + len(new)]}
            record(Event("teams.skills_read_in", POOL, facts=facts), by=by, at=at)
    return Tally(len(new), len(changed), len(listed) - len(new) - len(changed))


def free_skill(word: str) -> Skill:
    """The skill of a word typed: the one of the list that is called so, else a free word of the house."""
    label = " ".join(word.split())[:200]
    found = Skill.objects.filter(label__iexact=label).order_by("-uri", "pk").first()
    if found is None:
        found = Skill.objects.create(label=label)
        _index([found])
    return found


def forget_free_words() -> None:
    """Free words that nobody offers any more: they could have said something about somebody."""
    Skill.objects.filter(uri="", offers=None).delete()


def _index(skills: Iterable[Skill]) -> None:
    found = [
        SkillWord(skill=skill, text=text, stem=stem(text))
        for skill in skills
        for text in sorted(set(words(" ".join([skill.label, *skill.names]))))
    ]
    SkillWord.objects.bulk_create(found, batch_size=1000)
