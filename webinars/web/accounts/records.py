"""What people do with their own accounts, written into the log when Flask-Security tells of it."""

from flask import session
from flask_security import (
    password_changed,
    password_reset,
    tf_code_confirmed,
    tf_disabled,
    tf_profile_changed,
)

from webinars.models.accounts import Account
from webinars.services.accounts import note
from webinars.web import clock


def listen() -> None:
    """Listen to Flask-Security; to do so again changes nothing."""
    password_changed.connect(_changed_password)
    password_reset.connect(_changed_password)
    tf_profile_changed.connect(_enrolled)
    tf_code_confirmed.connect(_confirmed)
    tf_disabled.connect(_disabled)


def _changed_password(_app: object, user: Account, **_rest: object) -> None:
    note("changed password", user, now=clock.now())


def _enrolled(_app: object, user: Account, **_rest: object) -> None:
    note("set up second factor", user, now=clock.now())


def _confirmed(app: object, user: Account, **_rest: object) -> None:
    """Tell the code that ends an enrolment while signing in from the one that only signs in."""
    if session.get("tf_state") == "validating_profile":
        _enrolled(app, user)


def _disabled(_app: object, user: Account, **_rest: object) -> None:
    note("turned off second factor", user, now=clock.now())
