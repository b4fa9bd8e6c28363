"""Presenters: assigned to slots and invited, edited, reminded, removed, and what they do themselves."""

from webinars.services.presenters.answers import why_unanswerable
from webinars.services.presenters.assigning import (
    PresenterFields,
    add_presenter,
    assign,
    edit_presenter,
    remove,
    take_off,
)
from webinars.services.presenters.checking import note_check, take_back_check
from webinars.services.presenters.managing import (
    add_companion,
    manager_of,
    remove_companion,
    set_manager,
    unset_manager,
    writer_instead_of,
)
from webinars.services.presenters.own import OwnTexts, answer, edit_own, is_locked
from webinars.services.presenters.pictures import keep_picture, remove_picture
from webinars.services.presenters.reminding import owe_reminder, remind, remind_all
from webinars.services.presenters.substituting import Substitute, name_substitute

__all__ = [
    "OwnTexts",
    "PresenterFields",
    "Substitute",
    "add_companion",
    "add_presenter",
    "answer",
    "assign",
    "edit_own",
    "edit_presenter",
    "is_locked",
    "keep_picture",
    "manager_of",
    "name_substitute",
    "note_check",
    "owe_reminder",
    "remind",
    "remind_all",
    "remove",
    "remove_companion",
    "remove_picture",
    "set_manager",
    "take_back_check",
    "take_off",
    "unset_manager",
    "why_unanswerable",
    "writer_instead_of",
]
