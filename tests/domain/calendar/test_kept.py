"""Bytes that were written before: kept by what decides them, within a budget."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.calendar.kept import Kept


def test_what_was_kept_is_given_again_and_nothing_else() -> None:
    kept = Kept(octets=10)
    assert kept.keep(("a", 1), b"four") == b"four"
    assert (kept.get(("a", 1)), kept.get(("a", 2))) == (b"four", None)
    assert kept.get_all([("a", 1), ("a", 2)]) == {("a", 1): b"four"}


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Kept(octets=10)
    kept.keep_all({"a": b"aaaa", "b": b"bbbb"})
    kept.get("a")
    kept.keep("c", b"cccc")
    assert [kept.get(key) for key in "abc"] == [b"aaaa", None, b"cccc"]
    assert kept.octets == 8


def test_what_finds_no_room_at_all_is_not_kept_and_drives_nothing_out() -> None:
    kept = Kept(octets=10)
    kept.keep("a", b"aaaa")
    assert kept.keep("b", b"b" * 11) == b"b" * 11
    assert [kept.get(key) for key in "ab"] == [b"aaaa", None]


def test_the_same_key_again_takes_no_second_room() -> None:
    kept = Kept(octets=10)
    for content in (b"aaaa", b"aaaaaa"):
        kept.keep("a", content)
    assert (kept.get("a"), kept.octets) == (b"aaaaaa", 6)


def test_nothing_is_left_after_clearing() -> None:
    kept = Kept(octets=10)
    kept.keep("a", b"aaaa")
    kept.clear()
    assert (kept.get("a"), kept.octets) == (None, 0)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 12))))
def test_the_budget_is_kept_whatever_comes(steps: list[tuple[int, int]]) -> None:
    kept = Kept(octets=20)
    for key, length in steps:
        kept.keep(key, bytes([key]) * length)
        held = kept.get_all(range(6))
        assert kept.octets == sum(map(len, held.values())) <= 20
        assert all(set(content) <= {key} for key, content in held.items())


def test_threads_share_one_and_it_never_counts_wrong() -> None:
    kept = Kept(octets=50)

    def work(thread: int) -> Iterator[bytes | None]:
        for number in range(2000):
            kept.keep((thread + number) % 9, b"x" * (number % 17))
            yield kept.get(number % 9)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda thread: list(work(thread)), range(4)))
    assert kept.octets == sum(map(len, kept.get_all(range(9)).values())) <= 50
