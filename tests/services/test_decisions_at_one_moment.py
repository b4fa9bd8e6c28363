"""Decisions that meet each other at one moment: nobody hears twice, and nobody hears what was not seen."""

from functools import partial

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER
from tests.support.at_once import at_once
from tests.support.committees import a_call, an_application
from tests.support.letters import post_round, waiting
from webinars.models import Application, Decision
from webinars.models.database import db
from webinars.queries.rankings import due
from webinars.services import applications, decisions
from webinars.services.decisions import Selection, sight_of

LETTERS = {
    Decision.ACCEPT: "is accepted.",
    Decision.DECLINE: "is not accepted.",
}


def accepted(count: int) -> tuple[int, list[Application]]:
    call = a_call()
    rows = [an_application(call) for _ in range(count)]
    keys = [row.key for row in rows]
    decisions.decide(call.id, keys, Decision.ACCEPT, cohort_id=None, by=ORGANISER, now=NOW)
    return call.id, rows


def test_two_who_release_at_one_moment_send_one_letter_each(app: Flask, database: SQLAlchemy) -> None:
    call_id, rows = accepted(3)
    release = partial(
        decisions.release, call_id, Selection(), expected=sight_of(due(call_id)), by=ORGANISER, now=NOW
    )
    assert sorted(at_once(app, release, release)) == ["Stale", "done"]
    assert sorted(notice.application_id or 0 for notice in waiting()) == [row.id for row in rows]


def test_who_is_declined_while_another_releases_hears_the_one_or_the_other(
    app: Flask, database: SQLAlchemy
) -> None:
    call_id, (row,) = accepted(1)
    release = partial(
        decisions.release, call_id, Selection(), expected=sight_of(due(call_id)), by=ORGANISER, now=NOW
    )
    decline = partial(
        decisions.decide, call_id, [row.key], Decision.DECLINE, cohort_id=None, by=ORGANISER, now=NOW
    )
    outcomes = at_once(app, release, decline)
    assert outcomes in (["done", "Refusal"], ["Stale", "done"])
    if outcomes[0] == "Stale":
        decisions.release(call_id, Selection(), expected=None, by=ORGANISER, now=NOW)
    db.session.expire_all()
    decision = db.session.get_one(Application, row.id).told_decision
    assert decision is not None
    (letter,) = post_round(NOW)
    assert LETTERS[decision] in letter.text


def test_who_withdraws_while_another_releases_is_told_or_left_in_peace(
    app: Flask, database: SQLAlchemy
) -> None:
    call_id, (row,) = accepted(1)
    ident = row.id
    outcomes = at_once(
        app,
        partial(decisions.release, call_id, Selection(), expected=None, by=ORGANISER, now=NOW),
        partial(applications.withdraw, ident, now=NOW),
    )
    db.session.expire_all()
    is_told = db.session.get_one(Application, ident).told_decision is Decision.ACCEPT
    assert is_told is (outcomes[0] == "done")
