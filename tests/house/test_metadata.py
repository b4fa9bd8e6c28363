"""What the project says of itself: its dependencies, and the floors that import-linter keeps."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.support.sources import ROOT, metadata, modules, name_of, text_of, tree_of


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


# What is needed without being imported here.
WORKS_UNSEEN = {
    "argon2-cffi",  # Flask-Security hashes passwords with it
    "cryptography",  # Flask-Security encrypts second factors with it
    "psycopg",  # SQLAlchemy speaks to PostgreSQL through it
    "qrcode",  # Flask-Security draws the code of a second factor with it
}


def test_no_dependency_is_idle() -> None:
    imported = {module for path in modules("webinars", "migrations") for module in imports_of(path)}
    provided = packages_distributions()
    used = {name.casefold() for module in imported for name in provided.get(module, [])}
    idle = {name for name in requirements("options", "install_requires") if name.casefold() not in used}
    assert idle == WORKS_UNSEEN


def imports_of(path: Path) -> set[str]:
    """Name the top-level modules that the file imports."""
    tree = list(ast.walk(tree_of(path)))
    plain = {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    from_others = {node.module for node in tree if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in plain | from_others}


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
