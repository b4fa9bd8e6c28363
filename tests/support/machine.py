"""What the tests need from the machine beyond Python: found, installed where that is allowed, or named."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")
DEBIAN_PYTHON = Path("/usr/bin/python3")  # Bindings to libraries of Debian are for its own Python alone.
ICAL_JS = Path(__file__).parents[2] / ".venv/readers/node_modules/ical.js/dist/ical.js"  # by `make test`


class UnknownWord(Exception):
    """A word in WITHOUT that names nothing."""


@dataclass(frozen=True)
class Need:
    """A piece of software, the word that leaves it out, and the Debian packages that bring it."""

    word: str
    packages: tuple[str, ...]
    is_here: Callable[[], bool]


def left_out() -> frozenset[str]:
    """Name what the caller left out with WITHOUT=browser,postgresql; raise UnknownWord for another word."""
    words = frozenset(word.strip() for word in os.environ.get("WITHOUT", "").split(",") if word.strip())
    unknown = words - {need.word for need in NEEDS}
    if unknown:
        raise UnknownWord(f"WITHOUT knows {' and '.join(known_words())}, not {', '.join(sorted(unknown))}.")
    return words


def known_words() -> list[str]:
    return sorted({need.word for need in NEEDS})


def postgresql_folder() -> Path | None:
    """Find the folder of initdb and postgres, the newest release first; None if there is none."""
    beside_debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_release, reverse=True)
    on_path = [Path(found).parent for found in (shutil.which("initdb"),) if found]
    for folder in [*on_path, *beside_debian]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _release(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0


def has_japanese_glyphs() -> bool:
    """Tell whether a font draws Japanese: without one a page has boxes, and their widths are wrong."""
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, text=True, check=False)
    return bool(fonts.stdout.strip())


def has_libical() -> bool:
    """Tell whether Debian's Python can call libical."""
    if not DEBIAN_PYTHON.exists():
        return False
    import_it = "import gi; gi.require_version('ICalGLib', '3.0'); from gi.repository import ICalGLib"
    done = subprocess.run([str(DEBIAN_PYTHON), "-I", "-c", import_it], capture_output=True, check=False)
    return done.returncode == 0


def has_npm() -> bool:
    """Tell whether npm is here, or has nothing to do any more."""
    return ICAL_JS.exists() or shutil.which("npm") is not None


def dovecot() -> Path | None:
    """Find Dovecot with its IMAP half; None if it is not whole."""
    binary, half = Path("/usr/sbin/dovecot"), Path("/usr/lib/dovecot/imap")
    return binary if binary.exists() and half.exists() else None


NEEDS = (
    Need("postgresql", ("postgresql",), lambda: postgresql_folder() is not None),
    Need("browser", ("chromium",), CHROMIUM.exists),
    Need("browser", ("fonts-noto-cjk", "fontconfig"), has_japanese_glyphs),
    Need("imap", ("dovecot-imapd",), lambda: dovecot() is not None),
    Need("readers", ("nodejs",), lambda: shutil.which("node") is not None),
    Need("readers", ("npm",), has_npm),
    Need("readers", ("gir1.2-ical-3.0", "python3-gi"), has_libical),
)


def missing_packages() -> list[str]:
    """List the Debian packages that would bring what is missing and was not left out."""
    out = left_out()
    return [
        package for need in NEEDS if need.word not in out and not need.is_here() for package in need.packages
    ]


def install(packages: list[str]) -> None:
    """Install Debian packages without a question; a failure stops the run with apt's own words."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], check=True, env=environment)


def main() -> None:
    """Install what is missing as root on Debian; else stop and name it."""
    try:
        missing = missing_packages()
    except UnknownWord as error:
        sys.exit(str(error))
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            f"The tests need the Debian packages {' '.join(missing)}: install them,"
            f" or leave tests out with WITHOUT={','.join(known_words())}."
        )
    print(f"Installing {' '.join(missing)}", flush=True)
    install(missing)
    still_missing = missing_packages()
    if still_missing:
        sys.exit(f"These were installed and are not found: {' '.join(still_missing)}.")


if __name__ == "__main__":
    main()
