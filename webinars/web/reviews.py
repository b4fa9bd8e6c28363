"""The pages of a reviewer, by signed link: the applications, one to judge, its files, its discussion."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.domain.links import Purpose
from webinars.models.committees import Reviewer
from webinars.queries.applications import dossier_of
from webinars.queries.committees import reviewer_by_link
from webinars.queries.reviews import Reading, reading_of
from webinars.services import reviews
from webinars.services.reviews import check_judges
from webinars.web import clock
from webinars.web.answers import see_other
from webinars.web.applications_lines import file_key
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.reviews_forms import ConflictForm, RemarkForm, review_form
from webinars.web.reviews_page import application_page, list_page
from webinars.web.uploads import sent

blueprint = Blueprint("reviews", __name__, url_prefix="/reviews/<token>")

SUBMIT = "submit"  # the button that hands a review in; the other keeps a draft


@blueprint.get("/")
@allow(Permission.LINK)
def index(token: str) -> ResponseReturnValue:
    """List the applications to judge, with the reviewer's own progress."""
    return list_page(_reviewer(token), token)


@blueprint.route("/<key>/", methods=["GET", "POST"])
@allow(Permission.LINK)
def show(token: str, key: str) -> ResponseReturnValue:
    """Show an application, and keep or submit what the reviewer says of it."""
    reading = _reading(token, key)
    form, ids = review_form(reading), reading.ids
    keep = reviews.submit if SUBMIT in request.form else reviews.save_draft
    if form.attempt(lambda: keep(*ids, form.fields(), now=clock.now())):
        flash(_kept_words(), "ok")
        return see_other("reviews.show", token=token, key=key)
    reading = _reading(token, key) if form.is_submitted() else reading
    return application_page(reading, token, form=form, status=form.status)


@blueprint.post("/<key>/conflict")
@allow(Permission.LINK)
def declare(token: str, key: str) -> ResponseReturnValue:
    """Let the reviewer stand back from an application."""
    form, ids = ConflictForm(), _reading(token, key).ids
    if form.attempt(lambda: reviews.declare_conflict(*ids, form.reason.data or "", now=clock.now())):
        flash(gettext("The conflict is declared. Others judge this application."), "ok")
        return see_other("reviews.index", token=token)
    return application_page(_reading(token, key), token, conflict=form, status=form.status)


@blueprint.post("/<key>/no-conflict")
@allow(Permission.LINK)
def take_back(token: str, key: str) -> ResponseReturnValue:
    """Let the reviewer judge after all."""
    reviews.take_back_conflict(*_reading(token, key).ids, now=clock.now())
    return see_other("reviews.show", token=token, key=key)


@blueprint.post("/<key>/remarks")
@allow(Permission.LINK)
def remark(token: str, key: str) -> ResponseReturnValue:
    """Say a word in the discussion."""
    form, ids = RemarkForm(), _reading(token, key).ids
    if form.attempt(lambda: reviews.remark(*ids, form.text.data or "", now=clock.now())):
        return see_other("reviews.show", token=token, key=key, _anchor="discussion")
    return application_page(_reading(token, key), token, remark=form, status=form.status)


@blueprint.get("/<key>/files/<question_key>")
@allow(Permission.LINK)
def file(token: str, key: str, question_key: str) -> Response:
    """Give a file of an application to who may judge it."""
    reading = _reading(token, key)
    check_judges(reading.reviewer, reading.application, reading.review)
    return sent(file_key(dossier_of(reading.application), question_key))


def _reviewer(token: str) -> Reviewer:
    return reviewer_by_link(*link_of(Purpose.REVIEW, token))


def _reading(token: str, key: str) -> Reading:
    return reading_of(_reviewer(token), key)


def _kept_words() -> str:
    if SUBMIT in request.form:
        return str(gettext("Your review is submitted. You can change it until the decision is released."))
    return str(gettext("Your draft is kept. It counts when you submit it."))
