"""Codes that open something to whoever holds them: written down, read out, typed. Only a digest of one is kept."""

from __future__ import annotations

import hashlib
import secrets

_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans("oil", "011")
_LENGTH = 26  # of 5 bits: 130


def new_code(length: int = _LENGTH) -> str:
    """A code of 130 bits unless it has to be typed on a phone, in signs that nobody mixes up."""
    return "".join(secrets.choice(_SIGNS) for _ in range(length))


def code_from(seed: bytes) -> str:
    """The one code of a seed of at least 17 bytes that nobody can guess: made anew, it is the same."""
    number = int.from_bytes(seed[:17], "big")
    return "".join(_SIGNS[number >> 5 * place & 31] for place in range(_LENGTH))


def grouped(code: str) -> str:
    """A code as people read it out: in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed(text: str, length: int = _LENGTH) -> str:
    """A code as somebody typed it: without gaps, small, misread signs put right; empty when it cannot be one."""
    code = "".join(sign for sign in text.casefold() if sign.isalnum()).translate(_MISREAD)
    return code if len(code) == length and set(code) <= set(_SIGNS) else ""


def digest(code: str) -> str:
    """What is kept of a code: enough to know it again, too little to make it."""
    return hashlib.sha256(code.encode()).hexdigest()
