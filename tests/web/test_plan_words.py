"""What the planner says, in the reader's language."""

from datetime import date

import pytest
from flask import Flask

from tests.domain.planner.builders import instant
from webinars.domain.planner.reasons import Day, Either, Minutes, Sentence, Value, Weekday, span_of
from webinars.web.plan_words import said

CITIES = ("Tokyo", "Paris", "Lima")


@pytest.mark.parametrize(
    ("value", "english", "japanese"),
    [
        (Day(date(2021, 11, 24)), "Wednesday 24 November 2021", "2021年11月24日水曜日"),
        (Weekday(date(2021, 11, 24)), "Wednesday", "水曜日"),
        (CITIES, "Tokyo, Paris and Lima", "Tokyo、Paris、Lima"),
        (Either(CITIES), "Tokyo, Paris or Lima", "Tokyo、Paris、またはLima"),
        (("Tokyo",), "Tokyo", "Tokyo"),
        (265, "265", "265"),
    ],
)
def test_a_value_is_said_as_its_language_does(app: Flask, value: Value, english: str, japanese: str) -> None:
    for language, words in (("en", english), ("ja", japanese)):
        with app.test_request_context(f"/?language={language}"):
            assert said([Sentence("%(value)s", {"value": value})]) == [words]


def test_times_and_lengths_are_said_in_whole_sentences(app: Flask) -> None:
    night = span_of(instant("2021-11-24 13:00"), 155, "Asia/Tokyo")
    with app.test_request_context("/?language=en"):
        assert said([Sentence("It is %(time)s.", {"time": night})]) == [
            "It is from 22:00 to 00:35 on Thursday."
        ]
        for count, words in ((1, "1 minute"), (60, "60 minutes")):
            assert said([Sentence("%(length)s", {"length": Minutes(count)})]) == [words]
