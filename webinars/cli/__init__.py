"""Commands of the one console script."""

import click

from webinars.cli.databases import database

COMMANDS: tuple[click.Command, ...] = (database,)
