"""Statements compiled once: other values give other rows, typed as the models have them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import CharField, DateField, TextField, Value
from django.db.models.functions import Concat

from querwerk.prepared import Prepared, Slot
from querwerk.structure.models import Source
from tests.factories import make_source

pytestmark = pytest.mark.django_db

SOURCES = Prepared(
    lambda: (
        Source.objects.filter(dated_on__lte=Slot("on", DateField()))
        .exclude(key=Slot("but", CharField()))
        .order_by("key")
        .values_list("key", "dated_on")
    )
)


def test_the_same_statement_answers_with_other_values() -> None:
    make_source("r19", date(2019, 3, 1))
    make_source("r21", date(2021, 3, 1))
    early, late = ("r19", date(2019, 3, 1)), ("r21", date(2021, 3, 1))
    assert SOURCES.rows(on=date(2020, 1, 1), but="") == [early]
    assert SOURCES.rows(on=date(2022, 1, 1), but="") == [early, late]
    assert SOURCES.rows(on=date(2022, 1, 1), but="r19") == [late]


def test_a_value_is_data_and_never_part_of_the_statement() -> None:
    make_source("r19", date(2019, 3, 1))
    assert SOURCES.rows(on=date(2020, 1, 1), but="' OR 1=1 --") == [("r19", date(2019, 3, 1))]
    assert SOURCES.rows(on=date(2020, 1, 1), but="%(on)s %s %") == [("r19", date(2019, 3, 1))]


def test_a_fixed_value_with_a_percent_sign_stays_what_it_is() -> None:
    make_source("r19", date(2019, 3, 1))
    written = Concat("key", Value(" 100 %"), output_field=TextField())
    shares = Prepared(lambda: Source.objects.annotate(share=written).values_list("share"))
    assert shares.rows() == [("r19 100 %",)]


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        SOURCES.rows(on=date(2020, 1, 1))
