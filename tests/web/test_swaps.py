"""Changing places by agreement, over HTTP: asked on the own page, answered by signed link, by POST only."""

from html import unescape

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER, a_presenter
from tests.support.applications import SECRETS
from tests.support.databases import ON_SQLITE
from tests.support.registrants import token
from tests.support.swapping import order_of, presenter_of, two_parts
from webinars.domain.links import Purpose, sign
from webinars.models import Answer, Presenter, Slot, SwapProposal, SwapState
from webinars.models.database import db
from webinars.services.presenters import remove
from webinars.services.slots import move_down
from webinars.services.swaps import propose

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


def own(presenter: Presenter, rest: str = "") -> str:
    return f"/presenters/{token(Purpose.PRESENTER, presenter)}/{rest}"


def answer_url(proposal: SwapProposal, rest: str = "", *, revision: int = 1) -> str:
    return f"/swaps/{sign(SECRETS['SECRET_KEY'], Purpose.SWAP, proposal.key, revision)}/{rest}"


def text(client: FlaskClient, path: str) -> str:
    return unescape(client.get(path).text)


def asked(first: Slot, second: Slot, comment: str = "") -> SwapProposal:
    return propose(presenter_of(first).id, presenter_of(second).id, comment, by=ORGANISER, now=NOW)


def state() -> SwapState:
    return SwapState(db.session.scalars(db.select(SwapProposal.state)).one())


def test_a_presenter_asks_on_the_own_page_and_the_other_accepts(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposer, other = presenter_of(first), presenter_of(second)
    assert "Ask another presenter to change places" in text(client, own(proposer))
    page = text(client, own(proposer, "swap"))
    # On the clock of who asks, in Paris.
    assert "Wednesday 25 November 2026, 09:00–09:20 · evening 1 · Presenter of evening 1" in page
    data = {"asked": other.key, "comment": "I teach in the evening."}
    answer = client.post(own(proposer, "swap"), data=data)
    assert (answer.status_code, answer.location) == (303, own(proposer))
    assert "You asked Presenter of evening 1 to change places" in text(client, own(proposer))
    proposal = db.session.scalars(db.select(SwapProposal)).one()
    assert answer_url(proposal) in text(client, own(other))
    question = text(client, answer_url(proposal))
    words = ("Presenter of morning 1 asks you to change places.", "I teach in the evening.", "02:00", "10:00")
    assert [word in question for word in words] == [True] * 4
    accepted = client.post(answer_url(proposal, "accept"))
    assert (accepted.status_code, accepted.location) == (303, answer_url(proposal))
    assert "You changed places." in text(client, answer_url(proposal))
    assert (state(), presenter_of(first).answer) == (SwapState.AGREED, Answer.NEEDS_ACTION)
    assert "You and Presenter of evening 1 changed places." in text(client, own(proposer, "swap"))


def test_the_other_keeps_the_slot(client: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposal = asked(first, second)
    assert client.post(answer_url(proposal, "refuse")).status_code == 303
    assert "You keep your slot. Presenter of morning 1 is told." in text(client, answer_url(proposal))
    page = text(client, own(presenter_of(first), "swap"))
    assert "Presenter of evening 1 cannot change places with you." in page
    assert list(order_of(first.session_id)) == ["morning 1"]


def test_opening_the_link_decides_nothing(client: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposal = asked(first, second)
    client.get(answer_url(proposal))
    assert client.get(answer_url(proposal, "accept")).status_code == 405
    assert state() is SwapState.WAITING


def test_a_time_at_night_is_said_before_it_is_accepted(client: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    page = text(client, answer_url(asked(first, second)))
    assert "Presenter of evening 1: Cannot attend any more" in page
    assert "Enters: impossible hours." in page
    assert "Presenter of morning 1: " not in page


def test_a_question_is_taken_back_by_who_asked(client: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposal, proposer = asked(first, second), presenter_of(first)
    page = text(client, own(proposer, "swap"))
    assert "You asked Presenter of evening 1, and there is no answer yet." in page
    assert "Ask to change places" not in page
    assert client.post(own(proposer, "swap/withdraw")).status_code == 303
    assert "Presenter of morning 1 took the question back." in text(client, answer_url(proposal))
    client.post(answer_url(proposal, "accept"))
    assert state() is SwapState.WITHDRAWN
    assert client.post(own(proposer, "swap/withdraw")).status_code == 303


def test_a_question_that_the_programme_overtook_says_so_on_both_pages(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    _seminar, (first, _), (second,) = two_parts([20, 20], [20])
    proposal = asked(first, second)
    move_down(first.id, by=ORGANISER, now=NOW)
    assert "The programme changed since Presenter of morning 1 asked you." in text(
        client, answer_url(proposal)
    )
    client.post(answer_url(proposal, "accept"))
    assert (state(), list(order_of(second.session_id))) == (SwapState.OUTDATED, ["evening 1"])
    page = text(client, own(presenter_of(first), "swap"))
    assert "The programme changed since you asked Presenter of evening 1." in page
    assert "Ask to change places" in page


@pytest.mark.parametrize("who", ["nobody", "", "self", "another seminar"])
def test_who_is_not_on_the_list_cannot_be_asked(client: FlaskClient, database: SQLAlchemy, who: str) -> None:
    _seminar, (first,), (_second,) = two_parts([20], [20])
    _other, (stranger,), _evening = two_parts([20], [])
    keys = {"self": presenter_of(first).key, "another seminar": presenter_of(stranger).key}
    answer = client.post(own(presenter_of(first), "swap"), data={"asked": keys.get(who, who)})
    assert answer.status_code == 422
    assert db.session.scalars(db.select(SwapProposal)).all() == []


def test_who_can_ask_nobody_is_told_why_and_finds_no_link(client: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first,), (_second,) = two_parts([20], [30])
    assert "change places" not in text(client, own(presenter_of(first)))
    page = text(client, own(presenter_of(first), "swap"))
    assert "Nobody can be asked now" in page
    assert "Ask to change places" not in page


def test_forged_outdated_and_foreign_links_answer_nothing(client: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    proposal = asked(first, second)
    as_presenter = sign(SECRETS["SECRET_KEY"], Purpose.PRESENTER, proposal.key, 1)
    paths = ("/swaps/forged/", f"/swaps/{as_presenter}/", answer_url(proposal, revision=2))
    for path in paths:
        assert client.get(path).status_code == 410
        assert client.post(f"{path}accept").status_code == 410
    assert client.get(answer_url(SwapProposal(key="unknown"))).status_code == 404
    remove(presenter_of(second).id, by=ORGANISER, now=NOW)
    assert client.post(answer_url(proposal, "accept")).status_code == 410
    assert state() is SwapState.WAITING


def test_who_presents_together_is_told_that_they_move_too(client: FlaskClient, database: SQLAlchemy) -> None:
    _seminar, (first,), (second,) = two_parts([20], [20])
    a_presenter(second, "otto@x.example", name="Otto Other", answer=Answer.ACCEPTED)
    a_presenter(second, "dora@x.example", name="Dora Declined", answer=Answer.DECLINED)
    assert "Who presents with you moves too: Otto Other." in text(client, answer_url(asked(first, second)))
