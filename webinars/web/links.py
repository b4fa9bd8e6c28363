"""Signed links as they arrive."""

from flask import current_app

from webinars.domain.links import Purpose, read
from webinars.web import clock


def link_of(purpose: Purpose, token: str) -> tuple[str, int]:
    """Return the key and the revision that *token* names; raise BadLink when forged or outdated."""
    return read(str(current_app.config["SECRET_KEY"]), purpose, token, now=clock.now())
