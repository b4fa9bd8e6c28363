"""Settings: from variables, from the instance's file, and the sentence for a wrong one."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome
from tests.support.applications import SECRETS
from webinars.config import SETTINGS, WrongSetting, load

Run = Callable[..., Outcome]

# For every setting that can be wrong: a value, and what the sentence says of it.
WRONG = [
    ("DATABASE_URL", "nonsense", "must be an address such as postgresql://user:password@host/name"),
    ("DATABASE_URL", "mysql://host/name", "must begin with postgresql:// or sqlite:///"),
    ("PORT", "eighty", "must be a whole number"),
    ("PORT", "0", "must be a port from 1 to 65535"),
    ("PORT", "65536", "must be a port from 1 to 65535"),
    ("PUBLIC_URL", "seminars.example", "must be a web address such as https://webinars.example.org"),
    ("PUBLIC_URL", "ftp://seminars.example", "must be a web address such as https://webinars.example.org"),
    ("SECRET_KEY", "short", "must have at least 32 characters"),
    ("PASSWORD_SALT", "short", "must have at least 32 characters"),
    ("TOTP_SECRET", "short", "must have at least 32 characters"),
    ("OFFICE_ZONE", "EST5", "'EST5' is no IANA zone; did you mean America/New_York"),
    ("LANGUAGES", "", "must be tags of languages, such as en,ja"),
    ("LANGUAGES", "en,xx", "must be tags of languages, such as en,ja"),
    ("MAIL_PORT", "-25", "must be 0 or more"),
    ("MAIL_SECURITY", "ssl", "must be none, starttls or tls"),
    ("MAIL_FROM", "seminars", "must be a mail address such as seminars@example.org"),
    ("MAIL_FROM", "a@b.example\nBcc: c@d.example", "must be a mail address such as seminars@example.org"),
    ("RSVP_ADDRESS", "answers", "must be a mail address such as seminars@example.org"),
    ("IMAP_PORT", "imap", "must be a whole number"),
    ("IMAP_SECURITY", "ssl", "must be none, starttls or tls"),
    ("IMAP_FOLDER", "", "must be a folder's name as the IMAP server spells it, such as INBOX"),
    ("IMAP_FOLDER", "a\r\nb", "must be a folder's name as the IMAP server spells it, such as INBOX"),
    ("INBOX_POLL_SECONDS", "0", "must be 1 or more"),
    ("MAIL_TIMEOUT_SECONDS", "0", "must be 1 or more"),
    ("LEASE_SECONDS", "2.5", "must be a whole number"),
    ("POLL_SECONDS", "0", "must be 1 or more"),
    ("SETTLING_SECONDS", "-1", "must be 0 or more"),
    ("CONFIRM_DAYS", "a week", "must be a whole number"),
    ("JOIN_OPENS_MINUTES", "0", "must be 1 or more"),
    ("PAGE_SIZE", "0", "must be 1 or more"),
    ("UPLOAD_MEGABYTES", "0", "must be 1 or more"),
    ("SECOND_FACTOR_REQUIRED", "maybe", "must be yes or no"),
    ("RATE_LIMITS", "", "must be yes or no"),
    ("RATE_LIMIT_STORAGE", "disk", "must be memory:// or redis://host:port"),
    ("WORKERS", "0", "must be 1 or more"),
    ("TRUSTED_PROXIES", "-1", "must be 0 or more"),
]
# Any text is good for these, and none stands for the default.
ANY_TEXT = {
    *("HOST", "OFFICE_NAME", "MAIL_SERVER", "MAIL_USERNAME", "MAIL_PASSWORD"),
    *("IMAP_SERVER", "IMAP_USERNAME", "IMAP_PASSWORD"),
}


def test_every_setting_that_can_be_wrong_is_tested_below() -> None:
    assert {setting.name for setting in SETTINGS} == {name for name, _, _ in WRONG} | ANY_TEXT


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_variable_is_refused_with_a_sentence(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(WrongSetting) as refused:
        load(tmp_path, {f"WEBINARS_{name}": value})
    meaning = next(setting.meaning for setting in SETTINGS if setting.name == name)
    assert str(refused.value).startswith(f"WEBINARS_{name}")
    assert str(refused.value).endswith(f" {sentence}. It means: {meaning}.")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("PORT = 'eighty'", "PORT in {file} is 'eighty', and must be a whole number."),
        ("PORT = 70000", "PORT in {file} is '70000', and must be a port from 1 to 65535."),
        ("RATE_LIMITS = 3", "RATE_LIMITS in {file} is '3', and must be yes or no."),
        ("LANGUAGES = ['en', 'xx']", "LANGUAGES in {file} is 'en,xx', and must be tags of languages"),
        ("PORTS = 80", "PORTS in {file} is no setting. Known ones: CONFIRM_DAYS, "),
        ("PORT = = 80", "{file} cannot be read: invalid syntax"),
        ("PORT = eighty", "{file} cannot be read: name 'eighty' is not defined."),
    ],
)
def test_a_wrong_line_in_the_file_is_refused_with_a_sentence(
    tmp_path: Path, line: str, sentence: str
) -> None:
    file = tmp_path / "config.py"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(WrongSetting) as refused:
        load(tmp_path, {})
    assert str(refused.value).startswith(sentence.format(file=file))


def test_variables_win_over_the_file_and_the_file_over_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "config.py"
    lines = ("from datetime import date", "PORT = 9000", "PAGE_SIZE = '20'", "RATE_LIMITS = False")
    file.write_text("\n".join((*lines, "LANGUAGES = ('ja', 'en')", "MAIL_SERVER = None")), encoding="utf-8")
    settings = load(tmp_path, {"WEBINARS_PORT": "9001", "PATH": "/bin"})
    assert (settings["PORT"], settings["PAGE_SIZE"], settings["RATE_LIMITS"]) == (9001, 20, False)
    assert (settings["LANGUAGES"], settings["MAIL_SERVER"]) == (("ja", "en"), None)
    assert (settings["CONFIRM_DAYS"], settings["OFFICE_ZONE"]) == (7, "UTC")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("seminars.example", "http://seminars.example:8000"),
    ],
)
def test_the_public_address_is_made_of_host_and_port(tmp_path: Path, host: str, address: str) -> None:
    assert load(tmp_path, {"WEBINARS_HOST": host})["PUBLIC_URL"] == address
    own = {"WEBINARS_HOST": host, "WEBINARS_PUBLIC_URL": "https://seminars.example/"}
    assert load(tmp_path, own)["PUBLIC_URL"] == "https://seminars.example"


def test_secrets_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "instance"
    settings = load(folder, {})
    files = {name: folder / name.lower() for name in SECRETS}
    assert {name: settings[name] for name in SECRETS} == {
        name: file.read_text(encoding="ascii") for name, file in files.items()
    }
    assert {stat.S_IMODE(file.stat().st_mode) for file in files.values()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len({settings[name] for name in SECRETS}) == 3
    assert min(len(str(settings[name])) for name in SECRETS) >= 43  # 256 bits in base 64
    assert sorted(path.name for path in folder.iterdir()) == sorted(file.name for file in files.values())
    assert load(folder, {}) == settings


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_a_database_elsewhere_needs_secrets_that_machines_can_share(tmp_path: Path, missing: str) -> None:
    load(tmp_path, {})  # what was made for the embedded database is no answer
    given = {f"WEBINARS_{name}": value for name, value in SECRETS.items() if name != missing}
    with pytest.raises(WrongSetting) as refused:
        load(tmp_path, {"WEBINARS_DATABASE_URL": "postgresql://host/name", **given})
    assert str(refused.value) == (
        f"WEBINARS_{missing} is not set. Give it a long random text, the same on every machine."
    )


def test_a_folder_that_cannot_hold_secrets_is_refused_with_a_sentence(tmp_path: Path) -> None:
    occupied = tmp_path / "instance"
    occupied.write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(WrongSetting) as refused:
        load(occupied, {})
    why = f"The folder {occupied} cannot hold SECRET_KEY: File exists."
    assert str(refused.value) == f"{why} Choose another with WEBINARS_INSTANCE."


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
def test_what_is_secret_is_not_repeated(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        load(tmp_path, {f"WEBINARS_{name}": "pa55word"})
    assert "pa55word" not in str(refused.value)


def test_a_wrong_setting_ends_every_command_with_two(
    webinars: Run, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBINARS_PROT", "80")
    for command in (
        ("serve",),
        ("deliver",),
        ("demo",),
        ("tzcheck",),
        ("db", "upgrade"),
        ("user", "add", "a@b.example"),
    ):
        said = webinars(*command)
        assert said.code == 2
        assert said.err.startswith("webinars: WEBINARS_PROT is no setting. Known ones: CONFIRM_DAYS, ")
    assert not instance.exists()


def test_a_storage_of_limits_that_lacks_its_library_ends_with_two(
    webinars: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBINARS_RATE_LIMIT_STORAGE", "redis://127.0.0.1")
    said = webinars("db", "upgrade")
    assert said.code == 2
    assert said.err.startswith("webinars: WEBINARS_RATE_LIMIT_STORAGE cannot be used: ")
