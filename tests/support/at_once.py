"""Several things done at one moment, each in a thread and an application context of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask

from webinars.domain.errors import Refusal
from webinars.models.database import db


def at_once(app: Flask, *deeds: Callable[[], object]) -> list[str]:
    """Do all of *deeds* at one moment; return in order what became of each: "done", or what refused it."""
    outcomes, start = [""] * len(deeds), Barrier(len(deeds))
    db.session.commit()

    def perform(number: int, deed: Callable[[], object]) -> None:
        with app.app_context():
            start.wait(timeout=30)
            try:
                deed()
                outcomes[number] = "done"
            except Refusal as refusal:
                outcomes[number] = type(refusal).__name__

    threads = [Thread(target=perform, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
