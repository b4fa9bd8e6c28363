"""The queue of replies over HTTP: what came back and from whom, what can be done, and who may."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.registrants import a_seated, an_evening
from tests.support.returned import a_proposal, a_returned, a_stranger, again, words
from tests.support.statements import count_statements
from webinars.models import Invitation, Notice, Presenter, RoleName, Seminar, Session
from webinars.models.database import db, transaction
from webinars.models.replies import Standing
from webinars.services import invitations

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/replies/"


def test_an_empty_queue_says_what_would_be_in_it(office: FlaskClient) -> None:
    assert "No reply waits for you" in words(office.get(URL))
    assert "No reply fits these filters" in words(office.get(f"{URL}?what=bounces"))


def test_an_unknown_answer_shows_who_said_what_to_what(office: FlaskClient, event: Invitation) -> None:
    reply = a_stranger(event, comment="<b>I come</b>", sender="other@paris.example")
    answer = office.get(URL)
    assert "&lt;b&gt;I come&lt;/b&gt;" in answer.get_data(as_text=True)
    page = words(answer)
    for shown in ("carl@paris.example", "Recovery of cities: Rivers", "Said Accepted", "other@paris.example"):
        assert shown in page
    assert office.post(f"{URL}{reply.key}/seen").status_code == 303
    assert again(reply).standing is Standing.SEEN
    assert "No reply waits for you" in words(office.get(URL))


def test_a_returned_letter_says_why_and_where_the_address_is_corrected(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = a_seated(seminar, evening, name="Claire Fontaine")
    a_returned(seminar, person)
    answer = office.get(URL)
    page = words(answer)
    assert "This mailbox does not exist. Ask for the right address." in page
    assert "5.1.1 smtp; 550 5.1.1 user unknown" in page
    own = f"/organise/seminars/partners-7/registrations/{person.key}"
    assert f'href="{own}#address"' in answer.get_data(as_text=True)
    assert "Letters to this address come back" in words(office.get(own))
    listed = office.get("/organise/seminars/partners-7/registrations/")
    assert "Address came back" in words(listed)


def test_an_organiser_asks_another_address_of_a_registrant(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = a_seated(seminar, evening)
    own = f"/organise/seminars/partners-7/registrations/{person.key}"
    answer = office.post(f"{own}/address", data={"email": "claire@paris.example"})
    assert (answer.status_code, answer.headers["Location"]) == (303, own)
    page = words(office.get(own))
    assert "claire@paris.example is not confirmed yet" in page
    assert "Olga Organiser" in page
    refused = words(office.post(f"{own}/address", data={"email": "nobody"}), 422)
    assert "This is no mail address." in refused


def test_a_corrected_address_is_no_longer_asked_for(
    office: FlaskClient, seminar: Seminar, presenter: Presenter
) -> None:
    a_returned(seminar, presenter)
    edit = f"/organise/seminars/partners-7/presenters/{presenter.key}"
    assert f'href="{edit}#email"' in office.get(URL).get_data(as_text=True)
    form = {"name": "Paula", "email": "new@paris.example", "language": "en", "zone": "Europe/Paris"}
    assert office.post(edit, data={**form, "version": presenter.version}).status_code == 303
    answer = office.get(URL)
    assert "The address was corrected since" in words(answer)
    assert f'href="{edit}#email"' not in answer.get_data(as_text=True)


def test_filters_leave_only_what_they_name(
    office: FlaskClient, seminar: Seminar, event: Invitation, presenter: Presenter
) -> None:
    a_proposal(event), a_stranger(event), a_returned(seminar, presenter)
    builders.a_seminar(slug="other")
    found = {
        query: words(office.get(f"{URL}?{query}")).count("Seen")
        + words(office.get(f"{URL}?{query}")).count("Refuse: the time stays")
        for query in (
            "",
            "what=proposals",
            "what=unknown",
            "what=bounces",
            "seminar=other",
            "seminar=partners-7",
        )
    }
    assert list(found.values()) == [3, 1, 1, 1, 0, 3]
    assert office.get(f"{URL}?what=rain").status_code == 400


def test_a_decision_returns_to_the_same_filters(office: FlaskClient, event: Invitation) -> None:
    reply = a_stranger(event)
    answer = office.post(f"{URL}{reply.key}/seen?what=unknown&seminar=partners-7")
    assert answer.headers["Location"] == f"{URL}?what=unknown&seminar=partners-7"


def test_viewers_look_and_decide_nothing(app: Flask, event: Invitation) -> None:
    reply = a_proposal(event)
    viewer = signed_in(app, RoleName.VIEWER)
    page = words(viewer.get(URL))
    assert ("Paula Presenter" in page, "Accept and move" in page) == (True, False)
    for decision in ("accept", "refuse", "seen"):
        assert viewer.post(f"{URL}{reply.key}/{decision}").status_code == 403
    assert again(reply).standing is Standing.WAITING


def test_a_reply_that_is_not_there_is_missing(office: FlaskClient) -> None:
    for decision in ("accept", "refuse", "seen"):
        assert office.post(f"{URL}unknown/{decision}").status_code == 404
    assert office.post(f"{URL}unknown/burn").status_code == 404


def test_a_long_queue_has_pages(make_app: Callable[..., Flask], event: Invitation) -> None:
    for number in range(3):
        a_stranger(event, attendee=f"stranger-{number}@x.example")
    office = signed_in(make_app(PAGE_SIZE=2))
    assert "stranger-2@x.example" not in words(office.get(URL))
    assert "stranger-2@x.example" in words(office.get(f"{URL}?page=2"))
    assert office.get(f"{URL}?page=3").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_statements_for_one_and_for_three_of_each(
    office: FlaskClient, seminar: Seminar, count: int
) -> None:
    for number in range(count):
        part = an_evening(seminar, key=f"part-{number}")
        slot = builders.a_slot(part)
        presenter = builders.a_presenter(slot)
        with transaction():
            event = invitations.invite_presenter(presenter, slot, part, now=NOW)
        a_proposal(event), a_stranger(event), a_returned(seminar, a_seated(seminar, part))
    db.session.remove()
    with count_statements() as statements:
        page = words(office.get(URL))
    assert page.count("Accept and move the part") == count
    # The account, the seminars, the counts, 6 for the page and 2 for what accepting would move.
    assert len(statements) == 11, statements


def test_an_address_that_came_back_is_marked_wherever_it_stands(
    office: FlaskClient, seminar: Seminar, presenter: Presenter
) -> None:
    reply = a_returned(seminar, presenter)
    delegation = builders.a_delegation(
        seminar, builders.a_city(), focal_email="focal@paris.example", undeliverable_at=NOW
    )
    own = "/organise/seminars/partners-7"
    assert "Address came back" in words(office.get(f"{own}/presenters/"))
    assert "Letters to this address come back" in words(office.get(f"{own}/presenters/{presenter.key}"))
    assert "Address came back" in words(office.get(f"{own}/delegations/"))
    assert "Letters to this address come back" in words(office.get(f"{own}/delegations/{delegation.key}"))
    with transaction():
        notice = db.session.get_one(Notice, reply.notice_id)
        notice.bounced_at, notice.bounce_reason = NOW, "5.2.2 smtp; 552 5.2.2 over quota"
    letter = words(office.get(f"/organise/letters/{notice.key}/"))
    assert "This letter came back. The mailbox is full." in letter
    assert "552 5.2.2 over quota" in letter
