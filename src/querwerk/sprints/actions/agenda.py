"""The agenda of a sprint: blocks are added, changed, moved and removed; times follow by themselves."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..labels.library import card_words, format_words
from ..lifecycle import JOINING, Effect, State
from ..mails import tell_all
from ..models import Block, Day, Format, MethodCard, Sprint
from .change import fit_times, keep, led

_LONGEST = 24 * 60


def fill_from(sprint: Sprint, format: Format, days: list[date], begins: time) -> None:
    """The agenda of a format for a new sprint, in the transaction of whoever plans it.

    Its name and its blocks are kept in the language of who plans: from here on they are the planner's own words, to be
    changed like title and question, and everybody reads them as they stand.
    """
    blocks = list(format.blocks.select_related("method").order_by("day", "position"))
    words = format_words(format, blocks)
    sprint.format = words.title
    made = [Day.objects.create(sprint=sprint, number=number, on=on, begins=begins) for number, on in enumerate(days, 1)]
    Block.objects.bulk_create(
        Block(day=made[block.day - 1], position=block.position, minutes=block.minutes, title=title, method=block.method)
        for block, title in zip(blocks, words.blocks, strict=True)
    )  # fmt: skip


def add_block(
    slug: str, *, day: int, minutes: int, title: str, note: str = "", method: MethodCard | None = None, version: int,
    by: Actor, at: datetime,
) -> Block:  # fmt: skip
    """One more block at the end of a day."""
    with led(slug, version=version, by=by) as sprint:
        _refuse_over(sprint)
        _refuse_minutes(minutes)
        found = sprint.days.filter(number=day).first()
        if found is None:
            raise Refused(_("This sprint has no such day."))
        position = max(found.blocks.values_list("position", flat=True), default=0) + 1
        called = title.strip() or _named(method)
        block = Block.objects.create(
            day=found,
            position=position,
            minutes=minutes,
            title=called,
            note=note,
            method=method,
        )
        _close(sprint, {"block": [None, block.title]}, by=by, at=at)
    return block


def change_block(
    slug: str, pk: int, *, minutes: int, title: str, note: str = "", method: MethodCard | None = None, version: int,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """A block in other words, shorter or longer; those after it shift."""
    with led(slug, version=version, by=by) as sprint:
        _refuse_over(sprint)
        _refuse_minutes(minutes)
        block = _block(sprint, pk)
        before = [block.title, block.minutes]
        block.minutes, block.title, block.note, block.method = minutes, title.strip() or _named(method), note, method
        block.save()
        _close(sprint, {"block": [before, [block.title, block.minutes]]}, by=by, at=at)


def move_block(slug: str, pk: int, *, down: bool, version: int, by: Actor, at: datetime) -> None:
    """One place up or down; from the edge of a day into the day beside it."""
    with led(slug, version=version, by=by) as sprint:
        _refuse_over(sprint)
        block = _block(sprint, pk)
        row = list(block.day.blocks.order_by("position", "pk"))
        place = row.index(block) + (1 if down else -1)
        if 0 <= place < len(row):
            row.remove(block)
            row.insert(place, block)
            _number(row)
        else:
            _over_the_edge(sprint, block, down=down)
        _close(sprint, {"block": [block.title, block.title], "moved": [None, "down" if down else "up"]}, by=by, at=at)


def remove_block(slug: str, pk: int, *, version: int, by: Actor, at: datetime) -> None:
    """A block goes; those after it move forward."""
    with led(slug, version=version, by=by) as sprint:
        _refuse_over(sprint)
        block = _block(sprint, pk)
        block.delete()
        _close(sprint, {"block": [block.title, None]}, by=by, at=at)


def set_day(slug: str, *, number: int, on: date, begins: time, version: int, by: Actor, at: datetime) -> None:
    """A day takes place on another date or begins at another time; everybody who was asked is told."""
    with led(slug, version=version, by=by) as sprint:
        _refuse_over(sprint)
        day = sprint.days.filter(number=number).first()
        if day is None:
            raise Refused(_("This sprint has no such day."))
        dates = {one.number: one.on for one in sprint.days.all()} | {number: on}
        if list(dates.values()) != sorted(dates.values()):
            raise Refused(_("The days of a sprint follow one another."), field="on")
        if timezone.make_aware(datetime.combine(on, begins)) < at and sprint.state != State.RUNNING:
            raise Refused(_("This day is over. Please choose one that is still to come."), field="on")
        before, day.on, day.begins = [day.on.isoformat(), f"{day.begins:%H:%M}"], on, begins
        day.save()
        _close(sprint, {"day": [before, [on.isoformat(), f"{begins:%H:%M}"]]}, by=by, at=at)
        if sprint.state in JOINING:
            tell_all("moved", sprint, at=at)


def add_day(slug: str, *, on: date, begins: time, version: int, by: Actor, at: datetime) -> None:
    """One more day after the last one."""
    with led(slug, version=version, by=by) as sprint:
        _refuse_over(sprint)
        last = sprint.days.order_by("-number").first()
        if last is not None and on < last.on:
            raise Refused(_("The days of a sprint follow one another."), field="on")
        Day.objects.create(sprint=sprint, number=last.number + 1 if last else 1, on=on, begins=begins)
        _close(sprint, {"day": [None, [on.isoformat(), f"{begins:%H:%M}"]]}, by=by, at=at)


def remove_day(slug: str, *, number: int, version: int, by: Actor, at: datetime) -> None:
    """The last day goes, if nothing is planned for it any more; the first one stays."""
    with led(slug, version=version, by=by) as sprint:
        _refuse_over(sprint)
        day = sprint.days.filter(number=number).first()
        if day is None or number == 1 or number != sprint.days.count() or day.blocks.exists():
            raise Refused(_("Only the last day can go, and only when it is empty."))
        day.delete()
        _close(sprint, {"day": [day.on.isoformat(), None]}, by=by, at=at)


def note_effect(slug: str, pk: int, *, effect: Effect, brought: str, by: Actor, at: datetime) -> None:
    """What a method brought, in a sentence about the matter: the card of the method shows it to others."""
    with led(slug, by=by) as sprint:
        block = _block(sprint, pk)
        if sprint.state not in {State.RUNNING, State.CLOSED, State.PUBLISHED}:
            raise Refused(_("What a method brought can be said once the sprint runs."))
        block.effect, block.brought = effect.value, brought.strip()
        block.save(update_fields=["effect", "brought"])
        keep(
            sprint, "effect_noted", {"block": [block.title, block.title], "effect": [None, effect.value]}, by=by, at=at
        )


def _close(sprint: Sprint, facts: dict[str, list[object]], *, by: Actor, at: datetime) -> None:
    fit_times(sprint)
    keep(sprint, "agenda_changed", facts if sprint.state != State.PLANNED else {}, by=by, at=at)


def _over_the_edge(sprint: Sprint, block: Block, *, down: bool) -> None:
    beside = sprint.days.filter(number=block.day.number + (1 if down else -1)).first()
    if beside is None:
        raise Refused(_("There is no place further up or down."))
    row = list(beside.blocks.order_by("position", "pk"))
    block.day = beside
    block.save()
    row.insert(0 if down else len(row), block)
    _number(row)


def _number(row: list[Block]) -> None:
    for position, block in enumerate(row, 1):
        block.position = position
    Block.objects.bulk_update(row, ["position"])


def _block(sprint: Sprint, pk: int) -> Block:
    block = Block.objects.select_related("day", "method").filter(pk=pk, day__sprint=sprint).first()
    if block is None:
        raise Refused(_("This block no longer exists."))
    return block


def _named(method: MethodCard | None) -> str:
    """What a block is called like a method: in the language of who writes the agenda."""
    if method is None:
        raise Refused(_("Please say what happens, or choose a method."), field="title")
    return card_words(method).title


def _refuse_minutes(minutes: int) -> None:
    if not 1 <= minutes <= _LONGEST:
        raise Refused(_("A block takes between one minute and a day."), field="minutes")


def _refuse_over(sprint: Sprint) -> None:
    if sprint.state not in {State.PLANNED, State.ANNOUNCED, State.RUNNING}:
        raise Refused(_("This sprint is over; its agenda stays as it was."))
