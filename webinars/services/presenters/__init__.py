"""Presenters: assigned to slots and invited, edited, reminded, removed, and what they do themselves."""

from webinars.services.presenters.assigning import PresenterFields, assign, edit_presenter, remove
from webinars.services.presenters.own import OwnTexts, answer, edit_own, is_locked, why_unanswerable
from webinars.services.presenters.reminding import remind, remind_all

__all__ = [
    "OwnTexts",
    "PresenterFields",
    "answer",
    "assign",
    "edit_own",
    "edit_presenter",
    "is_locked",
    "remind",
    "remind_all",
    "remove",
    "why_unanswerable",
]
