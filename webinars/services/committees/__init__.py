"""Committees: what is judged, and who judges."""

from webinars.services.committees.criteria import (
    CriterionFields,
    add_criterion,
    edit_criterion,
    has_submitted,
    remove_criterion,
    reorder_criteria,
)
from webinars.services.committees.reviewers import (
    ReviewerFields,
    add_reviewer,
    edit_reviewer,
    invite,
    invite_all,
    remind,
    remind_all,
    remove_reviewer,
)

__all__ = [
    "CriterionFields",
    "ReviewerFields",
    "add_criterion",
    "add_reviewer",
    "edit_criterion",
    "edit_reviewer",
    "has_submitted",
    "invite",
    "invite_all",
    "remind",
    "remind_all",
    "remove_criterion",
    "remove_reviewer",
    "reorder_criteria",
]
