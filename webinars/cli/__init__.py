"""Commands of the one console script."""

import click

COMMANDS: tuple[click.Command, ...] = ()
