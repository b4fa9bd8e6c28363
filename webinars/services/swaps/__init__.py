"""Swaps: two slots change places in one action, by the organiser or by agreement of both presenters."""

from webinars.services.swaps.places import check_possible, swap
from webinars.services.swaps.proposals import accept, propose, refuse, withdraw

__all__ = ["accept", "check_possible", "propose", "refuse", "swap", "withdraw"]
