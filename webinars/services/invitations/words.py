"""Corrected words: events that keep their time get a later DTSTAMP, and nobody is asked again."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, union, update

from webinars.models.database import db
from webinars.models.invitations import Invitation
from webinars.models.registrations import Registration
from webinars.models.rehearsals import Rehearsal
from webinars.models.sessions import Session
from webinars.models.slots import Presenter
from webinars.services.invitations.rows import IS_OPEN, second
from webinars.services.notices import Cause, owe_calendar

# Says whether what a calendar shows reads otherwise now, for readers of a language.
IsRenamed = Callable[[str], bool]


def rename_seminar(seminar_id: int, is_renamed: IsRenamed, *, now: datetime) -> None:
    """Owe an update to everybody who is invited to anything of a seminar with another name."""
    parts = select(Session.id).where(Session.seminar_id == seminar_id)
    rehearsals = select(Rehearsal.id).where(Rehearsal.seminar_id == seminar_id)
    of = or_(Invitation.session_id.in_(parts), Invitation.rehearsal_id.in_(rehearsals))
    _rename(of, is_renamed, now=now)


def rename_session(session_id: int, is_renamed: IsRenamed, *, now: datetime) -> None:
    """Owe an update to the registrants of a part with another name; a presenter's event does not show it."""
    of = and_(Invitation.session_id == session_id, Invitation.registration_id.is_not(None))
    _rename(of, is_renamed, now=now)


def rename_slot(slot_id: int, is_renamed: IsRenamed, *, now: datetime) -> None:
    """Owe an update to the presenters of a slot with another title."""
    _rename(Invitation.slot_id == slot_id, is_renamed, now=now)


def rename_rehearsal(rehearsal_id: int, is_renamed: IsRenamed, *, now: datetime) -> None:
    """Owe an update to everybody who is asked to a rehearsal with another name."""
    _rename(Invitation.rehearsal_id == rehearsal_id, is_renamed, now=now)


def correct_session(session_id: int, *, now: datetime) -> None:
    """Owe an update to the registrants of a part whose instants stay, shown on the clock of another zone."""
    correct(and_(Invitation.session_id == session_id, Invitation.registration_id.is_not(None)), now=now)


def correct_slots(slot_ids: Collection[int], *, now: datetime) -> None:
    """Owe an update to the presenters of slots whose instants stay, shown on the clock of another zone."""
    correct(Invitation.slot_id.in_(slot_ids), now=now)


def correct_rehearsal(rehearsal_id: int, *, now: datetime) -> None:
    """Owe an update to everybody of a rehearsal whose instants stay, shown on the clock of another zone."""
    correct(Invitation.rehearsal_id == rehearsal_id, now=now)


def correct(which: ColumnElement[bool], *, now: datetime) -> None:
    """Owe an update of the open ones among *which*: SEQUENCE and answer stay, DTSTAMP is later.

    DTSTAMP rises by a second at least, because it alone says that the message is newer (RFC 5546 §2.1.5).
    Three statements, and one for each DTSTAMP of the same second, of which there is hardly ever one.
    """
    which = and_(which, IS_OPEN)
    owe_calendar(which, now=now, is_settling=True, cause=Cause.WORDS)
    moment = second(now)
    not_earlier = select(Invitation.changed_at).where(which, Invitation.changed_at >= moment).distinct()
    # The latest first: what rises by a second must not meet, and rise with, what is a second later.
    for stamp in sorted(db.session.scalars(not_earlier).all(), reverse=True):
        _stamp(and_(which, Invitation.changed_at == stamp), stamp + timedelta(seconds=1))
    _stamp(and_(which, Invitation.changed_at < moment), moment)


def _rename(which: ColumnElement[bool], is_renamed: IsRenamed, *, now: datetime) -> None:
    languages = [language for language in _languages(and_(which, IS_OPEN)) if is_renamed(language)]
    if languages:
        correct(and_(which, _reads(languages)), now=now)


def _languages(which: ColumnElement[bool]) -> list[str]:
    """Return the languages of the people of these invitations; one statement."""
    registrants = select(Registration.language).join(
        Invitation, Invitation.registration_id == Registration.id
    )
    presenters = select(Presenter.language).join(Invitation, Invitation.presenter_id == Presenter.id)
    return list(db.session.scalars(union(registrants.where(which), presenters.where(which))))


def _reads(languages: list[str]) -> ColumnElement[bool]:
    registrants = select(Registration.id).where(Registration.language.in_(languages))
    presenters = select(Presenter.id).where(Presenter.language.in_(languages))
    return or_(Invitation.registration_id.in_(registrants), Invitation.presenter_id.in_(presenters))


def _stamp(which: ColumnElement[bool], stamp: datetime) -> None:
    statement = update(Invitation).where(which).values(changed_at=stamp)
    db.session.execute(statement)
