"""Passwords that nobody thinks up."""

from __future__ import annotations

import secrets

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def random_password() -> str:
    """Four groups of four signs: easy to type, 80 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
