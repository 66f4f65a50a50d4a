"""The report as one HTML file that stands alone: for an intranet, an attachment, an archive."""

from __future__ import annotations

from django.template.loader import render_to_string

from querwerk.written import Written


def as_html(report: Written) -> bytes:
    """One page without any other file."""
    return render_to_string("delivery/standalone.html", {"report": report}).encode()
