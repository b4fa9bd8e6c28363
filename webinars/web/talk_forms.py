"""What the forms of a talk share, on the presenter's page and on the organiser's."""

from typing import Any

from flask_babel import gettext

from webinars.models.slots import Slot
from webinars.services.talks import TalkFields
from webinars.web.forms import options
from webinars.web.talk_words import language_choices


def talk_of(form: Any) -> TalkFields:
    """Return what a form says of a talk: its fields are called like the columns."""
    return TalkFields(
        abstract=form.abstract.data,
        language=form.language.data or None,
        interpretation=tuple(form.interpretation.data or ()),
    )


def offer_languages(form: Any, slot: Slot) -> None:
    """Fill the choices of languages of a form; those that the slot has are among them."""
    offered = language_choices([slot.language], slot.interpretation)
    form.language.choices = options([("", gettext("Not said")), *offered])
    form.interpretation.choices = options(offered)
