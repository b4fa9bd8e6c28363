"""What we sent, read back: the same event, with instants as the message itself defines them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.domain.calendar.builders import an_invitation
from webinars.domain.calendar.events import Attendee, PartStat
from webinars.domain.calendar.messages import cancel, request
from webinars.domain.calendar.sent import SentEvent, read_sent

STARTS = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
ENDS = datetime(2026, 11, 25, 10, 25, tzinfo=UTC)
CHANGED = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)


def sent(**changes: Any) -> SentEvent:
    values = {"starts_at": STARTS, "ends_at": ENDS, "changed_at": CHANGED, "zone": "Asia/Tokyo"}
    return read_sent(request(an_invitation(**values | changes)))


def test_a_request_is_read_back_as_it_was_written() -> None:
    attendee = Attendee("Zoë Martin", "zoe@paris.example", PartStat.ACCEPTED)
    assert sent(uid="one", sequence=3, summary="Rivers; and, lakes", attendee=attendee) == SentEvent(
        method="REQUEST",
        uid="one",
        sequence=3,
        stamped_at=CHANGED,
        starts_at=STARTS,
        ends_at=ENDS,
        zone="Asia/Tokyo",
        summary="Rivers; and, lakes",
        status="CONFIRMED",
        partstat="ACCEPTED",
    )


def test_a_cancellation_of_one_person_has_no_status() -> None:
    event = an_invitation(starts_at=STARTS, ends_at=ENDS, changed_at=CHANGED, zone="Asia/Tokyo", sequence=4)
    read = read_sent(cancel(event, is_session_cancelled=False))
    assert (read.method, read.sequence, read.status) == ("CANCEL", 4, "")
    assert read_sent(cancel(event, is_session_cancelled=True)).status == "CANCELLED"


def test_times_in_utc_name_no_zone() -> None:
    read = sent(zone="Asia/Gaza")
    assert (read.starts_at, read.ends_at, read.zone) == (STARTS, ENDS, "UTC")


def test_the_zone_counts_as_the_message_defines_it() -> None:
    # The database moves on: what was sent still shows the instant that its own VTIMEZONE gives.
    event = an_invitation(starts_at=STARTS, ends_at=ENDS, changed_at=CHANGED, zone="Asia/Tokyo")
    other = request(event).replace(b":+0900", b":+0800")
    assert read_sent(other).starts_at == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("count", [0, 2])
def test_what_holds_no_one_event_is_no_message_of_ours(count: int) -> None:
    whole = request(an_invitation())
    start, end = whole.index(b"BEGIN:VEVENT"), whole.index(b"END:VCALENDAR")
    with pytest.raises(ValueError, match=f"this one has {count}"):
        read_sent(whole[:start] + whole[start:end] * count + whole[end:])
