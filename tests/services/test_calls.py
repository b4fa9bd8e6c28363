"""Calls: made with clocks that exist, published, put off with a letter to every draft, called off."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER, a_seminar, a_series, a_theme, text
from tests.support.calls import DAY, a_draft, an_open_call, at
from tests.support.committees import a_criterion, a_review, a_reviewer, an_application
from tests.support.letters import post_round, waiting
from tests.support.statements import count_statements
from webinars.domain.errors import DoubledTime, Refusal, SkippedTime, Stale
from webinars.domain.timezones import Reading
from webinars.models import ApplicationState, Call, CallState, Decision, NoticeKind
from webinars.queries.calls import themes_of_call
from webinars.services import calls
from webinars.services.calls import CallFields, CallTimes


def clock(words: str) -> datetime:
    return datetime.fromisoformat(words)


OPENS, CLOSES = clock("2026-09-10T09:00"), clock("2026-10-10T17:00")


def fields(**values: Any) -> CallFields:
    title = text("City Partnership Program")
    given: dict[str, Any] = {"slug": "partners-2016", "title": title, "languages": ("en",)}
    return CallFields(**given | values)


def times(**values: Any) -> CallTimes:
    given: dict[str, Any] = {"zone": "Asia/Tokyo", "local_opens": OPENS, "local_closes": CLOSES}
    return CallTimes(**given | values)


def made(wanted: CallFields | None = None, when: CallTimes | None = None) -> Call:
    return calls.create_call(wanted or fields(), when or times(), by=ORGANISER, now=NOW)


def extend(call: Call, local_closes: str, reading: Reading | None = None, **values: Any) -> int:
    given: dict[str, Any] = {"expected": None, "by": ORGANISER, "now": NOW} | values
    return calls.extend(call.id, clock(local_closes), reading, **given)


def test_a_call_opens_and_closes_on_the_clocks_of_its_host(database: SQLAlchemy) -> None:
    call = made(fields(theme_ids=frozenset({a_theme("ICT").id})))
    assert (call.opens_at, call.closes_at) == (at("2026-09-10T00:00Z"), at("2026-10-10T08:00Z"))
    assert call.state is CallState.DRAFT
    assert [str(theme.name) for theme in themes_of_call(call.id)] == ["ICT"]


@pytest.mark.parametrize(
    ("error", "local_closes", "at_field"),
    [
        (SkippedTime, "2026-03-29T02:30", "local_closes"),
        (DoubledTime, "2026-10-25T02:30", "local_closes"),
        (Refusal, "2026-03-01T09:00", "local_closes"),
    ],
)
def test_a_close_that_is_no_one_instant_is_asked_about(
    database: SQLAlchemy, error: type[Refusal], local_closes: str, at_field: str
) -> None:
    when = times(zone="Europe/Paris", local_opens=clock("2026-03-10T09:00"), local_closes=clock(local_closes))
    with pytest.raises(error) as refused:
        made(None, when)
    assert refused.value.field == at_field


def test_the_chosen_reading_of_a_doubled_close_is_kept(database: SQLAlchemy) -> None:
    twice = {"zone": "Europe/Paris", "local_closes": clock("2026-10-25T02:30")}
    assert made(None, times(**twice, closes_reading=Reading.SECOND)).closes_at == at("2026-10-25T01:30Z")


@pytest.mark.parametrize(
    ("values", "at_field"),
    [
        ({"slug": "new"}, "slug"),
        ({"title": text("")}, "title"),
        ({"languages": ()}, "languages"),
        ({"most_points": 0}, "most_points"),
        ({"most_points": 101}, "most_points"),
    ],
)
def test_a_call_that_cannot_be_is_refused_at_its_field(
    database: SQLAlchemy, values: dict[str, Any], at_field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        made(fields(**values))
    assert refused.value.field == at_field


def test_a_call_is_for_a_seminar_or_a_series_and_not_for_both(database: SQLAlchemy) -> None:
    with pytest.raises(Refusal, match="not both"):
        made(fields(seminar_id=a_seminar().id, series_id=a_series().id))


def test_two_calls_never_share_an_address(database: SQLAlchemy) -> None:
    made()
    with pytest.raises(Refusal, match="Another call has this short name"):
        made()


def test_the_themes_on_offer_follow_an_edit(database: SQLAlchemy) -> None:
    ict, water, green = a_theme("ICT"), a_theme("Water"), a_theme("Green growth")
    call = made(fields(theme_ids=frozenset({ict.id, water.id})))
    wanted = fields(theme_ids=frozenset({water.id, green.id}))
    calls.edit_call(call.id, wanted, expected=call.version, by=ORGANISER, now=NOW)
    assert [str(theme.name) for theme in themes_of_call(call.id)] == ["Green growth", "Water"]


def test_an_older_form_does_not_take_back_the_themes_that_somebody_else_chose(database: SQLAlchemy) -> None:
    ict, water = a_theme("ICT", slug="ict"), a_theme("Water", slug="water")
    call = made(fields(theme_ids=frozenset({ict.id})))
    both = fields(theme_ids=frozenset({ict.id, water.id}))
    calls.edit_call(call.id, both, expected=1, by=ORGANISER, now=NOW)
    older = fields(theme_ids=frozenset({ict.id}), contact_email="call@tokyo.example")
    with pytest.raises(Stale) as stale:
        calls.edit_call(call.id, older, expected=1, by=ORGANISER, now=NOW)
    assert stale.value.theirs == {"themes": ("ict", "water"), "contact_email": None}
    assert [str(theme.name) for theme in themes_of_call(call.id)] == ["ICT", "Water"]


def test_a_stale_edit_is_shown_what_changed(database: SQLAlchemy) -> None:
    call = made()
    calls.edit_call(call.id, fields(contact_email="a@x.example"), expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale) as stale:
        calls.edit_call(call.id, fields(contact_email="b@x.example"), expected=1, by=ORGANISER, now=NOW)
    assert stale.value.theirs == {"contact_email": "a@x.example"}


def test_the_address_of_a_published_call_stays(database: SQLAlchemy) -> None:
    call = made()
    calls.publish(call.id, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal) as refused:
        calls.edit_call(call.id, fields(slug="other"), expected=None, by=ORGANISER, now=NOW)
    assert refused.value.field == "slug"


def test_the_scale_stays_once_points_were_given(database: SQLAlchemy) -> None:
    call = an_open_call(slug="scaled")
    criterion, application = a_criterion(call), an_application(call)
    a_review(a_reviewer(call), application, {criterion: 3})
    wanted = fields(slug="scaled", most_points=10)
    with pytest.raises(Refusal) as refused:
        calls.edit_call(call.id, wanted, expected=None, by=ORGANISER, now=NOW)
    assert refused.value.field == "most_points"


def test_a_draft_gets_other_times_and_a_published_call_does_not(database: SQLAlchemy) -> None:
    call, later = made(), times(local_closes=clock("2026-10-20T17:00"))
    calls.set_times(call.id, later, expected=1, by=ORGANISER, now=NOW)
    calls.publish(call.id, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal, match="only put off its close"):
        calls.set_times(call.id, times(), expected=None, by=ORGANISER, now=NOW)


def test_a_call_whose_close_is_past_is_not_published(database: SQLAlchemy) -> None:
    call = made()
    with pytest.raises(Refusal, match="The close of this call is past"):
        calls.publish(call.id, by=ORGANISER, now=call.closes_at)


def test_putting_off_the_close_is_told_to_drafts_alone_and_in_as_many_statements_as_for_one(
    database: SQLAlchemy,
) -> None:
    few, many = an_open_call(), an_open_call()
    a_draft(few)
    for _ in range(5):
        a_draft(many)
    an_application(many)
    an_application(many, state=ApplicationState.WITHDRAWN)
    counted = []
    for call in (few, many):
        with count_statements() as statements:
            told = extend(call, "2026-11-10T17:00")
        counted.append((told, len(statements)))
    assert [told for told, _ in counted] == [1, 5]
    assert counted[0][1] == counted[1][1]
    assert {notice.kind for notice in waiting()} == {NoticeKind.CALL_EXTENDED}
    (letter, *others) = post_round(NOW)
    assert len(others) == 5
    assert "Tuesday 10 November 2026, 17:00" in letter.text


def test_two_extensions_in_a_row_are_one_letter_from_the_first_close_to_the_last(
    database: SQLAlchemy,
) -> None:
    call = an_open_call(closes_at=at("2026-10-01T08:00Z"))
    a_draft(call)
    extend(call, "2026-10-10T17:00")
    extend(call, "2026-10-20T17:00")
    (letter,) = post_round(NOW)
    assert "Thursday 1 October 2026, 17:00" in letter.text
    assert "Tuesday 20 October 2026, 17:00" in letter.text
    extend(call, "2026-10-30T17:00")
    assert len(post_round(NOW)) == 1


def test_a_close_that_is_past_can_be_put_off(database: SQLAlchemy) -> None:
    call = an_open_call(opens_at=NOW - 9 * DAY, closes_at=NOW - DAY)
    assert extend(call, "2026-09-02T09:00") == 0


@pytest.mark.parametrize("local_closes", ["2026-10-01T17:00", "2026-09-01T09:00"])
def test_a_close_is_only_put_off(database: SQLAlchemy, local_closes: str) -> None:
    call = an_open_call(closes_at=at("2026-10-01T08:00Z"))
    with pytest.raises(Refusal, match="lies ahead, and later") as refused:
        extend(call, local_closes)
    assert refused.value.field == "local_closes"


def test_whoever_extends_what_somebody_else_has_extended_sees_it_first(database: SQLAlchemy) -> None:
    call = an_open_call(closes_at=at("2026-10-01T08:00Z"))
    extend(call, "2026-10-10T17:00", expected=1)
    with pytest.raises(Stale):
        extend(call, "2026-10-20T17:00", expected=1)


def test_everybody_who_waits_for_an_answer_hears_that_a_call_is_off(database: SQLAlchemy) -> None:
    call = an_open_call()
    a_draft(call, contact_email="draft@x.example")
    an_application(call, contact_email="sent@x.example")
    an_application(call, state=ApplicationState.WITHDRAWN)
    an_application(call, told_decision=Decision.DECLINE, released_at=NOW)
    an_application(call, contact_email="reserve@x.example", told_decision=Decision.RESERVE, released_at=NOW)
    calls.cancel(call.id, by=ORGANISER, now=NOW)
    waiting = {"draft@x.example", "sent@x.example", "reserve@x.example"}
    assert {one.letter.recipient for one in post_round(NOW)} == waiting
    with pytest.raises(Refusal, match="This call is cancelled"):
        extend(call, "2026-11-10T17:00")


def test_a_draft_is_not_called_off(database: SQLAlchemy) -> None:
    with pytest.raises(Refusal, match="Only a published call"):
        calls.cancel(made().id, by=ORGANISER, now=NOW + timedelta(days=1))
