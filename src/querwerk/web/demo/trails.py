"""Two invented paper trails, so that counting hands can be tried at once: one published, one released in the house."""

from __future__ import annotations

from datetime import datetime

from querwerk.journal.actions import Actor
from querwerk.structure.models import Unit
from querwerk.trails.actions.trails import open_trail, publish, share
from querwerk.trails.exchange.pasted import read_pasted
from querwerk.trails.models import Trail
from querwerk.trails.queries.line import line

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
    known = line()
    for title, paper, purpose, short, table in _TRAILS:
        unit = Unit.objects.filter(short=short).first()
        stations = read_pasted(table, known).stops
        trail = open_trail(title=title, paper=paper, purpose=purpose, unit=unit, stations=stations, by=author, at=at)
        share(trail.slug, version=1, by=author, at=at)
        if title == _TRAILS[0][0]:
            publish(trail.slug, version=2, by=staff, at=at)
