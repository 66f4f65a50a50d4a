"""Chapter 2.2 of the written report: theme by theme, project by project."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from querwerk.dates import in_words
from querwerk.projects.insights.telling import amount_in_words, days_in_words
from querwerk.projects.labels import FUNDING
from querwerk.written import Block, Bullets, Heading, Pairs, Paragraph, Table

from .words import day, line, plain

Document = dict[str, Any]
#: Changes that the overview counts; chapter 2.2 and the list of changes say each in words.
_COUNTED = frozenset({
    "reached", "milestone_new", "date_specified", "date_reworded", "cost_new", "goal_new", "goal_met", "goal_back",
})  # fmt: skip


def themes(document: Document) -> list[Block]:
    """One section a theme."""
    blocks: list[Block] = [Heading(2, _("Theme by theme"), "je-thema", "2.2")]
    for number, theme in enumerate(document["themes"], 1):
        blocks += _theme(theme, f"2.2.{number}", document)
    return blocks


def _theme(theme: Document, number: str, document: Document) -> list[Block]:
    words = document["words"]
    blocks: list[Block] = [
        Heading(3, theme["name"], f"thema-{theme['slug']}", number),
        _pairs(
            (_capital(words["head"][0]), _posts(theme["heads"]) or _("not named")),
            (_capital(words["theme_officer"][0]), _posts(theme["officers"]) or _("not named")),
            (_("Bodies"), ", ".join(theme["bodies"])),
        ),
    ]
    for name, label in (("goals", _("Goals")), ("strategies", _("Strategies")), ("campaigns", _("Campaigns")),
                        ("structure", _("Arrangements"))):  # fmt: skip
        if theme[name]:
            blocks += [Paragraph("", lead=label), Bullets(tuple(note["text"] for note in theme[name]))]
    if theme["statement"]:
        blocks.append(Paragraph(plain(theme["statement"])))
    if not theme["projects"]:
        return [*blocks, Paragraph(_("No project was under way in this period."))]
    rows = tuple(
        (project["name"], ", ".join(project["responsible"]) or _("not named"), standing(project))
        for project in theme["projects"]
    )
    head = (words["project"][0], _("Responsible office"), _("State and council involvement"))
    blocks.append(Table(_("%(theme)s at a glance") % {"theme": theme["name"]}, head, rows, (36, 22, 42)))
    for project in theme["projects"]:
        blocks += _project(project)
    return blocks


def news(project: Document) -> str:
    """What changed, for a cell of the overview: the heavy changes in words, the others counted."""
    if not project["changes"]:
        return _("nothing new")
    lines = [change["sentence"] for change in project["changes"] if change["kind"] not in _COUNTED]
    counted = Counter(change["heading"] for change in project["changes"] if change["kind"] in _COUNTED)
    lines += [f"{heading}: {count}" for heading, count in counted.items()]
    return "\n".join(lines)


def _capital(word: str) -> str:
    """A word as it begins a line."""
    return word[:1].upper() + word[1:]


def _posts(posts: list[Document]) -> str:
    return ", ".join(
        line(f"{p['count']} ×" if p["count"] > 1 else "", line(p["post"], p["unit"]), sep=" ") for p in posts
    )


def _project(project: Document) -> list[Block]:
    blocks: list[Block] = [
        Heading(4, project["name"], f"projekt-{project['slug']}"),
        _pairs(
            (_("Kind"), project["kind"]),
            (_("State"), _state(project)),
            (_("Responsible"), ", ".join(project["responsible"])),
            (_("Begin"), " / ".join(map(written_date, project["begin"]))),
            (_("End"), " / ".join(map(written_date, project["end"]))),
            (_("Confirmed"), _confirmed(project)),
        ),
    ]
    if project["description"]:
        blocks.append(Paragraph(plain(project["description"])))
    if project["goals"]:
        blocks += [Paragraph("", lead=_("Goals")), Bullets(tuple(map(_goal, project["goals"])))]
    if project["milestones"]:
        head = (_("Milestone"), _("First planned"), _("Now expected"), _("Reached"), _("Slip"))
        rows = tuple(map(_milestone, project["milestones"]))
        caption = _("Milestones of %(project)s") % {"project": project["name"]}
        blocks.append(Table(caption, head, rows, (34, 15, 15, 15, 21)))
    blocks += _said(project)
    if project["risks"]:
        blocks += [Paragraph("", lead=_("Chances and risks")), Bullets(tuple(map(_risk, project["risks"])))]
    if project["parts"]:
        parts = tuple(line(line(p["name"], p["state"], sep=": "), p["note"], sep=" – ") for p in project["parts"])
        blocks += [Paragraph("", lead=_("Parts")), Bullets(parts)]
    return blocks


def _confirmed(project: Document) -> str:
    """The day until which the sheet was known to hold; reports frozen before there was such a day name none."""
    return day(project["confirmed_on"]) if project.get("confirmed_on") else ""


def _said(project: Document) -> list[Block]:
    """State and successes, lessons, outlook and needs; says openly when nobody wrote anything."""
    statement = project["statement"]
    blocks: list[Block] = []
    if statement is None:
        blocks.append(Paragraph(_("There is no statement of the project for this period.")))
    texts = (
        (_("State"), statement["state"] if statement else ""),
        (_("Successes"), project["successes"]),
        (_("Lessons"), project["lessons"]),
        (_("Outlook"), project["outlook"]),
        (_("What is needed"), statement["needs"] if statement else ""),
    )
    blocks += [Paragraph(plain(text), lead=lead) for lead, text in texts if text]
    if project["figures"]:
        figures = tuple(
            line(f"{f['what']}: {line(f['value'], f['unit'], sep=' ')}", f"({f['year']})" if f["year"] else "", sep=" ")
            for f in project["figures"]
        )
        blocks += [Paragraph("", lead=_("Results in figures")), Bullets(figures)]
    return blocks


def _state(project: Document) -> str:
    parts = [project["standing"]]
    if project["word"]:
        parts.append(_("in the report's words: “%(word)s”") % {"word": project["word"]})
    if project["inferred"]:
        parts.append(_("inferred from the text"))
    if project["reason"]:
        parts.append(project["reason"])
    if project["receiving_unit"]:
        parts.append(_("goes to: %(unit)s") % {"unit": project["receiving_unit"]})
    if project["successors"]:
        parts.append(_("goes on in: %(names)s") % {"names": ", ".join(project["successors"])})
    return "; ".join(parts)


def standing(project: Document) -> str:
    """State and council involvement with dates, for a cell of a table."""
    given = project["involvements"]
    lines = [project["standing"]]
    for step in given["shown"]:
        when = written_date(step["date"])
        what = line(step["what"], step["result"], step["paper"])
        ahead = _("planned") if step["planned"] else ""
        lines.append(line(line(step["short"], when, ahead, sep=" "), what, sep=": "))
    if given["earlier"]:
        lines.append(_("before that: %(count)s times") % {"count": given["earlier"]})
    return "\n".join(lines)


def _goal(goal: Document) -> str:
    text = line(goal["text"], f"({goal['target']})" if goal["target"] else "", sep=" ")
    silent = "" if goal["mentioned"] else _("no longer mentioned")
    return line(text, line(goal["status"], silent, goal["reason"]), sep=" – ")


def _milestone(milestone: Document) -> tuple[str, ...]:
    name = milestone["name"]
    if milestone["dropped"]:
        name = line(f"{name} ({_('dropped')})", milestone["drop_reason"], sep=": ")
    slip = "–"
    if milestone["days"]:
        sign = "+" if milestone["days"] > 0 else "−"
        slip = line(sign + " " + days_in_words(milestone["days"], at_least=milestone["at_least"]), milestone["reason"])
    return (
        name,
        written_date(milestone["baseline"]) or "–",
        written_date(milestone["forecast"]) or "–",
        written_date(milestone["actual"]) or "–",
        slip,
    )


def _risk(risk: Document) -> str:
    kind = _("Chance") if risk["kind"] == "chance" else _("Risk")
    counter = _("counter-measure: %(text)s") % {"text": risk["countermeasure"]} if risk["countermeasure"] else ""
    return line(f"{kind}: {risk['text']}", counter, risk["owner"], sep="; ")


def written_date(text: str) -> str:
    """A written date in words; what is none stays as written."""
    try:
        return in_words(text, get_language() or "de") if text else ""
    except ValueError:
        return text


def amount(resource: Document) -> str:
    """4,9 Mio. Euro, 0,5 VZW, or a dash."""
    return amount_in_words(resource["amount"], resource["unit"]) if resource["amount"] is not None else "–"


def funding(resource: Document) -> str:
    """When, from whom, and whether it is in the budget."""
    when = resource["period"] or str(resource["year"] or "")
    known = resource["funding"] != "unknown"
    return line(when, resource["funder"], str(FUNDING[resource["funding"]]) if known else "")


def _pairs(*items: tuple[str, str]) -> Pairs:
    return Pairs(tuple((name, value) for name, value in items if value))
