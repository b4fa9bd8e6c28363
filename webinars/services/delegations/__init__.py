"""Delegations: cities added to a seminar, invited and reminded, and what they answer."""

from webinars.services.delegations.answering import ANSWERS, Reply, answer, why_closed
from webinars.services.delegations.asking import invite, invite_all, owe_reminder, remind, remind_all
from webinars.services.delegations.planning import (
    DelegationFields,
    add_cities,
    add_unnamed,
    edit_delegation,
)

__all__ = [
    "ANSWERS",
    "DelegationFields",
    "Reply",
    "add_cities",
    "add_unnamed",
    "answer",
    "edit_delegation",
    "invite",
    "invite_all",
    "owe_reminder",
    "remind",
    "remind_all",
    "why_closed",
]
