"""Two invented paper trails, so that counting hands can be tried at once: one published, one released in the house.

Of the published one an absurdity is shown, with the consent of the department that it ends in.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from querwerk.access import Role
from querwerk.journal.actions import Actor
from querwerk.privacy.actions.switches import switch
from querwerk.structure.models import Unit
from querwerk.trails.actions import absurdities
from querwerk.trails.actions.findings import note_finding
from querwerk.trails.actions.trails import open_trail, publish, share
from querwerk.trails.exchange.drawing import draw_way
from querwerk.trails.exchange.pasted import read_pasted
from querwerk.trails.insights.seen import seen
from querwerk.trails.lifecycle import LIVE
from querwerk.trails.models import Trail
from querwerk.trails.queries.line import line
from querwerk.trails.queries.trails import trail_page

#: title, what the paper looks like, what for, short name of the unit, the stations as a table
_TRAILS = (
    (
        "Dienstreiseantrag", "Formular, ausgedruckt, mit zwei Anlagen",
        "Erfundenes Beispiel: Jemand möchte zu einer Fachtagung fahren und wissen, ob die Reise genehmigt ist.", "POA",
        """Station;Wo;Tätigkeit;Minuten;Tage;Medienbruch;Zurück;Parallel
Antrag stellen;Wifö;bearbeitet;20;0;ja;;
Sachgebietsleitung;Wifö;zeichnet;2;1;;ja;
Amtsleitung;Wifö;zeichnet;2;2,5;;ja;
Poststelle;POA;gibt weiter;1;1;;;
Reisestelle;POA;prüft;15;3;ja;ja;
Haushaltsüberwachung;Stk;prüft;5;2;;ja;
Personalvertretung;POA;nimmt zur Kenntnis;2;1;;;ja
Dezernat 1;Dezernat 1;zeichnet;2;4;;;
Reisestelle;POA;bearbeitet;10;1;ja;;
Poststelle;POA;gibt weiter;1;1;;;
""",
    ),
    (
        "Beschaffung eines Notebooks", "E-Mail, danach Formular auf Papier",
        "Erfundenes Beispiel: Ein Arbeitsplatz bekommt ein neues Gerät.", "IT",
        """Station;Wo;Tätigkeit;Minuten;Tage;Medienbruch;Zurück;Parallel
Bedarf melden;GBA;bearbeitet;10;0;;;
Amtsleitung;GBA;zeichnet;2;2;ja;ja;
Bestellstelle;IT;prüft;20;5;ja;ja;
Haushaltsüberwachung;Stk;prüft;5;3;;ja;
Bestellstelle;IT;bearbeitet;15;1;;;
Lager;IT;wartet;10;14;;;
""",
    ),
)  # fmt: skip


def begin_trails(*, author: Actor, staff: Actor, at: datetime) -> None:
    """Begins, releases and (the first one) publishes the trails, where there are none yet."""
    if Trail.objects.exists():
        return
    switch(LIVE, on=True, consent_on=timezone.localdate(at), note="Erfundenes Beispiel", by=staff, at=at)
    known = line()
    for title, paper, purpose, short, table in _TRAILS:
        unit = Unit.objects.filter(short=short).first()
        stations = read_pasted(table, known).stops
        trail = open_trail(title=title, paper=paper, purpose=purpose, unit=unit, stations=stations, by=author, at=at)
        share(trail.slug, version=1, by=author, at=at)
        if title == _TRAILS[0][0]:
            publish(trail.slug, version=2, by=staff, at=at)
            _smile(trail, author=author, staff=staff, at=at)


def _smile(trail: Trail, *, author: Actor, staff: Actor, at: datetime) -> None:
    """What is absurd about it, written down by its author, agreed to by the mayor for the department, published."""
    unit, page = Unit.objects.filter(slug="dezernat-1").first(), trail_page(trail.slug, author)
    now = seen(page, on=timezone.localdate(at)) if page else None
    if unit is None or now is None or now.way is None:
        return
    sentence = "Für eine Stunde Arbeit liegt ein Dienstreiseantrag gut zwei Wochen"
    said = {"sentence": sentence, "absurd": "Unterwegs wird er dreimal gedruckt oder eingescannt.",
            "figures": now.figures, "picture": draw_way(now.way, name="fund")}  # fmt: skip
    finding = note_finding(trail.slug, **said, version=3, by=author, at=at)  # type: ignore[arg-type]
    text = "Erfundenes Beispiel. Lieber wäre uns: eine Unterschrift, am selben Tag."
    mayor = Actor("Oberbürgermeister", unit.short, roles=frozenset({Role.MAYOR.value}),
                  reach=frozenset({(Role.MAYOR.value, unit.thread)}))  # fmt: skip
    found = absurdities.ask_consent(finding.pk, sentence=sentence, text=text, unit=unit, by=author, at=at)
    absurdities.agree(found.slug, version=1, by=mayor, at=at)
    absurdities.publish(found.slug, version=2, by=staff, at=at)
