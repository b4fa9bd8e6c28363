"""How the text of a setting is read: to a value, or to a ValueError with half a sentence."""

from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from webinars.domain.errors import Refusal
from webinars.domain.timezones import check_zone

LAST_PORT = 65535
SHORTEST_SECRET = 32  # characters
ENGINES = ("sqlite", "postgresql+psycopg")


def any_text(value: str) -> str:
    return value


def optional(value: str) -> str | None:
    return value or None


def whole(value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise ValueError("must be a whole number") from None
    if number < 0:
        raise ValueError("must be 0 or more")
    return number


def positive(value: str) -> int:
    if whole(value) == 0:
        raise ValueError("must be 1 or more")
    return int(value)


def port(value: str) -> int:
    if not 1 <= whole(value) <= LAST_PORT:
        raise ValueError(f"must be a port from 1 to {LAST_PORT}")
    return int(value)


def flag(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.strip().lower() not in words:
        raise ValueError("must be yes or no")
    return words[value.strip().lower()]


def languages(value: str) -> tuple[str, ...]:
    languages = tuple(part.strip() for part in value.split(",") if part.strip())
    if not languages or not all(map(_is_language, languages)):
        raise ValueError("must be tags of languages, such as en,ja")
    return languages


def _is_language(tag: str) -> bool:
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def database(value: str) -> str | None:
    if not value:
        return None
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("must be an address such as postgresql://user:password@host/name") from None
    if f"{url.get_backend_name()}+{url.get_driver_name()}".removesuffix("+pysqlite") not in ENGINES:
        raise ValueError("must begin with postgresql:// or sqlite:///")
    return value


def secret_text(value: str) -> str | None:
    if value and len(value) < SHORTEST_SECRET:
        raise ValueError(f"must have at least {SHORTEST_SECRET} characters")
    return value or None


def storage(value: str) -> str:
    if urlsplit(value).scheme not in ("memory", "redis", "rediss"):
        raise ValueError("must be memory:// or redis://host:port")
    return value


def address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must be a web address such as https://webinars.example.org")
    return value.rstrip("/")


def zone(value: str) -> str:
    try:
        return check_zone(value)
    except Refusal as refusal:
        raise ValueError(str(refusal).rstrip("?.")) from None


def mail_address(value: str) -> str:
    local, _, domain = value.partition("@")
    if not local or not domain or any(letter in value for letter in "\r\n <>"):
        raise ValueError("must be a mail address such as seminars@example.org")
    return value


def optional_address(value: str) -> str | None:
    return mail_address(value) if value else None


def folder(value: str) -> str:
    if not value.isascii() or not value.isprintable() or not value.strip():
        raise ValueError("must be a folder's name as the IMAP server spells it, such as INBOX")
    return value


def security(value: str) -> str:
    if value not in ("none", "starttls", "tls"):
        raise ValueError("must be none, starttls or tls")
    return value
