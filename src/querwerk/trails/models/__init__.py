"""Tables of the paper trails."""

from .imports import Import
from .logs import Log
from .slips import Slip, Stamp
from .trail import Authorship, Station, Trail

__all__ = ["Authorship", "Import", "Log", "Slip", "Stamp", "Station", "Trail"]
