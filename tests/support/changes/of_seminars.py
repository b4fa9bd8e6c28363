"""Changes of a whole seminar and of the office, done as the organiser's pages and the settings do them."""

from datetime import date
from typing import Any

from flask import current_app

from tests import builders
from tests.builders import ORGANISER, text
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from tests.support.changes.wishes import AGES_AGO, seminar_fields, whole_day
from webinars.models import Seminar, SeminarState
from webinars.models.database import db, transaction
from webinars.services.cities import CityFields, edit_city
from webinars.services.seminar_moves import NewDate, move_seminar
from webinars.services.seminars import (
    archive,
    cancel_seminar,
    edit_seminar,
    publish,
    restore_seminar,
    unarchive,
)
from webinars.services.sessions import move_session


def _edit(cast: Cast, **values: Any) -> None:
    wanted = seminar_fields(cast, **values)
    edit_seminar(cast.seminar.id, wanted, expected=None, by=ORGANISER, now=cast.now)


def _put_into_a_series(cast: Cast) -> None:
    _edit(cast, series_id=builders.a_series("Partners").id, edition=8)


@change("Seminar's theme corrected")
def _theme(cast: Cast) -> None:
    _edit(cast, theme=text("Parks"))


@change("Seminar's theme corrected, calendars show series and edition", given=_put_into_a_series)
def _theme_behind_a_series(cast: Cast) -> None:
    seminar = db.session.get_one(Seminar, cast.seminar.id, populate_existing=True)
    _edit(cast, theme=text("Parks"), series_id=seminar.series_id, edition=8)


@change("Seminar put into a series")
def _series(cast: Cast) -> None:
    _put_into_a_series(cast)


@change("Seminar's other texts, host or contact changed")
def _texts(cast: Cast) -> None:
    words = {"introduction": text("About parks."), "host_name": text("Tokyo"), "contact_phone": "+81 3"}
    _edit(cast, **words)


def _host(cast: Cast) -> None:
    _edit(cast, host_city_id=builders.a_city("Tokyo", zone="Asia/Tokyo", slug="host").id)


@change("Host city renamed", given=_host)
def _host_renamed(cast: Cast) -> None:
    city_id = db.session.get_one(Seminar, cast.seminar.id, populate_existing=True).host_city_id
    assert city_id is not None
    wanted = CityFields(name=text("Edo"), country="JP", zone="Asia/Tokyo")
    edit_city(city_id, wanted, expected=None, by=ORGANISER, now=cast.now)


@change("Seminar moved to another date")
def _moved(cast: Cast) -> None:
    wanted = NewDate(first_date=date(2026, 10, 28))
    move_seminar(cast.seminar.id, wanted, expected=None, by=ORGANISER, now=cast.now)


def _cancel(cast: Cast) -> None:
    cancel_seminar(cast.seminar.id, by=ORGANISER, now=cast.now)


@change("Seminar cancelled")
def _cancelled(cast: Cast) -> None:
    _cancel(cast)


@change("Seminar restored", given=_cancel)
def _restored(cast: Cast) -> None:
    restore_seminar(cast.seminar.id, by=ORGANISER, now=cast.now)


def _take_back(cast: Cast) -> None:
    with transaction():
        db.session.get_one(Seminar, cast.seminar.id).state = SeminarState.DRAFT


@change("Seminar published, in which presenters were asked", given=_take_back)
def _published(cast: Cast) -> None:
    publish(cast.seminar.id, by=ORGANISER, now=cast.now)


def _end_both(cast: Cast) -> None:
    for part in (cast.morning, cast.evening):
        move_session(part.id, whole_day(AGES_AGO), by=ORGANISER, now=cast.now)


@change("Seminar put into the archive", given=_end_both)
def _archived(cast: Cast) -> None:
    archive(cast.seminar.id, by=ORGANISER, now=cast.now)


def _archive_both(cast: Cast) -> None:
    _end_both(cast)
    _archived(cast)


@change("Seminar taken out of the archive", given=_archive_both)
def _unarchived(cast: Cast) -> None:
    unarchive(cast.seminar.id, by=ORGANISER, now=cast.now)


@change("Office renamed, inbox address or alarm changed in the settings")
def _settings(_cast: Cast) -> None:
    current_app.config |= {
        "OFFICE_NAME": "Another office",
        "RSVP_ADDRESS": "rsvp@office.example",
        "JOIN_OPENS_MINUTES": 30,
    }
