"""The five readers, each a process that reads all calendars at once and tells the facts."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.readers.facts import CalendarFacts, from_json
from tests.support.machine import DEBIAN_PYTHON, ICAL_JS

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).with_name("programs")
READERS = ("ical.js", "libical", "icalendar", "ical", "vobject")
SECONDS = 120  # with a dozen other processes on the machine

Readings = dict[str, dict[str, CalendarFacts]]


def read_by_everybody(calendars: Mapping[str, bytes]) -> Readings:
    """Return what each of READERS finds in each of *calendars* (by name)."""
    asked = json.dumps({name: content.decode() for name, content in calendars.items()}).encode()
    found = {
        **_run([sys.executable, "-m", "tests.readers.in_python"], asked),
        "ical.js": _run(["node", str(PROGRAMS / "by_ical_js.mjs"), str(ICAL_JS)], asked),
        "libical": _run([str(DEBIAN_PYTHON), "-I", str(PROGRAMS / "by_libical.py")], asked),
    }
    return {
        reader: {name: from_json(facts) for name, facts in read.items()} for reader, read in found.items()
    }


def _run(command: list[str], asked: bytes) -> Any:
    """Run *command* with *asked* as its input and return what it answers; its own words if it fails.

    Without PYTHONTZPATH the libraries of Python would take the zones of the machine, which can be years old,
    and neither our VTIMEZONE nor the database that comes with them.
    """
    environment = os.environ | {"PYTHONTZPATH": "", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        command, input=asked, capture_output=True, check=False, cwd=ROOT, env=environment, timeout=SECONDS
    )
    if done.returncode or done.stderr:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr.decode()[-4000:]}")
    return json.loads(done.stdout)
