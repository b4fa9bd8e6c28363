"""Decisions on applications: made, released to the applicants, and what becomes of the accepted ones."""

from webinars.services.decisions.deciding import add_cohort, decide, rename_cohort
from webinars.services.decisions.delegating import Made, become_delegation, make_delegations
from webinars.services.decisions.releasing import Released, Selection, release, sight_of

__all__ = [
    "Made",
    "Released",
    "Selection",
    "add_cohort",
    "become_delegation",
    "decide",
    "make_delegations",
    "release",
    "rename_cohort",
    "sight_of",
]
