"""What `pip install .` brings: the whole software, able to run without the checkout."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.sources import ROOT

# Where each folder of the checkout lies in the wheel.
FOLDERS = {
    "webinars": "webinars",
    "templates": "webinars/templates",
    "static": "webinars/static",
    "migrations": "webinars/migrations",
}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy: building leaves things behind in the folder it is built in."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "copy"
    for name in FOLDERS:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for path in [ROOT / "setup.cfg", ROOT / "pyproject.toml", *ROOT.glob("*.md"), *ROOT.glob("MANIFEST.in")]:
        shutil.copy(path, copy)
    # No build environment of its own: setuptools is installed with the tests, and no network is needed.
    build = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*build, "--no-build-isolation", "--wheel-dir", folder, copy], check=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_file_of_the_software_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == {
        f"{place}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, place in FOLDERS.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".gitkeep"
    }


def test_the_wheel_brings_one_command(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (entry_points,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert archive.read(entry_points).decode().split("\n\n")[0].split() == [
            "[console_scripts]",
            "webinars",
            "=",
            "webinars.app:main",
        ]


def test_the_wheel_runs_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    program = (
        "import webinars.app as app; made = app.create_app(); answer = made.test_client().get('/healthz');"
        " print(app.__file__, made.template_folder, made.static_folder, answer.status_code, sep='\\n')"
    )
    environment = {"PYTHONPATH": str(tmp_path / "installed"), "WEBINARS_INSTANCE": str(tmp_path / "instance")}
    away = tmp_path / "away"
    away.mkdir()
    run = [sys.executable, "-c", program]
    upgrade = [sys.executable, "-c", "from webinars.app import main; main()", "db", "upgrade"]
    subprocess.run(upgrade, check=True, cwd=away, env=environment)
    said = subprocess.run(run, check=True, cwd=away, env=environment, capture_output=True, text=True).stdout
    package = tmp_path / "installed" / "webinars"
    assert said.splitlines() == [
        str(package / "app.py"),
        str(package / "templates"),
        str(package / "static"),
        "200",
    ]
