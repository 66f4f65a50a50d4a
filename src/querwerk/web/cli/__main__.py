"""``python -m querwerk.web.cli``"""

from __future__ import annotations

from . import main

main()
