"""The request of an organiser who moves a part that 2,000 people hold, against a view that commits one row.

Both are requests to the same application by somebody who is signed in; the move owes 2,000 letters and raises
2,000 invitations, and must take at most ten times as long as the other.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from benchmarks.figures import Figure, at_most
from benchmarks.support.crowds import a_crowded_part
from benchmarks.support.databases import ENGINES, application
from tests.support.organisers import signed_in
from webinars.models import NoticeState, Seminar, Session
from webinars.models.database import db, transaction
from webinars.models.notices import Notice
from webinars.services.notices import spread_crowds
from webinars.web import clock
from webinars.web.permissions import Permission, allow

PEOPLE = 2_000
TIMES = 10.0
ROUNDS, WARM_UP = 15, 3


def run() -> Iterator[Figure]:
    """Measure on each engine."""
    for engine, database in ENGINES.items():
        with database() as url, application(url) as app:
            app.add_url_rule("/touch/<int:ident>", "touch", _touch, methods=["POST"])
            with app.app_context():
                session = a_crowded_part(PEOPLE, now=clock.read())
                slug = db.session.get_one(Seminar, session.seminar_id).slug
            client = signed_in(app)
            empty, moved = _measure(app, client, session, slug)
            details = f"{moved * 1000:.0f} ms against {empty * 1000:.1f} ms"
            yield at_most(
                f"{engine}: moving a part of {PEOPLE} to an empty commit", moved / empty, TIMES, details
            )


@allow(Permission.ORGANISE)
def _touch(ident: int) -> str:
    """Commit one small row."""
    with transaction():
        db.session.execute(update(Seminar).where(Seminar.id == ident).values(changed_at=clock.now()))
    return ""


def _measure(app: Flask, client: FlaskClient, session: Session, slug: str) -> tuple[float, float]:
    """Return how long the two requests take (seconds, the medians), in turns: both see the same machine."""
    empty: list[float] = []
    moved: list[float] = []
    path = f"/organise/seminars/{slug}/sessions/{session.key}/move"
    for number in range(ROUNDS + WARM_UP):
        with _letters_gone(app):
            empty.append(_seconds(client, f"/touch/{session.seminar_id}", {}, status=200))
            moved.append(_seconds(client, path, _form(session, days=number + 1), status=303))
    return median(empty[WARM_UP:]), median(moved[WARM_UP:])


@contextmanager
def _letters_gone(app: Flask) -> Iterator[None]:
    """See to it that every move owes every letter, and that a worker finds them all."""
    yield
    with app.app_context(), transaction():
        spread_crowds()
        sent = update(Notice).where(Notice.state == NoticeState.OWED).values(state=NoticeState.SENT)
        owed = db.session.execute(sent).rowcount  # type: ignore[attr-defined]
    if owed != PEOPLE:
        raise RuntimeError(f"{owed} letters were owed instead of {PEOPLE}")


def _form(session: Session, *, days: int) -> dict[str, object]:
    start = session.local_start + timedelta(days=days)
    return {
        "local_start": f"{start:%Y-%m-%dT%H:%M}",
        "zone": session.zone,
        "minutes": session.minutes,
        "version": days,
        "step": "move",
    }


def _seconds(client: FlaskClient, path: str, form: dict[str, object], *, status: int) -> float:
    start = time.perf_counter()
    answer = client.post(path, data=form)
    seconds = time.perf_counter() - start
    if answer.status_code != status:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return seconds
