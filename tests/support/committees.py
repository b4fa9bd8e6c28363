"""A call with its committee, for tests: criteria, reviewers, applications and what was said of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.builders import NOW, kept, text
from webinars.domain.texts import LocalizedText
from webinars.models import (
    Application,
    ApplicationState,
    Call,
    CallState,
    City,
    Cohort,
    Criterion,
    Review,
    Reviewer,
    ReviewState,
    Score,
)
from webinars.models.database import db, transaction

CLOSED = datetime.fromisoformat("2026-08-31T17:00")
_numbers = count(1)


def a_call(**values: Any) -> Call:
    """Write a published call of Tokyo that closed the day before NOW."""
    values = {
        "slug": f"call-{next(_numbers)}",
        "title": text("City Partnership Program"),
        "introduction": LocalizedText(),
        "run_by": text("Tokyo Development Learning Center"),
        "programme": text("City Partnership Program"),
        "contact_email": "call@tokyo.example",
        "languages": ["en"],
        "zone": "Asia/Tokyo",
        "local_opens": CLOSED - timedelta(days=30),
        "local_closes": CLOSED,
        "opens_at": NOW - timedelta(days=31),
        "closes_at": NOW - timedelta(days=1),
        "state": CallState.PUBLISHED,
        "created_at": NOW - timedelta(days=40),
    } | values
    return kept(Call(**values))


def an_application(call: Call, city: City | None = None, **values: Any) -> Application:
    """Write an application that was sent: of a member, or of Kitakyushu, which is none."""
    number = next(_numbers)
    named = (
        {"zone": city.zone} if city else {"city_name": "Kitakyushu", "country": "JP", "zone": "Asia/Tokyo"}
    )
    values = (
        {
            "contact_name": "Aiko Applicant",
            "contact_email": f"aiko{number}@city.example",
            "language": "en",
            "state": ApplicationState.SENT,
            "created_at": NOW - timedelta(days=5),
            "changed_at": NOW - timedelta(days=4),
            "sent_at": NOW - timedelta(days=4) + timedelta(seconds=number),
        }
        | named
        | values
    )
    return kept(Application(call_id=call.id, city_id=city.id if city else None, **values))


def a_criterion(call: Call, name: str = "Relevance", **values: Any) -> Criterion:
    values = {"position": next(_numbers), "explanation": LocalizedText(), "weight": 1} | values
    return kept(Criterion(call_id=call.id, name=text(name), **values))


def a_reviewer(call: Call, name: str = "Rei Reviewer", **values: Any) -> Reviewer:
    """Write a member of the committee in Paris."""
    email = values.pop("email", f"reviewer{next(_numbers)}@office.example")
    values = {"language": "en", "zone": "Europe/Paris", "email_key": email.casefold()} | values
    return kept(Reviewer(call_id=call.id, name=name, email=email, **values))


def a_review(
    reviewer: Reviewer, application: Application, points: Mapping[Criterion, int] | None = None, **values: Any
) -> Review:
    """Write a submitted review with its *points*."""
    values = {"state": ReviewState.SUBMITTED, "changed_at": NOW} | values
    review = kept(Review(reviewer_id=reviewer.id, application_id=application.id, **values))
    with transaction():
        for criterion, one in (points or {}).items():
            db.session.add(Score(review_id=review.id, criterion_id=criterion.id, points=one))
    return review


def a_cohort(call: Call, name: str = "First batch", **values: Any) -> Cohort:
    values = {"position": next(_numbers)} | values
    return kept(Cohort(call_id=call.id, name=text(name), **values))
