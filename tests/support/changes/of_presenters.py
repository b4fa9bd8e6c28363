"""Changes about one presenter, done as the pages do them."""

from sqlalchemy import select

from tests.builders import ORGANISER
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from tests.support.changes.wishes import AGES_AGO, presenter_fields, whole_day
from tests.support.files import picture
from webinars.models import Answer, Presenter
from webinars.models.database import db, transaction
from webinars.services.presenters import (
    Substitute,
    add_companion,
    assign,
    edit_presenter,
    keep_picture,
    name_substitute,
    note_check,
    remind,
    remind_all,
    remove,
    remove_companion,
    remove_picture,
    set_manager,
    take_back_check,
    unset_manager,
)
from webinars.services.presenters import answer as answer_presenting
from webinars.services.sessions import move_session


def _put_into_the_past(cast: Cast) -> None:
    move_session(cast.evening.id, whole_day(AGES_AGO), by=ORGANISER, now=cast.now)


def _assign(cast: Cast) -> None:
    assign(cast.slots[0].id, None, presenter_fields("nina@lima.example"), by=ORGANISER, now=cast.now)


def _remove_first(cast: Cast) -> None:
    remove(cast.presenters[0].id, by=ORGANISER, now=cast.now)


def _silence(cast: Cast) -> None:
    with transaction():
        db.session.get_one(Presenter, cast.presenters[0].id).answer = Answer.NEEDS_ACTION


@change("Presenter assigned", given=_remove_first)
@change("Co-presenter assigned")
@change("Presenter assigned to a part that is over", given=_put_into_the_past)
def _assigned(cast: Cast) -> None:
    _assign(cast)


@change("Presenter's name or biography corrected")
def _corrected(cast: Cast) -> None:
    wanted = presenter_fields("paula@paris.example", name="Paula P.", biography="Plans parks.")
    edit_presenter(cast.presenters[0].id, wanted, expected=None, by=ORGANISER, now=cast.now)


@change("Presenter's address corrected")
def _address(cast: Cast) -> None:
    wanted = presenter_fields("paula@lima.example")
    edit_presenter(cast.presenters[0].id, wanted, expected=None, by=ORGANISER, now=cast.now)


@change("Presenter accepts or declines")
def _declined(cast: Cast) -> None:
    answer_presenting(cast.presenters[0].id, Answer.DECLINED, "Ill.", by=ORGANISER, now=cast.now)


def _name_otto(cast: Cast) -> None:
    otto = Substitute(name="Otto Other", email="otto@paris.example")
    name_substitute(cast.presenters[0].id, "Ill.", otto, by=ORGANISER, now=cast.now)


@change("Presenter declines and names a substitute")
def _substituted(cast: Cast) -> None:
    _name_otto(cast)


@change("Presenter accepts after all, before the substitute", given=_name_otto)
def _accepted_after_all(cast: Cast) -> None:
    with transaction():
        otto = db.session.scalars(select(Presenter).where(Presenter.email == "otto@paris.example")).one()
        otto.answer = Answer.NEEDS_ACTION
        db.session.get_one(Presenter, cast.presenters[0].id).answer = Answer.DECLINED
    answer_presenting(cast.presenters[0].id, Answer.ACCEPTED, "", by=ORGANISER, now=cast.now)


def _let_first_manage(cast: Cast) -> None:
    set_manager(cast.presenters[0].id, by=ORGANISER, now=cast.now)


@change("Co-presenter asked by the one who manages", given=_let_first_manage)
def _companion_added(cast: Cast) -> None:
    wanted = presenter_fields("nina@lima.example")
    add_companion(cast.presenters[0].id, wanted, by=ORGANISER, now=cast.now)


def _manage_a_companion(cast: Cast) -> None:
    _let_first_manage(cast)
    _companion_added(cast)


@change("Co-presenter taken off by the one who manages", given=_manage_a_companion)
def _companion_removed(cast: Cast) -> None:
    nina = db.session.scalars(select(Presenter).where(Presenter.email == "nina@lima.example")).one()
    remove_companion(cast.presenters[0].id, nina.key, by=ORGANISER, now=cast.now)


@change("One of several presenters manages, or no longer")
def _managing(cast: Cast) -> None:
    _let_first_manage(cast)
    unset_manager(cast.presenters[0].id, by=ORGANISER, now=cast.now)


@change("Presenter's picture kept, then removed")
def _pictured(cast: Cast) -> None:
    ident = cast.presenters[0].id
    keep_picture(ident, "paula.png", picture("PNG"), by=ORGANISER, now=cast.now)
    remove_picture(ident, by=ORGANISER, now=cast.now)


@change("Presenter's technique checked, then to be checked again")
def _checked(cast: Cast) -> None:
    note_check(cast.presenters[0].id, by=ORGANISER, now=cast.now)
    take_back_check(cast.presenters[0].id, by=ORGANISER, now=cast.now)


@change("Presenter reminded")
def _reminded(cast: Cast) -> None:
    _silence(cast)
    remind(cast.presenters[0].id, by=ORGANISER, now=cast.now)


@change("All silent presenters reminded")
def _all_reminded(cast: Cast) -> None:
    _silence(cast)
    remind_all(cast.seminar.id, by=ORGANISER, now=cast.now)


@change("Presenter removed")
def _removed(cast: Cast) -> None:
    _remove_first(cast)
