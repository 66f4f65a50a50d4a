"""What the addresses of ideas, teams and releases are asked about."""

from __future__ import annotations

from querwerk.access import Thing
from querwerk.sprints.access import IDEA
from querwerk.sprints.models import Idea
from querwerk.teams.access import PEOPLE, TEAM
from querwerk.teams.models import Membership, Opening, Release

from . import twin
from .rows import Row
from .sprints import seen
from .world import World

#: First word of what a canary is about -> the rights that let somebody read it.
OF: dict[str, tuple[tuple[Thing, str], ...]] = {
    "idea": ((IDEA, "R"),),
    "team": ((TEAM, "R"), (IDEA, "R")),
}


def work_together(world: World, actor: str, other: str) -> bool:
    """Whether somebody reads the name of somebody of the team, or of whom they release."""
    if actor == "office_head" and other == "employee":
        return True
    together = {"employee": ("in-team", "in-grown"), "ally": ("in-team",)}.get(other, ())
    return any(twin.may(PEOPLE, world.roles(actor), "R", world.within(actor, team)) for team in together)


def team_rows(world: World) -> dict[str, list[Row]]:
    """Of the pages of ideas, teams and releases."""
    idea, number = Idea.objects.get(team__slug="in-team"), {"pk": 987_654_321}
    own = {place.account.username: place.pk for place in Membership.objects.filter(team__slug="in-team")}
    place = {name: {"pk": own[world.accounts[name].username]} for name in ("employee", "ally")}
    given, asked = Release.objects.exclude(answer="").get().pk, Release.objects.get(answer="").pk
    nowhere = Row("none", {"slug": "gibt-es-nicht"}, exists=False)
    about_idea = [
        Row("in-open", {"slug": "sprint-in-open", "pk": idea.pk}, "in-open", also=seen("in-open")),
        Row("of another sprint", {"slug": "sprint-out-house", "pk": idea.pk}, "out-house", exists=False),
        Row("none", {"slug": "sprint-in-open", **number}, "in-open", exists=False),
    ]
    sprints = [Row(name, {"slug": found.slug}, name, also=seen(name)) for name, found in world.sprints.items()]
    asks = [Row("open", {"pk": asked}, "office_head"), Row("given", {"pk": given}, "office_head")]
    no_sheet = Row("open", {"pk": asked}, "office_head", exists=False)
    nobody = Row("none", number, exists=False)
    teams = [*(Row(slug, {"slug": slug}, slug) for slug in ("in-team", "in-grown")), nowhere]

    def led(**more: object) -> list[Row]:
        stranger = {"slug": "in-bienen", **more}
        return [
            Row("in-team", {"slug": "in-team", **more}, "in-led"),
            Row("in-bienen", stranger, "employee", exists=None if "pk" in more else True),
            Row("none", {"slug": "gibt-es-nicht", **more}, exists=False),
            Row("no such verb", {"slug": "in-team", **more, "verb": "gibt-es-nicht"}, "in-led", exists=False),
        ]

    return {
        **{f"sprints:{name}": [*sprints, nowhere] for name in ("ideas", "note")},
        **{f"sprints:{name}": about_idea for name in ("idea", "change_idea", "park", "take_up")},
        "projects:close_sprint": [*sprints, nowhere],
        "projects:choose_theme": about_idea,
        "teams:form": about_idea,
        "teams:team": teams,
        "teams:join": teams,
        "teams:lead": led(verb="fragen"),
        "teams:lead_about": led(verb="aufgabe-schliessen", pk=Opening.objects.get().pk),
        "teams:place": [Row(name, {**parts, "verb": "nennung"}, name) for name, parts in place.items()]
        + [Row("none", {**number, "verb": "nennung"}, exists=False)],
        "teams:leave": [*(Row(name, parts, name) for name, parts in place.items()), nobody],
        "teams:release": [*asks, nobody],
        "teams:answer_release": [*asks, nobody],
        "teams:release_sheet": [no_sheet, asks[1], nobody],
        "teams:own_sheet": [
            Row("given", {"pk": given}, "employee"), Row("open", {"pk": asked}, "employee", exists=False), nobody
        ],
    }  # fmt: skip
