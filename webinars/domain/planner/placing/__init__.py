"""Placing the parts: the best start times, exactly, and what starts chosen by hand bring."""

from webinars.domain.planner.placing.evaluating import evaluate
from webinars.domain.planner.placing.placement import place
from webinars.domain.planner.placing.plans import Bound, Breach, Evaluation, NoPlan, Plan, Proof

__all__ = ["Bound", "Breach", "Evaluation", "NoPlan", "Plan", "Proof", "evaluate", "place"]
