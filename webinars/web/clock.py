"""The clock of the web: the only place here that asks what time it is."""

from datetime import UTC, datetime

from flask import current_app


def read() -> datetime:
    """Return the present instant (aware UTC)."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the present instant from the application's clock, which tests may set."""
    instant: datetime = current_app.config["CLOCK"]()
    return instant
