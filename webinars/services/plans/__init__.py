"""Plans: what the planner is asked for a seminar, when its cities can, and taking over what it proposes."""

from webinars.services.plans.applying import apply_plan
from webinars.services.plans.availabilities import AvailabilityFields, save_availability, write_availability
from webinars.services.plans.holidays import add_holidays, remove_holiday
from webinars.services.plans.hours import reset_hours, save_hours
from webinars.services.plans.saving import PlanFields, save_plan

__all__ = [
    "AvailabilityFields",
    "PlanFields",
    "add_holidays",
    "apply_plan",
    "remove_holiday",
    "reset_hours",
    "save_availability",
    "save_hours",
    "save_plan",
    "write_availability",
]
