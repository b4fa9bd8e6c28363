"""The application with only the lock taken out: the control of the race for seats. Never served to anybody.

On PostgreSQL a lock becomes a plain read; on SQLite a statement holds the database only while it runs.
"""

from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import select

from webinars.models import database

M = TypeVar("M", bound=database.Base)


def _read(model: type[M], ident: int) -> M:
    statement = select(model).where(model.id == ident).execution_options(populate_existing=True)
    return database.db.session.execute(statement).scalar_one()


def _begin_nothing(connection: Any) -> None:
    return


# Here and not in a function: the services take the lock by its name when they are imported, below.
database.lock = _read
database._begin = _begin_nothing

from webinars.app import create_app  # noqa: E402


def make() -> Flask:
    """Return the application, like webinars.app:create_app."""
    return create_app()
