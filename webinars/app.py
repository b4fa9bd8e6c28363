"""The application: where everything meets."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import click
from flask import Blueprint, Flask
from flask.cli import ScriptInfo
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from limits.errors import ConfigurationError
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from webinars import config
from webinars.cli import COMMANDS
from webinars.domain.errors import Refusal
from webinars.letters.times import date_words
from webinars.models.database import db, prepare_engine
from webinars.web import (
    accounts,
    applications,
    assets,
    calendars,
    calls,
    clock,
    companions,
    compression,
    confirmations,
    context,
    delegations,
    errors,
    headers,
    health,
    hours,
    joins,
    knowledge,
    languages,
    nominations,
    permissions,
    pictures,
    presenters,
    reader,
    registrations,
    rehearsals,
    reviews,
    seminars,
    sign_ins,
    subscriptions,
    swaps,
    unsubscribing,
    uploads,
    zones,
)
from webinars.web import cities as city_pages
from webinars.web.light import Application
from webinars.web.limits import limiter
from webinars.web.organise import accounts as account_editors
from webinars.web.organise import answers as answer_counts
from webinars.web.organise import applications as application_lists
from webinars.web.organise import assets as asset_lists
from webinars.web.organise import calls as call_editors
from webinars.web.organise import cities, dashboard, histories, letters, parts, records, sessions, slots
from webinars.web.organise import committees as call_committees
from webinars.web.organise import criteria as call_criteria
from webinars.web.organise import decisions as call_decisions
from webinars.web.organise import delegations as delegation_lists
from webinars.web.organise import hours as seminar_hours
from webinars.web.organise import hours_directory as city_hours
from webinars.web.organise import hours_imports as holiday_imports
from webinars.web.organise import imports as programme_imports
from webinars.web.organise import knowledge as product_editors
from webinars.web.organise import knowledge_cities as city_knowledge
from webinars.web.organise import messages as own_messages
from webinars.web.organise import moving as seminar_moves
from webinars.web.organise import orders as slot_orders
from webinars.web.organise import planning as draft_planning
from webinars.web.organise import polls as hour_polls
from webinars.web.organise import presentations as waiting_talks
from webinars.web.organise import presenters as presenter_lists
from webinars.web.organise import presenters_marks as presenter_marks
from webinars.web.organise import questions as call_questions
from webinars.web.organise import rankings as call_rankings
from webinars.web.organise import registrations as registration_lists
from webinars.web.organise import rehearsals as seminar_rehearsals
from webinars.web.organise import replies as reply_queue
from webinars.web.organise import seminars as seminar_editors
from webinars.web.organise import swaps as slot_swaps
from webinars.web.organise import talks as slot_talks
from webinars.web.organise import themes as theme_directory
from webinars.web.organise import workshops as pair_workshops
from webinars.web.organise import zones as zone_choices

HERE = Path(__file__).resolve().parent
BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.blueprint,
    assets.blueprint,
    applications.blueprint,
    calendars.blueprint,
    calls.blueprint,
    city_pages.blueprint,
    companions.blueprint,
    confirmations.blueprint,
    delegations.blueprint,
    health.blueprint,
    hours.blueprint,
    joins.blueprint,
    knowledge.blueprint,
    languages.blueprint,
    nominations.blueprint,
    pictures.blueprint,
    presenters.blueprint,
    registrations.blueprint,
    reviews.blueprint,
    seminars.blueprint,
    sign_ins.blueprint,
    subscriptions.blueprint,
    rehearsals.blueprint,
    swaps.blueprint,
    unsubscribing.blueprint,
    zones.blueprint,
)
ORGANISE: tuple[Blueprint, ...] = (
    account_editors.blueprint,
    answer_counts.blueprint,
    asset_lists.blueprint,
    application_lists.blueprint,
    call_editors.blueprint,
    call_questions.blueprint,
    call_committees.blueprint,
    call_criteria.blueprint,
    call_decisions.blueprint,
    call_rankings.blueprint,
    cities.blueprint,
    city_hours.blueprint,
    city_knowledge.blueprint,
    dashboard.blueprint,
    delegation_lists.blueprint,
    draft_planning.blueprint,
    histories.blueprint,
    holiday_imports.blueprint,
    letters.blueprint,
    own_messages.blueprint,
    parts.blueprint,
    presenter_lists.blueprint,
    product_editors.blueprint,
    presenter_marks.blueprint,
    seminar_moves.blueprint,
    seminar_rehearsals.blueprint,
    records.blueprint,
    registration_lists.blueprint,
    reply_queue.blueprint,
    seminar_editors.blueprint,
    seminar_hours.blueprint,
    sessions.blueprint,
    slots.blueprint,
    slot_orders.blueprint,
    slot_swaps.blueprint,
    slot_talks.blueprint,
    pair_workshops.blueprint,
    theme_directory.blueprint,
    waiting_talks.blueprint,
    hour_polls.blueprint,
    programme_imports.blueprint,
    zone_choices.blueprint,
)
Environ = dict[str, Any]


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """Return the application, from the machine's settings overlaid with *settings* (names as in config.py).

    Raises WrongSetting with a sentence when one cannot be used.
    """
    given = dict(settings or {})
    instance = Path(str(given.pop("INSTANCE", os.environ.get("WEBINARS_INSTANCE", "instance")))).resolve()
    app = Application(
        __name__,
        instance_path=str(instance),
        template_folder=str(folder("templates")),
        static_folder=str(folder("static")),
    )
    app.config.update(config.load(instance, {} if settings is not None else os.environ, given))
    _derive(app)
    _extend(app)
    _register(app)
    return app


def folder(name: str) -> Path:
    """Return the folder *name*: beside this file in a wheel, above it in a checkout."""
    beside = HERE / name
    return beside if beside.is_dir() else HERE.parent / name


def _derive(app: Flask) -> None:
    """Set what libraries want to know and our settings already say."""
    public = urlsplit(str(app.config["PUBLIC_URL"]))
    app.config.update(
        SQLALCHEMY_DATABASE_URI=app.config["DATABASE_URL"],
        SERVER_NAME=public.netloc,
        APPLICATION_ROOT=public.path or "/",
        PREFERRED_URL_SCHEME=public.scheme,
        SESSION_COOKIE_SECURE=public.scheme == "https",
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        # A form stays good as long as its session: nothing typed is lost to a clock.
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,
        RATELIMIT_STORAGE_URI=app.config["RATE_LIMIT_STORAGE"],
        RATELIMIT_HEADERS_ENABLED=True,
        BABEL_DEFAULT_LOCALE=app.config["LANGUAGES"][0],
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=1),
    )
    app.config.setdefault("CLOCK", clock.read)
    # Rate limits count by address: behind proxies that is the one the last trusted of them saw.
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=app.config["TRUSTED_PROXIES"], x_proto=0, x_host=0
    )
    app.wsgi_app = _on_public_address(app.wsgi_app, public.scheme, public.netloc)  # type: ignore[method-assign]


def _on_public_address(inner: Callable[..., Any], scheme: str, host: str) -> Callable[..., Iterable[bytes]]:
    """Wrap *inner* so that every request is at the configured address.

    The Host header is whatever a stranger writes; links in letters and redirects must never follow it.
    """

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["HTTP_HOST"] = host
        environ["wsgi.url_scheme"] = scheme
        answer: Iterable[bytes] = inner(environ, start_response)
        return answer

    return application


def _extend(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Migrate(app, db, directory=str(folder("migrations")), render_as_batch=True)
    Babel(app, locale_selector=reader.language)
    # Before whatever reads a form, as the next line does.
    app.before_request(uploads.set_limit)
    # A mail program that stops reminders with one click has no page of ours to take a token from.
    CSRFProtect(app).exempt(unsubscribing.stop)
    limiter.init_app(app)
    accounts.init(app)


def _register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    organise = Blueprint("organise", __name__, url_prefix="/organise")
    for blueprint in ORGANISE:
        organise.register_blueprint(blueprint)
    app.register_blueprint(organise)
    app.before_request(permissions.enforce)
    app.after_request(headers.protect)
    app.after_request(compression.compress)
    app.context_processor(context.variables)
    app.add_template_filter(date_words)
    errors.register(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line (None: this process's own words); what stops it is one sentence."""
    # A plain group: Flask's own would add the commands of every library, and one of them is also called "db".
    group = click.Group(
        "webinars",
        commands={str(command.name): command for command in COMMANDS},
        help="Online seminars in parts across time zones. Settings: WEBINARS_* or instance/config.py.",
    )
    try:
        group.main(args, prog_name="webinars", obj=ScriptInfo(create_app=create_app, set_debug_flag=False))
    except config.WrongSetting as error:
        _stop(str(error), code=2)
    except Refusal as refusal:
        _stop(str(refusal), code=1)
    except ConfigurationError as error:
        _stop(f"{config.PREFIX}RATE_LIMIT_STORAGE cannot be used: {error}.", code=2)
    except OperationalError as error:
        _stop(f"the database does not answer: {error.orig}", code=1)


def _stop(sentence: str, *, code: int) -> NoReturn:
    click.echo(f"webinars: {sentence}", err=True)
    sys.exit(code)
