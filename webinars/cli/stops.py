"""What ends a command before its work is done."""

from typing import IO, Any

import click


class Stop(click.ClickException):
    """The command cannot go on, and its sentence says why and what to do; the exit code is 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence as every other one of this program."""
        click.echo(f"webinars: {self.message}", file=file, err=file is None)
