"""What a house needs before it serves people: each check says in a sentence what is wrong, or nothing.

A check is a function without arguments; whoever has something to add to the list writes one beside what it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from querwerk.accounts.exchange.oidc import SIGNATURES
from querwerk.accounts.models import SecondFactor
from querwerk.structure.models import PRIVILEGED, Account, Assignment, Post
from querwerk.structure.queries import valid_on

from .backup.record import verified_lately
from .durability import checksums, database
from .room import enough

Check = Callable[[], Iterable[str]]

_LOCAL = {"127.0.0.1", "localhost", "[::1]", "::1"}
_SAMPLES = ("secret", "changeme", "change-me", "django-insecure", "example", "beispiel", "geheim", "querwerk", "test")
_SHORTEST, _FEWEST_SIGNS = 50, 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right."""

    check: str
    sentence: str


def weak_key() -> Iterable[str]:
    """A key that is short, repeats itself or stands in examples signs nothing."""
    key = settings.SECRET_KEY
    if len(key) < _SHORTEST or len(set(key)) < _FEWEST_SIGNS or any(key.lower().startswith(one) for one in _SAMPLES):
        yield "QUERWERK_SECRET_KEY ist zu kurz, gleichförmig oder ein Muster. Lassen Sie die Einstellung weg: dann entsteht ein eigener Schlüssel."  # noqa: E501
    path = settings.HOME / "keys" / "secret_key"
    if path.exists() and path.stat().st_mode & 0o077:
        yield f"Den Schlüssel {path.name} im Ordner keys können andere lesen. Nur der Dienst darf es: chmod 600."


def debugging() -> Iterable[str]:
    """Error pages with details belong to nobody else."""
    if settings.DEBUG:
        yield "QUERWERK_DEBUG ist an: Fehlerseiten zeigen dann Innereien. Schalten Sie es aus."


def hosts() -> Iterable[str]:
    """The names under which the house is reached."""
    if "*" in settings.ALLOWED_HOSTS:
        yield "QUERWERK_HOSTS lässt jeden Namen zu (*). Nennen Sie die Namen, unter denen das Haus erreichbar ist."
    elif set(settings.ALLOWED_HOSTS) <= _LOCAL:
        yield "QUERWERK_HOSTS nennt nur diesen Rechner. Nennen Sie den Namen, unter dem das Haus erreichbar ist."


def encrypted() -> Iterable[str]:
    """Log-ins travel encrypted only."""
    if not settings.SESSION_COOKIE_SECURE:
        yield "QUERWERK_HTTPS ist aus: Anmeldungen gingen unverschlüsselt über die Leitung. Stellen Sie einen Proxy mit TLS davor und schalten Sie es ein."  # noqa: E501
    if urlsplit(settings.PUBLIC_URL).scheme != "https":
        yield "QUERWERK_URL beginnt nicht mit https://. Links in Nachrichten führten unverschlüsselt ins Haus."


def mail() -> Iterable[str]:
    """Without mail nobody registers, is invited or sets a new password."""
    if not settings.MAIL_URL:
        yield "QUERWERK_MAIL_URL fehlt: Niemand kann sich registrieren, eingeladen werden oder ein Passwort erneuern."


def identity_provider() -> Iterable[str]:
    """What the settings say about the provider fits together."""
    if not settings.OIDC_ISSUER:
        return
    if urlsplit(settings.OIDC_ISSUER).scheme != "https":
        yield "QUERWERK_OIDC_ISSUER beginnt nicht mit https://."
    if odd := sorted(set(settings.OIDC_ALGORITHMS) - SIGNATURES):
        yield f"QUERWERK_OIDC_ALGORITHMS nennt {', '.join(odd)}: Damit könnte jemand anderes unterschreiben. Es zählt nicht."  # noqa: E501


def staff() -> Iterable[str]:
    """Somebody keeps the house."""
    held = Assignment.objects.filter(valid_on(timezone.localdate()), person__account__is_active=True)
    if not held.filter(post__role=Post.Role.STAFF_UNIT).exists():
        yield "Niemand hat heute eine Stelle in der Stabsstelle. Das erste Konto öffnet: querwerk account."
    elif held.filter(post__role=Post.Role.STAFF_UNIT).values("person").distinct().count() < 2:
        yield "Nur eine Person ist in der Stabsstelle: Stellen mit besonderen Rechten brauchen zwei: Eine schlägt vor, eine andere genehmigt."  # noqa: E501


def second_factors() -> Iterable[str]:
    """Whoever holds a privileged post has a second factor."""
    factor = SecondFactor.objects.filter(account=OuterRef("pk"))
    held = Assignment.objects.filter(valid_on(timezone.localdate()), post__role__in=PRIVILEGED)
    without = Account.objects.filter(~Exists(factor), is_active=True, person__in=held.values("person"))
    if count := without.count():
        yield f"{count} Konten mit besonderen Rechten haben noch keinen zweiten Faktor; ihre Stelle zählt bis dahin nicht."  # noqa: E501


#: What must hold before a server starts outside the demo.
BEFORE_SERVING: tuple[Check, ...] = (weak_key, debugging, database)
CHECKS: tuple[Check, ...] = (
    *BEFORE_SERVING,
    *(hosts, encrypted, mail, identity_provider, staff, second_factors, checksums, enough, verified_lately),
)


def findings(checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Everything that is to be put right."""
    return [Finding(check.__name__, sentence) for check in checks for sentence in check()]
