"""What delivery reads and writes: portfolio files in; the monitoring report out as page, PDF and DOCX."""

from .portfolio import import_portfolio

__all__ = ["import_portfolio"]
