"""What the addresses of paper trails, findings and inquiries are asked about."""

from __future__ import annotations

from collections.abc import Callable

from querwerk.access import Thing
from querwerk.intake.access import HOUSE_CAMPAIGN
from querwerk.intake.models import InquiryFile
from querwerk.trails.access import OWN_TRAIL, SHARED_TRAIL

from . import twin
from .rows import Also, Row
from .world import World


def trail_rows(world: World) -> dict[str, list[Row]]:
    """Of trails, slips, logs on their way, findings and inquiries."""
    return _trails(world) | _slips(world) | _imports(world) | _findings(world) | _inquiries(world)


def _trails(world: World) -> dict[str, list[Row]]:
    """Trails in each state: of the actor, of somebody else, of nobody."""

    def of(letter: str, *states: str, thing: Thing | None = SHARED_TRAIL) -> Callable[[str], Also]:
        """Who may do a letter: the author in these states; of a released trail whoever may do it to those."""

        def about(name: str) -> Also:
            state = name.partition("-")[0]

            def also(world: World, actor: str) -> bool:
                if state == "published" and letter == "R":
                    return True
                own = state in states and twin.may(OWN_TRAIL, world.roles(actor), letter, world.within(actor, name))
                return own or (
                    state == "shared" and thing is not None and twin.may(thing, world.roles(actor), letter, "")
                )

            return also

        return about

    def rows_of(seen: Callable[[str], Also], **more: str) -> list[Row]:
        found = [Row(name, {"slug": trail.slug, **more}, name, also=seen(name)) for name, trail in world.trails.items()]
        return [*found, Row("none", {"slug": "gibt-es-nicht", **more}, exists=False)]

    reads = of("R", "draft", "shared", "published")
    edits = of("E", "draft", "shared")
    return {
        **{f"trails:{name}": rows_of(reads) for name in ("trail", "what_if", "share", "publish", "take_back")},
        "trails:plan_file": rows_of(reads, form="json"),
        "trails:report": rows_of(reads, source="plan"),
        "trails:report_file": rows_of(reads, source="plan", form="csv"),
        "trails:poster": rows_of(reads),
        **{f"trails:{name}": rows_of(edits) for name in ("edit", "paste", "about")},
        "trails:discard": rows_of(of("D", "draft", thing=None)),
    }


def _slips(world: World) -> dict[str, list[Row]]:
    """Slips of a draft and of a trail that the house reads: for those who work on it."""

    def kept(state: str, number: dict[str, int]) -> Row:
        released = SHARED_TRAIL if state == "shared" else None

        def works_on_it(world: World, actor: str) -> bool:
            own = twin.may(OWN_TRAIL, world.roles(actor), "E", world.within(actor, "employee"))
            return own or bool(released and twin.may(released, world.roles(actor), "E", ""))

        about = f"{state}-trail employee"
        return Row(state, {"slug": f"slips-{state}", **number}, about, also=works_on_it)

    def rows_of(**number: int) -> list[Row]:
        none = Row("none", {"slug": "gibt-es-nicht", **number}, exists=False)
        return [kept("draft", number), kept("shared", number), none]

    return {
        **{f"trails:{name}": rows_of() for name in ("slips", "open_slips", "slips_export")},
        **{f"trails:{name}": rows_of(number=1) for name in ("slip", "reissue_slip", "end_slip")},
    }


def _imports(world: World) -> dict[str, list[Row]]:
    """Event logs on their way: nobody but who brought one goes on with it."""
    none = {"key": "00000000-0000-4000-8000-000000000000"}
    found = [Row(name, {"key": brought.key}, f"import {name}") for name, brought in world.imports.items()]
    steps = ("import_one", "import_roles", "import_again", "import_leave")
    on_way = {f"trails:{name}": [*found, Row("none", none, "import employee", exists=False)] for name in steps}
    return on_way | _logs(world)


def _logs(world: World) -> dict[str, list[Row]]:
    """Logs of trails in each state, and a log of another trail: for the author and, once released, the staff unit."""

    def works_on(name: str) -> Also:
        return lambda world, actor: (
            twin.may(OWN_TRAIL, world.roles(actor), "E", world.within(actor, name))
            or (not name.startswith("draft") and twin.may(SHARED_TRAIL, world.roles(actor), "E", ""))
        )

    trails, logs = [], []
    for name, log in world.logs.items():
        parts = {"slug": world.trails[name].slug}
        trails.append(Row(name, parts, name, also=works_on(name)))
        logs.append(Row(name, {**parts, "pk": log.pk}, name, also=works_on(name)))
    mine, other = world.trails["draft-trail employee"], world.logs["draft-trail staff_unit"]
    logs.append(Row("another's", {"slug": mine.slug, "pk": other.pk}, exists=False))
    return {"trails:import": trails, "trails:log": logs, "trails:remove_log": logs}


def _findings(world: World) -> dict[str, list[Row]]:
    """Findings on trails that the house reads, and absurdities on their way."""

    def edits(author: str) -> Also:
        return lambda world, actor: (
            twin.may(SHARED_TRAIL, world.roles(actor), "E", "")
            or twin.may(OWN_TRAIL, world.roles(actor), "E", world.within(actor, author))
        )

    nothing = {"slug": "gibt-es-nicht"}
    none, trails, findings, read = Row("none", nothing, exists=False), [], [], []
    for name, found in world.absurdities.items():
        finding, author = found.finding, "employee" if name == "employee" else "outsider"
        parts = {"slug": finding.trail.slug, "pk": finding.pk}
        trails.append(Row(name, {"slug": finding.trail.slug}, author, also=edits(author)))
        findings.append(Row(name, parts, author, also=edits(author)))
        read.append(Row(name, parts, author))
    strange = {"slug": world.absurdities["in"].finding.trail.slug, "pk": world.absurdities["out"].finding.pk}
    findings += [Row("another's", strange, exists=False), Row("none", {**nothing, "pk": 1}, exists=False)]
    on_way = [Row(name, {"slug": found.slug}, name) for name, found in world.absurdities.items()]
    shown = [Row(row.label, row.parts, exists=row.label == "published") for row in on_way]

    def steps(step: str) -> list[Row]:
        return [Row(row.label, {**row.parts, "step": step}, row.about, row.exists) for row in (*on_way, none)]

    return {
        "trails:note_finding": [*trails, none],
        **{f"trails:{name}": findings for name in ("drop_finding", "ask_consent")},
        "trails:ask_about": [*read, *findings[-2:]],
        "trails:absurdity": [*shown, none],
        **{f"trails:{name}": [*on_way, none] for name in ("consent", "mend_absurdity")},
        "trails:decide_consent": steps("zustimmen"),
        "trails:show_absurdity": steps("veroeffentlichen"),
    }


def _inquiries(world: World) -> dict[str, list[Row]]:
    """Inquiries and drafts of several people; what only whoever asked may do, and what only the staff unit may."""
    sent = {name: inquiry for name, inquiry in world.inquiries.items() if inquiry.state != "draft"}
    asked = [Row(name, {"number": inquiry.pk}, name) for name, inquiry in sent.items()]
    drafts = [
        Row(f"draft {name}", {"number": inquiry.pk}, name) for name, inquiry in world.inquiries.items()
        if inquiry.state == "draft"
    ]  # fmt: skip
    unsent = [Row(row.label, row.parts, row.about, exists=False) for row in drafts]
    whole = [Row(row.label, row.parts, row.about, exists=False) for row in asked]
    none = Row("none", {"number": 987_654_321}, exists=False)
    steps = [Row(row.label, {**row.parts, "step": "annehmen"}, row.about) for row in asked]
    wrong = Row("no such step", {**asked[0].parts, "step": "x"}, exists=False)
    files = [
        Row(f"file of {row.label}", {**row.parts, "pk": InquiryFile.objects.get(inquiry=row.parts["number"]).pk},
            row.about, exists=None) for row in (*asked, *drafts)
    ]  # fmt: skip
    said = [Row(row.label, {**row.parts, "what": "nachtrag"}, row.about) for row in (*asked, *drafts)]
    campaigns = [Row(name, {"slug": campaign.slug}, also=_house(name)) for name, campaign in world.campaigns.items()]
    kept = [Row(name, {"slug": campaign.slug}) for name, campaign in world.campaigns.items()]
    nowhere = Row("none", {"slug": "gibt-es-nicht"}, exists=False)
    return {
        "intake:inquiry": [*asked, *unsent, none],
        "intake:step": [*steps, wrong],
        "intake:file": [*files[: len(asked)], Row("none", {**none.parts, "pk": 1}, exists=False)],
        "intake:draft": [*drafts, *whole, none],
        "intake:draft_file": [*files[len(asked) :], Row("none", {**none.parts, "pk": 1}, exists=False)],
        "intake:say": [*said, Row("none", {**none.parts, "what": "nachtrag"}, exists=False)],
        "intake:withdraw": [*asked, *drafts, none],
        "intake:campaign": [*campaigns, nowhere],
        **{f"intake:{name}": [*kept, nowhere] for name in ("change_campaign", "end_campaign")},
    }


def _house(name: str) -> Also:
    """A campaign of the house is seen in the house, a public one by everybody."""
    return lambda world, actor: name == "public" or twin.may(HOUSE_CAMPAIGN, world.roles(actor), "R", "")
