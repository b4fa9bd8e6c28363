"""`webinars db`: the tables of the database."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade as run_migrations


@click.group("db")
def database() -> None:
    """Create the tables of the database and keep them up to date."""


@database.command()
@with_appcontext
def upgrade() -> None:
    """Create the tables, or bring them to this version of the program."""
    migrate()
    click.echo("The database is up to date.")


def migrate() -> None:
    """Run the migrations that the database has not seen."""
    run_migrations(directory=current_app.extensions["migrate"].directory)
