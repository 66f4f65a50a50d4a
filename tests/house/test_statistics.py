"""Every statistic about people goes through analysis/disclosure: what counts them is read by who releases it, alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest
from django.apps import apps

from querwerk.protection import Personal

from .tree import functions, modules

COUNTING = {"Count", "Sum", "Avg", "StdDev", "Variance", "Counter"}
DOOR = "querwerk.analysis.disclosure"
#: Parts of a path where nothing is read for showing, or where nothing is known of the tables.
ELSEWHERE = {"actions", "migrations", "analysis", "models", "access"}

#: What counts, in a module that knows people, and is no statistic about them: function -> why.
NO_STATISTIC = {
    "src/querwerk/accounts/queries/keeping.py:account_lines": "how many pages a list of named accounts fills",
    "src/querwerk/accounts/queries/keeping.py:account_page": "whether one account has a second factor, for its keeper",
    "src/querwerk/accounts/queries/proofs.py:codes_left": "one's own recovery codes",
    "src/querwerk/projects/queries/themes.py:cards": "cards of themes, which only share a name with those of a board",
    "src/querwerk/sprints/queries/board.py:board_page": "one's own dots; whose the others are nobody counts",
    "src/querwerk/search/insights/shelves.py:_newest": "changes of documents, which share a name with those of a board",
    "src/querwerk/web/doctor.py:second_factors": "who runs the machine is told who is not protected yet",
    "src/querwerk/web/doctor.py:staff": "who runs the machine is told whether anybody can log in",
    "src/querwerk/sprints/queries/seats.py:own_seat": "how many wait in front of oneself",
    "src/querwerk/teams/queries/pool.py:find": "how many pages a list of people fills who show themselves by name",
    "src/querwerk/outbox/queries.py:own_mails": "how many pages one's own messages fill; nobody else sees them",
    "src/querwerk/teams/queries/teams.py:team_list": "how many pages the list of teams fills",
    "src/querwerk/outbox/queries.py:standing": "mails that wait or failed, whoever they are for: is the server well?",
}


def people() -> set[str]:
    """Names that lead to people: models whose fields say something about somebody, and every relation to them."""
    found: set[str] = set()
    for model in apps.get_models():
        said = getattr(model, "personal", {})
        if any(isinstance(one, Personal) for one in said.values()):
            found.add(model.__name__)
            relations = (field for field in model._meta.related_objects)
            found |= {str(relation.get_accessor_name()) for relation in relations if relation.get_accessor_name()}
            found |= {
                field.name
                for other in apps.get_models()
                for field in other._meta.get_fields()
                if field.is_relation and not field.auto_created and field.related_model is model
            }
    return found


def counts_of_people(trees: Mapping[str, ast.Module], names: set[str]) -> Iterator[str]:
    """Functions that count in a way that reaches people, whose counts somebody takes without releasing them."""
    for path, tree in trees.items():
        if ELSEWHERE & set(path.removesuffix(".py").split("/")):
            continue
        for function in functions(tree):
            if not counts(function) or not names & set(words(function)):
                continue
            place = f"{path}:{function.name}"
            takers = [other for other, code in trees.items() if other != path and function.name in set(words(code))]
            if place not in NO_STATISTIC and not (takers and all(releases(trees[taker]) for taker in takers)):
                yield place


def counts(function: ast.AST) -> bool:
    calls = [call.func for call in ast.walk(function) if isinstance(call, ast.Call)]
    by_name = {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}
    return bool(by_name & (COUNTING | {"count", "aggregate"}))


def words(tree: ast.AST) -> Iterator[str]:
    """Every name in a piece of code, and every part of a path to another table (``post__assignments``)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.rsplit(".", 1)[-1]
        elif isinstance(node, ast.keyword) and node.arg:
            yield from node.arg.split("__")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield from node.value.split("__")


def releases(tree: ast.Module) -> bool:
    """Whether a module takes counts to the door."""
    return any(isinstance(node, ast.ImportFrom) and node.module == DOOR for node in ast.walk(tree))


def test_every_statistic_about_people_is_released() -> None:
    assert list(counts_of_people(modules(), people())) == []


def test_what_is_no_statistic_still_exists() -> None:
    known = {f"{path}:{function.name}" for path, tree in modules().items() for function in functions(tree)}
    assert set(NO_STATISTIC) - known == set()


def test_the_house_knows_who_its_people_are() -> None:
    assert {"Account", "Person", "Assignment", "assignments"} <= people()


@pytest.mark.parametrize(
    "code",
    [
        "def heads():\n    return Account.objects.filter(is_active=True).count()",
        "def heads():\n    return Unit.objects.annotate(n=Count('posts__assignments'))",
        "def heads():\n    return Unit.objects.aggregate(n=Sum(Case(When(posts__assignments=None, then=0))))",
        "def heads():\n    return Counter(row.unit for row in Assignment.objects.all())",
    ],
)
def test_a_statistic_that_goes_past_the_door_is_found(code: str) -> None:
    query = "src/querwerk/structure/queries.py"
    shown = {query: ast.parse(code), "src/querwerk/structure/views.py": ast.parse("from .queries import heads")}
    released = {
        query: ast.parse(code),
        "src/querwerk/structure/insights.py": ast.parse(f"from {DOOR} import release\nfrom .queries import heads"),
    }
    assert list(counts_of_people(shown, people())) == [f"{query}:heads"]
    assert list(counts_of_people(released, people())) == []
    assert list(counts_of_people(shown | released, people())) == [f"{query}:heads"]


def test_what_counts_projects_is_no_statistic_about_people() -> None:
    code = ast.parse("def themes():\n    return Project.objects.values_list('theme').annotate(n=Count('pk'))")
    assert list(counts_of_people({"src/querwerk/projects/queries.py": code}, people())) == []
