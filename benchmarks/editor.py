"""The editor of a running order: the first byte of a part of 500 slots, of an empty view's CPU time.

Each slot has a city, a theme and a presenter. The requests are made in turns, in this process and by the WSGI
interface itself, by somebody who is signed in; counted is CPU time, up to the first byte and to the last.
"""

import contextvars
import gc
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from benchmarks.figures import Figure, at_most
from benchmarks.support.databases import ENGINES, application
from tests import builders
from tests.support.organisers import signed_in
from webinars.domain.texts import LocalizedText
from webinars.models import DelegationRole, Presenter, Session, Slot, SlotKind
from webinars.models.database import db, transaction
from webinars.web import clock
from webinars.web.permissions import Permission, allow

SLOTS, CITIES, THEMES, TIMES = 500, 100, 8, 60
ROUNDS, WARM_UP = 30, 5
EDITOR, EMPTY = "/organise/seminars/large/sessions/whole-day/slots/", "/empty"

Seconds = tuple[float, float]  # to the first byte, and to the last


def run() -> Iterator[Figure]:
    """Measure on each engine."""
    for engine, database in ENGINES.items():
        with database() as url, application(url) as app:
            app.add_url_rule(EMPTY, "empty", _nothing)
            with app.app_context():
                _fill()
            ask = partial(_seconds, app, _cookie(app))
            empty, editor = _measure(ask)
            first, whole = (median(one[place] for one in editor) for place in (0, 1))
            bare = median(one[1] for one in empty)
            times = f"{first * 1000:.0f} ms against {bare * 1000:.1f} ms"
            details = f"{times}; to the last byte {whole / bare:.0f}"
            name = f"{engine}: first byte of an editor of {SLOTS} slots, of an empty view"
            yield at_most(name, first / bare, TIMES, details)


@allow(Permission.ORGANISE)
def _nothing() -> str:
    return ""


def _fill() -> None:
    """Write a seminar with one part of a whole day."""
    seminar = builders.a_seminar(slug="large")
    starts = clock.now() + timedelta(days=30)
    session = builders.a_session(
        seminar,
        "whole-day",
        minutes=24 * 60,
        local_start=starts.replace(tzinfo=None, second=0, microsecond=0),
    )
    cities = [
        builders.a_delegation(seminar, builders.a_city(f"City {number}"), role=DelegationRole.PRESENTING).id
        for number in range(CITIES)
    ]
    themes = [builders.a_theme(f"Theme {number}").id for number in range(THEMES)]
    with transaction():
        slots = [_slot(session, number, cities, themes) for number in range(SLOTS)]
        db.session.add_all(slots)
        db.session.flush()
        db.session.add_all([_presenter(slot) for slot in slots])


def _slot(session: Session, number: int, cities: list[int], themes: list[int]) -> Slot:
    return Slot(
        session_id=session.id,
        position=number,
        kind=SlotKind.PRESENTATION,
        minutes=2,
        title=builders.text(f"Talk {number}"),
        speaker=LocalizedText(),
        delegation_id=cities[number % CITIES],
        theme_id=themes[number % THEMES],
    )


def _presenter(slot: Slot) -> Presenter:
    return Presenter(
        slot_id=slot.id,
        email=f"presenter-{slot.id}@paris.example",
        name=f"Presenter {slot.id}",
        language="en",
        zone="Europe/Paris",
        created_at=builders.NOW,
    )


def _cookie(app: Flask) -> str:
    """Sign somebody in, and return what their browser sends."""
    cookie = signed_in(app).get_cookie("session", urlsplit(app.config["PUBLIC_URL"]).hostname or "")
    assert cookie is not None, "who is signed in has a session"
    return f"session={cookie.value}"


def _measure(ask: Callable[[str], Seconds]) -> tuple[list[Seconds], list[Seconds]]:
    """Return what the empty view and the editor take, asked in turns: both see the same machine."""
    # A server has put the application itself out of the collector's sight (cli/supervisor).
    gc.collect()
    gc.freeze()
    try:
        pairs = [(ask(EMPTY), ask(EDITOR)) for _ in range(ROUNDS + WARM_UP)][WARM_UP:]
    finally:
        gc.unfreeze()
    return [empty for empty, _ in pairs], [editor for _, editor in pairs]


def _seconds(app: Flask, cookie: str, path: str) -> Seconds:
    """Return the CPU time of a request up to its first and its last byte."""
    environ = EnvironBuilder(path=path, headers=[("Cookie", cookie)]).get_environ()
    return contextvars.Context().run(_asked, app, environ)


def _asked(app: Flask, environ: dict[str, Any]) -> Seconds:
    begin = time.process_time()
    pieces, status, _headers = run_wsgi_app(app, environ)  # up to the first of them
    first = time.process_time() - begin
    for _ in pieces:
        pass
    whole = time.process_time() - begin
    if status != "200 OK":
        raise RuntimeError(f"{environ['PATH_INFO']} answered {status}")
    return first, whole
