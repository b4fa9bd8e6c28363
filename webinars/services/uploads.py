"""Uploads: a file is checked by its content, and kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from webinars.domain.files import Family, kind_of, own_name
from webinars.domain.pictures import FORMATS, small_picture
from webinars.models.database import db
from webinars.models.uploads import Upload


@dataclass(frozen=True)
class CheckedFile:
    """A file whose content is what its name says; a picture is small already."""

    name: str
    media_type: str
    content: bytes


def checked(name: str, content: bytes, *, allowed: Collection[Family]) -> CheckedFile:
    """Return a file that somebody sent as it may be kept; a large picture takes its time.

    So it stands before the transaction. Raises Refusal at "file" when its content is none of the families
    *allowed*, or not what its name says.
    """
    name = own_name(name)
    kind = kind_of(name, content, allowed=allowed)
    if kind.media_type in FORMATS:
        content = small_picture(content, kind.media_type)
    return CheckedFile(name, kind.media_type, content)


def keep(file: CheckedFile, *, now: datetime) -> Upload:
    """Keep a file, in the caller's transaction."""
    upload = Upload(
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        digest=sha256(file.content).hexdigest(),
        content=file.content,
        created_at=now,
    )
    db.session.add(upload)
    db.session.flush()
    return upload
