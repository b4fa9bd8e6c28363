"""Signed links: a token names one person's row for one purpose, and cannot be made by a stranger."""

import hmac
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from json import JSONEncoder

from itsdangerous import BadData, URLSafeSerializer
from itsdangerous.encoding import base64_encode

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
    # What the serializer writes, without its vain attempt to compress so short a text: most of its time.
    payload = base64_encode(_JSON.encode([key, revision, until]))
    signature = base64_encode(hmac.digest(_signing_key(secret, purpose), payload, "sha1"))
    return b".".join((payload, signature)).decode("ascii")


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


_JSON = JSONEncoder(separators=(",", ":"))


# Both are made once: a part that moves has thousands of links signed, and making them takes as long.
@lru_cache(maxsize=64)
def _serializer(secret: str, purpose: Purpose) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"webinars.link.{purpose}")


@lru_cache(maxsize=64)
def _signing_key(secret: str, purpose: Purpose) -> bytes:
    """Return the key that the serializer itself signs with (HMAC-SHA1)."""
    return _serializer(secret, purpose).make_signer(f"webinars.link.{purpose}").derive_key()
