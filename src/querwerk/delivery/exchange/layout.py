"""From the document of a report to its blocks, in the chapter order of the real reports; German."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.written import Block, Bullets, Heading, Paragraph, Table, Written

from . import chapters
from .words import day, line, listed, plain_number

Document = dict[str, Any]


def written(document: Document, *, sha256: str = "") -> Written:
    """The report as blocks; without a digest it is a draft and says so."""
    with translation.override(document["language"]):
        period, words = document["period"], document["words"]
        return Written(
            title=f"{words['monitoring'][0]} {period['label']}",
            subtitle=_("%(themes)s and %(projects)s") % {"themes": words["theme"][1], "projects": words["project"][1]},
            municipality=document["municipality"],
            about=_about(document, sha256),
            draft="" if sha256 else _("Draft"),
            blocks=tuple(_blocks(document)),
            day=period["ends_on"],
        )


def _about(document: Document, sha256: str) -> tuple[tuple[str, str], ...]:
    period, paper = document["period"], document["paper"]
    about = [(_("Period"), f"{day(period['starts_on'])} – {day(period['ends_on'])}")]
    if paper and paper["paper"]:
        about.append((_("Council paper"), line(paper["paper"], paper["title"], day(paper["dated_on"]))))
    if period["previous"]:
        about.append((_("Report before"), period["previous"]))
    about.append((_("Known by"), day(period["ends_on"])))
    about.append((_("Checksum (SHA-256)"), sha256) if sha256 else (_("State"), _("Draft, not yet frozen")))
    return tuple(about)


def _blocks(document: Document) -> list[Block]:
    return [
        *_working(document),
        *_overview(document),
        *chapters.themes(document),
        *_means(document),
        *_obstacles(document),
        *_participation(document),
        *_contradictions(document),
        *_changes(document),
        *_sources(document),
        *_glossary(document),
    ]


def _working(document: Document) -> list[Block]:
    working, figures, words = document["working"], document["figures"], document["words"]
    heads, officers, projects = words["head"][1], words["theme_officer"][1], words["project"][1]
    blocks: list[Block] = [
        Heading(1, _("The way of working"), "arbeitsweise", "1"),
        Heading(2, _("Introduction"), "einfuehrung", "1.1"),
        Paragraph(
            _(
                "Across the line of departments and offices the city works on %(count)s %(themes)s. Each is answered "
                "for by one deputy mayor; projects with priority (%(projects)s) carry it, each across offices."
            )
            % {"count": figures["themes"], "themes": words["theme"][1], "projects": projects}
        ),
        Paragraph(
            _(
                "This report shows %(projects)s: %(running)s under way, %(ended)s ended in the period. Since the "
                "report before, %(new)s came in, %(slipped)s milestones slipped and %(reached)s were reached; "
                "%(vanished)s goals are no longer mentioned."
            )
            % {**figures, "projects": f"{figures['projects']} {projects}"}
        ),
        Heading(2, _("Roles and functions"), "rollen", "1.2"),
    ]
    if working["roles"]:
        rows = tuple(
            (
                line(role["name"], f"({role['count']})" if role["count"] else "", sep=" "),
                role["held_by"],
                "\n".join(role["does"]),
                str(role["last_named"] or ""),
            )
            for role in working["roles"]
        )
        head = (_("Role"), _("Held by"), _("Does"), _("Last named"))
        blocks.append(Table(_("Roles and functions"), head, rows, (24, 28, 38, 10)))
    else:
        blocks.append(Paragraph(_("No roles are on record for this period; %(heads)s and %(officers)s are named with "
                                  "each theme.") % {"heads": heads, "officers": officers}))  # fmt: skip
    blocks.append(Heading(2, _("Rules"), "regeln", "1.3"))
    if working["rules"]:
        blocks.append(Bullets(tuple(line(rule["text"], _named(rule), sep=" ") for rule in working["rules"])))
    else:
        blocks.append(Paragraph(_("No rules are on record for this period.")))
    if working["activities"]:
        figures_rows = tuple(
            (a["what"], line(plain_number(a["value"]), a["unit"], sep=" "), str(a["year"] or ""))
            for a in working["activities"]
        )
        blocks += [
            Heading(2, _("The way of working in figures"), "zahlen", "1.4"),
            Table(_("The way of working in figures"), (_("What"), _("Figure"), _("Year")), figures_rows, (60, 28, 12)),
        ]
    return blocks


def _named(rule: Document) -> str:
    return _("(last named %(year)s)") % {"year": rule["last_named"]} if rule["last_named"] else ""


def _overview(document: Document) -> list[Block]:
    words = document["words"]
    rows = tuple(
        (
            theme["name"],
            project["name"],
            ", ".join(project["responsible"]) or _("not named"),
            chapters.standing(project),
            chapters.news(project),
        )
        for theme in document["themes"]
        for project in theme["projects"]
    )
    head = (
        words["theme"][0], words["project"][0], _("Responsible office"), _("State and council involvement"),
        _("Change since the last report"),
    )  # fmt: skip
    blocks: list[Block] = [
        Heading(1, _("%(themes)s and %(projects)s") % {"themes": words["theme"][1], "projects": words["project"][1]},
                "themen", "2"),
        Heading(2, _("Quick overview"), "ueberblick", "2.1"),
    ]  # fmt: skip
    if not rows:
        return [*blocks, Paragraph(_("No project was under way in this period."))]
    return [*blocks, Table(_("Quick overview"), head, rows, (14, 21, 12, 26, 27))]


def _means(document: Document) -> list[Block]:
    means = document["means"]
    blocks: list[Block] = [
        Heading(1, _("Resources, obstacles, participation"), "umsetzung", "3"),
        Heading(2, _("Resources and support pool"), "ressourcen", "3.1"),
    ]
    if means["posts"]:
        blocks.append(
            Paragraph(
                _("The projects of this report name %(posts)s posts in all, as far as figures were given.")
                % {"posts": plain_number(means["posts"])}
            )
        )
    if means["pool"]:
        rows = tuple(
            (chapters.written_date(p["as_of"]), plain_number(p["posts"]) if p["posts"] else "–", p["what"])
            for p in means["pool"]
        )
        head = (_("As of"), _("Posts"), _("What"))
        blocks.append(Table(_("Support pool"), head, rows, (18, 12, 70)))
    if means.get("lent"):  # reports frozen before there was a pool know none
        lent = tuple((one["phase"], str(one["posts"]), str(one["projects"])) for one in means["lent"])
        head3 = (_("Phase"), _("Posts"), document["words"]["project"][1])
        blocks.append(Table(_("Posts lent to projects on the last day"), head3, lent, (50, 20, 30)))
    given = tuple(
        (project["name"], resource["what"], chapters.amount(resource), chapters.funding(resource))
        for theme in document["themes"]
        for project in theme["projects"]
        for resource in project["resources"]
    )
    if given:
        head4 = (document["words"]["project"][0], _("For what"), _("How much"), _("When and from whom"))
        blocks.append(Table(_("Resources of the projects"), head4, given, (26, 30, 20, 24)))
    elif not means["pool"]:
        blocks.append(Paragraph(_("No figures were given for this period.")))
    return blocks


def _obstacles(document: Document) -> list[Block]:
    names = {p["slug"]: p["name"] for theme in document["themes"] for p in theme["projects"]}
    names.update({theme["slug"]: theme["name"] for theme in document["themes"]})
    blocks: list[Block] = [Heading(2, _("Obstacles and success factors"), "hemmnisse", "3.2")]
    for group in document["obstacles"]:
        blocks += [
            Heading(3, f"{group['kind']} ({len(group['items'])})", ""),
            Bullets(tuple(
                line(names.get(item["project"]) or names.get(item["theme"]) or "", item["text"], sep=": ")
                for item in group["items"]
            )),
        ]  # fmt: skip
    if not document["obstacles"]:
        blocks.append(Paragraph(_("No obstacle was named since the last report.")))
    if document["factors"]:
        rows = tuple((factor["text"], str(factor["count"])) for factor in document["factors"])
        head = (_("Success factor"), _("Named in sources so far"))
        blocks.append(Table(_("Success factors"), head, rows, (75, 25)))
    return blocks


def _participation(document: Document) -> list[Block]:
    given = document["participation"]
    blocks: list[Block] = [Heading(2, _("Participation"), "beteiligung", "3.3")]
    if given["bodies"]:
        rows = tuple((b["body"], str(b["done"]), str(b["planned"])) for b in given["bodies"])
        head = (_("Body"), _("Dealt with projects since the last report"), _("Still planned"))
        blocks.append(Table(_("Involvement of the council"), head, rows, (56, 26, 18)))
    if given["methods"]:
        shown = [f"{m['name']} ({m['projects']})" if m["projects"] > 1 else m["name"] for m in given["methods"]]
        blocks.append(Paragraph(listed(shown), lead=_("Methods of the projects")))
    if given["groups"]:
        total = sum(given["groups"].values())
        involved = given["groups"].get("yes", 0)
        blocks.append(
            Paragraph(
                ngettext(
                    "%(total)s target group is named, %(involved)s of it stated as involved.",
                    "%(total)s target groups are named, %(involved)s of them stated as involved.",
                    total,
                )
                % {"total": total, "involved": involved}
            )
        )
    if not (given["bodies"] or given["methods"] or given["groups"]):
        blocks.append(Paragraph(_("Nothing is on record for this period.")))
    if document["working"]["wishes"]:
        wishes = tuple(line(w["from"], w["text"], sep=": ") for w in document["working"]["wishes"])
        blocks += [Heading(3, _("Wishes from the council"), ""), Bullets(wishes)]
    return blocks


def _contradictions(document: Document) -> list[Block]:
    blocks: list[Block] = [Heading(2, _("Contradictions between sources"), "widersprueche", "3.4")]
    if not document["contradictions"]:
        return [*blocks, Paragraph(_("No contradiction concerns this report."))]
    decisions = {"open": _("open"), "first": _("the first holds"), "second": _("the second holds"),
                 "both": _("both hold")}  # fmt: skip
    rows = tuple(
        (c["what"], c["first"], c["second"], line(decisions[c["decision"]], c["reason"], sep=": "))
        for c in document["contradictions"]
    )
    head = (_("What"), _("One source"), _("Another source"), _("Decision"))
    return [*blocks, Table(_("Contradictions between sources"), head, rows, (20, 32, 32, 16))]


def _changes(document: Document) -> list[Block]:
    period = document["period"]
    since = _("Changes since %(day)s") % {"day": day(period["since"])}
    blocks: list[Block] = [Heading(2, _("Changes since the last report"), "aenderungen", "3.5")]
    if not document["changes"]:
        return [*blocks, Paragraph(_("Nothing changed since the last report."))]
    rows = tuple(
        (change["theme"], change["name"], change["heading"], change["sentence"]) for change in document["changes"]
    )
    words = document["words"]
    head = (words["theme"][0], words["project"][0], _("Change"), _("In words"))
    return [*blocks, Table(since, head, rows, (16, 22, 16, 46))]


def _sources(document: Document) -> list[Block]:
    blocks: list[Block] = [Heading(2, _("Sources"), "quellen", "3.6")]
    if not document["sources"]:
        return [*blocks, Paragraph(_("Everything in this report was entered in Querwerk."))]
    rows = tuple(
        (source["paper"] or source["key"], source["title"], source["body"], day(source["dated_on"]))
        for source in document["sources"]
    )
    head = (_("Paper"), _("Title"), _("Body"), _("Day"))
    return [*blocks, Table(_("Sources"), head, rows, (18, 52, 14, 16))]


def _glossary(document: Document) -> list[Block]:
    rows = tuple((g["term"], g["meaning"], ", ".join(g["former"])) for g in document["glossary"])
    head = (_("Term"), _("Meaning"), _("Formerly"))
    return [Heading(2, _("Glossary"), "glossar", "3.7"), Table(_("Glossary"), head, rows, (24, 52, 24))]
