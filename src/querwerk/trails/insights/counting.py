"""A trail, counted: from its plan, from the slips that travelled, from a log; each yields the same kind of report."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import polars as pl

from querwerk.analysis.handoffs import HandoffReport, count_handoffs

from ..models import Log
from ..queries.stops import PlanStop, plan_stops
from ..queries.trails import TrailPage
