"""The project's own files, as the laws of the house read them."""

import ast
import configparser
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(folder: str, *suffixes: str) -> list[Path]:
    """List the files below *folder* with one of *suffixes*, in order; none when there is no such folder."""
    found = (ROOT / folder).rglob("*")
    return sorted(path for path in found if path.suffix in suffixes and "__pycache__" not in path.parts)


def modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in files(folder, ".py")]


def name_of(path: Path) -> str:
    """Give the path as the project calls it."""
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), filename=str(path))


def functions_in(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    """List every line of *paths* that *pattern* is found in, as file:line: text."""
    compiled = re.compile(pattern)
    return [
        f"{name_of(path)}:{number}: {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if compiled.search(line)
    ]


def matches_of(pattern: str, paths: list[Path]) -> list[str]:
    """List every match of *pattern* in *paths*, over the ends of lines too, as file:line: text."""
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return [
        f"{name_of(path)}:{text_of(path).count(chr(10), 0, match.start()) + 1}: {match.group()[:80]}"
        for path in paths
        for match in compiled.finditer(text_of(path))
    ]


def metadata() -> configparser.ConfigParser:
    """Read setup.cfg."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser
