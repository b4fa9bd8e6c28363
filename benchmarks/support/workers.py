"""Mail workers as processes of their own, which begin together, stay, and say what they have used.

Run as a module, with a JSON object of settings, it makes the application and says "ready"; for each line on
standard input it sends everything that is due and answers with {"peak_kib": n, "cpu_seconds": s}.
"""

import json
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import applications
from tests.support.processes import tied_to_this_process
from webinars.mail import worker
from webinars.web import clock


@dataclass(frozen=True)
class Used:
    """What one worker has used: the peak of its memory since it began, and the time of the processor."""

    peak_kib: int
    cpu_seconds: float


class Crew:
    """Workers that stay, as they do where they work: what is made ready for a first letter is so for all."""

    def __init__(self, processes: "Sequence[subprocess.Popen[str]]") -> None:
        self._processes = processes
        for process in processes:
            _line_of(process)

    def send(self) -> list[Used]:
        """Let all begin at the same moment, wait until nothing is due, and return what each has used."""
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return [Used(**json.loads(_line_of(process))) for process in self._processes]


@contextmanager
def running_crew(count: int, settings: Mapping[str, object]) -> Iterator[Crew]:
    """Start *count* workers with *settings*, and end them."""
    with ExitStack() as stack:
        yield Crew([stack.enter_context(_started(settings)) for _ in range(count)])


def _started(settings: Mapping[str, object]) -> "subprocess.Popen[str]":
    words = [*tied_to_this_process("KILL"), sys.executable, "-m", "benchmarks.support.workers"]
    command = [*words, json.dumps(dict(settings))]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"a worker ended too early, with {process.wait()}")
    return line


def main() -> None:
    """Work as the docstring of this module says."""
    settings: dict[str, Any] = json.loads(sys.argv[1])
    url, instance = settings.pop("DATABASE_URL"), Path(settings.pop("INSTANCE"))
    app = applications.make_app(url, now=clock.read(), instance=instance, **settings)
    app.config["CLOCK"] = clock.read
    worker.settle()
    _say("ready")
    for _ in sys.stdin:
        before = _cpu_seconds()
        worker.run(app, once=True, stop_event=threading.Event())
        _say(json.dumps({"peak_kib": _peak_kib(), "cpu_seconds": _cpu_seconds() - before}))


def _peak_kib() -> int:
    """Return the peak of this process alone; getrusage(2) counts what the one that started it had."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
