"""`webinars deliver`: the mail worker."""

import logging
import sys

import click
from flask.cli import ScriptInfo, pass_script_info

from webinars.mail.worker import Tally, run, settle, stopped_by_signals

LINE = "%(asctime)s %(name)s %(levelname)s %(message)s"


@click.command()
@click.option("--once", is_flag=True, help="Send what is due, then end.")
@pass_script_info
def deliver(info: ScriptInfo, once: bool) -> None:
    """Send letters until Ctrl-C; several of these may run at the same time.

    With --once the exit code is 0 when everything that was due went out, and 1 when a letter failed or the
    mail server could not be reached.
    """
    logging.basicConfig(level=logging.INFO, format=LINE)
    app = info.load_app()
    settle()
    with stopped_by_signals() as stop_event:
        tally = run(app, once=once, stop_event=stop_event)
    click.echo(_summary(tally))
    if once and not tally.is_clean:
        sys.exit(1)


def _summary(tally: Tally) -> str:
    parts = (
        f"{tally.sent} sent",
        f"{tally.dropped} not needed any more",
        f"{tally.postponed} waiting for another try",
        f"{tally.failed} given up",
    )
    end = "; the mail server could not be reached" if tally.is_cut_short else ""
    return ", ".join(parts) + end + "."
