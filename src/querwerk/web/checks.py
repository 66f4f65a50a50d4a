"""System checks: a house with a hole in its access table does not start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from querwerk.outbox.exchange.message import sender_of
from querwerk.outbox.exchange.smtp import MailServer
from querwerk.outbox.kinds import kinds
from querwerk.privacy.queries.declared import undeclared
from querwerk.workdays import LANDS

from .access import TABLE
from .proxy import networks


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
    return [Error(fault, hint=hint, id="querwerk.E005") for fault in undeclared()]


@register()
def mail_can_be_sent(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A mail server that is named has an address and a sender; every kind of mail has its text."""
    found: list[CheckMessage] = []
    if settings.MAIL_URL:
        try:
            MailServer.of(settings.MAIL_URL)
        except ValueError as wrong:
            found.append(Error(f"QUERWERK_MAIL_URL: {wrong}.", id="querwerk.E002"))
        if not sender_of(settings.MAIL_FROM):
            found.append(Error("QUERWERK_MAIL_FROM: mail needs the address of a sender.", id="querwerk.E003"))
    for name, kind in kinds().items():
        try:
            get_template(kind.template, using="mails")
        except (TemplateDoesNotExist, TemplateSyntaxError) as wrong:
            found.append(Error(f"The mail '{name}' has no text: {wrong}.", id="querwerk.E004"))
    return found


@register()
def the_proxy_is_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Our server speaks plain HTTP: without a proxy that is believed, no request would ever count as encrypted."""
    try:
        known = networks(settings.PROXY)
    except ValueError as error:
        return [Error(f"QUERWERK_PROXY: {error}", hint="For example 127.0.0.1 or 10.1.0.0/16.", id="querwerk.E010")]
    if settings.HTTPS and not known:
        hint = "Name the address of the proxy that does TLS, for example 127.0.0.1."
        return [Error("QUERWERK_HTTPS needs QUERWERK_PROXY.", hint=hint, id="querwerk.E011")]
    return []


@register()
def the_land_is_one_of_sixteen(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Working days are counted by the holidays of a Land that exists."""
    if settings.LAND not in LANDS:
        hint = f"Name one of {', '.join(LANDS)}."
        return [Error(f"QUERWERK_LAND names no Land: '{settings.LAND}'.", hint=hint, id="querwerk.E013")]
    return []
