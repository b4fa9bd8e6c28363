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

from webinars.domain.errors import Refusal
from webinars.domain.timezones import check_zone

PREFIX = "WEBINARS_"


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


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise ValueError("must be 1 or more")
    return number


def _flag(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.strip().lower() not in words:
        raise ValueError("must be yes or no")
    return words[value.strip().lower()]


def _languages(value: str) -> tuple[str, ...]:
    languages = tuple(part.strip() for part in value.split(",") if part.strip())
    if not languages:
        raise ValueError("must name at least one language, such as en,ja")
    return languages


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must be a web address such as https://webinars.example.org")
    return value.rstrip("/")


def _zone(value: str) -> str:
    try:
        return check_zone(value)
    except Refusal as refusal:
        raise ValueError(str(refusal)) from None


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
    Setting("DATABASE_URL", None, _optional, "database address; none: webinars.sqlite in the instance"),
    Setting("HOST", "127.0.0.1", _text, "address that `webinars serve` listens on"),
    Setting("PORT", 8000, _positive, "port that `webinars serve` listens on"),
    Setting("PUBLIC_URL", None, _address, "address that people use; none: made of HOST and PORT"),
    Setting("SECRET_KEY", None, _optional, "signs links and cookies; at least 32 characters"),
    Setting("PASSWORD_SALT", None, _optional, "mixed into passwords before they are hashed"),
    Setting("TOTP_SECRET", None, _optional, "encrypts second factors where they are stored"),
    Setting("OFFICE_NAME", "Webinars", _text, "the office that runs this installation, as people read it"),
    Setting("OFFICE_ZONE", "UTC", _zone, "zone of the office, IANA name"),
    Setting("LANGUAGES", ("en", "ja"), _languages, "languages offered, the default first; comma between"),
    Setting("MAIL_SERVER", None, _optional, "SMTP server; none: letters are written to a Maildir"),
    Setting("MAIL_PORT", 25, _positive, "SMTP port"),
    Setting("MAIL_SECURITY", "none", _security, "none, starttls or tls"),
    Setting("MAIL_USERNAME", None, _optional, "SMTP user"),
    Setting("MAIL_PASSWORD", None, _optional, "SMTP password"),
    Setting("MAIL_FROM", "webinars@localhost.invalid", _mail_address, "address that letters come from"),
    Setting("RSVP_ADDRESS", None, lambda v: _mail_address(v) if v else None, "inbox that receives answers"),
    Setting("MAIL_TIMEOUT_SECONDS", 20, _positive, "longest wait for the mail server; seconds"),
    Setting("LEASE_SECONDS", 120, _positive, "a worker that is silent so long is taken for dead; seconds"),
    Setting("POLL_SECONDS", 2, _positive, "how often the worker looks for letters that are due; seconds"),
    Setting("SETTLING_SECONDS", 120, int, "how long a change of time waits for the next one; seconds"),
    Setting("CONFIRM_DAYS", 7, _positive, "how long a confirmation link lasts; days"),
    Setting("JOIN_OPENS_MINUTES", 15, _positive, "how long before the start the room opens; minutes"),
    Setting("PAGE_SIZE", 50, _positive, "rows on a page of a list"),
    Setting("SECOND_FACTOR_REQUIRED", False, _flag, "every account must enrol a second factor"),
    Setting("RATE_LIMITS", True, _flag, "limit how often forms that send mail or sign in are sent"),
    Setting("RATE_LIMIT_STORAGE", "memory://", _text, "where rate limits count; redis://… to share them"),
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
    for name in ("SECRET_KEY", "PASSWORD_SALT", "TOTP_SECRET"):
        settings[name] = settings[name] or _secret(instance, name, is_embedded=is_embedded)
    return settings


def _reachable(settings: Mapping[str, object]) -> object:
    listens_everywhere = settings["HOST"] in ("0.0.0.0", "::", "")  # noqa: S104 (compared, not bound)
    return "127.0.0.1" if listens_everywhere else settings["HOST"]


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
    known = {setting.name: setting for setting in SETTINGS}
    given = {name: value for name, value in runpy.run_path(str(path)).items() if name.isupper()}
    for name, value in given.items():
        if name not in known:
            raise WrongSetting(f"{name} in {path} is no setting. Known ones: {', '.join(sorted(known))}.")
        given[name] = _read(known[name], value, f"{name} in {path}") if isinstance(value, str) else value
    return given


def _read(setting: Setting, value: str, where: str) -> object:
    try:
        return setting.read(value)
    except ValueError as error:
        raise WrongSetting(f"{where} is {value!r}, and {error}. It means: {setting.meaning}.") from None


def _secret(instance: Path, name: str, *, is_embedded: bool) -> str:
    path = instance / name.lower()
    if not path.exists():
        if not is_embedded:
            raise WrongSetting(
                f"{PREFIX}{name} is not set. Give it a long random text, the same on every machine."
            )
        _write_once(path)
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path) -> None:
    """Make a secret; of processes that start at once the first one wins, and none reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as draft:  # readable by its owner alone
        draft.write(token_urlsafe(48))
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, path)
