"""The outbox: which worker may send which letter, what became of it, and what the organiser wishes for it."""

from webinars.services.outbox.claims import claim, give_back, put_back
from webinars.services.outbox.finishing import Left, left_of
from webinars.services.outbox.outcomes import (
    begin,
    drop,
    fail,
    finish,
    repeated_letter,
)
from webinars.services.outbox.steps import Begun, Flight, Outgoing, Snapshot, snapshot_of
from webinars.services.outbox.troubles import Trouble, TroubleKind, history, pause_after
from webinars.services.outbox.wishes import Done, Wish, can, fulfil, fulfil_one, spread

__all__ = [
    "Begun",
    "Done",
    "Flight",
    "Left",
    "Outgoing",
    "Snapshot",
    "Trouble",
    "TroubleKind",
    "Wish",
    "begin",
    "can",
    "claim",
    "drop",
    "fail",
    "finish",
    "fulfil",
    "fulfil_one",
    "give_back",
    "history",
    "left_of",
    "pause_after",
    "put_back",
    "repeated_letter",
    "snapshot_of",
    "spread",
]
