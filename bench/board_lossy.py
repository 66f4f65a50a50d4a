"""Keeps streams as the house does, but forgets every fiftieth message on its way: the negative control of the board."""

from __future__ import annotations

from itertools import count

from querwerk import streams
from querwerk.web import streaming

_tell, _number = streams.Pump._tell, count(1)


def forgetful(pump: streams.Pump, watcher: streams.Watcher, data: bytes) -> None:
    """Tells most of it."""
    if next(_number) % 50:
        _tell(pump, watcher, data)


if __name__ == "__main__":
    streams.Pump._tell = forgetful  # type: ignore[method-assign]
    streaming.main()
