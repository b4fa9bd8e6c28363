"""Accounts: Flask-Security set up so that its letters go through our outbox and its pages look like ours."""

from datetime import timedelta
from typing import Any

from flask import Flask, request
from flask_security import MailUtil, Security
from werkzeug.wrappers import Response

from webinars.models.accounts import datastore
from webinars.services import accounts
from webinars.web import clock


class OutboxMail(MailUtil):
    """Hands the letters of Flask-Security to the outbox instead of sending them inside the request."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Owe the letter to the account it is about."""
        accounts.owe_letter(
            kwargs["user"].id, subject=str(subject), text=body or "", html=html or "", now=clock.now()
        )


def init(app: Flask) -> None:
    """Set Flask-Security up on *app*."""
    app.config.update(_settings(app))
    Security(app, datastore(), mail_util_cls=OutboxMail)
    app.before_request(_begin)
    app.after_request(_finish)
    app.login_manager.session_protection = "basic"  # type: ignore[attr-defined]


def _settings(app: Flask) -> dict[str, object]:
    return {
        "SECURITY_URL_PREFIX": "/account",
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/organise/",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_PASSWORD_SALT": app.config["PASSWORD_SALT"],
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_PASSWORD_CHECK_BREACHED": None,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_CHANGEABLE": True,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_REQUIRED": app.config["SECOND_FACTOR_REQUIRED"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_TOTP_SECRETS": {"1": app.config["TOTP_SECRET"]},
        "SECURITY_TOTP_ISSUER": app.config["OFFICE_NAME"],
        "SECURITY_EMAIL_SENDER": app.config["MAIL_FROM"],
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
    }


def _finish(response: Response) -> Response:
    """Keep the letters that the library asked for: it commits only what it wrote itself."""
    if request.method == "POST" and request.blueprint == "security" and response.status_code < 500:
        accounts.finish()
    return response


def _begin() -> None:
    """Let the library's own writes begin as writes (SQLite cannot turn a read into one)."""
    if request.method == "POST" and request.blueprint == "security":
        accounts.begin()
