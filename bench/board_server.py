"""The server of the house for the benchmark of the board: python bench/board_server.py PORT WORKERS [lossy]

``lossy`` forgets every fiftieth message on its way to a watcher: the negative control.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querwerk.web.settings")


def main() -> None:
    port, workers, *rest = sys.argv[1:]
    django.setup()
    from querwerk.web import server

    if "lossy" in rest:
        server.STREAMING = [str(Path(__file__).with_name("board_lossy.py"))]
    server.Server(host="127.0.0.1", port=int(port), workers=int(workers), threads=4, live=True).run()


if __name__ == "__main__":
    main()
