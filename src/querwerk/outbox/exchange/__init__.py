"""Mails on their way out: messages, the mail server, and a round of the worker."""

from .round import Round, deliver

__all__ = ["Round", "deliver"]
