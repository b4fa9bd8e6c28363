"""`webinars db`: the tables of the database."""

from datetime import UTC, datetime

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade as run_migrations

from webinars.cli.stops import Stop
from webinars.models.database import db
from webinars.services import zones


@click.group("db")
def database() -> None:
    """Create the tables of the database and keep them up to date."""


@database.command()
@with_appcontext
def upgrade() -> None:
    """Create the tables, or bring them to this version of the program."""
    migrate()
    zones.keep_up(now=datetime.now(UTC))
    click.echo("The database is up to date.")


def migrate() -> None:
    """Run the migrations that the database has not seen."""
    if not is_current():
        run_migrations(directory=current_app.extensions["migrate"].directory)


def check_tables() -> None:
    """Raise Stop when the database is not at this version of the program."""
    if not is_current():
        raise Stop("the database is not of this version. Run `webinars db upgrade` first.")


def is_current() -> bool:
    """Say whether the database has seen every migration, and none that this version does not know."""
    extension = current_app.extensions["migrate"]
    scripts = ScriptDirectory.from_config(extension.migrate.get_config(extension.directory))
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(scripts.get_heads())
