"""The few places of a theme: how many projects may run at once, and which place a starting one takes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.structure.models import HouseRule
from querwerk.structure.queries import valid_on

from ..models import Project

RULE = "running_projects_per_theme"


def free_place(project: Project, on: date) -> int:
    """The lowest free place in the project's theme on a day; refuses when the house allows no more.

    Without a rule for that day there is no limit. Two people may find the same place free: the database lets one in.
    """
    running = Project.objects.filter(theme=project.theme_id, slot__isnull=False).exclude(pk=project.pk)
    taken = {slot for slot in running.values_list("slot", flat=True) if slot}
    rule = HouseRule.objects.filter(valid_on(on), key=RULE).order_by("-valid_from").first()
    if rule is not None and len(taken) >= rule.value:
        names = ", ".join(running.order_by("slot").values_list("name", flat=True))
        raise Refused(
            _("In “%(theme)s” %(count)s projects are running already, more than %(limit)s may not: %(names)s.")
            % {"theme": project.theme.name, "count": len(taken), "limit": rule.value, "names": names}
        )
    return next(place for place in range(1, len(taken) + 2) if place not in taken)
