"""Uploads, read with their content."""

from sqlalchemy import select
from sqlalchemy.orm import undefer

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.uploads import Upload


def upload_by_key(key: str) -> Upload:
    """Return a file with its content; one statement. Raises Missing."""
    statement = select(Upload).where(Upload.key == key).options(undefer(Upload.content))
    found = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Missing(N_("This file is no longer here. Ask whoever sent you the link."))
    return found
