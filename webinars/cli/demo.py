"""`webinars demo`: the demonstration data."""

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from webinars.cli.databases import check_tables
from webinars.services.demonstration import load_demonstration


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demonstration: the sixth Tokyo Global Partners Seminar, and an invented seventh.

    An eighth is a draft whose parts can be planned, with a call for talks that a committee judges. What is
    there already is left as it is, so that the command may be run again. The exit code is 1 when the database
    has no tables, or has something else in the demonstration's place.
    """
    check_tables()
    load_demonstration(now=datetime.now(UTC))
    click.echo("The demonstration is loaded.")
