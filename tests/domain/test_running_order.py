"""Where slots fall, what is wrong with a running order, and moving a slot in it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.errors import Missing, Refusal
from webinars.domain.running_order import (
    Finding,
    Level,
    RunningSession,
    SlotLength,
    blocks_publishing,
    check_minutes,
    findings,
    lay_out,
    moved,
    moved_down,
    moved_up,
)

MORNING = datetime(2021, 11, 24, 1, 0, tzinfo=UTC)
BEFORE = MORNING - timedelta(days=30)
AFTER = MORNING + timedelta(days=30)


def slots(*minutes: int | None) -> tuple[SlotLength, ...]:
    return tuple(SlotLength(length, f"Slot {place}") for place, length in enumerate(minutes))


def session(*lengths: int | None, minutes: int | None = 60, key: str = "morning") -> RunningSession:
    return RunningSession(key, key.title(), MORNING, minutes, slots(*lengths))


def presented(key: str, starts_at: datetime | None, *given: SlotLength, minutes: int = 60) -> RunningSession:
    return RunningSession(key, key.title(), starts_at, minutes, given)


def said(found: Finding) -> str:
    return found.text % found.values if found.values else found.text


def told(*sessions: RunningSession, now: datetime = BEFORE) -> list[tuple[str, int | None, Level, str]]:
    return [(one.session, one.slot, one.level, said(one)) for one in findings(sessions, now=now)]


def test_slots_follow_one_another_from_the_start_of_the_session() -> None:
    placed = lay_out(MORNING, slots(5, 20, 10))
    assert [(one.index, f"{one.starts_at:%H:%M}", f"{one.ends_at:%H:%M}") for one in placed] == [
        (0, "01:00", "01:05"),
        (1, "01:05", "01:25"),
        (2, "01:25", "01:35"),
    ]


def test_after_an_unknown_length_no_start_is_known() -> None:
    starts = [(one.starts_at, one.ends_at) for one in lay_out(MORNING, slots(5, None, 10, 5))]
    five_past = MORNING + timedelta(minutes=5)
    assert starts == [(MORNING, five_past), (five_past, None), (None, None), (None, None)]


def test_without_a_start_nothing_is_known_and_without_slots_nothing_is_placed() -> None:
    assert [one.starts_at for one in lay_out(None, slots(5, 5))] == [None, None]
    assert lay_out(MORNING, ()) == ()


@given(st.lists(st.integers(1, 90), min_size=1, max_size=12))
def test_every_start_is_the_end_before_it(lengths: list[int]) -> None:
    placed = lay_out(MORNING, slots(*lengths))
    assert placed[0].starts_at == MORNING
    assert [one.ends_at for one in placed[:-1]] == [one.starts_at for one in placed[1:]]
    assert placed[-1].ends_at == MORNING + timedelta(minutes=sum(lengths))


def test_a_session_that_its_slots_fill_has_no_finding() -> None:
    assert told(session(5, 20, 35)) == []


def test_a_session_without_slots_warns() -> None:
    sentence = "This part has no slots. Add what happens in it."
    assert told(session()) == [("morning", None, Level.WARNS, sentence)]


def test_free_time_at_the_end_warns_with_its_minutes() -> None:
    sentence = "15 minutes at the end of the part are free."
    assert told(session(20, 25)) == [("morning", None, Level.WARNS, sentence)]


def test_the_slot_that_runs_over_the_end_and_those_after_it_block() -> None:
    over = "This slot ends 10 minutes after the part. Shorten a slot, or make the part longer."
    outside = "This slot starts when the part is over. Shorten or remove slots before it."
    assert told(session(30, 40, 5, 5)) == [
        ("morning", 1, Level.BLOCKS, over),
        ("morning", 2, Level.BLOCKS, outside),
        ("morning", 3, Level.BLOCKS, outside),
    ]


def test_a_slot_that_starts_exactly_at_the_end_is_outside() -> None:
    assert [(slot, level) for _, slot, level, _ in told(session(60, 1))] == [(1, Level.BLOCKS)]


def test_a_slot_longer_than_its_session_is_named_with_both_lengths() -> None:
    found = told(session(61))
    assert found[0] == ("morning", 0, Level.BLOCKS, "This slot takes 61 minutes. The whole part has 60.")
    assert [slot for _, slot, _, _ in found] == [0, 0]


def test_an_unknown_length_blocks_what_is_still_to_come_and_not_the_past() -> None:
    sentence = "Enter how many minutes this slot takes. Without it, later starts are not known."
    assert told(session(5, None, 10)) == [("morning", 1, Level.BLOCKS, sentence)]
    assert told(session(5, None, 10), now=AFTER) == []


def test_a_session_without_a_zone_is_past_and_its_unknown_lengths_are_allowed() -> None:
    assert told(presented("morning", None, SlotLength(None), SlotLength(5))) == []


def test_a_long_slot_after_an_unknown_one_is_still_found() -> None:
    assert [slot for _, slot, _, _ in told(session(90, None, 10), now=AFTER)] == [0, 0, 1]


def test_a_presenter_in_two_places_at_once_is_flagged_at_both_and_both_are_named() -> None:
    one = presented("north", MORNING, SlotLength(30), SlotLength(30, "Water", ("Ana@example.org",)))
    other = presented(
        "south",
        MORNING + timedelta(minutes=40),
        SlotLength(60, "Waste", ("ana@EXAMPLE.org ", "b@example.org")),
    )
    sentence = "ana@example.org presents “%s” and, at the same time, “%s” in %s."
    assert told(one, other) == [
        ("north", 1, Level.BLOCKS, sentence % ("Water", "Waste", "South")),
        ("south", 0, Level.BLOCKS, sentence % ("Waste", "Water", "North")),
    ]


def test_a_presenter_may_go_from_one_session_to_the_next_without_a_pause() -> None:
    ana = SlotLength(60, "Water", ("ana@example.org",))
    assert told(presented("north", MORNING, ana), presented("south", MORNING + timedelta(hours=1), ana)) == []


def test_two_slots_of_one_session_never_clash() -> None:
    ana = SlotLength(30, "Water", ("ana@example.org", "ana@example.org"))
    assert told(presented("north", MORNING, ana, ana)) == []


def test_unknown_times_do_not_clash() -> None:
    ana = SlotLength(None, "Water", ("ana@example.org",))
    assert told(presented("north", MORNING, ana), presented("south", MORNING, ana), now=AFTER) == []


def test_findings_stand_in_the_order_of_sessions_and_slots() -> None:
    found = findings((session(50, 20, 5), session(5, key="evening")), now=BEFORE)
    assert [(one.session, one.slot) for one in found] == [("morning", 1), ("morning", 2), ("evening", None)]
    assert blocks_publishing(found)
    assert not blocks_publishing(found[2:])


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 120))
def test_a_running_order_is_clean_exactly_when_it_fills_its_session(lengths: list[int], minutes: int) -> None:
    found = findings((session(*lengths, minutes=minutes),), now=BEFORE)
    assert blocks_publishing(found) == (sum(lengths) > minutes)
    assert bool(found) == (sum(lengths) != minutes)


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_length_below_one_minute_is_refused(minutes: int) -> None:
    with pytest.raises(Refusal, match=r"^Enter a length of 1 minute or more\.$") as refused:
        check_minutes(minutes)
    assert refused.value.field == "minutes"


def test_a_length_above_that_of_the_session_is_refused_with_its_number() -> None:
    check_minutes(60, 60)
    check_minutes(61)
    with pytest.raises(Refusal, match=r"^The part has 60 minutes\. Enter 60 or less") as refused:
        check_minutes(61, 60)
    assert refused.value.field == "minutes"


@pytest.mark.parametrize(("to", "order"), [(0, (30, 10, 20)), (1, (10, 30, 20)), (2, (10, 20, 30))])
def test_a_slot_moves_to_a_place(to: int, order: tuple[int, ...]) -> None:
    assert moved([10, 20, 30], 30, to) == order


def test_a_slot_moves_up_and_down_and_stays_at_the_ends() -> None:
    order = [10, 20, 30]
    assert (moved_up(order, 30), moved_up(order, 10)) == ((10, 30, 20), (10, 20, 30))
    assert (moved_down(order, 10), moved_down(order, 30)) == ((20, 10, 30), (10, 20, 30))
    assert (moved_up([10], 10), moved_down([10], 10)) == ((10,), (10,))


@pytest.mark.parametrize("to", [-1, 3])
def test_a_place_outside_the_session_is_refused(to: int) -> None:
    with pytest.raises(Refusal, match=r"^Choose a place from 1 to 3\.$"):
        moved([10, 20, 30], 10, to)


@pytest.mark.parametrize("move", [moved_up, moved_down, partial(moved, to=0)])
def test_a_slot_that_is_gone_is_missing(move: Callable[[list[int], int], object]) -> None:
    with pytest.raises(Missing):
        move([10, 20, 30], 40)


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_moving_keeps_every_slot_and_the_order_of_the_others(order: list[int], data: st.DataObject) -> None:
    slot = data.draw(st.sampled_from(order))
    to = data.draw(st.integers(0, len(order) - 1))
    result = moved(order, slot, to)
    assert result[to] == slot
    assert [one for one in result if one != slot] == [one for one in order if one != slot]


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_up_and_down_undo_each_other_inside_the_list(order: list[int], data: st.DataObject) -> None:
    slot = data.draw(st.sampled_from(order))
    if slot != order[0]:
        assert moved_down(moved_up(order, slot), slot) == tuple(order)
