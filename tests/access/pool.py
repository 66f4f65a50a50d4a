"""The addresses of the expertise pool, with the rows they can be about."""

from __future__ import annotations

from querwerk.access import Thing
from querwerk.teams.access import OWN_PROFILE, POOL
from querwerk.teams.models import Asking

from .pool_world import HIDDEN
from .rows import Row
from .world import World

#: A skill stands wherever somebody offers it, and where people look one up for themselves.
OF: dict[str, tuple[tuple[Thing, str], ...]] = {"skill": ((POOL, "R"), (OWN_PROFILE, "C"))}


def pool_rows(world: World) -> dict[str, list[Row]]:
    """Profiles that are seen and one that is not; the outsider; a question; a team that somebody leads."""
    key = {name: {"key": profile.key} for name, profile in world.profiles.items()}
    nobody = Row("none", {"key": "00000000-0000-4000-8000-000000000000"}, exists=False)
    seen = [Row(name, key[name], name) for name in ("employee", "outsider")]
    hidden = Row("hidden", key[HIDDEN], HIDDEN, also=lambda world, actor: actor == HIDDEN)
    outsider = [Row("outsider", key["outsider"], "outsider"), nobody]
    # somebody's own profile is no outsider's, whoever asks
    outsider.append(Row("employee's", key["employee"], "employee", exists=False))
    asking = Asking.objects.get()
    return {
        "teams:expert": [*seen, hidden, nobody],
        "teams:ask": [*seen, hidden, nobody],
        **{f"teams:{name}": outsider for name in ("outsider", "outsider_skills", "outsider_withdraw")},
        "teams:answer": [Row("employee's", {"key": asking.key}, "employee"), nobody],
        "teams:propose_for": [
            Row("in-bienen", {"slug": "in-bienen"}, "employee"), Row("none", {"slug": "gibt-es-nicht"}, exists=False)
        ],
    }  # fmt: skip
