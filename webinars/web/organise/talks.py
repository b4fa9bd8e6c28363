"""The talk of a slot for the organiser: what it is about, its languages, who presents, what it needs."""

from typing import Any

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField

from webinars.models.slots import Slot
from webinars.queries.assets import assets_of
from webinars.queries.programmes import programme
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.slots import slot_by_key
from webinars.services import assets, talks
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.limits import OFFICE_MAIL_LIMIT, limiter
from webinars.web.organise.assets_forms import AskForm
from webinars.web.organise.editors import EditForm, OfficeText
from webinars.web.permissions import Permission, allow
from webinars.web.presenters_words import answer_words
from webinars.web.programmes import slot_words, who_words
from webinars.web.reader import language
from webinars.web.talk_forms import offer_languages, talk_of
from webinars.web.talk_words import KINDS, due_words, state_words

blueprint = Blueprint("talks", __name__, url_prefix="/seminars/<slug>/slots/<key>/talk")


class TalkForm(EditForm):
    """What is written about a talk; fields are named like its columns."""

    abstract = OfficeText(_l("Abstract"), limit=3000, is_long=True)
    language = SelectField(_l("Language of the talk"))
    interpretation = SelectMultipleField(_l("Interpreted into"))

    @classmethod
    def of(cls, slot: Slot, **kwargs: Any) -> "TalkForm":
        """Return the form of a slot, as it is posted or kept."""
        form = cls(obj=slot, **kwargs)
        offer_languages(form, slot)
        return form


@blueprint.route("", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, key: str) -> ResponseReturnValue:
    """Change what is written about a talk."""
    slot = slot_by_key(slug, key)
    ident, form = slot.id, TalkForm.of(slot)
    if form.attempt(
        lambda: talks.edit_talk(ident, talk_of(form), expected=form.expected, by=actor(), now=clock.now())
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".edit", slug=slug, key=key)
    return _talk_page(slug, key, form=form)


@blueprint.post("/ask")
@allow(Permission.ORGANISE)
@limiter.limit(OFFICE_MAIL_LIMIT)
def ask(slug: str, key: str) -> ResponseReturnValue:
    """Ask for something that this talk needs."""
    ident, form = slot_by_key(slug, key).id, AskForm()
    if form.attempt(
        lambda: assets.ask_for([ident], form.wanted, form.due_on.data, by=actor(), now=clock.now())
    ):
        flash(gettext("This is asked for. Who presents gets a letter."), "ok")
        return see_other(".edit", slug=slug, key=key)
    return _talk_page(slug, key, asking=form)


def _talk_page(
    slug: str, key: str, *, form: TalkForm | None = None, asking: AskForm | None = None
) -> ResponseReturnValue:
    whole, slot = programme(seminar_by_slug(slug).id), slot_by_key(slug, key)
    form, asking = form or TalkForm.of(slot, formdata=None), asking or AskForm(formdata=None)
    placed = next(one for part in whole.sessions for one in part.slots if one.slot.id == slot.id)
    needed = assets_of([slot.id]).get(slot.id, ())
    return page(
        "organise/talks/edit.html",
        status=max(form.status, asking.status),
        seminar=whole.seminar,
        session=slot.session,
        slot=slot,
        title=slot_words(slot, language()),
        who=who_words(slot, language()),
        presenters=[(one, answer_words(one.answer)) for one in placed.presenters],
        needed=[(one, KINDS[one.kind], due_words(one), state_words(one)) for one in needed],
        is_missing_something=len(needed) < len(KINDS),
        form=form,
        asking=asking,
    )
