"""`webinars serve` from outside: what it starts, what it prints, and how everything of it ends."""

import os
import re
import shutil
import signal
from pathlib import Path

import pytest

from tests.support.processes import wait_until_ready
from tests.support.serving import (
    END_SECONDS,
    Serving,
    children_of,
    descendants_of,
    have_ended,
    run,
    serving,
    watched,
)

PRINTED = re.compile(
    r"^(Public page|Organiser|Presenter|Participant|Reviewer): +http://127\.0\.0\.1:(\d+)(/\S*)$",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an instance with tables and secrets, once."""
    folder = tmp_path_factory.mktemp("migrated") / "instance"
    run("db", "upgrade", instance=folder)
    return folder


@pytest.fixture
def instance(migrated: Path, tmp_path: Path) -> Path:
    return shutil.copytree(migrated, tmp_path / "instance")


def printed(served: Serving) -> dict[str, str]:
    """Give the paths that were printed, by what they are called."""
    found = PRINTED.findall(served.log.read_text(encoding="utf-8"))
    assert {port for _, port, _ in found} == {str(served.port)}
    return {name: path for name, _, path in found}


def test_the_first_start_prepares_everything_and_a_second_one_finds_it(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with serving("--prepare", "--print-addresses", instance=instance) as served:
        first = printed(served)
        assert list(first) == ["Public page", "Organiser", "Presenter", "Participant", "Reviewer"]
        assert first["Public page"] == "/seminars/tokyo-global-partners-7/"
        assert [served.get(path)[0] for path in first.values()] == [200] * 5
        assert served.get("/")[0] == 200
        letters = instance / "mail" / "new"
        wait_until_ready(served.process, lambda: letters.is_dir() and any(letters.iterdir()), log=served.log)
        everybody = descendants_of(served.process.pid)
        assert served.end(signal.SIGINT) == 0
        assert [pid for pid in everybody if Path(f"/proc/{pid}").exists()] == []
    with serving("--prepare", "--print-addresses", instance=instance) as served:
        second = printed(served)
        assert second | {"Organiser": ""} == first | {"Organiser": ""}
        assert second["Organiser"] != first["Organiser"]
        assert served.end(signal.SIGTERM) == 0


def test_an_office_of_its_own_is_shown_its_home_page_and_gets_no_demonstration(instance: Path) -> None:
    with serving("--print-addresses", instance=instance) as served:
        assert served.log.read_text(encoding="utf-8").splitlines()[0] == (
            f"Home page:   http://127.0.0.1:{served.port}/"
        )
        assert served.get("/seminars/tokyo-global-partners-7/")[0] == 404


def test_a_mail_worker_that_dies_is_replaced(instance: Path) -> None:
    with serving(instance=instance) as served:
        before = served.mail_workers()
        assert len(before) == 1
        os.kill(min(before), signal.SIGKILL)
        wait_until_ready(served.process, lambda: bool(served.mail_workers() - before), log=served.log)
        assert served.is_healthy()
        assert served.end(signal.SIGINT) == 0


def test_for_the_web_only_there_is_no_mail_worker_and_no_address_is_printed_unasked(instance: Path) -> None:
    with serving("--web-only", instance=instance) as served:
        said = served.log.read_text(encoding="utf-8")
        assert said == f"Webinars serves http://127.0.0.1:{served.port} until Ctrl-C.\n"
        assert children_of(served.process.pid) == [served.web_server()]
        assert served.end(signal.SIGTERM) == 0


def test_the_end_of_the_web_server_ends_everything_with_one(instance: Path) -> None:
    with serving(instance=instance) as served, watched(descendants_of(served.process.pid)) as others:
        os.kill(served.web_server(), signal.SIGKILL)
        assert served.process.wait(END_SECONDS) == 1
        assert have_ended(others)


def test_nothing_outlives_a_foreground_process_that_is_killed(instance: Path) -> None:
    with serving(instance=instance) as served, watched(descendants_of(served.process.pid)) as others:
        assert len(others) == 3  # the web server, its worker, the mail worker
        assert served.end(signal.SIGKILL) == -signal.SIGKILL
        assert have_ended(others)
