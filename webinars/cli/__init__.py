"""Commands of the one console script."""

import click

from webinars.cli.databases import database
from webinars.cli.users import user

COMMANDS: tuple[click.Command, ...] = (database, user)
