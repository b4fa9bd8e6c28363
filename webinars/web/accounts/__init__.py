"""Accounts of the office's own people: signing in, second factor, recovery, and one's own page."""

from webinars.web.accounts.own import blueprint
from webinars.web.accounts.security import init

__all__ = ["blueprint", "init"]
