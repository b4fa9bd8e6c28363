"""How often the posts of Flask-Security, whose views we cannot decorate, may be tried."""

from collections.abc import Callable

from flask import request, session
from flask_limiter.util import get_remote_address

from webinars.web.limits import MAIL_LIMIT, SECOND_FACTOR_LIMIT, SIGN_IN_LIMIT, limiter


def _whose() -> str:
    """Return who is in the midst of signing in: who guesses codes from many addresses knows the password."""
    return f"second factor of {session.get('tf_user_id') or get_remote_address()}"


@limiter.limit(SIGN_IN_LIMIT)
def _password() -> None:
    """Count a try of a password."""


@limiter.limit(MAIL_LIMIT)
def _letter() -> None:
    """Count a letter that is asked for."""


@limiter.limit(SECOND_FACTOR_LIMIT, key_func=_whose)
def _code() -> None:
    """Count a try of a code."""


TRIES: dict[str, Callable[[], None]] = {
    "security.login": _password,
    "security.verify": _password,
    "security.change_password": _password,
    "security.forgot_password": _letter,
    "security.reset_password": _password,
    "security.two_factor_setup": _password,
    "security.two_factor_setup_validate": _code,
    "security.two_factor_token_validation": _code,
    "security.two_factor_rescue": _code,
    "security.tf_select": _code,
    "security.mf_recovery": _code,
    "security.mf_recovery_codes": _password,
}


def count() -> None:
    """Count a post; RateLimitExceeded, a 429, when there were too many."""
    if request.method == "POST" and request.endpoint in TRIES:
        TRIES[request.endpoint]()
