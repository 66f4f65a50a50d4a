"""What a button did, or why not: on the next page, or beside the field it is about."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest

from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.request import told


class Name(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize(
    ("refusal", "shown", "beside"),
    [
        (None, ["Stored."], {}),
        (Refused("Taken.", field="name"), ["Taken."], {"name": ["Taken."]}),
        (Refused("Taken.", field="not_a_field"), ["Taken."], {"__all__": ["Taken."]}),
        (Overtaken("Somebody was faster."), ["Somebody was faster."], {"__all__": ["Somebody was faster."]}),
    ],
)
def test_it_is_said_once_where_it_helps(
    refusal: Refused | None, shown: list[str], beside: dict[str, list[str]]
) -> None:
    for form in (None, Name({"name": "x"})):
        request = HttpRequest()
        request._messages = CookieStorage(request)  # type: ignore[attr-defined]
        with told(request, "Stored.", form) as went:
            if refusal is not None:
                raise refusal
        said = [message.message for message in get_messages(request)]
        assert (went.well, went.overtaken) == (refusal is None, isinstance(refusal, Overtaken))
        assert said == ([] if form is not None and refusal is not None else shown)
        assert form is None or form.errors == beside


def test_nothing_is_said_where_one_sees_it() -> None:
    request = HttpRequest()
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    with told(request) as went:
        pass
    assert (went.well, list(get_messages(request))) == (True, [])
