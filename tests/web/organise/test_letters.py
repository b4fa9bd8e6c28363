"""The outbox over HTTP: who sees what, what can be done to a letter, and what its frame forbids."""

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support import owing
from tests.support.organisers import signed_in
from tests.support.smtp import SmtpServer
from tests.support.statements import count_statements
from webinars.mail import worker
from webinars.models import Account, NoticeKind, NoticeState, Registration, RoleName
from webinars.models.database import db, transaction
from webinars.services import notices

OUTBOX = "/organise/letters/"


@pytest.fixture
def app(make_app: Callable[..., Flask], smtp_server: SmtpServer) -> Iterator[Flask]:
    app = make_app(MAIL_SERVER=smtp_server.host, MAIL_PORT=smtp_server.port)
    with app.app_context():
        yield app


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def viewer(app: Flask) -> FlaskClient:
    return signed_in(app, RoleName.VIEWER)


def send(app: Flask) -> None:
    worker.run(app, once=True, stop_event=threading.Event())


def url_of(email: str) -> str:
    return f"{OUTBOX}{owing.notice_to(email).key}/"


def an_account_letter(app: Flask) -> str:
    """Owe a letter with a secret to whoever is signed in; return its address in the outbox."""
    account = db.session.scalars(select(Account)).first()
    assert account is not None
    details = {"subject": "Sign in", "text": "secret-code", "html": "<p>secret-code</p>"}
    with transaction():
        notice = notices.post(NoticeKind.ACCOUNT, now=NOW, account_id=account.id, details=details)
    return f"{OUTBOX}{notice.key}/"


def linked_addresses(html: str) -> list[str]:
    return re.findall(r'(?:href|action|src)="([^"]*)"', html)


def test_an_empty_outbox_says_so(organiser: FlaskClient) -> None:
    page = organiser.get(OUTBOX)
    assert page.status_code == 200
    assert "No letter was written yet" in page.text


def test_every_letter_is_listed_with_its_reader_and_its_state(
    app: Flask, organiser: FlaskClient, smtp_server: SmtpServer
) -> None:
    first, second = owing.owe_invitations(2)
    smtp_server.refuse_recipient(first, "550 5.1.1 No such user")
    send(app)
    page = organiser.get(OUTBOX).text
    for words in (first, second, "Given up", "Sent", "Calendar invitation"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=person-1", ["person-1"]),
        ("q=PERSON-1", ["person-1"]),
        ("q=100%", []),
        ("state=failed", ["person-0"]),
        ("state=sent", ["person-2", "person-1"]),
        ("kind=calendar", ["person-2", "person-1", "person-0"]),
        ("kind=account", []),
        ("q=person&state=sent&kind=calendar", ["person-2", "person-1"]),
    ],
)
def test_letters_are_searched_and_filtered(
    app: Flask, organiser: FlaskClient, smtp_server: SmtpServer, query: str, shown: list[str]
) -> None:
    smtp_server.refuse_recipient(owing.owe_invitations(3)[0], "550 5.1.1 No such user")
    send(app)
    page = organiser.get(f"{OUTBOX}?{query}").text
    assert re.findall(r'class="zone">(person-\d)@', page) == shown


def test_letters_of_one_seminar_are_shown_alone(organiser: FlaskClient) -> None:
    owing.owe_invitations(1)
    other = builders.a_seminar(slug="other")
    assert re.findall(r">(person-\d)@", organiser.get(f"{OUTBOX}?seminar={other.slug}").text) == []


@pytest.mark.parametrize("query", ["state=lost", "kind=love", "seminar=none", "page=-1", "page=9", "page=x"])
def test_a_filter_or_a_page_that_is_none_is_refused(organiser: FlaskClient, query: str) -> None:
    assert organiser.get(f"{OUTBOX}?{query}").status_code == 404


def test_the_list_has_pages(app: Flask, organiser: FlaskClient) -> None:
    app.config["PAGE_SIZE"] = 2
    owing.owe_invitations(3)
    assert "Page 1 of 2" in organiser.get(OUTBOX).text
    assert re.findall(r'class="zone">(person-\d)@', organiser.get(f"{OUTBOX}?page=2").text) == ["person-0"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(organiser: FlaskClient, count: int) -> None:
    owing.owe_invitations(count)
    with count_statements() as statements:
        organiser.get(OUTBOX)
    # The account; the seminars to filter by; the letters, how many, and how many of each state; crowds.
    assert len(statements) == 6, statements


@pytest.mark.parametrize("count", [1, 3])
def test_holding_a_selection_reads_it_once(organiser: FlaskClient, count: int) -> None:
    owing.owe_invitations(count)
    with count_statements() as statements:
        organiser.post(f"{OUTBOX}all/hold")
    reads = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(reads) == 6, reads  # account, seminars, crowds, which letters, their order, the letters


def test_a_letter_that_waits_shows_what_it_would_say_now(organiser: FlaskClient) -> None:
    (person,) = owing.owe_invitations()
    assert "As it would be sent now" in organiser.get(url_of(person)).text
    with transaction():
        db.session.scalars(select(Registration)).one().language = "ja"
    assert '<html lang="ja"' in organiser.get(f"{url_of(person)}preview").text


def test_what_changes_while_a_letter_is_held_shows_in_it(organiser: FlaskClient) -> None:
    (person,) = owing.owe_invitations()
    organiser.post(f"{url_of(person)}hold")
    owing.uninvite(person, now=NOW)
    assert "Nothing would be sent now" in organiser.get(url_of(person)).text


def test_a_letter_that_was_sent_shows_as_it_was_sent(
    app: Flask, organiser: FlaskClient, smtp_server: SmtpServer
) -> None:
    (person,) = owing.owe_invitations()
    send(app)
    with transaction():
        db.session.scalars(select(Registration)).one().name = "Somebody Else"
    page = organiser.get(url_of(person)).text
    assert "As it was sent" in page
    assert smtp_server.letters[0].message_id.strip("<>") in page
    assert "Rosa Registrant" in organiser.get(f"{url_of(person)}preview").text


def test_the_frame_can_run_nothing_and_follow_nothing(organiser: FlaskClient) -> None:
    (person,) = owing.owe_invitations()
    page = organiser.get(url_of(person)).text
    assert f'<iframe class="letter" sandbox="" src="{url_of(person)}preview"' in page
    frame = organiser.get(f"{url_of(person)}preview")
    policy = [part.strip() for part in frame.headers["Content-Security-Policy"].split(";")]
    assert {"sandbox", "script-src 'none'", "frame-ancestors 'self'"} <= set(policy)
    assert linked_addresses(frame.text) == []


def test_only_the_frame_may_be_framed(organiser: FlaskClient) -> None:
    assert "frame-ancestors 'none'" in organiser.get(OUTBOX).headers["Content-Security-Policy"]


def test_a_letter_is_handed_out_as_it_was_sent(
    app: Flask, organiser: FlaskClient, smtp_server: SmtpServer
) -> None:
    (person,) = owing.owe_invitations()
    assert organiser.get(f"{url_of(person)}letter.eml").status_code == 404
    send(app)
    answer = organiser.get(f"{url_of(person)}letter.eml")
    assert (answer.status_code, answer.mimetype) == (200, "message/rfc822")
    assert answer.data == smtp_server.letters[0].raw


@pytest.mark.parametrize("is_sent", [False, True])
def test_an_account_letter_is_shown_without_its_body(
    app: Flask, organiser: FlaskClient, is_sent: bool
) -> None:
    url = an_account_letter(app)
    if is_sent:
        send(app)
    for path in ("", "preview"):
        page = organiser.get(f"{url}{path}")
        assert page.status_code == 200
        assert "secret-code" not in page.text
    assert organiser.get(f"{url}letter.eml").status_code == 404


def test_a_letter_is_held_released_and_tried_again(
    app: Flask, organiser: FlaskClient, smtp_server: SmtpServer
) -> None:
    (person,) = owing.owe_invitations()
    url = url_of(person)
    answer = organiser.post(f"{url}hold")
    assert (answer.status_code, answer.location) == (303, url)
    send(app)
    assert owing.states() == [NoticeState.HELD]
    organiser.post(f"{url}release")
    smtp_server.refuse_recipient(person, "550 5.1.1 No such user")
    send(app)
    assert owing.states() == [NoticeState.FAILED]
    page = organiser.get(url).text
    assert "The mail server refused it for good." in page
    assert "550 5.1.1 No such user" in page
    smtp_server.accept_everything()
    organiser.post(f"{url}retry")
    send(app)
    assert owing.states() == [NoticeState.SENT]


def test_a_page_offers_only_what_the_state_allows(app: Flask, organiser: FlaskClient) -> None:
    (person,) = owing.owe_invitations()
    actions = re.findall(r'action="([^"]*)"', organiser.get(url_of(person)).text)
    assert [action for action in actions if action.startswith(OUTBOX)] == [f"{url_of(person)}hold"]
    send(app)
    actions = re.findall(r'action="([^"]*)"', organiser.get(url_of(person)).text)
    assert [action for action in actions if action.startswith(OUTBOX)] == []


def test_a_wish_that_comes_too_late_is_refused(app: Flask, organiser: FlaskClient) -> None:
    (person,) = owing.owe_invitations()
    send(app)
    answer = organiser.post(f"{url_of(person)}hold")
    assert answer.status_code == 400
    assert "This letter can no longer be held" in answer.text


def test_a_selection_is_held_and_released_at_once(organiser: FlaskClient) -> None:
    owing.owe_invitations(3)
    answer = organiser.post(f"{OUTBOX}all/hold", data={"q": "person-1"}, follow_redirects=True)
    assert "1 letter is held." in answer.text
    assert answer.request.args.to_dict() == {"q": "person-1"}
    assert owing.states() == [NoticeState.OWED, NoticeState.HELD, NoticeState.OWED]
    assert "2 letters are held." in organiser.post(f"{OUTBOX}all/hold", follow_redirects=True).text
    organiser.post(f"{OUTBOX}all/release", data={"state": "held"})
    assert owing.states() == [NoticeState.OWED] * 3


def test_a_selection_that_was_given_up_is_tried_again(
    app: Flask, organiser: FlaskClient, smtp_server: SmtpServer
) -> None:
    for person in owing.owe_invitations(2):
        smtp_server.refuse_recipient(person, "550 5.1.1 No such user")
    send(app)
    smtp_server.accept_everything()
    answer = organiser.post(f"{OUTBOX}all/retry", data={"state": "failed"}, follow_redirects=True)
    assert "2 letters are tried again." in answer.text
    send(app)
    assert owing.states() == [NoticeState.SENT] * 2


def test_a_letter_that_cannot_be_written_has_a_page_all_the_same(app: Flask, organiser: FlaskClient) -> None:
    notice = owing.notice(owing.owe_unwritable())
    send(app)
    page = organiser.get(f"{OUTBOX}{notice.key}/")
    assert page.status_code == 200
    assert "This letter cannot be written from what is stored." in page.text
    assert "<iframe" not in page.text
    assert organiser.get(f"{OUTBOX}{notice.key}/preview").status_code == 404


@pytest.mark.parametrize("path", ["", "preview", "letter.eml"])
def test_a_letter_that_is_not_there_is_missing(organiser: FlaskClient, path: str) -> None:
    assert organiser.get(f"{OUTBOX}nothing/{path}").status_code == 404


def test_a_viewer_reads_and_changes_nothing(app: Flask, viewer: FlaskClient) -> None:
    (person,) = owing.owe_invitations()
    for path in (OUTBOX, url_of(person)):
        page = viewer.get(path)
        assert page.status_code == 200
        assert 'action="/organise/letters/' not in page.text.replace(f'action="{OUTBOX}"', "")
    assert viewer.get(f"{url_of(person)}preview").status_code == 200
    assert viewer.post(f"{url_of(person)}hold").status_code == 403
    assert viewer.post(f"{OUTBOX}all/hold").status_code == 403
    send(app)
    assert viewer.get(f"{url_of(person)}letter.eml").status_code == 403
    assert owing.states() == [NoticeState.SENT]


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get(OUTBOX).status_code == 302
