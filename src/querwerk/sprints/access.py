"""Who may do what in a sprint."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, thing

from .lifecycle import Place

# -- ideas

#: Who sits in a sprint reads its ideas; its facilitators write them down and close it. The staff unit does the same
#: where a facilitator is ill or has left: an idea must not lie open because one person is away.
IDEA = thing(
    _("idea in a sprint"),
    model="sprints.Idea",
    paths={
        Scope.OWN: ("sprint__seated__account__username", Q(sprint__seated__state=Place.TAKEN.value)),
        Scope.TEAM: "sprint__thread",
    },
    resident="LR_o",
    staff="LR_o",
    ally="CLR_o",
    facilitator="LRCE_t LR_o",
    staff_unit="LRCE",
)

DOORS: dict[str, Door] = {}
