"""Placing the parts: the best start times, exactly, and what starts chosen by hand bring."""

from webinars.domain.planner.placing.evaluating import evaluate
from webinars.domain.planner.placing.placement import place
from webinars.domain.planner.placing.plans import Bound, Breach, Evaluation, NoPlan, Plan, Proof
from webinars.domain.planner.placing.proposals import proposals
from webinars.domain.planner.placing.work import TooMuchWork, Work

__all__ = [
    "Bound",
    "Breach",
    "Evaluation",
    "NoPlan",
    "Plan",
    "Proof",
    "TooMuchWork",
    "Work",
    "evaluate",
    "place",
    "proposals",
]
