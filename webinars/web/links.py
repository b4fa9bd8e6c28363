"""Signed links as they arrive."""

from flask import current_app

from webinars.domain.errors import N_, BadLink
from webinars.domain.links import Purpose, read
from webinars.letters.addresses import Linked
from webinars.web import clock


def link_of(purpose: Purpose, token: str) -> tuple[str, int]:
    """Return the key and the revision that *token* names; raise BadLink when forged or outdated."""
    return read(str(current_app.config["SECRET_KEY"]), purpose, token, now=clock.now())


def check_revision(row: Linked | None, revision: int) -> None:
    """Refuse a link whose person is gone or has newer links."""
    if row is None or row.link_revision != revision:
        raise BadLink(N_("This link was replaced by a newer one. Open the link in your last letter."))
