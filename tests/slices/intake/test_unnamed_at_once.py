"""The same form without a name, sent by many threads at one moment: one inquiry, one code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from querwerk.intake.models import Asker, Inquiry
from querwerk.journal.models import Entry

from .forms import code_in, idea

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def test_the_same_form_at_one_moment_is_one_inquiry_with_one_code() -> None:
    form, gate = idea(), Barrier(THREADS)

    def send(_number: int) -> str:
        gate.wait()
        answer = Client().post("/ideen/neu/", form)
        connection.close()
        return code_in(answer.content.decode())

    with ThreadPoolExecutor(THREADS) as pool:
        codes = set(pool.map(send, range(THREADS)))
    assert (len(codes), Inquiry.objects.count(), Asker.objects.count(), Entry.objects.count()) == (1, 1, 1, 1)
