"""Delegates for tests: cities of a seminar with somebody to write to, silent or new."""

from datetime import date
from typing import Any

from tests import builders
from webinars.models import Delegation, Seminar

ANSWER_BY = date(2026, 10, 1)
CLAIRE = {"focal_name": "Claire Fontaine", "focal_email": "claire@paris.example"}


def a_silent(seminar: Seminar, **values: Any) -> Delegation:
    """Write Paris, invited and silent."""
    asked = {"invited_at": builders.NOW, "answer_by": ANSWER_BY}
    return builders.a_delegation(seminar, builders.a_city(), **CLAIRE | asked | values)


def a_city_of(seminar: Seminar, name: str, **values: Any) -> Delegation:
    """Write a city that has an address and is not invited yet."""
    address = {"focal_name": f"Focal {name}", "focal_email": f"{name.lower()}@x.example"}
    return builders.a_delegation(seminar, builders.a_city(name, slug=name.lower()), **address | values)
