"""Tables of the paper trails."""

from .finding import Absurdity, Finding
from .imports import Import
from .logs import Log
from .slips import Slip, Stamp
from .trail import Authorship, Station, Trail

__all__ = ["Absurdity", "Authorship", "Finding", "Import", "Log", "Slip", "Stamp", "Station", "Trail"]
