"""The functional core: one module answers one question; no Django, no clock, no file, no network."""
