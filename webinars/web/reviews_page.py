"""What a reviewer sees: the applications with their own progress, and one application to judge."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from webinars.domain.errors import Forbidden, Refusal
from webinars.letters.times import time_pair
from webinars.models.calls import Application, Question
from webinars.models.committees import Reviewer, ReviewState
from webinars.queries.applications import dossier_of
from webinars.queries.committees import is_own_city
from webinars.queries.reviews import OwnLine, Reading, is_outdated, opinions_on, own_list, remarks_on
from webinars.services.reviews import check_judges, check_reads_others, why_closed
from webinars.web import clock
from webinars.web.answers import page, sentence
from webinars.web.applications_lines import answer_lines, city_words
from webinars.web.context import show_times_for
from webinars.web.pages import Turned, asked_page
from webinars.web.reader import language
from webinars.web.registrations.rows import State
from webinars.web.reviews_forms import ConflictForm, RemarkForm, ReviewForm, review_form
from webinars.web.reviews_words import (
    OpinionRow,
    RemarkRow,
    line_state,
    opinion_rows,
    remark_rows,
    review_state,
)
from webinars.web.spreads import Spread, number_words, spread_of


@dataclass(frozen=True)
class Row:
    """An application in a reviewer's list."""

    key: str
    city: str
    country: str
    state: State
    mean: str
    is_conflict: bool


@dataclass(frozen=True)
class Others:
    """What the others said; *closed* is why it is not shown ("": it is)."""

    closed: str = ""
    rows: tuple[OpinionRow, ...] = ()
    spread: Spread | None = None
    remarks: tuple[RemarkRow, ...] = ()


def list_page(reviewer: Reviewer, token: str) -> ResponseReturnValue:
    """Show what a reviewer has to judge, and how far they are."""
    call, now = reviewer.call, clock.now()
    found = own_list(reviewer, number=asked_page(), size=current_app.config["PAGE_SIZE"])
    show_times_for(reviewer.zone, at=call.closes_at)
    return page(
        "reviews/index.html",
        reviewer=reviewer,
        call=call,
        token=token,
        title=call.title.best(language()),
        page=Turned(found.page),
        rows=[_row(one) for one in found.page.items],
        progress=found.progress,
        closes=time_pair(call.closes_at, None, call.zone, reviewer.zone) if call.closes_at > now else None,
        zone_url=None,  # The times are those of the reviewer.
    )


def application_page(
    reading: Reading,
    token: str,
    *,
    form: ReviewForm | None = None,
    conflict: ConflictForm | None = None,
    remark: RemarkForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show an application with the form of the review, and after one's own what the others said.

    Who has a conflict of interest sees only that.
    """
    show_times_for(reading.reviewer.zone)
    if barred := _why_barred(reading):
        is_declared = reading.review is not None and reading.review.state is ReviewState.CONFLICT
        # Where it is the own city's too, taking it back would open nothing.
        can_return = is_declared and not is_own_city(reading.reviewer.city, reading.application)
        about = _about(reading, token)
        return page("reviews/conflict.html", reason=barred, can_return=can_return, own=reading.own, **about)
    return page(
        "reviews/show.html",
        status=status,
        form=form or review_form(reading, is_posted=False),
        conflict=conflict or ConflictForm(formdata=None),
        remark=remark or RemarkForm(formdata=None),
        criteria=[one.name.best(language()) for one in reading.criteria],
        others=_others(reading),
        **_standing(reading),
        **_said(reading.application, token),
        **_about(reading, token),
    )


def _about(reading: Reading, token: str) -> dict[str, Any]:
    """Return what every page about an application names."""
    return {
        "reviewer": reading.reviewer,
        "call": reading.reviewer.call,
        "title": reading.reviewer.call.title.best(language()),
        "token": token,
        "key": reading.application.key,
        "city": city_words(reading.application),
        "zone_url": None,  # The times are those of the reviewer.
    }


def _said(application: Application, token: str) -> dict[str, Any]:
    """Return what the application says."""
    dossier = dossier_of(application)

    def file_url(question: Question) -> str:
        return url_for("reviews.file", token=token, key=application.key, question_key=question.key)

    return {
        "application": application,
        "themes": [theme.name.best(language()) for theme in dossier.themes],
        "lines": answer_lines(dossier, file_url),
    }


def _standing(reading: Reading) -> dict[str, Any]:
    """Return how far the reviewer's own review is."""
    call, own = reading.reviewer.call, reading.own
    closed = why_closed(call, reading.application, now=clock.now())
    return {
        "closed": sentence(Refusal(closed)) if closed else "",
        "state": review_state(own.review.state if own else None),
        "is_outdated": is_outdated(reading.application, reading.review),
        "mean": number_words(own.mean) if own and own.mean is not None else "",
        "most": call.most_points,
    }


def _why_barred(reading: Reading) -> str:
    """Say why the reviewer must not judge the application; "" for who may."""
    try:
        check_judges(reading.reviewer, reading.application, reading.review)
    except Forbidden as barred:
        return sentence(barred)
    return ""


def _others(reading: Reading) -> Others:
    """Return what the others said, or why the reviewer does not read it yet."""
    reviewer, application = reading.reviewer, reading.application
    try:
        check_reads_others(reviewer, application, reading.review)
    except Forbidden as not_yet:
        return Others(closed=sentence(not_yet))
    found = opinions_on(application, reading.criteria)
    means = {one.reviewer.id: one.mean for one in found if one.mean is not None}
    return Others(
        rows=opinion_rows((one for one in found if one.reviewer.id != reviewer.id), reading.criteria),
        spread=spread_of(means, reviewer.call.most_points, own=reviewer.id),
        remarks=remark_rows(remarks_on(application), reviewer.zone),
    )


def _row(line: OwnLine) -> Row:
    application = line.application
    return Row(
        key=application.key,
        city=city_words(application),
        country=(application.city.country if application.city else application.country) or "",
        state=line_state(line),
        mean=number_words(line.mean) if line.mean is not None and not line.is_conflict else "",
        is_conflict=line.is_conflict,
    )
