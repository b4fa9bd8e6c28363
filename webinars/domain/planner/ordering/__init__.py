"""The running order: which talk stands in which slot, at the least cost to the cities that give them."""

from webinars.domain.planner.ordering.problems import NoOrder, Ordering, OrderProblem, Talk
from webinars.domain.planner.ordering.programmes import Item, Programme, problem_from, programmes_from
from webinars.domain.planner.ordering.solving import cost_table, order

__all__ = [
    "Item",
    "NoOrder",
    "OrderProblem",
    "Ordering",
    "Programme",
    "Talk",
    "cost_table",
    "order",
    "problem_from",
    "programmes_from",
]
