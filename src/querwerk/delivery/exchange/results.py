"""The result of a sprint as a written report: the same words as on its page, for PDF and DOCX."""

from __future__ import annotations

from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from querwerk.sprints.queries.ideas import IdeaLine
from querwerk.teams.queries.results import ResultPage, TeamOfIdea
from querwerk.written import Block, Heading, Pairs, Paragraph, Written

from .words import plain


def written_result(page: ResultPage, *, municipality: str) -> Written:
    """The result; its day is that of its release, else the last of the sprint."""
    last = timezone.localdate(page.ends_at)
    day = page.released_on or last
    with translation.override("de"):
        return Written(
            title=page.title,
            subtitle=_("Result of the sprint"),
            municipality=municipality,
            about=(*_about(page, last),),
            draft="" if page.released_on else _("not published"),
            blocks=(*_question(page), *_with_team(page), *_parked(page), *_next(page)),
            day=day.isoformat(),
        )


def _about(page: ResultPage, last: date) -> list[tuple[str, str]]:
    first = timezone.localdate(page.starts_at)
    when = f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"
    said = [(_("When"), when), (_("Place"), page.place)]
    if page.released_on:
        said.append((_("Published on"), f"{page.released_on:%d.%m.%Y}"))
    return [(name, value) for name, value in said if value]


def _question(page: ResultPage) -> list[Block]:
    return [Heading(1, _("The question"), "frage", "1"), Paragraph(plain(page.question))]


def _with_team(page: ResultPage) -> list[Block]:
    blocks: list[Block] = [Heading(1, _("Ideas with a team"), "ideen", "2")]
    for number, line in enumerate(page.with_team, 1):
        blocks.append(Heading(2, line.title, f"idee-{line.pk}", f"2.{number}"))
        if line.text:
            blocks.append(Paragraph(plain(line.text)))
        blocks.append(Pairs(tuple(_facts(line, page.teams.get(line.pk)))))
    return blocks if page.with_team else [*blocks, Paragraph(_("No idea left this sprint with a team."))]


def _facts(line: IdeaLine, team: TeamOfIdea | None) -> list[tuple[str, str]]:
    step = f"{line.first_step}, {line.first_step_on:%d.%m.%Y}" if line.first_step_on else line.first_step
    if team is None:
        return [(_("First step"), step)]
    said = [(_("First step"), step), (_("Team"), team.name), (_("Lead of the team"), team.lead),
            (_("With it"), ", ".join(team.people)), (_("Partners"), ", ".join(team.partners))]  # fmt: skip
    return [(name, value) for name, value in said if value]


def _parked(page: ResultPage) -> list[Block]:
    if not page.parked:
        return []
    blocks: list[Block] = [Heading(1, _("Parked, openly"), "geparkt", "3")]
    for line in page.parked:
        blocks += [Paragraph(plain(line.text), lead=line.title), Paragraph(plain(line.parked_because), _("Reason"))]
    return blocks


def _next(page: ResultPage) -> list[Block]:
    text = page.outlook or _(
        "The teams take their first steps. Ideas with a team are candidates for the lead projects of the house."
    )
    return [Heading(1, _("What happens next"), "ausblick", "4" if page.parked else "3"), Paragraph(plain(text))]
