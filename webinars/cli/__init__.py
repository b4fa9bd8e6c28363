"""Commands of the one console script."""

import click

from webinars.cli.databases import database
from webinars.cli.deliver import deliver
from webinars.cli.demo import demo
from webinars.cli.inbox import inbox
from webinars.cli.planning import order_talks, plan
from webinars.cli.serve import serve
from webinars.cli.tzcheck import tzcheck
from webinars.cli.users import user

COMMANDS: tuple[click.Command, ...] = (
    serve,
    deliver,
    inbox,
    demo,
    plan,
    order_talks,
    tzcheck,
    user,
    database,
)
