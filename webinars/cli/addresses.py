"""The addresses that `make run` prints: where to look first, as everybody and as each kind of person."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import current_app

from webinars.domain.links import Purpose, sign
from webinars.letters.addresses import address, personal_address
from webinars.queries.demonstrations import first_presenter, first_registrant, last_reviewer, organiser
from webinars.services.accounts import allow_one_sign_in
from webinars.services.demonstration import CALL_SLUG, ORGANISER_EMAIL, SLUG

SIGN_IN_LASTS = timedelta(hours=1)


def addresses_to_open(*, now: datetime) -> Iterator[str]:
    """Yield a line for each address; without the demonstration only the home page's.

    The organiser's link signs in once, within the hour; the one printed before it dies.
    """
    presenter, registrant = first_presenter(SLUG), first_registrant(SLUG)
    if presenter is None or registrant is None:
        yield _line("Home page", address("seminars.home"))
        return
    yield _line("Public page", address("seminars.show", slug=SLUG))
    if organiser(ORGANISER_EMAIL) is not None:
        yield _line("Organiser", _sign_in(now=now))
    yield _line("Presenter", personal_address(Purpose.PRESENTER, "presenters.show", presenter))
    yield _line("Participant", personal_address(Purpose.REGISTRATION, "registrations.show", registrant))
    reviewer = last_reviewer(CALL_SLUG)
    if reviewer is not None:
        yield _line("Reviewer", personal_address(Purpose.REVIEW, "reviews.index", reviewer))


def _sign_in(*, now: datetime) -> str:
    account = allow_one_sign_in(ORGANISER_EMAIL, now=now)
    secret = str(current_app.config["SECRET_KEY"])
    token = sign(secret, Purpose.SIGN_IN, str(account.sign_in_key), 0, expires_at=now + SIGN_IN_LASTS)
    return address("sign_ins.show", token=token)


def _line(what: str, url: str) -> str:
    return f"{what + ':':<13}{url}"
