"""Orders: which talk stands where in the parts of a seminar, as the planner proposes it."""

from webinars.queries.orders.asking import USUAL_MINUTES, Asked, OrderWish, Waiting, Why, asked, sight_of
from webinars.queries.orders.proposing import Proposal, ProposedLine, ProposedPart, proposed

__all__ = [
    "USUAL_MINUTES",
    "Asked",
    "OrderWish",
    "Proposal",
    "ProposedLine",
    "ProposedPart",
    "Waiting",
    "Why",
    "asked",
    "proposed",
    "sight_of",
]
