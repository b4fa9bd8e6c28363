"""The outbox: which worker may send which letter, what became of it, and what the organiser wishes for it."""

from webinars.services.outbox.claims import claim, give_back, put_back
from webinars.services.outbox.outcomes import Outgoing, begin, drop, fail, finish, repeated_letter
from webinars.services.outbox.troubles import Trouble, TroubleKind, history, pause_after
from webinars.services.outbox.wishes import Done, Wish, can, fulfil, fulfil_one

__all__ = [
    "Done",
    "Outgoing",
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
    "pause_after",
    "put_back",
    "repeated_letter",
]
