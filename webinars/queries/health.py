"""Whether the database answers."""

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from webinars.models.database import db


def is_database_reached() -> bool:
    """Say whether the database answers; one statement."""
    try:
        db.session.execute(text("SELECT 1"))
    except OperationalError:
        return False
    return True
