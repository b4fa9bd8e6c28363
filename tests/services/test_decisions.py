"""What is decided, who hears it, and that nobody ever hears two things that contradict each other."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import ORGANISER, text
from tests.support.committees import a_call, a_cohort, a_reviewer, an_application
from tests.support.letters import post_round, waiting
from webinars.domain.errors import Refusal, Stale
from webinars.domain.texts import LocalizedText
from webinars.models import Application, ApplicationState, Call, Decision, Record
from webinars.models.database import db
from webinars.queries.rankings import cohorts_of, decision_log, due
from webinars.services import decisions
from webinars.services.decisions import Selection, sight_of

EVERYBODY = Selection()


def decide(
    call: Call, decision: Decision | None, *applications: Application, now: datetime, **values: Any
) -> int:
    keys = [one.key for one in applications]
    cohort_id = values.pop("cohort_id", None)
    return decisions.decide(call.id, keys, decision, cohort_id=cohort_id, by=ORGANISER, now=now)


def release(call: Call, wanted: Selection = EVERYBODY, *, now: datetime, expected: str | None = None) -> int:
    return decisions.release(call.id, wanted, expected=expected, by=ORGANISER, now=now).letters


def stored(application: Application) -> Application:
    return db.session.get_one(Application, application.id)


def test_a_decision_is_written_down_and_nobody_hears_of_it(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    cohort, (first, second) = a_cohort(call), (an_application(call), an_application(call))
    assert decide(call, Decision.ACCEPT, first, second, now=now, cohort_id=cohort.id) == 2
    row = stored(first)
    assert (row.decision, row.cohort_id, row.decided_at) == (Decision.ACCEPT, cohort.id, now)
    assert (row.told_decision, row.released_at) == (None, None)
    assert waiting() == []


def test_the_log_says_who_decided_what_and_when_it_was_released(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    cohort, application = a_cohort(call), an_application(call)
    decide(call, Decision.ACCEPT, application, now=now, cohort_id=cohort.id)
    decide(call, Decision.ACCEPT, application, now=now, cohort_id=cohort.id)
    release(call, now=now)
    logged = [(one.verb, one.actor, one.changes) for one in decision_log(call.id, number=1, size=50).items]
    assert logged == [
        ("released", "Olga Organiser", {"told_decision": [None, "accept"]}),
        ("decided", "Olga Organiser", {"decision": [None, "accept"], "cohort_id": [None, "First batch"]}),
    ]


def test_before_the_close_nothing_is_decided(database: SQLAlchemy, now: datetime) -> None:
    call = a_call(closes_at=now + timedelta(seconds=1))
    with pytest.raises(Refusal, match="not closed yet"):
        decide(call, Decision.ACCEPT, an_application(call), now=now)


def test_a_draft_a_withdrawn_one_and_one_of_another_call_are_not_decided(
    database: SQLAlchemy, now: datetime
) -> None:
    call, other = a_call(), a_call()
    sent = an_application(call)
    for wrong in (
        an_application(call, state=ApplicationState.DRAFT, sent_at=None),
        an_application(call, state=ApplicationState.WITHDRAWN),
        an_application(other),
    ):
        with pytest.raises(Refusal) as refused:
            decide(call, Decision.DECLINE, sent, wrong, now=now)
        assert refused.value.field == "applications"
    assert stored(sent).decision is None


def test_a_cohort_of_another_call_is_refused(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    with pytest.raises(Refusal) as refused:
        decide(call, Decision.ACCEPT, an_application(call), now=now, cohort_id=a_cohort(a_call()).id)
    assert refused.value.field == "cohort"


def test_a_decision_that_nobody_was_told_is_taken_back(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    cohort, application = a_cohort(call), an_application(call)
    decide(call, Decision.DECLINE, application, now=now, cohort_id=cohort.id)
    decide(call, None, application, now=now)
    row = stored(application)
    assert (row.decision, row.decided_at, row.cohort_id) == (None, None, None)
    assert due(call.id) == ()


def test_each_applicant_hears_once_when_it_is_released(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    taken, kept, refused, open_one = (an_application(call) for _ in range(4))
    decide(call, Decision.ACCEPT, taken, now=now)
    decide(call, Decision.RESERVE, kept, now=now)
    decide(call, Decision.DECLINE, refused, now=now)
    assert release(call, now=now) == 3
    with pytest.raises(Refusal, match="nothing to release"):
        release(call, now=now)
    letters = {letter.letter.recipient: letter.text for letter in post_round(now)}
    assert letters.keys() == {one.contact_email for one in (taken, kept, refused)}
    assert "is accepted." in letters[taken.contact_email]
    assert "is on the reserve list." in letters[kept.contact_email]
    assert "is not accepted." in letters[refused.contact_email]
    assert stored(open_one).released_at is None


@pytest.mark.parametrize("told", [Decision.ACCEPT, Decision.DECLINE])
@pytest.mark.parametrize("later", [None, *Decision])
def test_what_was_told_for_good_stays(
    database: SQLAlchemy, now: datetime, told: Decision, later: Decision | None
) -> None:
    call = a_call()
    application, other = an_application(call), an_application(call)
    decide(call, told, application, now=now)
    release(call, now=now)
    if later is told:
        assert decide(call, later, application, now=now) == 0
        return
    with pytest.raises(Refusal, match="that stays"):
        decide(call, later, other, application, now=now)
    assert (stored(application).decision, stored(other).decision) == (told, None)


@pytest.mark.parametrize("later", [Decision.ACCEPT, Decision.DECLINE])
def test_who_is_on_the_reserve_list_may_become_either_and_hears_it(
    database: SQLAlchemy, now: datetime, later: Decision
) -> None:
    call = a_call()
    application = an_application(call)
    for decision in (Decision.RESERVE, later):
        decide(call, decision, application, now=now)
        assert release(call, now=now) == 1
    # The first letter was not sent in time: the second alone goes out, and both say the same.
    (letter,) = post_round(now)
    assert "reserve list" not in letter.text
    with pytest.raises(Refusal):
        decide(call, Decision.RESERVE, application, now=now)


def test_who_is_on_the_reserve_list_is_not_undecided_again(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    application = an_application(call)
    decide(call, Decision.RESERVE, application, now=now)
    release(call, now=now)
    with pytest.raises(Refusal, match="Accept or decline it"):
        decide(call, None, application, now=now)


def test_a_cohort_is_released_without_the_others(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    first, second = a_cohort(call), a_cohort(call, "Second batch")
    one, two = an_application(call), an_application(call)
    decide(call, Decision.ACCEPT, one, now=now, cohort_id=first.id)
    decide(call, Decision.ACCEPT, two, now=now, cohort_id=second.id)
    assert release(call, Selection(cohort_id=first.id), now=now) == 1
    assert (stored(one).told_decision, stored(two).told_decision) == (Decision.ACCEPT, None)


def test_acceptances_are_released_before_refusals(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    one, two = an_application(call), an_application(call)
    decide(call, Decision.ACCEPT, one, now=now)
    decide(call, Decision.DECLINE, two, now=now)
    assert release(call, Selection(decision=Decision.ACCEPT), now=now) == 1
    assert [found.id for found in due(call.id)] == [two.id]


def test_what_was_decided_otherwise_since_the_preview_is_not_released(
    database: SQLAlchemy, now: datetime
) -> None:
    call = a_call()
    one, two = an_application(call), an_application(call)
    decide(call, Decision.ACCEPT, one, two, now=now)
    seen = sight_of(due(call.id))
    decide(call, Decision.DECLINE, two, now=now)
    with pytest.raises(Stale):
        release(call, now=now, expected=seen)
    assert waiting() == []
    assert release(call, now=now, expected=sight_of(due(call.id))) == 2


def test_who_withdrew_after_the_decision_hears_nothing(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    application = an_application(call, state=ApplicationState.WITHDRAWN, decision=Decision.ACCEPT)
    assert due(call.id) == ()
    with pytest.raises(Refusal):
        release(call, now=now)
    assert stored(application).told_decision is None


def test_cohorts_keep_their_order_and_take_another_name(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    first = decisions.add_cohort(call.id, text("First"), by=ORGANISER, now=now)
    decisions.add_cohort(call.id, text("Second"), by=ORGANISER, now=now)
    decisions.rename_cohort(first.id, text("First batch"), expected=1, by=ORGANISER, now=now)
    assert [str(one.name) for one in cohorts_of(call.id)] == ["First batch", "Second"]
    with pytest.raises(Refusal) as refused:
        decisions.add_cohort(call.id, LocalizedText(), by=ORGANISER, now=now)
    assert refused.value.field == "name"


def test_decisions_write_to_no_reviewer(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    a_reviewer(call)
    decide(call, Decision.ACCEPT, an_application(call), now=now)
    release(call, now=now)
    assert [notice.reviewer_id for notice in waiting()] == [None]
    verbs = db.session.scalars(select(Record.verb).order_by(Record.id)).all()
    assert list(verbs) == ["decided", "released"]
