"""System checks: a house with a hole in its access table does not start."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from querwerk.privacy.queries.declared import undeclared

from .access import TABLE


def url_names(resolver: URLResolver | None = None, namespace: str = "") -> list[str]:
    """Every named address of the house, with its namespace; an unnamed one appears as its pattern."""
    names: list[str] = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            names += url_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            names.append(f"{namespace}{pattern.name}" if pattern.name else f"unnamed {pattern.pattern}")
    return names


@register()
def every_address_has_a_row(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A URL without a row in the access table stops the start."""
    missing = sorted(set(url_names()) - set(TABLE))
    return [
        Error(
            f"The address '{name}' has no row in the access table.", hint="Add it to web/access.py.", id="querwerk.E001"
        )
        for name in missing
    ]


@register()
def every_way_to_a_person_is_declared(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A field that holds something about people, undeclared, stops the start."""
    hint = "Declare it as personal of its model (querwerk.protection), for tables of others in web/personal.py."
    return [Error(fault, hint=hint, id="querwerk.E002") for fault in undeclared()]
