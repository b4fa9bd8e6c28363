"""Failures of delivery: of the server, which pause the whole run, and of one letter."""

from webinars.services.outbox import TroubleKind


class Unreachable(Exception):
    """The server cannot be reached, or takes nothing from us; the letter at hand surely stayed here."""


class Undelivered(Exception):
    """One letter was not taken, or nobody knows; *kind* says how to go on."""

    def __init__(self, kind: TroubleKind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
