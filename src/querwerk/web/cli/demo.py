"""``querwerk demo``: one command from nothing to a running city. ``querwerk demo-idp``: its log-in of the house."""

from __future__ import annotations

import os
import socket
import sys
from typing import Annotated

import typer

from .house import run, set_up
from .terminal import actor

#: What every page of the demo calls the city; read before the settings are.
MUNICIPALITY = "Karlsruhe (Demo)"
_ADDRESS = typer.Option(help="Port auf 127.0.0.1.", min=1, max=65535)


def demo(
    port: Annotated[int, _ADDRESS] = 8000,
    idp: Annotated[
        str, typer.Option(metavar="URL", help="Anmeldeverbund, den „querwerk demo-idp“ gestartet hat.")
    ] = "",
    only_prepare: Annotated[
        bool, typer.Option("--prepare", help="Alles einrichten, aber keinen Server starten.")
    ] = False,
    prepared: Annotated[bool, typer.Option("--prepared", hidden=True)] = False,
) -> None:
    """Richtet eine Beispielstadt mit echten Daten ein und startet den Server."""
    if prepared:
        return _serve(port, idp)
    if not only_prepare:
        _refuse_taken(port, "querwerk demo")
    _prepare()
    if not only_prepare:
        typer.echo(f"\nQuerwerk läuft auf http://127.0.0.1:{port}/ – Strg+C beendet es.\n")
        sys.stdout.flush()
        # the same process begins anew: a server that forks while threads of the analysis live would hang
        again = [sys.executable, "-m", "querwerk.web.cli", "demo", "--prepared", "--port", str(port), "--idp", idp]
        os.execv(sys.executable, again)  # noqa: S606 - our own command
    return None


def _serve(port: int, idp: str) -> None:
    from django.conf import settings

    from querwerk.web.demo_idp import CLIENT

    if idp:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT = idp.rstrip("/"), CLIENT
        settings.OIDC_NAME = "Anmelden wie bei der Arbeit (Demo)"
    run(port=port)


def _prepare() -> None:
    """Fills the house, and says how to log in."""
    from django.utils import timezone

    from querwerk.web.demo import fill, invite
    from querwerk.web.demo.papers import show_papers
    from querwerk.web.demo.thread import begin_thread

    set_up()
    by, at = actor(), timezone.now()
    typer.echo("Das Portfolio der Stadt ist eingelesen." if fill(by=by, at=at) else "Die Daten sind schon da.")
    logins = invite(by=by, at=at)
    show_papers(at=at)
    begin_thread(at=at)
    if logins:
        typer.echo("\nAnmelden können sich (Passwörter und Codes werden nur dieses eine Mal gezeigt):")
        for login in logins:
            typer.echo(f"  {login.username:8}{login.password}   {login.post}")
            if login.codes:
                typer.echo(f"          zweiter Faktor, jeder Code einmal: {'  '.join(login.codes[:4])}")
    else:
        typer.echo("Die Anmeldungen bestehen schon. Neues gibt: querwerk password NAME, querwerk codes NAME")


def demo_idp(
    port: Annotated[int, _ADDRESS] = 9000,
    house: Annotated[str, typer.Option(help="Adresse des Hauses, das sich hier anmeldet.")] = "http://127.0.0.1:8000",
) -> None:
    """Startet einen Anmeldeverbund zum Ausprobieren: OpenID Connect, erfundene Leute, nur auf diesem Rechner."""
    from django.core.management import call_command

    from ..demo_idp.actions import move_in
    from ..passwords import random_password
    from ..server import Server

    _refuse_taken(port, "querwerk demo-idp")
    call_command("migrate", interactive=False, verbosity=0)
    password, address = random_password(), f"http://127.0.0.1:{port}"
    names = move_in(house.rstrip("/"), password)
    typer.echo(f"Der Anmeldeverbund läuft auf {address} – Strg+C beendet ihn.")
    typer.echo(f"Anmelden können sich {' und '.join(names)}, beide mit dem Passwort {password}")
    typer.echo("emre leitet ein Leitprojekt, gesa hat keine Stelle.\n")
    typer.echo(f"In einem zweiten Fenster: querwerk demo --idp {address}")
    Server(host="127.0.0.1", port=port, workers=1, threads=4).run()


def open_account(
    name: Annotated[str, typer.Argument(help="Der Anmeldename.")],
    person: Annotated[str, typer.Option(help="Wie die Person heißt; das sehen nur, die Konten verwalten.")],
    unit: Annotated[str, typer.Option(help="Die Einheit der Stelle, wie in ihrer Adresse.")],
    title: Annotated[str, typer.Option(help="Wie die Stelle heißt.")] = "Stabsstelle",
    role: Annotated[str, typer.Option(help="Die Rolle der Stelle, etwa staff_unit, administrator.")] = "staff_unit",
) -> None:
    """Öffnet ein Konto mit einer Stelle, auch das erste im Haus; zeigt Passwort und Codes einmal."""
    from django.utils import timezone

    from querwerk.accounts.actions.factors import make_codes
    from querwerk.accounts.actions.people import open_account as open_it
    from querwerk.journal.actions import Refused
    from querwerk.structure.actions.line import establish_post
    from querwerk.structure.models import Post, Unit

    from ..passwords import random_password

    at, by, new = timezone.now(), actor(), random_password()
    home = Unit.objects.filter(slug=unit).first()
    if home is None or role not in Post.Role.values:
        typer.echo("Diese Einheit oder diese Rolle gibt es nicht.", err=True)
        raise typer.Exit(1)
    slug = f"{unit}-{role.replace('_', '-')}"
    post = Post.objects.filter(slug=slug).first()
    try:
        post = post or establish_post(home, slug=slug, title=title, role=Post.Role(role), by=by, at=at)
        starts_on = timezone.localtime(at).date()
        account = open_it(name, name=person, post=post, password=new, starts_on=starts_on, by=by, at=at)
    except Refused as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{name}: {new}")
    for code in make_codes(account, by=by, at=at):
        typer.echo(code)


def password(name: Annotated[str, typer.Argument(help="Der Anmeldename.")]) -> None:
    """Setzt ein neues Zufallspasswort und zeigt es einmal; alle Sitzungen enden."""
    from django.utils import timezone

    from querwerk.accounts.actions.people import set_password

    from ..passwords import random_password

    new = random_password()
    set_password(_account(name), new, by=actor(), at=timezone.now())
    typer.echo(f"{name}: {new}")


def codes(name: Annotated[str, typer.Argument(help="Der Anmeldename.")]) -> None:
    """Macht zehn neue Wiederherstellungscodes für den zweiten Faktor; die alten gelten nicht mehr."""
    from django.utils import timezone

    from querwerk.accounts.actions.factors import make_codes

    for code in make_codes(_account(name), by=actor(), at=timezone.now()):
        typer.echo(code)


def _account(name: str):  # type: ignore[no-untyped-def]  # the model exists after the set-up only
    from querwerk.structure.models import Account

    account = Account.objects.filter(username=name).first()
    if account is None:
        typer.echo("Ein Konto mit diesem Namen gibt es nicht.", err=True)
        raise typer.Exit(1)
    return account


def settings_of(command: str | None) -> str:
    """The identity provider of the demo is a Django of its own, with settings of its own."""
    return "querwerk.web.demo_idp.settings" if command == "demo-idp" else "querwerk.web.settings"


def _refuse_taken(port: int, command: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            typer.echo(
                f"Auf Port {port} läuft schon etwas. Beenden Sie es, oder nehmen Sie einen anderen: "
                f"{command} --port {port + 1}",
                err=True,
            )
            raise typer.Exit(1) from None
