"""Why a plan is as it is, in words that can be read aloud: sentences to be translated, and their values."""

from webinars.domain.planner.reasons.english import ENGLISH
from webinars.domain.planner.reasons.nothing import why_nothing
from webinars.domain.planner.reasons.sentences import (
    Clock,
    Day,
    Either,
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
from webinars.domain.planner.reasons.unserved import unserved_sentences
from webinars.domain.planner.reasons.whole import reasons_of

__all__ = [
    "ENGLISH",
    "Clock",
    "Day",
    "Either",
    "Minutes",
    "Sentence",
    "Span",
    "Value",
    "Weekday",
    "Words",
    "clock_of",
    "explanation_of",
    "reasons_of",
    "say",
    "span_of",
    "unserved_sentences",
    "why_nothing",
]
