"""A change in words, in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from querwerk.analysis.change import Change, Kind
from querwerk.dates import in_words

from ..labels import STATES
from ..lifecycle import State

_EUROS = frozenset({"EUR", "Euro", "€"})
_MONTH = Decimal("30.44")


def tell(change: Change, names: Mapping[str, str]) -> str:
    """One sentence without the name of the project, with the reason where there is one.

    ``names`` maps the keys of projects to their names, for successors.
    """
    sentence = _SENTENCES[change.kind](change, names)
    return (
        gettext("%(sentence)s – reason: %(reason)s") % {"sentence": sentence, "reason": change.reason}
        if (change.reason)
        else sentence
    )


def state_in_words(standing: tuple[str, ...]) -> str:
    """A state with its further signs: "Running, delayed in part"."""
    first, *flags = [str(STATES[State(word)]) for word in standing]
    return first if not flags else gettext("%(state)s (also: %(flags)s)") % {"state": first, "flags": ", ".join(flags)}


def days_in_words(days: int, *, at_least: bool = False) -> str:
    """546 days (about 18 months); the sign is said by the sentence around it."""
    count = abs(days)
    words = ngettext("%(count)s day", "%(count)s days", count) % {"count": number_format(count, force_grouping=True)}
    if count >= 90:
        words = gettext("%(days)s (about %(months)s months)") % {"days": words, "months": round(count / _MONTH)}
    return gettext("at least %(days)s") % {"days": words} if at_least else words


def amount_in_words(amount: str, unit: str) -> str:
    """4,9 Mio. Euro, 85.000 Euro, 0,5 VZW."""
    value = Decimal(amount)
    if unit in _EUROS:
        if abs(value) >= 1_000_000:
            return gettext("%(amount)s million euros") % {"amount": _number(value / 1_000_000)}
        return gettext("%(amount)s euros") % {"amount": _number(value)}
    return f"{_number(value)} {unit}".strip()


def date_in_words(text: str) -> str:
    """A written date as people say it."""
    return in_words(text, get_language() or "de")


def _number(value: Decimal) -> str:
    value = value.normalize()
    return number_format(int(value) if value == int(value) else value, force_grouping=True)


def _new(change: Change, names: Mapping[str, str]) -> str:
    return gettext("New in the portfolio: %(state)s") % {"state": state_in_words(change.after)}


def _dropped(change: Change, names: Mapping[str, str]) -> str:
    return gettext("No longer reported, without a stated end; last: %(state)s") % {
        "state": state_in_words(change.before)
    }


def _renamed(change: Change, names: Mapping[str, str]) -> str:
    return gettext("Renamed: formerly “%(before)s”") % {"before": change.before[0]}


def _ended(change: Change, names: Mapping[str, str]) -> str:
    state = state_in_words(change.after)
    if not change.successors:
        return state
    successors = ", ".join(names.get(key, key) for key in change.successors)
    return gettext("%(state)s; goes on in: %(successors)s") % {"state": state, "successors": successors}


def _resumed(change: Change, names: Mapping[str, str]) -> str:
    return gettext("Resumed: %(after)s (formerly: %(before)s)") % _states(change)


def _state_changed(change: Change, names: Mapping[str, str]) -> str:
    return gettext("Now: %(after)s (formerly: %(before)s)") % _states(change)


def _states(change: Change) -> dict[str, str]:
    return {"before": state_in_words(change.before), "after": state_in_words(change.after)}


def _responsible(change: Change, names: Mapping[str, str]) -> str:
    nobody = gettext("nobody named")
    return gettext("Responsible: %(after)s (formerly: %(before)s)") % {
        "before": ", ".join(change.before) or nobody,
        "after": ", ".join(change.after) or nobody,
    }


def _slipped(change: Change, names: Mapping[str, str]) -> str:
    return gettext("“%(what)s” slipped from %(before)s to %(after)s: %(days)s later") % _dates(change)


def _brought_forward(change: Change, names: Mapping[str, str]) -> str:
    return gettext("“%(what)s” brought forward from %(before)s to %(after)s: %(days)s earlier") % _dates(change)


def _specified(change: Change, names: Mapping[str, str]) -> str:
    return gettext("“%(what)s” now more precise: %(after)s (formerly: %(before)s)") % _dates(change)


def _reworded(change: Change, names: Mapping[str, str]) -> str:
    return gettext("“%(what)s” worded anew: %(after)s (formerly: %(before)s)") % _dates(change)


def _dates(change: Change) -> dict[str, str]:
    return {
        "what": change.subject,
        "before": ", ".join(map(date_in_words, change.before)),
        "after": ", ".join(map(date_in_words, change.after)),
        "days": days_in_words(change.days or 0, at_least=change.at_least),
    }


def _reached(change: Change, names: Mapping[str, str]) -> str:
    if not change.days:
        return gettext("“%(what)s” reached: %(after)s") % _dates(change)
    if change.days > 0:
        return gettext("“%(what)s” reached: %(after)s, %(days)s later than expected") % _dates(change)
    return gettext("“%(what)s” reached: %(after)s, %(days)s earlier than expected") % _dates(change)


def _milestone_new(change: Change, names: Mapping[str, str]) -> str:
    if not change.after:
        return gettext("New milestone “%(what)s”") % {"what": change.subject}
    return gettext("New milestone “%(what)s”: %(after)s") % _dates(change)


def _milestone_dropped(change: Change, names: Mapping[str, str]) -> str:
    return gettext("Milestone “%(what)s” dropped") % {"what": change.subject}


def _cost_new(change: Change, names: Mapping[str, str]) -> str:
    after = amount_in_words(change.after[0], change.after[1])
    return gettext("“%(what)s” stated for the first time: %(after)s") % {"what": change.subject, "after": after}


def _cost_changed(change: Change, names: Mapping[str, str]) -> str:
    difference = change.difference or Decimal(0)
    return gettext("“%(what)s”: %(after)s instead of %(before)s (%(difference)s)") % {
        "what": change.subject,
        "before": amount_in_words(change.before[0], change.before[1]),
        "after": amount_in_words(change.after[0], change.after[1]),
        "difference": ("+" if difference > 0 else "−") + amount_in_words(str(abs(difference)), change.after[1]),
    }


def _goal(sentence: Callable[[], str]) -> Callable[[Change, Mapping[str, str]], str]:
    return lambda change, names: sentence() % {"what": change.subject}


def _goal_changed(change: Change, names: Mapping[str, str]) -> str:
    before, after = (" – ".join(filter(None, values)) for values in (change.before, change.after))
    return gettext("Goal changed: “%(after)s” (formerly: “%(before)s”)") % {"before": before, "after": after}


_SENTENCES: dict[Kind, Callable[[Change, Mapping[str, str]], str]] = {
    Kind.NEW: _new,
    Kind.DROPPED: _dropped,
    Kind.RENAMED: _renamed,
    Kind.ENDED: _ended,
    Kind.RESUMED: _resumed,
    Kind.STATE_CHANGED: _state_changed,
    Kind.RESPONSIBLE_CHANGED: _responsible,
    Kind.SLIPPED: _slipped,
    Kind.BROUGHT_FORWARD: _brought_forward,
    Kind.DATE_SPECIFIED: _specified,
    Kind.DATE_REWORDED: _reworded,
    Kind.REACHED: _reached,
    Kind.MILESTONE_NEW: _milestone_new,
    Kind.MILESTONE_DROPPED: _milestone_dropped,
    Kind.COST_NEW: _cost_new,
    Kind.COST_CHANGED: _cost_changed,
    Kind.GOAL_NEW: _goal(lambda: gettext("New goal: “%(what)s”")),
    Kind.GOAL_CHANGED: _goal_changed,
    Kind.GOAL_MET: _goal(lambda: gettext("Goal met: “%(what)s”")),
    Kind.GOAL_MISSED: _goal(lambda: gettext("Goal missed: “%(what)s”")),
    Kind.GOAL_DROPPED: _goal(lambda: gettext("Goal dropped: “%(what)s”")),
    Kind.GOAL_VANISHED: _goal(lambda: gettext("Goal no longer mentioned: “%(what)s”")),
    Kind.GOAL_BACK: _goal(lambda: gettext("Goal taken up again: “%(what)s”")),
}
