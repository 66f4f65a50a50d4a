"""Through how many hands does one paper pass?

**Question.** Many papers travelled through stations (posts, units; never people). Through how many hands did each
pass, how often was it handed over, sent back, printed out, and how long did it lie where nobody worked on it?

**Use.** :func:`count_handoffs` takes a table of events, one row one event, and yields a :class:`HandoffReport`::

    events = pl.DataFrame({"case": [1, 1, 1], "station": ["office", "mayor", "office"], "at": [monday, friday, monday]})
    count_handoffs(events).hands.mean

Underneath are four steps, for those who store, cut or distribute: :func:`pack` sorts and codes a table, :func:`tally`
counts it, :func:`merge` adds up tallies of different cases, :func:`report` says it in spreads and lists. However the
cases are cut into parts, the merged figures are exactly those of the whole, medians included. :func:`glance` counts
only what needs no sorting (who hands over to whom, hands, ping-pong, rework, lengths, mean waiting), far faster.

**Columns.** ``case``, ``station`` and ``at`` (moment the work was done) must be there; ``started_at``,
``touch_minutes``, ``unit``, ``department``, ``activity`` and ``medium`` may be.

**Definitions, guarantees, limits.** docs/analysis/handoffs.md. **Errors.** ValueError for a missing column or a
column of another kind. No clock, no randomness, no files, no network.
"""

from __future__ import annotations

import polars as pl

from .counting import tally
from .figures import Difference, HandoffReport, Spread, StationFigures, Stretch, Variant, Year
from .glancing import Glance, glance
from .merging import merge
from .orders import Orders
from .packed import Coded, Packed
from .packing import COLUMNS, pack
from .reporting import report
from .tallies import Cases, Tally

__all__ = [
    "COLUMNS",
    "Cases",
    "Coded",
    "Difference",
    "Glance",
    "HandoffReport",
    "Orders",
    "Packed",
    "Spread",
    "StationFigures",
    "Stretch",
    "Tally",
    "Variant",
    "Year",
    "count_handoffs",
    "glance",
    "merge",
    "pack",
    "report",
    "tally",
]


def count_handoffs(events: pl.DataFrame | pl.LazyFrame, *, variants: int = 30) -> HandoffReport:
    """Through how many hands does one paper pass? Everything that a table of events says about it."""
    return report(tally(pack(events)), variants=variants)
