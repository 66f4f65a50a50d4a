"""My desk: everything that is open to the reader, and nothing else, as the access table says."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.intake.lifecycle import PROCEDURE
from querwerk.journal.request import Request
from querwerk.privacy.queries.switches import is_on
from querwerk.projects import labels
from querwerk.projects.queries.mine import my_projects

from .access import TABLE
from .waiting import own_steps, waiting

#: section -> (address, title, what one does there)
_PLACES: dict[Any, tuple[tuple[str, Any, Any], ...]] = {
    _("For me"): (
        ("delivery:updates", _("Updates"), _("Your projects: confirm them as they stand, or say what has changed.")),
        ("intake:list", _("Inquiries"), _("What makes work harder than it has to be; the staff unit answers.")),
        ("intake:opinions", _("Opinions on ideas"), _("What your post is asked about an idea.")),
        ("intake:referrals", _("Inquiries for my unit"), _("What the staff unit passed on to you, with consent.")),
        ("teams:list", _("Teams"), _("Your teams, what others look for, and asking to join.")),
        ("teams:releases", _("Releases"), _("Who of your staff would like to work in a team; your answer on record.")),
        ("following", _("Entries I follow"), _("You are told by mail when their state moves.")),
        ("outbox:own", _("My messages"), _("What Querwerk has sent to you.")),
        ("accounts:mine", _("My account"), _("Posts, second factor, password, sessions.")),
        ("privacy:own", _("My data"), _("What is stored about you, as a file; and having it erased.")),
    ),
    _("Inquiries"): (
        ("intake:stand", _("What waits"), _("Which inquiries wait, what is due soon, who says they have room.")),
        ("intake:library", _("Standard answers"), _("Texts you need again and again when you answer.")),
        ("intake:council", _("Ideas before the decision"), _("Where the staff council may consent or object.")),
        ("intake:named", _("Named posts"), _("Who reads what is confidential, who hears of what is overdue.")),
    ),
    _("Lead projects"): (
        ("projects:drafts", _("Texts on their way"), _("What waits for you, and where your own texts are.")),
        ("projects:propose", _("Propose a project"), _("A candidate for a theme, in a few words.")),
        ("delivery:rounds", _("Update rounds"), _("Which projects have said how they stand, and which have not.")),
        ("delivery:pool", _("Support pool"), _("Which post is lent where, and what projects ask for.")),
        ("delivery:open_period", _("Open a new period"), _("The next monitoring report begins.")),
    ),
    _("Sprints and workshops"): (
        ("sprints:plan", _("Plan a sprint"), _("From a question that waits, or freely.")),
        ("sprints:write_method", _("Write a card"), _("A small method on one card, for everybody who works with it.")),
        ("sprints:consent_texts", _("What people consent to"), _("Photos, transcripts, naming: our words.")),
    ),
    _("From inquiry to delivery"): (
        ("funnel_exact", _("Funnel for the staff unit"), _("How many came how far, how long it took, what ended.")),
    ),
    _("Paper trails"): (
        ("trails:open", _("Count hands"), _("Write down the stations one paper passes, and see what it costs.")),
        ("cooperation", _("Cooperation between units"), _("Who works together more or less than chance would give.")),
        ("trails:consents", _("Absurdities"), _("What everybody may smile about, once the unit concerned agrees.")),
    ),
    _("Expertise pool"): (
        ("teams:pool", _("Find people"), _("Who can what you need, across all units.")),
        ("teams:profile", _("My profile"), _("What you offer beyond your post; you decide who sees it.")),
        ("teams:questions", _("Questions to join in"), _("What you were asked, and whom you have asked.")),
        ("teams:propose", _("Team proposal"), _("The smallest team for some needs, across units.")),
        ("teams:outsiders", _("Outside experts"), _("People without a log-in who have agreed to be listed.")),
    ),
    _("The house"): (
        ("structure:vocabulary", _("Words"), _("What the house calls its themes and projects, and from when.")),
        ("structure:rules", _("Rules of the house"), _("Numbers the house has agreed on.")),
        ("structure:units", _("Units"), _("Names of offices and departments, and where they hang.")),
        ("structure:themes", _("Themes"), _("Who answers for a theme, who treats it, what carries it.")),
        ("structure:posts", _("Posts"), _("Who holds which post, from when until when.")),
    ),
    _("Accounts"): (
        ("accounts:list", _("Accounts"), _("Who may log in, and which posts they hold.")),
        ("accounts:proposals", _("Proposals"), _("Privileged posts that wait for a second person.")),
        ("accounts:claims", _("Identity provider"), _("Which group at the log-in of the house stands for which post.")),
        ("accounts:services", _("Services"), _("Machines that read, and their tokens.")),
    ),
    _("Accounting for the house"): (
        ("log", _("Log"), _("What was done, when, and as which post.")),
        ("privacy:switches", _("Switches"), _("Features that need the consent of the staff council.")),
        ("privacy:erasures", _("Register of erasures"), _("When somebody was erased, and why; not who.")),
        ("privacy:behind", _("Who stood behind an entry"), _("A single entry of the log, with a reason.")),
        ("privacy:named", _("Texts that contain a name"), _("Where a name stands in what people wrote.")),
    ),
}  # fmt: skip


#: Places that exist only while a feature is switched on.
_SWITCHED = {"intake:opinions": PROCEDURE, "intake:council": PROCEDURE}


def desk(request: Request) -> HttpResponse:
    off = {name for name, feature in _SWITCHED.items() if TABLE[name].admits(request.actor) and not is_on(feature)}
    sections = []
    for title, places in _PLACES.items():
        mine = [
            (str(label), reverse(name), str(text))
            for name, label, text in places
            if name not in off and not TABLE[name].public and TABLE[name].admits(request.actor)
        ]
        if mine:
            sections.append((str(title), mine))
    now = timezone.now()
    shown = {
        "sections": sections, "mine": my_projects(request.actor, on=timezone.localdate(now)), "labels": labels,
        "today": timezone.localdate(now), "waiting": waiting(request.actor, at=now), "steps": own_steps(request.actor),
    }  # fmt: skip
    return render(request, "web/desk.html", shown)
