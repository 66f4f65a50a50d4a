"""The process that keeps all streams of a server: python -m querwerk.web.streaming DOOR

DOOR is the open file through which the server hands connections over. Ends with the server: their pipe closes.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
from threading import Thread

import django


def main() -> None:
    """Keeps streams until the server ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querwerk.web.settings")
    django.setup()
    from querwerk.sprints.queries.changes import BoardNews
    from querwerk.streams import Pump

    Thread(target=_end_with_server, daemon=True).start()
    _soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    Pump(socket.socket(fileno=int(sys.argv[1])), BoardNews()).run()


def _end_with_server() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)  # nothing is lost: whoever watches comes back and names the last number


if __name__ == "__main__":
    main()
