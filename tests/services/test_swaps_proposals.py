"""Presenters who ask each other to change places: who can be asked, what answers do, what overtakes them."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER, a_presenter
from tests.support.invited import notices
from tests.support.letters import post_round
from tests.support.parts import at
from tests.support.swapping import held, order_of, presenter_of, two_parts
from webinars.domain.errors import Missing, Refusal
from webinars.models import Answer, NoticeKind, Presenter, Record, Slot, SlotKind, SwapProposal, SwapState
from webinars.models.database import transaction
from webinars.queries.programmes import programme
from webinars.queries.swaps import partners, proposal_by_key, question_of, waiting_proposals
from webinars.services.presenters import remove
from webinars.services.sessions import cancel_session, move_session
from webinars.services.slots import SlotFields, edit_slot, move_down
from webinars.services.swaps import accept, propose, refuse, swap, withdraw

LATER = NOW + timedelta(hours=1)
DAY = timedelta(days=1)
agree = partial(accept, by=ORGANISER, now=LATER)
decline = partial(refuse, by=ORGANISER, now=LATER)
take_back = partial(withdraw, by=ORGANISER, now=LATER)


def asked(first: Slot, second: Slot, comment: str = "") -> SwapProposal:
    return propose(presenter_of(first).id, presenter_of(second).id, comment, by=ORGANISER, now=NOW)


def state(proposal: SwapProposal) -> SwapState:
    return proposal_by_key(proposal.key).state


def set_presenter(presenter: Presenter, **values: object) -> None:
    with transaction():
        for name, value in values.items():
            setattr(presenter, name, value)


def test_an_accepted_question_changes_places_and_tells_both_once(database: SQLAlchemy) -> None:
    _seminar, (first, _), (second, _) = two_parts([20, 20], [20, 20])
    proposal = asked(first, second, "I teach in the evening.")
    (question,) = post_round(NOW)
    assert question.letter.recipient == "evening-1@x.example"
    assert agree(proposal.key) is SwapState.AGREED
    assert [list(order_of(slot.session_id)) for slot in (second, first)] == [
        ["evening 1", "morning 2"],
        ["morning 1", "evening 2"],
    ]
    told = {one.letter.recipient: f"{one.event.start:%H:%M}" for one in post_round(LATER)}
    assert told == {"morning-1@x.example": "17:00", "evening-1@x.example": "10:00"}
    assert proposal_by_key(proposal.key).decided_at == LATER


def test_a_refused_question_changes_nothing_and_is_answered_by_letter(database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposal = asked(first, second)
    post_round(NOW)
    assert decline(proposal.key) is SwapState.REFUSED
    assert [held(slot).sequence for slot in (first, second)] == [0, 0]
    assert [one.letter.recipient for one in post_round(LATER)] == ["morning-1@x.example"]


def test_a_question_is_answered_once(database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposal = asked(first, second)
    decline(proposal.key)
    assert [answer(proposal.key) for answer in (agree, take_back, decline)] == [SwapState.REFUSED] * 3
    assert list(order_of(first.session_id)) == ["morning 1"]
    assert len(notices(NoticeKind.SWAP_PROPOSAL)) == 2


def test_a_question_taken_back_is_neither_sent_nor_answered(database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposal = asked(first, second)
    assert take_back(proposal.key) is SwapState.WITHDRAWN
    assert post_round(LATER) == []
    assert agree(proposal.key) is SwapState.WITHDRAWN
    assert list(order_of(first.session_id)) == ["morning 1"]


@pytest.mark.parametrize("answer", [accept, refuse])
@pytest.mark.parametrize(
    "change", ["title", "place", "part", "swap", "removed", "declined", "cancelled", "begun"]
)
def test_a_question_that_the_programme_overtook_changes_nothing(
    database: SQLAlchemy, change: str, answer: Callable[..., SwapState]
) -> None:
    seminar, (first, third), (second,) = two_parts([20, 20], [20])
    part, proposal, now = first.session_id, asked(first, second), LATER
    if change == "title":
        wanted = SlotFields(kind=SlotKind.PRESENTATION, minutes=20)
        edit_slot(second.id, wanted, expected=None, by=ORGANISER, now=NOW)
    elif change == "place":
        move_down(first.id, by=ORGANISER, now=NOW)
    elif change == "part":
        move_session(second.session_id, at("2026-11-25T18:00"), by=ORGANISER, now=NOW)
    elif change == "swap":
        swap(first.id, third.id, expected=None, by=ORGANISER, now=NOW)
    elif change == "removed":
        remove(presenter_of(second).id, by=ORGANISER, now=NOW)
    elif change == "declined":
        set_presenter(presenter_of(first), answer=Answer.DECLINED)
    elif change == "cancelled":
        cancel_session(second.session_id, by=ORGANISER, now=NOW)
    else:
        now = proposal.proposer_starts_at
    kept = order_of(part)
    assert (
        question_of(proposal_by_key(proposal.key), programme(seminar.id), now=now).state is SwapState.OUTDATED
    )
    assert answer(proposal.key, by=ORGANISER, now=now) is SwapState.OUTDATED
    assert (state(proposal), order_of(part)) == (SwapState.OUTDATED, kept)
    assert not [
        one for one in post_round(now) if one.letter.subject.startswith(("Change places?", "Your slot"))
    ]


def test_only_who_accepted_with_a_slot_of_that_length_ahead_can_be_asked(database: SQLAlchemy) -> None:
    seminar, morning, evening = two_parts([20, 20, 30, 20], [20, 20, 20])
    silent, twice, declined = (presenter_of(slot) for slot in (morning[1], evening[1], evening[2]))
    set_presenter(silent, answer=Answer.NEEDS_ACTION)
    a_presenter(evening[1], "MORNING-1@x.example", name="The same person", answer=Answer.ACCEPTED)
    set_presenter(declined, answer=Answer.DECLINED)
    own = presenter_of(morning[0])
    offered = partners(programme(seminar.id), own.id, now=NOW)
    assert [line.presenter.email for line in offered] == ["morning-4@x.example", "evening-1@x.example"]
    for other in (silent, twice, declined, own, presenter_of(morning[2])):
        with pytest.raises(Refusal, match="You cannot change places with this person now"):
            propose(own.id, other.id, "", by=ORGANISER, now=NOW)


def test_who_declined_or_has_begun_asks_nobody(database: SQLAlchemy) -> None:
    seminar, (first,), (second,) = two_parts([20], [20])
    own = presenter_of(first)
    begun = asked(first, second).proposer_starts_at
    assert partners(programme(seminar.id), own.id, now=begun) == ()
    set_presenter(own, answer=Answer.DECLINED)
    assert partners(programme(seminar.id), own.id, now=NOW) == ()


def test_one_question_at_a_time_and_a_refused_one_is_not_asked_again(database: SQLAlchemy) -> None:
    seminar, (first,), (second, third) = two_parts([20], [20, 20])
    proposal = asked(first, second)
    with pytest.raises(Refusal, match=r"^You have asked Presenter of evening 1 already\."):
        asked(first, third)
    assert [one.key for one in waiting_proposals(seminar.id)] == [proposal.key]
    decline(proposal.key)
    with pytest.raises(Refusal, match=r"^Presenter of evening 1 keeps the slot\."):
        asked(first, second)
    move_session(first.session_id, at("2026-11-25T09:00"), by=ORGANISER, now=NOW)
    assert asked(first, second).state is SwapState.WAITING


def test_five_questions_a_day_are_the_most(database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    for _ in range(5):
        take_back(asked(first, second).key)
    with pytest.raises(Refusal, match=r"^You have asked often today\."):
        asked(first, second)
    ask = partial(propose, presenter_of(first).id, presenter_of(second).id, "", by=ORGANISER)
    assert ask(now=NOW + DAY).state is SwapState.WAITING


def test_who_presents_no_longer_asks_nobody(database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    remove(presenter_of(first).id, by=ORGANISER, now=NOW)
    with pytest.raises(Missing):
        asked(first, second)


def test_the_log_says_who_asked_whom_and_what_came_of_it(database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    decline(asked(first, second).key)
    take_back(asked(second, first).key)
    records = database.session.scalars(select(Record).order_by(Record.id)).all()
    assert [(one.verb, one.title) for one in records] == [
        ("proposed swap", "Presenter of morning 1"),
        ("refused swap", "Presenter of morning 1"),
        ("proposed swap", "Presenter of evening 1"),
        ("withdrew swap", "Presenter of evening 1"),
    ]
    assert records[0].changes == {"swap_with": [None, "Presenter of evening 1"]}
