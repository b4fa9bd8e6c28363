"""Why a plan is as it is, in words that can be read aloud: sentences to be translated, and their values."""

from webinars.domain.planner.reasons.english import ENGLISH
from webinars.domain.planner.reasons.sentences import (
    Clock,
    Day,
    Minutes,
    Sentence,
    Span,
    Value,
    Weekday,
    Words,
    clock_of,
    say,
    span_of,
)
from webinars.domain.planner.reasons.times import explanation_of

__all__ = [
    "ENGLISH",
    "Clock",
    "Day",
    "Minutes",
    "Sentence",
    "Span",
    "Value",
    "Weekday",
    "Words",
    "clock_of",
    "explanation_of",
    "say",
    "span_of",
]
