"""Replies: what came back about an event, from a calendar or a mail server, and what it means."""

from webinars.services.replies.giving_back import give_back
from webinars.services.replies.mails import Bounce, Received
from webinars.services.replies.proposals import accept_proposal, refuse_proposal
from webinars.services.replies.queue import confirm_answer, take_out
from webinars.services.replies.receiving import receive

__all__ = [
    "Bounce",
    "Received",
    "accept_proposal",
    "confirm_answer",
    "give_back",
    "receive",
    "refuse_proposal",
    "take_out",
]
