"""Why a plan is as it is, in words that can be read aloud: sentences to be translated, and their values."""

from webinars.domain.planner.reasons.sentences import Sentence
from webinars.domain.planner.reasons.times import explanation_of

__all__ = ["Sentence", "explanation_of"]
