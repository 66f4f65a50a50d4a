"""An identity provider that says what a test tells it to, over real HTTP: honest unless told otherwise."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

CLIENT = "querwerk"
BACK = "/anmelden/verbund/zurueck/"
RIGHT, WRONG = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
CURVE = ec.generate_private_key(ec.SECP256R1())
Lie = Callable[["LyingProvider", dict[str, Any]], str]


class LyingProvider:
    """What it answers, and what it was asked."""

    def __init__(self) -> None:
        self.issuer = ""
        self.claims: dict[str, Any] = {"sub": "s-1", "name": "Emre", "groups": []}
        self.lie: Lie = honest
        self.configuration: dict[str, Any] = {}
        self.keys: list[dict[str, Any]] = [public_jwk(RIGHT.public_key(), "k1", "RS256")]
        self.asked: list[dict[str, str]] = []
        self.challenge = ""

    def log_in(self, client: Client, *, next_url: str = "", back: dict[str, str] | None = None) -> Any:
        """A browser goes there and comes back; ``back`` changes what it brings."""
        away = client.get("/anmelden/verbund/", {"next": next_url})
        assert away.status_code == 302, away.content.decode()
        asked = {name: values[0] for name, values in parse_qs(urlsplit(away.url).query).items()}
        self.asked.append(asked)
        self.nonce, self.challenge = asked["nonce"], asked["code_challenge"]
        brought = {"code": "c", "state": asked["state"], **(back or {})}
        return client.get(BACK, {name: value for name, value in brought.items() if value is not None})

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path == "/.well-known/openid-configuration":
            ways = {"authorization_endpoint": "/ask", "token_endpoint": "/token", "jwks_uri": "/keys"}
            plain = {"issuer": self.issuer, **{name: self.issuer + way for name, way in ways.items()}}
            return 200, plain | self.configuration
        if path == "/keys":
            return 200, {"keys": self.keys}
        verified = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if verified.rstrip(b"=").decode() != self.challenge:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        bound = {"iss": self.issuer, "aud": CLIENT, "nonce": self.nonce, "iat": now, "exp": now + 300}
        return 200, {"access_token": "geheim-a", "id_token": self.lie(self, {**bound, **self.claims})}


def honest(provider: LyingProvider, claims: dict[str, Any]) -> str:
    return signed(claims)


def signed(claims: dict[str, Any], key: Any = RIGHT, algorithm: str = "RS256", kid: str = "k1") -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


def unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "k1"})


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    """The HS/RS mix: the public key as the secret of an HMAC, written by hand since libraries refuse to."""
    import hmac

    def part(said: Any) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=")

    secret = RIGHT.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    text = part({"alg": "HS256", "typ": "JWT", "kid": "k1"}) + b"." + part(claims)
    tag = base64.urlsafe_b64encode(hmac.new(secret, text, hashlib.sha256).digest()).rstrip(b"=")
    return (text + b"." + tag).decode()


def public_jwk(key: Any, kid: str, algorithm: str) -> dict[str, Any]:
    kind = jwt.algorithms.ECAlgorithm if algorithm.startswith("ES") else jwt.algorithms.RSAAlgorithm
    return {**json.loads(kind.to_jwk(key)), "kid": kid, "alg": algorithm, "use": "sig"}


@contextmanager
def running() -> Iterator[LyingProvider]:
    """The provider on a port of its own."""
    provider = LyingProvider()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            status, said = provider.answer(urlsplit(self.path).path, form)
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", said["to"])
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer  # noqa: N815 - the names of the library

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
