"""The log: who changed what, the latest first."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webinars.models.database import db
from webinars.models.records import Record
from webinars.queries.pages import Page, page_of


def records_page(
    number: int, size: int, *, seminar_id: int | None = None, noun: str | None = None
) -> Page[Record]:
    """Return a page of the log, of one seminar or one noun when asked, seminars loaded; two statements.

    Raises Missing for a page that is not there.
    """
    statement = (
        select(Record).options(joinedload(Record.seminar)).order_by(Record.at.desc(), Record.id.desc())
    )
    if seminar_id is not None:
        statement = statement.where(Record.seminar_id == seminar_id)
    if noun is not None:
        statement = statement.where(Record.noun == noun)
    return page_of(statement, number, size)


def record_nouns() -> tuple[str, ...]:
    """Return what the log speaks of, in alphabetical order; one statement."""
    return tuple(db.session.scalars(select(Record.noun).distinct().order_by(Record.noun)))
