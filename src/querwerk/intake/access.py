"""Who may ask the staff unit for help, and who answers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing

from .models import Inquiry

#: An inquiry is read by whoever asked and by the staff unit; nobody above them is told, nobody at all who asked.
INQUIRY = thing(
    _("inquiry to the staff unit"),
    model="intake.Inquiry",
    paths={Scope.OWN: "asker__account"},
    staff="C LRD_o",
    staff_unit="CLREX D_o",
)


def inquiry(number: int, **_: Any) -> QuerySet[Inquiry]:
    """The inquiry that an address names."""
    return Inquiry.objects.filter(pk=number)


DOORS = {
    "intake:list": Door(INQUIRY, Verb.LIST),
    "intake:export": Door(INQUIRY, Verb.EXPORT),
    "intake:ask": Door(INQUIRY, Verb.CREATE),
    "intake:inquiry": Door(INQUIRY, Verb.READ, inquiry),
    "intake:step": Door(INQUIRY, Verb.EDIT, inquiry),
    "intake:withdraw": Door(INQUIRY, Verb.WITHDRAW, inquiry),
}
