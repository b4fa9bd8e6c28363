"""Uploads: a file is checked by its content, and kept."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from webinars.domain.files import Family, kind_of, own_name
from webinars.domain.pictures import FORMATS, small_picture
from webinars.models.database import db
from webinars.models.uploads import Upload


def keep(name: str, content: bytes, *, allowed: Collection[Family], now: datetime) -> Upload:
    """Keep a file that somebody sent, in the caller's transaction; a picture is made small first.

    Raises Refusal at "file" when its content is none of the families *allowed*, or not what its name says.
    """
    name = own_name(name)
    kind = kind_of(name, content, allowed=allowed)
    if kind.media_type in FORMATS:
        content = small_picture(content, kind.media_type)
    upload = Upload(
        name=name,
        media_type=kind.media_type,
        size=len(content),
        digest=sha256(content).hexdigest(),
        content=content,
        created_at=now,
    )
    db.session.add(upload)
    db.session.flush()
    return upload
