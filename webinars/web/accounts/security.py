"""Flask-Security set up so that its letters go through our outbox and its pages are ours."""

from datetime import timedelta
from pathlib import Path

from flask import Flask, request, session
from flask_security import Security
from flask_security.forms import TwoFactorRescueForm
from werkzeug.wrappers import Response
from wtforms import RadioField

from webinars.models.accounts import datastore
from webinars.services import accounts
from webinars.web.accounts import records, second_factor, tries, words
from webinars.web.accounts.letters import OutboxMail
from webinars.web.accounts.pages import render
from webinars.web.forms import options

FRESH = timedelta(hours=1)


class NoRescueForm(TwoFactorRescueForm):
    """The library's ways out of a lost telephone, but the letter to a stranger among them."""

    help_setup = RadioField(choices=options(()))


def init(app: Flask) -> None:
    """Set Flask-Security up on *app*."""
    app.config.update(_settings(app))
    app.config.update(words.settings())
    security = Security(
        app,
        datastore(),
        mail_util_cls=OutboxMail,
        mf_recovery_codes_util_cls=second_factor.RecoveryCodes,
        render_template=render,  # type: ignore[arg-type] # it says str, and hands on whatever it gets
        totp_cls=second_factor.OneTimeCodes,
        two_factor_rescue_form=NoRescueForm,
    )
    # Pages only: what asks for JSON would be handed tokens that sign in, and nobody here needs one.
    security.want_json(lambda _request: False)
    app.login_manager.session_protection = "basic"  # type: ignore[attr-defined]
    app.before_request(tries.count)
    app.before_request(_begin)
    app.before_request(second_factor.require)
    app.after_request(_finish)
    records.listen()


def _settings(app: Flask) -> dict[str, object]:
    config = app.config
    return {
        "SECURITY_URL_PREFIX": "/account",
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/organise/",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_POST_CHANGE_VIEW": "accounts.show",
        "SECURITY_PASSWORD_SALT": config["PASSWORD_SALT"],
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_PASSWORD_CHECK_BREACHED": None,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_CHANGEABLE": True,
        "SECURITY_FRESHNESS": FRESH,
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        # Letters are written by accounts/letters, in the language of whoever gets them.
        "SECURITY_EMAIL_PLAINTEXT": False,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_SENDER": config["MAIL_FROM"],
        # The library translates our words (accounts/words) from our catalogue.
        "SECURITY_I18N_DOMAIN": "messages",
        "SECURITY_I18N_DIRNAME": [str(Path(app.root_path) / "translations")],
        **_second_factor(app),
    }


def _second_factor(app: Flask) -> dict[str, object]:
    secret = app.config["TOTP_SECRET"]
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_REQUIRED": app.config["SECOND_FACTOR_REQUIRED"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds before and after: one code each
        "SECURITY_TOTP_SECRETS": {"1": secret},
        "SECURITY_TOTP_ISSUER": app.config["OFFICE_NAME"],
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [second_factor.key_of_recovery_codes(secret)],
    }


def _begin() -> None:
    """Let the library's own writes begin as writes (SQLite cannot turn a read into one)."""
    if request.method == "POST" and request.blueprint == "security":
        accounts.begin(session.get("tf_user_id"))


def _finish(response: Response) -> Response:
    """Keep the letters and records of what the library did: it commits only what it wrote itself."""
    if request.method == "POST" and request.blueprint == "security" and response.status_code < 500:
        accounts.finish()
    return response
