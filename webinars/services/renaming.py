"""Renaming: who has to be told when a seminar, a part or a slot is called something else."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import select

from webinars.domain.names import seminar_name
from webinars.domain.texts import LocalizedText
from webinars.models.database import db
from webinars.models.seminars import Seminar, Series
from webinars.models.slots import Slot
from webinars.services import invitations
from webinars.services.registrations import lock_sessions_of

# Of a seminar, what its name is made of.
NAMING_COLUMNS = frozenset({"series_id", "edition", "theme", "slug"})

# What something is called for readers of a language.
Naming = Callable[[str], str]


def naming_of(seminar: Seminar) -> Naming:
    """Return what *seminar* is called now, whatever becomes of the row; one statement with a series."""
    of = select(Series.name).where(Series.id == seminar.series_id)
    return partial(
        seminar_name,
        series=db.session.scalar(of) if seminar.series_id is not None else None,
        edition=seminar.edition,
        theme=seminar.theme,
        slug=seminar.slug,
    )


def tell_renamed_seminar(seminar: Seminar, was: Naming, *, now: datetime) -> None:
    """Owe an update to everybody whose event shows another name of *seminar* than it *was*."""
    name = naming_of(seminar)
    # Every other change of an invitation holds its part: the same order here keeps them out of a circle.
    lock_sessions_of(seminar.id)
    invitations.rename_seminar(seminar.id, lambda language: was(language) != name(language), now=now)


def tell_renamed_slot(slot: Slot, was: LocalizedText, *, now: datetime) -> None:
    """Owe an update to the presenters of *slot* who read another title than it *was*."""
    if slot.title != was:
        invitations.rename_slot(slot.id, differs(was, slot.title), now=now)


def differs(was: LocalizedText, text: LocalizedText) -> Callable[[str], bool]:
    """Return what says whether *text* reads otherwise than it *was* in a language."""
    return lambda language: was.best(language) != text.best(language)
