"""Every setting, with its default and unit: from WEBINARS_* variables, then instance/config.py, then here.

Secrets are made once into the instance folder while the database is the embedded one there; with any other
database they must be given, since several machines have to share them.
"""

import os
import runpy
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from webinars.domain.errors import Refusal
from webinars.domain.timezones import check_zone

PREFIX = "WEBINARS_"
LAST_PORT = 65535
SHORTEST_SECRET = 32  # characters
SECRETS = ("SECRET_KEY", "PASSWORD_SALT", "TOTP_SECRET")
HIDDEN = (*SECRETS, "DATABASE_URL", "MAIL_PASSWORD")  # never repeated to whoever reads the terminal
ENGINES = ("sqlite", "postgresql+psycopg")
# What a file of settings raises when it is no Python, or says what cannot be.
UNREADABLE = (
    SyntaxError,
    NameError,
    ImportError,
    AttributeError,
    TypeError,
    ValueError,
    LookupError,
    OSError,
)


class WrongSetting(Exception):
    """A setting that cannot be used; the sentence says which, why, and what to write instead."""


@dataclass(frozen=True)
class Setting:
    """One setting: how its text is read, and what it means with its unit."""

    name: str
    default: object
    read: Callable[[str], object]
    meaning: str


def _text(value: str) -> str:
    return value


def _optional(value: str) -> str | None:
    return value or None


def _whole(value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise ValueError("must be a whole number") from None
    if number < 0:
        raise ValueError("must be 0 or more")
    return number


def _positive(value: str) -> int:
    if _whole(value) == 0:
        raise ValueError("must be 1 or more")
    return int(value)


def _port(value: str) -> int:
    if not 1 <= _whole(value) <= LAST_PORT:
        raise ValueError(f"must be a port from 1 to {LAST_PORT}")
    return int(value)


def _flag(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.strip().lower() not in words:
        raise ValueError("must be yes or no")
    return words[value.strip().lower()]


def _languages(value: str) -> tuple[str, ...]:
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


def _database(value: str) -> str | None:
    if not value:
        return None
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("must be an address such as postgresql://user:password@host/name") from None
    if f"{url.get_backend_name()}+{url.get_driver_name()}".removesuffix("+pysqlite") not in ENGINES:
        raise ValueError("must begin with postgresql:// or sqlite:///")
    return value


def _secret_text(value: str) -> str | None:
    if value and len(value) < SHORTEST_SECRET:
        raise ValueError(f"must have at least {SHORTEST_SECRET} characters")
    return value or None


def _storage(value: str) -> str:
    if urlsplit(value).scheme not in ("memory", "redis", "rediss"):
        raise ValueError("must be memory:// or redis://host:port")
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must be a web address such as https://webinars.example.org")
    return value.rstrip("/")


def _zone(value: str) -> str:
    try:
        return check_zone(value)
    except Refusal as refusal:
        raise ValueError(str(refusal).rstrip("?.")) from None


def _mail_address(value: str) -> str:
    local, _, domain = value.partition("@")
    if not local or not domain or any(letter in value for letter in "\r\n <>"):
        raise ValueError("must be a mail address such as seminars@example.org")
    return value


def _security(value: str) -> str:
    if value not in ("none", "starttls", "tls"):
        raise ValueError("must be none, starttls or tls")
    return value


SETTINGS = (
    Setting("DATABASE_URL", None, _database, "database address; none: webinars.sqlite in the instance"),
    Setting("HOST", "127.0.0.1", _text, "address that `webinars serve` listens on"),
    Setting("PORT", 8000, _port, "port that `webinars serve` listens on"),
    Setting("PUBLIC_URL", None, _address, "address that people use; none: made of HOST and PORT"),
    Setting("SECRET_KEY", None, _secret_text, "signs links and cookies; at least 32 characters"),
    Setting("PASSWORD_SALT", None, _secret_text, "mixed into passwords; at least 32 characters"),
    Setting("TOTP_SECRET", None, _secret_text, "encrypts second factors; at least 32 characters"),
    Setting("OFFICE_NAME", "Webinars", _text, "the office that runs this installation, as people read it"),
    Setting("OFFICE_ZONE", "UTC", _zone, "zone of the office, IANA name"),
    Setting("LANGUAGES", ("en", "ja"), _languages, "languages offered, the default first; comma between"),
    Setting("MAIL_SERVER", None, _optional, "SMTP server; none: letters are written to a Maildir"),
    Setting("MAIL_PORT", 25, _port, "SMTP port"),
    Setting("MAIL_SECURITY", "none", _security, "none, starttls or tls"),
    Setting("MAIL_USERNAME", None, _optional, "SMTP user"),
    Setting("MAIL_PASSWORD", None, _optional, "SMTP password"),
    Setting("MAIL_FROM", "webinars@localhost.invalid", _mail_address, "address that letters come from"),
    Setting("RSVP_ADDRESS", None, lambda v: _mail_address(v) if v else None, "inbox that receives answers"),
    Setting("MAIL_TIMEOUT_SECONDS", 20, _positive, "longest wait for the mail server; seconds"),
    Setting("LEASE_SECONDS", 120, _positive, "a worker that is silent so long is taken for dead; seconds"),
    Setting("POLL_SECONDS", 2, _positive, "how often the worker looks for letters that are due; seconds"),
    Setting("SETTLING_SECONDS", 120, _whole, "how long a change of time waits for the next one; seconds"),
    Setting("CONFIRM_DAYS", 7, _positive, "how long a confirmation link lasts; days"),
    Setting("JOIN_OPENS_MINUTES", 15, _positive, "how long before the start the room opens; minutes"),
    Setting("PAGE_SIZE", 50, _positive, "rows on a page of a list"),
    Setting("SECOND_FACTOR_REQUIRED", False, _flag, "every account must enrol a second factor"),
    Setting("RATE_LIMITS", True, _flag, "limit how often forms that send mail or sign in are sent"),
    Setting("RATE_LIMIT_STORAGE", "memory://", _storage, "where rate limits count; redis://… to share them"),
    Setting("TRUSTED_PROXIES", 0, _whole, "proxies before the server whose X-Forwarded-For is believed"),
    Setting("WORKERS", 2, _positive, "web worker processes of `webinars serve`"),
)


def load(
    instance: Path, environment: Mapping[str, str], overlay: Mapping[str, object] | None = None
) -> dict[str, object]:
    """Return every setting by name, secrets included; *overlay* wins, then the variables, then the file.

    Raises WrongSetting with a sentence.
    """
    given = _from_file(instance / "config.py") | _from_environment(environment) | dict(overlay or {})
    settings = {setting.name: setting.default for setting in SETTINGS} | given
    settings["PUBLIC_URL"] = settings["PUBLIC_URL"] or f"http://{_reachable(settings)}:{settings['PORT']}"
    is_embedded = settings["DATABASE_URL"] is None
    if is_embedded:
        settings["DATABASE_URL"] = f"sqlite:///{(instance / 'webinars.sqlite').resolve()}"
    for name in SECRETS:
        settings[name] = settings[name] or _secret(instance, name, is_embedded=is_embedded)
    return settings


def _reachable(settings: Mapping[str, object]) -> str:
    host = str(settings["HOST"])
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 (compared, not bound)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    known = {setting.name: setting for setting in SETTINGS}
    given: dict[str, object] = {}
    for variable, value in environment.items():
        name = variable.removeprefix(PREFIX)
        if name == variable or name == "INSTANCE":
            continue
        if name not in known:
            raise WrongSetting(f"{variable} is no setting. Known ones: {', '.join(sorted(known))}.")
        given[name] = _read(known[name], value, variable)
    return given


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        found = runpy.run_path(str(path))
    except (*UNREADABLE, OSError) as error:
        raise WrongSetting(f"{path} cannot be read: {error}.") from None
    known = {setting.name: setting for setting in SETTINGS}
    given: dict[str, object] = {}
    for name, value in found.items():
        if not name.isupper():
            continue
        if name not in known:
            raise WrongSetting(f"{name} in {path} is no setting. Known ones: {', '.join(sorted(known))}.")
        given[name] = _read(known[name], _as_text(value), f"{name} in {path}")
    return given


def _as_text(value: object) -> str:
    """Return a Python value as a variable would hold it: one rule reads both."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value))
    return "" if value is None else str(value)


def _read(setting: Setting, value: str, where: str) -> object:
    try:
        return setting.read(value)
    except ValueError as error:
        shown = "" if setting.name in HIDDEN else f" is {value!r}, and"
        raise WrongSetting(f"{where}{shown} {error}. It means: {setting.meaning}.") from None


def _secret(instance: Path, name: str, *, is_embedded: bool) -> str:
    if not is_embedded:
        raise WrongSetting(
            f"{PREFIX}{name} is not set. Give it a long random text, the same on every machine."
        )
    path = instance / name.lower()
    try:
        if not path.exists():
            _write_once(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        why = f"The folder {instance} cannot hold {name}: {error.strerror}."
        raise WrongSetting(f"{why} Choose another with {PREFIX}INSTANCE.") from None


def _write_once(path: Path) -> None:
    """Make a secret; of processes that start at once the first one wins, and none reads half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as draft:  # readable by its owner alone
        draft.write(token_urlsafe(48))
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, path)
