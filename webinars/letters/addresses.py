"""Web addresses in letters and pages: absolute and on the configured public address."""

from datetime import datetime
from typing import Protocol

from flask import current_app, g, url_for

from webinars.domain.links import Purpose, sign

_TOKEN = "--token--"  # in no address of ours, and written in it as it is


class Linked(Protocol):
    """A row that signed links name: *key* and the revision up to which its links are good."""

    key: str
    link_revision: int


def address(endpoint: str, **values: str | int | None) -> str:
    """Return the absolute address of *endpoint*, built once in a request or a batch of letters.

    Inside a request the public address is already the request's own (see webinars.app), outside it is built
    from the same settings.
    """
    known: dict[object, str] = g.setdefault("addresses", {})
    named = (endpoint, *values.items())
    if named not in known:
        known[named] = url_for(endpoint, _external=True, **values)  # type: ignore[arg-type]
    return known[named]


def token_for(purpose: Purpose, row: Linked, *, expires_at: datetime | None = None) -> str:
    """Return the signed token of *row* for *purpose*."""
    secret = str(current_app.config["SECRET_KEY"])
    return sign(secret, purpose, row.key, row.link_revision, expires_at=expires_at)


def personal_address(
    purpose: Purpose, endpoint: str, row: Linked, *, expires_at: datetime | None = None
) -> str:
    """Return the absolute signed address of *row*'s page *endpoint*."""
    return address(endpoint, token=_TOKEN).replace(_TOKEN, token_for(purpose, row, expires_at=expires_at))
