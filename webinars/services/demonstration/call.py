"""The call for talks of the eighth seminar: closed, with its applications, and a committee at work.

It is there to be ranked, decided about and released. The last review comes last, and says that the rest is
there.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select

from webinars.domain.places import romanised
from webinars.domain.timezones import to_local
from webinars.models.calls import Application, ApplicationState, Call, CallState, Question, QuestionKind
from webinars.models.committees import Criterion, Review, Reviewer, ReviewState
from webinars.models.database import db
from webinars.models.seminars import Seminar
from webinars.queries.calls import questions_of, themes_of_call
from webinars.queries.committees import criteria_of, reviewers_of
from webinars.services import applications, calls, committees, reviews
from webinars.services.applications import ApplicationFields
from webinars.services.calls import CallFields, CallTimes
from webinars.services.committees import CriterionFields, ReviewerFields
from webinars.services.demonstration import facts, invented
from webinars.services.demonstration import invented_call as wanted
from webinars.services.demonstration.invented_call import Applicant, Judge
from webinars.services.demonstration.lookups import cities_by_name
from webinars.services.questions import QuestionFields, add_question
from webinars.services.records import SYSTEM
from webinars.services.reviews import ReviewFields
from webinars.services.seminar_fields import NO_TEXT
from webinars.services.themes import add_themes

# How long before the load the call opened and closed (days).
OPENED, CLOSED = 28, 3
# What happened when, counted from its opening or its close, not from the load: one that was cut off may be
# completed much later.
WRITTEN = timedelta(days=-2)
BEGUN, SENT, ASKED, JUDGED = (timedelta(days=days) for days in (-9, -3, 1, 2))
OPENS, CLOSES = time(9), time(17)
QUESTIONS = (
    QuestionFields(kind=QuestionKind.TEXT, label=wanted.STORY, is_required=True),
    QuestionFields(kind=QuestionKind.LINK, label=wanted.PAGE),
    QuestionFields(kind=QuestionKind.CHOICE, label=wanted.WAY, choices=wanted.WAYS),
)


def load_call(seminar: Seminar, *, now: datetime) -> Call:
    """Return the call for talks of *seminar*, writing what is missing; once it is judged it is left alone.

    Everything is dated back, so that the call closed some days before *now*.
    """
    call = call_of(wanted.SLUG) or _create(seminar, now=now)
    if call.state is CallState.CANCELLED or is_judged(call.id):
        return call
    _ask(call, now=call.opens_at + WRITTEN)
    if call.state is CallState.DRAFT:
        call = calls.publish(call.id, by=SYSTEM, now=call.opens_at + WRITTEN)
    for applicant in wanted.APPLICANTS:
        _apply(call, applicant)
    _judge(call)
    return call


def call_of(slug: str) -> Call | None:
    """Return the call, None before there is one; one statement."""
    return db.session.scalars(select(Call).where(Call.slug == slug)).one_or_none()


def is_judged(call_id: int) -> bool:
    """Say whether the last of the reviews is there: they come in their order."""
    applicant, judge, _ = _opinions()[-1]
    statement = (
        select(Review.id)
        .join(Reviewer, Reviewer.id == Review.reviewer_id)
        .join(Application, Application.id == Review.application_id)
        .where(Reviewer.call_id == call_id, Review.state != ReviewState.DRAFT)
        .where(Reviewer.email == _address(judge), Application.contact_email == _contact(applicant))
    )
    return db.session.scalars(statement).first() is not None


def _create(seminar: Seminar, *, now: datetime) -> Call:
    then = now - timedelta(days=OPENED) + WRITTEN
    themes = add_themes(wanted.THEMES, by=SYSTEM, now=then)
    fields = CallFields(
        slug=wanted.SLUG,
        title=wanted.TITLE,
        languages=facts.LANGUAGES,
        introduction=wanted.INTRODUCTION,
        run_by=facts.HOST_NAME,
        seminar_id=seminar.id,
        contact_email=invented.CONTACT_EMAIL,
        theme_ids=frozenset(theme.id for theme in themes),
    )
    opens, closes = (to_local(now - timedelta(days=days), facts.ZONE).date() for days in (OPENED, CLOSED))
    times = CallTimes(
        zone=facts.ZONE,
        local_opens=datetime.combine(opens, OPENS),
        local_closes=datetime.combine(closes, CLOSES),
    )
    return calls.create_call(fields, times, by=SYSTEM, now=then)


def _ask(call: Call, *, now: datetime) -> None:
    """Add what is asked, what is judged by, and who judges, as far as they are missing."""
    for question in QUESTIONS[len(questions_of(call.id)) :]:
        add_question(call.id, question, by=SYSTEM, now=now)
    for name, weight in wanted.CRITERIA[len(criteria_of(call.id)) :]:
        fields = CriterionFields(name=name, explanation=NO_TEXT, weight=weight)
        committees.add_criterion(call.id, fields, by=SYSTEM, now=now)
    cities, known = cities_by_name(), {one.email for one in reviewers_of(call.id)}
    for judge in wanted.JUDGES:
        if _address(judge) not in known:
            city = cities.get(judge.city)
            member = ReviewerFields(
                name=judge.name,
                email=_address(judge),
                language="en",
                zone=city.zone if city else facts.ZONE,
                organisation=judge.organisation,
                city_id=city.id if city else None,
            )
            committees.add_reviewer(call.id, member, by=SYSTEM, now=now)


def _apply(call: Call, applicant: Applicant) -> None:
    """Begin an application, and send it where the city does; nothing where it was sent."""
    if _application(call.id, applicant) is None:
        person = applications.Applicant(
            name=applicant.contact,
            email=_contact(applicant),
            language="en",
            city_id=cities_by_name()[applicant.city].id,
        )
        applications.start(call.id, person, now=call.closes_at + BEGUN)
    application = _application(call.id, applicant)
    if application is None or application.state is not ApplicationState.DRAFT:
        return
    fields = _written(applicant, questions_of(call.id), call)
    applications.save(application.id, fields, expected=None, now=call.closes_at + SENT)
    if applicant.is_sent:
        applications.send(application.id, now=call.closes_at + SENT)


def _judge(call: Call) -> None:
    """Invite the committee, and submit the reviews that are missing."""
    committees.invite_all(call.id, by=SYSTEM, now=call.closes_at + ASKED)
    members = {one.email: one for one in reviewers_of(call.id)}
    criteria = criteria_of(call.id)
    for applicant, judge, points in _opinions():
        application, member = _application(call.id, applicant), members.get(_address(judge))
        if application is not None and member is not None:
            fields = _review(criteria, points, wanted.COMMENTS[wanted.JUDGES.index(judge)])
            reviews.submit(member.id, application.id, fields, now=call.closes_at + JUDGED)


def _opinions() -> Sequence[tuple[Applicant, Judge, tuple[int, ...]]]:
    """Return who was judged by whom, with how many points by criterion."""
    return [
        (applicant, judge, points)
        for applicant in wanted.APPLICANTS
        for judge, points in zip(wanted.JUDGES, applicant.points, strict=False)
        if points
    ]


def _review(criteria: Sequence[Criterion], points: Sequence[int], comment: str) -> ReviewFields:
    by_key = {one.key: given for one, given in zip(criteria, points, strict=True)}
    return ReviewFields(points=by_key, comment=comment)


def _written(applicant: Applicant, questions: Sequence[Question], call: Call) -> ApplicationFields:
    (story, page, way), theme = questions, wanted.THEMES[applicant.theme]
    answers: Mapping[str, str] = {
        story.key: applicant.story,
        page.key: f"https://{romanised(applicant.city)}.example/cool",
        way.key: str(applicant.way),
    }
    return ApplicationFields(
        contact_name=applicant.contact,
        language="en",
        wants_slot=True,
        presentation_title=applicant.title,
        theme_ids=frozenset(one.id for one in themes_of_call(call.id) if one.name == theme),
        answers=answers,
    )


def _application(call_id: int, applicant: Applicant) -> Application | None:
    statement = select(Application).where(Application.call_id == call_id)
    return db.session.scalars(statement.where(Application.contact_email == _contact(applicant))).one_or_none()


def _contact(applicant: Applicant) -> str:
    return invented.address_of(applicant.contact, applicant.city)


def _address(judge: Judge) -> str:
    return f"{romanised(judge.name).replace(' ', '.')}@committee.example"
