"""The application as it is served, beside a view of it with one query and a bare Flask with an empty view."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from sqlalchemy import select

from webinars.app import create_app
from webinars.models.database import db
from webinars.models.seminars import Seminar
from webinars.web.permissions import Permission, allow

BARE, ONE_QUERY = "/bare", "/one-query"


def create() -> Callable[..., Iterable[bytes]]:
    """Return both applications as one: what is bare by its path, everything else from settings."""
    app, bare = create_app(), Flask("bare")
    bare.add_url_rule(BARE, view_func=_nothing)
    app.add_url_rule(ONE_QUERY, view_func=_one_query)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        chosen = bare if environ["PATH_INFO"] == BARE else app
        return chosen(environ, start_response)

    return application


def _nothing() -> str:
    return ""


@allow(Permission.PUBLIC)
def _one_query() -> str:
    db.session.scalars(select(Seminar.revision).where(Seminar.slug == "polled")).one()
    return ""
