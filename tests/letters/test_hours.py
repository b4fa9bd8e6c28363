"""The hours of a day in words."""

import pytest
from flask import Flask

from webinars.domain.hours import DEFAULT_HOURS, Band
from webinars.domain.planner.changes import Condition
from webinars.letters.hours import band_words, bands_of, weekdays_words


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        (9 * 60, 18 * 60, "09:00–18:00"),
        (18 * 60, 0, "18:00–24:00"),
        (18 * 60, 24 * 60, "18:00–24:00"),
        (0, 6 * 60, "00:00–06:00"),
        (22 * 60, 6 * 60, "22:00–06:00"),
        (0, 0, "the whole day"),
        (0, 24 * 60, "the whole day"),
    ],
)
def test_a_band_is_said_by_its_ends_and_midnight_ends_a_day(
    app: Flask, begin: int, end: int, said: str
) -> None:
    with app.test_request_context():
        assert band_words(Band(begin, end)) == said


def test_weekdays_are_listed_without_a_comma_before_the_last(app: Flask) -> None:
    with app.test_request_context():
        assert weekdays_words([6, 4, 5]) == "Friday, Saturday and Sunday"
        assert weekdays_words([]) == "none"


def test_bands_are_called_as_the_hours_that_a_move_enters(app: Flask) -> None:
    with app.test_request_context():
        names = [name.lower() for name, _ in bands_of(DEFAULT_HOURS)]
    assert names == [Condition.GOOD.words, Condition.ACCEPTABLE.words, "possible hours"]
