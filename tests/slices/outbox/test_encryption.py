"""Passwords and mails travel encrypted, to a server that proves who it is; nothing people write becomes a header."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from querwerk.outbox.exchange import Round
from querwerk.outbox.exchange.message import composed
from querwerk.outbox.kinds import Letter, one_line
from querwerk.outbox.models import Mail
from tests.slices.outbox import kinds
from tests.slices.outbox.postoffice import PostOffice, opened
from tests.slices.outbox.test_outbox import around, write


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody but itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "post office")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    day, now = timedelta(days=1), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


class Lock:
    """Lets in who knows the password, and remembers what was tried."""

    def __init__(self) -> None:
        self.tried: list[bytes] = []

    def __call__(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.tried.append(data.password)
        return AuthResult(success=data.password == b"rich@ig", handled=False)


@pytest.fixture
def lock() -> Lock:
    return Lock()


@pytest.fixture
def guarded(certificate: Path, lock: Lock) -> Iterator[tuple[PostOffice, str]]:
    """A post office that takes mails after STARTTLS and log-in only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    office = PostOffice()
    with opened(office, tls_context=context, require_starttls=True, authenticator=lock, auth_required=True) as url:
        yield office, url.removeprefix("smtp://")


@pytest.mark.django_db
def test_a_trusted_server_gets_the_password_and_the_mail_encrypted(
    settings: Any, guarded: tuple[PostOffice, str], certificate: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    office, place = guarded
    kinds.use_in(settings, mail_url=f"smtp+tls://querwerk:rich%40ig@{place}")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    write(address="emma@stadt.example", at=now)
    assert around(now) == Round(sent=1)
    assert office.recipients == ["emma@stadt.example"]


@pytest.mark.django_db
def test_a_server_that_nobody_vouches_for_gets_neither(
    settings: Any, guarded: tuple[PostOffice, str], lock: Lock, now: datetime
) -> None:
    office, place = guarded
    kinds.use_in(settings, mail_url=f"smtp+tls://querwerk:rich%40ig@{place}")
    mail = write(address="emma@stadt.example", at=now)
    assert around(now) == Round(away="SSLCertVerificationError")
    mail.refresh_from_db()
    assert (office.messages, lock.tried, mail.tries) == ([], [], 0)


@pytest.mark.django_db
def test_a_wrong_password_is_the_house_s_trouble_and_costs_no_mail_a_try(
    settings: Any, guarded: tuple[PostOffice, str], certificate: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    kinds.use_in(settings, mail_url=f"smtp+tls://querwerk:falsch@{guarded[1]}")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    mail = write(address="emma@stadt.example", at=now)
    assert around(now) == Round(away="535 5.7.8")
    mail.refresh_from_db()
    assert mail.tries == 0


@pytest.mark.django_db
def test_a_server_without_encryption_is_not_used_where_encryption_was_asked_for(
    settings: Any, office: PostOffice, now: datetime
) -> None:
    kinds.use_in(settings, mail_url=settings.MAIL_URL.replace("smtp://", "smtp+tls://querwerk:geheim@"))
    write(address="emma@stadt.example", at=now)
    assert around(now) == Round(away="SMTPNotSupportedError")
    assert office.messages == []


@given(subject=st.text(), text=st.text())
def test_whatever_people_write_becomes_no_header(subject: str, text: str) -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    letter = Letter(one_line(subject), text)
    message = composed(Mail(message_id="a", due_at=at), letter, sender="Querwerk <q@stadt.example>", to="a@b.example")
    head = bytes(message).partition(b"\r\n\r\n")[0]
    lines = [line for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    names = [line.split(b":")[0] for line in lines]
    assert sorted(names) == [
        b"Auto-Submitted", b"Content-Language", b"Content-Transfer-Encoding", b"Content-Type", b"Date", b"From",
        b"MIME-Version", b"Message-ID", b"Subject", b"To",
    ]  # fmt: skip
