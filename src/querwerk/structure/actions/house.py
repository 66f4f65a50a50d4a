"""What holds for the whole house: words, rules, budgets, strategies."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..labels import CONCEPTS
from ..models import HOUSE, BudgetCycle, HouseRule, Strategy, StrategyGoal, Term, Theme
from .change import changed, end, free_slug


def coin_term(
    *, concept: str, singular: str, plural: str, short: str = "", starts_on: date, by: Actor, at: datetime
) -> None:
    """The house calls a concept differently from a day on; pages about earlier days keep the earlier word."""
    with changed("term_coined", HOUSE, by=by, at=at) as facts:
        if concept not in CONCEPTS:
            raise Refused(_("The house does not know this concept."), field="concept")
        before = Term.objects.filter(concept=concept, preferred=True, valid_to__isnull=True)
        words = [term.singular for term in before]
        if singular in words:
            raise Refused(_("This is the word already."), field="singular")
        end(before, starts_on)
        Term.objects.create(concept=concept, singular=singular, plural=plural, short=short, valid_from=starts_on)
        facts.update(concept=[concept, concept], term=[", ".join(words) or None, singular], plural=[None, plural])
        facts.update(starts_on=[None, starts_on.isoformat()])


def set_house_rule(*, key: str, value: int, starts_on: date, by: Actor, at: datetime) -> None:
    """A number the house has agreed on, from a day on."""
    with changed("rule_set", HOUSE, by=by, at=at) as facts:
        before = HouseRule.objects.filter(key=key, valid_to__isnull=True)
        values = list(before.values_list("value", flat=True))
        if values == [value]:
            raise Refused(_("This rule holds already."), field="value")
        end(before, starts_on)
        HouseRule.objects.create(key=key, value=value, valid_from=starts_on)
        facts.update({key: [values[0] if values else None, value], "starts_on": [None, starts_on.isoformat()]})


def add_budget_cycle(*, first_year: int, last_year: int, by: Actor, at: datetime) -> BudgetCycle:
    """A budget or double budget."""
    with changed("budget_cycle_added", HOUSE, by=by, at=at) as facts:
        if last_year < first_year:
            raise Refused(_("The last year lies before the first."), field="last_year")
        if BudgetCycle.objects.filter(first_year__lte=last_year, last_year__gte=first_year).exists():
            raise Refused(_("A budget for one of these years exists already."), field="first_year")
        cycle = BudgetCycle.objects.create(first_year=first_year, last_year=last_year)
        facts.update(budget=[None, str(cycle)])
    return cycle


def add_strategy_goal(
    strategy: Strategy, *, text: str, code: str = "", theme: Theme | None = None, by: Actor, at: datetime
) -> StrategyGoal:
    """A goal of a strategy that projects can be linked to."""
    with changed("strategy_goal_added", HOUSE, by=by, at=at) as facts:
        if strategy.goals.filter(text=text).exists():
            raise Refused(_("The strategy has this goal already."), field="text")
        goal = StrategyGoal.objects.create(strategy=strategy, text=text, code=code, theme=theme)
        facts.update(strategy=[strategy.name, strategy.name], goal=[None, text])
    return goal


def add_strategy(name: str, *, valid_from: str = "", valid_to: str = "", by: Actor, at: datetime) -> Strategy:
    """A strategy of the house; its goals are entered one by one. The days are written ones and may be open."""
    with changed("strategy_added", HOUSE, by=by, at=at) as facts:
        if Strategy.objects.filter(name=name).exists():
            raise Refused(_("There is a strategy of this name already."), field="name")
        slug = free_slug(Strategy, slugify(name)[:100] or "x")
        strategy = Strategy.objects.create(slug=slug, name=name, valid_from=valid_from, valid_to=valid_to)
        facts.update(strategy=[None, name], valid_from=[None, valid_from or None], valid_to=[None, valid_to or None])
    return strategy
