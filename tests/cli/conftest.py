"""The command line as it is typed, in this process and in an instance folder of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from webinars.app import main


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name the instance folder, which is not there yet; no setting of this machine reaches the test."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("WEBINARS_INSTANCE", str(folder))
    for name in ("WEBINARS_HOST", "WEBINARS_PORT"):
        monkeypatch.setenv(name, "")  # `serve` sets them for what it starts: set here, they are taken back
        monkeypatch.delenv(name)
    return folder


@pytest.fixture
def webinars(instance: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Give what runs a command: webinars("db", "upgrade")."""

    def run(*words: str) -> Outcome:
        with pytest.raises(SystemExit) as end:
            main(words)
        written = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Outcome(end.value.code, written.out, written.err)

    return run
