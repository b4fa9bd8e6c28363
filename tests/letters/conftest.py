"""Letters name pages: those that are not on the site yet get an address here."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

PAGES = {
    "seminars.show": "/seminars/<slug>/",
    "registrations.register": "/seminars/<slug>/register",
    "registrations.show": "/registrations/<token>/",
    "registrations.confirm": "/registrations/<token>/confirm",
    "registrations.confirm_address": "/registrations/<token>/confirm-address",
    "confirmations.show": "/answers/<token>/",
    "joins.join": "/join/<token>",
    "delegations.answer": "/delegations/<token>/",
    "presenters.show": "/presenters/<token>/",
    "hours.answer": "/hours/<token>/",
    "calls.show": "/calls/<slug>/",
    "applications.show": "/applications/<token>/",
    "reviews.index": "/reviews/<token>/",
}


@pytest.fixture
def make_app(make_app: Callable[..., Flask]) -> Callable[..., Flask]:
    def make(**settings: object) -> Flask:
        app = make_app(**settings)
        known = {rule.endpoint for rule in app.url_map.iter_rules()}
        for endpoint in PAGES.keys() - known:
            app.url_map.add(Rule(PAGES[endpoint], endpoint=endpoint))
        return app

    return make


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()
