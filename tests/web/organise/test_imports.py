"""Taking a programme over, over HTTP: uploaded, shown, changed, confirmed; nothing is stored before that."""

import re
from datetime import datetime
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.builders import NOW, ORGANISER, a_seminar, a_session, text
from tests.support.organisers import signed_in
from tests.support.programme_files import INDICO, calendar, crlf, event, programme_of
from webinars.domain.calendar.imports import MOST_BYTES
from webinars.models import RoleName, Seminar, SeminarState, Session, Slot
from webinars.models.database import db
from webinars.services.sessions import SessionFields, edit_session

HERE = "/organise/seminars/one/import/"
CONFIRM = f"{HERE}confirm"
THREE = [("a", "1000", 30, "Ada"), ("b", "1030", 30, "Bo"), ("c", "1115", 45, "Cleo")]


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_seminar(slug="one")


def upload(organiser: FlaskClient, content: bytes, **fields: str) -> TestResponse:
    data = {"file": (BytesIO(content), "programme.ics"), "language": "en"} | fields
    answer = organiser.post(HERE, data=data)
    answer.request.environ["wsgi.input"].close()  # a file on disk for large uploads, which the client forgets
    return answer


def form_of(page: str) -> dict[str, object]:
    """Return what a browser would send of the form that shows the plan, were it confirmed at once."""
    form = unescape(
        page.partition('action="/organise/seminars/one/import/confirm"')[2].partition("</form>")[0]
    )
    inputs = re.findall(r"<input[^>]*>", form)
    posted: dict[str, object] = {
        attribute(one, "name"): attribute(one, "value")
        for one in inputs
        if 'type="checkbox"' not in one or " checked" in one
    }
    for name, choices in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        selected = re.search(r'<option selected value="([^"]*)"', choices)
        assert selected is not None
        posted[name] = selected[1]
    return posted


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def stored() -> tuple[int, int]:
    """Count the parts and the slots."""
    db.session.remove()
    sessions, slots = select(func.count(Session.id)), select(func.count(Slot.id))
    return db.session.scalar(sessions) or 0, db.session.scalar(slots) or 0


@pytest.mark.usefixtures("seminar")
def test_a_file_is_shown_first_and_stored_when_confirmed(organiser: FlaskClient) -> None:
    assert '<a href="/organise/seminars/one/import/">' in organiser.get("/organise/seminars/one/").text
    assert 'enctype="multipart/form-data"' in organiser.get(HERE).text
    answer = upload(organiser, crlf(INDICO))
    assert (answer.status_code, stored()) == (200, (0, 0))
    for shown in (
        "Nothing is stored yet.",
        "Times are for Tokyo, UTC+9.",
        "3 talks",
        "“Opening remarks” to “What we learnt”",
        "Room 1",
        'value="Part 1"',
        "Flood walls, gates and; people",
        "indico-contribution-18@indico.example",
        "line 15",
        ">10:15<",
        "Take over 5 changes",
    ):
        assert shown in answer.text
    confirmed = organiser.post(CONFIRM, data=form_of(answer.text))
    assert (confirmed.status_code, confirmed.location) == (303, "/organise/seminars/one/")
    assert stored() == (1, 4)
    assert "5 changes are taken over." in organiser.get("/organise/seminars/one/").text


@pytest.mark.usefixtures("seminar")
def test_the_same_file_again_has_nothing_to_take_over_and_another_updates(organiser: FlaskClient) -> None:
    organiser.post(CONFIRM, data=form_of(upload(organiser, programme_of(THREE)).text))
    again = upload(organiser, programme_of(THREE)).text
    assert "The programme is as the file says. There is nothing to take over." in again
    assert "Take over " not in again
    moved = upload(organiser, programme_of([("a", "1000", 45, "Ada!"), *THREE[1:]])).text
    assert re.search(r"<del>Ada</del> <ins>Ada!</ins>", moved)
    assert "title, length" in moved
    assert "15 minutes later than in the file" not in moved


@pytest.mark.usefixtures("seminar")
def test_another_choice_is_shown_before_it_is_stored(organiser: FlaskClient) -> None:
    form = form_of(upload(organiser, programme_of(THREE)).text)
    other = organiser.post(CONFIRM, data=form | {"group-0-name": "Morning"})
    assert (other.status_code, stored()) == (200, (0, 0))
    assert "You chose something else. This is what the file does now" in other.text
    assert organiser.post(CONFIRM, data=form_of(other.text)).status_code == 303
    assert db.session.scalars(select(Session.key)).all() == ["morning"]


def test_talks_go_to_the_part_that_is_chosen_or_nowhere(seminar: Seminar, organiser: FlaskClient) -> None:
    a_session(seminar, "ours", local_start=datetime.fromisoformat("2027-01-20T10:00"))
    form = form_of(upload(organiser, programme_of(THREE)).text)
    nowhere = organiser.post(CONFIRM, data=form | {"group-0-target": "", "again": "1"}).text
    assert nowhere.count("You chose to leave it out.") == 3
    ours = organiser.post(CONFIRM, data=form | {"group-0-target": "ours", "again": "1"}).text
    assert "Ours part" in ours
    assert organiser.post(CONFIRM, data=form_of(ours)).status_code == 303
    assert stored()[0] == 1
    assert set(db.session.scalars(select(Slot.source_uid))) >= {"a", "b", "c"}


@pytest.mark.usefixtures("seminar")
def test_a_wrong_choice_is_told_at_its_group_and_stores_nothing(organiser: FlaskClient) -> None:
    form = form_of(upload(organiser, programme_of(THREE)).text)
    nameless = organiser.post(CONFIRM, data=form | {"group-0-name": ""})
    assert "Write the name of the new part." in nameless.text
    assert "This cannot be taken over yet." in nameless.text
    assert organiser.post(CONFIRM, data=form_of(nameless.text)).status_code == 422
    assert stored() == (0, 0)


def test_a_programme_that_somebody_changed_meanwhile_is_shown_again(
    seminar: Seminar, organiser: FlaskClient
) -> None:
    session = a_session(seminar, "ours")
    form = form_of(upload(organiser, programme_of(THREE)).text)
    edit_session(
        session.id, SessionFields(key="ours", name=text("Theirs")), expected=None, by=ORGANISER, now=NOW
    )
    answer = organiser.post(CONFIRM, data=form)
    assert (answer.status_code, stored()) == (409, (1, 0))
    assert "Somebody changed the programme meanwhile." in answer.text
    assert "Theirs" in answer.text
    assert organiser.post(CONFIRM, data=form_of(answer.text)).status_code == 303


@pytest.mark.usefixtures("seminar")
def test_a_talk_that_is_gone_is_listed_and_taken_out_only_when_ticked(organiser: FlaskClient) -> None:
    organiser.post(CONFIRM, data=form_of(upload(organiser, programme_of(THREE)).text))
    without = upload(organiser, programme_of([THREE[0], THREE[2]])).text
    assert "No longer in the file" in without
    key = db.session.scalars(select(Slot.key).where(Slot.source_uid == "b")).one()
    ticked = organiser.post(CONFIRM, data=form_of(without) | {"removed": key})
    assert ticked.status_code == 200
    assert re.search(rf'value="{re.escape(key)}"\s+checked', ticked.text)
    assert organiser.post(CONFIRM, data=form_of(ticked.text)).status_code == 303
    removed = db.session.scalars(select(Slot).where(Slot.removed_at.is_not(None))).all()
    assert [slot.key for slot in removed if slot.source_uid == "b"] == [key]


@pytest.mark.usefixtures("seminar")
def test_problems_stand_with_their_lines(organiser: FlaskClient) -> None:
    content = calendar(
        event("1", ":20270120T100000", "", "DURATION:PT30M", title="Floating"),
        event("2", ":nonsense", title="<b>Odd</b>"),
    )
    page = upload(organiser, content).text
    left_out = page.partition('id="left-out"')[2].partition("</table>")[0]
    assert [part in left_out for part in (">12<", "&lt;b&gt;Odd&lt;/b&gt;", "“nonsense” is no date")] == [
        True
    ] * 3
    notes = page.partition('id="notes"')[2].partition("</table>")[0]
    assert [part in notes for part in (">6<", "Floating", "taken for the host’s clock")] == [True] * 3


@pytest.mark.usefixtures("seminar")
def test_an_event_without_a_title_is_called_what_its_slot_will_be(organiser: FlaskClient) -> None:
    nameless = upload(organiser, programme_of([("a", "1000", 30, ""), *THREE[1:]]))
    assert "3 talks: “Presentation” to “Cleo”" in nameless.text
    organiser.post(CONFIRM, data=form_of(nameless.text))
    without = upload(organiser, programme_of(THREE[1:])).text
    assert "<span>Presentation</span></label>" in without.partition('id="missing"')[2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n\0", "Line 1 is not UTF-8."),
        (b"Hello", "This is no calendar file."),
        (b"x" * (MOST_BYTES + 1), "This file has more than 1000000 bytes."),
    ],
)
@pytest.mark.usefixtures("seminar")
def test_a_file_that_is_no_programme_is_told_at_the_field(
    organiser: FlaskClient, content: bytes, words: str
) -> None:
    answer = upload(organiser, content)
    assert answer.status_code == 422
    assert words in answer.text.partition('id="file-error">')[2].partition("</p>")[0]


@pytest.mark.usefixtures("seminar")
def test_no_file_and_a_language_that_nobody_offers_are_told(organiser: FlaskClient) -> None:
    assert "Choose a file." in organiser.post(HERE, data={"language": "en"}).text
    assert upload(organiser, programme_of(THREE), language="xx").status_code == 422


@pytest.mark.usefixtures("seminar")
def test_the_largest_file_travels_through_the_form(organiser: FlaskClient) -> None:
    room = MOST_BYTES - len(programme_of(THREE)) - 16
    padded = programme_of(THREE).replace(b"VERSION:2.0", b"X-A:" + b"a" * room + b"\r\nVERSION:2.0")
    assert MOST_BYTES - 20 < len(padded) <= MOST_BYTES
    form = form_of(upload(organiser, padded).text)
    assert organiser.post(CONFIRM, data=form).status_code == 303


@pytest.mark.parametrize(
    "broken",
    [
        {"content": "no base64!"},
        {"content": "aGVsbG8="},
        {"content": "ü"},
        {"language": "xx"},
        {"content": ""},
    ],
)
@pytest.mark.usefixtures("seminar")
def test_a_form_that_was_tampered_with_stores_nothing(organiser: FlaskClient, broken: dict[str, str]) -> None:
    form = form_of(upload(organiser, programme_of(THREE)).text)
    assert organiser.post(CONFIRM, data=form | broken).status_code == 422
    assert organiser.post(CONFIRM, data={}).status_code == 422
    assert stored() == (0, 0)


@pytest.mark.usefixtures("seminar")
def test_choices_that_are_not_posted_leave_everything_out(organiser: FlaskClient) -> None:
    form = form_of(upload(organiser, programme_of(THREE)).text)
    kept = {name: value for name, value in form.items() if not name.startswith("group-")}
    answer = organiser.post(CONFIRM, data=kept)
    assert (answer.status_code, stored()) == (200, (0, 0))
    assert answer.text.count("You chose to leave it out.") == 3


def test_the_archive_takes_no_file(database: SQLAlchemy, organiser: FlaskClient) -> None:
    a_seminar(slug="one", state=SeminarState.ARCHIVED)
    answer = upload(organiser, programme_of(THREE))
    assert (answer.status_code, "in the archive" in answer.text) == (422, True)


def test_a_seminar_without_a_zone_says_where_to_choose_one(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    a_seminar(slug="one", zone=None)
    answer = upload(organiser, programme_of(THREE))
    assert (answer.status_code, "Choose the time zone of this seminar first" in answer.text) == (422, True)


@pytest.mark.usefixtures("seminar")
def test_who_only_looks_takes_nothing_over(app: Flask) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    assert [viewer.get(HERE).status_code, upload(viewer, programme_of(THREE)).status_code] == [403, 403]
    assert viewer.post(CONFIRM, data={}).status_code == 403
