"""The running order: which talk stands in which slot, at the least cost to the cities that give them."""

from webinars.domain.planner.ordering.problems import NoOrder, Ordering, OrderProblem, Talk
from webinars.domain.planner.ordering.solving import order

__all__ = ["NoOrder", "OrderProblem", "Ordering", "Talk", "order"]
