"""Registering without an account: the form, the mailed links, and the person's own page."""

from webinars.web.registrations import confirming, downloads, personal, registering
from webinars.web.registrations.blueprint import blueprint

__all__ = ["blueprint", "confirming", "downloads", "personal", "registering"]
