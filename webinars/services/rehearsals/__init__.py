"""Rehearsals and technical checks: made, edited, moved, called off; people asked, and their answers."""

from webinars.services.rehearsals.meetings import (
    RehearsalFields,
    cancel_rehearsal,
    carry_rehearsal,
    create_rehearsal,
    edit_rehearsal,
    foresee_move,
    move_rehearsal,
    restore_rehearsal,
)
from webinars.services.rehearsals.people import answer, ask, take_off, why_unanswerable
from webinars.services.rehearsals.reminding import owe_due

__all__ = [
    "RehearsalFields",
    "answer",
    "ask",
    "cancel_rehearsal",
    "carry_rehearsal",
    "create_rehearsal",
    "edit_rehearsal",
    "foresee_move",
    "move_rehearsal",
    "owe_due",
    "restore_rehearsal",
    "take_off",
    "why_unanswerable",
]
