"""The demonstration data: the sixth seminar as it was held, the invented seventh, the eighth as a draft.

It is loaded once for each engine: the tests that share it only read.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import NOW
from tests.support.applications import let_go
from tests.support.databases import ENGINES, Databases
from webinars.domain.hours import Level, worst_level
from webinars.domain.seating import SeatState
from webinars.domain.timezones import to_local
from webinars.models import (
    Account,
    Answer,
    Application,
    Delegation,
    Invitation,
    Notice,
    NoticeKind,
    Presenter,
    Registration,
    RegistrationState,
    Reviewer,
    RoleName,
    Seminar,
    SeminarState,
    SlotKind,
)
from webinars.models.database import db
from webinars.queries.checks import checks
from webinars.queries.programmes import Programme, programme
from webinars.queries.registrations import seat_counts
from webinars.queries.seminars import seminar_by_slug
from webinars.services.accounts import role_of
from webinars.services.demonstration import is_wanted, load_demonstration
from webinars.services.demonstration.seventh import date_of

THE_13 = [
    "Amsterdam",
    "Bangkok",
    "Beijing",
    "Durban",
    "Jakarta",
    "Los Angeles",
    "Paris",
    "Queensland",
    "Rio de Janeiro",
    "Seoul",
    "Shanghai",
    "Taipei",
    "Ulaanbaatar",
]
MORNING = {"Beijing", "Los Angeles", "Queensland", "Seoul", "Shanghai", "Taipei", "Ulaanbaatar"}

# Computed from the IANA database, apart from this program.
WORKED_TIMES = [
    ("morning", "Asia/Tokyo", "Wed 24 Nov 10:00"),
    ("morning", "America/Los_Angeles", "Tue 23 Nov 17:00"),
    ("morning", "America/Sao_Paulo", "Tue 23 Nov 22:00"),
    ("morning", "Europe/Paris", "Wed 24 Nov 02:00"),
    ("morning", "Australia/Brisbane", "Wed 24 Nov 11:00"),
    ("evening", "Asia/Tokyo", "Wed 24 Nov 17:00"),
    ("evening", "Europe/Paris", "Wed 24 Nov 09:00"),
    ("evening", "Africa/Johannesburg", "Wed 24 Nov 10:00"),
    ("evening", "America/Los_Angeles", "Wed 24 Nov 00:00"),
    ("evening", "Asia/Ulaanbaatar", "Wed 24 Nov 16:00"),
]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def loaded(
    engine: str, databases: Callable[[str], Databases], common_app: Callable[[str], Flask]
) -> Iterator[None]:
    with databases(engine).fresh() as url:
        app = common_app(url)
        with app.app_context():
            load_demonstration(now=NOW)
            yield
        let_go(app)


@pytest.fixture
def sixth(loaded: None) -> Programme:
    return programme(seminar_by_slug("tokyo-global-partners-6").id)


@pytest.fixture
def seventh(loaded: None) -> Programme:
    return programme(seminar_by_slug("tokyo-global-partners-7").id)


def test_the_sixth_seminar_is_in_the_archive_as_it_was_held(sixth: Programme) -> None:
    seminar = sixth.seminar
    assert (seminar.state, seminar.is_demonstration, seminar.edition) == (SeminarState.ARCHIVED, False, 6)
    assert seminar.series is not None
    assert str(seminar.series.name) == "Tokyo Global Partners Seminar"
    assert seminar.theme.best("en") == (
        "Strengthening Cooperation between Cities for a Sustainable Recovery from the COVID-19 Crisis"
    )
    assert (seminar.host_name.best("en"), seminar.host_name.best("ja")) == (
        "Tokyo Metropolitan Government",
        "東京都",
    )
    assert seminar.contact_office.best("en") == (
        "Project Section, International Affairs Division, Office of the Governor for Policy Planning"
    )
    assert (seminar.contact_phone, seminar.contact_email, seminar.zone) == (
        "03-5388-2238",
        None,
        "Asia/Tokyo",
    )


def test_the_sixth_seminar_has_its_two_parts(sixth: Programme) -> None:
    assert [(part.session.key, part.session.starts_at, part.session.minutes) for part in sixth.sessions] == [
        ("morning", datetime(2021, 11, 24, 1, 0, tzinfo=UTC), 155),
        ("evening", datetime(2021, 11, 24, 8, 0, tzinfo=UTC), 145),
    ]
    assert [part.session.join_url for part in sixth.sessions] == [None, None]


@pytest.mark.parametrize(("key", "zone", "words"), WORKED_TIMES)
def test_the_sixth_seminar_started_at_the_worked_times(
    sixth: Programme, key: str, zone: str, words: str
) -> None:
    (session,) = [part.session for part in sixth.sessions if part.session.key == key]
    assert session.starts_at is not None
    assert f"{to_local(session.starts_at, zone):%a %d %b %H:%M}" == words


def test_thirteen_of_twenty_one_cities_presented_and_eight_have_no_name(sixth: Programme) -> None:
    assert [str(one.city and one.city.name) for one in sixth.presenting] == THE_13
    assert [one.city for one in sixth.attending] == [None] * 8
    assert len(sixth.delegations) == 21


def test_the_slots_of_the_sixth_are_what_the_report_tells(sixth: Programme) -> None:
    told = [
        (SlotKind.VIDEO_MESSAGE, None, "Governor Koike Yuriko, Tokyo"),
        (SlotKind.REPORT, None, "Tokyo Metropolitan Government"),
        (SlotKind.PRESENTATION, None, "The participating cities"),
    ]
    for part in sixth.sessions:
        assert [(one.slot.kind, one.slot.minutes, str(one.slot.speaker)) for one in part.slots] == told
        assert [one.presenters for one in part.slots] == [(), (), ()]
        assert str(part.slots[1].slot.title) == "The Sustainable Recovery Tokyo Forum (Re StaRT)"


def test_the_seventh_is_the_sixth_on_a_coming_wednesday_at_the_same_clocks(
    sixth: Programme, seventh: Programme
) -> None:
    seminar = seventh.seminar
    assert (seminar.state, seminar.is_demonstration, seminar.edition) == (SeminarState.PUBLISHED, True, 7)
    assert (seminar.duplicated_from_id, seminar.series_id) == (sixth.seminar.id, sixth.seminar.series_id)
    assert [(part.session.key, part.session.local_start) for part in seventh.sessions] == [
        ("morning", datetime.fromisoformat("2026-11-04T10:00")),
        ("evening", datetime.fromisoformat("2026-11-04T17:00")),
    ]
    assert (seminar.answer_by, seminar.presenters_edit_until) == (date(2026, 10, 5), date(2026, 10, 28))


@pytest.mark.parametrize(
    ("now", "first_date"),
    [
        ("2026-09-04T12:00+00:00", date(2026, 11, 4)),  # sixty days later it is Tuesday
        ("2026-09-05T12:00+00:00", date(2026, 11, 4)),  # Wednesday itself
        ("2026-09-05T16:00+00:00", date(2026, 11, 11)),  # in Tokyo the next day has begun
        ("2026-09-06T12:00+00:00", date(2026, 11, 11)),  # Thursday
    ],
)
def test_the_seventh_is_on_the_first_wednesday_from_sixty_days_on(now: str, first_date: date) -> None:
    assert date_of(datetime.fromisoformat(now)) == first_date


def test_nothing_is_wrong_with_either_programme(sixth: Programme, seventh: Programme) -> None:
    assert checks(sixth, now=NOW) == ()
    assert checks(seventh, now=NOW) == ()


def test_every_text_of_the_seventh_is_in_both_languages(sixth: Programme, seventh: Programme) -> None:
    texts = [
        text
        for whole in (sixth, seventh)
        for text in (
            whole.seminar.theme,
            whole.seminar.introduction,
            whole.seminar.host_name,
            *(part.session.name for part in whole.sessions),
            *(one.slot.title for part in whole.sessions for one in part.slots),
        )
    ]
    assert {tuple(text.to_mapping()) for text in texts} == {("en", "ja")}


def test_each_city_presents_in_the_part_and_at_an_hour_that_suit_it(seventh: Programme) -> None:
    in_morning, in_evening = (
        {str(one.delegation.city.name): one for one in part.slots if one.delegation and one.delegation.city}
        for part in seventh.sessions
    )
    assert set(in_morning) == MORNING
    assert set(in_evening) == set(THE_13) - MORNING
    for one in (*in_morning.values(), *in_evening.values()):
        (presenter,) = one.presenters
        assert one.starts_at is not None
        assert one.slot.minutes is not None
        assert worst_level(one.starts_at, one.slot.minutes, presenter.zone) is not Level.FORBIDDEN


def test_some_presenters_accept_some_are_silent_and_one_declines(seventh: Programme) -> None:
    presenters = [who for part in seventh.sessions for one in part.slots for who in one.presenters]
    assert Counter(who.answer for who in presenters) == {
        Answer.ACCEPTED: 9,
        Answer.NEEDS_ACTION: 3,
        Answer.DECLINED: 1,
    }


def test_cities_present_attend_and_keep_silent(seventh: Programme) -> None:
    assert [str(one.city and one.city.name) for one in seventh.presenting] == THE_13
    assert len(seventh.attending) == 8
    assert [str(one.city and one.city.name) for one in seventh.delegations if one.is_silent] == [
        "Helsinki",
        "Lima",
    ]


def test_forty_people_are_registered_and_most_have_a_seat(seventh: Programme) -> None:
    people = db.session.scalars(select(Registration)).all()
    assert [one.state for one in people] == [RegistrationState.CONFIRMED] * 40
    counts = seat_counts(seventh.seminar.id)
    morning, evening = (counts[part.session.id] for part in seventh.sessions)
    assert morning == {SeatState.SEATED: 20, SeatState.WAITING: 2, SeatState.PENDING: 1}
    assert evening == {SeatState.SEATED: 19}


def test_everybody_with_a_seat_or_a_slot_is_owed_one_invitation(loaded: None) -> None:
    assert db.session.scalar(select(func.count(Invitation.id))) == 39 + 13
    assert Counter(db.session.scalars(select(Notice.kind))) == {
        NoticeKind.CALENDAR: 39 + 13,
        NoticeKind.CITY_INVITATION: 2,
        NoticeKind.CONFIRM_REGISTRATION: 40,  # dropped when their turn comes: everybody has confirmed
        NoticeKind.REGISTRATION_STATE: 3,
        NoticeKind.APPLICATION_DRAFT: 6,
        NoticeKind.APPLICATION_RECEIPT: 5,
        NoticeKind.REVIEW_INVITATION: 3,
    }


def test_nobody_in_the_demonstration_can_be_reached(loaded: None) -> None:
    columns = (
        *(Registration.email, Presenter.email),
        Delegation.focal_email,
        Delegation.presenter_email,
        *(Account.email, Seminar.contact_email),
        Application.contact_email,
        Reviewer.email,
    )
    found = {address for column in columns for address in db.session.scalars(select(column))}
    addresses = {address for address in found if address}
    assert len(addresses) == 40 + 13 + 10 + 1 + 1 + 3  # six applicants are focal points of the seventh
    assert [address for address in addresses if not address.endswith(".example")] == []
    demonstrated = select(Seminar.contact_phone).where(Seminar.is_demonstration)
    assert db.session.scalars(demonstrated).all() == [None, None]


def test_the_organiser_of_the_demonstration_has_no_password(loaded: None) -> None:
    (account,) = db.session.scalars(select(Account)).all()
    assert (account.email, account.password, role_of(account)) == (
        "organiser@webinars.example",
        None,
        RoleName.ORGANISER,
    )


def test_loading_again_changes_nothing(loaded: None) -> None:
    before = _everything()
    load_demonstration(now=NOW)
    assert _everything() == before
    assert not is_wanted()


def _everything() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table as it is."""
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for table in db.metadata.sorted_tables
    }
