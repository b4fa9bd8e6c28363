"""Uploads: files that people sent, kept in the database with everything else."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webinars.models.database import Base, UTCDateTime, new_key


class Upload(Base):
    """A file as it was checked and kept: never edited, replaced by another row.

    *name* is what its sender called it, *media_type* what its content is, *size* its bytes, *digest* their
    SHA-256 in hexadecimal. *content* is read only where it is asked for.
    """

    __tablename__ = "upload"

    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
