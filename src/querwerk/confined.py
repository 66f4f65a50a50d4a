"""What a process of its own may do that reads something from outside: little, not for long, and without a network.

Whoever starts one gives it :func:`environment`; the first thing it does is :func:`confine`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any


def environment() -> dict[str, str]:
    """What the process may know: where the code lies, compiled too. No setting, no key, no proxy."""
    return {
        "PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1", **({"PYTHONPYCACHEPREFIX": sys.pycache_prefix} if sys.pycache_prefix else {}),
    }  # fmt: skip


def confine(*, memory: int, seconds: int, written: int) -> None:
    """Takes away from this process whatever reading a file does not need; there is no way back."""
    import resource

    for kind, amount in (
        (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written), (resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        most = resource.getrlimit(kind)[1]
        amount = amount if most == resource.RLIM_INFINITY else min(amount, most)
        resource.setrlimit(kind, (amount, amount))
    _leave_network()
    sys.addaudithook(_watch)


def _leave_network() -> None:
    """A name space without a network, where the kernel grants one; the watch below holds everywhere."""
    import ctypes

    new_user, new_network = 0x10000000, 0x40000000
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare:
        unshare(new_network) and unshare(new_user | new_network)


def _watch(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "pty.")):
        raise PermissionError(event)
