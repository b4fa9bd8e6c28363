"""Runs the benchmarks that are named, or all, one after the other; ends with 1 when a limit is missed."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from benchmarks.figures import Figure, row

FRAME = {"__main__", "figures"}


def main(words: Sequence[str]) -> int:
    """Run the benchmarks *words* (none: all) and print their figures as they come."""
    known = names()
    if unknown := sorted(set(words) - set(known)):
        print(f"There is no benchmark {', '.join(unknown)}. Choose from: {', '.join(known)}.")
        return 2
    figures: list[Figure] = []
    for name in words or known:
        print(f"── {name}")
        for figure in _run_of(name)():
            print(row(figure), flush=True)
            figures.append(figure)
    missed = sum(not figure.is_kept for figure in figures)
    print(f"{len(figures) - missed} of {len(figures)} limits are kept.")
    return 1 if missed else 0


def names() -> list[str]:
    """Return the names of the benchmarks: every module beside this one that is not part of the frame."""
    found = iter_modules([str(Path(__file__).parent)])
    return [module.name for module in found if not module.ispkg and module.name not in FRAME]


def _run_of(name: str) -> Callable[[], Sequence[Figure]]:
    run: Callable[[], Sequence[Figure]] = import_module(f"benchmarks.{name}").run
    return run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
