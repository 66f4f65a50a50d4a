"""Hashes of the journal: pure functions of values.

Leaf = SHA-256 over a domain word, the hash of the entry before, and the canonical JSON of the entry
(sorted keys, no spaces, UTF-8).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64
_DOMAIN = b"querwerk.journal.v1\n"


def canonical(value: Any) -> bytes:
    """JSON bytes that depend on the value alone."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def entry_hash(previous_hash: str, content: Mapping[str, Any]) -> str:
    """The hash of an entry whose predecessor has ``previous_hash``."""
    return hashlib.sha256(_DOMAIN + previous_hash.encode() + b"\n" + canonical(content)).hexdigest()


def person_digest(salt: str, account: str) -> str:
    """Binds an account to an entry without naming it."""
    return hashlib.sha256(b"querwerk.person.v1\n" + salt.encode() + b"\n" + account.encode()).hexdigest()


def mention_digest(salt: str, about: str, facts: Mapping[str, Any]) -> str:
    """Binds what an entry says about somebody to the entry without naming them."""
    words = canonical([about, dict(facts)])
    return hashlib.sha256(b"querwerk.mention.v1\n" + salt.encode() + b"\n" + words).hexdigest()
