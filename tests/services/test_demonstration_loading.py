"""Loading the demonstration: into an empty database, after a start that was cut off, beside one's own."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import ORGANISER
from tests.conftest import NOW
from tests.support.databases import ON_SQLITE
from webinars.models import Record, Registration
from webinars.queries.checks import checks
from webinars.queries.programmes import programme
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.slots import slots_of
from webinars.services.cities import load_directory
from webinars.services.demonstration import is_wanted, load_demonstration
from webinars.services.demonstration.seventh import date_of
from webinars.services.demonstration.sixth import load_sixth
from webinars.services.duplicates import Edition, duplicate_seminar
from webinars.services.slots import SlotFields, edit_slot


@ON_SQLITE
def test_a_load_that_was_cut_off_is_completed_and_keeps_what_people_changed_since(
    database: SQLAlchemy,
) -> None:
    assert is_wanted()
    load_demonstration_until_the_duplicate()
    assert is_wanted()
    load_demonstration(now=NOW)
    seventh = programme(seminar_by_slug("tokyo-global-partners-7").id)
    assert checks(seventh, now=NOW) == ()
    assert database.session.scalar(select(func.count(Registration.id))) == 40
    talk = seventh.sessions[0].slots[0].slot
    changed = SlotFields(kind=talk.kind, minutes=talk.minutes, title=builders.text("Another welcome"))
    edit_slot(talk.id, changed, expected=None, by=ORGANISER, now=NOW)
    records = database.session.scalar(select(func.count(Record.id)))
    load_demonstration(now=NOW)
    assert str(slots_of(talk.session_id)[0].title) == "Another welcome"
    assert database.session.scalar(select(func.count(Record.id))) == records


def load_demonstration_until_the_duplicate() -> None:
    """Load what a start leaves that is ended half-way."""
    from_directory = load_directory(now=NOW)
    assert from_directory > 0
    wanted = Edition(
        first_date=date_of(NOW), slug="tokyo-global-partners-7", edition=7, is_demonstration=True
    )
    duplicate_seminar(load_sixth(now=NOW).id, wanted, by=ORGANISER, now=NOW)


@ON_SQLITE
def test_it_is_not_wanted_beside_a_seminar_of_ones_own(database: SQLAlchemy) -> None:
    builders.a_seminar()
    assert not is_wanted()
