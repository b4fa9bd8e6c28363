"""Accounts of the office's own people, in the shape that Flask-Security asks for."""

from datetime import datetime
from enum import StrEnum

from flask_security import SQLAlchemyUserDatastore
from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, String, Table
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.models.database import Base, UTCDateTime, db, new_key


class RoleName(StrEnum):
    """What a person of the office may do; one installation is one office."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    VIEWER = "viewer"


account_role = Table(
    "account_role",
    Base.metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(RoleMixin, Base):
    """A role by name; what it allows is declared in web/permissions."""

    __tablename__ = "role"

    name: Mapped[RoleName] = mapped_column(String(40), unique=True)


class Account(UserMixin, Base):
    """A person of the office who signs in; *sign_in_key* is that of a link which signs in once."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(16), default="en")
    zone: Mapped[str | None] = mapped_column(String(64))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None]  # time step of the last code taken: each is taken once
    # Flask-Security takes a spent code out of the list in place: only a mutable type notices.
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key)
    sign_in_key: Mapped[str | None] = mapped_column(String(22), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]
        secondary=account_role, lazy="selectin"
    )


def datastore() -> SQLAlchemyUserDatastore:
    """Return Flask-Security's way to the accounts."""
    return SQLAlchemyUserDatastore(db, Account, Role)
