"""Where settings come from: WEBINARS_* variables, then instance/config.py, then the defaults.

Secrets are made once into the instance folder while the database is the embedded one there; with any other
database they must be given, since several machines have to share them.
"""

import os
import runpy
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile

from webinars.config.settings import HIDDEN, SECRETS, SETTINGS, Setting

PREFIX = "WEBINARS_"
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
