"""Letters about changing places: the question with both times on the reader's clock, and the answer."""

from datetime import timedelta

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER
from tests.support.applications import SECRETS
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from tests.support.statements import count_statements
from tests.support.swapping import presenter_of, two_parts
from webinars.domain.links import Purpose, read
from webinars.models import Notice, Slot, SwapProposal
from webinars.queries.notices import load
from webinars.services.slots import move_down
from webinars.services.swaps import propose, refuse

pytestmark = ON_SQLITE

LATER = NOW + timedelta(hours=1)


def question(first: Slot, second: Slot, comment: str = "") -> tuple[SwapProposal, Read]:
    proposal = propose(presenter_of(first).id, presenter_of(second).id, comment, by=ORGANISER, now=NOW)
    (letter,) = post_round(NOW)
    return proposal, letter


def test_the_question_says_who_asks_and_from_when_to_when_on_the_readers_clock(
    app: Flask, database: SQLAlchemy
) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    _proposal, letter = question(first, second, "I teach in the evening.")
    assert letter.letter.subject == "Change places? Recovery of cities: evening 1"
    assert "Presenter of morning 1 asks you to change places in the programme." in letter.text
    # The reader is in Paris, eight hours behind Tokyo: from nine to two in the night, if they accept.
    now, _, then = letter.text.partition("Your slot now")[2].partition("Your slot if you accept")
    assert [clock in now for clock in ("09:00–09:20", "17:00–17:20")] == [True] * 2
    assert [clock in then for clock in ("02:00–02:20", "10:00–10:20")] == [True] * 2
    assert ("Was:" in letter.text, "Now:" in letter.text) == (False, False)
    assert "I teach in the evening." in letter.text
    assert "morning 1" in letter.text
    assert not [part for part in letter.message.walk() if part.get_content_type() == "text/calendar"]


def test_its_link_names_the_question_and_ends_with_the_readers_other_links(
    app: Flask, database: SQLAlchemy
) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposal, letter = question(first, second)
    token = letter.text.partition("/swaps/")[2].partition("/")[0]
    assert read(SECRETS["SECRET_KEY"], Purpose.SWAP, token, now=LATER) == (proposal.key, 1)


def test_a_question_that_was_overtaken_is_not_sent(database: SQLAlchemy) -> None:
    _seminar, (first, _), (second,) = two_parts([20, 20], [20])
    propose(presenter_of(first).id, presenter_of(second).id, "", by=ORGANISER, now=NOW)
    move_down(first.id, by=ORGANISER, now=NOW)
    recipients = [one.letter.recipient for one in post_round(NOW)]
    assert recipients == ["morning-1@x.example", "morning-2@x.example"]


def test_who_asked_reads_that_the_slot_stays(database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposal, _letter = question(first, second)
    refuse(proposal.key, by=ORGANISER, now=LATER)
    (answer,) = post_round(LATER)
    assert (answer.letter.recipient, answer.letter.subject) == (
        "morning-1@x.example",
        "Your slot stays: Recovery of cities: morning 1",
    )
    assert "Presenter of evening 1 cannot change places with you." in answer.text
    assert "02:00–02:20" in answer.text


def test_questions_are_read_together_in_one_statement_more(database: SQLAlchemy) -> None:
    _seminar, (first, third), (second, fourth) = two_parts([20, 20], [20, 20])
    for one, other in ((first, second), (third, fourth)):
        propose(presenter_of(one).id, presenter_of(other).id, "", by=ORGANISER, now=NOW)
    ids = list(database.session.scalars(database.select(Notice.id)))
    with count_statements() as alone:
        load(ids[:1])
    with count_statements() as together:
        load(ids)
    assert len(alone) == len(together)
