"""The three ways to ask the table are one, and equal to the obvious way: looking at every row."""

from __future__ import annotations

import ast
from collections.abc import Collection
from importlib import import_module
from itertools import combinations
from uuid import UUID

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from querwerk.access import Role, Scope, Thing, Verb
from querwerk.journal.actions import Actor
from querwerk.projects.access import CANDIDATE, PROJECT
from querwerk.projects.models import Project, Responsibility
from querwerk.projects.rules import visible_to
from querwerk.web import middleware
from querwerk.web.access import things

from . import twin
from .world import World

pytestmark = pytest.mark.django_db
_LETTERS = {"t": "project", "c": "theme", "a": "office", "d": "theme"}


def keys_of(project: Project) -> dict[str, set[UUID]]:
    """What a project is near to, looked up row by row."""
    answering = [row for row in Responsibility.objects.filter(project=project) if row.unit and not row.valid_to]
    return {
        "project": {project.thread},
        "theme": {project.theme.thread},
        "office": {row.unit.thread for row in answering if row.unit},
    }


def obviously(thing: Thing, actor: Actor, verb: Verb, project: Project) -> bool:
    """The twin: one role after the other, one scope after the other."""
    near = keys_of(project)
    for role in [role for role in actor.roles if role in set(Role)] or ["anyone"]:
        reached = {thread for held, thread in actor.reach if held == role}
        scopes = "".join(letter for letter, key in _LETTERS.items() if near[key] & reached)
        if twin.may(thing, [role], verb.value, scopes):
            return True
    return False


@pytest.mark.parametrize("thing", [PROJECT, CANDIDATE], ids=["project", "candidate"])
def test_admits_and_objects_and_the_twin_agree_for_any_actor_and_row(world: World, thing: Thing) -> None:
    projects = list(Project.objects.select_related("theme"))
    threads = [project.thread for project in projects] + [theme.thread for theme in world.themes.values()]
    threads += [unit.thread for unit in world.units.values()]
    roles = st.sampled_from([*(role.value for role in Role), "no such role"])

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.frozensets(st.tuples(roles, st.sampled_from(threads)), max_size=4), st.frozensets(roles, max_size=2))
    def hold(reach: frozenset[tuple[str, UUID]], also: frozenset[str]) -> None:
        actor = Actor(post="", roles=also | {role for role, _ in reach}, reach=reach)
        for verb in (Verb.READ, Verb.EDIT, Verb.CREATE):
            found = set(thing.objects(actor, verb).values_list("pk", flat=True))
            assert [thing.admits(actor, verb, project.pk) for project in projects] == [
                project.pk in found for project in projects
            ]
            assert [
                thing.admits(actor, verb, one.pk, near={Scope.TEAM: one.thread, Scope.THEME: one.theme.thread})
                for one in projects
            ] == [project.pk in found for project in projects]
            assert [project.pk in found for project in projects] == [
                obviously(thing, actor, verb, project) for project in projects
            ]

    hold()


def test_what_one_sees_is_what_is_public_and_what_is_within_reach(world: World) -> None:
    for actor, account in world.accounts.items():
        acting = middleware.acting(account, on=timezone.localdate(), second_factor=actor != "unproved")
        seen = {name for name, project in world.projects.items() if project in set(visible_to(acting))}
        wanted = {"in-running", "out-running"} | {
            name for name in world.projects if twin.may(CANDIDATE, world.roles(actor), "R", world.within(actor, name))
        }
        if actor != "disabled":
            assert (actor, seen) == (actor, wanted)


# -- the rules nobody may break, as far as a table can say them


def test_n3_the_administrator_has_no_right_to_contents_that_are_not_public() -> None:
    """Beyond everybody's rights there is only what running the house needs: log, log-in, accounts and the like."""
    contents = [thing for thing in things() if thing.model.startswith(("projects.", "delivery."))]
    beyond = [str(thing.name) for thing in contents if extra(thing, Role.ADMINISTRATOR)]
    assert beyond == []
    assert extra(CANDIDATE, Role.STAFF_UNIT)  # negative control: somebody has such a right


def test_n6_a_partner_reads_what_everybody_reads() -> None:
    reading = {Verb.LIST, Verb.READ, Verb.PRIVATE, Verb.EXPORT}
    assert [str(thing.name) for thing in things() if extra(thing, Role.PARTNER) & reading] == []
    assert extra(CANDIDATE, Role.MAYOR) & reading


def test_no_role_has_the_rights_of_another_one_by_accident() -> None:
    """Higher posts inherit nothing: no column that decides something contains another one whole."""

    def column(role: Role) -> set[tuple[str, str, str]]:
        return {
            (str(thing.name), verb.value, scope.value)
            for thing in things() for verb, scopes in thing.rights.get(role, {}).items() for scope in scopes
        }  # fmt: skip

    deciding = (Role.PROJECT_LEAD, Role.THEME_OFFICER, Role.OFFICE_HEAD, Role.DEPUTY_MAYOR)
    own = {role: column(role) - column(Role.EMPLOYEE) for role in deciding}
    assert [(a, b) for a, b in combinations(own, 2) if own[a] <= own[b] or own[b] <= own[a]] == []


def extra(thing: Thing, role: Role) -> set[Verb]:
    """The verbs a role has beyond everybody's."""
    everybody = thing.rights.get(Role.ANYONE, {})
    return {verb for verb, scopes in thing.rights.get(role, {}).items() if scopes - everybody.get(verb, frozenset())}


def test_every_thing_with_a_narrow_scope_knows_the_way_to_it() -> None:
    """A scope without a path would reach nothing, in silence; counts alone need none."""
    lost = [
        (str(thing.name), role.value, scope.name)
        for thing in things()
        for role, rights in thing.rights.items()
        for scopes in rights.values()
        for scope in scopes - {Scope.ALL, Scope.AGGREGATE}
        if thing.model and scope not in thing.paths
    ]
    assert lost == []
    assert [thing.model for thing in things() if thing.model and not apps.get_model(thing.model)] == []


# -- nothing stands in the table that nobody asks

_CHANGING = frozenset(Verb) - {Verb.LIST, Verb.READ}
_ASKING = {"objects", "where", "admits", "open_to", "scopes"}


def asked(tree: ast.AST, names: Collection[str]) -> set[tuple[str, str]]:
    """Thing and verb of every door, and of every question a rule, a query or an action asks the table."""
    found: set[tuple[str, str]] = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        parts = list(ast.walk(call))
        verbs = {part.attr for part in parts if isinstance(part, ast.Attribute) and part.attr in Verb.__members__}
        things_named = {part.id for part in parts if isinstance(part, ast.Name) and part.id in names}
        if getattr(call.func, "id", "") == "Door" or getattr(call.func, "attr", "") in _ASKING:
            found |= {(name, verb) for name in things_named for verb in verbs}
    return found


def promised() -> dict[str, Thing]:
    """The things of the house by the names they have in the files that write the table."""
    found: dict[str, Thing] = {}
    for path in twin.SOURCE.glob("*/access.py"):
        module = import_module(f"querwerk.{path.parent.name}.access")
        found |= {name: part for name, part in vars(module).items() if isinstance(part, Thing)}
    return found


def test_every_right_to_change_something_is_asked_somewhere() -> None:
    """What the page "Who may do what?" promises exists: a right that nothing asks would be an untrue word."""
    names = promised()
    found: set[tuple[str, str]] = set()
    for path in twin.SOURCE.rglob("*.py"):
        found |= asked(ast.parse(path.read_text()), names)
    idle = [
        (name, verb.name)
        for name, thing in names.items()
        for verb in sorted({verb for rights in thing.rights.values() for verb in rights} & _CHANGING)
        if (name, verb.name) not in found
    ]
    assert idle == []
    assert asked(ast.parse("Door(NOTE, Verb.EDIT)"), {"NOTE"}) == {("NOTE", "EDIT")}
    assert asked(ast.parse("print(NOTE, Verb.EDIT)"), {"NOTE"}) == set()
