"""Editing seminars over HTTP: what is kept, what is refused where, and what a stale form shows."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import a_registration, a_seminar, a_series, a_session, an_invitation, slots
from tests.support.calls import an_open_call
from tests.support.organisers import signed_in
from webinars.models import RoleName, Seminar, SeminarState
from webinars.models.database import db

POSTED = {
    "theme-en": "Recovery",
    "theme-ja": "復興",
    "slug": "recovery-7",
    "series": "",
    "host_city": "",
    "second_host_city": "",
    "edition": "7",
    "host_name-en": "Tokyo",
    "zone": "Asia/Tokyo",
    "languages": ["en", "ja"],
    "registration_mode": "open",
    "contact_email": "seminar@tokyo.example",
}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def only_seminar() -> Seminar:
    return db.session.scalars(select(Seminar)).one()


def test_a_new_seminar_is_kept_as_a_draft_and_shown(database: SQLAlchemy, organiser: FlaskClient) -> None:
    answer = organiser.post("/organise/seminars/new", data=POSTED)
    assert (answer.status_code, answer.location) == (303, "/organise/seminars/recovery-7/")
    seminar = only_seminar()
    assert (seminar.theme.best("ja"), seminar.edition, seminar.languages) == ("復興", 7, ["en", "ja"])
    page = organiser.get(answer.location)
    assert page.status_code == 200
    correct = f'<a href="{answer.location}sessions/new">Correct it<span class="unseen">: Add at least'
    assert correct in page.text


def test_the_overview_leads_to_the_calls_of_the_seminar(database: SQLAlchemy, organiser: FlaskClient) -> None:
    seminar = a_seminar()
    here = f"/organise/seminars/{seminar.slug}/"
    assert "No call asks cities to apply to this seminar." in organiser.get(here).text
    call = an_open_call(seminar=seminar)
    assert f'<a href="/organise/calls/{call.slug}/">' in organiser.get(here).text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("theme-en", "x" * 301, "Write at most 300 characters"),
        ("theme-en", "two\nlines", "Write this on one line"),
        ("slug", "Recovery 7", "Write small letters"),
        ("slug", "", "Write a short name."),
        ("slug", "taken", "Another seminar has this short name"),
        ("zone", "EST5", "no IANA zone"),
        ("edition", "0", "Write a number from 1 to 9999."),
        ("edition", "seven", "Write a whole number, with digits only."),
        ("contact_email", "nobody", "This is no mail address"),
        ("languages", [], "Choose at least one language."),
        ("registration_closes", "2027-03-28T02:30", "does not exist in Paris"),
        ("registration_closes", "2026-10-25T02:30", "happens twice in Paris"),
        ("registration_closes", "2038-01-04T10:00", "knows the years 1970 to 2037"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field_and_the_rest_is_kept(
    database: SQLAlchemy, organiser: FlaskClient, field: str, value: object, message: str
) -> None:
    a_seminar(slug="taken")
    answer = organiser.post(
        "/organise/seminars/new",
        data=POSTED | {"zone": "Europe/Paris", "contact_phone": "03-5388"} | {field: value},
    )
    assert answer.status_code == 422
    error = answer.text.partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert message in error
    assert 'value="03-5388"' in answer.text
    assert len(database.session.scalars(select(Seminar)).all()) == 1


def test_a_seminar_without_a_theme_is_refused(database: SQLAlchemy, organiser: FlaskClient) -> None:
    answer = organiser.post("/organise/seminars/new", data=POSTED | {"theme-en": "", "theme-ja": " "})
    assert answer.status_code == 422
    assert "Write this in at least one language." in answer.text


def test_a_series_is_added_and_offered(database: SQLAlchemy, organiser: FlaskClient) -> None:
    answer = organiser.post("/organise/seminars/series/new", data={"name-en": "Partners", "slug": "partners"})
    assert answer.status_code == 303
    assert '<option value="partners">Partners</option>' in organiser.get("/organise/seminars/new").text


def test_an_edit_form_shows_what_is_stored_and_saves_it_unchanged(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    series = a_series(slug="partners")
    organiser.post(
        "/organise/seminars/new",
        data=POSTED
        | {"series": series.slug, "registration_closes": "2026-11-20T17:00", "answer_by": "2026-10-01"},
    )
    page = organiser.get("/organise/seminars/recovery-7/edit").text
    for shown in ("2026-11-20T17:00", "2026-10-01", 'value="復興"', '<option selected value="partners">'):
        assert shown in page
    before = only_seminar()
    again = POSTED | {
        "series": "partners",
        "registration_closes": "2026-11-20T17:00",
        "answer_by": "2026-10-01",
        "version": "1",
    }
    assert organiser.post("/organise/seminars/recovery-7/edit", data=again).status_code == 303
    after = only_seminar()
    assert (after.version, after.registration_closes_at, after.answer_by) == (
        1,
        before.registration_closes_at,
        date(2026, 10, 1),
    )


def test_a_stale_form_shows_the_difference_keeps_its_entries_and_can_be_saved_over(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    organiser.post("/organise/seminars/new", data=POSTED)
    theirs = POSTED | {"theme-en": "Resilience", "registration_mode": "approval", "version": "1"}
    assert organiser.post("/organise/seminars/recovery-7/edit", data=theirs).status_code == 303
    mine = POSTED | {"theme-en": "Rebirth", "version": "1"}
    answer = organiser.post("/organise/seminars/recovery-7/edit", data=mine)
    assert answer.status_code == 409
    assert "<del>English: Resilience / 日本語: 復興</del>" in answer.text
    assert "<ins>English: Rebirth / 日本語: 復興</ins>" in answer.text
    assert "<del>An organiser approves each registration</del>" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert (
        organiser.post("/organise/seminars/recovery-7/edit", data=mine | {"version": "2"}).status_code == 303
    )
    assert only_seminar().theme.best("en") == "Rebirth"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_form_with_rubbish_for_its_version_is_stale(
    database: SQLAlchemy, organiser: FlaskClient, version: str
) -> None:
    organiser.post("/organise/seminars/new", data=POSTED)
    answer = organiser.post(
        "/organise/seminars/recovery-7/edit", data=POSTED | {"theme-en": "X", "version": version}
    )
    assert answer.status_code == 409


def test_publishing_says_what_blocks_it(database: SQLAlchemy, organiser: FlaskClient) -> None:
    seminar = a_seminar(state=SeminarState.DRAFT, slug="draft")
    session = a_session(seminar)
    slots(session, [100, 60])
    answer = organiser.post("/organise/seminars/draft/publish")
    assert answer.status_code == 422
    assert "Morning part: Talk 2: This slot ends 5 minutes after the part." in answer.text
    assert 'href="/organise/seminars/draft/sessions/morning/slots/"' in answer.text
    assert only_seminar().state is SeminarState.DRAFT


def test_a_seminar_goes_through_its_states_by_buttons(database: SQLAlchemy, organiser: FlaskClient) -> None:
    slots(a_session(a_seminar(state=SeminarState.DRAFT, slug="one")), [155])
    for step, state in (
        ("publish", SeminarState.PUBLISHED),
        ("cancel", SeminarState.CANCELLED),
        ("restore", SeminarState.PUBLISHED),
    ):
        assert organiser.post(f"/organise/seminars/one/{step}").status_code == 303
        assert only_seminar().state is state
    assert organiser.post("/organise/seminars/one/archive").status_code == 422
    assert organiser.post("/organise/seminars/one/unarchive").status_code == 422


def test_before_cancelling_the_page_says_how_many_invitations_are_taken_back(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    seminar = a_seminar(slug="one")
    session = a_session(seminar)
    for email in ("a@x.example", "b@x.example"):
        an_invitation(a_registration(seminar, email), session)
    page = organiser.get("/organise/seminars/one/cancel")
    assert "2 calendar invitations are taken back by letters." in page.text
    assert only_seminar().state is SeminarState.PUBLISHED


def test_the_next_edition_is_made_and_shown(database: SQLAlchemy, organiser: FlaskClient) -> None:
    a_session(a_seminar(slug="one", edition=6))
    assert 'value="7"' in organiser.get("/organise/seminars/one/duplicate").text
    answer = organiser.post(
        "/organise/seminars/one/duplicate", data={"first_date": "2026-12-02", "slug": "two", "edition": "7"}
    )
    assert (answer.status_code, answer.location) == (303, "/organise/seminars/two/")
    assert "Wednesday 2 December 2026" in organiser.get("/organise/seminars/two/").text


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"first_date": ""}, "first_date", "Choose a date."),
        ({"first_date": "2038-12-02"}, "first_date", "knows the years"),
        ({"first_date": "2026-02-30"}, "first_date", "Write a date as year-month-day"),
        ({"slug": "one"}, "slug", "Another seminar has this short name"),
        ({"slug": "A B"}, "slug", "Write small letters"),
    ],
)
def test_a_next_edition_that_cannot_be_is_refused_at_its_field(
    database: SQLAlchemy, organiser: FlaskClient, values: dict[str, str], field: str, message: str
) -> None:
    a_session(a_seminar(slug="one"))
    answer = organiser.post(
        "/organise/seminars/one/duplicate", data={"first_date": "2026-12-02", "slug": "two"} | values
    )
    assert answer.status_code == 422
    assert message in answer.text.partition(f'id="{field}-error">')[2].partition("</p>")[0]


def test_a_skipped_hour_of_the_next_edition_is_a_question_that_can_be_answered(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    seminar = a_seminar(slug="one", zone="Europe/Paris")
    session = a_session(seminar, "night", zone="Europe/Paris")
    organiser.post(
        "/organise/seminars/one/sessions/night/move",
        data={
            "local_start": "2026-11-25T02:30",
            "zone": "Europe/Paris",
            "minutes": session.minutes,
            "version": "1",
            "step": "move",
        },
    )
    posted = {"first_date": "2027-03-28", "slug": "two"}
    answer = organiser.post("/organise/seminars/one/duplicate", data=posted)
    assert answer.status_code == 422
    assert "01:30, UTC+1" in answer.text
    assert "03:30, UTC+2" in answer.text
    answer = organiser.post("/organise/seminars/one/duplicate", data=posted | {"reading-night": "second"})
    assert answer.status_code == 303


def test_a_draft_is_previewed_with_the_public_page(database: SQLAlchemy, organiser: FlaskClient) -> None:
    slots(a_session(a_seminar(state=SeminarState.DRAFT, slug="one")), [20])
    assert organiser.get("/seminars/one/").status_code == 404
    page = organiser.get("/organise/seminars/one/preview")
    assert page.status_code == 200
    assert "Recovery of cities" in page.text


def test_the_list_is_filtered_by_state_and_turned(
    app: Flask, database: SQLAlchemy, organiser: FlaskClient
) -> None:
    app.config["PAGE_SIZE"] = 2
    for number in range(3):
        a_seminar(slug=f"seminar-{number}-x")
    a_seminar(slug="the-draft", state=SeminarState.DRAFT)
    assert "Page 1 of 2" in organiser.get("/organise/seminars/").text
    page = organiser.get("/organise/seminars/?state=draft").text
    assert ("the-draft" in page, "seminar-0-x" in page) == (True, False)


@pytest.mark.parametrize("query", ["page=-1", "page=0", "page=2", "page=x", "state=old"])
def test_a_page_or_state_that_is_not_there_is_missing(organiser: FlaskClient, query: str) -> None:
    assert organiser.get(f"/organise/seminars/?{query}").status_code == 404


def test_a_seminar_that_is_not_there_is_missing(organiser: FlaskClient) -> None:
    for path in ("", "edit", "cancel", "duplicate", "preview"):
        assert organiser.get(f"/organise/seminars/none/{path}").status_code == 404


def test_a_viewer_sees_and_may_not_change(app: Flask, database: SQLAlchemy) -> None:
    a_session(a_seminar(slug="one"))
    viewer = signed_in(app, RoleName.VIEWER)
    page = viewer.get("/organise/seminars/one/")
    assert (page.status_code, "Make the next edition" in page.text) == (200, False)
    for path in ("new", "one/edit", "one/duplicate", "one/sessions/new", "one/sessions/morning/move"):
        assert viewer.get(f"/organise/seminars/{path}").status_code == 403
        assert viewer.post(f"/organise/seminars/{path}").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, database: SQLAlchemy) -> None:
    a_seminar(slug="one")
    assert client.get("/organise/seminars/one/").status_code in (302, 303)
