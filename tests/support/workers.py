"""The mail worker as it is run: `webinars deliver`, a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import tied_to_this_process

STOP_SECONDS = 15
_START = "from webinars.app import main; main()"


@contextmanager
def running_worker(settings: Mapping[str, object], *, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Send letters with *settings* (names without WEBINARS_) until the end of the block.

    What is owed before the worker is ready it finds when it is: nobody has to wait for its start.
    """
    own = {f"WEBINARS_{name}": str(value) for name, value in settings.items()}
    with (folder / "deliver.log").open("wb") as output:
        process = subprocess.Popen(
            [*tied_to_this_process("TERM"), sys.executable, "-c", _START, "deliver"],
            env=os.environ | own,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
