"""Which features there are, and which of them are switched on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps

from querwerk.protection import Feature

from ..models import Switch


@dataclass(frozen=True, slots=True)
class Switched:
    """A feature with its newest switch, if it ever had one, and all earlier ones."""

    feature: Feature
    now: Switch | None
    history: list[Switch]

    @property
    def is_on(self) -> bool:
        return self.now is not None and self.now.is_on


def features() -> dict[str, Feature]:
    """Every feature that a slice declares as needing consent, by its key."""
    found: Iterator[Feature] = (one for app in apps.get_app_configs() for one in getattr(app, "features", ()))
    return {feature.key: feature for feature in sorted(found, key=lambda one: one.key)}


def is_on(feature: str) -> bool:
    """Whether a feature is switched on. Raises KeyError for one that no slice declares."""
    key = features()[feature].key
    return bool(Switch.objects.filter(feature=key).order_by("-pk").values_list("is_on", flat=True).first())


def switched() -> list[Switched]:
    """All features, each with what became of it."""
    history: dict[str, list[Switch]] = {}
    for one in Switch.objects.order_by("-pk"):
        history.setdefault(one.feature, []).append(one)
    return [
        Switched(feature, next(iter(history.get(key, [])), None), history.get(key, []))
        for key, feature in features().items()
    ]
