"""Another time that a presenter's calendar proposed, on their own page: it waits, and what became of it."""

from datetime import datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.support.databases import ON_SQLITE
from tests.support.invited import a_speaker, again
from tests.support.moments import DAY, HOUR
from tests.support.proposals import OLGA, PROPOSED, latest, proposed
from tests.support.registrants import token
from webinars.domain.links import Purpose
from webinars.models import Invitation, Presenter, Session
from webinars.services import replies
from webinars.services.sessions import SessionTime, move_session

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

WAITS = "You proposed another time. The host has not decided yet."
Speaker = tuple[Session, Presenter, Invitation]


@pytest.fixture
def speaker(database: SQLAlchemy, now: datetime) -> Speaker:
    session, _slot, presenter, invitation = a_speaker(now, zone="Europe/Paris")
    return session, presenter, invitation


def shown(client: FlaskClient, presenter: Presenter) -> str:
    """Give the section of the page that says when the person presents."""
    page = client.get(f"/presenters/{token(Purpose.PRESENTER, presenter)}/")
    return unescape(page.text).partition("<h2>When</h2>")[2].partition("</section>")[0]


def test_who_proposed_nothing_reads_of_no_proposal(client: FlaskClient, speaker: Speaker) -> None:
    assert "You proposed" not in shown(client, speaker[1])


def test_a_waiting_proposal_is_shown_with_its_time_and_comment(
    client: FlaskClient, speaker: Speaker, now: datetime
) -> None:
    _session, presenter, invitation = speaker
    proposed(invitation, now=now + HOUR, comment="I land at eight.")
    page = shown(client, presenter)
    assert WAITS in page
    assert "<q>I land at eight.</q>" in page
    assert "Thursday 26 November 2026" in page.partition(WAITS)[2]
    assert ">10:00" in page.partition(WAITS)[2]


def test_of_two_proposals_the_last_one_is_shown(client: FlaskClient, speaker: Speaker, now: datetime) -> None:
    _session, presenter, invitation = speaker
    proposed(invitation, now=now + HOUR)
    proposed(invitation, PROPOSED + timedelta(days=1), now=now + 2 * HOUR)
    page = shown(client, presenter)
    assert page.count("You proposed another time.") == 1
    assert "Friday 27 November 2026" in page


def test_an_accepted_proposal_says_so(client: FlaskClient, speaker: Speaker, now: datetime) -> None:
    _session, presenter, invitation = speaker
    proposed(invitation, now=now + HOUR)
    replies.accept_proposal(latest(), expected=None, by=OLGA, now=now + DAY)
    page = shown(client, presenter)
    assert "You proposed another time. The host accepted it, and the time has changed." in page
    assert WAITS not in page


def test_a_refused_proposal_says_so(client: FlaskClient, speaker: Speaker, now: datetime) -> None:
    _session, presenter, invitation = speaker
    proposed(invitation, now=now + HOUR)
    replies.refuse_proposal(latest(), by=OLGA, now=now + DAY)
    page = shown(client, presenter)
    assert "You proposed another time. The host declined it." in page
    assert "Thursday 26 November 2026" in page


def test_a_proposal_that_waits_while_the_part_was_moved_says_both(
    client: FlaskClient, speaker: Speaker, now: datetime
) -> None:
    session, presenter, invitation = speaker
    proposed(invitation, now=now + HOUR)
    starts = datetime.fromisoformat("2026-11-25T19:00")
    later = SessionTime(local_start=starts, zone="Asia/Tokyo", minutes=120)
    move_session(session.id, later, expected=None, by=OLGA, now=now + DAY)
    assert again(invitation).sequence == 1
    words = "You proposed another time, and the time was changed after that. The host has not decided yet."
    assert words in shown(client, presenter)
