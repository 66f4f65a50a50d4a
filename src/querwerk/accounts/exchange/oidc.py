"""OpenID Connect, the side that trusts: to the provider with a code flow, back with a checked ID token.

Everything is checked here and nothing is taken on trust: state and PKCE bind the answer to the browser that asked,
nonce, issuer, audience and authorised party bind the token to this log-in, its signature to a key of the issuer with
an algorithm we allow. What fails says why in one word for the log, and in one sentence for the person.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings
from django.utils.translation import gettext as _

_TIMEOUT = 5
_LARGEST = 500_000
#: How long what the provider says about itself is believed, and how soon its keys may be asked for again.
_DISCOVERED_FOR, _KEYS_AGAIN_AFTER = 600, 30
_LEEWAY = 60
_CLAIMS = ["iss", "sub", "aud", "exp", "iat", "nonce"]


class NotTrusted(Exception):  # noqa: N818 - the provider's answer is refused; nothing is in error
    """The provider's answer is refused; ``why`` is one word for the log and holds no secret."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        self.sentence = _(
            "The log-in through the identity provider did not work. Nothing was changed; please try again."
        )


@dataclass(frozen=True, slots=True)
class Provider:
    """How this house knows its provider (``QUERWERK_OIDC_*``)."""

    issuer: str
    client: str
    secret: str = ""
    name: str = ""
    scopes: str = "openid profile email"
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    second_factor: tuple[str, ...] = ()


#: What may be allowed at all: signatures that only the provider can make.
SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})


def configured() -> Provider | None:
    """The provider of this house by its settings; none without an issuer."""
    if not settings.OIDC_ISSUER:
        return None
    return Provider(
        issuer=settings.OIDC_ISSUER,
        client=settings.OIDC_CLIENT,
        secret=settings.OIDC_SECRET,
        name=settings.OIDC_NAME,
        scopes=settings.OIDC_SCOPES,
        algorithms=tuple(one for one in settings.OIDC_ALGORITHMS if one in SIGNATURES),
        second_factor=tuple(settings.OIDC_SECOND_FACTOR),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the session remembers between asking and the answer."""

    state: str
    nonce: str
    verifier: str
    next: str
    until: float

    def as_session(self) -> dict[str, Any]:
        return asdict(self)


def ask(provider: Provider, *, back: str, next_url: str, until: float) -> tuple[str, Asked]:
    """The address at the provider to send the browser to, and what to remember."""
    asked = Asked(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), next_url, until)
    challenge = urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
    said = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": provider.scopes,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = str(_discovered(provider)["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(said)}", asked


def answer(
    provider: Provider, asked: Asked | None, said: Mapping[str, str], *, back: str, now: float
) -> dict[str, Any]:
    """The claims of a checked ID token, for the answer that came back to the browser."""
    if asked is None or not hmac.compare_digest(asked.state.encode(), said.get("state", "").encode()):
        raise NotTrusted("state")
    if now > asked.until:
        raise NotTrusted("too late")
    if "error" in said or not said.get("code"):
        raise NotTrusted("provider said no")
    if said.get("iss", provider.issuer) != provider.issuer:
        raise NotTrusted("another issuer answered")
    return checked(provider, _token(provider, said["code"], asked.verifier, back), nonce=asked.nonce)


def _token(provider: Provider, code: str, verifier: str, back: str) -> str:
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    fields["client_id"] = provider.client
    if provider.secret:
        fields["client_secret"] = provider.secret
    said = _json("POST", str(_discovered(provider)["token_endpoint"]), data=fields)
    token = said.get("id_token")
    if not isinstance(token, str):
        raise NotTrusted("no ID token")
    return token


def checked(provider: Provider, token: str, *, nonce: str) -> dict[str, Any]:
    """The claims of an ID token, if each of its bindings holds."""
    try:
        algorithm = jwt.get_unverified_header(token).get("alg")
        if algorithm not in provider.algorithms:
            raise NotTrusted("algorithm")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(provider, token, str(algorithm)),
            algorithms=[str(algorithm)],
            issuer=provider.issuer,
            audience=provider.client,
            leeway=_LEEWAY,
            options={"require": _CLAIMS, "strict_aud": False},
        )
    except jwt.PyJWTError as error:
        raise NotTrusted(type(error).__name__) from None
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise NotTrusted("nonce")
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if claims.get("azp", provider.client if len(audience) == 1 else None) != provider.client:
        raise NotTrusted("authorised party")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise NotTrusted("subject")
    return claims


def proves_second_factor(provider: Provider, claims: Mapping[str, Any]) -> bool:
    """Whether the provider says, in ``acr`` or ``amr``, that it has seen a second factor that counts here."""
    amr = claims.get("amr")
    said = {claims.get("acr"), *(amr if isinstance(amr, list) else [amr])}
    return bool(said & set(provider.second_factor))


def _key(provider: Provider, token: str, algorithm: str) -> Any:
    """The issuer's key that signed; asked for anew, but not often, when it is not among those we know."""
    wanted = jwt.get_unverified_header(token).get("kid")
    for fresh in (False, True):
        fitting = [key for key in _keys(provider, fresh=fresh) if _fits(key, wanted, algorithm)]
        if len(fitting) == 1:
            return jwt.PyJWK(fitting[0], algorithm=algorithm).key
    raise NotTrusted("key")


def _fits(key: Mapping[str, Any], wanted: object, algorithm: str) -> bool:
    kind = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}.get(algorithm[:2])
    return (
        key.get("kty") == kind
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (wanted is None or key.get("kid") == wanted)
    )


_kept: dict[str, tuple[float, Any]] = {}


def forget_provider() -> None:
    """Asks the provider anew at the next log-in."""
    _kept.clear()


def _discovered(provider: Provider) -> dict[str, Any]:
    """What the provider says about itself; it must call itself what we call it."""
    asked_at, said = _kept.get(provider.issuer, (0.0, None))
    if said is None or time.monotonic() - asked_at > _DISCOVERED_FOR:
        said = _json("GET", provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if said.get("issuer") != provider.issuer:
            raise NotTrusted("issuer of the configuration")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            _refuse_plain(str(said.get(name, "")))
        _kept[provider.issuer] = (time.monotonic(), said)
    return dict(said)


def _keys(provider: Provider, *, fresh: bool) -> list[dict[str, Any]]:
    address = str(_discovered(provider)["jwks_uri"])
    asked_at, keys = _kept.get(address, (0.0, None))
    if keys is None or (fresh and time.monotonic() - asked_at > _KEYS_AGAIN_AFTER):
        said = _json("GET", address).get("keys")
        keys = [key for key in said if isinstance(key, dict)] if isinstance(said, list) else []
        _kept[address] = (time.monotonic(), keys)
    return list(keys)


def _refuse_plain(address: str) -> None:
    """Encrypted, or on this machine."""
    parts = urlsplit(address)
    here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and here):
        raise NotTrusted("an address that is not encrypted")


def _json(method: str, address: str, data: Mapping[str, str] | None = None) -> dict[str, Any]:
    """An answer of the provider: no redirects, not for long, not too large."""
    _refuse_plain(address)
    body, until = b"", time.monotonic() + 2 * _TIMEOUT
    try:
        with requests.request(
            method, address, data=data, timeout=_TIMEOUT, allow_redirects=False, stream=True
        ) as response:
            if response.status_code != 200:
                raise NotTrusted(f"answer {response.status_code}")
            for part in response.iter_content(16_384):
                body += part
                if len(body) > _LARGEST or time.monotonic() > until:
                    raise NotTrusted("answer too large or too slow")
        said = json.loads(body)
    except (requests.RequestException, ValueError) as error:
        raise NotTrusted(type(error).__name__) from None
    if not isinstance(said, dict):
        raise NotTrusted("no object")
    return said
