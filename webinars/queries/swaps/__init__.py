"""Swaps: what changing places would do before anybody does it, and what presenters propose to each other."""

from webinars.queries.swaps.effects import Effect, effects, sent_elsewhere
from webinars.queries.swaps.previews import Move, Preview, Stand, held_by, preview, stand_of
from webinars.queries.swaps.proposals import (
    Question,
    line_of,
    partners,
    proposal_by_key,
    proposals_by_key,
    proposals_of,
    question_of,
    stand_of_line,
    waiting_proposals,
)
from webinars.queries.swaps.records import SWAPPED, last_change, last_swap, programme_changes

__all__ = [
    "SWAPPED",
    "Effect",
    "Move",
    "Preview",
    "Question",
    "Stand",
    "effects",
    "held_by",
    "last_change",
    "last_swap",
    "line_of",
    "partners",
    "preview",
    "programme_changes",
    "proposal_by_key",
    "proposals_by_key",
    "proposals_of",
    "question_of",
    "sent_elsewhere",
    "stand_of",
    "stand_of_line",
    "waiting_proposals",
]
