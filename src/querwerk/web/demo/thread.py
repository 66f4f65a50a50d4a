"""Invented beginnings of the golden thread: inquiries, a campaign, sprints behind, today and ahead, teams.

Everything is done by the demo people through the same actions as on the screens, on the days it would have taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.utils import timezone

from querwerk.intake.actions import answering
from querwerk.intake.actions.asking import ask
from querwerk.intake.actions.campaigns import open_campaign
from querwerk.intake.lifecycle import Kind
from querwerk.intake.models import Inquiry
from querwerk.journal.actions import Actor
from querwerk.projects.actions.candidates import close_with_candidates
from querwerk.sprints.actions import board, cards, groups, ideas, planning, result, seats
from querwerk.sprints.actions.planning import Details
from querwerk.sprints.exchange.library import bring_in
from querwerk.sprints.lifecycle import Joining, Showing
from querwerk.sprints.models import Format, Idea, Sprint
from querwerk.structure.models import Account, Theme
from querwerk.teams.actions import forming, pool, releases
from querwerk.teams.models import Membership, Profile, Team

from ..acting import acting

_NINE = time(9, 0)
#: half a day
_FORMAT = "knack"
#: title, what is the matter, what for, whom it costs
_TRAVEL = ("Ein Dienstreiseantrag geht durch elf Hände",
           "Für eine Fachtagung von einem Tag liegt der Antrag gut zwei Wochen. Unterwegs wird er dreimal gedruckt.",
           "Drei Hände, und die Antwort am selben Tag.")  # fmt: skip
_WAITING = (
    (3, "frida", Kind.MODERATION, "Moderation für den Runden Tisch Handwerk",
     "Zwölf Beteiligte, die noch nie an einem Tisch saßen."),
    (11, "bernd", Kind.ADVICE, "Wie beginnt man einen Umbau, ohne gleich ein Projekt zu gründen?",
     "Drei Ämter meinen dasselbe und warten aufeinander."),
)  # fmt: skip
_IDEAS = (
    (
        "dilan",
        "Ein Wegweiser, der sagt, welches Zimmer gemeint ist",
        "Im Rathaus steht an jeder Tür ein anderes Schild.",
    ),
    ("ayse", "Post, die nur noch abgezeichnet wird, wandert nicht mehr durchs Haus", "Ein Häkchen genügt."),
)
#: what the sprint that is over has yielded
_FOUND = (
    ("Eine Unterschrift bis 200 Euro", "Wer die Mittel verantwortet, unterschreibt allein."),
    ("Der Antrag als Formular, das sich selbst prüft", "Was schon bekannt ist, steht schon da."),
    ("Rohrpost", "Schnell wäre sie."),
)
_PROFILES = (
    ("ayse", 20, "Ich leite gern Vorhaben, bei denen viele mitreden.", ("Projektleitung", "Digitale Formulare")),
    ("frida", 10, "Ich bringe Leute an einen Tisch.", ("Moderation", "Netzwerke")),
)


def begin_thread(*, at: datetime) -> bool:
    """Fills the first stages of the thread where there is nothing yet; says whether it did."""
    people = {
        account.username: acting(account, on=timezone.localdate(at), second_factor=True)
        for account in Account.objects.select_related("person")
    }
    if Inquiry.objects.exists() or not {"ayse", "bernd", "carla", "clara", "dilan", "frida", "heike"} <= people.keys():
        return False
    bring_in(by=people["carla"], at=at - timedelta(80))
    _wait(people, at)
    _campaign(people, at)
    _sprint_behind(people, at)
    _sprint_today(people, at)
    _sprint_ahead(people, at)
    _offer(people, at)
    return True


def _wait(people: Mapping[str, Actor], at: datetime) -> None:
    """Inquiries that wait, one of them for too long; one that was declined, one that was answered."""
    for days, who, kind, title, concern in _WAITING:
        ask(title=title, concern=concern, kind=kind.value, by=people[who], at=at - timedelta(days))
    carla, told = people["carla"], at - timedelta(25)
    room = ask(title="Ein Raum für vierzig Menschen, morgen früh", concern="Unserer ist besetzt.", kind=Kind.ROOM.value,
               by=people["frida"], at=told)  # fmt: skip
    answering.decline(room.pk, answer="Bis morgen ist nichts frei. Am Freitag hätten wir einen für Sie.", by=carla,
                      at=told + timedelta(hours=3))  # fmt: skip
    advice = ask(title="Wie sagt man Nein zu einem Termin ohne Tagesordnung?", concern="Vier davon in jeder Woche.",
                 kind=Kind.ADVICE.value, by=people["ayse"], at=told)  # fmt: skip
    answering.acknowledge(advice.pk, by=carla, at=told + timedelta(1))
    answering.close(advice.pk, answer="Freundlich, und mit einer Frage: Was soll danach entschieden sein?", by=carla,
                    at=told + timedelta(4))  # fmt: skip


def _campaign(people: Mapping[str, Actor], at: datetime) -> None:
    """A question to everybody, with two ideas so far."""
    today = timezone.localdate(at)
    campaign = open_campaign(
        title="Kurze Wege im Rathaus", question="Was macht Wege im Rathaus kürzer – für Menschen oder für Papier?",
        public=True, opens_on=today - timedelta(9), closes_on=today + timedelta(30), by=people["carla"],
        at=at - timedelta(9),
    )  # fmt: skip
    for days, (who, title, concern) in enumerate(_IDEAS, 2):
        ask(title=title, concern=concern, kind=Kind.IDEA.value, campaign=campaign, by=people[who],
            at=at - timedelta(days))  # fmt: skip


def _sprint_behind(people: Mapping[str, Actor], at: datetime) -> None:
    """From an inquiry to two teams, a candidate and a result that everybody reads; a release is asked for."""
    ayse, carla, frida = people["ayse"], people["carla"], people["frida"]
    asked = at - timedelta(74)
    title, concern, outcome = _TRAVEL
    inquiry = ask(title=title, concern=concern, outcome=outcome, kind=Kind.SPRINT.value, by=ayse, at=asked)
    answering.acknowledge(inquiry.pk, by=carla, at=asked + timedelta(2))
    answering.accept(inquiry.pk, next_step="Gespräch: Wer muss am Tisch sitzen?",
                     next_on=timezone.localdate(asked) + timedelta(9), by=carla, at=asked + timedelta(5))  # fmt: skip
    held = asked + timedelta(40)
    sprint = _planned("Drei Hände", "Wie kommt ein Antrag mit drei Händen aus?", held, asked + timedelta(12), carla,
                      inquiries=(inquiry.pk,))  # fmt: skip
    for who in (ayse, frida, people["clara"]):
        seats.join(sprint.slug, by=who, at=asked + timedelta(20))
    started, carla = _started(sprint, held, carla)
    _on_the_board(started, (carla, ayse, frida), held)
    noted = held + timedelta(hours=3)
    found = [ideas.note_idea(started, title=title, text=text, by=carla, at=noted) for title, text in _FOUND]
    _team(
        found[0],
        "Eine Unterschrift",
        "Bis 200 Euro unterschreibt, wer die Mittel verantwortet: einmal, am selben Tag.",
        ("ayse", "frida"),
        "Mit der Kämmerei die Wertgrenze klären",
        {**people, "carla": carla},
        held,
        at,
    )
    _team(
        found[1],
        "Formular, das mitdenkt",
        "Der Antrag weiß, was die Stadt schon weiß, und sagt beim Ausfüllen, was noch fehlt.",
        ("frida", "clara"),
        "Drei Anträge gemeinsam ausfüllen",
        {**people, "carla": carla},
        held,
        at,
    )
    ideas.park(found[2], reason="Es fehlen Rohre. Sobald gebaut wird, sehen wir sie wieder an.", by=carla,
               at=held + timedelta(hours=5))  # fmt: skip
    theme = Theme.objects.filter(slug="moderne-verwaltung").first()
    close_with_candidates(started, themes={found[0].pk: theme}, by=carla, at=held + timedelta(hours=7))
    over = Sprint.objects.get(pk=sprint.pk)
    result.publish_result(over, showing=Showing.EVERYBODY, version=0, by=people["clara"], at=held + timedelta(3))
    place = Membership.objects.get(team__idea=found[0], account__username="ayse")
    begins_on = timezone.localdate(at) + timedelta(10)
    releases.ask_release(place, share=20, begins_on=begins_on, ends_on=begins_on + timedelta(90), by=ayse, at=at)


def _sprint_today(people: Mapping[str, Actor], at: datetime) -> None:
    """A sprint that runs, with an idea that has no way out yet."""
    carla, ayse, frida = people["carla"], people["ayse"], people["frida"]
    question = "Wie findet jeder Mensch auf Anhieb die richtige Tür?"
    sprint = _planned("Wegweiser im Rathaus", question, at, at - timedelta(12), carla)
    for who in (ayse, frida):
        seats.join(sprint.slug, by=who, at=at - timedelta(5))
    started, carla = _started(sprint, at, carla)
    _on_the_board(started, (carla, ayse, frida), at)
    ideas.note_idea(started, title="Ein Faden auf dem Boden", text="Jede Farbe führt zu einem Amt.", by=carla, at=at)


def _sprint_ahead(people: Mapping[str, Actor], at: datetime) -> None:
    """A sprint that everybody may join."""
    sprint = _planned("Ein Formular, das niemand zweimal ausfüllt", "Was weiß die Stadt schon, wenn jemand kommt?",
                      at + timedelta(24), at - timedelta(2), people["clara"], joining=Joining.EVERYBODY)  # fmt: skip
    seats.join(sprint.slug, by=people["dilan"], at=at - timedelta(1))


def _planned(
    title: str, question: str, when: datetime, at: datetime, by: Actor, *, inquiries: tuple[int, ...] = (),
    joining: Joining = Joining.HOUSE,
) -> Sprint:  # fmt: skip
    local = timezone.localtime(when)
    details = Details(title=title, question=question, place="Zukunftslabor", seats=12, joining=joining.value,
                      audience="Alle, die es angeht")  # fmt: skip
    begins = local.time().replace(second=0, microsecond=0) if local.date() == timezone.localdate(at) else _NINE
    sprint = planning.plan(details, on=local.date(), begins=begins, format=Format.objects.get(key=_FORMAT),
                           inquiries=inquiries, by=by, at=at)  # fmt: skip
    return planning.announce(sprint.slug, version=sprint.version, by=by, at=at)


def _started(sprint: Sprint, at: datetime, by: Actor) -> tuple[Sprint, Actor]:
    """The sprint begins; whoever planned it leads through it."""
    leads = acting(Account.objects.get(username=by.account), on=timezone.localdate(), second_factor=True)
    version = Sprint.objects.get(pk=sprint.pk).version
    return planning.start(sprint.slug, version=version, by=leads, at=at), leads


def _on_the_board(sprint: Sprint, people: tuple[Actor, ...], at: datetime) -> None:
    """Cards in two groups, and a round of dots."""
    leads = people[0]
    board.open_board(sprint, by=leads, at=at)
    hinders, helps = (groups.name_group(sprint, title=title, by=leads, at=at) for title in ("Was hindert", "Was hilft"))
    for place, (group, text) in enumerate((
        (hinders, "Jede Stelle will ein eigenes Blatt."), (hinders, "Niemand weiß, wer entscheidet."),
        (helps, "Ein Blick statt dreier Stempel."), (helps, "Das Haus vertraut sich selbst."),
    )):  # fmt: skip
        cards.write_card(sprint, text=text, group=group.pk, by=people[place % len(people)], at=at)


def _team(
    idea: Idea, name: str, purpose: str, who: tuple[str, ...], step: str, people: Mapping[str, Actor], held: datetime,
    at: datetime,
) -> None:  # fmt: skip
    """A team whose people have said yes, and its first step."""
    accounts = [Account.objects.get(username=one) for one in who]
    carla, said = people["carla"], held + timedelta(hours=4)
    team = forming.form_team(
        idea, name=name, purpose=purpose, lead=accounts[0], members=accounts[1:], by=carla, at=said
    )
    for place in Membership.objects.filter(team=team).select_related("account"):
        forming.agree(place, named=False, by=people[place.account.username], at=said)
    forming.take_first_step(Team.objects.get(pk=team.pk), first_step=step,
                            first_step_on=timezone.localdate(at) + timedelta(10), by=carla, at=said)  # fmt: skip


def _offer(people: Mapping[str, Actor], at: datetime) -> None:
    """Profiles in the pool, by their own word."""
    for who, share, about, skills in _PROFILES:
        profile = pool.offer(
            pool.Said(share, about=about, languages=("de",)), consents=True, version=0, by=people[who], at=at
        )
        for word in skills:
            pool.add_skill(Profile.objects.get(pk=profile.pk), word=word, by=people[who], at=at)
