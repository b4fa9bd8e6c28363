"""Accounts as their owners and the administrators keep them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.accounts import KEIKO, PASSWORD, account, add, enrol, is_signed_in, letters, sign_in
from tests.support.organisers import signed_in
from tests.support.reading import read
from tests.support.statements import count_statements
from webinars.domain.errors import Refusal
from webinars.models import Record, RoleName
from webinars.models.database import db
from webinars.services import accounts
from webinars.services.records import SYSTEM
from webinars.web import clock

OWN = {"name": "Keiko Tanaka", "language": "ja", "zone": "Asia/Tokyo"}


def records(noun: str = "account") -> list[tuple[str, str, object]]:
    found = db.session.scalars(select(Record).where(Record.noun == noun).order_by(Record.id))
    return [(one.actor, one.verb, one.changes) for one in found]


def test_people_keep_their_own_name_language_and_zone(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    assert client.post("/account/", data=OWN).status_code == 303
    with app.app_context():
        kept = account()
        assert (kept.name, kept.language, kept.zone) == ("Keiko Tanaka", "ja", "Asia/Tokyo")
        assert records()[-1] == (
            "Keiko",
            "edited",
            {"name": ["Keiko", "Keiko Tanaka"], "language": ["en", "ja"], "zone": [None, "Asia/Tokyo"]},
        )
    assert read(client.get("/account/").text).tags("html")[0].attributes["lang"] == "ja"
    assert "UTC+9" in client.get("/account/?language=en").text


def test_what_is_kept_unchanged_is_not_in_the_log(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    client.post("/account/", data={"name": "Keiko", "language": "en", "zone": ""})
    with app.app_context():
        assert [verb for _, verb, _ in records()] == ["added"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x" * 300},
        {"name": "Keiko\nBcc: everybody@tokyo.example"},
        {"name": ""},
        {"language": "tlh"},
        {"zone": "EST5"},
    ],
)
def test_an_entry_that_cannot_be_kept_is_refused_at_its_field(
    app: Flask, client: FlaskClient, wrong: dict[str, str]
) -> None:
    add(app)
    sign_in(client)
    answer = client.post("/account/", data=OWN | wrong)
    assert answer.status_code == 422
    (field,) = wrong
    assert read(answer.text).by_id(f"{field}-error").words != ""
    with app.app_context():
        assert account().name == "Keiko"


def test_the_log_tells_what_people_do_with_their_own_accounts(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    enrol(client)
    client.post("/account/tf-setup", data={"setup": "disable"})
    new = "another horse battery staple"
    client.post(
        "/account/change", data={"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    )
    with app.app_context():
        assert [(actor, verb) for actor, verb, _ in records()][1:] == [
            ("Keiko", "set up second factor"),
            ("Keiko", "turned off second factor"),
            ("Keiko", "changed password"),
        ]


def test_the_menu_holds_what_is_ones_own_and_signs_out_by_a_post(app: Flask, client: FlaskClient) -> None:
    assert read(client.get("/").text).with_class("account-menu") == []
    add(app)
    sign_in(client)
    (menu,) = read(client.get("/").text).with_class("account-menu")
    assert menu.links() == {
        "Organise": "/organise/",
        "Your account": "/account/",
        "Password": "/account/change",
        "Second factor": "/account/tf-setup",
        "Recovery codes": "/account/mf-recovery-codes",
    }
    (form,) = menu.tags("form")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/account/sign-out")


@pytest.mark.parametrize("role", list(RoleName))
def test_only_administrators_see_the_way_to_the_accounts(app: Flask, role: RoleName) -> None:
    links = read(signed_in(app, role).get("/organise/").text).links()
    assert ("Accounts" in links) is (role is RoleName.ADMINISTRATOR)
    assert {"Seminars", "Letters", "Log"} <= links.keys()


def test_a_new_account_gets_a_letter_that_tells_how_to_set_a_password(app: Flask) -> None:
    client = signed_in(app, RoleName.ADMINISTRATOR)
    form = {"name": "Keiko", "email": KEIKO, "role": "viewer", "language": "en"}
    assert client.post("/organise/accounts/new", data=form).status_code == 303
    with app.app_context():
        (letter,) = letters()
        assert letter.account_id == account().id
        assert letter.details["subject"] == "Your account at Webinars"
        for text in (letter.details["text"], letter.details["html"]):
            assert f"{app.config['PUBLIC_URL']}/account/reset" in text
            assert "Olga Organiser gave you an account" in text
    answer = client.post("/organise/accounts/new", data=form)
    assert answer.status_code == 422
    assert "has an account already" in read(answer.text).by_id("email-error").words
    with app.app_context():
        assert len(letters()) == 1


def test_an_administrator_changes_roles_stops_and_takes_a_second_factor_off(
    app: Flask, client: FlaskClient
) -> None:
    add(app)
    sign_in(client)
    enrol(client)
    root = signed_in(app, RoleName.ADMINISTRATOR)
    with app.app_context():
        path = f"/organise/accounts/{account().key}"
    assert root.post(f"{path}/role", data={"role": "viewer"}).status_code == 303
    assert client.get("/organise/seminars/new").status_code == 403
    root.post(f"{path}/second-factor")
    client.post("/account/sign-out")
    sign_in(client)
    assert is_signed_in(client)
    root.post(f"{path}/active")
    assert not is_signed_in(client)
    root.post(f"{path}/active", data={"active": "1"})
    sign_in(client)
    assert is_signed_in(client)


def test_the_last_administrator_stays_one(app: Flask) -> None:
    add(app, role=RoleName.ADMINISTRATOR)
    with app.app_context():
        ident = account().id
        with pytest.raises(Refusal, match="needs an administrator"):
            accounts.change_role(ident, RoleName.VIEWER, by=SYSTEM, now=clock.now())
        with pytest.raises(Refusal, match="needs an administrator"):
            accounts.set_active(ident, False, by=SYSTEM, now=clock.now())


def test_the_last_administrator_is_told_why_nothing_changes(app: Flask) -> None:
    root = signed_in(app, RoleName.ADMINISTRATOR)
    with app.app_context():
        key = account("administrator@tokyo.example").key
    answer = root.post(f"/organise/accounts/{key}/role", data={"role": "viewer"}, follow_redirects=True)
    assert "An office needs an administrator." in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_accounts_takes_the_same_statements_for_any_number(app: Flask, count: int) -> None:
    root = signed_in(app, RoleName.ADMINISTRATOR)
    for number in range(1, count):
        add(app, f"person{number}@tokyo.example")
    with count_statements() as statements:
        assert root.get("/organise/accounts/").status_code == 200
    assert len(statements) == 4  # who asks, with their roles; how many there are; the page; its roles
