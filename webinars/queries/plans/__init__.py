"""Plans: what the planner is asked for a seminar, and when each of its cities can."""

from webinars.queries.plans.absences import interval_of
from webinars.queries.plans.cities import DEFAULT_DAYS_OFF, PlannedCity, planned_cities, planned_cities_of
from webinars.queries.plans.problems import names_of, problem_of
from webinars.queries.plans.rows import availability_of, holidays_of, hours_of, plan_of, talk_minutes

__all__ = [
    "DEFAULT_DAYS_OFF",
    "PlannedCity",
    "availability_of",
    "holidays_of",
    "hours_of",
    "interval_of",
    "names_of",
    "plan_of",
    "planned_cities",
    "planned_cities_of",
    "problem_of",
    "talk_minutes",
]
