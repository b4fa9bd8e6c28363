"""Signed links: a token names one person's row for one purpose, and cannot be made by a stranger."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache

from itsdangerous import BadData, Signer, URLSafeSerializer

from webinars.domain.errors import N_, BadLink


class Purpose(StrEnum):
    """What a link is for; a token for one purpose is forged for every other."""

    REGISTRATION = "registration"
    CONFIRM = "confirm"
    CONFIRM_ADDRESS = "confirm-address"
    JOIN = "join"
    DELEGATION = "delegation"
    PRESENTER = "presenter"
    SIGN_IN = "sign-in"
    CONFIRM_ANSWER = "confirm-answer"
    FEED = "feed"
    HOURS = "hours"
    SWAP = "swap"
    REMINDERS = "reminders"
    APPLICATION = "application"
    REVIEW = "review"


# What somebody does whose link has run out, where there is more to say than to ask for another.
WAYS_ON = {
    Purpose.CONFIRM: N_("This link has run out. Register again: a letter brings you a new one."),
}


def sign(
    secret: str, purpose: Purpose, key: str, revision: int, *, expires_at: datetime | None = None
) -> str:
    """Return a URL-safe token for *key*; the same arguments give the same token.

    It is good while the row still has *revision*, and until *expires_at* (UTC; None: for ever).
    """
    until = int(expires_at.timestamp()) if expires_at else 0
    serializer = _serializer(secret, purpose)
    return _signer(secret, purpose).sign(serializer.dump_payload([key, revision, until])).decode("ascii")


def read(secret: str, purpose: Purpose, token: str, *, now: datetime) -> tuple[str, int]:
    """Return the key and the revision that *token* names; raise BadLink when forged or outdated."""
    key, revision, until = _opened(secret, purpose, token)
    if until and datetime.fromtimestamp(until, UTC) < now:
        raise BadLink(WAYS_ON.get(purpose, N_("This link has run out. Ask for a new one.")))
    return key, revision


@lru_cache(maxsize=4096)  # Programs that follow a calendar bring the same few tokens all day.
def _opened(secret: str, purpose: Purpose, token: str) -> tuple[str, int, int]:
    try:
        key, revision, until = _serializer(secret, purpose).loads(token)
        return str(key), int(revision), int(until)
    except (BadData, ValueError, TypeError):
        raise BadLink(N_("This link is not complete. Open it from the letter again.")) from None


# Both are made once: a part that moves has thousands of links signed, and making them takes as long.
@lru_cache(maxsize=64)
def _serializer(secret: str, purpose: Purpose) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"webinars.link.{purpose}")


@lru_cache(maxsize=64)
def _signer(secret: str, purpose: Purpose) -> Signer:
    """Return what signs as the serializer itself does."""
    return _serializer(secret, purpose).make_signer(f"webinars.link.{purpose}")
