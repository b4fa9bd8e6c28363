"""Substitutes: who declines names somebody else, and of those who are asked for one place one presents."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.at_once import at_once
from tests.support.letters import post_round
from tests.support.registrants import an_evening
from webinars.domain.errors import BadLink, Forbidden, Refusal
from webinars.models import (
    Answer,
    Invitation,
    InvitationState,
    Presenter,
    Record,
    Slot,
)
from webinars.models.database import db
from webinars.queries.presenters import presenter_by_link
from webinars.services.presenters import (
    OwnTexts,
    PresenterFields,
    Substitute,
    answer,
    assign,
    edit_own,
    name_substitute,
    remove,
)
from webinars.services.records import Actor
from webinars.services.sessions import cancel_session, restore_session

PAULA = Actor("Paula Presenter")
OTTO = Substitute(name="Otto Other", email="otto@paris.example")
LATER = NOW + timedelta(hours=1)
OPEN, CLOSED = InvitationState.OPEN, InvitationState.CLOSED


@pytest.fixture
def slot(database: SQLAlchemy) -> Slot:
    return builders.a_slot(an_evening(builders.a_seminar()), title=builders.text("Rivers"))


@pytest.fixture
def paula(slot: Slot) -> Presenter:
    return asked(slot, "paula@paris.example")


def asked(slot: Slot, email: str, name: str = "Paula Presenter") -> Presenter:
    wanted = PresenterFields(name=name, email=email, language="ja", zone="Asia/Tokyo")
    return assign(slot.id, None, wanted, by=ORGANISER, now=NOW)


def named(presenter: Presenter, wanted: Substitute = OTTO, comment: str = "Ill.") -> Presenter:
    return name_substitute(presenter.id, comment, wanted, by=PAULA, now=LATER)


def say(presenter: Presenter, said: Answer) -> Presenter:
    return answer(presenter.id, said, "", by=PAULA, now=LATER)


def again(presenter: Presenter) -> Presenter:
    return db.session.get_one(Presenter, presenter.id, populate_existing=True)


def calendars() -> list[tuple[str, InvitationState]]:
    rows = select(Invitation).order_by(Invitation.id).execution_options(populate_existing=True)
    return [(one.attendee_email.partition("@")[0], one.state) for one in db.session.scalars(rows)]


def test_a_substitute_is_invited_at_once_in_the_language_and_zone_of_who_declined(paula: Presenter) -> None:
    post_round(NOW)
    otto = named(paula)
    assert (otto.substitute_for_id, otto.language, otto.zone, otto.answer) == (
        paula.id,
        "ja",
        "Asia/Tokyo",
        Answer.NEEDS_ACTION,
    )
    letters = {one.letter.recipient: one.calendar["METHOD"] for one in post_round(LATER)}
    assert letters == {"paula@paris.example": "CANCEL", "otto@paris.example": "REQUEST"}
    assert (again(paula).answer, again(paula).answer_comment) == (Answer.DECLINED, "Ill.")


def test_the_letter_that_takes_the_event_away_says_that_they_declined(slot: Slot) -> None:
    english = PresenterFields(name="Paula", email="paula@paris.example", language="en", zone="Europe/Paris")
    paula = assign(slot.id, None, english, by=ORGANISER, now=NOW)
    post_round(NOW)
    named(paula)
    cancelled, invited = post_round(LATER)
    assert "You declined, and somebody else is asked to present." in cancelled.text
    assert "With: " not in invited.text


def test_the_log_says_who_declined_and_whom_they_named(database: SQLAlchemy, paula: Presenter) -> None:
    otto = named(paula)
    lines = select(Record).where(Record.verb.in_(("answered", "named"))).order_by(Record.id)
    answered, substituted = database.session.scalars(lines).all()
    assert (answered.noun_id, answered.actor) == (paula.id, "Paula Presenter")
    assert (substituted.noun_id, substituted.changes) == (
        otto.id,
        {"substitute_for": [None, "Paula Presenter"]},
    )


def test_who_has_declined_names_somebody_later(paula: Presenter) -> None:
    answer(paula.id, Answer.DECLINED, "Ill.", by=PAULA, now=NOW)
    named(paula)
    assert calendars() == [("paula", CLOSED), ("otto", OPEN)]


def test_a_substitute_who_declines_names_the_next_one(paula: Presenter) -> None:
    nora = Substitute(name="Nora Next", email="nora@paris.example")
    named(named(paula), nora)
    assert calendars() == [("paula", CLOSED), ("otto", CLOSED), ("nora", OPEN)]


def test_once_a_substitute_has_declined_the_first_one_names_another(paula: Presenter) -> None:
    say(named(paula), Answer.DECLINED)
    named(paula, Substitute(name="Nora Next", email="nora@paris.example"))
    assert calendars() == [("paula", CLOSED), ("otto", CLOSED), ("nora", OPEN)]


def test_while_somebody_is_asked_nobody_else_is(paula: Presenter) -> None:
    named(paula)
    with pytest.raises(Refusal, match="Otto Other is asked in your place already"):
        named(paula, Substitute(name="Nora Next", email="nora@paris.example"))


@pytest.mark.parametrize("email", ["PAULA@paris.example", "mia@paris.example"])
def test_who_presents_in_the_slot_is_no_substitute(slot: Slot, paula: Presenter, email: str) -> None:
    asked(slot, "mia@paris.example", "Mia")
    with pytest.raises(Refusal, match="asked for this slot already") as refused:
        named(paula, Substitute(name="Anybody", email=email))
    assert refused.value.field == "substitute_email"
    assert again(paula).answer is Answer.NEEDS_ACTION


def test_nobody_is_named_for_a_part_that_does_not_take_place(slot: Slot, paula: Presenter) -> None:
    cancel_session(slot.session_id, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal, match="does not take place"):
        named(paula)


def test_a_restored_part_asks_the_substitute_again_and_not_who_declined(slot: Slot, paula: Presenter) -> None:
    named(paula)
    post_round(LATER)
    cancel_session(slot.session_id, by=ORGANISER, now=LATER)
    post_round(LATER)
    restore_session(slot.session_id, by=ORGANISER, now=LATER)
    assert calendars() == [("paula", CLOSED), ("otto", OPEN)]
    assert again(paula).answer is Answer.DECLINED


def test_the_substitute_of_a_manager_manages(database: SQLAlchemy, slot: Slot) -> None:
    manager = builders.a_presenter(slot, is_manager=True)
    assert named(manager).is_manager


def test_who_presents_after_all_takes_the_place_back_from_who_has_not_answered(paula: Presenter) -> None:
    post_round(NOW)
    otto = named(paula)
    post_round(LATER)
    say(paula, Answer.ACCEPTED)
    assert again(paula).answer is Answer.ACCEPTED
    assert again(otto).removed_at == LATER
    assert calendars() == [("paula", OPEN), ("otto", CLOSED)]
    letters = {one.letter.recipient: one for one in post_round(LATER)}
    assert letters["otto@paris.example"].calendar["METHOD"] == "CANCEL"
    event = letters["paula@paris.example"].event
    assert (event["SEQUENCE"], event["ATTENDEE"].params["PARTSTAT"]) == (2, "ACCEPTED")


def test_whose_place_was_taken_back_reads_who_presents(paula: Presenter) -> None:
    otto = named(paula)
    say(paula, Answer.ACCEPTED)
    with pytest.raises(BadLink, match="Paula Presenter presents in your place now"):
        say(otto, Answer.ACCEPTED)
    with pytest.raises(BadLink, match="Paula Presenter presents in your place now"):
        presenter_by_link(otto.key, 1)


def test_who_was_removed_by_the_organiser_reads_that_and_nothing_else(paula: Presenter) -> None:
    otto = named(paula)
    remove(otto.id, by=ORGANISER, now=LATER)
    with pytest.raises(BadLink, match="no longer asked"):
        presenter_by_link(otto.key, 1)


def test_once_the_substitute_has_accepted_the_first_one_reads_who_presents(paula: Presenter) -> None:
    say(named(paula), Answer.ACCEPTED)
    with pytest.raises(Refusal, match="Otto Other presents in your place now"):
        say(paula, Answer.ACCEPTED)
    assert calendars() == [("paula", CLOSED), ("otto", OPEN)]


def test_who_named_a_substitute_writes_no_longer_what_is_theirs(paula: Presenter) -> None:
    wanted = OwnTexts(biography="", title=builders.text("Bridges"))
    edit_own(paula.id, wanted, by=PAULA, now=LATER)
    otto = named(paula)
    with pytest.raises(Forbidden) as forbidden:
        edit_own(paula.id, replace(wanted, title=builders.text("Tunnels")), by=PAULA, now=LATER)
    assert forbidden.value.values == {"name": "Otto Other"}
    edit_own(paula.id, OwnTexts(biography="Engineer."), by=PAULA, now=LATER)
    edit_own(otto.id, replace(wanted, title=builders.text("Parks")), by=PAULA, now=LATER)


def test_who_accepts_twice_presents_once(paula: Presenter) -> None:
    otto = named(paula)
    say(otto, Answer.ACCEPTED)
    assert say(otto, Answer.ACCEPTED).answer is Answer.ACCEPTED


def test_co_presenters_have_places_of_their_own(slot: Slot, paula: Presenter) -> None:
    mia = asked(slot, "mia@paris.example", "Mia")
    say(paula, Answer.ACCEPTED)
    assert say(mia, Answer.ACCEPTED).answer is Answer.ACCEPTED


def test_of_two_who_accept_one_place_at_one_moment_one_wins(app: Flask, paula: Presenter) -> None:
    otto = named(paula)
    yes = [partial(answer, one.id, Answer.ACCEPTED, "", by=PAULA, now=LATER) for one in (paula, otto)]
    outcomes = at_once(app, *yes)
    first_won = outcomes[0] == "done"
    assert outcomes == (["done", "BadLink"] if first_won else ["Refusal", "done"])
    presents = [
        one for one in (again(paula), again(otto)) if one.answer is Answer.ACCEPTED and not one.removed_at
    ]
    assert [one.name for one in presents] == ["Paula Presenter" if first_won else "Otto Other"]
    assert [name for name, state in calendars() if state is OPEN] == ["paula" if first_won else "otto"]


def test_of_two_substitutes_named_at_one_moment_one_is_asked(app: Flask, paula: Presenter) -> None:
    others = [Substitute(name=name, email=f"{name}@paris.example") for name in ("nora", "olaf")]
    outcomes = at_once(
        app, *(partial(name_substitute, paula.id, "", one, by=PAULA, now=LATER) for one in others)
    )
    assert sorted(outcomes) == ["Refusal", "done"]
    assert len([state for _name, state in calendars() if state is OPEN]) == 1
