"""The words of accounts: roles, and every text of Flask-Security that somebody can meet.

The library's own catalogues are incomplete, and it speaks of "authentication" to people who sign in; ours
says all of it, and is what the library is told to translate from.
"""

from collections.abc import Iterable, Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from webinars.domain.errors import N_
from webinars.models.accounts import RoleName

ROLES: Mapping[RoleName, LazyString] = {
    RoleName.VIEWER: _l("Viewer: sees everything"),
    RoleName.ORGANISER: _l("Organiser: plans, invites and runs"),
    RoleName.ADMINISTRATOR: _l("Administrator: also decides who may"),
}

# By the library's names without SECURITY_MSG_; not lazy, since it translates them itself where it shows them.
MESSAGES: Mapping[str, tuple[str, str]] = {
    "ANONYMOUS_USER_REQUIRED": (N_("Sign out first."), "error"),
    "API_ERROR": (N_("This form was damaged on its way. Reload the page and send it again."), "error"),
    "DISABLED_ACCOUNT": (
        N_("This account may not sign in. Ask an administrator of your office."),
        "error",
    ),
    "EMAIL_NOT_PROVIDED": (N_("Write your e-mail address."), "error"),
    "GENERIC_AUTHN_FAILED": (
        N_("The e-mail address or the password is not right. Check both and try again."),
        "error",
    ),
    "INVALID_EMAIL_ADDRESS": (N_("This is no mail address. Write it like name@city.example."), "error"),
    "INVALID_PASSWORD": (N_("This is not your present password. Try again."), "error"),
    "INVALID_RECOVERY_CODE": (
        N_("This recovery code is not right, or it was used. Try another one."),
        "error",
    ),
    "INVALID_REDIRECT": (N_("The page to return to is not one of ours. Sign in, then go there."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        N_("This link was used, or it is not complete. Ask for a new one here."),
        "error",
    ),
    "NO_RECOVERY_CODES_SETUP": (N_("There are no recovery codes. Make new ones."), "info"),
    "PASSWORD_CHANGE": (N_("The new password is kept. Other browsers are signed out."), "success"),
    "PASSWORD_INVALID_LENGTH": (
        N_("This password is too short. Use at least %(length)s characters."),
        "error",
    ),
    "PASSWORD_IS_THE_SAME": (N_("This is your present password. Choose another one."), "error"),
    "PASSWORD_MISMATCH": (N_("This is not your present password. Try again."), "error"),
    "PASSWORD_NOT_PROVIDED": (N_("Type a password."), "error"),
    "PASSWORD_RESET_EXPIRED": (
        N_("This link is older than %(within)s and no longer works. Ask for a new one here."),
        "error",
    ),
    "PASSWORD_RESET_NO_LOGIN": (N_("The new password is kept. Sign in with it."), "success"),
    "PASSWORD_RESET_REQUEST": (
        N_("If this address has an account, a letter with a link is on its way. Look into your mailbox."),
        "info",
    ),
    "REAUTHENTICATION_REQUIRED": (N_("Type your password again to go on."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (N_("The password is right. Go on."), "success"),
    "RETYPE_PASSWORD_MISMATCH": (N_("The two passwords differ. Type the same one twice."), "error"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        N_("The second factor is on. Signing in now asks for a code."),
        "success",
    ),
    "TWO_FACTOR_DISABLED": (N_("The second factor is off. The password alone signs you in."), "success"),
    "TWO_FACTOR_INVALID_TOKEN": (
        N_("This code is not right, or it was used. Wait for the next code of your app and type that."),
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (N_("The code is right. You are signed in."), "success"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (N_("Choose what to do with the second factor."), "error"),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("Sign in with your password first."), "error"),
    "TWO_FACTOR_SETUP_EXPIRED": (
        N_("Setting the second factor up took longer than %(within)s. Begin again."),
        "error",
    ),
    "UNAUTHENTICATED": (N_("Sign in to open this page."), "info"),
    "USER_DOES_NOT_EXIST": (N_("There is no such account."), "error"),
}

# By the names under which the library hands its forms to the templates, then by field.
LABELS: Mapping[str, Mapping[str, LazyString]] = {
    "change_password_form": {
        "password": _l("Present password"),
        "new_password": _l("New password"),
        "new_password_confirm": _l("New password again"),
    },
    "forgot_password_form": {"email": _l("E-mail address")},
    "login_user_form": {"email": _l("E-mail address"), "password": _l("Password")},
    "mf_recovery_form": {"code": _l("Recovery code")},
    "reset_password_form": {
        "password": _l("New password"),
        "password_confirm": _l("New password again"),
    },
    "two_factor_verify_code_form": {"code": _l("Code of six digits")},
    "verify_form": {"password": _l("Password")},
}


def settings() -> Iterable[tuple[str, object]]:
    """Yield the settings that give the library our words."""
    for name, message in MESSAGES.items():
        yield f"SECURITY_MSG_{name}", message


def name_fields(name: str, form: FlaskForm) -> None:
    """Call the fields of a library's form as we do, and drop the hints that the library adds."""
    for field_name, label in LABELS.get(name, {}).items():
        field = form[field_name]
        field.label.text = label
        field.description = ""
        field.flags.required = True
