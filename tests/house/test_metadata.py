"""What the project says of itself: its dependencies, and the floors that import-linter keeps."""

import re
import subprocess
import sys

from tests.support.sources import ROOT, metadata, name_of, text_of


def requirements(section: str, option: str) -> list[str]:
    """List the names of packages, as setup.cfg spells them."""
    lines = metadata()[section][option].split("\n")
    return [re.split(r"[\[<>=~;! ]", line)[0] for line in lines if line]


def test_the_readme_names_every_dependency() -> None:
    readme = text_of(ROOT / "README.md").casefold()
    names = requirements("options", "install_requires") + requirements("options.extras_require", "test")
    assert [name for name in names if name.casefold() not in readme] == []


def test_every_dependency_has_a_lower_bound() -> None:
    config = metadata()
    both = config["options"]["install_requires"] + config["options.extras_require"]["test"]
    assert [line for line in both.split("\n") if line and ">=" not in line] == []


def test_every_package_is_listed() -> None:
    listed = metadata()["options"]["packages"].split()
    present = {name_of(path.parent).replace("/", ".") for path in (ROOT / "webinars").rglob("*.py")}
    beside = {"webinars.templates", "webinars.static", "webinars.migrations"}
    assert set(listed) == {name for name in present if "__pycache__" not in name} | beside


def test_the_domain_loads_neither_flask_nor_sqlalchemy() -> None:
    program = (
        "import pkgutil, importlib, sys, webinars.domain as domain\n"
        "for found in pkgutil.walk_packages(domain.__path__, 'webinars.domain.'):\n"
        "    importlib.import_module(found.name)\n"
        "print(sorted({'flask', 'sqlalchemy', 'jinja2', 'werkzeug'} & set(sys.modules)))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert loaded.stdout == "[]\n"
