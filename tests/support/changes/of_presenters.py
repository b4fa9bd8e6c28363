"""Changes about one presenter, done as the pages do them."""

from tests.builders import ORGANISER
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from tests.support.changes.wishes import AGES_AGO, presenter_fields, whole_day
from webinars.models import Answer, Presenter
from webinars.models.database import db, transaction
from webinars.services.presenters import answer as answer_presenting
from webinars.services.presenters import assign, edit_presenter, remind, remind_all, remove
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
