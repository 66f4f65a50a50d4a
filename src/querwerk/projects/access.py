"""Who may do what to lead projects, and who leads which."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Path, Role, Scope, Verb, thing
from querwerk.sprints.access import IDEA, sprint
from querwerk.structure.access import THEME
from querwerk.structure.models import ThemeRole
from querwerk.structure.queries import not_ended, valid_on

from .models import Draft, Project, Responsibility

OF_PROJECT: dict[Scope, Path] = {
    Scope.TEAM: "thread",
    Scope.THEME: "theme__thread",
    Scope.OFFICE: (
        "responsibilities__unit__thread",
        not_ended(Now(), "responsibilities__"),
    ),
    Scope.DEPARTMENT: "theme__thread",
}

#: What has been prioritised is everybody's business.
PROJECT = thing(
    _("lead project, public facts"),
    model="projects.Project",
    paths=OF_PROJECT,
    everybody="LRX",
    project_lead="LRX E_t",
    theme_officer="LRX E_c",
    staff_unit="LRXE",
)
#: What has not been prioritised yet is the business of those who work on it.
CANDIDATE = thing(
    _("idea or candidate"),
    model="projects.Project",
    paths=OF_PROJECT,
    project_lead="LR_t",
    theme_officer="LRC_c",
    office_head="LR_a",
    deputy_mayor="LR_d",
    mayor="LR",
    staff_unit="LRC",
)
INTERNAL = thing(
    _("lead project: internal notes, risks, cost detail"),
    model="projects.Project",
    paths=OF_PROJECT,
    project_lead="LRC_t",
    theme_officer="LR_c",
    office_head="LR_a",
    deputy_mayor="LR_d",
    mayor="LR",
    staff_unit="LR",
)
#: Priority, name, themes, responsibility, kinship, the end: the staff unit records what mayors and council decided.
STEERING = thing(
    _("lead project: priority, responsibility, end"), model="projects.Project", everybody="LR", staff_unit="LRE"
)
#: Texts of the sheet begin as drafts; only leads and the staff unit begin one.
WRITING = thing(
    _("lead project: beginning a text of the sheet"),
    model="projects.Project",
    paths=OF_PROJECT,
    project_lead="C_t",
    staff_unit="C",
)
#: Heads of office and deputy mayors read a draft when one of their posts is invited.
DRAFT = thing(
    _("draft of a text"),
    model="projects.Draft",
    paths={
        Scope.OWN: "author",
        Scope.TEAM: "project__thread",
        Scope.THEME: "project__theme__thread",
        Scope.OFFICE: "invited__unit__thread",
        Scope.DEPARTMENT: "invited__unit__thread",
    },
    employee="LR_o",
    ally="LR_o",
    facilitator="LR_t",
    project_lead="LRE_t",
    theme_officer="LREA_c",
    office_head="R_a",
    deputy_mayor="R_d",
    staff_unit="LREB",
    system="B",
)
CONTRADICTION = thing(_("contradiction between sources"), everybody="LR", staff_unit="LRE")


def held_by(person: Any, *, on: Any) -> list[QuerySet[Any, Any]]:
    """Role and thread of each project somebody leads or works in, by the posts held on a day (as in structure).

    The officer of a theme reaches the ideas, too, that have become candidates of it.
    """
    held = Q(post__assignments__person=person) & valid_on(on, "post__assignments__")
    roles = {Responsibility.Role.LEAD: Role.PROJECT_LEAD, Responsibility.Role.MEMBER: Role.EMPLOYEE}
    role = Case(*(When(role=part, then=Value(role.value)) for part, role in roles.items()), output_field=CharField())
    nothing = Value("", CharField())
    led = Responsibility.objects.filter(valid_on(on), held, role__in=roles).order_by()
    of_theme = "theme__roles__"
    officer = Q(**{f"{of_theme}role": ThemeRole.Role.OFFICER, f"{of_theme}post__assignments__person": person})
    today = valid_on(on, of_theme) & valid_on(on, f"{of_theme}post__assignments__")
    grown = Project.objects.filter(officer, today, origin__isnull=False).order_by()
    return [
        led.values_list(role, nothing, nothing, "project__thread"),
        grown.values_list(Value(Role.THEME_OFFICER.value, CharField()), nothing, nothing, "origin"),
    ]


def project(slug: str, **_: Any) -> QuerySet[Project]:
    """The project that an address names."""
    return Project.objects.filter(slug=slug)


def draft(thread: UUID, **_: Any) -> QuerySet[Draft]:
    """The draft that an address names."""
    return Draft.objects.filter(thread=thread)


DOORS = {
    # -- the portfolio
    "projects:matrix": Door(PROJECT, Verb.LIST),
    "projects:matrix_export": Door(PROJECT, Verb.EXPORT),
    "projects:list": Door(PROJECT, Verb.LIST),
    "projects:export": Door(PROJECT, Verb.EXPORT),
    "projects:timeline": Door(PROJECT, Verb.LIST),
    "projects:themes": Door(THEME, Verb.LIST),
    "projects:theme": Door(THEME, Verb.READ),
    # -- the sheet
    "projects:detail": Door(PROJECT, Verb.READ),
    "projects:attachment": Door(PROJECT, Verb.EXPORT),
    "projects:data": Door(PROJECT, Verb.EXPORT),
    "projects:contradictions": Door(CONTRADICTION, Verb.READ),
    "projects:decide": Door(CONTRADICTION, Verb.EDIT),
    "projects:obstacles": Door(PROJECT, Verb.LIST),
    "projects:obstacles_export": Door(PROJECT, Verb.EXPORT),
    # -- changes
    "projects:changes": Door(PROJECT, Verb.LIST),
    "projects:changes_export": Door(PROJECT, Verb.EXPORT),
    # -- editing
    "projects:propose": Door(CANDIDATE, Verb.CREATE),
    "projects:edit": Door(PROJECT, Verb.EDIT, project),
    "projects:say": Door(PROJECT, Verb.EDIT, project),
    "projects:say_about": Door(PROJECT, Verb.EDIT, project),
    # -- texts on their way
    "projects:write": Door(WRITING, Verb.CREATE, project),
    "projects:drafts": Door(DRAFT, Verb.LIST, hidden=True),
    "projects:draft": Door(DRAFT, Verb.READ, draft, hidden=True),
    "projects:draft_edit": Door(DRAFT, Verb.EDIT, draft, hidden=True),
    "projects:draft_step": Door(DRAFT, Verb.READ, draft, hidden=True),
    # -- internal notes
    "projects:note": Door(INTERNAL, Verb.CREATE, project, hidden=True),
    "projects:withdraw_note": Door(INTERNAL, Verb.CREATE, project, hidden=True),
    # -- candidates of a sprint
    "projects:close_sprint": Door(IDEA, Verb.EDIT, sprint, hidden=True),
    "projects:choose_theme": Door(IDEA, Verb.EDIT, sprint, hidden=True),
}
