"""Passkeys (WebAuthn): what the browser is asked, and what its answer proves. The library checks, we keep."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any

from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from querwerk.journal.actions import Refused
from querwerk.structure.models import Account

from ..models import SecondFactor
from ..rules import passkey_handle

State = dict[str, Any]


def ask_for_new(host: str, account: Account) -> tuple[str, State]:
    """What the browser needs to make a passkey, as JSON, and what must be kept in the session until it answers."""
    user = PublicKeyCredentialUserEntity(
        id=passkey_handle(account), name=account.username, display_name=account.called or account.username
    )
    options, state = _server(host).register_begin(
        user, credentials=_known(account), user_verification=UserVerificationRequirement.PREFERRED
    )
    return json.dumps(dict(options)), state


def new_passkey(host: str, state: State | None, answer: str) -> dict[str, Any]:
    """The new passkey out of the browser's answer, as the arguments of the action."""
    try:
        made = _server(host).register_complete(state or {}, json.loads(answer))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refused(_("The browser's answer does not fit. Please try again.")) from None
    credential = made.credential_data
    if credential is None:
        raise Refused(_("The browser's answer does not fit. Please try again."))
    return {
        "handle": websafe_encode(credential.credential_id),
        "public": b64encode(credential).decode(),
        "counter": made.counter,
    }


def ask_for_known(host: str, account: Account) -> tuple[str, State]:
    """What the browser needs to show one of the account's passkeys."""
    options, state = _server(host).authenticate_begin(
        _known(account), user_verification=UserVerificationRequirement.PREFERRED
    )
    return json.dumps(dict(options)), state


def shown_passkey(host: str, account: Account, state: State | None, answer: str) -> tuple[SecondFactor, int]:
    """The passkey that was shown, and its counter."""
    try:
        said = json.loads(answer)
        shown = _server(host).authenticate_complete(state or {}, _known(account), said)
        counter = AuthenticationResponse.from_dict(said).response.authenticator_data.counter
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refused(_("The browser's answer does not fit. Please try again.")) from None
    return account.factors.get(handle=websafe_encode(shown.credential_id)), counter


def _server(host: str) -> Fido2Server:
    """The house under the name the person called it by; a passkey made elsewhere does not fit."""
    return Fido2Server(PublicKeyCredentialRpEntity(id=host.rpartition(":")[0] or host, name="Querwerk"))


def _known(account: Account) -> list[AttestedCredentialData]:
    rows = account.factors.filter(kind=SecondFactor.Kind.PASSKEY)
    return [AttestedCredentialData(b64decode(secret)) for secret in rows.values_list("secret", flat=True)]
