"""Who may ask the staff unit for help, and who answers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, thing

from .models import Inquiry

#: An inquiry is read by whoever asked and by the staff unit; nobody above them is told.
INQUIRY = thing(
    _("inquiry to the staff unit"),
    model="intake.Inquiry",
    paths={Scope.OWN: "author"},
    staff="C LR_o",
    staff_unit="CLREX",
)


def inquiry(number: int, **_: Any) -> QuerySet[Inquiry]:
    """The inquiry that an address names."""
    return Inquiry.objects.filter(number=number)


DOORS: dict[str, Door] = {}
