"""Letters about accounts: written in the language of whoever gets them, owed to the outbox."""

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale, gettext
from flask_security import MailUtil

from webinars.domain.errors import N_
from webinars.letters.readers import offered
from webinars.services import accounts
from webinars.services.accounts import AccountLetter
from webinars.web import clock

SUBJECTS = {
    "accounts/letters/welcome": N_("Your account at %(office)s"),
    "security/email/change_notice": N_("Your password was changed"),
    "security/email/reset_instructions": N_("Set a new password"),
    "security/email/reset_notice": N_("Your password was changed"),
}


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
        """Owe the letter to the account it is about; what the library wrote of it is not used."""
        account = kwargs["user"]
        letter = write(template, language=account.language, **kwargs)
        accounts.owe_letter(account.id, letter, now=clock.now())


def welcome(name: str, *, language: str, by: str) -> AccountLetter:
    """Return the letter to somebody whom *by* gave an account; it holds no secret and does not expire."""
    return write("accounts/letters/welcome", language=language, name=name, by=by)


def write(template: str, *, language: str, **values: Any) -> AccountLetter:
    """Write a letter from its two templates."""
    with force_locale(offered(language)):
        return AccountLetter(
            subject=gettext(SUBJECTS[template], office=current_app.config["OFFICE_NAME"]),
            text=render_template(f"{template}.txt", **values),
            html=render_template(f"{template}.html", **values),
        )
