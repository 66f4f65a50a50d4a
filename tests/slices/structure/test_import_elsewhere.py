"""Names of people are never stored, and another municipality's file is as good as the first one's."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from querwerk.structure.models import Person, Theme
from querwerk.structure.queries import vocabulary
from querwerk.web.demo import FILE
from tests.portfolios import altered, small, take_in

pytestmark = pytest.mark.django_db


def all_texts() -> str:
    """Everything stored anywhere in the house, as one text."""
    return "\n".join(str(row) for model in apps.get_models() for row in model._default_manager.values_list())


def named(name: str) -> dict[str, Any]:
    def alter(facts: dict[str, Any]) -> None:
        for theme in facts["themes"]:
            for head in theme["heads"]:
                head["name"] = name

    return altered(alter)


def test_names_of_heads_are_read_and_never_stored() -> None:
    take_in(named("Erdmute Niemandsland"))
    assert "Niemandsland" not in all_texts()
    assert not Person.objects.exists()


def test_a_stored_name_would_be_found() -> None:
    facts = named("Erdmute Niemandsland")
    facts["themes"][0]["goals"][0]["text"] = "wie es Erdmute Niemandsland will"
    take_in(facts)
    assert "Niemandsland" in all_texts()


@pytest.mark.shared_data
def test_the_packaged_facts_name_nobody_whom_the_shared_ones_name(shared_data: Path) -> None:
    shared = json.loads((shared_data / "karlsruhe" / "portfolio.json").read_text(encoding="utf-8"))
    names = {part for t in shared["themes"] for h in t["heads"] for part in h["name"].split() if len(part) > 4}
    ours = FILE.read_text(encoding="utf-8")
    assert [name for name in sorted(names) if name in ours] == []
    assert len(names) > 8


def test_another_municipality_brings_its_own_themes_units_and_words() -> None:
    facts = small()
    facts["terms"] = [
        {"concept": "theme", "term": "Kursbuchthema", "from": "2019", "to": None, "reports": ["r1"]},
        {"concept": "project", "term": "Schlüsselvorhaben", "from": "2019", "to": None, "reports": ["r1"]},
    ]
    take_in(facts)
    assert sorted(Theme.objects.values_list("slug", "name")) == [
        ("huegel", "Grüne Hügel"),
        ("wasser", "Stadt am Wasser"),
    ]
    assert vocabulary(date(2020, 1, 1)).many("theme") == "Kursbuchthemen"
