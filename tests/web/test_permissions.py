"""Who may reach what: every endpoint says, and every kind of visitor is tried at every endpoint."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from webinars.models import RoleName
from webinars.services import accounts
from webinars.services.records import SYSTEM
from webinars.web import clock
from webinars.web.permissions import ALLOWS, LIBRARY_ENDPOINTS, Permission, declared

PASSWORD = "correct horse battery staple"
OPEN = (Permission.PUBLIC, Permission.LINK)


def sign_in(app: Flask, role: RoleName) -> FlaskClient:
    with app.app_context():
        accounts.add_account(
            f"{role}@city.example",
            role,
            role,
            password_hash=hash_password(PASSWORD),
            by=SYSTEM,
            now=clock.now(),
        )
    client = app.test_client()
    client.post("/account/sign-in", data={"email": f"{role}@city.example", "password": PASSWORD})
    return client


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint)


def address(app: Flask, rule: Rule) -> str:
    values = {name: acceptable(converter) for name, converter in rule._converters.items()}
    return app.url_map.bind("").build(rule.endpoint, values)


def acceptable(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def is_refused(client: FlaskClient, app: Flask, rule: Rule) -> bool:
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    with client.open(address(app, rule), method=method) as answer:
        to_sign_in = answer.status_code == 302 and "/account/sign-in" in answer.headers["Location"]
        return answer.status_code == 403 or to_sign_in


def test_every_endpoint_declares_its_permission(app: Flask) -> None:
    assert [rule.endpoint for rule in rules(app) if declared(app, rule.endpoint) is None] == []


def test_only_endpoints_that_exist_are_declared_for_libraries(app: Flask) -> None:
    assert sorted(LIBRARY_ENDPOINTS.keys() - {rule.endpoint for rule in rules(app)}) == []


def test_nothing_below_organise_is_open_to_strangers(app: Flask) -> None:
    below = [rule for rule in rules(app) if rule.rule.startswith("/organise")]
    assert below
    assert [rule.endpoint for rule in below if declared(app, rule.endpoint) in (*OPEN, None)] == []


def own(app: Flask) -> list[Rule]:
    """Leave out the library's views: some of them send to the sign-in whoever is not in the midst of one."""
    return [rule for rule in rules(app) if rule.endpoint not in LIBRARY_ENDPOINTS]


def test_a_stranger_reaches_what_is_public_and_nothing_else(app: Flask) -> None:
    client = app.test_client()
    closed = {rule.endpoint for rule in own(app) if is_refused(client, app, rule)}
    assert closed == {rule.endpoint for rule in own(app) if declared(app, rule.endpoint) not in OPEN}


def test_a_stranger_reaches_no_page_of_an_account(app: Flask) -> None:
    client = app.test_client()
    of_accounts = [rule for rule in rules(app) if declared(app, rule.endpoint) is Permission.ACCOUNT]
    assert of_accounts
    assert [rule.endpoint for rule in of_accounts if not is_refused(client, app, rule)] == []


@pytest.mark.parametrize("role", list(RoleName))
def test_each_role_reaches_what_it_is_allowed_and_nothing_else(app: Flask, role: RoleName) -> None:
    client = sign_in(app, role)
    allowed = {*OPEN, Permission.ACCOUNT, *ALLOWS[role]}
    closed = {rule.endpoint for rule in own(app) if is_refused(client, app, rule)}
    assert closed == {rule.endpoint for rule in own(app) if declared(app, rule.endpoint) not in allowed}


def test_an_endpoint_that_declares_nothing_is_closed_to_everybody(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app.test_client().get("/healthz").status_code == 200
    monkeypatch.delattr(app.view_functions["health.check"], "permission")
    assert app.test_client().get("/healthz").status_code == 403
    assert sign_in(app, RoleName.ADMINISTRATOR).get("/healthz").status_code == 403
