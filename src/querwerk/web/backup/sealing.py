"""The seal: a stream encrypted and authenticated in chunks, opened by a passphrase.

Header: magic, version, cost of the key, salt, sixteen bytes that only the right passphrase yields, and a checksum of
all that. Then AES-256-GCM chunks of 64 KiB; the nonce of each is its number and whether it is the last, and the header
is authenticated with every chunk. So no chunk can be changed, left out, moved, added or cut off.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
import struct
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from .refusals import BadBackup

MAGIC = b"querwerk backup\n"
VERSION = 1
CHUNK = 64 * 1024
#: scrypt with 2**17 takes 128 MiB and about half a second: dear for whoever tries many passphrases.
COST = 17
_HIGHEST_COST = 20
_TAG = 16
_CHECKSUM = 8
_FIXED = struct.Struct(">16sBB16s16s8s")  # magic, version, cost, salt, proof of the passphrase, checksum
HEADER = _FIXED.size

FOREIGN = "Das ist keine Sicherung von Querwerk."
DAMAGED_HEADER = "Die Sicherung ist beschädigt: ihr Anfang wurde verändert."
NOT_THIS_KEY = "Die Passphrase passt nicht zu dieser Sicherung."
CUT_OFF = "Die Sicherung ist unvollständig: ihr Ende fehlt."


@dataclass(frozen=True, slots=True)
class Seal:
    """The header of a sealed stream and the key that belongs to it."""

    header: bytes
    key: bytes


def new_seal(passphrase: str, *, cost: int = COST) -> Seal:
    """A seal with a salt of its own, so no two files share a key."""
    salt = secrets.token_bytes(16)
    key, proof = _derive(passphrase, salt, cost)
    told = _FIXED.pack(MAGIC, VERSION, cost, salt, proof, b"")[:-_CHECKSUM]
    return Seal(told + _checksum(told), key)


def known_seal(header: bytes, passphrase: str) -> Seal:
    """The seal of a file at hand; refuses what is foreign, damaged, newer, or sealed with another passphrase."""
    if not header.startswith(MAGIC):
        raise BadBackup(FOREIGN)
    if len(header) < HEADER:
        raise BadBackup(CUT_OFF)
    _, version, cost, salt, proof, checksum = _FIXED.unpack(header)
    if checksum != _checksum(header[:-_CHECKSUM]):
        raise BadBackup(DAMAGED_HEADER)
    if version > VERSION or cost > _HIGHEST_COST:
        raise BadBackup(
            f"Diese Sicherung hat das Format {version}; dieses Querwerk kennt {VERSION}. Sie stammt aus einer neueren "
            "Version: bitte zuerst Querwerk erneuern."
        )
    key, expected = _derive(passphrase, salt, cost)
    if not hmac.compare_digest(proof, expected):
        raise BadBackup(NOT_THIS_KEY)
    return Seal(header, key)


def _checksum(told: bytes) -> bytes:
    return hashlib.sha256(told).digest()[:_CHECKSUM]


def _derive(passphrase: str, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    """The key, and sixteen further bytes that prove the passphrase without telling anything about the key."""
    derived = Scrypt(salt=salt, length=48, n=2**cost, r=8, p=1).derive(passphrase.encode())
    return derived[:32], derived[32:]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class SealedWriter(io.RawIOBase):
    """Encrypts what is written into ``file``; closing writes the last chunk (and leaves ``file`` open)."""

    def __init__(self, file: BinaryIO, seal: Seal) -> None:
        self._file, self._seal, self._cipher = file, seal, AESGCM(seal.key)
        self._pending = bytearray()
        self._number = 0
        file.write(seal.header)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._pending += data
        while len(self._pending) > CHUNK:  # the last chunk, full or not, is written by finish()
            self._seal_chunk(bytes(self._pending[:CHUNK]), last=False)
            del self._pending[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Writes the last chunk: without it the stream counts as cut off."""
        self._seal_chunk(bytes(self._pending), last=True)
        self._pending.clear()

    def _seal_chunk(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._seal.header))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Decrypts ``file``, which stands behind its header; every byte handed out is authenticated."""

    def __init__(self, file: BinaryIO, seal: Seal) -> None:
        self._file, self._seal, self._cipher = file, seal, AESGCM(seal.key)
        self._ready = memoryview(b"")
        self._number = 0
        self._next = file.read(CHUNK + _TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and self._number >= 0:
            self._ready = memoryview(self._open_chunk())
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def _open_chunk(self) -> bytes:
        block, self._next = self._next, self._file.read(CHUNK + _TAG)
        last = not self._next
        try:
            plain = self._cipher.decrypt(_nonce(self._number, last=last), block, self._seal.header)
        except InvalidTag:
            raise BadBackup(self._why(block, last=last)) from None
        self._number = -1 if last else self._number + 1
        return plain

    def _why(self, block: bytes, *, last: bool) -> str:
        if last and (len(block) < _TAG or self._is_whole(block)):
            return CUT_OFF
        return f"Die Sicherung ist beschädigt: der Abschnitt {self._number + 1} wurde verändert oder abgeschnitten."

    def _is_whole(self, block: bytes) -> bool:
        """Whether this is a chunk that was never meant to be the last."""
        try:
            self._cipher.decrypt(_nonce(self._number, last=False), block, self._seal.header)
        except InvalidTag:
            return False
        return True
