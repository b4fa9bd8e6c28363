"""The second factor: codes that work once, recovery codes as people type them, and who must have one."""

import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext
from flask_security import MfRecoveryCodesUtil, Totp, current_user
from werkzeug.wrappers import Response

from webinars.web.permissions import Permission, declared

OPEN = (None, Permission.PUBLIC, Permission.LINK)


class OneTimeCodes(Totp):
    """Codes of an app, each of which is taken once (RFC 6238 §5.2)."""

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Check a code; one of a secret that is not enrolled yet has no predecessors."""
        before = user.tf_last_counter
        if totp_secret != user.tf_totp_secret:
            user.tf_last_counter = None
        is_right: bool = super().verify_totp(token, totp_secret, user, window)
        if not is_right:
            user.tf_last_counter = before
        return is_right

    def get_last_counter(self, user: Any) -> int | None:
        """Return the time step of the last code that was taken."""
        counter: int | None = user.tf_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Keep the time step of a code that was taken."""
        user.tf_last_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes, taken with or without their dashes, in capitals too."""

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Say whether the account has this code left."""
        return bool(super().check_recovery_code(user, _as_made(code)))

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Take the code from the account."""
        return bool(super().delete_recovery_code(user, _as_made(code)))


def key_of_recovery_codes(secret: str) -> bytes:
    """Derive from *secret* the key that recovery codes are encrypted with where they are stored."""
    return urlsafe_b64encode(sha256(b"recovery codes\0" + secret.encode()).digest())


def require() -> Response | None:
    """Send who is signed in without a second factor to set one up, where the office asks everybody for it.

    Signing in asks already; this is for who was signed in before the setting, or lost theirs since.
    """
    if not current_app.config["SECOND_FACTOR_REQUIRED"] or request.blueprint == "security":
        return None
    if request.endpoint is None or declared(current_app, request.endpoint) in OPEN:
        return None
    if not current_user.is_authenticated or current_user.tf_primary_method:
        return None
    flash(gettext("Your office asks for a second factor. Set it up to go on."), "warn")
    return redirect(url_for("security.two_factor_setup"), code=303)


def _as_made(code: str) -> str:
    letters = re.sub(r"[^0-9a-z]", "", code.lower())
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
