"""A calendar as it is answered: validators first, then bytes that are kept, and only then what is written."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from flask import current_app, request
from werkzeug.http import http_date, is_resource_modified

from webinars.domain.calendar.kept import Kept
from webinars.domain.timezones import DATABASE_VERSION
from webinars.web.light import LightAnswer

MAX_AGE_SECONDS = 300
# no-transform: Outlook cannot read a calendar that something on the way has compressed.
PUBLIC = f"public, max-age={MAX_AGE_SECONDS}, must-revalidate, no-transform"
PRIVATE = "private, no-cache, no-transform"
# Part of every ETag: raise it with a change that gives other bytes for the same state.
FORMAT = 2
KEPT_OCTETS = 32 * 1024 * 1024  # in each process of the web server


@dataclass(frozen=True)
class Validator:
    """What decides on the bytes of a calendar: *tag* is its strong ETag, *changed_at* its last change."""

    tag: str
    changed_at: datetime


def kept() -> Kept:
    """Return what this process has written before."""
    found: Kept = current_app.extensions.setdefault("webinars-kept", Kept(KEPT_OCTETS))
    return found


def tag_of(*state: object) -> str:
    """Return a strong ETag of *state*, stored values whose words are the same in every process."""
    return blake2b(f"{surroundings()} {state!r}".encode(), digest_size=16).hexdigest()


def surroundings() -> str:
    """Return what decides on the bytes of every calendar besides the database: settings, words and zones."""
    settings = current_app.config
    names = ("PUBLIC_URL", "OFFICE_NAME", "OFFICE_ZONE", "JOIN_OPENS_MINUTES", "LANGUAGES")
    return _digest(" ".join(str(settings[name]) for name in names), current_app.root_path)


def calendar_answer(
    validator: Validator,
    identity: Hashable,
    *,
    cache: str,
    filename: str,
    write: Callable[[], bytes],
    disposition: str = "inline",
) -> LightAnswer:
    """Answer with the calendar that *write* gives and *identity* names; 304, unwritten, when nothing changed.

    Together *identity* and the validator decide on the bytes, which are kept.
    """
    etag = f'"{validator.tag}"'
    headers = [
        ("ETag", etag),
        ("Last-Modified", http_date(validator.changed_at)),
        ("Cache-Control", cache),
    ]
    if not _is_modified(etag, validator):
        return LightAnswer(None, headers, status=304)
    key = identity, validator.tag
    content = kept().get(key) or kept().keep(key, write())
    headers.append(("Content-Disposition", f'{disposition}; filename="{filename}"'))
    return LightAnswer(content, headers, mimetype="text/calendar; charset=utf-8")


def _is_modified(etag: str, validator: Validator) -> bool:
    """Say whether the reader has something else; most name the very tag, and need no reading of lists."""
    environ = request.environ
    return environ.get("HTTP_IF_NONE_MATCH") != etag and is_resource_modified(
        environ, etag=validator.tag, last_modified=validator.changed_at
    )


@lru_cache(maxsize=64)
def _digest(settings: str, root: str) -> str:
    digest = blake2b(f"{settings} {DATABASE_VERSION} {FORMAT}".encode(), digest_size=6)
    for catalogue in sorted(Path(root).glob("translations/*/LC_MESSAGES/*.mo")):
        digest.update(catalogue.read_bytes())
    return digest.hexdigest()
