"""What organisers can do to a letter: hold it, release it, try it again."""

import pytest
from sqlalchemy import select

from tests.builders import NOW, ORGANISER
from tests.support.outboxes import (
    LEASE,
    MINUTE,
    an_invitation,
    begin,
    claim,
    notice_of,
    owe_calendar,
    owed,
    states,
)
from webinars.domain.errors import Refusal
from webinars.models import (
    Notice,
    NoticeState,
    Record,
)
from webinars.models.database import db
from webinars.services import outbox
from webinars.services.outbox import Done, TroubleKind, Wish

pytestmark = pytest.mark.usefixtures("database")


def test_a_held_letter_that_is_released_goes_at_once() -> None:
    owe_calendar(an_invitation(), is_settling=True)
    ident = db.session.scalars(select(Notice.id)).one()
    outbox.fulfil_one(Wish.HOLD, ident, by=ORGANISER, now=NOW)
    outbox.fulfil_one(Wish.RELEASE, ident, by=ORGANISER, now=NOW)
    assert claim() == (ident,)


def test_a_cause_joins_a_held_letter() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    outbox.fulfil_one(Wish.HOLD, db.session.scalars(select(Notice.id)).one(), by=ORGANISER, now=NOW)
    owe_calendar(invitation)
    assert states() == [NoticeState.HELD]


@pytest.mark.parametrize("wish", [Wish.RELEASE, Wish.RETRY])
def test_a_wish_that_does_not_fit_the_state_is_refused(wish: Wish) -> None:
    (ident,) = owed()
    with pytest.raises(Refusal):
        outbox.fulfil_one(wish, ident, by=ORGANISER, now=NOW)


def test_a_letter_on_its_way_cannot_be_held() -> None:
    (ident,) = owed()
    claim()
    with pytest.raises(Refusal, match="can no longer be held"):
        outbox.fulfil_one(Wish.HOLD, ident, by=ORGANISER, now=NOW)


def test_a_letter_that_was_given_up_is_written_anew_when_somebody_tries_it_again() -> None:
    (ident,) = owed()
    claim("dead")
    begin(ident, "dead")
    later = NOW + LEASE + MINUTE
    claim(now=later)
    outbox.fail(ident, "one", TroubleKind.REFUSED, "550 no", now=later)
    outbox.fulfil_one(Wish.RETRY, ident, by=ORGANISER, now=later)
    notice = notice_of(ident)
    assert (notice.state, notice.attempts, notice.is_repeated) == (NoticeState.OWED, 0, False)
    assert notice.due_at == later
    assert outbox.repeated_letter(notice) is None


def test_a_letter_that_pauses_can_be_tried_at_once() -> None:
    (ident,) = owed()
    claim()
    outbox.fail(ident, "one", TroubleKind.LATER, "451 later", now=NOW)
    outbox.fulfil_one(Wish.RETRY, ident, by=ORGANISER, now=NOW)
    assert claim() == (ident,)


def test_a_letter_tried_again_joins_a_newer_one_of_its_invitation() -> None:
    invitation = an_invitation()
    owe_calendar(invitation)
    (ident,) = claim()
    outbox.fail(ident, "one", TroubleKind.REFUSED, "550 no", now=NOW)
    owe_calendar(invitation)
    outbox.fulfil_one(Wish.RETRY, ident, by=ORGANISER, now=NOW)
    assert states() == [NoticeState.DROPPED, NoticeState.OWED]


def test_a_wish_for_many_changes_those_that_fit_and_counts_the_others() -> None:
    idents = owed(3)
    claim(limit=1)
    assert outbox.fulfil(Wish.HOLD, idents, by=ORGANISER, now=NOW) == Done(changed=2, skipped=1)
    assert states() == [NoticeState.CLAIMED, NoticeState.HELD, NoticeState.HELD]


def test_every_wish_is_in_the_log() -> None:
    (ident,) = owed()
    outbox.fulfil_one(Wish.HOLD, ident, by=ORGANISER, now=NOW)
    record = db.session.scalars(select(Record).where(Record.noun == "notice")).one()
    assert (record.verb, record.noun_id, record.actor) == ("held", ident, ORGANISER.name)
    assert record.changes == {"state": ["owed", "held"]}
