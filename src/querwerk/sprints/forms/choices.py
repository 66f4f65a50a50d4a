"""A choice from the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator


class _ByTitle(ModelChoiceIterator):  # type: ignore[type-arg]  # generic for the checker only
    """Sorted as it is read, whatever the language; none of them stands first."""

    def __iter__(self) -> Iterator[Any]:
        yield from sorted(super().__iter__(), key=lambda choice: (choice[0] != "", str(choice[1]).casefold()))


class TitledField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker only
    """A card or a format, called as its reader knows it."""

    iterator = _ByTitle

    def __init__(self, found: QuerySet[Any, Any], *, called: Callable[[Any], str], **options: Any) -> None:
        super().__init__(found, **options)
        self.called = called

    def label_from_instance(self, obj: Any) -> str:
        return self.called(obj)
